//! Text that holds tokens: arguments, standard input, files, variables. One
//! paste, or a stream with a paste a line; never more than one line, one paste
//! or one buffer full of lines in memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::text::bytes::{find, find_all};
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

/// How much is asked for at once, in bytes: more than a pipe holds, and as much
/// as the allocator still takes from what it has at hand.
pub const BUFFER: usize = (1 << 17) - (1 << 12);

/// Who sends so many bytes at once has more: half of what a pipe holds.
const FULL: usize = 1 << 15;

/// Lines of one batch: short ones take more memory than their text does.
const MOST_LINES: usize = 1 << 12;

/// Pieces that arrived together.
#[derive(Debug, Default)]
pub struct Batch {
    text: Vec<u8>,
    pieces: Vec<Extent>,
    /// The number of its first line, from 1; none where lines are not told apart.
    first_line: Option<usize>,
    file: Option<Arc<str>>,
}

/// Where a piece stands in the text of its batch, in bytes.
#[derive(Debug)]
enum Extent {
    Line(Range<usize>),
    TooLong(usize),
    Whole,
}

impl Batch {
    /// The pieces with their lines, in order.
    pub fn numbered(&self) -> impl Iterator<Item = (Option<usize>, Piece<'_>)> {
        // Every piece is a line, blank or not, where there are lines at all.
        self.pieces()
            .enumerate()
            .map(|(at, piece)| (self.first_line.map(|first| first + at), piece))
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.pieces.iter().map(|extent| match extent {
            Extent::Line(range) => Piece::Line(&self.text[range.clone()]),
            Extent::TooLong(bytes) => Piece::TooLong(*bytes),
            Extent::Whole => Piece::Whole(&self.text),
        })
    }

    /// The file that they were read from.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Whether so much arrived at once that there is surely more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.text.len() >= FULL || self.pieces.len() >= MOST_LINES
    }

    /// How much text there is, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Whether it is one paste, not lines.
    fn is_whole(&self) -> bool {
        matches!(self.pieces[..], [Extent::Whole])
    }

    /// The line of the text that begins here, its end taken off.
    fn line(&mut self, from: usize, to: usize) {
        let line = &self.text[from..to];
        let ends = line.iter().rev().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.pieces.push(Extent::Line(from..to - ends));
    }
}

/// Reads one text batch by batch, each as soon as it is there: whoever writes a
/// line into a pipe is not kept waiting for the next.
pub struct Reader {
    from: Box<dyn BufRead + Send>,
    cut: Cut,
    file: Option<Arc<str>>,
    /// The beginning of a line whose end has not arrived.
    begun: Vec<u8>,
    /// Bytes of such a line that were read past, since no token is that long.
    skipped: usize,
    /// The number of the line that comes next; none for a text of one line, as
    /// an argument is.
    next_line: Option<usize>,
    started: bool,
    ended: bool,
}

impl Reader {
    /// Opens a source; `stdin` is what standard input is.
    ///
    /// # Errors
    /// When it can't be opened.
    pub fn open(source: Source, stdin: Box<dyn BufRead + Send>, cut: Cut) -> io::Result<Self> {
        let name = source.file().map(Arc::from);
        let one_line = matches!(&source, Source::Text(text) if !text.trim_end().contains('\n'));
        let cut = if one_line && cut == Cut::Auto { Cut::Whole } else { cut };
        let from: Box<dyn BufRead + Send> = match source {
            Source::File(path, _) => {
                let file = File::open(path)?;
                if file.metadata()?.is_dir() {
                    return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
                }
                Box::new(BufReader::with_capacity(BUFFER, file))
            }
            Source::Stdin => stdin,
            Source::Text(text) => Box::new(Cursor::new(text.into_bytes())),
        };
        Ok(Self {
            from,
            cut,
            file: name,
            begun: Vec::new(),
            skipped: 0,
            next_line: (!one_line).then_some(1),
            started: cut == Cut::Lines,
            ended: false,
        })
    }

    /// The next pieces; `None` at the end.
    ///
    /// # Errors
    /// When the text can't be read.
    pub fn batch(&mut self) -> io::Result<Option<Batch>> {
        let mut batch = self.read()?;
        if let Some(batch) = batch.as_mut().filter(|batch| !batch.is_whole()) {
            batch.first_line = self.next_line;
            self.next_line = self.next_line.map(|line| line + batch.pieces.len());
        }
        Ok(batch)
    }

