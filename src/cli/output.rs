//! From reports to the two streams.

use anyhow::{Result, bail};

use super::Io;
use super::args::{Format, InputArgs, OutputArgs};
use super::outcome::Outcome;
use crate::load::clock::Clock;
use crate::render::human::{Question, Style, human, separator};
use crate::render::paint::{ColorChoice, ColorEnv, Paint, decide};
use crate::render::summary::{Mark, Summary};
use crate::render::{github, json, junit, markdown, sarif};
use crate::text::json::{Json, Object};
use crate::verdict::report::{Decision, Report};

/// Claims that say something about a person (OpenID Connect Core section 5.1,
/// and what providers add), in small letters and without what parts words:
/// `firstName` and `first_name` are one. At any depth, and behind a namespace.
const PERSONAL: [&str; 41] = [
    "sub",
    "name",
    "givenname",
    "familyname",
    "middlename",
    "firstname",
    "lastname",
    "fullname",
    "displayname",
    "nickname",
    "preferredusername",
    "profile",
    "picture",
    "avatarurl",
    "website",
    "email",
    "emailaddress",
    "emails",
    "mail",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "mobile",
    "mobilephone",
    "nameidentifier",
    "phone",
    "phonenumber",
    "address",
    "streetaddress",
    "surname",
    "upn",
    "userprincipalname",
    "uniquename",
    "userid",
    "username",
    "cognito:username",
    "oid",
    "ipaddr",
    "ip",
    "loginhint",
];

/// What stands in place of a masked value.
const MASKED: &str = "\u{2026}";

/// Writes reports in the format that was asked for.
pub(super) struct Printer {
    format: Format,
    style: Style,
    quiet: bool,
    redact: bool,
    summary: bool,
    /// Every line was asked to be taken by itself.
    lines: bool,
}

impl Printer {
    pub(super) fn new(
        input: &InputArgs,
        args: &OutputArgs,
        question: Question,
        io: &Io<'_>,
    ) -> Self {
        Self {
            format: args.format(),
            style: style(args, question, io),
            quiet: args.quiet,
            redact: args.redact,
            summary: args.stream.summary,
            lines: input.lines,
        }
    }

    /// The style of the human format.
    pub(super) fn style(&self) -> &Style {
        &self.style
    }

    /// Whether people read it.
    pub(super) fn is_human(&self) -> bool {
        self.format == Format::Human && !self.quiet
    }

    /// Whether no report is wanted.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Counts one token with all that was made of it.
    pub(super) fn count(&self, reports: &[Report], outcome: &mut Outcome) {
        let rejects = |report: &Report| {
            report.verdict.as_ref().is_some_and(|verdict| verdict.decision == Decision::Reject)
        };
        outcome.tokens += 1;
        outcome.rejected += usize::from(reports.iter().any(rejects));
        if self.summary {
            outcome.marks(Mark::of(reports));
        }
    }

    /// Tells which token the next report is about, where that is not plain.
    pub(super) fn head(&self, report: &Report, outcome: &mut Outcome) {
        let needed = match report.source.line {
            Some(line) => self.lines || line > 1 || report.source.index > 0,
            None => report.source.index > 0,
        };
        outcome.gap(separator(report, None, &self.style), needed);
    }

    /// Writes one report, or holds it for a format that needs the whole run.
    pub(super) fn print(&self, mut report: Report, outcome: &mut Outcome) -> Result<()> {
        if self.quiet {
            return Ok(());
        }
        self.show(&mut report);
        match self.format {
            Format::Human => {
                self.head(&report, outcome);
                outcome.out().extend_from_slice(human(&report, &self.style).as_bytes());
            }
            Format::Json => json::add_json(&report, outcome.out()),
            Format::Github => outcome.out().extend(github::github(&report).into_bytes()),
            Format::Markdown => outcome.out().extend(markdown::markdown(&report).into_bytes()),
            Format::Sarif if report.source.file.is_none() => {
                bail!("--format sarif is for tokens from files only: results need a place");
            }
            Format::Junit | Format::Sarif => outcome.hold(report),
        }
        Ok(())
    }

    /// Leaves as much of a person in the report as may be shown.
    pub(super) fn show(&self, report: &mut Report) {
        if self.redact {
            redact(report);
        }
    }

    /// What a format that needs the whole run makes of it.
    pub(super) fn closing(&self, held: &[Report]) -> String {
        match self.format {
            _ if self.quiet => String::new(),
            Format::Junit => junit::junit(held),
            Format::Sarif => sarif::sarif(held) + "\n",
            Format::Github | Format::Human | Format::Json | Format::Markdown => String::new(),
        }
    }

    /// The summary, and whether it is part of the report: a format that has no
    /// place for it is not broken by it.
    pub(super) fn summary(&self, summary: &Summary) -> (String, bool) {
        match self.format {
            Format::Json => (summary.json(), true),
            Format::Human => (summary.human(), true),
            Format::Github | Format::Junit | Format::Markdown | Format::Sarif => {
                (summary.human(), false)
            }
        }
    }
}

