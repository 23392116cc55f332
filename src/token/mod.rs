//! Floor 1: text -> [`Token`]. A token is made only by parsing; nothing in it
//! is trusted, and nothing of it that could be replayed is ever displayed.
//! Uses `text/` alone.

use std::fmt;
use std::sync::Arc;

use crate::text::bytes::{find, find_all};
use crate::text::json::{Json, JsonError, Object};

mod claims;
mod damage;
mod disclosure;
mod header;
mod mask;
pub mod paste;
mod remark;
mod segment;
mod several;
#[cfg(test)]
mod tests;

pub use claims::Claim;
pub use damage::Damage;
pub use disclosure::{Disclosed, Place, SdJwt};
pub use mask::{Mask, masked};
pub use remark::remarks;
pub use segment::{Flaw, Segment};
pub use several::Signed;

/// How many tokens lie inside each other before the next is taken for bytes.
const DEEPEST: usize = 4;

/// Longest token that is read, in bytes.
pub const MAX_TOKEN: usize = 16 * 1024 * 1024;

/// The text of a token: a credential. It has no `Display`, and its `Debug`
/// shows the length alone.
#[derive(Clone, PartialEq, Eq)]
pub struct RawToken(Arc<str>);

impl RawToken {
    /// Takes the text of a token.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text itself: for checks, never for output.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RawToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawToken({} bytes)", self.0.len())
    }
}

/// The form of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// JWE compact serialization: five parts (RFC 7516 section 3.1).
    Jwe,
    /// JWS compact serialization: three parts (RFC 7515 section 3.1), or the
    /// damaged remains of one.
    Jws,
    /// JWS JSON serialization (RFC 7515 section 7.2).
    JwsJson,
    /// No token at all.
    None,
    /// A string that only its issuer can read.
    Opaque,
    /// SD-JWT: a JWS, then disclosures behind `~`.
    SdJwt,
}

impl Form {
    /// The name in JSON output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jwe => "jwe",
            Self::Jws => "jws",
            Self::JwsJson => "jws-json",
            Self::None => "none",
            Self::Opaque => "opaque",
            Self::SdJwt => "sd-jwt",
        }
    }
}

/// The JSON in a part of a token.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// The part is not there, or not readable without a key.
    Absent,
    /// The part can't be decoded: its [`Segment`] says why.
    Undecodable,
    /// The bytes are not JSON; the members read before the error.
    NotJson(JsonError, Object),
    /// JSON, but no object (RFC 7519 section 7.2, steps 4 and 10).
    NotObject(Json),
    /// A JSON object.
    Object(Object),
}

static NO_MEMBERS: Object = Object::empty();

impl Part {
    /// The members, none where there is no object.
    #[must_use]
    pub fn members(&self) -> &Object {
        match self {
            Self::Object(object) | Self::NotJson(_, object) => object,
            Self::Absent | Self::NotObject(_) | Self::Undecodable => &NO_MEMBERS,
        }
    }

    /// The object, where the part is whole and is one.
    #[must_use]
    pub fn object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    fn read(segment: &Segment) -> Self {
        let Some(bytes) = &segment.bytes else { return Self::Undecodable };
        match Json::parse(bytes) {
            Ok(Json::Object(object)) => Self::Object(object),
            Ok(other) => Self::NotObject(other),
            Err(error) => Self::NotJson(error, Json::whole_members(bytes)),
        }
    }
}

/// A token, as read. Its signature has not been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    raw: RawToken,
    /// Its form.
    pub form: Form,
    /// The JOSE header.
    pub header: Part,
    /// The payload as claims; `Absent` for encrypted and opaque tokens.
    pub claims: Part,
    /// The parts between the dots, in order; empty for opaque tokens.
    pub segments: Vec<Segment>,
    /// What is broken about it, the gravest first.
    pub damage: Vec<Damage>,
    /// The token that the payload is, in a nested JWT (RFC 7519 section 5.2).
    pub inside: Option<Box<Token>>,
}

impl Token {
    /// Reads one token. Never fails: whatever is no JWT is opaque.
    #[must_use]
    pub fn parse(raw: RawToken) -> Self {
        Self::parse_within(raw, 0)
    }

    /// Reads one token that lies so deep inside others.
    fn parse_within(raw: RawToken, depth: usize) -> Self {
        let text = raw.expose();
        let mut token = if text.is_empty() {
            Self::bare(Form::None)
        } else if text.starts_with('{') {
            Self::json_serialization(text)
        } else if let Some(tilde) = find(b'~', text.as_bytes()) {
            let mut token = Self::compact(&text[..tilde]);
            if token.form == Form::Jws {
                token.form = Form::SdJwt;
            }
            token
        } else {
            Self::compact(text)
        };
        token.raw = raw;
        token.inside = token.nested(depth).map(Box::new);
        token
    }

