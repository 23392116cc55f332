//! One JWK (RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::algorithm::Curve;
use super::material::{EcKey, Ed25519Key, Material, RsaKey};
use super::secret::Secret;
use super::{Key, Provenance, Soundness, soundness, spki};
use crate::text::escape::{escaped, shortened};
use crate::text::json::{Json, Object};
use crate::token::Claim;

/// Members of private keys (RFC 7518 sections 6.2.2 and 6.3.2).
const PRIVATE: [&str; 7] = ["d", "dp", "dq", "oth", "p", "q", "qi"];

/// Reads a JWK. One of a known type with broken values is kept, as unsound, so
/// that a token which names it can be told why it fails.
///
/// # Errors
/// In words, when the entry is to be ignored (RFC 7517 section 5).
pub(super) fn read(object: &Object, provenance: Provenance) -> Result<Key, String> {
    let kid = match object.string_claim("kid") {
        Claim::Absent => None,
        Claim::Malformed(json) => {
            return Err(format!("its kid is {}, not a string", json.type_name()));
        }
        Claim::Present(kid) => Some(kid.to_owned()),
    };
    let named = match &kid {
        Some(kid) => format!(" (kid {})", escaped(&shortened(kid, 64))),
        None => String::new(),
    };
    let kty = match object.string_claim("kty") {
        Claim::Present(kty) => kty,
        Claim::Absent => return Err(format!("it has no kty{named}")),
        Claim::Malformed(_) => return Err(format!("its kty is no string{named}")),
    };
    let material = match kty {
        "EC" => ec(object).map(Material::Ec),
        "OKP" => okp(object).map(Material::Ed25519),
        "RSA" => rsa(object).map(Material::Rsa),
        "oct" if provenance == Provenance::Published => {
            return Err(format!("a shared secret that is published is no secret{named}"));
        }
        "oct" => member(object, "k").and_then(Secret::from_jwk).map(Material::Secret),
        other => {
            let kty = escaped(&shortened(other, 32));
            return Err(format!("its type {kty} is not one that tokcheck knows{named}"));
        }
    };
    let mut key = Key::by_itself(Material::Broken(kty.to_owned()), None);
    match material {
        Ok(material) => {
            key.soundness = soundness(&material);
            key.material = material;
        }
        Err(why) => key.soundness = Soundness::Unsound(why),
    }
    key.kid = kid;
    key.by_itself = false;
    policy(object, &mut key);
    if kty != "oct" {
        key.private_part = PRIVATE.iter().any(|name| object.has(name));
        if !key.private_part {
            key.given = Some(Json::Object(object.clone()).to_string());
        }
        certificate(object, &mut key);
    }
    for name in object.duplicates() {
        key.notes.push(format!("member {} stands twice, the last one counts", escaped(name)));
    }
    Ok(key)
}

/// `alg`, `use` and `key_ops`; a wrong type makes the key unsound.
fn policy(object: &Object, key: &mut Key) {
    let mut wrong = None;
    let mut text = |name: &'static str| match object.string_claim(name) {
        Claim::Absent => None,
        Claim::Malformed(json) => {
            wrong = Some(format!("its {name} is {}, not a string", json.type_name()));
            None
        }
        Claim::Present(value) => Some(value.to_owned()),
    };
    key.alg = text("alg");
    key.usage = text("use");
    match object.get("key_ops") {
        None => {}
        Some(Json::Array(items)) => {
            let names = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
            key.key_ops = names;
            if key.key_ops.is_none() {
                wrong = Some("its key_ops holds something that is no string".to_owned());
            }
        }
        Some(json) => wrong = Some(format!("its key_ops is {}, not an array", json.type_name())),
    }
    if let (Some(why), Soundness::Sound) = (wrong, &key.soundness) {
        key.soundness = Soundness::Unsound(why);
    }
}

/// The first certificate of `x5c` has to hold the same key (RFC 7517 section 4.7).
fn certificate(object: &Object, key: &mut Key) {
    let first = match object.get("x5c") {
        None => return,
        Some(json) => json.as_array().and_then(<[Json]>::first).and_then(Json::as_str),
    };
    let Some(text) = first else {
        key.notes.push("its x5c is not an array of strings".to_owned());
        return;
    };
    let read = STANDARD.decode(text).ok().map(|der| spki::read_certificate(&der));
    match read {
        Some(Ok(material)) if material.same(&key.material) => {
            key.certificate = Some(text.to_owned());
        }
        Some(Ok(_)) => key.notes.push("the certificate in its x5c holds another key".to_owned()),
        _ => key.notes.push("its x5c can't be read".to_owned()),
    }
}

fn member<'a>(object: &'a Object, name: &str) -> Result<&'a str, String> {
    match object.string_claim(name) {
        Claim::Absent => Err(format!("it has no {name}")),
        Claim::Malformed(json) => Err(format!("its {name} is {}, not a string", json.type_name())),
        Claim::Present(text) => Ok(text),
    }
}

fn bytes(object: &Object, name: &str) -> Result<Vec<u8>, String> {
    let text = member(object, name)?;
    URL_SAFE_NO_PAD.decode(text).map_err(|_| format!("its {name} is not base64url"))
}

fn rsa(object: &Object) -> Result<RsaKey, String> {
    RsaKey::new(&bytes(object, "n")?, &bytes(object, "e")?)
}

fn ec(object: &Object) -> Result<EcKey, String> {
    let name = member(object, "crv")?;
    let curve = Curve::from_name(name).ok_or_else(|| {
        format!("its curve {} is not one that JWS uses", escaped(&shortened(name, 32)))
    })?;
    let mut point = vec![4];
    for name in ["x", "y"] {
        let coordinate = bytes(object, name)?;
        if coordinate.len() != curve.bytes() {
            return Err(format!(
                "its {name} has {} bytes, {} has {}",
                coordinate.len(),
                curve.name(),
                curve.bytes()
            ));
        }
        point.extend(coordinate);
    }
    EcKey::new(curve, point)
}

fn okp(object: &Object) -> Result<Ed25519Key, String> {
    match member(object, "crv")? {
        "Ed25519" => Ed25519Key::new(bytes(object, "x")?),
        "Ed448" => Err("its curve Ed448 is not supported".to_owned()),
        "X25519" | "X448" => Err("its curve is for key agreement, not for signatures".to_owned()),
        other => Err(format!("its curve {} is not known", escaped(&shortened(other, 32)))),
    }
}

/// Writes the public members of a key; `None` for secrets and broken keys.
pub(super) fn write(material: &Material) -> Option<Object> {
    let mut object = Object::empty();
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    match material {
        Material::Broken(_) | Material::Secret(_) => return None,
        Material::Ec(key) => {
            let (x, y) = key.point[1..].split_at(key.curve().bytes());
            object.push("kty", "EC");
            object.push("crv", key.curve().name());
            object.push("x", text(x));
            object.push("y", text(y));
        }
        Material::Ed25519(key) => {
            object.push("kty", "OKP");
            object.push("crv", "Ed25519");
            object.push("x", text(&key.x));
        }
        Material::Rsa(key) => {
            object.push("kty", "RSA");
            object.push("n", text(&key.n));
            object.push("e", text(&key.e));
        }
    }
    Some(object)
}
