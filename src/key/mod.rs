//! Floor 2: key sets, the choice of a key, and the signature check. The only
//! home of jsonwebtoken and aws-lc-rs. Uses `text/` and `token/`.
//!
//! The key decides the algorithm, never the token alone, and nothing that
//! stands in a token (`jku`, `x5u`, `jwk`, `x5c`) is ever a key.

use std::fmt;
use std::sync::OnceLock;

use jsonwebtoken::DecodingKey;

use crate::text::escape::{escaped, shortened};
use crate::text::json::{JsonError, SmolStr};

mod algorithm;
pub mod cert;
mod choose;
mod der;
mod digest;
pub mod dpop;
mod explain;
mod judge;
mod jwk;
mod material;
pub mod mint;
mod pem;
mod practice;
mod secret;
mod set;
mod spki;
pub mod survey;
mod verify;

pub use algorithm::{Algorithm, Curve, Hash};
pub use digest::{
    digest, digest_base64url, fingerprint, half_hash, sha256_base64url, sha256_hex, thumbprint,
};
pub use judge::{judge, judge_by};
pub use material::{EcKey, Ed25519Key, Material, RsaKey};
pub use practice::{Kid, Padding, Practice, Spelling};
pub use secret::Secret;

/// Where the keys of an API came from and what came.
#[derive(Debug, Default)]
pub enum Keys {
    /// No key source was given.
    #[default]
    NotAsked,
    /// Keys, possibly none.
    Set(KeySet),
    /// They could not be got over the network: what failed, in words.
    Unavailable(String),
}

/// How fresh a set is; it decides what a missing `kid` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// From the cache and young enough; a key that it lacks is worth a fetch.
    Cached,
    /// Just fetched, or given by hand: it is complete.
    Fresh,
    /// From the cache, which `--offline` forbade to refresh.
    Offline,
    /// From the cache and past its time, since the tenant is down; or so long
    /// past it that it would not stand in for one, and `--offline` forbade to refresh it.
    Stale,
}

/// Keys from one or more sources.
#[derive(Debug)]
pub struct KeySet {
    /// All keys that could be read, the unsound ones included.
    pub keys: Vec<Key>,
    /// Where they came from, in words: a URL, a file, `--secret`.
    pub origin: String,
    /// Whether a missing `kid` is final.
    pub freshness: Freshness,
    /// Entries of the set that were passed over, and why (RFC 7517 section 5).
    pub passed_over: Vec<String>,
    /// Keys that the set held when it was fetched earlier. They explain a
    /// failure and never check a token.
    pub withdrawn: Vec<Key>,
}

/// How the text of an HMAC secret stands for its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretEncoding {
    /// Standard base64.
    Base64,
    /// base64url.
    Base64Url,
    /// Hexadecimal digits.
    Hex,
    /// The text itself, as UTF-8.
    Utf8,
}

/// What became of the search for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyOutcome {
    /// A key that fits the token's algorithm, described in words
    /// ("RSA 2048, kid abc").
    Found(SmolStr),
    /// A set has no keys: where it is from. `None`: no key source was given.
    NoKeys(Option<String>),
    /// The search was not made: there is no signed token to search for.
    NotSearched,
    /// The algorithm needs a shared secret, and there are public keys alone:
    /// why none of them is for it, in words.
    NoSecret(String),
    /// No published key is the token's.
    NotFound {
        /// `kid` of the token; `None` where it has none.
        kid: Option<String>,
        /// The `kid`s that were there.
        published: Vec<String>,
        /// The token has no `kid` and several keys would fit.
        several_fit: bool,
        /// Whether the set is known to be complete; if not, the key may exist.
        complete: bool,
    },
    /// The keys could not be got: what failed, in words.
    Unavailable(String),
    /// The key is there, and not for this: why, in words
    /// (`use`, `key_ops`, `alg`, type, curve, point).
    Unfit(String),
    /// The key is there, and too weak: why, in words (RFC 7518 sections 3.2, 3.3).
    Weak(String),
}

/// What the signature check said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureOutcome {
    /// The signature does not fit the key.
    Bad,
    /// The signature was made with the key.
    Good,
    /// Nothing could be checked, for want of a key or of a signature.
    NotChecked,
}

/// Key and signature of one token, with what explains a failure.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The key.
    pub key: KeyOutcome,
    /// The signature.
    pub signature: SignatureOutcome,
    /// Another key of the set than the one named by the token fits the
    /// signature: that key, in words.
    pub other_key_fits: Option<SmolStr>,
    /// The signature is an HMAC made with a public key of the set as the
    /// secret: which key in which encoding, in words.
    pub made_with_public_key: Option<String>,
    /// The HMAC fits when the secret is read in this other way.
    pub other_secret_encoding: Option<SecretEncoding>,
    /// An ECDSA signature in DER where RFC 7518 section 3.4 wants R and S.
    pub der_signature: bool,
    /// The signature would fit, were its text read as standard base64 or
    /// with padding (only looked at where its encoding is not strict).
    pub fits_leniently: bool,
    /// The secret is too short, and this verifier takes it: why, in words.
    pub short_but_taken: Option<String>,
}

/// Who made a key set public, which decides what a secret in it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// A file or a text that the user gave: `oct` keys in it are secrets.
    Local,
    /// Fetched from a URL that anybody can read: an `oct` key in it is no
    /// secret, and is passed over.
    Published,
}

