//! Claims that have to be there.

use super::values_elsewhere;
use crate::api::{CheckId, RequiredClaim};
use crate::rule::steps::NONE;
use crate::rule::time::{Time, time};
use crate::rule::{Checks, Facts, Measured, Seen, has_claims, quoted};
use crate::server::behaviour::Take;
use crate::server::{Fault, WantedKind};
use crate::text::json::Json;
use crate::token::Claim;

/// The names that a specification registers, as far as APIs require them.
/// What is not among them is a claim of somebody's own, and so are groups, roles
/// and entitlements (RFC 9068 section 2.2.3.1), which an issuer adds when it is told to.
const REGISTERED: [&str; 24] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "azp",
    "nonce",
    "auth_time",
    "at_hash",
    "c_hash",
    "acr",
    "amr",
    "sid",
    "client_id",
    "scope",
    "cnf",
    "act",
    "may_act",
    "events",
    "txn",
    "authorization_details",
    "token_use",
];

/// The needed claims that the token lacks, or has with another value.
pub(super) fn lacking<'a>(facts: &Facts<'a>, registered: bool) -> Vec<&'a RequiredClaim> {
    facts
        .demands
        .required_claims
        .iter()
        .filter(|claim| REGISTERED.contains(&claim.name.as_str()) == registered)
        .filter(|claim| {
            let seen = facts.claims().get(&claim.name).filter(|_| !is_unseen(facts, &claim.name));
            let null_is_there = facts.demands.behaviour.null_is_there && claim.value.is_none();
            seen.is_none_or(|json| *json == Json::Null && !null_is_there || !claim.is_met_by(json))
        })
        .collect()
}

/// Whether a claim that is there is absent to this server, for its type.
fn is_unseen(facts: &Facts<'_>, name: &str) -> bool {
    let does = &facts.demands.behaviour;
    match name {
        "exp" | "nbf" | "iat" => time(facts, name) == Time::Absent,
        "aud" => {
            does.audience.odd == Take::Absent
                && matches!(facts.claims().strings_claim("aud"), Claim::Malformed(_))
        }
        "iss" => {
            does.issuer.odd == Take::Absent
                && matches!(facts.claims().strings_claim("iss"), Claim::Malformed(_))
        }
        _ => is_blank(facts, name),
    }
}

/// Whether a claim is absent to this server for being an empty string.
fn is_blank(facts: &Facts<'_>, name: &str) -> bool {
    facts.demands.behaviour.blank_is_absent && facts.claims().str(name) == Some("")
}

