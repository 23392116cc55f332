//! Values -> compact JSON text, in one pass. Reports are written by the million,
//! and nearly every text in them needs no escape: that is seen for many bytes
//! at once, where a general writer looks at each.

use std::fmt::{self, Display};
use std::io::Write as _;

use serde::Serialize;
use serde::ser::{
    Error, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

use crate::text::escape::is_hostile;

/// The name under which a number passes its text on.
pub(super) const NUMBER: &str = "$tokcheck::number";

/// Adds compact JSON text. `safe`: no character is left in it that could steer
/// a terminal, reorder the text or hide; such characters can only stand inside
/// strings, where `\uXXXX` means the same.
///
/// # Errors
/// When the value has no form in JSON; what was written so far stays.
pub(super) fn write<T: Serialize + ?Sized>(
    value: &T,
    safe: bool,
    out: &mut Vec<u8>,
) -> Result<(), Unwritable> {
    value.serialize(&mut Writer { out, safe })
}

/// The same as a text of its own.
///
/// # Errors
/// As [`write`].
pub(super) fn written<T: Serialize + ?Sized>(value: &T, safe: bool) -> Result<String, Unwritable> {
    let mut out = Vec::new();
    write(value, safe, &mut out)?;
    String::from_utf8(out).map_err(Error::custom)
}

/// What has no form in JSON, or none that is needed here.
#[derive(Debug)]
pub struct Unwritable(String);

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

impl Error for Unwritable {
    fn custom<T: Display>(what: T) -> Self {
        Self(what.to_string())
    }
}

fn no<T>(what: &str) -> Result<T, Unwritable> {
    Err(Unwritable(format!("{what} can't be written as JSON here")))
}

/// Whether there is nothing to escape in a text: eight bytes are looked at
/// together, each in its own lane of a number.
fn is_plain(text: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // The high bit of a lane is set where the byte is below `least`, is `"`,
    // `\\` or DEL, or is no ASCII.
    let odd = |word: u64| {
        let zero = |lanes: u64| lanes.wrapping_sub(ONES) & !lanes;
        let below = word.wrapping_sub(0x20 * ONES) & !word;
        let quote = zero(word ^ (u64::from(b'"') * ONES));
        let slash = zero(word ^ (u64::from(b'\\') * ONES));
        let delete = zero(word ^ (0x7f * ONES));
        (below | quote | slash | delete | word) & HIGH
    };
    let word = |part: &[u8]| part.try_into().map_or(0, u64::from_le_bytes);
    if text.len() < 8 {
        let mut lanes = [b' '; 8];
        lanes[..text.len()].copy_from_slice(text);
        return odd(u64::from_le_bytes(lanes)) == 0;
    }
    // The last eight bytes may overlap with those before.
    let last = odd(word(&text[text.len() - 8..]));
    text.chunks_exact(8).fold(last, |seen, part| seen | odd(word(part))) == 0
}

struct Writer<'o> {
    out: &'o mut Vec<u8>,
    safe: bool,
}

impl Writer<'_> {
    fn string(&mut self, text: &str) {
        self.out.push(b'"');
        if is_plain(text.as_bytes()) {
            self.out.extend_from_slice(text.as_bytes());
        } else {
            text.chars().for_each(|c| self.character(c));
        }
        self.out.push(b'"');
    }

    fn character(&mut self, c: char) {
        match c {
            '"' => self.out.extend_from_slice(b"\\\""),
            '\\' => self.out.extend_from_slice(b"\\\\"),
            '\n' => self.out.extend_from_slice(b"\\n"),
            '\r' => self.out.extend_from_slice(b"\\r"),
            '\t' => self.out.extend_from_slice(b"\\t"),
            '\u{8}' => self.out.extend_from_slice(b"\\b"),
            '\u{c}' => self.out.extend_from_slice(b"\\f"),
            c if c < ' ' || self.safe && is_hostile(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to memory can't fail.
                    let _ = write!(self.out, "\\u{unit:04x}");
                }
            }
            c => self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }

    fn display(&mut self, value: impl Display) {
        // As above.
        let _ = write!(self.out, "{value}");
    }
}

/// A list or an object that is being written.
struct Inside<'w, 'o> {
    writer: &'w mut Writer<'o>,
    first: bool,
    end: u8,
}

impl Inside<'_, '_> {
    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.writer.out.push(b',');
        }
    }

    fn finish(self) {
        self.writer.out.push(self.end);
    }
}

