//! How answers are written down, and compared with those of another day.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Value, json};

use crate::support::oracle::{Answer, Recording};

/// An answer without what differs from run to run: the tenant's port, tokens,
/// instants.
pub fn settled(mut answer: Value, issuer: &str) -> Value {
    let authority = issuer.trim_start_matches("https://").trim_end_matches('/');
    for member in ["www_authenticate", "body"] {
        if let Some(text) = answer[member].as_str() {
            let text = text.replace(authority, "TENANT");
            let text = replaced(&text, "TOKEN", |rest| {
                let jwt = |c: &char| c.is_ascii_alphanumeric() || "-_.".contains(*c);
                if rest.starts_with("eyJ") { rest.chars().take_while(jwt).count() } else { 0 }
            });
            answer[member] = json!(replaced(&text, "INSTANT", |rest| {
                let form = "0000-00-00T00:00:00.000Z";
                let fits = |(byte, form): (u8, u8)| match form {
                    b'0' => byte.is_ascii_digit(),
                    form => byte == form,
                };
                let is = rest.len() >= form.len() && rest.bytes().zip(form.bytes()).all(fits);
                if is { form.len() } else { 0 }
            }));
        }
    }
    answer
}

/// The text with a name for every part of it that begins as long as `length` says.
fn replaced(text: &str, name: &str, length: impl Fn(&str) -> usize) -> String {
    let (mut done, mut rest) = (String::new(), text);
    while let Some(next) = rest.chars().next() {
        let length = length(rest);
        if length > 0 {
            done += name;
        } else {
            done.push(next);
        }
        rest = &rest[length.max(next.len_utf8())..];
    }
    done
}

/// Each answer once, with the requests to which it was given.
pub fn grouped<'a>(answers: impl Iterator<Item = (&'a str, Value)>) -> Value {
    let mut groups: Vec<(Value, Vec<&str>)> = Vec::new();
    for (name, answer) in answers {
        match groups.iter_mut().find(|(same, _)| *same == answer) {
            Some((_, to)) => to.push(name),
            None => groups.push((answer, vec![name])),
        }
    }
    let with_names = |(mut answer, to): (Value, Vec<&str>)| {
        answer["to"] = json!(to);
        answer
    };
    groups.into_iter().map(with_names).collect()
}

/// The recording as a file: a line for whatever may change alone.
pub fn text(recording: &Recording) -> String {
    let all = &recording.0;
    let mut text = format!("{{\n\"tenant\": {},\n\"setups\": {{\n", all["tenant"]);
    let mut block = |items: Vec<String>, end: &str| {
        write!(text, "{}\n{end}", items.join(",\n")).unwrap();
    };
    let member = |(name, value): (&String, &Value)| format!("{}: {value}", json!(name));
    block(all["setups"].as_object().unwrap().iter().map(member).collect(), "},\n\"cases\": [\n");
    let cases = all["cases"].as_array().unwrap();
    block(cases.iter().map(Value::to_string).collect(), "],\n\"answers\": {\n");
    let answers = all["answers"].as_object().unwrap().iter().map(|(name, groups)| {
        let groups = groups.as_array().unwrap().iter().map(Value::to_string);
        format!("{}: [\n{}]", json!(name), groups.collect::<Vec<_>>().join(",\n"))
    });
    block(answers.collect(), "}\n}\n");
    text
}

/// Takes over what the set-ups from there answered when they were last asked.
pub fn keep(is: &mut Recording, was: &Recording, from: &str) {
    let issuer = |recording: &Recording| recording.0["tenant"]["issuer"].to_string();
    let (before, now) = (issuer(was), issuer(is));
    for (name, setup) in was.0["setups"].as_object().unwrap() {
        if setup["from"] == from {
            // Only the tenant's port is another.
            let setup = setup.to_string().replace(&before, &now);
            is.0["setups"][name] = serde_json::from_str(&setup).unwrap();
            is.0["answers"][name] = was.0["answers"][name].clone();
        }
    }
}

/// What is answered otherwise than it was, a line each: server, version,
/// request, was, is.
pub fn differences(was: &Recording, is: &Recording) -> Vec<String> {
    let mut lines = Vec::new();
    let setups: BTreeSet<&str> = was.setups().into_iter().chain(is.setups()).collect();
    for setup in setups {
        let (old, new) = (version(was, setup), version(is, setup));
        let version = if old == new { new.to_owned() } else { format!("{old} -> {new}") };
        let (was, is) = (answers(was, setup), answers(is, setup));
        let requests: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
        for request in requests {
            let (was, is) = (was.get(request), is.get(request));
            if was != is {
                let told = |answer: Option<&Answer>| {
                    answer.map_or_else(|| "not asked".to_owned(), Answer::to_string)
                };
                let (was, is) = (told(was), told(is));
                lines.push(format!("{setup}, {version}, {request}, was {was}, is {is}"));
            }
        }
    }
    lines
}

fn version<'a>(recording: &'a Recording, setup: &str) -> &'a str {
    if recording.setups().contains(&setup) { recording.version(setup) } else { "none" }
}

fn answers<'a>(recording: &'a Recording, setup: &str) -> BTreeMap<&'a str, Answer> {
    let asked = recording.setups().contains(&setup);
    if asked { recording.answers(setup) } else { BTreeMap::new() }
}

#[test]
fn set_ups_that_are_not_asked_keep_their_answers() {
    let recording = |issuer: &str, name: &str, from: &str| {
        Recording(json!({
            "tenant": {"issuer": issuer},
            "setups": {name: {"version": "1", "from": from, "api": {"issuer": issuer}}},
            "answers": {name: [{"status": 200, "body": "", "to": ["good"]}]},
        }))
    };
    let was = recording("https://localhost:1/", "a", "there");
    let mut is = recording("https://localhost:2/", "b", "here");
    keep(&mut is, &was, "there");
    assert_eq!(is.setups(), ["a", "b"]);
    assert_eq!(is.0["setups"]["a"]["api"]["issuer"], "https://localhost:2/");
    keep(&mut is, &was, "elsewhere");
    assert_eq!(differences(&was, &is).len(), 1);
}

#[test]
fn what_differs_from_run_to_run_is_left_out() {
    let body = "Token eyJhbGciOiJSUzI1NiJ9.e30.AA, expired at 2026-11-23T05:18:11.000Z, é, \
                of https://localhost:4711/x.";
    let answer = json!({"status": 401, "www_authenticate": null, "body": body});
    let left = settled(answer, "https://localhost:4711/");
    assert_eq!(left["body"], "Token TOKEN, expired at INSTANT, é, of https://TENANT/x.");
    assert_eq!(left["www_authenticate"], Value::Null);
}
