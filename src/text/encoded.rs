//! Encodings that stand around a text: percent-encoding and the entities of
//! HTML. By hand and in one pass each.

/// What percent-encoding stood for, and which escapes there were, in words.
#[derive(Debug)]
pub struct Decoded {
    /// The text behind it.
    pub text: String,
    /// "%2E", or "percent-encoding" where that would show parts of a token.
    pub what: String,
}

/// Resolves percent-encoding (RFC 3986 section 2.1). `None` where there is
/// none, or where it stands for bytes that are no text.
#[must_use]
pub fn percent_decoded(text: &str) -> Option<Decoded> {
    let bytes = text.as_bytes();
    let first = text.find('%')?;
    let mut out = bytes[..first].to_vec();
    let mut shown: Vec<String> = Vec::new();
    let (mut at, mut count) = (first, 0);
    while at < bytes.len() {
        if let Some(byte) = escape_at(bytes, at) {
            count += 1;
            let name = format!("%{byte:02X}");
            if shown.len() < 4 && byte.is_ascii_punctuation() && !shown.contains(&name) {
                shown.push(name);
            }
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    if count == 0 {
        return None;
    }
    let what = match shown.as_slice() {
        [one] => one.clone(),
        [some @ .., last] if (2..4).contains(&shown.len()) => {
            format!("{} and {last}", some.join(", "))
        }
        _ => "percent-encoding".to_owned(),
    };
    String::from_utf8(out).ok().map(|text| Decoded { text, what })
}

/// The byte that an escape at this place stands for.
fn escape_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    match bytes.get(at..at + 3)? {
        [b'%', high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    }
}

/// A form field as a server reads it: `+` is a space, then percent-encoding.
#[must_use]
pub fn form_decoded(value: &str) -> String {
    let spaced = value.replace('+', " ");
    percent_decoded(&spaced).map_or(spaced, |decoded| decoded.text)
}

/// The text with the entities of HTML that stand around values resolved.
/// `None` where there are none.
#[must_use]
pub fn entities_resolved(text: &str) -> Option<String> {
    const NAMES: [(&str, &str); 9] = [
        ("quot;", "\""),
        ("#34;", "\""),
        ("#x22;", "\""),
        ("#39;", "'"),
        ("apos;", "'"),
        ("#x27;", "'"),
        ("amp;", "&"),
        ("lt;", "<"),
        ("gt;", ">"),
    ];
    let entity = |rest: &str| NAMES.iter().find(|(name, _)| rest.starts_with(name)).copied();
    let mut out = String::new();
    let (mut from, mut done) = (0, 0);
    while let Some(at) = text[from..].find('&').map(|at| from + at) {
        from = at + 1;
        if let Some((name, character)) = entity(&text[from..]) {
            out.push_str(&text[done..at]);
            out.push_str(character);
            from += name.len();
            done = from;
        }
    }
    if done == 0 {
        return None;
    }
    out.push_str(&text[done..]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding() {
        let decoded = percent_decoded("a%2Eb%2ec%").unwrap();
        assert_eq!((decoded.text.as_str(), decoded.what.as_str()), ("a.b.c%", "%2E"));
        let several = percent_decoded("%22a%3D%22").unwrap();
        assert_eq!((several.text.as_str(), several.what.as_str()), ("\"a=\"", "%22 and %3D"));
        assert_eq!(percent_decoded("%41").unwrap().what, "percent-encoding");
        assert!(percent_decoded("100% %zz %é").is_none());
        assert!(percent_decoded("%ff").is_none());
        assert_eq!(form_decoded("a+b%2Bc"), "a b+c");
    }

    #[test]
    fn entities() {
        let text = entities_resolved("{&quot;a&quot;:&amp;1 & &#39;}").unwrap();
        assert_eq!(text, "{\"a\":&1 & '}");
        assert!(entities_resolved("?a=1&b=2").is_none());
    }
}
