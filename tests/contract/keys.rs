//! Where keys come from: files, secrets, loopback; and what is said when they
//! don't.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::support::kit::{API, AT, ISSUER, Kit, NOW, outcome, verdict};
use tokcheck::demo::tenant::{API as ORDERS, CALLBACK, Login, SCOPE, Tenant};
use tokcheck::key::mint::SigningKey;
use tokcheck::text::json::{Json, Object};
use tokcheck::text::time::Timestamp;

/// A server on loopback: `answer` gives status and body for a path. It lives
/// as long as the test process.
fn serve(answer: impl Fn(&str) -> (u16, String) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { continue };
            let _ = respond(&stream, &answer);
        }
    });
    address
}

fn respond(mut stream: &TcpStream, answer: &impl Fn(&str) -> (u16, String)) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let (status, body) = answer(first.split(' ').nth(1).unwrap_or("/"));
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
}

#[test]
fn a_host_is_found_by_its_name() {
    let kit = Kit::new();
    let keys = kit.jwks();
    // A binary that is linked in another way may have lost the system's resolver.
    let url = serve(move |_| (200, keys.clone())).replace("127.0.0.1", "localhost");
    let ran = kit.run(
        &["verify", "--json", "--jwks", &url, "--issuer", ISSUER, "--audience", API, "--at", AT],
        kit.good(),
    );
    assert_eq!((ran.code, verdict(&ran.json())), (0, ("accept", "ok")), "{}", ran.err);
}

#[test]
fn discovery_on_loopback() {
    let kit = Kit::new();
    let now = Timestamp::from_seconds(NOW);
    let tenant = Tenant::start(now).unwrap();
    let login = Login {
        redirect_uri: CALLBACK,
        nonce: "n",
        audience: Some(ORDERS),
        scope: SCOPE,
        state: None,
    };
    let tokens = tenant.log_in(&login, now).unwrap();
    for place in [["--issuer", tenant.issuer()], ["--tenant", tenant.issuer()]] {
        let args = [&["verify", "--json", "--audience", ORDERS, "--at", AT][..], &place].concat();
        let ran = kit.run(&args, &tokens.access_token);
        assert_eq!((ran.code, verdict(&ran.json())), (0, ("accept", "ok")), "{}", ran.err);
        assert_eq!(outcome(&ran.json(), "issuer"), "pass");
    }
    let url = tenant.jwks_url();
    let args = ["verify", "--json", "--audience", ORDERS, "--at", AT, "--jwks", &url];
    assert_eq!(kit.run(&args, &tokens.access_token).code, 0);
    // The tenant sets the expected issuer, and nothing is discovered.
    let args =
        ["verify", "--json", "--jwks", &url, "--issuer", "https://other.example/", "--at", AT];
    let report = kit.run(&args, &tokens.access_token).json();
    assert_eq!(outcome(&report, "issuer"), "fail");
    assert_eq!(outcome(&report, "signature"), "pass");
    let config =
        format!("[apis.orders]\nissuer = \"{}\"\naudience = [\"{ORDERS}\"]\n", tenant.issuer());
    kit.write("tokcheck.toml", config);
    let ran = kit.run(&["explain", "--api", "orders", "--json", "--at", AT], &tokens.access_token);
    assert_eq!((ran.code, verdict(&ran.json())), (0, ("accept", "ok")), "{}", ran.err);
}

#[test]
fn keys_that_do_not_come() {
    let kit = Kit::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let dead = format!("http://127.0.0.1:{port}/");
    let broken = serve(|path| match path {
        "/html" => (200, "<!DOCTYPE html><html>\u{1b}[2J::error::x</html>".to_owned()),
        "/text" => (200, "\r\n::error::gone\u{202e}".to_owned()),
        "/list" => (200, "[]".to_owned()),
        "/empty" => (200, String::new()),
        _ => (500, "\u{1b}[31mno".to_owned()),
    });
    let places = ["html", "text", "list", "empty", "fail"].map(|p| format!("{broken}/{p}"));
    for url in places.iter().chain([&dead]) {
        for flag in ["--jwks", "--issuer"] {
            let args = ["verify", flag, url, "--audience", API, "--at", AT, "--json"];
            let ran = kit.run(&args, kit.access(&serde_json::json!({"iss": url})));
            assert_eq!(ran.code, 4, "{url} {flag}: {}{}", ran.out, ran.err);
            let report = ran.json();
            assert_eq!(verdict(&report), ("undecided", "keys-unavailable"), "{url} {flag}");
            let summary = report["verdict"]["summary"].as_str().unwrap();
            assert!(!summary.contains('\n'), "{summary}");
            assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{}", ran.out);
        }
    }
    let ran = kit.run(&["verify", "--jwks", &dead, "--audience", API, "--at", AT], kit.good());
    assert!(ran.words().contains("127.0.0.1"), "{}", ran.out);
}

#[test]
fn offline_fetches_nothing() {
    let kit = Kit::new();
    let asked = serve(|_| panic!("asked"));
    let args = ["verify", "--offline", "--jwks", &asked, "--audience", API, "--at", AT, "--json"];
    let ran = kit.run(&args, kit.good());
    assert_eq!((ran.code, verdict(&ran.json())), (4, ("undecided", "keys-unavailable")));
    let args = ["verify", "--offline", "--jwks", "jwks.json", "--audience", API, "--at", AT];
    assert_eq!(kit.run(&args, kit.good()).code, 0);
}

