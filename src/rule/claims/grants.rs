//! Scopes and permissions: a good token that may not do this.

use super::{Seen, listed, sent};
use crate::api::CheckId;
use crate::rule::structure::ask;
use crate::rule::{Checks, Facts, Measured};
use crate::server::Fault;
use crate::text::json::Json;
use crate::token::Claim;

/// Claims in which issuers write what a token may do.
const GRANT_CLAIMS: [&str; 5] = ["scope", "scp", "roles", "permissions", "groups"];

/// The words that the API reads, out of the claims that it reads.
fn granted<'a>(facts: &Facts<'a>) -> Vec<&'a str> {
    facts
        .demands
        .scope_claims
        .iter()
        .filter(|name| odd(facts, name).is_none())
        .filter_map(|name| facts.claims().words_claim(name).present().zip(facts.claims().get(name)))
        .flat_map(|(words, json)| match json {
            Json::String(text) if facts.demands.behaviour.scope.spaces => text.split(' ').collect(),
            _ => words,
        })
        .collect()
}

/// A claim of scopes that this server can't read.
fn odd<'a>(facts: &Facts<'a>, name: &str) -> Option<&'a Json> {
    let lists = facts.demands.behaviour.scope.lists;
    facts.claims().get(name).filter(|json| match json {
        Json::String(_) | Json::Null => false,
        Json::Array(items) => !lists && !items.is_empty(),
        _ => true,
    })
}

fn lacking<'a>(facts: &Facts<'a>) -> Vec<&'a str> {
    let granted = granted(facts);
    let needed = || facts.demands.scopes.iter().map(String::as_str);
    if facts.demands.behaviour.scope.any && needed().any(|scope| granted.contains(&scope)) {
        return Vec::new();
    }
    needed().filter(|scope| !granted.contains(scope)).collect()
}

pub(super) fn scope(facts: &Facts<'_>) -> Measured {
    let name = facts.demands.scope_claims.iter().find(|name| facts.claims().has(name));
    let is = name.map_or(Json::Null, |name| sent(facts, name));
    let wanted = &facts.demands.scopes;
    if !crate::rule::has_claims(facts) {
        return Measured::skip(is, "there are no claims to read");
    }
    let odd = name.and_then(|name| odd(facts, name));
    let typed = name.is_some_and(|n| facts.demands.behaviour.typed.contains(&n.as_str()));
    let sent_one = name.and_then(|name| facts.claims().get(name));
    if let (Some(json), true) = (sent_one.filter(|json| json.as_str().is_none()), typed) {
        let what = format!("it is {}, not a string of words", json.type_name());
        return Measured::fail("a string", is, what).by(Fault::Type);
    }
    if wanted.is_empty() {
        return Measured::skip(is, "no scope was asked for");
    }
    let lacking = lacking(facts);
    let sought = wanted.join(" ");
    if lacking.is_empty() {
        let any = facts.demands.behaviour.scope.any && wanted.len() > 1;
        return Measured::pass(sought, is, if any { "one of them suffices" } else { "all there" });
    }
    match (name, odd) {
        (Some(_), Some(json)) => {
            let what = format!("this server can't read {} there", json.type_name());
            Measured::fail(sought, is, what).by(Fault::Type)
        }
        (Some(_), None) => {
            Measured::fail(sought, is, format!("{} is not among them", listed(&lacking)))
        }
        (None, _) => {
            let what = format!("there is no claim {}", facts.demands.scope_claims.join(" or "));
            Measured::fail(sought, is, what).by(Fault::Absent)
        }
    }
}

pub(super) fn permissions(facts: &Facts<'_>) -> Measured {
    let is = sent(facts, "permissions");
    let wanted = &facts.demands.permissions;
    if wanted.is_empty() {
        return Measured::skip(is, "no permission was asked for");
    }
    if !crate::rule::has_claims(facts) {
        return Measured::skip(is, "there are no claims to read");
    }
    match facts.claims().strings_claim("permissions") {
        Claim::Present(list) => {
            let lacking: Vec<&str> =
                wanted.iter().map(String::as_str).filter(|w| !list.contains(w)).collect();
            if lacking.is_empty() {
                Measured::pass(wanted.clone(), is, "all there")
            } else {
                let what = format!("{} is not among them", listed(&lacking));
                Measured::fail(wanted.clone(), is, what)
            }
        }
        Claim::Absent => Measured::fail(wanted.clone(), is, "there is no permissions claim"),
        Claim::Malformed(json) => {
            let what = format!("permissions is {}, not a list", json.type_name());
            Measured::fail(wanted.clone(), is, what)
        }
    }
}

