//! What may be pasted, from where, and how it is cut.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::kit::{AT, Kit, verdict};
use crate::support::tokcheck;

/// Form and claims' `jti` of every token that `decode` found.
fn found(out: &str) -> Vec<(String, String)> {
    out.lines()
        .map(|line| {
            let report: Value = serde_json::from_str(line).unwrap();
            let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
            (text(&report["source"]["form"]), text(&report["token"]["claims"]["jti"]))
        })
        .collect()
}

fn token(kit: &Kit, jti: &str) -> String {
    kit.access(&json!({"jti": jti}))
}

#[test]
fn what_stands_in_place_of_a_token_tells_what_to_do() {
    let kit = Kit::new();
    for (stands, step) in [
        ("[object Promise]", "await"),
        ("[object Object]", "access_token, accessToken"),
        ("${TOKEN}", "fill the placeholder in"),
        ("****", "not masked"),
        ("undefined", "before the login is done"),
    ] {
        let request =
            format!("GET /o HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {stands}\r\n\r\n");
        let report = kit.judge("explain", &["--json"], &request).json();
        assert_eq!(report["verdict"]["root_cause"], "missing-token", "{stands}");
        let first = report["verdict"]["fix"][0].as_str().unwrap();
        assert!(first.contains(step), "{stands}: {first}");
    }
}

#[test]
fn a_preflight_has_no_token_by_design() {
    let kit = Kit::new();
    let request = "OPTIONS /o HTTP/1.1\r\nHost: a\r\nAccess-Control-Request-Method: GET\r\n\r\n";
    let report = kit.judge("explain", &["--json"], request).json();
    assert_eq!(report["verdict"]["root_cause"], "missing-token");
    assert!(report["verdict"].to_string().contains("cors-preflight"), "{report}");
    let other = request.replace("OPTIONS", "GET");
    let report = kit.judge("explain", &["--json"], &other).json();
    assert!(!report["verdict"].to_string().contains("OPTIONS"), "{report}");
    // No browser sends a field for the token with it.
    let by_hand = request.replace("Host: a", "Host: a\r\nAuthorization: Bearer undefined");
    let report = kit.judge("explain", &["--json"], &by_hand).json();
    assert!(report["verdict"].to_string().contains("undefined"), "{report}");
}

#[test]
fn every_place() {
    let kit = Kit::new();
    let good = token(&kit, "a");
    kit.write("token.txt", format!("{good}\n"));
    kit.write("sp ace.txt", &good);
    let line = format!("Authorization: Bearer {good}");
    for (args, input, form) in [
        (&["decode", "--json", &good][..], "", "bare"),
        (&["decode", "--json"], good.as_str(), "bare"),
        (&["decode", "--json", "-"], &good, "bare"),
        (&["decode", "--json", "@token.txt"], "", "bare"),
        (&["decode", "--json", "token.txt"], "", "bare"),
        (&["decode", "--json", "./token.txt"], "", "bare"),
        (&["decode", "--json", "sp ace.txt"], "", "bare"),
        (&["decode", "--json", "@sp ace.txt"], "", "bare"),
        (&["decode", "--json", "--env", "TOKEN"], "", "bare"),
        (&["decode", "--json", "-H", &line], "", "header"),
        (&["--json", &good], "", "bare"),
        (&[&good, "--json"], "", "bare"),
        (&["--json"], &good, "bare"),
        (&["--json", "-"], &good, "bare"),
        (&["--json", "token.txt"], "", "bare"),
        (&["--json", "@token.txt"], "", "bare"),
    ] {
        let ran = kit.run_with(&[("TOKEN", &good)], args, input);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        assert_eq!(found(&ran.out), [(form.to_owned(), "a".to_owned())], "{args:?}");
        assert!(ran.err.is_empty(), "{args:?}: {}", ran.err);
    }
}

#[test]
fn many_places_in_order() {
    let kit = Kit::new();
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|jti| token(&kit, jti));
    kit.write("b.txt", &b);
    let ran =
        kit.run_with(&[("C", &c)], &["decode", "--json", &a, "@b.txt", "-", "--env", "C"], &d);
    let order: Vec<String> = found(&ran.out).into_iter().map(|(_, jti)| jti).collect();
    assert_eq!(order, ["a", "b", "d", "c"], "{}", ran.err);
}

