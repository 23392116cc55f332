//! Key sets: made from whatever holds keys, and put together.

use super::material::Material;
use super::{Freshness, Key, KeyError, KeySet, Provenance, Secret, SecretEncoding, jwk, pem, spki};
use crate::text::json::{Json, Object};
use crate::token::Token;

impl KeySet {
    /// A set without keys.
    #[must_use]
    pub fn empty(origin: impl Into<String>) -> Self {
        Self {
            keys: Vec::new(),
            origin: origin.into(),
            freshness: Freshness::Fresh,
            passed_over: Vec::new(),
            withdrawn: Vec::new(),
        }
    }

    /// Reads a JWK set (RFC 7517 section 5). A single JWK is taken as well,
    /// and the map from `kid` to certificate that Google publishes. A bad key
    /// is passed over or kept as unsound; it never loses the set.
    ///
    /// # Errors
    /// When the text is not JSON, or none of these.
    pub fn from_jwks(
        text: &str,
        origin: impl Into<String>,
        provenance: Provenance,
    ) -> Result<Self, KeyError> {
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Err(KeyError::Empty);
        }
        let json = Json::parse(text.as_bytes()).map_err(KeyError::Json)?;
        let Some(object) = json.as_object() else {
            return Err(KeyError::NoKeySet(json.type_name()));
        };
        let mut set = Self::empty(origin);
        match object.get("keys") {
            Some(Json::Array(entries)) => set.add_all(entries, provenance),
            Some(_) => return Err(KeyError::NoKeySet("an object whose keys is no array")),
            None if object.has("kty") => set.add_single(object, provenance)?,
            None if object.has("jwks_uri") => return Err(KeyError::Discovery),
            None if is_certificate_map(object) => set.add_certificates(object),
            None => return Err(KeyError::NoKeySet("an object without keys")),
        }
        Ok(set)
    }

    /// Takes one JWK by itself, as a proof of possession carries it (RFC 9449 section 4.2).
    ///
    /// # Errors
    /// When it is passed over, for the reason in words.
    pub fn from_jwk(
        jwk: &Object,
        origin: impl Into<String>,
        provenance: Provenance,
    ) -> Result<Self, KeyError> {
        let mut set = Self::empty(origin);
        set.add_single(jwk, provenance)?;
        Ok(set)
    }

    /// Reads a file that somebody gave as a key: PEM, DER, JWK, JWK set or
    /// certificate.
    ///
    /// # Errors
    /// When it is none of these, or a private key.
    pub fn from_any(bytes: &[u8], origin: impl Into<String>) -> Result<Self, KeyError> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(KeyError::Empty);
        }
        let mut set = Self::empty(origin);
        if let Ok(text) = std::str::from_utf8(bytes) {
            let bare = text.trim_start_matches('\u{feff}').trim();
            let bare = bare.trim_matches(['"', '\'']).trim();
            if bare.starts_with(['{', '[']) {
                return Self::from_jwks(bare, set.origin, Provenance::Local);
            }
            if bare.contains("-----BEGIN ") {
                let found = pem::read(text)?;
                set.keys = found.keys;
                set.passed_over = found.passed_over;
                return Ok(set);
            }
            if ["ssh-", "ecdsa-sha2-"].iter().any(|start| bare.starts_with(start)) {
                let what = "an OpenSSH public key: `ssh-keygen -e -m PKCS8 -f FILE` turns it \
                            into PEM";
                return Err(KeyError::Broken(what.to_owned()));
            }
            if let Some(material) = pem::read_bare(bare) {
                set.keys.push(Key::by_itself(material?, Some(text.to_owned())));
                return Ok(set);
            }
        }
        if bytes.first() != Some(&super::der::SEQUENCE) {
            return Err(KeyError::Unknown);
        }
        set.keys.push(Key::by_itself(spki::read_any(bytes)?, None));
        Ok(set)
    }

    /// Takes a shared secret.
    ///
    /// # Errors
    /// When it is empty or not of that encoding; the error never shows it.
    pub fn from_secret(
        text: &str,
        encoding: SecretEncoding,
        origin: impl Into<String>,
    ) -> Result<Self, KeyError> {
        Ok(Self::of_secret(Secret::from_text(text, encoding)?, origin))
    }

    /// Takes a shared secret that is plain bytes and no text.
    ///
    /// # Errors
    /// When it is empty.
    pub fn from_secret_bytes(bytes: Vec<u8>, origin: impl Into<String>) -> Result<Self, KeyError> {
        Ok(Self::of_secret(Secret::from_bytes(bytes)?, origin))
    }

    fn of_secret(secret: Secret, origin: impl Into<String>) -> Self {
        let mut set = Self::empty(origin);
        set.keys.push(Key::by_itself(Material::Secret(secret), None));
        set
    }

    /// Puts two sets together. The result is as fresh as the less fresh one.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.keys.extend(other.keys);
        self.passed_over.extend(other.passed_over);
        self.withdrawn.extend(other.withdrawn);
        self.origin = match (self.origin.is_empty(), other.origin.is_empty()) {
            (true, _) => other.origin,
            (_, true) => self.origin,
            _ => format!("{} and {}", self.origin, other.origin),
        };
        self.freshness = match (self.freshness, other.freshness) {
            (Freshness::Stale, _) | (_, Freshness::Stale) => Freshness::Stale,
            (Freshness::Offline, _) | (_, Freshness::Offline) => Freshness::Offline,
            (Freshness::Cached, _) | (_, Freshness::Cached) => Freshness::Cached,
            _ => Freshness::Fresh,
        };
        self
    }

    /// Remembers the keys of an earlier state of this set that it lacks now.
    #[must_use]
    pub fn after(mut self, earlier: Self) -> Self {
        let gone = |key: &Key| !self.keys.iter().any(|now| now.material.same(&key.material));
        self.withdrawn = earlier.keys.into_iter().filter(gone).collect();
        self
    }

    /// Whether the token names a key that is not in the set.
    #[must_use]
    pub fn lacks_key_of(&self, token: &Token) -> bool {
        token.header.members().str("kid").is_some_and(|kid| {
            !self.keys.iter().any(|key| key.by_itself || key.kid.as_deref() == Some(kid))
        })
    }

    fn add_single(&mut self, object: &Object, provenance: Provenance) -> Result<(), KeyError> {
        let mut key = jwk::read(object, provenance).map_err(KeyError::Broken)?;
        key.by_itself = key.kid.is_none();
        self.keys.push(key);
        Ok(())
    }

    fn add_all(&mut self, entries: &[Json], provenance: Provenance) {
        for (index, entry) in entries.iter().enumerate() {
            let read = match entry.as_object() {
                Some(object) => jwk::read(object, provenance),
                None => Err(format!("{}, not an object", entry.type_name())),
            };
            match read {
                Ok(key) => self.keys.push(key),
                Err(why) => self.passed_over.push(format!("key {}: {why}", index + 1)),
            }
        }
    }

    fn add_certificates(&mut self, object: &Object) {
        for (kid, value) in object.iter() {
            match pem::read(value.as_str().unwrap_or_default()) {
                Ok(found) => self.keys.extend(found.keys.into_iter().map(|key| Key {
                    kid: Some(kid.to_owned()),
                    by_itself: false,
                    ..key
                })),
                Err(error) => {
                    let kid = crate::text::escape::escaped(kid);
                    self.passed_over.push(format!("certificate {kid}: {error}"));
                }
            }
        }
    }
}

/// `https://www.googleapis.com/oauth2/v1/certs` and its kin.
fn is_certificate_map(object: &Object) -> bool {
    let is_certificate =
        |json: &Json| json.as_str().is_some_and(|text| text.starts_with("-----BEGIN CERTIFICATE"));
    !object.is_empty() && object.iter().all(|(_, value)| is_certificate(value))
}
