//! README.md is true: every console block in it, and in `docs/` where there is
//! such a folder, is run through `sh` and its output compared. CONTRIBUTING.md
//! has the convention.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "a test that says what it skips"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

mod support;

/// Languages of code blocks that are not run.
const NOT_RUN: [&str; 5] = ["json", "sh", "text", "toml", "yaml"];

#[test]
fn console_blocks_are_true() {
    let mut wrong = Vec::new();
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let scratch = tempfile::tempdir().unwrap();
        // Some systems reach their scratch folder through a link.
        let home = fs::canonicalize(scratch.path()).unwrap();
        let mut here = home.clone();
        for block in blocks(&text).iter().filter(|block| block.language() == "console") {
            if let Some(program) = block.needs().find(|program| !is_installed(program)) {
                println!("skipped: {name}:{}: {program} is not installed", block.line);
                continue;
            }
            for step in steps(block) {
                if let Some(folder) = step.command.strip_prefix("cd ") {
                    here = here.join(folder);
                    assert!(here.is_dir(), "{name}:{}: no folder {folder}", step.line);
                    continue;
                }
                let (code, output) = run(&step.command, &home, &here);
                let shown: Vec<&str> = output.lines().collect();
                if code != step.code || !fits(&step.output, &shown) {
                    wrong.push(format!(
                        "{name}:{}: $ {}\n--- as written [exit {}]\n{}\n--- as it is [exit {code}]\n{}",
                        step.line,
                        step.command,
                        step.code,
                        step.output.join("\n"),
                        output.trim_end(),
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_block_is_run_or_of_a_known_language() {
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        let all = blocks(&text);
        for block in &all {
            let language = block.language();
            let known = language == "console" || NOT_RUN.contains(&language);
            assert!(known, "{}:{}: '{language}' is no language", path.display(), block.line);
            if language == "console" {
                assert!(!steps(block).is_empty(), "{}:{}: empty", path.display(), block.line);
            }
        }
    }
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let runs = blocks(&readme).iter().filter(|block| block.language() == "console").count();
    assert!(runs >= 8, "only {runs} console blocks were found");
}

#[test]
fn the_configuration_in_the_readme_is_one() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let all = blocks(&readme);
    let examples: Vec<_> = all.iter().filter(|block| block.language() == "toml").collect();
    assert!(!examples.is_empty(), "README.md shows no configuration");
    for example in examples {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("tokcheck.toml"), example.lines.join("\n")).unwrap();
        let names: Vec<&str> = example
            .lines
            .iter()
            .filter_map(|line| line.strip_prefix("[apis.")?.strip_suffix(']'))
            .filter(|name| !name.contains('.'))
            .collect();
        assert!(!names.is_empty(), "the configuration describes no API");
        for name in names {
            let ran =
                support::run_in(folder.path(), &["explain", "--offline", "--api", name, "-"], b"");
            assert!(ran.code == 1 && ran.err.is_empty(), "[apis.{name}]: {}", ran.err);
            assert!(ran.out.contains("missing-token"), "[apis.{name}]: {}", ran.out);
        }
    }
}

#[test]
fn what_the_readme_tells_to_run_is_run_by_the_checks() {
    let checks = root().join(".ci").join("run");
    let Ok(checks) = fs::read_to_string(checks) else {
        println!("skipped: .ci/run is not part of a published package");
        return;
    };
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for command in ["cargo run --release -- demo", "cargo test"] {
        let told = blocks(&readme).iter().any(|block| {
            block.language() == "sh" && block.lines.iter().any(|line| line.trim() == command)
        });
        assert!(told, "README.md does not tell '{command}'");
        assert!(checks.contains(command), ".ci/run does not run '{command}'");
    }
}

#[test]
fn links_lead_to_files() {
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            let outside = file.contains("://") || file.is_empty();
            // A published package leaves .ci out.
            let hidden = file.starts_with('.') && !root().join(".ci").exists();
            assert!(outside || hidden || root().join(file).exists(), "{name} links to {file}");
        }
    }
}

/// One fenced block.
struct Block<'a> {
    /// The words behind the fence.
    info: &'a str,
    /// The line of its fence, from 1.
    line: usize,
    lines: Vec<&'a str>,
}

impl Block<'_> {
    fn language(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or_default()
    }

    /// Programs without which it is skipped.
    fn needs(&self) -> impl Iterator<Item = &str> {
        self.info.split_whitespace().skip(1)
    }
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut open = false;
    for (at, line) in text.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(info) if !open => {
                blocks.push(Block { info, line: at + 1, lines: Vec::new() });
                open = true;
            }
            Some(_) => open = false,
            None if open => blocks.last_mut().unwrap().lines.push(line),
            None => {}
        }
    }
    assert!(!open, "a block has no end");
    blocks
}

/// One command with what it prints.
struct Step<'a> {
    command: String,
    line: usize,
    output: Vec<&'a str>,
    code: i32,
}

