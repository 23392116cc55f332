//! Forms that hold more than one header and one payload.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokcheck::key::sha256_base64url;

use super::support::run;
use super::{decode, encoded, jws, reports, signed};

#[test]
fn every_form_is_opened() {
    let inner = jws("inside");
    let nested = signed(r#"{"alg":"HS256","cty":"JWT"}"#, &inner, &[7; 32]);
    let found = &reports(&decode(nested.as_bytes()))[0];
    assert_eq!(found["token"]["inside"]["claims"]["sub"], "inside", "{found}");
    assert_eq!(found["token"]["damage"], serde_json::json!([]));
    let only = run(&["decode", "--claim", "sub", "-"], nested.as_bytes());
    assert_eq!(only.out, "inside\n");
    let human = run(&["decode", "-"], nested.as_bytes());
    assert!(human.out.contains("claims of the token inside"), "{}", human.out);
    // Twelve inside each other: read to a bound, and never an error.
    let deep = (0..12).fold(inner, |text, _| signed(r#"{"alg":"HS256"}"#, &text, &[7; 32]));
    assert_eq!(decode(deep.as_bytes()).code, 0);

    let general = format!(
        r#"{{"payload":"{}","signatures":[{{"protected":"{}","signature":"{}"}},{{"protected":"{}","header":{{"kid":"k2"}},"signature":"{}"}}]}}"#,
        encoded(r#"{"iss":"https://i.example"}"#),
        encoded(r#"{"alg":"HS256"}"#),
        URL_SAFE_NO_PAD.encode([3; 32]),
        encoded(r#"{"alg":"ES256"}"#),
        URL_SAFE_NO_PAD.encode([4; 64]),
    );
    let found = &reports(&decode(general.as_bytes()))[0];
    let signatures = found["token"]["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 2);
    assert_eq!(signatures[1]["header"]["alg"], "ES256");
    assert_eq!(signatures[1]["unprotected"]["kid"], "k2");

    let sealed = format!(
        "{}.AAAA.AAAA.AAAA.AAAA",
        encoded(r#"{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"k","cty":"JWT"}"#)
    );
    let notes = reports(&decode(sealed.as_bytes()))[0]["token"]["notes"].to_string();
    for says in ["RSA private key", "enc A256GCM", "kid k", "cty JWT"] {
        assert!(notes.contains(says), "{notes}");
    }
    let unsecured = format!("{}.{}.", encoded(r#"{"alg":"none"}"#), encoded(r#"{"sub":"a"}"#));
    let found = &reports(&decode(unsecured.as_bytes()))[0];
    assert!(found["token"]["notes"].to_string().contains("unsecured"), "{found}");
    assert_eq!(found["token"]["damage"], serde_json::json!([]));
}

#[test]
fn disclosures_are_opened_and_checked() {
    let name = encoded(r#"["s1","given_name","Jo"]"#);
    let city = encoded(r#"["s2","city","Bonn"]"#);
    let digest = |text: &str| sha256_base64url(text.as_bytes());
    let address = encoded(&format!(r#"["s3","address",{{"_sd":["{}"]}}]"#, digest(&city)));
    let element = encoded(r#"["s4","DE"]"#);
    let stray = encoded(r#"["s5","admin",true]"#);
    let claims = format!(
        r#"{{"iss":"https://i.example","vct":"x","_sd":["{}","{}","decoy"],"n":[{{"...":"{}"}}]}}"#,
        digest(&name),
        digest(&address),
        digest(&element)
    );
    let issued = signed(r#"{"alg":"ES256","typ":"dc+sd-jwt"}"#, &claims, &[1; 64]);
    let presented = format!("{issued}~{name}~{city}~{address}~{element}~{stray}~");
    let binding = |hash: &str| {
        let claims =
            format!(r#"{{"nonce":"n","aud":"https://v.example","iat":1,"sd_hash":"{hash}"}}"#);
        signed(r#"{"alg":"ES256","typ":"kb+jwt"}"#, &claims, &[2; 64])
    };
    let whole = format!("{presented}{}", binding(&digest(&presented)));
    let ran = decode(whole.as_bytes());
    let token = &reports(&ran)[0]["token"];
    let told: Vec<(&str, &str)> = token["disclosures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["path"].as_str().unwrap_or_default(), d["outcome"].as_str().unwrap()))
        .collect();
    let wanted = [
        ("given_name", "pass"),
        ("address.city", "pass"),
        ("address", "pass"),
        ("n[0]", "pass"),
        ("", "fail"),
    ];
    assert_eq!(told, wanted);
    assert_eq!(token["disclosures"][0]["value"], "Jo");
    assert_eq!(token["key_binding"]["outcome"], "pass");
    let other = decode(format!("{presented}{}", binding("other")).as_bytes());
    assert_eq!(reports(&other)[0]["token"]["key_binding"]["outcome"], "fail");
    // Neither the disclosures as text nor any signature comes out.
    let human = run(&["decode", "-v", "-"], whole.as_bytes());
    for part in whole.split('~').flat_map(|part| part.rsplit('.').take(1)) {
        assert!(part.is_empty() || !(ran.out.contains(part) || human.out.contains(part)), "{part}");
    }
    assert!(human.out.contains("FAIL  admin: true"), "{}", human.out);
    let masked = run(&["decode", "--redact", "-"], whole.as_bytes());
    assert!(!masked.out.contains("\"Jo\""), "{}", masked.out);
}

/// The digest of the example in RFC 9901 section 5.1, whatever our own tests
/// take for one.
#[test]
fn the_digest_of_the_specification_is_found() {
    let claims = r#"{"_sd":["jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4"],"_sd_alg":"sha-256"}"#;
    let issued = signed(r#"{"alg":"ES256","typ":"example+sd-jwt"}"#, claims, &[1; 64]);
    let disclosure = "WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd";
    let found = &reports(&decode(format!("{issued}~{disclosure}~").as_bytes()))[0];
    let one = &found["token"]["disclosures"][0];
    assert_eq!((&one["name"], &one["value"]), (&"given_name".into(), &"John".into()));
    assert_eq!(one["outcome"], "pass");
}
