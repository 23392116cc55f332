//! The command line: what can be said, in one place. Every option can also
//! come from the environment (`TOKCHECK_` and its name), see `environment`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::subcommand::Command;
use crate::render::paint::ColorChoice;

/// Says what a token is, whether it is genuine, and why an API accepts or rejects it.
///
/// `tokcheck TOKEN` alone decodes it. The token never leaves the machine.
#[derive(Debug, Parser)]
#[command(name = "tokcheck", version, max_term_width = 100, subcommand_required = true)]
#[command(arg_required_else_help = true, infer_subcommands = false)]
#[command(
    after_help = "Exit codes: 0 accepted or done, 1 rejected, 2 usage, 3 no token, 4 undecided"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

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

#[derive(Args, Debug)]
pub(crate) struct DecodeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Print the header only, one line a token
    #[arg(long, group = "part")]
    pub(crate) header: bool,
    /// Print the claims only, one line a token
    #[arg(long, group = "part")]
    pub(crate) claims: bool,
    /// Print this claim only; ends with 1 where it is absent
    #[arg(long, value_name = "NAME", group = "part")]
    pub(crate) claim: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Asked only where a file is named: its names for clients, APIs and tenants are told
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ClassifyArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Client id of the app that logs in; tells its ID tokens apart, and is not compared with azp
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Vec<String>,
    /// Identifier of the API
    #[arg(long, value_name = "URI")]
    pub(crate) audience: Vec<String>,
    /// End with 1 if it is of another kind, 4 if that can't be told
    #[arg(long, value_name = "KIND", value_parser = kind_names())]
    pub(crate) expect: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

fn kind_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(crate::kind::Kind::names())
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

/// What `verify` and `explain` share.
#[derive(Args, Debug)]
pub(crate) struct JudgeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) demand: DemandArgs,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) proof: ProofArgs,
    /// Judge the token of this slot, or 'all', where the text holds several
    #[arg(long, value_name = "NAME|all", help_heading = "Input")]
    pub(crate) slot: Option<String>,
    /// The grade from which a finding ends with 1
    #[arg(
        long,
        value_enum,
        value_name = "GRADE",
        default_value = "error",
        help_heading = "Output"
    )]
    pub(crate) fail_on: FailOn,
    /// Report only tokens with this verdict
    #[arg(long, value_enum, value_name = "VERDICT", help_heading = "Output")]
    pub(crate) only: Option<Only>,
    /// Stop at the first token that is not accepted
    #[arg(long, help_heading = "Output")]
    pub(crate) fail_fast: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Only {
    Accepted,
    Rejected,
    Undecided,
}

#[derive(Args, Debug)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) judge: JudgeArgs,
    /// Verify it as a token of this kind, by that kind's own rules
    #[arg(long, value_enum, value_name = "KIND", help_heading = "Expectations")]
    pub(crate) kind: Option<VerifyKind>,
    /// Known deviations of a provider count as failures
    #[arg(long, help_heading = "Expectations")]
    pub(crate) strict: bool,
    /// The nonce that was sent with the login: env:NAME, @FILE, or the text
    #[arg(long, value_name = "SOURCE", help_heading = "Expectations")]
    pub(crate) nonce: Option<String>,
    /// The access token that came along, to check at_hash: env:NAME, @FILE, or the text
    #[arg(long, value_name = "SOURCE", help_heading = "Expectations")]
    pub(crate) access_token: Option<String>,
    /// The code that came along, to check c_hash: env:NAME, @FILE, or the text
    #[arg(long, value_name = "SOURCE", help_heading = "Expectations")]
    pub(crate) code: Option<String>,
    /// Longest time since the login: seconds, or 5m, 1h
    #[arg(long, value_name = "DURATION", help_heading = "Expectations")]
    pub(crate) max_age: Option<String>,
    /// Accepted authentication context (repeatable)
    #[arg(long, value_name = "ACR", help_heading = "Expectations")]
    pub(crate) acr: Vec<String>,
    /// Refuse a token that ends within this time: seconds, or 5m, 1h
    #[arg(long, value_name = "DURATION", help_heading = "Expectations")]
    pub(crate) expires_within: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
#[allow(clippy::enum_variant_names, reason = "they are the names of the kinds")]
pub(crate) enum VerifyKind {
    AccessToken,
    IdToken,
    LogoutToken,
}

#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) judge: JudgeArgs,
    /// The software in front of the API; several, or 'all', make a table
    #[arg(
        long = "as",
        value_name = "SERVER",
        value_delimiter = ',',
        help_heading = "Expectations"
    )]
    pub(crate) servers: Vec<String>,
    /// What the server or its log says: names the suspects, and with a token picks one
    #[arg(long, value_name = "TEXT", help_heading = "Input")]
    pub(crate) error: Option<String>,
    /// Judge for every API of the configuration
    #[arg(long, conflicts_with = "api", help_heading = "Expectations")]
    pub(crate) all_apis: bool,
}

#[derive(Args, Debug)]
pub(crate) struct KeysArgs {
    /// A configured tenant, a shorthand (auth0:acme.us), an issuer, a URL, a domain, a file or '-'
    #[arg(value_name = "TENANT|URL|FILE")]
    pub(crate) source: String,
    /// One JSON object (schema tokcheck.keys/v1)
    #[arg(long)]
    pub(crate) json: bool,
    /// Look at certificates for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<String>,
    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

#[derive(Args, Debug)]
pub(crate) struct CacheArgs {
    #[command(subcommand)]
    pub(crate) action: CacheAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CacheAction {
    /// Print the folder
    Path,
    /// What is in it
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Remove all of it
    Clear,
}

#[derive(Args, Debug)]
pub(crate) struct RuleArgs {
    /// The rule's slug
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct ClaimArgs {
    /// The claim's or header member's name
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct ServersArgs {
    /// The server's name
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct DemoArgs {
    /// Leave tokens, keys and tokcheck.toml in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
    /// Keep the tenant up until interrupted
    #[arg(long)]
    pub(crate) serve: bool,
    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
}

#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The folder; it is made if absent
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
}
