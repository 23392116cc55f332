//! Key and signature of one token: the search, the check, and after a failure
//! what explains it.

use super::algorithm::Algorithm;
use super::choose::{Choice, Fitness, choose};
use super::material::Material;
use super::{
    Judgement, Key, KeyOutcome, Keys, Practice, SignatureOutcome, Spelling, explain, verify,
};
use crate::text::json::{Json, Object};
use crate::token::{Claim, Flaw, Form, Segment, Token};

/// One signature of a token, ready to be checked.
pub(super) struct Signed<'a> {
    pub(super) algorithm: Algorithm,
    /// `alg` as the header has it.
    pub(super) alg: &'a str,
    kid: Claim<'a, &'a str>,
    /// Header, dot and payload as sent; `None` where parts are missing.
    input: Option<&'a str>,
    signature: Option<&'a Segment>,
    /// Header and payload are base64url that is read.
    legible: bool,
    /// Spellings that are read.
    spelling: Spelling,
}

impl<'a> Signed<'a> {
    /// `None` where the algorithm is none that could be checked.
    fn new(
        header: &'a Object,
        input: Option<&'a str>,
        signature: Option<&'a Segment>,
        legible: bool,
    ) -> Option<Self> {
        let alg = header.str("alg")?;
        let algorithm = Algorithm::from_name(alg)?;
        let (kid, spelling) = (header.string_claim("kid"), Spelling::STRICT);
        Some(Self { algorithm, alg, kid, input, signature, legible, spelling })
    }

    /// Message and signature as bytes, where both are there.
    pub(super) fn bytes(&self) -> Option<(&'a [u8], &'a [u8])> {
        let signature = self.signature?.bytes.as_deref().filter(|bytes| !bytes.is_empty())?;
        Some((self.input?.as_bytes(), signature))
    }

    /// What is wrong with the signature's spelling and is not read as it stands.
    fn flaw(&self) -> Option<Flaw> {
        self.signature.filter(|segment| !self.spelling.reads(segment)).and_then(|s| s.flaw)
    }

    /// Whether there is a signature that may be checked at all: RFC 7515
    /// section 5.2 stops at a part that is not base64url.
    fn is_checkable(&self) -> bool {
        self.legible
            && self.input.is_some()
            && self.signature.is_some()
            && !matches!(self.flaw(), Some(Flaw::Character { .. } | Flaw::Length))
    }

    pub(super) fn fits(&self, key: &Key) -> bool {
        self.bytes().is_some_and(|(message, signature)| {
            verify::fits(&key.material, self.algorithm, message, signature)
        })
    }
}

/// Judges key and signature of a token. What explains a failure is looked for
/// only after a failure.
#[must_use]
pub fn judge(token: &Token, keys: &Keys) -> Judgement {
    judge_by(token, keys, Practice::RFC)
}

/// Judges key and signature of a token as a verifier of this practice does.
#[must_use]
pub fn judge_by(token: &Token, keys: &Keys, practice: Practice) -> Judgement {
    match token.form {
        Form::Jws | Form::SdJwt => {
            let reads = |segment: &Segment| practice.spelling.reads(segment);
            let legible = token.segments.iter().take(2).all(reads);
            let signed = token.header.object().and_then(|header| {
                Signed::new(header, token.signing_input(), token.signature(), legible)
            });
            let signed = signed.map(|s| Signed { spelling: practice.spelling, ..s });
            judge_signed(signed.as_ref(), keys, practice)
        }
        Form::JwsJson => judge_json(token, keys),
        Form::Jwe | Form::None | Form::Opaque => blank(KeyOutcome::NotSearched),
    }
}

fn blank(key: KeyOutcome) -> Judgement {
    Judgement {
        key,
        signature: SignatureOutcome::NotChecked,
        other_key_fits: None,
        made_with_public_key: None,
        other_secret_encoding: None,
        der_signature: false,
        fits_leniently: false,
        short_but_taken: None,
    }
}

fn judge_signed(signed: Option<&Signed<'_>>, keys: &Keys, practice: Practice) -> Judgement {
    let Some(signed) = signed else { return blank(KeyOutcome::NotSearched) };
    let set = match keys {
        Keys::NotAsked => return blank(KeyOutcome::NoKeys(None)),
        Keys::Unavailable(why) => return blank(KeyOutcome::Unavailable(why.clone())),
        Keys::Set(set) => set,
    };
    let (mut judgement, seen) =
        match choose(set, signed.kid, (signed.algorithm, signed.alg), practice) {
            Choice::None(outcome, seen) => (blank(outcome), seen),
            Choice::Try { keys, otherwise } => {
                let judgement = check(signed, &keys, otherwise, practice);
                (judgement, keys.into_iter().map(|(key, _)| key).collect())
            }
        };
    if judgement.signature != SignatureOutcome::Good && !judgement.fits_leniently {
        explain::explain(&mut judgement, signed, set, &seen);
    }
    judgement
}

