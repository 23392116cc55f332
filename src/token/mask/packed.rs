//! What hides a compact token from a search for it and is taken off by whoever
//! wants to use it: line breaks, white space, percent-encoding, base64.

use std::borrow::Cow;

use super::GONE;
use super::compact::{is_part, masked};
use crate::text::encoded::percent_decoded;
use crate::token::Segment;

/// Shortest base64 that is looked into, in characters: the shortest token whose
/// signature has 32 bytes (RFC 7518 section 3.2) takes 90.
pub(super) const SHORTEST: usize = 90;

/// Whether a text holds anything that [`joined`] or [`closed_up`] would take off.
#[allow(clippy::needless_bitwise_bool, reason = "a lazy operator is a branch")]
pub(super) fn may_hold_gaps(text: &[u8]) -> bool {
    // White space that is not ASCII, too.
    let gap = |byte: u8| (byte <= b' ') | (byte >= 0x7f);
    let odd = |byte: u8| (byte < b' ') | (byte == b'%') | (byte == b'\\');
    text.windows(2).fold(false, |seen, pair| {
        let (first, second) = (pair[0], pair[1]);
        let around = (first == b'.') & gap(second) | (second == b'.') & gap(first);
        seen | odd(first) | around
    })
}

/// The text in one line and without percent-encoding: where a token was
/// wrapped, its parts are whole again.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    let plain = percent_decoded(text).map_or(Cow::Borrowed(text), |decoded| decoded.text.into());
    // The last two are a line break as a program writes it out.
    let mut one = plain;
    for gap in ["\n", "\r", "\t", "\\n", "\\r"] {
        if one.contains(gap) {
            one = one.replace(gap, "").into();
        }
    }
    one
}

/// The text without white space around its full stops; none where there is none.
pub(super) fn closed_up(text: &str) -> Option<String> {
    let is_gap = |c: char| c.is_whitespace() || c.is_control();
    let mut parts = text.split('.');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        out.truncate(out.trim_end_matches(is_gap).len());
        out.push('.');
        out.push_str(part.trim_start_matches(is_gap));
    }
    (out.len() < text.len()).then_some(out)
}

/// The text with base64 that stands for a text with a token in it cut where the
/// token would be; none where there is no such base64.
pub(super) fn encoded(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut shown = text;
    while let Some((start, end)) = long_run(rest.as_bytes()) {
        if let Some(kept) = kept(&rest[start..end]) {
            let before = shown.len() - rest.len();
            out.push_str(&shown[..before + start + kept]);
            out.push_str(GONE);
            shown = &rest[end..];
        }
        rest = &rest[end..];
    }
    (shown.len() < text.len()).then(|| out + shown)
}

/// The first run of base64 that is long enough, with its end. Looked for from
/// the end of where it would be: most texts are of short words.
fn long_run(text: &[u8]) -> Option<(usize, usize)> {
    let is_base64 = |byte: &u8| is_part(*byte) || matches!(byte, b'+' | b'/');
    let mut start = 0;
    loop {
        let Some(other) = text.get(start..start + SHORTEST)?.iter().rposition(|b| !is_base64(b))
        else {
            let more = text[start..].iter().take_while(|b| is_base64(b)).count();
            return Some((start, start + more));
        };
        start += other + 1;
    }
}

