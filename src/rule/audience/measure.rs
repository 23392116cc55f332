//! `aud` as this server compares it.

use crate::rule::{Facts, Measured, found, has_claims, quoted};
use crate::server::behaviour::Take;
use crate::server::{Fault, WantedKind};
use crate::text::json::Json;

pub(super) fn check(facts: &Facts<'_>) -> Measured {
    let is = found(facts.claims(), "aud");
    let wanted = &facts.demands.audience;
    let rule = facts.demands.behaviour.audience;
    if !has_claims(facts) {
        return Measured::skip(is, "there are no claims to read");
    }
    if let Some(odd) = odd(facts) {
        let typed = facts.demands.behaviour.typed.contains(&"aud");
        let minded = typed || rule.refused_unasked && rule.odd == Take::Refused;
        return match rule.odd {
            _ if wanted.is_empty() && !minded => Measured::skip(is, "no audience was asked for"),
            Take::Absent if rule.missing_passes => {
                let what = format!("{odd}: to this server there is none, and it lets that pass");
                Measured::pass(one_or_all(wanted), is, what)
            }
            _ => Measured::fail(one_or_all(wanted), is, odd).by(Fault::Type),
        };
    }
    let list = held(facts);
    if wanted.is_empty() {
        return match list {
            Some(_) if rule.refused_unasked => {
                let what = "this server refuses an aud where the API names no audience";
                Measured::fail(Json::Null, is, what)
            }
            _ => Measured::skip(is, "no audience was asked for"),
        };
    }
    // The audience of such a token is the client; where both are named, the
    // other audiences are those that it trusts.
    let of_login = matches!(facts.demands.kind, WantedKind::IdToken | WantedKind::LogoutToken);
    let client = facts.demands.client_id.as_ref().filter(|_| of_login);
    let sought = client.map_or_else(|| one_or_all(wanted), |client| Json::text(client));
    let Some(list) = list else { return missing_aud(facts, sought, is) };
    let same = |w: &str, aud: &str| rule.compared.core(w) == rule.compared.core(aud);
    if !rule.lists && matches!(is, Json::Array(_)) {
        let what = "a list, and this server compares it as one text";
        return Measured::fail(sought, is, what);
    }
    let trusted = |aud: &str| wanted.iter().chain(client).any(|w| same(w, aud));
    let meant = |aud: &str| client.map_or_else(|| trusted(aud), |client| same(client, aud));
    if list.iter().any(|aud| meant(aud)) {
        // An ID token must name no audience that the client does not trust
        // (OpenID Connect Core section 3.1.3.7, step 3).
        let stranger = list.iter().find(|aud| !trusted(aud));
        if let (WantedKind::IdToken, Some(stranger)) = (facts.demands.kind, stranger) {
            let what = format!("it also names {}, which is not trusted", quoted(stranger));
            return Measured::fail(sought, is, what);
        }
        return Measured::pass(
            sought,
            is,
            if of_login { "issued to this client" } else { "made for this API" },
        );
    }
    let other = if of_login { "issued to another client" } else { "made for another audience" };
    Measured::fail(sought, is, other)
}

fn missing_aud(facts: &Facts<'_>, sought: Json, is: Json) -> Measured {
    let rule = facts.demands.behaviour.audience;
    match stand_in(facts) {
        Some(client) if rule.from_client_id => Measured::pass(
            sought,
            Json::text(client),
            "there is no aud; this server takes client_id in its place",
        ),
        _ if rule.from_client_id && facts.claims().has("client_id") => Measured::fail(
            sought,
            found(facts.claims(), "client_id"),
            "there is no aud, and client_id, which this server takes in its place, is another",
        ),
        _ if rule.missing_passes => {
            Measured::pass(sought, is, "there is no aud, and this server lets that pass")
        }
        _ => Measured::fail(sought, is, "there is no aud claim").by(Fault::Absent),
    }
}

/// What is wrong with the type of `aud` in the eyes of this server.
fn odd(facts: &Facts<'_>) -> Option<String> {
    let rule = facts.demands.behaviour.audience;
    match facts.claims().get("aud")? {
        Json::String(_) => None,
        Json::Array(items) if items.iter().all(|item| item.as_str().is_some()) => None,
        Json::Null | Json::Bool(false) if rule.blank_is_missing => None,
        Json::Array(_) if !rule.members_checked => None,
        Json::Array(_) => Some("aud holds something that is no string".to_owned()),
        other => Some(format!("aud is {}, not a string or a list of strings", other.type_name())),
    }
}

/// The audiences that this server sees; `None` where there is no `aud` to it.
fn held<'a>(facts: &Facts<'a>) -> Option<Vec<&'a str>> {
    let list = match facts.claims().get("aud")? {
        Json::String(text) => vec![text.as_str()],
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let blank = list.iter().all(|aud| aud.is_empty());
    (!blank || !facts.demands.behaviour.audience.blank_is_missing).then_some(list)
}

/// A single wanted value stands bare, several as a list.
fn one_or_all(wanted: &[String]) -> Json {
    match wanted {
        [one] => Json::text(one),
        all => Json::from(all.to_vec()),
    }
}

/// A `client_id` that is one of the wanted audiences.
pub(super) fn stand_in<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let client = facts.claims().str("client_id")?;
    facts.demands.audience.iter().any(|w| w == client).then_some(client)
}
