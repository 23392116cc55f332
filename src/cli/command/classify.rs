//! `tokcheck classify`: what kind of token is it?

use anyhow::Result;

use super::decode::Describe;
use crate::cli::args::ClassifyArgs;
use crate::cli::outcome::Outcome;
use crate::cli::output::{Printer, clock};
use crate::cli::parties::parties;
use crate::cli::{Exit, Io, settings};
use crate::kind::{Hints, Parties};
use crate::load::config::Config;
use crate::render::human::Question;

pub(super) fn run(args: &ClassifyArgs, io: &mut Io<'_>) -> Result<Exit> {
    let clock = clock(args.output.at.as_deref(), io)?;
    let config = settings::config(&args.config, io)?;
    let parties = parties(&config);
    let (client_ids, audiences) = known(args, &config, &parties);
    let hints = Hints { slot: None, client_ids: &client_ids, audiences: &audiences };
    let printer = Printer::new(&args.input, &args.output, Question::Classify, io);
    let show = |report, outcome: &mut Outcome| printer.print(report, outcome);
    let (parties, expect) = (&parties, args.expect.as_deref());
    let work = Describe { hints, parties, clock, printer: &printer, expect, show };
    work.run(&args.input, &args.output, io)
}

/// Clients and APIs that the caller or the configuration names.
fn known(args: &ClassifyArgs, config: &Config, parties: &Parties) -> (Vec<String>, Vec<String>) {
    let (mut client_ids, mut audiences) = parties.ids();
    client_ids.extend(args.client_id.iter().cloned());
    client_ids.extend(config.apis.values().filter_map(|api| api.profile.client_id.clone()));
    audiences.extend(args.audience.iter().cloned());
    (client_ids, audiences)
}
