//! Published test vectors: Wycheproof, RFC 7515 appendix A, RFC 7520, RFC
//! 7638. They belong to others and stand outside the repository: in
//! `$TOKCHECK_SHARED/vectors`, else in `../shared/vectors`. Without them the
//! tests say so and pass, unless `TOKCHECK_REQUIRE_SHARED=1`.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test that reports counts"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tokcheck::key::mint::SigningKey;
use tokcheck::key::{
    Judgement, KeyOutcome, KeySet, Keys, Provenance, SignatureOutcome, judge, thumbprint,
};
use tokcheck::text::json::{Json, Object};
use tokcheck::token::{Form, RawToken, Segment, Token};

/// The file, or `None` where it is missing and may be.
fn vectors(name: &str) -> Option<Json> {
    let shared = env::var_os("TOKCHECK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    if let Ok(bytes) = fs::read(shared.join("vectors").join(name)) {
        return Some(Json::parse(&bytes).unwrap());
    }
    let required = env::var_os("TOKCHECK_REQUIRE_SHARED").is_some_and(|value| value == "1");
    assert!(!required, "{name} is missing and required");
    println!("skipped: {name} is not here");
    None
}

fn member<'a>(json: &'a Json, name: &str) -> &'a Json {
    json.as_object().and_then(|object| object.get(name)).unwrap_or(&Json::Null)
}

fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    member(json, name).as_str().unwrap_or_default()
}

fn items(json: &Json) -> &[Json] {
    json.as_array().unwrap_or_default()
}

fn keys(jwk: &Json) -> Keys {
    Keys::Set(KeySet::from_any(jwk.to_string().as_bytes(), "vector").unwrap())
}

/// The rows encoding, header, algorithm, critical, key and signature all pass.
fn is_good(token: &str, keys: &Keys) -> (bool, Judgement) {
    let token = Token::parse(RawToken::new(token));
    let judgement = judge(&token, keys);
    let encoding = token.segments.len() == 3 && token.segments.iter().all(Segment::is_strict);
    let header = token
        .header
        .object()
        .is_some_and(|header| header.duplicates().is_empty() && !header.has("crit"));
    let key = matches!(judgement.key, KeyOutcome::Found(_));
    let signature = judgement.signature == SignatureOutcome::Good;
    (token.form == Form::Jws && encoding && header && key && signature, judgement)
}

/// Labels that are wrong or a matter of policy: how we score them.
fn expected(id: &str, label: bool, notes: &Json) -> Option<bool> {
    let wrong = member(member(notes, "wrong_label"), id);
    match text(wrong, "score_as") {
        "invalid" => return Some(false),
        "skip" => return None,
        _ => {}
    }
    // The key's alg binds (RFC 8725 section 3.1); ES521 is no algorithm.
    let policy = member(member(notes, "policy_dependent"), id);
    Some(label && *policy == Json::Null)
}

#[test]
fn wycheproof() {
    let (Some(all), Some(notes)) =
        (vectors("wycheproof/jws_dev_half.json"), vectors("wycheproof/label_notes.json"))
    else {
        return;
    };
    let (mut right, mut skipped, mut policy) = (0, 0, 0);
    for group in items(member(&all, "testGroups")) {
        let jwk = match member(group, "public") {
            Json::Null => member(group, "private"),
            public => public,
        };
        let keys = keys(jwk);
        for test in items(member(group, "tests")) {
            let id = member(test, "tcId").to_string();
            let label = text(test, "result") == "valid";
            let (good, judgement) = is_good(text(test, "jws"), &keys);
            let Some(wanted) = expected(&id, label, &notes) else {
                skipped += 1;
                continue;
            };
            policy += usize::from(wanted != label);
            assert_eq!(good, wanted, "test {id}, {}: {judgement:?}", text(test, "comment"));
            right += 1;
        }
    }
    println!("wycheproof: {right} right ({policy} by our notes), {skipped} skipped, 0 wrong");
    assert!(right > 100);
}

#[test]
fn rfc_7515_appendix_a() {
    let Some(all) = vectors("rfc7515/appendix_a.json") else { return };
    let (mut good, mut refused) = (0, 0);
    for example in items(&all) {
        let name = text(example, "name");
        let keys = match (member(example, "jwk"), member(example, "jwks")) {
            (Json::Null, Json::Null) => Keys::NotAsked,
            (Json::Null, jwks) => Keys::Set(
                KeySet::from_jwks(&jwks.to_string(), "vector", Provenance::Published).unwrap(),
            ),
            (jwk, _) => keys(jwk),
        };
        match text(example, "compact") {
            "" => {
                let json = ["general", "flattened", "json"]
                    .map(|form| member(example, form))
                    .into_iter()
                    .find(|form| !matches!(form, Json::Null))
                    .unwrap_or_else(|| panic!("{name}: an unknown form"));
                let json = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
                let judgement = judge(&Token::parse(RawToken::new(json)), &keys);
                assert_eq!(judgement.signature, SignatureOutcome::Good, "{name}: {judgement:?}");
                good += 1;
            }
            compact if name.starts_with("A.5") => {
                let (is_good, judgement) = is_good(compact, &keys);
                assert!(!is_good, "{name}");
                assert_eq!(judgement.key, KeyOutcome::NotSearched);
                refused += 1;
            }
            compact => {
                let (is_good, judgement) = is_good(compact, &keys);
                assert!(is_good, "{name}: {judgement:?}");
                good += 1;
                assert!(!self::is_good(&tampered(compact), &keys).0, "{name}, tampered");
            }
        }
    }
    println!("RFC 7515 appendix A: {good} good, {refused} rightly refused");
    assert!(good >= 4 && refused == 1);
}

