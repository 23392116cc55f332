//! `iss` as this server compares it.

use crate::rule::{Facts, Measured, found, has_claims};
use crate::server::Fault;
use crate::server::behaviour::Take;
use crate::text::json::Json;

pub(super) fn check(facts: &Facts<'_>) -> Measured {
    let is = found(facts.claims(), "iss");
    if !has_claims(facts) {
        return Measured::skip(is, "there are no claims to read");
    }
    let rule = facts.demands.behaviour.issuer;
    let wanted = facts.demands.issuer.as_deref();
    let sought = || wanted.map_or(Json::Null, Json::text);
    match (facts.claims().get("iss"), wanted) {
        (Some(Json::String(_)) | None, None) => Measured::skip(is, "no issuer was asked for"),
        (Some(Json::String(iss)), Some(wanted)) if iss == wanted => {
            Measured::pass(sought(), is, "the issuer that is expected")
        }
        (Some(Json::String(iss)), Some(wanted)) => {
            let bare = |text: &str| text.strip_suffix('/').unwrap_or(text).to_owned();
            let near = if bare(iss) == bare(wanted) { Fault::Slash } else { Fault::Value };
            Measured::fail(sought(), is, "another issuer").by(near)
        }
        (None, Some(_)) if rule.missing_passes => {
            Measured::pass(sought(), is, "there is no iss, and this server lets that pass")
        }
        (None, Some(_)) => Measured::fail(sought(), is, "there is no iss claim").by(Fault::Absent),
        (Some(Json::Array(items)), Some(wanted)) if rule.lists => {
            if items.iter().any(|item| item.as_str() == Some(wanted)) {
                Measured::pass(sought(), is, "a list that holds the expected issuer")
            } else {
                Measured::fail(sought(), is, "a list of other issuers")
            }
        }
        (Some(_), None) if !facts.demands.behaviour.typed.contains(&"iss") => {
            Measured::skip(is, "no issuer was asked for")
        }
        (Some(json), _) if rule.odd == Take::Absent && rule.missing_passes => {
            let what = format!("iss is {}: to this server there is none", json.type_name());
            Measured::pass(sought(), is, what)
        }
        (Some(json), _) => {
            let what = format!("iss is {}, not a string", json.type_name());
            Measured::fail(sought(), is, what).by(Fault::Type)
        }
    }
}
