//! The requests, out of `requests.json`: a row says how a request differs from
//! one with a good access token.
//!
//! | member | meaning |
//! | --- | --- |
//! | `header`, `claims` | a merge patch (RFC 7396) of what is usual |
//! | `header_text`, `claims_text` | the whole text instead |
//! | `key` | what signs: `rsa-1` unless said, `rsa-2`, `ec-1`, `rogue`, `public-pem` |
//! | `token` | how the token is put together |
//! | `path`, `headers`, `body` | how it is sent; with a body it is a POST |
//! | `edge` | the very second counts |
//!
//! In all texts `<now+60>`, `<iss>`, `<iss_bare>`, `<aud>` and `<pad 100>` stand
//! for what they say; a string in a patch that starts with `#` is JSON as it is.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use crate::tenant::Tenant;

pub struct Request(Value);

impl Request {
    pub fn all() -> Vec<Self> {
        let rows: Vec<Value> = serde_json::from_str(include_str!("requests.json")).unwrap();
        rows.into_iter().map(Self).collect()
    }

    pub fn name(&self) -> &str {
        self.0["name"].as_str().unwrap()
    }

    pub fn note(&self) -> &Value {
        &self.0["note"]
    }

    /// Whether the answer hangs on the second in which it is given.
    pub fn is_edge(&self) -> bool {
        self.0["edge"] == true
    }

    /// The request as it is sent, made for this instant.
    pub fn raw(&self, tenant: &Tenant, now: i64) -> String {
        let token = self.token(tenant, now);
        let fill = |text: &str| text.replace("<token>", &token);
        let path = fill(self.0["path"].as_str().unwrap_or("/things"));
        let body = self.0["body"].as_str().map(fill);
        let method = if body.is_some() { "POST" } else { "GET" };
        let mut raw = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\
             Connection: close\r\n"
        );
        let usual = json!(["Authorization: Bearer <token>"]);
        let lines = if self.0["headers"].is_array() { &self.0["headers"] } else { &usual };
        for line in lines.as_array().unwrap() {
            raw += &(fill(line.as_str().unwrap()) + "\r\n");
        }
        if let Some(body) = &body {
            write!(raw, "Content-Length: {}\r\n", body.len()).unwrap();
        }
        raw + "\r\n" + &body.unwrap_or_default()
    }

    fn token(&self, tenant: &Tenant, now: i64) -> String {
        let header = self.part("header", json!({"alg": "RS256", "typ": "JWT", "kid": "rsa-1"}));
        let claims = self.part(
            "claims",
            json!({
                "iss": "<iss>", "sub": "auth0|5f7c8ec7c33c6c004bbafe82", "aud": "<aud>",
                "iat": "#<now-60>", "exp": "#<now+86400>", "azp": "spaClientId0123456789",
                "scope": "openid profile read:things",
            }),
        );
        let fill = |text: &str| URL_SAFE_NO_PAD.encode(tenant.fill(text, now));
        let (header_part, claims_part) = (fill(&header), fill(&claims));
        let message = format!("{header_part}.{claims_part}");
        let key = self.0["key"].as_str().unwrap_or("rsa-1");
        let signature = tenant.sign(key, &header, message.as_bytes());
        let text = URL_SAFE_NO_PAD.encode(&signature);
        let other = if text.starts_with('A') { "B" } else { "A" };
        let form = self.0["token"].as_str().unwrap_or("<header>.<claims>.<signature>");
        form.replace("<header>", &header_part)
            .replace("<claims>", &claims_part)
            // Whole bytes: bits left over would make the answer a matter of luck.
            .replace("<half>", &text[..text.len() / 8 * 4])
            .replace("<changed>", &format!("{other}{}", &text[1..]))
            .replace("<standard>", &STANDARD_NO_PAD.encode(&signature))
            .replace("<signature>", &text)
    }

    /// The text of the header or the claims.
    fn part(&self, name: &str, usual: Value) -> String {
        if let Some(text) = self.0[format!("{name}_text")].as_str() {
            return text.to_owned();
        }
        let Value::Object(mut members) = usual else { panic!() };
        let none = Map::new();
        for (name, value) in self.0[name].as_object().unwrap_or(&none) {
            match value {
                Value::Null => members.remove(name),
                value => members.insert(name.clone(), value.clone()),
            };
        }
        let member = |(name, value): (&String, &Value)| match value.as_str() {
            Some(text) if text.starts_with('#') => format!("\"{name}\":{}", &text[1..]),
            _ => format!("\"{name}\":{value}"),
        };
        format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
    }
}
