//! Digests: fingerprints, `at_hash` and `c_hash`, JWK thumbprints.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::algorithm::{Algorithm, Hash};
use crate::text::json::{Json, Object};

/// A digest of some bytes.
#[must_use]
pub fn digest(hash: Hash, bytes: &[u8]) -> Vec<u8> {
    let algorithm = match hash {
        Hash::Sha256 => &digest::SHA256,
        Hash::Sha384 => &digest::SHA384,
        Hash::Sha512 => &digest::SHA512,
    };
    digest::digest(algorithm, bytes).as_ref().to_vec()
}

/// SHA-256 in lower-case hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    digits([b'0'; 64], 0, bytes)
}

/// What a token is called where it must not be shown: the first 16 of those digits.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    digits(*b"sha256:0000000000000000", 7, bytes)
}

/// A text whose end, from there on, is what of SHA-256 it has room for.
fn digits<const N: usize>(mut text: [u8; N], from: usize, bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digest = digest::digest(&digest::SHA256, bytes);
    for (places, byte) in text[from..].as_chunks_mut().0.iter_mut().zip(digest.as_ref()) {
        *places = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    }
    str::from_utf8(&text).unwrap_or_default().to_owned()
}

/// A digest in base64url: disclosures of an SD-JWT.
#[must_use]
pub fn digest_base64url(hash: Hash, bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(hash, bytes))
}

/// SHA-256 in base64url: `ath`, `x5t#S256`.
#[must_use]
pub fn sha256_base64url(bytes: &[u8]) -> String {
    digest_base64url(Hash::Sha256, bytes)
}

/// The left half of a text's hash in base64url, as `at_hash` and `c_hash` have
/// it under the ID token's `alg` (OIDC Core 3.1.3.6). `None` for an
/// algorithm that is not known. For `EdDSA` the specification names no hash;
/// SHA-512 is what is done.
#[must_use]
pub fn half_hash(alg: &str, text: &str) -> Option<String> {
    let full = digest(Algorithm::from_name(alg)?.hash(), text.as_bytes());
    Some(URL_SAFE_NO_PAD.encode(&full[..full.len() / 2]))
}

/// The SHA-256 thumbprint of a JWK in base64url (RFC 7638 section 3, RFC 8037
/// section 2). `None` where a member that it covers is absent or no string.
#[must_use]
pub fn thumbprint(jwk: &Object) -> Option<String> {
    let names: &[&str] = match jwk.str("kty")? {
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        "RSA" => &["e", "kty", "n"],
        "oct" => &["k", "kty"],
        _ => return None,
    };
    let mut canonical = Object::empty();
    for name in names {
        canonical.push(*name, jwk.get(name).filter(|value| value.as_str().is_some())?.clone());
    }
    Some(sha256_base64url(Json::Object(canonical).to_string().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digests() {
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(fingerprint(b"abc"), "sha256:ba7816bf8f01cfea");
        assert_eq!(digest(Hash::Sha384, b"").len(), 48);
        assert_eq!(digest(Hash::Sha512, b"").len(), 64);
    }

    #[test]
    fn half_hashes_follow_the_algorithm() {
        // OIDC Core, appendix A.3.
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(half_hash("RS256", token).unwrap(), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(half_hash("ES384", token).unwrap().len(), 32);
        assert_eq!(half_hash("EdDSA", token).unwrap().len(), 43);
        assert_eq!(half_hash("none", token), None);
    }
}
