//! What was once accepted and must not be, the kinds that `verify --kind`
//! asks for, and what an error message points at.

use serde_json::{Value, json};

use crate::support::kit::{API, CLIENT, ISSUER, Kit, NOW, header, outcome, verdict};

#[test]
fn nothing_is_accepted_whose_signature_was_not_seen_to_fit() {
    let kit = Kit::new();
    let body = kit.good().split('.').nth(1).unwrap().to_owned();
    for alg in [
        "XX",
        "rs256",
        "dir",
        "RSA-OAEP",
        "Ed448",
        "ML-DSA-44",
        "HS1",
        "RS-256",
        "RS256 ",
        " none",
        "none\u{200b}",
        "A256GCM",
        "",
    ] {
        let head = json!({"alg": alg, "kid": "k1", "typ": "JWT"}).to_string();
        let forged = format!("{}.{body}.AAAA", tokcheck_base64(&head));
        for more in [&[][..], &["--alg", "ES256", "--alg", alg], &["--kind", "access_token"]] {
            for command in ["verify", "explain"] {
                if alg.is_empty() && more.contains(&"--alg")
                    || command == "explain" && more.contains(&"--kind")
                {
                    continue;
                }
                let ran = kit.judge(command, &[more, &["--json"]].concat(), &forged);
                assert_ne!(ran.code, 0, "{command} {alg:?} {more:?}");
                // A name that is a slip is no setting at all.
                if ran.code == 2 && ran.err.contains("did you mean") {
                    continue;
                }
                assert_ne!(
                    ran.json()["verdict"]["decision"],
                    "accept",
                    "{command} {alg:?} {more:?}"
                );
            }
        }
    }
    // An algorithm that the API takes and tokcheck can't check is left open.
    let head = json!({"alg": "Ed448", "kid": "k1"}).to_string();
    let report =
        kit.verified(&["--alg", "Ed448"], &format!("{}.{body}.AAAA", tokcheck_base64(&head)));
    assert_eq!(report["verdict"]["decision"], "undecided");
    assert!(report["findings"].as_array().unwrap().iter().any(|f| f["severity"] == "error"));
}

fn tokcheck_base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

#[test]
fn the_token_that_was_sent_is_the_one_that_is_judged() {
    let kit = Kit::new();
    let (good, bad) = (kit.good(), kit.expired());
    for field in ["X-Token: ", "Cookie: access_token=", "X-Authorization: Bearer "] {
        for (first, second, code) in [(&good, &bad, 1), (&bad, &good, 0)] {
            let request = format!(
                "GET /o HTTP/1.1\r\nHost: a\r\n{field}{first}\r\nAuthorization: Bearer {second}\r\n\r\n"
            );
            assert_eq!(kit.judge("explain", &[], &request).code, code, "{field}");
        }
    }
    let decorated = [
        format!("Authorization: Bearer {good};"),
        format!("Authorization: Bearer token={good}"),
        format!("Authorization: Bearer \u{a0}{good}"),
        format!("Authorization: Bearer {}\u{200b}{}", &good[..20], &good[20..]),
        format!("Authorization: DPoP {good}"),
        format!("Authorization: Bearer {good}, Bearer {good}"),
    ];
    for sent in decorated {
        assert_eq!(kit.judge("explain", &[], &sent).code, 1, "{}", &sent[..25]);
    }
    let twice = format!("Authorization: Bearer {good}");
    let ran = kit.judge("explain", &["--json", "-H", &twice, "-H", &twice], "");
    assert_eq!(verdict(&ran.json()), ("reject", "several-credentials"));
    assert_eq!(ran.json()["verdict"]["http"]["status"], 400);
}

#[test]
fn a_proof_that_was_not_sent_is_told_from_one_that_is_not_shown() {
    let kit = Kit::new();
    let claims = json!({
        "iss": ISSUER, "sub": "auth0|42", "aud": API, "azp": CLIENT, "iat": NOW - 60,
        "exp": NOW + 3600, "scope": "read:a", "cnf": { "jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" }
    })
    .to_string();
    let token = kit.sign(&header("JWT"), &claims);
    let field = format!("Authorization: DPoP {token}");
    let report = kit.judge("explain", &["--json"], &field).json();
    assert_eq!(verdict(&report), ("undecided", "dpop-proof-invalid"));
    let whole = format!("GET /o HTTP/1.1\r\nHost: api.example\r\n{field}\r\n\r\n");
    let report = kit.judge("explain", &["--json"], &whole).json();
    assert_eq!(verdict(&report), ("reject", "dpop-proof-invalid"));
    assert_eq!(report["verdict"]["http"]["status"], 401);
}

