//! "Is it genuine, live and for me?" and "would this API take it?"

use super::{Question, Style, Tight, decode, finding, ink, notes, steps as numbered, table};
use crate::render::layout::Page;
use crate::render::paint::Ink;
use crate::render::words;
use crate::verdict::report::{Decision, Finding, Http, Report, Severity, Verdict};

/// Writes the page; `tight` says what is left out.
pub(super) fn judge(report: &Report, style: &Style, tight: Tight) -> String {
    let mut page = Page::new(style.width, style.paint);
    let Some(verdict) = &report.verdict else {
        return decode::decode(report, style);
    };
    head(&mut page, verdict, style.question);
    page.blank();
    cause(&mut page, verdict, tight);
    keys(&mut page, report, verdict);
    who(&mut page, verdict, tight);
    if !verdict.fix.is_empty() {
        let title = if verdict.decision == Decision::Undecided { "to settle it" } else { "fix" };
        page.heading(title);
        numbered(&mut page, &verdict.fix);
    }
    if let Some(http) = &verdict.http {
        let most = match (style.verbose, tight) {
            (true, _) => usize::MAX,
            (false, Tight::Most) => 1,
            (false, _) => BODY,
        };
        answer(&mut page, http, most);
    }
    table::steps(&mut page, report, style.verbose, tight);
    findings(&mut page, report, verdict, style.verbose);
    if verdict.decision == Decision::Accept && !verdict.look_elsewhere.is_empty() {
        page.heading("if it is refused all the same, look at");
        for place in &verdict.look_elsewhere {
            page.wrapped(&[(Ink::Plain, "  - ")], Ink::Plain, place);
        }
    }
    if style.verbose {
        decode::why(&mut page, report, true);
    }
    notes(&mut page, report);
    page.blank();
    last_line(&mut page, report, verdict);
    page.finish()
}

fn head(page: &mut Page, verdict: &Verdict, question: Question) {
    let ink = ink(verdict.decision);
    let mut word = words::decision(verdict.decision).to_uppercase();
    if verdict.decision == Decision::Accept && verdict.root_cause != "ok" {
        word.push_str(" with a warning");
    }
    let by = judge_of(verdict, question);
    if !by.is_empty() {
        word.push(' ');
    }
    let slug = if verdict.root_cause == "ok" { "" } else { verdict.root_cause };
    page.ends(&[(ink, &word), (Ink::Plain, &by)], (Ink::Bold, slug));
}

/// `by "orders" (tokcheck.toml:4) on express-jwt`; only `explain` speaks for
/// the API itself.
fn judge_of(verdict: &Verdict, question: Question) -> String {
    let asked = question == Question::Explain;
    let link = if asked { "by" } else { "for" };
    let mut parts = Vec::new();
    parts.extend(verdict.api.as_ref().map(|api| format!("{link} \"{api}\"")));
    parts.extend(verdict.api_origin.as_ref().map(|origin| format!("({origin})")));
    if asked && verdict.server != "generic" {
        let link = if parts.is_empty() { "by" } else { "on" };
        parts.push(format!("{link} {}", verdict.server));
    }
    parts.join(" ")
}

fn cause(page: &mut Page, verdict: &Verdict, tight: Tight) {
    let rejected = verdict.decision == Decision::Reject;
    page.heading(if rejected { "cause" } else { "why" });
    page.wrapped(&[(Ink::Plain, "  ")], Ink::Plain, &verdict.summary);
    let named = |c: &&&str| **c != verdict.root_cause && **c != "ok";
    let others: Vec<&str> = verdict.causes.iter().filter(named).copied().collect();
    // Told tightly, the rows that fail have to do.
    if verdict.decision != Decision::Accept && !others.is_empty() && tight < Tight::Most {
        page.wrapped(&[(Ink::Plain, "  also: ")], Ink::Plain, &others.join(", "));
    }
}

/// Why the signature is open on a token that is refused for something else.
fn keys(page: &mut Page, report: &Report, verdict: &Verdict) {
    let told = |f: &&Finding| f.rule == "keys-unavailable" && f.rule != verdict.root_cause;
    if verdict.decision == Decision::Reject
        && let Some(finding) = report.findings.iter().find(told)
    {
        page.wrapped(&[(Ink::Plain, "  keys: ")], Ink::Plain, &finding.message);
    }
}

fn who(page: &mut Page, verdict: &Verdict, tight: Tight) {
    if tight == Tight::Most && !verdict.roles.is_empty() {
        return page.hanging(&[(Ink::Bold, "who  ")], 2, Ink::Plain, &verdict.roles.join("; "));
    }
    if !verdict.roles.is_empty() {
        page.heading("who");
        for role in &verdict.roles {
            page.hanging(&[(Ink::Plain, "  ")], 4, Ink::Plain, role);
        }
    }
}

/// Lines of a predicted body that are shown unless all are asked for.
const BODY: usize = 3;

fn answer(page: &mut Page, http: &Http, most: usize) {
    page.heading(&format!("the API will answer (predicted from {})", http.ground));
    let status = format!("HTTP/1.1 {} {}", http.status, words::reason(http.status));
    page.line(&[(Ink::Plain, "  "), (Ink::Plain, status.trim_end())]);
    if let Some(field) = &http.www_authenticate {
        let text = format!("WWW-Authenticate: {field}");
        page.hanging(&[(Ink::Plain, "  ")], 4, Ink::Plain, &text);
    }
    let Some(body) = &http.body else { return };
    let lines: Vec<&str> = body.lines().filter(|l| !l.trim().is_empty()).collect();
    for (at, line) in lines.iter().take(most).enumerate() {
        let cut = if at + 1 == most && lines.len() > most { " ..." } else { "" };
        page.hanging(&[(Ink::Plain, "  ")], 4, Ink::Plain, &format!("{line}{cut}"));
    }
}