/// The style for a person at standard output.
fn style(args: &OutputArgs, question: Question, io: &Io<'_>) -> Style {
    Style {
        width: io.width.filter(|_| io.stdout_is_terminal).unwrap_or(80),
        paint: paint(args.color.into(), io.stdout_is_terminal),
        verbose: args.verbose,
        question,
    }
}

/// Whether a stream is painted.
pub(super) fn paint(choice: ColorChoice, is_terminal: bool) -> Paint {
    let get = |name| std::env::var(name).ok();
    let env = ColorEnv {
        no_color: get("NO_COLOR"),
        clicolor_force: get("CLICOLOR_FORCE"),
        force_color: get("FORCE_COLOR"),
        term: get("TERM"),
    };
    Paint::new(decide(choice, &env, is_terminal))
}

/// The clock to judge by, which `--at` sets.
pub(super) fn clock(at: Option<&str>, io: &Io<'_>) -> Result<Clock> {
    Ok(at.map_or(Ok(io.clock), |text| io.clock.set(text))?)
}

/// Takes out what says something about a person, wherever it is repeated.
fn redact(report: &mut Report) {
    let mut values = Vec::new();
    for claims in report.token.claim_sets() {
        *claims = masked(claims, true, &mut values);
    }
    for one in &mut report.token.disclosures {
        let name = one.name.clone().unwrap_or_default();
        let alone = Object::from_iter([(name, one.value.clone())]);
        one.value = masked(&alone, true, &mut values)
            .get(one.name.as_deref().unwrap_or_default())
            .cloned()
            .unwrap_or(Json::Null);
    }
    let clean = |text: &mut String| {
        for value in &values {
            if text.contains(value.as_str()) {
                *text = text.replace(value.as_str(), MASKED);
            }
        }
    };
    // A short word may be a part of any other claim: there it has to be the whole.
    let repeated = |text: &mut String| {
        for value in &values {
            if value == text || value.contains('@') && text.contains(value.as_str()) {
                *text = text.replace(value.as_str(), MASKED);
            }
        }
    };
    for claims in report.token.claim_sets() {
        *claims = claims.iter().map(|(n, v)| (n.to_owned(), cleaned(v, &repeated))).collect();
    }
    for check in &mut report.checks {
        check.wanted = cleaned(&check.wanted, &clean);
        check.found = cleaned(&check.found, &clean);
        clean(check.message.to_mut());
    }
    for finding in &mut report.findings {
        clean(&mut finding.message);
        finding.fix.iter_mut().for_each(clean);
    }
    for sign in &mut report.kind.evidence {
        clean(sign.because.to_mut());
    }
    if let Some(verdict) = &mut report.verdict {
        clean(&mut verdict.summary);
        verdict.fix.iter_mut().for_each(clean);
        verdict.roles.iter_mut().for_each(clean);
    }
}

/// Whether a claim of that name says something about a person.
fn is_personal(name: &str) -> bool {
    let bare = name.rsplit('/').next().unwrap_or(name);
    let plain: String = bare.chars().filter(|c| !matches!(c, '_' | '-')).collect();
    PERSONAL.contains(&plain.to_ascii_lowercase().as_str())
}

/// The claims with what is personal masked, to any depth. What is masked goes
/// to `values`, to be found where it is repeated; of the members of a claim
/// only addresses do: the name of a role is an ordinary word.
fn masked(claims: &Object, is_top: bool, values: &mut Vec<String>) -> Object {
    let each = |(name, value): (&str, &Json)| {
        let shown = if is_personal(name) {
            collect(value, is_top, values);
            Json::from(MASKED)
        } else {
            masked_in(value, values)
        };
        (name.to_owned(), shown)
    };
    claims.iter().map(each).collect()
}

fn masked_in(value: &Json, values: &mut Vec<String>) -> Json {
    match value {
        Json::Object(inner) => Json::Object(masked(inner, false, values)),
        Json::Array(items) => Json::Array(items.iter().map(|i| masked_in(i, values)).collect()),
        other => other.clone(),
    }
}

/// Keeps the texts of a masked value.
fn collect(value: &Json, is_top: bool, values: &mut Vec<String>) {
    match value {
        // A letter or two stand everywhere; masking them would only garble.
        Json::String(text) if text.len() > 2 && (is_top || text.contains('@')) => {
            values.push(text.to_string());
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, is_top, values)),
        Json::Object(inner) => inner.iter().for_each(|(_, item)| collect(item, false, values)),
        _ => {}
    }
}

fn cleaned(json: &Json, clean: &impl Fn(&mut String)) -> Json {
    match json {
        Json::String(text) => {
            let mut text = text.to_string();
            clean(&mut text);
            Json::from(text)
        }
        Json::Array(items) => Json::Array(items.iter().map(|i| cleaned(i, clean)).collect()),
        Json::Object(inner) => {
            Json::Object(inner.iter().map(|(n, v)| (n.to_owned(), cleaned(v, clean))).collect())
        }
        other => other.clone(),
    }
}
