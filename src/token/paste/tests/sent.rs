use super::*;

const OPAQUE: &str = "eK3b9TfVxQm7Zr2LwPc8Yd1HsNa5Ju0G";

/// The token found, the value as sent, and a repair that must be told.
fn check(input: &str, token: &str, value: &str, repair: &str) -> Paste {
    let paste = read(input);
    assert_eq!(texts(&paste), [token], "{input}\n{paste:?}");
    let sent = paste.sent.clone().expect("judged as sent");
    assert_eq!(sent.authorization, [value], "{input}");
    assert_eq!(paste.found[0].sent.as_ref(), Some(&sent));
    let told = paste.found[0].repairs.join(", ");
    assert!(told.contains(repair), "{input}: {told}");
    tells_no_token(&paste);
    assert!(!format!("{paste:?}").contains(token), "debug output holds no token");
    paste
}

#[test]
fn texts_with_a_scheme() {
    let a = &jws("a");
    check(&format!("Bearer {a}"), a, &format!("Bearer {a}"), "removed 'Bearer'");
    check(&format!("bearer {a}\n"), a, &format!("bearer {a}"), "removed 'Bearer'");
    check(&format!("DPoP {a}"), a, &format!("DPoP {a}"), "removed 'DPoP'");
    check(&format!("Bearer  {a}"), a, &format!("Bearer  {a}"), "removed 'Bearer'");
    check(&format!("Bearer {OPAQUE}"), OPAQUE, &format!("Bearer {OPAQUE}"), "");
    check(
        &format!("Bearer bearer {a}"),
        a,
        &format!("Bearer bearer {a}"),
        "removed 'Bearer' twice",
    );
    check(&format!("Bearer \"{a}\""), a, &format!("Bearer \"{a}\""), "removed the quotes");
    check(&format!("\"Bearer {a}\""), a, &format!("Bearer {a}"), "removed the quotes");
    check(&format!("Bearer: {a}"), a, &format!("Bearer: {a}"), "removed 'Bearer'");
    check(&format!("Token {a}"), a, &format!("Token {a}"), "removed 'Token'");
    check(&format!("Bearer{a}\n"), a, &format!("Bearer{a}"), "removed 'Bearer'");
    let encoded = a.replace('.', "%2E");
    check(&format!("Bearer {encoded}"), a, &format!("Bearer {encoded}"), "decoded %2E");
}

/// RFC 9113 section 8.3.1: what a browser shows of a request by HTTP/2.
#[test]
fn pseudo_fields_are_a_request_line() {
    let (a, b) = (&jws("a"), &jws("b"));
    let head = ":authority: api.example\n:method: PUT\n:path: /orders?x=1\n:scheme: https\n";
    let paste = check(
        &format!("{head}accept: */*\nauthorization: Bearer {a}\n"),
        a,
        &format!("Bearer {a}"),
        "removed 'Bearer'",
    );
    let sent = paste.sent.unwrap();
    assert_eq!(sent.method.as_deref(), Some("PUT"));
    assert_eq!(sent.url.as_deref(), Some("//api.example/orders"));
    assert_eq!(paste.found[0].form, "http");
    // A line for the name, and one for the value.
    let apart = format!("{head}cookie: x=y\n").replace(": ", "\n");
    let paste = read(&format!("{apart}authorization\nBearer {a}\n"));
    assert_eq!((texts(&paste), paste.found[0].form), (vec![a.as_str()], "http"));
    assert_eq!(paste.sent.as_ref().unwrap().authorization, [format!("Bearer {a}")]);
    let paste = read(&apart.replace("x=y", &format!("session={b}")));
    assert!(paste.sent.unwrap().authorization.is_empty());
    let paste = read(&format!("{head}cookie: session={b}\n"));
    assert_eq!(texts(&paste), [b.as_str()]);
    assert!(paste.sent.unwrap().authorization.is_empty());
    let paste = read(&format!(":method: GET\n:path: /orders?access_token={a}\n"));
    assert_eq!(texts(&paste), [a.as_str()]);
    assert_eq!(paste.sent.unwrap().query, [a.as_str()]);
    let paste = read(&head.replace('\n', "\r\n"));
    assert!(paste.found.is_empty());
    assert_eq!(paste.instead.as_deref(), Some("a request without an Authorization header"));
}

