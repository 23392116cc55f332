//! The live oracle: the real servers, asked now. Keys and tokens are minted, a
//! tenant and every set-up of `node/` and `python/` started, each request of
//! `requests.json` sent to each. What they answer is compared with
//! `recording.json`, and with what the models say.
//!
//! `run` installs the servers and calls this. `TOKCHECK_LIVE_ORACLE` is the
//! folder where they are installed; without it nothing is asked.
//! `TOKCHECK_RECORD=1` writes the recording anew. `TOKCHECK_DEBIAN=1` asks the
//! servers of Debian too; without it their recorded answers stand.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test makes what it needs, and stops where it can't"
)]

#[path = "../support/mod.rs"]
mod support;

mod crates;
mod harness;
mod recording;
mod request;
mod tenant;
mod wire;

use std::env;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

use harness::Harness;
use recording::differences;
use request::Request;
use support::oracle::{OWED, Recording};
use tenant::Tenant;

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/live_oracle");

fn recorded() -> PathBuf {
    Path::new(HERE).join("recording.json")
}

fn since_epoch() -> Duration {
    SystemTime::UNIX_EPOCH.elapsed().unwrap()
}

fn now() -> i64 {
    i64::try_from(since_epoch().as_secs()).unwrap()
}

/// Asks one server. Where the very second counts, the request is made at the
/// start of one, and again where the answer came in the next.
fn ask(port: u16, request: &Request, tenant: &Tenant) -> Value {
    for _ in 0..20 {
        let into = since_epoch().subsec_millis();
        if request.is_edge() && into > 500 {
            thread::sleep(Duration::from_millis(u64::from(1010 - into)));
        }
        let at = now();
        let answer = wire::ask(port, &request.raw(tenant, at));
        if !request.is_edge() || now() == at {
            return recording::settled(answer, &tenant.issuer);
        }
    }
    panic!("{} is not answered within a second", request.name());
}

/// Whether a variable says yes.
fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| value == "1")
}

/// Asks all these set-ups, one after the other.
fn ask_each(told: &Value, requests: &[Request], tenant: &Tenant) -> Map<String, Value> {
    let told = told.as_object().unwrap();
    told.iter()
        .map(|(setup, what)| {
            let port = u16::try_from(what["port"].as_u64().unwrap()).unwrap();
            let answers =
                requests.iter().map(|request| (request.name(), ask(port, request, tenant)));
            (setup.clone(), recording::grouped(answers))
        })
        .collect()
}

/// Starts everything that is installed in this folder, the servers of Debian
/// if wanted, and asks it.
fn ask_all(installed: &Path, debian: bool) -> Recording {
    let scratch = tempfile::tempdir().unwrap();
    let write = |name: &str, what: &Value| {
        let file = scratch.path().join(name);
        std::fs::write(&file, what.to_string()).unwrap();
        file
    };
    let mut tenant = Tenant::new();
    write("jwks.json", &tenant.jwks());
    let python = installed.join("python/bin/python");
    let script = |name: &str| Path::new(HERE).join("python").join(name);
    let host = Harness::start(&python, &script("tenant.py"), scratch.path(), scratch.path());
    host.told["issuer"].as_str().unwrap().clone_into(&mut tenant.issuer);
    let told = write("tenant.json", &tenant.told(debian));
    let harnesses = [
        Harness::start("node".as_ref(), &installed.join("node/serve.mjs"), &told, scratch.path()),
        Harness::start(&python, &script("serve.py"), &told, scratch.path()),
    ];
    let told = [harnesses[0].told.clone(), harnesses[1].told.clone(), crates::start(&tenant)];
    let requests = Request::all();
    let made_at = now();
    let mut answers = Map::new();
    thread::scope(|scope| {
        let lanes = told.each_ref().map(|told| {
            let (requests, tenant) = (&requests, &tenant);
            scope.spawn(move || ask_each(told, requests, tenant))
        });
        for lane in lanes {
            answers.extend(lane.join().unwrap());
        }
    });
    let cases = requests.iter().map(|request| {
        let raw = request.raw(&tenant, made_at);
        json!({"name": request.name(), "note": request.note(), "request": raw})
    });
    let setups = told.iter().flat_map(|told| told.as_object().unwrap());
    Recording(json!({
        "tenant": {
            "made_at": made_at, "issuer": tenant.issuer, "audience": tenant::AUDIENCE,
            "jwks": tenant.jwks(),
        },
        "setups": setups.map(|(name, what)| (name.clone(), what.clone())).collect::<Map<_, _>>(),
        "cases": cases.collect::<Vec<_>>(),
        "answers": answers,
    }))
}

#[test]
fn the_servers_answer_as_recorded_and_as_the_models_say() {
    let Some(installed) = env::var_os("TOKCHECK_LIVE_ORACLE").map(PathBuf::from) else {
        println!("skipped: tests/live_oracle/run asks the real servers");
        return;
    };
    let (was, debian) = (Recording::read(recorded()), is_set("TOKCHECK_DEBIAN"));
    let mut is = ask_all(&installed, debian);
    if !debian {
        recording::keep(&mut is, &was, "debian");
        println!("the servers of Debian are not asked: what they answered stands");
    }
    let changed = differences(&was, &is);
    if is_set("TOKCHECK_RECORD") {
        std::fs::write(recorded(), recording::text(&is)).unwrap();
    }
    let tally = is.judge();
    println!("{} answers differ from the recording:\n  {}", changed.len(), changed.join("\n  "));
    tally.assert_at_least(OWED);
    let recorded = Recording::read(recorded());
    assert_eq!(differences(&recorded, &is).len(), 0, "tests/live_oracle/run --record takes them");
}

#[test]
fn a_changed_answer_is_told() {
    let was = Recording::read(recorded());
    assert_eq!(differences(&was, &was), Vec::<String>::new());
    let mut is = Recording(was.0.clone());
    let setup = "jose:bare";
    is.0["setups"][setup]["version"] = json!("jose 99.0.0");
    let good = |answer: &&mut Value| answer["status"] == 200;
    let group = is.0["answers"][setup].as_array_mut().unwrap().iter_mut().find(good).unwrap();
    let names = group["to"].as_array_mut().unwrap();
    names.retain(|name| name != "good" && name != "kid_swapped");
    let refused =
        json!({"status": 401, "www_authenticate": "Bearer", "body": "no", "to": ["good"]});
    is.0["answers"][setup].as_array_mut().unwrap().push(refused);
    is.0["answers"]["fast-jwt:pem"] = json!([]);
    let told = differences(&was, &is);
    let version = format!("{} -> jose 99.0.0", was.version(setup));
    let line =
        format!("{setup}, {version}, good, was 200 \"{{\\\"ok\\\":true}}\", is 401 Bearer \"no\"");
    assert!(told.contains(&line), "{line}\n{told:#?}");
    let gone = "fast-jwt:pem, fast-jwt ";
    assert_eq!(told.iter().filter(|line| line.starts_with(gone)).count(), Request::all().len());
    assert!(told.iter().all(|line| line.contains(", was ") && line.contains(", is ")));
}
