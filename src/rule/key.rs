//! Algorithm, `crit`, key and signature.

use super::issuer::strangers;
use super::steps::NONE;
use super::structure::signature_alone_is_flawed;
use super::{CheckSpec, Checks, Facts, Group, Outcome, Rule, Seen, listed, quoted, rule};
use crate::api::CheckId;
use crate::issuer::by_issuer;
use crate::key::{KeyOutcome, Kid, SecretEncoding, SignatureOutcome};
use crate::server::Refusal;

mod measure;

use measure::{
    algorithm, critical, is_signed_form, is_unknown_here, key, secret_is_absent, signature,
};

pub(super) static GROUP: Group = Group { checks: &CHECKS, rules: &RULES };

static CHECKS: [CheckSpec; 4] = [
    CheckSpec { id: CheckId::Algorithm, spec: "RFC 8725 section 3.1", measure: algorithm },
    CheckSpec { id: CheckId::Critical, spec: "RFC 7515 section 4.1.11", measure: critical },
    CheckSpec { id: CheckId::Key, spec: "RFC 7517 section 4", measure: key },
    CheckSpec { id: CheckId::Signature, spec: "RFC 7515 section 5.2", measure: signature },
];

static RULES: [Rule; 13] = [
    rule!(
        "critical-unsupported",
        Some(CheckId::Critical),
        Refusal::InvalidToken,
        "RFC 7515 section 4.1.11",
        critical_unsupported
    ),
    rule!(
        "algorithm-not-allowed",
        Some(CheckId::Algorithm),
        Refusal::InvalidToken,
        "RFC 8725 section 3.1",
        algorithm_not_allowed
    ),
    rule!(
        "algorithm-none",
        Some(CheckId::Algorithm),
        Refusal::InvalidToken,
        "RFC 8725 section 3.2",
        algorithm_none
    ),
    rule!(
        "algorithm-confusion",
        Some(CheckId::Signature),
        Refusal::InvalidToken,
        "RFC 8725 section 2.1",
        algorithm_confusion
    ),
    rule!(
        "key-not-found",
        Some(CheckId::Key),
        Refusal::InvalidToken,
        "RFC 7515 section 4.1.4",
        key_not_found
    ),
    rule!("key-unfit", Some(CheckId::Key), Refusal::InvalidToken, "RFC 7517 section 4", key_unfit),
    rule!(
        "key-too-weak",
        Some(CheckId::Key),
        Refusal::InvalidToken,
        "RFC 7518 sections 3.2 and 3.3",
        key_too_weak
    ),
    rule!(
        "keys-unavailable",
        Some(CheckId::Key),
        Refusal::InvalidToken,
        "RFC 8414 section 3",
        keys_unavailable
    ),
    rule!(
        "keys-stale",
        Some(CheckId::Key),
        Refusal::InvalidToken,
        "RFC 7517 section 5",
        keys_stale
    ),
    rule!(
        "no-verification-key",
        Some(CheckId::Key),
        Refusal::InvalidToken,
        "RFC 7515 section 6",
        no_verification_key
    ),
    rule!(
        "signature-invalid",
        Some(CheckId::Signature),
        Refusal::InvalidToken,
        "RFC 7515 section 5.2",
        signature_invalid
    ),
    rule!(
        "signature-encoding",
        Some(CheckId::Signature),
        Refusal::InvalidToken,
        "RFC 7515 section 2, RFC 7518 section 3.4",
        signature_encoding
    ),
    rule!(
        "hmac-secret-encoding",
        Some(CheckId::Signature),
        Refusal::InvalidToken,
        "RFC 7518 section 3.2",
        hmac_secret_encoding
    ),
];

fn is_none(alg: &str) -> bool {
    alg.eq_ignore_ascii_case("none")
}

