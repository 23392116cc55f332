//! What a reader should know of a token's text although no strict reader need
//! refuse it for that: the traces of a bad copy.

use super::damage::fixed_signature_length;
use super::{Form, Part, Segment, Token, begins_as_header};
use crate::text::bytes::find_all;

/// Beginnings of a second token that are tried.
const MOST_TRIES: usize = 16;
/// Longest header that is tried, in characters.
const LONGEST_HEADER: usize = 1 << 16;
/// Bytes behind an RSA signature that a name or a word glued to it makes up.
const GLUED: usize = 24;

/// Traces of a bad copy in the remains of a JWS, in words.
#[must_use]
pub fn remarks(token: &Token) -> Vec<String> {
    if token.form != Form::Jws {
        return Vec::new();
    }
    if let Some(at) = second(token) {
        let at = at + 1;
        return vec![format!("another token begins at character {at}: two tokens run together")];
    }
    detached(token).or_else(|| too_long(token)).into_iter().collect()
}

/// Where a second token begins inside or behind the signature.
fn second(token: &Token) -> Option<usize> {
    let text = token.raw().expose();
    let [head, body, ..] = token.segments.as_slice() else { return None };
    let from = head.length + body.length + 2;
    let tail = text.get(from..)?;
    let starts = find_all(b'e', tail.as_bytes());
    let starts = starts.filter(|at| tail.as_bytes().get(at + 1) == Some(&b'y'));
    starts.take(MOST_TRIES).find(|at| begins_token(&tail[*at..])).map(|at| from + at)
}

fn begins_token(text: &str) -> bool {
    let Some((head, rest)) = text.split_once('.') else { return false };
    if head.len() > LONGEST_HEADER || rest.is_empty() || !begins_as_header(head) {
        return false;
    }
    Part::read(&Segment::read(head)).object().is_some_and(|h| h.has("alg") || h.has("enc"))
}

/// An empty payload: the content is elsewhere (RFC 7515 appendix F).
fn detached(token: &Token) -> Option<String> {
    let [_, body, signature] = token.segments.as_slice() else { return None };
    let empty = body.length == 0 && signature.length > 0;
    empty.then(|| {
        "the payload is empty: a detached signature over content that is elsewhere (RFC 7515 \
         appendix F), unless the middle was lost"
            .to_owned()
    })
}

/// A signature that is longer than its algorithm makes it.
fn too_long(token: &Token) -> Option<String> {
    let alg = token.alg()?;
    let [.., signature] = token.segments.as_slice() else { return None };
    let bytes = signature.bytes.as_ref().filter(|_| token.segments.len() == 3)?;
    let have = bytes.len();
    let want = match fixed_signature_length(alg) {
        // A DER sequence is another encoding, not a longer signature.
        Some(_) if alg.starts_with("ES") && bytes.first() == Some(&0x30) => return None,
        Some(want) => want,
        None if alg.starts_with("RS") || alg.starts_with("PS") => {
            [256, 384, 512].into_iter().find(|want| (want + 1..=want + GLUED).contains(&have))?
        }
        None => return None,
    };
    (have > want).then(|| {
        format!(
            "signature: {have} bytes where {alg} makes {want}: something is glued to the end of \
             the token"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::RawToken;

    fn read(text: &str) -> Vec<String> {
        remarks(&Token::parse(RawToken::new(text)))
    }

    const HEAD: &str = "eyJhbGciOiJIUzI1NiJ9";
    const BODY: &str = "eyJzdWIiOiJhIn0";
    const SIGN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn traces_of_a_bad_copy() {
        let whole = format!("{HEAD}.{BODY}.{SIGN}");
        assert!(read(&whole).is_empty());
        assert!(read(&format!("{whole}{whole}"))[0].contains("character 81"));
        assert!(read(&format!("{whole}expires"))[0].contains("37 bytes where HS256 makes 32"));
        assert!(read(&format!("{HEAD}..{SIGN}"))[0].contains("detached"));
        let hostile = format!("{HEAD}.{BODY}.{}", "eyJ".repeat(10_000));
        assert!(read(&hostile)[0].contains("glued"));
    }
}
