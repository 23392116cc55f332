//! Auth0's middleware for Express and for `FastAPI`.

use super::authlib::REGISTERED;
use super::jose::JOSE_DOES;
use super::{
    AROUND_A_LIBRARY, Behaviour, CheckId, DATE, Fault, Gap, Ground, NODE_HEADER, NODE_TOO_LARGE,
    On, Reading, Reply, ServerModel, Setting,
};
use crate::key::{Kid, Practice, Spelling};
use crate::server::behaviour::{
    AudienceRule, Crit, HeaderRule, NUMBER, ScopeRule, Take, TimeReading, TimeRule, TypRule,
};

const PAGE_400: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>Bad Request</pre>\n</body>\n</html>\n";
const PAGE_401: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>Unauthorized</pre>\n</body>\n</html>\n";
const PAGE_403: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>Forbidden</pre>\n</body>\n</html>\n";

const fn bad(description: &'static str) -> Reply {
    Reply::of(401)
        .challenge("Bearer realm=\"api\", error=\"invalid_token\", error_description=\"{description}\"{also}")
        .says(description)
        .body(PAGE_401)
}

const BAD_FORM: Reply = Reply::of(400).challenge("Bearer realm=\"api\"{also}").body(PAGE_400);

const fn scope(description: &'static str) -> Reply {
    Reply::of(403)
        .challenge("Bearer realm=\"api\", error=\"insufficient_scope\", error_description=\"{description}\"{scope}")
        .says(description)
        .body(PAGE_403)
}

const SEVERAL: Reply = Reply::of(400)
    .challenge("Bearer realm=\"api\", error=\"invalid_request\", error_description=\"More than one method used for authentication\"{also}")
    .body(PAGE_400);

