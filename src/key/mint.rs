//! Makes throw-away tokens for the demo and the tests, and nothing else: keys
//! live as long as the process, and no command signs what a user gives.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rand::{self, SystemRandom};
use aws_lc_rs::rsa::{KeyPairComponents, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P256K1_SHA256_FIXED_SIGNING,
    ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384,
    RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaKeyPair,
    RsaPublicKeyComponents, RsaSignatureEncoding,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, crypto};

use super::algorithm::{Algorithm, Curve, Hash};
use super::material::{EcKey, Ed25519Key, Material, RsaKey};
use super::{der, jwk, verify};
use crate::text::json::{Json, Object};

/// Why a test token could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MintError(&'static str);

impl fmt::Display for MintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for MintError {}

/// A key that signs test tokens.
pub struct SigningKey {
    kid: Option<String>,
    secret: Private,
}

enum Private {
    Ec(Curve, EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Hmac(EncodingKey),
    Rsa(Box<RsaKeyPair>),
}

const REFUSED: MintError = MintError("the library refused to make or use the key");

impl SigningKey {
    /// A new RSA key of 2048 bits.
    ///
    /// # Errors
    /// When the library can't make one; so with the others.
    pub fn rsa(kid: impl Into<String>) -> Result<Self, MintError> {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| REFUSED)?;
        Ok(Self { kid: Some(kid.into()), secret: Private::Rsa(Box::new(pair)) })
    }

    /// A new key on P-256.
    ///
    /// # Errors
    /// See [`Self::rsa`].
    pub fn p256(kid: impl Into<String>) -> Result<Self, MintError> {
        Self::ec(Curve::P256, kid)
    }

    /// A new key on a curve.
    ///
    /// # Errors
    /// See [`Self::rsa`].
    pub fn ec(curve: Curve, kid: impl Into<String>) -> Result<Self, MintError> {
        let pair = EcdsaKeyPair::generate(signing(curve)).map_err(|_| REFUSED)?;
        Ok(Self { kid: Some(kid.into()), secret: Private::Ec(curve, pair) })
    }

    /// A new Ed25519 key.
    ///
    /// # Errors
    /// See [`Self::rsa`].
    pub fn ed25519(kid: impl Into<String>) -> Result<Self, MintError> {
        let pair = Ed25519KeyPair::generate().map_err(|_| REFUSED)?;
        Ok(Self { kid: Some(kid.into()), secret: Private::Ed25519(pair) })
    }

    /// A shared secret.
    #[must_use]
    pub fn hmac(secret: &[u8], kid: Option<String>) -> Self {
        Self { kid, secret: Private::Hmac(EncodingKey::from_secret(secret)) }
    }

    /// Reads a private JWK (RFC 7518 section 6, RFC 8037 section 2).
    ///
    /// # Errors
    /// When a member is absent or the key is refused.
    pub fn from_jwk(json: &Json) -> Result<Self, MintError> {
        let object = json.as_object().ok_or(MintError("no JWK"))?;
        let bytes = |name: &str| {
            let text =
                object.str(name).ok_or(MintError("a member of the private JWK is absent"))?;
            URL_SAFE_NO_PAD.decode(text).map_err(|_| MintError("a member is not base64url"))
        };
        let secret = match object.str("kty") {
            Some("EC") => {
                let curve = object.str("crv").and_then(Curve::from_name).ok_or(REFUSED)?;
                let point = [vec![4], bytes("x")?, bytes("y")?].concat();
                let d = bytes("d")?;
                EcdsaKeyPair::from_private_key_and_public_key(signing(curve), &d, &point)
                    .map(|pair| Private::Ec(curve, pair))
            }
            Some("OKP") => Ed25519KeyPair::from_seed_and_public_key(&bytes("d")?, &bytes("x")?)
                .map(Private::Ed25519),
            Some("RSA") => RsaKeyPair::from_components(&KeyPairComponents {
                public_key: RsaPublicKeyComponents { n: bytes("n")?, e: bytes("e")? },
                d: bytes("d")?,
                p: bytes("p")?,
                q: bytes("q")?,
                dP: bytes("dp")?,
                dQ: bytes("dq")?,
                qInv: bytes("qi")?,
            })
            .map(|pair| Private::Rsa(Box::new(pair))),
            Some("oct") => Ok(Private::Hmac(EncodingKey::from_secret(&bytes("k")?))),
            _ => return Err(MintError("a JWK of an unknown type")),
        };
        let kid = object.str("kid").map(str::to_owned);
        Ok(Self { kid, secret: secret.map_err(|_| REFUSED)? })
    }

