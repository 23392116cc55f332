//! `exp`, `nbf`, `iat`, `auth_time` against the instant to judge for.

use std::cmp::Ordering;

use super::{CheckSpec, Checks, Facts, Group, Measured, Outcome, Rule, Seen, found, rule};
use crate::api::CheckId;
use crate::server::{Fault, Refusal};
use crate::text::json::Json;
use crate::text::time::{Span, Timestamp};
use crate::token::Claim;

mod life;
mod read;

use life::{expires_soon, long_lived, renewed};
pub use read::Times;
use read::rule_of;
pub(super) use read::{Time, time};

pub(super) static GROUP: Group = Group { checks: &CHECKS, rules: &RULES };

static CHECKS: [CheckSpec; 4] = [
    CheckSpec { id: CheckId::Expires, spec: "RFC 7519 section 4.1.4", measure: expires },
    CheckSpec { id: CheckId::NotBefore, spec: "RFC 7519 section 4.1.5", measure: not_before },
    CheckSpec { id: CheckId::IssuedAt, spec: "RFC 7519 section 4.1.6", measure: issued_at },
    CheckSpec {
        id: CheckId::AuthTime,
        spec: "OpenID Connect Core section 3.1.3.7",
        measure: auth_time,
    },
];

static RULES: [Rule; 7] = [
    rule!(
        "expired",
        Some(CheckId::Expires),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.4",
        expired
    ),
    rule!(
        "expires-soon",
        Some(CheckId::Expires),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.4",
        expires_soon
    ),
    rule!(
        "not-yet-valid",
        Some(CheckId::NotBefore),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.5",
        not_yet_valid
    ),
    rule!(
        "issued-in-future",
        Some(CheckId::IssuedAt),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.6",
        issued_in_future
    ),
    rule!(
        "timestamp-in-milliseconds",
        None,
        Refusal::InvalidToken,
        "RFC 7519 section 2",
        milliseconds
    ),
    rule!(
        "authentication-too-old",
        Some(CheckId::AuthTime),
        Refusal::InvalidToken,
        "OpenID Connect Core section 3.1.3.7, RFC 9470",
        authentication_too_old
    ),
    rule!("long-lived-token", None, Refusal::InvalidToken, "RFC 6750 section 5.2", long_lived),
];

/// A time claim that this server compares, or the check that answers for the rest.
fn time_or(facts: &Facts<'_>, name: &str, absent: &'static str) -> Result<Timestamp, Measured> {
    let sent = || found(facts.claims(), name);
    if !super::has_claims(facts) {
        return Err(Measured::skip(sent(), "there are no claims to read"));
    }
    if !rule_of(facts, name).read {
        return Err(Measured::skip(sent(), format!("this server does not look at {name}")));
    }
    match time(facts, name) {
        Time::At(time) => Ok(time),
        Time::Absent if sent() == Json::Null => Err(Measured::skip(Json::Null, absent)),
        Time::Absent => {
            let what = format!("{name} is no time that this server sees: to it there is none");
            Err(Measured::skip(sent(), what))
        }
        Time::Odd(json) => {
            let what = match json {
                Json::Number(_) => format!("{name} is a number that this server can't hold"),
                other => format!("{name} is {}, not a number of seconds", other.type_name()),
            };
            Err(Measured::fail("a number of seconds", sent(), what).by(Fault::Type))
        }
    }
}

fn expires(facts: &Facts<'_>) -> Measured {
    let exp = match time_or(facts, "exp", "no exp: the token never ends") {
        Ok(exp) => exp,
        Err(measured) => return measured,
    };
    let (now, rule) = (facts.now, rule_of(facts, "exp"));
    let sent = found(facts.claims(), "exp");
    let wanted = now.plus(-rule.leeway).seconds();
    if is_over(facts, exp) {
        return Measured::fail(wanted, sent, exp.told("ended", now));
    }
    if let Some(soonest) = life::too_soon(facts, exp) {
        let what = exp.told("ends", now) + ", sooner than was asked for";
        return Measured::fail(soonest.seconds(), sent, what);
    }
    let told = match now.cmp(&exp) {
        Ordering::Less => exp.told("ends", now),
        Ordering::Equal if rule.leeway == 0 => {
            exp.told("ended", now) + ", this server takes its last second"
        }
        Ordering::Equal | Ordering::Greater => exp.told("ended", now) + ", within the leeway",
    };
    Measured::pass(wanted, sent, told)
}

