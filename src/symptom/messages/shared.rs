//! Texts that several libraries share: they count where nothing tells which one spoke.

use super::{
    ALGORITHM, AUDIENCE, EARLY, EXPIRED, ISSUER, NO_TOKEN, SCOPE, SHAPE, SIGNATURE, Table,
};

#[rustfmt::skip]
pub(super) static TABLE: Table = &[
    ("jsonwebtoken (npm), Kong and others", &[
        (&["invalid algorithm"], ALGORITHM),
        (&["invalid signature"], SIGNATURE),
    ]),
    ("jsonwebtoken (npm) and others", &[
        (&["jwt expired"], EXPIRED),
    ]),
    ("express-oauth2-jwt-bearer (npm) and others", &[
        (&["insufficient scope"], SCOPE),
    ]),
    ("jose (npm), PyJWT, python-jose, php-jwt, ruby-jwt", &[
        (&["signature verification failed"], SIGNATURE),
    ]),
    ("Envoy, Istio, Okta verifiers", &[
        (&["jwt is expired"], EXPIRED),
    ]),
    ("PyJWT, python-jose, ruby-jwt", &[
        (&["signature has expired"], EXPIRED),
    ]),
    ("python-jose, PyJWT, ruby-jwt", &[
        (&["invalid audience"], AUDIENCE),
        (&["invalid issuer"], ISSUER),
    ]),
    ("golang-jwt, auth0-fastapi-api and others", &[
        (&["token is expired"], EXPIRED),
    ]),
    ("auth0-fastapi-api and others", &[
        (&["issuer mismatch"], ISSUER),
        (&["audience mismatch"], AUDIENCE),
    ]),
    ("Envoy, Istio, PostgREST", &[
        (&["jwt not yet valid"], EARLY),
    ]),
    ("jsonwebtoken (Rust) and others", &[
        (&["invalidaudience"], AUDIENCE),
        (&["invalidissuer"], ISSUER),
        (&["expiredsignature"], EXPIRED),
        (&["immaturesignature"], EARLY),
        (&["missingrequiredclaim"], &["required-claim-missing", "claim-type-invalid"]),
        (&["invalidsignature"], SIGNATURE),
        (&["invalidalgorithm"], ALGORITHM),
        (&["invalidsubject"], &["subject-mismatch"]),
    ]),
    ("firebase/php-jwt and others", &[
        (&["key may not be empty"], &["no-verification-key", "key-material-format"]),
        (&["wrong number of segments"], SHAPE),
        (&["expired token"], EXPIRED),
    ]),
    ("golang-jwt and others", &[
        (&["signature is invalid"], SIGNATURE),
        (&["token is not valid yet"], EARLY),
    ]),
    ("lcobucci/jwt, Authlib, joserfc", &[
        (&["the token is expired"], EXPIRED),
    ]),
    ("firebase/php-jwt, PyJWT", &[
        (&["algorithm not supported"], ALGORITHM),
    ]),
    ("Authlib, joserfc and others", &[
        (&["the token is not valid yet"], EARLY),
    ]),
    ("flask-jwt-extended and others", &[
        (&["missing authorization header"], NO_TOKEN),
        (&["token has been revoked"], &["revoked"]),
    ]),
    ("flask-jwt-extended, tymon/jwt-auth and others", &[
        (&["token has expired"], EXPIRED),
    ]),
    ("jose (npm), PostgREST", &[
        (&["jwtexpired"], EXPIRED),
    ]),
    ("Envoy, Istio and others", &[
        (&["jwt is missing"], NO_TOKEN),
    ]),
    ("djangorestframework-simplejwt and others", &[
        (&["token is invalid or expired"], &["expired", "signature-invalid", "hmac-secret-encoding"]),
    ]),
    ("passport-jwt (npm) and others", &[
        (&["no auth token"], NO_TOKEN),
    ]),
    ("aws-jwt-verify (npm) and others", &[
        (&["token expired at"], EXPIRED),
    ]),
    ("fast-jwt, @fastify/jwt (npm) and others", &[
        (&["the token has expired at"], EXPIRED),
    ]),
    ("java-jwt (Auth0) and others", &[
        (&["the token has expired on"], EXPIRED),
    ]),
    ("go-oidc, kube-apiserver and others", &[
        (&["invalid bearer token"], &["expired", "audience-mismatch", "issuer-mismatch", "custom-claim-missing", "key-not-found"]),
        (&["failed to verify signature"], &["key-not-found", "signature-invalid", "issuer-wrong-tenant"]),
    ]),
    ("PostgREST, Hasura and others", &[
        (&["malformed authorization header"], &["bearer-prefix-wrong", "input-decorated"]),
    ]),
    ("Auth0 Management API and others", &[
        (&["bad audience"], &["audience-mismatch", "userinfo-only-token", "id-token-as-access-token"]),
    ]),
    ("Keycloak and others", &[
        (&["token is not active"], &["expired", "not-yet-valid", "revoked"]),
        (&["invalid token signature"], SIGNATURE),
    ]),
    ("PyJWT, python-jose", &[
        (&["not enough segments"], SHAPE),
        (&["invalid header padding"], SHAPE),
        (&["invalid payload padding"], &["token-truncated", "token-malformed"]),
        (&["invalid header string:"], SHAPE),
        (&["the specified alg value is not allowed"], ALGORITHM),
        (&["subject must be a string"], &["claim-type-invalid"]),
        (&["expiration time claim (exp) must be an"], &["claim-type-invalid"]),
        (&["not before claim (nbf) must be an"], &["claim-type-invalid"]),
        (&["issued at claim (iat) must be an"], &["claim-type-invalid"]),
        (&["invalid claim format in token"], &["claim-type-invalid"]),
        (&["the token is not yet valid (nbf)"], EARLY),
        (&["invalid crypto padding"], &["token-truncated", "token-malformed"]),
    ]),
    ("Kong jwt plugin and others", &[
        (&["unrecognizable token"], SHAPE),
    ]),
    ("Google's libraries and others", &[
        (&["used too early"], EARLY),
    ]),
    ("jose (npm) and others", &[
        (&["multiple matching keys found"], &["key-not-found"]),
    ]),
];
