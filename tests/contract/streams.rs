//! Many tokens: in order whoever worked on them, at once where they come one by
//! one, in bounded memory, counted at the end.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};

use crate::support::kit::{API, AT, ISSUER, Kit};
use crate::support::tokcheck;

/// Longest that a test waits for what should come at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// Enough lines of every sort to keep several threads busy.
fn mixed(kit: &Kit) -> String {
    let (good, expired, id) = (kit.good(), kit.expired(), kit.id());
    let pair = json!({"access_token": good, "id_token": id}).to_string();
    let long = kit.access(&json!({"pad": "x".repeat(40_000)}));
    let mut text = format!("{good}\n");
    for number in 0..1500 {
        let line = match number % 9 {
            0 => expired.as_str(),
            1 => &id,
            2 => &pair,
            3 => "",
            4 => "some words without a token",
            5 => "hello",
            6 => &good[..good.len() - 20],
            7 if number % 100 == 7 => &long,
            _ => &good,
        };
        let end = if number % 2 == 0 { "\n" } else { "\r\n" };
        write!(text, "{line}{end}").unwrap();
    }
    text + &good
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let kit = Kit::new();
    let text = mixed(&kit);
    for (command, more) in [
        ("decode", &["--json"][..]),
        ("decode", &["--claim", "sub"]),
        ("classify", &["--json", "--summary"]),
        ("verify", &["--json", "--summary"]),
        ("verify", &["--only", "rejected"]),
        ("verify", &["--format", "junit"]),
        ("explain", &["--json", "--slot", "all"]),
        ("verify", &["-q", "--summary"]),
    ] {
        let run = |jobs| kit.ask(command, &[more, &["--jobs", jobs]].concat(), &text);
        let one = run("1");
        for jobs in ["2", "8"] {
            let several = run(jobs);
            assert_eq!(several.code, one.code, "{command} {more:?}");
            assert!(several.out == one.out, "{command} {more:?} --jobs {jobs}: another output");
            assert!(several.err == one.err, "{command} {more:?} --jobs {jobs}: other talk");
        }
        assert!(one.out.len() > 200, "{command} {more:?}: {}{}", one.out, one.err);
    }
}

#[test]
fn tokens_are_numbered_in_the_order_of_the_input() {
    let kit = Kit::new();
    for jobs in ["1", "4"] {
        let ran = kit.ask("decode", &["--json", "--jobs", jobs], &mixed(&kit));
        let numbers: Vec<u64> = ran
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["source"]["index"].as_u64())
            .map(Option::unwrap)
            .collect();
        assert!(numbers.len() > 1000);
        assert_eq!(numbers, (0..numbers.len() as u64).collect::<Vec<_>>());
    }
}

/// `verify` with its input open.
fn waiting(kit: &Kit, jobs: &str, more: &[&str]) -> Child {
    waiting_at(kit, &[&["--at", AT, "--jobs", jobs], more].concat())
}

