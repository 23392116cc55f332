//! `tokcheck verify` and `tokcheck explain`: one analysis, two questions.

use std::borrow::Cow;
use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use crate::api::{ClientExpectations, Possession};
use crate::cli::args::{ExplainArgs, FailOn, JudgeArgs, Only, ProofArgs, VerifyArgs, VerifyKind};
use crate::cli::command::symptom;
use crate::cli::input::{Feed, Handed, passed_over, sources};
use crate::cli::outcome::{Collector, Outcome};
use crate::cli::output::{Printer, clock};
use crate::cli::settings::{self, KeySource, Target};
use crate::cli::stream::{self, Work};
use crate::cli::{Exit, Io};
use crate::issuer::{Provider, by_issuer};
use crate::kind::Hints;
use crate::load::clock::Clock;
use crate::load::config::Config;
use crate::load::input::Source;
use crate::load::keys::{SecretSource, certificate};
use crate::render::human::{Question, comparison};
use crate::rule::Severity;
use crate::server::{Demands, ServerModel, WantedKind};
use crate::text::escape::escaped;
use crate::text::time::{Timestamp, duration};
use crate::token::paste::{Paste, Pasted};
use crate::verdict::report::{Decision, Report};
use crate::verdict::{Exhibit, Standard, judge};

/// The slot of a token that stood in an `Authorization` field.
const SENT: &str = "authorization";

/// One API behind one server, ready to judge.
struct Bench {
    target: Target,
    keys: Arc<KeySource>,
    model: &'static ServerModel,
    demands: Demands,
}

/// All that a run needs besides the tokens.
struct Run<'a> {
    args: &'a JudgeArgs,
    benches: Vec<Bench>,
    question: Question,
    /// The slot that is judged where a paste holds several.
    slot: &'static str,
    clock: Clock,
    /// What an error message points at.
    suspects: Vec<&'static str>,
    printer: Printer,
}

pub(super) fn verify(args: VerifyArgs, io: &mut Io<'_>) -> Result<Exit> {
    let client = ClientExpectations {
        nonce: secret(args.nonce.as_deref(), io)?,
        access_token: secret(args.access_token.as_deref(), io)?,
        code: secret(args.code.as_deref(), io)?,
        max_age: args.max_age.as_deref().map(duration).transpose()?,
        acr: args.acr,
        expires_within: args.expires_within.as_deref().map(duration).transpose()?,
        possession: possession(&args.judge.proof, io)?,
    };
    let (kind, slot) = match args.kind {
        None => (WantedKind::ForApi, "access_token"),
        Some(VerifyKind::AccessToken) => (WantedKind::AccessToken, "access_token"),
        Some(VerifyKind::IdToken) => (WantedKind::IdToken, "id_token"),
        Some(VerifyKind::LogoutToken) => (WantedKind::LogoutToken, "logout_token"),
    };
    let config = settings::config(&args.judge.config, io)?;
    let mut target = settings::target(&args.judge.demand, &args.judge.key, &config, io)?;
    if slot != "access_token" {
        settings::of_client(&args.judge.demand, &mut target.profile, &config);
    }
    let model = settings::server(target.profile.server.as_deref())?;
    settings::options(&target.profile, model)?;
    let keys = Arc::new(settings::keys(&mut target, &args.judge.key, io)?);
    let demands = Demands::of(&target.profile, model).for_kind(kind, args.strict, client);
    let benches = vec![Bench { target, keys, model, demands }];
    let clock = clock(args.judge.output.at.as_deref(), io)?;
    let (question, suspects) = (Question::Verify, Vec::new());
    let printer = Printer::new(&args.judge.input, &args.judge.output, question, io);
    Run { args: &args.judge, benches, question, slot, clock, suspects, printer }.run(io)
}

