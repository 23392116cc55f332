//! What is found, and how it is labelled.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokcheck::key::sha256_hex;

use super::{OPAQUE, decode, encoded, jwe, jws, long, reports, wrap};

/// One form: its text, and of each token the slot, the form and the token.
struct Case<'t>(&'t str, String, Vec<(&'t str, &'t str, &'t str)>);

fn check(cases: &[Case<'_>]) {
    for Case(name, input, wanted) in cases {
        let ran = decode(input.as_bytes());
        // Nothing that could be replayed, on either stream.
        for secret in wanted.iter().filter_map(|(.., token)| token.rsplit(['.', '"']).next()) {
            let told = ran.out.contains(secret) || ran.err.contains(secret);
            assert!(secret.len() < 8 || !told, "{name}: {}", ran.out);
        }
        let found: Vec<(String, String, String)> = reports(&ran)
            .iter()
            .map(|r| {
                let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
                let source = &r["source"];
                (text(&source["slot"]), text(&source["form"]), text(&r["token"]["fingerprint"]))
            })
            .collect();
        let wanted: Vec<(String, String, String)> = wanted
            .iter()
            .map(|(slot, form, token)| {
                let digest = &sha256_hex(token.as_bytes())[..16];
                ((*slot).to_owned(), (*form).to_owned(), format!("sha256:{digest}"))
            })
            .collect();
        assert_eq!(found, wanted, "{name}\n{input}\n{}", ran.err);
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
    }
}

#[test]
fn bare_and_wrapped() {
    let (a, b, long, jwe) = (&jws("a"), &jws("b"), &long(), &jwe());
    let bare = |name, input: String| Case(name, input, vec![("", "bare", a.as_str())]);
    let wrapped = |name, input: String| Case(name, input, vec![("", "bare", long.as_str())]);
    check(&[
        bare("alone", a.clone()),
        bare("with a line end", format!("{a}\r\n")),
        bare("with white space", format!("\r\n\t  {a}  \r\n\r\n")),
        bare("with a byte order mark", format!("\u{feff}{a}\r\n")),
        bare("in double quotes", format!("\"{a}\"")),
        bare("in single quotes", format!("'{a}'")),
        bare("in smart quotes", format!("\u{201c}{a}\u{201d}")),
        bare("in German quotes", format!("\u{201e}{a}\u{201c}")),
        bare("in back quotes", format!("`{a}`")),
        bare("with a comma", format!("\"{a}\",")),
        bare("percent-encoded", a.replace('.', "%2E")),
        wrapped("wrapped at 64 columns", wrap(long, 64, "\n")),
        wrapped("wrapped and indented", wrap(long, 76, "\r\n    ")),
        wrapped("wrapped in quotes", format!("\"{}\"", wrap(long, 76, "\n"))),
        wrapped("broken by spaces", wrap(long, 70, " ")),
        Case("a JWE", jwe.clone(), vec![("", "bare", jwe)]),
        Case("opaque", OPAQUE.to_owned(), vec![("", "bare", OPAQUE)]),
        Case("two words", format!("{a},{b}"), vec![("", "bare", a), ("", "bare", b)]),
        Case("two lines", format!("{a}\n{b}\n"), vec![("", "bare", a), ("", "bare", b)]),
    ]);
    let utf16: Vec<u8> = a.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], &utf16[..]].concat();
    assert_eq!(reports(&decode(&marked))[0]["token"]["claims"]["sub"], "a");
    let latin = [b"caf\xe9 ", a.as_bytes(), b" \xff"].concat();
    assert_eq!(reports(&decode(&latin))[0]["token"]["claims"]["sub"], "a");
}

