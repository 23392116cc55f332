//! One file per subcommand.

use anyhow::Result;

use super::subcommand::Command;
use super::{Exit, Io};

mod cache;
mod claim;
mod classify;
mod decode;
mod demo;
mod judge;
mod keys;
mod reference;
mod shell;
mod symptom;

pub(super) fn run(command: Command, io: &mut Io<'_>) -> Result<Exit> {
    match command {
        Command::Cache(args) => cache::run(&args, io),
        Command::Claim(args) => claim::run(&args, io),
        Command::Classify(args) => classify::run(&args, io),
        Command::Completions(args) => shell::completions(&args, io),
        Command::Decode(args) => decode::run(&args, io),
        Command::Demo(args) => demo::run(&args, io),
        Command::Explain(args) => judge::explain(&args, io),
        Command::Keys(args) => keys::run(&args, io),
        Command::Man(args) => shell::man(&args, io),
        Command::Rule(args) => reference::rule(&args, io),
        Command::Servers(args) => reference::servers(&args, io),
        Command::Verify(args) => judge::verify(args, io),
    }
}
