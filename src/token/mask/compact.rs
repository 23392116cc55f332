//! Compact tokens in any text, and what of them may stay.

use std::borrow::Cow;

use super::{GONE, packed};
use crate::text::bytes::find;
use crate::token::Segment;

/// The text with the last part of every compact token in it taken out. Where
/// one was wrapped or encoded, the text is shown without that.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    if text.len() >= packed::SHORTEST
        && let Some(shown) = packed::encoded(text)
    {
        return Cow::Owned(masked(&shown).into_owned());
    }
    let bytes = text.as_bytes();
    if !may_hold_dot(bytes) || !may_hold_header(bytes) {
        return Cow::Borrowed(text);
    }
    if !packed::may_hold_gaps(bytes) {
        return taken_out(text).map_or(Cow::Borrowed(text), Cow::Owned);
    }
    let (text_only, end) = text.split_at(text.trim_end().len());
    let whole = packed::joined(text_only);
    let first = taken_out(&whole);
    // Last, since the dot behind a token may be the end of a sentence.
    let close = packed::closed_up(first.as_deref().unwrap_or(&whole));
    let second = close.and_then(|text| taken_out(&text));
    second.or(first).map_or(Cow::Borrowed(text), |shown| Cow::Owned(shown + end))
}

/// The text without the last part of every compact token that stands in it
/// plainly; none where there is none.
fn taken_out(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((start, keep, end)) = token_in(rest) {
        out.push_str(&rest[..start + keep]);
        out.push_str(GONE);
        rest = &rest[end..];
    }
    (!out.is_empty()).then(|| out + rest)
}

/// Whether a byte occurs in base64url.
pub(super) fn is_part(byte: u8) -> bool {
    const PARTS: [bool; 256] = {
        let (mut table, mut byte) = ([false; 256], 0_u8);
        while byte < 128 {
            table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            byte += 1;
        }
        table
    };
    PARTS[usize::from(byte)]
}

/// Whether two characters may be the first of a base64url JSON object: of a
/// brace or white space, then of what may follow it. No branch: many are looked
/// at together; a test holds it to [`begins_object`].
#[allow(clippy::needless_bitwise_bool, reason = "a lazy operator is a branch")]
const fn may_begin(first: u8, second: u8) -> bool {
    let brace = (first == b'e') & ((second == b'y') | (second == b'w'));
    let space = (first == b'I') & ((second == b'H') | (second == b'C') | (second == b'A'));
    let common = (second == b'X') | (second == b'S') | (second == b'Q');
    let line = (second == b'n') | (second == b'i') | (second == b'g');
    brace | space | (first == b'C') & (common | line) | (first == b'D') & common
}

/// Whether a text holds what could part a token, plain or in a URL.
#[allow(clippy::needless_bitwise_bool, reason = "a lazy operator is a branch")]
fn may_hold_dot(text: &[u8]) -> bool {
    let any = |part: &[u8; 16]| {
        part.iter().fold(false, |seen, byte| seen | (*byte == b'.') | (*byte == b'%'))
    };
    let Some(last) = text.last_chunk() else {
        let mut padded = [0; 16];
        padded[..text.len()].copy_from_slice(text);
        return any(&padded);
    };
    // The last bytes may overlap with those before.
    any(last) || text.as_chunks().0.iter().any(any)
}

/// Whether a text may hold the header of a token at all; most do not.
fn may_hold_header(text: &[u8]) -> bool {
    const LANES: usize = 16;
    let any = |part: &[u8; LANES + 1]| {
        (0..LANES).fold(false, |seen, at| seen | may_begin(part[at], part[at + 1]))
    };
    let Some(last) = text.last_chunk::<{ LANES + 1 }>() else {
        let mut padded = [0; LANES + 1];
        padded[..text.len()].copy_from_slice(text);
        return any(&padded);
    };
    // The last bytes may overlap with those before.
    let mut starts = (0..text.len() - LANES).step_by(LANES);
    any(last) || starts.any(|at| text[at..].first_chunk().is_some_and(any))
}