    /// The token that the payload is: as it stands, or as a JSON string.
    fn nested(&self, depth: usize) -> Option<Self> {
        let text = match &self.claims {
            _ if depth >= DEEPEST => return None,
            Part::NotJson(..) => {
                let bytes = self.segments.get(1)?.bytes.as_ref()?;
                std::str::from_utf8(bytes).ok()?.trim_ascii()
            }
            Part::NotObject(Json::String(text)) => text,
            Part::Absent | Part::NotObject(_) | Part::Object(_) | Part::Undecodable => return None,
        };
        if !begins_as_header(text) {
            return None;
        }
        let inside = Self::parse_within(RawToken::new(text), depth + 1);
        let whole = match inside.form {
            Form::Jwe => true,
            Form::Jws | Form::SdJwt => {
                inside.header.object().is_some() && inside.segments.len() == 3
            }
            Form::JwsJson | Form::None | Form::Opaque => false,
        };
        whole.then_some(inside)
    }

    /// The whole text: for checks, never for output.
    #[must_use]
    pub fn raw(&self) -> &RawToken {
        &self.raw
    }

    /// `alg` of the header, where it is a string (RFC 7515 section 4.1.1).
    #[must_use]
    pub fn alg(&self) -> Option<&str> {
        self.header.members().str("alg")
    }

    /// `typ` of the header in lower case and without an `application/` prefix
    /// (RFC 7515 section 4.1.9).
    #[must_use]
    pub fn typ(&self) -> Option<String> {
        self.header.members().str("typ").map(normal_typ)
    }

    /// The bytes that the signature covers: header, dot and payload as they
    /// were sent (RFC 7515 section 5.2, step 8).
    #[must_use]
    pub fn signing_input(&self) -> Option<&str> {
        if !matches!(self.form, Form::Jws | Form::SdJwt) || self.segments.len() != 3 {
            return None;
        }
        let length = self.segments[0].length + 1 + self.segments[1].length;
        self.raw.expose().get(..length)
    }

    /// The part that holds the signature.
    #[must_use]
    pub fn signature(&self) -> Option<&Segment> {
        match self.form {
            Form::Jws | Form::SdJwt => self.segments.get(2),
            Form::Jwe | Form::JwsJson | Form::None | Form::Opaque => None,
        }
    }

    fn bare(form: Form) -> Self {
        Self {
            raw: RawToken(Arc::default()),
            form,
            header: Part::Absent,
            claims: Part::Absent,
            segments: Vec::new(),
            damage: Vec::new(),
            inside: None,
        }
    }

    fn compact(text: &str) -> Self {
        let mut token = Self::bare(Form::Opaque);
        // Headers are small: nothing of a long opaque string is decoded.
        let mut start = 0;
        let ends = find_all(b'.', text.as_bytes()).chain(std::iter::once(text.len()));
        let mut texts = ends.map(|end| &text[std::mem::replace(&mut start, end + 1)..end]);
        let Some(first) = texts.next() else { return token };
        let (head, header) = header::read(first);
        let remains = match &header {
            Part::Object(_) => true,
            // A header that was cut or hurt still begins as one.
            Part::NotJson(_, members) => !members.is_empty() || begins_as_header(first),
            Part::Undecodable => begins_as_header(first),
            Part::Absent | Part::NotObject(_) => false,
        };
        if !remains {
            return token;
        }
        token.segments = std::iter::once(head).chain(texts.map(Segment::read)).collect();
        token.header = header;
        if token.segments.len() == 5 && token.header.object().is_some_and(|h| h.has("enc")) {
            token.form = Form::Jwe;
            return token;
        }
        token.form = Form::Jws;
        token.claims = token.segments.get(1).map_or(Part::Absent, Part::read);
        token.damage = damage::damage(&token, text);
        token
    }

    /// RFC 7515 section 7.2: general or flattened.
    fn json_serialization(text: &str) -> Self {
        let mut token = Self::bare(Form::Opaque);
        let Ok(Json::Object(object)) = Json::parse(text.as_bytes()) else { return token };
        let first = match object.get("signatures").and_then(Json::as_array) {
            Some(all) => all.first().and_then(Json::as_object),
            None if object.has("signature") => Some(&object),
            None => None,
        };
        let (Some(payload), Some(first)) = (object.str("payload"), first) else { return token };
        token.form = Form::JwsJson;
        let head = Segment::read(first.str("protected").unwrap_or_default());
        let body = Segment::read(payload);
        token.header = match (head.length, first.get("header")) {
            (0, Some(Json::Object(unprotected))) => Part::Object(unprotected.clone()),
            _ => Part::read(&head),
        };
        token.claims = Part::read(&body);
        token.segments =
            vec![head, body, Segment::read(first.str("signature").unwrap_or_default())];
        token
    }
}

/// Letter case and an `application/` prefix do not count in `typ` (RFC 7515 section 4.1.9).
#[must_use]
pub fn normal_typ(typ: &str) -> String {
    let lower = typ.to_ascii_lowercase();
    lower.strip_prefix("application/").map_or_else(|| lower.clone(), str::to_owned)
}

/// The first characters of base64url JSON objects: `{"`, `{ "`, `{\n`, `{\r`.
fn begins_as_header(text: &str) -> bool {
    ["eyJ", "eyA", "ewo", "ew0", "ewk"].iter().any(|start| text.starts_with(start))
}
