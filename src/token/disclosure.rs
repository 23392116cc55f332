//! SD-JWT (RFC 9901): the disclosures behind the token and the digests that
//! stand for them in it. Hash functions live on a higher floor: whoever asks
//! brings one.

use std::collections::HashMap;

use super::{Form, Part, RawToken, Segment, Token};
use crate::text::json::{Json, Object};

/// The hash function where `_sd_alg` is absent (RFC 9901 section 4.1.1).
const DEFAULT_HASH: &str = "sha-256";

/// The parts of an SD-JWT behind its JWS.
#[derive(Clone, Debug)]
pub struct SdJwt {
    /// The hash function by which disclosures are named.
    pub hash: String,
    /// The key-binding JWT, where one was appended.
    pub key_binding: Option<Box<Token>>,
    /// All that precedes the key-binding JWT: what its `sd_hash` covers.
    bound: RawToken,
    disclosures: Vec<Disclosure>,
}

/// One disclosure: a salt, a name unless it is an array's element, a value.
#[derive(Clone)]
struct Disclosure {
    text: RawToken,
    name: Option<String>,
    value: Option<Json>,
}

impl std::fmt::Debug for Disclosure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Disclosure").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Where a disclosure belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// No digest in the token stands for it.
    Nowhere,
    /// Its digest stands at this path, and nowhere else.
    Path(String),
    /// Its digest stands there more than once (RFC 9901 section 7.1).
    Twice,
    /// The hash function is not known here.
    Unchecked,
    /// It is no base64url of a JSON array of two or three elements.
    Unreadable,
}

/// A disclosure, opened and checked against the digests.
#[derive(Clone, Debug, PartialEq)]
pub struct Disclosed<'a> {
    /// The claim's name; `None` for an element of an array.
    pub name: Option<&'a str>,
    /// Its value.
    pub value: Option<&'a Json>,
    /// Where it belongs.
    pub place: Place,
}

/// A digest in the token: its text, the path, and whether it stands for an
/// element of an array.
struct Digest<'a> {
    text: &'a str,
    path: String,
    element: bool,
}

impl Token {
    /// What stands behind the JWS of an SD-JWT.
    #[must_use]
    pub fn sd_jwt(&self) -> Option<SdJwt> {
        if self.form != Form::SdJwt {
            return None;
        }
        let text = self.raw().expose();
        let (_, tail) = text.split_once('~')?;
        let mut parts: Vec<&str> = tail.split('~').collect();
        // What follows the last `~` is the key-binding JWT, or nothing.
        let last = parts.pop().unwrap_or_default();
        let bound = &text[..text.len() - last.len()];
        let key_binding = last.contains('.').then(|| Box::new(Self::parse(RawToken::new(last))));
        // A last `~` that was lost in copying does not lose a disclosure.
        let unended = (key_binding.is_none() && !last.is_empty()).then_some(last);
        Some(SdJwt {
            hash: self.claims.members().str("_sd_alg").unwrap_or(DEFAULT_HASH).to_owned(),
            key_binding,
            bound: RawToken::new(bound),
            disclosures: parts.into_iter().chain(unended).map(Disclosure::read).collect(),
        })
    }
}

impl Disclosure {
    fn read(text: &str) -> Self {
        let mut found = Self { text: RawToken::new(text), name: None, value: None };
        let Some(bytes) = Segment::read(text).bytes else { return found };
        let Ok(Json::Array(items)) = Json::parse(&bytes) else { return found };
        match &items[..] {
            [Json::String(_), Json::String(name), value] => {
                found.name = Some(name.to_string());
                found.value = Some(value.clone());
            }
            [Json::String(_), value] => found.value = Some(value.clone()),
            _ => {}
        }
        found
    }
}

impl SdJwt {
    /// How many disclosures there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.disclosures.len()
    }

    /// Whether nothing is disclosed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.disclosures.is_empty()
    }

    /// Whether `sd_hash` of the key-binding JWT is that of this SD-JWT; `None`
    /// where there is none, or the hash function is not known (RFC 9901
    /// section 4.3.1).
    #[must_use]
    pub fn is_bound(&self, digest: fn(&str, &[u8]) -> Option<String>) -> Option<bool> {
        let binding = self.key_binding.as_ref()?;
        let own = digest(&self.hash, self.bound.expose().as_bytes())?;
        Some(binding.claims.members().str("sd_hash") == Some(own.as_str()))
    }

    /// The disclosures in order, each with its place, and how many digests are
    /// left for which nothing was disclosed.
    #[must_use]
    pub fn disclosed(
        &self,
        claims: &Part,
        digest: fn(&str, &[u8]) -> Option<String>,
    ) -> (Vec<Disclosed<'_>>, usize) {
        let mut places: Vec<Place> = Vec::with_capacity(self.len());
        let mut by_digest: HashMap<String, usize> = HashMap::new();
        for (at, one) in self.disclosures.iter().enumerate() {
            let own = digest(&self.hash, one.text.expose().as_bytes());
            places.push(match (&one.value, own) {
                (None, _) => Place::Unreadable,
                (_, None) => Place::Unchecked,
                (_, Some(own)) => {
                    // The same disclosure twice has one place.
                    by_digest.entry(own).or_insert(at);
                    Place::Nowhere
                }
            });
        }
        let mut digests = Vec::new();
        members(claims.members(), "", &mut digests);
        let (mut next, mut open) = (0, 0);
        while next < digests.len() {
            let Digest { text, path, element } = &digests[next];
            let (path, element) = (path.clone(), *element);
            let found = by_digest.get(*text).copied();
            next += 1;
            match found {
                Some(at) if self.disclosures[at].name.is_none() == element => {
                    let one = &self.disclosures[at];
                    if places[at] != Place::Nowhere {
                        places[at] = Place::Twice;
                        continue;
                    }
                    let path = one.name.as_ref().map_or(path.clone(), |n| joined(&path, n));
                    // A disclosed value may hold digests of its own.
                    if let Some(value) = &one.value {
                        inner(value, &path, &mut digests);
                    }
                    places[at] = Place::Path(path);
                }
                _ => open += 1,
            }
        }
        let opened = self.disclosures.iter().zip(places).map(|(one, place)| Disclosed {
            name: one.name.as_deref(),
            value: one.value.as_ref(),
            place,
        });
        (opened.collect(), open)
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn members<'a>(object: &'a Object, path: &str, into: &mut Vec<Digest<'a>>) {
    for (name, value) in object.iter() {
        match (name, value) {
            ("_sd", Json::Array(items)) => {
                let texts = items.iter().filter_map(Json::as_str);
                into.extend(texts.map(|text| Digest {
                    text,
                    path: path.to_owned(),
                    element: false,
                }));
            }
            _ => inner(value, &joined(path, name), into),
        }
    }
}

