//! What stands just before a word and says what it is: a name with `:` or `=`,
//! the word `Bearer`, a tag. Looks back over a few words and a short gap, so
//! every word costs the same.

use super::lexis::{is_quote, standard_slot};
use super::scheme::{bears_token, scheme, takes_colon};

/// Longest gap in bytes between a name and its value.
const MAX_GAP: usize = 48;

/// A word by its place in the text.
#[derive(Clone, Copy)]
pub(super) struct Word {
    /// Where it begins.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// What the words before a value say about it.
#[derive(Default)]
pub(super) struct Near<'t> {
    /// The name that it is given.
    pub(super) label: Option<&'t str>,
    /// Where the name begins.
    pub(super) label_at: usize,
    /// The schemes directly before it, the nearest first.
    pub(super) schemes: Vec<&'static str>,
    /// Those schemes as they stand there.
    pub(super) before: &'t str,
    /// What stands before it in an `Authorization` field and is no scheme.
    pub(super) odd: Option<&'t str>,
    /// The name stands as that of a header field does.
    pub(super) header: bool,
    /// The quote that opens the value.
    pub(super) quote: Option<char>,
    /// The character between name and value: `:`, `=`, `>` of a tag, a space
    /// behind an option.
    pub(super) separator: Option<char>,
    /// Nothing but the separator and quotes between name and value.
    pub(super) tight: bool,
    /// A line ends between name and value.
    pub(super) newline: bool,
}

/// The gap between two words.
#[derive(Default)]
struct Gap {
    separator: Option<char>,
    quote: Option<char>,
    newline: bool,
    space: bool,
}

/// Reads what the last words before `start` say about the word there; `words`
/// are the latest first.
pub(super) fn near<'t>(text: &'t str, words: &[Option<Word>; 4], start: usize) -> Near<'t> {
    let mut near = Near::default();
    let mut at = start;
    for (step, word) in words.iter().flatten().enumerate() {
        let Some(gap) = gap(&text[word.end..at]) else { break };
        if step == 0 {
            near.quote = gap.quote;
        }
        let name = &text[word.start..word.end];
        near.newline |= gap.newline;
        let scheme = scheme(name).filter(|scheme| {
            let variable = text[..word.start].ends_with(['$', '{']);
            !variable && gap.space && gap.separator.is_none_or(|c| c == ':' && takes_colon(scheme))
        });
        if let Some(scheme) = scheme {
            near.schemes.push(scheme);
            near.before = &text[word.start..start];
            at = word.start;
            continue;
        }
        let named = trimmed(text, *word, gap.separator);
        if let Some((label, separator)) = named {
            let label = words.get(step + 1).copied().flatten().map_or(label, |before| {
                two_words(text, before, *word).filter(|_| label.len() == 5).unwrap_or(label)
            });
            near.label = Some(label);
            near.label_at = word.end - label.len();
            near.header = is_field(text, near.label_at, word.end);
            near.separator = Some(separator);
            near.tight = !gap.space && !gap.newline;
        } else if gap.separator.is_none() && !gap.newline && standard_slot(name).is_some() {
            // A column of a table: the name counts for what is a token by shape.
            near.label = Some(name);
            near.label_at = word.start;
        } else if let Some(header) = words.get(step + 1).copied().flatten()
            && heads(text, header, *word, start)
        {
            near.odd = Some(&text[word.start..start]);
            near.header = true;
        }
        break;
    }
    // "my token (eyJ...)": but for these two, a scheme is one in its header only.
    if !near.label.is_some_and(|label| label.to_ascii_lowercase().ends_with("authorization")) {
        near.schemes.retain(|scheme| bears_token(scheme));
    }
    near
}

/// Whether a word is the name of an `Authorization` field, and all up to the
/// token is one other word.
fn heads(text: &str, name: Word, first: Word, start: usize) -> bool {
    let letters = text[first.start..first.end].bytes().all(|b| b.is_ascii_alphabetic());
    text[name.start..name.end].eq_ignore_ascii_case("authorization")
        && is_field(text, name.start, name.end)
        && text[name.end + 1..first.start].trim_matches(' ').is_empty()
        && text[first.end..start].trim_matches(' ').is_empty()
        && letters
}

/// Whether a name stands where that of a header field does: a colon follows,
/// and before it is a quote, an option, or the beginning of the line; `curl -v`
/// begins what it sends with `>`.
fn is_field(text: &str, from: usize, to: usize) -> bool {
    let line = text[..from].rsplit('\n').next().unwrap_or_default();
    text[to..].starts_with(':')
        && (line.ends_with(['\'', '"'])
            || line.trim_matches([' ', '\t', '>']).is_empty()
            || ["-H", "--header"].iter().any(|option| line.trim_end().ends_with(option)))
}

/// "Access Token": the words of a page, as one name.
fn two_words(text: &str, before: Word, word: Word) -> Option<&str> {
    let gap = text.get(before.end..word.start)?;
    let name = text.get(before.start..word.end)?;
    (gap.len() == 1 && gap != "\n" && name.len() < 16 && standard_slot(name).is_some())
        .then_some(name)
}

/// The name in a word before a value, without dashes and the path before it.
fn trimmed(text: &str, word: Word, separator: Option<char>) -> Option<(&str, char)> {
    let whole = &text[word.start..word.end];
    let name = whole.trim_start_matches(['-', '.', '/', '~', '+', '%']);
    let Some(separator) = separator else {
        // Options that take a token: curl's --oauth2-bearer, and the like.
        let option = whole.starts_with('-')
            && (standard_slot(name).is_some()
                || ["oauth2-bearer", "bearer", "token", "Token", "jwt"].contains(&name));
        return option.then_some((name, ' '));
    };
    if separator == '>' && !text[..word.start].ends_with('<') {
        return None;
    }
    let last = name.rsplit('.').next().filter(|last| standard_slot(last).is_some());
    let name = last.unwrap_or(name);
    (!name.is_empty()).then_some((name, separator))
}

/// Reads a gap; `None` where it parts what stands on its sides.
fn gap(text: &str) -> Option<Gap> {
    if text.len() > MAX_GAP {
        return None;
    }
    let mut gap = Gap::default();
    for c in text.chars() {
        match c {
            '>' if gap.separator.is_none() => gap.separator = Some('>'),
            ':' | '=' if gap.separator.is_none() => gap.separator = Some(c),
            '\n' | '\r' => gap.newline = true,
            c if c.is_whitespace() => gap.space = true,
            c if is_quote(c) => gap.quote = Some(c),
            ':' | '=' | '>' | '\\' | ']' | '[' | '@' | '^' | '$' | '|' | '(' | '!' | '-' => {}
            _ => return None,
        }
    }
    (!text.is_empty()).then_some(gap)
}