#[test]
fn every_form() {
    let kit = Kit::new();
    let good = token(&kit, "a");
    let wrapped: Vec<&str> =
        good.as_bytes().chunks(64).map(|c| std::str::from_utf8(c).unwrap()).collect();
    for (text, form) in [
        (good.clone(), "bare"),
        (format!("Bearer {good}"), "bearer"),
        (format!("bearer {good}\n"), "bearer"),
        (format!("Authorization: Bearer {good}\r\n"), "header"),
        (format!("\"{good}\""), "bare"),
        (format!("'{good}'"), "bare"),
        (wrapped.join("\n"), "bare"),
        (wrapped.join("\r\n    "), "bare"),
        (json!({"access_token": good, "expires_in": 3600}).to_string(), "json"),
        (serde_json::to_string_pretty(&json!({"a": {"b": [good]}})).unwrap(), "json"),
        (format!("https://app.example/cb#access_token={good}&token_type=bearer"), "url"),
        (format!("https://app.example/cb?id_token={good}"), "url"),
        (format!("curl -H 'Authorization: Bearer {good}' https://api.example/"), "curl"),
        (format!("TOKEN={good}\nOTHER=1\n"), "env"),
        (format!("\u{feff}{good}"), "bare"),
    ] {
        let ran = kit.run(&["decode", "--json"], &text);
        assert_eq!(ran.code, 0, "{text}: {}", ran.err);
        assert_eq!(found(&ran.out), [(form.to_owned(), "a".to_owned())], "{text}");
        assert_eq!(kit.judge("verify", &[], &text).code, 0, "{text}");
    }
}

/// A container is opened; how it would send the token is told all the same.
#[test]
fn a_container_shows_how_a_token_is_sent() {
    let kit = Kit::new();
    let good = token(&kit, "a");
    let transcript = |value: &str| {
        format!(
            "* Connected\n> GET /a HTTP/1.1\n> Host: b\n> Authorization: {value}\n>\n< HTTP/1.1 401 No\n"
        )
    };
    let command = |value: &str| format!("curl -H 'Authorization: {value}' https://b.example/a");
    let shell = |value: &str| format!("irm https://b -Headers @{{ Authorization = \"{value}\" }}");
    let json = |value: &str| json!({"headers": {"authorization": value}}).to_string();
    let har = |value: &str| {
        let headers = json!([{"name": "Authorization", "value": value}]);
        json!({"log": {"entries": [{"request": {"headers": headers}}]}}).to_string()
    };
    let log = |value: &str| format!("12:00 sent Authorization: {value} to b\n");
    let containers: [&dyn Fn(&str) -> String; 6] =
        [&transcript, &command, &shell, &json, &har, &log];
    for (before, says) in [
        ("Bearer ", ""),
        ("bearer ", ""),
        ("Token ", "'Token', not 'Bearer'"),
        ("Bearer Bearer ", "twice"),
        ("DPoP ", "bound to no key"),
        ("Beare ", "'Beare', not 'Bearer'"),
        ("Bearer", "no space"),
        ("", "absent"),
    ] {
        for (at, container) in containers.iter().enumerate() {
            // What is no scheme says something in a header field only.
            let in_field = matches!(at, 0 | 1 | 4);
            if matches!(before, "Beare " | "") && !in_field {
                continue;
            }
            let text = container(&format!("{before}{good}"));
            let out = kit.judge("explain", &["--json"], &text).out;
            let report: Value = serde_json::from_str(&out).unwrap();
            assert_eq!(report["verdict"]["decision"], "accept", "{text}: {report}");
            let findings = report["findings"].as_array().unwrap();
            let told: Vec<&str> = findings
                .iter()
                .filter(|finding| finding["rule"] == "bearer-prefix-wrong")
                .map(|finding| finding["message"].as_str().unwrap())
                .collect();
            assert_eq!(told.len(), usize::from(!says.is_empty()), "{text}: {report}");
            assert!(told.iter().all(|message| message.contains(says)), "{text}: {told:?}");
            let warned = kit.judge("explain", &["--fail-on", "warning"], &text).code;
            assert_eq!(warned, i32::from(!says.is_empty()), "{text}");
            // `verify` is asked about the token alone.
            assert_eq!(kit.judge("verify", &["--fail-on", "warning"], &text).code, 0, "{text}");
        }
    }
}

