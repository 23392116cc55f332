//! What single words tell: whether one is shaped like a token, which slot a
//! name stands for, which words stand where a token should. Pure functions
//! over short texts.

use super::super::segment::Segment;

/// The first characters of base64url JSON objects: `{"`, `{ "`, `{\n`, `{\r`, `{\t`.
const HEADER_STARTS: [&str; 5] = ["eyJ", "eyA", "ewo", "ew0", "ewk"];

/// Prefixes that a vendor or a format gives its opaque tokens.
const PREFIXES: [&str; 46] = [
    "1//0",
    "ATATT3xFfGF0",
    "SG.",
    "dckr_pat_",
    "doo_v1_",
    "dop_v1_",
    "dor_v1_",
    "figd_",
    "ghp_",
    "gho_",
    "ghr_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "gldt-",
    "glpat-",
    "glptt-",
    "glsa_",
    "hvb.",
    "hvs.",
    "lin_api_",
    "nfp_",
    "npm_",
    "pypi-AgEI",
    "rk_live_",
    "rk_test_",
    "sbp_",
    "shpat_",
    "sk-ant-",
    "sk-proj-",
    "sk_live_",
    "sk_test_",
    "v1.local.",
    "v1.public.",
    "v2.local.",
    "v2.public.",
    "v3.local.",
    "v3.public.",
    "v4.local.",
    "v4.public.",
    "xapp-",
    "xoxa-",
    "xoxb-",
    "xoxp-",
    "xoxs-",
    "ya29.",
];

/// Names, letters and digits alone and in lower case, whose value is a token
/// if it looks random.
const NAMES: [&str; 9] = [
    "assertion",
    "authorization",
    "bearer",
    "clientassertion",
    "credential",
    "dpop",
    "jwt",
    "oauth2bearer",
    "xapikey",
];

/// Names that end in "token" and hold something else.
const OTHER_TOKENS: [&str; 12] = [
    "antiforgery",
    "continuation",
    "cursor",
    "device",
    "forgery",
    "next",
    "page",
    "push",
    "srf",
    "sync",
    "verification",
    "registration",
];

/// Longest name that is looked at or kept as a label.
const MAX_NAME: usize = 64;

/// Longest word that can be a placeholder.
const MAX_PLACEHOLDER: usize = 64;

/// Whether a character occurs in tokens, good or damaged: base64 of either
/// alphabet, dots, `~`, percent-encoding, an ellipsis.
pub(super) fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '/' | '=' | '%' | '…')
}

/// Quotation marks, typographic ones included.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '\u{b4}' | '«' | '»' | '\u{2018}'..='\u{201f}' | '‹' | '›' | '＂'
    )
}

/// Characters that show nothing and are no part of any token.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// White space, or nothing to see.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Whether a text begins as the header of a JWS or JWE.
pub(super) fn starts_as_header(text: &str) -> bool {
    HEADER_STARTS.iter().any(|start| text.starts_with(start))
}

/// Whether a word in running text is a token by its shape alone: a JWS, JWE or
/// SD-JWT, the remains of one, or a string with a known prefix.
pub(super) fn is_shaped(word: &str) -> bool {
    has_known_prefix(word) || is_jose_shaped(word)
}

/// Whether a word is a JWS, JWE or SD-JWT, or the remains of one.
pub(super) fn is_jose_shaped(word: &str) -> bool {
    if !starts_as_header(word) || word.len() < 8 {
        return false;
    }
    // The rest of a long header is not looked at.
    let near = word.get(..16).unwrap_or(word);
    let start = near.split(['.', '…', '=']).next().unwrap_or_default();
    // Four characters make three bytes; the odd rest of a cut header tells nothing.
    let whole = start.get(..start.len() / 4 * 4).unwrap_or_default();
    let Some(bytes) = Segment::read(whole).bytes else { return false };
    let text = std::str::from_utf8(&bytes).unwrap_or("\0");
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return false;
    }
    // "ewoks" is a word; with dots around it no more.
    let dotted = word.contains('.') || word.contains('…');
    let quoted = text.trim_start_matches(['{', ' ', '\n', '\r', '\t']).starts_with(['"', '}']);
    quoted && (dotted || (word.starts_with("ey") && word.len() >= 16))
}

