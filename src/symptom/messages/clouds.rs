//! Clouds and identity providers.

use super::{
    AUDIENCE, EARLY, EXPIRED, KEY, KEYS_AWAY, NO_TOKEN, PLAIN_AUDIENCE, SCOPE, SHAPE, Table,
};

#[rustfmt::skip]
pub(super) static TABLE: Table = &[
    ("AWS STS", &[
        (&["not authorized to perform sts:assumerolewithwebidentity"], &["subject-mismatch", "audience-mismatch"]),
        (&["incorrect token audience"], &["audience-mismatch"]),
        (&["retrieve verification key from your identity provider"], &["keys-unavailable", "key-not-found", "issuer-mismatch"]),
        (&["no openidconnect provider found in your account"], &["issuer-mismatch", "issuer-trailing-slash"]),
    ]),
    ("AWS API Gateway", &[
        (&["the token does not have a valid audience"], &["audience-mismatch", "audience-in-client-id", "id-token-as-access-token"]),
        (&["the incoming token has expired"], EXPIRED),
        (&["oidc discovery endpoint communication error"], KEYS_AWAY),
    ]),
    ("Google's libraries", &[
        (&["token used too early"], EARLY),
        (&["expired id token"], EXPIRED),
        (&["token has wrong audience"], PLAIN_AUDIENCE),
        (&["wrong recipient, payload audience"], PLAIN_AUDIENCE),
        (&["no pem found for envelope"], KEY),
        (&["token must be a short-lived token"], &["issued-in-future", "long-lived-token", "expired", "timestamp-in-milliseconds"]),
    ]),
    ("atproto", &[
        (&["bad token scope"], &["sender-constrained-as-bearer", "insufficient-scope"]),
    ]),
    ("AWS AppSync", &[
        (&["valid authorization header not provided"], NO_TOKEN),
        (&["unable to parse jwt token"], &["bearer-prefix-wrong", "opaque-token", "missing-token", "token-malformed"]),
    ]),
    ("Amazon Cognito", &[
        (&["could not verify signature for access token"], &["signature-invalid", "issuer-wrong-tenant", "token-truncated"]),
        (&["access token does not have required scopes"], &["insufficient-scope"]),
        (&["invalid login token. token expired"], EXPIRED),
    ]),
    ("Google Cloud STS", &[
        (&["the audience in id token", "does not match the expected audience"], &["audience-mismatch", "audience-form-mismatch"]),
        (&["rejected by the attribute condition"], &["subject-mismatch", "custom-claim-missing"]),
        (&["error connecting to the given credential's issuer"], KEYS_AWAY),
    ]),
    ("Google Cloud Endpoints (ESP)", &[
        (&["jwt validation failed: time_constraint_failure"], &["expired", "not-yet-valid"]),
        (&["jwt validation failed: audience not allowed"], AUDIENCE),
    ]),
    ("Google IAP", &[
        (&["invalid iap credentials: empty token"], NO_TOKEN),
        (&["invalid iap credentials: unable to parse jwt"], SHAPE),
        (&["invalid iap credentials", "invalid jwt audience"], &["audience-mismatch", "id-token-as-access-token"]),
        (&["invalid iap credentials: invalid bearer token"], &["audience-mismatch", "foreign-api-token"]),
    ]),
    ("Google Cloud Run", &[
        (&["the access token could not be verified"], &["audience-mismatch", "opaque-token", "signature-invalid", "expired"]),
    ]),
    ("GitHub", &[
        (&["a json web token could not be decoded"], &["signature-invalid", "token-malformed", "algorithm-not-allowed"]),
    ]),
    ("Google's APIs", &[
        (&["access_token_scope_insufficient"], SCOPE),
        (&["expected oauth 2 access token, login cookie or other valid authentication credential"], &["id-token-as-access-token", "expired", "opaque-token"]),
    ]),
];