/// Whether a key may be used at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// It may.
    Sound,
    /// Its values are broken: why, in words.
    Unsound(String),
    /// It is too short to be used: why, in words (RFC 7518 section 3.3).
    Weak(String),
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// `kid` (RFC 7517 section 4.5).
    pub kid: Option<String>,
    /// `alg` (RFC 7517 section 4.4): the only algorithm that it is for.
    pub alg: Option<String>,
    /// `use` (RFC 7517 section 4.2).
    pub usage: Option<String>,
    /// `key_ops` (RFC 7517 section 4.3).
    pub key_ops: Option<Vec<String>>,
    /// What it is made of.
    pub material: Material,
    /// Whether it may be used at all.
    pub soundness: Soundness,
    /// It was given by hand, alone and without a `kid`: it is meant for every
    /// token, whatever `kid` that has.
    pub by_itself: bool,
    /// Members of the private key stand beside it for all to read.
    pub private_part: bool,
    /// What else is odd about it, in words.
    pub notes: Vec<String>,
    /// The public key as it was given: what a careless API may have taken as
    /// an HMAC secret. `None` for secrets.
    given: Option<String>,
    /// The first certificate of `x5c`, in base64.
    certificate: Option<String>,
    /// The public key in the forms that could have been taken as a secret; made
    /// when the first HMAC fails.
    spellings: OnceLock<Vec<(&'static str, DecodingKey)>>,
    /// The key in words; made once, for every token that it is found for.
    words: OnceLock<SmolStr>,
}

impl Key {
    fn by_itself(material: Material, given: Option<String>) -> Self {
        Self {
            kid: None,
            alg: None,
            usage: None,
            key_ops: None,
            soundness: soundness(&material),
            material,
            by_itself: true,
            private_part: false,
            notes: Vec::new(),
            given,
            certificate: None,
            spellings: OnceLock::new(),
            words: OnceLock::new(),
        }
    }

    /// The key in words, safe to print: "RSA 2048, kid abc".
    #[must_use]
    pub fn words(&self) -> SmolStr {
        let made = || match &self.kid {
            Some(kid) => format!("{}, kid {}", self.material.words(), escaped(&shortened(kid, 64))),
            None => self.material.words(),
        };
        self.words.get_or_init(|| made().into()).clone()
    }

    /// The public key as a JWK with nothing but its own members; `None` for
    /// secrets and broken keys.
    #[must_use]
    pub fn public_jwk(&self) -> Option<crate::text::json::Object> {
        jwk::write(&self.material)
    }

    /// The first certificate of its `x5c`, where it holds this key.
    #[must_use]
    pub fn certificate(&self) -> Option<cert::Certificate> {
        cert::Certificate::from_base64(self.certificate.as_deref()?)
    }

    /// Its RFC 7638 thumbprint; `None` for secrets and broken keys.
    #[must_use]
    pub fn thumbprint(&self) -> Option<String> {
        thumbprint(&self.public_jwk()?)
    }
}

fn soundness(material: &Material) -> Soundness {
    match material {
        Material::Broken(kty) => Soundness::Unsound(format!("a broken {kty} key")),
        Material::Rsa(key) if key.bits() < material::RSA_LEAST => Soundness::Weak(format!(
            "RSA with {} bits, at least {} are needed (RFC 7518 section 3.3)",
            key.bits(),
            material::RSA_LEAST
        )),
        _ => Soundness::Sound,
    }
}

/// Why something given as a key is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// It looks like a key and can't be read: why, in words.
    Broken(String),
    /// A discovery document, which only names the key set.
    Discovery,
    /// There is nothing in it.
    Empty,
    /// It is not JSON, nor any other form of a key.
    Json(JsonError),
    /// JSON that is no key and no key set: what it is instead.
    NoKeySet(&'static str),
    /// A private key.
    Private,
    /// A public key where a secret is wanted.
    PublicSecret,
    /// A secret that is not of the encoding.
    Secret {
        /// The encoding that was named.
        encoding: SecretEncoding,
        /// Another one that the text would fit.
        fits: Option<SecretEncoding>,
    },
    /// No form of a key that is known.
    Unknown,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(what) => f.write_str(what),
            Self::Discovery => f.write_str(
                "a discovery document, not a key set: give the URL in its jwks_uri, or its issuer",
            ),
            Self::Empty => f.write_str("it is empty"),
            Self::Json(error) => write!(f, "not JSON: {error}"),
            Self::NoKeySet(what) => {
                write!(f, "{what}, not a key set: a key set is an object with an array keys")
            }
            Self::Private => f.write_str(
                "a private key: checking needs only the public one, \
                 which `openssl pkey -in FILE -pubout` writes",
            ),
            Self::PublicSecret => f.write_str(
                "a public key, and no secret: whoever has it could sign. Give it with --key",
            ),
            Self::Secret { encoding, fits: Some(fits) } => {
                write!(f, "the secret is not {encoding}; it could be {fits}")
            }
            Self::Secret { encoding, fits: None } => write!(f, "the secret is not {encoding}"),
            Self::Unknown => {
                f.write_str("no key: neither PEM, DER, a JWK, a key set nor a certificate")
            }
        }
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests;
