//! What `tokcheck keys` found: for people, and as one JSON object.

use super::json::safe_json;
use super::layout::{Page, wrap};
use super::paint::{Ink, Paint};
use crate::key::survey::{Grade, Issue, Meaning, Survey, Surveyed};
use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;

/// The version of the JSON form.
const SCHEMA: &str = "tokcheck.keys/v1";

/// Columns of a page of the manual.
const COLUMNS: usize = 78;

/// All that is shown.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// What was asked for, as typed.
    pub asked: &'a str,
    /// The issuer that it means.
    pub issuer: Option<&'a str>,
    /// Where the discovery document stands.
    pub document: Option<&'a str>,
    /// Where the keys stand.
    pub origin: Option<&'a str>,
    /// How fresh they are: `fresh`, `cached`, `offline`, `stale`.
    pub freshness: Option<&'static str>,
    /// The keys could not be got: why.
    pub unavailable: Option<&'a str>,
    /// The keys and what was noticed.
    pub survey: &'a Survey,
    /// The instant that they were looked at for.
    pub now: Timestamp,
}

/// The page of a finding that no token shows.
#[must_use]
pub fn meaning(meaning: &Meaning) -> String {
    let Meaning { id, title, why, fix } = meaning;
    let filled = |text: &str| wrap(text, COLUMNS, COLUMNS).join("\n");
    format!("{id}\n\n# {title}\n\n{}\n\n## Fix\n{}", filled(why), filled(fix))
}

/// As one line of JSON, without the line end.
#[must_use]
pub fn json(sheet: &Sheet<'_>) -> String {
    let text = |text: Option<&str>| text.map_or(Json::Null, Json::text);
    let mut object = Object::empty();
    object.push("schema", SCHEMA);
    object.push("judged_at", sheet.now.seconds());
    object.push("asked", Json::text(sheet.asked));
    object.push("issuer", text(sheet.issuer));
    object.push("discovery", text(sheet.document));
    object.push("origin", text(sheet.origin));
    object.push("freshness", text(sheet.freshness));
    object.push("unavailable", text(sheet.unavailable));
    let sound = match sheet.unavailable {
        Some(_) if sheet.survey.is_sound() => Json::Null,
        _ => Json::Bool(sheet.survey.is_sound()),
    };
    object.push("sound", sound);
    let keys: Vec<Json> = sheet.survey.keys.iter().map(|key| Json::Object(key.json())).collect();
    object.push("keys", Json::Array(keys.into()));
    let issues = sheet.survey.issues.iter().map(|issue| Json::Object(issue.json()));
    object.push("findings", Json::Array(issues.collect()));
    safe_json(&Json::Object(object))
}

/// As text.
#[must_use]
pub fn human(sheet: &Sheet<'_>, paint: Paint, width: usize) -> String {
    let mut page = Page::new(width, paint);
    let lead = |text| (Ink::Dim, text);
    if let Some(issuer) = sheet.issuer {
        page.wrapped(&[lead("issuer     ")], Ink::Bold, issuer);
    }
    if let Some(address) = sheet.document {
        page.wrapped(&[lead("discovery  ")], Ink::Plain, address);
    }
    if let Some(origin) = sheet.origin {
        page.wrapped(&[lead("keys       ")], Ink::Plain, origin);
    }
    match sheet.freshness {
        Some("stale") => page.wrapped(
            &[lead("           ")],
            Ink::Warn,
            "from the cache: the tenant can't be reached, and they may have changed",
        ),
        Some("offline" | "cached") => {
            page.wrapped(
                &[lead("           ")],
                Ink::Dim,
                "from the cache; --refresh fetches them",
            );
        }
        _ => {}
    }
    page.blank();
    for key in &sheet.survey.keys {
        one(&mut page, key, sheet.now);
    }
    if !sheet.survey.issues.is_empty() {
        page.heading("findings");
        for issue in &sheet.survey.issues {
            noticed(&mut page, issue);
        }
        page.blank();
    }
    let (ink, words) = last(sheet);
    page.wrapped(&[], ink, &words);
    page.finish()
}

