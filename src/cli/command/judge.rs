//! `tokcheck verify` and `tokcheck explain`: one analysis, two questions.

use std::borrow::Cow;
use std::io::Write;
use std::ops::ControlFlow;
use std::rc::Rc;

use anyhow::{Context, Result, bail};

use crate::api::{ClientExpectations, Possession};
use crate::cli::args::{ExplainArgs, FailOn, JudgeArgs, Only, ProofArgs, VerifyArgs, VerifyKind};
use crate::cli::command::symptom;
use crate::cli::input::{Handed, pastes, sources};
use crate::cli::output::{Printer, now};
use crate::cli::settings::{self, KeySource, Target};
use crate::cli::{Exit, Io};
use crate::kind::Hints;
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
    keys: Rc<KeySource>,
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
    now: Timestamp,
    /// What an error message points at.
    suspects: Vec<&'static str>,
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
    let model = settings::server(target.profile.server.as_deref())?;
    settings::options(&target.profile, model)?;
    let keys = Rc::new(settings::keys(&mut target, &args.judge.key, io)?);
    let demands = Demands::of(&target.profile, model).for_kind(kind, args.strict, client);
    let benches = vec![Bench { target, keys, model, demands }];
    let now = now(&args.judge.output, io)?;
    Run { args: &args.judge, benches, question: Question::Verify, slot, now, suspects: Vec::new() }
        .run(io)
}

pub(super) fn explain(args: &ExplainArgs, io: &mut Io<'_>) -> Result<Exit> {
    let suspects = match &args.error {
        None => Vec::new(),
        Some(text) => {
            let slugs = symptom::tell(text, &args.judge.output, io.stdout, io.stderr)?;
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
            let known: Vec<&str> = config.apis.keys().map(String::as_str).collect();
            let known = if known.is_empty() {
                String::new()
            } else {
                format!("; the configuration has {}", known.join(", "))
            };
            bail!(
                "nothing is said of the API: name its profile (--api NAME{known}) or what it \
                 expects (--issuer, --audience, --scope, ...)"
            );
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
        let keys = Rc::new(settings::keys(&mut target, &args.judge.key, io)?);
        for model in models(&args.servers, own.as_deref())? {
            let mut demands = Demands::of(&target.profile, model);
            demands.client.possession.clone_from(&shown);
            benches.push(Bench { target: target.clone(), keys: Rc::clone(&keys), model, demands });
        }
    }
    let now = now(&args.judge.output, io)?;
    let question = Question::Explain;
    Run { args: &args.judge, benches, question, slot: "access_token", now, suspects }.run(io)
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
        let args = self.args;
        let mut printer = Printer::new(&args.output, self.question, io);
        let sources = sources(&args.input, io)?;
        let taken = self.benches.iter().any(|bench| bench.target.sources.want_stdin());
        if taken && sources.contains(&Source::Stdin) {
            bail!("standard input is named for a key, so the token has to come from elsewhere");
        }
        let (mut exit, mut index, mut seen) = (Exit::Done, 0, false);
        pastes(&args.input, &sources, io, &mut |handed, out, err| {
            seen = true;
            for exhibit in self.exhibits(&handed, &mut index, err)? {
                let one = self.judge(&exhibit, &mut printer, out)?;
                exit = exit.and(one);
                if args.fail_fast && one != Exit::Done {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if !seen {
            // Lines of prose without any token: there is nothing to let in.
            let mut exhibit = Exhibit::missing(&Paste::default(), 0);
            exhibit.source.file = sources.iter().find_map(Source::file).map(str::to_owned);
            exit = exit.and(self.judge(&exhibit, &mut printer, io.stdout)?);
        }
        printer.finish(io.stdout)?;
        Ok(if args.output.exit_zero && exit == Exit::Rejected { Exit::Done } else { exit })
    }

    /// The tokens of one paste that are judged; the others are named.
    fn exhibits(
        &self,
        handed: &Handed<'_>,
        index: &mut usize,
        err: &mut dyn Write,
    ) -> Result<Vec<Exhibit>> {
        let paste = &handed.paste;
        let as_sent = self.question == Question::Explain;
        let chosen: Vec<&Pasted> = match self.args.slot.as_deref() {
            Some("all") => paste.found.iter().collect(),
            Some(name) => paste.found.iter().filter(|p| p.slot.as_deref() == Some(name)).collect(),
            // One request gives one verdict.
            None if as_sent && paste.sent.is_some() => paste
                .found
                .iter()
                .find(|p| p.is_credential())
                .or(paste.found.first())
                .into_iter()
                .collect(),
            // A transcript shows which token the API was sent.
            None if as_sent && paste.found.iter().any(|p| p.slot.as_deref() == Some(SENT)) => {
                paste.found.iter().filter(|p| p.slot.as_deref() == Some(SENT)).collect()
            }
            None => match paste.found.iter().find(|p| p.slot.as_deref() == Some(self.slot)) {
                Some(one) => vec![one],
                None => paste.found.iter().collect(),
            },
        };
        let others = paste.found.len() - chosen.len();
        if !self.args.output.quiet && others > 0 && !chosen.is_empty() {
            let noun = if others == 1 { "token" } else { "tokens" };
            writeln!(
                err,
                "note: {others} more {noun} in the text not judged (--slot all judges all)"
            )?;
        }
        // What a server could use as a hint is the API's own settings only.
        let bench = &self.benches[0];
        let client_ids: Vec<String> = bench.demands.client_id.iter().cloned().collect();
        let hints =
            Hints { slot: None, client_ids: &client_ids, audiences: &bench.demands.audience };
        let mut exhibits: Vec<Exhibit> =
            chosen.into_iter().map(|p| Exhibit::read(p, 0, &hints, as_sent)).collect();
        if exhibits.is_empty() {
            exhibits.push(self.stand_in(handed));
        }
        for exhibit in &mut exhibits {
            exhibit.source.index = *index;
            exhibit.source.file = handed.file.map(str::to_owned);
            *index += 1;
        }
        Ok(exhibits)
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

    /// Judges one token before every bench and prints what was asked for.
    fn judge(&self, exhibit: &Exhibit, printer: &mut Printer, out: &mut dyn Write) -> Result<Exit> {
        let reports: Vec<Report> = self
            .benches
            .iter()
            .map(|bench| {
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
                    now: self.now,
                    predict: self.question == Question::Explain,
                };
                judge(exhibit, &standard)
            })
            .collect();
        let exit = reports.iter().map(|r| self.exit(r)).fold(Exit::Done, Exit::and);
        let reports: Vec<Report> = reports.into_iter().filter(|r| self.wanted(r)).collect();
        if let (false, true, Some(first)) =
            (self.suspects.is_empty(), printer.is_human(), reports.first())
        {
            symptom::pick(&self.suspects, first, out)?;
        }
        if self.benches.len() > 1 && printer.is_human() {
            out.write_all(comparison(&reports, printer.style()).as_bytes())?;
        } else {
            for report in reports {
                printer.print(report, out)?;
            }
        }
        Ok(exit)
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
