use serde_json::value::RawValue;

use super::*;

fn text_of(json: &str) -> String {
    Json::parse(json.as_bytes()).unwrap().to_string()
}

#[test]
fn keeps_order_numbers_and_duplicates() {
    let sent = r#"{"b":1.10,"a":9007199254740993,"b":1e400,"c":[-0,1E+2]}"#;
    assert_eq!(text_of(sent), sent);
    let json = Json::parse(sent.as_bytes()).unwrap();
    let object = json.as_object().unwrap();
    assert_eq!(object.duplicates(), ["b"]);
    assert_eq!(object.get("b").unwrap().to_string(), "1e400");
}

#[test]
fn finds_duplicates_inside() {
    let json = Json::parse(br#"{"a":[{"x":1,"x":2}]}"#).unwrap();
    assert_eq!(json.as_object().unwrap().duplicates(), ["x"]);
}

#[test]
fn refuses_what_the_grammar_refuses() {
    for bad in [
        "",
        "{",
        "{\"a\":1,}",
        "[1,]",
        "01",
        "1.",
        "-",
        "+1",
        "1e",
        "tru",
        "nul",
        "'a'",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"a\nb\"",
        "{} {}",
        "{1:2}",
        "[1 2]",
        "NaN",
        "\u{feff}{}",
        "\"\\u12\"",
    ] {
        assert!(Json::parse(bad.as_bytes()).is_err(), "{bad:?}");
        assert!(serde_json::from_str::<serde_json::Value>(bad).is_err(), "{bad:?}");
    }
    assert!(Json::parse(b"\"\xff\"").is_err());
}

#[test]
fn ends_of_strings_are_seen_wherever_they_stand() {
    for length in 0..40 {
        for before in [0, 3] {
            let whole = format!("{}\"{}\" 1", " ".repeat(before), "a".repeat(length));
            let text = format!("[{}]", &whole[..whole.len() - 2]);
            let items = Json::parse(text.as_bytes()).unwrap();
            let item = items.as_array().unwrap()[0].as_str().unwrap();
            assert_eq!(item, "a".repeat(length));
            for at in 0..length {
                for byte in 0..0x80_u8 {
                    let mut inside = vec![b'a'; length];
                    inside[at] = byte;
                    let inside = String::from_utf8(inside).unwrap();
                    let text = format!("{}\"{inside}\"", " ".repeat(before));
                    let ours = Json::parse(text.as_bytes());
                    match serde_json::from_str::<String>(&text) {
                        Ok(theirs) => assert_eq!(ours.unwrap().as_str(), Some(&*theirs)),
                        Err(_) => assert!(ours.is_err(), "{text:?}"),
                    }
                }
            }
        }
    }
}

#[test]
fn resolves_escapes() {
    let json = Json::parse(br#""\ud83d\ude00\/\u0041\n""#).unwrap();
    assert_eq!(json.as_str(), Some("\u{1f600}/A\n"));
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = "[".repeat(10_000);
    assert_eq!(Json::parse(deep.as_bytes()).unwrap_err().what, "nesting deeper than 128");
    let fits = format!("{}{}", "[".repeat(128), "]".repeat(128));
    assert!(Json::parse(fits.as_bytes()).is_ok());
}

#[test]
fn whole_members_of_a_cut_object() {
    let object = Json::whole_members(br#"{"iss":"a","sub":"b","aud":"c"#);
    assert_eq!(object.iter().map(|(n, _)| n).collect::<Vec<_>>(), ["iss", "sub"]);
}

proptest::proptest! {
    /// Any text is read or refused as serde_json does, numbers beyond its range aside.
    #[test]
    fn agrees_with_serde_json(text in r#"[\[\]{},:"a0-9eE.+\- \\unt]{0,24}"#) {
        let ours = Json::parse(text.as_bytes());
        let theirs = serde_json::from_str::<&RawValue>(&text).and_then(|_| {
            serde_json::from_str::<serde::de::IgnoredAny>(&text)
        });
        // serde_json skips over lone surrogates where it ignores a string.
        if !text.contains("\\u") {
            proptest::prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{}", text);
        }
    }
}
