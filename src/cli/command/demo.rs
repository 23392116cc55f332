//! `tokcheck demo`: the classic confusion on a throw-away tenant.

use anyhow::Result;

use crate::cli::args::DemoArgs;
use crate::cli::{Exit, Io, run as run_command};
use crate::demo::{Options, run as run_demo};
use crate::load::clock::Clock;

pub(super) fn run(args: &DemoArgs, io: &mut Io<'_>) -> Result<Exit> {
    let keep = args.keep.as_ref().map(|dir| io.place(dir));
    let now = io.clock.now();
    let options = Options { keep: keep.as_deref(), serve: args.serve, now };
    let width = io.width;
    let color = if crate::cli::output::paint(args.color.into(), io.stdout_is_terminal).is_on() {
        "--color=always"
    } else {
        "--color=never"
    };
    let mut inner = |line: &[String], folder: &std::path::Path| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut arguments: Vec<std::ffi::OsString> = vec!["tokcheck".into()];
        arguments.extend(line.iter().map(Into::into));
        arguments.push(color.into());
        let exit = run_command(
            arguments,
            &mut Io {
                stdin: Box::new(std::io::empty()),
                stdin_is_terminal: false,
                stdout: &mut out,
                stdout_is_terminal: false,
                stderr: &mut err,
                stderr_is_terminal: false,
                width,
                folder: Some(folder.to_owned()),
                clock: Clock::At(now),
            },
        );
        err.extend(out);
        (String::from_utf8_lossy(&err).into_owned(), exit.code())
    };
    let code = run_demo(&options, &mut inner, io.stdout)?;
    Ok(if code == 0 { Exit::Done } else { Exit::Rejected })
}
