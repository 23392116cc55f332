//! What a token says of its algorithm, `crit`, key and signature, and how that
//! stands to what this server takes.

use crate::key::{Algorithm, KeyOutcome, Kid, SignatureOutcome};
use crate::rule::{Facts, Measured, Outcome, found, listed, quoted};
use crate::server::Fault;
use crate::server::behaviour::{Crit, Duplicates};
use crate::text::json::{Json, SmolStr};
use crate::token::Form;

use super::is_none;

/// Whether there is a signature that could be judged at all.
pub(super) fn is_signed_form(facts: &Facts<'_>) -> bool {
    matches!(facts.token.form, Form::Jws | Form::JwsJson | Form::SdJwt)
        && facts.token.header.object().is_some()
}

/// `alg` as this server reads it where it stands twice.
fn sent_alg(facts: &Facts<'_>) -> Json {
    let header = facts.token.header.members();
    if facts.demands.behaviour.duplicates == Duplicates::First {
        let first = header.iter().find(|(name, _)| *name == "alg");
        return first.map_or(Json::Null, |(_, json)| json.clone());
    }
    found(header, "alg")
}

pub(super) fn algorithm(facts: &Facts<'_>) -> Measured {
    let sent = sent_alg(facts);
    let wanted =
        facts.demands.algorithms.as_ref().map_or(Json::Null, |list| Json::from(list.clone()));
    if !is_signed_form(facts) {
        return Measured::skip(sent, "there is no signature");
    }
    let Json::String(alg) = &sent else {
        let fault = if sent == Json::Null && !facts.token.header.members().has("alg") {
            Fault::Absent
        } else {
            Fault::Type
        };
        return Measured::fail(wanted, sent, "alg is absent or no string").by(fault);
    };
    if is_none(alg) {
        return Measured::fail(wanted, sent, "the token is unsigned").by(Fault::Form);
    }
    match &facts.demands.algorithms {
        Some(list) if list.iter().any(|a| a == alg) => {
            let behaviour = &facts.demands.behaviour;
            if !behaviour.can_take(alg) {
                let wanted = Json::from(behaviour.algorithms.to_vec());
                let why = "this server can't be set to that algorithm";
                return Measured::fail(wanted, sent, why).by(Fault::Form);
            }
            if Algorithm::from_name(alg).is_none() {
                return Measured::unknown(wanted, sent, "tokcheck can't check this algorithm");
            }
            Measured::pass(wanted, sent, "an algorithm that the API takes")
        }
        Some(_) => {
            let found = matches!(facts.judgement.key, KeyOutcome::Found(_) | KeyOutcome::Weak(_));
            let fault = if found { Fault::Value } else { Fault::Form };
            Measured::fail(wanted, sent, "not an algorithm that the API takes").by(fault)
        }
        None if Algorithm::from_name(alg).is_none() => {
            Measured::fail("a known algorithm", sent, "no algorithm for signatures has that name")
        }
        None => match facts.judgement.key {
            KeyOutcome::Found(_) | KeyOutcome::Weak(_) => {
                Measured::pass("what the key is for", sent, "the algorithm that the key is for")
            }
            _ => Measured::skip(sent, "no list of algorithms was given"),
        },
    }
}

/// Members that RFC 7515 and RFC 7518 define: `crit` must not name them.
const DEFINED: [&str; 17] = [
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "iv",
];

