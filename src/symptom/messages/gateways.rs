//! Gateways, proxies and servers in front of an API.

use super::{
    ALGORITHM, AUDIENCE, EARLY, EXPIRED, INSIDE, ISSUER, KEY, KEYS_AWAY, NO_TOKEN, SHAPE,
    SIGNATURE, Table,
};

#[rustfmt::skip]
pub(super) static TABLE: Table = &[
    ("Envoy, Istio", &[
        (&["jwt is not in the form of header.payload.signature"], SHAPE),
        (&["jwt issuer is not configured"], ISSUER),
        (&["audiences in jwt are not allowed"], AUDIENCE),
        (&["jwt verification fails"], SIGNATURE),
        (&["jwks doesn't have key to match kid or alg from jwt"], KEY),
        (&["rbac: access denied"], &["missing-token", "insufficient-scope", "custom-claim-missing"]),
        (&["jwks remote fetch is failed"], KEYS_AWAY),
        (&["jwt header is an invalid base64url input"], SHAPE),
        (&["jwt payload is an invalid base64"], &["token-malformed", "token-truncated"]),
        (&["jwt header [alg] field value is invalid"], ALGORITHM),
        (&["jwt signature is an invalid base64"], &["signature-encoding", "token-truncated"]),
        (&["jwks doesn't have any valid public key"], &["key-unfit", "keys-unavailable"]),
    ]),
    ("Kong jwt plugin", &[
        (&["no credentials found for given 'iss'"], &["issuer-trailing-slash", "issuer-mismatch"]),
        (&["no mandatory '", "in claims"], &["required-claim-missing", "custom-claim-missing"]),
        (&["bad token; invalid"], SHAPE),
        (&["multiple tokens provided"], &["several-credentials"]),
        (&["'exp':'token expired'"], EXPIRED),
        (&["exceeds maximum allowed expiration"], &["long-lived-token", "timestamp-in-milliseconds"]),
    ]),
    ("Apache APISIX", &[
        (&["missing jwt token in request"], NO_TOKEN),
        (&["missing user key in jwt token"], &["custom-claim-missing"]),
        (&["invalid user key in jwt token"], &["custom-claim-missing", "issuer-mismatch"]),
    ]),
    ("lua-resty-jwt (APISIX, Kong, OpenResty)", &[
        (&["'exp' claim expired at"], EXPIRED),
        (&["'nbf' claim not valid until"], EARLY),
    ]),
    ("Tyk", &[
        (&["no matching kid could be found"], KEY),
        (&["key not authorized: no matching policy"], &["custom-claim-missing", "insufficient-scope", "scope-claim-name"]),
    ]),
    ("Ory Oathkeeper", &[
        (&["is not intended for target audience"], AUDIENCE),
        (&["token issuer does not match any trusted issuer"], ISSUER),
        (&["json web token is missing required scope"], &["insufficient-scope", "scope-claim-name"]),
        (&["must contain a kid header value"], &["key-not-found"]),
        (&["json web token used signing method"], ALGORITHM),
    ]),
    ("Apollo Router", &[
        (&["is not a valid jwt header:"], SHAPE),
        (&["cannot find a suitable key for: alg"], KEY),
    ]),
    ("mod_auth_openidc", &[
        (&["'exp' validation failure (", "): jwt expired"], EXPIRED),
        (&["does not match the 'issuer' value in the provider metadata"], INSIDE),
    ]),
    ("RabbitMQ", &[
        (&["oauth 2/jwt token failed: provided token is invalid"], SHAPE),
        (&["oauth 2/jwt token failed:", "key_not_found"], KEY),
    ]),
    ("Apigee", &[
        (&["steps.jwt.jwtaudiencemismatch"], AUDIENCE),
        (&["steps.jwt.jwtissuermismatch"], ISSUER),
        (&["steps.jwt.invalidtoken"], SIGNATURE),
    ]),
    ("Azure API Management", &[
        (&["jwt not present"], NO_TOKEN),
        (&["claim value mismatch: aud="], AUDIENCE),
        (&["claim value mismatch: iss="], ISSUER),
        (&["claim value mismatch:"], &["custom-claim-missing", "insufficient-scope", "scope-claim-name"]),
        (&["tokenclaimvaluemismatch"], &["custom-claim-missing", "insufficient-scope", "scope-claim-name", "audience-mismatch"]),
    ]),
    ("nginx", &[
        (&["request header or cookie too large"], &["token-too-large"]),
    ]),
    ("browsers", &[
        (&["blocked by cors policy"], &["cors-preflight"]),
        (&["response to preflight request doesn't pass access control check"], &["cors-preflight"]),
    ]),
];