/// Of this kind, with `--kind access_token` and more.
fn access(kit: &Kit, typ: &str, claims: &Value, issuer: &str, more: &[&str]) -> Value {
    let token = kit.sign(&header(typ), claims.to_string());
    let mut args = vec!["verify", "--json", "--jwks", "jwks.json", "--audience", API, "--at"];
    let at = NOW.to_string();
    args.extend([at.as_str(), "--issuer", issuer, "--kind", "access_token"]);
    args.extend(more);
    kit.run(&args, token).json()
}

#[test]
fn a_known_provider_may_leave_the_profile_and_a_stranger_may_not() {
    let kit = Kit::new();
    let auth0 = "https://acme.us.auth0.com/";
    let claims = |issuer: &str| {
        json!({"iss": issuer, "sub": "user-1", "aud": API, "iat": NOW, "exp": NOW + 60,
               "azp": CLIENT, "scope": "read:orders"})
    };
    let report = access(&kit, "JWT", &claims(auth0), auth0, &[]);
    assert_eq!(verdict(&report), ("accept", "required-claim-missing"));
    assert!(report["verdict"]["summary"].as_str().unwrap().contains("Auth0"), "{report}");
    let strict = access(&kit, "JWT", &claims(auth0), auth0, &["--strict"]);
    assert_eq!(verdict(&strict), ("reject", "token-type-header"));
    let stranger = access(&kit, "JWT", &claims(ISSUER), ISSUER, &[]);
    assert_eq!(stranger["verdict"]["decision"], "reject");
    assert_eq!(outcome(&stranger, "required_claims"), "fail");
    let mut whole = claims(ISSUER);
    whole["client_id"] = json!(CLIENT);
    whole["jti"] = json!("1");
    let good = access(&kit, "at+jwt", &whole, ISSUER, &["--strict"]);
    assert_eq!(verdict(&good), ("accept", "ok"));
    // What is asked for by name counts, whoever issued it.
    let asked = access(&kit, "JWT", &claims(auth0), auth0, &["--require", "jti"]);
    assert_eq!(verdict(&asked), ("reject", "required-claim-missing"));
}

#[test]
fn a_logout_token_has_its_own_rules() {
    let kit = Kit::new();
    let event = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    let base = json!({"iss": ISSUER, "sub": "u", "aud": CLIENT, "iat": NOW, "exp": NOW + 60,
                      "jti": "1", "events": event});
    let judge = |changes: Value| {
        let mut claims = base.clone();
        for (name, value) in changes.as_object().unwrap() {
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            } else {
                claims[name] = value.clone();
            }
        }
        let token = kit.sign(&header("logout+jwt"), claims.to_string());
        let at = NOW.to_string();
        kit.run(
            &[
                "verify",
                "--json",
                "--jwks",
                "jwks.json",
                "--issuer",
                ISSUER,
                "--client-id",
                CLIENT,
                "--kind",
                "logout_token",
                "--at",
                &at,
            ],
            token,
        )
    };
    assert_eq!(judge(json!({})).code, 0);
    for (changes, told) in [
        (json!({"nonce": "n"}), "leave the nonce out"),
        (json!({"sub": null}), "say who is logged out"),
        (json!({"events": {"x": {}}}), "backchannel-logout"),
        (json!({"events": null}), "let the issuer set the claim"),
        (json!({"jti": null}), "let the issuer set the claim"),
    ] {
        let ran = judge(changes.clone());
        assert_eq!(ran.code, 1, "{changes}");
        let cause = &ran.json()["findings"][0];
        assert_eq!(cause["rule"], "required-claim-missing", "{changes}");
        let message = cause["message"].as_str().unwrap();
        assert!(message.contains("Back-Channel Logout section 2.4"), "{message}");
        let fix = cause["fix"].to_string();
        assert!(fix.contains(told) && !fix.contains("the API's list"), "{changes}: {fix}");
    }
    assert_eq!(judge(json!({"aud": "another"})).code, 1);
    assert_eq!(judge(json!({"sub": null, "sid": "s"})).code, 0);
}

