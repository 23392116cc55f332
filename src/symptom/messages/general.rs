//! What any server may say (RFC 6750 section 3.1): it counts where nothing else is known.

use super::{SCOPE, SHAPE, Table};

#[rustfmt::skip]
pub(super) static TABLE: Table = &[
    ("any server (RFC 6750)", &[
        (&["invalid token"], SHAPE),
        (&["insufficient_scope"], SCOPE),
        (&["invalid_token"], &["expired", "id-token-as-access-token", "audience-mismatch", "issuer-mismatch", "signature-invalid", "key-not-found", "opaque-token"]),
        (&["invalid_dpop_proof"], &["dpop-proof-invalid"]),
        (&["use_dpop_nonce"], &["dpop-proof-invalid"]),
        (&["insufficient_user_authentication"], &["authentication-too-old", "acr-mismatch"]),
        (&["request header fields too large"], &["token-too-large"]),
    ]),
];
