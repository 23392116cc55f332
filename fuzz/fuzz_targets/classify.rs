//! Any header and payload as a token: there is always a kind, and advice.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tokcheck::kind::{Hints, classify};
use tokcheck::token::{RawToken, Token};

fuzz_target!(|parts: (&str, &str, Option<&str>)| {
    let (header, claims, slot) = parts;
    let text = format!("{}.{}.AAAA", encoded(header), encoded(claims));
    let token = Token::parse(RawToken::new(text));
    let found = classify(&token, &Hints { slot, ..Hints::default() });
    assert!(!found.advice.is_empty() && !found.evidence.is_empty());
});

/// base64url without padding (RFC 4648 section 5).
fn encoded(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        let digits = (0..=chunk.len()).map(|at| DIGITS[(bits >> (18 - 6 * at) & 63) as usize]);
        out.extend(digits.map(char::from));
    }
    out
}
