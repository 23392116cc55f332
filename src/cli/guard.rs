//! The stream for talk, guarded: whatever went wrong, what is said of it
//! can't be replayed. Arguments and variables stand in errors, and one in the
//! wrong place may be a token or a key.

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
    /// Guards a stream; `given` are the arguments and the variables of the run.
    pub(super) fn new<'g>(
        to: &'a mut dyn Write,
        given: impl IntoIterator<Item = &'g OsString>,
    ) -> Self {
        let given = given
            .into_iter()
            .filter_map(|text| text.to_str())
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
        let mut text = without_pem(&masked(&text));
        for value in &self.given {
            text = without(&text, value);
        }
        self.to.write_all(text.as_bytes())
    }
}

/// The text without a value, or as much of it as stands there: what is long is
/// shown cut.
fn without(text: &str, value: &str) -> String {
    let start: String = value.chars().take(SHORTEST).collect();
    let shown: String = value.chars().take(SHOWN).collect();
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(&start) {
        let pairs = rest[at..].chars().zip(value.chars());
        let same: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        out.extend([&rest[..at], &shown, "\u{2026}"]);
        rest = &rest[at + same..];
    }
    out + rest
}

/// The text without any PEM block, cut or whole (RFC 7468 section 2).
fn without_pem(text: &str) -> String {
    const BEGIN: &str = "-----BEGIN ";
    const END: &str = "-----END ";
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, block)) = rest.split_once(BEGIN) {
        out.extend([before, BEGIN, "\u{2026}"]);
        let behind = block.split_once(END).and_then(|(_, end)| end.split_once("-----"));
        // What has no end was cut, and all that follows may be of it.
        rest = behind.map_or("\n", |(_, behind)| behind);
    }
    out + rest
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
        let pem = "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBg\\n-----END PRIVATE KEY-----";
        assert_eq!(
            said(&[], &format!("{pem}: no such file\n")),
            "-----BEGIN \u{2026}: no such file\n"
        );
        assert_eq!(
            said(&[], "no -----BEGIN EC PRIVATE KEY-----\\nMIIE..."),
            "no -----BEGIN \u{2026}\n"
        );
        let cut = &key[..30];
        assert_eq!(
            said(&[key], &format!("{cut}...: none, {key}")),
            "{\"kt\u{2026}...: none, {\"kt\u{2026}"
        );
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
