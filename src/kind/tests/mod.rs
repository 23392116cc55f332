//! Tokens of our own making, after the forms that specifications and vendors
//! document.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::kind::{Classification, Confidence, Hints, Kind, classify};
use crate::token::{RawToken, Token};

mod documented;
mod hints;
mod protocols;
mod providers;
mod shapes;

/// A row: header members beside `alg`, claims, kind, confidence, provider.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

pub(super) fn jws(header: &str, claims: &str) -> String {
    let comma = if header.is_empty() { "" } else { "," };
    let alg = if header.contains("\"alg\"") { "" } else { "\"alg\":\"RS256\"" };
    let comma = if alg.is_empty() { "" } else { comma };
    let header = format!("{{{alg}{comma}{header}}}");
    format!("{}.{}.c2lnbmF0dXJl", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

pub(super) fn read(text: &str) -> Token {
    Token::parse(RawToken::new(text))
}

pub(super) fn plain(text: &str) -> Classification {
    classify(&read(text), &Hints::default())
}

fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (header, claims, kind, sure, provider) in rows {
        let found = plain(&jws(header, claims));
        let named = found.provider.map_or("", |p| p.id);
        if (found.kind.name(), found.confidence.name(), named) != (*kind, *sure, *provider) {
            wrong.push(format!(
                "{header} {claims}\n  is {} {} {named}\n  not {kind} {sure} {provider}\n  {:?}",
                found.kind.name(),
                found.confidence.name(),
                found.evidence.iter().map(|e| e.because.as_ref()).collect::<Vec<_>>(),
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_round_trip() {
    assert_eq!(Kind::names().count(), 22);
    for name in Kind::names() {
        assert_eq!(Kind::by_name(name).map(Kind::name), Some(name));
    }
    assert_eq!(Kind::by_name("token"), None);
}

/// Kinds stand in the tables of providers by name.
#[test]
fn markers_name_kinds() {
    for provider in crate::issuer::all() {
        for marker in provider.markers {
            assert!(Kind::by_name(marker.kind).is_some(), "{}: {}", provider.id, marker.kind);
        }
    }
}

#[test]
fn confidence_is_ordered() {
    assert!(Confidence::Certain > Confidence::Likely && Confidence::Likely > Confidence::Undecided);
}
