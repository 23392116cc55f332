//! All that a renderer gets. The members and their names are the JSON
//! contract `tokcheck/v1`: they are added to, never renamed.

use serde::Serialize;

pub use crate::rule::{Outcome, Severity};
use crate::text::json::{Json, Object};

/// The name of the JSON contract.
pub const SCHEMA: &str = "tokcheck/v1";

/// What tokcheck has to say about one token.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The instant for which it was judged, in seconds since the epoch.
    pub judged_at: i64,
    /// Where the token came from.
    pub source: Source,
    /// The token itself, without what could be replayed.
    pub token: TokenView,
    /// Its kind.
    pub kind: KindView,
    /// The checks, in the order of the contract; empty unless verified.
    pub checks: Vec<Check>,
    /// What was found, in the order of the catalogue.
    pub findings: Vec<Finding>,
    /// The verdict; `None` where none was asked for.
    pub verdict: Option<Verdict>,
}

/// Where the token came from.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Which token of the run, from 0.
    pub index: usize,
    /// The name that it had there.
    pub slot: Option<String>,
    /// What it stood in.
    pub form: &'static str,
    /// What was done to get at it.
    pub repairs: Vec<String>,
    /// The file it was read from; for formats that point at one.
    #[serde(skip)]
    pub file: Option<String>,
}

/// The token, without what could be replayed.
#[derive(Clone, Debug, Serialize)]
pub struct TokenView {
    /// `jws`, `jwe`, `jws-json`, `sd-jwt`, `opaque` or `none`.
    pub format: &'static str,
    /// Its length in bytes, after repair.
    pub bytes: usize,
    /// SHA-256 of it after repair, the first 16 hexadecimal digits.
    pub fingerprint: String,
    /// The JOSE header as sent.
    pub header: Option<Object>,
    /// The claims as sent.
    pub claims: Option<Object>,
    /// The signature's algorithm and length.
    pub signature: Option<SignatureView>,
    /// What is broken about it, in words.
    #[serde(skip)]
    pub damage: Vec<String>,
    /// Claims that are whole in a payload that is not.
    #[serde(skip)]
    pub readable: Option<Object>,
}

/// A signature, described.
#[derive(Clone, Debug, Serialize)]
pub struct SignatureView {
    /// `alg` of the header.
    pub alg: String,
    /// Length in bytes.
    pub bytes: usize,
}

/// The kind of the token.
#[derive(Clone, Debug, Serialize)]
pub struct KindView {
    /// The kind's name.
    pub name: &'static str,
    /// `certain`, `likely` or `undecided`.
    pub confidence: &'static str,
    /// The provider that it claims to be issued by.
    pub provider: Option<&'static str>,
    /// The signs.
    pub evidence: Vec<EvidenceView>,
    /// What would settle an undecided kind.
    pub settle: Vec<String>,
    /// The kind's name for people.
    #[serde(skip)]
    pub title: &'static str,
    /// The provider's name for people.
    #[serde(skip)]
    pub provider_title: Option<&'static str>,
}

/// One sign.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceView {
    /// The kind it speaks for.
    #[serde(rename = "for")]
    pub speaks_for: Option<&'static str>,
    /// The kind it speaks against.
    pub against: Option<&'static str>,
    /// The claim that it rests on.
    pub claim: String,
    /// Why.
    pub because: String,
}

/// One check.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The row's name in the contract.
    pub id: &'static str,
    /// How it came out.
    pub outcome: Outcome,
    /// What was wanted.
    pub wanted: Json,
    /// What the token has.
    pub found: Json,
    /// The outcome in words.
    pub message: String,
    /// The section it rests on.
    pub spec: &'static str,
}

/// One thing that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The rule's slug.
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// One paragraph that names both sides.
    pub message: String,
    /// What to change, step by step.
    pub fix: Vec<String>,
    /// The section it rests on.
    pub spec: &'static str,
}

/// What became of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Every check that was asked for holds.
    Accept,
    /// A check that counts fails.
    Reject,
    /// None fails, and one can't be decided.
    Undecided,
}

/// The verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// Accept, reject or undecided.
    pub decision: Decision,
    /// The cause that explains the others.
    pub root_cause: &'static str,
    /// All causes, the leading one first.
    pub causes: Vec<&'static str>,
    /// The root cause in one paragraph.
    pub summary: String,
    /// What to change, step by step.
    pub fix: Vec<String>,
    /// The API's name in the configuration.
    pub api: Option<String>,
    /// The server that was modelled.
    pub server: &'static str,
    /// The predicted answer; `None` for `verify` and where undecided.
    pub http: Option<Http>,
    /// Where the API's description stands ("tokcheck.toml:4").
    #[serde(skip)]
    pub api_origin: Option<String>,
    /// Who is who: client, API and issuer, in words.
    #[serde(skip)]
    pub roles: Vec<String>,
    /// Where else to look, on an accepted token.
    #[serde(skip)]
    pub look_elsewhere: Vec<String>,
}

/// A predicted HTTP answer.
#[derive(Clone, Debug, Serialize)]
pub struct Http {
    /// The status code.
    pub status: u16,
    /// The `WWW-Authenticate` field, several lines joined by ", ".
    pub www_authenticate: Option<String>,
    /// The body, where the server is known to send one.
    pub body: Option<String>,
    /// On what the prediction rests.
    pub ground: String,
}
