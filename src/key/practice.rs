//! How a verifier departs from the specifications when it reads a signature
//! and looks for its key. Facts about software, to be had from its model.

use crate::token::{Flaw, Segment};

/// The practice of one verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Practice {
    /// What it does with `kid`.
    pub kid: Kid,
    /// A JWK's `alg` binds the key to that algorithm (RFC 8725 section 3.1).
    pub minds_alg: bool,
    /// Spellings of base64url that it reads.
    pub spelling: Spelling,
    /// An HMAC secret shorter than the hash is taken (RFC 7518 section 3.2 forbids it).
    pub short_secrets: bool,
}

/// What a verifier does with `kid`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kid {
    /// It is not looked at: every key is tried.
    Ignored,
    /// Where it is absent, the one key that fits is taken (RFC 7515 section 6).
    Optional,
    /// It has to be there.
    Required,
    /// Where it is absent or no string, every key is tried.
    TriesAll {
        /// An empty one counts as absent.
        empty: bool,
    },
}

/// Departures from strict base64url (RFC 7515 section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// `=` at the end.
    pub padding: Padding,
    /// `+` and `/`.
    pub plain: bool,
    /// Unused bits of the last character.
    pub spare_bits: bool,
}

/// How many `=` may stand at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// Any number, as decoders have it that stop there.
    Any,
    /// At most so many.
    AtMost(usize),
    /// None, or as many as fill up the last four characters.
    Exact,
    /// None.
    Never,
}

impl Spelling {
    /// As RFC 7515 says.
    pub const STRICT: Self = Self { padding: Padding::Never, plain: false, spare_bits: false };
    /// As most decoders of base64 do.
    pub const LENIENT: Self = Self { padding: Padding::Any, plain: true, spare_bits: true };

    /// Whether a part is read in spite of its flaw.
    #[must_use]
    pub fn reads(self, segment: &Segment) -> bool {
        match segment.flaw {
            None => true,
            Some(Flaw::Character { .. } | Flaw::Length) => false,
            Some(Flaw::Padding) => self.pads(segment),
            Some(Flaw::StandardAlphabet) => self.plain && self.pads(segment),
            Some(Flaw::TrailingBits) => self.spare_bits,
        }
    }

    /// Whether the `=` at the end, where there are any, are as this reader has them.
    fn pads(self, segment: &Segment) -> bool {
        let bytes = segment.bytes.as_ref().map_or(0, Vec::len);
        let count = segment.length.saturating_sub((bytes * 8).div_ceil(6));
        match self.padding {
            Padding::Any => true,
            Padding::AtMost(most) => count <= most,
            Padding::Exact => count == 0 || segment.length.is_multiple_of(4),
            Padding::Never => count == 0,
        }
    }
}

impl Practice {
    /// By the specifications.
    pub const RFC: Self = Self {
        kid: Kid::Optional,
        minds_alg: true,
        spelling: Spelling::STRICT,
        short_secrets: false,
    };
}
