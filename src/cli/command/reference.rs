//! `tokcheck rule` and `tokcheck servers`: what a name means.

use anyhow::{Result, bail};

use crate::cli::args::{RuleArgs, ServersArgs};
use crate::cli::{Exit, Io};
use crate::key::survey::{MEANINGS, meaning};
use crate::rule::{by_id, catalogue};
use crate::server::ALL;
use crate::text::escape::escaped;
use crate::text::nearest::nearest;

pub(super) fn rule(args: &RuleArgs, io: &mut Io<'_>) -> Result<Exit> {
    let Some(id) = &args.id else {
        for rule in catalogue() {
            writeln!(io.stdout, "{:<30} {}", rule.id, rule.title())?;
        }
        for meaning in MEANINGS {
            writeln!(io.stdout, "{:<30} {}", meaning.id, meaning.title)?;
        }
        return Ok(Exit::Done);
    };
    if let Some(meaning) = meaning(id) {
        // A finding of `tokcheck keys`, which no token shows.
        writeln!(io.stdout, "{}", crate::render::keys::meaning(meaning).trim_end())?;
        return Ok(Exit::Done);
    }
    let Some(rule) = by_id(id) else {
        let known = catalogue().map(|rule| rule.id).chain(MEANINGS.iter().map(|m| m.id));
        let hint =
            nearest(id, known).map_or_else(String::new, |n| format!("; did you mean '{n}'?"));
        bail!("there is no rule '{}'{hint} (tokcheck rule lists them)", escaped(id));
    };
    writeln!(io.stdout, "{}\n\n{}", rule.id, rule.page().trim_end())?;
    Ok(Exit::Done)
}

pub(super) fn servers(args: &ServersArgs, io: &mut Io<'_>) -> Result<Exit> {
    let Some(name) = &args.name else {
        for model in ALL {
            writeln!(
                io.stdout,
                "{:<29} {:<14} {}  {}",
                model.name,
                model.ground.name(),
                model.date,
                model.version
            )?;
        }
        return Ok(Exit::Done);
    };
    let model = crate::cli::settings::server(Some(name))?;
    for line in model.words() {
        writeln!(io.stdout, "{line}")?;
    }
    Ok(Exit::Done)
}
