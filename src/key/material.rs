//! What a key is made of. Each key is parsed once and then checks any number
//! of signatures, from any number of threads.

use std::fmt;
use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ECDSA_P256K1_SHA256_ASN1,
    ECDSA_P256K1_SHA256_FIXED, ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA384_FIXED,
    ECDSA_P521_SHA512_ASN1, ECDSA_P521_SHA512_FIXED, ED25519, ParsedPublicKey,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters,
    RsaPublicKeyComponents, VerificationAlgorithm,
};

use super::algorithm::{Algorithm, Curve, Hash};
use super::secret::Secret;

/// Shortest RSA modulus that may be used (RFC 7518 section 3.3), in bits.
pub(super) const RSA_LEAST: usize = 2048;
/// Longest RSA modulus that the library checks with.
const RSA_MOST: usize = 8192;

/// The substance of a key.
#[derive(Debug)]
pub enum Material {
    /// A key of a known type whose values can't be used: the type (`kty`).
    Broken(String),
    /// A point on a curve.
    Ec(EcKey),
    /// An Ed25519 public key.
    Ed25519(Ed25519Key),
    /// An RSA public key.
    Rsa(RsaKey),
    /// A shared secret.
    Secret(Secret),
}

impl Material {
    /// Type and size in words: "RSA 2048", "EC P-256".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Broken(kty) => format!("broken {kty} key"),
            Self::Ec(key) => format!("EC {}", key.curve.name()),
            Self::Ed25519(_) => "Ed25519".to_owned(),
            Self::Rsa(key) => format!("RSA {}", key.bits()),
            Self::Secret(secret) => format!("shared secret of {} bits", secret.bytes() * 8),
        }
    }

    /// Whether a key of this type and curve can be for the algorithm at all.
    pub(super) fn suits(&self, algorithm: Algorithm) -> bool {
        match (self, algorithm) {
            (Self::Ec(key), Algorithm::Es(curve)) => key.curve == curve,
            (Self::Ed25519(_), Algorithm::Ed25519)
            | (Self::Rsa(_), Algorithm::Ps(_))
            | (Self::Secret(_), Algorithm::Hs(_)) => true,
            (Self::Rsa(key), Algorithm::Rs(_)) => !key.pss_only,
            _ => false,
        }
    }

    /// Whether both are the same key.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ec(a), Self::Ec(b)) => a.curve == b.curve && a.point == b.point,
            (Self::Ed25519(a), Self::Ed25519(b)) => a.x == b.x,
            (Self::Rsa(a), Self::Rsa(b)) => a.n == b.n && a.e == b.e,
            (Self::Secret(a), Self::Secret(b)) => a.same(b),
            _ => false,
        }
    }
}

/// An RSA public key.
pub struct RsaKey {
    /// Modulus, big-endian, without leading zeros.
    pub(super) n: Vec<u8>,
    /// Exponent, big-endian, without leading zeros.
    pub(super) e: Vec<u8>,
    /// It stands in its file as a key for RSASSA-PSS alone (RFC 4055 section 1.2).
    pub(super) pss_only: bool,
    parsed: Box<[OnceLock<Option<ParsedPublicKey>>; 6]>,
}

impl RsaKey {
    /// Takes modulus and exponent.
    ///
    /// # Errors
    /// In words, when they can't be those of an RSA key.
    pub(super) fn new(n: &[u8], e: &[u8]) -> Result<Self, String> {
        // RFC 7518 section 6.3.1.1 knows of writers that put a zero in front.
        let (n, e) = (trimmed(n), trimmed(e));
        let key = Self { n: n.to_vec(), e: e.to_vec(), pss_only: false, parsed: Box::default() };
        if n.last().is_none_or(|last| last & 1 == 0) {
            return Err("its modulus is even or absent".to_owned());
        }
        // With 1 as exponent anybody could sign.
        if e.last().is_none_or(|last| last & 1 == 0) || e == [1] {
            return Err("its exponent is 1, even or absent".to_owned());
        }
        if e.len() > 5 || key.bits() > RSA_MOST {
            return Err(format!("{} bits, more than can be checked", key.bits()));
        }
        Ok(key)
    }

