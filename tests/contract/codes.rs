//! Exit codes: section by section, and the same in every format.

use serde_json::json;

use crate::support::kit::{API, AT, ISSUER, Kit};

const FORMATS: [&str; 5] = ["human", "json", "github", "markdown", "junit"];

/// A token of which every check that is asked for holds but for the keys.
fn undecided(kit: &Kit, token: &str) -> i32 {
    kit.run(&["verify", "--audience", API, "--at", AT], token).code
}

#[test]
fn one_token() {
    let kit = Kit::new();
    let (good, expired) = (kit.good(), kit.expired());
    for command in ["verify", "explain"] {
        assert_eq!(kit.judge(command, &[], &good).code, 0, "{command}");
        assert_eq!(kit.judge(command, &[], &expired).code, 1, "{command}");
        assert_eq!(kit.judge(command, &["--exit-zero"], &expired).code, 0, "{command}");
        assert_eq!(kit.judge(command, &["--fail-on", "never"], &expired).code, 0, "{command}");
    }
    assert_eq!(undecided(&kit, &good), 4);
    assert_eq!(undecided(&kit, &expired), 1, "a failure outweighs what is open");
    for command in ["decode", "classify"] {
        assert_eq!(kit.run(&[command], &good).code, 0, "{command}");
        assert_eq!(kit.run(&[command], &expired).code, 0, "{command}");
    }
}

#[test]
fn fail_on_warning() {
    let kit = Kit::new();
    let token = kit.access(&json!({"exp": null}));
    assert_eq!(kit.judge("verify", &[], &token).code, 0);
    assert_eq!(kit.judge("verify", &["--fail-on", "warning"], &token).code, 1);
    assert_eq!(kit.judge("verify", &["--fail-on", "warning", "--exit-zero"], &token).code, 0);
    assert_eq!(kit.judge("verify", &["--fail-on", "warning"], &kit.good()).code, 0);
    assert_eq!(kit.judge("verify", &["--fail-on", "nothing"], &token).code, 2);
}

#[test]
fn expectations_of_classify() {
    let kit = Kit::new();
    let expect = |kind: &str, input: &str| kit.run(&["classify", "--expect", kind], input).code;
    assert_eq!(expect("access_token", &kit.good()), 0);
    assert_eq!(expect("id_token", &kit.good()), 1);
    assert_eq!(expect("id_token", &kit.id()), 0);
    let vague = kit.sign("{\"alg\":\"ES256\"}", "{\"a\":1}");
    assert_eq!(expect("access_token", &vague), 4);
    assert_eq!(expect("idtoken", &vague), 2, "not a kind");
    let zero = kit.run(&["classify", "--expect", "id_token", "--exit-zero"], kit.good());
    assert_eq!(zero.code, 0);
    let zero = kit.run(&["classify", "--expect", "access_token", "--exit-zero"], vague);
    assert_eq!(zero.code, 4, "only 1 becomes 0");
}

#[test]
fn a_word_that_is_no_token_is_reported_and_nothing_was_read() {
    let kit = Kit::new();
    let ran = kit.run(&["decode"], "hello");
    assert_eq!(ran.code, 3, "{}", ran.out);
    assert!(ran.out.contains("no token here"), "{}", ran.out);
    // An opaque token is a known form with an answer of its own.
    assert_eq!(kit.run(&["decode"], "ghp_16C7e42F292c6912E7710c838347Ae178B4a").code, 0);
}

#[test]
fn of_several_tokens_the_gravest_counts() {
    let kit = Kit::new();
    let (good, expired, id) = (kit.good(), kit.expired(), kit.id());
    let vague = kit.sign("{\"alg\":\"ES256\"}", "{\"a\":1}");
    let verify = |lines: &[&str]| kit.judge("verify", &[], &lines.join("\n")).code;
    assert_eq!(verify(&[&good, &good]), 0);
    assert_eq!(verify(&[&good, &expired]), 1);
    assert_eq!(verify(&[&expired, &good]), 1);
    let expect =
        |lines: &[&str]| kit.run(&["classify", "--expect", "access_token"], lines.join("\n")).code;
    let nothing = "undefined";
    assert_eq!(expect(&[&good, &id, &vague, nothing]), 1);
    assert_eq!(expect(&[&good, nothing, &vague]), 4);
    assert_eq!(expect(&[&good, nothing]), 3);
    assert_eq!(expect(&[&good, &good]), 0);
    // Without keys a good token is open, and one line is no token at all.
    let open = kit.run(&["verify", "--audience", API, "--at", AT], format!("{good}\n{nothing}"));
    assert_eq!(open.code, 1);
}

