//! Typed access to header members and claims. Absent, present and malformed
//! are three different stories, and an API may answer each differently.

use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;

/// One member, read as the type that its specification gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Claim<'a, T> {
    /// There is no such member.
    Absent,
    /// It is there, with another JSON type.
    Malformed(&'a Json),
    /// It is there, as it should be.
    Present(T),
}

impl<'a, T> Claim<'a, T> {
    /// The value where it is present and well formed.
    pub fn present(self) -> Option<T> {
        match self {
            Self::Present(value) => Some(value),
            Self::Absent | Self::Malformed(_) => None,
        }
    }

    fn read(object: &'a Object, name: &str, read: impl Fn(&'a Json) -> Option<T>) -> Self {
        match object.get(name) {
            None => Self::Absent,
            Some(json) => read(json).map_or(Self::Malformed(json), Self::Present),
        }
    }
}

impl Object {
    /// A string member (RFC 7519 section 2, `StringOrURI`).
    #[must_use]
    pub fn string_claim(&self, name: &str) -> Claim<'_, &str> {
        Claim::read(self, name, Json::as_str)
    }

    /// A string or an array of strings, as `aud` is (RFC 7519 section 4.1.3).
    #[must_use]
    pub fn strings_claim(&self, name: &str) -> Claim<'_, Vec<&str>> {
        Claim::read(self, name, |json| match json {
            Json::String(text) => Some(vec![text.as_str()]),
            Json::Array(items) => items.iter().map(Json::as_str).collect(),
            _ => None,
        })
    }

    /// A list of words: an array of strings, or one string split at spaces,
    /// as `scope` is (RFC 6749 section 3.3).
    #[must_use]
    pub fn words_claim(&self, name: &str) -> Claim<'_, Vec<&str>> {
        Claim::read(self, name, |json| match json {
            // RFC 6749 section 3.3: spaces alone, and no other white space, part them.
            Json::String(text) => Some(text.split(' ').filter(|word| !word.is_empty()).collect()),
            Json::Array(items) => items.iter().map(Json::as_str).collect(),
            _ => None,
        })
    }

    /// A `NumericDate`: a JSON number of seconds (RFC 7519 section 2).
    #[must_use]
    pub fn time_claim(&self, name: &str) -> Claim<'_, Timestamp> {
        Claim::read(self, name, |json| match json {
            Json::Number(number) => Timestamp::from_number(number.text()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_stories() {
        let json = Json::parse(br#"{"aud":["a",1],"iss":"i","exp":"12","scope":"a  b"}"#).unwrap();
        let object = json.as_object().unwrap();
        assert!(matches!(object.strings_claim("aud"), Claim::Malformed(_)));
        assert_eq!(object.strings_claim("iss"), Claim::Present(vec!["i"]));
        assert!(matches!(object.time_claim("exp"), Claim::Malformed(_)));
        assert_eq!(object.time_claim("nbf"), Claim::Absent);
        assert_eq!(object.words_claim("scope"), Claim::Present(vec!["a", "b"]));
    }
}
