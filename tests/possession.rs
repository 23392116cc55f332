//! `--dpop` and `--cert`: whether the sender holds what the token is bound to.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test makes what it needs, and stops where it can't"
)]

use std::io::Write;

use tokcheck::key::mint::SigningKey;
use tokcheck::key::{sha256_base64url, thumbprint};
use tokcheck::text::json::{Json, Object};

mod support;
use support::{Ran, run};

const CERTIFICATE: &str = "\
MIIBczCCARmgAwIBAgIUVX4/ef/gQ6ZNXXBhQ9gczVznVykwCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEdGVzdDAeFw0y\
NjExMjMwNDU5MzhaFw0zNjExMjAwNDU5MzhaMA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC\
AAQi2o0z/zrjh72QBnvdcKcts9VyyHalKAi4e9NSGSc4dxS+vuGlNvZQkH+saBvWj/X5VUmf+8KCwqPaVPPWYLWko1Mw\
UTAdBgNVHQ4EFgQUKnbNhpKQHp0bHeCNl7cTCbwySMEwHwYDVR0jBBgwFoAUKnbNhpKQHp0bHeCNl7cTCbwySMEwDwYD\
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAl5jpnjemnvPB+yo+M/tLpVkC4pcfHwIASnMTL7sSDk0CIEAm\
aRLQ+DAjNyjMaQHqImn1ydbSunBGyjEtVld8ZSNU";

struct Case {
    issuer: SigningKey,
    client: SigningKey,
    set: tempfile::NamedTempFile,
}

impl Case {
    fn new() -> Self {
        let (issuer, client) = (SigningKey::p256("i").unwrap(), SigningKey::p256("c").unwrap());
        let mut set = tempfile::NamedTempFile::new().unwrap();
        let jwk = Json::Object(issuer.public_jwk().unwrap());
        write!(set, "{{\"keys\":[{jwk}]}}").unwrap();
        Self { issuer, client, set }
    }

    fn token(&self, cnf: &str, value: &str) -> String {
        self.bound_by(&[(cnf, value)])
    }

    fn bound_by(&self, cnf: &[(&str, &str)]) -> String {
        let mut inside = Object::empty();
        for (name, value) in cnf {
            inside.push(*name, Json::text(value));
        }
        self.claimed(&Json::Object(inside).to_string())
    }

    fn claimed(&self, cnf: &str) -> String {
        let mut claims = Object::empty();
        claims.push("aud", "a");
        claims.push("exp", 4_000_000_000_i64);
        claims.push("cnf", Json::parse(cnf.as_bytes()).unwrap());
        self.issuer.sign(&Object::empty(), &claims).unwrap()
    }

    fn bound(&self) -> String {
        self.token("jkt", &thumbprint(&self.client.public_jwk().unwrap()).unwrap())
    }

    fn proof(&self, token: &str) -> String {
        let mut header = Object::empty();
        header.push("typ", "dpop+jwt");
        header.push("jwk", Json::Object(self.client.public_jwk().unwrap()));
        let mut claims = Object::empty();
        claims.push("jti", "1");
        claims.push("htm", "GET");
        claims.push("htu", "https://api.example/x");
        claims.push("iat", 1_795_000_000_i64);
        claims.push("ath", sha256_base64url(token.as_bytes()));
        self.client.sign(&header, &claims).unwrap()
    }

    fn verify(&self, token: &str, more: &[&str]) -> Ran {
        let set = self.set.path().to_str().unwrap();
        let common = ["verify", "--jwks", set, "--audience", "a", "--at", "1795000010"];
        run(&[&common[..], more, &["-"]].concat(), token.as_bytes())
    }
}

/// A file with a certificate, and its digest as `cnf` has it.
fn certificate() -> (tempfile::NamedTempFile, String) {
    let pem = format!("-----BEGIN CERTIFICATE-----\n{CERTIFICATE}\n-----END CERTIFICATE-----\n");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pem).unwrap();
    let ran = run(&["keys", file.path().to_str().unwrap(), "--json"], b"");
    let digest = ran.json()["keys"][0]["certificate"]["x5t#S256"].as_str().unwrap().to_owned();
    (file, digest)
}

#[track_caller]
fn says(ran: &Ran, code: i32, words: &[&str]) {
    let text = ran.words();
    assert_eq!(ran.code, code, "{text}");
    for word in words {
        assert!(text.contains(word), "{word}: {text}");
    }
}

