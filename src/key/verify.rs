//! The signature itself. Keys of a set, which are worth preparing once, go to
//! aws-lc-rs: jsonwebtoken above it prepares a key for each token, and lacks
//! some curves. Secrets that are only tried go through jsonwebtoken.

use std::sync::Once;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::crypto::{self, aws_lc};

use super::algorithm::{Algorithm, Hash};
use super::material::Material;

/// Whether the signature over the message was made with the key.
pub(super) fn fits(
    material: &Material,
    algorithm: Algorithm,
    message: &[u8],
    signature: &[u8],
) -> bool {
    if !material.suits(algorithm) {
        return false;
    }
    let checker = match (material, algorithm) {
        (Material::Ec(key), Algorithm::Es(_)) => Some(key.checker()),
        (Material::Ed25519(key), Algorithm::Ed25519) => Some(key.checker()),
        (Material::Rsa(key), Algorithm::Ps(hash)) => key.checker(true, hash),
        (Material::Rsa(key), Algorithm::Rs(hash)) => key.checker(false, hash),
        (Material::Secret(secret), Algorithm::Hs(hash)) => {
            // In constant time, and for a tag of the full length only.
            return hmac::verify(secret.checker(hash), message, signature).is_ok();
        }
        _ => None,
    };
    checker.is_some_and(|key| key.verify_sig(message, signature).is_ok())
}

/// Whether the HMAC over the message was made with a secret that is no key.
pub(super) fn hmac_fits(
    secret: &DecodingKey,
    hash: Hash,
    message: &[u8],
    signature: &[u8],
) -> bool {
    install();
    crypto::verify(&URL_SAFE_NO_PAD.encode(signature), message, secret, hs(hash)).unwrap_or(false)
}

/// jsonwebtoken's name for HMAC with a hash.
pub(super) fn hs(hash: Hash) -> jsonwebtoken::Algorithm {
    match hash {
        Hash::Sha256 => jsonwebtoken::Algorithm::HS256,
        Hash::Sha384 => jsonwebtoken::Algorithm::HS384,
        Hash::Sha512 => jsonwebtoken::Algorithm::HS512,
    }
}

/// Names the provider outright: with none, or with two through another crate's
/// features, jsonwebtoken would compile and panic at the first check.
pub(super) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error means that one is installed already, which is as good.
        let _ = aws_lc::DEFAULT_PROVIDER.install_default();
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Secret;

    #[test]
    fn an_hmac_fits_as_a_whole_or_not_at_all() {
        let (bytes, message) = (b"0123456789abcdef", b"header.payload");
        let material = Material::Secret(Secret::from_bytes(bytes.to_vec()).unwrap());
        for (hash, algorithm) in [
            (Hash::Sha256, hmac::HMAC_SHA256),
            (Hash::Sha384, hmac::HMAC_SHA384),
            (Hash::Sha512, hmac::HMAC_SHA512),
        ] {
            let tag = hmac::sign(&hmac::Key::new(algorithm, bytes), message);
            let tag = tag.as_ref();
            let both = |signature: &[u8]| {
                let told = fits(&material, Algorithm::Hs(hash), message, signature);
                let tried = hmac_fits(&DecodingKey::from_secret(bytes), hash, message, signature);
                assert_eq!(told, tried, "{hash:?}, {} bytes", signature.len());
                told
            };
            assert!(both(tag));
            assert!(!both(&[tag, &[0]].concat()));
            for at in 0..tag.len() {
                assert!(!both(&tag[..at]));
                let mut other = tag.to_vec();
                other[at] ^= 0x80;
                assert!(!both(&other));
            }
        }
    }
}
