//! `tokcheck verify` and `tokcheck explain`: one analysis, two questions. From
//! the arguments to what tokens are held against; [`run`] does that.

use std::sync::Arc;

use anyhow::{Context, Result, bail};

use crate::api::{ClientExpectations, Possession};
use crate::cli::args::{ExplainArgs, JudgeArgs, ProofArgs, VerifyArgs, VerifyKind};
use crate::cli::command::symptom;
use crate::cli::output::{Printer, clock};
use crate::cli::settings;
use crate::cli::{Exit, Io};
use crate::issuer::{Provider, by_issuer};
use crate::load::config::Config;
use crate::load::keys::{SecretSource, certificate};
use crate::render::human::Question;
use crate::server::{Demands, ServerModel, WantedKind};
use crate::text::time::duration;

mod run;

use run::{Bench, Run};

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
