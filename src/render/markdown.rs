//! `--format markdown`: a section for each token, for comments and job
//! summaries. Every text that may quote a token stands in a code span.

use super::layout::safe;
use super::value::{brief, instant};
use super::words;
use crate::text::json::Json;
use crate::verdict::report::{Check, CheckId, Decision, Finding, Outcome, Report, Verdict};

/// The report as a section, ended by an empty line.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    title(&mut out, report);
    let kind = words::kind(&report.kind);
    let issuer = words::issuer(report).map(|i| format!(", {}", span(&i))).unwrap_or_default();
    push(&mut out, &format!("- kind: {kind}{issuer}"));
    push(&mut out, &format!("- fingerprint: {}", span(&report.token.fingerprint)));
    for repair in &report.source.repairs {
        push(&mut out, &format!("- note: {}", span(repair)));
    }
    for damage in &report.token.damage {
        push(&mut out, &format!("- damage: {}", span(damage)));
    }
    out.push('\n');
    if let Some(verdict) = &report.verdict {
        judged(&mut out, report, verdict);
    } else {
        evidence(&mut out, report);
    }
    findings(&mut out, report);
    if report.verdict.is_none() {
        push(&mut out, "Signature NOT checked: nothing here is verified.\n");
    }
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn title(out: &mut String, report: &Report) {
    let number = report.source.index + 1;
    let slot = report.source.slot.as_ref().map(|s| format!(" {}", span(s))).unwrap_or_default();
    let line = report.source.line.map(|line| match &report.source.file {
        Some(file) => format!(", line {line} of {}", span(file)),
        None => format!(", line {line}"),
    });
    let line = line.unwrap_or_default();
    let decision = report.verdict.as_ref().map(|v| {
        format!(": {}, {}", words::decision(v.decision).to_uppercase(), span(v.root_cause))
    });
    push(out, &format!("### Token {number}{slot}{line}{}\n", decision.unwrap_or_default()));
}

fn judged(out: &mut String, report: &Report, verdict: &Verdict) {
    push(out, &format!("**Cause:** {}\n", span(&verdict.summary)));
    if let Some(api) = &verdict.api {
        push(out, &format!("**API:** {}\n", span(api)));
    }
    if !verdict.fix.is_empty() {
        push(out, "**Fix:**\n");
        for (at, step) in verdict.fix.iter().enumerate() {
            push(out, &format!("{}. {}", at + 1, span(step)));
        }
        out.push('\n');
    }
    if let Some(http) = &verdict.http {
        let status = format!("{} {}", http.status, words::reason(http.status));
        let field = http.www_authenticate.as_ref();
        let field = field.map(|f| format!(", {}", span(&format!("WWW-Authenticate: {f}"))));
        let text = format!(
            "**Predicted answer** (from {}): {}{}\n",
            span(&http.ground),
            span(status.trim_end()),
            field.unwrap_or_default()
        );
        push(out, &text);
    }
    table(out, &report.checks);
    if verdict.decision == Decision::Accept {
        push(out, &format!("{}\n", span(&words::accepted(report))));
    }
}

fn table(out: &mut String, checks: &[Check]) {
    let asked = || checks.iter().filter(|c| c.outcome != Outcome::Skip);
    if asked().next().is_some() {
        push(out, "| outcome | check | wanted | token |\n| --- | --- | --- | --- |");
        for check in asked() {
            let outcome = words::outcome(check.outcome);
            let (wanted, found) = (value(check, &check.wanted), value(check, &check.found));
            push(out, &format!("| {outcome} | {} | {wanted} | {found} |", words::row(check.id)));
        }
        out.push('\n');
    }
    let skipped: Vec<String> =
        checks.iter().filter(|c| c.outcome == Outcome::Skip).map(|c| words::row(c.id)).collect();
    if !skipped.is_empty() {
        push(out, &format!("Not checked: {}\n", skipped.join(", ")));
    }
}

fn value(check: &Check, json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        _ => match check.id {
            CheckId::Expires | CheckId::NotBefore | CheckId::IssuedAt | CheckId::AuthTime => {
                cell(&instant(json))
            }
            _ => cell(&brief(json)),
        },
    }
}