pub(super) static EXPRESS_OAUTH2_JWT_BEARER: ServerModel = ServerModel {
    name: "express-oauth2-jwt-bearer",
    title: "Express with Auth0's express-oauth2-jwt-bearer",
    version: "express-oauth2-jwt-bearer 1.10.0",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(Reading { gap: Gap::OneSpace, query: true, form: true, ..AROUND_A_LIBRARY }),
        header_limit: Some(NODE_HEADER),
        practice: Practice {
            short_secrets: true,
            kid: Kid::Optional,
            minds_alg: true,
            spelling: Spelling::LENIENT,
        },
        algorithms: &[
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES256K", "ES384",
            "ES512", "EdDSA",
        ],
        exp: TimeRule { leeway: 5, ..Behaviour::RFC.exp },
        nbf: TimeRule { leeway: 5, ..Behaviour::RFC.nbf },
        typed: &["sub", "client_id", "jti"],
        required: &["exp"],
        scope: ScopeRule { claims: &["scope"], lists: true, spaces: true, ..Behaviour::RFC.scope },
        minds_binding: true,
        order: &[
            CheckId::Encoding,
            CheckId::Header,
            CheckId::Algorithm,
            CheckId::Critical,
            CheckId::Key,
            CheckId::Signature,
            CheckId::Payload,
            CheckId::NotBefore,
            CheckId::Expires,
            CheckId::Type,
            CheckId::Issuer,
            CheckId::Audience,
            CheckId::IssuedAt,
            CheckId::Subject,
            CheckId::RequiredClaims,
            CheckId::SenderConstraint,
            CheckId::Scope,
        ],
        replies: &[
            NODE_TOO_LARGE,
            (
                On::Fault(CheckId::Encoding, Fault::NoHeader),
                Reply::of(401).challenge("Bearer realm=\"api\"{also}").body(PAGE_401),
            ),
            (On::Fault(CheckId::Encoding, Fault::Blank), BAD_FORM),
            (On::Fault(CheckId::Encoding, Fault::Empty), BAD_FORM),
            (On::Fault(CheckId::Encoding, Fault::Gap), BAD_FORM),
            (On::Fault(CheckId::Encoding, Fault::Scheme), BAD_FORM),
            (On::Fault(CheckId::Encoding, Fault::Several), SEVERAL),
            (
                On::Fault(CheckId::Encoding, Fault::Absent),
                bad("Invalid Token or Protected Header formatting"),
            ),
            (
                On::Fault(CheckId::Encoding, Fault::Type),
                bad("Invalid Token or Protected Header formatting"),
            ),
            (On::Check(CheckId::Encoding), bad("signature verification failed")),
            (
                On::Check(CheckId::Algorithm),
                bad(
                    "Unsupported algorithm for JWKS-based verification. Supported: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES256K, ES384, ES512, EdDSA",
                ),
            ),
            (On::Check(CheckId::Critical), bad("Extension Header Parameter is not recognized")),
            (On::Check(CheckId::Key), bad("no applicable key found in the JSON Web Key Set")),
            (On::Check(CheckId::Signature), bad("signature verification failed")),
            (On::Check(CheckId::Payload), bad("JWT Claims Set must be a top-level JSON object")),
            (On::Fault(CheckId::NotBefore, Fault::Type), bad("'nbf' claim must be a number")),
            (On::Check(CheckId::NotBefore), bad("'nbf' claim timestamp check failed")),
            (On::Fault(CheckId::Expires, Fault::Type), bad("'exp' claim must be a number")),
            (On::Check(CheckId::Expires), bad("'exp' claim timestamp check failed")),
            (On::Check(CheckId::Type), bad("Unexpected 'typ' value")),
            (On::Check(CheckId::Issuer), bad("Unexpected 'iss' value")),
            (On::Check(CheckId::Audience), bad("Unexpected 'aud' value")),
            (On::Check(CheckId::IssuedAt), bad("'iat' claim must be a number")),
            (On::Check(CheckId::Subject), bad("Unexpected 'sub' value")),
            (On::Check(CheckId::RequiredClaims), bad("Unexpected 'exp' value")),
            (
                On::Check(CheckId::SenderConstraint),
                bad("DPoP-bound token requires the DPoP authentication scheme, not Bearer."),
            ),
            (On::Fault(CheckId::Scope, Fault::Absent), scope("Missing 'scope' claim")),
            (On::Check(CheckId::Scope), scope("Insufficient Scope")),
        ],
        no_token: Reply::of(401).challenge("Bearer realm=\"api\"{also}").body(PAGE_401),
        bad_token: bad("Invalid Token"),
        also: ", DPoP algs=\"RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES256K ES384 ES512 EdDSA\"",
        ..JOSE_DOES
    },
    settings: &[
        Setting {
            name: "strict",
            default: false,
            words: "takes typ at+jwt only, and requires client_id, iat, jti and sub",
            turn: |does| {
                does.typ = TypRule { accepted: &["at+jwt"], absent_passes: false };
                does.required = &["exp", "client_id", "iat", "jti", "sub"];
            },
        },
        DPOP,
    ],
};

const DPOP: Setting = Setting {
    name: "dpop",
    default: true,
    words: "takes a token bound to a DPoP key as a plain bearer token",
    turn: |does| {
        does.minds_binding = false;
        does.also = "";
    },
};

/// Python compares what stands there: true is 1, and a string raises.
static COMPARED: TimeReading = TimeReading { truth: Take::Number, ..NUMBER };

const fn invalid(description: &'static str) -> Reply {
    Reply::of(401)
        .challenge("Bearer error=\"invalid_token\", error_description=\"{description}\"{also}")
        .says(description)
        .body("{\"detail\":{\"error\":\"invalid_token\",\"error_description\":\"{description}\"}}")
}

const BROKEN: Reply = Reply::of(500).body("{\"detail\":{\"error\":\"internal_server_error\",\"error_description\":\"An unexpected error occurred during authentication\"}}");

const NO_AUTHORIZATION: Reply = Reply::of(400)
    .challenge("Bearer realm=\"api\"{also}")
    .body("{\"detail\":{\"error\":\"invalid_request\",\"error_description\":\"\"}}");

