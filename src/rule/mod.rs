//! Floor 4: the checks and the catalogue of causes. A check says what was
//! wanted and what was found; a rule names the cause behind a failed check,
//! or warns where nothing failed. One file a group; each exports its `CHECKS`
//! and its `RULES`, and one page a rule stands in `docs/`.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use crate::api::CheckId;
use crate::key::Judgement;
use crate::kind::Classification;
use crate::server::{Demands, Fault, Refusal};
use crate::text::escape::shortened;
use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;
use crate::token::Token;

mod advice;
mod audience;
mod claims;
mod credential;
mod issuer;
mod key;
mod kind;
mod possession;
mod steps;
mod structure;
mod time;

pub use advice::{LOOK_AT_SETTINGS, LOOK_ELSEWHERE};
pub use credential::{Credential, Scheme};
pub(crate) use structure::described;
pub use time::Times;

/// All that checks and rules may know. Plain data, made before they run.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The token as opened.
    pub token: &'a Token,
    /// The claims as this server reads them; `None` where it can't.
    pub claims: Option<&'a Object>,
    /// What the server would make of the request.
    pub credential: &'a Credential,
    /// The slot in which the token stood, and what was done to open it.
    pub repairs: &'a [String],
    /// Its kind.
    pub kind: &'a Classification,
    /// Key and signature.
    pub judgement: &'a Judgement,
    /// What the API demands.
    pub demands: &'a Demands,
    /// The instant to judge for.
    pub now: Timestamp,
    /// `keys-stale`: the set is old because the tenant is down, or was not asked for long.
    pub keys_stale: bool,
    /// The time claims as this server reads them.
    pub times: Times<'a>,
    /// Names that stand twice in the header.
    pub twice_in_header: Vec<&'a str>,
    /// Names that stand twice in the claims.
    pub twice_in_claims: Vec<&'a str>,
}

impl<'a> Facts<'a> {
    /// The claims, none where the payload is no object.
    #[must_use]
    pub fn claims(&self) -> &'a Object {
        self.claims.unwrap_or_else(|| self.token.claims.members())
    }
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It does not hold.
    Fail,
    /// It holds.
    Pass,
    /// Not asked for, or not looked at by this server.
    Skip,
    /// Asked for, and can't be told.
    Unknown,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Passes here, and is wrong or dangerous all the same.
    Warning,
    /// The token is refused for it.
    Error,
}

/// The result of one check, a row of the report.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// Which check.
    #[serde(serialize_with = "named")]
    pub id: CheckId,
    /// How it came out.
    pub outcome: Outcome,
    /// What was wanted.
    pub wanted: Json,
    /// What the token has.
    pub found: Json,
    /// The outcome in words.
    pub message: Cow<'static, str>,
    /// The section it rests on.
    pub spec: &'static str,
    /// In which way it fails.
    #[serde(skip)]
    pub fault: Fault,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields so")]
fn named<S: Serializer>(id: &CheckId, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_unit_variant("CheckId", *id as u32, id.name())
}

/// How one check is made.
pub struct CheckSpec {
    /// Which check.
    pub id: CheckId,
    /// The section it rests on.
    pub spec: &'static str,
    /// Makes it.
    pub measure: fn(&Facts<'_>) -> Measured,
}

/// What a check found; the engine adds its name.
#[derive(Clone, Debug)]
pub struct Measured {
    outcome: Outcome,
    wanted: Json,
    found: Json,
    message: Cow<'static, str>,
    fault: Fault,
}

impl Measured {
    fn new(
        outcome: Outcome,
        wanted: impl Into<Json>,
        found: impl Into<Json>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (wanted, found, message) = (wanted.into(), found.into(), message.into());
        Self { outcome, wanted, found, message, fault: Fault::Value }
    }

    /// The same, failing in this way.
    fn by(self, fault: Fault) -> Self {
        Self { fault, ..self }
    }

    fn pass(
        wanted: impl Into<Json>,
        found: impl Into<Json>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(Outcome::Pass, wanted, found, message)
    }

    fn fail(
        wanted: impl Into<Json>,
        found: impl Into<Json>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(Outcome::Fail, wanted, found, message)
    }

