//! What is broken about the remains of a JWS, and where.

use super::{Flaw, Part, Segment, Token};

/// Damage to a token that reads as the remains of a JWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// An ellipsis stands inside: a log or a document left out the middle.
    Elided {
        /// Offset in bytes from the start of the token.
        at: usize,
    },
    /// A part's encoding or JSON is broken.
    Part {
        /// "header", "payload" or "signature".
        part: &'static str,
        /// What is wrong with it, in words.
        what: String,
    },
    /// Not two dots.
    Parts(usize),
    /// The end is missing.
    Truncated {
        /// The part in which the text ends.
        part: &'static str,
        /// How much is there, in words.
        left: String,
    },
}

/// Characters that stand for "something was left out here".
const ELLIPSES: [&str; 3] = ["\u{2026}", "...", "[...]"];

pub(super) fn damage(token: &Token, text: &str) -> Vec<Damage> {
    const NAMES: [&str; 3] = ["header", "payload", "signature"];
    let mut found = Vec::new();
    // No ellipsis fits between parts that are whole.
    let is_whole = |segment: &Segment| segment.flaw.is_none() && segment.length > 0;
    if !token.segments.iter().all(is_whole)
        && let Some(at) = ELLIPSES.iter().filter_map(|e| text.find(e)).min()
    {
        found.push(Damage::Elided { at });
    }
    let count = token.segments.len();
    let alg = token.alg().unwrap_or_default();
    let unsecured = alg.eq_ignore_ascii_case("none");
    if found.is_empty() {
        found.extend(truncation(token, alg, unsecured));
    }
    for (segment, name) in token.segments.iter().zip(NAMES) {
        if let Some(flaw) = segment.flaw {
            found.push(Damage::Part { part: name, what: flaw.to_string() });
        }
    }
    for (part, name) in [(&token.header, "header"), (&token.claims, "payload")] {
        if let Part::NotJson(error, _) = part {
            found.push(Damage::Part { part: name, what: format!("no JSON: {error}") });
        }
    }
    if count != 3 {
        found.push(Damage::Parts(count));
    }
    found
}

/// Whether the end is missing, and where the text breaks off.
fn truncation(token: &Token, alg: &str, unsecured: bool) -> Option<Damage> {
    let bytes = |segment: &Segment| segment.bytes.as_ref().map_or(0, Vec::len);
    match token.segments.as_slice() {
        [head] => Some(match token.header {
            Part::Object(_) => cut("header", "a whole header and nothing after it".to_owned()),
            _ => cut("header", format!("{} bytes of a header", bytes(head))),
        }),
        [_, body] => Some(match token.claims {
            Part::Object(_) => cut("payload", "header and payload, no signature".to_owned()),
            _ => cut("payload", format!("{} bytes of a payload", bytes(body))),
        }),
        [_, body, signature] => {
            if body.length > 0 && signature.length == 0 && !unsecured {
                return Some(cut("signature", "nothing of the signature".to_owned()));
            }
            let have = bytes(signature);
            let want = signature_length(alg, have)?;
            let legal = matches!(signature.flaw, None | Some(Flaw::Length | Flaw::TrailingBits));
            (legal && have < want)
                .then(|| cut("signature", format!("{have} of {want} bytes of the signature")))
        }
        _ => None,
    }
}

fn cut(part: &'static str, left: String) -> Damage {
    Damage::Truncated { part, left }
}

/// The length in bytes that a signature of this algorithm has (RFC 7518
/// sections 3.2 to 3.5, RFC 8037 section 3.1). RSA signatures are as long as
/// the key, in practice a multiple of 64 and at least 128: the next such length.
fn signature_length(alg: &str, have: usize) -> Option<usize> {
    fixed_signature_length(alg).or_else(|| match alg {
        "PS256" | "PS384" | "PS512" | "RS256" | "RS384" | "RS512" => {
            match have {
                128 | 192 => Some(have),
                0..=256 => Some(256),
                // A byte or two beyond a usual length is something glued on, not a longer key.
                _ if have % 64 <= 3 => None,
                _ => Some(have.next_multiple_of(64)),
            }
        }
        _ => None,
    })
}

/// The length in bytes of every signature of this algorithm, where it has one.
pub(super) fn fixed_signature_length(alg: &str) -> Option<usize> {
    match alg {
        "HS256" => Some(32),
        "HS384" => Some(48),
        "HS512" | "ES256" | "ES256K" | "EdDSA" | "Ed25519" => Some(64),
        "ES384" => Some(96),
        "ES512" => Some(132),
        _ => None,
    }
}
