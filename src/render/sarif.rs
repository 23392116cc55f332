//! `--format sarif`: SARIF 2.1.0 for code scanning. Results point at files, so
//! this is only for tokens that came from one; the caller refuses others.

use serde_json::{Value, json};

use super::json::safe_json;
use super::layout::safe;
use crate::verdict::report::{Decision, Report, Severity};

/// One result before it is written.
struct Found<'a> {
    rule: &'static str,
    severity: Severity,
    message: &'a str,
    fix: &'a [String],
}

/// The whole run as one JSON document on one line.
#[must_use]
pub fn sarif(reports: &[Report]) -> String {
    let mut rules: Vec<&'static str> = Vec::new();
    let mut results = Vec::new();
    for report in reports {
        for found in found(report) {
            let index = rules.iter().position(|r| *r == found.rule).unwrap_or_else(|| {
                rules.push(found.rule);
                rules.len() - 1
            });
            results.push(result(report, &found, index));
        }
    }
    let rules: Vec<Value> = rules.into_iter().map(rule).collect();
    safe_json(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "tokcheck",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// Findings, and the verdict where no finding tells its cause. Notes are left
/// out: every result opens an alert, and a token that is fine is none.
fn found(report: &Report) -> Vec<Found<'_>> {
    let mut all: Vec<Found<'_>> = report
        .findings
        .iter()
        .filter(|f| f.severity > Severity::Note)
        .map(|f| Found { rule: f.rule, severity: f.severity, message: &f.message, fix: &f.fix })
        .collect();
    if let Some(verdict) = &report.verdict {
        let severity = match verdict.decision {
            Decision::Accept => None,
            Decision::Reject => Some(Severity::Error),
            Decision::Undecided => Some(Severity::Warning),
        };
        let untold = !all.iter().any(|f| f.rule == verdict.root_cause);
        if let Some(severity) = severity.filter(|_| untold) {
            let (message, fix) = (verdict.summary.as_str(), verdict.fix.as_slice());
            all.insert(0, Found { rule: verdict.root_cause, severity, message, fix });
        }
    }
    all
}

fn rule(slug: &'static str) -> Value {
    json!({
        "id": slug,
        "name": slug,
        "shortDescription": {"text": slug.replace('-', " ")},
        "help": {"text": format!("run: tokcheck rule {slug}")},
    })
}

fn result(report: &Report, found: &Found<'_>, index: usize) -> Value {
    let level = match found.severity {
        Severity::Error => "error",
        Severity::Note => "note",
        Severity::Warning => "warning",
    };
    let mut lines = vec![plain(found.message)];
    lines.extend(found.fix.iter().map(|step| format!("fix: {}", plain(step))));
    let file = report.source.file.as_deref().unwrap_or_default();
    json!({
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": level,
        "message": {"text": lines.join("\n")},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(file)},
            "region": {"startLine": report.source.line.unwrap_or(1)},
        }}],
        "partialFingerprints": {
            "tokcheckToken/v1": format!("{}:{}", report.token.fingerprint, found.rule),
        },
    })
}

/// Text of a message, in which `[text](target)` would be a link (section 3.11.6).
fn plain(text: &str) -> String {
    safe(text).replace("](", "] (")
}

/// A path as a relative URI reference (RFC 3986): everything but what may
/// stand in a path is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' if cfg!(windows) => out.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    out
}

fn hex(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use crate::text::escape::is_hostile;

    #[test]
    fn results_point_at_rules_and_files() {
        let text = sarif(&[samples::rejected(), samples::undecided(), samples::accepted()]);
        let log: Value = serde_json::from_str(&text).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let results = run["results"].as_array().unwrap();
        assert_eq!((rules.len(), results.len()), (5, 5));
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            assert_eq!(place, "fixtures/token%20response.json");
        }
        assert_eq!(results[3]["ruleId"], "no-verification-key");
        assert_eq!(results[3]["level"], "warning");
    }

    #[test]
    fn nothing_hostile_even_when_read_back() {
        let reports: Vec<Report> = samples::all().into_iter().map(|(_, r)| r).collect();
        let text = sarif(&reports);
        assert!(!text.contains(is_hostile));
        let log: Value = serde_json::from_str(&text).unwrap();
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let message = result["message"]["text"].as_str().unwrap();
            assert!(!message.lines().any(|l| l.contains(is_hostile)), "{message}");
            assert!(!message.lines().any(|l| l.starts_with("::")), "{message}");
        }
    }

    #[test]
    fn links_are_only_text() {
        assert_eq!(plain("[a](https://b)"), "[a] (https://b)");
    }
}
