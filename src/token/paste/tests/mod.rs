//! Forms really pasted, as text through `read`. Every token here is made up:
//! the signatures are filler.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::*;

mod any;
mod damage;
mod forms;
mod sent;
mod streams;

/// A token in the form of a JWS; `who` makes it another one.
fn jws(who: &str) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT","kid":"made-up"}"#);
    let claims = format!(r#"{{"iss":"https://tenant.example/","sub":"{who}","exp":1700000000}}"#);
    let filler = [b'0'; 32];
    format!(
        "{header}.{}.{}",
        URL_SAFE_NO_PAD.encode(claims),
        URL_SAFE_NO_PAD.encode([&filler[..20], &who.as_bytes().repeat(12)[..12]].concat())
    )
}

/// An RS256 token, long enough to be wrapped.
fn long() -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"at+jwt","kid":"made-up"}"#);
    let claims = r#"{"iss":"https://tenant.example/","aud":["https://api.example","https://tenant.example/userinfo"],"sub":"auth0|0000","scope":"openid profile"}"#;
    let filler: Vec<u8> = (0..=255).collect();
    format!("{header}.{}.{}", URL_SAFE_NO_PAD.encode(claims), URL_SAFE_NO_PAD.encode(filler))
}

fn jwe() -> String {
    let header =
        URL_SAFE_NO_PAD.encode(r#"{"alg":"dir","enc":"A256GCM","iss":"https://t.example/"}"#);
    format!("{header}..AAAAAAAAAAAAAAAA.MDAwMDAwMDAwMDAw.AAAAAAAAAAAAAAAAAAAAAA")
}

fn wrap(text: &str, width: usize, between: &str) -> String {
    let lines: Vec<&str> =
        text.as_bytes().chunks(width).map(|c| std::str::from_utf8(c).unwrap()).collect();
    lines.join(between)
}

/// The tokens found, as text.
fn texts(paste: &Paste) -> Vec<&str> {
    paste.found.iter().map(|token| token.raw.expose()).collect()
}

/// Nothing of a token may be told.
fn tells_no_token(paste: &Paste) {
    let told = paste.found.iter().flat_map(|t| t.repairs.iter()).chain(&paste.instead);
    for text in told {
        assert!(!text.contains("eyJ") && text.len() < 100, "{text}");
    }
}
