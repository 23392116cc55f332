//! Parse, run, exit code.

use std::io::{BufReader, IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;

use tokcheck::cli::{Io, run};
use tokcheck::load::clock::Clock;
use tokcheck::load::input::BUFFER;

fn main() -> ExitCode {
    let exit = run(
        std::env::args_os().collect(),
        &mut Io {
            stdin_is_terminal: stdin().is_terminal(),
            stdin: Box::new(BufReader::with_capacity(BUFFER, stdin())),
            stdout_is_terminal: stdout().is_terminal(),
            stdout: &mut stdout().lock(),
            stderr_is_terminal: stderr().is_terminal(),
            stderr: &mut stderr().lock(),
            width: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
            folder: None,
            clock: Clock::System(0),
        },
    );
    ExitCode::from(exit.code())
}
