//! The parameters of a query or a fragment (`application/x-www-form-urlencoded`),
//! read and written. Uses std only.

use std::fmt::Write as _;

/// Parameters, decoded, in the order sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// `None` where an escape is broken, or where a name stands twice (RFC 6749
    /// section 3.1 forbids it).
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut read: Vec<(String, String)> = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name)?, decoded(value)?);
            if read.iter().any(|(known, _)| *known == name) {
                return None;
            }
            read.push((name, value));
        }
        Some(Self(read))
    }

    /// A value; `None` where it is absent or empty, which is the same (RFC 6749
    /// section 3.1).
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        (!value.is_empty()).then_some(value)
    }
}

/// Writes parameters; those without a value are left out.
pub(super) fn written(parameters: &[(&str, Option<&str>)]) -> String {
    let mut text = String::new();
    for (name, value) in parameters {
        let Some(value) = value else { continue };
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        encode(value, &mut text);
    }
    text
}

fn encode(value: &str, text: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? * 16 + hex(rest.next()?)?,
            b'+' => b' ',
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let hostile = "a b&c=d%+#\r\n\u{e9}";
        let text = written(&[("x", Some(hostile)), ("left", None), ("y", Some("-._~"))]);
        assert_eq!(text, "x=a%20b%26c%3Dd%25%2B%23%0D%0A%C3%A9&y=-._~");
        let read = Query::parse(&text).unwrap();
        assert_eq!((read.value("x"), read.value("left")), (Some(hostile), None));
    }

    #[test]
    fn plus_is_a_space_and_empty_is_absent() {
        let read = Query::parse("scope=openid+profile&&state=&flag").unwrap();
        assert_eq!(read.value("scope"), Some("openid profile"));
        assert_eq!((read.value("state"), read.value("flag")), (None, None));
    }

    #[test]
    fn refuses_broken_escapes_and_repeated_names() {
        for bad in ["a=%", "a=%2", "a=%zz", "a=%+1", "a=%ff", "a=1&a=2", "a=1&%61=2"] {
            assert_eq!(Query::parse(bad), None, "{bad}");
        }
    }
}
