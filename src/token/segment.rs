//! base64url parts (RFC 7515 section 2, RFC 4648 section 5): strict, with
//! every flaw named, and a lenient reading so that damaged parts can be shown.

use std::fmt;

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Reads what strict decoders refuse: non-zero unused bits in the last character.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// One dot-separated part of a compact token.
#[derive(Clone, PartialEq, Eq)]
pub struct Segment {
    /// Length of the part's text in bytes.
    pub length: usize,
    /// The bytes it stands for, read leniently; `None` where it can't be read.
    pub bytes: Option<Vec<u8>>,
    /// What a strict reader refuses about it; empty for a good part.
    pub flaw: Option<Flaw>,
}

/// What is wrong with the encoding of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A character outside the alphabet, at this byte of the part.
    Character {
        /// Offset in bytes from the start of the part.
        at: usize,
        /// The character.
        character: char,
    },
    /// One character over: no whole number of bytes, so something is missing.
    Length,
    /// `=` at the end (RFC 7515 section 2: no padding).
    Padding,
    /// `+` or `/`: standard base64, not base64url.
    StandardAlphabet,
    /// Unused bits of the last character are not zero (RFC 4648 section 3.5).
    TrailingBits,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character { at, character } => {
                let shown = crate::text::escape::escaped(&character.to_string());
                write!(f, "an illegal character ('{shown}') at position {}", at + 1)
            }
            Self::Length => f.write_str("one character too few or too many"),
            Self::Padding => f.write_str("'=' padding, which base64url leaves out"),
            Self::StandardAlphabet => {
                f.write_str("'+' or '/': standard base64 where base64url is needed")
            }
            Self::TrailingBits => {
                f.write_str("a last character with unused bits that are not zero")
            }
        }
    }
}

/// Bytes of a token stay out of debug output.
impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment")
            .field("length", &self.length)
            .field("flaw", &self.flaw)
            .finish_non_exhaustive()
    }
}

impl Segment {
    /// Reads the text of one part.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let length = text.len();
        if let Some(bytes) = strict(text) {
            return Self { length, bytes: Some(bytes), flaw: None };
        }
        let bare = text.trim_end_matches('=');
        let foreign = bare
            .char_indices()
            .find(|(_, c)| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '+' | '/'));
        if let Some((at, character)) = foreign {
            let flaw = Some(Flaw::Character { at, character });
            return Self { length, bytes: None, flaw };
        }
        let url = bare.replace('+', "-").replace('/', "_");
        let flaw = if bare.len() % 4 == 1 {
            Flaw::Length
        } else if url != bare {
            Flaw::StandardAlphabet
        } else if bare.len() < text.len() {
            Flaw::Padding
        } else {
            Flaw::TrailingBits
        };
        // A lone last character holds no whole byte; what stands before it does.
        let whole = if flaw == Flaw::Length { &url[..url.len() - 1] } else { &url };
        Self { length, bytes: LENIENT.decode(whole).ok(), flaw: Some(flaw) }
    }

    /// Whether a strict reader takes the part.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.flaw.is_none()
    }
}

/// The bytes of a part without any flaw.
fn strict(text: &str) -> Option<Vec<u8>> {
    // Room that is asked for filled with zeros comes slowly from some allocators.
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    if wide::is_worth_it() {
        return wide::ENGINE.decode_vec(text, &mut bytes).ok().map(|()| bytes);
    }
    URL_SAFE_NO_PAD.decode_vec(text, &mut bytes).ok().map(|()| bytes)
}

/// Many characters at once, where there are many parts to read.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod wide {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use base64::engine::Simd;
    use base64::engine::general_purpose::NO_PAD;

    /// Parts that are read before the processor is asked what it can do: on a
    /// virtual machine that takes as long as a hundred parts.
    const FEW: usize = 16;

    pub(super) static ENGINE: LazyLock<Simd> = LazyLock::new(|| Simd::url_safe(NO_PAD));

    pub(super) fn is_worth_it() -> bool {
        static READ: AtomicUsize = AtomicUsize::new(0);
        // What only counts is not written for ever: threads share it.
        READ.load(Ordering::Relaxed) >= FEW || READ.fetch_add(1, Ordering::Relaxed) >= FEW
    }

    #[cfg(test)]
    mod tests {
        use base64::Engine;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        use proptest::prelude::*;

        use super::*;

        fn read(text: &str) -> Option<Vec<u8>> {
            ENGINE.decode(text).ok()
        }

        proptest! {
            #[test]
            fn both_readers_agree(
                bytes in prop::collection::vec(any::<u8>(), 0..200),
                at in any::<prop::sample::Index>(),
                other in any::<u8>(),
                cut in 0..4_usize,
            ) {
                let mut text = URL_SAFE_NO_PAD.encode(&bytes).into_bytes();
                prop_assert_eq!(read(std::str::from_utf8(&text).unwrap()), Some(bytes));
                text.truncate(text.len().saturating_sub(cut));
                if !text.is_empty() {
                    let at = at.index(text.len());
                    text[at] = other & 0x7f;
                }
                let text = String::from_utf8(text).unwrap();
                prop_assert_eq!(read(&text), URL_SAFE_NO_PAD.decode(&text).ok());
            }
        }

        #[test]
        fn both_readers_agree_on_every_end() {
            let alphabet: Vec<char> = (0..0x80_u8).map(char::from).collect();
            for length in 0..70 {
                for last in &alphabet {
                    let text = format!("{}{last}", "Zg-_".repeat(20).split_at(length).0);
                    assert_eq!(read(&text), URL_SAFE_NO_PAD.decode(&text).ok(), "{text}");
                    let text = format!("{last}{}", "Zg-_".repeat(20).split_at(length).0);
                    assert_eq!(read(&text), URL_SAFE_NO_PAD.decode(&text).ok(), "{text}");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flaws_are_told_apart() {
        for (text, flaw) in [
            ("Zm9v", None),
            ("Zm9vYg", None),
            ("", None),
            ("Zm9vYg==", Some(Flaw::Padding)),
            ("-_+/", Some(Flaw::StandardAlphabet)),
            ("Zm9vYh", Some(Flaw::TrailingBits)),
            ("Zm9vY", Some(Flaw::Length)),
            ("Zm?v", Some(Flaw::Character { at: 2, character: '?' })),
        ] {
            assert_eq!(Segment::read(text).flaw, flaw, "{text}");
        }
        assert_eq!(Segment::read("Zm9vY").bytes.as_deref(), Some(&b"foo"[..]));
        assert_eq!(Segment::read("Zm9vYh").bytes.as_deref(), Some(&b"foob"[..]));
    }
}
