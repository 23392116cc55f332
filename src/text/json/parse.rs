//! JSON text -> values, by recursive descent (RFC 8259).

use std::sync::Arc;

use super::lanes::ends;
use super::object::Members;
use super::{Json, JsonError, Number, Object, SmolStr};

/// Deepest nesting that is read; what lies deeper is an error, never a stack
/// overflow.
pub const MAX_DEPTH: usize = 128;

impl Json {
    /// Reads one complete JSON text.
    ///
    /// # Errors
    /// When the bytes are not UTF-8, not one complete JSON value, or nested
    /// deeper than [`MAX_DEPTH`].
    pub fn parse(bytes: &[u8]) -> Result<Self, JsonError> {
        let text = utf8(bytes)?;
        let mut parser = Parser { text, at: 0 };
        let value = parser.value(0).map_err(|why| *why)?;
        parser.space();
        if parser.at < text.len() {
            return Err(*parser.error("text after the value"));
        }
        Ok(value)
    }

    /// Reads one JSON value from the start of a text and tells where it ends.
    ///
    /// # Errors
    /// As [`Json::parse`], but for text that follows the value.
    pub fn parse_first(text: &str) -> Result<(Self, usize), JsonError> {
        let mut parser = Parser { text, at: 0 };
        let value = parser.value(0).map_err(|why| *why)?;
        Ok((value, parser.at))
    }

    /// The members that are whole in an object that was cut or damaged.
    #[must_use]
    pub fn whole_members(bytes: &[u8]) -> Object {
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(e) => std::str::from_utf8(&bytes[..e.valid_up_to()]).unwrap_or_default(),
        };
        let mut parser = Parser { text: valid, at: 0 };
        let mut object = Object::default();
        parser.space();
        // The error is what the caller already knows; the members are what is wanted.
        let _ = parser.object_into(&mut object, 0);
        object
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, JsonError> {
    std::str::from_utf8(bytes).map_err(|e| JsonError {
        at: e.valid_up_to(),
        what: "bytes that are not UTF-8",
        ended: e.error_len().is_none(),
    })
}

/// A recursive-descent parser over UTF-8 text; the depth bound keeps the stack small.
struct Parser<'a> {
    text: &'a str,
    at: usize,
}

/// Why the parser failed; in a box, so that what succeeds is small.
type Failed = Box<JsonError>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    #[cold]
    #[allow(clippy::unnecessary_box_returns, reason = "what succeeds is small")]
    fn error(&self, what: &'static str) -> Failed {
        let ended = self.at >= self.text.len();
        let what = if ended { "the text ends too early" } else { what };
        Box::new(JsonError { at: self.at, what, ended })
    }

    fn value(&mut self, depth: usize) -> Result<Json, Failed> {
        self.space();
        match self.peek() {
            Some(b'{') => {
                let mut object = Object::default();
                self.object_into(&mut object, depth)?;
                Ok(Json::Object(object))
            }
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Json::String(self.string()?)),
            Some(b'-' | b'0'..=b'9') => Ok(Json::Number(Number(self.number()?))),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => Err(self.error("no JSON value")),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, Failed> {
        for expected in word.bytes() {
            if self.peek() != Some(expected) {
                return Err(self.error("an unknown word"));
            }
            self.at += 1;
        }
        Ok(value)
    }

    fn enter(&mut self, depth: usize) -> Result<(), Failed> {
        if depth >= MAX_DEPTH {
            return Err(self.error("nesting deeper than 128"));
        }
        self.at += 1;
        self.space();
        Ok(())
    }

    /// Reads an object; members read before an error stay in `object`.
    fn object_into(&mut self, object: &mut Object, depth: usize) -> Result<(), Failed> {
        if self.peek() != Some(b'{') {
            return Err(self.error("no object"));
        }
        self.enter(depth)?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        let mut members =
            if depth == 0 { Members::of(self.text.len() - self.at) } else { Members::default() };
        let whole = self.members_into(&mut members, depth);
        *object = members.into();
        whole
    }

    fn members_into(&mut self, members: &mut Members, depth: usize) -> Result<(), Failed> {
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.error("no member name"));
            }
            let name = self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.error("no colon after a member name"));
            }
            self.at += 1;
            let value = self.value(depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    members.push(name, value);
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(self.error("no comma or brace after a member")),
            }
            members.push(name, value);
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, Failed> {
        self.enter(depth)?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Json::Array(Arc::default()));
        }
        let mut items = Vec::new();
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Json::Array(items.into()));
                }
                _ => return Err(self.error("no comma or bracket after an element")),
            }
        }
    }

    fn number(&mut self) -> Result<SmolStr, Failed> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits()?,
            _ => return Err(self.error("a sign without digits")),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(SmolStr::new(&self.text[start..self.at]))
    }

    fn digits(&mut self) -> Result<(), Failed> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.error("no digit where one is needed")) } else { Ok(()) }
    }

    fn string(&mut self) -> Result<SmolStr, Failed> {
        self.at += 1;
        let whole = self.plain();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(SmolStr::new(whole));
        }
        let mut out = whole.to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out.into());
                }
                Some(b'\\') => out.push(self.escape()?),
                _ => return Err(self.error("a control character in a string")),
            }
            out.push_str(self.plain());
        }
    }

    /// What stands before the next quote, backslash or control character.
    fn plain(&mut self) -> &'a str {
        let start = self.at;
        let bytes = &self.text.as_bytes()[start..];
        // Most strings are short: eight bytes are looked at together.
        let words = bytes.chunks_exact(8);
        let rest = words.remainder();
        let in_words = words.enumerate().find_map(|(at, word)| {
            let marks = ends(word.try_into().map_or(0, u64::from_le_bytes));
            (marks != 0).then(|| at * 8 + marks.trailing_zeros() as usize / 8)
        });
        let length = in_words.unwrap_or_else(|| {
            let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            bytes.len() - rest.len() + end.unwrap_or(rest.len())
        });
        self.at = start + length;
        &self.text[start..self.at]
    }

    fn escape(&mut self) -> Result<char, Failed> {
        self.at += 1;
        let plain = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.error("an unknown escape")),
        };
        self.at += 1;
        Ok(plain)
    }

    fn unicode(&mut self) -> Result<char, Failed> {
        let first = self.hex4()?;
        if let Some(plain) = char::from_u32(first) {
            return Ok(plain);
        }
        let lone = "half of a surrogate pair";
        if first >= 0xDC00 || !self.text[self.at..].starts_with("\\u") {
            return Err(self.error(lone));
        }
        self.at += 1;
        let second = self.hex4()?;
        if !(0xDC00..0xE000).contains(&second) {
            return Err(self.error(lone));
        }
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            .ok_or_else(|| self.error(lone))
    }

    /// Reads `uXXXX`, the position being on the `u`.
    fn hex4(&mut self) -> Result<u32, Failed> {
        self.at += 1;
        let mut value = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|b| char::from(b).to_digit(16));
            value = value * 16 + digit.ok_or_else(|| self.error("a bad \\u escape"))?;
            self.at += 1;
        }
        Ok(value)
    }
}
