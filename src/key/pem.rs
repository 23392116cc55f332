//! Key files: PEM in every state in which it reaches a setting (literal `\n`,
//! all in one line, quoted, without its armour), and DER.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use super::material::Material;
use super::{Key, KeyError, spki};

/// The keys of a PEM text, and what was passed over.
#[derive(Debug, Default)]
pub(super) struct PemKeys {
    pub(super) keys: Vec<Key>,
    pub(super) passed_over: Vec<String>,
}

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

/// Reads all keys of a PEM text. Of several certificates the first counts:
/// those behind it are its chain.
///
/// # Errors
/// When there is a private key in it, or no key at all.
pub(super) fn read(given: &str) -> Result<PemKeys, KeyError> {
    let text = given.replace("\\r", "").replace("\\n", "\n");
    let mut found = PemKeys::default();
    let mut chain = false;
    let mut rest = text.as_str();
    while let Some((_, block)) = rest.split_once(BEGIN) {
        let broken = |what: &str| KeyError::Broken(format!("PEM: {what}"));
        let (label, body) = block.split_once("-----").ok_or_else(|| broken("no end of label"))?;
        let (body, after) = body.split_once(END).ok_or_else(|| broken("no END line"))?;
        rest = after;
        if label.contains("PRIVATE KEY") {
            return Err(KeyError::Private);
        }
        let mut certificate = None;
        let material = match label {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                if std::mem::replace(&mut chain, true) {
                    let what = "a further certificate: taken as the chain of the first";
                    found.passed_over.push(what.to_owned());
                    continue;
                }
                let der = decode(body)?;
                certificate = Some(STANDARD.encode(&der));
                spki::read_certificate(&der)
            }
            "PUBLIC KEY" | "RSA PUBLIC KEY" => spki::read_any(&decode(body)?),
            // `openssl ecparam` puts it before the key.
            "EC PARAMETERS" => continue,
            other => {
                let label = crate::text::escape::escaped(other);
                found.passed_over.push(format!("a PEM block '{label}', which is no public key"));
                continue;
            }
        };
        let mut key = Key::by_itself(material?, Some(given.to_owned()));
        key.certificate = certificate;
        found.keys.push(key);
    }
    if found.keys.is_empty() {
        return Err(KeyError::Broken(match found.passed_over.first() {
            Some(what) => format!("PEM without a public key: {what}"),
            None => "PEM without a public key".to_owned(),
        }));
    }
    Ok(found)
}

/// Reads base64 that has lost its armour: the body of a PEM, or an `x5c` value.
/// `None` where the text is no base64 of DER.
pub(super) fn read_bare(text: &str) -> Option<Result<Material, KeyError>> {
    let bytes = decode(text).ok()?;
    (bytes.first() == Some(&super::der::SEQUENCE)).then(|| spki::read_any(&bytes))
}

/// The DER of the first certificate in a PEM text.
///
/// # Errors
/// When there is a private key in it, or it is no PEM.
pub(super) fn first_certificate(text: &str) -> Result<Option<Vec<u8>>, KeyError> {
    // Says what is wrong in the words of a key file.
    read(text)?;
    let text = text.replace("\\r", "").replace("\\n", "\n");
    let body = text
        .split_once("CERTIFICATE-----")
        .and_then(|(_, rest)| rest.split_once(END))
        .map(|(body, _)| body);
    body.map(decode).transpose()
}

fn decode(body: &str) -> Result<Vec<u8>, KeyError> {
    let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    STANDARD
        .decode(&body)
        .or_else(|_| STANDARD_NO_PAD.decode(&body))
        .map_err(|_| KeyError::Broken("PEM: the text between the lines is not base64".to_owned()))
}

/// Writes PEM with lines of 64 characters and a final newline (RFC 7468).
pub(super) fn write(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut text = format!("{BEGIN}{label}-----\n");
    for line in body.as_bytes().chunks(64) {
        text.extend(line.iter().copied().map(char::from));
        text.push('\n');
    }
    text + END + label + "-----\n"
}

