//! What people paste, pasted as text into the binary: every token is found, in
//! order, labelled, and what is not a token or is damaged is named. All tokens
//! are of our own making; their signatures are filler.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "tables of pastes are long, and tests stop at what they can't read"
)]

#[path = "../support/mod.rs"]
mod support;

mod forms;
mod found;
mod told;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use support::{Ran, run};

/// An opaque access token.
const OPAQUE: &str = "eK3b9TfVxQm7Zr2LwPc8Yd1HsNa5Ju0G";

fn encoded(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn signed(header: &str, claims: &str, filler: &[u8]) -> String {
    format!("{}.{}.{}", encoded(header), encoded(claims), URL_SAFE_NO_PAD.encode(filler))
}

/// A token in the form of a JWS; `who` makes it another one.
fn jws(who: &str) -> String {
    let claims = format!(r#"{{"iss":"https://tenant.example/","sub":"{who}","exp":1700000000}}"#);
    let filler = [&[b'0'; 20][..], &who.as_bytes().repeat(12)[..12]].concat();
    signed(r#"{"alg":"HS256","typ":"JWT","kid":"made-up"}"#, &claims, &filler)
}

/// A token that is long enough to be wrapped.
fn long() -> String {
    let claims = r#"{"iss":"https://tenant.example/","aud":["https://api.example"],"sub":"auth0|0000","scope":"openid profile"}"#;
    let filler: Vec<u8> = (0..=255).collect();
    signed(r#"{"alg":"RS256","typ":"at+jwt","kid":"made-up"}"#, claims, &filler)
}

fn jwe() -> String {
    let header = encoded(r#"{"alg":"dir","enc":"A256GCM","iss":"https://t.example/"}"#);
    format!("{header}..AAAAAAAAAAAAAAAA.MDAwMDAwMDAwMDAw.AAAAAAAAAAAAAAAAAAAAAA")
}

fn wrap(text: &str, width: usize, between: &str) -> String {
    let lines: Vec<&str> =
        text.as_bytes().chunks(width).map(|c| std::str::from_utf8(c).unwrap()).collect();
    lines.join(between)
}

fn decode(input: &[u8]) -> Ran {
    run(&["decode", "--json", "-"], input)
}

fn reports(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