/// Where a base64url JSON object begins in a part: the header may be glued to
/// other letters, and its first characters give it away.
fn header_in(part: &str) -> Option<usize> {
    let pairs = part.as_bytes().windows(2).enumerate();
    let starts = pairs.filter(|(_, pair)| may_begin(pair[0], pair[1]));
    starts.map(|(at, _)| at).find(|at| begins_object(&part[*at..]))
}

/// Characters that are looked at to see an object begin. Where they stand for
/// nothing but white space, one does: no other text begins so.
const LOOK: usize = 12;

/// Whether base64url text begins as a JSON object does: white space and a brace,
/// or a brace and what may follow it (RFC 8259 section 4).
fn begins_object(part: &str) -> bool {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    // Cut first: what is behind may be long, and is asked about again and again.
    let start = part.get(..LOOK).unwrap_or(part);
    let start = start.split('=').next().unwrap_or_default();
    let Some(bytes) = Segment::read(start).bytes else { return false };
    match bytes.iter().position(|byte| !blank(byte)) {
        Some(0) => matches!(bytes.as_slice(), [b'{', next, ..] if *next == b'"' || blank(next)),
        Some(at) => bytes[at] == b'{',
        None => start.len() == LOOK,
    }
}

/// Whether a byte occurs in a part of a token, padded or in the other alphabet too.
fn is_packed(byte: u8) -> bool {
    is_part(byte) || matches!(byte, b'=' | b'+' | b'/')
}

/// Finds a compact token: where it starts, how much of it may stay, where it ends.
fn token_in(text: &str) -> Option<(usize, usize, usize)> {
    let bytes = text.as_bytes();
    let part_end =
        |from: usize| from + bytes[from..].iter().take_while(|byte| is_packed(**byte)).count();
    let mut from = 0;
    while let Some(dot) = find(b'.', &bytes[from..]).map(|at| from + at) {
        let payload_end = part_end(dot + 1);
        if bytes.get(payload_end) != Some(&b'.') {
            // No second dot: nothing up to here is a token.
            from = payload_end.max(dot + 1);
            continue;
        }
        let head = bytes[from..dot].iter().rposition(|byte| !is_packed(*byte));
        let head = head.map_or(from, |at| from + at + 1);
        let Some(start) = header_in(&text[head..dot]).map(|at| head + at) else {
            from = dot + 1;
            continue;
        };
        // The chain goes on with further parts, with disclosures, or with a full
        // stop and the next word of a sentence: none of these may hide the signature.
        let (mut end, mut filled) = (payload_end, false);
        while matches!(bytes.get(end), Some(b'.' | b'~')) {
            let next = part_end(end + 1);
            filled |= next > end + 1;
            end = next;
        }
        if filled {
            let keep = tag_of_jwe(&text[start..end]).unwrap_or(payload_end + 1 - start);
            return Some((start, keep, end));
        }
        // Whatever else starts in this chain of parts ends as empty.
        from = end;
    }
    None
}