    /// Length of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        let zeros = self.n.first().map_or(0, |first| first.leading_zeros() as usize);
        self.n.len() * 8 - zeros
    }

    pub(super) fn checker(&self, pss: bool, hash: Hash) -> Option<&ParsedPublicKey> {
        let (slot, parameters): (usize, &'static RsaParameters) = match (pss, hash) {
            (false, Hash::Sha256) => (0, &RSA_PKCS1_2048_8192_SHA256),
            (false, Hash::Sha384) => (1, &RSA_PKCS1_2048_8192_SHA384),
            (false, Hash::Sha512) => (2, &RSA_PKCS1_2048_8192_SHA512),
            (true, Hash::Sha256) => (3, &RSA_PSS_2048_8192_SHA256),
            (true, Hash::Sha384) => (4, &RSA_PSS_2048_8192_SHA384),
            (true, Hash::Sha512) => (5, &RSA_PSS_2048_8192_SHA512),
        };
        self.parsed[slot]
            .get_or_init(|| {
                let components = RsaPublicKeyComponents { n: &self.n, e: &self.e };
                components.to_parsed_public_key(parameters).ok()
            })
            .as_ref()
    }
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaKey({} bits)", self.bits())
    }
}

fn trimmed(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    &bytes[zeros..]
}

/// A public key on a curve.
pub struct EcKey {
    curve: Curve,
    /// Uncompressed: 4, x, y (SEC 1 section 2.3.3).
    pub(super) point: Vec<u8>,
    checker: ParsedPublicKey,
}

impl EcKey {
    /// Takes an uncompressed point.
    ///
    /// # Errors
    /// In words, when it has the wrong length or does not lie on the curve.
    pub(super) fn new(curve: Curve, point: Vec<u8>) -> Result<Self, String> {
        if point.len() != 1 + 2 * curve.bytes() || point[0] != 4 {
            return Err(format!("its point is not one of {}: wrong length", curve.name()));
        }
        let checker = ParsedPublicKey::new(fixed(curve), &point)
            .map_err(|_| format!("its point does not lie on {}", curve.name()))?;
        Ok(Self { curve, point, checker })
    }

    /// Takes a point, compressed or not, as key files may hold it.
    pub(super) fn from_any_point(curve: Curve, point: &[u8]) -> Result<Self, String> {
        if !matches!(point.first(), Some(2 | 3)) {
            return Self::new(curve, point.to_vec());
        }
        let whole = ParsedPublicKey::new(fixed(curve), point).ok().and_then(|key| {
            // The library writes points uncompressed, at the end of the DER.
            let der: PublicKeyX509Der<'static> = key.as_der().ok()?;
            let start = der.as_ref().len().checked_sub(1 + 2 * curve.bytes())?;
            der.as_ref().get(start..).map(<[u8]>::to_vec)
        });
        Self::new(curve, whole.ok_or_else(|| format!("its point is none of {}", curve.name()))?)
    }

    /// The curve.
    #[must_use]
    pub fn curve(&self) -> Curve {
        self.curve
    }

    pub(super) fn checker(&self) -> &ParsedPublicKey {
        &self.checker
    }

    /// Whether a signature in DER, not in R and S, is by this key.
    pub(super) fn checks_der(&self, message: &[u8], signature: &[u8]) -> bool {
        let algorithm: &'static dyn VerificationAlgorithm = match self.curve {
            Curve::P256 => &ECDSA_P256_SHA256_ASN1,
            Curve::P384 => &ECDSA_P384_SHA384_ASN1,
            Curve::P521 => &ECDSA_P521_SHA512_ASN1,
            Curve::Secp256k1 => &ECDSA_P256K1_SHA256_ASN1,
        };
        ParsedPublicKey::new(algorithm, &self.point)
            .is_ok_and(|key| key.verify_sig(message, signature).is_ok())
    }
}

impl fmt::Debug for EcKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EcKey({})", self.curve.name())
    }
}

