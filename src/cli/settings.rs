//! From flags and configuration to what an API demands: flags (and the
//! environment, which stands in for them) win over the profile.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};

use super::Io;
use super::args::{ConfigArgs, DemandArgs, FetchArgs, KeyArgs};
use crate::api::ApiProfile;
use crate::issuer;
use crate::key::{Algorithm, SecretEncoding};
use crate::load::cache::{Cache, Mode};
use crate::load::config::{Config, KeySettings, required_claim};
use crate::load::discovery::Discovery;
use crate::load::http::HttpOptions;
use crate::load::keys::{JwksSource, KeySources, SecretSource};
use crate::load::ring::{Discoverer, Found, KeyRing};
use crate::server::ServerModel;
use crate::text::escape::escaped;
use crate::text::nearest::nearest;
use crate::text::time::duration;
use crate::token::Token;

/// Longest clock tolerance, in seconds: a day.
const MAX_LEEWAY: i64 = 86_400;

/// The server of whom nothing is said.
const GENERIC: &str = "generic";

/// One API: what it demands, where its keys are.
#[derive(Clone)]
pub(super) struct Target {
    /// What it demands.
    pub(super) profile: ApiProfile,
    /// Where its keys are.
    pub(super) sources: KeySources,
}

/// Reads the configuration, where there is one.
///
/// # Errors
/// When the named file is absent, or any file is wrong.
pub(super) fn config(args: &ConfigArgs, io: &Io<'_>) -> Result<Config> {
    if args.no_config {
        return Ok(Config::default());
    }
    if let Some(path) = &args.config {
        return Ok(Config::read(&io.place(path))?);
    }
    let here = match &io.folder {
        Some(folder) => folder.clone(),
        None => std::env::current_dir().context("the working directory can't be told")?,
    };
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    match Config::find(&here, home.map(PathBuf::from).as_deref())? {
        Some(path) => Ok(Config::read(&path)?),
        None => Ok(Config::default()),
    }
}

/// The API that the arguments describe.
///
/// # Errors
/// When a name is unknown, or a value unusable.
pub(super) fn target(
    demand: &DemandArgs,
    key: &KeyArgs,
    config: &Config,
    io: &Io<'_>,
) -> Result<Target> {
    let (mut profile, settings, tenant) = match &demand.api {
        Some(name) => {
            let api = config.apis.get(name).ok_or_else(|| unknown_api(name, config))?;
            (api.profile.clone(), api.keys.clone(), api.tenant.clone())
        }
        None => (ApiProfile::default(), KeySettings::default(), None),
    };
    refuse_empty(demand)?;
    apply(demand, &mut profile)?;
    let mut sources = key_sources(key, settings, io);
    let tenant = match (&key.issuer, &key.tenant) {
        (Some(issuer), _) => {
            profile.issuer = Some(issuer.clone());
            None
        }
        (None, Some(tenant)) => {
            profile.issuer = None;
            Some(tenant.clone())
        }
        (None, None) if profile.issuer.is_some() => None,
        (None, None) => tenant,
    };
    let given = sources.are_given();
    if let Some(tenant) = tenant {
        match resolve(&tenant, config)? {
            Discovery::Issuer(issuer) => profile.issuer = Some(issuer),
            Discovery::Domain(domain) if given => bail!(
                "the issuer of the domain {} is learnt by discovery, and none is made where keys \
                 are given: name it with --issuer https://{}/",
                escaped(&domain),
                escaped(&domain)
            ),
            domain @ Discovery::Domain(_) => sources.discovery = Some(domain),
        }
    }
    if sources.discovery.is_none() {
        sources.discovery = profile.issuer.clone().map(Discovery::Issuer);
    }
    Ok(Target { profile, sources })
}

/// The audience of a token of the login is the client, not the API of whose
/// profile the tenant and its keys are taken: the client that is named, else
/// those that the configuration knows at that tenant. A flag says otherwise.
pub(super) fn of_client(demand: &DemandArgs, profile: &mut ApiProfile, config: &Config) {
    // What the API asks of access tokens is nothing that such a token has.
    if demand.scope.is_empty() {
        profile.scopes.clear();
    }
    if demand.permission.is_empty() {
        profile.permissions.clear();
    }
    if demand.token_use.is_none() && profile.token_use.as_deref() == Some("access") {
        profile.token_use = None;
    }
    if !demand.audience.is_empty() {
        return;
    }
    let tenant = demand.api.as_ref().and_then(|name| config.apis.get(name)?.tenant.as_ref());
    let at_tenant =
        config.clients.values().filter(|c| tenant.is_some() && c.tenant.as_ref() == tenant);
    let clients: Vec<String> = match &profile.client_id {
        Some(client) => vec![client.clone()],
        None => at_tenant.map(|client| client.client_id.clone()).collect(),
    };
    if !clients.is_empty() {
        profile.audience = Some(clients);
    }
}