#[test]
fn no_token() {
    let kit = Kit::new();
    kit.write("empty", "");
    kit.write("blank", " \n\n\t\n");
    for args in [
        &["decode"][..],
        &["decode", "-"],
        &["decode", ""],
        &["decode", "@empty"],
        &["decode", "empty"],
        &["decode", "blank"],
        &["decode", "--env", "EMPTY"],
        &["decode", "--lines"],
        &["decode", "--whole"],
        &["decode", "--claims"],
        &["decode", "--claim", "sub"],
        &["classify"],
        &["classify", "@empty"],
        &["classify", "--env", "EMPTY"],
        &["classify", "--expect", "id_token"],
    ] {
        for format in FORMATS {
            let mut all = args.to_vec();
            if !args.iter().any(|a| a.starts_with("--claim")) {
                all.extend(["--format", format]);
            }
            let ran = kit.run_with(&[("EMPTY", "")], &all, "");
            assert_eq!(ran.code, 3, "{all:?}: {}", ran.err);
            assert!(ran.err.lines().count() == 1, "{all:?}: {}", ran.err);
        }
    }
    for command in ["verify", "explain"] {
        for place in [&[][..], &["-"], &[""], &["@empty"], &["blank"], &["--env", "EMPTY"]] {
            let mut args = vec![command, "--json", "--audience", API, "--jwks", "jwks.json"];
            args.extend(place);
            let ran = kit.run_with(&[("EMPTY", "")], &args, "");
            assert_eq!(ran.code, 1, "{args:?}: {}", ran.err);
            assert_eq!(ran.out.lines().count(), 1, "{args:?}");
            let report = ran.json();
            assert_eq!(report["verdict"]["decision"], "reject", "{args:?}");
            assert_eq!(report["verdict"]["root_cause"], "missing-token", "{args:?}");
            assert_eq!(report["token"]["format"], "none", "{args:?}");
        }
    }
}

#[test]
fn usage() {
    let kit = Kit::new();
    let good = kit.good();
    for args in [
        &["decode", "@absent"][..],
        &["decode", "--env", "TOKCHECK_TEST_ABSENT"],
        &["decode", "@."],
        &["decode", "."],
        &["verify", "..", "--jwks", "jwks.json"],
        &["keys", ".."],
        &["verify", "@absent", "--jwks", "jwks.json"],
        &["verify", "--env", "TOKCHECK_TEST_ABSENT", "--jwks", "jwks.json"],
        &["verify", "--jwks", "absent.json"],
        &["verify", "--key", "absent.pem"],
        &["verify", "--secret", "@absent"],
        &["verify", "--secret", "env:TOKCHECK_TEST_ABSENT"],
        &["verify", "--jwks", "jwks.json", "--leeway", "25h"],
        &["verify", "--jwks", "jwks.json", "--leeway", "86401"],
        &["verify", "--jwks", "jwks.json", "--leeway", "-1"],
        &["verify", "--jwks", "jwks.json", "--leeway", "5x"],
        &["verify", "--jwks", "jwks.json", "--at", "tomorrow"],
        &["verify", "--jwks", "jwks.json", "--at", "2027-01-15T08:00:00"],
        &["verify", "--jwks", "jwks.json", "--require", "=x"],
        &["verify", "--jwks", "jwks.json", "--option", "strict"],
        &["verify", "--jwks", "jwks.json", "--alg"],
        &["verify", "--api", "absent"],
        &["verify", "--tenant", "absent"],
        &["verify", "--config", "absent.toml"],
        &["verify", "--no-such-flag"],
        &["verify", "--format", "xml"],
        &["verify", "--json", "--format", "human"],
        &["verify", "--format", "sarif", "--jwks", "jwks.json"],
        &["explain"],
        &["explain", "--as", "generic"],
        &["explain", "--as", "expres", "--audience", API],
        &["explain", "--all-apis"],
        &["decode", "--lines", "--whole"],
        &["decode", "--header", "--claims"],
        &["rule", "no-such-rule"],
        &["servers", "no-such-server"],
        &["completions", "tcsh"],
        &["frobnicate"],
    ] {
        let ran = kit.run(args, &good);
        assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
        assert!(ran.out.is_empty(), "{args:?}: {}", ran.out);
        assert!(!ran.err.is_empty(), "{args:?}");
    }
}