fn fixed(curve: Curve) -> &'static dyn VerificationAlgorithm {
    match curve {
        Curve::P256 => &ECDSA_P256_SHA256_FIXED,
        Curve::P384 => &ECDSA_P384_SHA384_FIXED,
        Curve::P521 => &ECDSA_P521_SHA512_FIXED,
        Curve::Secp256k1 => &ECDSA_P256K1_SHA256_FIXED,
    }
}

/// An Ed25519 public key.
pub struct Ed25519Key {
    pub(super) x: Vec<u8>,
    checker: ParsedPublicKey,
}

impl Ed25519Key {
    /// Takes the 32 bytes of RFC 8032 section 5.1.5.
    ///
    /// # Errors
    /// In words, when the length is wrong or the point is of small order: with
    /// such a key one signature fits many messages.
    pub(super) fn new(x: Vec<u8>) -> Result<Self, String> {
        if x.len() != 32 {
            return Err(format!("its x has {} bytes, Ed25519 has 32", x.len()));
        }
        if is_small_order(&x) {
            return Err("its point is of small order: anybody could sign".to_owned());
        }
        let checker = ParsedPublicKey::new(&ED25519, &x)
            .map_err(|_| "its x is no point of Ed25519".to_owned())?;
        Ok(Self { x, checker })
    }

    pub(super) fn checker(&self) -> &ParsedPublicKey {
        &self.checker
    }
}

impl fmt::Debug for Ed25519Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ed25519Key")
    }
}

/// The y coordinates of the eight points of small order, little-endian, in
/// canonical form and plus p (RFC 8032 section 5.1: the cofactor is 8).
fn is_small_order(x: &[u8]) -> bool {
    const ORDER_8: [[u8; 32]; 2] = [
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef,
            0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88,
            0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10,
            0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77,
            0x92, 0xac, 0x03, 0x7a,
        ],
    ];
    let (Some(first), Some(last)) = (x.first(), x.last()) else { return false };
    // The highest bit is the sign of x, not part of y.
    let last = last & 0x7f;
    let middle = &x[1..x.len() - 1];
    let low = last == 0 && middle.iter().all(|b| *b == 0) && *first <= 1;
    let high = last == 0x7f && middle.iter().all(|b| *b == 0xff) && (0xec..=0xee).contains(first);
    low || high || ORDER_8.iter().any(|y| y[..31] == x[..31] && y[31] == last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_orders_are_refused() {
        let one = |first: u8, rest: u8, last: u8| {
            let mut x = vec![rest; 32];
            (x[0], x[31]) = (first, last);
            x
        };
        for x in [
            one(0, 0, 0),
            one(1, 0, 0),
            one(1, 0, 0x80),
            one(0xec, 0xff, 0x7f),
            one(0xed, 0xff, 0xff),
            one(0xee, 0xff, 0x7f),
        ] {
            assert!(Ed25519Key::new(x).unwrap_err().contains("small order"));
        }
        assert!(!is_small_order(&one(2, 0, 0)));
        assert!(!is_small_order(&one(0xeb, 0xff, 0x7f)));
    }

    #[test]
    fn rsa_values_are_looked_at() {
        let n = [&[0x80][..], &[0; 254], &[1]].concat();
        assert_eq!(RsaKey::new(&n, &[1, 0, 1]).unwrap().bits(), 2048);
        assert_eq!(RsaKey::new(&[&[0], &n[..]].concat(), &[1, 0, 1]).unwrap().bits(), 2048);
        for (n, e) in [(&n[..], &[1][..]), (&n, &[]), (&n, &[4]), (&[], &[3]), (&[2], &[3])] {
            assert!(RsaKey::new(n, e).is_err(), "{e:?}");
        }
    }

    #[test]
    fn points_off_the_curve_are_refused() {
        let mut point = vec![4];
        point.extend([7; 64]);
        assert!(EcKey::new(Curve::P256, point.clone()).unwrap_err().contains("not lie on"));
        assert!(EcKey::new(Curve::P384, point).unwrap_err().contains("length"));
    }
}