/// The token with another payload.
fn tampered(compact: &str) -> String {
    let parts: Vec<&str> = compact.split('.').collect();
    format!("{}.e30.{}", parts[0], parts[2])
}

#[test]
fn rfc_7520_examples() {
    let (mut good, mut others) = (0, 0);
    for name in [
        "4_1.rsa_v15_signature",
        "4_2.rsa-pss_signature",
        "4_3.ecdsa_signature",
        "4_4.hmac-sha2_integrity_protection",
        "4_5.signature_with_detached_content",
        "4_6.protecting_specific_header_fields",
        "4_7.protecting_content_only",
        "4_8.multiple_signatures",
    ] {
        let Some(example) = vectors(&format!("rfc7520/jws/{name}.json")) else { return };
        let given = member(member(&example, "input"), "key");
        let output = member(&example, "output");
        let keys = if let Json::Array(all) = given {
            let mut set = Object::empty();
            set.push("keys", Json::Array(all.clone()));
            let text = Json::Object(set).to_string();
            Keys::Set(KeySet::from_jwks(&text, "vector", Provenance::Local).unwrap())
        } else {
            // Figures 20 and 27 sign with other algorithms than their key names.
            let fitting: Object = given
                .as_object()
                .unwrap()
                .iter()
                .filter(|(name, _)| *name != "alg")
                .map(|(name, value)| (name.to_owned(), value.clone()))
                .collect();
            self::keys(&Json::Object(fitting))
        };
        let compact = text(output, "compact");
        if !compact.is_empty() && compact.split('.').nth(1) != Some("") {
            let (is_good, judgement) = is_good(compact, &keys);
            assert!(is_good, "{name}: {judgement:?}");
            assert!(!self::is_good(&tampered(compact), &keys).0, "{name}, tampered");
            good += 1;
        }
        for form in ["json", "json_flat"] {
            let json = member(output, form);
            if text(json, "payload").is_empty() {
                continue;
            }
            let token = Token::parse(RawToken::new(json.to_string()));
            let judgement = judge(&token, &keys);
            assert_eq!(judgement.signature, SignatureOutcome::Good, "{name} {form}: {judgement:?}");
            others += 1;
        }
    }
    println!("RFC 7520: {good} compact and {others} JSON serializations good");
    assert!(good >= 4);
}

#[test]
fn rfc_7638_thumbprints() {
    let Some(all) = vectors("rfc7638_thumbprints.json") else { return };
    for example in items(&all) {
        let jwk = member(example, "jwk").as_object().unwrap();
        let wanted = text(example, "sha256");
        assert_eq!(thumbprint(jwk).as_deref(), Some(wanted), "{}", text(example, "source"));
        let set = KeySet::from_jwk(jwk, "vector", Provenance::Published).unwrap();
        assert_eq!(set.keys[0].thumbprint().as_deref(), Some(wanted));
    }
    println!("RFC 7638 thumbprints: {} right", items(&all).len());
    assert!(!items(&all).is_empty());
}

#[test]
fn private_keys_sign_what_their_public_keys_check() {
    for (file, names) in [
        ("../scenarios/keys.json", &["rsa-1", "rsa-2", "ec-1", "ed-1", "hmac-1"][..]),
        ("rfc7520/jwk/3_2.ec_private_key.json", &[]),
        ("rfc7520/jwk/3_4.rsa_private_key.json", &[]),
        ("rfc7520/jwk/3_5.symmetric_key_mac_computation.json", &[]),
    ] {
        let Some(all) = vectors(file) else { return };
        let named =
            names.iter().map(|name| member(member(member(&all, "keys"), name), "private_jwk"));
        let jwks: Vec<&Json> = if names.is_empty() { vec![&all] } else { named.collect() };
        for jwk in jwks {
            let key = SigningKey::from_jwk(jwk).unwrap();
            let token = key.sign(&Object::empty(), &Object::empty()).unwrap();
            let keys = match key.public_jwk() {
                Some(public) => self::keys(&Json::Object(public)),
                None => self::keys(jwk),
            };
            let (good, judgement) = is_good(&token, &keys);
            assert!(good, "{file}: {judgement:?}");
        }
    }
}
