//! Where the text is put together, and how strings are written.

use super::plain::copied;
use crate::text::escape::is_hostile;

/// How much room is made beyond what is needed at once.
const STEP: usize = 2000;

/// What is written, and how far: beyond `at` the bytes mean nothing. To fill
/// room that is there costs one check, where each push has its own.
pub(super) struct Writer {
    out: Vec<u8>,
    at: usize,
    safe: bool,
}

impl Writer {
    /// Writes behind what is there.
    pub(super) fn behind(out: Vec<u8>, safe: bool) -> Self {
        Self { at: out.len(), out, safe }
    }

    /// All that was written.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.out.truncate(self.at);
        self.out
    }

    /// Where the next byte will stand.
    #[inline(always)]
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether what was written since then is a string.
    #[inline(always)]
    pub(super) fn is_string(&self, start: usize) -> bool {
        start < self.at && self.out[start] == b'"'
    }

    /// Takes away the quotes of a string, the last that was written.
    #[inline(always)]
    pub(super) fn take_quotes(&mut self, start: usize) {
        self.out.copy_within(start + 1..self.at - 1, start);
        self.at -= 2;
    }

    fn make_room(&mut self, length: usize) {
        // A report needs few steps; a small value of its own has little room.
        self.out.resize(self.at + length + STEP.min(self.at), 0);
    }

    /// Three parts at once. Where they are constants, so is all that is written.
    #[inline(always)]
    pub(super) fn parts(&mut self, first: &[u8], then: &str, last: &[u8]) {
        let to = self.at + first.len() + then.len() + last.len();
        let Some(room) = self.out.get_mut(self.at..to) else {
            return self.parts_in_new_room(first, then, last);
        };
        let (one, room) = room.split_at_mut(first.len());
        let (two, three) = room.split_at_mut(then.len());
        one.copy_from_slice(first);
        two.copy_from_slice(then.as_bytes());
        three.copy_from_slice(last);
        self.at = to;
    }

    #[cold]
    #[inline(never)]
    fn parts_in_new_room(&mut self, first: &[u8], then: &str, last: &[u8]) {
        self.make_room(first.len() + then.len() + last.len());
        self.parts(first, then, last);
    }

    #[inline(always)]
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.parts(bytes, "", b"");
    }

    pub(super) fn string(&mut self, text: &str) {
        let to = self.at + text.len() + 2;
        let Some([open, inside @ .., close]) = self.out.get_mut(self.at..to) else {
            return self.string_in_new_room(text);
        };
        (*open, *close) = (b'"', b'"');
        if copied(text.as_bytes(), inside) {
            self.at = to;
        } else {
            self.escaped(text);
        }
    }

    #[cold]
    #[inline(never)]
    fn string_in_new_room(&mut self, text: &str) {
        self.make_room(text.len() + 2);
        self.string(text);
    }

    /// A text with something in it to escape, or that may have.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self, text: &str) {
        self.bytes(b"\"");
        text.chars().for_each(|c| self.character(c));
        self.bytes(b"\"");
    }

    fn character(&mut self, c: char) {
        match c {
            '"' => self.bytes(b"\\\""),
            '\\' => self.bytes(b"\\\\"),
            '\n' => self.bytes(b"\\n"),
            '\r' => self.bytes(b"\\r"),
            '\t' => self.bytes(b"\\t"),
            '\u{8}' => self.bytes(b"\\b"),
            '\u{c}' => self.bytes(b"\\f"),
            c if c < ' ' || self.safe && is_hostile(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    self.bytes(format!("\\u{unit:04x}").as_bytes());
                }
            }
            c => self.bytes(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}
