//! The little of DER (X.690) that public keys and certificates need.

pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const NULL: u8 = 0x05;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;

/// Reads values one after the other.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// The inside of the one SEQUENCE that the bytes are, with nothing after it.
    pub(super) fn whole_sequence(bytes: &'a [u8]) -> Option<Self> {
        let mut outer = Self::new(bytes);
        let inner = outer.sequence()?;
        outer.is_empty().then_some(inner)
    }

    pub(super) fn is_empty(self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn next_tag(self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next value, whatever it is: its tag and its content.
    pub(super) fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.rest.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                let length = digits.iter().fold(0, |sum, d| sum << 8 | usize::from(*d));
                // The shortest form is the only one (X.690 section 10.1).
                if length < 0x80 || digits[0] == 0 {
                    return None;
                }
                (length, rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        Some((tag, content))
    }

    /// The content of the next value, if it has this tag.
    pub(super) fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        if self.next_tag()? != tag {
            return None;
        }
        self.any().map(|(_, content)| content)
    }

    pub(super) fn sequence(&mut self) -> Option<Self> {
        self.take(SEQUENCE).map(Self::new)
    }

    /// A positive integer, without the zero byte that guards its sign.
    pub(super) fn positive(&mut self) -> Option<&'a [u8]> {
        let bytes = self.take(INTEGER)?;
        match bytes {
            [0, rest @ ..] if rest.first().is_some_and(|b| b & 0x80 != 0) => Some(rest),
            [first, ..] if *first > 0 && first & 0x80 == 0 => Some(bytes),
            _ => None,
        }
    }

    /// A bit string of whole bytes.
    pub(super) fn bits(&mut self) -> Option<&'a [u8]> {
        match self.take(BIT_STRING)? {
            [0, bytes @ ..] => Some(bytes),
            _ => None,
        }
    }
}

/// Writes one value.
pub(super) fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len();
    if length < 0x80 {
        out.extend(u8::try_from(length));
    } else {
        let digits: Vec<u8> =
            length.to_be_bytes().into_iter().skip_while(|digit| *digit == 0).collect();
        out.extend(u8::try_from(digits.len()).map(|count| 0x80 | count));
        out.extend(digits);
    }
    out.extend_from_slice(content);
    out
}

/// Writes a positive integer from its big-endian bytes without leading zeros.
pub(super) fn positive(bytes: &[u8]) -> Vec<u8> {
    if bytes.first().is_none_or(|first| first & 0x80 != 0) {
        return value(INTEGER, &[&[0], bytes].concat());
    }
    value(INTEGER, bytes)
}

/// Whether the bytes are a SEQUENCE of two INTEGERs: an ECDSA signature as
/// X.509 and most crypto libraries write it.
pub(super) fn is_signature(bytes: &[u8]) -> bool {
    let Some(mut inside) = Reader::whole_sequence(bytes) else { return false };
    inside.take(INTEGER).is_some() && inside.take(INTEGER).is_some() && inside.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_it_reads() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let content = vec![7; length];
            let written = value(OCTET_STRING, &content);
            let mut reader = Reader::new(&written);
            assert_eq!(reader.take(OCTET_STRING), Some(&content[..]), "{length}");
            assert!(reader.is_empty());
        }
        let mut reader = Reader::new(&[INTEGER, 2, 0, 0x80]);
        assert_eq!(reader.positive(), Some(&[0x80][..]));
        assert_eq!(positive(&[0x80]), [INTEGER, 2, 0, 0x80]);
    }

    #[test]
    fn refuses_what_is_no_der() {
        for bad in [
            &[][..],
            &[0x30],
            &[0x30, 0x80, 0, 0],
            &[0x30, 2, 1],
            &[0x30, 0x81, 2, 1, 1],
            &[0x30, 0x82, 0, 0x80],
            &[0x30, 0x88, 1, 1, 1, 1, 1, 1, 1, 1],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert!(Reader::new(bad).any().is_none(), "{bad:?}");
        }
    }
}
