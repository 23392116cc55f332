//! Forms of texts: URLs, GUIDs, token endpoints, users of Dex.

use crate::issuer::site::Place;
use crate::token::Segment;

/// The only one of several texts.
pub(crate) fn one<'a>(mut all: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// Equal but for the scheme and a final slash, which people leave out.
pub(crate) fn same_party(a: &str, b: &str) -> bool {
    let bare = |text: &'_ str| -> usize {
        text.strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .map_or(0, |rest| text.len() - rest.len())
    };
    a == b || a[bare(a)..].trim_end_matches('/') == b[bare(b)..].trim_end_matches('/')
}

/// Whether a text is a web URL.
pub(crate) fn is_web_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// A URL with `//`, such as `https://...` or `api://...`, or a URN.
pub(crate) fn is_url(text: &str) -> bool {
    match text.split_once(':') {
        Some((scheme, rest)) => {
            let legal = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
            legal && (rest.starts_with("//") || scheme.eq_ignore_ascii_case("urn"))
        }
        None => false,
    }
}

/// The usual names of token endpoints (RFC 6749 section 3.2 leaves them open).
pub(crate) fn is_token_endpoint(text: &str) -> bool {
    let path = Place::parse(text).path;
    is_web_url(text)
        && (["/token", "/token/", "/token.oauth2", "/access_token", "/tokens"]
            .iter()
            .any(|end| path.ends_with(end)))
}

/// `8-4-4-4-12` hexadecimal digits.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// Dex's `sub` is base64url of a protobuf of two strings: tag 0x0A, a length,
/// the user, tag 0x12, a length, the connector.
pub(crate) fn is_dex_sub(sub: &str) -> bool {
    if !sub.starts_with('C') || sub.len() > 512 {
        return false;
    }
    let segment = Segment::read(sub);
    let Some(bytes) = segment.bytes else { return false };
    let Some((&0x0A, rest)) = bytes.split_first() else { return false };
    let Some((&user, rest)) = rest.split_first() else { return false };
    let Some((&0x12, rest)) = rest.get(usize::from(user)..).and_then(<[u8]>::split_first) else {
        return false;
    };
    rest.split_first().is_some_and(|(&length, rest)| rest.len() == usize::from(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told() {
        assert!(is_guid("c1bc84e4-47ee-4b64-bb52-5cda6c81f788") && !is_guid("c1bc84e4"));
        for url in ["https://a", "api://default", "urn:x:y", "spiffe://a/b"] {
            assert!(is_url(url), "{url}");
        }
        for word in ["orders", "a:b", ":", "123:456", "", "://"] {
            assert!(!is_url(word), "{word}");
        }
        assert!(same_party("https://a.example/", "a.example") && !same_party("a", "b"));
        assert!(is_token_endpoint("https://a.example/oauth2/token"));
        assert!(!is_token_endpoint("https://a.example/tokenise") && !is_token_endpoint("/token"));
        // "\x0a\x04user\x12\x05local"
        assert!(is_dex_sub("CgR1c2VyEgVsb2NhbA"));
        for other in ["", "C", "Cg", "CgR1c2Vy", "alice", "Calice", "CgR1c2VyEgVsb2NhbAAA"] {
            assert!(!is_dex_sub(other), "{other}");
        }
    }
}