pub(super) fn critical(facts: &Facts<'_>) -> Measured {
    let header = facts.token.header.members();
    let sent = found(header, "crit");
    if !is_signed_form(facts) {
        return Measured::skip(sent, "there is no signature");
    }
    let flaw = match facts.demands.behaviour.crit {
        Crit::Ignored => return Measured::skip(sent, "this server does not look at crit"),
        Crit::Knows { names, empty, falsy, lone_b64 } => {
            let blank = |json: &Json| matches!(json, Json::Null | Json::Bool(false));
            let lone = header.get("b64") == Some(&Json::Bool(false)) && !header.has("crit");
            if lone && !lone_b64 {
                Some("b64 is false, and crit does not say so".to_owned())
            } else if falsy && header.get("crit").is_some_and(blank) {
                None
            } else {
                unknown_flaw(facts, names, empty)
            }
        }
        Crit::Refused => critical_flaw(facts),
    };
    match flaw {
        Some(flaw) => {
            let named = match &sent {
                Json::Array(items) => items.iter().all(|item| item.as_str().is_some()),
                Json::Bool(_) | Json::Number(_) => false,
                Json::Null => !header.has("crit"),
                Json::Object(_) | Json::String(_) => true,
            };
            let fault = if named { Fault::Value } else { Fault::Type };
            Measured::fail("nothing that is not understood", sent, flaw).by(fault)
        }
        None => Measured::pass(Json::Null, sent, "no critical extension"),
    }
}

/// What is wrong with `crit` in the eyes of a server that knows these names.
fn unknown_flaw(facts: &Facts<'_>, known: &[&str], empty: bool) -> Option<String> {
    let header = facts.token.header.members();
    let crit = header.get("crit")?;
    let names: Option<Vec<&str>> =
        crit.as_array().and_then(|items| items.iter().map(Json::as_str).collect());
    let Some(names) = names.filter(|names| empty || !names.is_empty()) else {
        return Some("crit is no list of names".to_owned());
    };
    if let Some(name) = names.iter().find(|name| !known.contains(name)) {
        return Some(format!("crit demands '{}', which is not understood", quoted(name)));
    }
    if let Some(name) = names.iter().find(|name| !header.has(name)) {
        return Some(format!("crit names '{}', which is not in the header", quoted(name)));
    }
    let unencoded = names.contains(&"b64") && header.get("b64") != Some(&Json::Bool(true));
    unencoded.then(|| "b64 is not true: no server takes an unencoded payload in a JWT".to_owned())
}

/// What is wrong with `crit` and `b64`, in words (RFC 7515 section 4.1.11, RFC 7797 sections 6, 7).
fn critical_flaw(facts: &Facts<'_>) -> Option<String> {
    let header = facts.token.header.members();
    let Some(crit) = header.get("crit") else {
        return header.has("b64").then(|| "b64 stands in the header without crit".to_owned());
    };
    let names: Option<Vec<&str>> =
        crit.as_array().and_then(|items| items.iter().map(Json::as_str).collect());
    let Some(names) = names.filter(|names| !names.is_empty()) else {
        return Some("crit is no list of names".to_owned());
    };
    if let Some(name) = names.iter().find(|name| DEFINED.contains(name)) {
        return Some(format!("crit names '{name}', which every reader knows"));
    }
    if let Some(name) = names.iter().find(|name| !header.has(name)) {
        return Some(format!("crit names '{}', which is not in the header", quoted(name)));
    }
    Some(format!("crit demands {}, which is not understood", listed(&names)))
}

/// The API says outright that it takes this HMAC, and nobody gave its secret:
/// what it would find can't be told.
pub(super) fn secret_is_absent(facts: &Facts<'_>) -> bool {
    let listed =
        |alg| facts.demands.algorithms.as_ref().is_some_and(|l| l.iter().any(|a| a == alg));
    matches!(facts.judgement.key, KeyOutcome::NoSecret(_)) && facts.token.alg().is_some_and(listed)
}

/// The API takes an algorithm that tokcheck can't check.
pub(super) fn is_unknown_here(facts: &Facts<'_>) -> bool {
    is_signed_form(facts) && algorithm(facts).outcome == Outcome::Unknown
}