#[test]
fn another_kind_is_no_logout_token_and_the_cause_says_so() {
    let kit = Kit::new();
    let event = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    let claims = json!({"iss": ISSUER, "sub": "u", "aud": CLIENT, "iat": NOW, "exp": NOW + 60});
    for (typ, name, value) in [("JWT", "nonce", json!("n")), ("at+jwt", "events", event)] {
        let mut claims = claims.clone();
        claims[name] = value;
        claims["jti"] = json!("1");
        let token = kit.sign(&header(typ), claims.to_string());
        let at = NOW.to_string();
        let args = ["verify", "--json", "--jwks", "jwks.json", "--client-id", CLIENT, "--at", &at];
        let ran = kit.run(&[&args[..], &["--kind", "logout_token"]].concat(), token);
        let told = &ran.json()["verdict"];
        assert_eq!(ran.code, 1, "{typ}: {told}");
        assert_ne!(told["root_cause"], "id-token-as-access-token", "{typ}: {told}");
        assert!(told["summary"].as_str().is_some_and(|text| !text.is_empty()), "{typ}: {told}");
    }
}

#[test]
fn grants_that_can_not_be_read_are_told_as_such() {
    let kit = Kit::new();
    for (flag, claim, odd) in [
        ("--scope", "scope", json!(["read", 7])),
        ("--scope", "scope", json!(7)),
        ("--permission", "permissions", json!({"read": true})),
        ("--permission", "permissions", json!(["read", 7])),
    ] {
        let mut claims = json!({"iss": ISSUER, "aud": API, "exp": NOW + 60});
        claims[claim] = odd.clone();
        let token = kit.sign(&header("at+jwt"), claims.to_string());
        let at = NOW.to_string();
        let args = ["verify", "--jwks", "jwks.json", "--audience", API, "--at", &at, flag, "read"];
        let ran = kit.run(&args, token);
        assert_eq!(ran.code, 1, "{claim}: {odd}");
        assert!(ran.words().contains("array of strings"), "{claim}: {odd}: {}", ran.words());
    }
}

#[test]
fn an_id_token_names_no_audience_that_the_client_does_not_trust() {
    let kit = Kit::new();
    let judge = |aud: Value, more: &[&str]| {
        let claims = json!({"iss": ISSUER, "sub": "u", "aud": aud, "azp": CLIENT, "iat": NOW,
                            "exp": NOW + 60, "nonce": "n", "at_hash": "AAAAAAAAAAAAAAAAAAAAAA"});
        let token = kit.sign(&header("JWT"), claims.to_string());
        let at = NOW.to_string();
        let args = [
            "verify",
            "--jwks",
            "jwks.json",
            "--issuer",
            ISSUER,
            "--client-id",
            CLIENT,
            "--kind",
            "id_token",
            "--at",
            &at,
        ];
        kit.run(&[&args[..], more].concat(), token).code
    };
    assert_eq!(judge(json!(CLIENT), &[]), 0);
    assert_eq!(judge(json!([CLIENT, "another"]), &[]), 1);
    assert_eq!(
        judge(json!([CLIENT, "another"]), &["--audience", CLIENT, "--audience", "another"]),
        0
    );
    // What is trusted beside the client is not the client.
    let trusted = ["--audience", "another"];
    assert_eq!(judge(json!([CLIENT, "another"]), &trusted), 0);
    assert_eq!(judge(json!(CLIENT), &trusted), 0);
    assert_eq!(judge(json!("another"), &trusted), 1);
    assert_eq!(judge(json!([CLIENT, "another", "third"]), &trusted), 1);
}