    /// The algorithm that it signs with where a header names none.
    #[must_use]
    pub fn alg(&self) -> &'static str {
        match &self.secret {
            Private::Ec(curve, _) => curve.algorithm(),
            Private::Ed25519(_) => "EdDSA",
            Private::Hmac(_) => "HS256",
            Private::Rsa(_) => "RS256",
        }
    }

    /// `kid`.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The public key as a tenant would publish it; `None` for secrets.
    #[must_use]
    pub fn public_jwk(&self) -> Option<Object> {
        let mut object = jwk::write(&self.public()?)?;
        if let Some(kid) = &self.kid {
            object.push("kid", Json::text(kid));
        }
        object.push("use", "sig");
        object.push("alg", self.alg());
        Some(object)
    }

    pub(super) fn public(&self) -> Option<Material> {
        match &self.secret {
            Private::Ec(curve, pair) => {
                EcKey::new(*curve, pair.public_key().as_ref().to_vec()).ok().map(Material::Ec)
            }
            Private::Ed25519(pair) => {
                Ed25519Key::new(pair.public_key().as_ref().to_vec()).ok().map(Material::Ed25519)
            }
            Private::Hmac(_) => None,
            Private::Rsa(pair) => {
                let mut inside = der::Reader::whole_sequence(pair.public_key().as_ref())?;
                let (n, e) = (inside.positive()?, inside.positive()?);
                RsaKey::new(n, e).ok().map(Material::Rsa)
            }
        }
    }

    /// A compact JWS (RFC 7515 section 3.1). `alg` of the header decides how it
    /// is signed; it is added in front where it is absent, and so is `kid`.
    ///
    /// # Errors
    /// When the key can't sign with that algorithm.
    pub fn sign(&self, header: &Object, claims: &Object) -> Result<String, MintError> {
        let mut full = Object::empty();
        if !header.has("alg") {
            full.push("alg", self.alg());
        }
        if let (Some(kid), false) = (&self.kid, header.has("kid")) {
            full.push("kid", Json::text(kid));
        }
        for (name, value) in header.iter() {
            full.push(name, value.clone());
        }
        let alg = full.str("alg").unwrap_or_default().to_owned();
        let header = Json::Object(full).to_string();
        self.sign_text(&alg, &header, Json::Object(claims.clone()).to_string().as_bytes())
    }

    /// A compact JWS over a header text and any payload, exactly as they are.
    ///
    /// # Errors
    /// When the key can't sign with that algorithm.
    pub fn sign_text(&self, alg: &str, header: &str, payload: &[u8]) -> Result<String, MintError> {
        let input =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let signature = self.sign_bytes(alg, input.as_bytes())?;
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The signature over some bytes.
    ///
    /// # Errors
    /// When the key can't sign with that algorithm.
    pub fn sign_bytes(&self, alg: &str, message: &[u8]) -> Result<Vec<u8>, MintError> {
        let mismatch = MintError("the key can't sign with that algorithm");
        let algorithm = Algorithm::from_name(alg).ok_or(mismatch)?;
        let rng = SystemRandom::new();
        match (&self.secret, algorithm) {
            (Private::Ec(curve, pair), Algorithm::Es(wanted)) if *curve == wanted => {
                let signature = pair.sign(&rng, message).map_err(|_| REFUSED)?;
                Ok(signature.as_ref().to_vec())
            }
            (Private::Ed25519(pair), Algorithm::Ed25519) => {
                Ok(pair.sign(message).as_ref().to_vec())
            }
            (Private::Hmac(secret), Algorithm::Hs(hash)) => hmac(secret, hash, message),
            (Private::Rsa(pair), Algorithm::Ps(hash)) => {
                rsa(pair, encoding(true, hash), &rng, message)
            }
            (Private::Rsa(pair), Algorithm::Rs(hash)) => {
                rsa(pair, encoding(false, hash), &rng, message)
            }
            _ => Err(mismatch),
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.alg())
    }
}

