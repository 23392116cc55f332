//! `--format junit`: one test suite a run, one test case a token.

use super::layout::safe;
use super::words;
use crate::verdict::report::{Decision, Report, Severity};

/// How a token counts in the suite.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Error,
    Failure,
    Pass,
}

/// The whole run as one XML document. Rejected tokens are failures, undecided
/// ones errors; without a verdict a token fails if a finding is an error.
#[must_use]
pub fn junit(reports: &[Report]) -> String {
    let count = |case| reports.iter().filter(|r| outcome(r) == case).count();
    let totals = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
        reports.len(),
        count(Case::Failure),
        count(Case::Error)
    );
    let cases: String = reports.iter().map(case).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"tokcheck\" {totals}>\n  \
         <testsuite name=\"tokcheck\" {totals} skipped=\"0\">\n\
         {cases}  </testsuite>\n</testsuites>\n"
    )
}

fn outcome(report: &Report) -> Case {
    match report.verdict.as_ref().map(|v| v.decision) {
        Some(Decision::Reject) => Case::Failure,
        Some(Decision::Undecided) => Case::Error,
        None if report.findings.iter().any(|f| f.severity == Severity::Error) => Case::Failure,
        Some(Decision::Accept) | None => Case::Pass,
    }
}

fn case(report: &Report) -> String {
    let class = report.source.file.as_deref().unwrap_or("tokcheck");
    let name = format!("{} {}", words::token_on_line(report), report.token.fingerprint);
    let element = match outcome(report) {
        Case::Error => Some("error"),
        Case::Failure => Some("failure"),
        Case::Pass => None,
    };
    let problem = element.map(|element| {
        let (slug, text) = told(report);
        let message = text.lines().next().unwrap_or_default();
        format!(
            "      <{element} type=\"{}\" message=\"{}\">{}</{element}>\n",
            xml(slug),
            xml(message),
            paragraphs(&text)
        )
    });
    format!(
        "    <testcase classname=\"{}\" name=\"{}\">\n{}      \
         <system-out>{}</system-out>\n    </testcase>\n",
        xml(class),
        xml(&name),
        problem.unwrap_or_default(),
        paragraphs(&notes(report))
    )
}

/// What went wrong: the slug, and lines of text.
fn told(report: &Report) -> (&'static str, String) {
    let wrong = report.findings.iter().find(|f| f.severity == Severity::Error);
    let (slug, message, fix) = match (&report.verdict, wrong) {
        (Some(verdict), _) => (verdict.root_cause, &verdict.summary, &verdict.fix),
        (None, Some(finding)) => (finding.rule, &finding.message, &finding.fix),
        (None, None) => return ("", String::new()),
    };
    let mut lines = vec![safe(message).into_owned()];
    lines.extend(fix.iter().map(|step| format!("fix: {}", safe(step))));
    (slug, lines.join("\n"))
}

fn notes(report: &Report) -> String {
    let mut lines = vec![words::kind(&report.kind)];
    lines.extend(words::issuer(report).map(|i| safe(&i).into_owned()));
    let told = report.verdict.as_ref().map(|v| v.root_cause);
    for finding in report.findings.iter().filter(|f| told != Some(f.rule)) {
        let severity = words::severity(finding.severity);
        lines.push(format!("{severity} {}: {}", finding.rule, safe(&finding.message)));
    }
    match report.verdict.as_ref().map(|v| v.decision) {
        Some(Decision::Accept) => lines.push(safe(&words::accepted(report)).into_owned()),
        Some(_) => {}
        None => lines.push("signature NOT checked: nothing here is verified".to_owned()),
    }
    lines.join("\n")
}

/// Our own lines, each escaped.
fn paragraphs(text: &str) -> String {
    text.lines().map(xml).collect::<Vec<_>>().join("\n")
}

/// Escapes text for content and attributes. Control characters are spelled
/// out; what XML 1.0 can't hold at all (section 2.2) is left out.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in safe(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use crate::text::escape::is_hostile;

    #[test]
    fn counts_and_cases() {
        let text = junit(&[samples::rejected(), samples::accepted(), samples::undecided()]);
        assert!(text.contains("tests=\"3\" failures=\"1\" errors=\"1\""), "{text}");
        assert!(text.contains("<failure type=\"id-token-as-access-token\" message=\"You sent"));
        assert!(text.contains("&lt;access_token&gt;, not &lt;id_token&gt;</failure>"), "{text}");
        assert!(text.contains("<error type=\"no-verification-key\""), "{text}");
        assert!(junit(&[]).contains("tests=\"0\""));
    }

    #[test]
    fn no_element_but_ours() {
        let reports: Vec<Report> = samples::all().into_iter().map(|(_, r)| r).collect();
        let text = junit(&reports);
        assert!(!text.lines().any(|l| l.contains(is_hostile)));
        assert!(!text.contains('\u{fffe}'));
        for piece in text.split('<').skip(1) {
            let name: String = piece
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_lowercase)
                .collect();
            let ours = ["testsuites", "testsuite", "testcase", "failure", "error", "system", ""];
            assert!(ours.contains(&name.as_str()), "{piece}");
            assert_eq!(piece.matches('>').count(), 1, "{piece}");
            let inside = piece.split('>').next().unwrap();
            assert_eq!(inside.matches('"').count() % 2, 0, "{piece}");
        }
        assert_eq!(text.matches("<testcase ").count(), text.matches("</testcase>").count());
    }
}