fn inner<'a>(value: &'a Json, path: &str, into: &mut Vec<Digest<'a>>) {
    match value {
        Json::Object(object) => members(object, path, into),
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let path = format!("{path}[{at}]");
                // {"...": digest} stands for an element (RFC 9901 section 4.2.4.2).
                match item.as_object().filter(|o| o.len() == 1).and_then(|o| o.str("...")) {
                    Some(text) => into.push(Digest { text, path, element: true }),
                    None => inner(item, &path, into),
                }
            }
        }
        Json::Bool(_) | Json::Null | Json::Number(_) | Json::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    /// No hash at all: digests can be written down in a test.
    fn length_and_tail(hash: &str, bytes: &[u8]) -> Option<String> {
        let tail: String =
            bytes[bytes.len().saturating_sub(6)..].iter().map(|b| *b as char).collect();
        (hash == "sha-256").then(|| format!("{}-{tail}", bytes.len()))
    }

    fn encoded(json: &str) -> String {
        URL_SAFE_NO_PAD.encode(json)
    }

    fn sd_jwt(claims: &str, disclosures: &[&str]) -> Token {
        let head = encoded(r#"{"alg":"ES256","typ":"dc+sd-jwt"}"#);
        let mut tail: Vec<String> = disclosures.iter().map(|d| encoded(d)).collect();
        tail.push(String::new());
        Token::parse(RawToken::new(format!("{head}.{}.AAAA~{}", encoded(claims), tail.join("~"))))
    }

    fn digest(json: &str) -> String {
        length_and_tail("sha-256", encoded(json).as_bytes()).unwrap()
    }

    #[test]
    fn disclosures_are_opened_and_placed_also_inside_each_other() {
        let city = r#"["s1","city","Bonn"]"#;
        let address = format!(r#"["s2","address",{{"_sd":["{}"]}}]"#, digest(city));
        let element = r#"["s3","DE"]"#;
        let claims = format!(
            r#"{{"a":{{"_sd":["{}","decoy"]}},"n":["FR",{{"...":"{}"}}]}}"#,
            digest(&address),
            digest(element)
        );
        let stray = r#"["s4","x",1]"#;
        let token = sd_jwt(&claims, &[city, &address, element, stray, "7"]);
        let sd = token.sd_jwt().unwrap();
        let (found, open) = sd.disclosed(&token.claims, length_and_tail);
        let places: Vec<Place> = found.into_iter().map(|d| d.place).collect();
        let path = |text: &str| Place::Path(text.to_owned());
        assert_eq!(
            places,
            [
                path("a.address.city"),
                path("a.address"),
                path("n[1]"),
                Place::Nowhere,
                Place::Unreadable
            ]
        );
        assert_eq!(open, 1);
    }

    #[test]
    fn a_name_in_an_array_or_a_digest_used_twice_is_no_match() {
        let named = r#"["s","name","x"]"#;
        let claims = format!(r#"{{"n":[{{"...":"{}"}}]}}"#, digest(named));
        let token = sd_jwt(&claims, &[named]);
        let sd = token.sd_jwt().unwrap();
        assert_eq!(sd.disclosed(&token.claims, length_and_tail).0[0].place, Place::Nowhere);
        let claims = format!(r#"{{"_sd":["{0}"],"b":{{"_sd":["{0}"]}}}}"#, digest(named));
        let token = sd_jwt(&claims, &[named]);
        let sd = token.sd_jwt().unwrap();
        assert_eq!(sd.disclosed(&token.claims, length_and_tail).0[0].place, Place::Twice);
    }

    #[test]
    fn key_binding_and_unknown_hash() {
        let token = sd_jwt(r#"{"_sd_alg":"md5"}"#, &[r#"["s","a",1]"#]);
        let sd = token.sd_jwt().unwrap();
        assert_eq!(sd.disclosed(&token.claims, length_and_tail).0[0].place, Place::Unchecked);
        let issued = sd_jwt("{}", &[]).raw().expose().to_owned();
        let own = length_and_tail("sha-256", issued.as_bytes()).unwrap();
        for (hash, fits) in [(own.as_str(), true), ("other", false)] {
            let body = encoded(&format!(r#"{{"nonce":"n","sd_hash":"{hash}"}}"#));
            let head = encoded(r#"{"alg":"ES256","typ":"kb+jwt"}"#);
            let whole = format!("{issued}{head}.{body}.AAAA");
            let sd = Token::parse(RawToken::new(whole)).sd_jwt().unwrap();
            assert_eq!(sd.is_bound(length_and_tail), Some(fits));
        }
    }
}
