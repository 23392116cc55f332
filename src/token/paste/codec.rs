//! Encodings that stand around a token: bytes of several character sets,
//! percent-encoding, HTML entities, base64. By hand and in one pass each.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::lexis::is_token_char;

/// The text of a paste: UTF-8 or UTF-16 with a byte order mark, or UTF-16 that
/// gives itself away by its zero bytes; anything else is read as UTF-8, and
/// what is none becomes U+FFFD.
pub(super) fn text_of(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    const NOTE: &str = "decoded UTF-16";
    match bytes {
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes), Some(NOTE)),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes), Some(NOTE)),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => (utf16(bytes, u16::from_le_bytes), Some(NOTE)),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => (utf16(bytes, u16::from_be_bytes), Some(NOTE)),
        _ => (String::from_utf8_lossy(bytes), None),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'static, str> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    Cow::Owned(
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
    )
}

/// What percent-encoding stood for, and which escapes there were, in words.
pub(super) struct Decoded {
    /// The text behind it.
    pub(super) text: String,
    /// "%2E", or "percent-encoding" where that would show parts of a token.
    pub(super) what: String,
}

/// Resolves percent-encoding (RFC 3986 section 2.1). `None` where there is
/// none, or where it stands for bytes that are no text.
pub(super) fn percent_decoded(text: &str) -> Option<Decoded> {
    let bytes = text.as_bytes();
    let first = text.find('%')?;
    let mut out = bytes[..first].to_vec();
    let mut shown: Vec<String> = Vec::new();
    let (mut at, mut count) = (first, 0);
    while at < bytes.len() {
        if let Some(byte) = escape_at(bytes, at) {
            count += 1;
            let name = format!("%{byte:02X}");
            if shown.len() < 4 && byte.is_ascii_punctuation() && !shown.contains(&name) {
                shown.push(name);
            }
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    if count == 0 {
        return None;
    }
    let what = match shown.as_slice() {
        [one] => one.clone(),
        [some @ .., last] if (2..4).contains(&shown.len()) => {
            format!("{} and {last}", some.join(", "))
        }
        _ => "percent-encoding".to_owned(),
    };
    String::from_utf8(out).ok().map(|text| Decoded { text, what })
}

/// The byte that an escape at this place stands for.
fn escape_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    match bytes.get(at..at + 3)? {
        [b'%', high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    }
}

/// Whether there is percent-encoding, and all it stands for could be a token.
pub(super) fn is_encoded_token(text: &str) -> Option<Decoded> {
    percent_decoded(text).filter(|d| d.text.chars().all(is_token_char))
}

/// A form field as a server reads it: `+` is a space, then percent-encoding.
pub(super) fn form_decoded(value: &str) -> String {
    let spaced = value.replace('+', " ");
    percent_decoded(&spaced).map_or(spaced, |decoded| decoded.text)
}

/// The text with the entities of HTML that stand around values resolved.
/// `None` where there are none.
pub(super) fn entities_resolved(text: &str) -> Option<String> {
    const NAMES: [(&str, &str); 8] = [
        ("quot;", "\""),
        ("#34;", "\""),
        ("#x22;", "\""),
        ("#39;", "'"),
        ("#x27;", "'"),
        ("amp;", "&"),
        ("lt;", "<"),
        ("gt;", ">"),
    ];
    let entity = |rest: &str| NAMES.iter().find(|(name, _)| rest.starts_with(name)).copied();
    let mut out = String::new();
    let (mut from, mut done) = (0, 0);
    while let Some(at) = text[from..].find('&').map(|at| from + at) {
        from = at + 1;
        if let Some((name, character)) = entity(&text[from..]) {
            out.push_str(&text[done..at]);
            out.push_str(character);
            from += name.len();
            done = from;
        }
    }
    if done == 0 {
        return None;
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// The text behind base64, where it is that and stands for text.
pub(super) fn base64_text(text: &str) -> Option<String> {
    STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding() {
        let decoded = percent_decoded("a%2Eb%2ec%").unwrap();
        assert_eq!((decoded.text.as_str(), decoded.what.as_str()), ("a.b.c%", "%2E"));
        let several = percent_decoded("%22a%3D%22").unwrap();
        assert_eq!((several.text.as_str(), several.what.as_str()), ("\"a=\"", "%22 and %3D"));
        assert_eq!(percent_decoded("%41").unwrap().what, "percent-encoding");
        assert!(percent_decoded("100% %zz %é").is_none());
        assert!(percent_decoded("%ff").is_none());
        assert_eq!(form_decoded("a+b%2Bc"), "a b+c");
    }

    #[test]
    fn character_sets() {
        let le: Vec<u8> = "ab".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "ab".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text_of(&le).0, "ab");
        assert_eq!(text_of(&be).0, "ab");
        assert_eq!(text_of(&[&[0xff, 0xfe], &le[..]].concat()).0, "ab");
        assert_eq!(text_of(&[&[0xfe, 0xff], &be[..], &[0]].concat()).0, "ab");
        assert_eq!(text_of(b"a\xffb").0, "a\u{fffd}b");
    }

    #[test]
    fn entities() {
        let text = entities_resolved("{&quot;a&quot;:&amp;1 & &#39;}").unwrap();
        assert_eq!(text, "{\"a\":&1 & '}");
        assert!(entities_resolved("?a=1&b=2").is_none());
    }
}
