//! How a verifier departs from the specifications when it reads a signature
//! and looks for its key. Facts about software, to be had from its model.

use crate::token::Flaw;

/// The practice of one verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Practice {
    /// What it does with `kid`.
    pub kid: Kid,
    /// A JWK's `alg` binds the key to that algorithm (RFC 8725 section 3.1).
    pub minds_alg: bool,
    /// Spellings of base64url that it reads.
    pub spelling: Spelling,
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
    pub padding: bool,
    /// `+` and `/`.
    pub plain: bool,
    /// Unused bits of the last character.
    pub spare_bits: bool,
}

impl Spelling {
    /// As RFC 7515 says.
    pub const STRICT: Self = Self { padding: false, plain: false, spare_bits: false };
    /// As most decoders of base64 do.
    pub const LENIENT: Self = Self { padding: true, plain: true, spare_bits: true };

    /// Whether a part is read in spite of this flaw.
    #[must_use]
    pub fn reads(self, flaw: Flaw) -> bool {
        match flaw {
            Flaw::Character { .. } | Flaw::Length => false,
            Flaw::Padding => self.padding,
            Flaw::StandardAlphabet => self.plain,
            Flaw::TrailingBits => self.spare_bits,
        }
    }
}

impl Practice {
    /// By the specifications.
    pub const RFC: Self = Self { kid: Kid::Optional, minds_alg: true, spelling: Spelling::STRICT };
}
