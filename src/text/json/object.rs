//! JSON objects, members in the order sent.

use std::collections::HashSet;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};
use smol_str::SmolStr;

use super::Json;

/// Members of an object that are compared one by one.
const FEW: usize = 24;

/// An object: its members in the order sent, duplicates included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// The [`Key::bit`] of every name: most names that are looked up are absent.
    bits: u64,
    members: Option<Arc<Vec<Member>>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Member {
    key: Key,
    name: SmolStr,
    value: Json,
}

/// What tells most names apart at once: names are looked up a hundred times in
/// the same few members. Equal names have equal keys; the reverse is checked.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key(u64);

impl Key {
    /// The beginning of the name and its length; known at compile time for a name
    /// that is part of the program.
    #[inline]
    fn of(name: &str) -> Self {
        let start = match name.as_bytes().first_chunk() {
            Some(start) => u64::from_le_bytes(*start),
            None => name.bytes().rfold(0, |key, byte| key << 8 | u64::from(byte)),
        };
        Self(start ^ (name.len() as u64).rotate_right(8))
    }

    /// One bit of 64, well mixed.
    #[inline]
    fn bit(self) -> u64 {
        1 << (self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
    }
}

impl Object {
    /// An object without members.
    #[must_use]
    pub const fn empty() -> Self {
        Self { bits: 0, members: None }
    }

    fn members(&self) -> &[Member] {
        self.members.as_deref().map_or(&[], Vec::as_slice)
    }

    /// The value that most parsers take: of duplicates, the last.
    #[must_use]
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Json> {
        let key = Key::of(name);
        if self.bits & key.bit() == 0 { None } else { self.find(key, name) }
    }

    fn find(&self, key: Key, name: &str) -> Option<&Json> {
        let found = self.members().iter().rev().find(|m| m.key == key && m.name == name);
        found.map(|member| &member.value)
    }

    /// The text of a string member.
    #[must_use]
    #[inline]
    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Json::as_str)
    }

    /// Whether a member of that name is there.
    #[must_use]
    #[inline]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All members in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.members().iter().map(|member| (member.name.as_str(), &member.value))
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members().len()
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members().is_empty()
    }

    /// Adds a member at the end.
    pub fn push(&mut self, name: impl Into<SmolStr>, value: impl Into<Json>) {
        let member = Member::new(name, value);
        self.bits |= member.key.bit();
        Arc::make_mut(self.members.get_or_insert_default()).push(member);
    }

    /// Names that stand more than once, here or in an object inside, each once.
    #[must_use]
    pub fn duplicates(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.collect_duplicates(&mut found);
        found
    }

    fn collect_duplicates<'a>(&'a self, found: &mut Vec<&'a str>) {
        let members = self.members();
        // A set costs more than it saves on the few members that objects have.
        let mut seen = (members.len() > FEW).then(HashSet::new);
        for (at, Member { key, name, value }) in members.iter().enumerate() {
            let again = match &mut seen {
                Some(seen) => !seen.insert(name.as_str()),
                None => members[..at].iter().any(|m| m.key == *key && m.name == *name),
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

impl Member {
    fn new<N: Into<SmolStr>, V: Into<Json>>(name: N, value: V) -> Self {
        let name = name.into();
        Self { key: Key::of(&name), name, value: value.into() }
    }
}

/// The members of an object that is being read.
#[derive(Default)]
pub(super) struct Members(Vec<Member>);

impl Members {
    /// Room for the members of a whole text of so many bytes: one of a token has
    /// some thirty.
    pub(super) fn of(bytes: usize) -> Self {
        Self(Vec::with_capacity((bytes / 32).clamp(2, 16)))
    }

    pub(super) fn push(&mut self, name: SmolStr, value: Json) {
        self.0.push(Member::new(name, value));
    }
}

impl From<Members> for Object {
    fn from(mut members: Members) -> Self {
        // There may be a million small ones.
        if members.0.capacity() > 2 * members.0.len() {
            members.0.shrink_to_fit();
        }
        let bits = members.0.iter().fold(0, |bits, member| bits | member.key.bit());
        Self { bits, members: Some(Arc::new(members.0)).filter(|all| !all.is_empty()) }
    }
}

impl<T: Into<SmolStr>> FromIterator<(T, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (T, Json)>>(members: I) -> Self {
        let new = |(name, value)| Member::new::<T, Json>(name, value);
        Members(members.into_iter().map(new).collect()).into()
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.len()))?;
        for Member { name, value, .. } in self.members() {
            map.serialize_entry(name.as_str(), value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_object_takes_little_room() {
        let text = format!("[{}]", vec![r#"{"a":1}"#; 100].join(","));
        let json = Json::parse(text.as_bytes()).unwrap();
        for item in json.as_array().unwrap() {
            let members = item.as_object().unwrap().members.as_ref().unwrap();
            assert!(members.capacity() <= 2 * members.len());
        }
    }

    #[test]
    fn names_that_look_alike_are_told_apart() {
        let ends = "abcdefgh";
        let names: Vec<String> = (0..=ends.len())
            .flat_map(|length| [ends[..length].to_owned(), format!("{}-", &ends[..length])])
            .chain(
                ["abcdXefgh", "abcdYefgh", "abcXdef", "abcYdef", "aXb", "aYb", "\0", "a\0"]
                    .map(str::to_owned),
            )
            .chain([String::from("é"), String::from("ab\0\0\0")])
            .collect();
        let object: Object =
            names.iter().enumerate().map(|(at, name)| (name, Json::from(at.to_string()))).collect();
        for (at, name) in names.iter().enumerate() {
            let last = names.iter().rposition(|other| other == name).unwrap_or(at);
            assert_eq!(object.get(name), Some(&Json::from(last.to_string())), "{name:?}");
        }
        assert_eq!(object.get("abcdZefgh"), None);
        assert_eq!(object.get("aZb"), None);
    }
}
