//! Nothing that tokcheck prints can be replayed: a token, or anything inside
//! one that is itself a token or a private key, loses the part that makes it
//! usable before it reaches a report.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2, memrchr};

use super::{Form, Segment, Token};
use crate::text::json::{Json, Object};

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
                let all = raw.trim_end_matches('.');
                let last = memrchr(b'.', all.as_bytes()).map_or(all, |dot| &all[dot + 1..]);
                secrets.extend(Some(last).filter(|part| !part.is_empty()).map(str::to_owned));
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
                memchr_iter(start[0], text).any(|at| text[at..].starts_with(start))
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

    /// The same for words of our own that may quote the token: those that are
    /// part of the program can't.
    #[must_use]
    pub fn words(&self, words: Cow<'static, str>) -> Cow<'static, str> {
        match words {
            Cow::Borrowed(_) => words,
            Cow::Owned(text) => Cow::Owned(self.text(&text).into_owned()),
        }
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
            && let Ok(json @ (Json::Object(_) | Json::Array(_))) = Json::parse(text.as_bytes())
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

/// The text with the last part of every compact token in it taken out.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if !may_hold_header(bytes) {
        return Cow::Borrowed(text);
    }
    let Some(first) = memchr2(b'.', b'%', bytes) else { return Cow::Borrowed(text) };
    let rest = &text[first..];
    if memchr(b'%', rest.as_bytes()).is_some() && (rest.contains("%2E") || rest.contains("%2e")) {
        let plain = text.replace("%2E", ".").replace("%2e", ".");
        if let Cow::Owned(shown) = masked(&plain) {
            return Cow::Owned(shown);
        }
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((start, keep, end)) = token_in(rest) {
        out.push_str(&rest[..start + keep]);
        out.push_str(GONE);
        rest = &rest[end..];
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether a byte occurs in base64url.
fn is_part(byte: u8) -> bool {
    const PARTS: [bool; 256] = {
        let (mut table, mut byte) = ([false; 256], 0_u8);
        while byte < 128 {
            table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            byte += 1;
        }
        table
    };
    PARTS[usize::from(byte)]
}

/// Whether two bytes may be the first of a base64url JSON object: those that
/// [`header_in`] looks for. No branch: many are looked at together.
const fn may_begin(first: u8, second: u8) -> bool {
    let e = (first == b'e') & ((second == b'y') | (second == b'w'));
    let space = (first == b'I') & (second == b'H');
    let tab = (first == b'C') & ((second == b'X') | (second == b'n'));
    let line = (first == b'D') & (second == b'Q');
    e | space | tab | line
}

/// Whether a text may hold the header of a token at all; most do not.
fn may_hold_header(text: &[u8]) -> bool {
    const LANES: usize = 16;
    let any = |part: &[u8; LANES + 1]| {
        (0..LANES).fold(false, |seen, at| seen | may_begin(part[at], part[at + 1]))
    };
    let Some(last) = text.last_chunk::<{ LANES + 1 }>() else {
        let mut padded = [0; LANES + 1];
        padded[..text.len()].copy_from_slice(text);
        return any(&padded);
    };
    // The last bytes may overlap with those before.
    let mut starts = (0..text.len() - LANES).step_by(LANES);
    any(last) || starts.any(|at| text[at..].first_chunk().is_some_and(any))
}

/// Where a base64url JSON object begins in a part: the header may be glued to
/// other letters, and its first characters give it away.
fn header_in(part: &[u8]) -> Option<usize> {
    (0..part.len()).find(|at| {
        let rest = &part[*at..];
        matches!(
            rest,
            [b'e', b'y', b'J' | b'A', ..]
                | [b'e', b'w', b'o' | b'0' | b'k', ..]
                | [b'I', b'H', b's', ..]
                | [b'C', b'X' | b'n', b's', ..]
        ) || rest.starts_with(b"DQp7")
    })
}

/// Whether a byte occurs in a part of a token, padded or in the other alphabet too.
fn is_packed(byte: u8) -> bool {
    is_part(byte) || matches!(byte, b'=' | b'+' | b'/')
}

/// Finds a compact token: where it starts, how much of it may stay, where it ends.
fn token_in(text: &str) -> Option<(usize, usize, usize)> {
    let bytes = text.as_bytes();
    let part_end =
        |from: usize| from + bytes[from..].iter().take_while(|byte| is_packed(**byte)).count();
    let mut from = 0;
    while let Some(dot) = memchr(b'.', &bytes[from..]).map(|at| from + at) {
        let payload_end = part_end(dot + 1);
        if bytes.get(payload_end) != Some(&b'.') {
            // No second dot: nothing up to here is a token.
            from = payload_end.max(dot + 1);
            continue;
        }
        let head = bytes[from..dot].iter().rposition(|byte| !is_packed(*byte));
        let head = head.map_or(from, |at| from + at + 1);
        let Some(start) = header_in(&bytes[head..dot]).map(|at| head + at) else {
            from = dot + 1;
            continue;
        };
        // The chain goes on with further parts, with disclosures, or with a full
        // stop and the next word of a sentence: none of these may hide the signature.
        let (mut end, mut filled) = (payload_end, false);
        while matches!(bytes.get(end), Some(b'.' | b'~')) {
            let next = part_end(end + 1);
            filled |= next > end + 1;
            end = next;
        }
        if filled {
            let keep = tag_of_jwe(&text[start..end]).unwrap_or(payload_end + 1 - start);
            return Some((start, keep, end));
        }
        // Whatever else starts in this chain of parts ends as empty.
        from = end;
    }
    None
}

/// Where the authentication tag begins, if the chain is a JWE: of one, only the
/// tag is taken out (RFC 7516 section 3.1).
fn tag_of_jwe(chain: &str) -> Option<usize> {
    let parts: Vec<&str> = chain.splitn(6, '.').collect();
    let [header, _, _, _, tag] = parts.as_slice() else { return None };
    let head = Segment::read(header).bytes?;
    let named = String::from_utf8_lossy(&head).contains("\"enc\"");
    (named && !tag.is_empty()).then(|| chain.len() - tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::RawToken;

    const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLXNlY3JldA";

    #[test]
    fn a_token_in_a_text_loses_its_signature() {
        let shown =
            masked("x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln, then eyJh.b.cc").into_owned();
        assert_eq!(shown, "x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.…, then eyJh.b.…");
        assert_eq!(masked("https://a.b.c/eyes.only"), "https://a.b.c/eyes.only");
    }

    #[test]
    fn a_header_is_seen_wherever_it_begins() {
        for start in ["eyJ", "eyA", "ewo", "ew0", "ewk", "IHs", "CXs", "Cns", "DQp7"] {
            for before in 0..40 {
                for after in 0..40 {
                    let text = format!("{}{start}{}", " ".repeat(before), ".".repeat(after));
                    assert!(may_hold_header(text.as_bytes()), "{text}");
                    assert_eq!(header_in(text.as_bytes()), Some(before), "{text}");
                }
            }
        }
        for none in ["", "e", "a.b.c", "https://orders.example.com/a.b.c/d", "e y e w I H C X"] {
            assert!(!may_hold_header(none.as_bytes()), "{none}");
        }
    }

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
    fn what_follows_does_not_hide_it() {
        for end in [".", "..", ".See", ". See", ".a.b", ".a.b.c", "~", "~.", "=", "==.", "/x.y"] {
            for token in [TOKEN, "eyJhbGciOiJIUzI1NiJ9=.eyJzdWIiOiJhIn0==.c2lnbmF0dXJlLXNlY3JldA"] {
                let text = format!("it was {token}{end}");
                let shown = masked(&text);
                assert!(!shown.contains("c2lnbmF0dXJl"), "{shown}");
                assert!(shown.starts_with("it was eyJhbGciOiJIUzI1NiJ9"), "{shown}");
            }
        }
    }

    #[test]
    fn what_stands_before_may_be_any_text() {
        assert_eq!(masked("\u{e0041}eyJh.eyJi.c2ln"), "\u{e0041}eyJh.eyJi.\u{2026}");
        assert_eq!(masked("\u{e0041}. a\u{e9}. b"), "\u{e0041}. a\u{e9}. b");
        assert_eq!(masked("a\u{e9}eyJh.b.cc \u{65e5}.x"), "a\u{e9}eyJh.b.\u{2026} \u{65e5}.x");
    }

    #[test]
    fn a_long_chain_of_parts_is_read_once() {
        let chain = "eyJ..".repeat(200_000);
        assert_eq!(masked(&chain), "eyJ..\u{2026}");
        let empty = "eyJ..".to_owned() + &".".repeat(200_000);
        assert!(masked(&empty) == empty);
    }

    #[test]
    fn what_is_packed_once_more_is_masked_too() {
        let mask = Mask::default();
        for hidden in [
            r#"{"t":"eyJhbGciOiJIUzI1NiJ9%2EeyJzdWIiOiJhIn0%2Ec2lnbmF0dXJl"}"#,
            r#"{"t":"{\"kty\":\"oct\",\"k\":\"c2lnbmF0dXJl\"}"}"#,
            r#"{"t":{"payload":"e30","protected":"e30","signature":"c2lnbmF0dXJl"}}"#,
            r#"{"t":"IHsiYWxnIjoiSFMyNTYifQ.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"}"#,
        ] {
            let json = Json::parse(hidden.as_bytes()).unwrap();
            let shown = mask.json(&json).to_string();
            assert!(!shown.contains("c2lnbmF0dXJl"), "{shown}");
        }
    }

    #[test]
    fn jwe_and_sd_jwt_too() {
        // {"enc":"A128GCM","alg":"dir"}
        let jwe = "eyJlbmMiOiJBMTI4R0NNIiwiYWxnIjoiZGlyIn0";
        assert_eq!(masked(&format!("{jwe}..iv.text.tag")), format!("{jwe}..iv.text.…"));
        assert_eq!(masked("eyJh..iv.text.tag"), "eyJh..…");
        assert!(!masked("eyJh.b.sig~disc~").contains("sig"));
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
