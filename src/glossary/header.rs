//! Members of JOSE headers.

use super::{Entry, Place, header};

const JWS: &str = "RFC 7515 section 4.1";
const JWE: &str = "RFC 7516 section 4.1";

#[rustfmt::skip]
pub(super) static MEMBERS: &[Entry] = &[
    header("alg", JWS, "the algorithm of the signature, or of sealing the content's key"),
    header("typ", JWS, "what the whole is: at+jwt for an access token, JWT says nothing"),
    header("cty", JWS, "what the content is; JWT: another token lies inside"),
    header("kid", JWS, "the name of the key, in the issuer's key set"),
    header("jku", JWS, "the URL of a key set; never to be trusted because it stands here"),
    header("jwk", JWS, "a public key; never to be trusted because it stands here, but for DPoP proofs"),
    header("x5u", JWS, "the URL of a certificate; never to be trusted because it stands here"),
    header("x5c", JWS, "the certificate and those above it"),
    header("x5t", JWS, "the SHA-1 thumbprint of the certificate"),
    header("x5t#S256", JWS, "the SHA-256 thumbprint of the certificate"),
    header("crit", JWS, "extensions that a reader must understand or else refuse the token"),
    header("b64", "RFC 7797", "false: the payload is signed as it is, not in base64url"),
    header("enc", JWE, "the algorithm that seals the content"),
    header("zip", JWE, "DEF: the content was compressed before it was sealed"),
    header("epk", "RFC 7518 section 4.6.1", "the sender's one-time public key"),
    header("apu", "RFC 7518 section 4.6.1", "facts about the sender that go into the key"),
    header("apv", "RFC 7518 section 4.6.1", "facts about the recipient that go into the key"),
    header("iv", "RFC 7518 section 4.7.1", "the start value with which the key was sealed"),
    header("tag", "RFC 7518 section 4.7.1", "the proof that the sealed key is unchanged"),
    header("p2s", "RFC 7518 section 4.8.1", "the salt of the password"),
    header("p2c", "RFC 7518 section 4.8.1", "how often the password is hashed"),
    header("iss", "RFC 7519 section 5.3", "the issuer, repeated where the claims are sealed"),
    header("sub", "RFC 7519 section 5.3", "the subject, repeated where the claims are sealed"),
    header("aud", "RFC 7519 section 5.3", "the audience, repeated where the claims are sealed"),
    header("ppt", "RFC 8225 section 8.1", "the extension of the PASSporT: shaken"),
    header("trust_chain", "OpenID Federation", "the statements that lead to a trusted authority"),
    header("url", "RFC 8555 section 6.4", "the URL that the ACME request is for"),
    header("vctm", "SD-JWT VC", "descriptions of the credential's type"),
    Entry {
        name: "nonce",
        place: Place::Header,
        provider: "entra",
        meaning: "a token of Microsoft Graph: the signature covers a hash of it, so only Graph can check it",
        source: "Microsoft Graph",
    },
    header("nonce", "RFC 8555 section 6.5", "a value of the ACME server against replay"),
];