fn unknown_api(name: &str, config: &Config) -> anyhow::Error {
    let place = config.path.as_ref().map_or_else(
        || "there is no tokcheck.toml".to_owned(),
        |path| format!("{} has no such table", path.display()),
    );
    let hint = nearest(name, config.apis.keys().map(String::as_str))
        .map_or_else(String::new, |n| format!("; did you mean '{}'?", escaped(n)));
    anyhow!("there is no API '{}': {place}{hint}", escaped(name))
}

/// A configured name, a shorthand, an issuer URL or a domain, in that order;
/// shorthands can't be redefined.
///
/// # Errors
/// When it is none of these.
pub(super) fn resolve(tenant: &str, config: &Config) -> Result<Discovery> {
    if let Some(issuer) = issuer::shorthand(tenant) {
        return issuer.map(Discovery::Issuer).map_err(|why| anyhow!("--tenant: {why}"));
    }
    if let Some(known) = config.tenants.get(tenant) {
        return Ok(Discovery::Issuer(known.issuer.clone()));
    }
    if tenant.contains("://") {
        return Ok(Discovery::Issuer(tenant.to_owned()));
    }
    if tenant.contains('.') && !tenant.contains(char::is_whitespace) {
        return Ok(Discovery::Domain(tenant.to_owned()));
    }
    let hint = nearest(tenant, config.tenants.keys().map(String::as_str))
        .map_or_else(String::new, |n| format!("; did you mean '{}'?", escaped(n)));
    Err(anyhow!(
        "'{}' is no tenant: it is neither in the configuration nor a shorthand (auth0:acme.us), an \
         issuer URL or a domain{hint}",
        escaped(tenant)
    ))
}

/// An empty value is a variable of the shell that was not set, not a wish.
fn refuse_empty(demand: &DemandArgs) -> Result<()> {
    let lists: [(&str, &[String]); 5] = [
        ("audience", &demand.audience),
        ("alg", &demand.alg),
        ("scope", &demand.scope),
        ("subject", &demand.subject),
        ("authorized-party", &demand.authorized_party),
    ];
    if let Some((name, _)) = lists.iter().find(|(_, list)| list.iter().any(String::is_empty)) {
        bail!("--{name}: the value is empty; is a variable of the shell not set?");
    }
    Ok(())
}

fn apply(demand: &DemandArgs, profile: &mut ApiProfile) -> Result<()> {
    let list = |flag: &[String], to: &mut Vec<String>| {
        if !flag.is_empty() {
            *to = flag.to_vec();
        }
    };
    let maybe = |flag: &[String], to: &mut Option<Vec<String>>| {
        if !flag.is_empty() {
            *to = Some(flag.to_vec());
        }
    };
    let text = |flag: &Option<String>, to: &mut Option<String>| {
        if flag.is_some() {
            to.clone_from(flag);
        }
    };
    if let Some((name, meant)) = demand.alg.iter().find_map(|n| Some((n, Algorithm::meant(n)?))) {
        bail!("--alg: '{}' is no signature algorithm; did you mean '{meant}'?", escaped(name));
    }
    maybe(&demand.audience, &mut profile.audience);
    maybe(&demand.alg, &mut profile.algorithms);
    maybe(&demand.scope_claim, &mut profile.scope_claims);
    maybe(&demand.typ, &mut profile.accepted_typ);
    list(&demand.scope, &mut profile.scopes);
    list(&demand.permission, &mut profile.permissions);
    list(&demand.authorized_party, &mut profile.authorized_parties);
    list(&demand.subject, &mut profile.subject);
    text(&demand.client_id, &mut profile.client_id);
    text(&demand.org_id, &mut profile.org_id);
    text(&demand.token_use, &mut profile.token_use);
    profile.requires_user |= demand.requires_user;
    if demand.sender_constrained {
        profile.sender_constrained = Some(true);
    }
    if demand.max_header_bytes.is_some() {
        profile.max_header_bytes = demand.max_header_bytes;
    }
    if !demand.require.is_empty() {
        let read = |text: &String| {
            required_claim(text).ok_or_else(|| {
                anyhow!("--require: '{}' is not CLAIM or CLAIM=VALUE", escaped(text))
            })
        };
        profile.required_claims = demand.require.iter().map(read).collect::<Result<_>>()?;
    }
    if let Some(leeway) = &demand.leeway {
        let seconds = duration(leeway).context("--leeway")?;
        if seconds > MAX_LEEWAY {
            bail!("--leeway: {leeway} is more than a day, which no difference of clocks explains");
        }
        profile.leeway = Some(seconds);
    }
    for option in &demand.option {
        let Some((key, value)) = option.split_once('=') else {
            bail!("--option: '{}' is not KEY=VALUE", escaped(option));
        };
        profile.options.insert(key.to_owned(), value.to_owned());
    }
    Ok(())
}