/// Whether the end is past to this server.
fn is_over(facts: &Facts<'_>, exp: Timestamp) -> bool {
    let rule = rule_of(facts, "exp");
    let end = exp.plus(rule.leeway);
    facts.now > end || facts.now == end && !rule.edge_passes
}

fn not_before(facts: &Facts<'_>) -> Measured {
    let nbf = match time_or(facts, "nbf", "no nbf") {
        Ok(nbf) => nbf,
        Err(measured) => return measured,
    };
    let (now, rule) = (facts.now, rule_of(facts, "nbf"));
    let sent = found(facts.claims(), "nbf");
    let limit = now.plus(rule.leeway);
    let wanted = limit.seconds();
    if limit < nbf || limit == nbf && !rule.edge_passes {
        Measured::fail(wanted, sent, nbf.told("begins", now))
    } else if now < nbf {
        Measured::pass(wanted, sent, nbf.told("begins", now) + ", within the leeway")
    } else {
        Measured::pass(wanted, sent, nbf.told("began", now))
    }
}

fn issued_at(facts: &Facts<'_>) -> Measured {
    let iat = match time_or(facts, "iat", "no iat") {
        Ok(iat) => iat,
        Err(measured) => return measured,
    };
    let (now, rule) = (facts.now, rule_of(facts, "iat"));
    let sent = found(facts.claims(), "iat");
    let words = iat.told("issued", now);
    if !is_ahead(facts, iat) {
        return Measured::pass(Json::Null, sent, words);
    }
    if rule.bounded {
        Measured::fail(now.plus(rule.leeway).seconds(), sent, words)
    } else {
        Measured::pass(Json::Null, sent, format!("{words}; this is no reason to refuse it"))
    }
}

fn is_ahead(facts: &Facts<'_>, iat: Timestamp) -> bool {
    facts.now.plus(rule_of(facts, "iat").leeway) < iat
}

fn auth_time(facts: &Facts<'_>) -> Measured {
    let sent = found(facts.claims(), "auth_time");
    let Some(max_age) = facts.demands.client.max_age else {
        return Measured::skip(sent, "no maximum age was asked for");
    };
    let limit = max_age.saturating_add(facts.demands.leeway);
    let wanted = facts.now.plus(-limit).seconds();
    match facts.claims().time_claim("auth_time") {
        Claim::Present(time) => {
            let words = time.told("logged in", facts.now);
            if facts.now > time.plus(limit) {
                Measured::fail(wanted, sent, words)
            } else {
                Measured::pass(wanted, sent, words)
            }
        }
        Claim::Absent => Measured::fail(wanted, sent, "there is no auth_time claim"),
        Claim::Malformed(json) => {
            let what = format!("auth_time is {}, not a number of seconds", json.type_name());
            Measured::fail(wanted, sent, what)
        }
    }
}

fn expired(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let Time::At(exp) = time(facts, "exp") else { return None };
    let over = checks.failed(CheckId::Expires) && is_over(facts, exp);
    let within = checks.outcome(CheckId::Expires) == Outcome::Pass && facts.now >= exp;
    if !over && !within {
        return None;
    }
    let words = format!("{} ({})", exp.utc(), exp.relative_to(facts.now));
    if over {
        let leeway = rule_of(facts, "exp").leeway;
        let grace = if leeway == 0 {
            String::new()
        } else {
            format!(" The API's leeway of {} is used up.", Span(leeway))
        };
        let seen = Seen::error(format!(
            "The token has expired: its exp is {words}, and it was judged for {}.{grace}",
            facts.now.utc()
        ));
        return Some(renewed(facts, seen).fix(
            "do not raise the leeway to hide it: seconds are for clocks that differ, hours are a hole",
        ));
    }
    Some(Seen::note(match rule_of(facts, "exp").leeway {
        0 => format!("The token ended {words}, and this server takes its last second."),
        leeway => {
            format!(
                "The token ended {words} and passes within the leeway of {} only.",
                Span(leeway)
            )
        }
    }))
}

