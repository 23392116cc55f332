//! Decisions of verify and explain, spot by spot: boundaries, keys, and what
//! is a warning.

use serde_json::{Value, json};

use crate::support::kit::{API, AT, CLIENT, ISSUER, Kit, NOW, header, outcome, row, verdict};
use tokcheck::key::mint::SigningKey;
use tokcheck::text::json::Json;

fn causes(report: &Value) -> Vec<&str> {
    let causes = report["verdict"]["causes"].as_array().unwrap();
    causes.iter().map(|cause| cause.as_str().unwrap()).collect()
}

/// The claims of the kit's good token, with this `exp` or `nbf` as it is written.
fn with(kit: &Kit, name: &str, number: &str) -> String {
    kit.claims(&format!(
        "{{\"iss\":\"{ISSUER}\",\"sub\":\"u\",\"aud\":\"{API}\",\"iat\":1,\"{name}\":{number}}}"
    ))
}

#[test]
fn the_end_is_the_first_instant_that_is_too_late() {
    let kit = Kit::new();
    for (exp, leeway, expired) in [
        (NOW + 1, "0", false),
        (NOW, "0", true),
        (NOW - 1, "0", true),
        (NOW - 4, "5s", false),
        (NOW - 5, "5s", true),
        (NOW - 5, "5", true),
        (NOW - 119, "2m", false),
        (NOW - 120, "2m", true),
    ] {
        let report = kit.verified(&["--leeway", leeway], &with(&kit, "exp", &exp.to_string()));
        let want = if expired { ("reject", "expired") } else { ("accept", "ok") };
        assert_eq!(verdict(&report), want, "{exp} {leeway}");
    }
    for (exp, expired) in [
        ("1800000000.5", false),
        ("1800000000.0", true),
        ("1.8e9", true),
        ("1.8000000001e9", false),
    ] {
        let report = kit.verified(&[], &with(&kit, "exp", exp));
        assert_eq!(outcome(&report, "expires") == "fail", expired, "{exp}");
    }
}

#[test]
fn a_token_is_asked_to_outlive_a_time() {
    let kit = Kit::new();
    for (exp, within, leeway, cause) in [
        (NOW + 301, "5m", "0", "ok"),
        (NOW + 300, "5m", "0", "expires-soon"),
        (NOW + 1, "300", "0", "expires-soon"),
        (NOW + 1, "0", "0", "ok"),
        (NOW, "5m", "0", "expired"),
        (NOW - 5, "5m", "10s", "expires-soon"),
        (NOW - 10, "5m", "10s", "expired"),
    ] {
        let args = ["--expires-within", within, "--leeway", leeway];
        let ran = kit.judge(
            "verify",
            &[&["--json"], &args[..]].concat(),
            &kit.access(&json!({"exp": exp})),
        );
        let report = ran.json();
        let decision = if cause == "ok" { "accept" } else { "reject" };
        assert_eq!(verdict(&report), (decision, cause), "{exp} {within} {leeway}");
        assert_eq!(ran.code, i32::from(cause != "ok"));
    }
    let endless = kit.access(&json!({"exp": null}));
    let report = kit.verified(&["--expires-within", "5m"], &endless);
    assert_eq!(report["verdict"]["decision"], "accept");
    // It is no question about the API.
    assert_eq!(kit.judge("explain", &["--expires-within", "5m"], &kit.good()).code, 2);
    assert_eq!(kit.judge("verify", &["--expires-within", "soon"], &kit.good()).code, 2);
}

#[test]
fn a_relative_instant_has_a_unit() {
    let kit = Kit::new();
    for at in ["+5", "-60"] {
        let ran = kit.run(&["verify", "--jwks", "jwks.json", "--at", at], kit.good());
        assert_eq!(ran.code, 2, "{at}");
        assert!(
            ran.err.contains("has no unit") && ran.err.contains(&format!("{at}s")),
            "{}",
            ran.err
        );
    }
}

#[test]
fn the_start_is_the_first_instant_that_is_good() {
    let kit = Kit::new();
    for (nbf, leeway, early) in [
        ("1800000000", "0", false),
        ("1800000001", "0", true),
        ("1800000000.001", "0", true),
        ("1800000005", "5", false),
        ("1800000005.1", "5", true),
        ("1800000006", "5s", true),
    ] {
        let report = kit.verified(&["--leeway", leeway], &with(&kit, "nbf", nbf));
        assert_eq!(outcome(&report, "not_before") == "fail", early, "{nbf} {leeway}");
        if early {
            assert_eq!(verdict(&report), ("reject", "not-yet-valid"), "{nbf}");
        }
    }
}