    fn skip(found: impl Into<Json>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Outcome::Skip, Json::Null, found, message)
    }

    fn unknown(
        wanted: impl Into<Json>,
        found: impl Into<Json>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(Outcome::Unknown, wanted, found, message)
    }
}

/// The results of all checks, in the order of the contract.
#[derive(Clone, Debug)]
pub struct Checks(Vec<Check>);

impl Checks {
    /// Makes every check of each token once.
    ///
    /// # Panics
    /// Never: a test holds that every check has its maker.
    #[must_use]
    pub fn measure(all: &[Facts<'_>]) -> Vec<Self> {
        let room = || Self(Vec::with_capacity(IN_ORDER.len()));
        let mut made: Vec<Self> = all.iter().map(|_| room()).collect();
        for spec in IN_ORDER.iter() {
            for (facts, checks) in all.iter().zip(&mut made) {
                let Measured { outcome, wanted, found, message, fault } = (spec.measure)(facts);
                let (id, spec) = (spec.id, spec.spec);
                checks.0.push(Check { id, outcome, wanted, found, message, spec, fault });
            }
        }
        made
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Check] {
        &self.0
    }

    /// All of them, to be kept.
    #[must_use]
    pub fn into_all(self) -> Vec<Check> {
        self.0
    }

    /// One of them: all are there, in the order of the contract.
    fn of(&self, id: CheckId) -> Option<&Check> {
        self.0.get(id as usize).filter(|check| check.id == id)
    }

    /// How one came out.
    #[must_use]
    pub fn outcome(&self, id: CheckId) -> Outcome {
        self.of(id).map_or(Outcome::Skip, |check| check.outcome)
    }

    /// Whether one failed.
    #[must_use]
    pub fn failed(&self, id: CheckId) -> bool {
        self.outcome(id) == Outcome::Fail
    }

    /// Whether one failed in this way.
    fn failed_by(&self, id: CheckId, fault: Fault) -> bool {
        self.of(id).is_some_and(|c| c.outcome == Outcome::Fail && c.fault == fault)
    }

    /// The failure that a server with this order of checks meets first.
    #[must_use]
    pub fn first_failed(&self, mut order: impl Iterator<Item = CheckId>) -> Option<&Check> {
        order.find_map(|id| self.of(id).filter(|check| check.outcome == Outcome::Fail))
    }

    /// Whether any failed.
    #[must_use]
    pub fn any_failed(&self) -> bool {
        self.0.iter().any(|check| check.outcome == Outcome::Fail)
    }

    /// Whether any can't be told.
    #[must_use]
    pub fn any_unknown(&self) -> bool {
        self.0.iter().any(|check| check.outcome == Outcome::Unknown)
    }

    /// The words of one.
    fn message(&self, id: CheckId) -> &str {
        self.of(id).map_or("", |check| &check.message)
    }
}

/// One cause: what it is called, what it belongs to, and how it is seen.
pub struct Rule {
    /// The slug; never renamed, never reused.
    pub id: &'static str,
    /// The check whose failure it explains; `None` for what explains several.
    pub check: Option<CheckId>,
    /// What the server says to it, where it is the first thing that it minds.
    pub refusal: Refusal,
    /// The section it rests on.
    pub spec: &'static str,
    /// Its page.
    pub doc: &'static str,
    /// Sees it, given the facts and the checks.
    pub see: fn(&Facts<'_>, &Checks) -> Option<Seen>,
}

impl Rule {
    /// The title of its page.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.doc.lines().next().unwrap_or_default().trim_start_matches("# ")
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rule({})", self.id)
    }
}

/// What a rule saw.
#[derive(Clone, Debug)]
pub struct Seen {
    /// How grave.
    pub severity: Severity,
    /// One paragraph that names both sides.
    pub message: String,
    /// What to change, step by step.
    pub fix: Vec<String>,
    /// What the server says to it, where that is not what it says to the rule.
    pub refusal: Option<Refusal>,
}

impl Seen {
    fn of(severity: Severity, message: impl Into<String>) -> Self {
        Self { severity, message: message.into(), fix: Vec::new(), refusal: None }
    }

