//! Authlib and joserfc.

use super::{
    AROUND_A_LIBRARY, BAD_TOKEN, Behaviour, CheckId, DATE, Fault, Gap, Ground, NO_TOKEN, On,
    Reading, Reply, ServerModel,
};
use crate::key::{Kid, Practice, Spelling};
use crate::server::behaviour::{
    AudienceRule, Crit, Duplicates, HeaderRule, Repeated, ScopeRule, TimeRule, TypRule,
};

/// Header members that RFC 7515 registers: a `crit` of these is taken.
pub(super) const REGISTERED: &[&str] =
    &["alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"];

const JOSERFC_KNOWS: &[&str] =
    &["alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "b64"];

pub(super) static AUTHLIB_JOSE: ServerModel = ServerModel {
    name: "authlib-jose",
    title: "Authlib's authlib.jose, called by code of your own",
    version: "Authlib 1.9.9",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(AROUND_A_LIBRARY),
        practice: Practice {
            short_secrets: true,
            kid: Kid::Required,
            minds_alg: false,
            spelling: Spelling::LENIENT,
        },
        header: HeaderRule { strings: &[], ..Behaviour::RFC.header },
        duplicates: Duplicates::Last,
        crit: Crit::Knows { names: REGISTERED, empty: true, falsy: false, lone_b64: true },
        audience: AudienceRule { members_checked: false, ..Behaviour::RFC.audience },
        exp: TimeRule { edge_passes: true, ..Behaviour::RFC.exp },
        iat: TimeRule { bounded: true, ..Behaviour::RFC.iat },
        order: &[
            CheckId::Encoding,
            CheckId::Header,
            CheckId::Critical,
            CheckId::Algorithm,
            CheckId::Key,
            CheckId::Signature,
            CheckId::Payload,
            CheckId::RequiredClaims,
            CheckId::Issuer,
            CheckId::Subject,
            CheckId::Audience,
            CheckId::Expires,
            CheckId::NotBefore,
            CheckId::IssuedAt,
        ],
        replies: &[],
        no_token: NO_TOKEN,
        bad_token: BAD_TOKEN,
        ..Behaviour::RFC
    },
    settings: &[],
};

const JOSERFC_DOES: Behaviour = Behaviour {
    reading: Some(AROUND_A_LIBRARY),
    practice: Practice {
        short_secrets: true,
        kid: Kid::Required,
        minds_alg: true,
        spelling: Spelling::STRICT,
    },
    header: HeaderRule {
        strings: &["alg", "kid", "typ", "cty", "jku", "x5u", "x5t", "x5t#S256"],
        known: JOSERFC_KNOWS,
        limit: Some(512),
        ..Behaviour::RFC.header
    },
    duplicates: Duplicates::Last,
    crit: Crit::Knows { names: JOSERFC_KNOWS, empty: true, falsy: false, lone_b64: false },
    algorithms: &["HS256", "RS256", "ES256"],
    iat: TimeRule { bounded: true, ..Behaviour::RFC.iat },
    typed: &["iss", "sub", "aud", "jti"],
    order: &[
        CheckId::Encoding,
        CheckId::Header,
        CheckId::Critical,
        CheckId::Algorithm,
        CheckId::Key,
        CheckId::Signature,
        CheckId::Payload,
        CheckId::RequiredClaims,
    ],
    replies: &[(On::Check(CheckId::RequiredClaims), BAD_TOKEN)],
    no_token: NO_TOKEN,
    bad_token: BAD_TOKEN,
    ..Behaviour::RFC
};

pub(super) static JOSERFC: ServerModel = ServerModel {
    name: "joserfc",
    title: "joserfc, called by code of your own",
    version: "joserfc 1.8.0",
    ground: Ground::Measured,
    date: DATE,
    does: JOSERFC_DOES,
    settings: &[],
};

const UNSUPPORTED: Reply = Reply::of(401)
    .challenge("bearer error=\"unsupported_token_type\", error_description=\"\"")
    .body("{\"error\": \"unsupported_token_type\"}");

const INVALID: Reply = Reply::of(401)
    .challenge("Bearer error=\"invalid_token\", error_description=\"{description}\"")
    .says("The access token provided is expired, revoked, malformed, or invalid for other reasons.")
    .body("{\"error\": \"invalid_token\", \"error_description\": \"{description}\"}");

/// Flask with Authlib's `ResourceProtector`.
const PROTECTOR: Behaviour = Behaviour {
    reading: Some(Reading {
        gap: Gap::Blanks,
        repeated: Repeated::Joined,
        ..AROUND_A_LIBRARY
    }),
    scope: ScopeRule { claims: &["scope"], ..Behaviour::RFC.scope },
    replies: &[
        (On::Fault(CheckId::Encoding, Fault::Empty), UNSUPPORTED),
        (On::Fault(CheckId::Encoding, Fault::Scheme), UNSUPPORTED),
        // What is no list of names raises where nobody catches.
        (On::Fault(CheckId::Critical, Fault::Type), Reply::of(500)),
        (On::Fault(CheckId::Scope, Fault::Type), Reply::of(500)),
        (On::Check(CheckId::RequiredClaims), INVALID),
        (On::Check(CheckId::Scope), Reply::of(403).body("{\"error\": \"insufficient_scope\", \"error_description\": \"The request requires higher privileges than provided by the access token.\"}")),
    ],
    no_token: Reply::of(401)
        .challenge("bearer error=\"missing_authorization\", error_description=\"Missing 'Authorization' in headers.\"")
        .body("{\"error\": \"missing_authorization\", \"error_description\": \"Missing 'Authorization' in headers.\"}"),
    bad_token: INVALID,
    ..JOSERFC_DOES
};

pub(super) static AUTHLIB_RFC9068: ServerModel = ServerModel {
    name: "authlib-rfc9068",
    title: "Flask with Authlib's validator for RFC 9068",
    version: "Authlib 1.9.9",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        typ: TypRule { accepted: &["at+jwt"], absent_passes: true },
        required: &["iss", "exp", "aud", "sub", "client_id", "iat", "jti"],
        ..PROTECTOR
    },
    settings: &[],
};

pub(super) static AUTHLIB_RFC7523: ServerModel = ServerModel {
    name: "authlib-rfc7523",
    title: "Flask with Authlib's JWTBearerTokenValidator, as in Auth0's quickstart",
    version: "Authlib 1.9.9",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        exp: TimeRule { edge_passes: true, ..Behaviour::RFC.exp },
        nbf: TimeRule { leeway: 60, ..Behaviour::RFC.nbf },
        iat: TimeRule { leeway: 60, bounded: true, ..Behaviour::RFC.iat },
        required: &["exp"],
        required_by_default: &["client_id", "grant_type"],
        ..PROTECTOR
    },
    settings: &[],
};
