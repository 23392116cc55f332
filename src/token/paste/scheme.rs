//! Authentication schemes in front of a token (RFC 9110 section 11.1):
//! `Bearer`, `DPoP`, and those that stand there by mistake.

use super::lexis::{is_blank, starts_as_header};

/// Schemes and words used as such, as they are written.
const SCHEMES: [&str; 14] = [
    "Bearer",
    "DPoP",
    "Token",
    "JWT",
    "Basic",
    "Digest",
    "Negotiate",
    "NTLM",
    "ApiKey",
    "Api-Key",
    "OAuth",
    "MAC",
    "GNAP",
    "AWS4-HMAC-SHA256",
];

/// Schemes whose credentials are no token, and what they are.
const OTHER: [(&str, &str); 5] = [
    ("Basic", "Basic credentials, not a token"),
    ("Digest", "Digest credentials, not a token"),
    ("Negotiate", "a Kerberos ticket (Negotiate), not a token"),
    ("NTLM", "an NTLM message, not a token"),
    ("AWS4-HMAC-SHA256", "an AWS request signature, not a token"),
];

/// Most schemes that are taken off one value.
const MOST: usize = 8;

/// The scheme that a word is, in any letter case, as it is written.
pub(super) fn scheme(word: &str) -> Option<&'static str> {
    SCHEMES.iter().find(|s| s.eq_ignore_ascii_case(word)).copied()
}

/// Whether a word is a scheme, or a word used as such.
#[must_use]
pub fn is_scheme(word: &str) -> bool {
    scheme(word).is_some()
}

/// The token in "BearereyJ...": the space between them got lost.
fn glued(value: &str) -> Option<&str> {
    let (start, token) = value.split_at_checked("Bearer".len())?;
    (start.eq_ignore_ascii_case("Bearer") && starts_as_header(token)).then_some(token)
}

/// Whether `Bearer: x` is a slip; `token: x` gives a value its name, and
/// `DPoP: x` is a header line of its own.
pub(super) fn takes_colon(scheme: &str) -> bool {
    scheme == "Bearer"
}

/// Whether a scheme says "token" wherever it stands; the others are words.
pub(super) fn bears_token(scheme: &str) -> bool {
    matches!(scheme, "Bearer" | "DPoP")
}

/// What the credentials of a scheme are, where they are no token.
pub(super) fn no_token(scheme: &str) -> Option<&'static str> {
    OTHER.iter().find(|(name, _)| *name == scheme).map(|(_, what)| *what)
}

/// The schemes at the start of a value, each once for every time it stands
/// there, and what follows them. A colon after a scheme counts as part of it.
pub(super) fn split(value: &str) -> (Vec<&'static str>, &str) {
    let mut found = Vec::new();
    let mut rest = value.trim_matches(is_blank);
    while found.len() < MOST {
        let end = rest.find(|c: char| is_blank(c) || c == ':').unwrap_or(rest.len());
        let Some(name) = scheme(&rest[..end]) else {
            if let Some(token) = glued(rest) {
                found.push("Bearer");
                rest = token;
            }
            break;
        };
        if rest[end..].starts_with(':') && !takes_colon(name) {
            break;
        }
        found.push(name);
        rest = rest[end..].trim_start_matches(|c: char| is_blank(c) || c == ':');
    }
    (found, rest)
}

/// "removed 'Bearer' twice": what [`split`] took off.
pub(super) fn removed(schemes: &[&'static str]) -> Option<String> {
    let (first, more) = schemes.split_first()?;
    let times = schemes.iter().filter(|s| s == &first).count();
    let mut text = format!("removed '{first}'");
    match times {
        1 => {}
        2 => text.push_str(" twice"),
        n => text = format!("{text} {n} times"),
    }
    let mut named = vec![*first];
    for other in more {
        if !named.contains(other) {
            named.push(other);
            text = format!("{text} and '{other}'");
        }
    }
    Some(text)
}

/// Whether what follows a scheme is a server's challenge (RFC 6750 section 3).
pub(super) fn is_challenge(rest: &str) -> bool {
    let names = [
        "realm",
        "error",
        "error_description",
        "scope",
        "authorization_uri",
        "resource_metadata",
        "algs",
    ];
    rest.split_once('=')
        .is_some_and(|(name, value)| names.contains(&name.trim()) && value.trim().starts_with('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_counted() {
        for (value, rest, said) in [
            ("Bearer x", "x", Some("removed 'Bearer'")),
            ("bearer  BEARER\tx", "x", Some("removed 'Bearer' twice")),
            ("Bearer: x", "x", Some("removed 'Bearer'")),
            ("Bearer Bearer bearer x", "x", Some("removed 'Bearer' 3 times")),
            ("Bearer Token x", "x", Some("removed 'Bearer' and 'Token'")),
            ("Bearer", "", Some("removed 'Bearer'")),
            ("BearereyJx", "eyJx", Some("removed 'Bearer'")),
            ("bearerx y", "bearerx y", None),
        ] {
            let (schemes, left) = split(value);
            assert_eq!((left, removed(&schemes).as_deref()), (rest, said), "{value}");
        }
        assert!(is_challenge("realm=\"api\", error=\"invalid_token\""));
        assert!(!is_challenge("abc="));
    }
}
