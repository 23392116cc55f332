//! The command line: what can be said, in one place. Every option can also
//! come from the environment (`TOKCHECK_` and its name), see `environment`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::subcommand::Command;

mod group;

pub(crate) use group::{
    ConfigArgs, DemandArgs, FetchArgs, Format, InputArgs, KeyArgs, OutputArgs, ProofArgs, When,
};

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
    #[arg(value_enum, ignore_case = true)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The folder; it is made if absent
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
}
