//! What people paste, pasted as text into the binary: every token is found, in
//! order, labelled, and what is not a token or is damaged is named. All tokens
//! are of our own making; their signatures are filler.

#![allow(clippy::unwrap_used)]

mod support;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;
use support::{Ran, run};
use tokcheck::key::{sha256_base64url, sha256_hex};

/// An opaque access token.
const OPAQUE: &str = "eK3b9TfVxQm7Zr2LwPc8Yd1HsNa5Ju0G";

fn encoded(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn signed(header: &str, claims: &str, filler: &[u8]) -> String {
    format!("{}.{}.{}", encoded(header), encoded(claims), URL_SAFE_NO_PAD.encode(filler))
}

/// A token in the form of a JWS; `who` makes it another one.
fn jws(who: &str) -> String {
    let claims = format!(r#"{{"iss":"https://tenant.example/","sub":"{who}","exp":1700000000}}"#);
    let filler = [&[b'0'; 20][..], &who.as_bytes().repeat(12)[..12]].concat();
    signed(r#"{"alg":"HS256","typ":"JWT","kid":"made-up"}"#, &claims, &filler)
}

/// A token that is long enough to be wrapped.
fn long() -> String {
    let claims = r#"{"iss":"https://tenant.example/","aud":["https://api.example"],"sub":"auth0|0000","scope":"openid profile"}"#;
    let filler: Vec<u8> = (0..=255).collect();
    signed(r#"{"alg":"RS256","typ":"at+jwt","kid":"made-up"}"#, claims, &filler)
}

fn jwe() -> String {
    let header = encoded(r#"{"alg":"dir","enc":"A256GCM","iss":"https://t.example/"}"#);
    format!("{header}..AAAAAAAAAAAAAAAA.MDAwMDAwMDAwMDAw.AAAAAAAAAAAAAAAAAAAAAA")
}

fn wrap(text: &str, width: usize, between: &str) -> String {
    let lines: Vec<&str> =
        text.as_bytes().chunks(width).map(|c| std::str::from_utf8(c).unwrap()).collect();
    lines.join(between)
}

fn decode(input: &[u8]) -> Ran {
    run(&["decode", "--no-config", "--json", "-"], input)
}

fn reports(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

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

#[test]
fn headers_and_requests_are_opened_by_decode_and_judged_as_sent_by_explain() {
    let a = &jws("a");
    for (name, input, form, slot, cause) in [
        ("a bearer text", format!("Bearer {a}"), "bearer", None, "no-verification-key"),
        (
            "a header line",
            format!("Authorization: Bearer {a}"),
            "header",
            Some("authorization"),
            "no-verification-key",
        ),
        (
            "a request",
            format!(
                "GET /orders HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer {a}\r\n\r\n"
            ),
            "http",
            Some("authorization"),
            "no-verification-key",
        ),
        (
            "Bearer twice",
            format!("Authorization: Bearer Bearer {a}"),
            "header",
            Some("authorization"),
            "bearer-prefix-wrong",
        ),
        (
            "no scheme",
            format!("Authorization: {a}"),
            "header",
            Some("authorization"),
            "bearer-prefix-wrong",
        ),
        (
            "in quotes",
            format!("Authorization: Bearer \"{a}\""),
            "header",
            Some("authorization"),
            "input-decorated",
        ),
    ] {
        let found = &reports(&decode(input.as_bytes()))[0];
        assert_eq!(found["source"]["form"], form, "{name}: {found}");
        assert_eq!(found["source"]["slot"].as_str(), slot, "{name}: {found}");
        assert_eq!(found["token"]["claims"]["sub"], "a", "{name}");
        let args = [
            "explain",
            "--no-config",
            "--json",
            "--issuer",
            "https://tenant.example/",
            "--offline",
            "-",
        ];
        let ran = run(&args, input.as_bytes());
        let told = reports(&ran);
        assert_eq!(told.len(), 1, "{name}: {} {}", ran.out, ran.err);
        let causes = told[0]["verdict"]["causes"].as_array().unwrap();
        let named = causes.iter().any(|c| c == cause) || cause == "no-verification-key";
        assert!(named, "{name}: {causes:?}");
        let decorated = causes.iter().any(|c| c == "bearer-prefix-wrong" || c == "input-decorated");
        assert_eq!(decorated, cause != "no-verification-key", "{name}: {causes:?}");
    }
}

#[test]
fn what_is_no_token_is_named() {
    let saml = STANDARD.encode("<samlp:Response ID=\"x\">");
    for (input, says) in [
        ("", "empty"),
        ("undefined", "undefined"),
        ("null", "null"),
        ("[object Object]", "object"),
        ("Bearer undefined", "undefined"),
        ("Authorization: Bearer null", "null"),
        ("Bearer", "bearer"),
        (r#"{"kty":"EC","crv":"P-256","x":"a","y":"b"}"#, "json web key"),
        (r#"{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]}"#, "json web key set"),
        ("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n", "pem public key"),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "pem certificate"),
        (saml.as_str(), "saml"),
        ("https://app.example/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=x", "authorization code"),
        ("Authorization: Basic dXNlcjpwYXNz", "basic"),
        ("curl -H \"Authorization: Bearer $TOKEN\" https://x.example", "placeholder"),
        ("https://app.example/cb?error=access_denied&state=x", "error answer"),
        (r#"{"iss":"https://t.example/","sub":"a","aud":"b"}"#, "claims of a token"),
    ] {
        let ran = decode(input.as_bytes());
        assert_eq!(ran.code, 3, "{input}: {}", ran.out);
        assert!(ran.out.is_empty() && ran.words().contains(says), "{input}: {}", ran.err);
        assert!(!ran.err.contains("dXNl"), "{}", ran.err);
    }
}

#[test]
fn damage_is_named_with_its_place_and_what_is_whole_is_shown() {
    let a = &jws("a");
    let (head, body) = (a.split('.').next().unwrap(), a.split('.').nth(1).unwrap());
    let sign = a.rsplit('.').next().unwrap();
    for (name, input, says) in [
        ("cut in the header", a[..30].to_owned(), "cut in the header: 22 bytes"),
        ("cut in the payload", format!("{head}.{}", &body[..60]), "cut in the payload: 45 bytes"),
        ("cut before the signature", format!("{head}.{body}"), "no signature"),
        ("cut in the signature", a[..a.len() - 10].to_owned(), "24 of 32 bytes of the signature"),
        ("elided", format!("{}...{}", &a[..70], &a[a.len() - 20..]), "ellipsis at character 71"),
        (
            "elided with one character",
            format!("{}\u{2026}{sign}", &a[..70]),
            "ellipsis at character 71",
        ),
        ("glued", format!("{a}expires"), "37 bytes where HS256 makes 32"),
        ("run together", format!("{a}{a}"), "two tokens run together"),
        ("standard base64", a.replacen('0', "+", 1).replace("MDAwMD", "/DAwMD"), "standard base64"),
        ("padded", format!("{a}="), "padding"),
        ("an illegal character", format!("{head}.{}$.{sign}", &body[..20]), "illegal character"),
        ("one part too many", format!("{a}.x"), "4 parts"),
        ("detached", format!("{head}..{sign}"), "detached"),
    ] {
        let ran = decode(input.as_bytes());
        let found = &reports(&ran)[0];
        let damage = found["token"]["damage"].to_string();
        assert!(damage.contains(says), "{name}: {damage}");
        assert_eq!(ran.code, 0, "{name}");
        assert!(!ran.out.contains(sign), "{name}");
        let human = run(&["decode", "--no-config", "-"], input.as_bytes());
        assert!(human.words().contains("damage"), "{name}: {}", human.out);
    }
    let cut = &reports(&decode(format!("{head}.{}", &body[..60]).as_bytes()))[0];
    assert_eq!(cut["token"]["readable"]["iss"], "https://tenant.example/");
    assert_eq!(cut["token"]["claims"], Value::Null);
    let only = run(
        &["decode", "--no-config", "--claim", "iss", "-"],
        format!("{head}.{}", &body[..60]).as_bytes(),
    );
    assert_eq!(only.out, "https://tenant.example/\n");
    // A plus that a form decoder made a space.
    let spaced = format!("{head}.{body}.{} {}", &sign[..20], &sign[21..]);
    let found = &reports(&decode(spaced.as_bytes()))[0];
    assert_eq!(found["token"]["claims"]["sub"], "a", "{found}");
    let told = format!("{}{}", found["source"]["repairs"], found["token"]["damage"]);
    assert!(told.contains("space"), "{told}");
}

#[test]
fn every_form_is_opened() {
    let inner = jws("inside");
    let nested = signed(r#"{"alg":"HS256","cty":"JWT"}"#, &inner, &[7; 32]);
    let found = &reports(&decode(nested.as_bytes()))[0];
    assert_eq!(found["token"]["inside"]["claims"]["sub"], "inside", "{found}");
    assert_eq!(found["token"]["damage"], serde_json::json!([]));
    let only = run(&["decode", "--no-config", "--claim", "sub", "-"], nested.as_bytes());
    assert_eq!(only.out, "inside\n");
    let human = run(&["decode", "--no-config", "-"], nested.as_bytes());
    assert!(human.out.contains("claims of the token inside"), "{}", human.out);
    // Twelve inside each other: read to a bound, and never an error.
    let deep = (0..12).fold(inner, |text, _| signed(r#"{"alg":"HS256"}"#, &text, &[7; 32]));
    assert_eq!(decode(deep.as_bytes()).code, 0);

    let general = format!(
        r#"{{"payload":"{}","signatures":[{{"protected":"{}","signature":"{}"}},{{"protected":"{}","header":{{"kid":"k2"}},"signature":"{}"}}]}}"#,
        encoded(r#"{"iss":"https://i.example"}"#),
        encoded(r#"{"alg":"HS256"}"#),
        URL_SAFE_NO_PAD.encode([3; 32]),
        encoded(r#"{"alg":"ES256"}"#),
        URL_SAFE_NO_PAD.encode([4; 64]),
    );
    let found = &reports(&decode(general.as_bytes()))[0];
    let signatures = found["token"]["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 2);
    assert_eq!(signatures[1]["header"]["alg"], "ES256");
    assert_eq!(signatures[1]["unprotected"]["kid"], "k2");

    let sealed = format!(
        "{}.AAAA.AAAA.AAAA.AAAA",
        encoded(r#"{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"k","cty":"JWT"}"#)
    );
    let notes = reports(&decode(sealed.as_bytes()))[0]["token"]["notes"].to_string();
    for says in ["RSA private key", "enc A256GCM", "kid k", "cty JWT"] {
        assert!(notes.contains(says), "{notes}");
    }
    let unsecured = format!("{}.{}.", encoded(r#"{"alg":"none"}"#), encoded(r#"{"sub":"a"}"#));
    let found = &reports(&decode(unsecured.as_bytes()))[0];
    assert!(found["token"]["notes"].to_string().contains("unsecured"), "{found}");
    assert_eq!(found["token"]["damage"], serde_json::json!([]));
}

#[test]
fn disclosures_are_opened_and_checked() {
    let name = encoded(r#"["s1","given_name","Jo"]"#);
    let city = encoded(r#"["s2","city","Bonn"]"#);
    let digest = |text: &str| sha256_base64url(text.as_bytes());
    let address = encoded(&format!(r#"["s3","address",{{"_sd":["{}"]}}]"#, digest(&city)));
    let element = encoded(r#"["s4","DE"]"#);
    let stray = encoded(r#"["s5","admin",true]"#);
    let claims = format!(
        r#"{{"iss":"https://i.example","vct":"x","_sd":["{}","{}","decoy"],"n":[{{"...":"{}"}}]}}"#,
        digest(&name),
        digest(&address),
        digest(&element)
    );
    let issued = signed(r#"{"alg":"ES256","typ":"dc+sd-jwt"}"#, &claims, &[1; 64]);
    let presented = format!("{issued}~{name}~{city}~{address}~{element}~{stray}~");
    let binding = |hash: &str| {
        let claims =
            format!(r#"{{"nonce":"n","aud":"https://v.example","iat":1,"sd_hash":"{hash}"}}"#);
        signed(r#"{"alg":"ES256","typ":"kb+jwt"}"#, &claims, &[2; 64])
    };
    let whole = format!("{presented}{}", binding(&digest(&presented)));
    let ran = decode(whole.as_bytes());
    let token = &reports(&ran)[0]["token"];
    let told: Vec<(&str, &str)> = token["disclosures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["path"].as_str().unwrap_or_default(), d["outcome"].as_str().unwrap()))
        .collect();
    let wanted = [
        ("given_name", "pass"),
        ("address.city", "pass"),
        ("address", "pass"),
        ("n[0]", "pass"),
        ("", "fail"),
    ];
    assert_eq!(told, wanted);
    assert_eq!(token["disclosures"][0]["value"], "Jo");
    assert_eq!(token["key_binding"]["outcome"], "pass");
    let other = decode(format!("{presented}{}", binding("other")).as_bytes());
    assert_eq!(reports(&other)[0]["token"]["key_binding"]["outcome"], "fail");
    // Neither the disclosures as text nor any signature comes out.
    let human = run(&["decode", "--no-config", "-v", "-"], whole.as_bytes());
    for part in whole.split('~').flat_map(|part| part.rsplit('.').take(1)) {
        assert!(part.is_empty() || !(ran.out.contains(part) || human.out.contains(part)), "{part}");
    }
    assert!(human.out.contains("FAIL  admin: true"), "{}", human.out);
    let masked = run(&["decode", "--no-config", "--redact", "-"], whole.as_bytes());
    assert!(!masked.out.contains("\"Jo\""), "{}", masked.out);
}

/// The digest of the example in RFC 9901 section 5.1, whatever our own tests
/// take for one.
#[test]
fn the_digest_of_the_specification_is_found() {
    let claims = r#"{"_sd":["jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4"],"_sd_alg":"sha-256"}"#;
    let issued = signed(r#"{"alg":"ES256","typ":"example+sd-jwt"}"#, claims, &[1; 64]);
    let disclosure = "WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd";
    let found = &reports(&decode(format!("{issued}~{disclosure}~").as_bytes()))[0];
    let one = &found["token"]["disclosures"][0];
    assert_eq!((&one["name"], &one["value"]), (&"given_name".into(), &"John".into()));
    assert_eq!(one["outcome"], "pass");
}

#[test]
fn opaque_families_tell_where_their_state_is_asked() {
    let text = "glpat-xxxxxxxxxxxxxxxxxxxx";
    let ran = run(&["classify", "--no-config", "--json", text], b"");
    let family = &ran.json()["kind"]["family"];
    assert!(family["state"].as_str().unwrap().contains("personal_access_tokens/self"), "{family}");
    assert_eq!(family["secret"], true);
    let human = run(&["decode", "--no-config", text], b"");
    assert!(human.words().contains("revoke it if it was shared"), "{}", human.out);
    assert!(!human.out.contains(text));
}

#[test]
fn parties_are_named_from_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[tenants.acme]\nissuer = \"https://acme.us.auth0.com/\"\n\
                  [clients.spa]\ntenant = \"acme\"\nclient_id = \"kH3v\"\n\
                  [apis.orders]\ntenant = \"acme\"\naudience = [\"https://orders.example.com\"]\n";
    std::fs::write(folder.path().join("tokcheck.toml"), config).unwrap();
    let head = r#"{"alg":"RS256"}"#;
    let id =
        r#"{"iss":"https://acme.us.auth0.com/","sub":"auth0|1","aud":"kH3v","nonce":"n","exp":1}"#;
    let access = r#"{"iss":"https://acme.us.auth0.com/","sub":"auth0|1","aud":"https://orders.example.com","azp":"kH3v","scope":"read:orders","exp":1}"#;
    for command in ["decode", "classify"] {
        let args = [command, "--config", "tokcheck.toml", "-"];
        let told = support::run_in(folder.path(), &args, signed(head, id, &[0; 256]).as_bytes());
        let says = "ID token of client `spa`, claims to be issued by tenant `acme`";
        assert!(told.out.contains(says), "{}", told.out);
        let args = [command, "--config", "tokcheck.toml", "--json", "-"];
        let told =
            support::run_in(folder.path(), &args, signed(head, access, &[0; 256]).as_bytes());
        let roles = serde_json::json!({"client": "spa", "api": "orders", "tenant": "acme"});
        assert_eq!(told.json()["kind"]["roles"], roles);
        assert!(told.json()["kind"]["advice"].as_str().unwrap().contains("for the API"));
    }
}

#[test]
fn claims_are_explained() {
    let ver = run(&["claim", "ver"], b"");
    assert!(ver.code == 0 && ver.out.contains("Okta") && ver.out.contains("Entra"), "{}", ver.out);
    let all = run(&["claim"], b"");
    assert!(all.out.lines().count() >= 150 && all.code == 0);
    let unknown = run(&["claim", "cognito:usernam"], b"");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean 'cognito:username'?"), "{}", unknown.err);
    let hostile = run(&["claim", "\u{1b}[2J"], b"");
    assert!(hostile.code == 2 && !hostile.err.contains('\u{1b}'));
}

#[test]
fn a_mixed_log_of_ten_thousand_lines_keeps_order_and_labels() {
    let count = 10_000;
    let mut log = Vec::new();
    for n in 0..count {
        if n % 100 == 7 {
            // Of words that hold no token, nothing is said.
            log.extend_from_slice(b"2026-01-01T00:00:00Z INFO bytes that are no text: \xff\xfe\n");
        }
        let token = jws(&format!("user-{n}"));
        let line = match n % 5 {
            0 => format!("{token}\n"),
            1 => format!("{{\"id_token\":\"{token}\",\"n\":{n}}}\n"),
            2 => format!("2026-01-01T00:00:00Z INFO Authorization: Bearer {token} from {n}\n"),
            3 => format!("access_token={token}\n"),
            _ => format!("eyJhbGciOiJIUzI1NiJ9.{n}\n"),
        };
        log.extend_from_slice(line.as_bytes());
    }
    let ran = run(&["classify", "--no-config", "--json", "-"], &log);
    let told = reports(&ran);
    assert_eq!(told.len(), count, "{}", ran.err);
    for (n, report) in told.iter().enumerate() {
        let slot =
            [None, Some("id_token"), Some("authorization"), Some("access_token"), None][n % 5];
        assert_eq!(report["source"]["index"], n);
        assert_eq!(report["source"]["slot"].as_str(), slot, "{n}: {report}");
        if n % 5 == 4 {
            assert_eq!(report["kind"]["name"], "not_a_token", "{n}: {report}");
        } else {
            assert_eq!(report["token"]["claims"]["sub"], format!("user-{n}"));
        }
    }
}