fn evidence(out: &mut String, report: &Report) {
    let signs = &report.kind.evidence;
    if signs.is_empty() {
        return;
    }
    push(out, "| sign | speaks for | speaks against | because |\n| --- | --- | --- | --- |");
    for sign in signs {
        let name = |kind: Option<&'static str>| kind.map(words::kind_title).unwrap_or_default();
        let (own, against) = (name(sign.speaks_for), name(sign.against));
        let because = cell(&sign.because);
        push(out, &format!("| {} | {own} | {against} | {because} |", cell(&sign.claim)));
    }
    out.push('\n');
    for settle in &report.kind.settle {
        push(out, &format!("- would settle it: {}", span(settle)));
    }
    if !report.kind.settle.is_empty() {
        out.push('\n');
    }
}

fn findings(out: &mut String, report: &Report) {
    let told = report.verdict.as_ref().map(|v| v.root_cause);
    let untold = |f: &&Finding| told != Some(f.rule) && !words::is_told_by_repairs(f, report);
    let others: Vec<_> = report.findings.iter().filter(untold).collect();
    for finding in &others {
        let severity = words::severity(finding.severity);
        push(out, &format!("- {severity} {}: {}", span(finding.rule), span(&finding.message)));
    }
    if !others.is_empty() {
        out.push('\n');
    }
}

/// A code span that its text can't end: the fence is longer than any run of
/// backticks inside, and line ends are spelled out (`CommonMark` section 6.1).
fn span(text: &str) -> String {
    let text = safe(text);
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    // A reader strips one space from both ends if both are there.
    let bare = !text.is_empty() && !text.starts_with(['`', ' ']) && !text.ends_with(['`', ' ']);
    let pad = if bare { "" } else { " " };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code span in a table, where `|` ends a cell even inside one. Behind a
/// backslash the usual escape is ambiguous, so that `|` is spelled out.
fn cell(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in span(text).chars() {
        match c {
            '|' if before == '\\' => out.push_str("\\u{007c}"),
            '|' => out.push_str("\\|"),
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use crate::text::escape::is_hostile;

    #[test]
    fn a_rejection() {
        let text = markdown(&samples::rejected());
        for line in [
            "### Token 1 `id_token`, line 7 of `fixtures/token response.json`: REJECTED, `id-token-as-access-token`\n",
            "**Cause:** `You sent the ID token.",
            "1. `ask for   audience=https://orders.example.com in the authorize request`\n",
            "| FAIL | audience | `https://orders.example.com` | `kH3v",
            "Not checked: authorized party, nonce, ",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[test]
    fn spans_hold_their_text() {
        assert_eq!(span("a"), "`a`");
        assert_eq!(span("a``b`"), "``` a``b` ```");
        assert_eq!(span(""), "`  `");
        assert_eq!(span("a\n# b"), "`a\\n# b`");
        assert_eq!(cell("a|b\\|c"), "`a\\|b\\\\u{007c}c`");
    }

    /// Takes the code spans out as a `CommonMark` reader would.
    fn outside(line: &str) -> String {
        let mut out = String::new();
        let mut rest = line;
        while let Some(at) = rest.find('`') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let fence = rest.len() - rest.trim_start_matches('`').len();
            let mut from = fence;
            loop {
                let close = rest[from..].find('`').expect("the span is closed") + from;
                let run = rest[close..].len() - rest[close..].trim_start_matches('`').len();
                from = close + run;
                if run == fence {
                    break;
                }
            }
            rest = &rest[from..];
        }
        out.push_str(rest);
        out
    }

    proptest::proptest! {
        /// No text ends its own span or cell.
        #[test]
        fn any_text_stays_inside(text in "[`|\\\\ a\n\u{85}]{0,24}") {
            proptest::prop_assert_eq!(outside(&span(&text)), "");
            let cell = cell(&text);
            proptest::prop_assert_eq!(outside(&cell), "");
            let bare = cell.replace("\\|", "");
            proptest::prop_assert!(!bare.contains('|') && !cell.contains("\\\\|"), "{}", cell);
        }
    }

    #[test]
    fn nothing_of_the_token_stands_outside_a_span() {
        for (name, report) in samples::all() {
            let text = markdown(&report);
            for line in text.lines() {
                assert!(!line.contains(is_hostile), "{name}");
                let outside = outside(line);
                assert!(!outside.contains("pwned") && !outside.contains("script"), "{line}");
                if line.starts_with('|') {
                    let cells = line.replace("\\|", "").matches('|').count();
                    assert_eq!(cells, 5, "{name}\n{line}");
                }
            }
        }
    }
}