/// Where the authentication tag begins, if the chain is a JWE: of one, only the
/// tag is taken out (RFC 7516 section 3.1).
fn tag_of_jwe(chain: &str) -> Option<usize> {
    let parts: Vec<&str> = chain.splitn(6, '.').collect();
    let [header, _, _, _, tag] = parts.as_slice() else { return None };
    let head = Segment::read(header).bytes?;
    let named = String::from_utf8_lossy(&head).contains("\"enc\"");
    (named && !tag.is_empty()).then(|| chain.len() - tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLXNlY3JldA";

    #[test]
    fn a_token_in_a_text_loses_its_signature() {
        let shown =
            masked("x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln, then eyJh.b.cc").into_owned();
        assert_eq!(shown, "x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.…, then eyJh.b.…");
        assert_eq!(masked("https://a.b.c/eyes.only"), "https://a.b.c/eyes.only");
    }

    #[test]
    fn a_header_is_seen_wherever_it_begins() {
        let gaps = ["", " ", "\t", "\n", "\r"];
        let starts = gaps.iter().flat_map(|a| gaps.iter().map(move |b| format!("{a}{b}")));
        let starts = starts.flat_map(|gap| gaps.map(|c| format!("{gap}{c}{{")));
        let starts = starts.flat_map(|start| gaps.map(|gap| format!("{start}{gap}\"alg\":1}}")));
        for header in starts.chain([format!("{}{{}}", " ".repeat(99))]) {
            let start = URL_SAFE_NO_PAD.encode(header);
            for (before, after) in [(0, 0), (1, 0), (0, 1), (15, 3), (16, 16), (17, 40)] {
                let text = format!("{}{start}{}", "~".repeat(before), ".".repeat(after));
                assert!(may_hold_header(text.as_bytes()), "{text}");
                assert_eq!(header_in(&text), Some(before), "{text}");
            }
            let shown = masked(&format!("see {start}.e30.c2ln now")).into_owned();
            assert_eq!(shown, format!("see {start}.e30.\u{2026} now"));
        }
        for none in ["", "e", "a.b.c", "https://orders.example.com/a.b.c/d", "e y e w I H C X"] {
            assert!(!may_hold_header(none.as_bytes()), "{none}");
        }
        for none in ["eyes", "they", "ICANN", "CSS", "CSI", "DQM", "IAm", "DX10", "Cig", "IHope"] {
            assert_eq!(header_in(none), None, "{none}");
        }
    }

    #[test]
    fn a_dot_is_seen_wherever_it_stands() {
        for length in 0..70 {
            assert!(!may_hold_dot(&vec![b'-'; length]), "{length}");
            for (at, dot) in (0..length).zip([b'.', b'%'].into_iter().cycle()) {
                let mut text = vec![b'a'; length];
                text[at] = dot;
                assert!(may_hold_dot(&text), "{length}, {at}");
            }
        }
    }

    #[test]
    fn what_follows_does_not_hide_it() {
        for end in [".", "..", ".See", ". See", ".a.b", ".a.b.c", "~", "~.", "=", "==.", "/x.y"] {
            for token in [TOKEN, "eyJhbGciOiJIUzI1NiJ9=.eyJzdWIiOiJhIn0==.c2lnbmF0dXJlLXNlY3JldA"] {
                let text = format!("it was {token}{end}");
                let shown = masked(&text);
                assert!(!shown.contains("c2lnbmF0dXJl"), "{shown}");
                assert!(shown.starts_with("it was eyJhbGciOiJIUzI1NiJ9"), "{shown}");
            }
        }
    }

    #[test]
    fn what_stands_before_may_be_any_text() {
        assert_eq!(masked("\u{e0041}eyJh.eyJi.c2ln"), "\u{e0041}eyJh.eyJi.\u{2026}");
        assert_eq!(masked("\u{e0041}. a\u{e9}. b"), "\u{e0041}. a\u{e9}. b");
        assert_eq!(masked("a\u{e9}eyJh.b.cc \u{65e5}.x"), "a\u{e9}eyJh.b.\u{2026} \u{65e5}.x");
    }

    #[test]
    fn a_long_chain_of_parts_is_read_once() {
        let chain = "eyJ..".repeat(200_000);
        assert_eq!(masked(&chain), "eyJ..\u{2026}");
        let empty = "eyJ..".to_owned() + &".".repeat(200_000);
        assert!(masked(&empty) == empty);
        let head = "ey".repeat(200_000) + ".a.b";
        assert!(masked(&head) == head);
    }

    #[test]
    fn jwe_and_sd_jwt_too() {
        // {"enc":"A128GCM","alg":"dir"}
        let jwe = "eyJlbmMiOiJBMTI4R0NNIiwiYWxnIjoiZGlyIn0";
        assert_eq!(masked(&format!("{jwe}..iv.text.tag")), format!("{jwe}..iv.text.…"));
        assert_eq!(masked("eyJh..iv.text.tag"), "eyJh..…");
        assert!(!masked("eyJh.b.sig~disc~").contains("sig"));
    }
}
