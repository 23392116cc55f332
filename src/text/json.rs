//! JSON as it was sent: member order, duplicate names and the text of every
//! number are kept (RFC 8259). A general parser would lose all three, and each
//! of them decides what some API makes of a token.

use std::fmt;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeSeq, Serializer};
pub use smol_str::SmolStr;

mod lanes;
mod object;
mod parse;
#[cfg(test)]
mod tests;
mod write;

pub use object::Object;
pub use parse::MAX_DEPTH;

/// A JSON value that keeps what was sent. A clone shares what it is made of: a
/// claim stands in the token, in its view and in the rows of the checks.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as its text.
    Number(Number),
    /// A string, its escapes resolved.
    String(SmolStr),
    /// An array.
    Array(Arc<[Json]>),
    /// An object.
    Object(Object),
}

/// A number as the text that was sent; no digit is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(SmolStr);

/// Why a text is not JSON, and at which byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Offset in bytes from the start of the text.
    pub at: usize,
    /// What was wrong, in words.
    pub what: &'static str,
    /// The text ended too early: it may have been cut.
    pub ended: bool,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.what, self.at)
    }
}

impl std::error::Error for JsonError {}

impl Json {
    /// A string value, copied.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::String(text.into())
    }

    /// The text of a string value.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The members of an object value.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The elements of an array value.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The JSON type in words, as an error message names it.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// Words of our own.
impl From<&'static str> for Json {
    fn from(text: &'static str) -> Self {
        Self::String(SmolStr::new_static(text))
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl From<SmolStr> for Json {
    fn from(text: SmolStr) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Number(Number(SmolStr::new(itoa::Buffer::new().format(value))))
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }
}

/// Compact JSON text.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write::written(self, false).map_err(|_| fmt::Error)?)
    }
}

impl Number {
    /// The text as it was sent.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The nearest floating-point value; infinite where the text exceeds it.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The value where it is a plain integer in range.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Number(number) => to.serialize_newtype_struct(write::NUMBER, number.text()),
            Self::String(text) => to.serialize_str(text),
            Self::Array(items) => {
                let mut seq = to.serialize_seq(Some(items.len()))?;
                for item in items.iter() {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Object(object) => object.serialize(to),
        }
    }
}

/// Compact JSON text in which no character is left that could steer a
/// terminal, reorder the text or hide: such characters can only stand inside
/// strings, where `\uXXXX` means the same.
#[must_use]
pub fn safe_json<T: Serialize + ?Sized>(value: &T) -> String {
    // Only a foreign Serialize can fail: our numbers are checked when parsed.
    write::written(value, true).unwrap_or_else(|_| "null".to_owned())
}

/// The same, added to other text: for reports, of which there may be millions.
pub fn write_safe_json<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    let start = out.len();
    if write::write(value, true, out).is_err() {
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}
