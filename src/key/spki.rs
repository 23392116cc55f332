//! Public keys in DER: `SubjectPublicKeyInfo` (RFC 5280 section 4.1), the
//! PKCS#1 form (RFC 8017 appendix A.1.1), and the key inside a certificate.

use super::KeyError;
use super::algorithm::Curve;
use super::der::{self, Reader};
use super::material::{EcKey, Ed25519Key, Material, RsaKey};

const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
const ED448: &[u8] = &[0x2b, 0x65, 0x71];
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const RSASSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];

fn curve_oid(curve: Curve) -> &'static [u8] {
    match curve {
        Curve::P256 => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
        Curve::P384 => &[0x2b, 0x81, 0x04, 0x00, 0x22],
        Curve::P521 => &[0x2b, 0x81, 0x04, 0x00, 0x23],
        Curve::Secp256k1 => &[0x2b, 0x81, 0x04, 0x00, 0x0a],
    }
}

/// Reads a DER file, whichever form it has.
///
/// # Errors
/// When it is a private key, or none of the forms.
pub(super) fn read_any(bytes: &[u8]) -> Result<Material, KeyError> {
    let Some(inside) = Reader::whole_sequence(bytes) else {
        return Err(KeyError::Broken("the DER breaks off or has something after it".to_owned()));
    };
    if is_private(inside) {
        return Err(KeyError::Private);
    }
    if let Some(key) = spki(inside) {
        return key;
    }
    if let Some(key) = certificate(inside) {
        return key;
    }
    pkcs1(inside).unwrap_or_else(|| {
        Err(KeyError::Broken("the DER is neither a public key nor a certificate".to_owned()))
    })
}

/// Reads the key of a certificate.
pub(super) fn read_certificate(bytes: &[u8]) -> Result<Material, KeyError> {
    Reader::whole_sequence(bytes)
        .and_then(certificate)
        .unwrap_or_else(|| Err(KeyError::Broken("it is no X.509 certificate".to_owned())))
}

/// PKCS#8, PKCS#1 and SEC 1 private keys begin with a version number. So does
/// the modulus of a PKCS#1 public key, which is much longer.
fn is_private(mut inside: Reader<'_>) -> bool {
    inside.take(der::INTEGER).is_some_and(|version| version.len() == 1)
        && matches!(inside.next_tag(), Some(der::SEQUENCE | der::OCTET_STRING | der::INTEGER))
}

/// `None` where it has another shape.
fn spki(mut inside: Reader<'_>) -> Option<Result<Material, KeyError>> {
    let mut algorithm = inside.sequence()?;
    let oid = algorithm.take(der::OID)?;
    let bits = inside.bits()?;
    if !inside.is_empty() {
        return None;
    }
    let material = match oid {
        RSA_ENCRYPTION | RSASSA_PSS => {
            let key = Reader::whole_sequence(bits).and_then(pkcs1)?;
            return Some(key.map(|mut material| {
                if let Material::Rsa(key) = &mut material {
                    key.pss_only = oid == RSASSA_PSS;
                }
                material
            }));
        }
        EC_PUBLIC_KEY => {
            let named = algorithm.take(der::OID)?;
            match Curve::ALL.into_iter().find(|curve| curve_oid(*curve) == named) {
                Some(curve) => EcKey::from_any_point(curve, bits).map(Material::Ec),
                None => Err("an EC key on a curve that JWS does not use".to_owned()),
            }
        }
        ED25519 => Ed25519Key::new(bits.to_vec()).map(Material::Ed25519),
        ED448 => Err("an Ed448 key, which is not supported".to_owned()),
        _ => Err("a key of a type that is not supported".to_owned()),
    };
    Some(material.map_err(KeyError::Broken))
}

fn certificate(mut inside: Reader<'_>) -> Option<Result<Material, KeyError>> {
    const VERSION: u8 = 0xa0;
    let mut body = inside.sequence()?;
    if body.next_tag() == Some(VERSION) {
        body.any()?;
    }
    body.take(der::INTEGER)?;
    // Signature algorithm, issuer, validity, subject.
    for _ in 0..4 {
        body.sequence()?;
    }
    spki(body.sequence()?)
}

fn pkcs1(mut inside: Reader<'_>) -> Option<Result<Material, KeyError>> {
    let (n, e) = (inside.positive()?, inside.positive()?);
    inside.is_empty().then(|| RsaKey::new(n, e).map(Material::Rsa).map_err(KeyError::Broken))
}

/// Writes the PKCS#1 form.
pub(super) fn write_pkcs1(key: &RsaKey) -> Vec<u8> {
    der::value(der::SEQUENCE, &[der::positive(&key.n), der::positive(&key.e)].concat())
}

/// Writes the `SubjectPublicKeyInfo` form; `None` for what is no public key.
pub(super) fn write_spki(material: &Material) -> Option<Vec<u8>> {
    let oid = |oid: &[u8]| der::value(der::OID, oid);
    let (algorithm, key) = match material {
        Material::Broken(_) | Material::Secret(_) => return None,
        Material::Ec(key) => {
            ([oid(EC_PUBLIC_KEY), oid(curve_oid(key.curve()))].concat(), key.point.clone())
        }
        Material::Ed25519(key) => (oid(ED25519), key.x.clone()),
        Material::Rsa(key) => {
            ([oid(RSA_ENCRYPTION), der::value(der::NULL, &[])].concat(), write_pkcs1(key))
        }
    };
    let parts = [
        der::value(der::SEQUENCE, &algorithm),
        der::value(der::BIT_STRING, &[&[0], &key[..]].concat()),
    ];
    Some(der::value(der::SEQUENCE, &parts.concat()))
}
