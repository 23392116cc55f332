//! Scopes and permissions: a good token that may not do this.

use super::parties::machine_hint;
use super::places::{Place, at_path, places, told};
use super::{Seen, listed, quoted, sent};
use crate::api::CheckId;
use crate::rule::steps::ask;
use crate::rule::{Checks, Facts, Measured, Outcome};
use crate::server::Fault;
use crate::text::json::Json;
use crate::token::Claim;

/// Claims that hold grants and nothing else: one of them that is not read says
/// something even where its words are other ones.
const GRANT_CLAIMS: [&str; 4] = ["scope", "scp", "roles", "permissions"];

/// The words that the API reads, out of the claims that it reads.
fn granted<'a>(facts: &Facts<'a>) -> Vec<&'a str> {
    facts
        .demands
        .scope_claims
        .iter()
        .filter(|name| odd(facts, name).is_none())
        .filter_map(|name| {
            let (object, name) = at_path(facts.claims(), name)?;
            object.words_claim(name).present().zip(object.get(name))
        })
        .flat_map(|(words, json)| match json {
            Json::String(text) if facts.demands.behaviour.scope.spaces => text.split(' ').collect(),
            _ => words,
        })
        .collect()
}

/// What stands in a claim of scopes, a member of a claim among them.
fn grant<'a>(facts: &Facts<'a>, name: &str) -> Option<&'a Json> {
    at_path(facts.claims(), name).and_then(|(object, name)| object.get(name))
}

/// A claim of scopes that this server can't read.
fn odd<'a>(facts: &Facts<'a>, name: &str) -> Option<&'a Json> {
    let lists = facts.demands.behaviour.scope.lists;
    grant(facts, name).filter(|json| match json {
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
    let name = facts.demands.scope_claims.iter().find(|name| grant(facts, name).is_some());
    let sent_one = name.and_then(|name| grant(facts, name));
    let is = sent_one.cloned().unwrap_or(Json::Null);
    let wanted = &facts.demands.scopes;
    if !crate::rule::has_claims(facts) {
        return Measured::skip(is, "there are no claims to read");
    }
    let odd = name.and_then(|name| odd(facts, name));
    let typed = name.is_some_and(|n| facts.demands.behaviour.typed.contains(&n.as_str()));
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
            let what = format!("permissions is {}, not an array of strings", json.type_name());
            Measured::fail(wanted.clone(), is, what)
        }
    }
}

/// A place that the API does not read and in which the grant seems to be: it
/// holds a needed scope, or it is the only one of its sort in the token.
fn elsewhere<'a>(facts: &Facts<'a>) -> Option<Place<'a>> {
    let demands = facts.demands;
    let mut unread = places(facts);
    unread.retain(|place| !demands.scope_claims.contains(&place.path));
    let holds = |place: &Place<'_>| demands.scopes.iter().any(|scope| place.holds(scope));
    let nothing_read = granted(facts).is_empty();
    let alone = |place: &Place<'_>| nothing_read && GRANT_CLAIMS.contains(&place.path.as_str());
    let at = unread.iter().position(holds).or_else(|| unread.iter().position(alone))?;
    Some(unread.swap_remove(at))
}

/// A granted word that is a needed one under another name: in other letters,
/// or with the API's name before it (`https://api.example/read`).
fn other_spelling<'a>(granted: &[&'a str], lacking: &[&str]) -> Option<&'a str> {
    let same = |word: &str, wanted: &str| {
        let last = |text: &str| text.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        last(word) == last(wanted)
    };
    granted.iter().copied().find(|word| lacking.iter().any(|wanted| same(word, wanted)))
}

/// Whether a scope would be there if commas separated words.
fn is_comma_separated(granted: &[&str], scope: &str) -> bool {
    let joined = granted.iter().filter(|word| word.contains(','));
    joined.flat_map(|word| word.split(',')).any(|word| word == scope)
}

/// Why scopes are missing that seem to be there, and what to change.
fn misspelled(granted: &[&str], lacking: &[&str]) -> Option<(String, &'static str)> {
    let nowhere = |is_told: &dyn Fn(&str) -> bool| {
        let rest: Vec<&str> = lacking.iter().copied().filter(|scope| !is_told(scope)).collect();
        if rest.is_empty() {
            String::new()
        } else {
            format!(" {} is nowhere in it.", listed(&rest))
        }
    };
    if let Some(word) = other_spelling(granted, lacking) {
        let why = if lacking.iter().any(|wanted| wanted.eq_ignore_ascii_case(word)) {
            "differs in upper and lower case only, and scopes are compared letter by letter"
        } else {
            "is another spelling of it, and scopes are compared as whole words"
        };
        let rest = nowhere(&|scope| other_spelling(granted, &[scope]).is_some());
        let fix = "write the scope alike at the issuer, in the login and in the API";
        return Some((format!("{} {why}.{rest}", quoted(word)), fix));
    }
    let is_joined = |scope: &str| is_comma_separated(granted, scope);
    lacking.iter().any(|scope| is_joined(scope)).then(|| {
        let why = "The token joins its scopes with commas, and they are separated by spaces (RFC \
                   6749 section 3.3): to the API it is one word.";
        let fix = "let the issuer write spaces between the scopes of a token";
        (format!("{why}{}", nowhere(&is_joined)), fix)
    })
}

