//! What the caller knows outranks weak signs.

use super::{jws, read};

use crate::kind::{Classification, Confidence, Hints, classify};

const BARE: &str = r#"{"iss":"https://as.example","sub":"u","aud":"orders","iat":1,"exp":2}"#;

fn with(claims: &str, slot: Option<&str>, clients: &[&str], apis: &[&str]) -> Classification {
    let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let (client_ids, audiences) = (owned(clients), owned(apis));
    let hints = Hints { slot, client_ids: &client_ids, audiences: &audiences };
    classify(&read(&jws("", claims)), &hints)
}

fn told(found: &Classification) -> (&'static str, Confidence) {
    (found.kind.name(), found.confidence)
}

#[test]
fn a_bare_token_is_settled_by_any_of_them() {
    let open = with(BARE, None, &[], &[]);
    assert_eq!(told(&open), ("unknown", Confidence::Undecided));
    assert_eq!(open.settle.len(), 4);
    assert_eq!(told(&with(BARE, None, &["orders"], &[])), ("id_token", Confidence::Likely));
    assert_eq!(told(&with(BARE, None, &[], &["orders"])), ("access_token", Confidence::Likely));
    assert_eq!(told(&with(BARE, Some("id_token"), &[], &[])), ("id_token", Confidence::Likely));
    assert_eq!(
        told(&with(BARE, Some("access_token"), &[], &[])),
        ("access_token", Confidence::Likely)
    );
    assert_eq!(
        told(&with(BARE, Some("refresh_token"), &[], &[])),
        ("refresh_token", Confidence::Likely)
    );
    // Of no help: somebody else's ids.
    let other = with(BARE, None, &["web"], &["billing"]);
    assert_eq!(told(&other), ("unknown", Confidence::Undecided));
    assert_eq!(other.settle.len(), 1);
}

#[test]
fn colliding_ids_are_told() {
    let both = with(BARE, None, &["orders"], &["orders"]);
    assert_eq!(both.confidence, Confidence::Undecided);
    assert!(both.evidence.iter().any(|e| e.because.contains("collide")));
    let scoped =
        r#"{"iss":"https://as.example","aud":"web","scope":"a","client_id":"web","exp":2}"#;
    let found = with(scoped, None, &["web"], &[]);
    assert_eq!(told(&found), ("access_token", Confidence::Likely));
    assert!(found.evidence.iter().any(|e| e.because.contains("client id into access tokens")));
}

#[test]
fn markers_outrank_the_slot() {
    let id = r#"{"iss":"https://acme.okta.com","jti":"ID.x","ver":1,"aud":"0oa1"}"#;
    let found = with(id, Some("access_token"), &[], &[]);
    assert_eq!(told(&found), ("id_token", Confidence::Certain));
    assert!(found.evidence.iter().any(|e| e.claim == "slot"));
}

#[test]
fn both_sides_of_a_contradiction_are_told() {
    let claims = r#"{"iss":"https://as.example","aud":"c","scope":"a","nonce":"n","exp":2}"#;
    let found = with(claims, None, &[], &[]);
    let speaks =
        |name| found.evidence.iter().any(|e| e.speaks_for.is_some_and(|k| k.name() == name));
    assert!(speaks("access_token") && speaks("id_token"), "{found:?}");
}
