//! Executable versions of real "why does my API refuse this token" reports,
//! each judged by the binary. A scenario passes when the verdict is equal, the
//! leading cause is the expected one or another true one, the expected cause
//! is among those reported, and the explanation says what it has to say.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that reads, reports counts, and stops where it can't"
)]

mod support;

use std::fmt::Write;
use std::path::Path;

use serde_json::Value;
use support::scenario::{Keys, input};
use support::{Ran, run_in};

/// Servers whose answer differs from what the profile asks: judged as named.
/// Of all others the profile decides, so they are judged as `generic`.
const OWN_ANSWER: [&str; 5] = ["aws-apigw", "envoy", "flask-jwt-extended", "kubernetes", "pyjwt"];

fn scenarios() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let text = std::fs::read_to_string(folder.join("scenarios.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The scenario's API as a configuration.
fn configuration(scenario: &Value) -> String {
    let api = &scenario["api"];
    let mut toml = String::from("[apis.it]\n");
    for name in ["issuer", "client_id", "org_id", "token_use", "secret_encoding"] {
        if let Some(text) = api[name].as_str() {
            writeln!(toml, "{name} = {}", Value::from(text)).unwrap();
        }
    }
    for name in [
        "audience",
        "algorithms",
        "scopes",
        "permissions",
        "scope_claims",
        "required_claims",
        "accepted_typ",
        "authorized_parties",
        "subject",
    ] {
        if let Some(list) = api[name].as_array() {
            writeln!(toml, "{name} = {}", Value::from(list.clone())).unwrap();
        }
    }
    for name in ["requires_user", "sender_constrained", "max_header_bytes"] {
        if !api[name].is_null() {
            writeln!(toml, "{name} = {}", api[name]).unwrap();
        }
    }
    let named = api["server"].as_str().filter(|name| OWN_ANSWER.contains(name));
    writeln!(toml, "server = \"{}\"", named.unwrap_or("generic")).unwrap();
    let leeway = api["leeway"].as_i64().unwrap_or(0);
    writeln!(toml, "leeway = \"{leeway}s\"").unwrap();
    // Whichever the API would use: a shared secret, or the tenant's set.
    if api["secret"].is_string() {
        writeln!(toml, "secret = \"@secret.txt\"").unwrap();
    } else {
        writeln!(toml, "jwks = \"jwks.json\"").unwrap();
    }
    toml
}

fn judge(scenario: &Value, keys: &Keys, folder: &Path, form: &[&str]) -> Ran {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("tokcheck.toml", &configuration(scenario));
    write("jwks.json", &keys.jwks(&scenario["jwks"]));
    if let Some(name) = scenario["api"]["secret"].as_str() {
        write("secret.txt", keys.secret(name));
    }
    write("input.txt", &input(scenario, keys));
    let at = scenario["at"].to_string();
    let mut args =
        vec!["explain", "--config", "tokcheck.toml", "--api", "it", "--at", &at, "@input.txt"];
    args.extend(form);
    run_in(folder, &args, b"")
}

/// What is wrong with the answer, nothing if it is right.
fn trouble(scenario: &Value, keys: &Keys, folder: &Path) -> Vec<String> {
    let mut trouble = Vec::new();
    let expect = &scenario["expect"];
    let ran = judge(scenario, keys, folder, &["--json"]);
    let verdict = match ran.out.lines().next() {
        Some(_) => ran.json()["verdict"].clone(),
        None => return vec![format!("no answer: {}", ran.err)],
    };
    let decision = match expect["verdict"].as_str() {
        Some("indeterminate") => "undecided",
        Some(other) => other,
        None => "",
    };
    if verdict["decision"] != decision {
        trouble.push(format!("{} instead of {decision}", verdict["decision"]));
    }
    let root = &expect["root_cause"];
    let leading = &verdict["root_cause"];
    let also = expect["also"].as_array().unwrap();
    if leading != root && !also.contains(leading) {
        trouble.push(format!("leads with {leading} instead of {root}"));
    }
    if !verdict["causes"].as_array().unwrap().contains(root) {
        trouble.push(format!("{root} is not among {}", verdict["causes"]));
    }
    if expect["http_status"].is_number() && verdict["http"]["status"] != expect["http_status"] {
        trouble.push(format!("{} instead of {}", verdict["http"]["status"], expect["http_status"]));
    }
    let code = [("accept", 0), ("reject", 1), ("undecided", 4)];
    if !code.contains(&(decision, ran.code)) {
        trouble.push(format!("exit code {}", ran.code));
    }
    let findings = ran.json()["findings"].to_string();
    if findings.contains("  ") {
        trouble.push(format!("two spaces in {findings}"));
    }
    let told = judge(scenario, keys, folder, &[]).words();
    for text in expect["must_mention"].as_array().unwrap() {
        let text = text.as_str().unwrap().to_lowercase();
        if !told.contains(&text) {
            trouble.push(format!("does not mention '{text}'"));
        }
    }
    trouble
}

#[test]
fn every_scenario_is_explained() {
    let keys = Keys::read();
    let folder = tempfile::tempdir().unwrap();
    let (mut wrong, mut right) = (Vec::new(), 0);
    for scenario in scenarios() {
        let id = scenario["id"].as_str().unwrap();
        let found = trouble(&scenario, &keys, folder.path());
        if found.is_empty() {
            right += 1;
        } else {
            wrong.push(format!("{id}: {}", found.join("; ")));
        }
    }
    println!("{right} right, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(right > 55, "only {right} scenarios are right");
}

#[test]
fn no_answer_repeats_a_token() {
    let keys = Keys::read();
    let folder = tempfile::tempdir().unwrap();
    for scenario in scenarios() {
        for form in [&["--json"][..], &["-v"], &["--format", "markdown"], &["--format", "github"]] {
            let ran = judge(&scenario, &keys, folder.path(), form);
            let text = std::fs::read_to_string(folder.path().join("input.txt")).unwrap();
            // The last long word of the paste is the signature, or an opaque token.
            let secret = text
                .split(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c))
                .rfind(|word| word.len() >= 30);
            let shown = ran.out + &ran.err;
            if let Some(secret) = secret {
                assert!(!shown.contains(secret), "{}: {form:?}", scenario["id"]);
            }
            if let Some(name) = scenario["api"]["secret"].as_str() {
                assert!(!shown.contains(keys.secret(name)), "{}: {form:?}", scenario["id"]);
            }
        }
    }
}
