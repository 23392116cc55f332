use super::*;

const OPAQUE: &str = "eK3b9TfVxQm7Zr2LwPc8Yd1HsNa5Ju0G";

/// What is found: slot, form, and which token.
type Found<'t> = &'t [(&'t str, &'t str, &'t str)];

fn check(input: &str, wanted: Found<'_>) {
    let paste = read(input);
    let found: Vec<(&str, &str, &str)> = paste
        .found
        .iter()
        .map(|t| (t.slot.as_deref().unwrap_or_default(), t.form, t.raw.expose()))
        .collect();
    assert_eq!(found, wanted, "\n{input}\n{paste:?}");
    assert!(paste.found.is_empty() || paste.instead.is_none(), "{input}");
    tells_no_token(&paste);
}

#[test]
fn words_and_wraps() {
    let (a, b, long, jwe) = (&jws("a"), &jws("b"), &long(), &jwe());
    check(a, &[("", "bare", a)]);
    check(jwe, &[("", "bare", jwe)]);
    check(OPAQUE, &[("", "bare", OPAQUE)]);
    check("YWJjZGVm==", &[("", "bare", "YWJjZGVm==")]);
    check("00D5g000!AQcAQ.x_y", &[("", "bare", "00D5g000!AQcAQ.x_y")]);
    check(&format!("{a}\n"), &[("", "bare", a)]);
    check(&format!("\r\n\t  {a}  \r\n\r\n"), &[("", "bare", a)]);
    check(&format!("\u{feff}{a}\r\n"), &[("", "bare", a)]);
    for quotes in ["\"x\"", "'x'", "`x`", "“x”", "„x“", "‘x’", "«x»", "'\"x\"'", "\\\"x\\\"", "<x>"]
    {
        check(&quotes.replace('x', a), &[("", "bare", a)]);
    }
    check(&format!("\"{a}\","), &[("", "bare", a)]);
    check(&format!("{a}\""), &[("", "bare", a)]);
    check(&a.replace('.', "%2E"), &[("", "bare", a)]);
    check(&format!("{a},{b}"), &[("", "bare", a), ("", "bare", b)]);
    for width in [20, 64, 76, 100] {
        check(&wrap(long, width, "\n"), &[("", "bare", long)]);
        check(&wrap(long, width, "\r\n"), &[("", "bare", long)]);
        check(&wrap(long, width, "\n    "), &[("", "bare", long)]);
        check(&format!("    {}\n", wrap(long, width, "  \n    ")), &[("", "bare", long)]);
        check(&format!("\"{}\"", wrap(long, width, "\n")), &[("", "bare", long)]);
        check(&wrap(long, width, " "), &[("", "bare", long)]);
        check(&wrap(long, width, " \\\n"), &[("", "text", long)]);
        check(&format!("Hi,\n> {}\n> thanks\n", wrap(long, width, "\n> ")), &[("", "text", long)]);
    }
    check(&long.replace('.', ".\n"), &[("", "bare", long)]);
    let sd = &format!("{a}~WyJzYWx0IiwibmFtZSIsIngiXQ~");
    check(sd, &[("", "bare", sd)]);
}

#[test]
fn tokens_in_base64() {
    let long = &long();
    let packed = STANDARD.encode(long);
    let slot = |name: &'static str, form: &'static str| [(name, form, long.as_str())];
    check(&packed, &slot("", "bare"));
    check(packed.trim_end_matches('='), &slot("", "bare"));
    check(&STANDARD.encode(format!("{long}\n")), &slot("", "bare"));
    check(&wrap(&packed, 76, "\n"), &slot("", "bare"));
    check(&format!("{{\"data\":{{\"my.jwt\":\"{packed}\"}}}}"), &slot("my.jwt", "json"));
    let yaml = format!("data:\n  namespace: ZGVmYXVsdA==\n  token: {packed}\nkind: Secret\n");
    check(&yaml, &slot("token", "text"));
    assert_eq!(read(&packed).found[0].repairs, ["decoded base64"]);
    let other = STANDARD.encode("eyes only, and nothing of a token in it. Really.");
    check(&other, &[("", "bare", &other)]);
}

#[test]
fn token_responses() {
    let (a, b) = (&jws("a"), &jws("b"));
    check(
        &format!(
            r#"{{"access_token":"{a}","id_token":"{b}","refresh_token":"r-1","expires_in":7200,"token_type":"Bearer"}}"#
        ),
        &[("access_token", "json", a), ("id_token", "json", b), ("refresh_token", "json", "r-1")],
    );
    check(
        &format!(
            "{{\n  \"accessToken\": \"{OPAQUE}\",\n  \"idToken\": \"{b}\",\n  \"scope\": \"openid\"\n}}\n"
        ),
        &[("access_token", "json", OPAQUE), ("id_token", "json", b)],
    );
    check(
        &format!(r#"{{"data":[{{"x":{{"Access-Token":"Bearer {a}"}}}}]}}"#),
        &[("access_token", "json", a)],
    );
    let inner = format!(r#"{{"id_token":"{a}"}}"#);
    let quoted = crate::text::json::Json::text(&inner).to_string();
    check(&quoted, &[("id_token", "json", a)]);
    check(&format!(r#"{{"body":{quoted},"status":200}}"#), &[("id_token", "json", a)]);
    let twice = crate::text::json::Json::text(&quoted).to_string();
    check(&format!(r#"{{"log":{twice}}}"#), &[("id_token", "json", a)]);
    // What is copied is often cut: no whole JSON.
    check(
        &format!("\"access_token\": \"{a}\",\n  \"expires_in\": 86400"),
        &[("access_token", "json", a)],
    );
    check(
        &format!("{{\"access_token\":\"{OPAQUE}\",\"id_token\":\"{b}"),
        &[("access_token", "json", OPAQUE), ("id_token", "json", b)],
    );
    check(
        &format!("{{ access_token: '{a}', idToken: '{b}' }}"),
        &[("access_token", "text", a), ("id_token", "text", b)],
    );
    check(
        &format!("{{'access_token': '{OPAQUE}', 'expires_in': 3600}}"),
        &[("access_token", "text", OPAQUE)],
    );
    check(
        &format!(r#"{{"credentialType":"IdToken","secret":"{a}","realm":"x"}}"#),
        &[("id_token", "json", a)],
    );
    check(&format!(r#"["{a}","{b}"]"#), &[("", "json", a), ("", "json", b)]);
    check(&format!(r#"{{"jwt":"{a}","csrf_token":"{OPAQUE}"}}"#), &[("jwt", "json", a)]);
}

#[test]
fn urls() {
    let (a, b) = (&jws("a"), &jws("b"));
    check(
        &format!(
            "https://app.example/cb#access_token={OPAQUE}&token_type=Bearer&id_token={b}&state=x"
        ),
        &[("access_token", "url", OPAQUE), ("id_token", "url", b)],
    );
    check(&format!("http://localhost:3000/?id_token={a}#/home"), &[("id_token", "url", a)]);
    check(
        &format!("https://app.example/cb#access_token={}&x=1", a.replace('.', "%2E")),
        &[("access_token", "url", a)],
    );
    check(
        &format!(
            "https://idp.example/go?to=https%3A%2F%2Fapp.example%2Fcb%23access_token%3D{a}%26x%3D1"
        ),
        &[("access_token", "url", a)],
    );
    check(&format!("https%3A%2F%2Fapp.example%2Fcb%23id_token%3D{a}"), &[("id_token", "url", a)]);
    let query = format!("https://a.example/#id_token={a}&x=1").replace('.', "%2E");
    check(&query.replace(['&', '='], "%26").replacen("%26", "%3D", 1), &[("id_token", "url", a)]);
    check(&format!("#access_token={a}&expires_in=7200"), &[("access_token", "url", a)]);
    check(
        &format!("access_token={a}&id_token={b}"),
        &[("access_token", "url", a), ("id_token", "url", b)],
    );
    check(&format!("https://jwt.io/#debugger-io?token={a}&publicKey=x"), &[("token", "url", a)]);
    check(&format!("https://jwt.io/#token={a}"), &[("token", "url", a)]);
    check(&format!("https://jwt.io/?value={a}"), &[("value", "url", a)]);
    check(&format!("see https://jwt.ms/#id_token={a}."), &[("id_token", "url", a)]);
    check(&format!("https://app.example/verify/{a}/now"), &[("", "url", a)]);
    check(&format!("[link](https://jwt.io/#id_token={a})"), &[("id_token", "url", a)]);
}

#[test]
fn commands_and_transcripts() {
    let (a, b) = (&jws("a"), &jws("b"));
    let header = ("authorization", "curl", a.as_str());
    for command in [
        "curl -H 'Authorization: Bearer T' https://api.example/orders",
        "curl -sS \\\n  -H \"Authorization: Bearer T\" \\\n  https://api.example",
        "$ curl --header \"authorization: bearer T\" https://api.example",
        "curl.exe -H ^\"Authorization: Bearer T^\" https://api.example",
        "Invoke-RestMethod -Uri https://api.example `\n  -Headers @{ Authorization = \"Bearer T\" }",
        "irm https://api.example -Headers @{\"Authorization\"=\"Bearer T\"}",
        "$r = Invoke-WebRequest -Headers @{'Authorization'='Bearer T'} https://api.example",
        "http GET https://api.example Authorization:\"Bearer T\"",
        "wget --header='Authorization: Bearer T' https://api.example",
    ] {
        check(&command.replace('T', a), &[(header.0, header.1, a)]);
    }
    check(
        &format!("curl --oauth2-bearer {OPAQUE} https://api.example"),
        &[("oauth2-bearer", "curl", OPAQUE)],
    );
    check(
        &format!("curl -H 'Authorization: Bearer {OPAQUE}' https://x.example"),
        &[("authorization", "curl", OPAQUE)],
    );
    check(
        &format!("curl https://x.example -d access_token={OPAQUE}"),
        &[("access_token", "curl", OPAQUE)],
    );
    check(
        &format!("curl https://x.example -d '{{\"a\":{{\"id_token\":\"{a}\"}}}}'"),
        &[("id_token", "curl", a)],
    );
    check(&format!("curl -b 'session={a}; other=1' https://x.example"), &[("session", "curl", a)]);
    check(
        &format!(
            "* Connected to api.example\n> GET /orders HTTP/1.1\n> Host: api.example\n> authorization: Bearer {a}\n> \n< HTTP/1.1 200 OK\n< content-type: application/json\n<\n{{\"access_token\":\"{b}\"}}\n* closing"
        ),
        &[("authorization", "curl", a), ("access_token", "curl", b)],
    );
    check(
        &format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{{\"id_token\":\"{a}\"}}"
        ),
        &[("id_token", "json", a)],
    );
}

#[test]
fn files_and_running_text() {
    let (a, b, long) = (&jws("a"), &jws("b"), &long());
    check(
        &format!(
            "DEBUG=1\nexport API_TOKEN=\"{a}\"\nACCESS_TOKEN={OPAQUE}\nURL=https://x.example\n"
        ),
        &[("API_TOKEN", "env", a), ("access_token", "env", OPAQUE)],
    );
    check(&format!("API_TOKEN={OPAQUE}"), &[("API_TOKEN", "env", OPAQUE)]);
    check(&format!("$env:TOKEN = '{a}'"), &[("TOKEN", "env", a)]);
    check(&format!("users:\n- name: dev\n  user:\n    token: {a}\n"), &[("token", "text", a)]);
    check(
        &format!("token: >-\n  {}\nnext: 1\n", wrap(long, 60, "\n  ")),
        &[("token", "text", long)],
    );
    check(
        &format!(
            "<form method=\"post\">\n<input type=\"hidden\" name=\"id_token\" value=\"{a}\"/>\n<input type='hidden' value='{OPAQUE}' name='access_token'></form>"
        ),
        &[("id_token", "html", a), ("access_token", "html", OPAQUE)],
    );
    check(
        &format!("<div data-x=\"{{&quot;access_token&quot;:&quot;{OPAQUE}&quot;}}\"></div>"),
        &[("access_token", "html", OPAQUE)],
    );
    check(
        &format!("## Steps\n\nI get `401` with\n\n```\n{a}\n```\n\nand `{b}`.\n"),
        &[("", "text", a), ("", "text", b)],
    );
    check(
        &format!("## x\n\n```\n{}\n```\nand more words\n", wrap(long, 64, "\n")),
        &[("", "text", long)],
    );
}

#[test]
fn logs_and_prose() {
    let (a, b) = (&jws("a"), &jws("b"));
    check(&format!("2026-01-01T00:00:00Z DEBUG auth: token={a} user=1"), &[("token", "env", a)]);
    check(
        &format!("INFO got Authorization: Bearer {a}, rejected"),
        &[("authorization", "header", a)],
    );
    check(
        &format!("[INFO] response {{\"access_token\":\"{OPAQUE}\",\"n\":1}} in 5ms"),
        &[("access_token", "json", OPAQUE)],
    );
    check(
        &format!("127.0.0.1 - - \"GET /x?access_token={a} HTTP/1.1\" 401"),
        &[("access_token", "url", a)],
    );
    check(&format!("My token ({a}) does not work."), &[("", "text", a)]);
    check(
        "use ghp_abcdefghijklmnopqrstuvwxyz0123456789 here",
        &[("", "text", "ghp_abcdefghijklmnopqrstuvwxyz0123456789")],
    );
    check(&format!("{a}\n{b}\n"), &[("", "bare", a), ("", "bare", b)]);
    check(
        &format!("Cookie: theme=dark; appSession={a}; access_token={OPAQUE}"),
        &[("appSession", "cookie", a), ("access_token", "cookie", OPAQUE)],
    );
    check(&format!("Set-Cookie: jwt={a}; Path=/; HttpOnly"), &[("jwt", "cookie", a)]);
    check(&format!("X-Access-Token: {a}\nAccept: */*"), &[("x-access-token", "text", a)]);
    check(
        &format!("const accessToken = '{OPAQUE}';\nconst x = `Bearer {a}`;"),
        &[("access_token", "env", OPAQUE), ("x", "env", a)],
    );
    check(
        &format!("<access_token>{OPAQUE}</access_token> in XML"),
        &[("access_token", "html", OPAQUE)],
    );
    check(
        &format!(
            "Try this:\n\n```sh\ncurl https://x.example \\\n  -d '{{\"log\":\"{{\\\"idToken\\\":\\\"{a}\\\"}}\"}}'\n```\n"
        ),
        &[("id_token", "curl", a)],
    );
}

#[test]
fn har_files() {
    let (a, b, c) = (&jws("a"), &jws("b"), &jws("c"));
    let body = base64::engine::general_purpose::STANDARD.encode(format!(r#"{{"id_token":"{c}"}}"#));
    let har = format!(
        r#"{{"log":{{"version":"1.2","entries":[
        {{"request":{{"url":"https://x.example/#access_token={b}","headers":[{{"name":"Authorization","value":"Bearer {a}"}},
          {{"name":"Cookie","value":"s={b}"}}],"postData":{{"text":"{{\"refresh_token\":\"{OPAQUE}\"}}"}}}},
          "response":{{"content":{{"mimeType":"application/json","encoding":"base64","text":"{body}"}}}}}},
        {{"request":{{"headers":[{{"name":"authorization","value":"Bearer {a}"}}]}}}}]}}}}"#
    );
    check(
        &har,
        &[
            ("access_token", "har", b),
            ("authorization", "har", a),
            ("refresh_token", "har", OPAQUE),
            ("id_token", "har", c),
        ],
    );
}

#[test]
fn json_serialization_is_one_token() {
    let flat =
        r#"{"protected":"eyJhbGciOiJIUzI1NiJ9","payload":"eyJzdWIiOiJhIn0","signature":"AAAA"}"#;
    let general = r#"{ "payload": "eyJzdWIiOiJhIn0", "signatures": [{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AAAA"}] }"#;
    check(flat, &[("", "bare", flat)]);
    check(general, &[("", "bare", general)]);
    check(&format!("sent {flat} to the server"), &[("", "text", flat)]);
    check(&format!(r#"{{"id_token":{flat}}}"#), &[("id_token", "json", flat)]);
}