pub(super) fn insufficient_scope(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Scope) || elsewhere(facts).is_some() {
        return None;
    }
    let lacking = lacking(facts);
    let granted = granted(facts);
    let odd = |name: &String| matches!(facts.claims().strings_claim(name), Claim::Malformed(_));
    let has = if granted.is_empty() && facts.demands.scope_claims.iter().any(odd) {
        "has none that can be read: scope is neither a string nor an array of strings".to_owned()
    } else if granted.is_empty() {
        "has no scope at all".to_owned()
    } else {
        format!("has {}", granted.join(" "))
    };
    let (why, fix) = misspelled(&granted, &lacking).map_or_else(
        || ("It was not asked for at the login, or not granted.".to_owned(), None),
        |(why, fix)| (why, Some(fix)),
    );
    let mut in_the_login = format!("ask for scope={} in the login", facts.demands.scopes.join(" "));
    if checks.outcome(CheckId::Audience) != Outcome::Pass {
        in_the_login = format!("{in_the_login}, beside the audience: {}", ask(facts));
    }
    let again = if machine_hint(facts.claims()).is_some() {
        "then ask for a new token: one already issued keeps its scope"
    } else {
        "then log in again: a refresh keeps the old scope"
    };
    let mut seen = Seen::error(format!(
        "The token lacks scope: the API needs {} for this call, and the token {has}. {why}",
        listed(&lacking)
    ));
    if let Some(fix) = fix {
        seen = seen.fix(fix);
    }
    Some(
        seen.fix_at(
            facts,
            "insufficient-scope",
            [
                in_the_login,
                "define the scope at the API's registration; where roles decide (RBAC), give it \
                 to the user"
                    .to_owned(),
            ],
        )
        .fix(again),
    )
}

pub(super) fn scope_claim_name(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Scope) {
        return None;
    }
    let other = elsewhere(facts)?;
    let path = quoted(&other.path);
    let read = listed(&facts.demands.scope_claims);
    let (there, nowhere): (Vec<&str>, Vec<&str>) =
        lacking(facts).into_iter().partition(|scope| other.holds(scope));
    let message = if there.is_empty() {
        format!(
            "The grant is in another claim than the one that the API reads: the API looks for {} \
             in {read}, and the token carries {path} ({}).",
            listed(&facts.demands.scopes),
            crate::text::escape::shortened(&other.words.join(" "), 80)
        )
    } else {
        let rest = if nowhere.is_empty() {
            String::new()
        } else {
            format!(" {} is nowhere in it.", listed(&nowhere))
        };
        format!(
            "The token has {}, but in {path}: another claim than {read}, in which the API looks \
             for it.{rest}",
            listed(&there)
        )
    };
    let step = format!(
        "let the API read {path} too (tokcheck: --scope-claim {path}), and map its names to yours"
    );
    Some(Seen::error(message).fix(step).fix_at(
        facts,
        "scope-claim-name",
        ["or let the issuer write the grant into the claim that the API reads"],
    ))
}

pub(super) fn permissions_missing(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Permissions) {
        return None;
    }
    let needed: Vec<&str> = facts.demands.permissions.iter().map(String::as_str).collect();
    let wanted = listed(&needed);
    let claim = facts.claims().strings_claim("permissions");
    let held = if let Claim::Present(list) = &claim { list.as_slice() } else { &[] };
    let missed: Vec<&str> = needed.into_iter().filter(|p| !held.contains(p)).collect();
    let elsewhere = told(facts, &missed, &["permissions"]);
    let seen = if matches!(claim, Claim::Absent) {
        Seen::error(format!(
            "The API needs the permission {wanted} in the claim permissions, and the token has no \
             such claim: RBAC (roles that grant permissions) is off for the API, or permissions \
             are not added to its tokens.{elsewhere}"
        ))
        .fix_at(
            facts,
            "permissions-missing",
            [
                "switch on at the issuer that permissions are written into access tokens, and give \
                 the user a role that holds them; then log in again",
                "a scope of the same name does not stand in for it: scope is what the app asked for",
            ],
        )
    } else if matches!(claim, Claim::Malformed(_)) {
        Seen::error(format!(
            "The API needs the permission {wanted}, and the token's permissions can't be read: \
             they are no array of strings.{elsewhere}"
        ))
        .fix("let the issuer write permissions as an array of strings")
    } else {
        Seen::error(format!(
            "The API needs the permission {wanted}, and the token's permissions lack {}: the user \
             (or client) has no role that grants it.{elsewhere}",
            listed(&missed)
        ))
        .fix("assign a role with this permission to the user, or the permission itself")
        .fix("then log in again: tokens already issued don't change")
    };
    // A scope says what the app asked for, and is no place for what a user may do.
    let at_place = |place: &Place<'_>| {
        !["permissions", "scope", "scp"].contains(&place.path.as_str())
            && missed.iter().any(|word| place.holds(word))
    };
    Some(if places(facts).iter().any(at_place) {
        seen.fix(
            "or let the API read the claim in which the token has it, if that is the one it means",
        )
    } else {
        seen
    })
}
