//! `exp`, `nbf`, `iat`, `auth_time` against the instant to judge for.

use super::claims::parties::machine_hint;
use super::{CheckSpec, Checks, Facts, Group, Measured, Outcome, Rule, Seen, found, quoted, rule};
use crate::api::CheckId;
use crate::server::{Fault, Refusal, WantedKind};
use crate::text::json::Json;
use crate::text::time::{Span, Timestamp};
use crate::token::Claim;

mod read;

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

static RULES: [Rule; 6] = [
    rule!(
        "expired",
        Some(CheckId::Expires),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.4",
        expired
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

const YEAR: i64 = 366 * 24 * 3600;

/// Longest life of which nothing is said: five years, as long as `exp` is far off.
const LONG_LIFE: i64 = 5 * YEAR;

/// A time claim that this server compares, or the check that answers for the rest.
fn time_or(facts: &Facts<'_>, name: &str, absent: &str) -> Result<Timestamp, Measured> {
    let sent = found(facts.claims(), name);
    if !super::has_claims(facts) {
        return Err(Measured::skip(sent, "there are no claims to read"));
    }
    if !rule_of(facts, name).read {
        return Err(Measured::skip(sent, format!("this server does not look at {name}")));
    }
    match time(facts, name) {
        Time::At(time) => Ok(time),
        Time::Absent if sent == Json::Null => Err(Measured::skip(sent, absent)),
        Time::Absent => {
            let what = format!("{name} is no time that this server sees: to it there is none");
            Err(Measured::skip(sent, what))
        }
        Time::Odd(json) => {
            let what = match json {
                Json::Number(_) => format!("{name} is a number that this server can't hold"),
                other => format!("{name} is {}, not a number of seconds", other.type_name()),
            };
            Err(Measured::fail("a number of seconds", sent, what).by(Fault::Type))
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
    let words = format!("{} ({})", exp.utc(), exp.relative_to(now));
    let end = exp.plus(rule.leeway);
    if now > end || now == end && !rule.edge_passes {
        Measured::fail(wanted, sent, format!("ended {words}"))
    } else if now > exp {
        Measured::pass(wanted, sent, format!("ended {words}, within the leeway"))
    } else if now == exp {
        let why =
            if rule.leeway > 0 { "within the leeway" } else { "this server takes its last second" };
        Measured::pass(wanted, sent, format!("ended {words}, {why}"))
    } else {
        Measured::pass(wanted, sent, format!("ends {words}"))
    }
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
    let words = format!("{} ({})", nbf.utc(), nbf.relative_to(now));
    if limit < nbf || limit == nbf && !rule.edge_passes {
        Measured::fail(wanted, sent, format!("begins {words}"))
    } else if now < nbf {
        Measured::pass(wanted, sent, format!("begins {words}, within the leeway"))
    } else {
        Measured::pass(wanted, sent, format!("began {words}"))
    }
}

fn issued_at(facts: &Facts<'_>) -> Measured {
    let iat = match time_or(facts, "iat", "no iat") {
        Ok(iat) => iat,
        Err(measured) => return measured,
    };
    let (now, rule) = (facts.now, rule_of(facts, "iat"));
    let sent = found(facts.claims(), "iat");
    let words = format!("issued {} ({})", iat.utc(), iat.relative_to(now));
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
            let words = format!("logged in {} ({})", time.utc(), time.relative_to(facts.now));
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

/// The time claims whose number can only be meant in milliseconds.
fn in_milliseconds<'a>(facts: &Facts<'_>) -> Vec<&'a str> {
    ["exp", "nbf", "iat", "auth_time"]
        .into_iter()
        .filter(|name| {
            facts
                .claims()
                .time_claim(name)
                .present()
                .is_some_and(Timestamp::looks_like_milliseconds)
        })
        .collect()
}

fn expired(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let Time::At(exp) = time(facts, "exp") else { return None };
    let words = format!("{} ({})", exp.utc(), exp.relative_to(facts.now));
    if checks.failed(CheckId::Expires) {
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
    let within = checks.outcome(CheckId::Expires) == Outcome::Pass && facts.now >= exp;
    within.then(|| {
        Seen::note(match rule_of(facts, "exp").leeway {
            0 => format!("The token ended {words}, and this server takes its last second."),
            leeway => format!(
                "The token ended {words} and passes within the leeway of {} only.",
                Span(leeway)
            ),
        })
    })
}

/// How to come by the next token, which depends on how this one came about.
fn renewed(facts: &Facts<'_>, seen: Seen) -> Seen {
    let for_api = matches!(facts.demands.kind, WantedKind::AccessToken | WantedKind::ForApi);
    if !for_api {
        return seen.fix("get a new one: the client takes such a token once, when it is fresh");
    }
    if let Some((name, value)) = machine_hint(facts.claims()) {
        return seen
            .fix(format!(
                "get a new one with the client credentials grant: it is a client's own token \
                 ({name} is {}), so there is no login and no refresh token",
                quoted(value)
            ))
            .fix("let the client keep each token until a minute before its exp, then fetch the next; retry once on a 401");
    }
    seen.fix_at(
        facts,
        "expired",
        [
            "get a new access token: with the refresh token, or by logging in again",
            "let the app renew it a minute before its end, and retry once on a 401",
        ],
    )
}

fn not_yet_valid(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let Time::At(nbf) = time(facts, "nbf") else { return None };
    if !checks.failed(CheckId::NotBefore) || in_milliseconds(facts).contains(&"nbf") {
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
    if !is_ahead(facts, iat) || in_milliseconds(facts).contains(&"iat") {
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
    let names = in_milliseconds(facts);
    let first = names.first()?;
    let failed =
        [("exp", CheckId::Expires), ("nbf", CheckId::NotBefore), ("iat", CheckId::IssuedAt)]
            .iter()
            .any(|(name, check)| names.contains(name) && checks.failed(*check));
    let what = super::listed(&names);
    let is = if names.len() == 1 { "is" } else { "are" };
    let seen = if failed {
        Seen::error(format!(
            "{what} {is} in milliseconds, and time claims are seconds since 1970 (RFC 7519 section \
             2). Read as seconds it lies thousands of years ahead, so the token never begins."
        ))
    } else if *first == "exp" {
        Seen::warning(format!(
            "{what} {is} in milliseconds, and time claims are seconds since 1970 (RFC 7519 section \
             2). Read as seconds it lies thousands of years ahead: the token never ends."
        ))
    } else {
        Seen::warning(format!(
            "{what} {is} in milliseconds, and time claims are seconds since 1970 (RFC 7519 section 2)."
        ))
    };
    Some(seen.fix("divide by 1000 where the token is made: Math.floor(Date.now() / 1000)"))
}

fn authentication_too_old(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::AuthTime) {
        return None;
    }
    let max_age = Span(facts.demands.client.max_age?);
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

fn long_lived(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let (Time::At(exp), false) = (time(facts, "exp"), checks.any_failed()) else { return None };
    let for_api = matches!(facts.demands.kind, WantedKind::AccessToken | WantedKind::ForApi);
    if !for_api || !in_milliseconds(facts).is_empty() {
        return None;
    }
    let left = exp.seconds().saturating_sub(facts.now.seconds());
    let Time::At(iat) = time(facts, "iat") else { return None };
    let life = exp.seconds().saturating_sub(iat.seconds());
    (life > LONG_LIFE && left > YEAR).then(|| {
        Seen::warning(format!(
            "The token lives for years: its exp, {}, lies {} after its iat. Whoever finds it can \
             use it until then, since a signed token can't be called back.",
            exp.utc(),
            Span(life)
        ))
        .fix_at(
            facts,
            "long-lived-token",
            ["let the issuer give access tokens minutes to hours, and the client a refresh token beside them"],
        )
    })
}
