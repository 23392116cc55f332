//! Floor 2: what an API demands of a token, as its owner wrote it down:
//! flags or `[apis.NAME]`. What is absent here is left to the server's
//! defaults. Uses `text/` alone.

use std::collections::BTreeMap;
use std::fmt;

use crate::text::json::Json;

mod check;

pub use check::CheckId;

/// An API as described by its owner. A list that is `None` was not given;
/// one that is empty was given as empty ("not checked").
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ApiProfile {
    /// Name in the configuration.
    pub name: Option<String>,
    /// Where it is described: "tokcheck.toml:4".
    pub origin: Option<String>,
    /// Expected `iss`, octet for octet (RFC 7519 section 4.1.1).
    pub issuer: Option<String>,
    /// The issuer came out of the token itself (`--discover`).
    pub issuer_from_token: bool,
    /// Accepted `aud` values, any one of which suffices.
    pub audience: Option<Vec<String>>,
    /// Accepted `alg` values.
    pub algorithms: Option<Vec<String>>,
    /// Scopes, all of which are needed.
    pub scopes: Vec<String>,
    /// Permissions, all of which are needed in `permissions`.
    pub permissions: Vec<String>,
    /// Claims that are read for scopes.
    pub scope_claims: Option<Vec<String>>,
    /// Claims that must be there, with a value where one is wanted.
    pub required_claims: Vec<RequiredClaim>,
    /// Accepted header `typ` values.
    pub accepted_typ: Option<Vec<String>>,
    /// Clock tolerance in seconds.
    pub leeway: Option<i64>,
    /// Client id of the app that logs in.
    pub client_id: Option<String>,
    /// Clients whose tokens are taken.
    pub authorized_parties: Vec<String>,
    /// The API needs a user behind the token.
    pub requires_user: bool,
    /// Wanted `org_id`, or `org_name` where it has no `org_` prefix.
    pub org_id: Option<String>,
    /// Patterns of which `sub` must fit one; `*` is wild.
    pub subject: Vec<String>,
    /// Wanted `token_use`.
    pub token_use: Option<String>,
    /// The API enforces `cnf` (RFC 7800 section 3).
    pub sender_constrained: Option<bool>,
    /// Most bytes of header that server and proxies take.
    pub max_header_bytes: Option<usize>,
    /// The software in front.
    pub server: Option<String>,
    /// Settings that only that software knows.
    pub options: BTreeMap<String, String>,
}

impl ApiProfile {
    /// Whether anything at all is expected of a token.
    #[must_use]
    pub fn expects_nothing(&self) -> bool {
        let nothing = Self {
            name: self.name.clone(),
            origin: self.origin.clone(),
            server: self.server.clone(),
            ..Self::default()
        };
        *self == nothing
    }
}

/// A claim that must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredClaim {
    /// Literal member name.
    pub name: String,
    /// Its wanted value, where one is.
    pub value: Option<String>,
}

impl RequiredClaim {
    /// Whether a claim's value is the wanted one: a string by its text,
    /// anything else by its JSON text, an array by any of its elements.
    #[must_use]
    pub fn is_met_by(&self, found: &Json) -> bool {
        let Some(wanted) = &self.value else { return true };
        match found {
            Json::String(text) => text == wanted,
            Json::Array(items) => {
                items.iter().any(|item| item.as_str() == Some(wanted))
                    || found.to_string() == *wanted
            }
            other => other.to_string() == *wanted,
        }
    }
}

/// What a client asks of an ID token, beyond what an API would (OpenID
/// Connect Core section 3.1.3.7).
#[derive(Clone, Debug, Default)]
pub struct ClientExpectations {
    /// The nonce that was sent.
    pub nonce: Option<String>,
    /// The access token that came along, for `at_hash`.
    pub access_token: Option<String>,
    /// The code that came along, for `c_hash`.
    pub code: Option<String>,
    /// Longest time since the login, in seconds.
    pub max_age: Option<i64>,
    /// The authentication context that was asked for, any of these.
    pub acr: Vec<String>,
    /// A token that ends within so many seconds is too short-lived.
    pub expires_within: Option<i64>,
    /// What the sender shows beside the token.
    pub possession: Possession,
}

/// What a sender shows beside a token, to prove that it may use it.
#[derive(Clone, Default)]
pub struct Possession {
    /// The DPoP proof: a credential, if a short one (RFC 9449 section 4).
    pub dpop: Option<String>,
    /// The method that the proof has to be for.
    pub method: Option<String>,
    /// The URL that the proof has to be for.
    pub url: Option<String>,
    /// The digest of the client certificate, as `x5t#S256` has it (RFC 8705 section 3.1).
    pub certificate: Option<String>,
}

impl fmt::Debug for Possession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Possession(dpop: {})", self.dpop.is_some())
    }
}

/// Whether a text fits a pattern in which `*` stands for any characters.
#[must_use]
pub fn fits_pattern(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = pattern.rsplit_once('*').map(|(_, last)| last) else { return rest.is_empty() };
    let mut middle: Vec<&str> = parts.collect();
    middle.pop();
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (text, pattern, fits) in [
            ("repo:o/r:ref:x", "repo:o/r:ref:x", true),
            ("repo:o/r:ref:x", "repo:o/r:*", true),
            ("repo:o/r:ref:x", "repo:O/r:*", false),
            ("repo:o/r:environment:prod", "repo:*:environment:*", true),
            ("aXbXc", "a*b*c", true),
            ("ab", "ab*b", false),
            ("abc", "ab", false),
            ("", "*", true),
        ] {
            assert_eq!(fits_pattern(text, pattern), fits, "{text} {pattern}");
        }
    }

    #[test]
    fn required_values() {
        let wanted = |value: &str| RequiredClaim { name: "x".into(), value: Some(value.into()) };
        let json = |text: &str| Json::parse(text.as_bytes()).unwrap();
        assert!(wanted("true").is_met_by(&json("true")));
        assert!(wanted("admin").is_met_by(&json(r#"["user","admin"]"#)));
        assert!(!wanted("admin").is_met_by(&json(r#""administrator""#)));
    }
}