// Made for the tests; nobody has the private key any more.
#[cfg(test)]
pub(super) const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIBczCCARmgAwIBAgIUVX4/ef/gQ6ZNXXBhQ9gczVznVykwCgYIKoZIzj0EAwIw\n\
DzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjMwNDU5MzhaFw0zNjExMjAwNDU5Mzha\n\
MA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQi2o0z\n\
/zrjh72QBnvdcKcts9VyyHalKAi4e9NSGSc4dxS+vuGlNvZQkH+saBvWj/X5VUmf\n\
+8KCwqPaVPPWYLWko1MwUTAdBgNVHQ4EFgQUKnbNhpKQHp0bHeCNl7cTCbwySMEw\n\
HwYDVR0jBBgwFoAUKnbNhpKQHp0bHeCNl7cTCbwySMEwDwYDVR0TAQH/BAUwAwEB\n\
/zAKBggqhkjOPQQDAgNIADBFAiEAl5jpnjemnvPB+yo+M/tLpVkC4pcfHwIASnMT\n\
L7sSDk0CIEAmaRLQ+DAjNyjMaQHqImn1ydbSunBGyjEtVld8ZSNU\n\
-----END CERTIFICATE-----\n\
";

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;
    use crate::key::{KeySet, Material};

    // Made for these tests; nobody has the private keys any more.
    const EC: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEItqNM/8644e9kAZ73XCnLbPVcsh2\n\
pSgIuHvTUhknOHcUvr7hpTb2UJB/rGgb1o/1+VVJn/vCgsKj2lTz1mC1pA==\n\
-----END PUBLIC KEY-----\n\
";
    const EC_COMPRESSED: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgACItqNM/8644e9kAZ73XCnLbPVcsh2\n\
pSgIuHvTUhknOHc=\n\
-----END PUBLIC KEY-----\n\
";
    const ED25519: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MCowBQYDK2VwAyEAth07JbSzxZZGxUBnaYLThWttUCQQeAEQ3T7TMi2Jxl4=\n\
-----END PUBLIC KEY-----\n\
";
    const RSA: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAttPCUxgxra824RxEc5/d\n\
ktJVQR3cokNGMHkZ2VT5XJNHqtb/TCqA9pYfcgowHBDg2mjQ5/qaaDWue0Ebi3ek\n\
+JQNwdc2rLR8wacUr18B5PHnLNcSYync/+P5ovmq3uBkWJq598GMRAxTRtZ9fqHh\n\
ElmdS/XE8oBN1z4D9zHlz76lt4V0KhK30orwspQzIeTUnZoyXutfj7bK4M7h/V7i\n\
7pJTkaoJY7kFF49u/QHS2st+AbFcR5SsjZu1CeKooWBA1sLopaTZNedgVmkUmqoL\n\
B0SsQuVbufgHQzPNGhQA7NDofU2lsMa0Hqy4Y+5UgO3Pj5y6/VZuZOvS65QbwsXr\n\
mQIDAQAB\n\
-----END PUBLIC KEY-----\n\
";
    const RSA_PKCS1: &str = "\
-----BEGIN RSA PUBLIC KEY-----\n\
MIIBCgKCAQEAttPCUxgxra824RxEc5/dktJVQR3cokNGMHkZ2VT5XJNHqtb/TCqA\n\
9pYfcgowHBDg2mjQ5/qaaDWue0Ebi3ek+JQNwdc2rLR8wacUr18B5PHnLNcSYync\n\
/+P5ovmq3uBkWJq598GMRAxTRtZ9fqHhElmdS/XE8oBN1z4D9zHlz76lt4V0KhK3\n\
0orwspQzIeTUnZoyXutfj7bK4M7h/V7i7pJTkaoJY7kFF49u/QHS2st+AbFcR5Ss\n\
jZu1CeKooWBA1sLopaTZNedgVmkUmqoLB0SsQuVbufgHQzPNGhQA7NDofU2lsMa0\n\
Hqy4Y+5UgO3Pj5y6/VZuZOvS65QbwsXrmQIDAQAB\n\
-----END RSA PUBLIC KEY-----\n\
";
    const RSA_PSS: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBAMfKquhcOjQMFdb8c+ZJxWUs\n\
