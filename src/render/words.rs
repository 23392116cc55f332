//! Words that several formats share.

use super::layout::fitted;
use crate::kind::{Kind, with_article};
use crate::verdict::report::{CheckId, Decision, Finding, KindView, Outcome, Report, Severity};

/// "certainly an ID token"
pub(super) fn kind(kind: &KindView) -> String {
    let title = title(kind);
    if kind.name == Kind::NotAToken.name() {
        return "no token here".to_owned();
    }
    if kind.name == Kind::Unknown.name() {
        return "can't tell which kind of token this is".to_owned();
    }
    match kind.confidence {
        "certain" => format!("certainly {}", with_article(title)),
        "likely" => format!("likely {}", with_article(title)),
        _ => format!("can't tell; it could be {}", with_article(title)),
    }
}

/// The confidence in words.
pub(super) fn confidence(name: &'static str) -> &'static str {
    if name == "undecided" { "can't tell" } else { name }
}

/// The kind's name for people.
pub(super) fn title(kind: &KindView) -> &'static str {
    if kind.title.is_empty() { kind_title(kind.name) } else { kind.title }
}

/// The name for people of a kind that is named as in output.
pub(super) fn kind_title(name: &'static str) -> &'static str {
    Kind::by_name(name).map_or(name, Kind::title)
}

/// Longest issuer that is named in passing; claims show it whole.
const ISSUER: usize = 160;

/// "claims to be issued by Auth0 (https://...)"
pub(super) fn issuer(report: &Report) -> Option<String> {
    let claims = report.token.claims.as_ref().or(report.token.readable.as_ref());
    let iss = claims.and_then(|c| c.str("iss")).map(|iss| fitted(iss, ISSUER));
    match (report.kind.provider_title.or(report.kind.provider), iss) {
        (Some(provider), Some(iss)) => Some(format!("claims to be issued by {provider} ({iss})")),
        (Some(name), None) => Some(format!("claims to be issued by {name}")),
        (None, Some(name)) => Some(format!("claims to be issued by {name}")),
        (None, None) => None,
    }
}

/// "not before" for `not_before`.
pub(super) fn row(id: CheckId) -> String {
    id.name().replace('_', " ")
}

/// The outcome's word.
pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fail => "FAIL",
        Outcome::Pass => "ok",
        Outcome::Skip => "skip",
        Outcome::Unknown => "?",
    }
}

/// The decision's word.
pub(super) fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Accept => "accepted",
        Decision::Reject => "rejected",
        Decision::Undecided => "undecided",
    }
}

/// The severity's word.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Note => "note",
        Severity::Warning => "warning",
    }
}

/// "token 2: `id_token`", counting from one as people do.
pub(super) fn token(report: &Report) -> String {
    let number = report.source.index + 1;
    match &report.source.slot {
        Some(slot) => format!("token {number}: {slot}"),
        None => format!("token {number}"),
    }
}

/// "token 2: `id_token`, line 7", where the text has lines.
pub(super) fn token_on_line(report: &Report) -> String {
    let token = token(report);
    let link = if report.source.slot.is_some() { "," } else { ":" };
    report.source.line.map_or_else(|| token.clone(), |line| format!("{token}{link} line {line}"))
}

/// Whether a finding only repeats what stands in the notes on how the token
/// was got at.
pub(super) fn is_told_by_repairs(finding: &Finding, report: &Report) -> bool {
    finding.rule == "input-decorated"
        && finding.severity == Severity::Note
        && !report.source.repairs.is_empty()
}

/// The rows that were not asked for.
pub(super) fn skipped(report: &Report) -> Vec<String> {
    let skipped = report.checks.iter().filter(|c| c.outcome == Outcome::Skip);
    skipped.map(|c| row(c.id)).collect()
}

/// What an accepted token was found to be, and what nobody looked at. Never
/// says just "valid".
pub(super) fn accepted(report: &Report) -> String {
    let find = |id: CheckId| report.checks.iter().find(|c| c.id == id);
    let passed = |id: CheckId| find(id).is_some_and(|c| c.outcome == Outcome::Pass);
    let mut parts = Vec::new();
    if passed(CheckId::Signature) {
        let maker = find(CheckId::Signature).and_then(|c| c.wanted.as_str()).unwrap_or_default();
        let named = ["a ", "an ", "the "].iter().any(|article| maker.starts_with(article));
        let maker = if named { maker } else { "the key that was found" };
        parts.push(format!("signature made by {maker}"));
    } else {
        parts.push("signature NOT checked".to_owned());
    }
    let endless = find(CheckId::Expires).is_none_or(|c| c.found == crate::text::json::Json::Null);
    match (passed(CheckId::Expires), endless) {
        (true, false) => parts.push("live".to_owned()),
        (true, true) => parts.push("no expiry".to_owned()),
        (false, _) => parts.push("expiry NOT checked".to_owned()),
    }
    if passed(CheckId::Audience) {
        let to_a_client =
            find(CheckId::Audience).is_some_and(|c| c.message == "issued to this client");
        let whom = if to_a_client { "issued to this client" } else { "meant for this API" };
        parts.push(whom.to_owned());
    } else {
        parts.push("audience NOT checked".to_owned());
    }
    let skipped = skipped(report);
    let left = match skipped.len() {
        0 => "every check was asked for".to_owned(),
        1 => format!("1 check not asked for: {}", skipped[0]),
        n => format!("{n} checks not asked for: {}", skipped.join(", ")),
    };
    format!("accepted: {}; {left}", parts.join(", "))
}

/// The reason phrase of a status code.
pub(super) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        422 => "Unprocessable Content",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "",
    }
}
