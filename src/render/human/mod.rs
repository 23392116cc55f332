//! The report for a person at a terminal: the answer first, in plain words,
//! and the one-line verdict last (STYLE.md, "What the user sees").

mod classify;
mod decode;
mod form;
mod judge;
mod several;
mod table;
mod when;

use super::layout::Page;
use super::paint::{Ink, Paint};
use crate::verdict::report::{Decision, Finding, Report, Severity};

pub use several::{comparison, separator, verdict_line};

/// What was asked; the same report is told differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// What kind of token is it?
    Classify,
    /// What is in it?
    Decode,
    /// Would this API take it, and if not, why?
    Explain,
    /// Is it genuine, live, and for me?
    Verify,
}

/// How to tell it.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns of the terminal, 80 where there is none; kept within 40 and 120.
    pub width: usize,
    /// Colours of the stream.
    pub paint: Paint,
    /// Every row, sign and section.
    pub verbose: bool,
    /// What was asked.
    pub question: Question,
}

/// Lines that an answer may take before it is told more tightly.
const SCREEN: usize = 30;

/// How much is left out for an answer to fit; each level adds to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tight {
    /// Nothing.
    No,
    /// Names of rows that pass.
    Names,
    /// Rows that pass, but for the signature's.
    Passing,
    /// What can be read off elsewhere.
    Most,
}

/// The report as text, each line ended.
#[must_use]
pub fn human(report: &Report, style: &Style) -> String {
    match style.question {
        Question::Classify => classify::classify(report, style),
        Question::Decode => decode::decode(report, style),
        Question::Explain | Question::Verify => {
            let mut page = judge::judge(report, style, Tight::No);
            for tight in [Tight::Names, Tight::Passing, Tight::Most] {
                if style.verbose || page.lines().count() <= SCREEN {
                    break;
                }
                page = judge::judge(report, style, tight);
            }
            page
        }
    }
}

/// What was done to get at the token.
fn notes(page: &mut Page, report: &Report) {
    for repair in &report.source.repairs {
        page.wrapped(&[(Ink::Dim, "note: ")], Ink::Plain, repair);
    }
}

/// Numbered steps with a hanging indent.
fn steps(page: &mut Page, steps: &[String]) {
    for (at, step) in steps.iter().enumerate() {
        page.wrapped(&[(Ink::Plain, &format!("  {}  ", at + 1))], Ink::Plain, step);
    }
}

/// The colour of a decision.
fn ink(decision: Decision) -> Ink {
    match decision {
        Decision::Accept => Ink::Good,
        Decision::Reject => Ink::Bad,
        Decision::Undecided => Ink::Warn,
    }
}

/// A finding: its slug, its message, and what to do about it.
fn finding(page: &mut Page, finding: &Finding, help: bool) {
    let ink = match finding.severity {
        Severity::Error => Ink::Bad,
        Severity::Note => Ink::Dim,
        Severity::Warning => Ink::Warn,
    };
    let lead = format!("{}: ", finding.rule);
    page.hanging(&[(Ink::Plain, "  "), (ink, &lead)], 4, Ink::Plain, &finding.message);
    if help {
        for step in &finding.fix {
            page.wrapped(&[(Ink::Plain, "    help: ")], Ink::Plain, step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::layout::columns;
    use crate::render::samples;
    use crate::text::escape::is_hostile;

    const QUESTIONS: [Question; 4] =
        [Question::Classify, Question::Decode, Question::Explain, Question::Verify];

    pub(super) fn show(report: &Report, question: Question, width: usize) -> String {
        human(report, &Style { width, paint: Paint::new(false), verbose: false, question })
    }

    #[test]
    fn nothing_hostile_reaches_the_terminal() {
        for (name, report) in samples::all() {
            for question in QUESTIONS {
                for verbose in [false, true] {
                    let paint = Paint::new(false);
                    let text = human(&report, &Style { width: 80, paint, verbose, question });
                    assert!(!text.lines().any(|l| l.contains(is_hostile)), "{name} {text}");
                    assert!(!text.lines().any(|l| l.trim_start().starts_with("::")), "{text}");
                    assert!(text.ends_with('\n') && !text.contains("\n\n\n"), "{name}\n{text}");
                    assert!(!text.lines().any(|l| l.ends_with(' ')), "{name}\n{text}");
                }
            }
        }
    }

    #[test]
    fn our_own_words_are_ascii() {
        for report in [samples::rejected(), samples::accepted(), samples::undecided()] {
            for question in QUESTIONS {
                assert!(show(&report, question, 80).is_ascii());
            }
        }
    }

    #[test]
    fn lines_keep_to_the_width() {
        for (name, report) in samples::all() {
            for width in [40, 80, 120] {
                for question in QUESTIONS {
                    for line in show(&report, question, width).lines() {
                        let long = line.split_whitespace().map(columns).max().unwrap_or(0);
                        // A word that can't be broken may stand behind its lead;
                        // JSON is shown as sent.
                        let json = line.trim_start().starts_with(['"', '{', '[']);
                        let spare = if long + 20 > width { long + 20 } else { 0 };
                        assert!(
                            columns(line) <= width.max(spare) || json,
                            "{name} {width}\n{line}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn an_explanation_fits_a_screen() {
        for (name, report) in samples::typical() {
            let text = show(&report, Question::Explain, 80);
            assert!(text.lines().count() <= 30, "{name} {}\n{text}", text.lines().count());
            assert!(text.lines().all(|l| columns(l) <= 80), "{name}\n{text}");
        }
    }

    #[test]
    fn colour_repeats_what_words_say() {
        for (_, report) in samples::all() {
            for question in QUESTIONS {
                let style =
                    |on| Style { width: 80, paint: Paint::new(on), verbose: true, question };
                let painted = human(&report, &style(true));
                let mut plain = String::new();
                let mut rest = painted.as_str();
                while let Some((before, after)) = rest.split_once('\u{1b}') {
                    plain.push_str(before);
                    rest = after.split_once('m').unwrap().1;
                }
                plain.push_str(rest);
                assert_eq!(plain, human(&report, &style(false)));
            }
        }
    }
}
