//! What is no signed JWT, and what is left of one.

use super::{URL_SAFE_NO_PAD, jws, plain, read};
use base64::Engine;

use crate::kind::{Confidence, Hints, classify};

#[test]
fn opaque_and_none() {
    for (text, kind, sure, provider) in [
        ("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "opaque", "certain", "github"),
        ("glpat-xxxxxxxxxxxxxxxxxxxx", "opaque", "certain", "gitlab"),
        ("hvs.xxxxxxxxxxxxxxxxxxxxxxxx", "opaque", "certain", "vault"),
        ("pypi-AgEIcHlwaS5vcmcxxxxxxxxxx", "opaque", "certain", "pypi"),
        ("AKIAXXXXXXXXXXXXXXXX", "opaque", "likely", "aws"),
        (
            "v4.public.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "opaque",
            "certain",
            "paseto",
        ),
        ("v4.public.domain.com", "opaque", "likely", ""),
        ("ya29.xxxxxxxxxxxx", "opaque", "certain", "google"),
        ("4/0xxxxxxxxxxxxxxxxxxxxxxx", "not_a_token", "likely", "google"),
        ("tGzv3JOkF0XG5Qx2TlKWIA", "opaque", "likely", ""),
        ("aaaa.bbbb.cccc", "opaque", "likely", ""),
        ("", "not_a_token", "certain", ""),
        ("undefined", "not_a_token", "likely", ""),
        ("[object Object]", "not_a_token", "likely", ""),
        ("-----BEGIN PUBLIC KEY-----", "not_a_token", "likely", ""),
        (r#"{"kty":"EC","crv":"P-256"}"#, "not_a_token", "likely", ""),
        (r#"{"access_token":"x"}"#, "not_a_token", "likely", ""),
        ("<samlp:Response/>", "not_a_token", "likely", ""),
        ("PHNhbWxwOlJlc3BvbnNl", "not_a_token", "likely", ""),
        ("https://app.example/cb?code=x", "not_a_token", "likely", ""),
        ("${TOKEN}", "not_a_token", "likely", ""),
        ("a few words", "not_a_token", "likely", ""),
    ] {
        let found = plain(text);
        let named = found.provider.map_or("", |p| p.id);
        assert_eq!(
            (found.kind.name(), found.confidence.name(), named),
            (kind, sure, provider),
            "{text}"
        );
    }
}

fn jwe(header: &str) -> String {
    format!("{}.AAAA.AAAA.AAAA.AAAA", URL_SAFE_NO_PAD.encode(header))
}

#[test]
fn sealed() {
    for (header, kind, sure, provider) in [
        (
            r#"{"alg":"dir","enc":"A256GCM","iss":"https://a.eu.auth0.com/"}"#,
            "encrypted_access_token",
            "certain",
            "auth0",
        ),
        (
            r#"{"alg":"dir","enc":"A256GCM","iss":"https://login.a.example/"}"#,
            "encrypted_access_token",
            "certain",
            "auth0",
        ),
        (
            r#"{"alg":"RSA-OAEP-256","enc":"A256GCM","typ":"at+jwt"}"#,
            "encrypted_access_token",
            "likely",
            "",
        ),
        (
            r#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#,
            "refresh_token",
            "undecided",
            "cognito",
        ),
        (r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#, "encrypted", "likely", ""),
        (r#"{"alg":"dir","enc":"A256GCM"}"#, "encrypted", "likely", ""),
    ] {
        let found = plain(&jwe(header));
        let named = found.provider.map_or("", |p| p.id);
        assert_eq!(
            (found.kind.name(), found.confidence.name(), named),
            (kind, sure, provider),
            "{header}"
        );
    }
    let slot = Hints { slot: Some("refresh_token"), ..Hints::default() };
    let found = classify(&read(&jwe(r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#)), &slot);
    assert_eq!((found.kind.name(), found.confidence), ("refresh_token", Confidence::Likely));
}

#[test]
fn disclosures() {
    let issued = jws("", r#"{"iss":"https://i.example","_sd":["x"],"_sd_alg":"sha-256"}"#);
    let found = plain(&format!("{issued}~WyJhIiwiYiIsImMiXQ~"));
    assert_eq!((found.kind.name(), found.confidence), ("sd_jwt", Confidence::Certain));
    let odd = plain(&format!("{}~", jws("", r#"{"iss":"https://i.example"}"#)));
    assert_eq!((odd.kind.name(), odd.confidence), ("sd_jwt", Confidence::Likely));
}

#[test]
fn remains_are_no_token_but_tell_what_they_were() {
    let whole = jws(r#""typ":"at+jwt""#, r#"{"iss":"https://a.auth0.com/","scope":"x"}"#);
    let parts: Vec<&str> = whole.split('.').collect();
    for text in [
        parts[0].to_owned(),
        parts[0][..20].to_owned(),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}", parts[0], &parts[1][..12]),
        format!("{}.{}...{}", parts[0], &parts[1][..12], parts[2]),
        format!("{whole}.x"),
        format!("{}.aGVsbG8.{}", parts[0], parts[2]),
        format!("{}.WzFd.{}", parts[0], parts[2]),
        format!("{}..{}", parts[0], parts[2]),
    ] {
        let found = plain(&text);
        assert_eq!(found.kind.name(), "not_a_token", "{text}");
        assert_eq!(found.confidence, Confidence::Undecided, "{text}");
        assert!(!found.settle.is_empty());
    }
    let cut = plain(&format!("{}.{}", parts[0], parts[1]));
    assert!(cut.evidence.iter().any(|e| e.because == "what is left of it reads so"));
    assert_eq!(cut.provider.map(|p| p.id), Some("auth0"));
}

#[test]
fn hostile_claims_do_no_harm() {
    let deep = format!(r#"{{"events":{}{}}}"#, "[".repeat(100), "]".repeat(100));
    for claims in [
        r#"{"iss":{},"aud":{},"sub":[],"scope":7,"exp":"x","typ":{},"events":[],"cnf":1}"#,
        r#"{"iss":"https://","aud":["",null,7],"sub":"","jti":"\u0000"}"#,
        r#"{"iss":"\u001b[31m","iss":"https://a.auth0.com/","exp":1e400,"exp":253402300799}"#,
        r#"{"iss":null,"nonce":null,"at_hash":null}"#,
        r#"{"iss":"é","sub":"CÿCg","aud":"é","jti":"AT.","typ":"é"}"#,
        deep.as_str(),
    ] {
        let found = plain(&jws("", claims));
        assert!(found.confidence < Confidence::Certain, "{claims}: {found:?}");
    }
    for header in [
        r#""typ":7"#,
        r#""typ":"é""#,
        r#""typ":"ééééééé""#,
        r#""alg":null"#,
        r#""typ":"application/""#,
    ] {
        plain(&jws(header, "{}"));
    }
    let long = format!(
        r#"{{"iss":"https://{}.auth0.com/","sub":"auth0|{}"}}"#,
        "a".repeat(9999),
        "b".repeat(9999)
    );
    for evidence in plain(&jws("", &long)).evidence {
        assert!(evidence.because.len() < 200);
    }
}

proptest::proptest! {
    /// Whatever stands in a token, there is an answer.
    #[test]
    fn any_text_has_a_kind(text in ".{0,80}") {
        plain(&text);
    }

    /// Known claims with values of any type and form.
    #[test]
    fn any_claims_have_a_kind(
        members in proptest::collection::vec((0_usize..14, 0_usize..14), 0..10),
    ) {
        const NAMES: [&str; 14] = [
            "iss", "sub", "aud", "typ", "events", "jti", "scope", "nonce", "ver", "context", "vc",
            "stt", "kubernetes.io", "google",
        ];
        const VALUES: [&str; 14] = [
            "null", "{}", "[]", "\"\"", "7", "true", "\"https://a.auth0.com/\"", "[\"\",{},7]",
            "{\"é:\":1}", "\"CgÿÿA\"", "\"https://\"", "\"AT.\"", "1e999", "\"spiffe://\"",
        ];
        let body: Vec<String> =
            members.iter().map(|(n, v)| format!("\"{}\":{}", NAMES[*n], VALUES[*v])).collect();
        plain(&jws("", &format!("{{{}}}", body.join(","))));
        plain(&jws(&body.join(","), "{}"));
    }
}
