//! `tokcheck keys`: what is published, and whether it is sound.

use anyhow::{Context, Result, bail};

use crate::cli::args::KeysArgs;
use crate::cli::output::{clock, paint};
use crate::cli::settings;
use crate::cli::{Exit, Io};
use crate::issuer::shorthand;
use crate::key::survey::{Survey, lint};
use crate::load::cache::Cache;
use crate::load::config::Config;
use crate::load::discovery::Discovery;
use crate::load::survey::{Gathered, Subject, freshness, gather};
use crate::render::keys::{Sheet, human, json};
use crate::text::escape::escaped;

/// Endings by which a name that is no file is told from a domain.
const FILES: [&str; 8] = [".json", ".pem", ".jwk", ".jwks", ".der", ".crt", ".cer", ".pub"];

pub(super) fn run(args: &KeysArgs, io: &mut Io<'_>) -> Result<Exit> {
    let config = settings::config(&args.config, io)?;
    let now = clock(args.at.as_deref(), io)?.now();
    let subject = subject(&args.source, &config, io)?;
    let cache = Cache::new(settings::http(&args.fetch, io), settings::cache_mode(&args.fetch));
    let Gathered { issuers, document, keys, published } = gather(&subject, &cache)?;
    let issues = document.as_ref().map(|(_, document)| lint(document, &issuers));
    let survey = match &keys {
        Ok(set) if !set.origin.is_empty() => Survey::of(set, published, now),
        _ => Survey::default(),
    }
    .with(issues.unwrap_or_default());
    let named = document.as_ref().and_then(|(_, document)| document.str("issuer"));
    let sheet = Sheet {
        asked: &args.source,
        issuer: named.or(issuers.first().map(String::as_str)),
        document: document.as_ref().map(|(address, _)| address.as_str()),
        origin: keys.as_ref().ok().map(|set| set.origin.as_str()).filter(|text| !text.is_empty()),
        freshness: keys.as_ref().ok().map(freshness),
        unavailable: keys.as_ref().err().map(String::as_str),
        survey: &survey,
        now,
    };
    let text = if args.json {
        json(&sheet) + "\n"
    } else {
        let width = io.width.filter(|_| io.stdout_is_terminal).unwrap_or(80);
        human(&sheet, paint(args.color.into(), io.stdout_is_terminal), width)
    };
    io.stdout.write_all(text.as_bytes())?;
    Ok(match (survey.is_sound(), sheet.unavailable) {
        (false, _) => Exit::Rejected,
        (true, Some(_)) => Exit::Undecided,
        (true, None) => Exit::Done,
    })
}

/// A tenant, a URL or a file; a file only where no tenant has that name.
fn subject(text: &str, config: &Config, io: &mut Io<'_>) -> Result<Subject> {
    if text == "-" {
        let mut bytes = Vec::new();
        io.stdin.read_to_end(&mut bytes).context("standard input can't be read")?;
        return Ok(Subject::Stdin(bytes));
    }
    let is_named = shorthand(text).is_some() || config.tenants.contains_key(text);
    let path = io.place(text);
    if !is_named && path.is_file() {
        return Ok(Subject::File(path));
    }
    let is_url = text.contains("://");
    let looks_like_file = text.starts_with('.')
        || text.contains(['/', '\\'])
        || FILES.iter().any(|ending| text.to_ascii_lowercase().ends_with(ending));
    if !is_named && !is_url && looks_like_file {
        if path.is_dir() {
            bail!("{} is a folder; give a file", escaped(text));
        }
        bail!("{}: no such file", escaped(text));
    }
    if !is_named && is_url {
        return Ok(Subject::Url(text.to_owned()));
    }
    let discovery: Discovery = settings::resolve(text, config)?;
    Ok(Subject::Tenant(discovery))
}