#[test]
fn what_is_no_header_of_a_request_says_nothing_of_schemes() {
    let kit = Kit::new();
    let good = token(&kit, "a");
    let har = |entry: Value| json!({"log": {"entries": [entry]}}).to_string();
    let named = json!([{"name": "Authorization", "value": good}]);
    for text in [
        har(json!({"request": {"cookies": named}})),
        har(json!({"request": {"queryString": named}})),
        har(json!({"response": {"headers": named}})),
        json!({"authorization": format!("see {good}")}).to_string(),
        format!("curl https://a.example -b 'Authorization={good}; x=1'"),
        format!("curl 'https://a.example/?authorization={good}'"),
        format!("curl https://a.example -d '{{\"authorization\":\"{good}\"}}'"),
        format!("curl https://a.example -d 'authorization={good}'"),
        format!("> GET /a HTTP/1.1\n> Host: b\n>\n< HTTP/1.1 200 OK\n< Authorization: {good}\n"),
        format!("curl -H Authorization:\\ Bearer\\ {good} https://a.example"),
        format!("curl -H \"Authorization: Bearer\"\" {good}\" https://a.example"),
        format!("curl -H 'Authorization: ' -d {good} https://a.example"),
        format!("curl -H Authorization: --data {good} https://a.example"),
        format!("> On Monday, Joe wrote: hi\n> I put the authorization: {good}\n> and it fails"),
        format!("> Joe wrote: I use\n> a token for Authorization: see {good}\n> thanks"),
        format!("curl a.example\nauthorization: Bearer\n  {good}\n"),
    ] {
        for server in ["generic", "envoy", "express-jwt"] {
            let ran = kit.judge("explain", &["--json", "--as", server], &text);
            let report: Value = serde_json::from_str(&ran.out).unwrap();
            assert_eq!(verdict(&report), ("accept", "ok"), "{server}: {text}");
        }
    }
}

/// What stands where the scheme should may be a secret.
#[test]
fn only_words_that_are_schemes_are_repeated() {
    let kit = Kit::new();
    let good = token(&kit, "a");
    for (word, is_repeated) in [
        ("Token", true),
        ("jwt", true),
        ("Baerer", true),
        ("hunter", false),
        ("dXNlcjpwYXNz", false),
        (&good[good.len() - 16..], false),
        ("ghp_abcdefghijkl", false),
    ] {
        for text in [
            format!("Authorization: {word} {good}"),
            format!("curl -H 'Authorization: {word} {good}' https://a.example"),
            json!({"log": {"entries": [{"request": {"headers": [
                {"name": "Authorization", "value": format!("{word} {good}")}
            ]}}]}})
            .to_string(),
        ] {
            let out = kit.judge("explain", &["--whole"], &text).out;
            assert_eq!(out.contains(&format!("'{word}'")), is_repeated, "{text}: {out}");
        }
    }
}

#[test]
fn utf_16() {
    let kit = Kit::new();
    let good = token(&kit, "a");
    for big in [false, true] {
        let bytes: Vec<u8> = std::iter::once(0xfeff)
            .chain(good.encode_utf16())
            .flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect();
        let ran = kit.run(&["decode", "--json"], bytes);
        assert_eq!(found(&ran.out).len(), 1, "{}", ran.err);
    }
}

