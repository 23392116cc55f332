//! Scenario lines -> really signed tokens in the text that a person pastes.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;
use tokcheck::key::mint::{SigningKey, encrypted};
use tokcheck::text::json::{Json, Object};

/// The test keys of the scenarios.
pub struct Keys(Value);

impl Keys {
    pub fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/keys.json");
        let text = std::fs::read_to_string(path).expect("the scenario keys are here");
        Self(serde_json::from_str::<Value>(&text).expect("they are JSON")["keys"].clone())
    }

    fn signing(&self, name: &str) -> SigningKey {
        let jwk = self.0[name]["private_jwk"].to_string();
        SigningKey::from_jwk(&Json::parse(jwk.as_bytes()).unwrap()).expect("a usable key")
    }

    pub fn secret(&self, name: &str) -> &str {
        self.0[name]["secret_text"].as_str().expect("a secret")
    }

    /// The key set that the tenant publishes.
    pub fn jwks(&self, names: &Value) -> String {
        let names = names.as_array().expect("a list of key names");
        let keys: Vec<&Value> =
            names.iter().map(|n| &self.0[n.as_str().unwrap()]["public_jwk"]).collect();
        serde_json::json!({ "keys": keys }).to_string()
    }

    /// Another key of the same type than the ones that are published.
    fn other(&self, published: &Value, alg: &str) -> String {
        let kty = match &alg[..2] {
            "RS" => "RSA",
            "ES" => "EC",
            "Ed" => "OKP",
            _ => "oct",
        };
        let published = published.as_array().unwrap();
        let all = self.0.as_object().unwrap();
        all.iter()
            .find(|(name, key)| {
                key["private_jwk"]["kty"] == kty && !published.contains(&Value::from(name.as_str()))
            })
            .map(|(name, _)| name.clone())
            .expect("there is another key")
    }
}

/// The pasted text of a scenario, byte for byte.
pub fn input(scenario: &Value, keys: &Keys) -> String {
    let template = scenario["input"].as_str().expect("an input");
    let token = token(scenario, keys);
    let mut out = String::new();
    let mut rest = template;
    while let Some(start) = rest.find("{{token") {
        let end = start + rest[start..].find("}}").expect("a closed placeholder");
        out.push_str(&rest[..start]);
        let steps = rest[start + 7..end].split('|').filter(|s| !s.is_empty());
        let token = token.clone().expect("the scenario has a token");
        out.push_str(&steps.fold(token, |text, step| damaged(&text, step)));
        rest = &rest[end + 2..];
    }
    out + rest
}

fn damaged(text: &str, step: &str) -> String {
    let (name, arg) = step.split_once(':').unwrap_or((step, "0"));
    let n: i64 = arg.parse().expect("a number");
    let size = usize::try_from(n).unwrap_or(0);
    match name {
        "dropsig" => text.rsplit_once('.').map_or(text, |(head, _)| head).to_owned(),
        "ellipsis" => format!("{}\u{2026}{}", &text[..size], &text[text.len() - size..]),
        "payload" => text.split('.').nth(1).unwrap_or_default().to_owned(),
        "truncate" if n < 0 => text[..text.len() - usize::try_from(-n).unwrap()].to_owned(),
        "truncate" => text[..size].to_owned(),
        "urlencode" => text.replace('.', "%2E"),
        "wrap" => {
            let lines: Vec<&str> =
                text.as_bytes().chunks(size).map(|c| std::str::from_utf8(c).unwrap()).collect();
            lines.join("\n")
        }
        other => panic!("unknown damage {other}"),
    }
}

fn object(value: &Value) -> Object {
    match Json::parse(value.to_string().as_bytes()) {
        Ok(Json::Object(object)) => object,
        _ => Object::default(),
    }
}

fn token(scenario: &Value, keys: &Keys) -> Option<String> {
    let signing = scenario["signing"].as_object()?;
    let (alg, who) = (signing["alg"].as_str()?, signing["key"].as_str()?);
    let claims = object(&scenario["claims"]);
    if alg == "dir" {
        let header: Object = object(&scenario["header"])
            .iter()
            .filter(|(name, _)| !matches!(*name, "alg" | "enc"))
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
        return Some(encrypted(&header, &claims).expect("a JWE"));
    }
    let payload = signing
        .get("raw_payload")
        .and_then(Value::as_str)
        .map_or_else(|| scenario["claims"].to_string(), str::to_owned);
    let head = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(scenario["header"].to_string()),
        URL_SAFE_NO_PAD.encode(payload)
    );
    if who == "none" {
        return Some(head + ".");
    }
    let mut signature = sign(scenario, signing, keys, alg, who, head.as_bytes());
    let encoding = signing.get("signature_encoding").and_then(Value::as_str);
    if encoding == Some("der") {
        signature = der(&signature);
    }
    let text = if encoding == Some("base64-standard") {
        STANDARD.encode(signature)
    } else {
        URL_SAFE_NO_PAD.encode(signature)
    };
    Some(format!("{head}.{text}"))
}

fn sign(
    scenario: &Value,
    signing: &serde_json::Map<String, Value>,
    keys: &Keys,
    alg: &str,
    who: &str,
    message: &[u8],
) -> Vec<u8> {
    let hmac =
        |secret: &[u8]| SigningKey::hmac(secret, None).sign_bytes(alg, message).expect("an HMAC");
    match who {
        "unverifiable" => {
            let length = if alg.starts_with("RS") { 256 } else { 64 };
            (0..length).map(|n| u8::try_from((n * 37 + 11) % 251).unwrap()).collect()
        }
        "hs256-with-public-key" => {
            let published = scenario["jwks"].as_array().unwrap();
            let name = published
                .iter()
                .filter_map(Value::as_str)
                .find(|n| keys.0[*n]["public_jwk"]["kty"] == "RSA")
                .unwrap();
            hmac(keys.0[name]["public_pem"].as_str().unwrap().as_bytes())
        }
        "wrong-key" if alg.starts_with("HS") => hmac(&[7; 48]),
        _ if alg.starts_with("HS") => {
            let text = keys.secret(who);
            let decoded = signing.get("secret_encoding").and_then(Value::as_str);
            if decoded == Some("base64-decoded") {
                hmac(&STANDARD.decode(text).expect("a base64 secret"))
            } else {
                hmac(text.as_bytes())
            }
        }
        _ => {
            let name = if who == "wrong-key" {
                keys.other(&scenario["jwks"], alg)
            } else {
                who.to_owned()
            };
            keys.signing(&name).sign_bytes(alg, message).expect("a signature")
        }
    }
}

/// R and S as a DER sequence of two integers.
fn der(signature: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let mut bytes: Vec<u8> = bytes.iter().copied().skip_while(|b| *b == 0).collect();
        if bytes.first().is_none_or(|b| *b >= 0x80) {
            bytes.insert(0, 0);
        }
        let mut out = vec![2, u8::try_from(bytes.len()).unwrap()];
        out.extend(bytes);
        out
    };
    let (r, s) = signature.split_at(signature.len() / 2);
    let mut inside = integer(r);
    inside.extend(integer(s));
    let mut out = vec![0x30, u8::try_from(inside.len()).unwrap()];
    out.extend(inside);
    out
}
