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
        let material = match label {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                if std::mem::replace(&mut chain, true) {
                    let what = "a further certificate: taken as the chain of the first";
                    found.passed_over.push(what.to_owned());
                    continue;
                }
                spki::read_certificate(&decode(body)?)
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
        found.keys.push(Key::by_itself(material?, Some(given.to_owned())));
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
