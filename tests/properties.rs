//! Whatever bytes come in: no panic, no hang, no memory beyond a small
//! multiple, the same token whatever stands around it, and JSON that comes
//! back as it went out. The fuzz targets under `fuzz/` ask the same.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests stop at what they can't read"
)]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};

use tokcheck::kind::{Hints, classify};
use tokcheck::render::human::{Question, Style, human};
use tokcheck::render::paint::Paint;
use tokcheck::render::{github, json, junit, markdown, sarif};
use tokcheck::text::escape::is_hostile;
use tokcheck::text::json::Json;
use tokcheck::text::time::Timestamp;
use tokcheck::token::{RawToken, Token, paste};
use tokcheck::verdict::{Exhibit, describe};

/// The whole way from bytes to every format; what was printed.
fn pipeline(bytes: &[u8]) -> Vec<String> {
    let mut out = Vec::new();
    let found = paste::read_bytes(bytes);
    for (index, pasted) in found.found.iter().enumerate().take(20) {
        let mut exhibit = Exhibit::read([pasted], &Hints::default(), index % 2 == 0).remove(0);
        exhibit.source.index = index;
        exhibit.source.file = Some("paste.txt".to_owned());
        let report = describe(&exhibit, Timestamp::from_seconds(1_700_000_000));
        for question in [Question::Classify, Question::Decode] {
            for verbose in [false, true] {
                let style = Style { width: 80, paint: Paint::new(false), verbose, question };
                out.push(human(&report, &style));
            }
        }
        out.push(json::json(&report));
        out.push(markdown::markdown(&report));
        out.push(github::github(&report));
        let all = [report];
        out.push(junit::junit(&all));
        out.push(sarif::sarif(&all));
    }
    out
}

/// What printed text may never hold: a character that steers a terminal.
fn is_calm(text: &str) -> bool {
    text.lines().all(|line| !line.contains(is_hostile))
}

