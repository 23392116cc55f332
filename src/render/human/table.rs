//! The checks as a table: what was wanted, and what the token has.

use super::Tight;
use crate::render::layout::{Page, columns, fitted};
use crate::render::paint::Ink;
use crate::render::value::{brief, relative, time};
use crate::render::words;
use crate::text::json::Json;
use crate::text::time::Timestamp;
use crate::verdict::report::{Check, CheckId, Decision, Outcome, Report};

/// Passing rows that people look for; the others share a line.
const WATCHED: [CheckId; 4] =
    [CheckId::Signature, CheckId::Issuer, CheckId::Audience, CheckId::Expires];
/// Below this a row has no room for two columns.
const NARROW: usize = 64;

/// Writes the section "steps".
pub(super) fn steps(page: &mut Page, report: &Report, verbose: bool, tight: Tight) {
    if report.checks.is_empty() {
        return;
    }
    let watched = if tight >= Tight::Passing { &WATCHED[..1] } else { &WATCHED };
    let shown = |c: &&Check| {
        verbose
            || match c.outcome {
                Outcome::Fail | Outcome::Unknown => true,
                Outcome::Pass => watched.contains(&c.id),
                Outcome::Skip => false,
            }
    };
    let now = Timestamp::from_seconds(report.judged_at);
    let rows: Vec<Row<'_>> =
        report.checks.iter().filter(shown).map(|c| Row::of(c, now, verbose)).collect();
    let layout = Layout::of(&rows, page.width);
    layout.heading(page);
    for row in &rows {
        layout.row(page, row);
        if verbose {
            let spec = if row.check.spec.is_empty() {
                String::new()
            } else {
                format!(" ({})", row.check.spec)
            };
            let text = format!("{}{spec}", row.check.message);
            page.wrapped(&[(Ink::Plain, "        ")], Ink::Dim, &text);
        }
    }
    if verbose {
        return;
    }
    let others = report.checks.iter().filter(|c| c.outcome == Outcome::Pass);
    let others: Vec<String> =
        others.filter(|c| !watched.contains(&c.id)).map(|c| words::row(c.id)).collect();
    if !others.is_empty() {
        let lead = (Ink::Good, "  ok    ");
        let text = format!("{} more: {}", others.len(), others.join(", "));
        let room = page.width - lead.1.len();
        let cut = tight >= Tight::Names;
        page.wrapped(&[lead], Ink::Plain, &if cut { fitted(&text, room) } else { text });
    }
    // On an accepted token the last line names them; on another one, what
    // nobody asked for is not what its reader looks for.
    let skipped = report.checks.iter().filter(|c| c.outcome == Outcome::Skip).count();
    if skipped > 0 && report.verdict.as_ref().is_none_or(|v| v.decision != Decision::Accept) {
        let text = format!("{skipped} not checked (-v lists them)");
        page.wrapped(&[(Ink::Dim, "  -     ")], Ink::Plain, &text);
    }
}

/// One row with its cells in words.
struct Row<'a> {
    check: &'a Check,
    id: String,
    wanted: String,
    found: String,
    /// The message has a line of its own.
    told: bool,
}

impl<'a> Row<'a> {
    fn of(check: &'a Check, now: Timestamp, told: bool) -> Self {
        let limit = match check.id {
            CheckId::Expires => Some("after"),
            CheckId::NotBefore | CheckId::IssuedAt => Some("by"),
            CheckId::AuthTime => Some("since"),
            _ => None,
        };
        let cell = |json: &Json| if *json == Json::Null { String::new() } else { brief(json) };
        let (mut wanted, mut found) = (cell(&check.wanted), cell(&check.found));
        if let (Some(limit), Some(at)) = (limit, time(&check.wanted)) {
            wanted = format!("{limit} {}", at.utc());
        }
        if let (Some(_), Some(at)) = (limit, time(&check.found)) {
            found = format!("{} ({})", at.utc(), relative(at, now));
        }
        if found.is_empty() && check.outcome == Outcome::Fail && !wanted.is_empty() {
            "none".clone_into(&mut found);
        }
        Self { check, id: words::row(check.id), wanted, found, told }
    }

