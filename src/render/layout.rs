//! Lines for people. [`Page`] is the only way to the screen: it escapes every
//! piece of text it is given and adds colour afterwards, so nothing out of a
//! token can steer a terminal, whoever composed the line.

use std::borrow::Cow;

use super::paint::{Ink, Paint};
use crate::text::escape::{escaped, holds_hostile};

/// Room for the report on a usual token, in bytes.
const USUAL: usize = 4096;

/// A page being written.
pub(super) struct Page {
    out: String,
    paint: Paint,
    /// Columns to a line.
    pub(super) width: usize,
}

impl Page {
    pub(super) fn new(width: usize, paint: Paint) -> Self {
        Self { out: String::with_capacity(USUAL), paint, width: width.clamp(40, 120) }
    }

    /// One line made of pieces.
    pub(super) fn line(&mut self, pieces: &[(Ink, &str)]) {
        let mut started = false;
        for (ink, text) in pieces {
            let mut text = safe(text);
            if !started {
                let start = text.trim_start();
                started = !start.is_empty();
                // A CI runner takes such a line of its log for a command, indented or not.
                if start.starts_with("::") {
                    text = Cow::Owned(text.replacen(':', "\\u{003a}", 1));
                }
            }
            self.out.push_str(&self.paint.ink(*ink, &text));
        }
        self.out.push('\n');
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A heading, lower case at the margin.
    pub(super) fn heading(&mut self, text: &str) {
        self.wrapped(&[], Ink::Bold, text);
    }

    /// Text behind a lead, wrapped; further lines stand under its start.
    pub(super) fn wrapped(&mut self, lead: &[(Ink, &str)], ink: Ink, text: &str) {
        let hang: usize = lead.iter().map(|(_, t)| columns(&safe(t))).sum();
        self.hanging(lead, hang, ink, text);
    }

    /// Text behind a lead, wrapped; further lines are indented by `hang`.
    pub(super) fn hanging(&mut self, lead: &[(Ink, &str)], hang: usize, ink: Ink, text: &str) {
        let taken: usize = lead.iter().map(|(_, t)| columns(&safe(t))).sum();
        let first = self.width.saturating_sub(taken);
        let rest = self.width.saturating_sub(hang);
        let indent = " ".repeat(hang);
        for (at, line) in wrap(text, first, rest).iter().enumerate() {
            if at == 0 {
                let mut pieces = lead.to_vec();
                pieces.push((ink, line));
                self.line(&pieces);
            } else {
                self.line(&[(Ink::Plain, &indent), (ink, line)]);
            }
        }
    }

    /// Left and right on one line where both fit, else on two.
    pub(super) fn ends(&mut self, left: &[(Ink, &str)], right: (Ink, &str)) {
        let used: usize = left.iter().map(|(_, t)| columns(&safe(t))).sum();
        let wide = columns(&safe(right.1));
        if wide > 0 && used + 2 + wide <= self.width {
            let gap = " ".repeat(self.width - used - wide);
            let mut pieces = left.to_vec();
            pieces.extend([(Ink::Plain, gap.as_str()), right]);
            return self.line(&pieces);
        }
        if let Some((last, lead)) = left.split_last() {
            self.hanging(lead, 2, last.0, last.1);
        }
        if wide > 0 {
            self.line(&[(Ink::Plain, "  "), right]);
        }
    }

    /// The finished text.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// The text without a character that could do harm.
pub(super) fn safe(text: &str) -> Cow<'_, str> {
    if holds_hostile(text) { Cow::Owned(escaped(text)) } else { Cow::Borrowed(text) }
}

/// How many columns a terminal gives a text.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(column).sum() }
}

/// East Asian wide characters and emoji take two. Combining marks count as one:
/// too short a line is harmless, too long a line is not.
fn column(c: char) -> usize {
    let wide = matches!(u32::from(c),
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xA960..=0xA97F | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD);
    if wide { 2 } else { 1 }
}

