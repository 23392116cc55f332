//! Any text that a person pastes -> the tokens in it, what was done to get at
//! them, and how each was sent where the text shows that (DESIGN: "paste
//! anything"). Linear in the text; never fails.

use super::RawToken;

/// One token found in a paste.
#[derive(Clone, Debug)]
pub struct Pasted {
    /// The token after repair.
    pub raw: RawToken,
    /// The name it had there: `access_token`, `id_token`, a cookie's name.
    /// Spellings of the three standard slots are normalised.
    pub slot: Option<String>,
    /// What it stood in: `bare`, `bearer`, `header`, `http`, `json`, `url`,
    /// `curl`, `cookie`, `env`, `text`.
    pub form: &'static str,
    /// What was done to get at it, each in a few words for the reader.
    pub repairs: Vec<String>,
    /// How it was sent, where the paste is a header line, a `Bearer ...` text
    /// or a raw HTTP request.
    pub sent: Option<Sent>,
}

/// The credentials of one request, byte for byte as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Values of the `Authorization` fields, without the field name and the
    /// optional white space around the value (RFC 9110 section 5.5).
    pub authorization: Vec<String>,
    /// Values of `access_token` in the query (RFC 6750 section 2.3).
    pub query: Vec<String>,
    /// Values of `access_token` in a form body (RFC 6750 section 2.2).
    pub body: Vec<String>,
    /// Request line and header fields together, in bytes; 0 where not shown.
    pub header_bytes: usize,
}

/// What a whole paste gave.
#[derive(Clone, Debug, Default)]
pub struct Paste {
    /// The tokens, in the order in which they stand there.
    pub found: Vec<Pasted>,
    /// Where nothing was found: what stood there instead, in words
    /// ("nothing: the input is empty", "the word 'undefined'", "a PEM public key").
    pub instead: Option<String>,
    /// The request as sent, also where it carries no token.
    pub sent: Option<Sent>,
}
