//! Which key a token is to be checked with (RFC 7515 section 6, RFC 7517
//! section 4, RFC 8725 section 3.1).

use super::algorithm::Algorithm;
use super::material::Material;
use super::{Freshness, Key, KeyOutcome, KeySet, Kid, Practice, Soundness};
use crate::text::escape::{escaped, shortened};
use crate::text::json::Json;
use crate::token::Claim;

/// How far a key is fit for an algorithm.
#[derive(Debug)]
pub(super) enum Fitness {
    Fit,
    /// It is of another type or curve: why, in words.
    Foreign(String),
    /// A secret that is too short; whether it was used can still be told.
    Short(String),
    /// Its `use`, `key_ops` or `alg` speaks against it.
    Unfit(String),
    /// Its values are broken.
    Unsound(String),
    /// It is too short to be used.
    Weak(String),
}

/// What is to be tried.
#[derive(Debug)]
pub(super) enum Choice<'a> {
    Try {
        /// These keys, in order; at least one.
        keys: Vec<(&'a Key, Fitness)>,
        /// What it means if none of them fits; `None`: a bad signature.
        otherwise: Option<KeyOutcome>,
    },
    /// None, for this reason; the keys that were looked at for it.
    None(KeyOutcome, Vec<&'a Key>),
}

/// Chooses among the keys of a set.
pub(super) fn choose<'a>(
    set: &'a KeySet,
    kid: Claim<'_, &str>,
    (algorithm, alg): (Algorithm, &str),
    practice: Practice,
) -> Choice<'a> {
    if set.keys.is_empty() {
        return Choice::None(KeyOutcome::NoKeys(Some(set.origin.clone())), Vec::new());
    }
    let every = match (practice.kid, kid) {
        (Kid::Ignored, _) | (Kid::TriesAll { .. }, Claim::Absent | Claim::Malformed(_)) => true,
        (Kid::TriesAll { empty }, Claim::Present(kid)) => empty && kid.is_empty(),
        (Kid::Optional | Kid::Required, _) => false,
    };
    let kid = if every { Claim::Absent } else { kid };
    let called = |key: &Key| match kid {
        Claim::Absent => every || practice.kid == Kid::Optional,
        Claim::Malformed(_) => false,
        Claim::Present(kid) => key.kid.as_deref() == Some(kid),
    };
    let named = || set.keys.iter().filter(|key| !key.by_itself && called(key));
    let judged = |key: &'a Key| (key, fitness(key, algorithm, alg, practice.minds_alg));
    let (mut tried, unfit) = sorted(set.keys.iter().filter(|key| key.by_itself).map(judged));
    let (mut named_fit, named_unfit) = sorted(named().map(judged));
    let mut otherwise = None;
    if matches!(kid, Claim::Absent) && !every && several_keys(&named_fit) {
        // Which one is meant can't be told; a key given by hand may still fit.
        if tried.is_empty() {
            return Choice::None(not_found(set, kid, true), Vec::new());
        }
        otherwise = Some(not_found(set, kid, true));
    } else {
        named_fit.extend(tried);
        tried = named_fit;
    }
    if !tried.is_empty() {
        return Choice::Try { keys: tried, otherwise };
    }
    // No public key is for an HMAC, by whatever name; a secret may yet be one.
    let secret = |key: &Key| matches!(key.material, Material::Secret(_));
    if matches!(algorithm, Algorithm::Hs(_)) && !set.keys.iter().any(secret) {
        let why =
            format!("{alg} needs {}, and {} holds public keys", algorithm.needs(), set.origin);
        return Choice::None(KeyOutcome::NoSecret(why), named().collect());
    }
    // Nothing fits. A key that the token names says why; so does one given by
    // hand, if nothing else was there to be named.
    let foreign = set.keys.iter().any(|key| !key.by_itself && !called(key));
    match named_unfit.into_iter().chain(unfit.into_iter().filter(|_| !foreign)).next() {
        Some(why) => Choice::None(why, named().collect()),
        None => Choice::None(not_found(set, kid, false), Vec::new()),
    }
}

