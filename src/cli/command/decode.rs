//! `tokcheck decode`: what is in it?

use std::io::Write;
use std::slice;

use anyhow::{Result, bail};

use crate::cli::args::{DecodeArgs, Format, InputArgs, OutputArgs};
use crate::cli::input::{Feed, Handed, passed_over, sources};
use crate::cli::outcome::{Collector, Outcome};
use crate::cli::output::{Printer, clock};
use crate::cli::parties::parties;
use crate::cli::stream::{self, GROUP, Work};
use crate::cli::{Exit, Io};
use crate::kind::{Classification, Confidence, Hints, Kind, Parties};
use crate::load::clock::Clock;
use crate::load::config::Config;
use crate::render::human::Question;
use crate::render::json::{bare_claim, safe_json};
use crate::text::escape::escaped;
use crate::text::time::Timestamp;
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
    let clock = clock(args.output.at.as_deref(), io)?;
    let printer = Printer::new(&args.input, &args.output, Question::Decode, io);
    // Reading a token asks no configuration of its own accord: a broken file
    // next to it must not stand in the way. One that is named does count.
    let config = match &args.config.config {
        Some(path) => Config::read(&io.place(path))?,
        None => Config::default(),
    };
    let parties = parties(&config);
    let (client_ids, audiences) = parties.ids();
    let hints = Hints { slot: None, client_ids: &client_ids, audiences: &audiences };
    let show = |mut report: Report, outcome: &mut Outcome| {
        // A word by itself; what a response calls a token was read as one.
        let word = report.token.format == Form::Opaque.name() && report.source.slot.is_none();
        if word && report.kind.name == Kind::NotAToken.name() {
            outcome.and(Exit::NoToken);
        }
        match &only {
            None => printer.print(report, outcome),
            Some(only) => {
                printer.show(&mut report);
                part(only, &report, printer.is_quiet(), outcome)
            }
        }
    };
    let work = Describe { hints, parties: &parties, clock, printer: &printer, expect: None, show };
    work.run(&args.input, &args.output, io)
}

/// What `decode` and `classify` share: every token of a paste is described.
pub(super) struct Describe<'a, S> {
    /// What is known besides the tokens.
    pub(super) hints: Hints<'a>,
    /// The parties that the configuration names.
    pub(super) parties: &'a Parties,
    /// The clock by which times are told.
    pub(super) clock: Clock,
    /// How reports are written.
    pub(super) printer: &'a Printer,
    /// The kind that is expected.
    pub(super) expect: Option<&'a str>,
    /// Writes one report.
    pub(super) show: S,
}

impl<S: Fn(Report, &mut Outcome) -> Result<()> + Sync> Describe<'_, S> {
    fn report(&self, exhibit: &Exhibit, now: Timestamp) -> Report {
        let mut report = describe(exhibit, now);
        report.kind.roles = self.parties.roles(&exhibit.token).map(Into::into);
        report
    }

    pub(super) fn run(
        &self,
        input: &InputArgs,
        output: &OutputArgs,
        io: &mut Io<'_>,
    ) -> Result<Exit> {
        let sources = sources(input, io)?;
        let feed = Feed::new(input, sources, io);
        let mut collector = Collector::new(self.printer, output.stream.summary, io);
        stream::run(feed, output.stream.jobs, self, &mut collector)?;
        let none = collector.pastes() == 0;
        if none && !output.quiet {
            let lines = passed_over(collector.passed_over()).map(|lines| format!(" ({lines})"));
            let lines = lines.unwrap_or_default();
            collector.say(&format!("tokcheck: there is no token in the input{lines}"))?;
        }
        let exit = collector.finish()?;
        Ok(match exit {
            _ if none => Exit::NoToken,
            Exit::Rejected if output.exit_zero => Exit::Done,
            exit => exit,
        })
    }
}

