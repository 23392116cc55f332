//! From the arguments to the pastes.

use std::io::{self, BufRead};
use std::mem;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::Io;
use super::args::InputArgs;
use crate::load::input::{Batch, Cut, Piece, Reader, Source};
use crate::text::bytes::find;
use crate::text::escape::escaped;
use crate::token::paste::{self, Paste};
use crate::token::{Form, RawToken, Token};
use crate::verdict::report;

/// One paste, with what it came from.
pub(super) struct Handed<'a> {
    /// What was found in it, and chosen.
    pub(super) paste: Paste,
    /// How many tokens of it were not chosen.
    pub(super) others: usize,
    /// It was longer than any token: its length in bytes.
    pub(super) too_long: Option<usize>,
    /// The line that it is, from 1, where lines are told apart.
    pub(super) line: Option<usize>,
    /// The file it was read from.
    pub(super) file: Option<&'a str>,
}

impl Handed<'_> {
    /// Tells a token of it where it stood.
    pub(super) fn place(&self, source: &mut report::Source, index: usize) {
        source.index = index;
        source.line = self.line;
        source.file = self.file.map(str::to_owned);
    }
}

/// A name that no token has: taken for a token, a slip in it would be
/// explained as an opaque one.
fn is_named_like_a_file(text: &str) -> bool {
    const ENDINGS: [&str; 9] =
        [".env", ".har", ".http", ".json", ".jsonl", ".jwt", ".log", ".token", ".txt"];
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-/\\".contains(&b);
    text.len() < 256
        && text.bytes().all(plain)
        && (text.starts_with("./")
            || text.starts_with("../")
            || ENDINGS.iter().any(|ending| text.ends_with(ending)))
}

/// The texts that the arguments name.
///
/// # Errors
/// When a file or a variable is absent.
pub(super) fn sources(args: &InputArgs, io: &mut Io<'_>) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for text in &args.tokens {
        sources.push(match text.strip_prefix('@') {
            _ if text == "-" => Source::Stdin,
            Some(name) => file(name, io)?,
            None if names_a_file(text, io) || is_named_like_a_file(text) => file(text, io)?,
            None => Source::Text(text.clone()),
        });
    }
    for name in &args.env {
        match std::env::var(name) {
            Ok(text) => sources.push(Source::Text(text)),
            Err(_) => bail!("the variable {} is not set, or not UTF-8", escaped(name)),
        }
    }
    // Header lines given one by one are the header of one request.
    if !args.header_line.is_empty() {
        sources.push(Source::Text(args.header_line.join("\n")));
    }
    if sources.is_empty() {
        if io.stdin_is_terminal {
            writeln!(io.stderr, "reading a token from the terminal; end with Ctrl-D")?;
        }
        sources.push(Source::Stdin);
    }
    Ok(sources)
}

fn file(name: &str, io: &Io<'_>) -> Result<Source> {
    let path = io.place(name);
    if !path.exists() {
        bail!("there is no file {}", escaped(name));
    }
    if path.is_dir() {
        bail!("{} is a folder; give a file", escaped(name));
    }
    Ok(Source::File(path, name.to_owned()))
}

/// Only an argument names a file, and only one that is not shaped like a token;
/// a folder is named by mistake.
fn names_a_file(text: &str, io: &Io<'_>) -> bool {
    const LONGEST_PATH: usize = 4096;
    let there = |path: PathBuf| path.is_file() || path.is_dir();
    text.len() <= LONGEST_PATH
        && [b'\n', b'\0'].iter().all(|byte| find(*byte, text.as_bytes()).is_none())
        && there(io.place(text))
        && Token::parse(RawToken::new(text)).form == Form::Opaque
}

/// The pieces of all sources, in order.
pub(super) struct Feed {
    sources: std::vec::IntoIter<Source>,
    stdin: Box<dyn BufRead + Send>,
    cut: Cut,
    now: Option<Reader>,
    name: Option<String>,
}

impl Feed {
    pub(super) fn new(args: &InputArgs, sources: Vec<Source>, io: &mut Io<'_>) -> Self {
        let cut = match (args.lines, args.whole) {
            (true, _) => Cut::Lines,
            (_, true) => Cut::Whole,
            _ => Cut::Auto,
        };
        let stdin = io.take_stdin();
        Self { sources: sources.into_iter(), stdin, cut, now: None, name: None }
    }

    /// The next pieces; `None` at the end of the last source.
    ///
    /// # Errors
    /// When a text can't be read.
    pub(super) fn batch(&mut self) -> Result<Option<Batch>> {
        let result = self.read();
        result.with_context(|| match &self.name {
            Some(name) => format!("{} can't be read", escaped(name)),
            None => "standard input can't be read".to_owned(),
        })
    }

    fn read(&mut self) -> io::Result<Option<Batch>> {
        loop {
            if let Some(reader) = &mut self.now {
                if let Some(batch) = reader.batch()? {
                    return Ok(Some(batch));
                }
                self.now = None;
            }
            let Some(source) = self.sources.next() else { return Ok(None) };
            self.name = source.file().map(str::to_owned);
            let stdin = match source {
                Source::Stdin => mem::replace(&mut self.stdin, Box::new(io::empty())),
                Source::File(..) | Source::Text(_) => Box::new(io::empty()),
            };
            self.now = Some(Reader::open(source, stdin, self.cut)?);
        }
    }
}

/// Whether a piece is a line with nothing on it.
pub(super) fn is_blank(piece: &Piece<'_>) -> bool {
    // The end of a line in UTF-16 has a zero behind it.
    matches!(piece, Piece::Line(line) if line.iter().all(|b| b.is_ascii_whitespace() || *b == 0))
}

/// Opens one piece; what is found, and how long it is if longer than any token.
/// A line of several words that holds no token is passed over; a single word
/// is always handed on.
pub(super) fn opened(piece: Piece<'_>) -> Option<(Paste, Option<usize>)> {
    match piece {
        Piece::TooLong(bytes) => Some((Paste::default(), Some(bytes))),
        Piece::Whole(text) => Some((paste::read_bytes(text), None)),
        Piece::Line(line) => {
            let paste = paste::read_bytes(line);
            let idle = paste.found.is_empty() && paste.sent.is_none();
            let words = || line.trim_ascii().iter().any(u8::is_ascii_whitespace);
            (!idle || !words()).then_some((paste, None))
        }
    }
}

/// How many lines hold no token, in words; none where there was no line.
pub(super) fn passed_over(lines: usize) -> Option<String> {
    match lines {
        0 => None,
        1 => Some("1 line was passed over".to_owned()),
        n => Some(format!("{n} lines were passed over")),
    }
}