fn waiting_at(kit: &Kit, more: &[&str]) -> Child {
    let mut command = tokcheck();
    command.current_dir(kit.folder()).args(["verify", "--jwks", "jwks.json", "--issuer", ISSUER]);
    command.args(["--audience", API]).args(more);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

#[test]
fn a_line_is_answered_before_the_next_one_comes() {
    let kit = Kit::new();
    let mut child = waiting(&kit, "2", &["--json"]);
    let (mut stdin, mut out) =
        (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let mut answer = String::new();
    // A full buffer first, so that the threads are at work.
    let many = 2000;
    let text = format!("{}\n", kit.good()).repeat(many);
    let writer = std::thread::spawn(move || {
        stdin.write_all(text.as_bytes()).unwrap();
        stdin
    });
    for _ in 0..many {
        answer.clear();
        assert!(out.read_line(&mut answer).unwrap() > 0);
    }
    let mut stdin = writer.join().unwrap();
    for (token, decision) in
        [(kit.expired(), "reject"), (kit.good(), "accept"), (kit.expired(), "reject")]
    {
        writeln!(stdin, "{token}").unwrap();
        answer.clear();
        // If it were held back, this would wait for ever.
        assert!(out.read_line(&mut answer).unwrap() > 0);
        let report: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(report["verdict"]["decision"], decision);
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
#[allow(clippy::disallowed_methods, reason = "what is looked at is that the clock goes on")]
fn a_token_is_judged_for_the_time_at_which_it_comes() {
    let kit = Kit::new();
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let now = since.as_secs();
    let (soon, at) = (now + 8, now.to_string());
    // How the clock is set, the end of the token, and what it is at the end.
    let cases: [(&[&str], u64, &str); 3] = [
        (&[], soon, "reject"),
        (&["--at", "+1h"], soon + 3600, "reject"),
        (&["--at", &at], soon, "accept"),
    ];
    let mut runs: Vec<_> = cases
        .map(|(more, exp, last)| {
            let mut child = waiting_at(&kit, &[more, &["--json"]].concat());
            let token = kit.access(&json!({"iat": now - 60, "exp": exp}));
            let (stdin, out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
            (child, stdin, BufReader::new(out), token, last)
        })
        .into();
    for at_the_end in [false, true] {
        for (_, stdin, out, token, last) in &mut runs {
            writeln!(stdin, "{token}").unwrap();
            let mut answer = String::new();
            assert!(out.read_line(&mut answer).unwrap() > 0);
            let report: Value = serde_json::from_str(&answer).unwrap();
            let wanted = if at_the_end { *last } else { "accept" };
            assert_eq!(report["verdict"]["decision"], wanted, "{answer}");
        }
        while !at_the_end && SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs() <= soon {
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    for (mut child, stdin, _, _, last) in runs {
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(i32::from(last == "reject")));
    }
}

/// How many threads a process has.
#[cfg(target_os = "linux")]
fn threads(child: &Child) -> usize {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", child.id()));
    tasks.unwrap().count()
}

#[cfg(target_os = "linux")]
#[test]
fn threads_come_with_a_long_input_and_not_before() {
    let kit = Kit::new();
    for (jobs, many, more) in [("2", 1, false), ("1", 2000, false), ("2", 2000, true)] {
        let mut child = waiting(&kit, jobs, &["--json"]);
        let (mut stdin, mut out) =
            (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let text = format!("{}\n", kit.good()).repeat(many);
        let writer = std::thread::spawn(move || {
            stdin.write_all(text.as_bytes()).unwrap();
            stdin
        });
        let mut answer = String::new();
        for _ in 0..many {
            assert!(out.read_line(&mut answer).unwrap() > 0);
        }
        // All is answered, the keys are read, and it waits for more.
        let stdin = writer.join().unwrap();
        assert_eq!(threads(&child) > 1, more, "{many} lines, --jobs {jobs}");
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

/// A terminal that is its own: what is written on it, and where to write.
#[cfg(target_os = "linux")]
fn terminal() -> (std::fs::File, std::fs::File) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let seen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&seen).unwrap();
    unlockpt(&seen).unwrap();
    let name = ptsname(&seen, Vec::new()).unwrap().into_string().unwrap();
    let written = std::fs::File::options().read(true).write(true).open(name).unwrap();
    (seen.into(), written)
}

#[cfg(target_os = "linux")]
#[test]
fn only_a_terminal_is_told_how_far_a_long_run_is() {
    let kit = Kit::new();
    // Whether standard error and standard output are terminals, and --quiet.
    for (err, out, quiet, told) in [
        (true, false, false, true),
        (true, true, false, false),
        (true, false, true, false),
        (false, false, false, false),
    ] {
        let (mut seen, screen) = terminal();
        let mut child = {
            let mut command = tokcheck();
            command.current_dir(kit.folder()).args(["verify", "--jwks", "jwks.json", "--at", AT]);
            command.args(["--issuer", ISSUER, "--audience", API, "--json"]);
            command.args(quiet.then_some("--quiet")).stdin(Stdio::piped());
            let stream = |is_terminal: bool| {
                if is_terminal { screen.try_clone().unwrap().into() } else { Stdio::piped() }
            };
            command.stdout(stream(out)).stderr(stream(err)).spawn().unwrap()
        };
        let mut stdin = child.stdin.take().unwrap();
        writeln!(stdin, "{}", kit.good()).unwrap();
        if told {
            let mut answer = BufReader::new(child.stdout.as_mut().unwrap());
            assert!(answer.read_line(&mut String::new()).unwrap() > 0);
        }
        // Most runs are over by then, and nothing is told of them.
        std::thread::sleep(Duration::from_millis(1200));
        writeln!(stdin, "{}", kit.expired()).unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stderr.is_empty());
        // What the terminal was sent, and the mark of its end.
        (&screen).write_all(b"END").unwrap();
        let mut text = Vec::new();
        while !text.ends_with(b"END") {
            let mut part = [0; 4096];
            let length = std::io::Read::read(&mut seen, &mut part).unwrap();
            text.extend_from_slice(&part[..length]);
        }
        let text = String::from_utf8(text).unwrap();
        let case = format!("{err} {out} {quiet}: {text:?}");
        assert_eq!(text.contains(" tokens, "), told, "{case}");
        if told {
            assert!(text.contains("\r2 tokens, 1/s, 1 rejected\x1b[K"), "{case}");
            assert!(text.ends_with("\r\x1b[KEND"), "it is taken away: {case}");
        }
    }
}

#[test]
fn a_run_that_stops_does_not_wait_for_more_input() {
    let kit = Kit::new();
    for first in [1, 3000] {
        let mut child = waiting(&kit, "2", &["--fail-fast", "--json"]);
        let mut stdin = child.stdin.take().unwrap();
        let text = format!("{}\n", kit.good()).repeat(first) + &kit.expired() + "\n";
        // The input stays open, and nothing more comes.
        let mut out = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut out, &mut text).unwrap();
            text
        });
        stdin.write_all(text.as_bytes()).unwrap();
        let since = Instant::now();
        let code = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status.code();
            }
            assert!(since.elapsed() < PATIENCE, "it waits for more");
            std::thread::sleep(Duration::from_millis(10));
        };
        assert_eq!(code, Some(1));
        assert_eq!(reader.join().unwrap().lines().count(), first + 1);
        drop(stdin);
    }
}

#[test]
fn what_comes_behind_the_stop_is_not_told() {
    let kit = Kit::new();
    let good = format!("{}\n", kit.good());
    let text = good.repeat(1000) + &kit.expired() + "\n" + &good.repeat(2000);
    for jobs in ["1", "2", "8"] {
        let ran = kit.judge("verify", &["--json", "--fail-fast", "--jobs", jobs], &text);
        assert_eq!((ran.code, ran.out.lines().count()), (1, 1001));
    }
}

#[test]
fn a_line_of_100_mb_is_passed_over() {
    let kit = Kit::new();
    let good = format!("{}\n", kit.good());
    for jobs in ["1", "2"] {
        let mut child = waiting(&kit, jobs, &["--json"]);
        let mut stdin = child.stdin.take().unwrap();
        let text = good.clone();
        let writer = std::thread::spawn(move || {
            stdin.write_all(text.repeat(200).as_bytes()).unwrap();
            let block = vec![b'x'; 1 << 20];
            for _ in 0..100 {
                stdin.write_all(&block).unwrap();
            }
            stdin.write_all(format!("\n{text}").as_bytes()).unwrap();
        });
        let out = BufReader::new(child.stdout.take().unwrap());
        let reports: Vec<Value> =
            out.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        writer.join().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1));
        let causes: Vec<&str> =
            reports.iter().map(|r| r["verdict"]["root_cause"].as_str().unwrap()).collect();
        assert_eq!(causes.len(), 202, "{jobs}");
        assert_eq!((causes[199], causes[200], causes[201]), ("ok", "token-too-large", "ok"));
    }
}

