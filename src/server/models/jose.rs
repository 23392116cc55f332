//! jose and fast-jwt of npm, and Fastify's plugin on the latter.

use super::{
    AROUND_A_LIBRARY, BAD_TOKEN, Behaviour, CheckId, DATE, Fault, Gap, Ground, NO_TOKEN,
    NODE_HEADER, NODE_TOO_LARGE, On, Reading, Reply, ServerModel,
};
use crate::key::{Kid, Padding, Practice, Spelling};
use crate::server::behaviour::{
    AudienceRule, Crit, Duplicates, HeaderRule, IssuerRule, TimeRule, TypRule,
};

pub(super) const JOSE_DOES: Behaviour = Behaviour {
    reading: Some(AROUND_A_LIBRARY),
    header_limit: Some(NODE_HEADER),
    practice: Practice {
        short_secrets: true,
        kid: Kid::Optional,
        minds_alg: true,
        spelling: Spelling { padding: Padding::Exact, plain: false, spare_bits: true },
    },
    header: HeaderRule { strings: &[], ..Behaviour::RFC.header },
    duplicates: Duplicates::Last,
    crit: Crit::Knows { names: &["b64"], empty: false, falsy: false, lone_b64: true },
    typ: TypRule { accepted: &[], absent_passes: false },
    audience: AudienceRule { members_checked: false, ..Behaviour::RFC.audience },
    null_is_there: true,
    order: &[
        CheckId::Encoding,
        CheckId::Header,
        CheckId::Critical,
        CheckId::Algorithm,
        CheckId::Key,
        CheckId::Signature,
        CheckId::Payload,
        CheckId::Type,
        CheckId::RequiredClaims,
        CheckId::Issuer,
        CheckId::Subject,
        CheckId::Audience,
        CheckId::IssuedAt,
        CheckId::NotBefore,
        CheckId::Expires,
    ],
    replies: &[NODE_TOO_LARGE],
    no_token: NO_TOKEN,
    bad_token: BAD_TOKEN,
    ..Behaviour::RFC
};

pub(super) static JOSE: ServerModel = ServerModel {
    name: "jose",
    title: "jose of npm (jwtVerify), called by code of your own",
    version: "jose 6.2.17",
    ground: Ground::Measured,
    date: DATE,
    does: JOSE_DOES,
    settings: &[],
};

const FAST_JWT_DOES: Behaviour = Behaviour {
    practice: Practice {
        short_secrets: true,
        kid: Kid::Required,
        minds_alg: true,
        spelling: Spelling { padding: Padding::Never, plain: false, spare_bits: true },
    },
    crit: Crit::Knows { names: &[], empty: false, falsy: true, lone_b64: true },
    issuer: IssuerRule { missing_passes: true, ..Behaviour::RFC.issuer },
    audience: AudienceRule { missing_passes: true, ..Behaviour::RFC.audience },
    exp: TimeRule { edge_passes: true, ..Behaviour::RFC.exp },
    iat: TimeRule { read: false, ..Behaviour::RFC.iat },
    order: &[
        CheckId::Encoding,
        CheckId::Header,
        CheckId::Payload,
        CheckId::Key,
        CheckId::Algorithm,
        CheckId::Signature,
        CheckId::Critical,
        CheckId::Type,
        CheckId::RequiredClaims,
        CheckId::NotBefore,
        CheckId::Expires,
        CheckId::Audience,
        CheckId::Issuer,
    ],
    ..JOSE_DOES
};

pub(super) static FAST_JWT: ServerModel = ServerModel {
    name: "fast-jwt",
    title: "fast-jwt of npm, called by code of your own",
    version: "fast-jwt 6.3.6",
    ground: Ground::Measured,
    date: DATE,
    does: FAST_JWT_DOES,
    settings: &[],
};

const fn unauthorized(body: &'static str) -> Reply {
    Reply::of(401).body(body)
}

/// What the plugin knows to be the token's fault.
const fn invalid(message: &'static str) -> Reply {
    unauthorized("{\"statusCode\":401,\"code\":\"FST_JWT_AUTHORIZATION_TOKEN_INVALID\",\"error\":\"Unauthorized\",\"message\":\"Authorization token is invalid: {description}\"}")
        .says(message)
}

/// What the plugin passes on of the libraries below it.
macro_rules! broken {
    ($code:literal, $message:literal) => {
        Reply::of(500).body(concat!(
            "{\"statusCode\":500,\"code\":\"",
            $code,
            "\",\"error\":\"Internal Server Error\",\"message\":\"",
            $message,
            "\"}"
        ))
    };
}