#[test]
fn what_is_only_a_warning() {
    let kit = Kit::new();
    let report = kit.verified(&[], &kit.access(&json!({"exp": null})));
    assert_eq!(report["verdict"]["decision"], "accept");
    assert!(has_warning(&report), "no exp: {}", report["findings"]);
    let report = kit.verified(&["--require", "exp"], &kit.access(&json!({"exp": null})));
    assert_eq!(report["verdict"]["decision"], "reject");

    let report = kit.verified(&[], &kit.access(&json!({"iat": NOW + 100})));
    assert_eq!(verdict(&report), ("accept", "issued-in-future"));
    assert_eq!(causes(&report), ["issued-in-future", "ok"]);

    let args = ["verify", "--json", "--jwks", "jwks.json", "--issuer", ISSUER, "--at", AT];
    let report = kit.run(&args, kit.good()).json();
    assert_eq!(verdict(&report), ("accept", "audience-unchecked"));
    assert_eq!(causes(&report), ["audience-unchecked", "ok"]);
    assert_eq!(outcome(&report, "audience"), "skip");
}

fn has_warning(report: &Value) -> bool {
    report["findings"].as_array().unwrap().iter().any(|f| f["severity"] == "warning")
}

#[test]
fn every_failure_is_reported() {
    let kit = Kit::new();
    let token = kit.access(
        &json!({"aud": "https://other.example", "iss": "https://x.example/", "exp": NOW - 1}),
    );
    let report = kit.verified(&["--scope", "write:a"], &token);
    for id in ["issuer", "audience", "expires", "scope"] {
        assert_eq!(outcome(&report, id), "fail", "{id}");
    }
    for id in ["encoding", "header", "payload", "algorithm", "critical", "key", "signature"] {
        assert_eq!(outcome(&report, id), "pass", "{id}");
    }
}

#[test]
fn wanted_and_found_name_both_sides() {
    let kit = Kit::new();
    let report = kit.verified(&[], &kit.access(&json!({"aud": ["a", "b"]})));
    let audience = row(&report, "audience");
    assert!(audience["wanted"].to_string().contains(API), "{audience}");
    assert_eq!(audience["found"], json!(["a", "b"]));
    let report = kit.verified(&[], &kit.good());
    assert_eq!(row(&report, "issuer")["wanted"], ISSUER);
}

#[test]
fn weak_secrets() {
    let kit = Kit::new();
    let claims = format!("{{\"aud\":\"{API}\",\"exp\":{}}}", NOW + 60);
    let token = SigningKey::hmac(b"secret", None)
        .sign_text("HS256", "{\"alg\":\"HS256\"}", claims.as_bytes())
        .unwrap();
    let args = ["verify", "--json", "--secret", "secret", "--audience", API, "--at", AT];
    let report = kit.run(&args, &token).json();
    assert_eq!(verdict(&report), ("reject", "key-too-weak"));
    assert_eq!((outcome(&report, "key"), outcome(&report, "signature")), ("fail", "pass"));
    let args = ["verify", "--json", "--secret", "Secret", "--audience", API, "--at", AT];
    let report = kit.run(&args, &token).json();
    assert_eq!(outcome(&report, "signature"), "fail");
    let strong = "0123456789abcdef0123456789abcdef";
    let token = SigningKey::hmac(strong.as_bytes(), None)
        .sign_text("HS256", "{\"alg\":\"HS256\"}", claims.as_bytes())
        .unwrap();
    let args = ["verify", "--json", "--secret", strong, "--audience", API, "--at", AT];
    assert_eq!(verdict(&kit.run(&args, token).json()), ("accept", "ok"));
}

/// Only whoever says that the API takes HS256 says that there is a secret.
#[test]
fn public_keys_tell_nothing_of_a_secret() {
    let kit = Kit::new();
    let claims = format!("{{\"iss\":\"{ISSUER}\",\"aud\":\"{API}\",\"exp\":{}}}", NOW + 60);
    for header in ["{\"alg\":\"HS256\"}", "{\"alg\":\"HS256\",\"kid\":\"k1\"}"] {
        let token = SigningKey::hmac(b"0123456789abcdef0123456789abcdef", None)
            .sign_text("HS256", header, claims.as_bytes())
            .unwrap();
        let report = kit.judge("verify", &["--json", "--alg", "HS256"], &token).json();
        assert_eq!(verdict(&report), ("undecided", "no-verification-key"), "{header}");
        let report = kit.judge("verify", &["--json"], &token).json();
        assert_eq!(verdict(&report), ("reject", "key-unfit"), "{header}");
        let report = kit.judge("verify", &["--json", "--alg", "ES256"], &token).json();
        assert_eq!(verdict(&report), ("reject", "algorithm-not-allowed"), "{header}");
    }
}

