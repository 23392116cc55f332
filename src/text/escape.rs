//! Text that somebody else wrote, made safe to print.

use std::borrow::Cow;
use std::fmt;

/// A string out of a token, a file or a server's answer. Its only `Display`
/// escapes control, bidirectional and zero-width characters, so that nothing
/// in it can steer a terminal or hide.
#[derive(Clone, Copy, Debug)]
pub struct Untrusted<'a>(pub &'a str);

impl fmt::Display for Untrusted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c if is_hostile(c) => write!(f, "\\u{{{:04x}}}", u32::from(c))?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

/// Escapes a text; see [`Untrusted`].
#[must_use]
pub fn escaped(text: &str) -> String {
    if holds_hostile(text) { Untrusted(text).to_string() } else { text.to_owned() }
}

/// Whether a text holds such a character: a look at the bytes is much cheaper
/// than one at the characters, and nearly always enough.
#[must_use]
pub fn holds_hostile(text: &str) -> bool {
    // Not `any`: without an early end the look takes many bytes at a time.
    let unusual = text.bytes().fold(false, |found, byte| found | !(0x20..0x7f).contains(&byte));
    unusual && text.contains(is_hostile)
}

/// Whether a character can steer a terminal, reorder text or be invisible:
/// C0 and C1 controls, DEL, bidirectional marks, zero-width and other format
/// characters, line separators, tags and variation selectors.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164
            | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
            | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

/// Cuts a text to at most `most` characters, the last three being `...`.
#[must_use]
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    // No text has more characters than bytes.
    if text.len() <= most || text.chars().count() <= most {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().take(most.saturating_sub(3)).collect();
    Cow::Owned(kept + "...")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hostile_survives() {
        let hostile = "a\u{1b}[31m\u{202e}\u{200b}\u{9b}\r\n\u{7f}\u{feff}\u{e0041}b";
        let shown = escaped(hostile);
        assert!(!shown.chars().any(is_hostile), "{shown}");
        assert_eq!(escaped("plain é 日本 😀"), "plain é 日本 😀");
    }

    #[test]
    fn shortening_counts_characters() {
        assert_eq!(shortened("abcdef", 6), "abcdef");
        assert_eq!(shortened("äbcdefg", 6), "äbc...");
    }
}