#[test]
fn an_option_of_another_subcommand_is_told_where_it_belongs() {
    let kit = Kit::new();
    for (args, tip) in [
        (&["explain", "--expires-within", "5m"][..], "--expires-within is an option of `verify`"),
        (&["decode", "--jwks=x"], "--jwks is an option of `verify` and `explain`"),
    ] {
        let ran = kit.run(args, kit.good());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(&format!("tip: {tip}\n")), "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("as a value"), "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_day_of_leeway_is_the_most() {
    let kit = Kit::new();
    for leeway in ["24h", "86400", "1440m", "0", "0s"] {
        assert_eq!(kit.judge("verify", &["--leeway", leeway], &kit.good()).code, 0, "{leeway}");
    }
}

#[test]
fn codes_never_depend_on_the_format() {
    let kit = Kit::new();
    kit.write("good.txt", kit.good());
    kit.write("bad.txt", kit.expired());
    kit.write("empty.txt", "");
    for format in FORMATS.iter().chain(&["sarif"]) {
        let judged =
            |file: &str, command: &str| kit.judge(command, &["--format", format, file], "").code;
        for command in ["verify", "explain"] {
            assert_eq!(judged("good.txt", command), 0, "{format}");
            assert_eq!(judged("bad.txt", command), 1, "{format}");
            assert_eq!(judged("empty.txt", command), 1, "{format}");
        }
        let open = ["verify", "--audience", API, "--at", AT, "--format", format, "good.txt"];
        assert_eq!(kit.run(&open, "").code, 4, "{format}");
        assert_eq!(kit.run(&["decode", "--format", format, "bad.txt"], "").code, 0, "{format}");
        assert_eq!(kit.run(&["decode", "--format", format, "empty.txt"], "").code, 3, "{format}");
        let expect = ["classify", "--expect", "id_token", "--format", format, "good.txt"];
        assert_eq!(kit.run(&expect, "").code, 1, "{format}");
    }
}

#[test]
fn reference_commands() {
    let kit = Kit::new();
    for args in [
        &["rule"][..],
        &["rule", "audience-mismatch"],
        &["servers"],
        &["servers", "generic"],
        &["completions", "bash"],
        &["man", "pages"],
        &["--help"],
        &["--version"],
        &["help"],
        &["help", "verify"],
        &["verify", "--help"],
        &["verify", "-h"],
    ] {
        let ran = kit.run(args, "");
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        assert!(ran.err.is_empty(), "{args:?}: {}", ran.err);
    }
    assert!(kit.folder().join("pages/tokcheck-verify.1").is_file());
}

#[test]
fn explain_wants_an_expectation() {
    let kit = Kit::new();
    let ran = kit.run(&["explain"], kit.good());
    assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{}", ran.err);
    for expectation in [["--audience", API], ["--jwks", "jwks.json"], ["--scope", "read:a"]] {
        let args = [&["explain", "--at", AT][..], &expectation[..]].concat();
        assert_ne!(kit.run(&args, kit.good()).code, 2, "{expectation:?}");
    }
    let ran =
        kit.run(&["explain", "--issuer", ISSUER, "--jwks", "jwks.json", "--at", AT], kit.good());
    assert_eq!(ran.code, 0, "{}", ran.err);
}