cKeUNSHdIYqh/vHmWFiyL1H+1Ocd9Gb7DtUk4NtWGlEURgF1ibicjptTNorIX+F1\n\
pPe1X9vhKS4nDKa9iIH/cSBV86fsuUC76fCHsyyF89fxIpS1YpcF71bdPR8voN3I\n\
T65c9mHvJtS5QkrrFqqDFKyoy6hEXdW0Mk8W8vk/zkaDRvkQQfGdMTfAq/PFIRYQ\n\
uwFf5qZV8lFXTExSNtPuq+KhZzQKJzZwoLsCukbLTB48958XMKtBO1Pc5XTk4pvk\n\
u6zPoZLAE3zNQEzwTSTGnPcShbbNRc2wAPdgC6K1DCFzODaIV7VTi+pO5LYUG/sC\n\
AwEAAQ==\n\
-----END PUBLIC KEY-----\n\
";

    fn read_one(bytes: &[u8]) -> Key {
        let mut set = KeySet::from_any(bytes, "test").unwrap();
        assert_eq!(set.keys.len(), 1);
        set.keys.remove(0)
    }

    fn body(pem: &str) -> String {
        pem.lines().filter(|line| !line.starts_with('-')).collect()
    }

    #[test]
    fn every_form_gives_the_same_key() {
        for (pem, words) in [
            (CERTIFICATE, "EC P-256"),
            (EC, "EC P-256"),
            (EC_COMPRESSED, "EC P-256"),
            (ED25519, "Ed25519"),
            (RSA, "RSA 2048"),
            (RSA_PKCS1, "RSA 2048"),
            (RSA_PSS, "RSA 2048"),
        ] {
            let key = read_one(pem.as_bytes());
            assert_eq!(key.words(), words);
            let bare = body(pem);
            for spelling in [
                pem.replace('\n', "\r\n"),
                pem.replace('\n', "\\n"),
                pem.replace('\n', "\\r\\n"),
                pem.replace('\n', " "),
                pem.replace('\n', ""),
                format!("\"{}\"", pem.replace('\n', "\\n")),
                format!("\u{feff}subject=test\n{pem}"),
                bare.clone(),
                format!("{bare}\n"),
            ] {
                let other = read_one(spelling.as_bytes());
                assert!(other.material.same(&key.material) && other.by_itself, "{spelling}");
            }
            let der = STANDARD.decode(&bare).unwrap();
            assert!(read_one(&der).material.same(&key.material));
        }
        assert!(
            read_one(EC.as_bytes()).material.same(&read_one(EC_COMPRESSED.as_bytes()).material)
        );
        assert!(read_one(EC.as_bytes()).material.same(&read_one(CERTIFICATE.as_bytes()).material));
        assert!(read_one(RSA.as_bytes()).material.same(&read_one(RSA_PKCS1.as_bytes()).material));
        assert!(
            matches!(read_one(RSA_PSS.as_bytes()).material, Material::Rsa(key) if key.pss_only)
        );
    }

    #[test]
    fn what_is_written_is_what_was_read() {
        for pem in [EC, ED25519, RSA] {
            let spki = spki::write_spki(&read_one(pem.as_bytes()).material).unwrap();
            assert_eq!(write("PUBLIC KEY", &spki), pem);
        }
        let Material::Rsa(key) = read_one(RSA.as_bytes()).material else { panic!() };
        assert_eq!(write("RSA PUBLIC KEY", &spki::write_pkcs1(&key)), RSA_PKCS1);
    }

    #[test]
    fn private_keys_are_refused() {
        // PKCS#8, PKCS#1 and SEC 1 in outline.
        let pkcs8 = [0x30, 9, 2, 1, 0, 0x30, 0, 4, 2, 1, 1];
        let pkcs1 = [0x30, 6, 2, 1, 0, 2, 1, 77];
        let sec1 = [0x30, 6, 2, 1, 1, 4, 1, 9];
        for der in [&pkcs8[..], &pkcs1, &sec1] {
            assert_eq!(KeySet::from_any(der, "test").unwrap_err(), KeyError::Private);
            for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"] {
                let pem = format!("{RSA}{}", write(label, der));
                let error = KeySet::from_any(pem.as_bytes(), "test").unwrap_err();
                assert_eq!(error, KeyError::Private);
                assert!(error.to_string().contains("openssl pkey"));
            }
        }
    }

    #[test]
    fn of_a_chain_the_first_certificate_counts() {
        let set = KeySet::from_any(format!("{CERTIFICATE}{CERTIFICATE}").as_bytes(), "t").unwrap();
        assert_eq!((set.keys.len(), set.passed_over.len()), (1, 1));
        let both = KeySet::from_any(format!("{RSA}{ED25519}").as_bytes(), "t").unwrap();
        assert_eq!(both.keys.len(), 2);
    }

    #[test]
    fn x5c_is_compared_with_the_key() {
        let x5c = body(CERTIFICATE);
        let jwk = |pem: &str| {
            let mut jwk = read_one(pem.as_bytes()).public_jwk().unwrap();
            jwk.push("x5c", vec![x5c.clone()]);
            KeySet::from_jwk(&jwk, "t", crate::key::Provenance::Published).unwrap().keys.remove(0)
        };
        assert!(jwk(EC).notes.is_empty() && jwk(EC).certificate.is_some());
        assert!(jwk(RSA).notes[0].contains("another key"));
    }

    #[test]
    fn googles_map_of_certificates_is_a_set() {
        let json = format!(r#"{{"abc":{CERTIFICATE:?}}}"#);
        let set = KeySet::from_any(json.as_bytes(), "t").unwrap();
        assert_eq!(set.keys[0].words(), "EC P-256, kid abc");
        assert!(!set.keys[0].by_itself);
    }

    #[test]
    fn what_is_no_key_says_what_it_is() {
        let cut = &STANDARD.decode(body(RSA)).unwrap()[..100];
        for (bytes, part) in [
            (&b""[..], "empty"),
            (b" \n", "empty"),
            (b"hello", "no key"),
            (b"\xff\xfe", "no key"),
            (cut, "breaks off"),
            (b"ssh-ed25519 AAAA me", "OpenSSH"),
            (b"-----BEGIN PUBLIC KEY-----\nAAAA", "no END"),
            (b"-----BEGIN PUBLIC KEY-----\n*\n-----END PUBLIC KEY-----", "not base64"),
            (b"-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----", "neither"),
            (b"-----BEGIN X-----\nMAA=\n-----END X-----", "'X'"),
            (b"{", "not JSON"),
            (b"[]", "an array"),
            (b"{}", "without keys"),
            (br#"{"keys":{}}"#, "no array"),
            (br#"{"kty":"AKP","pub":"AA"}"#, "type AKP"),
            (br#"{"issuer":"a","jwks_uri":"b"}"#, "discovery"),
        ] {
            let error = KeySet::from_any(bytes, "test").unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
        let text = URL_SAFE_NO_PAD.encode(b"no DER");
        assert_eq!(KeySet::from_any(text.as_bytes(), "test").unwrap_err(), KeyError::Unknown);
    }

    #[test]
    fn a_bad_entry_never_loses_the_set() {
        let good = crate::text::json::Json::Object(read_one(EC.as_bytes()).public_jwk().unwrap());
        let text = format!(
            r#"{{"keys":[null,7,{{}},{{"kty":7}},{{"kty":"RSA","kid":7}},{{"kty":"EC","crv":"P-256"}},
            {{"kty":"OKP","crv":"Ed448","x":"AA"}},{{"kty":"OKP","crv":"X25519","x":"AA"}},
            {{"kty":"oct","k":""}},{{"kty":"oct","k":"a=="}},{good}]}}"#
        );
        let set = KeySet::from_any(text.as_bytes(), "t").unwrap();
        assert_eq!((set.keys.len(), set.passed_over.len()), (6, 5));
        let sound = set.keys.iter().filter(|key| key.soundness == crate::key::Soundness::Sound);
        assert_eq!(sound.count(), 1);
    }
}