/// Whether a word begins as the opaque tokens of a known vendor do.
pub(super) fn has_known_prefix(word: &str) -> bool {
    PREFIXES.iter().any(|p| word.strip_prefix(p).is_some_and(|rest| rest.len() >= 8))
}

/// Whether a word is no word of a language: long, letters and digits mixed.
pub(super) fn looks_random(word: &str) -> bool {
    word.len() >= 16
        && word.bytes().any(|b| b.is_ascii_digit())
        && word.bytes().any(|b| b.is_ascii_alphabetic())
        && word.chars().all(|c| is_token_char(c) || matches!(c, '!' | '|' | '$' | '*' | '@'))
        && !word.contains("//")
}

/// The standard slot that a name stands for, in any of its spellings.
pub(super) fn standard_slot(name: &str) -> Option<&'static str> {
    match plain(name)?.as_str() {
        "accesstoken" => Some("access_token"),
        "idtoken" => Some("id_token"),
        "refreshtoken" => Some("refresh_token"),
        _ => None,
    }
}

/// Whether a name announces a token, so that an opaque value counts.
pub(super) fn announces_token(name: &str) -> bool {
    plain(name).is_some_and(|plain| {
        NAMES.contains(&plain.as_str())
            || (plain.ends_with("token") && !OTHER_TOKENS.iter().any(|o| plain.contains(o)))
    })
}

/// The label of a slot: standard names normalised, others as they stand,
/// nothing where the name could itself be a secret.
pub(super) fn label(name: &str) -> Option<String> {
    if let Some(slot) = standard_slot(name) {
        return Some(slot.to_owned());
    }
    if name.eq_ignore_ascii_case("authorization") {
        return Some("authorization".to_owned());
    }
    let fit = !name.is_empty()
        && name.len() <= MAX_NAME
        && !starts_as_header(name)
        && !has_known_prefix(name)
        && !name.contains("eyJ")
        && name.chars().all(|c| c.is_ascii_graphic());
    fit.then(|| name.to_owned())
}

/// Letters and digits of a name, in lower case.
fn plain(name: &str) -> Option<String> {
    (name.len() <= MAX_NAME).then(|| {
        let kept = name.bytes().filter(u8::is_ascii_alphanumeric);
        kept.map(|b| char::from(b.to_ascii_lowercase())).collect()
    })
}

/// What a text says where it holds no token: a program's word for "nothing", a
/// placeholder, a mask. Nothing of the text itself is repeated but such a word.
#[must_use]
pub fn nothing_word(text: &str) -> Option<String> {
    const WORDS: [&str; 11] = [
        "undefined",
        "null",
        "[object Object]",
        "[object Promise]",
        "nil",
        "None",
        "NaN",
        "(null)",
        "<null>",
        "true",
        "false",
    ];
    let text = text.trim();
    if text.len() > MAX_PLACEHOLDER {
        return None;
    }
    if let Some(word) = WORDS.iter().find(|w| w.eq_ignore_ascii_case(text)) {
        return Some(format!("the word '{word}'"));
    }
    // What JavaScript makes of a response or a function.
    if text.starts_with("[object ") && text.ends_with(']') {
        return Some("an object in the form of a text".to_owned());
    }
    if is_masked(text) {
        return Some("a mask: something took the token out".to_owned());
    }
    is_placeholder(text).then(|| "a placeholder that was never filled in".to_owned())
}

fn is_masked(text: &str) -> bool {
    let inner = text.trim_matches(['[', ']', '<', '>', '*', '(', ')']);
    let words = ["redacted", "filtered", "masked", "hidden", "secret removed"];
    words.iter().any(|w| w.eq_ignore_ascii_case(inner))
        || (text.len() >= 3 && text.chars().all(|c| matches!(c, '*' | '•' | '…' | '.' | '█')))
}

