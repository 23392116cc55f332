//! "What kind of token is it, and how is that known?"

use super::decode::{evidence, head, last_line};
use super::form::purpose;
use super::{Style, finding, notes, steps};
use crate::kind::with_article;
use crate::render::layout::Page;
use crate::render::paint::Ink;
use crate::render::words;
use crate::verdict::report::{EvidenceView, Report};

pub(super) fn classify(report: &Report, style: &Style) -> String {
    let mut page = Page::new(style.width, style.paint);
    head(&mut page, report);
    purpose(&mut page, report);
    notes(&mut page, report);
    sides(&mut page, report);
    let kind = &report.kind;
    if !kind.settle.is_empty() {
        page.heading("what would settle it");
        steps(&mut page, &kind.settle);
    }
    for damage in &report.token.damage {
        page.wrapped(&[(Ink::Plain, "damage: ")], Ink::Bad, damage);
    }
    if style.verbose && !report.findings.is_empty() {
        page.heading("worth knowing");
        for found in &report.findings {
            finding(&mut page, found, true);
        }
    }
    page.blank();
    let verdict = format!("{}: {}; ", kind.name, words::confidence(kind.confidence));
    page.hanging(&[(Ink::Bold, &verdict)], 2, Ink::Warn, last_line(report));
    page.finish()
}

/// Signs for the kind, signs for another, signs against.
fn sides(page: &mut Page, report: &Report) {
    let kind = &report.kind;
    let own = |e: &&EvidenceView| e.speaks_for == Some(kind.name);
    let signs: Vec<&EvidenceView> = kind.evidence.iter().filter(own).collect();
    if !signs.is_empty() {
        page.heading(&format!("for {}", with_article(words::title(kind))));
        for sign in signs {
            evidence(page, sign, None);
        }
    }
    let mut others: Vec<&'static str> = Vec::new();
    for other in kind.evidence.iter().filter_map(|e| e.speaks_for) {
        if other != kind.name && !others.contains(&other) {
            others.push(other);
        }
    }
    for other in others {
        page.heading(&format!("for {}", with_article(words::kind_title(other))));
        let signs = kind.evidence.iter().filter(|e| e.speaks_for == Some(other));
        signs.for_each(|e| evidence(page, e, None));
    }
    let mut against: Vec<&'static str> = Vec::new();
    let only_against = || kind.evidence.iter().filter(|e| e.speaks_for.is_none());
    for other in only_against().filter_map(|e| e.against) {
        if !against.contains(&other) {
            against.push(other);
        }
    }
    for other in against {
        page.heading(&format!("against {}", with_article(words::kind_title(other))));
        only_against().filter(|e| e.against == Some(other)).for_each(|e| evidence(page, e, None));
    }
    let plain = || only_against().filter(|e| e.against.is_none());
    if plain().next().is_some() {
        page.heading("also seen");
        plain().for_each(|e| evidence(page, e, None));
    }
}

#[cfg(test)]
mod tests {
    use crate::render::human::Question;
    use crate::render::human::tests::show;
    use crate::render::samples;

    #[test]
    fn shows_both_sides() {
        let text = show(&samples::rejected(), Question::Classify, 80);
        for line in [
            "certainly an ID token\n",
            "for an ID token\n  nonce ",
            "against an access token\n  scope ",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let last = "\nid_token: certain; signature NOT checked: nothing here is verified\n";
        assert!(text.ends_with(last), "{text}");
    }

    #[test]
    fn undecided_names_what_would_settle_it() {
        let text = show(&samples::undecided(), Question::Classify, 80);
        assert!(text.contains("what would settle it\n  1  give --client-id"), "{text}");
        assert!(text.contains("access_token: can't tell; "), "{text}");
    }
}
