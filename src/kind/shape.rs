//! Level 0: what is no signed JWT. Encrypted and opaque tokens, keys, and what
//! is no token at all.

use crate::issuer::sign::View;
use crate::issuer::{Sort, by_id, by_issuer, by_prefix, recognise};
use crate::kind::{Classification, Confidence, Evidence, Hints, Kind, hint};
use crate::text::json::{Json, Object};
use crate::token::Token;

/// A JWE: only its header can be read.
pub(super) fn encrypted(token: &Token, hints: &Hints<'_>) -> Classification {
    let header = token.header.members();
    let is = |name: &str, value: &str| header.str(name) == Some(value);
    let mut found = answer(
        Kind::Encrypted,
        Confidence::Likely,
        Evidence::of(Kind::Encrypted, "shape", "five parts: a JWE, sealed for who holds the key"),
    );
    // Auth0 puts the tenant into the header of sealed tokens; replicated claims
    // are allowed there (RFC 7519 section 5.3).
    let view = View::new(header, header);
    found.provider = header.str("iss").and_then(by_issuer);
    let direct = is("alg", "dir") && header.has("iss");
    if direct && is("enc", "A256GCM") {
        found.kind = Kind::EncryptedAccessToken;
        found.confidence = Confidence::Certain;
        found.provider = found.provider.or_else(|| by_id("auth0"));
        found.evidence.push(Evidence::of(
            Kind::EncryptedAccessToken,
            "header.iss",
            "alg dir, enc A256GCM and iss: Auth0's token where no audience was asked for",
        ));
    } else if direct {
        found.kind = Kind::EncryptedAccessToken;
        found.evidence.push(Evidence::of(
            Kind::EncryptedAccessToken,
            "header.iss",
            "sealed by its issuer for itself (alg dir)",
        ));
    } else if view.typ().is_some_and(|typ| typ.eq_ignore_ascii_case("at+jwt")) {
        found.kind = Kind::EncryptedAccessToken;
        found.evidence.push(Evidence::of(
            Kind::EncryptedAccessToken,
            "header.typ",
            "typ at+jwt (RFC 9068 section 2.1)",
        ));
    } else if cognito_refresh(header) {
        found.kind = Kind::RefreshToken;
        found.confidence = Confidence::Undecided;
        found.provider = by_id("cognito");
        found.evidence.push(Evidence::of(
            Kind::RefreshToken,
            "header",
            "RSA-OAEP, A256GCM, cty JWT and nothing else: the form of Cognito's refresh tokens",
        ));
        found.settle.push("the member of the token response in which it stood".to_owned());
    } else {
        found.provider = found.provider.or_else(|| recognise(&view).map(|(p, _)| p));
    }
    in_slot(&mut found, hints);
    found
}

fn cognito_refresh(header: &Object) -> bool {
    header.len() == 3
        && header.str("alg") == Some("RSA-OAEP")
        && header.str("enc") == Some("A256GCM")
        && header.str("cty") == Some("JWT")
}

/// The slot tells what a sealed token is.
fn in_slot(found: &mut Classification, hints: &Hints<'_>) {
    let kind = match hint::slot(hints) {
        Some(Kind::AccessToken) => Kind::EncryptedAccessToken,
        Some(Kind::RefreshToken) => Kind::RefreshToken,
        _ => return,
    };
    found.evidence.push(Evidence::of(kind, "slot", "the member in which it stood"));
    if found.confidence != Confidence::Certain {
        found.kind = kind;
        found.confidence = Confidence::Likely;
        found.settle.clear();
    }
}

fn answer(kind: Kind, confidence: Confidence, evidence: Evidence) -> Classification {
    Classification {
        kind,
        confidence,
        provider: None,
        evidence: vec![evidence],
        settle: Vec::new(),
        advice: "",
        prefix: None,
    }
}