/// An unsecured JWS: `alg` none and an empty signature (RFC 7515 appendix A.5).
#[must_use]
pub fn unsecured(claims: &Object) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
    let claims = URL_SAFE_NO_PAD.encode(Json::Object(claims.clone()).to_string());
    format!("{header}.{claims}.")
}

/// A compact JWE, `alg` dir and `enc` A256GCM, under a random key that is
/// forgotten at once: nobody can open it.
///
/// # Errors
/// When the library refuses.
pub fn encrypted(more_header: &Object, claims: &Object) -> Result<String, MintError> {
    let mut header = Object::empty();
    header.push("alg", "dir");
    header.push("enc", "A256GCM");
    for (name, value) in more_header.iter() {
        header.push(name, value.clone());
    }
    let header = URL_SAFE_NO_PAD.encode(Json::Object(header).to_string());
    let (mut key, mut iv) = ([0; 32], [0; 12]);
    rand::fill(&mut key).map_err(|_| REFUSED)?;
    rand::fill(&mut iv).map_err(|_| REFUSED)?;
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).map_err(|_| REFUSED)?);
    let mut sealed = Json::Object(claims.clone()).to_string().into_bytes();
    let tag = key
        .seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(iv),
            Aad::from(header.as_bytes()),
            &mut sealed,
        )
        .map_err(|_| REFUSED)?;
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    Ok(format!("{header}..{}.{}.{}", part(&iv), part(&sealed), part(tag.as_ref())))
}

fn signing(curve: Curve) -> &'static EcdsaSigningAlgorithm {
    match curve {
        Curve::P256 => &ECDSA_P256_SHA256_FIXED_SIGNING,
        Curve::P384 => &ECDSA_P384_SHA384_FIXED_SIGNING,
        Curve::P521 => &ECDSA_P521_SHA512_FIXED_SIGNING,
        Curve::Secp256k1 => &ECDSA_P256K1_SHA256_FIXED_SIGNING,
    }
}

fn encoding(pss: bool, hash: Hash) -> &'static RsaSignatureEncoding {
    match (pss, hash) {
        (false, Hash::Sha256) => &RSA_PKCS1_SHA256,
        (false, Hash::Sha384) => &RSA_PKCS1_SHA384,
        (false, Hash::Sha512) => &RSA_PKCS1_SHA512,
        (true, Hash::Sha256) => &RSA_PSS_SHA256,
        (true, Hash::Sha384) => &RSA_PSS_SHA384,
        (true, Hash::Sha512) => &RSA_PSS_SHA512,
    }
}

fn rsa(
    pair: &RsaKeyPair,
    encoding: &'static RsaSignatureEncoding,
    rng: &SystemRandom,
    message: &[u8],
) -> Result<Vec<u8>, MintError> {
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(encoding, rng, message, &mut signature).map_err(|_| REFUSED)?;
    Ok(signature)
}

fn hmac(secret: &EncodingKey, hash: Hash, message: &[u8]) -> Result<Vec<u8>, MintError> {
    verify::install();
    let text = crypto::sign(message, secret, verify::hs(hash)).map_err(|_| REFUSED)?;
    URL_SAFE_NO_PAD.decode(text).map_err(|_| REFUSED)
}