const EXPIRED: &str = "{\"statusCode\":401,\"code\":\"FST_JWT_AUTHORIZATION_TOKEN_EXPIRED\",\"error\":\"Unauthorized\",\"message\":\"Authorization token expired\"}";
const NO_AUTHORIZATION: &str = "{\"statusCode\":401,\"code\":\"FST_JWT_NO_AUTHORIZATION_IN_HEADER\",\"error\":\"Unauthorized\",\"message\":\"No Authorization was found in request.headers\"}";
const BAD_REQUEST: &str = "{\"statusCode\":400,\"code\":\"FST_JWT_BAD_REQUEST\",\"error\":\"Bad Request\",\"message\":\"Format is Authorization: Bearer [token]\"}";
const JWK_NOT_FOUND: Reply = broken!("JWK_NOT_FOUND", "No matching JWK found in the set.");

/// What the plugin does not know of fast-jwt and get-jwks becomes a 500.
pub(super) static FASTIFY_JWT: ServerModel = ServerModel {
    name: "fastify-jwt",
    title: "Fastify with @fastify/jwt and get-jwks",
    version: "@fastify/jwt 10.2.8, fast-jwt 6.3.6, get-jwks 11.0.3",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(Reading { gap: Gap::OneSpace, ..AROUND_A_LIBRARY }),
        issuer: Behaviour::RFC.issuer,
        order: &[
            CheckId::Encoding,
            CheckId::Header,
            CheckId::Payload,
            CheckId::Issuer,
            CheckId::Key,
            CheckId::Algorithm,
            CheckId::Signature,
            CheckId::Critical,
            CheckId::Type,
            CheckId::RequiredClaims,
            CheckId::NotBefore,
            CheckId::Expires,
            CheckId::Audience,
        ],
        replies: &[
            NODE_TOO_LARGE,
            (On::Fault(CheckId::Encoding, Fault::Gap), Reply::of(400).body(BAD_REQUEST)),
            (
                On::Fault(CheckId::Encoding, Fault::Form),
                broken!("FAST_JWT_INVALID_SIGNATURE", "The token signature is invalid."),
            ),
            (On::Fault(CheckId::Encoding, Fault::Absent), invalid("The token is malformed.")),
            (On::Fault(CheckId::Encoding, Fault::Type), invalid("The token is malformed.")),
            (
                On::Check(CheckId::Header),
                invalid("The token header is not a valid base64url serialized JSON."),
            ),
            (
                On::Fault(CheckId::Payload, Fault::Type),
                broken!("FAST_JWT_INVALID_PAYLOAD", "The payload must be an object"),
            ),
            (
                On::Check(CheckId::Payload),
                invalid("The token payload is not a valid base64url serialized JSON."),
            ),
            (
                On::Fault(CheckId::Issuer, Fault::Slash),
                invalid("The iss claim value is not allowed."),
            ),
            // It asks an absent one for its length.
            (On::Fault(CheckId::Issuer, Fault::Absent), Reply::of(500)),
            (
                On::Check(CheckId::Issuer),
                broken!("DOMAIN_NOT_ALLOWED", "The domain is not allowed."),
            ),
            (On::Check(CheckId::Key), JWK_NOT_FOUND),
            (
                On::Fault(CheckId::Algorithm, Fault::Value),
                invalid("Invalid public key provided for algorithms RS256."),
            ),
            (On::Check(CheckId::Algorithm), JWK_NOT_FOUND),
            (On::Check(CheckId::Signature), invalid("The token signature is invalid.")),
            // The message names what it met.
            (On::Check(CheckId::Critical), Reply::of(500)),
            (On::Check(CheckId::Type), Reply::of(500)),
            (
                On::Fault(CheckId::NotBefore, Fault::Type),
                broken!("FAST_JWT_INVALID_CLAIM_TYPE", "The nbf claim must be a number."),
            ),
            // The message names the instant.
            (On::Check(CheckId::NotBefore), Reply::of(500)),
            (
                On::Fault(CheckId::Expires, Fault::Type),
                broken!("FAST_JWT_INVALID_CLAIM_TYPE", "The exp claim must be a number."),
            ),
            (On::Check(CheckId::Expires), unauthorized(EXPIRED)),
            (
                On::Fault(CheckId::Audience, Fault::Type),
                broken!(
                    "FAST_JWT_INVALID_CLAIM_TYPE",
                    "The aud claim must be a string or an array of strings."
                ),
            ),
        ],
        no_token: unauthorized(NO_AUTHORIZATION),
        bad_token: invalid("The aud claim value is not allowed."),
        ..FAST_JWT_DOES
    },
    settings: &[],
};