pub(super) static AUTH0_FASTAPI_API: ServerModel = ServerModel {
    name: "auth0-fastapi-api",
    title: "FastAPI with Auth0's auth0-fastapi-api",
    version: "auth0-fastapi-api 1.0.0b9, auth0-api-python 1.0.0b10, authlib 1.9.9",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(Reading { gap: Gap::Blanks, ..AROUND_A_LIBRARY }),
        header_limit: None,
        practice: Practice { kid: Kid::Required, minds_alg: false, spelling: Spelling::LENIENT, ..Practice::RFC },
        header: HeaderRule { strings: &[], ..Behaviour::RFC.header },
        crit: Crit::Knows { names: REGISTERED, empty: true, falsy: false, lone_b64: true },
        algorithms: &["RS256"],
        audience: AudienceRule { members_checked: false, ..Behaviour::RFC.audience },
        exp: TimeRule { reading: &COMPARED, ..Behaviour::RFC.exp },
        nbf: TimeRule { read: false, ..Behaviour::RFC.nbf },
        iat: TimeRule { read: false, ..Behaviour::RFC.iat },
        required: &["exp", "iat"],
        scope: ScopeRule { claims: &["scope"], lists: false, ..Behaviour::RFC.scope },
        minds_binding: true,
        order: &[
            CheckId::Encoding,
            CheckId::Header,
            CheckId::Payload,
            CheckId::Issuer,
            CheckId::Algorithm,
            CheckId::Key,
            CheckId::Critical,
            CheckId::Signature,
            CheckId::Audience,
            CheckId::Expires,
            CheckId::RequiredClaims,
            CheckId::SenderConstraint,
            CheckId::Scope,
        ],
        replies: &[
            (
                On::Fault(CheckId::Encoding, Fault::Type),
                invalid("Failed to parse token header: Invalid token format: expected 3 segments, got 1"),
            ),
            (On::Fault(CheckId::Header, Fault::Type), BROKEN),
            (On::Fault(CheckId::Payload, Fault::Type), BROKEN),
            (On::Fault(CheckId::Algorithm, Fault::Type), BROKEN),
            (On::Fault(CheckId::Expires, Fault::Type), BROKEN),
            (On::Fault(CheckId::Scope, Fault::Type), Reply::of(500).body("Internal Server Error")),
            (On::Check(CheckId::Scope), Reply::of(403).body("{\"detail\":{\"error\":\"insufficient_scope\",\"error_description\":\"Insufficient scopes\"}}")),
            (On::Fault(CheckId::Issuer, Fault::Absent), invalid("Token missing 'iss' claim")),
            (
                On::Fault(CheckId::Issuer, Fault::Slash),
                invalid("Verified Token issuer does not match the discovery issuer"),
            ),
            (
                On::Check(CheckId::Issuer),
                invalid("Token issuer does not match the discovery issuer"),
            ),
            (
                On::Check(CheckId::Algorithm),
                invalid("Signature verification failed: unsupported_algorithm: "),
            ),
            (On::Check(CheckId::Key), invalid("No matching key found in JWKS")),
            (
                On::Check(CheckId::Critical),
                invalid("Signature verification failed: invalid_crit_header_parameter_name"),
            ),
            (
                On::Check(CheckId::Signature),
                invalid("Signature verification failed: bad_signature: "),
            ),
            (On::Check(CheckId::Audience), invalid("Audience mismatch (single aud)")),
            (On::Check(CheckId::Expires), invalid("Token is expired")),
            (On::Check(CheckId::RequiredClaims), invalid("Missing 'iat' claim in token")),
            (
                On::Check(CheckId::SenderConstraint),
                invalid("DPoP-bound token requires the DPoP authentication scheme, not Bearer"),
            ),
        ],
        no_token: NO_AUTHORIZATION,
        bad_token: invalid("Failed to parse token header"),
        also: ", DPoP algs=\"ES256\"",
        ..JOSE_DOES
    },
    settings: &[DPOP],
};