#[test]
fn a_proof_holds_for_its_token_and_request() {
    let case = Case::new();
    let token = case.bound();
    let proof = case.proof(&token);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{proof}\n")).unwrap();
    let source = format!("@{}", file.path().display());
    let at = ["--method", "GET", "--url", "https://api.example/x?page=2"];
    says(&case.verify(&token, &[&["--dpop", &source], &at[..]].concat()), 0, &[]);
    says(&case.verify(&token, &["--dpop", &proof, "--sender-constrained"]), 0, &[]);
    for (more, told) in [
        (&at[..], None),
        (&at[..2], Some("the url of the proof was not compared")),
        (&at[2..], Some("the method of the proof was not compared")),
        (&[], Some("method and url of the proof were not compared")),
    ] {
        let ran = case.verify(&token, &[&["--dpop", &source, "--json"], more].concat());
        assert_eq!(ran.code, 0);
        let words = ran.words();
        assert_eq!(words.contains("not compared"), told.is_some(), "{words}");
        assert!(told.is_none_or(|told| words.contains(told)), "{words}");
    }
    let post = case.verify(&token, &["--dpop", &proof, "--method", "POST"]);
    says(&post, 1, &["dpop-proof-invalid", "not for post"]);
    assert!(!post.words().contains(&proof.to_lowercase()));
    says(&case.verify(&case.token("jkt", "x"), &["--dpop", &proof]), 1, &["dpop-proof-invalid"]);
    says(&case.verify(&token, &["--method", "GET"]), 2, &[]);
    says(&case.verify(&token, &["--dpop", &proof, "--at", "+1h"]), 2, &[]);
}

/// RFC 9449 section 7.2: a bound token that comes as a bearer token is refused.
#[test]
fn a_good_proof_does_not_go_with_the_scheme_bearer() {
    let case = Case::new();
    let token = case.bound();
    let proof = case.proof(&token);
    let set = case.set.path().to_str().unwrap();
    let explain = |scheme: &str, given: bool| {
        let input = format!("Authorization: {scheme} {token}");
        let args = ["explain", "--jwks", set, "--audience", "a", "--at", "1795000010"];
        let dpop: &[&str] = if given { &["--dpop", &proof] } else { &[] };
        run(&[&args[..], dpop, &["-"]].concat(), input.as_bytes())
    };
    says(&explain("DPoP", true), 0, &["accepted"]);
    says(&explain("Bearer", true), 1, &["rejected: sender-constrained-as-bearer"]);
    // A proof that is given is there to be looked at; without one, this API does not look.
    says(&explain("Bearer", false), 0, &["accepted with a warning", "this api does not look"]);
}

#[test]
fn a_request_shows_its_own_proof() {
    let case = Case::new();
    let token = case.bound();
    let proof = case.proof(&token);
    let keys = case.set.path().to_str().unwrap();
    let explain = |request: &str, more: &[&str]| {
        let args = ["explain", "--jwks", keys, "--audience", "a", "--at", "1795000010", "--whole"];
        run(&[&args[..], more, &["-"]].concat(), request.as_bytes())
    };
    let request = |method: &str, scheme: &str, token: &str, proof: &str| {
        format!(
            "{method} /x HTTP/1.1\nHost: api.example\nAuthorization: {scheme} {token}\n{proof}\n"
        )
    };
    let dpop = |proof: &str| format!("DPoP: {proof}\n");
    let good = explain(&request("GET", "DPoP", &token, &dpop(&proof)), &["-v"]);
    says(&good, 0, &["the sender holds the key"]);
    assert!(!good.words().contains("not compared"), "{}", good.words());
    for (from, to) in [("Host: api.example", "Host: other.example"), ("GET /x", "GET /y?token=abc")]
    {
        let text = request("GET", "DPoP", &token, &dpop(&proof)).replace(from, to);
        let elsewhere = explain(&text, &[]);
        says(&elsewhere, 1, &["rejected: dpop-proof-invalid", "not for //"]);
        assert!(!elsewhere.words().contains("abc"), "{}", elsewhere.words());
    }
    for (from, to) in [
        ("Host: api.example", "Host: API.example:443"),
        ("GET /x", "GET /x?page=2"),
        ("GET /x", "GET https://api.example/x"),
    ] {
        let text = request("GET", "DPoP", &token, &dpop(&proof)).replace(from, to);
        says(&explain(&text, &[]), 0, &["accepted"]);
    }
    let nowhere = request("GET", "DPoP", &token, &dpop(&proof)).replace("Host: api.example\n", "");
    says(&explain(&nowhere, &["-v"]), 0, &["url of the proof was not compared"]);
    // What is given counts, not what is shown.
    let given = ["--dpop", &proof, "--url", "https://else.example/x"];
    let text = request("GET", "DPoP", &token, &dpop(&proof));
    says(&explain(&text, &given), 1, &["not for https://else.example/x"]);
    let wrong = explain(&request("POST", "DPoP", &token, &dpop(&proof)), &[]);
    says(&wrong, 1, &["rejected: dpop-proof-invalid"]);
    let without = explain(&request("GET", "DPoP", &token, ""), &[]);
    says(&without, 1, &["rejected: dpop-proof-invalid", "no dpop field"]);
    // Two of them are none (RFC 9449 section 4.3).
    let twice = explain(&request("GET", "DPoP", &token, &dpop(&proof).repeat(2)), &[]);
    says(&twice, 1, &["rejected: dpop-proof-invalid", "2 dpop fields"]);
    let server = ["--as", "express-oauth2-jwt-bearer"];
    let told = explain(&request("GET", "DPoP", &token, &dpop(&proof)), &server);
    says(&told, 0, &["accepted"]);
    let told = explain(&request("POST", "DPoP", &token, &dpop(&proof)), &server);
    says(&told, 1, &["rejected: dpop-proof-invalid"]);
    says(&explain(&request("GET", "DPoP", &token, ""), &server), 1, &["http/1.1 400"]);
    // A command shows the scheme; its proof is for the caller to give.
    let command = format!("curl -H 'Authorization: DPoP {token}' https://api.example/x");
    says(&explain(&command, &[]), 4, &["was not given"]);
    let given = ["--dpop", &proof, "--method", "GET", "--url", "https://api.example/x"];
    says(&explain(&command, &given), 0, &["accepted"]);
    // In the query a token is a bearer token, whatever stands beside it.
    let query =
        format!("GET /x?access_token={token} HTTP/1.1\nHost: api.example\n{}\n", dpop(&proof));
    says(&explain(&query, &server), 1, &["rejected: sender-constrained-as-bearer"]);
    // A plain token is none the worse for what stands beside it.
    let plain = case.token("x", "y");
    says(&explain(&request("GET", "Bearer", &plain, &dpop(&proof)), &[]), 0, &[]);
}