pub(super) fn explain(args: &ExplainArgs, io: &mut Io<'_>) -> Result<Exit> {
    let suspects = match &args.error {
        None => Vec::new(),
        Some(text) => {
            let provider = provider(&args.judge, io)?;
            let slugs = symptom::tell(text, provider, &args.judge.output, io.stdout, io.stderr)?;
            // Without a token, the suspects are the answer.
            if args.judge.input.is_empty() {
                return Ok(if slugs.is_empty() { Exit::Rejected } else { Exit::Done });
            }
            slugs
        }
    };
    let config = settings::config(&args.judge.config, io)?;
    let mut targets = Vec::new();
    if args.all_apis {
        for name in config.apis.keys() {
            let mut demand = args.judge.demand.clone();
            demand.api = Some(name.clone());
            targets.push(settings::target(&demand, &args.judge.key, &config, io)?);
        }
        if targets.is_empty() {
            bail!("--all-apis: the configuration describes no API ([apis.NAME])");
        }
    } else {
        let target = settings::target(&args.judge.demand, &args.judge.key, &config, io)?;
        let keyless = target.sources.discovery.is_none()
            && !target.sources.are_given()
            && !args.judge.key.discover;
        if args.judge.demand.api.is_none() && target.profile.expects_nothing() && keyless {
            bail!(nothing_said(&config));
        }
        targets.push(target);
    }
    let shown = possession(&args.judge.proof, io)?;
    let mut benches = Vec::new();
    for mut target in targets {
        let own = target.profile.server.clone();
        if args.servers.len() < 2 && args.servers.first().is_none_or(|name| name != "all") {
            let named = args.servers.first().map(String::as_str).or(own.as_deref());
            settings::options(&target.profile, settings::server(named)?)?;
        }
        let keys = Arc::new(settings::keys(&mut target, &args.judge.key, io)?);
        for model in models(&args.servers, own.as_deref())? {
            let mut demands = Demands::of(&target.profile, model);
            demands.client.possession.clone_from(&shown);
            benches.push(Bench { target: target.clone(), keys: Arc::clone(&keys), model, demands });
        }
    }
    let clock = clock(args.judge.output.at.as_deref(), io)?;
    let question = Question::Explain;
    let printer = Printer::new(&args.judge.input, &args.judge.output, question, io);
    let slot = "access_token";
    Run { args: &args.judge, benches, question, slot, clock, suspects, printer }.run(io)
}

/// No API is named, and nothing is said of one.
fn nothing_said(config: &Config) -> String {
    let known: Vec<&str> = config.apis.keys().map(String::as_str).collect();
    let known = if known.is_empty() {
        String::new()
    } else {
        format!("; the configuration has {}", known.join(", "))
    };
    format!(
        "nothing is said of the API: name its profile (--api NAME{known}) or what it expects \
         (--issuer, --audience, --scope, ...)"
    )
}

/// The provider of the API that is named, where one is and is known.
fn provider(args: &JudgeArgs, io: &Io<'_>) -> Result<Option<&'static Provider>> {
    if args.demand.api.is_none() && args.key.issuer.is_none() && args.key.tenant.is_none() {
        return Ok(None);
    }
    let config = settings::config(&args.config, io)?;
    let target = settings::target(&args.demand, &args.key, &config, io)?;
    Ok(target.profile.issuer.as_deref().and_then(by_issuer))
}

/// The servers that are modelled, in the order asked for.
fn models(named: &[String], own: Option<&str>) -> Result<Vec<&'static ServerModel>> {
    match named {
        [] => Ok(vec![settings::server(own)?]),
        [all] if all == "all" => Ok(crate::server::ALL.to_vec()),
        several => several.iter().map(|name| settings::server(Some(name))).collect(),
    }
}

/// What the sender shows beside the token.
fn possession(args: &ProofArgs, io: &Io<'_>) -> Result<Possession> {
    let certificate = match &args.cert {
        Some(path) => Some(certificate(&io.place(path)).context("--cert")?.digest),
        None => None,
    };
    Ok(Possession {
        dpop: secret(args.dpop.as_deref(), io)?,
        method: args.method.clone(),
        url: args.url.clone(),
        certificate,
    })
}

/// A value that may be secret: `env:NAME`, `@FILE`, or the text itself.
fn secret(text: Option<&str>, io: &Io<'_>) -> Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    let source = match SecretSource::from_arg(text) {
        SecretSource::File(path) => SecretSource::File(io.place(path)),
        SecretSource::Stdin => bail!("'-' stands for the token here; use env:NAME or @FILE"),
        other => other,
    };
    Ok(Some(source.text()?))
}