impl<S: Fn(Report, &mut Outcome) -> Result<()> + Sync> Work for Describe<'_, S> {
    fn count(&self, handed: &Handed<'_>) -> usize {
        handed.paste.found.len()
    }

    fn work(&self, group: &[Handed<'_>], mut index: usize, outcome: &mut Outcome) -> Result<()> {
        let found = group.iter().flat_map(|handed| &handed.paste.found);
        let mut exhibits = Exhibit::read(found, &self.hints, false);
        let mut places = exhibits.iter_mut();
        for handed in group {
            for exhibit in places.by_ref().take(handed.paste.found.len()) {
                handed.place(&mut exhibit.source, index);
                index += 1;
            }
        }
        let now = self.clock.now();
        let reports = |some: &[Exhibit]| -> Vec<Report> {
            some.iter().map(|exhibit| self.report(exhibit, now)).collect()
        };
        let mut reports = exhibits.chunks(GROUP).flat_map(reports).zip(&exhibits);
        for handed in group {
            if handed.paste.found.is_empty() {
                outcome.and(Exit::NoToken);
                if !self.printer.is_quiet() {
                    nothing(handed, outcome.err())?;
                }
            }
            for (report, exhibit) in reports.by_ref().take(handed.paste.found.len()) {
                if let Some(expected) = self.expect {
                    outcome.and(met(expected, &exhibit.kind));
                }
                self.printer.count(slice::from_ref(&report), outcome);
                (self.show)(report, outcome)?;
            }
        }
        Ok(())
    }
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

/// Says what stood there instead of a token.
fn nothing(handed: &Handed<'_>, err: &mut Vec<u8>) -> Result<()> {
    let what = match (handed.too_long, &handed.paste.instead) {
        (Some(bytes), _) => {
            format!("a line of {bytes} bytes was passed over: no token is that long")
        }
        (None, Some(what)) => escaped(what),
        (None, None) => "there is no token in the input".to_owned(),
    };
    let file = handed.file.map(|name| format!("{}: ", escaped(name))).unwrap_or_default();
    let line = handed.line.map(|line| format!("line {line}: ")).unwrap_or_default();
    Ok(writeln!(err, "tokcheck: {file}{line}no token: {what}")?)
}

/// One line a token: the part, or what keeps it from being shown.
fn part(only: &Only<'_>, report: &Report, quiet: bool, outcome: &mut Outcome) -> Result<()> {
    let claims = report.token.told();
    let line = match only {
        Only::Header => report.token.header.as_ref().map(safe_json),
        Only::Claims => claims.map(safe_json),
        Only::Claim(name) => claims.and_then(|c| c.get(name)).map(bare_claim),
    };
    // The exit code says the same without words.
    let say = |outcome: &mut Outcome, text: String| {
        if quiet { Ok(()) } else { writeln!(outcome.err(), "tokcheck: {text}") }
    };
    let broken = report.token.claims.is_none() && report.token.readable.is_some();
    if let Some(line) = line {
        if broken && !matches!(only, Only::Header) {
            say(outcome, "the payload is damaged: members behind the damage are missing".into())?;
        }
        if !quiet {
            writeln!(outcome.out(), "{line}")?;
        }
        return Ok(());
    }
    let what = match only {
        Only::Claim(name) if claims.is_some() => {
            outcome.and(Exit::Rejected);
            let whose = if broken { "what is whole of the damaged payload" } else { "the token" };
            return Ok(say(outcome, format!("{whose} has no claim '{}'", escaped(name)))?);
        }
        Only::Claim(_) | Only::Claims => "claims",
        Only::Header => "header",
    };
    outcome.and(if matches!(only, Only::Claim(_)) { Exit::Rejected } else { Exit::NoToken });
    let kind = kind_words(report);
    Ok(say(outcome, format!("no {what} can be read: this is {kind}"))?)
}

fn kind_words(report: &Report) -> String {
    match report.token.format {
        "jwe" => "an encrypted token".to_owned(),
        "opaque" => "an opaque token, which only its issuer can read".to_owned(),
        _ => report.token.damage.first().map_or_else(|| "no JWT".to_owned(), |d| escaped(d)),
    }
}