    fn read(&mut self) -> io::Result<Option<Batch>> {
        if !self.started {
            self.started = true;
            if let Some(text) = self.whole()? {
                self.ended = true;
                let file = self.file.clone();
                let pieces = vec![Extent::Whole];
                return Ok(Some(Batch { text, pieces, first_line: None, file }));
            }
        }
        while !self.ended {
            let buffer = match self.from.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            let length = buffer.len();
            let Some(last) = find_all(b'\n', buffer).take(MOST_LINES).last() else {
                if length == 0 {
                    self.ended = true;
                    return Ok(self.last());
                }
                if self.skipped > 0 {
                    self.skipped += length;
                } else {
                    self.begun.extend_from_slice(buffer);
                    if self.begun.len() > MAX_TOKEN + 1 {
                        self.skipped = std::mem::take(&mut self.begun).len();
                    }
                }
                self.from.consume(length);
                continue;
            };
            let (begun, skipped) = (std::mem::take(&mut self.begun), self.skipped);
            let batch = lines(begun, skipped, &buffer[..=last], self.file.clone());
            self.skipped = 0;
            // The beginning of the next line stays where it is.
            self.from.consume(last + 1);
            return Ok(Some(batch));
        }
        Ok(None)
    }

    /// The whole text, where it is one paste; else it goes line by line.
    fn whole(&mut self) -> io::Result<Option<Vec<u8>>> {
        let (mut text, mut start) = (Vec::new(), 0);
        // Blank lines and the first line that is none: it decides.
        while text[start..].trim_ascii().is_empty() {
            start = text.len();
            let mut line = Read::take(&mut self.from, MAX_TOKEN as u64 + 1);
            if line.read_until(b'\n', &mut text)? == 0 {
                break;
            }
        }
        let streams = || {
            let first = String::from_utf8_lossy(&text[start..]);
            starts_stream(first.trim_end_matches(['\r', '\n']))
        };
        if self.cut == Cut::Whole || !streams() {
            let room = (MAX_TOKEN + 1).saturating_sub(text.len());
            Read::take(&mut self.from, room as u64).read_to_end(&mut text)?;
            if text.len() <= MAX_TOKEN {
                return Ok(Some(text));
            }
        }
        // What was read already goes first.
        let rest = std::mem::replace(&mut self.from, Box::new(io::empty()));
        self.from = Box::new(Cursor::new(text).chain(rest));
        Ok(None)
    }

    /// The line without an end, after which there is nothing.
    fn last(&mut self) -> Option<Batch> {
        let text = std::mem::take(&mut self.begun);
        let mut batch = Batch { text, file: self.file.clone(), ..Batch::default() };
        let length = self.skipped + batch.text.len();
        if length > MAX_TOKEN + 1 {
            batch.pieces.push(Extent::TooLong(length));
        } else if !batch.text.is_empty() {
            batch.line(0, batch.text.len());
        }
        (!batch.pieces.is_empty()).then_some(batch)
    }
}