#[test]
fn a_certificate_is_the_tokens_or_not() {
    let case = Case::new();
    let (file, digest) = certificate();
    let cert = ["--cert", file.path().to_str().unwrap()];
    says(&case.verify(&case.token("x5t#S256", &digest), &cert), 0, &[]);
    let other = case.token("x5t#S256", "AAAA");
    says(&case.verify(&other, &cert), 1, &["certificate-mismatch", &digest.to_lowercase()]);
    says(&case.verify(&case.bound(), &cert), 1, &["certificate-mismatch", "names no certificate"]);
    says(&case.verify(&other, &["--cert", "/no/such"]), 2, &["--cert", "no such file"]);
    let explained = run(
        &[
            "explain",
            "--jwks",
            case.set.path().to_str().unwrap(),
            "--audience",
            "a",
            cert[0],
            cert[1],
            "-",
        ],
        other.as_bytes(),
    );
    says(&explained, 1, &["certificate-mismatch"]);
}

/// Both have to be held (RFC 7800 section 3.1 names one; RFC 8705 and RFC 9449 add one each).
#[test]
fn a_token_bound_twice_is_not_held_by_half() {
    let case = Case::new();
    let (file, digest) = certificate();
    let path = file.path().to_str().unwrap();
    let key = thumbprint(&case.client.public_jwk().unwrap()).unwrap();
    let token = case.bound_by(&[("jkt", &key), ("x5t#S256", &digest)]);
    let (proof, cert) = (case.proof(&token), ["--cert", path]);
    let shown = ["--dpop", &proof, "--method", "GET", "--url", "https://api.example/x"];
    let half = "sender-constrained-as-bearer";
    says(&case.verify(&token, &shown), 4, &[half, "the client certificate was not shown"]);
    says(&case.verify(&token, &cert), 4, &[half, "a proof of the dpop key was not shown"]);
    says(&case.verify(&token, &[&shown[..], &cert].concat()), 0, &[]);
    let odd = case.claimed(&format!(r#"{{"jkt":"{key}","x5t#S256":7}}"#));
    let proof = case.proof(&odd);
    let shown = ["--dpop", &proof, "--method", "GET", "--url", "https://api.example/x"];
    says(&case.verify(&odd, &shown), 4, &[half]);
    let odd = case.claimed(&format!(r#"{{"jkt":7,"x5t#S256":"{digest}"}}"#));
    says(&case.verify(&odd, &cert), 4, &[half]);
    let other = case.bound_by(&[("jkt", &key), ("x5t#S256", "AAAA")]);
    let proof = case.proof(&other);
    let shown = ["--dpop", &proof, "--method", "GET", "--url", "https://api.example/x"];
    says(&case.verify(&other, &[&shown[..], &cert].concat()), 1, &["certificate-mismatch"]);
}

#[test]
fn a_certificate_that_is_missing_is_no_matter_of_dpop() {
    let case = Case::new();
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("tokcheck.toml");
    std::fs::write(&config, "[apis.a]\naudience = \"a\"\nsender_constrained = true\n").unwrap();
    let asked = |token: &str| {
        let set = case.set.path().to_str().unwrap();
        let config = config.to_str().unwrap();
        let args = ["explain", "--jwks", set, "--config", config, "--api", "a", "-"];
        run(&args, token.as_bytes())
    };
    let by_certificate = asked(&case.token("x5t#S256", "AAAA"));
    says(&by_certificate, 1, &["sender-constrained-as-bearer", "mutual tls", "invalid_token"]);
    assert!(!by_certificate.words().contains("dpop"), "{}", by_certificate.words());
    says(&asked(&case.bound()), 1, &["sender-constrained-as-bearer", "www-authenticate: dpop"]);
}
