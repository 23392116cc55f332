//! How long a token lives: too short for what it is wanted for, or for years,
//! and how to come by the next one.

use super::{Time, is_over, time};
use crate::api::CheckId;
use crate::rule::claims::parties::machine_hint;
use crate::rule::{Checks, Facts, Seen, quoted};
use crate::server::WantedKind;
use crate::text::time::{Span, Timestamp};

const YEAR: i64 = 366 * 24 * 3600;

/// Longest life of which nothing is said: eight years, as long as `exp` is far off.
const LONG_LIFE: i64 = 8 * YEAR;

/// The instant that a token has to outlive and does not (`--expires-within`).
pub(super) fn too_soon(facts: &Facts<'_>, exp: Timestamp) -> Option<Timestamp> {
    let soonest = facts.now.plus(facts.demands.client.expires_within?);
    (exp <= soonest).then_some(soonest)
}

pub(super) fn expires_soon(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let Time::At(exp) = time(facts, "exp") else { return None };
    if !checks.failed(CheckId::Expires) || is_over(facts, exp) {
        return None;
    }
    let seen = Seen::error(format!(
        "The token ends too soon: its exp is {} ({}), and it was asked to outlive {} more.",
        exp.utc(),
        exp.relative_to(facts.now),
        Span(facts.demands.client.expires_within?)
    ));
    Some(renewed(facts, seen))
}

/// How to come by the next token, which depends on how this one came about.
pub(super) fn renewed(facts: &Facts<'_>, seen: Seen) -> Seen {
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

pub(super) fn long_lived(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let (Time::At(exp), false) = (time(facts, "exp"), checks.any_failed()) else { return None };
    let for_api = matches!(facts.demands.kind, WantedKind::AccessToken | WantedKind::ForApi);
    let left = exp.seconds().saturating_sub(facts.now.seconds());
    if !for_api || left <= YEAR {
        return None;
    }
    let Time::At(iat) = time(facts, "iat") else { return None };
    let life = exp.seconds().saturating_sub(iat.seconds());
    (life > LONG_LIFE && facts.times.too_fine.is_empty()).then(|| {
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
