//! What the hot parts cost, one by one: `cargo bench --bench parts`.

#![allow(missing_docs, reason = "criterion's macros write functions without any")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use tokcheck::api::ApiProfile;
use tokcheck::key::{KeySet, Keys, Practice, Provenance, SecretEncoding, judge_by};
use tokcheck::kind::{Hints, classify};
use tokcheck::render::human::{Question, Style, human};
use tokcheck::render::json::json;
use tokcheck::render::paint::Paint;
use tokcheck::server::{Demands, ServerModel};
use tokcheck::text::time::Timestamp;
use tokcheck::token::{RawToken, Token, paste};
use tokcheck::verdict::report::Report;
use tokcheck::verdict::{Case, Exhibit, Standard, describe, judge};

use tokens::{ALGORITHMS, AUDIENCE, Signers, USUAL, expired, token};

mod tokens;

const NOW: i64 = 1_800_000_000;

fn now() -> Timestamp {
    Timestamp::from_seconds(NOW)
}

/// A good token of that algorithm.
fn good(alg: &str) -> String {
    token(&Signers::new().signer(alg), 1, NOW, USUAL)
}

fn ended() -> String {
    expired(&Signers::new().signer("HS256"), 1, NOW)
}

/// The keys that a token of that algorithm is judged by.
fn keys(alg: &str) -> Keys {
    let signers = Signers::new();
    let set = if alg == "HS256" {
        KeySet::from_secret(signers.secret(), SecretEncoding::Utf8, "secret")
    } else {
        KeySet::from_jwks(&signers.jwks(), "jwks", Provenance::Local)
    };
    Keys::Set(set.expect("the tests' keys are sound"))
}

fn exhibit(text: &str) -> Exhibit {
    let paste = paste::read_bytes(text.as_bytes());
    Exhibit::read(&paste.found, &Hints::default(), true).remove(0)
}

/// What `verify` holds an HS256 token against: its signature costs next to nothing.
struct Api {
    profile: ApiProfile,
    model: &'static ServerModel,
    demands: Demands,
    keys: Keys,
}

impl Api {
    fn new() -> Self {
        let audience = Some(vec![AUDIENCE.to_owned()]);
        let profile = ApiProfile { audience, ..ApiProfile::default() };
        let model = ServerModel::by_name("generic").expect("the model that is always there");
        let demands = Demands::of(&profile, model);
        Self { profile, model, demands, keys: keys("HS256") }
    }

    fn judge(&self, exhibit: &Exhibit) -> Report {
        let Self { profile, model, demands, keys } = self;
        let (predict, for_people) = (false, false);
        let standard = Standard { profile, model, demands, keys, now: now(), predict, for_people };
        judge(&[Case { exhibit, standard }]).remove(0)
    }
}

fn find(c: &mut Criterion) {
    let mut group = c.benchmark_group("find");
    let bare = good("RS256");
    let line = format!("GET /orders HTTP/1.1 Authorization: Bearer {bare}");
    let words = "2027-01-15T08:00:00Z order 4711 was shipped".to_owned();
    for (name, text) in [("bare", bare), ("line", line), ("words", words)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| paste::read_bytes(black_box(text.as_bytes()))));
    }
    group.finish();
}

fn read(c: &mut Criterion) {
    let key = Signers::new().signer("HS256");
    let mut group = c.benchmark_group("parse");
    for thousands in [1, 64] {
        let text = token(&key, 1, NOW, thousands * 1000);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(thousands), &text, |b, text| {
            b.iter(|| Token::parse(RawToken::new(black_box(text.as_str()))));
        });
    }
    group.finish();
    let token = Token::parse(RawToken::new(good("RS256")));
    c.bench_function("classify", |b| b.iter(|| classify(black_box(&token), &Hints::default())));
}

fn verify(c: &mut Criterion) {
    let mut group = c.benchmark_group("verify");
    for (alg, _) in ALGORITHMS {
        let (token, keys) = (Token::parse(RawToken::new(good(alg))), keys(alg));
        group.bench_function(alg, |b| {
            b.iter(|| judge_by(black_box(&token), &keys, Practice::RFC));
        });
    }
    group.finish();
}

fn report(c: &mut Criterion) {
    let api = Api::new();
    let mut group = c.benchmark_group("judge");
    for (name, text) in [("good", good("HS256")), ("expired", ended())] {
        let exhibit = exhibit(&text);
        group.bench_function(name, |b| b.iter(|| api.judge(black_box(&exhibit))));
    }
    group.finish();
    let exhibit = exhibit(&good("HS256"));
    c.bench_function("describe", |b| b.iter(|| describe(black_box(&exhibit), now())));
}

fn render(c: &mut Criterion) {
    let exhibit = exhibit(&good("HS256"));
    let (described, judged) = (describe(&exhibit, now()), Api::new().judge(&exhibit));
    let mut group = c.benchmark_group("render");
    for (name, report, question) in
        [("decode", &described, Question::Decode), ("verify", &judged, Question::Verify)]
    {
        let style = Style { width: 80, paint: Paint::new(false), verbose: false, question };
        group.bench_function(format!("json/{name}"), |b| b.iter(|| json(black_box(report))));
        group.bench_function(format!("human/{name}"), |b| {
            b.iter(|| human(black_box(report), &style));
        });
    }
    group.finish();
}

criterion_group!(parts, find, read, verify, report, render);
criterion_main!(parts);
