//! Several tokens in one paste: which are judged, and what is said of the
//! others.

use serde_json::{Value, json};

use crate::support::kit::{API, AT, CLIENT, ISSUER, Kit};

fn response(kit: &Kit) -> String {
    format!(
        "{{\"id_token\":\"{}\",\"access_token\":\"{}\",\"refresh_token\":\
         \"v1.MRefreshRefreshRefresh0123\",\"token_type\":\"Bearer\"}}",
        kit.id(),
        kit.good()
    )
}

fn slots(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["source"]["slot"].clone())
        .collect()
}

#[test]
fn decode_and_classify_take_all() {
    let kit = Kit::new();
    for command in ["decode", "classify"] {
        let ran = kit.run(&[command, "--json"], response(&kit));
        assert_eq!(slots(&ran.out), ["id_token", "access_token", "refresh_token"], "{command}");
        assert_eq!(ran.code, 0);
    }
}

#[test]
fn verify_and_explain_judge_the_access_token() {
    let kit = Kit::new();
    for command in ["verify", "explain"] {
        for format in ["--json", "--format=human"] {
            let ran = kit.judge(command, &[format], &response(&kit));
            assert_eq!(ran.code, 0, "{command}: {}", ran.err);
            if format == "--json" {
                assert_eq!(slots(&ran.out), ["access_token"], "{command}");
            }
            assert!(ran.err.contains("2 more tokens"), "{command}: {}", ran.err);
            assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        }
    }
}

#[test]
fn an_id_token_is_judged_where_one_is_wanted() {
    let kit = Kit::new();
    let args = [
        "verify",
        "--kind",
        "id_token",
        "--jwks",
        "jwks.json",
        "--issuer",
        ISSUER,
        "--client-id",
        CLIENT,
        "--at",
        AT,
        "--json",
    ];
    let ran = kit.run(&args, response(&kit));
    assert_eq!(slots(&ran.out), ["id_token"]);
}

#[test]
fn a_slot_by_name() {
    let kit = Kit::new();
    for command in ["verify", "explain"] {
        let ran = kit.judge(command, &["--json", "--slot", "id_token"], &response(&kit));
        assert_eq!(slots(&ran.out), ["id_token"], "{command}");
        assert_eq!(ran.code, 1, "{command}: an ID token is not for the API");
        let ran = kit.judge(command, &["--json", "--slot", "all"], &response(&kit));
        assert_eq!(slots(&ran.out).len(), 3, "{command}");
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{command}");
    }
}

#[test]
fn an_opaque_refresh_token_is_told_by_its_slot() {
    let kit = Kit::new();
    let kinds: Vec<_> = kit
        .run(&["classify", "--json"], response(&kit))
        .out
        .lines()
        .map(|line| {
            let kind = serde_json::from_str::<Value>(line).unwrap()["kind"].clone();
            (kind["name"].clone(), kind["confidence"].clone())
        })
        .collect();
    assert_eq!(kinds[2], (json!("refresh_token"), json!("likely")));
    for command in ["verify", "explain"] {
        let ran = kit.judge(command, &["--json", "--slot", "refresh_token"], &response(&kit));
        let verdict = &ran.json()["verdict"];
        assert_eq!((&verdict["root_cause"], ran.code), (&json!("opaque-token"), 1), "{command}");
        let text = verdict.to_string();
        assert!(text.contains("You sent the refresh token"), "{text}");
        assert!(!text.contains("did not ask"), "no login makes it a JWT: {text}");
    }
}

#[test]
fn an_absent_slot_is_a_missing_token() {
    let kit = Kit::new();
    for command in ["verify", "explain"] {
        for (text, there) in [
            (response(&kit), "there is id_token, access_token, refresh_token"),
            (kit.good(), "its tokens stand in no slot"),
        ] {
            let ran = kit.judge(command, &["--json", "--slot", "acess_token"], &text);
            assert_eq!(ran.code, 1, "{command}: {}", ran.err);
            let report = ran.json();
            assert_eq!(report["verdict"]["root_cause"], "missing-token");
            let summary = report["verdict"]["summary"].as_str().unwrap();
            assert!(
                summary.contains(&format!("no token in the slot 'acess_token', {there}")),
                "{summary}"
            );
        }
    }
}

#[test]
fn what_was_typed_as_a_slot_by_mistake_is_not_shown() {
    let kit = Kit::new();
    let good = kit.good();
    let (front, signature) = good.rsplit_once('.').unwrap();
    let opaque = "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    for typed in [&good, signature, opaque, &format!("{front}\n.{signature}")] {
        // With "=": a signature may begin as an option does.
        let ran = kit.judge("explain", &["--json", &format!("--slot={typed}")], &response(&kit));
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.out.contains("no token in the slot that was asked for"), "{}", ran.out);
        for secret in [signature, opaque] {
            assert!(!ran.out.contains(secret) && !ran.err.contains(secret));
        }
    }
    let list = json!([{"access_token": good, "id_token": kit.id()}, {"access_token": good}]);
    let ran = kit.judge("explain", &["--json", "--slot", "zz"], &list.to_string());
    assert!(ran.out.contains("there is access_token, id_token\""), "{}", ran.out);
}

#[test]
fn a_list_of_keys_and_values_names_slots() {
    let kit = Kit::new();
    let member = |key: &str, token: String| json!({"key": key, "value": token, "enabled": true});
    let list =
        json!({"values": [member("id_token", kit.id()), member("access_token", kit.good())]});
    let ran = kit.judge("explain", &["--json"], &list.to_string());
    assert_eq!((ran.code, ran.json()["source"]["slot"].as_str()), (0, Some("access_token")));
}

#[test]
fn one_token_without_a_slot_is_judged() {
    let kit = Kit::new();
    let lone = json!({"id_token": kit.id()}).to_string();
    let ran = kit.judge("verify", &["--json"], &lone);
    assert_eq!((slots(&ran.out), ran.code), (vec![json!("id_token")], 1));
    let camel = json!({"accessToken": kit.good(), "idToken": kit.id()}).to_string();
    assert_eq!(slots(&kit.judge("verify", &["--json"], &camel).out), ["access_token"]);
}

#[test]
fn a_request_gives_one_verdict() {
    let kit = Kit::new();
    let request = format!(
        "GET /orders HTTP/1.1\r\nHost: {API}\r\nAuthorization: Bearer {}\r\nCookie: session={}\r\n\r\n",
        kit.good(),
        kit.id()
    );
    let ran = kit.judge("explain", &["--json"], &request);
    assert_eq!(ran.out.lines().count(), 1);
    assert_eq!(ran.code, 0, "{}", ran.out);
}
