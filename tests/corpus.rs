//! The classifier against the labelled corpus of published tokens, which is
//! not part of this repository. Without it the tests say so and pass, unless
//! `TOKCHECK_REQUIRE_SHARED=1`.

#![allow(
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tokcheck::kind::{Confidence, Feature, Hints, Kind, classify, features};
use tokcheck::text::json::{Json, Object};
use tokcheck::token::{RawToken, Token};

/// One labelled token.
struct Case {
    id: String,
    provider: String,
    kind: String,
    accept: Vec<String>,
    ambiguous: bool,
    token: Token,
}

fn corpus() -> Option<Vec<Case>> {
    let shared = std::env::var_os("TOKCHECK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let file = shared.join("corpus/tokens_dev.jsonl");
    let Ok(text) = std::fs::read_to_string(&file) else {
        let required = std::env::var("TOKCHECK_REQUIRE_SHARED").is_ok_and(|v| v == "1");
        assert!(!required, "no corpus at {}", file.display());
        println!("skipped: no corpus at {}", file.display());
        return None;
    };
    Some(text.lines().filter(|line| !line.trim().is_empty()).map(case).collect())
}

fn case(line: &str) -> Case {
    let json = Json::parse(line.as_bytes()).unwrap();
    let object: &Object = json.as_object().unwrap();
    let text = |name| object.str(name).unwrap().to_owned();
    let accept = object.strings_claim("accept").present().unwrap_or_default();
    Case {
        id: text("id"),
        provider: text("provider"),
        kind: text("kind"),
        accept: accept.into_iter().map(str::to_owned).collect(),
        ambiguous: object.get("ambiguous") == Some(&Json::Bool(true)),
        token: Token::parse(RawToken::new(text("token"))),
    }
}

impl Case {
    fn takes(&self, kind: &str) -> bool {
        kind == self.kind || self.accept.iter().any(|other| other == kind)
    }

    fn is_id_or_access(&self) -> bool {
        matches!(self.kind.as_str(), "id_token" | "access_token")
    }
}

#[derive(Clone, Copy, Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }

    fn of_100(self) -> f64 {
        if self.all == 0 { 100.0 } else { self.right as f64 * 100.0 / self.all as f64 }
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:3} of {:3}  {:5.1} %", self.right, self.all, self.of_100())
    }
}

#[test]
fn kinds_of_the_corpus() {
    let Some(cases) = corpus() else { return };
    let (mut all, mut clear, mut id_access, mut named) =
        (Share::default(), Share::default(), Share::default(), Share::default());
    let mut hedged = Share::default();
    let mut certain_wrong = Vec::new();
    let mut by_provider: BTreeMap<&str, Share> = BTreeMap::new();
    let mut by_kind: BTreeMap<&str, Share> = BTreeMap::new();
    for case in &cases {
        let found = classify(&case.token, &Hints::default());
        let name = found.kind.name();
        let right = case.takes(name);
        all.count(right);
        if case.ambiguous {
            hedged.count(found.confidence != Confidence::Certain);
        } else {
            clear.count(right);
        }
        if case.is_id_or_access() {
            id_access.count(right);
        }
        by_provider.entry(&case.provider).or_default().count(right);
        by_kind.entry(&case.kind).or_default().count(right);
        let provider = found.provider.map_or("generic", |provider| provider.id);
        named.count(provider == case.provider);
        let sure = found.confidence.name();
        if !right {
            println!("wrong  {} {}: {} for {}, {sure}", case.id, case.provider, name, case.kind);
            if found.confidence == Confidence::Certain {
                certain_wrong.push(case.id.as_str());
            }
        }
        if provider != case.provider {
            println!("named  {} {provider} for {}", case.id, case.provider);
        }
        if case.ambiguous && found.confidence == Confidence::Certain {
            println!("sure   {} {}: {name}, though ambiguous", case.id, case.provider);
        }
        if !case.ambiguous && found.confidence == Confidence::Undecided {
            println!("unsure {} {}: {name} ({})", case.id, case.provider, case.kind);
        }
    }
    println!("right in all          {all}");
    println!("right where clear     {clear}");
    println!("ID token or access    {id_access}");
    println!("provider named        {named}");
    println!("hedged where not clear{hedged}");
    println!("certain and wrong     {}", certain_wrong.len());
    for (title, table) in [("kind", &by_kind), ("provider", &by_provider)] {
        for (name, share) in table {
            println!("{title:9} {name:24} {share}");
        }
    }
    assert_eq!(certain_wrong, [""; 0]);
    assert!(clear.of_100() >= 98.0, "{clear}");
    assert!(id_access.of_100() >= 97.0, "{id_access}");
}

/// The weights of level 4 fitted on four fifths and counted on the fifth: how
/// well the evidence carries over to tokens that it was not made from.
#[test]
fn level_4_carries_over() {
    let Some(cases) = corpus() else { return };
    let cases: Vec<(bool, Vec<Feature>)> = cases
        .iter()
        .filter(|case| case.is_id_or_access() && !case.ambiguous)
        .map(|case| (case.kind == "access_token", features(&case.token)))
        .collect();
    let (mut fitted, mut ours) = (Share::default(), Share::default());
    for fold in 0..5 {
        let weights = fit(cases.iter().enumerate().filter(|(at, _)| at % 5 != fold).map(|c| c.1));
        for (_, (access, held)) in cases.iter().enumerate().filter(|(at, _)| at % 5 == fold) {
            let score: f64 = held.iter().filter_map(|f| weights.get(f.code)).sum();
            fitted.count((score > 0.0) == *access);
            let score: f64 = held.iter().map(|f| f.weight).sum();
            ours.count((score > 0.0) == *access);
        }
    }
    println!("level 4 alone, fitted on four fifths  {fitted}");
    println!("level 4 alone, the weights in use     {ours}");
    assert!(fitted.of_100() >= 85.0, "{fitted}");
}

/// Log-odds of each sign, smoothed by half a count.
fn fit<'a>(cases: impl Iterator<Item = &'a (bool, Vec<Feature>)>) -> BTreeMap<&'static str, f64> {
    let mut counts: BTreeMap<&'static str, [f64; 2]> = BTreeMap::new();
    let mut totals = [0.0; 2];
    for (access, held) in cases {
        totals[usize::from(*access)] += 1.0;
        for feature in held {
            counts.entry(feature.code).or_default()[usize::from(*access)] += 1.0;
        }
    }
    counts
        .into_iter()
        .map(|(code, [id, access])| {
            let share = |count: f64, total: f64| (count + 0.5) / (total + 1.0);
            (code, (share(access, totals[1]) / share(id, totals[0])).ln())
        })
        .collect()
}

#[test]
fn evidence_never_shows_a_token() {
    let Some(cases) = corpus() else { return };
    let known: BTreeSet<&str> = Kind::names().collect();
    for case in &cases {
        let found = classify(&case.token, &Hints::default());
        assert!(known.contains(case.kind.as_str()), "{}", case.kind);
        for evidence in &found.evidence {
            assert!(evidence.because.len() < 200 && evidence.claim.len() < 80, "{}", case.id);
        }
        assert!(found.confidence != Confidence::Undecided || !found.settle.is_empty());
    }
}
