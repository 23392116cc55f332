//! The signature itself. HMAC goes through jsonwebtoken; public keys, which
//! are worth parsing once and which include curves that jsonwebtoken lacks, go
//! to aws-lc-rs, the library below it.

use std::sync::Once;

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
            return hmac_fits(secret.checker(), hash, message, signature);
        }
        _ => None,
    };
    checker.is_some_and(|key| key.verify_sig(message, signature).is_ok())
}

/// Whether the HMAC over the message was made with the secret.
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
