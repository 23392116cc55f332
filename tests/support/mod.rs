//! What the integration tests share: the binary with a clean environment, and
//! scratch folders.

#![allow(dead_code, reason = "each test file uses its part")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub mod kit;
pub mod oracle;
pub mod scenario;
pub mod tenant;

/// The binary under test: the one that was built with the tests, or the one
/// that `TOKCHECK_BINARY` names, since a released one is linked another way.
pub fn binary() -> PathBuf {
    match std::env::var_os("TOKCHECK_BINARY") {
        Some(path) => std::fs::canonicalize(path).expect("TOKCHECK_BINARY names a file"),
        None => env!("CARGO_BIN_EXE_tokcheck").into(),
    }
}

/// It, its environment scrubbed.
pub fn tokcheck() -> Command {
    let mut command = Command::new(binary());
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", "/nonexistent");
    command
}

/// One finished run.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The first JSON line.
    pub fn json(&self) -> serde_json::Value {
        let line = self.out.lines().next().unwrap_or_else(|| panic!("no output: {}", self.err));
        serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))
    }

    /// Both streams, white space collapsed, lower case: for a search for words.
    pub fn words(&self) -> String {
        let both = format!("{} {}", self.out, self.err);
        both.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// Runs with these arguments in this folder, `input` on standard input.
pub fn run_in(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    let mut command = tokcheck();
    command.current_dir(folder).args(args);
    feed(command, input)
}

/// Runs with these arguments in a folder without a configuration.
pub fn run(args: &[&str], input: &[u8]) -> Ran {
    run_in(&std::env::temp_dir(), args, input)
}

/// Feeds a prepared command.
pub fn feed(mut command: Command, input: &[u8]) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let input = input.to_vec();
    // A run that ends early closes the pipe; that is its right.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the binary ends");
    writer.join().expect("the writer ends");
    output.into()
}

/// The folder with third-party data, or `None` with a line that says so.
pub fn shared(part: &str) -> Option<PathBuf> {
    let place = std::env::var_os("TOKCHECK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = place.join(part);
    if path.exists() {
        return Some(path);
    }
    let required = std::env::var_os("TOKCHECK_REQUIRE_SHARED").is_some_and(|v| v == "1");
    assert!(!required, "{} is required and absent", path.display());
    println!("skipped: the shared data '{part}' is not here");
    None
}
