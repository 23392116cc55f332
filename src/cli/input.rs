//! From the arguments to the pastes.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::{Context, Result, bail};

use super::Io;
use super::args::InputArgs;
use crate::load::input::{Cut, Piece, Source, pieces};
use crate::text::escape::escaped;
use crate::token::paste::{self, Paste};
use crate::token::{Form, RawToken, Token};

/// One paste, with what it came from.
pub(super) struct Handed<'a> {
    /// What was found in it.
    pub(super) paste: Paste,
    /// It was longer than any token: its length in bytes.
    pub(super) too_long: Option<usize>,
    /// The file it was read from.
    pub(super) file: Option<&'a str>,
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

/// What is done with each paste; it is given both streams to write to.
pub(super) type Each<'e> =
    dyn FnMut(Handed<'_>, &mut dyn Write, &mut dyn Write) -> Result<ControlFlow<()>> + 'e;

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

/// Only an argument names a file, and only one that is not shaped like a token.
fn names_a_file(text: &str, io: &Io<'_>) -> bool {
    const LONGEST_PATH: usize = 4096;
    text.len() <= LONGEST_PATH
        && !text.contains(['\n', '\0'])
        && io.place(text).is_file()
        && Token::parse(RawToken::new(text)).form == Form::Opaque
}

/// Hands every paste on in order. A line of several words that holds no token
/// is passed over; a single word is always handed on.
///
/// # Errors
/// When a text can't be read, or `each` fails.
pub(super) fn pastes(
    args: &InputArgs,
    sources: &[Source],
    io: &mut Io<'_>,
    each: &mut Each<'_>,
) -> Result<()> {
    let cut = match (args.lines, args.whole) {
        (true, _) => Cut::Lines,
        (_, true) => Cut::Whole,
        _ => Cut::Auto,
    };
    let mut result = Ok(());
    for source in sources {
        let file = source.file();
        let (stdout, stderr) = (&mut *io.stdout, &mut *io.stderr);
        let mut stopped = false;
        pieces(source, io.stdin, cut, &mut |piece| {
            let Some((paste, too_long)) = opened(piece) else { return ControlFlow::Continue(()) };
            match each(Handed { paste, too_long, file }, stdout, stderr) {
                Ok(ControlFlow::Continue(())) => ControlFlow::Continue(()),
                Ok(ControlFlow::Break(())) => {
                    stopped = true;
                    ControlFlow::Break(())
                }
                Err(error) => {
                    result = Err(error);
                    ControlFlow::Break(())
                }
            }
        })
        .with_context(|| match file {
            Some(name) => format!("{} can't be read", escaped(name)),
            None => "standard input can't be read".to_owned(),
        })?;
        if stopped || result.is_err() {
            break;
        }
    }
    result
}

fn opened(piece: Piece<'_>) -> Option<(Paste, Option<usize>)> {
    match piece {
        Piece::TooLong(bytes) => Some((Paste::default(), Some(bytes))),
        Piece::Whole(text) => Some((paste::read_bytes(text), None)),
        Piece::Line(line) => {
            if line.trim_ascii().is_empty() {
                return None;
            }
            let paste = paste::read_bytes(line);
            let idle = paste.found.is_empty() && paste.sent.is_none();
            let words = line.trim_ascii().iter().any(u8::is_ascii_whitespace);
            (!(idle && words)).then_some((paste, None))
        }
    }
}
