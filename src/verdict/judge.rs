//! A token held against an API: the facts, the checks, the causes, the verdict.

use std::borrow::Cow;

use super::answer::answer;
use super::report::{Decision, Report, Verdict};
use super::{Exhibit, described, view};
use crate::api::{ApiProfile, CheckId};
use crate::key::{self, Freshness, Judgement, Keys};
use crate::kind::{Confidence, Kind};
use crate::rule::{
    self, Checks, Credential, Facts, LOOK_AT_SETTINGS, LOOK_ELSEWHERE, Outcome, Rule, Seen,
    Severity, Times,
};
use crate::server::behaviour::Duplicates;
use crate::server::{Demands, ServerModel, WantedKind};
use crate::text::escape::shortened;
use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;
use crate::token::{Form, Mask, Part, Token};

/// What one API holds a token against.
#[derive(Debug)]
pub struct Standard<'a> {
    /// The API as described.
    pub profile: &'a ApiProfile,
    /// The software in front.
    pub model: &'static ServerModel,
    /// What follows from both.
    pub demands: &'a Demands,
    /// The keys.
    pub keys: &'a Keys,
    /// The instant to judge for.
    pub now: Timestamp,
    /// Whether the HTTP answer is to be predicted (`explain`).
    pub predict: bool,
    /// Whether people read it: what is in no other format is made for them alone.
    pub for_people: bool,
}

/// A token and what it is held against.
#[derive(Debug)]
pub struct Case<'a> {
    /// The token.
    pub exhibit: &'a Exhibit,
    /// What the API holds it against.
    pub standard: Standard<'a>,
}

/// What is made of a case before its facts can be told.
struct Heard<'a> {
    demands: Cow<'a, Demands>,
    judgement: Judgement,
    credential: Credential,
    claims: Option<Cow<'a, Object>>,
}

impl<'a> Heard<'a> {
    fn of(Case { exhibit, standard }: &'a Case<'_>) -> Self {
        let leaves = exhibit.kind.provider.map_or(&[][..], |p| p.leaves_rfc9068);
        let demands = match standard.demands.by_profile.as_slice() {
            [] => Cow::Borrowed(standard.demands),
            _ => Cow::Owned(standard.demands.clone().for_provider(leaves)),
        };
        let practice = standard.demands.behaviour.practice;
        Self {
            demands,
            judgement: key::judge_by(&exhibit.token, standard.keys, practice),
            credential: exhibit.credential(standard.demands),
            claims: claims(&exhibit.token, standard.demands),
        }
    }

