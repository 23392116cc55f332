//! Several reports: what stands between them, and many verdicts as one table.

use super::Style;
use crate::render::layout::{Page, columns, fitted, safe};
use crate::render::paint::Ink;
use crate::render::words;
use crate::verdict::report::{Decision, Report};

/// The line between several tokens: `--- token 2 of 3: id_token ---`, with the
/// place in the text: `--- token 2: line 3 of app.log ---`. `total` is unknown
/// in a stream.
#[must_use]
pub fn separator(report: &Report, total: Option<usize>, style: &Style) -> String {
    let mut page = Page::new(style.width, style.paint);
    let number = report.source.index + 1;
    let of = total.map(|n| format!(" of {n}")).unwrap_or_default();
    let place = report.source.line.map(|line| match &report.source.file {
        Some(file) => format!("line {line} of {file}"),
        None => format!("line {line}"),
    });
    let mut title = format!("token {number}{of}");
    for (link, part) in [": ", ", "].iter().zip(report.source.slot.iter().chain(&place)) {
        title.push_str(link);
        title.push_str(part);
    }
    let title = fitted(&title, page.width - 8);
    let rule = "-".repeat(page.width.saturating_sub(columns(&title) + 5));
    page.line(&[(Ink::Dim, "--- "), (Ink::Bold, &title), (Ink::Dim, &format!(" {rule}"))]);
    page.finish()
}

/// The verdict in one line: "rejected: expired".
#[must_use]
pub fn verdict_line(report: &Report) -> String {
    let line = match &report.verdict {
        Some(verdict) => format!("{}: {}", words::decision(verdict.decision), verdict.root_cause),
        None => format!("{}: {}", report.kind.name, report.kind.confidence),
    };
    safe(&line).into_owned()
}

/// One token before several servers or APIs: a row each, and a count last.
#[must_use]
pub fn comparison(reports: &[Report], style: &Style) -> String {
    let mut page = Page::new(style.width, style.paint);
    let rows: Vec<[String; 4]> = reports.iter().map(cells).collect();
    let widest = |at: usize, least: usize| {
        rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0).max(least)
    };
    // Decision, status and gaps; what remains is shared by the names and the cause.
    let room = page.width.saturating_sub(2 + 9 + 2 + 6 + 2 + 2);
    let cause = widest(3, 5).min(room / 2);
    let name = widest(0, 6).min(room - cause);
    let heading = format!("  {:<name$}  {:<9}  {:<6}  cause", "server", "decision", "status");
    page.line(&[(Ink::Bold, &heading)]);
    for (row, report) in rows.iter().zip(reports) {
        let first = fitted(&row[0], name);
        let first = format!("  {first}{}  ", " ".repeat(name - columns(&first)));
        let ink = report.verdict.as_ref().map_or(Ink::Plain, |v| super::ink(v.decision));
        let decision = format!("{:<9}  ", row[1]);
        let status = format!("{:<6}  ", row[2]);
        let pieces = [(Ink::Plain, first.as_str()), (ink, decision.as_str())];
        page.line(&[pieces[0], pieces[1], (Ink::Plain, &status), (Ink::Plain, &row[3])]);
    }
    page.blank();
    let count = |decision| {
        let same = |r: &&Report| r.verdict.as_ref().is_some_and(|v| v.decision == decision);
        reports.iter().filter(same).count()
    };
    let counts = [Decision::Accept, Decision::Reject, Decision::Undecided]
        .map(|decision| format!("{} {}", count(decision), words::decision(decision)));
    page.wrapped(&[], Ink::Bold, &counts.join(", "));
    page.finish()
}

fn cells(report: &Report) -> [String; 4] {
    let Some(verdict) = &report.verdict else {
        return [words::token(report), "-".to_owned(), "-".to_owned(), report.kind.name.to_owned()];
    };
    let name = match &verdict.api {
        Some(api) if verdict.server == "generic" => safe(api).into_owned(),
        Some(api) => format!("{} ({})", safe(api), verdict.server),
        None => verdict.server.to_owned(),
    };
    let status = verdict.http.as_ref().map_or_else(|| "-".to_owned(), |h| h.status.to_string());
    let decision = words::decision(verdict.decision).to_owned();
    [name, decision, status, verdict.root_cause.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::human::Question;
    use crate::render::paint::Paint;
    use crate::render::samples;
    use crate::text::escape::is_hostile;

    fn style(width: usize) -> Style {
        Style { width, paint: Paint::new(false), verbose: false, question: Question::Explain }
    }

    #[test]
    fn several_tokens_are_told_apart() {
        let mut report = samples::rejected();
        report.source.index = 1;
        report.source.slot = Some("id_token".to_owned());
        let line = separator(&report, Some(3), &style(40));
        assert_eq!(line, "--- token 2 of 3: id_token, line ... ---\n");
        let title = |report: &Report| {
            let line = separator(report, None, &style(80));
            line.trim_matches(['-', '\n', ' ']).to_owned()
        };
        let file = "fixtures/token response.json";
        assert_eq!(title(&report), format!("token 2: id_token, line 7 of {file}"));
        report.source.slot = None;
        assert_eq!(title(&report), format!("token 2: line 7 of {file}"));
        report.source.file = None;
        assert_eq!(title(&report), "token 2: line 7");
        report.source.line = None;
        assert_eq!(title(&report), "token 2");
        assert_eq!(verdict_line(&report), "rejected: id-token-as-access-token");
    }

    #[test]
    fn a_table_of_verdicts() {
        let reports = [samples::rejected(), samples::accepted(), samples::undecided()];
        let text = comparison(&reports, &style(80));
        let rows = "  server                decision   status  cause
  orders                rejected   401     id-token-as-access-token
  orders (express-jwt)  accepted   -       key-too-weak
  orders                undecided  -       no-verification-key

1 accepted, 1 rejected, 1 undecided
";
        assert_eq!(text, rows);
    }

    #[test]
    fn hostile_names_stay_in_their_column() {
        let reports: Vec<Report> = samples::all().into_iter().map(|(_, r)| r).collect();
        let mut text = comparison(&reports, &style(80));
        assert_eq!(text.lines().count(), reports.len() + 3);
        for report in &reports {
            text.push_str(&separator(report, Some(9), &style(80)));
            text.push_str(&verdict_line(report));
        }
        assert!(!text.lines().any(|l| l.contains(is_hostile)), "{text}");
        assert!(text.lines().all(|l| columns(l) <= 160), "{text}");
    }
}