pub(super) fn required_claims(facts: &Facts<'_>) -> Measured {
    let demanded: Vec<&str> =
        facts.demands.required_claims.iter().map(|c| c.name.as_str()).collect();
    if demanded.is_empty() {
        return Measured::skip(Json::Null, "no claim was asked for");
    }
    if !has_claims(facts) {
        return Measured::skip(Json::Null, "there are no claims to read");
    }
    let mut absent = lacking(facts, true);
    absent.extend(lacking(facts, false));
    let mut names: Vec<String> = absent.iter().map(|claim| lack(facts, claim)).collect();
    names.extend(wrong_for_kind(facts).into_iter().map(|(what, _)| what.to_owned()));
    if names.is_empty() {
        let there = Json::from(demanded.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        Measured::pass(there.clone(), there, "all there")
    } else {
        let wanted = Json::from(demanded.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        let held: Vec<String> = demanded
            .iter()
            .filter(|name| facts.claims().has(name))
            .map(|name| (*name).to_owned())
            .collect();
        let blank = absent.iter().any(|claim| is_blank(facts, &claim.name));
        let fault = if blank { Fault::Blank } else { Fault::Absent };
        Measured::fail(wanted, held, names.join(", ")).by(fault)
    }
}

/// "exp is absent", or "role is "user", not admin".
pub(super) fn lack(facts: &Facts<'_>, claim: &RequiredClaim) -> String {
    match (facts.claims().get(&claim.name), &claim.value) {
        (Some(json), Some(value)) if *json != Json::Null => {
            format!(
                "{} is {}, not {}",
                quoted(&claim.name),
                quoted(&json.to_string()),
                quoted(value)
            )
        }
        _ if is_blank(facts, &claim.name) => format!("{} is empty", quoted(&claim.name)),
        _ => format!("{} is absent", quoted(&claim.name)),
    }
}

pub(super) fn required_missing(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let absent = lacking(facts, true);
    let wrong = wrong_for_kind(facts);
    if absent.is_empty() && wrong.is_empty() || !checks.failed(CheckId::RequiredClaims) {
        return off_profile(facts).or_else(|| endless(facts, checks));
    }
    let mut names: Vec<String> = absent.iter().map(|claim| lack(facts, claim)).collect();
    names.extend(wrong.iter().map(|(what, _)| (*what).to_owned()));
    let names = names.join(", ");
    let (of_kind, section) = facts.demands.kind.mandatory();
    let is_of_kind = |claim: &&RequiredClaim| of_kind.contains(&claim.name.as_str());
    let own = |claim: &&RequiredClaim| {
        !is_of_kind(claim) && !facts.demands.behaviour.required.contains(&claim.name.as_str())
    };
    let seen = if of_kind.is_empty() || !absent.iter().all(is_of_kind) {
        Seen::error(format!(
            "The token lacks what the API requires: {names}.{} A token without it passes some \
             libraries and is refused by others.",
            values_elsewhere(facts, &absent)
        ))
    } else {
        Seen::error(format!(
            "The token is not as its specification wants it ({section}): {names}. Who checks it by \
             that refuses it."
        ))
    };
    let seen = wrong.into_iter().fold(seen, |seen, (_, fix)| seen.fix(fix));
    if absent.is_empty() {
        return Some(seen);
    }
    let seen = seen
        .fix("let the issuer set the claim; a client can't add it to a signed token")
        .fix_at(facts, "required-claim-missing", NONE);
    Some(if absent.iter().any(own) {
        seen.fix("or take it off the API's list, if nothing there reads it")
    } else {
        seen
    })
}

/// Where the provider leaves RFC 9068 by documented design, and this token does.
fn off_profile(facts: &Facts<'_>) -> Option<Seen> {
    let provider = facts.kind.provider.filter(|_| !facts.demands.left.is_empty())?;
    let typ = facts.token.typ();
    let left: Vec<String> = facts
        .demands
        .left
        .iter()
        .filter_map(|name| match *name {
            "typ" if typ.as_deref() == Some("at+jwt") => None,
            "typ" => {
                Some(format!("typ is {}, not at+jwt", quoted(typ.as_deref().unwrap_or("absent"))))
            }
            name => (!facts.claims().has(name)).then(|| format!("{name} is absent")),
        })
        .collect();
    (!left.is_empty()).then(|| {
        Seen::warning(format!(
            "The token is no access token by the letter of RFC 9068: {}. {} is known to leave the \
             profile there, so this is no failure.",
            left.join(", "),
            provider.title
        ))
        .fix("count it as a failure with --strict, or choose the RFC 9068 profile at the provider where it has one")
    })
}

/// An access token that never ends is no failure unless `exp` is required.
fn endless(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let legible = has_claims(facts) && facts.token.damage.is_empty();
    (legible && time(facts, "exp") == Time::Absent && !checks.failed(CheckId::RequiredClaims)).then(
        || {
            Seen::warning(
            "The token has no exp, so it never ends: whoever finds it can use it for as long as \
             its key is published.",
        )
        .fix("let the issuer set exp, minutes to hours ahead")
        .fix("let the API require it: --require exp, or required_claims = [\"exp\"]")
        },
    )
}

/// What else the kind demands, and what to do: a logout token names the event
/// and the session or user, and has no nonce (Back-Channel Logout section 2.4).
fn wrong_for_kind(facts: &Facts<'_>) -> Vec<(&'static str, &'static str)> {
    const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
    if facts.demands.kind != WantedKind::LogoutToken || !has_claims(facts) {
        return Vec::new();
    }
    let claims = facts.claims();
    let event = claims.get("events").and_then(Json::as_object).and_then(|all| all.get(EVENT));
    let mut wrong = Vec::new();
    if claims.has("events") && event.and_then(Json::as_object).is_none() {
        wrong.push((
            "events lacks the back-channel logout event",
            "let the issuer put http://schemas.openid.net/event/backchannel-logout with an empty \
             object into events: without it this asks for no logout",
        ));
    }
    if !claims.has("sub") && !claims.has("sid") {
        wrong.push((
            "both sub and sid are absent",
            "let the issuer say who is logged out: sub for the user, sid for one session",
        ));
    }
    if claims.has("nonce") {
        wrong.push((
            "nonce is there, and must not be",
            "let the issuer leave the nonce out of logout tokens: with one, a logout token could \
             pass for an ID token",
        ));
    }
    wrong
}