    /// Both cells are there; else the message tells more than one of them.
    fn paired(&self) -> bool {
        !self.wanted.is_empty() && !self.found.is_empty()
    }
}

struct Layout {
    id: usize,
    wanted: usize,
    found: usize,
    width: usize,
}

impl Layout {
    fn of(rows: &[Row<'_>], width: usize) -> Self {
        let widest = |of: &dyn Fn(&Row<'_>) -> usize| rows.iter().map(of).max().unwrap_or(0);
        let id = widest(&|r| r.id.len()).max(5);
        // Margin, outcome and three gaps of two.
        let room = width.saturating_sub(2 + 4 + 2 + id + 2 + 2);
        let cell = |text: &str, row: &Row<'_>| if row.paired() { columns(text) } else { 0 };
        let wanted = widest(&|r| cell(&r.wanted, r)).max(6);
        let found = widest(&|r| cell(&r.found, r)).max(5);
        let half = room / 2;
        let wanted = match (wanted <= half, found <= half) {
            (true, _) => wanted,
            (false, true) => wanted.min(room - found),
            (false, false) => half,
        };
        Self { id, wanted, found: room.saturating_sub(wanted), width }
    }

    fn heading(&self, page: &mut Page) {
        if self.width < NARROW {
            return page.heading("steps");
        }
        let title = format!("{:<width$}", "steps", width = 2 + 4 + 2 + self.id + 2);
        let columns = format!("{:<width$}  token", "wanted", width = self.wanted);
        page.line(&[(Ink::Bold, &title), (Ink::Dim, &columns)]);
    }

    fn row(&self, page: &mut Page, row: &Row<'_>) {
        let (mark, ink) = match row.check.outcome {
            Outcome::Fail => (Ink::Bad, Ink::Bad),
            Outcome::Pass => (Ink::Good, Ink::Plain),
            Outcome::Skip => (Ink::Dim, Ink::Dim),
            Outcome::Unknown => (Ink::Warn, Ink::Plain),
        };
        let outcome = format!("  {:<4}  ", words::outcome(row.check.outcome));
        if self.width < NARROW {
            page.line(&[(mark, &outcome), (ink, &row.id)]);
            return self.stacked(page, row);
        }
        let id = format!("{:<width$}  ", row.id, width = self.id);
        if row.paired() {
            let mut wanted = fitted(&row.wanted, self.wanted);
            wanted.push_str(&" ".repeat(self.wanted - columns(&wanted) + 2));
            let found = fitted(&row.found, self.found);
            return page.line(&[(mark, &outcome), (ink, &id), (ink, &wanted), (ink, &found)]);
        }
        let text = fitted(row.text(), self.wanted + 2 + self.found);
        if text.is_empty() {
            return page.line(&[(mark, &outcome), (ink, id.trim_end())]);
        }
        page.line(&[(mark, &outcome), (ink, &id), (ink, &text)]);
    }

    /// Under one another, and only where it matters.
    fn stacked(&self, page: &mut Page, row: &Row<'_>) {
        if !matches!(row.check.outcome, Outcome::Fail | Outcome::Unknown) {
            return;
        }
        if !row.paired() {
            let text = fitted(row.text(), self.width - 8);
            if !text.is_empty() {
                page.line(&[(Ink::Plain, "        "), (Ink::Plain, &text)]);
            }
            return;
        }
        for (label, text) in [("wanted  ", &row.wanted), ("token   ", &row.found)] {
            let text = fitted(text, self.width - 16);
            page.line(&[(Ink::Plain, "        "), (Ink::Dim, label), (Ink::Plain, &text)]);
        }
    }
}

impl Row<'_> {
    /// What stands in a row that has not both cells.
    fn text(&self) -> &str {
        match (self.check.message.as_ref(), self.wanted.as_str()) {
            ("", "") => &self.found,
            ("", wanted) => wanted,
            (_, wanted) if self.told => wanted,
            (message, _) => message,
        }
    }
}