    fn facts(&'a self, Case { exhibit, standard }: &'a Case<'_>) -> Facts<'a> {
        let claims = self.claims.as_deref();
        Facts {
            token: &exhibit.token,
            claims,
            credential: &self.credential,
            repairs: &exhibit.source.repairs,
            kind: &exhibit.kind,
            judgement: &self.judgement,
            demands: &self.demands,
            now: standard.now,
            keys_stale: matches!(standard.keys, Keys::Set(s) if s.freshness == Freshness::Stale),
            times: Times::read(
                claims.unwrap_or_else(|| exhibit.token.claims.members()),
                &self.demands.behaviour,
            ),
            twice_in_header: exhibit.token.header.members().duplicates(),
            twice_in_claims: exhibit.token.claims.members().duplicates(),
        }
    }
}

/// Judges each token as its API would. All take one step before any takes the
/// next: the code of all steps together is many times what a processor keeps
/// at hand, and that of one step is not.
#[must_use]
pub fn judge(cases: &[Case<'_>]) -> Vec<Report> {
    let heard: Vec<Heard<'_>> = cases.iter().map(Heard::of).collect();
    let facts: Vec<Facts<'_>> = heard.iter().zip(cases).map(|(h, case)| h.facts(case)).collect();
    let checks = Checks::measure(&facts);
    let mut found: Vec<Found<'_>> = facts.iter().zip(checks).map(Found::of).collect();
    for rule in rule::catalogue() {
        for found in &mut found {
            found.see(rule);
        }
    }
    let told = |(found, case): (Found<'_>, &Case<'_>)| found.report(case);
    found.into_iter().zip(cases).map(told).collect()
}

/// What was found out about one token.
struct Found<'a> {
    facts: &'a Facts<'a>,
    checks: Checks,
    decision: Decision,
    seen: Vec<(&'static Rule, Seen)>,
}

impl<'a> Found<'a> {
    fn of((facts, checks): (&'a Facts<'a>, Checks)) -> Self {
        Self { facts, decision: decide(&checks), checks, seen: Vec::new() }
    }

    fn see(&mut self, rule: &'static Rule) {
        if let Some(seen) = (rule.see)(self.facts, &self.checks) {
            self.seen.push((rule, graded(rule, seen, self.decision, &self.checks)));
        }
    }

    fn report(self, Case { exhibit, standard }: &Case<'_>) -> Report {
        let Self { checks, decision, seen, .. } = self;
        let verdict = verdict(exhibit, standard, &checks, decision, &seen);
        let mask = Mask::of(&exhibit.token);
        let mut report = described(exhibit, standard.now, &mask);
        report.checks = checks.into_all();
        report.checks.iter_mut().for_each(|check| view::row(check, &mask));
        let finding = |(rule, seen)| view::finding(rule, seen, &mask);
        report.findings = seen.into_iter().map(finding).collect();
        report.verdict = Some(view::verdict(verdict, &mask));
        report
    }
}

/// The claims as a server of this record reads them; `None` where it can't.
fn claims<'a>(token: &'a Token, demands: &Demands) -> Option<Cow<'a, Object>> {
    match &token.claims {
        Part::Object(object) if demands.behaviour.duplicates == Duplicates::First => {
            // The last counts where members are looked up.
            let mut first = Object::empty();
            for (name, value) in object.iter().filter(|(name, _)| !name.is_empty()) {
                if !first.has(name) {
                    first.push(name, value.clone());
                }
            }
            Some(Cow::Owned(first))
        }
        Part::Object(object) => Some(Cow::Borrowed(object)),
        Part::Absent | Part::NotJson(..) | Part::NotObject(Json::Null) | Part::Undecodable => None,
        Part::NotObject(_) => demands.behaviour.any_payload.then(Cow::default),
    }
}

/// Any failure rejects; else anything that can't be told leaves it open.
fn decide(checks: &Checks) -> Decision {
    if checks.any_failed() {
        Decision::Reject
    } else if checks.any_unknown() || checks.outcome(CheckId::Signature) != Outcome::Pass {
        // Whatever else holds, nothing is accepted whose signature was not seen to fit.
        Decision::Undecided
    } else {
        Decision::Accept
    }
}

/// On a rejection only what failed is an error; what could not be told there
/// is one where the verdict is open.
fn graded(rule: &Rule, mut seen: Seen, decision: Decision, checks: &Checks) -> Seen {
    let outcome = rule.check.map(|id| checks.outcome(id));
    let open = outcome == Some(Outcome::Unknown);
    if seen.severity == Severity::Error && open && decision == Decision::Reject {
        seen.severity = Severity::Warning;
    }
    seen
}

