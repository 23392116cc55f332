//! Servers known from their documentation alone: decision and status.

use super::python::PYJWT_ORDER;
use super::{
    AROUND_A_LIBRARY, BAD_TOKEN, Behaviour, CheckId, DATE, Ground, NO_TOKEN, On, Reply, ServerModel,
};
use crate::key::{Kid, Practice, Spelling};
use crate::server::behaviour::{AudienceRule, Duplicates, HeaderRule, ScopeRule, TimeRule};

const BASE: Behaviour = Behaviour {
    reading: Some(AROUND_A_LIBRARY),
    header: HeaderRule { strings: &["alg", "kid"], ..Behaviour::RFC.header },
    duplicates: Duplicates::Last,
    replies: &[],
    no_token: NO_TOKEN,
    bad_token: BAD_TOKEN,
    ..Behaviour::RFC
};

pub(super) static AWS_APIGW: ServerModel = ServerModel {
    name: "aws-apigw",
    title: "Amazon API Gateway, the JWT authorizer of HTTP APIs",
    version: "API Gateway developer guide",
    ground: Ground::Documentation,
    date: DATE,
    does: Behaviour {
        practice: Practice {
            kid: Kid::Required,
            minds_alg: true,
            spelling: Spelling::STRICT,
            ..Practice::RFC
        },
        algorithms: &["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
        no_other_algorithms: true,
        audience: AudienceRule { from_client_id: true, ..Behaviour::RFC.audience },
        required: &["exp"],
        scope: ScopeRule { any: true, ..Behaviour::RFC.scope },
        replies: &[(On::Check(CheckId::Scope), Reply::of(403))],
        ..BASE
    },
    settings: &[],
};

pub(super) static AWS_STS: ServerModel = ServerModel {
    name: "aws-sts",
    title: "AWS STS, AssumeRoleWithWebIdentity: it is given ID tokens of workloads",
    version: "IAM user guide",
    ground: Ground::Documentation,
    date: DATE,
    does: Behaviour {
        required: &["exp", "iat", "sub"],
        kind_explains: false,
        // STS answers 400 to an invalid token and 403 to a denied role.
        no_token: Reply::of(400),
        bad_token: Reply::of(400),
        ..BASE
    },
    settings: &[],
};

pub(super) static FLASK_JWT_EXTENDED: ServerModel = ServerModel {
    name: "flask-jwt-extended",
    title: "Flask with Flask-JWT-Extended",
    version: "Flask-JWT-Extended 4",
    ground: Ground::Documentation,
    date: DATE,
    does: Behaviour {
        // It is made around PyJWT.
        practice: Practice { short_secrets: true, ..BASE.practice },
        iat: TimeRule { bounded: true, ..Behaviour::RFC.iat },
        typed: &["sub", "jti"],
        refused_types: &["refresh"],
        order: PYJWT_ORDER,
        replies: &[
            (On::Check(CheckId::Type), Reply::of(422)),
            (On::Check(CheckId::Encoding), Reply::of(422)),
            (On::Check(CheckId::Signature), Reply::of(422)),
            (On::Check(CheckId::Algorithm), Reply::of(422)),
            (On::Check(CheckId::Audience), Reply::of(422)),
            (On::Check(CheckId::Issuer), Reply::of(422)),
            (On::Check(CheckId::Subject), Reply::of(422)),
        ],
        no_token: Reply::of(401),
        bad_token: Reply::of(401),
        ..BASE
    },
    settings: &[],
};

pub(super) static HASURA: ServerModel = ServerModel {
    name: "hasura",
    title: "Hasura GraphQL Engine in JWT mode",
    version: "Hasura 2 documentation",
    ground: Ground::Documentation,
    date: DATE,
    does: BASE,
    settings: &[],
};

pub(super) static KONG: ServerModel = ServerModel {
    name: "kong",
    title: "Kong with the plugin jwt, exp and nbf in claims_to_verify",
    version: "Kong documentation",
    ground: Ground::Documentation,
    date: DATE,
    does: Behaviour { iat: TimeRule { read: false, ..Behaviour::RFC.iat }, ..BASE },
    settings: &[],
};
