//! Shared secrets for HMAC. They are wiped from memory when dropped and never
//! shown: not by `Debug`, not in an error.

use std::fmt;
use std::sync::OnceLock;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::alphabet::{self, Alphabet};
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use super::algorithm::Hash;
use super::{KeyError, SecretEncoding};

impl SecretEncoding {
    /// All encodings, the likeliest first.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Base64, Self::Base64Url, Self::Hex];

    /// The encoding of that name; `base64-decoded` is another name for `base64`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "base64-decoded" => Some(Self::Base64),
            _ => Self::ALL.into_iter().find(|encoding| encoding.name() == name),
        }
    }

    /// The name in arguments and configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Base64 => "base64",
            Self::Base64Url => "base64url",
            Self::Hex => "hex",
            Self::Utf8 => "utf8",
        }
    }

    /// The bytes that a text stands for; `None` where it is not of this encoding.
    fn bytes(self, text: &str) -> Option<Zeroizing<Vec<u8>>> {
        let bytes = match self {
            Self::Base64 => lenient(&alphabet::STANDARD).decode(text).ok()?,
            Self::Base64Url => lenient(&alphabet::URL_SAFE).decode(text).ok()?,
            Self::Hex => hex(text)?,
            Self::Utf8 => text.as_bytes().to_vec(),
        };
        Some(Zeroizing::new(bytes))
    }
}

impl fmt::Display for SecretEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Padding is taken or left, as the libraries that read secrets do.
fn lenient(alphabet: &Alphabet) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(alphabet, config)
}

fn hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let digits = text.as_bytes().iter().map(digit).collect::<Option<Vec<u8>>>();
    let digits = Zeroizing::new(digits?);
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// A shared secret.
pub struct Secret {
    bytes: Zeroizing<Vec<u8>>,
    /// As it was given; `None` where it was given as bytes.
    text: Option<Zeroizing<String>>,
    encoding: SecretEncoding,
    /// Ready for each hash, once it was needed; aws-lc wipes them.
    checkers: Box<[OnceLock<hmac::Key>; 3]>,
}

impl Secret {
    /// Reads a secret from its text.
    ///
    /// # Errors
    /// When the text is empty, not of that encoding, or a public key. The error
    /// names another encoding that the text would fit, never the text.
    pub fn from_text(text: &str, encoding: SecretEncoding) -> Result<Self, KeyError> {
        if text.is_empty() {
            return Err(KeyError::Empty);
        }
        // An HMAC under it is one that anybody can make (RFC 8725 section 2.1).
        let begins =
            |name: &&str| text.trim_start().starts_with(&format!("-----BEGIN {name}-----"));
        if ["PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE"].iter().any(begins) {
            return Err(KeyError::PublicSecret);
        }
        let Some(bytes) = encoding.bytes(text) else {
            let fits = [SecretEncoding::Hex, SecretEncoding::Base64, SecretEncoding::Base64Url]
                .into_iter()
                .find(|other| *other != encoding && other.bytes(text).is_some());
            return Err(KeyError::Secret { encoding, fits });
        };
        let text = Some(Zeroizing::new(text.to_owned()));
        Ok(Self { bytes, text, encoding, checkers: Box::default() })
    }

    /// Takes a secret that is plain bytes.
    ///
    /// # Errors
    /// When there are none.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, KeyError> {
        let bytes = Zeroizing::new(bytes);
        if bytes.is_empty() {
            return Err(KeyError::Empty);
        }
        let text = String::from_utf8(bytes.to_vec()).ok().map(Zeroizing::new);
        Ok(Self { bytes, text, encoding: SecretEncoding::Utf8, checkers: Box::default() })
    }

    /// Its length in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The key for HMAC with a hash.
    pub(super) fn checker(&self, hash: Hash) -> &hmac::Key {
        let (slot, algorithm) = match hash {
            Hash::Sha256 => (0, hmac::HMAC_SHA256),
            Hash::Sha384 => (1, hmac::HMAC_SHA384),
            Hash::Sha512 => (2, hmac::HMAC_SHA512),
        };
        self.checkers[slot].get_or_init(|| hmac::Key::new(algorithm, &self.bytes))
    }

    /// The secret read in the other ways that its text allows.
    pub(super) fn other_readings(
        &self,
    ) -> impl Iterator<Item = (SecretEncoding, Zeroizing<Vec<u8>>)> {
        SecretEncoding::ALL
            .into_iter()
            .filter(|encoding| *encoding != self.encoding)
            .filter_map(|encoding| Some((encoding, encoding.bytes(self.text.as_ref()?)?)))
            .filter(|(_, bytes)| !bytes.is_empty() && *bytes != self.bytes)
    }

    /// Whether both are the same bytes.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }

    /// The secret of an `oct` JWK (RFC 7518 section 6.4.1).
    pub(super) fn from_jwk(k: &str) -> Result<Self, String> {
        if URL_SAFE_NO_PAD.decode(k).map(Zeroizing::new).is_err() {
            return Err("its k is not base64url".to_owned());
        }
        Self::from_text(k, SecretEncoding::Base64Url).map_err(|_| "its k is empty".to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_read() {
        for (text, encoding, length) in [
            ("c2VjcmV0", SecretEncoding::Utf8, 8),
            ("c2VjcmV0", SecretEncoding::Base64, 6),
            ("c2VjcmU=", SecretEncoding::Base64, 5),
            ("c2VjcmU", SecretEncoding::Base64Url, 5),
            ("DEADbeef", SecretEncoding::Hex, 4),
        ] {
            assert_eq!(Secret::from_text(text, encoding).unwrap().bytes(), length, "{text}");
        }
    }

    #[test]
    fn errors_name_an_encoding_and_never_the_secret() {
        let error = Secret::from_text("hunter2-hunter_2", SecretEncoding::Base64).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter"), "{shown}");
        assert!(shown.contains("base64url"), "{shown}");
        assert_eq!(Secret::from_text("", SecretEncoding::Utf8).unwrap_err(), KeyError::Empty);
        assert!(Secret::from_text("abc", SecretEncoding::Hex).is_err());
        assert!(Secret::from_text("é0", SecretEncoding::Hex).is_err());
    }

    #[test]
    fn debug_shows_nothing() {
        let secret = Secret::from_text("hunter2", SecretEncoding::Utf8).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }

    #[test]
    fn other_readings_leave_out_the_same_bytes() {
        let secret = Secret::from_text("c2VjcmV0", SecretEncoding::Base64).unwrap();
        let others: Vec<_> = secret.other_readings().map(|(encoding, _)| encoding).collect();
        assert_eq!(others, [SecretEncoding::Utf8]);
    }
}