fn steps<'a>(block: &Block<'a>) -> Vec<Step<'a>> {
    let mut steps: Vec<Step<'a>> = Vec::new();
    for (at, line) in block.lines.iter().enumerate() {
        let number = block.line + 1 + at;
        if let Some(command) = line.strip_prefix("$ ") {
            let command = command.to_owned();
            steps.push(Step { command, line: number, output: Vec::new(), code: 0 });
            continue;
        }
        let step = steps.last_mut().unwrap_or_else(|| panic!("line {number}: no command yet"));
        let exit = line.strip_prefix("[exit ").and_then(|rest| rest.strip_suffix(']'));
        let more = line.strip_prefix("> ").filter(|_| step.output.is_empty());
        if let Some(more) = more {
            step.command = format!("{}\n{more}", step.command);
        } else if let Some(code) = exit {
            step.code = code.parse().unwrap_or_else(|_| panic!("line {number}: {line}"));
        } else {
            step.output.push(line);
        }
    }
    // A blank line before the next command is for the eye.
    for step in &mut steps {
        while step.output.last().is_some_and(|line| line.is_empty()) {
            step.output.pop();
        }
    }
    steps
}

/// Exit code, and both streams as one.
fn run(command: &str, home: &Path, here: &Path) -> (i32, String) {
    let mut path = vec![support::binary().parent().unwrap().to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("exec 2>&1\n{command}"))
        .env_clear()
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("HOME", home)
        .env("TERM", "dumb")
        .env("LC_ALL", "C")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .current_dir(here)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stdout).unwrap())
}

/// Whether an output is as shown. A shown line `...` stands for any number of
/// lines, `[..]` within a line for any text, and what no two runs share (a
/// port of this machine, an instant, a fingerprint) for any other of its sort.
fn fits(shown: &[&str], real: &[&str]) -> bool {
    let real = real.strip_suffix(&[""]).unwrap_or(real);
    match shown.split_first() {
        None => real.is_empty(),
        Some((&"...", rest)) => (0..=real.len()).any(|skip| fits(rest, &real[skip..])),
        Some((line, rest)) => real
            .split_first()
            .is_some_and(|(found, others)| fits_line(line, found) && fits(rest, others)),
    }
}

fn fits_line(shown: &str, real: &str) -> bool {
    let (shown, real) = (steady(shown), steady(real));
    let mut parts = shown.split("[..]");
    let Some(mut rest) = real.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// A line with ports, instants and fingerprints blotted out; each is as long
/// as any other, so the layout is still compared.
fn steady(line: &str) -> String {
    const PORT: &str = "127.0.0.1:";
    const PRINT: &str = "sha256:";
    const INSTANT: &str = "0000-00-00T00:00:00Z";
    let mut text = String::new();
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        let is_instant = rest.len() >= INSTANT.len()
            && rest.bytes().zip(INSTANT.bytes()).all(|(found, form)| match form {
                b'0' => found.is_ascii_digit(),
                _ => found == form,
            });
        if is_instant {
            text.push_str(INSTANT);
            rest = &rest[INSTANT.len()..];
        } else if let Some(port) = rest.strip_prefix(PORT) {
            text.push_str(PORT);
            rest = port.trim_start_matches(|c: char| c.is_ascii_digit());
        } else if let Some(print) = rest.strip_prefix(PRINT) {
            text.push_str(PRINT);
            rest = print.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        } else {
            text.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    text
}

#[test]
fn the_matcher_matches_what_it_should() {
    for (shown, real, fit) in [
        ("a", "a", true),
        ("a", "b", false),
        ("a", "a\nb", false),
        ("a\nb", "a", false),
        ("", "", true),
        ("", "a", false),
        ("...", "", true),
        ("...\nc", "a\nb\nc", true),
        ("a\n...\nc", "a\nc", true),
        ("a\n...\nc", "a\nb\nd", false),
        ("a [..] c", "a b c", true),
        ("a [..] c", "a b d", false),
        ("[..]", "anything", true),
        ("[..]b[..]", "abc", true),
        ("a[..]a", "a", false),
        ("at 2026-11-23T05:18:11Z now", "at 2031-01-02T03:04:05Z now", true),
        ("at 2026-11-23T05:18:11Z now", "at 2026-11-23 05:18:11 now", false),
        ("http://127.0.0.1:1/x", "http://127.0.0.1:65000/x", true),
        ("http://127.0.0.1:1/x", "http://127.0.0.2:1/x", false),
        ("sha256:2200bb86 x", "sha256:00112233 x", true),
    ] {
        let lines = |text: &'static str| text.lines().collect::<Vec<_>>();
        assert_eq!(fits(&lines(shown), &lines(real)), fit, "{shown:?} against {real:?}");
    }
}

#[test]
fn the_reader_reads_blocks() {
    let text = "x\n```console jq\n$ if a\n> fi\nout\n\n$ c\n[exit 3]\n```\n```sh\n$ d\n```\n";
    let all = blocks(text);
    assert_eq!((all.len(), all[0].language(), all[1].language()), (2, "console", "sh"));
    assert_eq!(all[0].needs().collect::<Vec<_>>(), ["jq"]);
    let steps = steps(&all[0]);
    assert_eq!((steps[0].command.as_str(), steps[0].line), ("if a\nfi", 3));
    assert_eq!((steps[0].output.as_slice(), steps[0].code), (&["out"][..], 0));
    assert_eq!((steps[1].command.as_str(), steps[1].code, steps[1].line), ("c", 3, 7));
}

/// README.md and what stands in `docs/`.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    if let Ok(entries) = fs::read_dir(root().join("docs")) {
        pages.extend(
            entries
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|ext| ext == "md")),
        );
    }
    pages.sort();
    pages
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
