//! One paste or a stream of them: decided by the first line that is not blank,
//! so that a stream can be handled as it arrives.
//!
//! A stream begins with a line that holds a whole token or a whole JSON value
//! and that nothing else continues. These begin *one* paste, because further
//! lines belong to the first: a token whose end is missing (it is wrapped), a
//! header line (other header lines follow), a request line, a command, an
//! assignment (`.env`), markup, the first line of an indented JSON text, and a
//! line that ends in a continuation mark.

use crate::text::json::Json;

use super::join::is_whole;
use super::lexis::{is_blank, is_jose_shaped, is_quote, is_token_char, starts_as_header};
use super::{command, read, scheme};

/// Whether the input is a stream, told by its first line that is not blank: if
/// so, every line is one paste; if not, the whole input is.
#[must_use]
pub fn starts_stream(first_line: &str) -> bool {
    let line = first_line.trim_matches(is_blank);
    if line.is_empty() {
        return false;
    }
    match Json::parse(line.as_bytes()) {
        Ok(_) => return true,
        Err(error) if error.ended && line.starts_with(['{', '[', '"']) => return false,
        Err(_) => {}
    }
    if line.starts_with("```")
        || line.starts_with(['{', '<', '|', '}', ']'])
        || line.ends_with(['\\', '`', '^', '{', '[', ','])
    {
        return false;
    }
    if !line.contains(char::is_whitespace) {
        return single_word_streams(line);
    }
    if command::is_command(line) || is_field(line) || line.ends_with(" HTTP/1.1") {
        return false;
    }
    let paste = read(line);
    paste.found.iter().any(|token| {
        let raw = token.raw.expose();
        is_whole(raw) || !starts_as_header(raw)
    })
}

/// Whether the input is a stream, told by its first line that is not blank.
#[must_use]
pub fn is_stream(text: &str) -> bool {
    text.lines().find(|line| !line.trim_matches(is_blank).is_empty()).is_some_and(starts_stream)
}

/// A word alone on the first line: a token to its end, or an opaque string.
fn single_word_streams(word: &str) -> bool {
    let word = word.trim_matches(is_quote);
    if starts_as_header(word) && is_jose_shaped(word) {
        return is_whole(word);
    }
    let paste = read(word);
    let opaque = word.chars().all(is_token_char) && word.chars().any(char::is_alphanumeric);
    let assigned = word.split_once('=').is_some_and(|(name, value)| {
        !value.trim_matches('=').is_empty() && !name.contains(['?', '#', '&', '/', ':', '%'])
    });
    let other = assigned
        || word.ends_with(':')
        || scheme::scheme(word).is_some()
        || word.starts_with(['-', '#', '=']);
    !other
        && (opaque || word.contains("://"))
        && (!paste.found.is_empty() || paste.instead.is_some())
        && paste.found.iter().all(|t| !starts_as_header(t.raw.expose()) || is_whole(t.raw.expose()))
}

/// `Name: value`, as in header sections and YAML.
fn is_field(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        let name = name.trim_start_matches(':');
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_".contains(&b);
        !name.is_empty()
            && name.bytes().all(plain)
            && !scheme::scheme(name).is_some_and(scheme::takes_colon)
            && value.starts_with([' ', '\t'])
    })
}
