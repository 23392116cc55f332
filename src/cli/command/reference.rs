//! `tokcheck rule` and `tokcheck servers`: what a name means.

use anyhow::{Result, bail};

use crate::cli::args::{RuleArgs, ServersArgs};
use crate::cli::settings::{Server, server};
use crate::cli::{Exit, Io};
use crate::rule::{by_id, catalogue};
use crate::server::{ALL, Ground, NAMED, ServerModel};
use crate::text::escape::escaped;
use crate::text::nearest::nearest;
use crate::text::time::Span;

pub(super) fn rule(args: &RuleArgs, io: &mut Io<'_>) -> Result<Exit> {
    let Some(id) = &args.id else {
        for rule in catalogue() {
            writeln!(io.stdout, "{:<30} {}", rule.id, rule.title())?;
        }
        return Ok(Exit::Done);
    };
    let Some(rule) = by_id(id) else {
        let hint = nearest(id, catalogue().map(|rule| rule.id))
            .map_or_else(String::new, |n| format!("; did you mean '{n}'?"));
        bail!("there is no rule '{}'{hint} (tokcheck rule lists them)", escaped(id));
    };
    writeln!(io.stdout, "{}\n\n{}", rule.id, rule.doc.trim_end())?;
    Ok(Exit::Done)
}

pub(super) fn servers(args: &ServersArgs, io: &mut Io<'_>) -> Result<Exit> {
    let Some(name) = &args.name else {
        for model in ALL {
            writeln!(
                io.stdout,
                "{:<12} {:<20} {}  {}",
                model.name, model.version, model.date, model.title
            )?;
        }
        writeln!(io.stdout, "\njudged as generic until they have a model: {}", NAMED.join(", "))?;
        return Ok(Exit::Done);
    };
    match server(name)? {
        Server::Modelled(model) => {
            for line in words(model) {
                writeln!(io.stdout, "{line}")?;
            }
        }
        Server::Named(name) => {
            writeln!(io.stdout, "{name}: there is no model of it yet; judged as generic")?;
        }
    }
    Ok(Exit::Done)
}

/// A model in words.
fn words(model: &ServerModel) -> Vec<String> {
    let ground = match model.ground {
        Ground::Documentation => "its documentation",
        Ground::Specification => "the specifications",
    };
    let mut lines = vec![
        format!("{}: {}", model.name, model.title),
        format!("  known from {ground}: {}, {}", model.version, model.date),
        format!("  accepts {} after the end, unless the API says otherwise", Span(model.leeway)),
        if model.refuses_future_iat {
            "  refuses a token issued in the future".to_owned()
        } else {
            "  takes a token issued in the future".to_owned()
        },
        if model.accepted_typ.is_empty() {
            "  takes any typ, unless the API says otherwise".to_owned()
        } else {
            format!("  takes typ {} only", model.accepted_typ.join(", "))
        },
    ];
    if !model.required_claims.is_empty() {
        lines.push(format!("  requires {}", model.required_claims.join(", ")));
    }
    if model.audience_from_client_id {
        lines.push("  takes client_id where there is no aud".to_owned());
    }
    lines
}
