//! The little of X.509 (RFC 5280) that people ask about a certificate: whose,
//! from when, until when, and its digest, to which a token may be bound.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::der::{self, Reader};
use super::{KeyError, pem, sha256_base64url};
use crate::text::escape::{escaped, shortened};
use crate::text::time::{Timestamp, instant};

/// A certificate; nothing in it has been verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its subject: "CN=acme.example, O=Acme".
    pub subject: String,
    /// The first instant at which it holds.
    pub not_before: Option<Timestamp>,
    /// The last instant at which it holds.
    pub not_after: Option<Timestamp>,
    /// The SHA-256 digest of its DER in base64url: `x5t#S256`.
    pub digest: String,
}

impl Certificate {
    /// Reads a certificate, the first where a PEM holds several.
    ///
    /// # Errors
    /// When there is none, or it is a private key.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyError> {
        let none = || KeyError::Broken("no X.509 certificate in it".to_owned());
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        if text.contains("-----BEGIN ") {
            let der = pem::first_certificate(text)?.ok_or_else(none)?;
            return Self::from_der(&der).ok_or_else(none);
        }
        match STANDARD.decode(text.trim()) {
            Ok(der) if !der.is_empty() => Self::from_der(&der),
            _ => Self::from_der(bytes),
        }
        .ok_or_else(none)
    }

    /// Reads the base64 of `x5c` (RFC 7517 section 4.7).
    pub(super) fn from_base64(text: &str) -> Option<Self> {
        Self::from_der(&STANDARD.decode(text).ok()?)
    }

    fn from_der(der: &[u8]) -> Option<Self> {
        const VERSION: u8 = 0xa0;
        let mut body = Reader::whole_sequence(der)?.sequence()?;
        if body.next_tag() == Some(VERSION) {
            body.any()?;
        }
        body.take(der::INTEGER)?;
        // Signature algorithm, issuer.
        body.sequence()?;
        body.sequence()?;
        let mut validity = body.sequence()?;
        let (not_before, not_after) = (time(validity.any()?), time(validity.any()?));
        let subject = name(body.sequence()?);
        Some(Self { subject, not_before, not_after, digest: sha256_base64url(der) })
    }

    /// Whether its time is over.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.not_after.is_some_and(|end| end < now)
    }

    /// Whether its time is still to come.
    #[must_use]
    pub fn is_early(&self, now: Timestamp) -> bool {
        self.not_before.is_some_and(|start| now < start)
    }
}

/// RFC 5280 section 4.1.2.5: two digits of the year up to 2049, then four.
fn time((tag, content): (u8, &[u8])) -> Option<Timestamp> {
    const UTC_TIME: u8 = 0x17;
    let text = std::str::from_utf8(content).ok().filter(|text| text.is_ascii())?;
    let (year, rest) = if tag == UTC_TIME {
        let (year, rest) = text.split_at_checked(2)?;
        let century = if year.parse::<u8>().ok()? < 50 { "20" } else { "19" };
        (format!("{century}{year}"), rest)
    } else {
        let (year, rest) = text.split_at_checked(4)?;
        (year.to_owned(), rest)
    };
    let digits = rest.strip_suffix('Z').filter(|rest| rest.len() == 10)?;
    let part = |at: usize| digits.get(at..at + 2);
    let (month, day, hour) = (part(0)?, part(2)?, part(4)?);
    let text = format!("{year}-{month}-{day}T{hour}:{}:{}Z", part(6)?, part(8)?);
    instant(&text, Timestamp::from_seconds(0)).ok()
}

/// The attributes of a name in their order, those that people know by name.
fn name(mut names: Reader<'_>) -> String {
    const SET: u8 = 0x31;
    let mut words = Vec::new();
    while let Some(set) = names.take(SET) {
        let mut set = Reader::new(set);
        while let Some(mut attribute) = set.sequence() {
            let Some(oid) = attribute.take(der::OID) else { continue };
            let Some((_, value)) = attribute.any() else { continue };
            let value = escaped(&shortened(&String::from_utf8_lossy(value), 100));
            words.push(match attribute_name(oid) {
                Some(name) => format!("{name}={value}"),
                None => value,
            });
        }
    }
    words.join(", ")
}

/// RFC 4514 section 3.
fn attribute_name(oid: &[u8]) -> Option<&'static str> {
    match oid {
        [0x55, 0x04, 0x03] => Some("CN"),
        [0x55, 0x04, 0x06] => Some("C"),
        [0x55, 0x04, 0x07] => Some("L"),
        [0x55, 0x04, 0x08] => Some("ST"),
        [0x55, 0x04, 0x0a] => Some("O"),
        [0x55, 0x04, 0x0b] => Some("OU"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::pem::CERTIFICATE;

    #[test]
    fn a_certificate_is_read() {
        let found = Certificate::read(CERTIFICATE.as_bytes()).unwrap();
        assert_eq!(found.subject, "CN=test");
        assert_eq!(found.not_before.unwrap().utc(), "2026-11-23T04:59:38Z");
        assert_eq!(found.not_after.unwrap().utc(), "2036-11-20T04:59:38Z");
        let at = |text: &str| instant(text, Timestamp::from_seconds(0)).unwrap();
        assert!(found.is_early(at("2026-11-23T04:59:37Z")));
        assert!(!found.is_expired(at("2036-11-20T04:59:38Z")));
        assert!(found.is_expired(at("2036-11-20T04:59:39Z")));
        assert_eq!(found.digest.len(), 43);
        for bad in ["", "x", "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n"] {
            assert!(Certificate::read(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn both_forms_of_time_are_read() {
        let utc = |tag, text: &str| time((tag, text.as_bytes())).map(Timestamp::seconds);
        assert_eq!(utc(0x17, "700101000001Z"), Some(1));
        assert_eq!(utc(0x18, "19700101000001Z"), Some(1));
        assert_eq!(utc(0x17, "491231235959Z"), Some(2_524_607_999));
        for bad in ["7001010000Z", "700101000001", "7é0101000001Z", ""] {
            assert_eq!(utc(0x17, bad), None, "{bad}");
        }
    }
}
