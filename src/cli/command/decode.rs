//! `tokcheck decode`: what is in it?

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::{Result, bail};

use crate::cli::args::{DecodeArgs, Format};
use crate::cli::input::{Handed, pastes, sources};
use crate::cli::output::{Printer, now};
use crate::cli::parties::parties;
use crate::cli::{Exit, Io};
use crate::kind::{Hints, Kind};
use crate::load::config::Config;
use crate::render::human::Question;
use crate::render::json::{bare_claim, safe_json};
use crate::text::escape::escaped;
use crate::token::Form;
use crate::verdict::report::Report;
use crate::verdict::{Exhibit, describe};

/// Which part is printed alone.
enum Only<'a> {
    Claim(&'a str),
    Claims,
    Header,
}

pub(super) fn run(args: &DecodeArgs, io: &mut Io<'_>) -> Result<Exit> {
    let only = match (&args.claim, args.claims, args.header) {
        (Some(name), ..) => Some(Only::Claim(name)),
        (None, true, _) => Some(Only::Claims),
        (None, _, true) => Some(Only::Header),
        _ => None,
    };
    if only.is_some() && !matches!(args.output.format(), Format::Human | Format::Json) {
        bail!("--header, --claims and --claim print lines of their own; leave --format away");
    }
    let now = now(&args.output, io)?;
    let mut printer = Printer::new(&args.output, Question::Decode, io);
    // Reading a token asks no configuration of its own accord: a broken file
    // next to it must not stand in the way. One that is named does count.
    let config = match &args.config.config {
        Some(path) => Config::read(&io.place(path))?,
        None => Config::default(),
    };
    let parties = parties(&config);
    let (client_ids, audiences) = parties.ids();
    let hints = Hints { slot: None, client_ids: &client_ids, audiences: &audiences };
    let sources = sources(&args.input, io)?;
    let (mut exit, mut index) = (Exit::Done, 0);
    let mut seen = false;
    pastes(&args.input, &sources, io, &mut |handed, out, err| {
        if handed.paste.found.is_empty() {
            exit = exit.and(nothing(&handed, err)?);
            seen = true;
        }
        for pasted in &handed.paste.found {
            seen = true;
            let mut exhibit = Exhibit::read(pasted, index, &hints, false);
            exhibit.source.file = handed.file.map(str::to_owned);
            index += 1;
            // A word by itself; what a response calls a token was read as one.
            let word = exhibit.token.form == Form::Opaque && pasted.slot.is_none();
            if word && exhibit.kind.kind == Kind::NotAToken {
                exit = exit.and(Exit::NoToken);
            }
            let mut report = describe(&exhibit, now);
            report.kind.roles = parties.roles(&exhibit.token).map(Into::into);
            match &only {
                None => printer.print(report, out)?,
                Some(only) => {
                    let report = printer.shown(report);
                    let nowhere: &mut dyn Write = &mut std::io::sink();
                    let out = if args.output.quiet { nowhere } else { &mut *out };
                    exit = exit.and(part(only, &report, out, err)?);
                }
            }
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

/// Says what stood there instead of a token.
pub(super) fn nothing(handed: &Handed<'_>, err: &mut dyn Write) -> Result<Exit> {
    let what = match (handed.too_long, &handed.paste.instead) {
        (Some(bytes), _) => {
            format!("a line of {bytes} bytes was passed over: no token is that long")
        }
        (None, Some(what)) => escaped(what),
        (None, None) => "there is no token in the input".to_owned(),
    };
    let file = handed.file.map(|name| format!("{}: ", escaped(name))).unwrap_or_default();
    writeln!(err, "tokcheck: {file}no token: {what}")?;
    Ok(Exit::NoToken)
}

/// One line a token: the part, or what keeps it from being shown.
fn part(
    only: &Only<'_>,
    report: &Report,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit> {
    let claims = report.token.told();
    let line = match only {
        Only::Header => report.token.header.as_ref().map(safe_json),
        Only::Claims => claims.map(safe_json),
        Only::Claim(name) => claims.and_then(|c| c.get(name)).map(bare_claim),
    };
    if let Some(line) = line {
        writeln!(out, "{line}")?;
        return Ok(Exit::Done);
    }
    let what = match only {
        Only::Claim(name) if claims.is_some() => {
            writeln!(err, "tokcheck: the token has no claim '{}'", escaped(name))?;
            return Ok(Exit::Rejected);
        }
        Only::Claim(_) | Only::Claims => "claims",
        Only::Header => "header",
    };
    writeln!(err, "tokcheck: no {what} can be read: this is {}", kind_words(report))?;
    Ok(if matches!(only, Only::Claim(_)) { Exit::Rejected } else { Exit::NoToken })
}

fn kind_words(report: &Report) -> String {
    match report.token.format {
        "jwe" => "an encrypted token".to_owned(),
        "opaque" => "an opaque token, which only its issuer can read".to_owned(),
        _ => report.token.damage.first().map_or_else(|| "no JWT".to_owned(), |d| escaped(d)),
    }
}
