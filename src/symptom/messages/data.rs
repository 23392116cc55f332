//! Databases and backends with an API of their own.

use super::{AHEAD, ALGORITHM, AUDIENCE, EARLY, EXPIRED, KEY, NO_TOKEN, SHAPE, SIGNATURE, Table};

#[rustfmt::skip]
pub(super) static TABLE: Table = &[
    ("PostgREST, Hasura", &[
        (&["jwsinvalidsignature"], SIGNATURE),
        (&["jwtnotinaudience"], AUDIENCE),
        (&["jwtissuedatfuture"], AHEAD),
        (&["claims key: '", "not found"], &["custom-claim-missing", "id-token-as-access-token"]),
        (&["no suitable key was found to decode the jwt"], KEY),
        (&["'message':'jwt expired'", "pgrst30"], EXPIRED),
        (&["'message':'jwt not yet valid'", "pgrst30"], EARLY),
        (&["jwt issued at future"], AHEAD),
        (&["jwt not in audience"], AUDIENCE),
        (&["no suitable key or wrong key type"], &["key-not-found", "algorithm-not-allowed", "key-material-format", "hmac-secret-encoding"]),
        (&["jwt cryptographic operation failed"], SIGNATURE),
        (&["wrong or unsupported encoding algorithm"], ALGORITHM),
        (&["expected 3 parts in jwt; got"], SHAPE),
        (&["invalid number of parts: expected 3 parts"], SHAPE),
        (&["empty jwt is sent in authorization header"], &["missing-token", "bearer-prefix-wrong"]),
        (&["the jwt '", "claim must be a"], &["claim-type-invalid", "timestamp-in-milliseconds"]),
        (&["pgrst300"], &["no-verification-key", "key-material-format"]),
        (&["pgrst301"], &["signature-invalid", "key-not-found", "hmac-secret-encoding", "algorithm-not-allowed", "token-malformed", "expired"]),
        (&["pgrst302"], NO_TOKEN),
        (&["pgrst303"], &["expired", "audience-mismatch", "issued-in-future", "not-yet-valid", "claim-type-invalid"]),
        (&["header in jwt authentication mode"], NO_TOKEN),
        (&["jwt claim does not contain x-hasura"], &["custom-claim-missing"]),
        (&["claims not found at claims_namespace_path"], &["custom-claim-missing", "id-token-as-access-token"]),
        (&["when claims_format is"], &["custom-claim-missing", "claim-type-invalid"]),
        (&["your requested role is not in allowed roles"], &["custom-claim-missing", "permissions-missing"]),
    ]),
    ("Supabase Auth", &[
        (&["unable to parse or verify signature"], &["algorithm-not-allowed", "signature-invalid", "key-not-found"]),
        (&["this endpoint requires a bearer token"], NO_TOKEN),
        (&["invalid claim: missing sub claim"], &["machine-token-no-user", "required-claim-missing"]),
        (&["unable to parse or verify signature, token has invalid claims: token is expired"], EXPIRED),
        (&["unable to parse or verify signature, token is expired by"], EXPIRED),
        (&["unable to parse or verify signature, unrecognized jwt kid"], KEY),
        (&["unable to parse or verify signature, token signature is invalid"], SIGNATURE),
    ]),
    ("Firebase Admin", &[
        (&["has no 'kid' claim"], &["assertion-as-access-token", "key-not-found"]),
        (&["incorrect 'aud' (audience) claim"], &["assertion-as-access-token", "issuer-wrong-tenant", "audience-mismatch"]),
        (&["firebase id token has expired"], EXPIRED),
        (&["firebase id token has invalid signature"], SIGNATURE),
        (&["decoding firebase", "failed"], SHAPE),
        (&["but was given a custom token"], &["assertion-as-access-token"]),
        (&["does not correspond to a known public key. most likely the id token is expired"], &["expired", "key-not-found", "issuer-wrong-tenant"]),
        (&["incorrect 'iss' (issuer) claim"], &["issuer-wrong-tenant", "assertion-as-access-token", "issuer-mismatch"]),
        (&["firebase id token has incorrect algorithm"], &["algorithm-not-allowed", "assertion-as-access-token"]),
    ]),
];
