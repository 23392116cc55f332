//! Servers whose source was read: decision and status.

use super::{
    AROUND_A_LIBRARY, BAD_TOKEN, Behaviour, CheckId, DATE, Gap, Ground, NO_TOKEN, On, Reading,
    Reply, ServerModel,
};
use crate::key::{Kid, Practice, Spelling};
use crate::server::Refusal;
use crate::server::behaviour::{
    AudienceRule, Compared, Crit, Duplicates, HeaderRule, ScopeRule, TimeRule, TypRule,
};

const BASE: Behaviour = Behaviour {
    reading: Some(AROUND_A_LIBRARY),
    practice: Practice {
        kid: Kid::Optional,
        minds_alg: true,
        spelling: Spelling::STRICT,
        ..Practice::RFC
    },
    header: HeaderRule { strings: &["alg", "kid"], ..Behaviour::RFC.header },
    duplicates: Duplicates::Last,
    replies: &[],
    no_token: NO_TOKEN,
    bad_token: BAD_TOKEN,
    ..Behaviour::RFC
};

pub(super) static SPRING: ServerModel = ServerModel {
    name: "spring",
    title: "Spring Security's resource server with issuer-uri",
    version: "Spring Security 7, snapshot of 2026-08",
    ground: Ground::Source,
    date: DATE,
    does: Behaviour {
        reading: Some(Reading { gap: Gap::OneSpace, ..AROUND_A_LIBRARY }),
        practice: Practice {
            kid: Kid::TriesAll { empty: false },
            minds_alg: true,
            spelling: Spelling::STRICT,
            ..Practice::RFC
        },
        typ: TypRule { accepted: &["JWT"], absent_passes: true },
        algorithms: &["RS256"],
        exp: TimeRule { leeway: 60, edge_passes: true, ..Behaviour::RFC.exp },
        nbf: TimeRule { leeway: 60, ..Behaviour::RFC.nbf },
        ..BASE
    },
    settings: &[],
};

pub(super) static ASPNET: ServerModel = ServerModel {
    name: "aspnet",
    title: "ASP.NET Core with JwtBearer",
    version: "IdentityModel, snapshot of 2024-10",
    ground: Ground::Source,
    date: DATE,
    does: Behaviour {
        practice: Practice {
            kid: Kid::TriesAll { empty: true },
            minds_alg: false,
            spelling: Spelling::STRICT,
            ..Practice::RFC
        },
        crit: Crit::Ignored,
        audience: AudienceRule { compared: Compared::WithoutSlash, ..Behaviour::RFC.audience },
        exp: TimeRule { leeway: 300, edge_passes: true, ..Behaviour::RFC.exp },
        nbf: TimeRule { leeway: 300, ..Behaviour::RFC.nbf },
        iat: TimeRule { read: false, ..Behaviour::RFC.iat },
        required: &["exp"],
        replies: &[(On::Check(CheckId::Scope), Reply::of(403))],
        ..BASE
    },
    settings: &[],
};

pub(super) static GO_JWT_MIDDLEWARE: ServerModel = ServerModel {
    name: "go-jwt-middleware",
    title: "Go with Auth0's go-jwt-middleware",
    version: "go-jwt-middleware 3.1",
    ground: Ground::Source,
    date: DATE,
    does: Behaviour { iat: TimeRule { bounded: true, ..Behaviour::RFC.iat }, ..BASE },
    settings: &[],
};

pub(super) static KUBERNETES: ServerModel = ServerModel {
    name: "kubernetes",
    title: "the API server of Kubernetes with OpenID Connect: it is given ID tokens",
    version: "Kubernetes, go-oidc 3",
    ground: Ground::Source,
    date: DATE,
    does: Behaviour {
        crit: Crit::Ignored,
        algorithms: &["RS256"],
        exp: TimeRule { edge_passes: true, ..Behaviour::RFC.exp },
        nbf: TimeRule { leeway: 300, ..Behaviour::RFC.nbf },
        iat: TimeRule { read: false, ..Behaviour::RFC.iat },
        required: &["exp"],
        kind_explains: false,
        // Its own rules about claims are part of the authentication.
        replies: &[(On::Refusal(Refusal::Forbidden), Reply::of(401))],
        ..BASE
    },
    settings: &[],
};

pub(super) static POSTGREST: ServerModel = ServerModel {
    name: "postgrest",
    title: "PostgREST",
    version: "PostgREST, snapshot of 2026-08",
    ground: Ground::Source,
    date: DATE,
    does: Behaviour {
        audience: AudienceRule {
            missing_passes: true,
            blank_is_missing: true,
            ..Behaviour::RFC.audience
        },
        exp: TimeRule { leeway: 30, edge_passes: true, ..Behaviour::RFC.exp },
        nbf: TimeRule { leeway: 30, ..Behaviour::RFC.nbf },
        iat: TimeRule { leeway: 30, bounded: true, ..Behaviour::RFC.iat },
        scope: ScopeRule { claims: &["scope"], ..Behaviour::RFC.scope },
        ..BASE
    },
    settings: &[],
};
