//! What a client compares in the ID token of its own login (OpenID Connect
//! Core sections 3.1.3.7, 3.2.2.9, 3.3.2.10).

use super::{Seen, quoted, sent};
use crate::api::CheckId;
use crate::key;
use crate::rule::{Checks, Facts, Measured};
use crate::token::Claim;

pub(super) fn nonce(facts: &Facts<'_>) -> Measured {
    let is = sent(facts, "nonce");
    let Some(wanted) = &facts.demands.client.nonce else {
        return Measured::skip(is, "no nonce was given");
    };
    // A nonce is no secret once the login is over, but nothing asks for it in a report.
    match facts.claims().string_claim("nonce") {
        Claim::Present(nonce) if nonce == wanted => {
            Measured::pass("the nonce that was sent", is, "the same")
        }
        Claim::Present(_) => Measured::fail("the nonce that was sent", is, "another nonce"),
        Claim::Absent => Measured::fail("the nonce that was sent", is, "there is no nonce claim"),
        Claim::Malformed(json) => {
            let what = format!("nonce is {}, not a string", json.type_name());
            Measured::fail("the nonce that was sent", is, what)
        }
    }
}

pub(super) fn access_token_hash(facts: &Facts<'_>) -> Measured {
    let given = facts.demands.client.access_token.is_some();
    if facts.demands.behaviour.minds_hash && !given && facts.claims().has("at_hash") {
        let what = "this server refuses at_hash without the access token that it is of";
        return Measured::fail("no at_hash", sent(facts, "at_hash"), what);
    }
    let Some(over) = facts.demands.client.access_token.as_deref() else {
        return Measured::skip(sent(facts, "at_hash"), "no access token was given to compare");
    };
    half_hash(facts, "at_hash", over, "access token")
}

pub(super) fn code_hash(facts: &Facts<'_>) -> Measured {
    let Some(over) = facts.demands.client.code.as_deref() else {
        return Measured::skip(sent(facts, "c_hash"), "no code was given to compare");
    };
    half_hash(facts, "c_hash", over, "code")
}

fn half_hash(facts: &Facts<'_>, name: &str, over: &str, what: &str) -> Measured {
    let is = sent(facts, name);
    let wanted = format!("the hash of the {what}");
    let Some(hash) = key::half_hash(facts.token.alg().unwrap_or_default(), over) else {
        return Measured::unknown(wanted, is, "no hash is defined for this algorithm");
    };
    match facts.claims().string_claim(name) {
        Claim::Present(claim) if claim == hash => Measured::pass(wanted, is, "it fits"),
        Claim::Present(_) => Measured::fail(wanted, is, format!("made over another {what}")),
        Claim::Absent => Measured::fail(wanted, is, format!("there is no {name} claim")),
        Claim::Malformed(json) => {
            Measured::fail(wanted, is, format!("{name} is {}, not a string", json.type_name()))
        }
    }
}

pub(super) fn acr(facts: &Facts<'_>) -> Measured {
    let is = sent(facts, "acr");
    let wanted = &facts.demands.client.acr;
    if wanted.is_empty() {
        return Measured::skip(is, "no acr was asked for");
    }
    match facts.claims().string_claim("acr") {
        Claim::Present(acr) if wanted.iter().any(|w| w == acr) => {
            Measured::pass(wanted.clone(), is, "as asked for")
        }
        Claim::Present(_) => Measured::fail(wanted.clone(), is, "another context"),
        Claim::Absent => Measured::fail(wanted.clone(), is, "there is no acr claim"),
        Claim::Malformed(json) => {
            let what = format!("acr is {}, not a string", json.type_name());
            Measured::fail(wanted.clone(), is, what)
        }
    }
}

pub(super) fn nonce_mismatch(_: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    checks.failed(CheckId::Nonce).then(|| {
        Seen::error(format!(
            "The nonce does not fit the login: {}. It ties the ID token to the request of this \
             browser session, so a token with another nonce may be a replay.",
            checks.message(CheckId::Nonce)
        ))
        .fix("compare with the nonce of the same login: a second tab or a reload overwrites a stored one")
        .fix("send a nonce in the authorize request (the implicit flow demands it)")
    })
}

pub(super) fn token_hash_mismatch(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    checks.failed(CheckId::AccessTokenHash).then(|| {
        let is = quoted(facts.claims().str("at_hash").unwrap_or("absent"));
        Seen::error(format!(
            "The ID token was not issued together with this access token: its at_hash ({is}) is \
             not the hash of the access token that was given."
        ))
        .fix("take both tokens from one response of one login")
    })
}

pub(super) fn code_hash_mismatch(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    checks.failed(CheckId::CodeHash).then(|| {
        let is = quoted(facts.claims().str("c_hash").unwrap_or("absent"));
        Seen::error(format!(
            "The ID token was not issued together with this code: its c_hash ({is}) is not the \
             hash of the code that was given."
        ))
        .fix("take code and ID token from one authorization response")
    })
}

pub(super) fn acr_mismatch(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    checks.failed(CheckId::Acr).then(|| {
        Seen::error(format!(
            "The login was not of the kind that was asked for: {}, and acr has to be one of {}.",
            checks.message(CheckId::Acr),
            super::listed(&facts.demands.client.acr)
        ))
        .fix("ask for it in the authorize request: acr_values, or claims with acr as essential")
    })
}
