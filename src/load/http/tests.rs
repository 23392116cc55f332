use super::*;
use crate::load::loopback::{Answer, Server};

fn quick() -> Http {
    let timeout = Duration::from_millis(400);
    Http::new(HttpOptions { timeout, ..HttpOptions::default() })
}

fn failed(answer: Answer) -> String {
    let server = Server::start(move |_| answer.clone());
    match quick().fetch(&format!("{}/x?secret=1", server.url())) {
        Err(FetchError::Failed(why) | FetchError::Missing(why)) => {
            assert!(!why.contains("secret"), "{why}");
            why
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_good_answer_is_read() {
    let server = Server::start(|_| Answer::json("{}").header("ETag", "\"1\""));
    let body = Http::new(HttpOptions::default()).fetch(&server.url()).unwrap();
    assert_eq!((&body.bytes[..], body.etag.as_deref()), (&b"{}"[..], Some("\"1\"")));
    assert_eq!(body.freshness, Freshness::Fresh);
}

#[test]
fn what_servers_do_wrong_is_named() {
    assert!(failed(Answer::status(500)).contains("answered 500"));
    assert!(failed(Answer::status(404)).contains("answered 404"));
    assert!(failed(Answer::json(&"x".repeat(5_000_000))).contains("more than 1024 KiB"));
    let endless = Answer::json(&"x".repeat(5_000_000)).without_length();
    assert!(failed(endless).contains("more than 1024 KiB"));
    assert!(failed(Answer::json("{}").cut()).contains("broke off"));
    assert!(failed(Answer::json("{}").slow(Duration::from_secs(2))).contains("within"));
    let away = Answer::status(302).header("Location", "https://other.example/");
    assert!(failed(away).contains("redirects to another place, https://other.example/"));
    assert!(failed(Answer::status(302)).contains("nowhere"));
    let round = Answer::status(302).header("Location", "/again");
    assert!(failed(round).contains("more than 3 times"));
}

#[test]
fn redirects_on_the_same_origin_are_followed() {
    let server = Server::start(|path| match path {
        "/a" => Answer::status(301).header("Location", "/b"),
        _ => Answer::json("[]"),
    });
    assert_eq!(quick().fetch(&format!("{}/a", server.url())).unwrap().bytes, b"[]");
}

#[test]
fn a_dead_port_is_a_failure() {
    let url = Server::start(|_| Answer::json("{}")).url();
    // The server is gone by now, and its port with it.
    let Err(FetchError::Failed(why)) = quick().fetch(&url) else { panic!("fetched") };
    assert!(why.contains("reachable"), "{why}");
}

#[test]
fn an_authority_file_that_is_none_is_a_usage_error() {
    let missing = HttpOptions { cacert: Some("/no/such/file".into()), ..HttpOptions::default() };
    let error = Http::new(missing).fetch("https://a.example").unwrap_err();
    assert!(matches!(error, FetchError::Refused(why) if why.contains("--cacert")));
}
