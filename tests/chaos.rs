//! Everything that a network and a tenant can do to a run, through the binary,
//! against a server on this machine. Each has the exit code of the contract
//! and a line that says what to do.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test makes what it needs, and stops where it can't"
)]

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use tokcheck::key::mint::SigningKey;
use tokcheck::text::json::{Json, Object};

mod support;
use support::tenant::{Part, Tenant, answer, document, head};
use support::{Ran, feed, tokcheck};

const DOCUMENT: &str = "/.well-known/openid-configuration";

fn key(kid: &str) -> SigningKey {
    SigningKey::p256(kid).unwrap()
}

fn set(keys: &[&SigningKey]) -> String {
    let keys: Vec<String> =
        keys.iter().map(|key| Json::Object(key.public_jwk().unwrap()).to_string()).collect();
    format!(r#"{{"keys":[{}]}}"#, keys.join(","))
}

fn token(key: &SigningKey, issuer: &str) -> String {
    let mut claims = Object::empty();
    claims.push("iss", Json::text(issuer));
    claims.push("aud", "https://orders.example.com");
    claims.push("exp", 4_000_000_000_i64);
    key.sign(&Object::empty(), &claims).unwrap()
}

/// A tenant that is as it should be.
fn good(keys: String) -> impl Fn(&support::tenant::Asked, &str) -> Vec<Part> + Send + Sync {
    move |asked, url| match asked.path.as_str() {
        DOCUMENT => answer(200, &[], &document(url)),
        "/keys" => answer(200, &[], &keys),
        _ => answer(404, &[], ""),
    }
}

/// One verification with the cache in a folder of its own.
fn verify(cache: &Path, token: &str, more: &[&str]) -> Ran {
    let mut command = tokcheck();
    command.env("XDG_CACHE_HOME", cache).current_dir(cache);
    command.args(["verify", "--audience", "https://orders.example.com", "--timeout", "1"]);
    command.args(more).arg("-");
    feed(command, token.as_bytes())
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[track_caller]
fn says(ran: &Ran, code: i32, words: &[&str]) {
    let text = ran.words();
    assert_eq!(ran.code, code, "{text}");
    for word in words {
        assert!(text.contains(word), "{word}: {text}");
    }
}

type Wrong = Box<dyn Fn(&str) -> Vec<Part> + Send + Sync>;

/// What a tenant does wrong, and the words that say so.
fn wrongs() -> Vec<(&'static str, Wrong, &'static [&'static str])> {
    vec![
        (
            "slow",
            Box::new(|_| vec![Part::Wait(Duration::from_secs(3))]),
            &["within 1s", "--timeout"],
        ),
        (
            "never-ending",
            Box::new(|_| vec![head(None), Part::Forever(b" ".to_vec())]),
            &["within 1s", "--jwks file"],
        ),
        (
            "endless and fast",
            Box::new(|_| vec![head(None), Part::Forever(vec![b' '; 65_536])]),
            &["more than 1024 kib", "right address"],
        ),
        (
            "5 MB",
            Box::new(|_| answer(200, &[], &" ".repeat(5_000_000))),
            &["more than 1024 kib", "right address"],
        ),
        ("500", Box::new(|_| answer(500, &[], "")), &["answered 500", "try again"]),
        ("404", Box::new(|_| answer(404, &[], "")), &["answered 404", "right address"]),
        (
            "HTML with 200",
            Box::new(|_| answer(200, &["Content-Type: text/html"], "<html>Sign in</html>")),
            &["an html page", "right address"],
        ),
        ("broken JSON", Box::new(|_| answer(200, &[], "{\"keys\":[")), &["broken json"]),
        ("no key set", Box::new(|_| answer(200, &[], "{}")), &["right address"]),
        (
            "another host",
            Box::new(|_| answer(302, &["Location: https://other.example/keys"], "")),
            &["redirects to another place", "https://other.example/keys", "if you trust it"],
        ),
        (
            "down to http",
            Box::new(|_| answer(302, &["Location: http://other.example/keys"], "")),
            &["redirects to another place"],
        ),
        (
            "round and round",
            Box::new(|url| answer(302, &[&format!("Location: {url}/keys")], "")),
            &["more than 3 times", "right address"],
        ),
        (
            "half way",
            Box::new(|_| vec![head(Some(100)), Part::Bytes(b"{\"keys\":".to_vec())]),
            &["broke off", "try again"],
        ),
        ("hung up", Box::new(|_| vec![]), &["give --jwks file"]),
    ]
}

#[test]
fn a_tenant_that_misbehaves_leaves_it_undecided() {
    let signing = key("a");
    for (name, wrong, words) in wrongs() {
        println!("{name}");
        let tenant = Tenant::start(move |asked, url| match asked.path.as_str() {
            DOCUMENT => answer(200, &[], &document(url)),
            _ => wrong(url),
        });
        let cache = folder();
        let start = Instant::now();
        let sent = token(&signing, &tenant.url());
        let ran = verify(cache.path(), &sent, &["--issuer", &tenant.url()]);
        says(&ran, 4, words);
        assert!(ran.words().contains("keys-unavailable"), "{}", ran.words());
        assert!(start.elapsed() < Duration::from_secs(8), "{name}: {:?}", start.elapsed());
        let ran = keys(cache.path(), &tenant.url());
        says(&ran, 4, &["out of reach"]);
    }
}

fn keys(cache: &Path, what: &str) -> Ran {
    let mut command = tokcheck();
    command.env("XDG_CACHE_HOME", cache).args(["keys", what, "--timeout", "1"]);
    feed(command, b"")
}

#[test]
fn an_issuer_that_is_wrong_by_a_slash_gives_no_keys() {
    let signing = key("a");
    let published = set(&[&signing]);
    let tenant = Tenant::start(move |asked, url| match asked.path.as_str() {
        DOCUMENT => answer(200, &[], &document(&format!("{url}/"))),
        _ => answer(200, &[], &published),
    });
    let cache = folder();
    let sent = token(&signing, &tenant.url());
    let ran = verify(cache.path(), &sent, &["--issuer", &tenant.url()]);
    says(&ran, 4, &["only in the final slash"]);
    says(&keys(cache.path(), &tenant.url()), 1, &["issuer-mismatch", "final slash"]);
}

#[test]
fn rotated_keys_are_fetched_once() {
    let (old, new, none) = (key("old"), key("new"), key("none"));
    let tenant = Tenant::start(good(set(&[&old])));
    let (cache, url) = (folder(), tenant.url());
    let run = |key: &SigningKey, more: &[&str]| {
        let more = [&["--issuer", &url], more].concat();
        verify(cache.path(), &token(key, &url), &more)
    };
    says(&run(&old, &[]), 0, &[]);
    says(&run(&old, &[]), 0, &[]);
    assert_eq!(tenant.asked(), 2, "a document and a set");
    says(&run(&new, &["--offline"]), 4, &["key-not-found"]);
    assert_eq!(tenant.asked(), 2);
    tenant.behaves(good(set(&[&new])));
    says(&run(&new, &[]), 0, &[]);
    assert_eq!(tenant.asked(), 3);
    // The set is known to be complete now, and what it held before as well.
    says(&run(&old, &[]), 1, &["key-not-found", "withdrawn"]);
    assert_eq!(tenant.asked(), 4);
    says(&run(&none, &[]), 1, &["key-not-found"]);
    assert_eq!(tenant.asked(), 4, "nothing is asked twice in ten seconds");
    // One run asks once, however many tokens it is given.
    tenant.behaves(good(set(&[&old])));
    let several = format!("{}\n{}\n{}\n", token(&new, &url), token(&old, &url), token(&none, &url));
    let ran = verify(cache.path(), &several, &["--issuer", &url, "--refresh", "--json"]);
    assert_eq!(ran.out.matches("\"decision\":\"accept\"").count(), 1, "{}", ran.out);
    assert_eq!(tenant.asked(), 6);
}

#[test]
fn an_etag_saves_the_body_and_a_dead_tenant_is_stood_in_for() {
    let signing = key("a");
    let published = set(&[&signing]);
    let tenant = Tenant::start(move |asked, url| {
        let headers = ["ETag: \"1\"", "Cache-Control: max-age=0"];
        match (asked.path.as_str(), asked.etag.as_deref()) {
            (_, Some("\"1\"")) => answer(304, &headers, ""),
            (DOCUMENT, _) => answer(200, &headers, &document(url)),
            _ => answer(200, &headers, &published),
        }
    });
    let (cache, url) = (folder(), tenant.url());
    let sent = token(&signing, &url);
    let run = |more: &[&str]| verify(cache.path(), &sent, &[&["--issuer", &url], more].concat());
    for asked in [2, 4] {
        says(&run(&[]), 0, &[]);
        assert_eq!(tenant.asked(), asked);
    }
    tenant.goes_down();
    says(&run(&[]), 0, &["keys-stale"]);
    says(&run(&["--refresh"]), 0, &["keys-stale"]);
    says(&run(&["--at", "2020-01-01T00:00:00Z"]), 0, &["keys-stale"]);
    let offline = run(&["--offline"]);
    says(&offline, 0, &[]);
    assert!(!offline.words().contains("keys-stale"));
    let other = token(&key("b"), &url);
    says(&verify(cache.path(), &other, &["--issuer", &url]), 4, &["key-not-found"]);
    let cold = folder();
    says(&verify(cold.path(), &sent, &["--issuer", &url]), 4, &["keys-unavailable", "reachable"]);
    says(&verify(cold.path(), &sent, &["--issuer", &url, "--offline"]), 4, &["not in the cache"]);
}

#[test]
fn fifty_cold_runs_make_a_handful_of_fetches() {
    let signing = key("a");
    let published = set(&[&signing]);
    let tenant = Tenant::start(move |asked, url| {
        let mut parts = vec![Part::Wait(Duration::from_millis(50))];
        parts.extend(match asked.path.as_str() {
            DOCUMENT => answer(200, &[], &document(url)),
            _ => answer(200, &[], &published),
        });
        parts
    });
    let cache = folder();
    let runs: Vec<Child> = (0..50)
        .map(|_| {
            let mut command = tokcheck();
            command.env("XDG_CACHE_HOME", cache.path()).current_dir(cache.path());
            command.args(["verify", "--audience", "https://orders.example.com"]);
            command.args(["--issuer", &tenant.url(), "--json", &token(&signing, &tenant.url())]);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for run in runs {
        let ran = Ran::from(run.wait_with_output().unwrap());
        assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    }
    println!("50 runs: {} fetches", tenant.asked());
    assert!(tenant.asked() <= 6, "{} fetches", tenant.asked());
    for file in std::fs::read_dir(cache.path().join("tokcheck")).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("json") => {
                let entry: serde_json::Value = serde_json::from_str(&text).unwrap();
                let body = entry["body"].as_str().unwrap();
                serde_json::from_str::<serde_json::Value>(body).unwrap();
                assert!(!text.contains("eyJ"), "no token in the cache");
            }
            Some("lock") => {}
            _ => panic!("a torn file: {}", path.display()),
        }
    }
}

#[test]
fn a_cache_that_cannot_be_used_is_no_error() {
    let signing = key("a");
    let tenant = Tenant::start(good(set(&[&signing])));
    let sent = token(&signing, &tenant.url());
    let file = tempfile::NamedTempFile::new().unwrap();
    let full = Path::new("/dev/full");
    for cache in [file.path(), full, Path::new("/proc"), Path::new("relative")] {
        let mut command = tokcheck();
        command.env("XDG_CACHE_HOME", cache).env_remove("HOME");
        command.args(["verify", "--audience", "https://orders.example.com"]);
        command.args(["--issuer", &tenant.url(), "-"]);
        let ran = feed(command, sent.as_bytes());
        says(&ran, 0, &[]);
        assert_eq!(ran.err, "", "{}", cache.display());
    }
    let mut command = tokcheck();
    command.env_remove("HOME").args(["cache", "path"]);
    says(&feed(command, b""), 2, &["there is no cache"]);
}

#[test]
fn the_cache_can_be_seen_and_cleared() {
    let signing = key("a");
    let tenant = Tenant::start(good(set(&[&signing])));
    let cache = folder();
    let asked = |action: &str| {
        let mut command = tokcheck();
        command.env("XDG_CACHE_HOME", cache.path()).args(["cache", action]);
        feed(command, b"")
    };
    says(&asked("list"), 0, &["nothing is cached"]);
    let sent = token(&signing, &tenant.url());
    says(&verify(cache.path(), &sent, &["--issuer", &tenant.url()]), 0, &[]);
    says(&asked("list"), 0, &[&format!("{}/keys", tenant.url())]);
    let path = asked("path");
    assert!(Path::new(path.out.trim()).is_dir(), "{}", path.out);
    says(&asked("clear"), 0, &["2 answers removed"]);
    assert!(!Path::new(path.out.trim()).exists());
}

/// A key that stands in the token must not decide where tokcheck goes.
fn tempting(signing: &SigningKey, trap: &str) -> Vec<String> {
    let mut claims = Object::empty();
    claims.push("iss", Json::text(trap));
    claims.push("aud", "https://orders.example.com");
    claims.push("exp", 4_000_000_000_i64);
    let jwk = Json::Object(signing.public_jwk().unwrap());
    let mut tokens = Vec::new();
    for name in ["jku", "x5u", "kid", "typ", "iss"] {
        let mut header = Object::empty();
        header.push(name, Json::text(trap));
        tokens.push(signing.sign(&header, &claims).unwrap());
    }
    let mut header = Object::empty();
    header.push("jwk", jwk);
    header.push("jku", format!("{trap}/keys"));
    header.push("x5u", format!("{trap}/chain"));
    tokens.push(signing.sign(&header, &claims).unwrap());
    tokens
}

#[test]
fn nothing_is_fetched_because_a_token_said_so() {
    let signing = key("a");
    let trap = Tenant::start(good(set(&[&signing])));
    let honest = Tenant::start(good(set(&[&key("b")])));
    let cache = folder();
    let issuer = honest.url();
    for sent in tempting(&signing, &trap.url()) {
        for args in [
            vec!["decode"],
            vec!["classify"],
            vec!["verify"],
            vec!["verify", "--issuer", &issuer],
            vec!["verify", "--allow-http", "--audience", "https://orders.example.com"],
            vec!["explain", "--audience", "https://orders.example.com"],
            vec!["explain", "--as", "all", "--issuer", &issuer],
        ] {
            let mut command = tokcheck();
            command.env("XDG_CACHE_HOME", cache.path()).args(&args).arg("-");
            let ran = feed(command, sent.as_bytes());
            let judged = matches!(args[0], "verify" | "explain");
            assert!(!judged || ran.code != 0, "{args:?}: {}", ran.words());
        }
    }
    assert_eq!(trap.asked(), 0);
}

#[test]
fn discover_asks_the_token_and_says_how_little_that_proves() {
    let signing = key("a");
    let tenant = Tenant::start(good(set(&[&signing])));
    let cache = folder();
    let sent = token(&signing, &tenant.url());
    // Neither http nor a private address, unless both are allowed.
    says(&verify(cache.path(), &sent, &["--discover"]), 4, &["--allow-http"]);
    says(&verify(cache.path(), &sent, &["--discover", "--allow-http"]), 4, &["--allow-private"]);
    says(&verify(cache.path(), &sent, &["--discover", "--allow-private"]), 4, &["--allow-http"]);
    assert_eq!(tenant.asked(), 0);
    let allowed = ["--discover", "--allow-http", "--allow-private"];
    says(&verify(cache.path(), &sent, &allowed), 0, &["issuer-from-token"]);
    says(&verify(cache.path(), &sent, &[&allowed[..], &["--fail-on", "warning"]].concat()), 1, &[]);
    assert_eq!(tenant.asked(), 2, "the cache applies");
    let forged = token(&key("a"), &tenant.url());
    says(&verify(cache.path(), &forged, &allowed), 1, &["signature-invalid"]);
    let mut claims = Object::empty();
    claims.push("aud", "https://orders.example.com");
    let nameless = signing.sign(&Object::empty(), &claims).unwrap();
    says(&verify(cache.path(), &nameless, &allowed), 4, &["names no issuer"]);
    says(&verify(cache.path(), &sent, &["--discover", "--issuer", "https://a.example"]), 2, &[]);
}
