//! The house, checked: a module uses only lower floors, floors 0 to 5 do
//! nothing but compute, each outside crate has one home, and no file is long
//! without a reason. What the rules are stands in the tables; see STYLE and
//! ARCHITECTURE.md.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "it reads the sources, and stops at what it can't read"
)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// A module: its floor, and the neighbours on its own floor that it may use.
struct Module {
    name: &'static str,
    floor: u8,
    neighbours: &'static [&'static str],
}

const fn module(name: &'static str, floor: u8, neighbours: &'static [&'static str]) -> Module {
    Module { name, floor, neighbours }
}

const MODULES: [Module; 15] = [
    module("text", 0, &[]),
    module("token", 1, &[]),
    module("api", 2, &[]),
    module("glossary", 2, &[]),
    module("issuer", 2, &[]),
    module("key", 2, &[]),
    module("server", 2, &["api", "key"]),
    module("kind", 3, &[]),
    module("rule", 4, &[]),
    module("symptom", 4, &[]),
    module("verdict", 5, &[]),
    module("demo", 6, &[]),
    module("load", 6, &[]),
    module("render", 6, &[]),
    module("cli", 7, &[]),
];

/// Highest floor that only computes: it does no IO, reads no clock and prints
/// nothing.
const HIGHEST_PURE: u8 = 5;

/// What such a floor may not say.
const IMPURE: [&str; 16] = [
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
    "std::fs",
    "std::env",
    "TcpListener",
    "TcpStream",
    "UdpSocket",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "io::stdout",
    "io::stderr",
];

/// Where each outside crate may be named: folders and files under `src`.
const HOMES: [(&str, &[&str]); 19] = [
    ("anyhow", &["cli", "load"]),
    ("aws_lc_rs", &["key"]),
    ("base64", &["key", "token"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("colored", &["render/paint.rs"]),
    ("itoa", &["text"]),
    ("jiff", &["text"]),
    ("jsonwebtoken", &["key"]),
    ("memchr", &["text/bytes.rs"]),
    ("reqwest", &["load"]),
    // JSON v1 is written by serde; reading is our own.
    ("serde", &["render", "rule", "text", "verdict"]),
    ("serde_json", &["render"]),
    ("smol_str", &["text"]),
    ("terminal_size", &["main.rs"]),
    ("toml", &["load"]),
    ("url", &["load"]),
    ("zeroize", &["key", "load"]),
];

/// Most lines of a file that needs no reason.
const MOST_LINES: usize = 400;

/// Files that are longer, and why they are one.
const LONG: [(&str, &str); 6] = [
    ("kind/tests/protocols.rs", "a table of tokens, one row a kind"),
    ("kind/tests/providers.rs", "a table of tokens, one row a provider"),
    ("rule/key.rs", "what can be wrong between a key and a signature, side by side"),
    ("rule/mod.rs", "what checks and rules are, and the order of the groups"),
    ("text/json/write.rs", "one writer: every kind of value that serde knows has its method"),
    ("token/mod.rs", "a token is made only here, so its fields and its parser share one file"),
];

/// A source file, without its comments, texts and tests.
struct File {
    /// Name under `src`, with slashes.
    name: String,
    code: String,
    lines: usize,
    is_test: bool,
}

impl File {
    /// The module at the top of the library that it belongs to.
    fn module(&self) -> &str {
        let first = self.name.split('/').next().unwrap_or_default();
        first.trim_end_matches(".rs")
    }
}

#[test]
fn a_module_uses_only_lower_floors() {
    let mut wrong = String::new();
    for file in files().iter().filter(|f| !f.is_test) {
        if matches!(file.module(), "lib" | "main") {
            continue;
        }
        let own = row(file.module()).unwrap_or_else(|| panic!("{}: no floor", file.name));
        for used in uses(file) {
            let Some(other) = row(&used) else {
                writeln!(wrong, "{} uses crate::{used}, which has no floor", file.name).unwrap();
                continue;
            };
            let allowed = own.name == other.name
                || other.floor < own.floor
                || own.neighbours.contains(&other.name);
            if !allowed {
                writeln!(
                    wrong,
                    "{} (floor {}) uses crate::{used} (floor {})",
                    file.name, own.floor, other.floor
                )
                .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_module_has_a_floor() {
    let lib = fs::read_to_string(source().join("lib.rs")).unwrap();
    let mut declared: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    declared.sort_unstable();
    let mut named = MODULES.map(|module| module.name);
    named.sort_unstable();
    assert_eq!(declared, named);
}

#[test]
fn low_floors_only_compute() {
    let mut wrong = String::new();
    for file in files().iter().filter(|f| !f.is_test) {
        if row(file.module()).is_none_or(|module| module.floor > HIGHEST_PURE) {
            continue;
        }
        for word in IMPURE.iter().filter(|word| says(&file.code, word)) {
            writeln!(wrong, "{} says {word}", file.name).unwrap();
        }
        // `use std::{env, fs}` would hide them.
        if file.code.contains("use std::{") {
            writeln!(wrong, "{} imports std in braces", file.name).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_outside_crate_has_one_home() {
    let mut wrong = String::new();
    for file in files().iter().filter(|f| !f.is_test) {
        for (name, homes) in HOMES {
            let at_home = homes
                .iter()
                .any(|home| file.name == *home || file.module() == home.trim_end_matches(".rs"));
            if !at_home && names_crate(&file.code, name) {
                writeln!(wrong, "{} uses {name}, whose home is {}", file.name, homes.join(", "))
                    .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_dependency_has_a_row() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let inside = manifest.split("\n[dependencies]\n").nth(1).unwrap();
    for line in inside.lines().take_while(|line| !line.starts_with('[')) {
        let Some((name, _)) = line.split_once('=') else { continue };
        let name = name.trim().replace('-', "_");
        assert!(HOMES.iter().any(|(known, _)| *known == name), "{name} has no home");
    }
}

#[test]
fn long_files_have_a_reason() {
    let files = files();
    let mut wrong = String::new();
    for file in files.iter().filter(|f| f.lines > MOST_LINES) {
        if !LONG.iter().any(|(name, _)| *name == file.name) {
            writeln!(wrong, "{} has {} lines: split it, or say why", file.name, file.lines)
                .unwrap();
        }
    }
    for (name, _) in LONG {
        if !files.iter().any(|file| file.name == name) {
            writeln!(wrong, "{name} is listed and not there").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_reader_of_this_test_reads() {
    let code = stripped(
        "use crate::{a, b::{c, d}};\n// crate::e\nlet x = \"crate::f\"; crate::g::h('\"');\n\
         #[cfg(test)]\nmod tests {\n    use crate::i;\n}\n",
    );
    let file = File { name: "text/x.rs".into(), code, lines: 0, is_test: false };
    assert_eq!(uses(&file), ["a", "b", "g"]);
    let code = "super::super::key::x();".to_owned();
    assert_eq!(uses(&File { name: "text/x.rs".into(), code, ..file }), ["key"]);
    assert!(names_crate("use url::Url;", "url") && names_crate("(url::Url)", "url"));
    assert!(!names_crate("self::url::x", "url") && !names_crate("my_url::x", "url"));
}

fn row(name: &str) -> Option<&'static Module> {
    static TABLE: [Module; 15] = MODULES;
    TABLE.iter().find(|module| module.name == name)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn source() -> PathBuf {
    root().join("src")
}

/// All source files.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![source()];
    let mut tests = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let name = path.strip_prefix(source()).unwrap().to_str().unwrap();
                let name = name.replace('\\', "/");
                tests.extend(test_modules(&name, &text));
                let lines = text.lines().count();
                files.push(File { name, code: stripped(&text), lines, is_test: false });
            }
        }
    }
    for file in &mut files {
        let stem = file.name.trim_end_matches(".rs");
        file.is_test = tests.iter().any(|t| stem == t || stem.starts_with(&format!("{t}/")));
    }
    files
}

/// Modules in files of their own that are compiled for tests only.
fn test_modules(name: &str, text: &str) -> Vec<String> {
    let folder = match name.rsplit_once('/') {
        Some((folder, "mod.rs")) => folder.to_owned(),
        _ if name == "lib.rs" => String::new(),
        _ => name.trim_end_matches(".rs").to_owned(),
    };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines
        .windows(2)
        .filter(|pair| pair[0] == "#[cfg(test)]")
        .filter_map(|pair| pair[1].rsplit_once("mod ")?.1.strip_suffix(';'))
        .map(|module| format!("{folder}/{module}"))
        .collect()
}

/// The code without comments, texts and the tests at its end.
fn stripped(text: &str) -> String {
    let text = match text.find("#[cfg(test)]\nmod tests {") {
        Some(at) => &text[..at],
        None => text,
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'/') => {
                for c in rest.by_ref() {
                    if c == '\n' {
                        break;
                    }
                }
                out.push('\n');
            }
            '"' => {
                out.push('"');
                while let Some(c) = rest.next() {
                    match c {
                        '\\' => drop(rest.next()),
                        '"' => break,
                        _ => {}
                    }
                }
                out.push('"');
            }
            // A quote as a character is no text.
            '\'' if rest.peek() == Some(&'"') => drop(rest.next()),
            c => out.push(c),
        }
    }
    out
}

/// The modules at the top of the library that a file names.
fn uses(file: &File) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in file.code.match_indices("crate::") {
        let before = file.code[..at].chars().next_back();
        if before.is_none_or(|c| !is_word(c)) {
            found.extend(heads(&file.code[at + "crate::".len()..]));
        }
    }
    // As many `super` as there are modules around lead to the top too.
    let depth = file.name.split('/').count() - usize::from(file.name.ends_with("/mod.rs"));
    let climb = "super::".repeat(depth);
    for (at, _) in file.code.match_indices(&climb) {
        let before = file.code[..at].chars().next_back();
        if before.is_none_or(|c| !is_word(c) && c != ':') {
            found.extend(heads(&file.code[at + climb.len()..]));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The first names behind `crate::`: one, or those in braces.
fn heads(code: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| is_word(*c)).collect::<String>();
    let Some(inside) = code.strip_prefix('{') else { return vec![word(code)] };
    let (mut depth, mut names, mut start) = (0, Vec::new(), true);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && is_word(c) => {
                names.push(word(&inside[at..]));
                start = false;
            }
            _ => {}
        }
    }
    names
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether the words stand in the code on their own.
fn says(code: &str, words: &str) -> bool {
    code.match_indices(words).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + words.len()..].chars().next();
        before.is_none_or(|c| !is_word(c))
            && (words.ends_with('!') || after.is_none_or(|c| !is_word(c)))
    })
}

/// Whether the code names this crate at the start of a path.
fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let starts = |at: usize| code[..at].chars().next_back().is_none_or(|c| !is_word(c) && c != ':');
    code.match_indices(&path).any(|(at, _)| starts(at))
        || code.contains(&format!("use {name};"))
        || code.contains(&format!("use {name} as"))
}
