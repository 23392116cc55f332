//! What is committed and could be generated is compared with fresh output:
//! `UPDATE=1 cargo test --test generated` writes it anew. The manual pages are
//! not committed; that they can be written is tried here.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "a test that says what it skips"
)]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

mod support;

use support::run;

/// Shell, committed file.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "tokcheck.bash"),
    ("elvish", "tokcheck.elv"),
    ("fish", "tokcheck.fish"),
    ("powershell", "_tokcheck.ps1"),
    ("zsh", "_tokcheck"),
];

#[test]
fn completions_are_fresh() {
    let folder = completions();
    let update = env::var_os("UPDATE").is_some_and(|value| value == "1");
    for (shell, file) in SHELLS {
        let ran = run(&["completions", shell], b"");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        assert!(ran.out.contains("tokcheck"), "{shell}");
        let path = folder.join(file);
        let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        let is_fresh = committed == ran.out;
        if update && !is_fresh {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &ran.out).unwrap();
        }
        assert!(
            is_fresh || update,
            "completions/{file} is old: UPDATE=1 cargo test --test generated writes it anew"
        );
    }
}

#[test]
fn every_shell_has_its_file_and_no_other_is_there() {
    let found: BTreeSet<String> = fs::read_dir(completions())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let wanted: BTreeSet<String> = SHELLS.iter().map(|(_, file)| (*file).to_owned()).collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_shells_can_read_their_completions() {
    for (shell, file) in
        [("bash", "tokcheck.bash"), ("zsh", "_tokcheck"), ("fish", "tokcheck.fish")]
    {
        match Command::new(shell).arg("-n").arg(completions().join(file)).output() {
            Ok(output) => assert!(
                output.status.success() && output.stderr.is_empty(),
                "{shell} -n {file}: {}",
                String::from_utf8_lossy(&output.stderr)
            ),
            Err(why) if why.kind() == ErrorKind::NotFound => {
                println!("skipped: {file} was not read, {shell} is not installed");
            }
            Err(why) => panic!("{shell}: {why}"),
        }
    }
}

/// What bash offers after a few words. Sourcing the file and calling its
/// function is all that the key does.
#[test]
fn bash_completes_commands_and_values() {
    const ASK: &str = r#"
        source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _tokcheck tokcheck "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        echo "${COMPREPLY[@]}"
    "#;
    for (words, wanted) in [
        (&["tokcheck", "ver"][..], "verify"),
        (&["tokcheck", "explain", "--audi"], "--audience"),
        (&["tokcheck", "verify", "--format", "gi"], "github"),
        (&["tokcheck", "completions", "power"], "powershell"),
    ] {
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", ASK, "bash"]).arg(completions().join("tokcheck.bash"));
        match bash.args(words).output() {
            Ok(output) => {
                let offered = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                assert_eq!(offered, wanted, "{words:?}");
            }
            Err(why) if why.kind() == ErrorKind::NotFound => {
                println!("skipped: bash is not installed");
            }
            Err(why) => panic!("bash: {why}"),
        }
    }
}

#[test]
fn every_subcommand_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("made").join("man1");
    let ran = run(&["man", pages.to_str().unwrap()], b"");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));

    let mut wanted: BTreeSet<String> =
        subcommands().iter().map(|name| format!("tokcheck-{name}.1")).collect();
    assert!(wanted.len() >= 9, "{wanted:?}");
    wanted.insert("tokcheck.1".to_owned());
    let found: BTreeSet<String> = fs::read_dir(&pages)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, wanted);

    for name in found {
        let page = fs::read_to_string(pages.join(&name)).unwrap();
        let title = format!(".TH {} 1", name.trim_end_matches(".1"));
        assert!(page.contains(&title), "{name} has no title");
        for section in [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION"] {
            assert!(page.contains(section), "{name} lacks {section}");
        }
    }
}

#[test]
fn help_begins_with_what_the_subcommand_answers() {
    let list = run(&["--help"], b"").out;
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().to_str().unwrap();
    assert_eq!(run(&["man", pages], b"").code, 0);
    for name in subcommands() {
        let about = list
            .lines()
            .find_map(|line| line.trim().strip_prefix(name.as_str())?.strip_prefix(' '))
            .unwrap_or_else(|| panic!("{name} is not listed"))
            .trim();
        for flag in ["-h", "--help"] {
            let help = run(&[&name, flag], b"").out;
            assert_eq!(help.lines().next(), Some(about), "{name} {flag}");
            assert!(help.lines().nth(1).is_some_and(str::is_empty), "{name} {flag}: {help}");
        }
        let page = fs::read_to_string(folder.path().join(format!("tokcheck-{name}.1"))).unwrap();
        let plain = page.replace("\\-", "-").replace("\\*(Aq", "'");
        assert!(plain.contains(&format!("tokcheck-{name} - {about}\n")), "{name}: {plain}");
    }
}

/// As `tokcheck --help` lists them.
fn subcommands() -> Vec<String> {
    let help = run(&["--help"], b"").out;
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

fn completions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("completions")
}
