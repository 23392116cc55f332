//! Options that several commands share, group by group.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::render::paint::ColorChoice;

/// Where tokens come from.
#[derive(Args, Debug)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Text with tokens in it, '-' for standard input, @FILE or the name of a file
    #[arg(value_name = "TOKEN", allow_hyphen_values = false)]
    pub(crate) tokens: Vec<String>,
    /// Read the environment variable NAME
    #[arg(long, value_name = "NAME")]
    pub(crate) env: Vec<String>,
    /// A header line as it was sent: 'Authorization: Bearer ...'
    #[arg(short = 'H', long = "header-line", value_name = "LINE")]
    pub(crate) header_line: Vec<String>,
    /// Every line is one paste
    #[arg(long, conflicts_with = "whole")]
    pub(crate) lines: bool,
    /// The whole input is one paste
    #[arg(long)]
    pub(crate) whole: bool,
}

impl InputArgs {
    /// Whether nothing was named, so that standard input is meant.
    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty() && self.env.is_empty() && self.header_line.is_empty()
    }
}

/// How answers are printed.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// The form of the report
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// The same as --format json: one object a line
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    /// Print nothing but errors: the exit code tells
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print every check, sign and section
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Also mask claims about a person (name, email, ...)
    #[arg(long)]
    pub(crate) redact: bool,
    /// Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<String>,
    /// End with 0 where it would be 1
    #[arg(long)]
    pub(crate) exit_zero: bool,
    #[command(flatten)]
    pub(crate) stream: StreamArgs,
}

/// What only matters where there are many tokens.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct StreamArgs {
    /// Tokens that are worked on at the same time (default: one for each core)
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Count verdicts, causes, kinds, issuers and audiences at the end
    #[arg(long)]
    pub(crate) summary: bool,
}

impl OutputArgs {
    /// The format that was asked for.
    pub(crate) fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format.unwrap_or(Format::Human) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// One JSON object a line (schema tokcheck/v1)
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// For a job summary or a pull request
    Markdown,
    /// For code scanning; tokens from files only
    Sarif,
    /// For test reports
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

impl From<When> for ColorChoice {
    fn from(when: When) -> Self {
        match when {
            When::Always => Self::Always,
            When::Auto => Self::Auto,
            When::Never => Self::Never,
        }
    }
}

/// Where the configuration is.
#[derive(Args, Debug)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// The configuration file [default: tokcheck.toml here or above]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    pub(crate) no_config: bool,
}

/// Where the keys come from.
#[derive(Args, Debug)]
#[command(next_help_heading = "Keys")]
pub(crate) struct KeyArgs {
    /// A configured tenant, a shorthand (auth0:acme.us), an issuer URL or a domain
    #[arg(long, value_name = "TENANT", conflicts_with = "issuer")]
    pub(crate) tenant: Option<String>,
    /// The issuer, letter by letter; its keys are discovered
    #[arg(long, value_name = "URL")]
    pub(crate) issuer: Option<String>,
    /// A key set: file, URL or '-'
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) jwks: Vec<String>,
    /// A public key: PEM, DER, JWK, JWKS or certificate
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Vec<PathBuf>,
    /// A shared secret: env:NAME, @FILE, '-', or the text itself
    #[arg(long, value_name = "SOURCE", hide_env_values = true)]
    pub(crate) secret: Option<String>,
    /// How the secret's text stands for its bytes
    #[arg(long, value_name = "ENCODING", value_parser = ["utf8", "base64", "base64-decoded", "base64url", "hex"])]
    pub(crate) secret_encoding: Option<String>,
    /// Take the issuer from the token itself: it then proves little
    #[arg(long, conflicts_with_all = ["tenant", "issuer", "jwks", "key", "secret"])]
    pub(crate) discover: bool,
    /// Let --discover lead to this machine and private networks
    #[arg(long, requires = "discover")]
    pub(crate) allow_private: bool,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
}

