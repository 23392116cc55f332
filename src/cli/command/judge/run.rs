//! Tokens, each held against every bench.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

use anyhow::{Result, bail};

use crate::api::ApiProfile;
use crate::cli::args::{FailOn, JudgeArgs, Only};
use crate::cli::command::symptom;
use crate::cli::input::{Feed, Handed, passed_over, sources};
use crate::cli::outcome::{Collector, Outcome};
use crate::cli::output::Printer;
use crate::cli::settings::{KeySource, Target};
use crate::cli::stream::{self, GROUP, Work};
use crate::cli::{Exit, Io};
use crate::kind::Hints;
use crate::load::clock::Clock;
use crate::load::input::Source;
use crate::load::ring::Found;
use crate::render::human::{Question, comparison};
use crate::rule::Severity;
use crate::server::{Demands, ServerModel, WantedKind};
use crate::text::escape::{escaped, shortened};
use crate::token::masked;
use crate::token::paste::{Paste, Pasted};
use crate::verdict::report::{Decision, Report};
use crate::verdict::{Case, Exhibit, Standard, judge};

/// The slot of a token that stood in an `Authorization` field.
const SENT: &str = "authorization";

/// One API behind one server, ready to judge.
pub(super) struct Bench {
    pub(super) target: Target,
    pub(super) keys: Arc<KeySource>,
    pub(super) model: &'static ServerModel,
    pub(super) demands: Demands,
}

impl Bench {
    /// Profile and demands, where the issuer to expect depends on the token.
    fn adapted<'a>((bench, found): (&'a Self, &Found)) -> (Cow<'a, ApiProfile>, Cow<'a, Demands>) {
        let (mut profile, mut demands) =
            (Cow::Borrowed(&bench.target.profile), Cow::Borrowed(&bench.demands));
        if found.issuer.is_some() {
            profile.to_mut().issuer.clone_from(&found.issuer);
            demands.to_mut().issuer.clone_from(&found.issuer);
        }
        (profile, demands)
    }
}

/// All that a run needs besides the tokens.
pub(super) struct Run<'a> {
    pub(super) args: &'a JudgeArgs,
    pub(super) benches: Vec<Bench>,
    pub(super) question: Question,
    /// The slot that is judged where a paste holds several.
    pub(super) slot: &'static str,
    pub(super) clock: Clock,
    /// What an error message points at.
    pub(super) suspects: Vec<&'static str>,
    pub(super) printer: Printer,
}

