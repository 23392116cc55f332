//! Floor 7: arguments, settings, exit codes, one file per subcommand. The
//! only home of clap. Everything outside the process comes in through [`Io`].

#![allow(clippy::disallowed_methods, reason = "settings and files that the user names")]

use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::mem;
use std::path::PathBuf;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches};

use crate::load::clock::Clock;
use crate::render::paint::ColorChoice;
use crate::text::escape::escaped;

mod args;
mod command;
mod environment;
mod exit;
mod guard;
mod input;
mod outcome;
mod output;
mod parties;
mod progress;
mod settings;
mod stream;
mod subcommand;

use guard::Guard;
use output::paint;

pub use exit::Exit;

/// The outside as one run sees it.
pub struct Io<'a> {
    /// Standard input: its own, so that it can be read while others work.
    pub stdin: Box<dyn BufRead + Send>,
    /// Somebody could type there.
    pub stdin_is_terminal: bool,
    /// For the report.
    pub stdout: &'a mut dyn Write,
    /// Somebody reads it there.
    pub stdout_is_terminal: bool,
    /// For talk.
    pub stderr: &'a mut dyn Write,
    /// Somebody reads it there.
    pub stderr_is_terminal: bool,
    /// Columns of the terminal, where there is one.
    pub width: Option<usize>,
    /// The folder that relative names start from; `None`: the process's own.
    pub folder: Option<PathBuf>,
    /// The clock.
    pub clock: Clock,
}

impl Io<'_> {
    /// Standard input, for whoever reads it; nothing is left of it.
    fn take_stdin(&mut self) -> Box<dyn BufRead + Send> {
        mem::replace(&mut self.stdin, Box::new(io::empty()))
    }

    /// A file name as given, from the folder of the run.
    fn place(&self, name: impl Into<PathBuf>) -> PathBuf {
        let name = name.into();
        self.folder.as_ref().map_or_else(|| name.clone(), |folder| folder.join(&name))
    }
}

/// Runs one command line; the first argument is the program's name.
pub fn run(arguments: Vec<OsString>, io: &mut Io<'_>) -> Exit {
    let stdin = io.take_stdin();
    let variables = environment::variables();
    let mut guard = Guard::new(io.stderr, arguments.iter().chain(&variables));
    let mut io =
        Io { stdin, stdout: io.stdout, stderr: &mut guard, folder: io.folder.clone(), ..*io };
    let exit = match parse_and_run(arguments, &mut io) {
        Ok(exit) => exit,
        Err(error) if is_closed_pipe(&error) => Exit::Done,
        Err(error) => {
            // Debug output of anyhow would add a backtrace where CI sets one.
            let text = escaped(&format!("{error:#}"));
            // Where nobody listens there is nobody to tell.
            let _ = writeln!(io.stderr, "tokcheck: {text}");
            Exit::Usage
        }
    };
    let _ = io.stderr.flush();
    exit
}

/// Whoever read the output has had enough: `tokcheck ... | head -1`.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn parse_and_run(arguments: Vec<OsString>, io: &mut Io<'_>) -> Result<Exit> {
    let color = environment::color(&arguments);
    let mut command = args::Cli::command();
    let arguments = environment::with_command(arguments, &command, io);
    let parsed = environment::parse(arguments, &mut command)
        .and_then(|mut matches| args::Cli::from_arg_matches_mut(&mut matches));
    // The run is short: what is never freed need not be taken apart.
    mem::forget(command);
    match parsed {
        Ok(cli) => command::run(cli.command, io),
        Err(error) => usage(&error, color, io),
    }
}

/// Help and version are answers; everything else that clap says is an error.
fn usage(error: &clap::Error, color: ColorChoice, io: &mut Io<'_>) -> Result<Exit> {
    let text = error.render();
    if error.use_stderr() {
        let coloured = paint(color, io.stderr_is_terminal).is_on();
        let text = if coloured { text.ansi().to_string() } else { text.to_string() };
        write!(io.stderr, "{text}")?;
        return Ok(Exit::Usage);
    }
    let coloured = paint(color, io.stdout_is_terminal).is_on();
    write!(io.stdout, "{}", if coloured { text.ansi().to_string() } else { text.to_string() })?;
    Ok(Exit::Done)
}

/// The command line as clap knows it: for completions and manual pages.
#[must_use]
pub fn definition() -> clap::Command {
    args::Cli::command()
}
