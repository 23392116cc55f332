//! Encodings that stand around a token: bytes of several character sets,
//! base64, a whole token in percent-encoding.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::Segment;
use super::lexis::{is_jose_shaped, is_token_char, starts_as_header};
use crate::text::encoded::{Decoded, percent_decoded};

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

/// Whether there is percent-encoding, and all it stands for could be a token.
pub(super) fn is_encoded_token(text: &str) -> Option<Decoded> {
    percent_decoded(text).filter(|d| d.text.chars().all(is_token_char))
}

/// The text behind base64, where it is that and stands for text.
pub(super) fn base64_text(text: &str) -> Option<String> {
    STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

/// The token behind base64, where one was encoded as a whole, as Kubernetes does
/// with what a Secret holds.
pub(super) fn base64_token(text: &str) -> Option<String> {
    // What every header in base64url begins with, encoded once more.
    if !text.starts_with("ZX") {
        return None;
    }
    let token = String::from_utf8(Segment::read(text).bytes?).ok()?;
    let token = token.trim();
    (starts_as_header(token) && is_jose_shaped(token)).then(|| token.to_owned())
}

/// Whether a text is a token in base64, which no server decodes.
#[must_use]
pub fn is_token_in_base64(text: &str) -> bool {
    base64_token(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