impl Run<'_> {
    pub(super) fn run(&self, io: &mut Io<'_>) -> Result<Exit> {
        let output = &self.args.output;
        let sources = sources(&self.args.input, io)?;
        let taken = self.benches.iter().any(|bench| bench.target.sources.want_stdin());
        if taken && sources.contains(&Source::Stdin) {
            bail!("standard input is named for a key, so the token has to come from elsewhere");
        }
        let file = sources.iter().find_map(Source::file).map(str::to_owned);
        let feed = Feed::new(&self.args.input, sources, io);
        let mut collector = Collector::new(&self.printer, output.stream.summary, io);
        stream::run(feed, output.stream.jobs, self, &mut collector)?;
        if collector.pastes() == 0 {
            // Lines of prose without any token: there is nothing to let in.
            let instead = match passed_over(collector.passed_over()) {
                Some(lines) => format!("no line of the input holds one ({lines})"),
                None => "the input is empty".to_owned(),
            };
            let paste = Paste { instead: Some(instead), ..Paste::default() };
            let mut exhibit = Exhibit::missing(&paste);
            exhibit.source.file = file;
            let mut outcome = Outcome::default();
            let reports = self.reports(std::slice::from_ref(&exhibit));
            self.tell(&mut reports.into_iter(), &mut outcome)?;
            let _ = collector.take(outcome)?;
        }
        let exit = collector.finish()?;
        Ok(if output.exit_zero && exit == Exit::Rejected { Exit::Done } else { exit })
    }

    /// What a server could use as a hint is the API's own settings only.
    fn hints(&self) -> Hints<'_> {
        let demands = &self.benches[0].demands;
        let mut hints = Hints {
            slot: None,
            client_ids: demands.client_id.as_slice(),
            audiences: &demands.audience,
        };
        // The audience of a token of the login is the client.
        if matches!(demands.kind, WantedKind::IdToken | WantedKind::LogoutToken) {
            let clients = std::mem::take(&mut hints.audiences);
            hints.client_ids = if hints.client_ids.is_empty() { clients } else { hints.client_ids };
        }
        hints
    }

    /// Stands for the token that is not there.
    fn stand_in(handed: &Handed<'_>) -> Exhibit {
        if let Some(bytes) = handed.too_long {
            return Exhibit::too_long(bytes);
        }
        Exhibit::missing(&handed.paste)
    }

    /// Judges each token before every bench: first the one before all, then the next.
    fn reports(&self, exhibits: &[Exhibit]) -> Vec<Report> {
        let found: Vec<Found> = exhibits
            .iter()
            .flat_map(|exhibit| self.benches.iter().map(|bench| bench.keys.of(&exhibit.token)))
            .collect();
        let adapted: Vec<_> = self.benches.iter().cycle().zip(&found).map(Bench::adapted).collect();
        let cases: Vec<Case<'_>> = exhibits
            .iter()
            .flat_map(|exhibit| self.benches.iter().map(move |bench| (exhibit, bench)))
            .zip(found.iter().zip(&adapted))
            .map(|((exhibit, bench), (found, (profile, demands)))| Case {
                exhibit,
                standard: Standard {
                    profile,
                    model: bench.model,
                    demands,
                    keys: &found.keys,
                    now: self.clock.now(),
                    predict: self.question == Question::Explain,
                    for_people: self.printer.is_human(),
                },
            })
            .collect();
        judge(&cases)
    }

    /// Writes what was asked for of what every bench says to the next token.
    fn tell(
        &self,
        reports: &mut impl Iterator<Item = Report>,
        outcome: &mut Outcome,
    ) -> Result<()> {
        if let ([_], []) = (self.benches.as_slice(), self.suspects.as_slice()) {
            let Some(report) = reports.next() else { return Ok(()) };
            outcome.and(self.exit(&report));
            self.printer.count(std::slice::from_ref(&report), outcome);
            return if self.wanted(&report) { self.printer.print(report, outcome) } else { Ok(()) };
        }
        let mut reports: Vec<Report> = reports.take(self.benches.len()).collect();
        for report in &reports {
            outcome.and(self.exit(report));
        }
        self.printer.count(&reports, outcome);
        reports.retain(|report| self.wanted(report));
        let first = reports.first().filter(|_| self.printer.is_human());
        if let (false, Some(first)) = (self.suspects.is_empty(), first) {
            symptom::pick(&self.suspects, first, outcome.out())?;
        }
        if let (true, Some(first)) = (self.benches.len() > 1, first) {
            self.printer.head(first, outcome);
            let table = comparison(&reports, self.printer.style());
            outcome.out().extend(table.into_bytes());
            return Ok(());
        }
        reports.into_iter().try_for_each(|report| self.printer.print(report, outcome))
    }

    fn exit(&self, report: &Report) -> Exit {
        let Some(verdict) = &report.verdict else { return Exit::Done };
        let warned = report.findings.iter().any(|f| f.severity >= Severity::Warning);
        match (self.args.fail_on, verdict.decision) {
            (FailOn::Never, Decision::Reject) => Exit::Done,
            (FailOn::Warning, Decision::Accept) if warned => Exit::Rejected,
            (_, decision) => decision.into(),
        }
    }

    fn wanted(&self, report: &Report) -> bool {
        let Some((only, verdict)) = self.args.only.zip(report.verdict.as_ref()) else {
            return true;
        };
        verdict.decision
            == match only {
                Only::Accepted => Decision::Accept,
                Only::Rejected => Decision::Reject,
                Only::Undecided => Decision::Undecided,
            }
    }
}

/// Length of a slot's name that is shown, in bytes: it is shorter than any signature.
const MOST_NAME: usize = 32;