pub(super) fn key(facts: &Facts<'_>) -> Measured {
    let sent = found(facts.token.header.members(), "kid");
    match &facts.judgement.key {
        KeyOutcome::Found(what) => {
            Measured::pass("a key of the issuer", sent, ["found: ", what].concat())
        }
        KeyOutcome::NoKeys(None) => Measured::unknown("a key", sent, "no key was given"),
        KeyOutcome::NoKeys(Some(_)) => Measured::unknown("a key", sent, "the set has no keys"),
        KeyOutcome::NoSecret(_) if secret_is_absent(facts) => {
            Measured::unknown("a shared secret", sent, "no secret was given, only public keys")
        }
        KeyOutcome::NotSearched if is_unknown_here(facts) => {
            Measured::unknown("a key", sent, "tokcheck can't check this algorithm")
        }
        KeyOutcome::NotSearched => Measured::skip(sent, "there is no signature to find a key for"),
        KeyOutcome::NotFound { kid, published, several_fit, complete } => {
            let required = facts.demands.behaviour.practice.kid == Kid::Required;
            let message = match (kid, several_fit) {
                (None, _) if required => "no kid, and this server wants one".to_owned(),
                (None, true) => "no kid, and several keys would fit".to_owned(),
                (None, false) => "no key fits the algorithm".to_owned(),
                (Some(kid), _) => format!("kid {} is not among the keys", quoted(kid)),
            };
            let wanted = Json::from(published.clone());
            if *complete {
                Measured::fail(wanted, sent, message)
            } else {
                Measured::unknown(wanted, sent, format!("{message}, and these may be old"))
            }
        }
        KeyOutcome::Unavailable(why) => Measured::unknown("a key of the issuer", sent, why.clone()),
        KeyOutcome::NoSecret(why) | KeyOutcome::Unfit(why) => {
            Measured::fail("a key for this algorithm", sent, why.clone())
        }
        KeyOutcome::Weak(why) => Measured::fail("a key that is long enough", sent, why.clone()),
    }
}

pub(super) fn signature(facts: &Facts<'_>) -> Measured {
    let wanted = match facts.demands.issuer {
        Some(_) => "a key of the issuer",
        None => "a key that was given",
    };
    let sent = || {
        facts.token.signature().map_or(Json::Null, |segment| {
            let bytes = segment.bytes.as_ref().map_or(0, Vec::len);
            Json::from(format!("{bytes} bytes"))
        })
    };
    if !is_signed_form(facts) {
        return Measured::skip(sent(), "there is no signature to check");
    }
    if facts.token.alg().is_some_and(is_none) {
        return Measured::fail(wanted, "unsigned", "the token is unsigned");
    }
    match facts.judgement.signature {
        SignatureOutcome::Good => Measured::pass(wanted, key_words(facts), "made with that key"),
        SignatureOutcome::Bad => {
            let found = format!("not made with {}", key_words(facts));
            Measured::fail(wanted, found, "not made with that key")
        }
        SignatureOutcome::NotChecked => match &facts.judgement.key {
            KeyOutcome::NoKeys(_) | KeyOutcome::Unavailable(_) => {
                Measured::unknown(wanted, sent(), "without a key it can't be told")
            }
            KeyOutcome::NotFound { complete: false, .. } => {
                Measured::unknown(wanted, sent(), "without its key it can't be told")
            }
            _ if facts.judgement.fits_leniently => Measured::fail(
                wanted,
                sent(),
                "it would fit if its text were read as plain base64, which it must not",
            ),
            _ if facts.judgement.made_with_public_key.is_some() => {
                Measured::fail(wanted, sent(), "made with a public key as the HMAC secret")
            }
            KeyOutcome::NoSecret(_) if secret_is_absent(facts) => {
                Measured::unknown(wanted, sent(), "without the secret it can't be told")
            }
            _ => Measured::skip(sent(), "not checked: there is no key for it"),
        },
    }
}

/// The key that was used, in words.
fn key_words(facts: &Facts<'_>) -> SmolStr {
    match &facts.judgement.key {
        KeyOutcome::Found(what) => what.clone(),
        KeyOutcome::Weak(why) => format!("a weak key: {why}").into(),
        _ => SmolStr::new_static("the key"),
    }
}