fn critical_unsupported(_: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Critical) {
        return None;
    }
    let flaw = checks.message(CheckId::Critical);
    Some(
        Seen::error(format!(
            "The header makes demands that must not be passed over: {flaw}. A reader that does not understand every name in crit has to refuse the token (RFC 7515 section 4.1.11)."
        ))
        .fix("issue the token without crit and b64: no API takes them in a bearer token")
        .fix("note that several libraries pass over crit, so the token may pass elsewhere"),
    )
}

fn algorithm_not_allowed(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Algorithm) {
        return None;
    }
    let alg = facts.token.alg()?;
    let Some(allowed) = facts.demands.algorithms.as_deref() else {
        return (!is_none(alg)).then(|| {
            Seen::error(format!(
                "The header names the algorithm {}, and there is none of that name for \
                 signatures. Names are written exactly so: RS256, ES256, EdDSA.",
                quoted(alg)
            ))
            .fix("mend the code that makes the header, or take the token fresh from the issuer")
        });
    };
    if is_none(alg) || facts.judgement.made_with_public_key.is_some() {
        return None;
    }
    let symmetric = alg.starts_with("HS");
    let behaviour = &facts.demands.behaviour;
    // The API may be meant to take what this server can't be set to.
    let allowed =
        if behaviour.can_take(alg) { listed(allowed) } else { listed(behaviour.algorithms) };
    let seen = Seen::error(format!(
        "The token is signed with {}, and the API takes {} only. {}",
        quoted(alg),
        allowed,
        if symmetric {
            "HS algorithms use one secret shared by issuer and API; RS, PS, ES and EdDSA use the issuer's published keys. The two sides are set to different ones."
        } else {
            "The key decides the algorithm, so the two sides have to agree on it beforehand."
        }
    ));
    Some(if symmetric {
        seen.fix_at(facts, "algorithm-not-allowed", [format!("set the issuer to {allowed}")])
            .fix("then log in again: tokens already issued keep their algorithm")
            .fix("do not allow HS256 beside RS256 in an API that holds a public key")
    } else if behaviour.no_other_algorithms {
        seen.fix(format!(
            "set the issuer to one of {}: this server takes no other algorithm",
            listed(behaviour.algorithms)
        ))
    } else {
        seen.fix(format!("let the API take {}, if the issuer is meant to use it (Spring: jwsAlgorithm, jose and PyJWT: algorithms)", quoted(alg)))
            .fix_at(facts, "algorithm-not-allowed", [format!("or set the issuer to {allowed}")])
    })
}

fn algorithm_none(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let alg = facts.token.alg().filter(|alg| is_none(alg))?;
    if !is_signed_form(facts) {
        return None;
    }
    Some(
        Seen::error(format!(
            "The token is unsigned: its header says alg {}, so anybody can have written \
             it. No API may take it, in whatever capitals the word stands.",
            quoted(alg)
        ))
        .fix("get a signed token from the issuer; alg none is for tests of the parser only")
        .fix("if your own code made it: sign it, and never allow 'none' in the API's algorithms"),
    )
}

fn algorithm_confusion(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let made_with = facts.judgement.made_with_public_key.as_ref()?;
    let alg = quoted(facts.token.alg().unwrap_or("HS256"));
    Some(
        Seen::error(format!(
            "The token is a forgery: its {alg} signature is an HMAC whose secret is the issuer's public key ({made_with}). Everybody has that key. A verifier that lets the token choose the algorithm takes the public key for a secret and accepts it."
        ))
        .fix("allow only the issuer's algorithms in the API (RS256, ES256, ...), never HS256 beside them")
        .fix("find out where this token came from: nobody makes such a one by mistake"),
    )
}

