//! Nothing that tokcheck prints can be replayed: a token, or anything inside
//! one that is itself a token or a private key, loses the part that makes it
//! usable before it reaches a report.

use std::borrow::Cow;

use super::{Form, Token};
use crate::text::bytes::find_all;
use crate::text::json::{Json, Object};

mod compact;
mod packed;

pub use compact::masked;

/// What stands in place of a part that was taken out.
const GONE: &str = "\u{2026}";

/// Members of a JWK that must stay private (RFC 7518 sections 6.2.2, 6.3.2, 6.4).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Secrets of one token that are looked for in every text: a bound, for tokens
/// made to have no end of them.
const MOST_SECRETS: usize = 64;

/// Takes one token's secrets out of any text about it.
#[derive(Clone, Default)]
pub struct Mask {
    secrets: Vec<String>,
    /// The shortest secret, in bytes.
    least: usize,
}

impl Mask {
    /// A mask that knows this token's signatures and disclosures, or the whole
    /// of an opaque token.
    #[must_use]
    pub fn of(token: &Token) -> Self {
        let raw = token.raw().expose();
        let mut secrets = Vec::new();
        match token.form {
            Form::Opaque => secrets.push(raw.to_owned()),
            Form::JwsJson => {
                let Ok(json) = Json::parse(raw.as_bytes()) else { return Self::default() };
                signatures(&json, &mut secrets);
            }
            // The issuer's signature, the disclosures, and the holder's signature.
            Form::SdJwt => {
                let (jws, tail) = raw.split_once('~').unwrap_or((raw, ""));
                let signature = jws.rsplit('.').next().unwrap_or_default();
                let behind = tail.split('~').map(|part| part.rsplit('.').next().unwrap_or(part));
                secrets.extend(std::iter::once(signature).chain(behind).map(str::to_owned));
            }
            Form::Jwe | Form::Jws | Form::None => {
                secrets.extend(raw.rsplit('.').find(|part| !part.is_empty()).map(str::to_owned));
            }
        }
        // A few characters occur by chance and open nothing.
        secrets.retain(|secret| secret.len() >= 8);
        secrets.truncate(MOST_SECRETS);
        if let Some(inside) = &token.inside {
            secrets.extend(Self::of(inside).secrets);
        }
        Self::for_secrets(secrets)
    }

    fn for_secrets(secrets: Vec<String>) -> Self {
        let least = secrets.iter().map(String::len).min().unwrap_or(usize::MAX);
        Self { secrets, least }
    }

    /// Whether a secret could stand in the text: one does where its first bytes
    /// do, and a search for these is much cheaper than one for the whole.
    fn may_stand_in(&self, text: &str) -> bool {
        text.len() >= self.least
            && self.secrets.iter().any(|secret| {
                let Some(start) = secret.as_bytes().first_chunk::<8>() else { return true };
                let text = text.as_bytes();
                find_all(start[0], text).any(|at| text[at..].starts_with(start))
            })
    }

