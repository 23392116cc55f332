//! The server models against what real servers answered. The recorded answers
//! stand outside the repository, in `$TOKCHECK_SHARED/oracle` or
//! `../shared/oracle`; a small frozen sample of them is in `tests/oracle/`.
//! Each request goes the way of `explain`: the raw request is read as a paste,
//! the set-up's keys as a configuration, and the model's verdict is compared.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that reads, reports counts, and stops where it can't"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde_json::Value;
use tokcheck::api::ApiProfile;
use tokcheck::key::{KeySet, Keys, Provenance};
use tokcheck::kind::Hints;
use tokcheck::load::config::Config;
use tokcheck::server::{Demands, ServerModel};
use tokcheck::text::time::Timestamp;
use tokcheck::token::paste;
use tokcheck::verdict::report::{Decision, Verdict};
use tokcheck::verdict::{Exhibit, Standard, judge};

/// The recorded answers, with the requests and the set-ups.
struct Matrix(Value);

/// One set-up, ready to judge.
struct Bench {
    profile: ApiProfile,
    model: &'static ServerModel,
    demands: Demands,
    keys: Keys,
}

/// How many predictions of a set-up are right.
#[derive(Default)]
struct Tally {
    asked: usize,
    decision: usize,
    status: usize,
    challenges: usize,
    challenge: usize,
}

impl Matrix {
    fn bench(&self, name: &str) -> Bench {
        let api = &self.0["setups"][name]["api"];
        let config = Config::parse(&toml(api), Path::new("/oracle/tokcheck.toml")).unwrap();
        let profile = config.apis["it"].profile.clone();
        let model = ServerModel::by_name(profile.server.as_deref().unwrap()).unwrap();
        assert_eq!(model.unknown_option(&profile.options), None, "{name}");
        let demands = Demands::of(&profile, model);
        let jwks = &self.0["tenant"]["jwks"];
        let keys = match api["key"].as_str() {
            // A PEM holds the key and nothing more.
            Some(file) => {
                let kid = file.trim_end_matches(".pem");
                let all = jwks["keys"].as_array().unwrap();
                let mut jwk = all.iter().find(|k| k["kid"] == kid).unwrap().clone();
                for member in ["kid", "alg", "use"] {
                    jwk.as_object_mut().unwrap().remove(member);
                }
                KeySet::from_any(jwk.to_string().as_bytes(), "PEM").unwrap()
            }
            None => KeySet::from_jwks(&jwks.to_string(), "JWKS", Provenance::Published).unwrap(),
        };
        Bench { profile, model, demands, keys: Keys::Set(keys) }
    }

    fn verdict(&self, bench: &Bench, request: &str) -> Verdict {
        let paste = paste::read(request);
        let audiences = &bench.demands.audience;
        let hints = Hints { slot: None, client_ids: &[], audiences };
        let exhibit = match paste.found.first() {
            Some(pasted) => Exhibit::read(pasted, 0, &hints, true),
            None => Exhibit::missing(&paste, 0),
        };
        let standard = Standard {
            profile: &bench.profile,
            model: bench.model,
            demands: &bench.demands,
            keys: &bench.keys,
            now: Timestamp::from_seconds(self.0["tenant"]["made_at"].as_i64().unwrap()),
            predict: true,
        };
        judge(&exhibit, &standard).verdict.unwrap()
    }

    /// Judges every request before every set-up: what is right, what is wrong.
    fn compare(&self) -> (BTreeMap<String, Tally>, Vec<String>) {
        let (mut tallies, mut wrong) = (BTreeMap::new(), Vec::new());
        for (setup, answers) in self.0["answers"].as_object().unwrap() {
            let bench = self.bench(setup);
            let tally: &mut Tally = tallies.entry(setup.clone()).or_default();
            for case in self.0["cases"].as_array().unwrap() {
                let name = case["name"].as_str().unwrap();
                let verdict = self.verdict(&bench, case["request"].as_str().unwrap());
                let middleware = self.0["setups"][setup]["kind"] == "middleware";
                if let Some(what) = tally.add(&answers[name], &verdict, middleware) {
                    wrong.push(format!("{setup} {name}: {what}"));
                }
            }
        }
        (tallies, wrong)
    }
}