impl<'o> Writer<'o> {
    fn open(&mut self, start: u8, end: u8) -> Inside<'_, 'o> {
        self.out.push(start);
        Inside { writer: self, first: true, end }
    }
}

impl<'w, 'o> Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Inside<'w, 'o>;
    type SerializeTuple = Inside<'w, 'o>;
    type SerializeTupleStruct = Impossible<(), Unwritable>;
    type SerializeTupleVariant = Impossible<(), Unwritable>;
    type SerializeMap = Inside<'w, 'o>;
    type SerializeStruct = Inside<'w, 'o>;
    type SerializeStructVariant = Impossible<(), Unwritable>;

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Unwritable> {
        self.display(value);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unwritable> {
        self.display(value);
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unwritable> {
        no("a floating-point number")
    }

    fn serialize_f64(self, _: f64) -> Result<(), Unwritable> {
        no("a floating-point number")
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritable> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unwritable> {
        no("a string of bytes")
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unwritable> {
        // Names of variants are ours, and plain.
        self.out.push(b'"');
        self.out.extend_from_slice(variant.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        if name != NUMBER {
            return value.serialize(self);
        }
        // The text of a number holds nothing to escape: the parser saw to it.
        let quote = self.out.len();
        value.serialize(&mut *self)?;
        self.out.remove(quote);
        self.out.pop();
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unwritable> {
        no("a variant that holds something")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'w, 'o>, Unwritable> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'w, 'o>, Unwritable> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unwritable> {
        no("a struct without names")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        no("a variant that holds something")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'w, 'o>, Unwritable> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'w, 'o>, Unwritable> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        no("a variant that holds something")
    }
}

impl SerializeSeq for Inside<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.next();
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeTuple for Inside<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeMap for Inside<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.next();
        let at = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        if self.writer.out.get(at) == Some(&b'"') { Ok(()) } else { no("such a name") }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.writer.out.push(b':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeStruct for Inside<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.next();
        // Names of fields are ours, and plain.
        self.writer.out.push(b'"');
        self.writer.out.extend_from_slice(name.as_bytes());
        self.writer.out.extend_from_slice(b"\":");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Everything<'a> {
        text: &'a str,
        none: Option<u8>,
        some: Option<bool>,
        unit: (),
        numbers: (i8, u16, i64, u64),
        list: Vec<&'a str>,
        empty: [u8; 0],
        map: std::collections::BTreeMap<&'a str, char>,
        word: Word,
        new: New,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Word {
        Pass,
    }

    #[derive(Serialize)]
    struct New(String);

    #[test]
    fn it_writes_what_serde_json_does() {
        for text in [
            "",
            "plain",
            "\"quoted\" \\",
            "\u{0}\u{1}\u{8}\t\n\u{c}\r\u{1f}",
            "é日😀/",
            "a text that is longer than one chunk of bytes, and one more\n",
            "\u{7f}",
        ] {
            let value = Everything {
                text,
                none: None,
                some: Some(true),
                unit: (),
                numbers: (-1, 2, i64::MIN, u64::MAX),
                list: vec![text, "b"],
                empty: [],
                map: [(text, 'c')].into(),
                word: Word::Pass,
                new: New(text.to_owned()),
            };
            let theirs = serde_json::to_string(&value).unwrap();
            assert_eq!(written(&value, false).unwrap(), theirs);
            let safe = written(&value, true).unwrap();
            assert!(!safe.contains(is_hostile), "{safe}");
            let value: serde_json::Value = serde_json::from_str(&safe).unwrap();
            assert_eq!(value, serde_json::from_str::<serde_json::Value>(&theirs).unwrap());
        }
    }

    #[test]
    fn every_byte_is_seen_wherever_it_stands() {
        for length in 0..40 {
            assert!(is_plain(&vec![b'a'; length]));
            for at in 0..length {
                for byte in 0..=255_u8 {
                    let mut text = vec![b'a'; length];
                    text[at] = byte;
                    let plain = (0x20..0x7f).contains(&byte) && !b"\"\\".contains(&byte);
                    assert_eq!(is_plain(&text), plain, "{byte} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn what_has_no_form_is_refused() {
        assert!(written(&1.5, false).is_err());
        assert!(
            written(&[(1, 2)].into_iter().collect::<std::collections::HashMap<_, _>>(), false)
                .is_err()
        );
        assert!(written(&Ok::<u8, u8>(1), false).unwrap_err().to_string().contains("variant"));
    }
}