fn key_not_found(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let KeyOutcome::NotFound { kid, published, several_fit, complete } = &facts.judgement.key
    else {
        return None;
    };
    if facts.judgement.made_with_public_key.is_some() {
        return None;
    }
    let published_words =
        if published.is_empty() { "no key with a kid".to_owned() } else { listed(published) };
    let required = facts.demands.behaviour.practice.kid == Kid::Required;
    let stranger = strangers(facts, checks);
    let mut seen = match kid {
        None if required => Seen::error(format!(
            "The token's header has no kid, and this server looks for the key by kid alone. The \
             published ones are {published_words}."
        ))
        .fix("let the issuer put the kid of its signing key into the header"),
        None if *several_fit => Seen::error(format!(
            "The token's header has no kid, and several of the published keys would fit \
             ({published_words}): which one made the signature is not said, so readers refuse it."
        ))
        .fix("let the issuer put the kid of its signing key into the header"),
        None => Seen::error(format!(
            "The token's header has no kid, and none of the published keys ({published_words}) is \
             for its algorithm, {}.",
            quoted(facts.token.alg().unwrap_or("?"))
        ))
        .fix("check that the key set is the one of the token's issuer"),
        Some(kid) => match (stranger, &facts.judgement.other_key_fits) {
            (Some(issuers), None) => of_another_issuer(kid, &published_words, issuers),
            // Nothing is old and no key is foreign: only the name is wrong.
            (_, Some(_)) => Seen::error(format!(
                "The token says that key (kid) {} signed it, and the key set holds \
                 {published_words}.",
                quoted(kid)
            ))
            .fix("let whoever signs put into the header the kid under which the key is published")
            .fix("where the key set is a file of your own, give the key the kid that tokens name"),
            (None, None) => Seen::error(format!(
                "The token says that key (kid) {} signed it, and the key set holds \
                 {published_words}. Either the keys were rotated since, so that token or key set \
                 is old, or the token comes from another tenant or environment.",
                quoted(kid)
            ))
            .fix("log in again for a token under a current key; where the key set is a file, fetch it anew")
            .fix("compare the token's iss with the issuer whose keys were used")
            .fix_at(facts, "key-not-found", NONE)
            .fix("let the API fetch the key set again when it meets an unknown kid"),
        },
    };
    seen.message.extend(kid.as_ref().and_then(|kid| by_case(kid, published)));
    if let Some(other) = &facts.judgement.other_key_fits {
        seen.message = format!("{} The signature itself fits another key, {other}.", seen.message);
    }
    if *complete || checks.outcome(CheckId::Key) == Outcome::Unknown {
        return Some(seen);
    }
    None
}

/// A published `kid` that differs in letter case alone.
fn by_case(kid: &str, published: &[String]) -> Option<String> {
    let like = published.iter().find(|other| other.eq_ignore_ascii_case(kid))?;
    Some(format!(
        " {} differs in upper and lower case only, and a kid is compared letter by letter.",
        quoted(like)
    ))
}

/// The keys are those of one issuer and the token is another's: that is what
/// has to be mended, and no fetching helps.
fn of_another_issuer(kid: &str, published: &str, (wanted, is): (&str, &str)) -> Seen {
    let whose = match (by_issuer(wanted), by_issuer(is)) {
        (Some(ours), Some(theirs)) if ours.id == theirs.id => {
            format!("another tenant of {}", ours.title)
        }
        (_, Some(theirs)) => format!("another issuer ({})", theirs.title),
        (_, None) => "another issuer".to_owned(),
    };
    Seen::error(format!(
        "The token is of {whose}: the API expects {}, the token has {}. So its key (kid) {} is \
         not among the keys that the API uses ({published}); no key was rotated away.",
        quoted(wanted),
        quoted(is),
        quoted(kid)
    ))
    .fix(format!("let the app log in where the API trusts, at {}", quoted(wanted)))
    .fix(format!(
        "or let the API trust {}, if that one is meant: issuer and key set together",
        quoted(is)
    ))
    .fix("do not fetch the key set again for it: a key of another issuer never comes into it")
}