#[test]
fn the_summary_counts() {
    let kit = Kit::new();
    let text = format!("{}\n{}\n{}\nhello\n", kit.good(), kit.expired(), kit.expired());
    let human = kit.judge("verify", &["--summary", "-q"], &text);
    assert_eq!(human.code, 1);
    for part in [
        "tokens               4",
        "verdict              3  rejected",
        "  2  expired",
        "  1  ok",
        ISSUER,
        API,
    ] {
        assert!(human.out.contains(part), "{part}: {}", human.out);
    }
    let ran = kit.judge("verify", &["--summary", "--json"], &text);
    let last: Value = serde_json::from_str(ran.out.lines().last().unwrap()).unwrap();
    assert_eq!(ran.out.lines().count(), 5);
    assert_eq!(last["schema"], "tokcheck.summary/v1");
    assert_eq!(last["tokens"], 4);
    assert_eq!(last["verdicts"], json!({"accept": 1, "reject": 3}));
    assert_eq!(last["causes"]["expired"], 2);
    assert_eq!(last["kinds"]["access_token"], 3);
    assert_eq!(last["issuers"][ISSUER], 3);
    assert_eq!(last["audiences"][API], 3);
    // What is not shown is counted all the same.
    let only = kit.judge("verify", &["--summary", "--json", "--only", "accepted"], &text);
    assert_eq!(only.out.lines().count(), 2);
    assert!(only.out.lines().last() == ran.out.lines().last());
    // A format that has no place for it is not broken by it.
    let junit = kit.judge("verify", &["--summary", "--format", "junit"], &text);
    assert!(junit.out.ends_with("</testsuites>\n"), "{}", junit.out);
    assert!(junit.err.contains("verdict              3  rejected\n"), "{}", junit.err);
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/tokcheck-summary-v1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&last), "{last}");
    assert!(!validator.is_valid(&json!({"schema": "tokcheck.summary/v1"})));
}

#[test]
fn jobs_is_a_number_from_one() {
    let kit = Kit::new();
    for bad in ["--jobs=0", "--jobs=-1", "--jobs=many"] {
        let ran = kit.ask("decode", &[bad], &kit.good());
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("--jobs"), "{}", ran.err);
    }
}