/// A claim that the API does not read and in which the grant seems to be:
/// it holds a needed scope, or it is the only one of its sort in the token.
fn elsewhere(facts: &Facts<'_>) -> Option<&'static str> {
    let demands = facts.demands;
    let unread = || {
        GRANT_CLAIMS
            .into_iter()
            .filter(|name| !demands.scope_claims.iter().any(|read| read == name))
    };
    let words = |name: &str| facts.claims().words_claim(name).present().unwrap_or_default();
    let holds = |name: &&str| {
        let words = words(name);
        demands.scopes.iter().any(|scope| words.contains(&scope.as_str()))
    };
    let nothing_read = granted(facts).is_empty();
    unread().find(holds).or_else(|| {
        unread().find(|name| nothing_read && *name != "groups" && !words(name).is_empty())
    })
}

pub(super) fn insufficient_scope(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Scope) || elsewhere(facts).is_some() {
        return None;
    }
    let lacking = lacking(facts);
    let granted = granted(facts);
    let has = if granted.is_empty() {
        "has no scope at all".to_owned()
    } else {
        format!("has {}", granted.join(" "))
    };
    let audience = facts.demands.audience.first().map_or("<API identifier>", String::as_str);
    Some(
        Seen::error(format!(
            "The token lacks scope: the API needs {} for this call, and the token {has}. It was \
             not asked for at the login, or not granted.",
            listed(&lacking)
        ))
        .fix(format!("ask for scope={} in the login, beside the audience: {}", facts.demands.scopes.join(" "), ask(facts, audience)))
        .fix("define the scope at the API's registration; where roles decide (RBAC), give it to the user")
        .fix("then log in again: a refresh keeps the old scope"),
    )
}

pub(super) fn scope_claim_name(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Scope) {
        return None;
    }
    let other = elsewhere(facts)?;
    let read = listed(&facts.demands.scope_claims);
    Some(
        Seen::error(format!(
            "The grant is in another claim than the one that the API reads: the API looks for {} \
             in {read}, and the token carries {other} ({}).",
            listed(&facts.demands.scopes),
            crate::text::escape::shortened(&sent(facts, other).to_string(), 80)
        ))
        .fix(format!("let the API read {other} too (tokcheck: --scope-claim {other}), and map its names to yours"))
        .fix(match other {
            "roles" => "Entra ID: scp holds what a user delegated, roles what an app or a user was given; app-only tokens have roles alone",
            "permissions" => "Auth0: scope holds what the app asked for, permissions what RBAC grants; enforce one of them",
            _ => "or let the issuer write the grant into the claim that the API reads",
        }),
    )
}

pub(super) fn permissions_missing(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Permissions) {
        return None;
    }
    let wanted = listed(&facts.demands.permissions);
    let absent = matches!(facts.claims().strings_claim("permissions"), Claim::Absent);
    Some(if absent {
        Seen::error(format!(
            "The API needs the permission {wanted} in the claim permissions, and the token has no \
             such claim: RBAC is off for the API, or permissions are not added to its tokens."
        ))
        .fix("Auth0: APIs > your API > Settings > switch on 'Enable RBAC' and 'Add Permissions in the Access Token'")
        .fix("give the user a role that has the permission, then log in again")
        .fix("a scope of the same name does not stand in for it: scope is what the app asked for")
    } else {
        Seen::error(format!(
            "The API needs the permission {wanted}, and the token's permissions lack it: the user \
             (or client) has no role that grants it."
        ))
        .fix("assign a role with this permission to the user, or the permission itself")
        .fix("then log in again: tokens already issued don't change")
    })
}