/// A text that is no JWT.
pub(super) fn opaque(text: &str, hints: &Hints<'_>) -> Classification {
    if let Some(prefix) = by_prefix(text) {
        let kind = match prefix.sort {
            Sort::Code => Kind::NotAToken,
            Sort::Key | Sort::KeyId | Sort::Token => Kind::Opaque,
        };
        let sure = prefix.sure && matches!(prefix.sort, Sort::Key | Sort::Token);
        let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
        let because = format!("it begins as a {}", prefix.title);
        let mut found = answer(kind, confidence, Evidence::of(kind, "shape", because));
        found.provider = prefix.provider();
        return found;
    }
    if let Some((kind, confidence, because)) = no_token(text) {
        let mut found = answer(kind, confidence, Evidence::of(kind, "shape", because));
        if confidence == Confidence::Undecided {
            found.settle.push("the whole token, as it was issued".to_owned());
        }
        return found;
    }
    let because = "no part of it can be read: only its issuer knows what it stands for";
    let mut found =
        answer(Kind::Opaque, Confidence::Likely, Evidence::of(Kind::Opaque, "shape", because));
    if text.len() == 42 && text.starts_with("00") {
        found.evidence.push(Evidence::fact("shape", "Okta's API tokens have this form"));
    }
    match hint::slot(hints) {
        // The only one that is a kind of its own whatever it is made of.
        Some(kind @ Kind::RefreshToken) => {
            found.kind = kind;
            found.evidence.push(Evidence::of(kind, "slot", "the member in which it stood"));
        }
        Some(kind) => {
            found.evidence.push(Evidence::fact("slot", format!("it stood as {}", kind.title())));
        }
        None => {}
    }
    found
}

/// Words that programs put where a token should be.
const WORDS: [&str; 12] = [
    "[object object]",
    "bearer",
    "dpop",
    "false",
    "nan",
    "nil",
    "none",
    "null",
    "token",
    "true",
    "undefined",
    "unknown",
];

/// Beginnings of what is no token.
const STARTS: [(&str, &str); 12] = [
    ("-----BEGIN", "a PEM block: a key or certificate"),
    ("PHNhbWxw", "a SAML message in base64"),
    ("PD94bWw", "XML in base64"),
    ("<", "XML, HTML or a placeholder"),
    ("ssh-", "an SSH key"),
    ("${", "a placeholder"),
    ("{{", "a placeholder"),
    ("$(", "a placeholder"),
    ("http://", "a URL"),
    ("https://", "a URL"),
    ("LS0tLS1CRUdJTi", "a PEM block in base64"),
    ("PHNhbWwy", "a SAML message in base64"),
];

fn no_token(text: &str) -> Option<(Kind, Confidence, &'static str)> {
    let none = |because: &'static str| Some((Kind::NotAToken, Confidence::Likely, because));
    if text.is_empty() {
        return Some((Kind::NotAToken, Confidence::Certain, "the text is empty"));
    }
    if let Some(&(_, because)) = STARTS.iter().find(|(start, _)| text.starts_with(start)) {
        return none(because);
    }
    if text.starts_with('{') || text.starts_with('[') {
        return Some(json(text));
    }
    if WORDS.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return none("a word that stands where a token should be");
    }
    if text.starts_with("MII") && text.len() >= 200 {
        return none("DER in base64: a key or certificate");
    }
    if text.chars().any(char::is_whitespace) {
        return none("words, not a token");
    }
    if !text.is_ascii() {
        return none("characters that no token has");
    }
    if text.contains('@') && text.contains('.') && !text.contains('!') {
        return none("an e-mail address, by its form");
    }
    if text.len() < 6 {
        return Some((Kind::NotAToken, Confidence::Undecided, "too short for a token"));
    }
    None
}

fn json(text: &str) -> (Kind, Confidence, &'static str) {
    let none = |because| (Kind::NotAToken, Confidence::Likely, because);
    let Ok(value) = Json::parse(text.as_bytes()) else { return none("text in braces, no token") };
    let Some(object) = value.as_object() else { return none("a JSON list, no token") };
    let has = |names: &[&str]| names.iter().all(|name| object.has(name));
    if has(&["ciphertext"]) && (has(&["protected"]) || has(&["recipients"])) {
        return (Kind::Encrypted, Confidence::Likely, "a JWE in JSON (RFC 7516 section 7.2)");
    }
    none(if has(&["kty"]) {
        "a key (JWK)"
    } else if has(&["keys"]) {
        "a set of keys (JWKS)"
    } else if has(&["access_token"]) || has(&["id_token"]) {
        "a token response: the tokens are its members"
    } else {
        "a JSON document, no token"
    })
}