#[test]
fn only_arguments_name_files() {
    let kit = Kit::new();
    let good = token(&kit, "a");
    kit.write("token.txt", &good);
    for input in ["token.txt", "@token.txt", "./token.txt", "@-"] {
        let ran = kit.run(&["decode", "--json"], input);
        assert!(!ran.out.contains("ES256"), "{input}: {}", ran.out);
        let ran = kit.run_with(&[("NAME", input)], &["decode", "--json", "--env", "NAME"], "");
        assert!(!ran.out.contains("ES256"), "{input}: {}", ran.out);
        let ran = kit.run(&["decode", "--json", "-H", input], "");
        assert!(!ran.out.contains("ES256"), "{input}: {}", ran.out);
    }
    kit.write("list.txt", "token.txt\n@token.txt\n");
    let ran = kit.run(&["decode", "--json", "@list.txt"], "");
    assert!(!ran.out.contains("ES256"), "{}", ran.out);
    // A file that is named like a token is not opened.
    let other = token(&kit, "b");
    if other.len() < 255 {
        kit.write(&other, &good);
        assert_eq!(found(&kit.run(&["decode", "--json", &other], "").out)[0].1, "b");
    }
}

#[test]
fn an_absent_file_is_told_by_its_name() {
    let kit = Kit::new();
    let ran = kit.run(&["decode", "@nowhere.txt"], "");
    assert_eq!((ran.code, ran.err.lines().count()), (2, 1));
    assert!(ran.err.contains("nowhere.txt"), "{}", ran.err);
    for name in ["nowhere.txt", "./nowhere", "../nowhere/token.jwt", "nowhere.json"] {
        for args in [&["decode", name][..], &[name]] {
            let ran = kit.run(args, "");
            assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{args:?}: {}", ran.err);
        }
    }
    let ran = kit.run(&["decode", "--env", "TOKCHECK_TEST_ABSENT"], "");
    assert!(ran.err.contains("TOKCHECK_TEST_ABSENT"), "{}", ran.err);
    let good = kit.good();
    assert_eq!(kit.run(&["decode", &good, "@nowhere.txt"], "").code, 2, "2 before all");
}

#[test]
fn a_stream_or_one_paste() {
    let kit = Kit::new();
    let [a, b] = ["a", "b"].map(|jti| token(&kit, jti));
    let count = |args: &[&str], text: &str| {
        found(&kit.run(&[&["decode", "--json"], args].concat(), text).out).len()
    };
    assert_eq!(count(&[], &format!("{a}\n{b}\n")), 2);
    assert_eq!(count(&[], &format!("\n \n{a}\n\n{b}")), 2);
    assert_eq!(count(&[], &format!("{{\"t\":\"{a}\"}}\n{{\"t\":\"{b}\"}}\n")), 2);
    let pretty = serde_json::to_string_pretty(&json!({"x": a, "y": b})).unwrap();
    assert_eq!(count(&[], &pretty), 2);
    let (head, tail) = a.split_at(100);
    assert_eq!(count(&[], &format!("{head}\n{tail}\n")), 1);
    assert_eq!(count(&["--whole"], &format!("{head}\n{tail}\n")), 1);
    assert_eq!(count(&["--lines"], &format!("{a}\n{b}\n")), 2);
    assert_eq!(count(&["--lines"], &format!("some words\n{a}\nmore words here\n{b}\n")), 2);
}

#[test]
fn one_bad_line_does_not_end_a_run() {
    let kit = Kit::new();
    let [a, b] = ["a", "b"].map(|jti| token(&kit, jti));
    let mut lines = a.clone().into_bytes();
    lines.extend(b"\nprose without any token\n\xff\xfe\x00garbage\nundefined\n");
    lines.extend(&a.as_bytes()[..60]);
    lines.push(b'\n');
    lines.extend(b.as_bytes());
    let ran = kit.run(&["decode", "--json"], &lines);
    let all = found(&ran.out);
    assert_eq!((&all[0].1, &all[all.len() - 1].1), (&"a".to_owned(), &"b".to_owned()));
    assert_eq!(ran.code, 3, "a single word is reported: {}", ran.err);
    let ran = kit.judge("verify", &["--json"], &format!("{a}\nprose without a token\n{b}\n"));
    assert_eq!((ran.out.lines().count(), ran.code), (2, 0), "several words yield nothing");
    let ran = kit.judge("verify", &["--json"], &format!("{a}\nundefined\n{b}\n"));
    assert_eq!((ran.out.lines().count(), ran.code), (3, 1), "a single word is judged");
}