/// Measured: none of these libraries minds a short secret, so it hides no other cause.
#[test]
fn weak_secrets_that_a_server_takes() {
    let kit = Kit::new();
    for server in ["express-jwt", "jose", "fast-jwt", "pyjwt", "python-jose", "rust-jsonwebtoken"] {
        for (lives, wanted) in [(60, ("accept", "key-too-weak")), (-600, ("reject", "expired"))] {
            let claims = format!("{{\"aud\":\"{API}\",\"exp\":{}}}", NOW + lives);
            let token = SigningKey::hmac(b"secret", None)
                .sign_text("HS256", "{\"alg\":\"HS256\"}", claims.as_bytes())
                .unwrap();
            let args =
                ["explain", "--json", "--as", server, "--secret", "secret", "--alg", "HS256"];
            let args = [&args[..], &["--audience", API, "--at", AT]].concat();
            let report = kit.run(&args, &token).json();
            assert_eq!(verdict(&report), wanted, "{server}");
            assert_eq!(outcome(&report, "key"), "pass", "{server}");
        }
    }
}

/// Auth0 puts the id and, where it is told to, the name into a token; the API asks for one.
#[test]
fn an_organization_by_its_name_beside_its_id() {
    let kit = Kit::new();
    let both = kit.access(&json!({"org_id": "org_a1", "org_name": "acme"}));
    for (asked, wanted) in [("acme", "accept"), ("Acme", "accept"), ("org_a1", "accept")] {
        assert_eq!(verdict(&kit.verified(&["--org-id", asked], &both)).0, wanted, "{asked}");
    }
    for asked in ["org_a2", "acm", "ORG_A1"] {
        let found = kit.verified(&["--org-id", asked], &both);
        assert_eq!(verdict(&found), ("reject", "organization-mismatch"), "{asked}");
    }
}

