//! Values -> compact JSON text, in one pass. Reports are written by the million:
//! names of fields become constants, and nearly every text needs no escape,
//! which is seen while it is copied.

#![allow(
    clippy::inline_always,
    reason = "a field's name is a constant only where its writing is inlined"
)]

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{
    Error, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

mod plain;
mod writer;

use writer::Writer;

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
    let mut writer = Writer::behind(std::mem::take(out), safe);
    let done = value.serialize(&mut writer);
    *out = writer.finish();
    done
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
pub struct Unwritable(Box<str>);

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

impl Error for Unwritable {
    fn custom<T: Display>(what: T) -> Self {
        Self(what.to_string().into())
    }
}

#[cold]
fn no<T>(what: &str) -> Result<T, Unwritable> {
    Err(Unwritable(format!("{what} can't be written as JSON here").into()))
}

impl Writer {
    #[inline(always)]
    fn open(&mut self, start: u8, end: u8) -> Inside<'_> {
        Inside { writer: self, lead: start, end }
    }
}

/// A list or an object that is being written.
struct Inside<'w> {
    writer: &'w mut Writer,
    /// What stands before the next member: the bracket, and then commas.
    lead: u8,
    end: u8,
}

impl Inside<'_> {
    #[inline(always)]
    fn next(&mut self) -> u8 {
        std::mem::replace(&mut self.lead, b',')
    }

    #[inline(always)]
    fn finish(self) {
        if self.lead == b',' {
            self.writer.bytes(&[self.end]);
        } else {
            self.writer.bytes(&[self.lead, self.end]);
        }
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Inside<'w>;
    type SerializeTuple = Inside<'w>;
    type SerializeTupleStruct = Impossible<(), Unwritable>;
    type SerializeTupleVariant = Impossible<(), Unwritable>;
    type SerializeMap = Inside<'w>;
    type SerializeStruct = Inside<'w>;
    type SerializeStructVariant = Impossible<(), Unwritable>;

    #[inline(always)]
    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        if value {
            self.bytes(b"true");
        } else {
            self.bytes(b"false");
        }
        Ok(())
    }

    #[inline(always)]
    fn serialize_i8(self, value: i8) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    #[inline(always)]
    fn serialize_i16(self, value: i16) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    #[inline(always)]
    fn serialize_i32(self, value: i32) -> Result<(), Unwritable> {
        self.serialize_i64(value.into())
    }

    #[inline(always)]
    fn serialize_i64(self, value: i64) -> Result<(), Unwritable> {
        if value < 0 {
            self.bytes(b"-");
        }
        self.serialize_u64(value.unsigned_abs())
    }

    #[inline(always)]
    fn serialize_u8(self, value: u8) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    #[inline(always)]
    fn serialize_u16(self, value: u16) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    #[inline(always)]
    fn serialize_u32(self, value: u32) -> Result<(), Unwritable> {
        self.serialize_u64(value.into())
    }

    #[inline(always)]
    fn serialize_u64(self, value: u64) -> Result<(), Unwritable> {
        self.bytes(itoa::Buffer::new().format(value).as_bytes());
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unwritable> {
        no("a floating-point number")
    }

    fn serialize_f64(self, _: f64) -> Result<(), Unwritable> {
        no("a floating-point number")
    }

    #[inline(always)]
    fn serialize_char(self, value: char) -> Result<(), Unwritable> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    #[inline(always)]
    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unwritable> {
        no("a string of bytes")
    }

    #[inline(always)]
    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    #[inline(always)]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    #[inline(always)]
    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.bytes(b"null");
        Ok(())
    }

    #[inline(always)]
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    #[inline(always)]
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unwritable> {
        // Names of variants are ours, and plain.
        self.parts(b"\"", variant, b"\"");
        Ok(())
    }

    #[inline(always)]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        if name != NUMBER {
            return value.serialize(self);
        }
        // The text of a number holds nothing to escape: the parser saw to it.
        let start = self.at();
        value.serialize(&mut *self)?;
        self.take_quotes(start);
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

    #[inline(always)]
    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'w>, Unwritable> {
        Ok(self.open(b'[', b']'))
    }

    #[inline(always)]
    fn serialize_tuple(self, _: usize) -> Result<Inside<'w>, Unwritable> {
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

    #[inline(always)]
    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'w>, Unwritable> {
        Ok(self.open(b'{', b'}'))
    }

    #[inline(always)]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'w>, Unwritable> {
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

impl SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = Unwritable;

    #[inline(always)]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        let lead = self.next();
        self.writer.bytes(&[lead]);
        value.serialize(&mut *self.writer)
    }

    #[inline(always)]
    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeTuple for Inside<'_> {
    type Ok = ();
    type Error = Unwritable;

    #[inline(always)]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        SerializeSeq::serialize_element(self, value)
    }

    #[inline(always)]
    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Unwritable;

    #[inline(always)]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        let lead = self.next();
        self.writer.bytes(&[lead]);
        let start = self.writer.at();
        key.serialize(&mut *self.writer)?;
        if self.writer.is_string(start) { Ok(()) } else { no("such a name") }
    }

    #[inline(always)]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.writer.bytes(b":");
        value.serialize(&mut *self.writer)
    }

    #[inline(always)]
    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = Unwritable;

    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        let lead = self.next();
        // Names of fields are ours, and plain.
        self.writer.parts(&[lead, b'"'], name, b"\":");
        value.serialize(&mut *self.writer)
    }

    #[inline(always)]
    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::escape::is_hostile;

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
    fn room_is_made_wherever_it_ends() {
        for length in 1_900..2_100 {
            let value = ("a".repeat(length), Word::Pass, [Some(-12), None], "\n\u{202e}", "end");
            let theirs = serde_json::to_string(&value).unwrap();
            let mut out = b"before".to_vec();
            write(&value, false, &mut out).unwrap();
            assert_eq!(out, format!("before{theirs}").as_bytes(), "{length}");
        }
    }

    #[test]
    fn a_small_text_takes_little_room() {
        // A claim may hold a million of them.
        assert!(written("a", true).unwrap().capacity() <= 16);
        assert!(written(&vec!["text"; 100], true).unwrap().capacity() <= 2 * 702);
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