fn is_placeholder(text: &str) -> bool {
    let name = |t: &str| {
        !t.is_empty()
            && t.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-. ".contains(&b))
            && !looks_random(t)
    };
    let between = |open: &str, close: &str| {
        text.strip_prefix(open).and_then(|t| t.strip_suffix(close)).is_some_and(name)
    };
    let variable = text.strip_prefix('$').is_some_and(|t| {
        t.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && t.bytes().all(|b| b.is_ascii_alphanumeric() || b":_".contains(&b))
    });
    let shouted = text.bytes().all(|b| b.is_ascii_uppercase() || b"_-".contains(&b))
        && text.len() > 8
        && (text.starts_with("YOUR") || text.ends_with("TOKEN") || text.ends_with("HERE"));
    (variable && text.len() <= 40)
        || shouted
        || between("${", "}")
        || between("{{", "}}")
        || between("{", "}")
        || (between("<", ">") && !text.contains("eyJ"))
        || between("%", "%")
}

/// Whether a text begins as a query or a form does: a name, a value, an `&`.
pub(super) fn is_query(text: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let rest = text.trim_start_matches(['?', '#']).trim_start_matches(name);
    let value = rest.split(char::is_whitespace).next().unwrap_or_default();
    value.starts_with('=') && (value.contains('&') || text.contains("code="))
}

/// At most `most` bytes of the text from a place on, whole characters.
pub(super) fn window(text: &str, from: usize, most: usize) -> &str {
    let mut until = text.len().min(from + most);
    while !text.is_char_boundary(until) {
        until -= 1;
    }
    &text[from..until]
}

/// A word without the punctuation of the sentence that it ends. Dots stay where
/// they are a part: an empty signature, an ellipsis.
pub(super) fn unpunctuated(word: &str) -> &str {
    let start = word.trim_start_matches(['.', '/', '+', '~', '…', '%']);
    let bare = start.trim_end_matches(['/', '%']);
    let end = bare.trim_end_matches('.');
    let dots = bare.len() - end.len();
    if dots == 0 || dots > 2 {
        return bare;
    }
    let unsecured = end.bytes().filter(|b| *b == b'.').count() == 1;
    &bare[..end.len() + usize::from(unsecured)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for word in [
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA",
            "eyJhbGciOiJIUzI1NiJ9",
            "eyJhbGci…abc",
            "eyJhbGciOiJI...",
            "ewogICJhbGciOiAibm9uZSIKfQ.e30.",
            "ghp_abcdefghijkl0123",
        ] {
            assert!(is_shaped(word), "{word}");
        }
        for word in ["eyJ", "eyesonly.example", "ewoks-are-cute-beings", "ghp_", "a.b.c"] {
            assert!(!is_shaped(word), "{word}");
        }
    }

    #[test]
    fn names() {
        for name in ["access_token", "accessToken", "ACCESS-TOKEN", "AccessToken"] {
            assert_eq!(standard_slot(name), Some("access_token"), "{name}");
        }
        assert_eq!(standard_slot("id_token"), Some("id_token"));
        assert_eq!(standard_slot("validtoken"), None);
        assert!(announces_token("GITHUB_TOKEN") && !announces_token("csrf_token"));
        assert_eq!(label("eyJhbGciOiJIUzI1NiJ9"), None);
    }

    #[test]
    fn words_for_nothing() {
        for text in ["undefined", "NULL", "[object Object]", "$TOKEN", "${token}", "<token>"] {
            assert!(nothing_word(text).is_some(), "{text}");
        }
        for text in ["YOUR_ACCESS_TOKEN", "{{token}}", "***", "[REDACTED]", "%TOKEN%"] {
            assert!(nothing_word(text).is_some(), "{text}");
        }
        for text in ["abc", "eyJhbGciOi", "$2b$10$abc", "00D!AQ", "<DCd-pqr1fw8Cy4DAiVlOwgYGcy>"] {
            assert!(nothing_word(text).is_none(), "{text}");
        }
    }
}