fn one(page: &mut Page, key: &Surveyed, now: Timestamp) {
    let (ink, word) = if key.sound { (Ink::Good, "  ok    ") } else { (Ink::Bad, "  FAIL  ") };
    let mut words = vec![key.words.clone()];
    words.extend(key.alg.clone());
    words.extend(key.usage.as_ref().map(|usage| format!("use {usage}")));
    words.push(key.kid.as_ref().map_or_else(|| "no kid".to_owned(), |kid| format!("kid {kid}")));
    page.wrapped(&[(ink, word)], Ink::Plain, &words.join("  "));
    if let Some(thumbprint) = &key.thumbprint {
        page.wrapped(&[(Ink::Dim, "        thumbprint   ")], Ink::Plain, thumbprint);
    }
    if let Some(certificate) = &key.certificate {
        let day = |at: Option<Timestamp>| {
            at.map_or_else(|| "?".to_owned(), |at| at.utc().chars().take(10).collect())
        };
        let end = certificate.not_after.map_or_else(String::new, |at| at.relative_to(now));
        let words = format!(
            "{}, {} to {} ({end})",
            certificate.subject,
            day(certificate.not_before),
            day(certificate.not_after)
        );
        page.wrapped(&[(Ink::Dim, "        certificate  ")], Ink::Plain, &words);
    }
}

fn noticed(page: &mut Page, issue: &Issue) {
    let ink = match issue.grade {
        Grade::Error => Ink::Bad,
        Grade::Note => Ink::Dim,
        Grade::Warning => Ink::Warn,
    };
    let grade = format!("  {:<9}", issue.grade.name());
    page.wrapped(&[(ink, &grade)], Ink::Plain, &format!("{} ({})", issue.message, issue.rule));
}

/// The line that says it all.
fn last(sheet: &Sheet<'_>) -> (Ink, String) {
    if let Some(why) = sheet.unavailable {
        return (Ink::Warn, format!("out of reach: {why}"));
    }
    let count = |number: usize, noun: &str| {
        format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
    };
    let keys = count(sheet.survey.keys.len(), "key");
    let errors = sheet.survey.issues.iter().filter(|issue| issue.grade == Grade::Error).count();
    if errors == 0 {
        return (Ink::Good, format!("sound: {keys}"));
    }
    (Ink::Bad, format!("unsound: {keys}, {}", count(errors, "error")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{KeySet, Provenance};

    fn sheet(survey: &Survey) -> Sheet<'_> {
        Sheet {
            asked: "auth0:acme.us",
            issuer: Some("https://acme.us.auth0.com/"),
            document: None,
            origin: Some("https://acme.us.auth0.com/.well-known/jwks.json"),
            freshness: Some("fresh"),
            unavailable: None,
            survey,
            now: Timestamp::from_seconds(1_795_000_000),
        }
    }

    fn survey() -> Survey {
        let keys = r#"{"keys":[{"kty":"oct","kid":"a\u001b[31m\u202e","k":"c2VjcmV0c2VjcmV0"},
            {"kty":"OKP","crv":"Ed25519","alg":"EdDSA","kid":"b",
             "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
        let set = KeySet::from_jwks(keys, "", Provenance::Local).unwrap();
        Survey::of(&set, true, Timestamp::from_seconds(1_795_000_000))
    }

    #[test]
    fn people_get_short_harmless_lines() {
        let survey = survey();
        let text = human(&sheet(&survey), Paint::new(false), 80);
        for part in [
            "issuer     https://acme",
            "  ok    Ed25519  EdDSA  kid b",
            "  FAIL  shared",
            "unsound: 2 keys, 1 error",
            "thumbprint   kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']) && !text.contains("c2VjcmV0"), "{text}");
    }

    #[test]
    fn the_json_fits_its_schema() {
        let schema = include_str!("../../schema/tokcheck-keys-v1.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let survey = survey();
        let nothing = Survey::default();
        let away = Sheet { unavailable: Some("down"), freshness: None, ..sheet(&nothing) };
        for sheet in [sheet(&survey), away] {
            let line = json(&sheet);
            assert!(!line.contains("c2VjcmV0"), "{line}");
            let value: serde_json::Value = serde_json::from_str(&line).unwrap();
            let errors: Vec<String> =
                validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{errors:#?}\n{line}");
        }
    }
}
