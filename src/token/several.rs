//! JWS JSON serialization (RFC 7515 section 7.2): one payload, any number of
//! signatures.

use super::{Form, Part, Segment, Token};
use crate::text::json::{Json, Object};

/// One signature of a JWS in JSON.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The protected header.
    pub protected: Part,
    /// The header that no signature covers.
    pub unprotected: Option<Object>,
    /// The signature.
    pub signature: Segment,
}

impl Signed {
    fn read(entry: &Object) -> Self {
        let protected = match entry.str("protected").filter(|text| !text.is_empty()) {
            Some(text) => Part::read(&Segment::read(text)),
            None => Part::Absent,
        };
        Self {
            protected,
            unprotected: entry.get("header").and_then(Json::as_object).cloned(),
            signature: Segment::read(entry.str("signature").unwrap_or_default()),
        }
    }

    /// A string member of either header; the protected one outranks.
    #[must_use]
    pub fn str(&self, name: &str) -> Option<&str> {
        let open = self.unprotected.as_ref();
        self.protected.members().str(name).or_else(|| open.and_then(|header| header.str(name)))
    }
}

impl Token {
    /// The signatures of a JWS in JSON, in the order sent; none in any other form.
    #[must_use]
    pub fn signatures(&self) -> Vec<Signed> {
        if self.form != Form::JwsJson {
            return Vec::new();
        }
        let Ok(Json::Object(object)) = Json::parse(self.raw().expose().as_bytes()) else {
            return Vec::new();
        };
        match object.get("signatures").and_then(Json::as_array) {
            Some(items) => items.iter().filter_map(Json::as_object).map(Signed::read).collect(),
            None => vec![Signed::read(&object)],
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::token::{RawToken, Token};

    #[test]
    fn every_signature_is_read() {
        let token = Token::parse(RawToken::new(
            r#"{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AAAA"},{"header":{"alg":"ES256","kid":"k"},"signature":"AA"}]}"#,
        ));
        let found = token.signatures();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].str("alg"), found[0].str("kid")), (Some("HS256"), None));
        assert_eq!((found[1].str("alg"), found[1].str("kid")), (Some("ES256"), Some("k")));
        let flat = r#"{"payload":"e30","protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AAAA"}"#;
        assert_eq!(Token::parse(RawToken::new(flat)).signatures().len(), 1);
        assert!(Token::parse(RawToken::new("a.b.c")).signatures().is_empty());
    }
}