/// How keys are fetched.
#[derive(Args, Debug)]
#[command(next_help_heading = "Fetching")]
pub(crate) struct FetchArgs {
    /// Fetch over plain http as well
    #[arg(long)]
    pub(crate) allow_http: bool,
    /// Trust only the certificates in this PEM file when fetching
    #[arg(long, value_name = "FILE")]
    pub(crate) cacert: Option<PathBuf>,
    /// Fetch nothing: use what is in the cache
    #[arg(long, conflicts_with = "refresh")]
    pub(crate) offline: bool,
    /// Fetch anew, whatever is in the cache
    #[arg(long)]
    pub(crate) refresh: bool,
    /// Longest wait for an answer, in seconds [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
}

/// A time to wait: more than nothing, at most an hour.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    if !(0.001..=3600.0).contains(&seconds) {
        return Err("not between 0.001 and 3600 seconds".to_owned());
    }
    Ok(Duration::from_secs_f64(seconds))
}

/// What is demanded; each replaces the profile's value.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Expectations")]
pub(crate) struct DemandArgs {
    /// The API's profile: [apis.NAME] of the configuration
    #[arg(long, value_name = "NAME")]
    pub(crate) api: Option<String>,
    /// Accepted audience (repeatable: any one suffices)
    #[arg(long, value_name = "URI")]
    pub(crate) audience: Vec<String>,
    /// Accepted algorithm (repeatable)
    #[arg(long, value_name = "ALG")]
    pub(crate) alg: Vec<String>,
    /// Needed scope (repeatable: all are needed)
    #[arg(long, value_name = "SCOPE")]
    pub(crate) scope: Vec<String>,
    /// Needed permission (repeatable: all are needed)
    #[arg(long, value_name = "PERMISSION")]
    pub(crate) permission: Vec<String>,
    /// Claim that is read for scopes, or a member of one by its path
    /// (repeatable) [default: scope, scp]
    #[arg(long, value_name = "CLAIM")]
    pub(crate) scope_claim: Vec<String>,
    /// Claim that has to be there, or to have this value (repeatable)
    #[arg(long, value_name = "CLAIM[=VALUE]")]
    pub(crate) require: Vec<String>,
    /// Accepted typ of the header (repeatable)
    #[arg(long, value_name = "TYP")]
    pub(crate) typ: Vec<String>,
    /// Clock tolerance: seconds, or 5s, 2m, 1h (at most 24h) [default: 0]
    #[arg(long, value_name = "DURATION")]
    pub(crate) leeway: Option<String>,
    /// Client id of the app that logs in
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// Client whose tokens are taken (repeatable)
    #[arg(long, value_name = "ID")]
    pub(crate) authorized_party: Vec<String>,
    /// A user is needed, not a client alone
    #[arg(long)]
    pub(crate) requires_user: bool,
    /// Wanted organization
    #[arg(long, value_name = "ID")]
    pub(crate) org_id: Option<String>,
    /// Pattern for sub, '*' is wild (repeatable: any one suffices)
    #[arg(long, value_name = "PATTERN")]
    pub(crate) subject: Vec<String>,
    /// Wanted token_use
    #[arg(long, value_name = "USE")]
    pub(crate) token_use: Option<String>,
    /// The API enforces cnf (DPoP, mutual TLS)
    #[arg(long)]
    pub(crate) sender_constrained: bool,
    /// Most bytes of header that server and proxies take
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_header_bytes: Option<usize>,
    /// A setting that only the server knows (repeatable)
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) option: Vec<String>,
}

/// What the sender shows beside the token.
#[derive(Args, Debug)]
#[command(next_help_heading = "Proof of possession")]
pub(crate) struct ProofArgs {
    /// The DPoP proof sent beside the token: env:NAME, @FILE, or the text
    #[arg(long, value_name = "SOURCE", hide_env_values = true)]
    pub(crate) dpop: Option<String>,
    /// The method that the proof has to be for
    #[arg(long, value_name = "METHOD", requires = "dpop")]
    pub(crate) method: Option<String>,
    /// The URL that the proof has to be for
    #[arg(long, value_name = "URL", requires = "dpop")]
    pub(crate) url: Option<String>,
    /// The client certificate of the connection: PEM or DER
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: Option<PathBuf>,
}
