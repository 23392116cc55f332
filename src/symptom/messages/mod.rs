//! The messages, a table for each family of software. Values that differ from
//! case to case stand between the fragments and are left out.

use super::{Class, Symptom};

mod clouds;
mod data;
mod dotnet;
mod gateways;
mod general;
mod go;
mod java;
mod node;
mod php_ruby_rust;
mod python;
mod shared;

/// Who says what: the fragments of each message, lower case and with plain
/// quotes, and its suspects, the usual one first.
type Table = &'static [(&'static str, &'static [(Words, Words)])];
type Words = &'static [&'static str];

const TABLES: [(Class, Table); 11] = [
    (Class::Own, node::TABLE),
    (Class::Own, python::TABLE),
    (Class::Own, java::TABLE),
    (Class::Own, dotnet::TABLE),
    (Class::Own, go::TABLE),
    (Class::Own, php_ruby_rust::TABLE),
    (Class::Own, data::TABLE),
    (Class::Own, gateways::TABLE),
    (Class::Own, clouds::TABLE),
    (Class::Shared, shared::TABLE),
    (Class::General, general::TABLE),
];

/// All of them.
pub(super) fn all() -> impl Iterator<Item = Symptom> {
    TABLES.iter().flat_map(|(class, table)| {
        table.iter().flat_map(|(software, messages)| {
            messages.iter().map(|(says, suspects)| Symptom {
                class: *class,
                says,
                software,
                suspects,
            })
        })
    })
}

/// Nothing that a JWT reader can read.
const SHAPE: &[&str] = &[
    "opaque-token",
    "encrypted-token",
    "missing-token",
    "input-decorated",
    "token-truncated",
    "token-malformed",
    "bearer-prefix-wrong",
];
/// Another audience than the expected one.
const AUDIENCE: &[&str] = &[
    "id-token-as-access-token",
    "audience-mismatch",
    "audience-trailing-slash",
    "audience-form-mismatch",
    "audience-default-only",
    "audience-missing",
    "audience-in-client-id",
    "management-api-token",
    "userinfo-only-token",
    "foreign-api-token",
];
/// The same, where the audience is known to be there.
const PLAIN_AUDIENCE: &[&str] = &[
    "audience-mismatch",
    "id-token-as-access-token",
    "audience-trailing-slash",
    "audience-form-mismatch",
    "audience-default-only",
];
/// No audience at all.
const NO_AUDIENCE: &[&str] = &["audience-missing", "audience-in-client-id"];
/// Another issuer than the expected one.
const ISSUER: &[&str] = &[
    "issuer-trailing-slash",
    "issuer-custom-domain",
    "issuer-version",
    "issuer-wrong-tenant",
    "issuer-internal-hostname",
    "issuer-path-mismatch",
    "issuer-mismatch",
];
/// The key is not to be found.
const KEY: &[&str] =
    &["key-not-found", "issuer-wrong-tenant", "foreign-api-token", "jwks-stale", "key-unfit"];
/// The signature does not fit.
const SIGNATURE: &[&str] = &[
    "signature-invalid",
    "hmac-secret-encoding",
    "foreign-api-token",
    "signature-encoding",
    "algorithm-confusion",
    "token-truncated",
    "key-material-format",
];
const ALGORITHM: &[&str] = &["algorithm-not-allowed", "algorithm-none", "algorithm-confusion"];
const SCOPE: &[&str] = &["insufficient-scope", "scope-claim-name", "permissions-missing"];
const NO_TOKEN: &[&str] =
    &["missing-token", "bearer-prefix-wrong", "transport-header-lost", "cors-preflight"];
/// The keys can't be got.
const KEYS_AWAY: &[&str] = &["keys-unavailable", "issuer-mismatch", "issuer-internal-hostname"];
/// Another issuer, mostly one server under two names.
const INSIDE: &[&str] = &[
    "issuer-internal-hostname",
    "issuer-path-mismatch",
    "issuer-trailing-slash",
    "issuer-wrong-tenant",
    "issuer-mismatch",
];
const EXPIRED: &[&str] = &["expired"];
const EARLY: &[&str] = &["not-yet-valid", "timestamp-in-milliseconds", "issued-in-future"];
const AHEAD: &[&str] = &["issued-in-future", "not-yet-valid", "timestamp-in-milliseconds"];
