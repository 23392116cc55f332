//! Colour: the flag, then `NO_COLOR`, `CLICOLOR_FORCE` and `FORCE_COLOR`, `TERM`, and
//! the stream itself, for each stream alone.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test reads and says what it wants, and stops where it can't"
)]

mod support;

use support::kit::Kit;

fn painted(variables: &[(&str, &str)], args: &[&str]) -> (bool, bool) {
    let kit = Kit::new();
    let ran = kit.run_with(variables, args, &kit.good());
    (ran.out.contains('\u{1b}'), ran.err.contains('\u{1b}'))
}

#[test]
fn standard_output() {
    for (variables, color, expected) in [
        (&[][..], None, false),
        (&[], Some("auto"), false),
        (&[], Some("always"), true),
        (&[], Some("never"), false),
        (&[("NO_COLOR", "1")], Some("always"), true),
        (&[("TERM", "dumb")], Some("always"), true),
        (&[("CLICOLOR_FORCE", "1")], None, true),
        (&[("CLICOLOR_FORCE", "0")], None, false),
        (&[("CLICOLOR_FORCE", "")], None, false),
        (&[("FORCE_COLOR", "1")], None, true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], None, false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], None, true),
        (&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], None, true),
        (&[("CLICOLOR_FORCE", "1")], Some("never"), false),
        (&[("TOKCHECK_COLOR", "always")], None, true),
        (&[("TOKCHECK_COLOR", "always")], Some("never"), false),
    ] {
        for command in ["decode", "classify", "verify"] {
            let mut args = vec![command];
            args.extend(color.iter().flat_map(|color| ["--color", color]));
            let (out, err) = painted(variables, &args);
            assert_eq!((out, err), (expected, false), "{variables:?} {args:?}");
        }
    }
}

#[test]
fn only_people_are_shown_colour() {
    for format in ["json", "github", "markdown", "junit"] {
        let args = ["verify", "--color", "always", "--format", format];
        assert_eq!(painted(&[], &args), (false, false), "{format}");
    }
    for part in [&["--claims"][..], &["--header"], &["--claim", "sub"]] {
        let args = [&["decode", "--color", "always"], part].concat();
        assert_eq!(painted(&[], &args), (false, false), "{part:?}");
    }
}

#[test]
fn usage_errors_and_help() {
    for args in [&["--help"][..], &["verify", "--help"], &["verify", "--nope"], &["nope"]] {
        assert_eq!(painted(&[], args), (false, false), "{args:?}");
        assert_eq!(painted(&[("NO_COLOR", "1")], args), (false, false), "{args:?}");
    }
}

/// Under a terminal, made by `script`: where it is not there, so is the test.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal() {
    let kit = Kit::new();
    let tool = support::binary().display().to_string();
    let good = kit.good();
    let run = |variables: &str, line: &str| {
        let line = format!("{variables} {tool} {line}");
        let output = std::process::Command::new("script")
            .args(["-qec", &line, "/dev/null"])
            .current_dir(kit.folder())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TERM", "xterm")
            .stdin(std::process::Stdio::null())
            .output();
        output.ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Some(plain) = run("", &format!("decode {good}")) else {
        println!("skipped: there is no script(1) here");
        return;
    };
    assert!(plain.contains("\u{1b}["), "{plain}");
    let esc = |variables: &str, line: &str| run(variables, line).unwrap().contains("\u{1b}[");
    assert!(!esc("NO_COLOR=1", &format!("decode {good}")));
    assert!(esc("NO_COLOR=", &format!("decode {good}")));
    assert!(!esc("TERM=dumb", &format!("decode {good}")));
    assert!(!esc("", &format!("decode --color never {good}")));
    // Each stream alone: the report goes to a file, talk to the terminal.
    assert!(!esc("", &format!("decode {good} 2>&1 | cat")));
    assert!(!esc("NO_COLOR=1", "verify --nope"), "usage");
    assert!(!esc("TERM=dumb", "verify --nope"), "usage");
    assert!(!esc("NO_COLOR=1", "--help"), "help");
    let help = run("", "2>&1 </dev/tty").unwrap();
    assert!(help.contains("Usage"), "alone on a terminal it shows help: {help}");
}
