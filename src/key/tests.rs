//! Every rule of the choice and the check, with keys made on the spot.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::mint::{SigningKey, encrypted, unsecured};
use super::*;
use crate::text::json::{Json, Object};
use crate::token::{RawToken, Token};

fn object(text: &str) -> Object {
    Json::parse(text.as_bytes()).unwrap().as_object().unwrap().clone()
}

fn parse(text: &str) -> Token {
    Token::parse(RawToken::new(text))
}

fn claims() -> Object {
    object(r#"{"iss":"https://idp.example/","sub":"a"}"#)
}

fn jwks(keys: &[Object]) -> String {
    let mut set = Object::empty();
    set.push("keys", Json::Array(keys.iter().cloned().map(Json::Object).collect()));
    Json::Object(set).to_string()
}

fn published(keys: &[Object]) -> Keys {
    Keys::Set(KeySet::from_jwks(&jwks(keys), "test", Provenance::Published).unwrap())
}

fn with(jwk: &Object, name: &str, value: &str) -> Object {
    let mut members: Vec<_> =
        jwk.iter().filter(|(n, _)| *n != name).map(|(n, v)| (n.to_owned(), v.clone())).collect();
    if !value.is_empty() {
        members.push((name.to_owned(), Json::parse(value.as_bytes()).unwrap()));
    }
    members.into_iter().collect()
}

fn secret(text: &str, encoding: SecretEncoding) -> Keys {
    Keys::Set(KeySet::from_secret(text, encoding, "--secret").unwrap())
}

#[track_caller]
fn assert_good(judgement: &Judgement) {
    assert_eq!(judgement.signature, SignatureOutcome::Good, "{judgement:?}");
    assert!(matches!(judgement.key, KeyOutcome::Found(_)), "{judgement:?}");
}

#[track_caller]
fn assert_unfit(judgement: &Judgement, part: &str) {
    let KeyOutcome::Unfit(why) = &judgement.key else { panic!("{judgement:?}") };
    assert!(why.contains(part), "{why}");
    assert_eq!(judgement.signature, SignatureOutcome::NotChecked);
}

const SECRET: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#[test]
fn every_algorithm_checks_its_own_signatures() {
    let rsa = SigningKey::rsa("r").unwrap();
    let ed = SigningKey::ed25519("e").unwrap();
    let mut signers = vec![(&ed, "EdDSA"), (&ed, "Ed25519")];
    for alg in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] {
        signers.push((&rsa, alg));
    }
    let curves: Vec<_> = Curve::ALL.map(|c| SigningKey::ec(c, c.name()).unwrap()).into();
    signers.extend(curves.iter().map(|key| (key, key.alg())));
    for (key, alg) in signers {
        let mut header = Object::empty();
        header.push("alg", alg);
        let token = key.sign(&header, &claims()).unwrap();
        let jwk = with(&key.public_jwk().unwrap(), "alg", "");
        assert_good(&judge(&parse(&token), &published(std::slice::from_ref(&jwk))));
        let (head, rest) = token.split_once('.').unwrap();
        let forged = format!("{head}.e30.{}", rest.split_once('.').unwrap().1);
        let bad = judge(&parse(&forged), &published(&[jwk]));
        assert_eq!(bad.signature, SignatureOutcome::Bad, "{alg}");
    }
    for alg in ["HS256", "HS384", "HS512"] {
        let mut header = Object::empty();
        header.push("alg", alg);
        let key = SigningKey::hmac(SECRET.as_bytes(), None);
        let token = key.sign(&header, &claims()).unwrap();
        assert_good(&judge(&parse(&token), &secret(SECRET, SecretEncoding::Utf8)));
    }
}