/// RFC 6750 section 3.1: 403 is for a token that is good and allows too little.
#[test]
fn what_the_token_lacks_is_answered_before_what_it_allows() {
    let kit = Kit::new();
    let explained = |more: &[&str], token: &str| {
        kit.judge("explain", &[&["--json"], more].concat(), token).json()
    };
    let bound = json!({"cnf": {"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}});
    let token = kit.access(&bound);
    let flags = ["--sender-constrained", "--scope", "write:x"];
    let report = explained(&flags, &token);
    assert_eq!(report["verdict"]["http"]["status"], 401, "{}", report["verdict"]);
    let report = explained(&["--scope", "write:x"], &kit.good());
    assert_eq!(report["verdict"]["http"]["status"], 403, "{}", report["verdict"]);
    let report = explained(&["--require", "groups"], &kit.good());
    assert_eq!(verdict(&report), ("reject", "custom-claim-missing"));
}

#[test]
fn a_kid_that_is_not_there() {
    let kit = Kit::new();
    let other = kit.sign("{\"alg\":\"ES256\",\"kid\":\"k2\"}", format!("{{\"aud\":\"{API}\"}}"));
    let args = ["verify", "--json", "--jwks", "jwks.json", "--audience", API, "--at", AT];
    let report = kit.run(&args, &other).json();
    assert_eq!(verdict(&report), ("reject", "key-not-found"));
    assert_eq!(outcome(&report, "key"), "fail");
}

#[test]
fn no_keys_decide_nothing() {
    let kit = Kit::new();
    kit.write("none.json", "{\"keys\":[]}");
    for args in [
        &["verify", "--audience", API][..],
        &["verify", "--audience", API, "--jwks", "none.json"],
        &["explain", "--audience", API, "--jwks", "none.json"],
    ] {
        let ran = kit.run(&[args, &["--json", "--at", AT]].concat(), kit.good());
        let report = ran.json();
        assert_eq!(verdict(&report), ("undecided", "no-verification-key"), "{args:?}");
        assert_eq!(ran.code, 4);
        assert_eq!(
            (outcome(&report, "key"), outcome(&report, "signature")),
            ("unknown", "unknown")
        );
    }
}

#[test]
fn forged_and_unsigned() {
    let kit = Kit::new();
    let good = kit.good();
    let (head, signature) = good.rsplit_once('.').unwrap();
    let payload = head.split_once('.').unwrap().1;
    let turned: String = signature.chars().rev().collect();
    let report = kit.verified(&[], &format!("{head}.{turned}"));
    assert_eq!(report["verdict"]["decision"], "reject");
    let other = SigningKey::p256("k1").unwrap();
    let forged = other.sign_text("ES256", &header("at+jwt"), b"{}").unwrap();
    let report = kit.verified(&[], &forged);
    assert_eq!(outcome(&report, "signature"), "fail");
    let report = kit.verified(&[], &format!("eyJhbGciOiJub25lIn0.{payload}."));
    assert_eq!(verdict(&report), ("reject", "algorithm-none"));
    let report = kit.verified(&["--alg", "RS256"], &good);
    assert_eq!(verdict(&report), ("reject", "algorithm-not-allowed"));
}

#[test]
fn the_public_key_is_no_secret() {
    let kit = Kit::new();
    let jwks = kit.jwks();
    let claims = format!("{{\"aud\":\"{API}\",\"iss\":\"{ISSUER}\"}}");
    let token = SigningKey::hmac(jwks.as_bytes(), None)
        .sign_text("HS256", "{\"alg\":\"HS256\",\"kid\":\"k1\"}", claims.as_bytes())
        .unwrap();
    let report = kit.verified(&[], &token);
    assert_eq!(report["verdict"]["decision"], "reject");
    // Nothing in a token chooses a key.
    let own = SigningKey::p256("own").unwrap();
    let jwk = Json::Object(own.public_jwk().unwrap());
    for extra in [format!("\"jwk\":{jwk}"), "\"jku\":\"https://evil.example/k\"".to_owned()] {
        let head = format!("{{\"alg\":\"ES256\",\"kid\":\"own\",{extra}}}");
        let token = own.sign_text("ES256", &head, claims.as_bytes()).unwrap();
        let report = kit.verified(&[], &token);
        assert_eq!(report["verdict"]["decision"], "reject", "{extra}");
        let ran = kit.run(&["verify", "--json", "--audience", API], &token);
        assert_eq!(ran.code, 4, "no key was given: {extra}");
    }
}

#[test]
fn encrypted_opaque_and_damaged_are_rejected() {
    let kit = Kit::new();
    let good = kit.good();
    for (token, cause) in [
        ("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA", "encrypted-token"),
        ("v1.abcDEF0123456789abcDEF0123456789", "opaque-token"),
        (&good[..good.len() - 60], "token-truncated"),
    ] {
        for command in ["verify", "explain"] {
            let ran = kit.judge(command, &["--json"], token);
            assert_eq!(verdict(&ran.json()), ("reject", cause), "{command} {token}");
            assert_eq!(ran.code, 1);
        }
    }
}

#[test]
fn explain_judges_as_sent() {
    let kit = Kit::new();
    let good = kit.good();
    for (text, code) in [
        (good.clone(), 0),
        (format!("Bearer {good}"), 0),
        (format!("Authorization: Bearer {good}"), 0),
        (format!("Authorization: Bearer \"{good}\""), 1),
        (format!("Authorization: Bearer Bearer {good}"), 1),
        (format!("Authorization: JWT {good}"), 1),
        (format!("Authorization: {good}"), 1),
        (format!("\"{good}\""), 0),
        (json!({"access_token": good}).to_string(), 0),
    ] {
        assert_eq!(kit.judge("explain", &[], &text).code, code, "{text}");
        assert_eq!(kit.judge("verify", &[], &text).code, 0, "verify opens: {text}");
    }
}

#[test]
fn a_kind_alone_never_rejects() {
    let kit = Kit::new();
    let ran = kit.judge("explain", &["--json", "--audience", CLIENT], &kit.id());
    assert_eq!((ran.code, verdict(&ran.json())), (0, ("accept", "id-token-as-access-token")));
    let ran = kit.judge("explain", &["--json"], &kit.id());
    assert_eq!(verdict(&ran.json()), ("reject", "id-token-as-access-token"));
}

#[test]
fn the_last_line_counts_what_was_not_checked() {
    let kit = Kit::new();
    let ran = kit.judge("verify", &[], &kit.good());
    let words = ran.words();
    let last = words.rsplit("accepted: ").next().unwrap();
    assert!(last.contains("14 checks not asked for: type, not before, subject"), "{last}");
}