impl Run<'_> {
    fn run(&self, io: &mut Io<'_>) -> Result<Exit> {
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
            let mut exhibit = Exhibit::missing(&paste, 0);
            exhibit.source.file = file;
            let mut outcome = Outcome::default();
            self.judge(&exhibit, &mut outcome)?;
            let _ = collector.take(outcome)?;
        }
        let exit = collector.finish()?;
        Ok(if output.exit_zero && exit == Exit::Rejected { Exit::Done } else { exit })
    }

    /// The tokens of one paste that are judged.
    fn chosen<'p>(&self, paste: &'p Paste) -> Vec<&'p Pasted> {
        let as_sent = self.question == Question::Explain;
        let in_slot = |slot: &str| -> Vec<&'p Pasted> {
            paste.found.iter().filter(|p| p.slot.as_deref() == Some(slot)).collect()
        };
        match self.args.slot.as_deref() {
            Some("all") => paste.found.iter().collect(),
            Some(name) => in_slot(name),
            None if paste.found.len() < 2 => paste.found.iter().collect(),
            // One request gives one verdict.
            None if as_sent && paste.sent.is_some() => {
                let credential = paste.found.iter().find(|p| p.is_credential());
                credential.or(paste.found.first()).into_iter().collect()
            }
            // A transcript shows which token the API was sent.
            None if as_sent && !in_slot(SENT).is_empty() => in_slot(SENT),
            None => match paste.found.iter().find(|p| p.slot.as_deref() == Some(self.slot)) {
                Some(one) => vec![one],
                None => paste.found.iter().collect(),
            },
        }
    }

    /// Stands for the token that is not there.
    fn stand_in(&self, handed: &Handed<'_>) -> Exhibit {
        if let Some(bytes) = handed.too_long {
            return Exhibit::too_long(bytes, 0);
        }
        match &self.args.slot {
            Some(slot) if !handed.paste.found.is_empty() => {
                let instead = Some(format!("no token in the slot '{}'", escaped(slot)));
                Exhibit::missing(&Paste { instead, ..Paste::default() }, 0)
            }
            _ => Exhibit::missing(&handed.paste, 0),
        }
    }

    /// Judges one token before every bench and writes what was asked for.
    fn judge(&self, exhibit: &Exhibit, outcome: &mut Outcome) -> Result<()> {
        let now = self.clock.now();
        if let ([bench], []) = (self.benches.as_slice(), self.suspects.as_slice()) {
            let report = self.report(exhibit, bench, now);
            outcome.and(self.exit(&report));
            self.printer.count(std::slice::from_ref(&report), outcome);
            return if self.wanted(&report) { self.printer.print(report, outcome) } else { Ok(()) };
        }
        let mut reports: Vec<Report> =
            self.benches.iter().map(|bench| self.report(exhibit, bench, now)).collect();
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

    /// Judges one token before one bench.
    fn report(&self, exhibit: &Exhibit, bench: &Bench, now: Timestamp) -> Report {
        let found = bench.keys.of(&exhibit.token);
        let (mut profile, mut demands) =
            (Cow::Borrowed(&bench.target.profile), Cow::Borrowed(&bench.demands));
        if found.issuer.is_some() {
            profile.to_mut().issuer.clone_from(&found.issuer);
            demands.to_mut().issuer.clone_from(&found.issuer);
        }
        let standard = Standard {
            profile: &profile,
            model: bench.model,
            demands: &demands,
            keys: &found.keys,
            now,
            predict: self.question == Question::Explain,
            for_people: self.printer.is_human(),
        };
        judge(exhibit, &standard)
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

impl Work for Run<'_> {
    /// What has no token is judged as well.
    fn count(&self, handed: &Handed<'_>) -> usize {
        self.chosen(&handed.paste).len().max(1)
    }

    fn work(&self, handed: &Handed<'_>, index: usize, outcome: &mut Outcome) -> Result<()> {
        let chosen = self.chosen(&handed.paste);
        let others = handed.paste.found.len() - chosen.len();
        if !self.args.output.quiet && others > 0 && !chosen.is_empty() {
            let noun = if others == 1 { "token" } else { "tokens" };
            writeln!(
                outcome.err(),
                "note: {others} more {noun} in the text not judged (--slot all judges all)"
            )?;
        }
        // What a server could use as a hint is the API's own settings only.
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
        let as_sent = self.question == Question::Explain;
        let mut exhibits: Vec<Exhibit> =
            chosen.into_iter().map(|p| Exhibit::read(p, 0, &hints, as_sent)).collect();
        if exhibits.is_empty() {
            exhibits.push(self.stand_in(handed));
        }
        for (at, exhibit) in exhibits.iter_mut().enumerate() {
            handed.place(&mut exhibit.source, index + at);
            let before = std::mem::take(&mut outcome.exit);
            self.judge(exhibit, outcome)?;
            let one = outcome.exit;
            outcome.exit = before.and(one);
            if self.args.fail_fast && one != Exit::Done {
                outcome.stop = true;
                break;
            }
        }
        Ok(())
    }
}
