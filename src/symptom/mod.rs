//! Floor 4: what the error messages of servers and libraries point at. A
//! message alone never proves a cause: it names suspects, and a token tells
//! which of them it is. One row a message; uses floor 0.

use std::str::Chars;

use crate::text::encoded::{entities_resolved, form_decoded};

mod messages;

/// How telling it is that a text contains a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Any server may say so (RFC 6750 section 3.1).
    General,
    /// Several libraries say so, or one whose words occur inside the messages of
    /// others.
    Shared,
    /// One does.
    Own,
}

/// One message and what it points at.
#[derive(Clone, Copy, Debug)]
pub struct Symptom {
    /// How telling it is.
    pub class: Class,
    /// Fragments of the message, all of which have to occur; letter case and
    /// the values between them do not count.
    pub says: &'static [&'static str],
    /// The software that says so.
    pub software: &'static str,
    /// The suspects, as slugs of the catalogue, the usual one first.
    pub suspects: &'static [&'static str],
}

impl Symptom {
    /// How much of a text it explains, in bytes.
    fn weight(&self) -> usize {
        self.says.iter().map(|words| words.len()).sum()
    }

    /// Whether this message has another's words inside its own, so that the
    /// other one stands in the text only because this one does.
    fn outdoes(&self, other: &Self) -> bool {
        let inside = |words: &&str| self.says.iter().any(|own| own.contains(*words));
        self.software != other.software
            && self.weight() > other.weight()
            && other.says.iter().all(inside)
    }
}

/// Causes that only tokens of some providers show, by the providers' ids.
const OF_PROVIDERS: [(&str, &[&str]); 4] = [
    ("audience-default-only", &["keycloak"]),
    ("audience-in-client-id", &["cognito"]),
    ("issuer-version", &["entra", "entra_b2c"]),
    ("management-api-token", &["auth0"]),
];

/// Whether a token of this provider can show the cause.
#[must_use]
pub fn shows_at(slug: &str, provider: &str) -> bool {
    let known = OF_PROVIDERS.iter().find(|(cause, _)| *cause == slug);
    known.is_none_or(|(_, providers)| providers.contains(&provider))
}

/// The messages that occur in a text: a log line, an exception, the header and
/// body of a 401. Only those of the most telling class, the longest first.
#[must_use]
pub fn read(text: &str) -> Vec<Symptom> {
    let copies = copies(text);
    let in_one = |text: &String, symptom: &Symptom| symptom.says.iter().all(|w| text.contains(w));
    let occurs = |symptom: &Symptom| copies.iter().any(|text| in_one(text, symptom));
    let mut all: Vec<Symptom> = messages::all().filter(occurs).collect();
    let class = all.iter().map(|symptom| symptom.class).max();
    all.retain(|symptom| Some(symptom.class) == class);
    let mut found = all.clone();
    found.retain(|symptom| !all.iter().any(|other| other.outdoes(symptom)));
    found.sort_by_key(|symptom| std::cmp::Reverse(symptom.weight()));
    found
}

/// The suspects of several messages, each once, in the order of the messages.
#[must_use]
pub fn suspects(symptoms: &[Symptom]) -> Vec<&'static str> {
    each_once(symptoms.iter().flat_map(|symptom| symptom.suspects.iter().copied()))
}

/// The software that says so, each once, in the order of the messages.
#[must_use]
pub fn speakers(symptoms: &[Symptom]) -> Vec<&'static str> {
    each_once(symptoms.iter().map(|symptom| symptom.software))
}

fn each_once(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut all = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// Every suspect that any message names, with repeats.
pub fn every_suspect() -> impl Iterator<Item = &'static str> {
    messages::all().flat_map(|symptom| symptom.suspects.iter().copied())
}

/// The text as it stands, and as it stood before a page (entities) or a
/// redirect (percent-encoding, `+`) escaped it.
fn copies(text: &str) -> Vec<String> {
    let in_page = |text: String| entities_resolved(&text).unwrap_or(text);
    let all = [text.to_owned(), in_page(text.to_owned()), in_page(form_decoded(text))];
    let mut copies: Vec<String> = all.iter().map(|copy| plain(copy)).collect();
    copies.dedup();
    copies
}

