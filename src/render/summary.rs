//! `--summary`: what a run saw, counted. In JSON it is one more line, of the
//! contract `tokcheck.summary/v1`.

use std::collections::HashMap;
use std::fmt::Write;

use serde::Serialize;

use super::words;
use crate::text::escape::{escaped, shortened};
use crate::text::json::{Json, safe_json};
use crate::verdict::report::{Decision, Report};

/// Different values that are counted one by one: tokens can be made to hold
/// no end of them, and memory has one.
const MOST_VALUES: usize = 1000;
/// Values of a row that people are shown.
const SHOWN: usize = 10;
/// Longest value that is kept, in characters.
const LONGEST: usize = 120;

/// What the summary counts of one report.
pub struct Mark {
    decision: Option<Decision>,
    cause: Option<&'static str>,
    /// Of the token itself: only the first of several reports on it has this.
    token: Option<TokenMark>,
}

/// What is counted once a token, however many APIs and servers judged it.
struct TokenMark {
    kind: &'static str,
    issuer: Option<String>,
    audience: Vec<String>,
}

impl Mark {
    /// What the reports on one token say; their texts are masked already.
    pub fn of(reports: &[Report]) -> impl Iterator<Item = Self> {
        reports.iter().enumerate().map(|(at, report)| {
            let verdict = report.verdict.as_ref();
            Self {
                decision: verdict.map(|verdict| verdict.decision),
                cause: verdict.map(|verdict| verdict.root_cause),
                token: (at == 0).then(|| TokenMark::of(report)),
            }
        })
    }
}

impl TokenMark {
    fn of(report: &Report) -> Self {
        let claims = report.token.told();
        let texts = |json: &Json| match json {
            Json::Array(items) => items.iter().filter_map(Json::as_str).map(short).collect(),
            one => one.as_str().map(short).into_iter().collect(),
        };
        Self {
            kind: report.kind.name,
            issuer: claims.and_then(|c| c.str("iss")).map(short),
            audience: claims.and_then(|c| c.get("aud")).map(texts).unwrap_or_default(),
        }
    }
}

/// The decision's name in JSON.
fn name(decision: Decision) -> &'static str {
    match decision {
        Decision::Accept => "accept",
        Decision::Reject => "reject",
        Decision::Undecided => "undecided",
    }
}

/// The word for people of a decision that is named as in JSON.
fn word(named: &str) -> &str {
    let all = [Decision::Accept, Decision::Reject, Decision::Undecided];
    all.into_iter().find(|one| name(*one) == named).map_or(named, |one| words::decision(one))
}

fn short(text: &str) -> String {
    shortened(text, LONGEST).into_owned()
}

/// The counts of one run.
#[derive(Debug, Serialize)]
pub struct Summary {
    schema: &'static str,
    tokens: u64,
    judgements: u64,
    verdicts: Count,
    causes: Count,
    kinds: Count,
    issuers: Count,
    audiences: Count,
}

impl Default for Summary {
    fn default() -> Self {
        let none = Count::default;
        Self {
            schema: "tokcheck.summary/v1",
            tokens: 0,
            judgements: 0,
            verdicts: none(),
            causes: none(),
            kinds: none(),
            issuers: none(),
            audiences: none(),
        }
    }
}

impl Summary {
    /// Counts one report.
    pub fn add(&mut self, mark: &Mark) {
        if let Some(decision) = mark.decision {
            self.judgements += 1;
            self.verdicts.add(name(decision));
        }
        if let Some(cause) = mark.cause {
            self.causes.add(cause);
        }
        let Some(token) = &mark.token else { return };
        self.tokens += 1;
        self.kinds.add(token.kind);
        if let Some(issuer) = &token.issuer {
            self.issuers.add(issuer);
        }
        token.audience.iter().for_each(|audience| self.audiences.add(audience));
    }

    /// One line of JSON, with its line end.
    #[must_use]
    pub fn json(&self) -> String {
        safe_json(self) + "\n"
    }

    /// For people: a block a row, the most frequent first.
    #[must_use]
    pub fn human(&self) -> String {
        let mut out = format!("{:<10}{:>12}\n", "tokens", grouped(self.tokens.into()));
        // One token before several APIs or servers gets several verdicts.
        if self.judgements > self.tokens {
            // Writing to a String can't fail.
            let _ = writeln!(out, "{:<10}{:>12}", "judgements", grouped(self.judgements.into()));
        }
        self.verdicts.write_as("verdict", &mut out, word);
        for (name, count) in [
            ("cause", &self.causes),
            ("kind", &self.kinds),
            ("issuer", &self.issuers),
            ("audience", &self.audiences),
        ] {
            count.write(name, &mut out);
        }
        out
    }
}