/// Tries the keys in order; at least one is there.
fn check(
    signed: &Signed<'_>,
    tried: &[(&Key, Fitness)],
    otherwise: Option<KeyOutcome>,
    practice: Practice,
) -> Judgement {
    let checkable = signed.is_checkable();
    let fitting = if checkable { tried.iter().position(|(key, _)| signed.fits(key)) } else { None };
    if let (None, Some(outcome)) = (fitting, otherwise) {
        return blank(outcome);
    }
    let (key, fitness) = &tried[fitting.unwrap_or(0)];
    let mut judgement = blank(match fitness {
        Fitness::Short(why) if !takes(practice, key) => KeyOutcome::Weak(why.clone()),
        _ => KeyOutcome::Found(key.words()),
    });
    if let (Fitness::Short(why), KeyOutcome::Found(_)) = (fitness, &judgement.key) {
        judgement.short_but_taken = Some(why.clone());
    }
    judgement.signature = match (fitting, signed.flaw()) {
        (Some(_), None) => SignatureOutcome::Good,
        (Some(_), Some(_)) => {
            judgement.fits_leniently = true;
            SignatureOutcome::NotChecked
        }
        (None, _) if checkable => SignatureOutcome::Bad,
        (None, _) => SignatureOutcome::NotChecked,
    };
    judgement
}

/// Whether a verifier takes a secret that is too short. An empty one is none.
fn takes(practice: Practice, key: &Key) -> bool {
    practice.short_secrets && matches!(&key.material, Material::Secret(s) if s.bytes() > 0)
}

/// RFC 7515 section 7.2: good if any signature is. One with an unprotected
/// `crit`, or with `crit` behind the first, is never taken for good: whether
/// the extension is understood is checked for the first alone.
fn judge_json(token: &Token, keys: &Keys) -> Judgement {
    let Ok(Json::Object(object)) = Json::parse(token.raw().expose().as_bytes()) else {
        return blank(KeyOutcome::NotSearched);
    };
    let payload = object.str("payload").unwrap_or_default();
    // In the flattened form the entry's members stand in the object itself.
    let entries: Vec<&Object> = match object.get("signatures").and_then(Json::as_array) {
        Some(items) => items.iter().filter_map(Json::as_object).collect(),
        None => vec![&object],
    };
    let mut first = None;
    for (index, entry) in entries.iter().enumerate() {
        let mut judgement = judge_entry(entry, payload, index, keys);
        if let KeyOutcome::Found(words) = &mut judgement.key
            && entries.len() > 1
        {
            *words = format!("{words} (signature {} of {})", index + 1, entries.len()).into();
        }
        if judgement.signature == SignatureOutcome::Good
            && matches!(judgement.key, KeyOutcome::Found(_))
        {
            return judgement;
        }
        first.get_or_insert(judgement);
    }
    first.unwrap_or_else(|| blank(KeyOutcome::NotSearched))
}

fn judge_entry(entry: &Object, payload: &str, index: usize, keys: &Keys) -> Judgement {
    let protected = entry.str("protected").unwrap_or_default();
    let head = Segment::read(protected);
    let mut header = match head.bytes.as_deref().map(Json::parse) {
        Some(Ok(Json::Object(members))) => members,
        _ if protected.is_empty() => Object::empty(),
        _ => return blank(KeyOutcome::NotSearched),
    };
    if index > 0 && header.has("crit") {
        return blank(KeyOutcome::NotSearched);
    }
    for (name, value) in entry.get("header").and_then(Json::as_object).iter().flat_map(|o| o.iter())
    {
        // A name may stand on one side only, crit on the protected one.
        if header.has(name) || name == "crit" {
            return blank(KeyOutcome::NotSearched);
        }
        header.push(name, value.clone());
    }
    let input = format!("{protected}.{payload}");
    let signature = Segment::read(entry.str("signature").unwrap_or_default());
    let strict = head.is_strict() && Segment::read(payload).is_strict();
    let signed = Signed::new(&header, Some(&input), Some(&signature), strict);
    judge_signed(signed.as_ref(), keys, Practice::RFC)
}