/// Flags replace what the profile says of keys.
fn key_sources(key: &KeyArgs, settings: KeySettings, io: &Io<'_>) -> KeySources {
    let encoding = match &key.secret_encoding {
        Some(name) => SecretEncoding::from_name(name),
        None => settings.secret_encoding,
    }
    .unwrap_or(SecretEncoding::Utf8);
    let placed = |source: JwksSource| match source {
        JwksSource::File(path) => JwksSource::File(io.place(path)),
        other => other,
    };
    let secret = |text: &str| match SecretSource::from_arg(text) {
        SecretSource::File(path) => SecretSource::File(io.place(path)),
        other => other,
    };
    if !(key.jwks.is_empty() && key.key.is_empty() && key.secret.is_none()) {
        return KeySources {
            jwks: key.jwks.iter().map(|text| placed(JwksSource::from_arg(text))).collect(),
            keys: key.key.iter().map(|path| io.place(path)).collect(),
            secrets: key.secret.iter().map(|text| (secret(text), encoding)).collect(),
            discovery: None,
        };
    }
    if key.tenant.is_some() || key.issuer.is_some() {
        return KeySources::default();
    }
    KeySources {
        jwks: settings.jwks.iter().map(|text| JwksSource::from_arg(text)).collect(),
        keys: settings.key.into_iter().collect(),
        secrets: settings.secret.iter().map(|text| (secret(text), encoding)).collect(),
        discovery: None,
    }
}

/// The model of that name, `generic` where none is named.
///
/// # Errors
/// When there is no such model.
pub(super) fn server(name: Option<&str>) -> Result<&'static ServerModel> {
    let name = name.unwrap_or(GENERIC);
    ServerModel::by_name(name).ok_or_else(|| {
        let hint = nearest(name, ServerModel::known())
            .map_or_else(String::new, |n| format!("; did you mean '{n}'?"));
        anyhow!(
            "there is no model of the server '{}'{hint} (tokcheck servers lists them)",
            escaped(name)
        )
    })
}

/// Whether the server knows the options that the profile sets.
///
/// # Errors
/// When it does not, or not with that value.
pub(super) fn options(profile: &ApiProfile, model: &ServerModel) -> Result<()> {
    let Some((name, _)) = model.unknown_option(&profile.options) else { return Ok(()) };
    let known = || model.settings.iter().map(|setting| setting.name);
    if known().any(|other| other == name) {
        bail!("the option '{}' of {} is true or false", escaped(name), model.name);
    }
    let hint =
        nearest(name, known()).map_or_else(String::new, |n| format!("; did you mean '{n}'?"));
    bail!("the server {} has no option '{}'{hint}", model.name, escaped(name))
}

/// Where the keys for a token come from.
pub(super) enum KeySource {
    /// The user named them.
    Named(KeyRing),
    /// The token names its issuer (`--discover`).
    Token(Discoverer),
}

impl KeySource {
    /// The keys for a token, and the issuer to expect where it depends on the token.
    pub(super) fn of(&self, token: &Token) -> Found {
        match self {
            Self::Named(ring) => ring.of(token),
            Self::Token(discoverer) => discoverer.of(token),
        }
    }
}

/// How to fetch what the user named.
pub(super) fn http(fetch: &FetchArgs, io: &Io<'_>) -> HttpOptions {
    let usual = HttpOptions::default();
    let timeout = fetch.timeout.unwrap_or(usual.timeout);
    HttpOptions {
        allow_http: fetch.allow_http,
        cacert: fetch.cacert.as_ref().map(|path| io.place(path)),
        connect_timeout: usual.connect_timeout.min(timeout),
        timeout,
        ..usual
    }
}

/// What the user said about the cache.
pub(super) fn cache_mode(fetch: &FetchArgs) -> Mode {
    match (fetch.offline, fetch.refresh) {
        (true, _) => Mode::Offline,
        (_, true) => Mode::Refresh,
        _ => Mode::Normal,
    }
}

/// Loads the keys; what discovery says of the issuer goes into the profile.
///
/// # Errors
/// When a source that was given can't be used.
pub(super) fn keys(target: &mut Target, key: &KeyArgs, io: &mut Io<'_>) -> Result<KeySource> {
    if key.discover {
        if target.sources.discovery.is_some() || target.sources.are_given() {
            bail!(
                "--discover takes the issuer from the token, and the API's profile names one or \
                 has keys of its own: leave one of them out"
            );
        }
        target.profile.issuer_from_token = true;
        // A token must not make tokcheck knock at the doors of a private network.
        let options = HttpOptions {
            https_only: true,
            public_only: !key.allow_private,
            ..http(&key.fetch, io)
        };
        let cache = Cache::new(options, cache_mode(&key.fetch));
        return Ok(KeySource::Token(Discoverer::new(Arc::new(cache), key.fetch.allow_http)));
    }
    let stdin = if target.sources.want_stdin() {
        let mut bytes = Vec::new();
        io.stdin.read_to_end(&mut bytes).context("standard input can't be read")?;
        Some(bytes)
    } else {
        None
    };
    let cache = Cache::new(http(&key.fetch, io), cache_mode(&key.fetch));
    let (ring, issuer) = KeyRing::load(target.sources.clone(), stdin, Arc::new(cache))?;
    if target.profile.issuer.is_none() {
        target.profile.issuer = issuer;
    }
    Ok(KeySource::Named(ring))
}