    /// The text without this token's secrets and without those of any other.
    #[must_use]
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        // "eyJ..x" is the shortest that could be masked.
        if text.len() < 6 {
            return Cow::Borrowed(text);
        }
        let mut out = masked(text);
        if !self.may_stand_in(&out) {
            return out;
        }
        for secret in &self.secrets {
            if out.contains(secret.as_str()) {
                out = Cow::Owned(out.replace(secret.as_str(), GONE));
            }
        }
        out
    }

    /// The same for a text that nobody else needs.
    #[must_use]
    pub fn own(&self, text: String) -> String {
        match self.text(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(shown) => shown,
        }
    }

    /// The same for words of our own that may quote the token: those that are
    /// part of the program can't.
    #[must_use]
    pub fn words(&self, words: Cow<'static, str>) -> Cow<'static, str> {
        if let Cow::Owned(text) = &words
            && let Cow::Owned(shown) = self.text(text)
        {
            return Cow::Owned(shown);
        }
        words
    }

    /// Whether something in the value may have to be masked; most tokens hold
    /// nothing that has to, and what is not copied for it is shared.
    fn touches(&self, json: &Json) -> bool {
        match json {
            Json::String(text) => may_be_json(text) || matches!(self.text(text), Cow::Owned(_)),
            Json::Array(items) => items.iter().any(|item| self.touches(item)),
            Json::Object(object) => self.touches_any(object),
            Json::Bool(_) | Json::Null | Json::Number(_) => false,
        }
    }

    fn touches_any(&self, object: &Object) -> bool {
        let mut members = object.iter();
        object.has("kty")
            || object.has("signature")
            || members.any(|(n, v)| matches!(self.text(n), Cow::Owned(_)) || self.touches(v))
    }

    /// The value with every text in it masked, where that changes it.
    #[must_use]
    pub fn changed(&self, json: &Json) -> Option<Json> {
        self.touches(json).then(|| self.json(json))
    }

    /// The value with every text in it masked, private JWK members included.
    #[must_use]
    pub fn json(&self, json: &Json) -> Json {
        match json {
            Json::String(text) => self.string(text).map_or_else(|| json.clone(), Json::from),
            Json::Array(items) => Json::Array(items.iter().map(|i| self.json(i)).collect()),
            Json::Object(object) => Json::Object(self.object(object)),
            Json::Bool(_) | Json::Null | Json::Number(_) => json.clone(),
        }
    }

    /// What becomes of a string; none where it stays. It may hold JSON again: a
    /// key or a signed object as a text.
    fn string(&self, text: &str) -> Option<String> {
        if may_be_json(text)
            && let Ok(json @ (Json::Object(_) | Json::Array(_))) =
                Json::parse(text.trim().as_bytes())
            && self.touches(&json)
        {
            let shown = self.json(&json);
            if shown != json {
                return Some(shown.to_string());
            }
        }
        match self.text(text) {
            Cow::Borrowed(_) => None,
            Cow::Owned(masked) => Some(masked),
        }
    }

    /// The object with every text in it masked, private JWK members included,
    /// and the signatures of a JWS in JSON.
    #[must_use]
    pub fn object(&self, object: &Object) -> Object {
        if !self.touches_any(object) {
            return object.clone();
        }
        let key = object.has("kty");
        let signed = object.has("signature") && (object.has("payload") || object.has("protected"));
        object
            .iter()
            .map(|(name, value)| {
                let secret = key && PRIVATE.contains(&name) || signed && name == "signature";
                let value = if secret { Json::from(GONE) } else { self.json(value) };
                (self.text(name).into_owned(), value)
            })
            .collect()
    }
}

/// Whether a text could be an object or a list again.
fn may_be_json(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'{' | b'[') => true,
        // Nearly every text begins with a letter or a digit.
        Some(first) if first.is_ascii_graphic() => false,
        _ => text.trim_start().starts_with(['{', '[']),
    }
}

/// The signatures of a JWS in JSON.
fn signatures(json: &Json, into: &mut Vec<String>) {
    let Some(object) = json.as_object() else { return };
    into.extend(object.str("signature").map(str::to_owned));
    let several = object.get("signatures").and_then(Json::as_array).unwrap_or_default();
    for entry in several {
        signatures(entry, into);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::RawToken;

    const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLXNlY3JldA";

    #[test]
    fn a_secret_is_seen_wherever_it_stands() {
        let mask = Mask::for_secrets(vec!["sssssssz".into(), "another-one".into()]);
        for before in 0..40 {
            for secret in ["sssssssz", "another-one"] {
                let text = format!("{}{secret} ", "s".repeat(before));
                let shown = format!("{}\u{2026} ", "s".repeat(before));
                assert_eq!(mask.text(&text), shown);
            }
        }
        assert_eq!(mask.text("ssssssss another one"), "ssssssss another one");
    }

    #[test]
    fn what_is_packed_once_more_is_masked_too() {
        let mask = Mask::default();
        for hidden in [
            r#"{"t":"eyJhbGciOiJIUzI1NiJ9%2EeyJzdWIiOiJhIn0%2Ec2lnbmF0dXJl"}"#,
            r#"{"t":"{\"kty\":\"oct\",\"k\":\"c2lnbmF0dXJl\"}"}"#,
            r#"{"t":{"payload":"e30","protected":"e30","signature":"c2lnbmF0dXJl"}}"#,
            r#"{"t":"\u00a0{\"kty\":\"oct\",\"k\":\"c2lnbmF0dXJl\"}\u00a0"}"#,
            r#"{"t":"IHsiYWxnIjoiSFMyNTYifQ.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"}"#,
        ] {
            let json = Json::parse(hidden.as_bytes()).unwrap();
            let shown = mask.json(&json).to_string();
            assert!(!shown.contains("c2lnbmF0dXJl"), "{shown}");
        }
    }

    #[test]
    fn private_members_and_own_signature() {
        let mask = Mask::of(&Token::parse(RawToken::new(TOKEN)));
        assert!(!mask.text("sig c2lnbmF0dXJlLXNlY3JldA here").contains("c2lnbmF0"));
        let json = Json::parse(br#"{"jwk":{"kty":"EC","d":"s3cret","x":"pub"}}"#).unwrap();
        let shown = mask.json(&json).to_string();
        assert!(!shown.contains("s3cret") && shown.contains("pub"), "{shown}");
    }
}