impl Tally {
    /// Compares one prediction; what is wrong with it.
    fn add(&mut self, answer: &Value, verdict: &Verdict, middleware: bool) -> Option<String> {
        let is = answer["status"].as_u64();
        let said = verdict.http.as_ref().map(|http| u64::from(http.status));
        let decision = (verdict.decision == Decision::Accept) == (is == Some(200));
        let field = verdict.http.as_ref().and_then(|http| http.www_authenticate.as_deref());
        let (is_error, said_error) = (error(&field_of(answer)), error(field.unwrap_or_default()));
        self.asked += 1;
        self.decision += usize::from(decision);
        self.status += usize::from(is == said);
        self.challenges += usize::from(middleware);
        self.challenge += usize::from(middleware && is_error == said_error);
        let right = decision && is == said && (!middleware || is_error == said_error);
        (!right).then(|| {
            format!(
                "said {said:?} {said_error:?} ({}), is {is:?} {is_error:?} {}",
                verdict.causes.join(" "),
                answer["body"].as_str().unwrap_or_default().chars().take(90).collect::<String>()
            )
        })
    }
}

/// The `WWW-Authenticate` field of a recorded answer.
fn field_of(answer: &Value) -> String {
    match &answer["www_authenticate"] {
        Value::Array(lines) => {
            lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}

/// The `error` parameter of a challenge.
fn error(field: &str) -> Option<String> {
    let rest = field.split_once("error=\"")?.1;
    rest.split_once('"').map(|(error, _)| error.to_owned())
}

/// The set-up's `[apis.NAME]` as a configuration.
fn toml(api: &Value) -> String {
    let mut text = "[apis.it]\n".to_owned();
    for (name, value) in api.as_object().unwrap().iter().filter(|(name, _)| *name != "options") {
        writeln!(text, "{name} = {value}").unwrap();
    }
    if let Some(options) = api["options"].as_object() {
        writeln!(text, "[apis.it.options]").unwrap();
        for (name, value) in options {
            writeln!(text, "{name} = {value}").unwrap();
        }
    }
    text
}

/// Prints the table and returns the shares of right predictions, in per mille.
fn report(matrix: &Matrix) -> [usize; 3] {
    let (tallies, wrong) = matrix.compare();
    println!("{:<44} {:>9} {:>9} {:>9}", "set-up", "decision", "status", "error");
    let mut all = Tally::default();
    for (setup, t) in &tallies {
        println!(
            "{setup:<44} {:>9} {:>9} {:>9}",
            format!("{}/{}", t.decision, t.asked),
            format!("{}/{}", t.status, t.asked),
            if t.challenges == 0 {
                "-".into()
            } else {
                format!("{}/{}", t.challenge, t.challenges)
            }
        );
        all.asked += t.asked;
        all.decision += t.decision;
        all.status += t.status;
        all.challenges += t.challenges;
        all.challenge += t.challenge;
    }
    println!(
        "{:<44} {}/{} {}/{} {}/{}",
        "all", all.decision, all.asked, all.status, all.asked, all.challenge, all.challenges
    );
    for line in &wrong {
        println!("  {line}");
    }
    [
        all.decision * 1000 / all.asked,
        all.status * 1000 / all.asked,
        all.challenge * 1000 / all.challenges.max(1),
    ]
}

#[test]
fn the_models_agree_with_the_frozen_sample() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/sample.json");
    let matrix = Matrix(serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap());
    assert_eq!(report(&matrix), [1000, 1000, 1000]);
}

#[test]
fn the_models_agree_with_the_real_servers() {
    // Another recording of the same form can be named.
    let named = std::env::var_os("TOKCHECK_ORACLE").map(std::path::PathBuf::from);
    let Some(file) = named.or_else(|| support::shared("oracle/matrix_dev.json")) else { return };
    let matrix = Matrix(serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap());
    let [decision, status, challenge] = report(&matrix);
    assert!(decision >= 995, "decision right in {decision} per mille");
    assert!(status >= 980, "status right in {status} per mille");
    assert!(challenge >= 950, "error right in {challenge} per mille");
}
