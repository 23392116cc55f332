//! Tests of the demo and of its tenant as they are seen from outside.

#![allow(clippy::disallowed_methods, reason = "tests look at what the demo left")]

use std::cell::Cell;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::query::Query;
use super::*;
use crate::key::half_hash;
use crate::text::json::{Json, Object};

const NOW: i64 = 1_795_169_400;

fn now() -> Timestamp {
    Timestamp::from_seconds(NOW)
}

/// Status line, fields and body of what a URL of the tenant answers.
fn fetch(tenant: &Tenant, url: &str) -> (String, String) {
    let base = tenant.issuer().trim_end_matches('/');
    let target = url.strip_prefix(base).unwrap();
    let mut stream = TcpStream::connect(base.strip_prefix("http://").unwrap()).unwrap();
    write!(stream, "GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

fn json(text: &str) -> Object {
    Json::parse(text.as_bytes()).unwrap().as_object().unwrap().clone()
}

/// A part of a compact token, as JSON.
fn part(token: &str, n: usize) -> Object {
    let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(n).unwrap()).unwrap();
    json(&String::from_utf8(bytes).unwrap())
}

/// What the fragment of the redirect holds.
fn logged_in(tenant: &Tenant, url: &str) -> Query {
    let (head, _) = fetch(tenant, url);
    assert!(head.starts_with("HTTP/1.1 302 "), "{head}");
    let location = head.lines().find_map(|line| line.strip_prefix("Location: ")).unwrap();
    Query::parse(location.split_once('#').unwrap().1).unwrap()
}

#[test]
fn the_tenant_serves_discovery_and_keys() {
    let tenant = Tenant::start(now()).unwrap();
    let issuer = tenant.issuer();
    let (head, body) = fetch(&tenant, &format!("{issuer}.well-known/openid-configuration"));
    assert!(head.starts_with("HTTP/1.1 200 ") && head.contains("no-store"), "{head}");
    let metadata = json(&body);
    assert_eq!(metadata.str("issuer"), Some(issuer));
    let (_, body) = fetch(&tenant, metadata.str("jwks_uri").unwrap());
    assert_eq!(body, tenant.jwks());
    let keys = json(&body);
    let keys = keys.get("keys").unwrap().as_array().unwrap();
    assert_eq!(keys.len(), 2);
    for key in keys {
        let key = key.as_object().unwrap();
        assert_eq!((key.str("alg"), key.str("use")), (Some("RS256"), Some("sig")));
        assert!(!key.has("d"));
    }
    tenant.let_keep();
    let (head, _) = fetch(&tenant, metadata.str("jwks_uri").unwrap());
    assert!(head.contains("Cache-Control: max-age=300\r\n"), "{head}");
    let (head, _) = fetch(&tenant, &format!("{issuer}elsewhere"));
    assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
}

#[test]
fn a_login_brings_both_tokens() {
    let tenant = Tenant::start(now()).unwrap();
    let answer = logged_in(&tenant, &format!("{}&state=x%20y", tenant.authorize_url(Some(API))));
    assert_eq!(answer.value("state"), Some("x y"));
    let access = answer.value("access_token").unwrap();
    let id = answer.value("id_token").unwrap();
    let (claims, userinfo) = (part(access, 1), format!("{}userinfo", tenant.issuer()));
    assert_eq!(claims.get("aud"), Some(&vec![API.to_owned(), userinfo].into()));
    assert_eq!(claims.str("azp"), Some(CLIENT_ID));
    assert_eq!(claims.str("https://orders.example.com/plan"), Some("pro"));
    let claims = part(id, 1);
    assert_eq!((claims.str("aud"), claims.str("nonce")), (Some(CLIENT_ID), Some("n-1")));
    assert_eq!(claims.str("at_hash"), half_hash("RS256", access).as_deref());
    let life = |name| claims.get(name).unwrap().to_string().parse::<i64>().unwrap() - NOW;
    assert!((0..60).contains(&life("iat")) && (3600..3660).contains(&life("exp")));
    assert!(tenant.jwks().contains(part(id, 0).str("kid").unwrap()));
}

#[test]
fn a_login_without_audience_brings_an_encrypted_token() {
    let tenant = Tenant::start(now()).unwrap();
    let answer = logged_in(&tenant, &tenant.authorize_url(None));
    let access = answer.value("access_token").unwrap();
    assert_eq!(access.split('.').count(), 5);
    let header = part(access, 0);
    assert_eq!((header.str("alg"), header.str("enc")), (Some("dir"), Some("A256GCM")));
    assert_eq!(header.str("iss"), Some(tenant.issuer()));
}

#[test]
fn bad_logins_are_refused() {
    let tenant = Tenant::start(now()).unwrap();
    let good = tenant.authorize_url(None);
    for (from, to) in [
        (CLIENT_ID, "someone-else"),
        ("https%3A%2F%2Fapp.example.com%2Fcallback", "https%3A%2F%2Fevil.example%2F"),
        ("https%3A%2F%2Fapp.example.com%2Fcallback", "http%3A%2F%2Flocalhost.evil.example%2F"),
        ("https%3A%2F%2Fapp.example.com%2Fcallback", "http%3A%2F%2Flocalhost%3A1@evil.example%2F"),
        ("https%3A%2F%2Fapp.example.com%2Fcallback", "http%3A%2F%2Flocalhost%2F%0D%0AX%3A%20y"),
        ("nonce=", "client_id="),
    ] {
        let url = good.replace(from, to);
        assert_ne!(url, good);
        let (head, _) = fetch(&tenant, &url);
        assert!(head.starts_with("HTTP/1.1 400 ") && !head.contains("Location"), "{to}: {head}");
    }
    for (from, to, error) in [
        ("token%20id_token", "code", "unsupported_response_type"),
        ("nonce=", "no=", "invalid_request"),
        ("openid%20", "", "invalid_scope"),
        ("&nonce", "&audience=https%3A%2F%2Fother.example&nonce", "access_denied"),
    ] {
        let answer = logged_in(&tenant, &good.replace(from, to));
        assert_eq!(answer.value("error"), Some(error));
        assert_eq!(answer.value("id_token"), None);
    }
    let local = good
        .replace("https%3A%2F%2Fapp.example.com%2Fcallback", "http%3A%2F%2Flocalhost%3A3000%2Fcb");
    assert!(logged_in(&tenant, &local).value("id_token").is_some());
}

/// The demo with steps that end as they should, and all that is seen of it.
struct Walk {
    commands: Vec<Vec<String>>,
    folder: PathBuf,
    configuration: String,
    screen: String,
    result: Result<u8, DemoError>,
}

fn walked(keep: Option<&Path>, code: impl Fn(usize, u8) -> u8) -> Walk {
    let (mut commands, mut folder, mut configuration) = (Vec::new(), PathBuf::new(), String::new());
    let mut out = Vec::new();
    let expected: Vec<u8> = script::steps().iter().map(|step| step.expect_exit).collect();
    let mut fake = |command: &[String], at: &Path| {
        folder = at.to_owned();
        configuration = fs::read_to_string(at.join(CONFIGURATION)).unwrap();
        let file = command.last().unwrap();
        assert!(at.join(file).is_file(), "{file}");
        let n = commands.len();
        commands.push(command.to_vec());
        (format!("output {n}\n\n"), code(n, expected[n]))
    };
    let options = Options { keep, serve: false, now: now() };
    let result = run(&options, &mut fake, &mut out);
    let screen = String::from_utf8(out).unwrap();
    Walk { commands, folder, configuration, screen, result }
}

#[test]
fn prints_what_it_runs_and_removes_its_folder() {
    let walk = walked(None, |_, expected| expected);
    assert_eq!(walk.result.unwrap(), 0);
    let commands: Vec<_> = script::steps().into_iter().map(|step| step.command).collect();
    assert_eq!(walk.commands, commands);
    for (n, command) in commands.iter().enumerate() {
        let shown = format!("\n$ tokcheck {}\noutput {n}\n(exit code ", command.join(" "));
        assert!(walk.screen.contains(&shown), "{shown}");
    }
    for line in walk.screen.lines() {
        assert!(line.len() <= 80 && line.is_ascii(), "{line}");
    }
    assert!(!walk.screen.contains("eyJ"));
    assert!(walk.folder.is_absolute() && !walk.folder.exists());
}

#[test]
fn a_kept_folder_works_offline() {
    let base = tempfile::tempdir().unwrap();
    let path = base.path().join("some/demo");
    let walk = walked(Some(&path), |_, expected| expected);
    assert_eq!(walk.result.unwrap(), 0);
    assert!(!walk.configuration.contains("jwks"), "{}", walk.configuration);
    let text = fs::read_to_string(path.join(CONFIGURATION)).unwrap();
    assert!(text.starts_with(&walk.configuration), "line numbers moved: {text}");
    let read: toml::Table = text.parse().unwrap();
    assert_eq!(read["apis"]["orders"]["jwks"].as_str(), Some("jwks.json"));
    assert_eq!(read["apis"]["orders"]["tenant"].as_str(), Some("demo"));
    assert_eq!(read["clients"]["spa"]["client_id"].as_str(), Some(CLIENT_ID));
    let issuer = read["tenants"]["demo"]["issuer"].as_str().unwrap();
    let access = fs::read_to_string(path.join("access_token.txt")).unwrap();
    assert_eq!(part(access.trim(), 1).str("iss"), Some(issuer));
    let url = fs::read_to_string(path.join("redirect-url.txt")).unwrap();
    assert!(url.contains(access.trim()));
    assert!(walk.screen.contains("\nkept in "));
    assert!(!walk.screen.contains("--keep DIR"));
}

#[test]
fn a_kept_folder_asks_the_tenant_that_is_served() {
    /// Is closed when the tenant is announced: the wait behind that has no end.
    struct Pipe(String);
    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push_str(&String::from_utf8_lossy(bytes));
            let closed = self.0.contains("serving until");
            if closed { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(bytes.len()) }
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let base = tempfile::tempdir().unwrap();
    let path = base.path().join("demo");
    let mut configuration = String::new();
    let mut fake = |_: &[String], at: &Path| {
        configuration = fs::read_to_string(at.join(CONFIGURATION)).unwrap();
        ("output".to_owned(), 0)
    };
    let options = Options { keep: Some(&path), serve: true, now: now() };
    let mut pipe = Pipe(String::new());
    run(&options, &mut fake, &mut pipe).unwrap_err();
    let text = fs::read_to_string(path.join(CONFIGURATION)).unwrap();
    assert!(text.starts_with(&configuration), "line numbers moved: {text}");
    assert!(!text.contains("is gone;") && text.contains("while `tokcheck demo --serve` runs"));
    let read: toml::Table = text.parse().unwrap();
    assert!(read["apis"]["orders"].get("jwks").is_none(), "{text}");
    assert!(pipe.0.contains("keys come from the tenant"), "{}", pipe.0);
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;

    let base = tempfile::tempdir().unwrap();
    let path = base.path().join("demo");
    walked(Some(&path), |_, expected| expected).result.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    let files: Vec<_> = fs::read_dir(&path).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 6);
    assert!(files.iter().all(|file| mode(file) == 0o600));
}