/// Lower case, one kind of quote, escapes of JSON resolved, white space
/// collapsed: logs differ in these.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let c = if c == '\\' { escaped(&mut rest) } else { Some(c) };
        let c = match c {
            None => continue,
            Some('"' | '`' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}') => '\'',
            Some(c) => c,
        };
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) && !out.is_empty() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// What follows a backslash, as JSON has it (RFC 8259 section 7); `None` where
/// the backslash only stands before what would be there without it.
fn escaped(rest: &mut Chars<'_>) -> Option<char> {
    let text = rest.as_str();
    let (character, taken) = match text.as_bytes().first()? {
        b'n' | b'r' | b't' => (' ', 1),
        b'u' => {
            let digits = text.get(1..5).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
            (char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, 5)
        }
        _ => return None,
    };
    *rest = text[taken..].chars();
    Some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<(&'static str, &'static str)> {
        read(text).first().map(|s| (s.software, s.suspects[0]))
    }

    #[test]
    fn messages_in_logs_and_answers_are_known() {
        for (text, suspect) in [
            (
                "JsonWebTokenError: jwt audience invalid. expected: https://x",
                "id-token-as-access-token",
            ),
            ("TokenExpiredError: jwt expired", "expired"),
            (
                "401 {\"detail\":{\"error\":\"invalid_token\",\"error_description\":\"Token is expired\"}}",
                "expired",
            ),
            (
                "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"Unexpected 'iss' value\"",
                "issuer-trailing-slash",
            ),
            (
                "IDX10214: Audience validation failed. Audiences: 'x'. Did not match: 'y'",
                "id-token-as-access-token",
            ),
            ("Jwks doesn\u{2019}t have key to match kid or alg from Jwt", "key-not-found"),
            (
                "oidc: expected audience \\\"kubernetes\\\" got [\\\"headlamp\\\"]",
                "audience-mismatch",
            ),
            (
                "jwt.exceptions.ImmatureSignatureError: The token is not yet valid (iat)",
                "issued-in-future",
            ),
            (
                "HTTP/1.1 403\nwww-authenticate: Bearer error=\"insufficient_scope\"",
                "insufficient-scope",
            ),
            ("oidc: expected audience \"rta\" got [\"account\"]", "audience-default-only"),
            ("oidc: expected audience \"rta\" got []", "audience-missing"),
            (
                "IDX10214: Audience validation failed. Audiences: 'master-realm, account'.",
                "audience-default-only",
            ),
            (
                "Invalid token issuer. Expected 'http://keycloak:8080/realms/x' but was 'y'",
                "issuer-internal-hostname",
            ),
            ("secretOrPrivateKey must be an asymmetric key", "key-material-format"),
            ("AADSTS500131: Assertion audience does not match", "audience-form-mismatch"),
            ("Token was not issued for this audience", "audience-in-client-id"),
            ("net/http: invalid header field value for \"Authorization\"", "input-decorated"),
            ("only non-refresh tokens are allowed", "refresh-token-as-access-token"),
            ("Invalid ID Token (used too early)", "not-yet-valid"),
            ("jwt issuer invalid. expected: undefined", "issuer-mismatch"),
            ("error:0909006C:PEM routines:get_name:no start line", "key-material-format"),
        ] {
            assert_eq!(first(text).map(|(_, s)| s), Some(suspect), "{text}");
        }
    }

    #[test]
    fn descriptions_of_aspnet_and_codes_of_microsoft_are_known() {
        for (text, suspect) in [
            ("The audience 'empty' is invalid", "audience-missing"),
            (
                "Bearer error=\"invalid_token\", error_description=\"The audience 'x' is invalid\"",
                "id-token-as-access-token",
            ),
            ("The issuer 'https://x.example' is invalid", "issuer-trailing-slash"),
            ("error_description=\"The token expired at '11/23/2026 08:00:00'\"", "expired"),
            ("error_description=\"The signature key was not found\"", "key-not-found"),
            ("error_description=\"The signature is invalid\"", "signature-invalid"),
            ("IDX10205: Issuer validation failed.", "issuer-version"),
            ("IDX10223: Lifetime validation failed.", "expired"),
            ("IDX10500: Signature validation failed.", "no-verification-key"),
            ("IDX10501: Signature validation failed.", "key-not-found"),
            ("IDX10503: Signature validation failed.", "key-not-found"),
        ] {
            assert_eq!(first(text).map(|(_, s)| s), Some(suspect), "{text}");
        }
    }

    #[test]
    fn one_message_is_told_by_one_software() {
        for (text, software) in [
            ("The token expired at '11/23/2026 08:00:00'", "ASP.NET Core JwtBearer"),
            ("error_description=\"The signature is invalid\"", "ASP.NET Core JwtBearer"),
            ("Token expired at 2026-11-23", "aws-jwt-verify (npm) and others"),
        ] {
            let by: Vec<&str> = read(text).iter().map(|s| s.software).collect();
            assert_eq!(by, [software], "{text}");
        }
        assert!(!shows_at("issuer-version", "auth0") && shows_at("issuer-version", "entra"));
        assert!(shows_at("expired", "auth0"));
    }

    #[test]
    fn escaped_copies_of_a_message_are_known() {
        for text in [
            "https://app.example/cb?error=invalid_token&error_description=jwt%20audience%20invalid.%20expected%3A%20x",
            "error_description=jwt+audience+invalid.+expected%3A+x",
            "<pre>JsonWebTokenError: jwt audience invalid. expected: &quot;x&quot;</pre>",
            "{\"stack\":\"JsonWebTokenError: jwt\\naudience invalid. expected: x\"}",
            "JsonWebTokenError: jwt audience\\u0020invalid. expected: x",
        ] {
            assert_eq!(first(text).map(|(_, s)| s), Some("id-token-as-access-token"), "{text}");
        }
        assert_eq!(plain(r"a\u00zzb\u"), "au00zzbu");
        assert_eq!(plain(r#"C:\dir \"x\" it\u0027s"#), "c:dir 'x' it's");
    }

    #[test]
    fn general_words_count_only_alone() {
        let class = |text: &str| read(text).first().map(|symptom| symptom.class);
        assert_eq!(class("error=\"invalid_token\""), Some(Class::General));
        assert_eq!(class("error=\"invalid_token\" jwt expired"), Some(Class::Shared));
        assert_eq!(class("TokenExpiredError: jwt expired at 2026"), Some(Class::Own));
        assert!(read("the build failed").is_empty());
    }

    /// As logs have them: by whom, the first suspect, the text.
    #[test]
    fn examples_are_told_by_their_own_software() {
        let mut wrong = Vec::new();
        for line in include_str!("examples.txt").lines() {
            let (_, text) = line.rsplit_once('\t').unwrap();
            let found = read(text);
            let told = format!("{}\t{}\t{text}", speakers(&found).join("; "), found[0].suspects[0]);
            if told != line {
                wrong.push(told);
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Ordinary sentences, and what no row may take for a library's own words.
    #[test]
    fn plain_words_are_nobodys_own() {
        for text in [
            "the build failed",
            "Refresh token required",
            "you sent it to the wrong issue",
            "Your password reset token is invalid or expired",
            "the key may not be empty",
            "SyntaxError: Unexpected end of JSON input",
            "The JWT is missing the aud claim",
            "token expired at 10:00, please log in again",
            "a bad audience for this talk",
            "Hardware security token is not active, please insert YubiKey",
            "CSRF check failed: invalid token signature",
            "Didn't find publicKey for user alice in ~/.ssh",
            "BadJOSEException: JOSE header crit (type) not allowed",
            "AWS KMS: key must be a symmetric key when using Encrypt",
        ] {
            let own = |symptom: &&Symptom| symptom.class == Class::Own;
            assert!(read(text).iter().find(own).is_none(), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn a_table_is_sound() {
        let all: Vec<Symptom> = messages::all().collect();
        for (at, one) in all.iter().enumerate() {
            assert!(
                one.says.iter().all(|words| plain(words) == *words && words.len() >= 4),
                "{one:?}"
            );
            assert!(!one.suspects.is_empty(), "{one:?}");
            let same = |other: &&Symptom| other.software == one.software && other.says == one.says;
            assert!(all[at + 1..].iter().find(same).is_none(), "twice: {one:?}");
        }
    }
}
