//! `--format json`: the contract `tokcheck/v1`, one line for each token, and
//! JSON text that is safe to print.

use crate::text::escape::escaped;
use crate::text::json::{Json, write_safe_json};
use crate::verdict::report::Report;

pub use crate::text::json::safe_json;

/// The report as one line of NDJSON, without the line end.
#[must_use]
pub fn json(report: &Report) -> String {
    safe_json(report)
}

/// The same line, its end included, added to what was written before.
pub fn add_json(report: &Report, out: &mut Vec<u8>) {
    write_safe_json(report, out);
    out.push(b'\n');
}

/// One claim for a script: a string bare, with what could do harm escaped,
/// anything else as JSON.
#[must_use]
pub fn bare_claim(json: &Json) -> String {
    json.as_str().map_or_else(|| safe_json(json), escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;
    use crate::render::samples;
    use crate::text::escape::is_hostile;

    fn schema() -> serde_json::Value {
        serde_json::from_str(include_str!("../../schema/tokcheck-v1.schema.json")).unwrap()
    }

    #[test]
    fn every_sample_is_one_safe_line_that_fits_the_schema() {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        for (name, report) in samples::all() {
            let line = json(&report);
            assert!(!line.contains(is_hostile), "{name}");
            let value: serde_json::Value = serde_json::from_str(&line).unwrap();
            let errors: Vec<String> = validator
                .iter_errors(&value)
                .map(|e| format!("{}: {e}", e.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{name}: {errors:#?}");
        }
    }

    #[test]
    fn the_schema_is_strict() {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let good: serde_json::Value = serde_json::from_str(&json(&samples::rejected())).unwrap();
        assert!(validator.is_valid(&good));
        let spoil = |pointer: &str, value: serde_json::Value| {
            let mut bad = good.clone();
            *bad.pointer_mut(pointer).unwrap() = value;
            assert!(!validator.is_valid(&bad), "{pointer}");
        };
        spoil("/schema", "tokcheck/v2".into());
        spoil("/kind/name", "idtoken".into());
        spoil("/kind/confidence", "sure".into());
        spoil("/checks/0/id", "exp".into());
        spoil("/checks/0/outcome", "ok".into());
        spoil("/findings/0/severity", "fatal".into());
        spoil("/findings/0/rule", "Not A Slug".into());
        spoil("/verdict/decision", "valid".into());
        spoil("/token/format", "jwt".into());
        spoil("/token/fingerprint", "md5:00".into());
        spoil("/source/index", (-1).into());
        let mut more = good.clone();
        more["token"]["raw"] = "x".into();
        assert!(!validator.is_valid(&more));
    }

    #[test]
    fn the_schema_knows_every_kind() {
        let named = schema();
        let listed: Vec<&str> = named["$defs"]["kind_name"]["enum"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v.as_str().unwrap())
            .collect();
        assert_eq!(listed, Kind::names().collect::<Vec<_>>());
    }

    #[test]
    fn hostile_characters_are_escaped_and_come_back() {
        let text = "\u{202e}é\u{7f}\u{9b}\u{e0041}\u{1b}\n日";
        let safe = safe_json(&text);
        assert_eq!(safe, "\"\\u202eé\\u007f\\u009b\\udb40\\udc41\\u001b\\n日\"");
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
    }

    #[test]
    fn claims_keep_order_duplicates_and_digits() {
        let sent = r#"{"b":1.10,"a":9007199254740993,"b":1e400}"#;
        assert_eq!(safe_json(&Json::parse(sent.as_bytes()).unwrap()), sent);
    }

    #[test]
    fn a_claim_alone() {
        assert_eq!(bare_claim(&Json::from("a\u{1b}b\n")), "a\\u{001b}b\\n");
        assert_eq!(bare_claim(&Json::from(vec!["a", "\u{200b}"])), "[\"a\",\"\\u200b\"]");
        assert_eq!(bare_claim(&Json::Null), "null");
    }
}