/// How many characters of base64 may stay, where there is a token behind it.
fn kept(run: &str) -> Option<usize> {
    // Letters may stand right before it: where it begins is where most of it is
    // text. One look at that: what is packed many times is read as often.
    let texts = (0..4).filter_map(|start| Some((start, Segment::read(&run[start..]).bytes?)));
    let legible = |bytes: &[u8]| bytes.iter().filter(|b| matches!(b, b' '..=b'~')).count();
    let (start, bytes) = texts.max_by_key(|(_, bytes)| legible(bytes))?;
    let text = String::from_utf8_lossy(&bytes);
    let Cow::Owned(shown) = masked(&text) else { return None };
    // What could not be read takes more room in the text than it did.
    let unread = text.len().saturating_sub(bytes.len());
    Some(start + shown.find(GONE)?.saturating_sub(unread) * 4 / 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    const HEAD: &str = "eyJhbGciOiJIUzI1NiJ9";
    const BODY: &str = "eyJzdWIiOiJhIn0";
    const SIGNATURE: &str = "c2lnbmF0dXJlLXNlY3JldC1vZi0zMi1ieXRlcy1sb25n";

    fn held(shown: &str) -> bool {
        (0..SIGNATURE.len() - 8).any(|at| shown.contains(&SIGNATURE[at..at + 8]))
    }

    #[test]
    fn no_wrap_shows_a_signature() {
        let token = format!("{HEAD}.{BODY}.{SIGNATURE}");
        for gap in ["\n", "\r\n", "\n\t", "\\n", "\\r\\n", "%0A", "%0d%0a"] {
            for width in [9, 20, 21, 36, 37, 40, 64] {
                let lines = token.as_bytes().chunks(width).map(|l| std::str::from_utf8(l).unwrap());
                let wrapped = lines.collect::<Vec<_>>().join(gap);
                let shown = masked(&wrapped).into_owned();
                assert!(!held(&shown), "{width} {gap:?} {shown}");
            }
        }
        for dot in [".\n", "\n.", " . ", ".\u{a0}", ". ", "%2E", "=.", "%3D.", "%3d%2e"] {
            let shown = masked(&[HEAD, BODY, SIGNATURE].join(dot)).into_owned();
            assert!(!held(&shown), "{dot:?} {shown}");
        }
    }

    #[test]
    fn what_stands_around_stays() {
        let token = format!("{HEAD}.{BODY}.{SIGNATURE}");
        let shown = masked(&format!("It was {token}. See there. Bye.\n")).into_owned();
        assert_eq!(shown, format!("It was {HEAD}.{BODY}.{GONE} See there. Bye.\n"));
        let text = "ey. It is. 100%25 of\nit. eyes . only";
        assert_eq!(masked(text), text);
    }

    #[test]
    fn base64_hides_nothing() {
        let token = format!("{HEAD}.{BODY}.{SIGNATURE}");
        let json = |name: &str| format!("{{\"{name}\":\"{token}\",\"id_token\":\"{token}\"}}");
        // However the two stand to the groups of three bytes.
        let all = ["t", "to", "tok", "toke", "token", "token_", "token_t"].map(json);
        for text in all.into_iter().chain([token.clone(), format!("{HEAD}.e{BODY}.{SIGNATURE}")]) {
            let mut packed = text;
            for depth in 1..5 {
                packed = STANDARD.encode(&packed);
                let url = URL_SAFE_NO_PAD.encode(STANDARD.decode(&packed).unwrap());
                let glued = format!("k{packed}");
                assert!(!masked(&glued).contains(&packed[packed.len() - 9..]), "{glued}");
                for form in [packed.clone(), url, format!("see {packed}, please")] {
                    let shown = masked(&form).into_owned();
                    let (start, end) = shown.split_once(GONE).unwrap();
                    assert!(form.starts_with(start) && form.ends_with(end), "{shown}");
                    assert!(end.len() <= "==, please".len(), "{shown}");
                    let start = start.trim_start_matches("see ").to_owned();
                    let open = |text: String, _| {
                        String::from_utf8_lossy(&Segment::read(&text).bytes.unwrap()).into_owned()
                    };
                    let open = (0..depth).fold(start, open);
                    assert!(open.contains(HEAD) && !held(&open), "{open}");
                }
            }
        }
        for gone in ["A".repeat(400), "ZXlK".repeat(40), HEAD.repeat(9), "a/b".repeat(60)] {
            assert_eq!(masked(&gone), gone);
        }
    }
}