fn not_yet_valid(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let Time::At(nbf) = time(facts, "nbf") else { return None };
    if !checks.failed(CheckId::NotBefore) || facts.times.is_too_fine("nbf") {
        return None;
    }
    Some(
        Seen::error(format!(
            "The token is not valid yet: its nbf is {} ({}), and it was judged for {}. Clocks \
             differ, or the issuer wrote local time as if it were UTC.",
            nbf.utc(),
            nbf.relative_to(facts.now),
            facts.now.utc()
        ))
        .fix("set both clocks by NTP; a leeway of some seconds covers the rest")
        .fix("if it is off by whole hours: let the issuer compute nbf from UTC"),
    )
}

fn issued_in_future(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let Time::At(iat) = time(facts, "iat") else { return None };
    if !is_ahead(facts, iat) || facts.times.is_too_fine("iat") {
        return None;
    }
    let message = format!(
        "The token was issued in the future: its iat is {} ({}), so the issuer's clock is ahead \
         of the one it was judged by.",
        iat.utc(),
        iat.relative_to(facts.now)
    );
    if checks.failed(CheckId::IssuedAt) {
        return Some(
            Seen::error(format!("{message} This server refuses that."))
                .fix("set both clocks by NTP")
                .fix("allow a leeway of some seconds in the API (PyJWT: leeway=5)"),
        );
    }
    Some(
        Seen::warning(format!("{message} RFC 7519 gives no reason to refuse it; some servers do."))
            .fix("set both clocks by NTP"),
    )
}

fn milliseconds(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let (first, unit) = facts.times.too_fine.first()?;
    let names: Vec<&str> = facts.times.too_fine.iter().map(|(name, _)| *name).collect();
    let failed =
        [("exp", CheckId::Expires), ("nbf", CheckId::NotBefore), ("iat", CheckId::IssuedAt)]
            .iter()
            .any(|(name, check)| names.contains(name) && checks.failed(*check));
    let factor = unit.in_a_second;
    let one_unit = facts.times.too_fine.iter().all(|(_, other)| other.in_a_second == factor);
    let is = if names.len() == 1 { "is" } else { "are" };
    let what = if one_unit {
        format!("{} {is} in {}", super::listed(&names), unit.name)
    } else {
        let each = facts.times.too_fine.iter();
        super::listed(
            &each.map(|(name, unit)| format!("{name} is in {}", unit.name)).collect::<Vec<_>>(),
        )
    };
    let what = format!("{what}, and time claims are seconds since 1970 (RFC 7519 section 2).");
    let lies = if names.len() == 1 { "it lies" } else { "they lie" };
    let ahead = if factor == 1000 { "thousands" } else { "millions" };
    let read = format!("Read as seconds {lies} {ahead} of years ahead");
    let seen = if failed {
        Seen::error(format!("{what} {read}, so the token never begins."))
    } else if *first == "exp" {
        Seen::warning(format!("{what} {read}: the token never ends."))
    } else {
        Seen::warning(what)
    };
    Some(seen.fix(format!(
        "divide by {} where the token is made{}",
        factor,
        if factor == 1000 { ": Math.floor(Date.now() / 1000)" } else { "" }
    )))
}

fn authentication_too_old(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::AuthTime) {
        return None;
    }
    let max_age = Span(facts.demands.client.max_age?);
    if !facts.claims().has("auth_time") {
        return Some(
            Seen::error(format!(
                "How old the login is can't be told: the token has no auth_time, and it may be at \
                 most {max_age} ago. The issuer has to put the claim in where the login asked \
                 with max_age (OpenID Connect Core section 2)."
            ))
            .fix("send max_age in the authorize request: that brings auth_time, prompt=login alone does not"),
        );
    }
    let how = checks.message(CheckId::AuthTime);
    Some(
        Seen::error(format!(
            "The login is too old: {how}, and it may be at most {max_age} ago. A session that \
             lives on gives new tokens, but not a new auth_time."
        ))
        .fix(
            "send max_age or prompt=login in the authorize request, so that the user logs in anew",
        ),
    )
}
