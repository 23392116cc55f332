//! Recorded answers of real servers, and how often the models say the same.
//! Each request goes the way of `explain`: the raw request is read as a paste,
//! the set-up's keys as a configuration, and the model's verdict is compared.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
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
use tokcheck::verdict::{Case, Exhibit, Standard, judge};

/// What the models owe requests that they were not made for, in per mille.
pub const OWED: [usize; 3] = [995, 980, 950];

/// A tenant, requests, set-ups of servers, and what each answered to each.
pub struct Recording(pub Value);

/// One set-up, ready to judge.
struct Bench {
    profile: ApiProfile,
    model: &'static ServerModel,
    demands: Demands,
    keys: Keys,
}

/// An answer, as far as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// `None`: there was none.
    pub status: Option<u64>,
    pub challenge: String,
    pub body: Option<String>,
}

impl Recording {
    pub fn read(file: impl AsRef<Path>) -> Self {
        Self(serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap())
    }

    /// The set-ups that were asked.
    pub fn setups(&self) -> Vec<&str> {
        self.0["answers"].as_object().unwrap().keys().map(String::as_str).collect()
    }

    /// The software of a set-up.
    pub fn version(&self, setup: &str) -> &str {
        self.0["setups"][setup]["version"].as_str().unwrap()
    }

    /// What a set-up answered, by request: written as a map, or once for all
    /// requests that got the same.
    pub fn answers(&self, setup: &str) -> BTreeMap<&str, Answer> {
        match &self.0["answers"][setup] {
            Value::Array(groups) => groups
                .iter()
                .flat_map(|group| {
                    let to = group["to"].as_array().unwrap().iter();
                    to.map(|name| (name.as_str().unwrap(), Answer::read(group)))
                })
                .collect(),
            map => {
                let map = map.as_object().unwrap().iter();
                map.map(|(name, answer)| (name.as_str(), Answer::read(answer))).collect()
            }
        }
    }

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
            Some(pasted) => Exhibit::read([pasted], &hints, true).remove(0),
            None => Exhibit::missing(&paste),
        };
        let standard = Standard {
            profile: &bench.profile,
            model: bench.model,
            demands: &bench.demands,
            keys: &bench.keys,
            now: Timestamp::from_seconds(self.0["tenant"]["made_at"].as_i64().unwrap()),
            predict: true,
            for_people: false,
        };
        let case = Case { exhibit: &exhibit, standard };
        judge(&[case]).remove(0).verdict.unwrap()
    }

    /// Judges every request before every set-up, and prints what is right by
    /// set-up, and what is wrong: server, version, request, said, is.
    pub fn judge(&self) -> Tally {
        let (mut all, mut wrong) = (Tally::default(), Vec::new());
        let titles = ["set-up", "decision", "status", "error", "body"];
        let [setup, decision, status, error, body] = titles;
        let mut table = format!("{setup:<44} {decision:>9} {status:>9} {error:>9} {body:>9}\n");
        for setup in self.setups() {
            let (bench, answers) = (self.bench(setup), self.answers(setup));
            let middleware = self.0["setups"][setup]["kind"] == "middleware";
            let mut tally = Tally::default();
            for case in self.0["cases"].as_array().unwrap() {
                let name = case["name"].as_str().unwrap();
                // Who is not always asked may not have got the newest requests.
                let Some(is) = answers.get(name) else { continue };
                let verdict = self.verdict(&bench, case["request"].as_str().unwrap());
                let said = Answer::predicted(&verdict);
                if !tally.add(verdict.decision == Decision::Accept, &said, is, middleware) {
                    let (version, why) = (self.version(setup), verdict.causes.join(" "));
                    wrong.push(format!("{setup}, {version}, {name}, said {said} ({why}), is {is}"));
                }
            }
            writeln!(table, "{setup:<44} {tally}").unwrap();
            all.merge(&tally);
        }
        // In one piece, for other tests print too.
        println!("{table}{:<44} {all}\n  {}", "all", wrong.join("\n  "));
        all
    }
}

impl Answer {
    fn read(written: &Value) -> Self {
        let challenge = match &written["www_authenticate"] {
            Value::Array(lines) => {
                lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
            }
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        let body = written["body"].as_str().map(str::to_owned);
        Self { status: written["status"].as_u64(), challenge, body }
    }

    fn predicted(verdict: &Verdict) -> Self {
        let http = verdict.http.as_ref();
        Self {
            status: http.map(|http| u64::from(http.status)),
            challenge: http.and_then(|http| http.www_authenticate.clone()).unwrap_or_default(),
            body: http.and_then(|http| http.body.clone()),
        }
    }

    /// The `error` parameter of the challenge.
    fn error(&self) -> Option<&str> {
        let rest = self.challenge.split_once("error=\"")?.1;
        rest.split_once('"').map(|(error, _)| error)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(f, "{status}")?,
            None => write!(f, "no answer")?,
        }
        if !self.challenge.is_empty() {
            write!(f, " {}", self.challenge)?;
        }
        let body: String = self.body.iter().flat_map(|body| body.chars()).take(160).collect();
        if body.is_empty() { Ok(()) } else { write!(f, " {body:?}") }
    }
}

/// How many predictions are right, of how many.
#[derive(Default)]
pub struct Tally {
    pub decision: Share,
    pub status: Share,
    /// `error` of the challenge, where the software itself makes it.
    pub error: Share,
    /// The body, where a model predicts one for software that makes it itself.
    pub body: Share,
}

impl Tally {
    /// Compares a prediction; whether all that counts is right.
    fn add(&mut self, accepted: bool, said: &Answer, is: &Answer, middleware: bool) -> bool {
        let decision = self.decision.add(accepted == (is.status == Some(200)));
        let status = self.status.add(said.status == is.status);
        let error = !middleware || self.error.add(said.error() == is.error());
        if middleware && !accepted && said.body.is_some() {
            self.body.add(said.body == is.body);
        }
        decision && status && error
    }

    /// Stops where less is right than these shares, in per mille, of decisions,
    /// statuses and errors.
    pub fn assert_at_least(&self, [decision, status, error]: [usize; 3]) {
        assert!(self.decision.per_mille() >= decision, "decision right in {}", self.decision);
        assert!(self.status.per_mille() >= status, "status right in {}", self.status);
        assert!(self.error.per_mille() >= error, "error right in {}", self.error);
    }

    /// How many decisions, statuses and errors are wrong.
    pub fn wrong(&self) -> [usize; 3] {
        [&self.decision, &self.status, &self.error].map(|share| share.asked - share.right)
    }

    fn merge(&mut self, other: &Self) {
        self.decision.merge(&other.decision);
        self.status.merge(&other.status);
        self.error.merge(&other.error);
        self.body.merge(&other.body);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = String::new();
        for share in [&self.decision, &self.status, &self.error, &self.body] {
            write!(line, "{share:>9} ")?;
        }
        f.write_str(line.trim_end())
    }
}

/// Some of all.
#[derive(Default)]
pub struct Share {
    right: usize,
    asked: usize,
}

impl Share {
    fn add(&mut self, right: bool) -> bool {
        self.asked += 1;
        self.right += usize::from(right);
        right
    }

    fn merge(&mut self, other: &Self) {
        self.asked += other.asked;
        self.right += other.right;
    }

    fn per_mille(&self) -> usize {
        self.right * 1000 / self.asked.max(1)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}/{}", self.right, self.asked);
        f.pad(if self.asked == 0 { "-" } else { &text })
    }
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
