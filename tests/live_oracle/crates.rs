//! The crate jsonwebtoken in this process, with the clock of its own claim
//! validation, and the few lines around it that programs write.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};

use crate::tenant::{AUDIENCE, Tenant};

struct Verifier {
    keys: JwkSet,
    validation: Validation,
}

impl Verifier {
    /// What is wrong with the token.
    fn complaint(&self, token: &str) -> Option<String> {
        let verdict = || -> Result<bool> {
            let kid = decode_header(token)?.kid.unwrap_or_default();
            let Some(jwk) = self.keys.find(&kid) else { return Ok(false) };
            decode::<Value>(token, &DecodingKey::from_jwk(jwk)?, &self.validation)?;
            Ok(true)
        };
        match verdict() {
            Ok(true) => None,
            Ok(false) => Some("unknown kid".to_owned()),
            // Where in a signature it is wrong is a matter of luck.
            Err(error) if matches!(error.kind(), ErrorKind::Base64(_)) => Some("Base64".to_owned()),
            Err(error) => Some(format!("{:?}", error.kind())),
        }
    }

    /// One request, of which only the `Authorization` field counts.
    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        let (mut reader, mut line) = (BufReader::new(stream), String::new());
        let (mut authorization, mut length) = (None, 0);
        while reader.read_line(&mut line)? > 2 {
            let (name, value) = line.split_once(':').unwrap_or_default();
            match name.to_ascii_lowercase().as_str() {
                "authorization" => {
                    authorization.get_or_insert_with(|| value.trim().to_owned());
                }
                "content-length" => length = value.trim().parse().unwrap_or(0),
                _ => {}
            }
            line.clear();
        }
        std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
        let token = authorization.as_deref().and_then(|value| value.strip_prefix("Bearer "));
        let (status, body) = match self.complaint(token.unwrap_or_default().trim()) {
            None => ("200 OK", json!({"ok": true})),
            Some(error) => {
                let status = "401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\"";
                (status, json!({"error": error}))
            }
        };
        let (body, mut stream) = (body.to_string(), stream);
        let length = body.len();
        write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}")
    }
}

/// The version that is compiled in, out of the lock file.
fn version(name: &str) -> String {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock = std::fs::read_to_string(lock).unwrap();
    let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \"")).unwrap();
    format!("{name} {} (crate)", rest.split_once('"').unwrap().0)
}

/// Serves until the process ends; says what is where, as other programs do.
pub fn start(tenant: &Tenant) -> Value {
    let bare = Validation::new(Algorithm::RS256);
    let mut asked = bare.clone();
    asked.set_audience(&[AUDIENCE]);
    asked.set_issuer(&[&tenant.issuer]);
    let (rs256, server) = (["RS256"], "rust-jsonwebtoken");
    let told = json!({
        "server": server, "issuer": tenant.issuer, "audience": [AUDIENCE], "algorithms": rs256,
    });
    let setup = |validation, api: Value| {
        let keys = serde_json::from_value(tenant.jwks()).unwrap();
        let verifier = Arc::new(Verifier { keys, validation });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(std::io::Result::ok) {
                let verifier = Arc::clone(&verifier);
                // Whoever hangs up in the middle wants no answer.
                thread::spawn(move || verifier.serve(&stream).ok());
            }
        });
        json!({"kind": "library", "version": version("jsonwebtoken"), "api": api, "port": port})
    };
    json!({
        "jsonwebtoken-rs": setup(asked, told),
        "jsonwebtoken-rs:bare": setup(bare, json!({"server": server, "algorithms": rs256})),
    })
}