/// How often each value was seen.
#[derive(Debug, Default)]
struct Count {
    /// In the order in which they were first seen.
    values: Vec<(String, u64)>,
    places: HashMap<String, usize>,
    /// Of values beyond the bound.
    others: u64,
}

impl Count {
    fn add(&mut self, value: &str) {
        if let Some(place) = self.places.get(value) {
            self.values[*place].1 += 1;
        } else if self.values.len() < MOST_VALUES {
            self.places.insert(value.to_owned(), self.values.len());
            self.values.push((value.to_owned(), 1));
        } else {
            self.others += 1;
        }
    }

    /// The most frequent first; of equals, the one seen first.
    fn sorted(&self) -> Vec<&(String, u64)> {
        let mut values: Vec<_> = self.values.iter().collect();
        values.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        values
    }

    fn write(&self, name: &str, out: &mut String) {
        self.write_as(name, out, |value| value);
    }

    fn write_as(&self, name: &str, out: &mut String, word: impl Fn(&str) -> &str) {
        let sorted = self.sorted();
        let mut name = name;
        let mut line = |times: u64, value: &str| {
            // Writing to a String can't fail.
            let _ = writeln!(out, "{name:<10}{:>12}  {value}", grouped(times.into()));
            name = "";
        };
        for (value, times) in sorted.iter().take(SHOWN) {
            line(*times, &escaped(word(value)));
        }
        let rest: u64 = sorted.iter().skip(SHOWN).map(|(_, times)| times).sum();
        if rest + self.others > 0 {
            line(rest + self.others, "(others)");
        }
    }
}

/// `{"value":times,...}`; what is beyond the bound counts under the empty name.
impl Serialize for Count {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let others = (self.others > 0).then_some(("", self.others));
        let values = self.sorted();
        to.collect_map(values.iter().map(|(value, times)| (value.as_str(), *times)).chain(others))
    }
}

/// A number with its digits in groups of three.
#[must_use]
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(kind: &'static str, issuer: &str) -> Mark {
        let audience = vec!["a".to_owned(), "b\u{1b}".to_owned()];
        let token = Some(TokenMark { kind, issuer: Some(issuer.to_owned()), audience });
        Mark { decision: Some(Decision::Reject), cause: Some("expired"), token }
    }

    #[test]
    fn a_token_counts_once_however_many_judge_it() {
        let mut summary = Summary::default();
        summary.add(&mark("access_token", "x"));
        summary.add(&Mark { decision: Some(Decision::Accept), cause: Some("ok"), token: None });
        let text = summary.human();
        let rows = "tokens               1\njudgements           2\n\
                    verdict              1  rejected\n                     1  accepted\n";
        assert!(text.starts_with(rows), "{text}");
        assert!(text.contains("kind                 1  access_token\n"), "{text}");
        assert!(summary.json().contains("\"tokens\":1,\"judgements\":2,"), "{}", summary.json());
    }

    #[test]
    fn the_most_frequent_first() {
        let mut summary = Summary::default();
        for (kind, issuer) in [("id_token", "x"), ("access_token", "y"), ("access_token", "x")] {
            summary.add(&mark(kind, issuer));
        }
        let text = summary.human();
        assert_eq!(
            text.lines().collect::<Vec<_>>(),
            [
                "tokens               3",
                "verdict              3  rejected",
                "cause                3  expired",
                "kind                 2  access_token",
                "                     1  id_token",
                "issuer               2  x",
                "                     1  y",
                "audience             3  a",
                "                     3  b\\u{001b}",
            ]
        );
        assert_eq!(
            summary.json(),
            "{\"schema\":\"tokcheck.summary/v1\",\"tokens\":3,\"judgements\":3,\"verdicts\":{\
             \"reject\":3},\"causes\":{\"expired\":3},\"kinds\":{\"access_token\":2,\"id_token\":1},\
             \"issuers\":{\"x\":2,\"y\":1},\"audiences\":{\"a\":3,\"b\\u001b\":3}}\n"
        );
    }

    #[test]
    fn digits_in_threes() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn memory_has_a_bound() {
        let mut summary = Summary::default();
        for number in 0..MOST_VALUES + 7 {
            summary.add(&mark("unknown", &number.to_string()));
        }
        assert_eq!((summary.issuers.values.len(), summary.issuers.others), (MOST_VALUES, 7));
        assert!(summary.human().contains("         997  (others)"), "{}", summary.human());
    }
}
