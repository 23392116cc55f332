//! The signature algorithms that tokcheck checks (RFC 7518 section 3.1,
//! RFC 8037, RFC 8812, RFC 9864), and what each asks of a key.

use std::fmt;

use crate::text::nearest::nearest;

/// A hash function of the SHA-2 family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

impl Hash {
    /// Its output in bytes: the least length of an HMAC secret (RFC 7518 section 3.2).
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// A curve for ECDSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// NIST P-256
    P256,
    /// NIST P-384
    P384,
    /// NIST P-521
    P521,
    /// secp256k1 (RFC 8812)
    Secp256k1,
}

impl Curve {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::P256, Self::P384, Self::P521, Self::Secp256k1];

    /// The `crv` of a JWK.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Secp256k1 => "secp256k1",
        }
    }

    /// The curve of that `crv`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.name() == name)
    }

    /// Length of a coordinate in bytes (RFC 7518 section 6.2.1.2).
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::P256 | Self::Secp256k1 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    /// The one algorithm that uses it.
    #[must_use]
    pub fn algorithm(self) -> &'static str {
        match self {
            Self::P256 => "ES256",
            Self::P384 => "ES384",
            Self::P521 => "ES512",
            Self::Secp256k1 => "ES256K",
        }
    }
}

/// A signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// `EdDSA` with Ed25519, also under the name `Ed25519` (RFC 9864).
    Ed25519,
    /// ECDSA; the curve decides the hash.
    Es(Curve),
    /// HMAC.
    Hs(Hash),
    /// RSASSA-PSS.
    Ps(Hash),
    /// RSASSA-PKCS1-v1_5.
    Rs(Hash),
}

/// Names of signature algorithms that an API may well take and that are not
/// checked here.
const ELSEWHERE: [&str; 6] = ["none", "Ed448", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "RS1"];

impl Algorithm {
    /// The names of those that are checked here.
    pub const NAMES: [&str; 15] = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K",
        "EdDSA", "Ed25519", "HS256", "HS384", "HS512",
    ];

    /// The name that was meant by one that is of no algorithm, where it is near one.
    #[must_use]
    pub fn meant(name: &str) -> Option<&'static str> {
        if Self::from_name(name).is_some() || ELSEWHERE.contains(&name) || name.len() > 16 {
            return None;
        }
        let same = |known: &&str| known.eq_ignore_ascii_case(name);
        Self::NAMES.into_iter().find(same).or_else(|| nearest(name, Self::NAMES))
    }

    /// The algorithm of that name; letter case counts (RFC 7515 section 4.1.1).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ES256" => Self::Es(Curve::P256),
            "ES256K" => Self::Es(Curve::Secp256k1),
            "ES384" => Self::Es(Curve::P384),
            "ES512" => Self::Es(Curve::P521),
            "Ed25519" | "EdDSA" => Self::Ed25519,
            "HS256" => Self::Hs(Hash::Sha256),
            "HS384" => Self::Hs(Hash::Sha384),
            "HS512" => Self::Hs(Hash::Sha512),
            "PS256" => Self::Ps(Hash::Sha256),
            "PS384" => Self::Ps(Hash::Sha384),
            "PS512" => Self::Ps(Hash::Sha512),
            "RS256" => Self::Rs(Hash::Sha256),
            "RS384" => Self::Rs(Hash::Sha384),
            "RS512" => Self::Rs(Hash::Sha512),
            _ => return None,
        })
    }

    /// The hash with which the algorithm signs; for Ed25519 the one inside it.
    #[must_use]
    pub fn hash(self) -> Hash {
        match self {
            Self::Es(Curve::P256 | Curve::Secp256k1) => Hash::Sha256,
            Self::Es(Curve::P384) => Hash::Sha384,
            Self::Ed25519 | Self::Es(Curve::P521) => Hash::Sha512,
            Self::Hs(hash) | Self::Ps(hash) | Self::Rs(hash) => hash,
        }
    }

    /// The kind of key that it needs, in words.
    pub(super) fn needs(self) -> String {
        match self {
            Self::Ed25519 => "an Ed25519 key".to_owned(),
            Self::Es(curve) => format!("an EC key on {}", curve.name()),
            Self::Hs(_) => "a shared secret".to_owned(),
            Self::Ps(_) | Self::Rs(_) => "an RSA key".to_owned(),
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ed25519 => f.write_str("EdDSA"),
            Self::Es(curve) => f.write_str(curve.algorithm()),
            Self::Hs(hash) => write!(f, "HS{}", hash.bytes() * 8),
            Self::Ps(hash) => write!(f, "PS{}", hash.bytes() * 8),
            Self::Rs(hash) => write!(f, "RS{}", hash.bytes() * 8),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_exact() {
        for name in ["HS256", "HS384", "HS512", "RS256", "PS384", "ES256", "ES384", "ES512"] {
            assert_eq!(Algorithm::from_name(name).unwrap().to_string(), name);
        }
        for name in ["none", "rs256", "nOnE", "", "ES521", "Ed448", "RS1", "HS256 "] {
            assert_eq!(Algorithm::from_name(name), None, "{name}");
        }
        assert!(Algorithm::NAMES.into_iter().all(|name| Algorithm::from_name(name).is_some()));
        for (written, meant) in [
            ("RS257", Some("RS256")),
            ("rs256", Some("RS256")),
            ("whatever", None),
            ("Ed448", None),
            ("RS256", None),
        ] {
            assert_eq!(Algorithm::meant(written), meant, "{written}");
        }
        assert_eq!(Algorithm::from_name("Ed25519"), Algorithm::from_name("EdDSA"));
    }
}