/// The lines of some text that ends with a line end; the first of them began
/// earlier.
fn lines(begun: Vec<u8>, skipped: usize, text: &[u8], file: Option<Arc<str>>) -> Batch {
    let mut batch = Batch { text: begun, file, ..Batch::default() };
    let first = find(b'\n', text).unwrap_or(0);
    let length = skipped + batch.text.len() + first;
    let mut rest = text;
    if length > MAX_TOKEN + 1 {
        batch.pieces.push(Extent::TooLong(length));
        // One long line must not hold its memory for those behind it.
        batch.text = Vec::new();
        rest = &text[first + 1..];
    }
    let (mut from, before) = (0, batch.text.len());
    batch.text.extend_from_slice(rest);
    for end in find_all(b'\n', rest) {
        let to = before + end;
        if to - from > MAX_TOKEN + 1 {
            batch.pieces.push(Extent::TooLong(to - from));
        } else {
            batch.line(from, to);
        }
        from = to + 1;
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut reader: Reader) -> Vec<String> {
        let mut seen = Vec::new();
        while let Some(batch) = reader.batch().unwrap() {
            seen.extend(batch.pieces().map(|piece| match piece {
                Piece::Line(line) => format!("line {}", String::from_utf8_lossy(line)),
                Piece::TooLong(bytes) => format!("long {bytes}"),
                Piece::Whole(text) => format!("whole {}", String::from_utf8_lossy(text)),
            }));
        }
        seen
    }

    /// As it is cut where it arrives in pieces of so many bytes.
    fn cut_up(text: &str, cut: Cut, bytes: usize) -> Vec<String> {
        let stdin = BufReader::with_capacity(bytes, Cursor::new(text.to_owned()));
        all(Reader::open(Source::Stdin, Box::new(stdin), cut).unwrap())
    }

    #[test]
    fn lines_and_wholes() {
        for bytes in [1, 2, 3, 64] {
            assert_eq!(cut_up("", Cut::Auto, bytes), ["whole "]);
            assert_eq!(cut_up("", Cut::Lines, bytes), [""; 0]);
            assert_eq!(cut_up("a\r\nb\n", Cut::Lines, bytes), ["line a", "line b"]);
            assert_eq!(cut_up("a\n\nb", Cut::Lines, bytes), ["line a", "line ", "line b"]);
            assert_eq!(cut_up("a\nb\n", Cut::Whole, bytes), ["whole a\nb\n"]);
            assert_eq!(cut_up("{\n \"a\": 1}", Cut::Auto, bytes), ["whole {\n \"a\": 1}"]);
            let stream = cut_up("\n{\"a\":1}\n{\"a\":2}\n", Cut::Auto, bytes);
            assert_eq!(stream, ["line ", "line {\"a\":1}", "line {\"a\":2}"]);
        }
    }

    #[test]
    fn every_line_counts_however_it_arrives() {
        let text = format!("a\n\n{}\r\nwords of prose\nz", "x".repeat(MAX_TOKEN + 100));
        for bytes in [1 << 12, BUFFER, 1 << 26] {
            let stdin = BufReader::with_capacity(bytes, Cursor::new(text.clone()));
            let mut reader = Reader::open(Source::Stdin, Box::new(stdin), Cut::Lines).unwrap();
            let mut numbers = Vec::new();
            while let Some(batch) = reader.batch().unwrap() {
                numbers.extend(batch.numbered().map(|(line, _)| line.unwrap()));
            }
            assert_eq!(numbers, [1, 2, 3, 4, 5]);
        }
    }

    #[test]
    fn one_paste_has_no_lines() {
        let first = |text: &str, cut| {
            let source = Source::Text(text.to_owned());
            let mut reader = Reader::open(source, Box::new(io::empty()), cut).unwrap();
            reader.batch().unwrap().unwrap().numbered().next().unwrap().0
        };
        assert_eq!(first("a\nb\n", Cut::Whole), None);
        assert_eq!(first("a\nb\n", Cut::Lines), Some(1));
        // An argument is no text whose lines anybody counts.
        assert_eq!(first("{}\n", Cut::Auto), None);
    }

    #[test]
    fn a_line_beyond_any_token_is_read_past() {
        let text = format!("a\n{}\nshort\n{0}", "x".repeat(MAX_TOKEN + 100));
        let long = format!("long {}", MAX_TOKEN + 100);
        for bytes in [BUFFER, 1 << 26] {
            let seen = cut_up(&text, Cut::Lines, bytes);
            assert_eq!(seen, ["line a", &long, "line short", &long]);
        }
    }

    #[test]
    fn what_has_arrived_is_not_held_back() {
        /// Gives one line, and then nothing that the test would wait for.
        struct Slow(bool);
        impl Read for Slow {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                assert!(!std::mem::replace(&mut self.0, true), "it asked for more");
                buffer[..3].copy_from_slice(b"{}\n");
                Ok(3)
            }
        }
        let stdin = Box::new(BufReader::new(Slow(false)));
        let mut reader = Reader::open(Source::Stdin, stdin, Cut::Auto).unwrap();
        let batch = reader.batch().unwrap().unwrap();
        assert_eq!(batch.pieces().collect::<Vec<_>>(), [Piece::Line(b"{}")]);
    }
}
