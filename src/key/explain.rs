//! What explains a signature that does not fit. None of it makes a token
//! good; all of it is looked for only after a failure.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::DecodingKey;

use super::algorithm::{Algorithm, Curve, Hash};
use super::judge::Signed;
use super::material::Material;
use super::{
    Judgement, Key, KeySet, SecretEncoding, SignatureOutcome, der, jwk, pem, spki, verify,
};
use crate::text::json::Json;

/// Longest signing input for which many secrets are tried, in bytes.
const MOST_EXPLAINED: usize = 256 * 1024;

/// Fills in the explanations. `seen` are the keys that were looked at for the
/// token.
pub(super) fn explain(judgement: &mut Judgement, signed: &Signed<'_>, set: &KeySet, seen: &[&Key]) {
    let Some((message, signature)) = signed.bytes() else { return };
    judgement.other_key_fits = set
        .keys
        .iter()
        .filter(|key| !seen.iter().any(|looked_at| std::ptr::eq(*looked_at, *key)))
        .find(|key| signed.fits(key))
        .map(Key::words)
        .or_else(|| {
            let gone = set.withdrawn.iter().find(|key| signed.fits(key))?;
            Some(format!("{}, which the issuer has withdrawn since", gone.words()).into())
        });
    match signed.algorithm {
        Algorithm::Es(curve) => {
            judgement.der_signature = is_der(set, curve, message, signature);
        }
        Algorithm::Hs(hash) => {
            judgement.made_with_public_key = made_with_public_key(set, hash, message, signature);
            if judgement.signature == SignatureOutcome::Bad {
                judgement.other_secret_encoding =
                    other_secret_encoding(set, hash, message, signature);
            }
        }
        Algorithm::Ed25519 | Algorithm::Ps(_) | Algorithm::Rs(_) => {}
    }
}

/// DER, and no R and S that happens to look like it.
fn is_der(set: &KeySet, curve: Curve, message: &[u8], signature: &[u8]) -> bool {
    if !der::is_signature(signature) {
        return false;
    }
    signature.len() != 2 * curve.bytes()
        || set.keys.iter().any(|key| match &key.material {
            Material::Ec(key) => key.curve() == curve && key.checks_der(message, signature),
            _ => false,
        })
}

fn other_secret_encoding(
    set: &KeySet,
    hash: Hash,
    message: &[u8],
    signature: &[u8],
) -> Option<SecretEncoding> {
    let secrets = set.keys.iter().filter_map(|key| match &key.material {
        Material::Secret(secret) => Some(secret),
        _ => None,
    });
    secrets
        .flat_map(super::Secret::other_readings)
        .find(|(_, bytes)| {
            verify::hmac_fits(&DecodingKey::from_secret(bytes), hash, message, signature)
        })
        .map(|(encoding, _)| encoding)
}

/// The classic confusion (RFC 8725 section 2.1): an API that takes its RSA key
/// for an HMAC secret lets anybody sign who knows the public key.
fn made_with_public_key(
    set: &KeySet,
    hash: Hash,
    message: &[u8],
    signature: &[u8],
) -> Option<String> {
    // Some forty HMACs a key: not over megabytes.
    if message.len() > MOST_EXPLAINED {
        return None;
    }
    set.keys.iter().find_map(|key| {
        let secrets = key.spellings.get_or_init(|| {
            let secret = |(name, bytes): (_, Vec<u8>)| (name, DecodingKey::from_secret(&bytes));
            spellings(key).into_iter().map(secret).collect()
        });
        let found =
            secrets.iter().find(|(_, secret)| verify::hmac_fits(secret, hash, message, signature));
        found.map(|(name, _)| format!("{} as {name}", key.words()))
    })
}

/// The bytes that a public key can be written as.
fn spellings(key: &Key) -> Vec<(&'static str, Vec<u8>)> {
    let Some(spki) = spki::write_spki(&key.material) else { return Vec::new() };
    let mut all = Vec::new();
    pem_spellings("PEM", &pem::write("PUBLIC KEY", &spki), &mut all);
    der_spellings("DER", spki, &mut all);
    if let Some(text) = &key.given {
        pem_spellings("it was given", text, &mut all);
    }
    if let Some(object) = jwk::write(&key.material) {
        all.push(("JWK", Json::Object(object).to_string().into_bytes()));
    }
    if let Some(base64) = &key.certificate {
        if let Ok(bytes) = STANDARD.decode(base64) {
            pem_spellings("certificate PEM", &pem::write("CERTIFICATE", &bytes), &mut all);
            all.push(("certificate DER", bytes));
        }
        all.push(("x5c text", base64.clone().into_bytes()));
    }
    let mut raw = |name, bytes: &[u8]| {
        all.push((name, URL_SAFE_NO_PAD.encode(bytes).into_bytes()));
        all.push((name, bytes.to_vec()));
    };
    match &key.material {
        Material::Broken(_) | Material::Secret(_) => {}
        Material::Ec(ec) => {
            raw("point", &ec.point);
            raw("x and y", &ec.point[1..]);
            raw("x", &ec.point[1..=ec.curve().bytes()]);
        }
        Material::Ed25519(ed) => raw("x", &ed.x),
        Material::Rsa(rsa) => {
            raw("modulus", &rsa.n);
            let pkcs1 = spki::write_pkcs1(rsa);
            pem_spellings("PKCS#1 PEM", &pem::write("RSA PUBLIC KEY", &pkcs1), &mut all);
            der_spellings("PKCS#1 DER", pkcs1, &mut all);
        }
    }
    all
}

/// With and without the final newline, with CRLF, and in one line.
fn pem_spellings(name: &'static str, text: &str, all: &mut Vec<(&'static str, Vec<u8>)>) {
    let bare = text.trim_end();
    for spelling in [
        text.to_owned(),
        format!("{bare}\n"),
        bare.to_owned(),
        format!("{}\r\n", bare.replace('\n', "\r\n")),
        bare.replace('\n', "\r\n"),
        bare.replace('\n', "\\n"),
        format!("{bare}\n").replace('\n', "\\n"),
        bare.replace('\n', ""),
    ] {
        all.push((name, spelling.into_bytes()));
    }
}

fn der_spellings(name: &'static str, bytes: Vec<u8>, all: &mut Vec<(&'static str, Vec<u8>)>) {
    all.push((name, STANDARD.encode(&bytes).into_bytes()));
    all.push((name, bytes));
}