fn key_unfit(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    if facts.judgement.made_with_public_key.is_some() {
        return None;
    }
    let why = match &facts.judgement.key {
        KeyOutcome::Unfit(why) => why,
        KeyOutcome::NoSecret(why) if !secret_is_absent(facts) => return Some(no_secret(why)),
        _ => return None,
    };
    let named = facts.token.header.members().has("kid");
    let which = if named { "The key that the token names" } else { "The key at hand" };
    Some(
        Seen::error(format!(
            "{which} is not for this: {why}. A key states what it is for, \
             and a reader must not use it for anything else (RFC 7517 section 4, RFC 8725 \
             section 3.1)."
        ))
        .fix("publish a key for signing with the algorithm that the issuer uses")
        .fix("check that alg in the token and alg, use and crv of the key belong together"),
    )
}

/// A token that is signed with a secret, at an API that has public keys.
fn no_secret(why: &str) -> Seen {
    Seen::error(format!(
        "The keys at hand are not for this: {why}. A public key must not be used as a secret (RFC \
         8725 section 3.1), so the token fits none of them, whoever made it."
    ))
    .fix("where the API takes RS256 or another algorithm with public keys: let the issuer sign with that")
    .fix("where the API shares a secret with the issuer: give it (tokcheck: --secret env:NAME or --secret @FILE)")
}

const STRONGER: &str = "make a new key: RSA with 2048 bits or more, an HMAC secret at least as \
                        long as the hash (HS256: 32 bytes)";

fn key_too_weak(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    if let (Some(why), SignatureOutcome::Good) =
        (&facts.judgement.short_but_taken, facts.judgement.signature)
    {
        return Some(
            Seen::warning(format!(
                "The secret is too weak: {why}. This server takes it all the same, and whoever \
                 holds one token can search for the secret and sign tokens of his own."
            ))
            .fix(STRONGER),
        );
    }
    let KeyOutcome::Weak(why) = &facts.judgement.key else { return None };
    // A weak secret that made nothing of this token is simply another secret.
    if facts.judgement.signature == SignatureOutcome::Bad {
        return None;
    }
    Some(
        Seen::error(format!(
            "The key is too weak: {why}. Such a key can be guessed or broken, and readers that \
             follow RFC 7518 refuse what it signed."
        ))
        .fix(STRONGER),
    )
}

fn keys_unavailable(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let KeyOutcome::Unavailable(why) = &facts.judgement.key else { return None };
    let why = why.trim_end_matches(['.', '?']);
    Some(
        Seen::error(format!(
            "The issuer's keys could not be got: {why}. Without them the signature can't be \
             checked, and no token is accepted unchecked."
        ))
        .fix("if the network or the tenant is down, try again later")
        .fix("if something else answered, check the issuer and the address of its keys")
        .fix("or save the key set once and give it with --jwks FILE"),
    )
}

fn keys_stale(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    facts.keys_stale.then(|| {
        Seen::warning(
            "The token was judged with keys from the cache that are past their time: the issuer \
             did not answer with new ones, or was not asked (--offline). A key that was withdrawn \
             since then still counts here.",
        )
        .fix("judge again when the tenant is up, without --offline")
    })
}

fn no_verification_key(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if is_unknown_here(facts) {
        return Some(
            Seen::error(format!(
                "The API takes tokens signed with {}, and tokcheck can't check that algorithm, so \
                 the signature can't be judged.",
                quoted(facts.token.alg().unwrap_or_default())
            ))
            .fix("check the signature with the library that the API uses"),
        );
    }
    let empty = match &facts.judgement.key {
        KeyOutcome::NoKeys(empty) => empty,
        KeyOutcome::NoSecret(_) if secret_is_absent(facts) => &None,
        _ => return None,
    };
    if !is_signed_form(facts) || facts.judgement.made_with_public_key.is_some() {
        return None;
    }
    if checks.outcome(CheckId::Key) != Outcome::Unknown {
        return None;
    }
    let alg = facts.token.alg().unwrap_or_default();
    Some(if alg.starts_with("HS") {
        Seen::error(format!(
            "The token is signed with {}: an HMAC under a secret that issuer and API share. No \
             secret was given, and a published key set never holds one, so the signature can't be \
             judged.",
            quoted(alg)
        ))
        .fix_at(
            facts,
            "no-verification-key",
            ["give the API's shared secret: --secret env:NAME or --secret @FILE"],
        )
    } else {
        let (lack, fix) = match empty {
            Some(origin) => (
                format!("The key set of {origin} holds no keys"),
                "check its address, or wait until the issuer publishes a key there",
            ),
            None => (
                "No key was given".to_owned(),
                "give the issuer's keys: --issuer URL, --tenant NAME or --jwks FILE",
            ),
        };
        Seen::error(format!(
            "{lack}, so the signature can't be judged: what the token says may be true or made up."
        ))
        .fix(fix)
    })
}

