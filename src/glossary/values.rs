//! Values of `alg` and `enc` in the header of a JWE, in words.

/// What a value of a header member means.
struct Value {
    member: &'static str,
    text: &'static str,
    meaning: &'static str,
}

/// What this value of this header member means.
#[must_use]
pub fn value(member: &str, value: &str) -> Option<&'static str> {
    let found = VALUES.iter().find(|v| v.member == member && v.text == value);
    found.map(|v| v.meaning)
}

const fn alg(text: &'static str, meaning: &'static str) -> Value {
    Value { member: "alg", text, meaning }
}

const fn enc(text: &'static str, meaning: &'static str) -> Value {
    Value { member: "enc", text, meaning }
}

const RSA: &str = "the content's key is sealed with the recipient's RSA public key: it takes the \
                   RSA private key";
const ECDH: &str = "the content's key is agreed with the recipient's public key (ECDH): it takes \
                    the private key";
const WRAP: &str = "the content's key is sealed with a secret key that both sides share";
const PASSWORD: &str = "the content's key is sealed with a password";
const GCM: &str = "sealed with AES in Galois/Counter Mode";
const CBC: &str = "sealed with AES-CBC and an HMAC";

#[rustfmt::skip]
static VALUES: &[Value] = &[
    alg("dir", "the content is sealed with a secret key that issuer and reader share"),
    alg("RSA-OAEP", RSA),
    alg("RSA-OAEP-256", RSA),
    alg("RSA-OAEP-384", RSA),
    alg("RSA-OAEP-512", RSA),
    alg("RSA1_5", "the content's key is sealed with RSA in an old way that is best avoided (PKCS #1 v1.5)"),
    alg("ECDH-ES", ECDH),
    alg("ECDH-ES+A128KW", ECDH),
    alg("ECDH-ES+A192KW", ECDH),
    alg("ECDH-ES+A256KW", ECDH),
    alg("A128KW", WRAP),
    alg("A192KW", WRAP),
    alg("A256KW", WRAP),
    alg("A128GCMKW", WRAP),
    alg("A192GCMKW", WRAP),
    alg("A256GCMKW", WRAP),
    alg("PBES2-HS256+A128KW", PASSWORD),
    alg("PBES2-HS384+A192KW", PASSWORD),
    alg("PBES2-HS512+A256KW", PASSWORD),
    enc("A128GCM", GCM),
    enc("A192GCM", GCM),
    enc("A256GCM", GCM),
    enc("A128CBC-HS256", CBC),
    enc("A192CBC-HS384", CBC),
    enc("A256CBC-HS512", CBC),
];

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn values_of_rfc_7518_are_known() {
        assert!(value("alg", "RSA-OAEP-256").is_some_and(|m| m.contains("RSA private key")));
        assert!(value("enc", "A256GCM").is_some() && value("enc", "RS256").is_none());
    }
}
