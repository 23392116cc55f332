//! `--format github`: workflow commands, one annotation a line.

use super::layout::safe;
use super::words;
use crate::verdict::report::{Decision, Finding, Report, Severity};

/// The report as workflow commands, each line ended. The verdict or the kind
/// comes first, then every finding that it did not tell.
#[must_use]
pub fn github(report: &Report) -> String {
    let mut out = String::new();
    let (level, title, message, fix) = lead(report);
    command(&mut out, report, level, &title, &message, fix);
    let told = report.verdict.as_ref().map(|v| v.root_cause);
    for finding in report.findings.iter().filter(|f| told != Some(f.rule)) {
        let title = format!("{}: {}", name(report), finding.rule);
        command(&mut out, report, level_of(finding), &title, &finding.message, &finding.fix);
    }
    out
}

/// The token's name; where no file can be pointed at, with its line.
fn name(report: &Report) -> String {
    if report.source.file.is_some() { words::token(report) } else { words::token_on_line(report) }
}

fn lead(report: &Report) -> (&'static str, String, String, &[String]) {
    let Some(verdict) = &report.verdict else {
        let mut message = words::kind(&report.kind);
        if let Some(issuer) = words::issuer(report) {
            message = format!("{message}; {issuer}");
        }
        return ("notice", name(report), message, &report.kind.settle);
    };
    let decision = words::decision(verdict.decision);
    let title = format!("{} {decision}: {}", name(report), verdict.root_cause);
    let warned = report.findings.iter().any(|f| f.severity == Severity::Warning);
    match verdict.decision {
        Decision::Accept => {
            let level = if warned { "warning" } else { "notice" };
            let message = format!("{} {}", verdict.summary, words::accepted(report));
            (level, title, message, &verdict.fix)
        }
        Decision::Reject => ("error", title, verdict.summary.clone(), &verdict.fix),
        Decision::Undecided => ("warning", title, verdict.summary.clone(), &verdict.fix),
    }
}

fn level_of(finding: &Finding) -> &'static str {
    match finding.severity {
        Severity::Error => "error",
        Severity::Note => "notice",
        Severity::Warning => "warning",
    }
}

fn command(
    out: &mut String,
    report: &Report,
    level: &str,
    title: &str,
    message: &str,
    fix: &[String],
) {
    out.push_str("::");
    out.push_str(level);
    out.push_str(" title=tokcheck%3A ");
    out.push_str(&property(title));
    if let Some(file) = &report.source.file {
        out.push_str(",file=");
        out.push_str(&property(file));
        if let Some(line) = report.source.line {
            out.push_str(",line=");
            out.push_str(&line.to_string());
        }
    }
    out.push_str("::");
    out.push_str(&data(message));
    for step in fix {
        out.push_str("%0Afix: ");
        out.push_str(&data(step));
    }
    out.push('\n');
}

/// Escapes the text of a command. Control characters are spelled out before,
/// so a line end of the token's is never one in the log.
fn data(text: &str) -> String {
    safe(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command, where `:` and `,` end it too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use crate::text::escape::is_hostile;

    #[test]
    fn one_annotation_for_verdict_and_each_finding() {
        let text = github(&samples::rejected());
        assert_eq!(text.lines().count(), 3, "{text}");
        let first = text.lines().next().unwrap();
        let start = "::error title=tokcheck%3A token 1%3A id_token rejected%3A \
                     id-token-as-access-token,file=fixtures/token response.json,line=7::You sent the";
        assert!(first.starts_with(start), "{first}");
        assert!(first.contains("%0Afix: ask for   audience=https://"), "{first}");
        assert!(github(&samples::decoded()).starts_with("::notice title=tokcheck%3A token 1"));
        assert!(github(&samples::accepted()).starts_with("::warning title="));
    }

    #[test]
    fn no_command_but_ours() {
        for (name, report) in samples::all() {
            let text = github(&report);
            for line in text.lines() {
                assert!(!line.contains(is_hostile), "{name}");
                let rest = line.strip_prefix("::").unwrap();
                let (head, _) = rest.split_once("::").unwrap();
                let (level, properties) = head.split_once(' ').unwrap();
                assert!(["error", "warning", "notice"].contains(&level), "{line}");
                for property in properties.split(',') {
                    let (name, value) = property.split_once('=').unwrap();
                    assert!(["title", "file", "line"].contains(&name), "{line}");
                    assert!(!value.contains(':'), "{line}");
                }
            }
            assert_eq!(text.matches('\r').count(), 0);
        }
    }

    #[test]
    fn percent_signs_stay_what_they_are() {
        assert_eq!(data("100%0A"), "100%250A");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