/// A failure that a more telling rule explains.
fn explained(facts: &Facts<'_>) -> bool {
    let j = facts.judgement;
    j.made_with_public_key.is_some()
        || j.der_signature
        || j.fits_leniently
        || j.other_secret_encoding.is_some()
        || facts.token.alg().is_some_and(is_none)
}

fn signature_invalid(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Signature) || explained(facts) {
        return None;
    }
    let with = match &facts.judgement.key {
        KeyOutcome::Found(what) => format!(" ({what})"),
        KeyOutcome::Weak(what) => format!(" ({what})"),
        _ => String::new(),
    };
    let symmetric = facts.token.alg().is_some_and(|alg| alg.starts_with("HS"));
    let seen = Seen::error(format!(
        "The signature does not fit the key{with}: header or payload were changed after signing, \
         or another key made it."
    ));
    let seen = match &facts.judgement.other_key_fits {
        Some(other) => {
            let message = format!("{} It fits another published key, {other}.", seen.message);
            Seen { message, ..seen }
        }
        None => seen,
    };
    Some(if symmetric {
        seen.fix("compare the secrets of both sides byte by byte: quotes, line ends, another environment")
            .fix("take the token fresh from the issuer; one edited on a web page no longer fits")
    } else {
        seen.fix("take the token fresh from the issuer; one edited on a web page no longer fits")
            .fix("check that issuer and keys belong to the same tenant")
    })
}

fn signature_encoding(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    if facts.judgement.der_signature {
        return Some(
            Seen::error(
                "The signature is in DER form (it begins with 0x30). JWS wants the bare numbers R \
                 and S, each at its full length, one after the other (RFC 7518 section 3.4).",
            )
            .fix("convert the signature: P1363 or 'raw' format instead of DER (Java: SHA256withECDSAinP1363Format, OpenSSL: take R and S out of the sequence)"),
        );
    }
    if !signature_alone_is_flawed(facts) || facts.credential.problem.is_some() {
        return None;
    }
    let flaw = facts.token.signature().and_then(|s| s.flaw)?;
    let fits = if facts.judgement.fits_leniently {
        "Read that way it fits the key, so only its spelling is wrong."
    } else {
        "Whether it would fit can't be told that way."
    };
    Some(
        Seen::error(format!(
            "The signature is written in plain base64, not in base64url: it has {flaw}. {fits}"
        ))
        .fix("encode it as base64url: '-' and '_' in place of '+' and '/', and no '=' at the end"),
    )
}

fn hmac_secret_encoding(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let fits = match facts.judgement.other_secret_encoding? {
        SecretEncoding::Base64 => "base64 decoded",
        SecretEncoding::Base64Url => "base64url decoded",
        SecretEncoding::Hex => "decoded from hexadecimal",
        SecretEncoding::Utf8 => "taken as its text, not base64 decoded",
    };
    Some(
        Seen::error(format!(
            "Both sides have the same secret and read it differently: the signature fits when the \
             secret is {fits}. One side uses the secret's text, the other the bytes that the text \
             stands for in base64."
        ))
        .fix(format!("let the API use the secret {fits} (tokcheck: --secret-encoding)"))
        .fix("or agree on one reading, and say which one beside the secret"),
    )
}
