//! What of a token may be seen: everything passes the mask here, once.

use super::report::{
    EvidenceView, FamilyView, Finding, KindView, RolesView, Source, TokenView, Verdict,
};
use crate::issuer::Prefix;
use crate::kind::{Classification, Evidence, Roles};
use crate::rule::{Check, Rule, Seen};
use crate::text::escape::shortened;
use crate::text::json::Json;
use crate::token::{Form, Mask, Part, Token};

mod form;

/// Longest text of a `wanted` or `found`, in characters.
const MAX_TEXT: usize = 256;

pub(super) fn source(source: &Source, mask: &Mask) -> Source {
    Source {
        slot: source.slot.as_deref().map(|slot| mask.text(slot).into_owned()),
        repairs: source.repairs.iter().map(|r| mask.text(r).into_owned()).collect(),
        ..source.clone()
    }
}

pub(super) fn token(token: &Token, mask: &Mask, fingerprint: fn(&[u8]) -> String) -> TokenView {
    let raw = token.raw().expose();
    let masked = |part: &Part| part.object().map(|object| mask.object(object));
    let readable = match &token.claims {
        Part::NotJson(_, members) if !members.is_empty() => Some(mask.object(members)),
        _ => None,
    };
    let mut view = TokenView {
        format: token.form.name(),
        bytes: raw.len(),
        fingerprint: fingerprint(raw.as_bytes()),
        header: masked(&token.header),
        claims: if token.form == Form::Jwe { None } else { masked(&token.claims) },
        signature: form::signature(token, mask),
        readable,
        ..TokenView::default()
    };
    form::add(&mut view, token, mask);
    view
}

pub(super) fn kind(kind: &Classification, mask: &Mask) -> KindView {
    let evidence = |e: &Evidence| EvidenceView {
        speaks_for: e.speaks_for.map(crate::kind::Kind::name),
        against: e.speaks_against.map(crate::kind::Kind::name),
        claim: mask.words(e.claim.clone()),
        because: mask.words(e.because.clone()),
    };
    KindView {
        name: kind.kind.name(),
        confidence: kind.confidence.name(),
        provider: kind.provider.map(|p| p.id),
        evidence: kind.evidence.iter().map(evidence).collect(),
        settle: kind.settle.clone(),
        advice: kind.advice,
        family: kind.prefix.map(family),
        roles: None,
        title: kind.kind.title(),
        provider_title: kind.provider.map(|p| p.title),
    }
}

fn family(prefix: &Prefix) -> FamilyView {
    let family = prefix.family();
    FamilyView {
        title: prefix.title,
        secret: prefix.is_secret(),
        state: family.state,
        revoke: family.revoke,
    }
}

impl From<Roles> for RolesView {
    fn from(roles: Roles) -> Self {
        Self { client: roles.client, api: roles.api, tenant: roles.tenant }
    }
}

/// Makes a row fit to be shown.
pub(super) fn row(check: &mut Check, mask: &Mask) {
    for value in [&mut check.wanted, &mut check.found] {
        if let Some(shown) = mask.changed(value) {
            *value = shown;
        }
        cut(value);
    }
    check.message = mask.words(std::mem::take(&mut check.message));
}

/// Strings are cut, inside a list too.
fn cut(json: &mut Json) {
    match json {
        Json::String(text) if text.len() > MAX_TEXT => *text = shortened(text, MAX_TEXT).into(),
        Json::Array(items) if items.iter().any(is_long) => {
            let mut items = items.to_vec();
            items.iter_mut().for_each(cut);
            *json = Json::Array(items.into());
        }
        _ => {}
    }
}

fn is_long(json: &Json) -> bool {
    match json {
        Json::String(text) => text.len() > MAX_TEXT,
        Json::Array(items) => items.iter().any(is_long),
        _ => false,
    }
}

pub(super) fn finding(rule: &'static Rule, seen: Seen, mask: &Mask) -> Finding {
    Finding {
        rule: rule.id,
        severity: seen.severity,
        message: mask.own(seen.message),
        fix: seen.fix.into_iter().map(|step| mask.own(step)).collect(),
        spec: rule.spec,
    }
}

pub(super) fn verdict(verdict: Verdict, mask: &Mask) -> Verdict {
    let all = |texts: Vec<String>| texts.into_iter().map(|text| mask.own(text)).collect();
    Verdict {
        summary: mask.own(verdict.summary),
        fix: all(verdict.fix),
        roles: all(verdict.roles),
        ..verdict
    }
}

/// Slug and title of a page, in one line.
pub(super) fn advice(rule: &'static Rule) -> String {
    format!("{}: {}", rule.id, rule.title())
}
