//! Any text that a person pastes -> the tokens in it, what was done to get at
//! them, and how each was sent where the text shows that (DESIGN: "paste
//! anything"). Linear in the text; never fails.
//!
//! The whole text is tried first as what it may be sent as (`http`), then as
//! quotes, JSON, one word or one wrapped token, and at last as running text
//! (`scan`). Everything in a paste is hostile and secret: no text of it gets
//! into `repairs` or `instead`.

use std::fmt;

use crate::text::bytes::find_all;
use crate::text::encoded::entities_resolved;
use crate::text::json::Json;

use super::RawToken;

mod codec;
mod command;
mod finder;
mod http;
mod instead;
mod join;
mod json;
mod lexis;
mod near;
mod open;
mod scan;
mod scheme;
mod stream;
#[cfg(test)]
mod tests;
mod word;

use finder::Finder;
use lexis::{is_blank, is_jose_shaped, is_quote};

pub use codec::is_token_in_base64;
pub use lexis::nothing_word;
pub use scheme::is_scheme;
pub use stream::{is_stream, starts_stream};

/// One token found in a paste.
#[derive(Clone, Debug)]
pub struct Pasted {
    /// The token after repair.
    pub raw: RawToken,
    /// The name it had there: `access_token`, `id_token`, a cookie's name.
    /// Spellings of the three standard slots are normalised.
    pub slot: Option<String>,
    /// What it stood in: `bare`, `bearer`, `header`, `http`, `json`, `har`,
    /// `url`, `curl`, `cookie`, `env`, `html`, `text`.
    pub form: &'static str,
    /// What was done to get at it, each in a few words for the reader.
    pub repairs: Vec<String>,
    /// How it was sent, where the paste is a header line, a `Bearer ...` text
    /// or a raw HTTP request. Of very many tokens in one request only the first
    /// few carry a copy; [`Paste::sent`] is always there.
    pub sent: Option<Sent>,
    /// The value of the `Authorization` field that it was taken out of, where a
    /// command, a transcript or JSON shows one. A scheme is in it, if any.
    pub field: Option<RawToken>,
}

impl Pasted {
    /// Whether it is what the request was sent with, not another token in it.
    #[must_use]
    pub fn is_credential(&self) -> bool {
        let holds = |values: &[String]| values.iter().any(|v| v.contains(self.raw.expose()));
        self.slot.as_deref() == Some("authorization")
            || self.sent.as_ref().is_some_and(|sent| {
                holds(&sent.authorization)
                    || sent.authorization.is_empty() && (holds(&sent.query) || holds(&sent.body))
            })
    }
}

/// The credentials of one request, byte for byte as sent.
///
/// Its `Debug` counts the values and shows none of them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Values of the `Authorization` fields, without the field name and the
    /// optional white space around the value (RFC 9110 section 5.5).
    pub authorization: Vec<String>,
    /// Values of `access_token` in the query, decoded as a server decodes them
    /// (RFC 6750 section 2.3).
    pub query: Vec<String>,
    /// Values of `access_token` in a form body, decoded as a server decodes
    /// them (RFC 6750 section 2.2).
    pub body: Vec<String>,
    /// Values of the `DPoP` fields: proofs (RFC 9449 section 4.1).
    pub dpop: Vec<String>,
    /// The method of the request line, where there is one.
    pub method: Option<String>,
    /// The URL of the request without its query, where both host and target are
    /// shown: without a scheme (`//api.example/orders`) unless the target has one.
    pub url: Option<String>,
    /// Request line and header fields together, in bytes; 0 where not shown.
    pub header_bytes: usize,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent")
            .field("authorization", &self.authorization.len())
            .field("query", &self.query.len())
            .field("body", &self.body.len())
            .field("dpop", &self.dpop.len())
            .field("method", &self.method)
            .field("url", &self.url.is_some())
            .field("header_bytes", &self.header_bytes)
            .finish()
    }
}

/// What a whole paste gave.
#[derive(Clone, Debug, Default)]
pub struct Paste {
    /// The tokens, in the order in which they stand there.
    pub found: Vec<Pasted>,
    /// Where nothing was found: what stood there instead, in words
    /// ("the input is empty", "the word 'undefined'", "a PEM public key").
    pub instead: Option<String>,
    /// The request as sent, also where it carries no token.
    pub sent: Option<Sent>,
}