/// What stands instead of the slot that was asked for.
fn no_slot(name: &str, found: &[Pasted]) -> String {
    let mut slots: Vec<String> = found
        .iter()
        .filter_map(|pasted| pasted.slot.as_deref())
        .map(|s| escaped(&shortened(s, MOST_NAME)))
        .collect();
    let mut seen = BTreeSet::new();
    slots.retain(|slot| seen.insert(slot.clone()));
    slots.truncate(5);
    let there = match slots.as_slice() {
        [] => "its tokens stand in no slot".to_owned(),
        slots => format!("there is {}", slots.join(", ")),
    };
    // What was typed may be a token, or a part of one, that got to the wrong place.
    let is_name = name.len() <= MOST_NAME && name.bytes().all(|b| b.is_ascii_graphic());
    let asked = if is_name {
        format!("'{}'", escaped(&masked(name)))
    } else {
        "that was asked for".to_owned()
    };
    format!("no token in the slot {asked}, {there}")
}

impl Work for Run<'_> {
    fn choose(&self, paste: &mut Paste) {
        let as_sent = self.question == Question::Explain;
        let found = &mut paste.found;
        let is_in = |pasted: &Pasted, slot: &str| pasted.slot.as_deref() == Some(slot);
        let alone = |found: &mut Vec<Pasted>, at: usize| {
            found.swap(0, at);
            found.truncate(1);
        };
        match self.args.slot.as_deref() {
            Some("all") => {}
            Some(name) if found.iter().any(|pasted| is_in(pasted, name)) => {
                found.retain(|pasted| is_in(pasted, name));
            }
            Some(_) if found.is_empty() => {}
            Some(name) => {
                *paste = Paste { instead: Some(no_slot(name, found)), ..Paste::default() }
            }
            None if found.len() < 2 => {}
            // One request gives one verdict.
            None if as_sent && paste.sent.is_some() => {
                let at = found.iter().position(Pasted::is_credential).unwrap_or(0);
                alone(found, at);
            }
            // A transcript shows which token the API was sent.
            None if as_sent && found.iter().any(|pasted| is_in(pasted, SENT)) => {
                found.retain(|pasted| is_in(pasted, SENT));
            }
            None => {
                if let Some(at) = found.iter().position(|pasted| is_in(pasted, self.slot)) {
                    alone(found, at);
                }
            }
        }
    }

    /// What has no token is judged as well.
    fn count(&self, handed: &Handed<'_>) -> usize {
        handed.paste.found.len().max(1)
    }

    fn work(&self, group: &[Handed<'_>], mut index: usize, outcome: &mut Outcome) -> Result<()> {
        let found = group.iter().flat_map(|handed| &handed.paste.found);
        let as_sent = self.question == Question::Explain;
        let mut read = Exhibit::read(found, &self.hints(), as_sent).into_iter();
        let mut exhibits = Vec::with_capacity(group.len());
        for handed in group {
            for at in 0..self.count(handed) {
                let is_there = at < handed.paste.found.len();
                let next = if is_there { read.next() } else { None };
                let mut exhibit = next.unwrap_or_else(|| Self::stand_in(handed));
                handed.place(&mut exhibit.source, index);
                exhibits.push(exhibit);
                index += 1;
            }
        }
        // Each is judged before every bench: not more of them than is told soon.
        let some = exhibits.chunks((GROUP / self.benches.len()).max(1));
        let mut reports = some.flat_map(|some| self.reports(some));
        for handed in group {
            if !self.args.output.quiet && handed.others > 0 && !handed.paste.found.is_empty() {
                let (others, noun) =
                    (handed.others, if handed.others == 1 { "token" } else { "tokens" });
                writeln!(
                    outcome.err(),
                    "note: {others} more {noun} in the text not judged (--slot all judges all)"
                )?;
            }
            for _ in 0..self.count(handed) {
                let before = std::mem::take(&mut outcome.exit);
                self.tell(&mut reports, outcome)?;
                let one = outcome.exit;
                outcome.exit = before.and(one);
                if self.args.fail_fast && one != Exit::Done {
                    outcome.stop = true;
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