/// Warnings and notes on a token that passes; on another one only if asked for.
fn findings(page: &mut Page, report: &Report, verdict: &Verdict, verbose: bool) {
    if verdict.decision == Decision::Reject && !verbose {
        return;
    }
    for (severity, title) in
        [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Note, "notes")]
    {
        // The summary has told the root cause already.
        let more = |f: &&Finding| {
            f.severity == severity
                && f.rule != verdict.root_cause
                && f.rule != "ok"
                && !words::is_told_by_repairs(f, report)
        };
        let found: Vec<&Finding> = report.findings.iter().filter(more).collect();
        if !found.is_empty() {
            page.heading(title);
            for f in found {
                finding(page, f, true);
            }
        }
    }
}

fn last_line(page: &mut Page, report: &Report, verdict: &Verdict) {
    let ink = ink(verdict.decision);
    if verdict.decision == Decision::Accept {
        return page.hanging(&[], 2, ink, &words::accepted(report));
    }
    let line = format!("{}: {}", words::decision(verdict.decision), verdict.root_cause);
    let more = format!("more: tokcheck rule {}", verdict.root_cause);
    if line.len() + 2 + more.len() <= page.width {
        page.ends(&[(ink, &line)], (Ink::Plain, &more));
    } else {
        page.line(&[(Ink::Plain, &more)]);
        page.line(&[(ink, &line)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::human::tests::show;
    use crate::render::samples;
    use crate::verdict::report::CheckId;

    #[test]
    fn a_rejection_reads_from_cause_to_verdict() {
        let text = show(&samples::rejected(), Question::Explain, 80);
        let parts = [
            "REJECTED by \"orders\" (tokcheck.toml:4)                  id-token-as-access-token\n",
            "\ncause\n  You sent the ID token.",
            "\nfix\n  1  ask for   audience=",
            "\nthe API will answer (predicted from RFC 6750, section 3.1)\n  HTTP/1.1 401 Unauthorized\n",
            "  WWW-Authenticate: Bearer error=\"invalid_token\"\n",
            "\nsteps ",
            "\n  FAIL  audience   https://orders.example.com",
            "  -     10 not checked (-v lists them)\n",
            "\nrejected: id-token-as-access-token",
        ];
        let mut from = 0;
        for part in parts {
            let at = text[from..].find(part);
            assert!(at.is_some(), "{part}\n{text}");
            from += at.unwrap();
        }
        assert!(text.ends_with("  more: tokcheck rule id-token-as-access-token\n"), "{text}");
    }

    #[test]
    fn verify_predicts_nothing_and_speaks_for_no_api() {
        let mut report = samples::rejected();
        if let Some(verdict) = &mut report.verdict {
            verdict.http = None;
        }
        let text = show(&report, Question::Verify, 80);
        assert!(
            text.starts_with("REJECTED for \"orders\" (tokcheck.toml:4)  ")
                && !text.contains("HTTP/1.1"),
            "{text}"
        );
    }

    #[test]
    fn accepted_never_says_just_valid() {
        let text = show(&samples::accepted(), Question::Explain, 80);
        let last = text.rsplit("\n\n").next().unwrap().replace("\n  ", " ");
        let told = "accepted: signature made by a key of the issuer, live, meant for this API; \
                    8 checks not asked for: nonce, ";
        assert!(last.starts_with(told), "{last}");
        assert!(text.contains("look at\n  - the path"), "{text}");
        assert!(!text.contains("valid\n"), "{text}");
    }

    #[test]
    fn an_unchecked_audience_is_said_aloud() {
        let mut report = samples::accepted();
        for check in report.checks.iter_mut().filter(|c| c.id == CheckId::Audience) {
            check.outcome = crate::verdict::report::Outcome::Skip;
        }
        let text = show(&report, Question::Verify, 120);
        assert!(text.contains("audience NOT checked"), "{text}");
    }

    #[test]
    fn what_was_taken_off_is_told_once() {
        let mut report = samples::accepted();
        report.source.repairs = vec!["removed the quotes around it".to_owned()];
        report.findings.push(Finding {
            rule: "input-decorated",
            severity: Severity::Note,
            message: "To get at the token: removed the quotes around it.".to_owned(),
            ..report.findings[0].clone()
        });
        let text = show(&report, Question::Explain, 80);
        assert_eq!(text.matches("removed the quotes").count(), 1, "{text}");
        let text = crate::render::markdown::markdown(&report);
        assert_eq!(text.matches("removed the quotes").count(), 1, "{text}");
    }

    #[test]
    fn undecided_says_how_to_settle_it() {
        let text = show(&samples::undecided(), Question::Explain, 80);
        assert!(text.starts_with("UNDECIDED by \"orders\""), "{text}");
        assert!(text.contains("\nto settle it\n  1  "), "{text}");
        assert!(text.contains("\n  ?     key "), "{text}");
        assert!(text.contains("\nundecided: no-verification-key"), "{text}");
    }

    #[test]
    fn verbose_shows_every_row_with_its_section() {
        let report = samples::rejected();
        let style = Style {
            width: 80,
            paint: crate::render::paint::Paint::new(false),
            verbose: true,
            question: Question::Explain,
        };
        let text = super::super::human(&report, &style);
        for check in &report.checks {
            assert!(text.contains(&words::row(check.id)), "{:?}", check.id);
        }
        assert!(text.contains("(RFC 7519 4.1.3)"), "{text}");
    }
}