#[test]
fn plain_http_is_for_loopback() {
    let kit = Kit::new();
    for flag in ["--jwks", "--issuer"] {
        let args = ["verify", flag, "http://keys.example/x", "--audience", API];
        let ran = kit.run(&args, kit.good());
        assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{flag}: {}", ran.err);
    }
}

#[test]
fn a_file_that_is_no_key_set() {
    let kit = Kit::new();
    kit.write("page.html", "<!DOCTYPE html>\n<html><body>\u{1b}[31m</body></html>");
    kit.write("empty", "");
    kit.write("half", "{\"keys\":[");
    kit.write("other", "{\"issuer\":\"https://a.example/\"}");
    kit.write("list", "[1]");
    kit.write("binary", [0u8, 159, 146, 150]);
    kit.write("token", kit.good());
    for name in ["page.html", "empty", "half", "other", "list", "binary", "token", ".", "absent"] {
        for flag in ["--jwks", "--key"] {
            let args = ["verify", flag, name, "--audience", API];
            let ran = kit.run(&args, kit.good());
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{flag} {name}");
            assert_eq!(ran.err.lines().count(), 1, "{flag} {name}: {}", ran.err);
            assert!(ran.err.contains(name), "{flag} {name}: {}", ran.err);
        }
    }
}

#[test]
fn keys_from_standard_input() {
    let kit = Kit::new();
    let good = kit.good();
    let args = ["verify", "--jwks", "-", "--audience", API, "--at", AT, &good];
    assert_eq!(kit.run(&args, kit.jwks()).code, 0);
    for args in [
        &["verify", "--jwks", "-", "--audience", API][..],
        &["verify", "--jwks", "-", "--audience", API, "-"],
        &["verify", "--secret", "-", "--audience", API],
    ] {
        let ran = kit.run(args, kit.jwks());
        assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{args:?}: {}", ran.err);
    }
}

fn hex(text: &str) -> String {
    text.bytes()
        .flat_map(|b| [b >> 4, b & 15])
        .map(|d| char::from(b"0123456789abcdef"[usize::from(d)]))
        .collect()
}

#[test]
fn sources_of_a_secret() {
    let kit = Kit::new();
    let secret = "0123456789abcdef0123456789abcdef";
    let claims = format!("{{\"aud\":\"{API}\"}}");
    let token = SigningKey::hmac(secret.as_bytes(), None)
        .sign_text("HS256", "{\"alg\":\"HS256\"}", claims.as_bytes())
        .unwrap();
    kit.write("secret.txt", format!("{secret}\n"));
    kit.write("hex.txt", hex(secret));
    for source in [
        &["--secret", secret][..],
        &["--secret", "env:SECRET"],
        &["--secret", "@secret.txt"],
        &["--secret", "@hex.txt", "--secret-encoding", "hex"],
    ] {
        let args = [&["verify", "--audience", API, "--at", AT, &token], source].concat();
        assert_eq!(kit.run_with(&[("SECRET", secret)], &args, "").code, 0, "{source:?}");
    }
    let args = ["verify", "--audience", API, "--at", AT, "--secret", "-", &token];
    assert_eq!(kit.run(&args, format!("{secret}\n")).code, 0);
    assert_eq!(kit.run(&args, format!("{secret}\n\n")).code, 1, "only one line end is dropped");
}

#[test]
fn a_secret_is_never_repeated() {
    let kit = Kit::new();
    let secret = "correct-horse-battery-staple!";
    for encoding in ["hex", "base64", "base64url", "utf8", "wrong"] {
        for form in ["--json", "--format=human", "-v", "--format=github"] {
            let args = [
                "verify",
                "--secret",
                secret,
                "--secret-encoding",
                encoding,
                form,
                "--audience",
                API,
            ];
            let ran = kit.run(&args, kit.good());
            let both = ran.out + &ran.err;
            assert!(!both.contains(secret), "{encoding} {form}: {both}");
        }
    }
    kit.write("tokcheck.toml", format!("[apis.a]\nsecret = \"{secret}\"\n"));
    let ran = kit.run(&["verify", "--api", "a"], kit.good());
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains(secret) && ran.err.contains("tokcheck.toml:2"), "{}", ran.err);
    let help = kit.run_with(&[("TOKCHECK_SECRET", secret)], &["verify", "--help"], "");
    assert!(!help.out.contains(secret));
    let wrong = kit.run_with(&[("TOKCHECK_SECRET", secret)], &["verify", "--nope"], "");
    assert!(!wrong.err.contains(secret));
}

#[test]
fn private_keys_are_masked() {
    let kit = Kit::new();
    let private = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"BBBB\",\"d\":\"s3cr3t-private-part\"}";
    let mut claims = Object::empty();
    claims.push("cnf", Json::parse(format!("{{\"jwk\":{private}}}").as_bytes()).unwrap());
    claims.push("inner", kit.good());
    let token = kit.claims(&Json::Object(claims).to_string());
    let inner = kit.good();
    for args in [
        &["decode"][..],
        &["decode", "--json"],
        &["decode", "--claims"],
        &["decode", "--claim", "cnf"],
        &["decode", "--claim", "inner"],
        &["classify", "-v"],
        &["verify", "-v"],
    ] {
        let ran = kit.run(args, &token);
        let both = ran.out + &ran.err;
        assert!(!both.contains("s3cr3t"), "{args:?}: {both}");
        assert!(!both.contains(inner.rsplit('.').next().unwrap()), "{args:?}");
    }
}