#[test]
fn json_of_any_depth() {
    let (a, b) = (&jws("a"), &jws("b"));
    let response =
        format!(r#"{{"access_token":"{OPAQUE}","id_token":"{b}","refresh_token":"r-1","n":1}}"#);
    let inner = format!(r#"{{"id_token":"{a}"}}"#);
    let quoted = serde_json::to_string(&inner).unwrap();
    let twice = serde_json::to_string(&quoted).unwrap();
    let body = STANDARD.encode(&inner);
    let har = format!(
        r#"{{"log":{{"version":"1.2","entries":[{{"request":{{"url":"https://x.example/#access_token={b}",
        "headers":[{{"name":"Authorization","value":"Bearer {a}"}}]}},
        "response":{{"content":{{"mimeType":"application/json","encoding":"base64","text":"{body}"}}}}}}]}}}}"#
    );
    let flat = format!(
        r#"{{"protected":"{}","payload":"{}","signature":"AAAA"}}"#,
        encoded(r#"{"alg":"HS256"}"#),
        encoded(r#"{"sub":"a"}"#)
    );
    check(&[
        Case(
            "a token response",
            response,
            vec![
                ("access_token", "json", OPAQUE),
                ("id_token", "json", b),
                ("refresh_token", "json", "r-1"),
            ],
        ),
        Case(
            "in camel case",
            format!("{{\n \"accessToken\": \"{a}\",\n \"idToken\": \"{b}\"\n}}"),
            vec![("access_token", "json", a), ("id_token", "json", b)],
        ),
        Case(
            "deep inside",
            format!(r#"{{"data":[{{"x":{{"access_token":"Bearer {a}"}}}}]}}"#),
            vec![("access_token", "json", a)],
        ),
        Case(
            "JSON in a JSON string",
            format!(r#"{{"body":{quoted}}}"#),
            vec![("id_token", "json", a)],
        ),
        Case("and once more", format!(r#"{{"log":{twice}}}"#), vec![("id_token", "json", a)]),
        Case("a JSON string", quoted.clone(), vec![("id_token", "json", a)]),
        Case("a list", format!(r#"["{a}","{b}"]"#), vec![("", "json", a), ("", "json", b)]),
        Case(
            "cut JSON",
            format!("\"access_token\": \"{a}\",\n  \"expires_in\": 86400"),
            vec![("access_token", "json", a)],
        ),
        Case(
            "a JavaScript object",
            format!("{{ access_token: '{a}', idToken: '{b}' }}"),
            vec![("access_token", "text", a), ("id_token", "text", b)],
        ),
        Case(
            "a Python dictionary",
            format!("{{'access_token': '{OPAQUE}', 'expires_in': 3600}}"),
            vec![("access_token", "text", OPAQUE)],
        ),
        Case(
            "a library's cache",
            format!(r#"{{"credentialType":"IdToken","secret":"{a}","realm":"x"}}"#),
            vec![("id_token", "json", a)],
        ),
        Case(
            "a HAR file",
            har,
            vec![("access_token", "har", b), ("authorization", "har", a), ("id_token", "har", a)],
        ),
        Case("a JWS in JSON", flat.clone(), vec![("", "bare", &flat)]),
    ]);
}

#[test]
fn urls_cookies_and_html() {
    let (a, b) = (&jws("a"), &jws("b"));
    check(&[
        Case(
            "a redirect's fragment",
            format!("https://app.example/cb#access_token={OPAQUE}&id_token={b}&state=x"),
            vec![("access_token", "url", OPAQUE), ("id_token", "url", b)],
        ),
        Case(
            "a query",
            format!("http://localhost:3000/?id_token={a}#/home"),
            vec![("id_token", "url", a)],
        ),
        Case(
            "encoded in a parameter",
            format!(
                "https://idp.example/go?to=https%3A%2F%2Fapp.example%2Fcb%23access_token%3D{a}%26x%3D1"
            ),
            vec![("access_token", "url", a)],
        ),
        Case(
            "a fragment alone",
            format!("#access_token={a}&n=7200"),
            vec![("access_token", "url", a)],
        ),
        Case(
            "jwt.io",
            format!("https://jwt.io/#debugger-io?token={a}&publicKey=x"),
            vec![("token", "url", a)],
        ),
        Case("jwt.ms", format!("see https://jwt.ms/#id_token={a}."), vec![("id_token", "url", a)]),
        Case("in a path", format!("https://app.example/verify/{a}/now"), vec![("", "url", a)]),
        Case(
            "a cookie line",
            format!("Cookie: theme=dark; appSession={a}; access_token={OPAQUE}"),
            vec![("appSession", "cookie", a), ("access_token", "cookie", OPAQUE)],
        ),
        Case(
            "a set cookie",
            format!("Set-Cookie: jwt={a}; Path=/; HttpOnly"),
            vec![("jwt", "cookie", a)],
        ),
        Case(
            "hidden fields",
            format!(
                "<form>\n<input type=\"hidden\" name=\"id_token\" value=\"{a}\"/>\n<input type='hidden' value='{OPAQUE}' name='access_token'></form>"
            ),
            vec![("id_token", "html", a), ("access_token", "html", OPAQUE)],
        ),
        Case(
            "entities in HTML",
            format!("<div data-x=\"{{&quot;access_token&quot;:&quot;{OPAQUE}&quot;}}\"></div>"),
            vec![("access_token", "html", OPAQUE)],
        ),
        Case(
            "Markdown",
            format!("## Steps\n\nI get `401` with\n\n```\n{a}\n```\n\nand `{b}`.\n"),
            vec![("", "text", a), ("", "text", b)],
        ),
        Case(
            "a Markdown link",
            format!("[link](https://jwt.io/#id_token={a})"),
            vec![("id_token", "url", a)],
        ),
    ]);
}

#[test]
fn commands_files_and_logs() {
    let (a, b, long) = (&jws("a"), &jws("b"), &long());
    let curl = |name, text: &str| {
        Case(name, text.replace('T', a), vec![("authorization", "curl", a.as_str())])
    };
    check(&[
        curl("curl", "curl -H 'Authorization: Bearer T' https://api.example/orders"),
        curl(
            "curl over lines",
            "curl -sS \\\n  -H \"authorization: Bearer T\" \\\n  https://api.example",
        ),
        curl("curl on Windows", "curl.exe -H ^\"Authorization: Bearer T^\" https://api.example"),
        curl(
            "PowerShell",
            "irm https://api.example `\n  -Headers @{ Authorization = \"Bearer T\" }",
        ),
        curl("HTTPie", "http GET https://api.example Authorization:\"Bearer T\""),
        Case(
            "curl with a body",
            format!("curl https://x.example -d '{{\"a\":{{\"id_token\":\"{a}\"}}}}'"),
            vec![("id_token", "curl", a)],
        ),
        Case(
            "a cookie of curl",
            format!("curl -b 'session={a}; o=1' https://x.example"),
            vec![("session", "curl", a)],
        ),
        Case(
            "a curl transcript",
            format!(
                "> GET /orders HTTP/1.1\n> Host: api.example\n> authorization: Bearer {a}\n> \n< HTTP/1.1 200 OK\n<\n{{\"access_token\":\"{b}\"}}\n"
            ),
            vec![("authorization", "curl", a), ("access_token", "curl", b)],
        ),
        Case(
            "a response",
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{{\"id_token\":\"{a}\"}}"
            ),
            vec![("id_token", "json", a)],
        ),
        Case(
            "an environment file",
            format!("DEBUG=1\nexport API_TOKEN=\"{a}\"\nACCESS_TOKEN={OPAQUE}\n"),
            vec![("API_TOKEN", "env", a), ("access_token", "env", OPAQUE)],
        ),
        Case("PowerShell's variables", format!("$env:TOKEN = '{a}'"), vec![("TOKEN", "env", a)]),
        Case(
            "YAML",
            format!("users:\n- name: dev\n  user:\n    token: {a}\n"),
            vec![("token", "text", a)],
        ),
        Case(
            "folded YAML",
            format!("token: >-\n  {}\nnext: 1\n", wrap(long, 60, "\n  ")),
            vec![("token", "text", long)],
        ),
        Case(
            "a log line",
            format!("2026-01-01T00:00:00Z DEBUG auth: token={a} user=1"),
            vec![("token", "env", a)],
        ),
        Case(
            "a header in a log",
            format!("INFO got Authorization: Bearer {a}, rejected"),
            vec![("authorization", "header", a)],
        ),
        Case(
            "JSON in a log",
            format!("[INFO] response {{\"access_token\":\"{OPAQUE}\",\"n\":1}} in 5ms"),
            vec![("access_token", "json", OPAQUE)],
        ),
        Case(
            "an access log",
            format!("127.0.0.1 - - \"GET /x?access_token={a} HTTP/1.1\" 401"),
            vec![("access_token", "url", a)],
        ),
        Case("prose", format!("My token ({a}) does not work."), vec![("", "text", a)]),
        Case(
            "quoted mail",
            format!("Hi,\n> {}\n> thanks\n", wrap(long, 70, "\n> ")),
            vec![("", "text", long)],
        ),
        Case(
            "code",
            format!("const accessToken = '{OPAQUE}';\nconst x = `Bearer {a}`;"),
            vec![("access_token", "env", OPAQUE), ("x", "env", a)],
        ),
        Case(
            "XML",
            format!("<access_token>{OPAQUE}</access_token> in XML"),
            vec![("access_token", "html", OPAQUE)],
        ),
    ]);
}
