//! Floor 1: text -> [`Token`]. A token is made only by parsing; nothing in it
//! is trusted, and nothing of it that could be replayed is ever displayed.
//! Uses `text/` alone.

use std::fmt;

use crate::text::json::{Json, JsonError, Object};

mod claims;
mod mask;
pub mod paste;
mod segment;

pub use claims::Claim;
pub use mask::{Mask, masked};
pub use segment::{Flaw, Segment};

/// Longest token that is read, in bytes.
pub const MAX_TOKEN: usize = 16 * 1024 * 1024;

/// The text of a token: a credential. It has no `Display`, and its `Debug`
/// shows the length alone.
#[derive(Clone, PartialEq, Eq)]
pub struct RawToken(String);

impl RawToken {
    /// Takes the text of a token.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
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

/// Damage to a token that reads as the remains of a JWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// An ellipsis stands inside: a log or a document left out the middle.
    Elided {
        /// Offset in bytes from the start of the token.
        at: usize,
    },
    /// A part's encoding or JSON is broken.
    Part {
        /// "header", "payload" or "signature".
        part: &'static str,
        /// What is wrong with it, in words.
        what: String,
    },
    /// Not two dots.
    Parts(usize),
    /// The end is missing.
    Truncated {
        /// The part in which the text ends.
        part: &'static str,
        /// How much is there, in words.
        left: String,
    },
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
}

