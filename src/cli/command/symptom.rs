//! `tokcheck explain --error TEXT`: what an error message points at. It names
//! suspects; a token beside it tells which of them it is.

use std::io::Write;

use anyhow::Result;

use crate::cli::args::{Format, OutputArgs};
use crate::issuer::Provider;
use crate::render::json::safe_json;
use crate::rule::by_id;
use crate::symptom::{Symptom, read, shows_at, speakers, suspects};
use crate::text::escape::shortened;
use crate::text::json::{Json, Object};
use crate::verdict::report::Report;

/// Tells the suspects, as far as the API's provider can show them, and gives them back; none where no message is known.
pub(super) fn tell(
    text: &str,
    provider: Option<&Provider>,
    output: &OutputArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Vec<&'static str>> {
    let symptoms = read(text);
    let mut slugs = suspects(&symptoms);
    if let Some(provider) = provider {
        slugs.retain(|slug| shows_at(slug, provider.id));
    }
    if slugs.is_empty() {
        writeln!(
            err,
            "tokcheck: no message that is known here stands in the text; give the token and its \
             API instead (explain --api NAME TOKEN)"
        )?;
    }
    match output.format() {
        _ if output.quiet => {}
        Format::Json => writeln!(out, "{}", safe_json(&Json::Object(as_json(&symptoms, &slugs))))?,
        _ if slugs.is_empty() => {}
        _ => {
            writeln!(out, "said by {}", speakers(&symptoms).join("; "))?;
            writeln!(out, "suspects, the usual one first")?;
            for (at, slug) in slugs.iter().enumerate() {
                let title = by_id(slug).map_or("", |rule| rule.title());
                let title = shortened(title, 80 - 36);
                writeln!(out, "  {:>2}  {slug:<30} {title}", at + 1)?;
            }
            writeln!(out, "more: tokcheck rule SUSPECT; the token itself tells which one it is")?;
        }
    }
    Ok(slugs)
}

/// Which of the suspects the token shows.
pub(super) fn pick(slugs: &[&'static str], report: &Report, out: &mut dyn Write) -> Result<()> {
    let Some(verdict) = &report.verdict else { return Ok(()) };
    // The causes stand in their order: the first explains the others.
    match verdict.causes.iter().find(|cause| slugs.contains(cause)) {
        Some(cause) => writeln!(out, "of the suspects this token shows: {cause}\n")?,
        None => writeln!(out, "none of the suspects shows in this token:\n")?,
    }
    Ok(())
}

fn as_json(symptoms: &[Symptom], slugs: &[&'static str]) -> Object {
    let texts = |list: &[&str]| Json::Array(list.iter().map(|text| Json::text(text)).collect());
    let mut matches = Vec::new();
    for symptom in symptoms {
        let mut object = Object::default();
        object.push("software", symptom.software);
        object.push("says", texts(symptom.says));
        object.push("suspects", texts(symptom.suspects));
        matches.push(Json::Object(object));
    }
    let mut object = Object::default();
    object.push("schema", "tokcheck.error/v1");
    object.push("matches", Json::Array(matches.into()));
    object.push("suspects", texts(slugs));
    object
}
