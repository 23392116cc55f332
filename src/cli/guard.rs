//! The stream for talk, guarded: whatever went wrong, what is said of it
//! can't be replayed. Arguments stand in errors, and an argument in the wrong
//! place may be a token.

use std::ffi::OsString;
use std::io::{self, Write};

use crate::text::escape::escaped;
use crate::token::masked;

/// Shortest argument that could be a credential.
const SHORTEST: usize = 20;

/// Characters of such an argument that are shown, to tell which it was.
const SHOWN: usize = 4;

/// Writes line by line, and takes credentials out of each.
pub(super) struct Guard<'a> {
    to: &'a mut dyn Write,
    line: Vec<u8>,
    given: Vec<String>,
}

impl<'a> Guard<'a> {
    pub(super) fn new(to: &'a mut dyn Write, arguments: &[OsString]) -> Self {
        let given = arguments
            .iter()
            .filter_map(|argument| argument.to_str())
            .map(|text| match text.split_once('=') {
                Some((flag, value)) if flag.starts_with('-') => value,
                _ => text,
            })
            .map(|text| text.strip_prefix('@').unwrap_or(text))
            .filter(|text| could_be_a_credential(text) || could_be_a_key(text))
            // As an error shows it.
            .map(escaped)
            .collect();
        Self { to, line: Vec::new(), given }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&line);
        let mut text = masked(&text).into_owned();
        for value in &self.given {
            if text.contains(value.as_str()) {
                let shown: String = value.chars().take(SHOWN).collect();
                text = text.replace(value.as_str(), &format!("{shown}\u{2026}"));
            }
        }
        self.to.write_all(text.as_bytes())
    }
}

impl Write for Guard<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend(part);
            if part.ends_with(b"\n") {
                self.pass_on()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass_on()?;
        self.to.flush()
    }
}

/// Long, of one word, and mixed as names are not: an opaque token, a secret.
/// A token with dots is known without this.
fn could_be_a_credential(text: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| text.as_bytes().iter().any(kind);
    text.len() >= SHORTEST
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+=~".contains(&b))
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
}

/// A JWK, a key set or PEM where the name of a file belongs.
fn could_be_a_key(text: &str) -> bool {
    let text = text.trim_start();
    text.len() >= SHORTEST && (text.starts_with(['{', '[']) || text.starts_with("-----BEGIN"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(arguments: &[&str], text: &str) -> String {
        let arguments: Vec<OsString> = arguments.iter().map(Into::into).collect();
        let mut out = Vec::new();
        let mut guard = Guard::new(&mut out, &arguments);
        for part in text.as_bytes().chunks(3) {
            guard.write_all(part).unwrap();
        }
        guard.flush().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_credential_passes() {
        let opaque = "ghp_a1B2a1B2a1B2a1B2a1B2";
        assert_eq!(said(&["--format", opaque], &format!("no '{opaque}'\n")), "no 'ghp_\u{2026}'\n");
        let flag = format!("--format={opaque}");
        assert_eq!(said(&[&flag], &format!("no {flag}")), "no --format=ghp_\u{2026}");
        assert_eq!(said(&[&format!("@{opaque}")], &format!("no {opaque}")), "no ghp_\u{2026}");
        let key = r#"{"kty":"oct","k":"c2VjcmV0c2VjcmV0"}"#;
        assert!(!said(&["--key", key], &format!("{key}: none")).contains("c2Vj"));
        assert!(!said(&[&format!("--key={key}")], &format!("{key}: none")).contains("c2Vj"));
        assert_eq!(said(&[], "x eyJh.eyJi.c2ln y\nz"), "x eyJh.eyJi.\u{2026} y\nz");
    }

    #[test]
    fn names_pass() {
        for name in ["reports/2026-11-23/token-from-staging.txt", "express-oauth2-jwt-bearer.json"]
        {
            assert_eq!(said(&[name], name), name);
        }
    }
}
