//! One tenant on paper: a folder with its key set, and tokens of its making.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokcheck::key::mint::SigningKey;
use tokcheck::text::json::Json;

use super::{Ran, feed, run_in, tokcheck};

/// The instant for which everything is judged.
pub const NOW: i64 = 1_800_000_000;
/// The same as a flag's value.
pub const AT: &str = "1800000000";
pub const ISSUER: &str = "https://issuer.example/";
pub const API: &str = "https://api.example";
pub const CLIENT: &str = "app-1";
pub const KID: &str = "k1";

/// The ids of the 25 rows, in the order of the contract.
pub const CHECKS: [&str; 25] = [
    "encoding",
    "header",
    "payload",
    "algorithm",
    "critical",
    "type",
    "key",
    "signature",
    "issuer",
    "audience",
    "expires",
    "not_before",
    "issued_at",
    "subject",
    "authorized_party",
    "nonce",
    "access_token_hash",
    "code_hash",
    "auth_time",
    "acr",
    "scope",
    "permissions",
    "organization",
    "sender_constraint",
    "required_claims",
];

/// A folder with `jwks.json`, and the key that signs.
pub struct Kit {
    folder: TempDir,
    key: SigningKey,
}

impl Kit {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = SigningKey::p256(KID).unwrap();
        let set = format!("{{\"keys\":[{}]}}", Json::Object(key.public_jwk().unwrap()));
        std::fs::write(folder.path().join("jwks.json"), set).unwrap();
        Self { folder, key }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub fn jwks(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("jwks.json")).unwrap()
    }

    /// A token over exactly these texts.
    pub fn sign(&self, header: &str, payload: impl AsRef<[u8]>) -> String {
        self.key.sign_text("ES256", header, payload.as_ref()).unwrap()
    }

    /// An access token over these claims, as they are written.
    pub fn claims(&self, claims: &str) -> String {
        self.sign(&header("at+jwt"), claims)
    }

    /// A good access token, changed: a member that is null is taken out.
    pub fn access(&self, changes: &Value) -> String {
        let claims = json!({
            "iss": ISSUER, "sub": "user-1", "aud": API, "client_id": CLIENT, "iat": NOW - 60,
            "exp": NOW + 3600, "jti": "j-1", "scope": "read:a"
        });
        self.claims(&changed(claims, changes).to_string())
    }

    pub fn good(&self) -> String {
        self.access(&json!({}))
    }

    pub fn expired(&self) -> String {
        self.access(&json!({"exp": NOW - 10}))
    }

    /// A good ID token.
    pub fn id(&self) -> String {
        let claims = json!({
            "iss": ISSUER, "sub": "user-1", "aud": CLIENT, "iat": NOW - 60, "exp": NOW + 3600,
            "nonce": "n-1", "at_hash": "AAAAAAAAAAAAAAAAAAAAAA", "email": "u@example.com"
        });
        self.sign(&header("JWT"), claims.to_string())
    }

    /// Runs in the folder.
    pub fn run(&self, args: &[&str], input: impl AsRef<[u8]>) -> Ran {
        run_in(self.folder.path(), args, input.as_ref())
    }

    /// Runs in the folder with these variables.
    pub fn run_with(&self, variables: &[(&str, &str)], args: &[&str], input: &str) -> Ran {
        let mut command = tokcheck();
        command.current_dir(self.folder.path()).args(args);
        command.envs(variables.iter().copied());
        feed(command, input.as_bytes())
    }

    /// `verify` or `explain` for the API, and more.
    pub fn judge(&self, command: &str, more: &[&str], input: &str) -> Ran {
        let mut args = vec![command];
        args.extend(["--jwks", "jwks.json", "--issuer", ISSUER, "--audience", API, "--at", AT]);
        args.extend(more);
        self.run(&args, input)
    }

    /// Any of the four commands, for the API where it takes one.
    pub fn ask(&self, command: &str, more: &[&str], input: &str) -> Ran {
        match command {
            "verify" | "explain" => self.judge(command, more, input),
            _ => self.run(&[&[command, "--at", AT], more].concat(), input),
        }
    }

    /// The JSON of `verify` for the API, and more.
    pub fn verified(&self, more: &[&str], input: &str) -> Value {
        self.judge("verify", &[more, &["--json"]].concat(), input).json()
    }
}

pub fn header(typ: &str) -> String {
    format!("{{\"alg\":\"ES256\",\"kid\":\"{KID}\",\"typ\":\"{typ}\"}}")
}

fn changed(mut claims: Value, changes: &Value) -> Value {
    let members = claims.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    claims
}

/// The row of that name.
pub fn row<'a>(report: &'a Value, id: &str) -> &'a Value {
    let rows = report["checks"].as_array().unwrap();
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no row {id}"))
}

/// How a row came out.
pub fn outcome<'a>(report: &'a Value, id: &str) -> &'a str {
    row(report, id)["outcome"].as_str().unwrap()
}

/// Decision and root cause.
pub fn verdict(report: &Value) -> (&str, &str) {
    let verdict = &report["verdict"];
    (verdict["decision"].as_str().unwrap(), verdict["root_cause"].as_str().unwrap())
}

/// What a script may rely on whatever it feeds: no crash, nothing that steers
/// a terminal, and one line for each thing that is said.
pub fn assert_safe(ran: &Ran, what: &str) {
    assert!((0..=4).contains(&ran.code), "{what}: exit code {}\n{}", ran.code, ran.err);
    for (stream, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
        let bad = text.chars().find(|c| *c != '\n' && tokcheck::text::escape::is_hostile(*c));
        assert!(bad.is_none(), "{what}: {bad:?} on {stream}: {text}");
        assert!(!text.contains("panicked"), "{what}: {text}");
        assert!(!text.contains("stack backtrace"), "{what}: {text}");
    }
}
