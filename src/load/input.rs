//! Text that holds tokens: arguments, standard input, files, variables. One
//! paste, or a stream with a paste a line; never more than one line or one
//! paste in memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;

use crate::token::MAX_TOKEN;
use crate::token::paste::starts_stream;

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file: where it is, and what to call it.
    File(PathBuf, String),
    /// Standard input.
    Stdin,
    /// The text itself: an argument or a variable.
    Text(String),
}

impl Source {
    /// What to call the file, where it is one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::File(_, name) => Some(name),
            Self::Stdin | Self::Text(_) => None,
        }
    }
}

/// How a text is cut into pastes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cut {
    /// As its first line suggests.
    #[default]
    Auto,
    /// Every line is one.
    Lines,
    /// The whole is one.
    Whole,
}

/// One piece of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A line of a stream.
    Line(&'a [u8]),
    /// A line that was longer than any token: its length in bytes, its text not kept.
    TooLong(usize),
    /// A whole text.
    Whole(&'a [u8]),
}

/// Hands the pieces of a text on as they arrive. `each` may stop it.
///
/// # Errors
/// When the text can't be read.
pub fn pieces(
    source: &Source,
    stdin: &mut dyn BufRead,
    cut: Cut,
    each: &mut dyn FnMut(Piece<'_>) -> ControlFlow<()>,
) -> io::Result<()> {
    match source {
        Source::File(path, _) => {
            let file = File::open(path)?;
            if file.metadata()?.is_dir() {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
            }
            read(&mut BufReader::with_capacity(1 << 16, file), cut, each)
        }
        Source::Stdin => read(stdin, cut, each),
        Source::Text(text) => read(&mut text.as_bytes(), cut, each),
    }
}

fn read(
    from: &mut dyn BufRead,
    cut: Cut,
    each: &mut dyn FnMut(Piece<'_>) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut text = Vec::new();
    if cut != Cut::Lines {
        // Blank lines and the first line that is none: it decides.
        let mut start = 0;
        while text.len() - start == 0 || text[start..].trim_ascii().is_empty() {
            start = text.len();
            if Read::take(&mut *from, MAX_TOKEN as u64 + 1).read_until(b'\n', &mut text)? == 0 {
                break;
            }
        }
        let first = String::from_utf8_lossy(&text[start..]);
        if cut == Cut::Whole || !starts_stream(first.trim_end_matches(['\r', '\n'])) {
            let room = (MAX_TOKEN + 1).saturating_sub(text.len());
            Read::take(&mut *from, room as u64).read_to_end(&mut text)?;
            if text.len() <= MAX_TOKEN {
                let _ = each(Piece::Whole(&text));
                return Ok(());
            }
        }
    }
    // What was read already goes first.
    lines(&mut Read::chain(&text[..], from), each)
}

/// Line by line, line ends taken off; a line beyond any token is read past.
fn lines(
    from: &mut dyn BufRead,
    each: &mut dyn FnMut(Piece<'_>) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let held = Read::take(&mut *from, MAX_TOKEN as u64 + 2).read_until(b'\n', &mut line)?;
        if held == 0 {
            return Ok(());
        }
        let piece = if line.len() > MAX_TOKEN + 1 && line.last() != Some(&b'\n') {
            Piece::TooLong(held + skip_line(from)?)
        } else {
            let ends = line.iter().rev().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            Piece::Line(&line[..line.len() - ends])
        };
        if each(piece).is_break() {
            return Ok(());
        }
        // One long line must not hold its memory for the rest of a stream.
        if line.capacity() > 1 << 20 {
            line = Vec::new();
        }
    }
}

/// Reads past the rest of a line; its length in bytes.
fn skip_line(from: &mut dyn BufRead) -> io::Result<usize> {
    let mut skipped = 0;
    loop {
        let buffer = from.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        if let Some(at) = buffer.iter().position(|b| *b == b'\n') {
            from.consume(at + 1);
            return Ok(skipped + at);
        }
        let length = buffer.len();
        from.consume(length);
        skipped += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str, cut: Cut) -> Vec<String> {
        let mut seen = Vec::new();
        read(&mut text.as_bytes(), cut, &mut |piece| {
            seen.push(match piece {
                Piece::Line(line) => format!("line {}", String::from_utf8_lossy(line)),
                Piece::TooLong(bytes) => format!("long {bytes}"),
                Piece::Whole(text) => format!("whole {}", String::from_utf8_lossy(text)),
            });
            ControlFlow::Continue(())
        })
        .unwrap();
        seen
    }

    #[test]
    fn lines_and_wholes() {
        assert_eq!(cut_up("", Cut::Auto), ["whole "]);
        assert_eq!(cut_up("a\r\nb\n", Cut::Lines), ["line a", "line b"]);
        assert_eq!(cut_up("a\nb\n", Cut::Whole), ["whole a\nb\n"]);
        assert_eq!(cut_up("{\n \"a\": 1}", Cut::Auto), ["whole {\n \"a\": 1}"]);
        assert_eq!(cut_up("\n{\"a\":1}\n{\"a\":2}\n", Cut::Auto).len(), 3);
    }

    #[test]
    fn a_line_beyond_any_token_is_read_past() {
        let text = format!("{}\nshort\n", "x".repeat(MAX_TOKEN + 100));
        let seen = cut_up(&text, Cut::Lines);
        assert_eq!(seen, [format!("long {}", MAX_TOKEN + 100), "line short".to_owned()]);
    }
}
