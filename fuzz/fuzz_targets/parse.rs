//! Any text as one token: its parts, disclosures, signatures and traces of a
//! bad copy; nothing secret in its debug output.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tokcheck::token::{Mask, RawToken, Token, remarks};

fuzz_target!(|text: &str| {
    let token = Token::parse(RawToken::new(text));
    let mask = Mask::of(&token);
    let _ = mask.text(text);
    let _ = (remarks(&token), token.signatures(), token.signing_input());
    if let Some(sd_jwt) = token.sd_jwt() {
        let digest = |_: &str, bytes: &[u8]| Some(format!("{}", bytes.len()));
        let (disclosed, _) = sd_jwt.disclosed(&token.claims, digest);
        assert_eq!(disclosed.len(), sd_jwt.len());
    }
});
