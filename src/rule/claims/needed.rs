//! Claims that have to be there.

use crate::rule::time::{Time, time};
use crate::rule::{Facts, Measured, has_claims, quoted};
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
pub(super) fn lacking<'a>(
    facts: &Facts<'a>,
    registered: bool,
) -> Vec<&'a crate::api::RequiredClaim> {
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
    names.extend(of_kind(facts).into_iter().map(str::to_owned));
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
pub(super) fn lack(facts: &Facts<'_>, claim: &crate::api::RequiredClaim) -> String {
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

/// What else the kind demands: a logout token names the event and the session
/// or user, and has no nonce (Back-Channel Logout section 2.4).
pub(super) fn of_kind(facts: &Facts<'_>) -> Vec<&'static str> {
    const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
    if facts.demands.kind != WantedKind::LogoutToken || !has_claims(facts) {
        return Vec::new();
    }
    let claims = facts.claims();
    let event = claims.get("events").and_then(Json::as_object).and_then(|all| all.get(EVENT));
    let mut wrong = Vec::new();
    if claims.has("events") && event.and_then(Json::as_object).is_none() {
        wrong.push("events lacks the back-channel logout event");
    }
    if !claims.has("sub") && !claims.has("sid") {
        wrong.push("both sub and sid are absent");
    }
    if claims.has("nonce") {
        wrong.push("nonce is there, and must not be");
    }
    wrong
}
