//! What of a token may be seen: everything passes the mask here, once.

use super::report::{EvidenceView, KindView, SignatureView, Source, TokenView, Verdict};
use crate::kind::{Classification, Evidence};
use crate::rule::{self, Rule};
use crate::token::{Form, Mask, Part, Token};

pub(super) fn source(source: &Source, mask: &Mask) -> Source {
    Source {
        slot: source.slot.as_deref().map(|slot| mask.text(slot).into_owned()),
        repairs: source.repairs.iter().map(|r| mask.text(r).into_owned()).collect(),
        ..source.clone()
    }
}

pub(super) fn token(token: &Token, mask: &Mask, digest: fn(&[u8]) -> String) -> TokenView {
    let raw = token.raw().expose();
    let mut fingerprint = digest(raw.as_bytes());
    fingerprint.truncate(16);
    let masked = |part: &Part| part.object().map(|object| mask.object(object));
    let readable = match &token.claims {
        Part::NotJson(_, members) if !members.is_empty() => Some(mask.object(members)),
        _ => None,
    };
    let bytes = token.signature().and_then(|segment| segment.bytes.as_ref()).map(Vec::len);
    let signature = match (token.alg(), bytes) {
        (Some(alg), Some(bytes)) if bytes > 0 => {
            Some(SignatureView { alg: mask.text(alg).into_owned(), bytes })
        }
        _ => None,
    };
    TokenView {
        format: token.form.name(),
        bytes: raw.len(),
        fingerprint: format!("sha256:{fingerprint}"),
        header: masked(&token.header),
        claims: if token.form == Form::Jwe { None } else { masked(&token.claims) },
        signature,
        damage: token.damage.iter().map(|d| mask.text(&rule::described(d)).into_owned()).collect(),
        readable,
    }
}

pub(super) fn kind(kind: &Classification, mask: &Mask) -> KindView {
    let evidence = |e: &Evidence| EvidenceView {
        speaks_for: e.speaks_for.map(crate::kind::Kind::name),
        against: e.speaks_against.map(crate::kind::Kind::name),
        claim: mask.text(&e.claim).into_owned(),
        because: mask.text(&e.because).into_owned(),
    };
    KindView {
        name: kind.kind.name(),
        confidence: kind.confidence.name(),
        provider: kind.provider.map(|p| p.id),
        evidence: kind.evidence.iter().map(evidence).collect(),
        settle: kind.settle.clone(),
        title: kind.kind.title(),
        provider_title: kind.provider.map(|p| p.title),
    }
}

pub(super) fn verdict(verdict: Verdict, mask: &Mask) -> Verdict {
    let all = |texts: Vec<String>| -> Vec<String> {
        texts.iter().map(|text| mask.text(text).into_owned()).collect()
    };
    Verdict {
        summary: mask.text(&verdict.summary).into_owned(),
        fix: all(verdict.fix),
        roles: all(verdict.roles),
        ..verdict
    }
}

/// Slug and title of a page, in one line.
pub(super) fn advice(rule: &'static Rule) -> String {
    format!("{}: {}", rule.id, rule.title())
}