#[test]
fn header_lines() {
    let (a, long) = (&jws("a"), &long());
    let line = format!("Authorization: Bearer {a}");
    for input in
        [line.clone(), format!("{line}\n"), format!("{line}\r\n"), format!("\u{feff}{line}")]
    {
        let paste = check(&input, a, &format!("Bearer {a}"), "removed 'Bearer'");
        assert_eq!(paste.sent.unwrap().header_bytes, line.len());
        assert_eq!(paste.found[0].slot.as_deref(), Some("authorization"));
    }
    check(&format!("  authorization:Bearer {a}  "), a, &format!("Bearer {a}"), "");
    check(
        &format!("authorization: Bearer bearer {a}"),
        a,
        &format!("Bearer bearer {a}"),
        "removed 'Bearer' twice",
    );
    check(&format!("AUTHORIZATION: {a}"), a, a, "");
    check(
        &format!("Authorization: Token {OPAQUE}"),
        OPAQUE,
        &format!("Token {OPAQUE}"),
        "removed 'Token'",
    );
    check(&format!("Authorization: Custom {a}"), a, &format!("Custom {a}"), "removed the word");
    check(
        &format!("Authorization: Bearer '{a}'"),
        a,
        &format!("Bearer '{a}'"),
        "removed the quotes",
    );
    check(
        &format!("Host: x\nAuthorization: Bearer {a}\nAccept: */*\n"),
        a,
        &format!("Bearer {a}"),
        "",
    );
    for between in ["\n", "\r\n", "\n  ", "\r\n\t"] {
        let value = wrap(long, 76, between);
        let count = value.lines().count();
        for end in ["", "\n", "\nHost: api.example\n"] {
            let input = format!("Authorization: Bearer {value}{end}");
            check(&input, long, &format!("Bearer {value}"), &format!("joined {count} lines"));
        }
    }
    check(&format!("Authorization: Bearer%20{a}"), a, &format!("Bearer%20{a}"), "removed 'Bearer'");
    check(&format!("Authorization: \"Bearer {a}\""), a, &format!("\"Bearer {a}\""), "the quotes");
    let json = format!(r#"Bearer {{"access_token":"{a}"}}"#);
    check(&format!("Authorization: {json}"), a, &json, "");
    let (head, tail) = a.split_at(a.len() - 7);
    let lost = format!("Bearer {head} {}", &tail[1..]);
    let restored = format!("{head}+{}", &tail[1..]);
    check(&format!("Authorization: {lost}"), &restored, &lost, "put back 1 '+'");
    let paste = read(&format!("Authorization: Bearer {a}\nAuthorization: Bearer {long}\n"));
    assert_eq!(texts(&paste), [a, long]);
    assert_eq!(paste.sent.unwrap().authorization.len(), 2);
}

#[test]
fn raw_requests() {
    let (a, b) = (&jws("a"), &jws("b"));
    let head =
        format!("GET /orders?x=1 HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer {a}");
    let paste = check(&format!("{head}\r\n\r\n"), a, &format!("Bearer {a}"), "");
    assert_eq!(paste.sent.unwrap().header_bytes, head.len());
    assert_eq!(paste.found[0].form, "http");

    let paste = read(&format!("GET /orders?access_token={a}&b=1 HTTP/1.1\nHost: x\n"));
    assert_eq!(texts(&paste), [a]);
    assert_eq!(paste.found[0].slot.as_deref(), Some("access_token"));
    assert_eq!(paste.sent.unwrap().query, [a.as_str()]);

    let form = "Content-Type: application/x-www-form-urlencoded";
    let paste = read(&format!("POST /orders HTTP/1.1\n{form}\n\naccess_token={a}&y=2\n"));
    assert_eq!(texts(&paste), [a]);
    assert_eq!(paste.sent.unwrap().body, [a.as_str()]);

    let paste = read(&format!(
        "POST /x HTTP/2\nauthorization: Bearer {a}\ncookie: s={b}\ncontent-type: application/json\n\n{{\"id_token\":\"{b}\"}}"
    ));
    assert_eq!(texts(&paste), [a, b, b]);
    assert!(paste.found.iter().all(|t| t.sent.is_some()));

    let paste = read("GET / HTTP/1.1\nHost: x\n\n");
    assert!(paste.found.is_empty() && paste.sent.is_some() && paste.instead.is_some());
}

#[test]
fn nothing_was_sent() {
    for (input, value, instead) in [
        ("Authorization: Bearer ", "Bearer", "nothing after 'Bearer': the value is empty"),
        ("Authorization: Bearer", "Bearer", "nothing after 'Bearer': the value is empty"),
        ("Bearer ", "Bearer", "nothing after 'Bearer': the value is empty"),
        ("Authorization:", "", "nothing after 'Authorization:': the value is empty"),
        ("Bearer undefined", "Bearer undefined", "the word 'undefined'"),
        ("Authorization: Bearer null", "Bearer null", "the word 'null'"),
        (
            "Authorization: Bearer [object Object]",
            "Bearer [object Object]",
            "the word '[object Object]'",
        ),
        ("Authorization: Bearer \"undefined\"", "Bearer \"undefined\"", "the word 'undefined'"),
        ("Authorization: undefined", "undefined", "the word 'undefined'"),
        (
            "Authorization: Basic dXNlcjpwYXNz",
            "Basic dXNlcjpwYXNz",
            "Basic credentials, not a token",
        ),
        ("Basic dXNlcjpwYXNz", "Basic dXNlcjpwYXNz", "Basic credentials, not a token"),
        ("Bearer ${token}", "Bearer ${token}", "a placeholder that was never filled in"),
        ("Authorization: Bearer $TOKEN", "Bearer $TOKEN", "a placeholder that was never filled in"),
    ] {
        let paste = read(input);
        assert_eq!(texts(&paste), [""; 0], "{input}");
        assert_eq!(paste.instead.as_deref(), Some(instead), "{input}");
        assert_eq!(paste.sent.expect(input).authorization, [value], "{input}");
    }
}

#[test]
fn other_containers_are_only_opened() {
    let a = &jws("a");
    for input in [
        a.clone(),
        format!("{a}\n"),
        format!("\"{a}\""),
        format!("Cookie: s={a}"),
        format!("{{\"Authorization\":\"Bearer {a}\"}}"),
        format!("curl -H 'Authorization: Bearer {a}' https://x.example"),
        format!("https://x.example/#access_token={a}"),
        format!("> GET / HTTP/1.1\n> Authorization: Bearer {a}\n"),
        format!("I send Authorization: Bearer {a} and get a 401"),
    ] {
        let paste = read(&input);
        assert_eq!(texts(&paste), [a], "{input}");
        assert!(paste.sent.is_none() && paste.found[0].sent.is_none(), "{input}");
    }
}
