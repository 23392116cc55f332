//! `tokcheck classify`: what kind of token is it?

use std::ops::ControlFlow;

use anyhow::Result;

use super::decode::nothing;
use crate::cli::args::ClassifyArgs;
use crate::cli::input::{pastes, sources};
use crate::cli::output::{Printer, now};
use crate::cli::parties::parties;
use crate::cli::{Exit, Io, settings};
use crate::kind::{Classification, Confidence, Hints, Parties};
use crate::load::config::Config;
use crate::render::human::Question;
use crate::verdict::{Exhibit, describe};

pub(super) fn run(args: &ClassifyArgs, io: &mut Io<'_>) -> Result<Exit> {
    let now = now(&args.output, io)?;
    let config = settings::config(&args.config, io)?;
    let parties = parties(&config);
    let (client_ids, audiences) = known(args, &config, &parties);
    let hints = Hints { slot: None, client_ids: &client_ids, audiences: &audiences };
    let mut printer = Printer::new(&args.output, Question::Classify, io);
    let sources = sources(&args.input, io)?;
    let (mut exit, mut index) = (Exit::Done, 0);
    let mut seen = false;
    pastes(&args.input, &sources, io, &mut |handed, out, err| {
        seen = true;
        if handed.paste.found.is_empty() {
            exit = exit.and(nothing(&handed, err)?);
        }
        for pasted in &handed.paste.found {
            let mut exhibit = Exhibit::read(pasted, index, &hints, false);
            exhibit.source.file = handed.file.map(str::to_owned);
            index += 1;
            if let Some(expected) = &args.expect {
                exit = exit.and(met(expected, &exhibit.kind));
            }
            let mut report = describe(&exhibit, now);
            report.kind.roles = parties.roles(&exhibit.token).map(Into::into);
            printer.print(report, out)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    printer.finish(io.stdout)?;
    if !seen {
        writeln!(io.stderr, "tokcheck: there is no token in the input")?;
        return Ok(Exit::NoToken);
    }
    Ok(if args.output.exit_zero && exit == Exit::Rejected { Exit::Done } else { exit })
}

/// Whether the kind is the expected one; an undecided kind meets nothing and
/// misses nothing.
fn met(expected: &str, kind: &Classification) -> Exit {
    if kind.confidence == Confidence::Undecided {
        Exit::Undecided
    } else if kind.kind.name() == expected {
        Exit::Done
    } else {
        Exit::Rejected
    }
}

/// Clients and APIs that the caller or the configuration names.
fn known(args: &ClassifyArgs, config: &Config, parties: &Parties) -> (Vec<String>, Vec<String>) {
    let (mut client_ids, mut audiences) = parties.ids();
    client_ids.extend(args.client_id.iter().cloned());
    client_ids.extend(config.apis.values().filter_map(|api| api.profile.client_id.clone()));
    audiences.extend(args.audience.iter().cloned());
    (client_ids, audiences)
}