/// Most quotes around a whole paste that are taken off.
const MOST_QUOTES: usize = 4;

/// Reads bytes: UTF-8 with or without a byte order mark, or UTF-16.
#[must_use]
pub fn read_bytes(bytes: &[u8]) -> Paste {
    if let Some(token) = plain(bytes) {
        return Paste { found: vec![token], ..Paste::default() };
    }
    let (text, note) = codec::text_of(bytes);
    let mut paste = read(&text);
    note_first(&mut paste, note);
    paste
}

/// A JWS in compact serialization and nothing else: what streams are made of,
/// and what none of the searches below would change.
fn plain(bytes: &[u8]) -> Option<Pasted> {
    let token = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let token = token.strip_suffix(b"\r").unwrap_or(token);
    if !token.starts_with(b"eyJ") {
        return None;
    }
    // All bytes are looked at, many at a time: nothing is won by an early end.
    let odd = |byte: u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if token.iter().fold(0, |seen, byte| seen | u8::from(odd(*byte))) > 0 {
        return None;
    }
    let mut dots = find_all(b'.', token);
    let (Some(first), Some(second), None) = (dots.next(), dots.next(), dots.next()) else {
        return None;
    };
    let token = std::str::from_utf8(token).ok()?;
    let filled = first + 1 < second && second + 1 < token.len();
    let whole = filled && is_jose_shaped(token);
    whole.then(|| {
        let raw = RawToken::new(token);
        Pasted { raw, slot: None, form: "bare", repairs: Vec::new(), sent: None, field: None }
    })
}

/// Reads a paste. A single word is always taken for a token, unless it is
/// known to be something else; of several words, those that are one.
#[must_use]
pub fn read(text: &str) -> Paste {
    let Some(rest) = text.strip_prefix('\u{feff}') else { return whole(text, MOST_QUOTES) };
    let mut paste = whole(rest, MOST_QUOTES);
    note_first(&mut paste, Some("removed the byte order mark"));
    paste
}

fn note_first(paste: &mut Paste, note: Option<&str>) {
    for token in &mut paste.found {
        token.repairs.splice(0..0, note.map(str::to_owned));
    }
}

fn whole(text: &str, quotes: usize) -> Paste {
    let inner = text.trim_matches(is_blank);
    if inner.is_empty() {
        return nothing("the input is empty");
    }
    if let Some(what) = nothing_word(inner) {
        return nothing(what);
    }
    if let Some(paste) = http::request(text).or_else(|| http::scheme_text(inner)) {
        return paste;
    }
    if let Some(inside) = (quotes > 0).then(|| quoted(inner)).flatten() {
        let mut paste = whole(&inside, quotes - 1);
        note_first(&mut paste, Some("removed the quotes around it"));
        return paste;
    }
    let mut finder = Finder::default();
    if inner.starts_with(['{', '['])
        && let Ok(value) = Json::parse(inner.as_bytes())
    {
        json::search(&mut finder, &value, inner, "bare");
        return settled(finder, inner);
    }
    if !inner.contains(char::is_whitespace) {
        return word::single(text, inner);
    }
    if let Some(paste) = word::wrapped(inner) {
        return paste;
    }
    finder.container = command::container(inner);
    match entities_resolved(inner) {
        Some(resolved) if finder.container == Some("html") => scan::scan(&mut finder, &resolved),
        _ => scan::scan(&mut finder, inner),
    }
    finder.settle_bare(inner);
    settled(finder, inner)
}

/// The result; where nothing was found, what the text is instead.
fn settled(mut finder: Finder, text: &str) -> Paste {
    if finder.found.is_empty()
        && let Some(what) = instead::of(text)
    {
        finder.hint(what);
    }
    finder.finish()
}

fn nothing(what: impl Into<String>) -> Paste {
    Paste { instead: Some(what.into()), ..Paste::default() }
}

/// The inside of a text that stands in quotes as a whole.
fn quoted(text: &str) -> Option<String> {
    if text.starts_with('"')
        && let Ok(Json::String(inside)) = Json::parse(text.as_bytes())
    {
        return Some(inside.into());
    }
    let inside = open::without_quotes(text)?;
    let fenced = text.starts_with("```");
    (!fenced && !inside.contains(is_quote)).then(|| inside.to_owned())
}
