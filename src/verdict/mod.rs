//! Floor 5: one token in, one [`report::Report`] out. [`Exhibit::read`] reads
//! and classifies it, [`describe`] reports that, [`judge`] adds the checks,
//! the causes and the verdict of one API.

use std::borrow::Cow;

use crate::api::{ApiProfile, CheckId};
use crate::key::{self, Freshness, Keys};
use crate::kind::{self, Classification, Confidence, Hints, Kind};
use crate::rule::{
    self, Checks, Credential, Facts, LOOK_AT_SETTINGS, LOOK_ELSEWHERE, Outcome, Rule, Scheme, Seen,
    Severity, Times,
};
use crate::server::behaviour::Duplicates;
use crate::server::{Demands, ServerModel, WantedKind};
use crate::text::escape::shortened;
use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;
use crate::token::paste::{Paste, Pasted, Sent};
use crate::token::{Form, Mask, Part, RawToken, Token};

mod answer;
pub mod report;
mod view;

use answer::answer;
use report::{Decision, Report, Source, Verdict};

/// One token as it was handed in: read, classified, with the way it was sent.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// The token.
    pub token: Token,
    /// Where it came from.
    pub source: Source,
    /// Its kind.
    pub kind: Classification,
    credential: Credential,
    /// The request around it, where that counts.
    sent: Option<Sent>,
}

impl Exhibit {
    /// Reads a token that was found in a paste. `as_sent`: the request around
    /// it counts, as it would for a server.
    #[must_use]
    pub fn read(pasted: &Pasted, index: usize, hints: &Hints<'_>, as_sent: bool) -> Self {
        let token = Token::parse(pasted.raw.clone());
        let hints = Hints { slot: hints.slot.or(pasted.slot.as_deref()), ..*hints };
        let sent = pasted.sent.clone().filter(|_| as_sent);
        let credential = sent.as_ref().map(|s| Credential::of_token(s, &token)).unwrap_or_default();
        let source = Source {
            index,
            slot: pasted.slot.clone(),
            form: pasted.form,
            repairs: pasted.repairs.clone(),
            line: None,
            file: None,
        };
        let kind = kind::classify(&token, &hints);
        Self { token, source, kind, credential, sent }
    }

    /// Stands for a token that was read past: its length in bytes.
    #[must_use]
    pub fn too_long(bytes: usize, index: usize) -> Self {
        let mut exhibit = Self::missing(&Paste::default(), index);
        exhibit.credential = Credential::too_long(bytes);
        exhibit
    }

    /// Stands for the token that is missing in a paste.
    #[must_use]
    pub fn missing(paste: &Paste, index: usize) -> Self {
        let token = Token::parse(RawToken::new(""));
        let credential = match &paste.sent {
            Some(sent) => Credential::of_request(sent),
            None => Credential::default(),
        };
        let credential = if credential.problem.is_some() {
            credential
        } else {
            Credential::nothing(paste.instead.as_deref().unwrap_or("no word of it is one"))
        };
        let (form, repairs) = ("bare", Vec::new());
        let source = Source { index, slot: None, form, repairs, line: None, file: None };
        let kind = kind::classify(&token, &Hints::default());
        Self { token, source, kind, credential, sent: paste.sent.clone() }
    }

    /// What a server of this record gets out of the request.
    fn credential(&self, demands: &Demands) -> Credential {
        match (&self.sent, demands.behaviour.reading) {
            // By the scheme DPoP, with a proof, to a server that minds what a token is bound to.
            (Some(sent), Some(_))
                if demands.behaviour.minds_binding
                    && self.credential.scheme == Some(Scheme::Dpop)
                    && !sent.dpop.is_empty() =>
            {
                self.credential.clone()
            }
            (Some(sent), Some(reading)) => {
                let read = Credential::as_read_by(sent, reading);
                // Where nothing was found, what stands there instead is told better.
                let told = read.problem.is_none() && self.token.form == Form::None;
                if told { self.credential.clone() } else { read }
            }
            _ => self.credential.clone(),
        }
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

/// Reports what the token is; nothing is verified.
#[must_use]
pub fn describe(exhibit: &Exhibit, now: Timestamp) -> Report {
    described(exhibit, now, &Mask::of(&exhibit.token))
}

fn described(exhibit: &Exhibit, now: Timestamp, mask: &Mask) -> Report {
    Report {
        schema: report::SCHEMA,
        judged_at: now.seconds(),
        source: view::source(&exhibit.source, mask),
        token: view::token(&exhibit.token, mask, key::fingerprint),
        kind: view::kind(&exhibit.kind, mask),
        checks: Vec::new(),
        findings: Vec::new(),
        verdict: None,
    }
}

/// Judges the token as this API would.
#[must_use]
pub fn judge(exhibit: &Exhibit, standard: &Standard<'_>) -> Report {
    let leaves = exhibit.kind.provider.map_or(&[][..], |p| p.leaves_rfc9068);
    let demands = match standard.demands.by_profile.as_slice() {
        [] => Cow::Borrowed(standard.demands),
        _ => Cow::Owned(standard.demands.clone().for_provider(leaves)),
    };
    let practice = standard.demands.behaviour.practice;
    let judgement = key::judge_by(&exhibit.token, standard.keys, practice);
    let credential = exhibit.credential(standard.demands);
    let claims = claims(&exhibit.token, standard.demands);
    let facts = Facts {
        token: &exhibit.token,
        claims: claims.as_deref(),
        credential: &credential,
        repairs: &exhibit.source.repairs,
        kind: &exhibit.kind,
        judgement: &judgement,
        demands: &demands,
        now: standard.now,
        keys_stale: matches!(standard.keys, Keys::Set(s) if s.freshness == Freshness::Stale),
        times: Times::read(
            claims.as_deref().unwrap_or_else(|| exhibit.token.claims.members()),
            &demands.behaviour,
        ),
        twice_in_header: exhibit.token.header.members().duplicates(),
        twice_in_claims: exhibit.token.claims.members().duplicates(),
    };
    let checks = Checks::measure(&facts);
    let decision = decide(&checks);
    let seen: Vec<(&'static Rule, Seen)> = rule::catalogue()
        .filter_map(|rule| (rule.see)(&facts, &checks).map(|seen| (rule, seen)))
        .map(|(rule, seen)| (rule, graded(rule, seen, decision, &checks)))
        .collect();
    let verdict = verdict(exhibit, standard, &checks, decision, &seen);
    let mask = Mask::of(&exhibit.token);
    let mut report = described(exhibit, standard.now, &mask);
    report.checks = checks.into_all();
    report.checks.iter_mut().for_each(|check| view::row(check, &mask));
    report.findings = seen.iter().map(|(rule, seen)| view::finding(rule, seen, &mask)).collect();
    report.verdict = Some(view::verdict(verdict, &mask));
    report
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

/// The check that a token has to pass before its signature says anything.
#[must_use]
pub fn is_signed_well(report: &Report) -> bool {
    const NEEDED: [CheckId; 6] = [
        CheckId::Encoding,
        CheckId::Header,
        CheckId::Algorithm,
        CheckId::Critical,
        CheckId::Key,
        CheckId::Signature,
    ];
    NEEDED.iter().all(|id| report.checks.iter().any(|c| c.id == *id && c.outcome == Outcome::Pass))
}