/// The outcome where no key of the set is the token's.
fn not_found(set: &KeySet, kid: Claim<'_, &str>, several_fit: bool) -> KeyOutcome {
    KeyOutcome::NotFound {
        kid: match kid {
            Claim::Absent => None,
            Claim::Malformed(json) => Some(Json::to_string(json)),
            Claim::Present(kid) => Some(kid.to_owned()),
        },
        published: set.keys.iter().filter_map(|key| key.kid.clone()).collect(),
        several_fit,
        complete: set.freshness == Freshness::Fresh,
    }
}

/// Whether it can't be told which key is meant. The same key under two names
/// is one key, and a secret that is too short does not compete with a fit one.
fn several_keys(fit: &[(&Key, Fitness)]) -> bool {
    let sure = fit.iter().any(|(_, fitness)| matches!(fitness, Fitness::Fit));
    let mut rivals = fit
        .iter()
        .filter(|(_, fitness)| !sure || matches!(fitness, Fitness::Fit))
        .map(|(key, _)| &key.material);
    let first = rivals.next();
    first.is_some_and(|first| rivals.any(|other| !other.same(first)))
}

/// The keys to try, and what the others lack, the most telling first.
fn sorted<'a>(
    judged: impl Iterator<Item = (&'a Key, Fitness)>,
) -> (Vec<(&'a Key, Fitness)>, Vec<KeyOutcome>) {
    let (mut fit, mut lacks) = (Vec::new(), Vec::new());
    for (key, fitness) in judged {
        match fitness {
            Fitness::Fit | Fitness::Short(_) => fit.push((key, fitness)),
            Fitness::Weak(why) => lacks.push((0, KeyOutcome::Weak(why))),
            Fitness::Unfit(why) => lacks.push((1, KeyOutcome::Unfit(why))),
            Fitness::Unsound(why) => lacks.push((2, KeyOutcome::Unfit(why))),
            Fitness::Foreign(why) => lacks.push((3, KeyOutcome::Unfit(why))),
        }
    }
    lacks.sort_by_key(|(rank, _)| *rank);
    (fit, lacks.into_iter().map(|(_, outcome)| outcome).collect())
}

/// Whether a key is fit for the algorithm.
pub(super) fn fitness(key: &Key, algorithm: Algorithm, alg: &str, minds_alg: bool) -> Fitness {
    // Most keys fit, and need no words.
    let words = || key.words();
    if let Soundness::Unsound(why) = &key.soundness {
        return Fitness::Unsound(format!("{}: {why}", words()));
    }
    if !key.material.suits(algorithm) {
        return Fitness::Foreign(format!("{}: {alg} needs {}", words(), algorithm.needs()));
    }
    let shown = |text: &str| escaped(&shortened(text, 32));
    if let Some(usage) = key.usage.as_deref().filter(|usage| *usage != "sig") {
        return Fitness::Unfit(format!("{}: its use is '{}', not 'sig'", words(), shown(usage)));
    }
    if let Some(ops) = &key.key_ops
        && !ops.iter().any(|op| op == "verify")
    {
        let ops = shown(&ops.join(" "));
        return Fitness::Unfit(format!("{}: its key_ops is [{ops}], without 'verify'", words()));
    }
    // One algorithm a key (RFC 8725 section 3.1); EdDSA has two names.
    if let Some(own) = key.alg.as_deref().filter(|_| minds_alg)
        && own != alg
        && !(algorithm == Algorithm::Ed25519 && Algorithm::from_name(own) == Some(algorithm))
    {
        return Fitness::Unfit(format!("{}: its alg is '{}', not '{alg}'", words(), shown(own)));
    }
    match (&key.soundness, &key.material, algorithm) {
        (Soundness::Weak(why), ..) => Fitness::Weak(format!("{}: {why}", words())),
        (_, Material::Secret(secret), Algorithm::Hs(hash)) if secret.bytes() < hash.bytes() => {
            Fitness::Short(format!(
                "{}: {alg} needs at least {} (RFC 7518 section 3.2)",
                words(),
                hash.bytes() * 8
            ))
        }
        _ => Fitness::Fit,
    }
}
