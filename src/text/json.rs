//! JSON as it was sent: member order, duplicate names and the text of every
//! number are kept (RFC 8259). A general parser would lose all three, and each
//! of them decides what some API makes of a token.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

mod parse;
#[cfg(test)]
mod tests;
mod write;

pub use parse::MAX_DEPTH;

/// Members of an object that are compared one by one.
const FEW: usize = 24;

/// A JSON value that keeps what was sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as its text.
    Number(Number),
    /// A string, its escapes resolved.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Object),
}

/// A number as the text that was sent; no digit is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

/// An object: its members in the order sent, duplicates included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    members: Vec<(String, Json)>,
}

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

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
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
        Self::Number(Number(value.to_string()))
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

impl Object {
    /// An object without members.
    #[must_use]
    pub const fn empty() -> Self {
        Self { members: Vec::new() }
    }

    /// The value that most parsers take: of duplicates, the last.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v)
    }

    /// The text of a string member.
    #[must_use]
    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Json::as_str)
    }

    /// Whether a member of that name is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All members in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.members.iter().map(|(n, v)| (n.as_str(), v))
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Adds a member at the end.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<Json>) {
        self.members.push((name.into(), value.into()));
    }

    /// Names that stand more than once, here or in an object inside, each once.
    #[must_use]
    pub fn duplicates(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.collect_duplicates(&mut found);
        found
    }

    fn collect_duplicates<'a>(&'a self, found: &mut Vec<&'a str>) {
        // A set costs more than it saves on the few members that objects have.
        let mut seen = (self.members.len() > FEW).then(std::collections::HashSet::new);
        for (at, (name, value)) in self.members.iter().enumerate() {
            let again = match &mut seen {
                Some(seen) => !seen.insert(name.as_str()),
                None => self.members[..at].iter().any(|(earlier, _)| earlier == name),
            };
            if again && !found.contains(&name.as_str()) {
                found.push(name);
            }
            value.collect_duplicates(found);
        }
    }
}

impl Json {
    fn collect_duplicates<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Object(object) => object.collect_duplicates(found),
            Self::Array(items) => items.iter().for_each(|i| i.collect_duplicates(found)),
            Self::Bool(_) | Self::Null | Self::Number(_) | Self::String(_) => {}
        }
    }
}

impl FromIterator<(String, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(members: I) -> Self {
        Self { members: members.into_iter().collect() }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            Self::Number(number) => to.serialize_newtype_struct(write::NUMBER, &number.0),
            Self::String(text) => to.serialize_str(text),
            Self::Array(items) => {
                let mut seq = to.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Object(object) => object.serialize(to),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.members.len()))?;
        for (name, value) in &self.members {
            map.serialize_entry(name, value)?;
        }
        map.end()
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