fn verdict(
    exhibit: &Exhibit,
    standard: &Standard<'_>,
    checks: &Checks,
    decision: Decision,
    seen: &[(&'static Rule, Seen)],
) -> Verdict {
    let of = |severity| seen.iter().filter(move |(_, s)| s.severity == severity);
    let mut causes: Vec<&'static str> = match decision {
        Decision::Accept => of(Severity::Warning).map(|(rule, _)| rule.id).collect(),
        Decision::Reject | Decision::Undecided => {
            of(Severity::Error).map(|(rule, _)| rule.id).collect()
        }
    };
    match decision {
        Decision::Accept => causes.push("ok"),
        Decision::Reject | Decision::Undecided if causes.is_empty() => causes.push(unnamed(checks)),
        Decision::Reject | Decision::Undecided => {}
    }
    let root_cause = causes[0];
    let root = seen.iter().find(|(rule, _)| rule.id == root_cause).map(|(_, seen)| seen);
    Verdict {
        decision,
        root_cause,
        summary: summary(root, root_cause, seen),
        fix: root.map(|seen| seen.fix.clone()).unwrap_or_default(),
        causes,
        api: standard.profile.name.clone(),
        server: standard.model.name,
        http: if standard.predict { answer(standard, checks, decision, seen) } else { None },
        api_origin: standard.profile.origin.clone(),
        roles: if standard.for_people && exhibit.token.form == Form::Jws {
            roles(exhibit, standard)
        } else {
            Vec::new()
        },
        look_elsewhere: if standard.for_people && standard.predict && decision == Decision::Accept {
            let pages = LOOK_ELSEWHERE.iter().filter_map(|id| rule::by_id(id)).map(view::advice);
            pages.chain(LOOK_AT_SETTINGS.map(str::to_owned)).collect()
        } else {
            Vec::new()
        },
    }
}

/// The cause that stands for a check of which no rule tells more.
fn unnamed(checks: &Checks) -> &'static str {
    let first = checks
        .all()
        .iter()
        .find(|c| c.outcome == Outcome::Fail)
        .or_else(|| checks.all().iter().find(|c| c.outcome == Outcome::Unknown));
    let rule = first.and_then(|check| rule::catalogue().find(|r| r.check == Some(check.id)));
    rule.map_or("no-verification-key", |rule| rule.id)
}

fn summary(root: Option<&Seen>, root_cause: &str, seen: &[(&'static Rule, Seen)]) -> String {
    let mut text = root.map(|seen| seen.message.clone()).unwrap_or_default();
    if root_cause == "ok" {
        // What was stretched to let it pass belongs to the answer.
        for (rule, seen) in seen {
            if seen.severity == Severity::Note
                && rule.check.is_some()
                && rule.id != "input-decorated"
            {
                text.push(' ');
                text.push_str(&seen.message);
            }
        }
    }
    text
}

/// Who is who, as far as the token and the profile say.
fn roles(exhibit: &Exhibit, standard: &Standard<'_>) -> Vec<String> {
    let claims = exhibit.token.claims.members();
    let short = |text: &str| shortened(text, 100).into_owned();
    let mut roles = Vec::new();
    let client = ["azp", "client_id", "cid", "appid"]
        .iter()
        .find_map(|name| claims.str(name))
        .or_else(|| app_of(exhibit, standard))
        .or(standard.demands.client_id.as_deref());
    if let Some(client) = client {
        roles.push(format!("client: {}", short(client)));
    }
    let api = standard.demands.audience.first();
    if let (Some(api), WantedKind::ForApi | WantedKind::AccessToken) = (api, standard.demands.kind)
    {
        let name = standard.profile.name.as_deref().map(|n| format!(" ({n})")).unwrap_or_default();
        roles.push(format!("resource server: {}{name}", short(api)));
    }
    if let Some(issuer) = claims.str("iss") {
        let title = exhibit.kind.provider.map(|p| format!(" ({})", p.title)).unwrap_or_default();
        roles.push(format!("issuer: {}{title}", short(issuer)));
    }
    roles
}

/// The client of an ID token is its audience.
fn app_of<'a>(exhibit: &'a Exhibit, standard: &Standard<'_>) -> Option<&'a str> {
    let api = match standard.demands.kind {
        WantedKind::ForApi | WantedKind::AccessToken => standard.demands.audience.as_slice(),
        WantedKind::IdToken | WantedKind::LogoutToken => &[],
    };
    let is_id =
        exhibit.kind.kind == Kind::IdToken && exhibit.kind.confidence > Confidence::Undecided;
    let all = exhibit.token.claims.members().strings_claim("aud").present().filter(|_| is_id)?;
    all.iter().find(|aud| !api.iter().any(|a| a == *aud)).or(all.first()).copied()
}
