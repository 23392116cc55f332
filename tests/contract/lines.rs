//! Which line of a text a token stood on, in every format; and what is said
//! where lines hold none.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::kit::Kit;

/// A log with tokens on its lines 2 and 5.
fn log(kit: &Kit) -> String {
    let (good, expired) = (kit.good(), kit.expired());
    format!(
        "up\tat 05:11\nGET /a auth=\"{good}\"\n\n05:13 GET /health\r\nGET /b auth=\"{expired}\""
    )
}

#[test]
fn every_format_tells_the_line() {
    let kit = Kit::new();
    kit.write("app.log", log(&kit));
    let run =
        |more: &[&str]| kit.judge("verify", &[&["--lines", "app.log"], more].concat(), "").out;
    let human = run(&[]);
    let heads: Vec<_> = human.lines().filter_map(|line| line.strip_prefix("--- ")).collect();
    assert_eq!(heads.len(), 2, "{human}");
    assert!(human.starts_with("--- token 1: auth, line 2 of app.log ---"), "{human}");
    assert!(heads[1].starts_with("token 2: auth, line 5 of app.log ---"), "{human}");
    let lines: Vec<Value> = run(&["--json"])
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["source"]["line"].clone())
        .collect();
    assert_eq!(lines, [2, 5]);
    let github = run(&["--format", "github"]);
    assert!(github.contains(",file=app.log,line=2::"), "{github}");
    assert!(github.contains("token 2%3A auth rejected%3A expired,file=app.log,line=5::"));
    let sarif = run(&["--format", "sarif"]);
    assert!(sarif.contains("\"region\":{\"startLine\":5}"), "{sarif}");
    let junit = run(&["--format", "junit"]);
    assert!(junit.contains("name=\"token 2: auth, line 5 sha256:"), "{junit}");
    let markdown = run(&["--format", "markdown"]);
    assert!(markdown.contains("### Token 2 `auth`, line 5 of `app.log`: REJECTED"), "{markdown}");
    // Where there is no file to point at, the words have it.
    let github = kit.judge("verify", &["--lines", "--format", "github"], &log(&kit)).out;
    assert!(github.contains("token 2%3A auth%2C line 5 rejected%3A expired::"), "{github}");
}

#[test]
fn a_stream_has_lines_and_one_paste_has_none() {
    let kit = Kit::new();
    let line = |more: &[&str], input: &str| {
        kit.judge("verify", &[more, &["--json"]].concat(), input).json()["source"]["line"].clone()
    };
    assert_eq!(line(&[], &format!("\n\n{}\n", kit.good())), 3);
    assert_eq!(line(&["--whole"], &log(&kit)), Value::Null);
    assert_eq!(line(&[&kit.good()], ""), Value::Null);
    let human = |more: &[&str], text: &str| kit.judge("verify", more, text).out;
    let three = format!("{0}\n{0}\n{1}\n", kit.good(), kit.expired());
    // What stands first needs no heading; what does not, has one.
    assert!(human(&[], &three).starts_with("ACCEPTED"));
    assert!(human(&[], &three).contains("\n--- token 2: line 2 ---"));
    assert!(human(&["--only", "rejected"], &three).starts_with("--- token 3: line 3 ---"));
    assert!(human(&[], &format!("\n{three}")).starts_with("--- token 1: line 2 ---"));
}

#[test]
fn the_line_is_right_whoever_worked_on_it() {
    let kit = Kit::new();
    let (good, long) = (kit.good(), "x ".repeat(20_000));
    let (mut text, mut wanted) = (String::new(), Vec::new());
    for number in 1..=3000 {
        match number % 5 {
            0 => text.push('\n'),
            1 => text.push_str("words of prose\r\n"),
            2 if number % 100 == 2 => writeln!(text, "{long}").unwrap(),
            _ => {
                writeln!(text, "{good}").unwrap();
                wanted.push(number);
            }
        }
    }
    for jobs in ["1", "2", "8"] {
        let ran = kit.ask("decode", &["--lines", "--json", "--jobs", jobs], &text);
        let lines: Vec<u64> = ran
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["source"]["line"].as_u64())
            .map(Option::unwrap)
            .collect();
        assert!(lines == wanted, "--jobs {jobs}");
    }
}

#[test]
fn lines_without_a_token_are_no_empty_input() {
    let kit = Kit::new();
    for (text, told) in [
        ("nothing here\n", "no line of the input holds one (1 line was passed over)"),
        ("nothing here\n\nnor here", "no line of the input holds one (2 lines were passed over)"),
        ("\n \n", "the input is empty"),
    ] {
        for command in ["verify", "explain"] {
            let ran = kit.judge(command, &["--lines"], text);
            assert_eq!(ran.code, 1, "{text:?}");
            assert!(ran.out.contains("missing-token"), "{}", ran.out);
            assert!(ran.words().contains(told), "{text:?}: {}", ran.out);
        }
    }
    let ran = kit.run(&["decode", "--lines"], "nothing here\n");
    let told = "tokcheck: there is no token in the input (1 line was passed over)\n";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (3, "", told));
    let ran = kit.run(&["decode", "--lines"], "nothing here\nundefined\n");
    assert!(ran.err.contains("tokcheck: line 2: no token: "), "{}", ran.err);
}

#[test]
fn each_table_says_which_token_it_is_for() {
    let kit = Kit::new();
    let text = log(&kit);
    let ask = |more: &[&str]| {
        let ran =
            kit.judge("explain", &[&["--lines", "--as", "envoy,pyjwt"], more].concat(), &text);
        assert_eq!(ran.code, 1, "{}", ran.err);
        ran.out
    };
    let out = ask(&[]);
    assert!(out.starts_with("--- token 1: auth, line 2 ---"), "{out}");
    assert!(out.contains("\n--- token 2: auth, line 5 ---"), "{out}");
    assert_eq!(out.matches(" undecided\n").count(), 2, "{out}");
    // A table without a row is none.
    let only = ask(&["--only", "accepted"]);
    assert_eq!(only.matches(" undecided\n").count(), only.matches("--- token").count(), "{only}");
    assert!(!only.contains("0 accepted, 0 rejected"), "{only}");
    // Each token is counted once, each verdict too.
    let out = ask(&["--summary", "-q"]);
    let counted = "tokens               2\njudgements           4\nverdict  ";
    assert!(out.starts_with(counted), "{out}");
    assert!(out.contains("kind                 2  access_token\n"), "{out}");
    let one = kit.judge("explain", &["--as", "envoy,pyjwt"], &kit.good());
    assert!(one.out.starts_with("  server "), "{}", one.out);
}
