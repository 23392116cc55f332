//! Configurations that mean harm, or hold a secret where none belongs.

use std::fmt::Write;
use std::path::Path;

use super::{api, parse};
use crate::load::config::Config;
use crate::text::escape::is_hostile;

#[test]
fn a_secret_is_never_repeated() {
    const SECRET: &str = "hunter2-correct-horse";
    for body in [
        format!("secret = '{SECRET}'"),
        format!("secret = ['{SECRET}']"),
        format!("secret = {{ text = '{SECRET}' }}"),
        format!("secret = {SECRET}"),
        format!("secret = '{SECRET}"),
        format!("secret = '''{SECRET}"),
        format!("secret = '{SECRET}' extra"),
        format!("secret = \"{SECRET}\\q\""),
        format!("secret = 'env:{SECRET}='"),
        format!("secret = 'env:'\nsubject = '{SECRET}'"),
        format!("secrets = '{SECRET}'"),
        format!("Secret = '{SECRET}'"),
        format!("secret_encoding = '{SECRET}'"),
        format!("server = '{SECRET}'"),
        format!("leeway = '{SECRET}'"),
        format!("max_header_bytes = '{SECRET}'"),
        format!("requires_user = '{SECRET}'"),
        format!("required_claims = ['={SECRET}']"),
        format!("jwks = 'https//:{SECRET}@x'\noptions = '{SECRET}'"),
        format!("jwks = 'ftp://{SECRET}@x'"),
        format!("secret = '@s'\nsecret = '{SECRET}'"),
        format!("secret '{SECRET}'"),
        format!("secret: {SECRET}"),
        SECRET.to_owned(),
    ] {
        let error = Config::parse(&format!("[apis.a]\n{body}"), Path::new("t.toml")).unwrap_err();
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("hunter2"), "{body}: {shown}");
        }
        assert!(error.line().is_some_and(|line| line > 1), "{body}: {error}");
    }
}

#[test]
fn nothing_hostile_reaches_a_terminal() {
    let hostile = "\\u001b[31m\\u202E\\r\\n::error::\\u200b";
    for text in [
        format!("[apis.\"{hostile}\"]\nx = 1"),
        format!("[\"{hostile}\"]"),
        format!("\"{hostile}\" = 1"),
        format!("[apis.a]\n\"{hostile}\" = 1"),
        format!("[apis.\"{hostile}\"]\nleeway = true"),
        format!("[apis.a.options]\n\"{hostile}\" = 1.5"),
        format!("[tenants.\"ab{hostile}\"]\nissuer='i'\n[apis.a]\ntenant=\"ab{hostile}c\""),
        format!("[apis.a]\n{hostile}"),
        "[apis.a]\n\u{1b}[31m\u{202e} = 1".to_owned(),
        format!("[apis.a]\n\"{}\" = 1", "x".repeat(1 << 20)),
    ] {
        let path = Path::new("t\u{1b}]0;x\u{7}\n.toml");
        let error = Config::parse(&text, path).unwrap_err().to_string();
        assert!(!error.chars().any(is_hostile), "{error:?}");
        assert!(error.len() < 400, "{error}");
    }
    let config = Config::parse("[apis.a]", Path::new("t\u{1b}.toml")).unwrap();
    assert_eq!(config.apis["a"].profile.origin.as_deref(), Some("t\\u{001b}.toml:1"));
}

#[test]
fn deep_and_large_files_are_no_danger() {
    let key = vec!["a"; 79].join(".");
    let deep = format!("[{key}]\n{}{key} = 1{}", format!("{key} = {{").repeat(78), "}".repeat(78));
    assert!(parse(&deep).unwrap_err().contains("unknown table [a]"));
    assert!(parse(&format!("a = {}", "[".repeat(1 << 20))).is_err());
    assert!(parse(&format!("{}a = 1", "a.".repeat(1 << 19))).is_err());
    assert!(parse(&"[".repeat(1 << 20)).is_err());

    let mut many = String::new();
    for n in 0..20_000 {
        writeln!(many, "[apis.api{n}]\naudience = 'https://api{n}.example'").unwrap();
    }
    assert!(many.len() > 1 << 20);
    let config = parse(&many).unwrap();
    assert_eq!(config.apis["api19999"].profile.origin.as_deref(), Some("tokcheck.toml:39999"));
    let long = api(&format!("audience = '{}'", "x".repeat(1 << 20))).unwrap();
    assert_eq!(long.profile.audience.unwrap()[0].len(), 1 << 20);
    let items = "'x',".repeat(1 << 18);
    assert_eq!(api(&format!("scopes = [{items}]")).unwrap().profile.scopes.len(), 1 << 18);
}