#[test]
fn a_stream_is_answered_as_it_arrives() {
    let kit = Kit::new();
    let mut command = tokcheck();
    command.args(["decode", "--json"]).current_dir(kit.folder());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for jti in ["a", "b", "c"] {
        writeln!(stdin, "{}", token(&kit, jti)).unwrap();
        stdin.flush().unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(found(&line)[0].1, jti);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_closed_pipe_is_success() {
    let kit = Kit::new();
    let line = kit.good() + "\n";
    for args in [
        &["decode"][..],
        &["decode", "--json"],
        &["decode", "--claims"],
        &["verify", "--audience", "x"],
        &["rule"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut command = tokcheck();
        command.args(args).current_dir(kit.folder());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        let input = line.repeat(2000);
        let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), said.as_ref()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn forms_of_at() {
    let kit = Kit::new();
    let good = kit.good();
    let judged = |at: &str| {
        let args = ["verify", "--json", "--jwks", "jwks.json", "--at", at];
        let ran = kit.run(&args, &good);
        assert!(ran.code < 2, "{at}: {}", ran.err);
        ran.json()["judged_at"].as_i64().unwrap()
    };
    assert_eq!(judged(AT), 1_800_000_000);
    assert_eq!(judged("2027-01-15T08:00:00Z"), 1_800_000_000);
    assert_eq!(judged("2027-01-15T09:00:00+01:00"), 1_800_000_000);
    assert_eq!(judged("2027-01-15T08:00:00.25Z"), 1_800_000_000);
    assert_eq!(judged("0"), 0);
    let now = judged("+0s");
    for (at, shift) in [("+90s", 90), ("-2m", -120), ("+1h", 3600), ("-1d", -86_400)] {
        let difference = judged(at) - now - shift;
        assert!((0..60).contains(&difference), "{at}: {difference}");
    }
    let equals = kit.run(&["decode", "--json", "--at=-2h"], &good);
    assert_eq!(equals.code, 0, "{}", equals.err);
    for wrong in ["", "now", "1 h", "2027-01-15", "2027-01-15T08:00:00", "5", "-3w"] {
        let ran = kit.run(&["decode", "--at", wrong], &good);
        // Bare digits are seconds since the epoch.
        assert_eq!(ran.code, if wrong == "5" { 0 } else { 2 }, "{wrong}: {}", ran.err);
    }
}

#[test]
fn a_token_in_the_wrong_place_is_not_repeated() {
    let kit = Kit::new();
    let good = kit.good();
    let signature = good.rsplit('.').next().unwrap();
    for args in [
        &["verify", "--api", &good][..],
        &["verify", "--tenant", &good],
        &["verify", "--jwks", &good],
        &["verify", "--key", &good],
        &["verify", "--leeway", &good],
        &["verify", "--format", &good],
        &["verify", "--at", &good],
        &["verify", "--cacert", &good],
        &["verify", "--config", &good],
        &["verify", "--env", &good],
        &["verify", "--slot", &good],
        &["verify", "--audience", &good],
        &["verify", "--issuer", &good],
        &["verify", "--secret-encoding", &good],
        &["verify", "--option", &good],
        &["verify", "--max-header-bytes", &good],
        &["verify", &format!("--{good}")],
        &["verify", &format!("@{good}")],
        &["explain", "--as", &good, "--audience", "x"],
        &["rule", &good],
        &["servers", &good],
        &["completions", &good],
        &["classify", "--expect", &good],
        &["decode", "--claim", &good],
        &[&format!("-{good}")],
        &[&format!("{good}x y"), "verify"],
    ] {
        let ran = kit.run(args, &good);
        let both = ran.out.clone() + &ran.err;
        assert!(!both.contains(signature), "{args:?}: {both}");
    }
    let opaque = "ghp_a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2";
    for args in [
        &["verify", "--format", opaque][..],
        &["verify", "--api", opaque],
        &["verify", "--at", opaque],
        &["verify", "--jwks", opaque],
        &["verify", "--leeway", opaque],
        &["classify", "--expect", opaque],
        &["verify", &format!("--option={opaque}")],
        &["rule", opaque],
        &["servers", opaque],
        &["demo", opaque],
    ] {
        let ran = kit.run(args, &good);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(!ran.err.contains(opaque), "{args:?}: {}", ran.err);
    }
}