fn encoded(text: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// Pieces of which pastes are made, whole, cut and glued.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => any::<Vec<u8>>(),
        2 => ".{0,40}".prop_map(String::into_bytes),
        2 => claims().prop_map(|claims| {
            let head = encoded(br#"{"alg":"HS256","typ":"JWT"}"#);
            format!("{head}.{}.{}", encoded(claims.as_bytes()), encoded(&[7; 32])).into_bytes()
        }),
        1 => claims().prop_map(|claims| encoded(claims.as_bytes()).into_bytes()),
        1 => claims().prop_map(String::into_bytes),
        4 => proptest::sample::select(vec![
            "eyJ", "eyJhbGciOiJub25lIn0", ".", "..", "~", "Bearer ", "Authorization: ", "access_token=",
            "id_token\":\"", "{\"", "\"}", "[[[[", "%7B%22", "%", "\\u0000", "\r\n", "curl -H '",
            "-----BEGIN ", "-----END", "Cookie: ", "https://x/#", "\u{feff}", "\u{202e}", "=", "+",
            "WyJhIiwiYiIsMV0", "ghp_", "{\"payload\":\"e30\",\"signatures\":[{}]}", "&quot;", "GET / HTTP/1.1\n",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

/// A JSON object of names that the rules ask for and values of any type.
fn claims() -> impl Strategy<Value = String> {
    let names = proptest::sample::select(vec![
        "iss", "sub", "aud", "exp", "iat", "nonce", "scope", "events", "cnf", "vc", "_sd",
        "_sd_alg", "typ", "jti", "n", "\u{202e}",
    ]);
    let values = proptest::sample::select(vec![
        "null",
        "7",
        "1e400",
        "true",
        "\"x\"",
        "[]",
        "[\"a\",1]",
        "{}",
        "{\"_sd\":[\"x\"]}",
        "\"https://a.auth0.com/\"",
        "\"\\u001b[2J\"",
        "[{\"...\":\"x\"}]",
        "{\"jkt\":\"x\"}",
        "\"eyJhbGciOiJub25lIn0.e30.AAAA\"",
    ]);
    vec((names, values), 0..8).prop_map(|members| {
        let members: Vec<String> = members.iter().map(|(n, v)| format!("\"{n}\":{v}")).collect();
        format!("{{{}}}", members.join(","))
    })
}

/// Text that holds nothing like a token or the name of one, and ends or begins
/// where a word does.
fn prose() -> impl Strategy<Value = String> {
    let words = proptest::sample::select(vec![
        "the",
        "request",
        "failed",
        "401",
        "at",
        "12:30",
        "(see",
        "log)",
        "my-service",
        "GET",
        "/orders",
        "-",
        "ok,",
        "\u{e9}t\u{e9}",
        "#7",
        "2026-01-01",
    ]);
    vec(words, 1..12).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 192, ..Default::default() })]

    #[test]
    fn no_bytes_do_harm(pieces in vec(piece(), 0..8)) {
        for text in pipeline(&pieces.concat()) {
            prop_assert!(is_calm(&text), "{text:?}");
        }
    }

    #[test]
    fn what_stands_around_a_token_does_not_change_it(
        who in "[a-z]{1,12}",
        before in prose(),
        after in prose(),
        frame in proptest::sample::select(vec![
            ("", ""), ("\"", "\""), ("(", ")"), ("`", "`"), ("token=", ""), ("Bearer ", ""), ("<", ">"),
            ("{\"id_token\":\"", "\"}"), ("Authorization: Bearer ", ""), ("https://a.example/#id_token=", "&x=1"),
        ]),
        between in proptest::sample::select(vec![" ", "\n", "\t", "\r\n"]),
    ) {
        let claims = format!(r#"{{"iss":"https://a.example/","sub":"{who}"}}"#);
        let head = encoded(br#"{"alg":"HS256"}"#);
        let token = format!("{head}.{}.{}", encoded(claims.as_bytes()), encoded(&[9; 32]));
        let text = format!("{before}{between}{}{token}{}{between}{after}", frame.0, frame.1);
        let found = paste::read(&text);
        let texts: Vec<&str> = found.found.iter().map(|t| t.raw.expose()).collect();
        prop_assert_eq!(texts, vec![token.as_str()], "{}", text);
    }

    #[test]
    fn a_plain_token_is_read_as_the_long_way_reads_it(
        pieces in vec(piece(), 0..4),
        end in proptest::sample::select(vec!["", "\n", "\r\n", "\n\n", " "]),
    ) {
        let mut bytes = pieces.concat();
        bytes.extend_from_slice(end.as_bytes());
        // Zeros may be halves of UTF-16, which only bytes are read as.
        if let Some(text) = std::str::from_utf8(&bytes).ok().filter(|text| !text.contains('\0')) {
            let told = |paste: &paste::Paste| {
                let raws: Vec<_> = paste.found.iter().map(|t| t.raw.expose().to_owned()).collect();
                format!("{raws:?} {paste:?}")
            };
            prop_assert_eq!(told(&paste::read_bytes(text.as_bytes())), told(&paste::read(text)));
        }
    }

    #[test]
    fn json_comes_back_as_it_went_out(text in claims(), noise in any::<Vec<u8>>()) {
        let parsed = Json::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(parsed.to_string(), text);
        let again = Json::parse(json::safe_json(&parsed).as_bytes()).unwrap();
        prop_assert_eq!(&again, &parsed);
        if let Ok(parsed) = Json::parse(&noise) {
            prop_assert_eq!(Json::parse(parsed.to_string().as_bytes()).unwrap(), parsed);
        }
    }

    #[test]
    fn a_whole_report_is_json(pieces in vec(piece(), 1..5)) {
        let found = paste::read_bytes(&pieces.concat());
        for pasted in found.found.iter().take(5) {
            let exhibit = Exhibit::read([pasted], &Hints::default(), false).remove(0);
            let line = json::json(&describe(&exhibit, Timestamp::from_seconds(0)));
            let value: serde_json::Value = match serde_json::from_str(&line) {
                Ok(value) => value,
                // Numbers of claims are as sent: 1e400 is JSON, and too large for others.
                Err(error) => {
                    prop_assert!(error.to_string().contains("number out of range"), "{error}: {line}");
                    continue;
                }
            };
            prop_assert!(value["token"]["fingerprint"].as_str().is_some_and(|f| f.len() == 23));
        }
    }
}

/// Texts that grow without end, each made to be expensive for some reader.
fn hostile(size: usize) -> Vec<(&'static str, String)> {
    let repeat = |unit: &str| unit.repeat(size / unit.len());
    let head = encoded(br#"{"alg":"ES256"}"#);
    let body = encoded(format!(r#"{{"_sd":[{}"x"]}}"#, repeat("\"digest-digest\",")).as_bytes());
    let claims = encoded(format!(r#"{{{}"z":1}}"#, repeat("\"claim\":\"value\",")).as_bytes());
    vec![
        ("headers", repeat("eyJ")),
        ("headers and dots", repeat("eyJhbGciOiJIUzI1NiJ9.")),
        ("tokens", repeat("eyJhbGciOiJub25lIn0.e30.AAAA ")),
        ("tokens in lines", repeat("eyJhbGciOiJub25lIn0.e30.AAAA\n")),
        ("names", repeat("access_token=")),
        ("schemes", repeat("Bearer ")),
        ("brackets", repeat("[")),
        ("objects", repeat("{\"a\":")),
        ("quotes", repeat("\"\\\"")),
        ("percent", repeat("%257B")),
        ("entities", format!("<p {}", repeat("&quot;"))),
        ("tags", repeat("<input value=\"x\" ")),
        ("PEM", repeat("-----BEGIN X-----\n")),
        ("dots", repeat(".")),
        ("lines", repeat("eyJhbGciOiJIUzI1NiJ9\n")),
        ("header fields", format!("GET / HTTP/1.1\n{}", repeat("Authorization: Bearer a\n"))),
        ("disclosures", format!("{head}.{body}.AAAA~{}", repeat("WyJhIiwiYiIsMV0~"))),
        ("claims", format!("{head}.{claims}.AAAA")),
        ("opaque", repeat("aB3")),
    ]
}

/// Counted in time, since steps can't be: sixteen times the text may take at
/// most a hundred times as long, where what is quadratic takes 256 times. On a
/// busy machine a single run says little, so that the best of several counts.
#[test]
fn the_work_grows_with_the_text_and_no_faster() {
    let took = |text: &str| {
        let start = std::time::Instant::now();
        pipeline(text.as_bytes());
        start.elapsed()
    };
    for ((name, small), (_, large)) in hostile(1 << 12).iter().zip(&hostile(1 << 16)) {
        let short = (0..3).map(|_| took(small)).max().unwrap_or_default();
        let fair = short.max(std::time::Duration::from_millis(1)) * 100;
        let held = (0..4).any(|_| took(large) < fair);
        assert!(held, "{name}: {short:?} for 4 KiB, and for 64 KiB more than {fair:?}");
    }
}

/// What is held of a token is a small multiple of its text.
#[test]
fn a_token_holds_no_more_than_its_text_gives() {
    for (name, text) in hostile(1 << 16) {
        let token = Token::parse(RawToken::new(text.clone()));
        let held: usize =
            token.segments.iter().filter_map(|s| s.bytes.as_ref()).map(Vec::len).sum();
        assert!(held <= text.len(), "{name}: {held} of {}", text.len());
        let found = paste::read(&text);
        let found_bytes: usize = found.found.iter().map(|t| t.raw.expose().len()).sum();
        assert!(found_bytes <= 2 * text.len(), "{name}: {found_bytes} of {}", text.len());
        let kind = classify(&token, &Hints::default());
        assert!(kind.evidence.iter().map(|e| e.because.len()).sum::<usize>() < 4096, "{name}");
    }
}