#[test]
fn a_kid_is_matched_exactly() {
    let (a, b) = (SigningKey::rsa("A").unwrap(), SigningKey::rsa("a").unwrap());
    let (pub_a, pub_b) = (a.public_jwk().unwrap(), b.public_jwk().unwrap());
    let token = parse(&a.sign(&Object::empty(), &claims()).unwrap());
    assert_good(&judge(&token, &published(&[pub_b.clone(), pub_a.clone()])));

    let lost = judge(&token, &published(std::slice::from_ref(&pub_b)));
    let KeyOutcome::NotFound { kid, published: there, several_fit, complete } = &lost.key else {
        panic!("{lost:?}")
    };
    assert_eq!(
        (kid.as_deref(), &there[..], *several_fit),
        (Some("A"), &["a".to_owned()][..], false)
    );
    assert!(complete);
    assert_eq!(lost.other_key_fits, None);

    // Another published key made it: say which.
    let renamed = with(&pub_a, "kid", r#""new""#);
    let other = judge(&token, &published(&[pub_b.clone(), renamed]));
    assert!(matches!(other.key, KeyOutcome::NotFound { .. }));
    assert_eq!(other.other_key_fits.as_deref(), Some("RSA 2048, kid new"));

    // A key without kid in a set is not meant for every kid; by itself it is.
    let nameless = with(&pub_a, "kid", "");
    assert!(matches!(
        judge(&token, &published(std::slice::from_ref(&nameless))).key,
        KeyOutcome::NotFound { .. }
    ));
    let alone = KeySet::from_any(Json::Object(nameless).to_string().as_bytes(), "--key").unwrap();
    assert_good(&judge(&token, &Keys::Set(alone)));

    // Several keys of one kid: each is tried.
    let twin = with(&pub_b, "kid", r#""A""#);
    assert_good(&judge(&token, &published(&[twin, pub_a])));
}

#[test]
fn a_token_without_kid_needs_the_one_fitting_key() {
    let (a, b) = (SigningKey::rsa("a").unwrap(), SigningKey::rsa("b").unwrap());
    let (pub_a, pub_b) = (a.public_jwk().unwrap(), b.public_jwk().unwrap());
    let text = a.sign_text("RS256", r#"{"alg":"RS256"}"#, b"{}").unwrap();
    let token = parse(&text);
    let ec = SigningKey::p256("c").unwrap().public_jwk().unwrap();
    assert_good(&judge(&token, &published(&[ec, pub_a.clone()])));
    assert_good(&judge(&token, &published(&[pub_a.clone(), with(&pub_a, "kid", r#""x""#)])));
    let several = judge(&token, &published(&[pub_b.clone(), pub_a.clone()]));
    assert!(matches!(several.key, KeyOutcome::NotFound { several_fit: true, kid: None, .. }));
    assert_eq!(several.signature, SignatureOutcome::NotChecked);
    assert_eq!(several.other_key_fits.as_deref(), Some("RSA 2048, kid a"));

    let both = KeySet::from_jwks(&jwks(&[pub_a.clone(), pub_b.clone()]), "j", Provenance::Local)
        .unwrap()
        .merge(KeySet::from_secret(SECRET, SecretEncoding::Utf8, "s").unwrap());
    assert_eq!(both.origin, "j and s");
    assert!(matches!(
        judge(&token, &Keys::Set(both)).key,
        KeyOutcome::NotFound { several_fit: true, .. }
    ));
    let odd = a.sign_text("RS256", r#"{"alg":"RS256","kid":7}"#, b"{}").unwrap();
    assert!(matches!(
        judge(&parse(&odd), &published(&[pub_a])).key,
        KeyOutcome::NotFound { kid: Some(kid), .. } if kid == "7"
    ));
}

#[test]
fn a_key_is_for_one_purpose() {
    let key = SigningKey::rsa("a").unwrap();
    let jwk = key.public_jwk().unwrap();
    let token = parse(&key.sign(&Object::empty(), &claims()).unwrap());
    for (name, value, part) in [
        ("use", r#""enc""#, "use is 'enc'"),
        ("use", "7", "use is a number"),
        ("key_ops", r#"["encrypt"]"#, "key_ops"),
        ("key_ops", r#""verify""#, "key_ops is a string"),
        ("key_ops", "[7]", "key_ops"),
        ("alg", r#""PS256""#, "alg is 'PS256', not 'RS256'"),
        ("alg", r#""ES256""#, "alg is 'ES256'"),
        ("n", r#""a+b""#, "not base64url"),
        ("n", "7", "n is a number"),
        ("n", "", "no n"),
        ("e", r#""AQ""#, "exponent is 1"),
    ] {
        let changed = with(&jwk, name, value);
        assert_unfit(&judge(&token, &published(&[changed])), part);
    }
    let fine = with(&jwk, "key_ops", r#"["sign","verify"]"#);
    assert_good(&judge(&token, &published(&[fine])));
    let ec = with(&SigningKey::p256("a").unwrap().public_jwk().unwrap(), "alg", "");
    assert_unfit(&judge(&token, &published(&[ec])), "RS256 needs an RSA key");
}

#[test]
fn weak_keys_fail_and_still_show_that_they_fit() {
    let short = SigningKey::hmac(b"secret", None);
    let token = parse(&short.sign(&Object::empty(), &claims()).unwrap());
    let judgement = judge(&token, &secret("secret", SecretEncoding::Utf8));
    assert!(matches!(&judgement.key, KeyOutcome::Weak(why) if why.contains("256")));
    assert_eq!(judgement.signature, SignatureOutcome::Good);
    let bad = judge(&token, &secret("other", SecretEncoding::Utf8));
    assert!(matches!(bad.key, KeyOutcome::Weak(_)));
    assert_eq!(bad.signature, SignatureOutcome::Bad);
    assert!(!format!("{bad:?}").contains("other\""));

    let n = URL_SAFE_NO_PAD.encode([&[0x80][..], &[0; 126], &[1]].concat());
    let rsa = object(&format!(r#"{{"kty":"RSA","n":"{n}","e":"AQAB","kid":"w"}}"#));
    let key = SigningKey::rsa("w").unwrap();
    let token = parse(&key.sign(&Object::empty(), &claims()).unwrap());
    let judgement = judge(&token, &published(&[rsa]));
    assert!(matches!(&judgement.key, KeyOutcome::Weak(why) if why.contains("1024 bits")));
    assert_eq!(judgement.signature, SignatureOutcome::NotChecked);
}

#[test]
fn nothing_to_search_for() {
    let key = SigningKey::p256("a").unwrap();
    let keys = published(&[key.public_jwk().unwrap()]);
    let none = unsecured(&claims());
    let jwe = encrypted(&Object::empty(), &claims()).unwrap();
    assert_eq!(parse(&jwe).form, crate::token::Form::Jwe);
    let unknown = key.sign_text("ES256", r#"{"alg":"es256","kid":"a"}"#, b"{}").unwrap();
    let odd = key.sign_text("ES256", r#"{"alg":["ES256"],"kid":"a"}"#, b"{}").unwrap();
    for text in [&none, &jwe, &unknown, &odd, "opaque", ""] {
        let judgement = judge(&parse(text), &keys);
        assert_eq!(judgement.key, KeyOutcome::NotSearched, "{text}");
        assert_eq!(judgement.signature, SignatureOutcome::NotChecked);
    }
    let token = parse(&key.sign(&Object::empty(), &claims()).unwrap());
    assert_eq!(judge(&token, &Keys::NotAsked).key, KeyOutcome::NoKeys(None));
    assert!(matches!(judge(&token, &published(&[])).key, KeyOutcome::NoKeys(Some(_))));
    let down = Keys::Unavailable("no route".to_owned());
    assert_eq!(judge(&token, &down).key, KeyOutcome::Unavailable("no route".to_owned()));
}

#[test]
fn only_strict_base64url_is_good() {
    let key = SigningKey::rsa("a").unwrap();
    let keys = published(&[key.public_jwk().unwrap()]);
    let (mut url, mut signature) = (String::new(), Vec::new());
    // Some signature in which the two alphabets differ.
    for n in 0..50 {
        let mut claims = claims();
        claims.push("n", Json::from(n));
        url = key.sign(&Object::empty(), &claims).unwrap();
        signature = URL_SAFE_NO_PAD.decode(url.rsplit_once('.').unwrap().1).unwrap();
        if STANDARD.encode(&signature).contains(['+', '/']) {
            break;
        }
    }
    let input = url.rsplit_once('.').unwrap().0;
    for other in [
        STANDARD.encode(&signature),
        STANDARD.encode(&signature).trim_end_matches('=').to_owned(),
        format!("{}==", URL_SAFE_NO_PAD.encode(&signature)),
    ] {
        let judgement = judge(&parse(&format!("{input}.{other}")), &keys);
        assert_eq!(judgement.signature, SignatureOutcome::NotChecked);
        assert!(judgement.fits_leniently);
    }
    let wrong = judge(&parse(&format!("{input}.AAAA=")), &keys);
    assert_eq!((wrong.signature, wrong.fits_leniently), (SignatureOutcome::Bad, false));
    for text in
        [format!("{url}?"), format!("{url}A"), format!("{url}\n"), url.replacen('.', "=.", 1)]
    {
        assert_ne!(judge(&parse(&text), &keys).signature, SignatureOutcome::Good, "{text:?}");
    }
}

#[test]
fn signatures_in_der_are_named() {
    let key = SigningKey::p256("a").unwrap();
    let keys = published(&[key.public_jwk().unwrap()]);
    let raw = key.sign(&Object::empty(), &claims()).unwrap();
    let (input, signature) = raw.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let integer = |bytes: &[u8]| {
        let start = bytes.iter().position(|b| *b != 0).unwrap();
        der::positive(&bytes[start..])
    };
    let both = [integer(&signature[..32]), integer(&signature[32..])].concat();
    let text = URL_SAFE_NO_PAD.encode(der::value(der::SEQUENCE, &both));
    let judgement = judge(&parse(&format!("{input}.{text}")), &keys);
    assert_eq!(judgement.signature, SignatureOutcome::Bad);
    assert!(judgement.der_signature);
}

#[test]
fn secrets_in_another_encoding_are_named() {
    let text = STANDARD.encode(SECRET);
    let key = SigningKey::hmac(SECRET.as_bytes(), None);
    let token = parse(&key.sign(&Object::empty(), &claims()).unwrap());
    let judgement = judge(&token, &secret(&text, SecretEncoding::Utf8));
    assert_eq!(judgement.signature, SignatureOutcome::Bad);
    assert_eq!(judgement.other_secret_encoding, Some(SecretEncoding::Base64));
    let good = judge(&token, &secret(&text, SecretEncoding::Base64));
    assert_good(&good);
    assert_eq!(good.other_secret_encoding, None);
}

#[test]
fn an_hmac_made_with_a_public_key_is_named() {
    for key in [SigningKey::rsa("a"), SigningKey::p256("a"), SigningKey::ed25519("a")] {
        let jwk = key.unwrap().public_jwk().unwrap();
        let keys = published(std::slice::from_ref(&jwk));
        let Keys::Set(set) = &keys else { unreachable!() };
        let pem = pem::write("PUBLIC KEY", &spki::write_spki(&set.keys[0].material).unwrap());
        for spelling in [&pem, pem.trim_end(), &Json::Object(jwk.clone()).to_string()] {
            let forger = SigningKey::hmac(spelling.as_bytes(), Some("a".to_owned()));
            let token = parse(&forger.sign(&Object::empty(), &claims()).unwrap());
            let judgement = judge(&token, &keys);
            assert!(matches!(judgement.key, KeyOutcome::NoSecret(_)), "{judgement:?}");
            assert_eq!(judgement.signature, SignatureOutcome::NotChecked);
            assert!(judgement.made_with_public_key.is_some(), "{spelling}");
        }
    }
}

#[test]
fn published_secrets_are_no_keys() {
    let k = URL_SAFE_NO_PAD.encode(SECRET);
    let text = format!(r#"{{"keys":[{{"kty":"oct","k":"{k}","kid":"a"}}]}}"#);
    let set = KeySet::from_jwks(&text, "u", Provenance::Published).unwrap();
    assert!(set.keys.is_empty() && set.passed_over[0].contains("no secret"));
    let set = KeySet::from_jwks(&text, "f", Provenance::Local).unwrap();
    assert!(!format!("{set:?}").contains(&k));
    let key = SigningKey::hmac(SECRET.as_bytes(), Some("a".to_owned()));
    let token = parse(&key.sign(&Object::empty(), &claims()).unwrap());
    assert_good(&judge(&token, &Keys::Set(set)));
}

#[test]
fn the_json_serialization_is_good_if_any_signature_is() {
    let (a, b) = (SigningKey::p256("a").unwrap(), SigningKey::rsa("b").unwrap());
    let part = |token: &str, n: usize| token.split('.').nth(n).unwrap().to_owned();
    let (one, two) = (
        a.sign(&Object::empty(), &claims()).unwrap(),
        b.sign(&Object::empty(), &claims()).unwrap(),
    );
    let entry = |token: &str| {
        format!(r#"{{"protected":"{}","signature":"{}"}}"#, part(token, 0), part(token, 2))
    };
    let payload = part(&one, 1);
    let text =
        format!(r#"{{"payload":"{payload}","signatures":[{},{}]}}"#, entry(&one), entry(&two));
    let judgement = judge(&parse(&text), &published(&[b.public_jwk().unwrap()]));
    assert_good(&judgement);
    assert_eq!(judgement.key, KeyOutcome::Found("RSA 2048, kid b (signature 2 of 2)".into()));
    let other = SigningKey::p256("a").unwrap().public_jwk().unwrap();
    let bad = judge(&parse(&text), &published(&[other]));
    assert_eq!(bad.signature, SignatureOutcome::Bad);
}

#[test]
fn no_changed_character_is_good() {
    let key = SigningKey::ed25519("a").unwrap();
    let keys = published(&[key.public_jwk().unwrap()]);
    let text = key.sign(&Object::empty(), &claims()).unwrap();
    assert_good(&judge(&parse(&text), &keys));
    for at in 0..text.len() {
        for other in ['A', 'B', '_', '=', '.', '~', ' ', '+'] {
            let mut changed = text.clone();
            changed.replace_range(at..=at, &other.to_string());
            if changed != text {
                let judgement = judge(&parse(&changed), &keys);
                assert_ne!(judgement.signature, SignatureOutcome::Good, "{at} {other}");
            }
        }
    }
}

proptest::proptest! {
    /// Whatever is given as a key, reading it never panics.
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, at in 0usize..91, byte: u8) {
        let _ = KeySet::from_any(&bytes, "test");
        let key = SigningKey::p256("a").unwrap().public().unwrap();
        let mut der = spki::write_spki(&key).unwrap();
        let length = der.len();
        der[at % length] = byte;
        let _ = KeySet::from_any(&der, "test");
        let _ = KeySet::from_any(&der[..at % length], "test");
        let _ = KeySet::from_any(pem::write("CERTIFICATE", &der).as_bytes(), "test");
    }
}
