use super::*;
use crate::key::Provenance;
use crate::key::mint::SigningKey;

fn survey(keys: &[String]) -> Survey {
    let text = format!(r#"{{"keys":[{}]}}"#, keys.join(","));
    let set = KeySet::from_jwks(&text, "", Provenance::Local).unwrap();
    Survey::of(&set, true, Timestamp::from_seconds(1_795_000_000))
}

fn rules(survey: &Survey) -> Vec<(&'static str, Grade)> {
    survey.issues.iter().map(|issue| (issue.rule, issue.grade)).collect()
}

fn jwk(kid: &str) -> Object {
    SigningKey::p256(kid).unwrap().public_jwk().unwrap()
}

fn text(jwk: &Object) -> String {
    Json::Object(jwk.clone()).to_string()
}

#[test]
fn sound_keys_are_silent() {
    let found = survey(&[text(&jwk("a")), text(&jwk("b"))]);
    assert!(found.is_sound() && found.issues.is_empty(), "{:?}", found.issues);
    assert_eq!(found.keys[0].curve, Some("P-256"));
    assert_eq!(found.keys[0].thumbprint.as_ref().unwrap().len(), 43);
}

#[test]
fn what_is_unsound_is_told() {
    let mut private = jwk("a");
    private.push("d", "AAAA");
    let weak =
        format!(r#"{{"kty":"RSA","kid":"w","alg":"RS256","e":"AQAB","n":"{}B"}}"#, "x".repeat(171));
    let secret = r#"{"kty":"oct","kid":"s","alg":"HS256","k":"AAAAAAAAAAAAAAAAAAAAAA"}"#;
    let misfit = text(&jwk("m")).replace("ES256", "RS256");
    for (keys, rule) in [
        (vec![text(&private)], "private-key-published"),
        (vec![weak], "key-too-weak"),
        (vec![secret.to_owned()], "secret-published"),
        (vec![r#"{"kty":"EC","kid":"b","alg":"ES256","crv":"P-256"}"#.to_owned()], "key-broken"),
        (vec![text(&jwk("a")), text(&jwk("a"))], "duplicate-kid"),
        (vec![misfit], "alg-unfit"),
    ] {
        let found = survey(&keys);
        assert_eq!(rules(&found), [(rule, Grade::Error)], "{:?}", found.issues);
        assert!(!found.is_sound() && !found.keys[keys.len() - 1].sound);
        assert!(!format!("{found:?}").contains("AAAAAAAA"), "{found:?}");
    }
}

#[test]
fn what_is_odd_is_no_error() {
    let one = jwk("a");
    let plain = text(&one).replace(r#","alg":"ES256""#, "");
    let enc = text(&jwk("e")).replace(r#""sig""#, r#""enc""#);
    let nameless = text(&jwk("x")).replace(r#""kid":"x","#, "");
    let other = r#"{"kty":"OKP","kid":"k","crv":"X25519","x":"AA","use":"enc"}"#.to_owned();
    let found = survey(&[plain, text(&one), enc, nameless, other, "7".to_owned()]);
    assert!(found.is_sound(), "{:?}", found.issues);
    let mut rules = rules(&found);
    rules.sort_unstable();
    let mut expected = vec![
        ("alg-missing", Grade::Note),
        ("duplicate-kid", Grade::Warning),
        ("key-passed-over", Grade::Note),
        ("key-unusable", Grade::Note),
        ("kid-missing", Grade::Warning),
        ("not-for-signing", Grade::Note),
        ("not-for-signing", Grade::Note),
    ];
    expected.sort_unstable();
    assert_eq!(rules, expected);
    assert_eq!(
        super::Survey::of(&KeySet::empty(""), true, Timestamp::from_seconds(0)).issues[0].rule,
        "no-keys"
    );
}

#[test]
fn an_ended_certificate_is_told() {
    let pem = crate::key::pem::CERTIFICATE;
    let set = KeySet::from_any(pem.as_bytes(), "").unwrap();
    let at = |seconds| Survey::of(&set, false, Timestamp::from_seconds(seconds));
    assert!(at(1_795_500_000).is_sound());
    assert_eq!(rules(&at(2_200_000_000)), [("certificate-expired", Grade::Error)]);
    assert_eq!(rules(&at(1_000_000_000)), [("certificate-early", Grade::Warning)]);
}