#[test]
fn a_typ_of_another_kind_outweighs_the_look_of_a_vendor() {
    let kit = Kit::new();
    let claims = json!({
        "iss": ISSUER, "sub": "auth0|42", "aud": API, "azp": CLIENT, "iat": NOW - 60,
        "exp": NOW + 3600, "scope": "read:a"
    })
    .to_string();
    for typ in ["secevent+jwt", "id_token+jwt", "rt+jwt"] {
        let token = kit.sign(&header(typ), &claims);
        let report = kit.judge("verify", &["--json"], &token).json();
        assert_ne!(report["kind"]["confidence"], "certain", "{typ}: {}", report["kind"]);
        assert_eq!(report["verdict"]["causes"][0], "token-type-header", "{typ}");
        // Where the API takes that very typ, somebody did look.
        let report = kit.judge("verify", &["--json", "--typ", typ], &token).json();
        assert_eq!(report["verdict"]["causes"], json!(["ok"]), "{typ}");
    }
}

#[test]
fn an_absent_typ_is_not_the_typ_that_is_asked_for() {
    let kit = Kit::new();
    let claims = json!({
        "iss": ISSUER, "sub": "auth0|42", "aud": API, "azp": CLIENT, "iat": NOW - 60,
        "exp": NOW + 3600, "scope": "read:a"
    })
    .to_string();
    let mut bare: Value = serde_json::from_str(&header("JWT")).unwrap();
    bare.as_object_mut().unwrap().remove("typ");
    let bare = bare.to_string();
    let token = kit.sign(&bare, &claims);
    let ran = kit.judge("verify", &["--json", "--typ", "JWT"], &token);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert_eq!(ran.json()["verdict"]["root_cause"], "token-type-header");
    // Nobody asks for one: it passes, as at nearly every server.
    assert_eq!(kit.judge("verify", &[], &token).code, 0);
    assert_eq!(
        kit.judge("explain", &["--typ", "JWT", "--as", "spring", "--alg", "ES256"], &token).code,
        0
    );
}

#[test]
fn a_kind_that_no_api_takes_explains_why_it_is_refused() {
    let kit = Kit::new();
    let logout = json!({
        "iss": ISSUER, "sub": "auth0|42", "aud": CLIENT, "iat": NOW - 60, "exp": NOW + 120,
        "jti": "1", "sid": "s",
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} }
    })
    .to_string();
    let token = kit.sign(&header("logout+jwt"), &logout);
    let report = kit.judge("explain", &["--json"], &token).json();
    assert_eq!(report["verdict"]["decision"], "reject");
    assert_eq!(report["verdict"]["root_cause"], "token-type-header", "{}", report["verdict"]);
    let causes = report["verdict"]["causes"].as_array().unwrap();
    assert!(causes.contains(&json!("audience-mismatch")), "{causes:?}");
    // Where a logout token is asked for, its kind is no fault.
    let report = kit.judge("verify", &["--json", "--kind", "logout_token"], &token).json();
    assert!(!report["verdict"]["causes"].to_string().contains("token-type-header"));
}

#[test]
fn an_error_message_names_suspects_and_a_token_picks_one() {
    let kit = Kit::new();
    let text = "UnauthorizedError: jwt audience invalid. expected: https://api.example";
    let ran = kit.run(&["explain", "--error", text], "");
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("id-token-as-access-token"), "{}", ran.out);
    let json = kit.run(&["explain", "--error", text, "--json"], "").json();
    assert_eq!(json["schema"], "tokcheck.error/v1");
    assert_eq!(json["suspects"][0], "id-token-as-access-token");
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/tokcheck-error-v1.schema.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&json), "{json}");
    let id = kit.id();
    let ran = kit.judge("explain", &["--error", text, &id], "");
    assert_eq!(ran.code, 1);
    assert!(ran.words().contains("this token shows: id-token-as-access-token"), "{}", ran.out);
    let good = kit.good();
    let ran = kit.judge("explain", &["--error", text, &good], "");
    assert!(ran.words().contains("none of the suspects shows in this token"), "{}", ran.out);
    assert_eq!(kit.run(&["explain", "--error", "the build failed"], "").code, 1);
}

#[test]
fn every_suspect_is_a_rule() {
    for text in ["jwt malformed", "invalid_token", "IDX10205", "jwtnotinaudience", "idw10201"] {
        let symptoms = tokcheck::symptom::read(text);
        assert!(!symptoms.is_empty(), "{text}");
    }
    for slug in tokcheck::symptom::every_suspect() {
        assert!(tokcheck::rule::by_id(slug).is_some(), "{slug}");
    }
}
