//! All that a renderer gets. The members and their names are the JSON
//! contract `tokcheck/v1`: they are added to, never renamed.

use std::borrow::Cow;

use serde::Serialize;

pub use crate::api::CheckId;
pub use crate::rule::{Check, Outcome, Severity};
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
    /// The line of the text on which it stood, from 1; none where the text is one paste.
    pub line: Option<usize>,
    /// The file it was read from; for formats that point at one.
    #[serde(skip)]
    pub file: Option<String>,
}

/// The token, without what could be replayed.
#[derive(Clone, Debug, Default, Serialize)]
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
    pub damage: Vec<String>,
    /// Claims that are whole in a payload that is not.
    pub readable: Option<Object>,
    /// What its form means for its reader, a sentence each.
    pub notes: Vec<String>,
    /// Every signature of a JWS in JSON.
    pub signatures: Vec<SignedView>,
    /// The disclosures of an SD-JWT, opened.
    pub disclosures: Vec<DisclosureView>,
    /// The key-binding JWT of an SD-JWT.
    pub key_binding: Option<KeyBindingView>,
    /// The token that the payload is, in a nested JWT.
    pub inside: Option<Box<InsideView>>,
}

impl TokenView {
    /// The claims that tell who and when: those of the innermost token, or what
    /// is whole of them.
    #[must_use]
    pub fn told(&self) -> Option<&Object> {
        let mut claims = self.claims.as_ref().or(self.readable.as_ref());
        let mut next = self.inside.as_deref();
        while let Some(inside) = next {
            claims = inside.claims.as_ref();
            next = inside.inside.as_deref();
        }
        claims
    }

    /// Every set of claims that the view shows.
    pub fn claim_sets(&mut self) -> Vec<&mut Object> {
        let mut sets: Vec<&mut Object> = Vec::new();
        sets.extend(self.claims.as_mut());
        sets.extend(self.readable.as_mut());
        sets.extend(self.key_binding.as_mut().and_then(|binding| binding.claims.as_mut()));
        let mut next = self.inside.as_deref_mut();
        while let Some(inside) = next {
            sets.extend(inside.claims.as_mut());
            next = inside.inside.as_deref_mut();
        }
        sets
    }
}

/// One of several signatures.
#[derive(Clone, Debug, Serialize)]
pub struct SignedView {
    /// Its protected header.
    pub header: Option<Object>,
    /// Its header that no signature covers.
    pub unprotected: Option<Object>,
    /// Length in bytes.
    pub bytes: usize,
}

/// A disclosure, opened.
#[derive(Clone, Debug, Serialize)]
pub struct DisclosureView {
    /// The claim's name; `None` for an element of an array.
    pub name: Option<String>,
    /// Its value; `null` where it can't be read.
    pub value: Json,
    /// Where in the claims it belongs, where its digest stands there.
    pub path: Option<String>,
    /// Whether its digest stands in the token.
    pub outcome: Outcome,
    /// The outcome in words.
    pub message: String,
}

/// A key-binding JWT.
#[derive(Clone, Debug, Serialize)]
pub struct KeyBindingView {
    /// Its header.
    pub header: Option<Object>,
    /// Its claims.
    pub claims: Option<Object>,
    /// Whether its `sd_hash` is that of this SD-JWT.
    pub outcome: Outcome,
}

/// A token inside another.
#[derive(Clone, Debug, Serialize)]
pub struct InsideView {
    /// As that of the outer one.
    pub format: &'static str,
    /// Its header.
    pub header: Option<Object>,
    /// Its claims.
    pub claims: Option<Object>,
    /// Its signature's algorithm and length.
    pub signature: Option<SignatureView>,
    /// And the one inside it.
    pub inside: Option<Box<InsideView>>,
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
#[derive(Clone, Debug, Default, Serialize)]
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
    /// What to do with a token of this kind, in one line.
    pub advice: &'static str,
    /// What is known of an opaque token by its prefix.
    pub family: Option<FamilyView>,
    /// The parties that the configuration names.
    pub roles: Option<RolesView>,
    /// The kind's name for people.
    #[serde(skip)]
    pub title: &'static str,
    /// The provider's name for people.
    #[serde(skip)]
    pub provider_title: Option<&'static str>,
}

/// A family of opaque tokens.
#[derive(Clone, Debug, Serialize)]
pub struct FamilyView {
    /// What such a string is.
    pub title: &'static str,
    /// Whether whoever has it can use it.
    pub secret: bool,
    /// Where its state can be asked.
    pub state: &'static str,
    /// Where it is revoked.
    pub revoke: &'static str,
}

/// Parties by their names in the configuration.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RolesView {
    /// The client that it was issued to.
    pub client: Option<String>,
    /// The API that it is for.
    pub api: Option<String>,
    /// The tenant that it claims to be issued by.
    pub tenant: Option<String>,
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
    pub claim: Cow<'static, str>,
    /// Why.
    pub because: Cow<'static, str>,
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
