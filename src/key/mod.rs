//! Floor 2: key sets, the choice of a key, and the signature check. The only
//! home of jsonwebtoken and aws-lc-rs. Uses `text/` and `token/`.
//!
//! The key decides the algorithm, never the token alone, and nothing that
//! stands in a token (`jku`, `x5u`, `jwk`, `x5c`) is ever a key.

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
    /// Just fetched, or given by hand: it is complete.
    Fresh,
    /// From the cache, which `--offline` forbade to refresh.
    Offline,
    /// From the cache, since the tenant is down.
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
    Found(String),
    /// No key source was given, or a set without keys.
    NoKeys,
    /// The search was not made: there is no signed token to search for.
    NotSearched,
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
    pub other_key_fits: Option<String>,
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
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// `kid` (RFC 7517 section 4.5).
    pub kid: Option<String>,
}