impl Token {
    /// Reads one token. Never fails: whatever is no JWT is opaque.
    #[must_use]
    pub fn parse(raw: RawToken) -> Self {
        let text = raw.expose();
        let mut token = if text.is_empty() {
            Self::bare(Form::None)
        } else if text.starts_with('{') {
            Self::json_serialization(text)
        } else if let Some((jws, _)) = text.split_once('~') {
            let mut token = Self::compact(jws);
            if token.form == Form::Jws {
                token.form = Form::SdJwt;
            }
            token
        } else {
            Self::compact(text)
        };
        token.raw = raw;
        token
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
            raw: RawToken(String::new()),
            form,
            header: Part::Absent,
            claims: Part::Absent,
            segments: Vec::new(),
            damage: Vec::new(),
        }
    }

    fn compact(text: &str) -> Self {
        let mut token = Self::bare(Form::Opaque);
        // Headers are small: nothing of a long opaque string is decoded.
        let mut texts = text.split('.');
        let Some(first) = texts.next() else { return token };
        let head = Segment::read(first);
        let header = Part::read(&head);
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
        token.damage = damage(&token, text);
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

/// Characters that stand for "something was left out here".
const ELLIPSES: [&str; 3] = ["\u{2026}", "...", "[...]"];

fn damage(token: &Token, text: &str) -> Vec<Damage> {
    const NAMES: [&str; 3] = ["header", "payload", "signature"];
    let mut found = Vec::new();
    if let Some(at) = ELLIPSES.iter().filter_map(|e| text.find(e)).min() {
        found.push(Damage::Elided { at });
    }
    let count = token.segments.len();
    let alg = token.alg().unwrap_or_default();
    let unsecured = alg.eq_ignore_ascii_case("none");
    if found.is_empty() {
        found.extend(truncation(token, alg, unsecured));
    }
    for (segment, name) in token.segments.iter().zip(NAMES) {
        if let Some(flaw) = segment.flaw {
            found.push(Damage::Part { part: name, what: flaw.to_string() });
        }
    }
    for (part, name) in [(&token.header, "header"), (&token.claims, "payload")] {
        if let Part::NotJson(error, _) = part {
            found.push(Damage::Part { part: name, what: format!("no JSON: {error}") });
        }
    }
    if count != 3 {
        found.push(Damage::Parts(count));
    }
    found
}

/// Whether the end is missing, and where the text breaks off.
fn truncation(token: &Token, alg: &str, unsecured: bool) -> Option<Damage> {
    let bytes = |segment: &Segment| segment.bytes.as_ref().map_or(0, Vec::len);
    match token.segments.as_slice() {
        [head] => Some(match token.header {
            Part::Object(_) => cut("header", "a whole header and nothing after it".to_owned()),
            _ => cut("header", format!("{} bytes of a header", bytes(head))),
        }),
        [_, body] => Some(match token.claims {
            Part::Object(_) => cut("payload", "header and payload, no signature".to_owned()),
            _ => cut("payload", format!("{} bytes of a payload", bytes(body))),
        }),
        [_, body, signature] => {
            if body.length > 0 && signature.length == 0 && !unsecured {
                return Some(cut("signature", "nothing of the signature".to_owned()));
            }
            let have = bytes(signature);
            let want = signature_length(alg, have)?;
            let legal = matches!(signature.flaw, None | Some(Flaw::Length | Flaw::TrailingBits));
            (legal && have < want)
                .then(|| cut("signature", format!("{have} of {want} bytes of the signature")))
        }
        _ => None,
    }
}

fn cut(part: &'static str, left: String) -> Damage {
    Damage::Truncated { part, left }
}

/// The length in bytes that a signature of this algorithm has (RFC 7518
/// sections 3.2 to 3.5, RFC 8037 section 3.1). RSA signatures are as long as
/// the key, in practice a multiple of 64 and at least 128: the next such length.
fn signature_length(alg: &str, have: usize) -> Option<usize> {
    match alg {
        "HS256" => Some(32),
        "HS384" => Some(48),
        "HS512" | "ES256" | "ES256K" | "EdDSA" | "Ed25519" => Some(64),
        "ES384" => Some(96),
        "ES512" => Some(132),
        "PS256" | "PS384" | "PS512" | "RS256" | "RS384" | "RS512" => {
            Some(if have <= 256 && have != 128 && have != 192 {
                256
            } else {
                have.next_multiple_of(64)
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Token {
        Token::parse(RawToken::new(text))
    }

    const HEAD: &str = "eyJhbGciOiJIUzI1NiJ9";
    const BODY: &str = "eyJzdWIiOiJhIiwibiI6MS4xMH0";
    const SIGN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn a_jws_is_read() {
        let token = parse(&format!("{HEAD}.{BODY}.{SIGN}"));
        assert_eq!(token.form, Form::Jws);
        assert_eq!(token.alg(), Some("HS256"));
        assert_eq!(token.damage, []);
        assert_eq!(token.signing_input(), Some(format!("{HEAD}.{BODY}").as_str()));
        assert_eq!(token.claims.members().get("n").unwrap().to_string(), "1.10");
    }

    #[test]
    fn opaque_strings_stay_opaque() {
        for text in ["eK3b9TfVxQm7Zr2LwPc8", "00Dxx!AQ.a.b", "a.b.c", "MTIz.x.y"] {
            assert_eq!(parse(text).form, Form::Opaque, "{text}");
        }
        assert_eq!(parse("").form, Form::None);
    }

    #[test]
    fn damage_names_the_place() {
        let truncated = |part, text: &str| {
            let token = parse(text);
            assert!(
                matches!(&token.damage[..], [Damage::Truncated { part: p, .. }, ..] if *p == part),
                "{text}: {:?}",
                token.damage
            );
        };
        truncated("header", "eyJhbGciOiJIUzI1N");
        truncated("header", HEAD);
        truncated("payload", &format!("{HEAD}.{}", &BODY[..10]));
        truncated("payload", &format!("{HEAD}.{BODY}"));
        truncated("signature", &format!("{HEAD}.{BODY}."));
        truncated("signature", &format!("{HEAD}.{BODY}.{}", &SIGN[..20]));
        let elided = parse(&format!("{HEAD}.{}\u{2026}{SIGN}", &BODY[..10]));
        assert!(matches!(elided.damage[0], Damage::Elided { at: 31 }));
        let four = parse(&format!("{HEAD}.{BODY}.{SIGN}.x"));
        assert!(four.damage.contains(&Damage::Parts(4)));
    }

    #[test]
    fn an_unsecured_token_is_whole() {
        let token = parse("eyJhbGciOiJub25lIn0.e30.");
        assert_eq!(token.damage, []);
        assert_eq!(token.form, Form::Jws);
    }

    #[test]
    fn a_jwe_shows_its_header() {
        let token = parse("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA");
        assert_eq!(token.form, Form::Jwe);
        assert_eq!(token.header.members().str("enc"), Some("A256GCM"));
    }

    #[test]
    fn debug_output_holds_no_token() {
        let text = format!("{HEAD}.{BODY}.{SIGN}");
        let shown = format!("{:?}", parse(&text));
        assert!(!shown.contains(SIGN) && !shown.contains(HEAD), "{shown}");
    }
}
