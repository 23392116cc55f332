//! JSON v1: every member, its type, the schema, and nothing lost of what was
//! sent.

use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::support::kit::{API, AT, CHECKS, ISSUER, Kit, NOW, header, outcome, row};
use crate::support::run;
use crate::support::scenario::{Keys, input};

fn schema() -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/tokcheck-v1.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn assert_fits(schema: &Validator, lines: &str, what: &str) {
    for line in lines.lines() {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{what}: {e}"));
        let errors: Vec<String> =
            schema.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{what}: {errors:#?}\n{line}");
    }
}

/// Texts of every sort: tokens whole and broken, and none at all.
fn texts(kit: &Kit) -> Vec<(&'static str, String)> {
    let good = kit.good();
    let part = |n: usize| good.split('.').nth(n).unwrap().to_owned();
    vec![
        ("good", good.clone()),
        ("expired", kit.expired()),
        ("id token", kit.id()),
        ("empty", String::new()),
        ("opaque", "v1.abcDEF0123456789abcDEF0123456789".into()),
        ("github", format!("ghp_{}", "a1B2".repeat(9))),
        ("undefined", "Bearer undefined".into()),
        ("cut", good[..good.len() / 2].into()),
        ("no signature", format!("{}.{}.", part(0), part(1))),
        ("two parts", format!("{}.{}", part(0), part(1))),
        ("six parts", format!("{good}.a.b.c")),
        ("elided", format!("{}...{}", &good[..40], &good[good.len() - 20..])),
        ("array", kit.sign(&header("JWT"), "[1,2]")),
        ("not json", kit.sign(&header("JWT"), "{\"a\":1,}")),
        ("latin-1", kit.sign(&header("JWT"), b"{\"a\":\"\xe9\"}")),
        ("odd kid", kit.sign("{\"alg\":\"ES256\",\"kid\":7,\"typ\":[1]}", "{\"sub\":{}}")),
        ("none", "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.".into()),
        ("jwe", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA".into()),
        ("sd-jwt", format!("{good}~WyJzYWx0IiwibmFtZSIsInZhbHVlIl0~")),
        (
            "jws-json",
            json!({"payload": part(1), "protected": part(0), "signature": part(2)}).to_string(),
        ),
        ("response", json!({"access_token": good, "id_token": kit.id()}).to_string()),
        ("prose", "there is nothing here but words".into()),
        ("html", "<!DOCTYPE html><html><body>Sign in</body></html>".into()),
        ("pem", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----".into()),
    ]
}

#[test]
fn every_answer_fits_the_schema() {
    let (kit, schema) = (Kit::new(), schema());
    for (name, text) in texts(&kit) {
        for args in [
            &["decode", "--json", "--whole"][..],
            &["classify", "--json", "--whole"],
            &["verify", "--json", "--whole"],
            &["verify", "--json", "--whole", "--kind", "id_token", "--strict"],
            &["verify", "--json", "--jwks", "jwks.json", "--audience", API, "--slot", "all"],
            &["explain", "--json", "--audience", API, "--issuer", ISSUER, "--jwks", "jwks.json"],
            &["explain", "--json", "--audience", API, "--as", "all", "--jwks", "jwks.json"],
            &["explain", "--json", "--scope", "x", "--as", "envoy", "--jwks", "jwks.json"],
        ] {
            let ran = kit.run(&[args, &["--at", AT]].concat(), &text);
            assert!((0..=4).contains(&ran.code) && ran.code != 2, "{name} {args:?}: {}", ran.err);
            assert_fits(&schema, &ran.out, &format!("{name} {args:?}"));
        }
    }
}

#[test]
fn every_scenario_fits_the_schema() {
    let (keys, schema) = (Keys::read(), schema());
    let folder = tempfile::tempdir().unwrap();
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/scenarios.jsonl");
    let mut judged = 0;
    for line in std::fs::read_to_string(place).unwrap().lines() {
        let scenario: Value = serde_json::from_str(line).unwrap();
        let text = input(&scenario, &keys);
        std::fs::write(folder.path().join("j.json"), keys.jwks(&scenario["jwks"])).unwrap();
        for args in [
            &["explain", "--json", "--whole", "--jwks", "j.json", "--audience", API][..],
            &["verify", "--json", "--whole", "--jwks", "j.json", "--slot", "all"],
            &["classify", "--json", "--whole"],
            &["decode", "--json", "--whole"],
        ] {
            let ran = crate::support::run_in(folder.path(), args, text.as_bytes());
            let what = format!("{} {args:?}", scenario["id"]);
            assert_ne!(ran.code, 2, "{what}: {}", ran.err);
            assert_fits(&schema, &ran.out, &what);
            judged += ran.out.lines().count();
        }
    }
    assert!(judged > 200, "{judged}");
}

#[test]
fn the_25_rows_in_order() {
    let kit = Kit::new();
    let ids = |report: &Value| -> Vec<String> {
        let rows = report["checks"].as_array().unwrap();
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    for (name, text) in texts(&kit) {
        for command in ["verify", "explain"] {
            let ran = kit.judge(command, &["--json", "--whole"], &text);
            for line in ran.out.lines() {
                assert_eq!(ids(&serde_json::from_str(line).unwrap()), CHECKS, "{command} {name}");
            }
        }
        for command in ["decode", "classify"] {
            let ran = kit.run(&[command, "--json", "--whole"], &text);
            for line in ran.out.lines() {
                let report: Value = serde_json::from_str(line).unwrap();
                assert!(ids(&report).is_empty(), "{command} {name}");
                assert!(report["findings"].as_array().unwrap().is_empty(), "{command} {name}");
                assert!(report["verdict"].is_null(), "{command} {name}");
            }
        }
    }
}

#[test]
fn http_is_for_explain_and_what_is_decided() {
    let kit = Kit::new();
    let (good, expired) = (kit.good(), kit.expired());
    let http = |command: &str, token: &str| {
        let report = kit.judge(command, &["--json"], token).json();
        report["verdict"].get("http").expect("it is always a member").clone()
    };
    assert!(http("verify", &good).is_null() && http("verify", &expired).is_null());
    assert_eq!(http("explain", &good)["status"], 200);
    let refused = http("explain", &expired);
    assert_eq!(refused["status"], 401);
    assert!(refused["www_authenticate"].as_str().unwrap().contains("invalid_token"));
    assert!(refused["body"].is_null() && refused["ground"].is_string(), "{refused}");
    let open = kit.run(&["explain", "--json", "--audience", API, "--at", AT], &good).json();
    assert_eq!(open["verdict"]["decision"], "undecided");
    assert_eq!(open["verdict"].get("http"), Some(&Value::Null));
}

#[test]
fn members_and_their_types() {
    let kit = Kit::new();
    let good = kit.good();
    let report = kit.judge("explain", &["--json"], &good).json();
    assert_eq!(report["schema"], "tokcheck/v1");
    assert_eq!(report["judged_at"], NOW);
    let source = &report["source"];
    assert_eq!((&source["index"], &source["slot"]), (&json!(0), &Value::Null));
    assert_eq!((&source["form"], &source["repairs"]), (&json!("bare"), &json!([])));
    let token = &report["token"];
    assert_eq!((&token["format"], &token["bytes"]), (&json!("jws"), &json!(good.len())));
    let fingerprint = token["fingerprint"].as_str().unwrap();
    let digits = fingerprint.strip_prefix("sha256:").unwrap();
    assert!(digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit()), "{digits}");
    assert_eq!(token["signature"], json!({"alg": "ES256", "bytes": 64}));
    let kind = &report["kind"];
    assert_eq!((&kind["name"], &kind["confidence"]), (&json!("access_token"), &json!("certain")));
    assert!(kind["provider"].is_null());
    for sign in kind["evidence"].as_array().unwrap() {
        assert!(sign["claim"].is_string() && sign["because"].is_string(), "{sign}");
        assert!(sign["for"].is_string() || sign["against"].is_string(), "{sign}");
    }
    for check in report["checks"].as_array().unwrap() {
        let known = ["pass", "fail", "skip", "unknown"];
        assert!(known.contains(&check["outcome"].as_str().unwrap()), "{check}");
        assert!(check["message"].is_string() && check["spec"].is_string(), "{check}");
        assert!(check.get("wanted").is_some() && check.get("found").is_some(), "{check}");
    }
    let verdict = &report["verdict"];
    assert_eq!(verdict["decision"], "accept");
    assert_eq!((&verdict["root_cause"], &verdict["causes"]), (&json!("ok"), &json!(["ok"])));
    assert!(verdict["summary"].is_string() && verdict["fix"].is_array());
    assert_eq!((&verdict["api"], &verdict["server"]), (&Value::Null, &json!("generic")));
}

#[test]
fn the_fingerprint_is_of_the_token_after_repair() {
    let kit = Kit::new();
    let good = kit.good();
    let token =
        |text: &str| run(&["decode", "--json", "--whole"], text.as_bytes()).json()["token"].clone();
    let plain = token(&good);
    let (head, tail) = good.split_at(40);
    for text in [
        format!("Bearer {good}"),
        format!("\"{good}\""),
        format!("{head}\n  {tail}\n"),
        good.replace('.', "%2E"),
    ] {
        let repaired = token(&text);
        assert_eq!(repaired["fingerprint"], plain["fingerprint"], "{text}");
        assert_eq!(repaired["bytes"], plain["bytes"], "{text}");
    }
    let hashed = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, good.as_bytes());
    let hex = hashed.as_ref()[..8].iter().fold(String::new(), |hex, b| format!("{hex}{b:02x}"));
    assert_eq!(plain["fingerprint"], format!("sha256:{hex}"));
}

#[test]
fn header_and_claims_are_what_was_sent() {
    let kit = Kit::new();
    let claims = "{\"z\":1.10,\"a\":9007199254740993,\"big\":1e400,\"z\":\"again\",\
                  \"n\":-0.0,\"e\":1E5,\"o\":{\"b\":1,\"a\":2,\"b\":3},\"long\":123456789012345678901234567890}";
    let head = "{\"typ\":\"JWT\",\"kid\":7,\"alg\":\"ES256\",\"x\":[1.0]}";
    let token = kit.sign(head, claims);
    for command in ["decode", "classify", "verify", "explain"] {
        let ran = kit.ask(command, &["--json"], &token);
        assert!(ran.out.contains(&format!("\"claims\":{claims}")), "{command}: {}", ran.out);
        assert!(ran.out.contains(&format!("\"header\":{head}")), "{command}: {}", ran.out);
    }
    let ran = kit.run(&["decode", "--claims"], &token);
    assert_eq!(ran.out, format!("{claims}\n"));
}

#[test]
fn null_unless_an_object() {
    let kit = Kit::new();
    let decoded = |text: &str| kit.run(&["decode", "--json"], text).json()["token"].clone();
    let array = decoded(&kit.sign(&header("JWT"), "[1]"));
    assert!(array["claims"].is_null() && array["header"].is_object());
    let broken = decoded(&kit.sign(&header("JWT"), "{\"sub\":\"a\",\"exp\":"));
    assert!(broken["claims"].is_null(), "{broken}");
    let opaque = decoded("v1.abcDEF0123456789abcDEF0123456789");
    assert!(
        opaque["header"].is_null() && opaque["claims"].is_null() && opaque["signature"].is_null()
    );
}

#[test]
fn wanted_and_found_are_cut() {
    let kit = Kit::new();
    let long = "https://long.example/".to_owned() + &"x".repeat(1000);
    let report = kit.verified(&[], &kit.access(&json!({"aud": [long.clone()], "iss": long})));
    for id in ["issuer", "audience"] {
        assert_eq!(outcome(&report, id), "fail");
        let found = &row(&report, id)["found"];
        let text = found.as_str().or_else(|| found[0].as_str()).unwrap();
        assert_eq!(text.chars().count(), 256, "{id}");
    }
    assert_eq!(report["token"]["claims"]["iss"], long, "claims are not cut");
}

#[test]
fn one_line_a_token() {
    let kit = Kit::new();
    let lines = [kit.good(), kit.id(), kit.expired()].join("\n");
    for command in ["decode", "classify", "verify", "explain"] {
        let ran = kit.ask(command, &["--json"], &lines);
        let indexes: Vec<Value> = ran
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["source"]["index"].clone())
            .collect();
        assert_eq!(indexes, [0, 1, 2], "{command}");
    }
}

#[test]
fn the_format_flag_and_its_short_form_agree() {
    let kit = Kit::new();
    let good = kit.good();
    let short = kit.judge("verify", &["--json"], &good);
    let long = kit.judge("verify", &["--format", "json"], &good);
    assert_eq!(short.out, long.out);
    assert!(short.err.is_empty(), "{}", short.err);
}
