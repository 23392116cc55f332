//! JSON values for people.

use super::json::safe_json;
use super::layout::columns;
use crate::text::json::{Json, Object};
use crate::text::time::{Span, Timestamp};

/// A value inside a line: strings bare, lists joined by commas.
pub(super) fn brief(json: &Json) -> String {
    match json {
        Json::Array(items) if items.iter().all(|i| i.as_str().is_some()) => {
            items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", ")
        }
        Json::String(text) => text.to_string(),
        Json::Array(_) | Json::Bool(_) | Json::Null | Json::Number(_) | Json::Object(_) => {
            safe_json(json)
        }
    }
}

/// A value in a row about times: an instant instead of its number.
pub(super) fn instant(json: &Json) -> String {
    time(json).map_or_else(|| brief(json), Timestamp::utc)
}

/// The instant that a number of seconds stands for.
pub(super) fn time(json: &Json) -> Option<Timestamp> {
    match json {
        Json::Number(number) => Timestamp::from_number(number.text()),
        Json::Array(_) | Json::Bool(_) | Json::Null | Json::Object(_) | Json::String(_) => None,
    }
}

/// As [`Timestamp::relative_to`], but without an absurd count of years.
pub(super) fn relative(at: Timestamp, now: Timestamp) -> String {
    const AGES: i64 = 1_000 * 31_557_600;
    match at.since(now) {
        s if s > AGES => format!("in more than {}", Span(AGES)),
        s if s < -AGES => format!("more than {} ago", Span(AGES)),
        _ => at.relative_to(now),
    }
}

/// An object as sent, two spaces to a level; a list of plain values that fits
/// stays on its line.
pub(super) fn pretty(object: &Object, width: usize) -> String {
    let mut out = String::new();
    members(object, 0, width, &mut out);
    out
}

fn write(json: &Json, depth: usize, width: usize, out: &mut String) {
    match json {
        Json::Object(object) => members(object, depth, width, out),
        Json::Array(items) => elements(items, depth, width, out),
        Json::Bool(_) | Json::Null | Json::Number(_) | Json::String(_) => {
            out.push_str(&safe_json(json));
        }
    }
}

fn members(object: &Object, depth: usize, width: usize, out: &mut String) {
    if object.is_empty() {
        return out.push_str("{}");
    }
    out.push('{');
    for (at, (name, value)) in object.iter().enumerate() {
        next_line(depth + 1, out);
        out.push_str(&safe_json(&name));
        out.push_str(": ");
        write(value, depth + 1, width, out);
        if at + 1 < object.len() {
            out.push(',');
        }
    }
    next_line(depth, out);
    out.push('}');
}

fn elements(items: &[Json], depth: usize, width: usize, out: &mut String) {
    let plain = !items.iter().any(|i| matches!(i, Json::Array(_) | Json::Object(_)));
    if plain {
        let used = out.rsplit('\n').next().map_or(0, columns);
        let inline = format!("[{}]", items.iter().map(safe_json).collect::<Vec<_>>().join(", "));
        // One column is for the comma that may follow.
        if used + columns(&inline) < width || items.is_empty() {
            return out.push_str(&inline);
        }
    }
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        next_line(depth + 1, out);
        write(item, depth + 1, width, out);
        if at + 1 < items.len() {
            out.push(',');
        }
    }
    next_line(depth, out);
    out.push(']');
}

fn next_line(depth: usize, out: &mut String) {
    out.push('\n');
    (0..depth).for_each(|_| out.push_str("  "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pretty_keeps_what_was_sent() {
        let sent = r#"{"a":1.10,"b":{"x":[],"y":{}},"a":["p","q"],"z":[{"k":null}]}"#;
        let json = Json::parse(sent.as_bytes()).unwrap();
        let text = pretty(json.as_object().unwrap(), 80);
        let shown = "{\n  \"a\": 1.10,\n  \"b\": {\n    \"x\": [],\n    \"y\": {}\n  },\n  \"a\": [\"p\", \"q\"],\n  \"z\": [\n    {\n      \"k\": null\n    }\n  ]\n}";
        assert_eq!(text, shown);
        assert_eq!(Json::parse(shown.as_bytes()).unwrap(), json);
    }

    #[test]
    fn long_lists_break() {
        let json = Json::parse(br#"{"aud":["https://a.example","https://b.example"]}"#).unwrap();
        assert_eq!(pretty(json.as_object().unwrap(), 40).lines().count(), 6);
        assert_eq!(pretty(json.as_object().unwrap(), 80).lines().count(), 3);
    }

    #[test]
    fn brief_values() {
        assert_eq!(brief(&Json::from(vec!["a", "b"])), "a, b");
        assert_eq!(brief(&Json::Null), "null");
        assert_eq!(instant(&Json::from(1_795_169_400_i64)), "2026-11-20T10:10:00Z");
        assert_eq!(instant(&Json::from("soon")), "soon");
    }
}
