//! The tenant: keys made now, and what the rows of requests leave open.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokcheck::key::mint::SigningKey;
use tokcheck::text::json::Json;

pub const AUDIENCE: &str = "https://api.example.test";
pub const SCOPE: &str = "read:things";

pub struct Tenant {
    pub issuer: String,
    published: [SigningKey; 3],
    rogue: SigningKey,
    /// HMAC with the text of the first key's PEM as its secret.
    public_pem: SigningKey,
}

impl Tenant {
    pub fn new() -> Self {
        let rsa = |kid: &str| SigningKey::rsa(kid).unwrap();
        let published = [rsa("rsa-1"), rsa("rsa-2"), SigningKey::p256("ec-1").unwrap()];
        let public_pem = SigningKey::hmac(pem(&published[0]).as_bytes(), None);
        Self { issuer: String::new(), published, rogue: rsa("rogue"), public_pem }
    }

    pub fn jwks(&self) -> Value {
        let keys = self.published.iter().map(|key| -> Value {
            let text = Json::Object(key.public_jwk().unwrap()).to_string();
            serde_json::from_str(&text).unwrap()
        });
        json!({"keys": keys.collect::<Vec<_>>()})
    }

    /// What a set-up is told of the tenant and the API, and whether those of
    /// Debian are to start.
    pub fn told(&self, debian: bool) -> Value {
        json!({
            "issuer": self.issuer, "audience": AUDIENCE, "scope": SCOPE,
            "jwks": self.jwks(), "pem": pem(&self.published[0]), "debian": debian,
            "jwks_uri": format!("{}.well-known/jwks.json", self.issuer),
        })
    }

    /// Signs as the header says, or in the key's own way where the key can't.
    pub fn sign(&self, key: &str, header: &str, message: &[u8]) -> Vec<u8> {
        let key = match key {
            "rogue" => &self.rogue,
            "public-pem" => &self.public_pem,
            kid => self.published.iter().find(|key| key.kid() == Some(kid)).unwrap(),
        };
        let header: Value = serde_json::from_str(header).unwrap_or_default();
        let alg = header["alg"].as_str().unwrap_or_default();
        let signature = key.sign_bytes(alg, message);
        signature.or_else(|_| key.sign_bytes(key.alg(), message)).unwrap()
    }

    /// The text with what its `<...>` stand for.
    pub fn fill(&self, text: &str, now: i64) -> String {
        let (mut done, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once('<') {
            let (word, behind) = after.split_once('>').unwrap();
            done += before;
            done += &match word {
                "aud" => AUDIENCE.to_owned(),
                "iss" => self.issuer.clone(),
                "iss_bare" => self.issuer.trim_end_matches('/').to_owned(),
                _ => match word.strip_prefix("now") {
                    Some(offset) => (now + offset.parse::<i64>().unwrap()).to_string(),
                    None => "g".repeat(word.strip_prefix("pad ").unwrap().parse().unwrap()),
                },
            };
            rest = behind;
        }
        done + rest
    }
}

/// The public key of an RSA key of 2048 bits as PEM: what stands before the
/// modulus (RFC 8017 appendix A.1.1) is the same for all of them.
fn pem(key: &SigningKey) -> String {
    const BEFORE: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA";
    const BEHIND: [u8; 5] = [2, 3, 1, 0, 1];
    let jwk = key.public_jwk().unwrap();
    let modulus = URL_SAFE_NO_PAD.decode(jwk.str("n").unwrap()).unwrap();
    let der = [STANDARD.decode(BEFORE).unwrap(), modulus, BEHIND.to_vec()].concat();
    let text = STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
}