#[test]
fn a_folder_in_use_is_refused() {
    let base = tempfile::tempdir().unwrap();
    let path = base.path().join("demo");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("notes"), "mine").unwrap();
    let walk = walked(Some(&path), |_, expected| expected);
    let error = walk.result.unwrap_err();
    assert!(matches!(error, DemoError::FolderInUse(_)));
    assert!(error.to_string().ends_with("give --keep a folder that is new or empty"));
    assert!(walk.screen.is_empty() && walk.commands.is_empty());
    assert!(matches!(
        walked(Some(&path.join("notes")), |_, expected| expected).result,
        Err(DemoError::Folder(..))
    ));
    fs::remove_file(path.join("notes")).unwrap();
    assert_eq!(walked(Some(&path), |_, expected| expected).result.unwrap(), 0);
}

#[test]
fn a_step_that_ends_otherwise_fails_the_demo() {
    let walk = walked(None, |n, expected| if n == 2 { 7 } else { expected });
    assert_eq!(walk.result.unwrap(), 1);
    assert_eq!(walk.commands.len(), 7, "the walk goes on");
    assert!(walk.screen.contains("(exit code 7)\nThis is wrong: the exit code should"));
    assert!(walk.screen.contains("\nFAILED: not as expected in step 3\n"));
}

#[test]
fn a_closed_pipe_ends_the_demo_and_leaves_nothing_behind() {
    struct Pipe<'a>(&'a Cell<bool>);
    impl Write for Pipe<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0.get() { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(bytes.len()) }
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let closed = Cell::new(false);
    let mut folder = PathBuf::new();
    let mut fake = |_: &[String], at: &Path| {
        folder = at.to_owned();
        closed.set(true);
        ("output".to_owned(), 0)
    };
    let options = Options { keep: None, serve: true, now: now() };
    let error = run(&options, &mut fake, &mut Pipe(&closed)).unwrap_err();
    assert!(matches!(error, DemoError::Output(e) if e.kind() == io::ErrorKind::BrokenPipe));
    assert!(folder.is_absolute() && !folder.exists());
}