/// The text, escaped, cut to so many columns, with `...` where something is missing.
pub(super) fn fitted(text: &str, room: usize) -> String {
    let text = safe(text);
    if columns(&text) <= room {
        return text.into_owned();
    }
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += column(*c);
        used + 3 <= room
    });
    let mut kept: String = kept.collect();
    kept.push_str(&"..."[..room.min(3)]);
    kept
}

/// The text, escaped and broken at spaces. A text that fits keeps its inner
/// spacing; a word that is too long stays whole, so that it can be copied.
pub(super) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let text = safe(text);
    if columns(&text) <= first {
        return vec![text.trim_end().to_owned()];
    }
    let mut lines = Vec::new();
    let new = || String::with_capacity(first.max(rest));
    let mut line = new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let room = if lines.is_empty() { first } else { rest };
        let wide = columns(word);
        if !line.is_empty() && used + 1 + wide > room {
            lines.push(std::mem::replace(&mut line, new()));
            used = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += wide;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::escape::is_hostile;

    #[test]
    fn wraps_at_spaces_and_keeps_long_words() {
        assert_eq!(wrap("a  b", 10, 10), ["a  b"]);
        assert_eq!(wrap("one two three", 7, 5), ["one two", "three"]);
        assert_eq!(wrap("averylongword x", 5, 5), ["averylongword", "x"]);
        assert_eq!(wrap("", 5, 5), [""]);
    }

    #[test]
    fn fits_by_columns() {
        assert_eq!(fitted("abcdef", 6), "abcdef");
        assert_eq!(fitted("abcdefg", 6), "abc...");
        assert_eq!(fitted("日本語日本語", 8), "日本...");
        assert_eq!(fitted("abcdef", 2), "..");
        assert_eq!(fitted("a\u{1b}", 20), "a\\u{001b}");
    }

    proptest::proptest! {
        /// Any text becomes lines of the width, or of one long word; no word is lost.
        #[test]
        fn wrapping_loses_nothing(text in "\\PC{0,80}", first in 1usize..40, rest in 1usize..40) {
            let lines = wrap(&text, first, rest);
            for (at, line) in lines.iter().enumerate() {
                let room = if at == 0 { first } else { rest };
                proptest::prop_assert!(columns(line) <= room || !line.contains(' '), "{}", line);
            }
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            proptest::prop_assert_eq!(words(&lines.join(" ")), words(&safe(&text)));
        }

        /// Whatever the text, the page gets one harmless line.
        #[test]
        fn a_line_is_one_line(text in "[\\x00-\\x7f\u{80}-\u{a0}\u{200b}-\u{2069}:]{0,20}") {
            let mut page = Page::new(80, Paint::new(false));
            page.line(&[(Ink::Plain, "  "), (Ink::Bad, &text)]);
            let out = page.finish();
            let line = out.strip_suffix('\n').unwrap();
            proptest::prop_assert!(!line.contains(is_hostile), "{:?}", line);
            proptest::prop_assert!(!line.trim_start().starts_with("::"), "{:?}", line);
        }
    }

    #[test]
    fn a_page_lets_nothing_hostile_through() {
        let mut page = Page::new(80, Paint::new(false));
        page.line(&[(Ink::Bad, "a\u{1b}[2J\r\n::error::x")]);
        page.wrapped(&[(Ink::Plain, "\u{202e}")], Ink::Plain, "b\u{200b}");
        page.ends(&[(Ink::Plain, "\n")], (Ink::Plain, "\u{9b}"));
        page.wrapped(&[(Ink::Plain, "  ")], Ink::Bad, "::error::y");
        let text = page.finish();
        assert!(!text.lines().any(|l| l.contains(is_hostile)), "{text}");
        assert_eq!(text.lines().count(), 4);
        assert!(text.ends_with("\n  \\u{003a}:error::y\n"), "{text}");
    }
}
