//! Options out of the environment: `TOKCHECK_` and the option's name. They
//! are put where the command line would have them, so that one parser and one
//! set of rules apply; what the command line says outright wins.

use std::env;
use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory, Error};

use super::Io;
use super::args::Cli;
use crate::render::paint::ColorChoice;
use crate::text::escape::{escaped, shortened};

/// Options that make no sense for every run of a shell.
const NEVER: [&str; 4] = ["env", "header-line", "help", "version"];

/// Longest argument that an error repeats, in characters.
const LONGEST: usize = 400;

/// `tokcheck TOKEN` means `tokcheck decode TOKEN`, and so does a bare
/// `tokcheck` that is fed through a pipe.
pub(super) fn with_command(
    mut arguments: Vec<OsString>,
    command: &Command,
    io: &Io<'_>,
) -> Vec<OsString> {
    let is_command =
        |text: &str| text == "help" || command.get_subcommands().any(|c| c.get_name() == text);
    let first = arguments
        .iter()
        .skip(1)
        .find_map(|a| a.to_str().filter(|a| !a.starts_with('-') || *a == "-"));
    let flags: Vec<&str> = arguments.iter().skip(1).filter_map(|a| a.to_str()).collect();
    let asks = flags.iter().any(|f| matches!(*f, "-h" | "--help" | "-V" | "--version"));
    let decode = match first {
        Some(word) if is_command(word) => false,
        // A short plain word that names no file is a command that was mistyped.
        Some(word) => {
            let plain =
                word.len() <= 14 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            word == "-" || !plain || io.place(word).is_file()
        }
        None => !asks && (!flags.is_empty() || !io.stdin_is_terminal),
    };
    if decode {
        arguments.insert(1.min(arguments.len()), "decode".into());
    }
    arguments
}

/// What a command line that can't be parsed says of colour.
pub(super) fn color(arguments: &[OsString]) -> ColorChoice {
    let said = |at: usize| match arguments[at].to_str()? {
        "--color" => arguments.get(at + 1)?.to_str(),
        text => text.strip_prefix("--color="),
    };
    match (0..arguments.len()).find_map(said) {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

/// Parses the command line. An error repeats what was written, so where that
/// could steer a terminal the error is that of the same line made harmless.
fn parse_safely(command: &mut Command, arguments: &[OsString]) -> Result<ArgMatches, Error> {
    command.try_get_matches_from_mut(arguments).map_err(|error| {
        let at_home = elsewhere(&error);
        let safe = arguments.iter().map(|a| escaped(&shortened(&a.to_string_lossy(), LONGEST)));
        let mut error = command.try_get_matches_from_mut(safe).err().unwrap_or_else(|| {
            let kind = error.kind();
            command.error(kind, kind.as_str().unwrap_or("the arguments can't be read"))
        });
        if let Some(tip) = at_home {
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
        }
        error
    })
}

/// What else to say of an option that only other subcommands have: to pass it
/// as a value, which clap suggests, is not what was meant.
fn elsewhere(error: &Error) -> Option<StyledStr> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let long = argument.strip_prefix("--")?.split('=').next()?;
    let mut all = Cli::command();
    all.build();
    let has = |command: &&Command| command.get_arguments().any(|arg| arg.get_long() == Some(long));
    let names: Vec<String> =
        all.get_subcommands().filter(has).map(|c| format!("`{}`", c.get_name())).collect();
    let last = names.last()?;
    let names = match names.len() {
        1 => last.clone(),
        n => format!("{} and {last}", names[..n - 1].join(", ")),
    };
    Some(format!("--{long} is an option of {names}").into())
}

/// Parses the command line with the environment behind it.
pub(super) fn parse(arguments: Vec<OsString>, command: &mut Command) -> Result<ArgMatches, Error> {
    let matches = parse_safely(command, &arguments)?;
    let Some((name, given)) = matches.subcommand() else { return Ok(matches) };
    let Some(chosen) = command.find_subcommand(name) else { return Ok(matches) };
    let extra = from_environment(chosen, given)?;
    if extra.is_empty() {
        return Ok(matches);
    }
    let at = arguments.iter().position(|a| a == name).map_or(arguments.len(), |at| at + 1);
    let mut all = arguments;
    all.splice(at..at, extra);
    parse_safely(command, &all)
}

/// What all such variables hold.
pub(super) fn variables() -> Vec<OsString> {
    let ours = |name: &OsString| name.as_encoded_bytes().starts_with(b"TOKCHECK_");
    env::vars_os().filter(|(name, _)| ours(name)).map(|(_, value)| value).collect()
}

fn from_environment(command: &Command, given: &ArgMatches) -> Result<Vec<OsString>, Error> {
    let said =
        |arg: &Arg| given.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine);
    let mut extra = Vec::new();
    // Nearly every run has none, and asking for each by name takes its time.
    if variables().is_empty() {
        return Ok(extra);
    }
    for arg in command.get_arguments() {
        let Some(long) = arg.get_long().filter(|long| !NEVER.contains(long)) else { continue };
        let variable = format!("TOKCHECK_{}", long.to_ascii_uppercase().replace('-', "_"));
        let Some(value) = env::var_os(&variable).filter(|value| !value.is_empty()) else {
            continue;
        };
        if said(arg) || command.get_arg_conflicts_with(arg).into_iter().any(said) {
            continue;
        }
        let Some(text) = value.to_str() else { return Err(unusable(&variable, "is not UTF-8")) };
        let flag = format!("--{long}");
        match arg.get_action() {
            ArgAction::SetTrue => match text.to_ascii_lowercase().as_str() {
                "1" | "true" | "yes" => extra.push(flag.into()),
                "0" | "false" | "no" => {}
                _ => return Err(unusable(&variable, "is neither 1 nor 0")),
            },
            ArgAction::Append => extra.extend(
                text.split(',').filter(|v| !v.is_empty()).map(|v| format!("{flag}={v}").into()),
            ),
            _ => extra.push(format!("{flag}={text}").into()),
        }
    }
    Ok(extra)
}

/// A variable's value may be a secret, so it is not repeated.
fn unusable(variable: &str, why: &str) -> Error {
    Cli::command().error(ErrorKind::InvalidValue, format!("the variable {variable} {why}"))
}