    fn error(message: impl Into<String>) -> Self {
        Self::of(Severity::Error, message)
    }

    fn warning(message: impl Into<String>) -> Self {
        Self::of(Severity::Warning, message)
    }

    fn note(message: impl Into<String>) -> Self {
        Self::of(Severity::Note, message)
    }

    fn answered(self, refusal: Refusal) -> Self {
        Self { refusal: Some(refusal), ..self }
    }

    fn fix(mut self, step: impl Into<String>) -> Self {
        self.fix.push(step.into());
        self
    }
}

/// The checks and the rules of one group of causes.
struct Group {
    checks: &'static [CheckSpec],
    rules: &'static [Rule],
}

/// The groups; the order of their rules is the order of causes.
fn groups() -> impl Iterator<Item = &'static Group> {
    [
        &credential::GROUP,
        &structure::GROUP,
        &kind::GROUP,
        &key::GROUP,
        &issuer::GROUP,
        &audience::GROUP,
        &time::GROUP,
        &claims::GROUP,
        &advice::GROUP,
    ]
    .into_iter()
}

/// The makers of all checks, in the order of the contract.
static IN_ORDER: LazyLock<Vec<&CheckSpec>> = LazyLock::new(|| {
    let mut all: Vec<&CheckSpec> = groups().flat_map(|group| group.checks).collect();
    all.sort_unstable_by_key(|spec| spec.id);
    all
});

/// Every rule, in the order of causes.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    groups().flat_map(|group| group.rules)
}

/// The rule of that slug.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Rule> {
    catalogue().find(|rule| rule.id == id)
}

/// A rule with its page: `rule!("slug", check, refusal, spec, see)`.
macro_rules! rule {
    ($id:literal, $check:expr, $refusal:expr, $spec:literal, $see:expr) => {
        $crate::rule::Rule {
            id: $id,
            check: $check,
            refusal: $refusal,
            spec: $spec,
            doc: include_str!(concat!("docs/", $id, ".md")),
            see: $see,
        }
    };
}
use rule;

/// Whether there are claims that a check can compare.
fn has_claims(facts: &Facts<'_>) -> bool {
    facts.claims.is_some()
}

/// Longest text that is quoted in a sentence, in characters.
const MOST_QUOTED: usize = 120;

/// A text out of a token or a setting, quoted for a sentence.
fn quoted(text: &str) -> String {
    shortened(text, MOST_QUOTED).into_owned()
}

/// Several of them, in one sentence.
fn listed<T: AsRef<str>>(texts: &[T]) -> String {
    let [first @ .., last] = texts else { return "nothing".to_owned() };
    let mut sentence = String::with_capacity(64);
    for (at, text) in first.iter().enumerate() {
        sentence.push_str(if at > 0 { ", " } else { "" });
        sentence.push_str(&shortened(text.as_ref(), MOST_QUOTED));
    }
    sentence.push_str(if first.is_empty() { "" } else { " and " });
    sentence.push_str(&shortened(last.as_ref(), MOST_QUOTED));
    sentence
}

/// What a claim holds, for the `found` of a check: absent is null.
fn found(object: &Object, name: &str) -> Json {
    object.get(name).cloned().unwrap_or(Json::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_of_the_contract_is_made_once() {
        let mut made: Vec<CheckId> = groups().flat_map(|g| g.checks).map(|c| c.id).collect();
        made.sort_unstable();
        assert_eq!(made, CheckId::ALL);
    }

    #[test]
    fn slugs_are_unique_and_pages_are_whole() {
        let mut seen = std::collections::HashSet::new();
        for rule in catalogue() {
            assert!(seen.insert(rule.id), "{} stands twice", rule.id);
            let parts = [
                "# ",
                "\n## Why APIs reject it\n",
                "\n## How it happens\n",
                "\n## Fix\n",
                "\n## The usual wrong fix\n",
                "\n## References\n",
            ];
            let mut from = 0;
            for part in parts {
                let at = rule.doc[from..].find(part);
                from += at.unwrap_or_else(|| panic!("{}: no '{part}' in its place", rule.id));
            }
        }
    }
}
