//! `tokcheck claim`: what a member of a token means.

use anyhow::{Result, bail};

use crate::cli::args::ClaimArgs;
use crate::cli::{Exit, Io};
use crate::glossary::{Entry, all, meanings};
use crate::text::escape::{escaped, shortened};
use crate::text::nearest::nearest;

/// Longest name that is repeated in an error, in characters.
const MAX_NAME: usize = 80;

pub(super) fn run(args: &ClaimArgs, io: &mut Io<'_>) -> Result<Exit> {
    let Some(name) = &args.name else {
        for entry in all() {
            writeln!(io.stdout, "{:<26} {}", entry.name, line(entry))?;
        }
        return Ok(Exit::Done);
    };
    let found: Vec<&Entry> = meanings(name).collect();
    if found.is_empty() {
        let shown = escaped(&shortened(name, MAX_NAME));
        let hint = nearest(&shown, all().map(|entry| entry.name))
            .map_or_else(String::new, |n| format!("; did you mean '{n}'?"));
        bail!("there is no claim '{shown}' in the glossary{hint} (tokcheck claim lists them)");
    }
    writeln!(io.stdout, "{}", escaped(name))?;
    for entry in found {
        writeln!(io.stdout, "  {}", line(entry))?;
    }
    Ok(Exit::Done)
}

/// "who issued the token [RFC 7519 section 4.1]"
fn line(entry: &Entry) -> String {
    let place = match entry.place {
        crate::glossary::Place::Claim => "",
        crate::glossary::Place::Header => "in the header: ",
    };
    format!("{place}{} [{}]", entry.meaning, entry.source)
}
