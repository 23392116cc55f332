//! A signed token: the levels of decision, and what is made of their answers.

use crate::issuer::sign::{Sign, Strength, View};
use crate::issuer::{Ground, Provider, by_audience, protocol};
use crate::kind::score::Score;
use crate::kind::{Classification, Confidence, Evidence, Hints, Kind, hint, structure, typ};
use crate::token::{Damage, Form, Part, Token};

/// A sign that names a kind.
#[derive(Clone, Copy)]
struct Hit {
    kind: Kind,
    strength: Strength,
    claim: &'static str,
    because: &'static str,
}

impl Hit {
    fn of(sign: &'static Sign) -> Self {
        Self {
            kind: Kind::by_name(sign.kind).unwrap_or(Kind::Unknown),
            strength: sign.strength,
            claim: sign.claim,
            because: sign.because,
        }
    }
}

/// From here on (tenths), a score is more than a lean.
const LIKELY_FROM: i32 = 10;
/// From here on, a score is strong.
const STRONG_FROM: i32 = 30;

/// What a nested JWT is: what its inside is.
pub(super) fn nested(mut inside: Classification) -> Classification {
    let because = "its payload is a token: a nested JWT (RFC 7519 section 5.2), told by its inside";
    inside.evidence.insert(0, Evidence::fact("payload", because));
    inside
}

pub(super) fn classify(
    token: &Token,
    view: &View<'_>,
    recognised: Option<(&'static Provider, Ground)>,
    hints: &Hints<'_>,
) -> Classification {
    let mut evidence = Vec::with_capacity(8);
    let levels = [
        level0(token, view),
        typ::find(view)
            .filter(|(kind, ..)| token.form != Form::SdJwt || *kind == Kind::SdJwt)
            .map(|(kind, strength, because)| Hit { kind, strength, claim: "header.typ", because }),
        structure::find(view).map(Hit::of),
        recognised.and_then(|(provider, _)| {
            provider.markers.iter().find(|sign| sign.when.holds(view)).map(Hit::of)
        }),
    ];
    let (kind, confidence) = decide(view, &levels, hints, &mut evidence);
    let provider = name_provider(view, recognised, kind, &mut evidence);
    let mut found = Classification {
        kind,
        confidence,
        provider,
        evidence,
        settle: Vec::new(),
        advice: "",
        prefix: None,
    };
    if let Some(reason) = fragment(token) {
        return broken(found, reason);
    }
    if confidence == Confidence::Undecided {
        found.settle = hint::settle(hints);
    }
    found
}

/// Level 0: disclosures behind the token.
fn level0(token: &Token, view: &View<'_>) -> Option<Hit> {
    if token.form != Form::SdJwt {
        return None;
    }
    let marked = crate::issuer::sign::any(&["_sd", "_sd_alg", "vct"]).holds(view);
    let typed = typ::find(view).is_some_and(|(kind, ..)| kind == Kind::SdJwt);
    let strength = if marked || typed { Strength::Certain } else { Strength::Likely };
    Some(Hit { kind: Kind::SdJwt, strength, claim: "shape", because: "disclosures behind ~" })
}

/// Where the type that a token gives itself stands among the levels.
const TYP: usize = 1;
/// Where the markers of its provider stand.
const VENDOR: usize = 3;

/// Whether nothing but the vendor's markers makes it certain: they say what the
/// vendor makes, and a typ that names another kind says that this is not theirs.
fn vendor_alone(levels: &[Option<Hit>], best: Hit) -> bool {
    let sure = |level: &Option<Hit>| {
        level.is_some_and(|hit| hit.kind == best.kind && hit.strength == Strength::Certain)
    };
    sure(&levels[VENDOR]) && !levels[..VENDOR].iter().any(sure)
}

fn decide(
    view: &View<'_>,
    levels: &[Option<Hit>],
    hints: &Hints<'_>,
    evidence: &mut Vec<Evidence>,
) -> (Kind, Confidence) {
    let mut best: Option<Hit> = None;
    for hit in levels.iter().flatten() {
        evidence.push(Evidence::of(hit.kind, hit.claim, hit.because));
        // Of two guesses the provider's is the better informed; markers of the
        // specification outrank those of the vendor.
        let later = hit.strength == Strength::Likely;
        let outranks = |before: Hit| {
            hit.strength > before.strength || (later && hit.strength == before.strength)
        };
        if best.is_none_or(outranks) {
            best = Some(*hit);
        }
    }
    oddities(view, best, evidence);
    let said = hint::weigh(view, hints, evidence);
    let Some(best) = best else { return by_score(view, said, evidence) };
    let rival = levels.iter().flatten().any(|h| h.kind != best.kind && h.strength == best.strength)
        || vendor_alone(levels, best) && levels[TYP].is_some_and(|typ| typ.kind != best.kind);
    let confidence = match best.strength {
        // "Unknown" is never certain: it is a kind that has no name here.
        Strength::Certain if rival || best.kind == Kind::Unknown => Confidence::Likely,
        Strength::Certain => return (best.kind, Confidence::Certain),
        Strength::Likely => Confidence::Likely,
        Strength::Lean => Confidence::Undecided,
    };
    by_marker(view, best, confidence, said, evidence)
}

/// A marker that is not the vendor's last word, against score and hints.
fn by_marker(
    view: &View<'_>,
    best: Hit,
    confidence: Confidence,
    said: hint::Said,
    evidence: &mut Vec<Evidence>,
) -> (Kind, Confidence) {
    if let Some(slot) = said.slot.filter(|slot| *slot != best.kind) {
        let either = |kind| matches!(kind, Kind::AccessToken | Kind::IdToken);
        if !(either(slot) && either(best.kind)) {
            // Where it stood is a fact; what its claims look like is a guess.
            let confidence = match best.strength {
                Strength::Lean => Confidence::Likely,
                Strength::Certain | Strength::Likely => Confidence::Undecided,
            };
            return (slot, confidence);
        }
    }
    let sign = match best.kind {
        Kind::AccessToken => 1,
        Kind::IdToken => -1,
        Kind::Unknown if best.strength == Strength::Lean && said.tenths != 0 => 0,
        _ => return (best.kind, confidence),
    };
    let score = Score::of(view);
    score.evidence(evidence);
    let base = match best.strength {
        Strength::Lean => 5,
        Strength::Certain | Strength::Likely => STRONG_FROM,
    };
    if said.tenths != 0 {
        return by_tenths(sign * base + said.tenths);
    }
    let opposed = score.tenths * sign <= -STRONG_FROM;
    (best.kind, if opposed { Confidence::Undecided } else { confidence })
}

fn by_tenths(tenths: i32) -> (Kind, Confidence) {
    let kind = match tenths {
        1.. => Kind::AccessToken,
        0 => Kind::Unknown,
        _ => Kind::IdToken,
    };
    let sure = tenths.abs() >= LIKELY_FROM;
    (kind, if sure { Confidence::Likely } else { Confidence::Undecided })
}

fn by_score(view: &View<'_>, said: hint::Said, evidence: &mut Vec<Evidence>) -> (Kind, Confidence) {
    if let Some(slot) = said.slot.filter(|k| !matches!(k, Kind::AccessToken | Kind::IdToken)) {
        return (slot, Confidence::Likely);
    }
    let score = Score::of(view);
    score.evidence(evidence);
    if said.tenths != 0 {
        return by_tenths(score.tenths + said.tenths);
    }
    match score.kind(view) {
        Some(Kind::AccessToken) if score.address_only() => {
            (Kind::AccessToken, Confidence::Undecided)
        }
        Some(kind) if score.tenths.abs() >= LIKELY_FROM => (kind, Confidence::Likely),
        Some(kind) => (kind, Confidence::Undecided),
        None => {
            evidence.push(Evidence::fact("shape", "no claim tells what it is for"));
            if view.header.str("alg").is_some_and(|alg| alg.starts_with("HS")) {
                evidence.push(Evidence::fact(
                    "header.alg",
                    "signed with a shared secret: perhaps an app's own session",
                ));
            }
            (Kind::Unknown, Confidence::Undecided)
        }
    }
}

/// What a kind's specification forbids and the token does.
fn oddities(view: &View<'_>, best: Option<Hit>, evidence: &mut Vec<Evidence>) {
    if best.is_some_and(|hit| hit.kind == Kind::LogoutToken) && view.claims.has("nonce") {
        evidence.push(Evidence::against(
            Kind::LogoutToken,
            "nonce",
            "a logout token must not have a nonce (Back-Channel Logout section 2.4)",
        ));
    }
}

/// Tells who it claims to be issued by.
fn name_provider(
    view: &View<'_>,
    recognised: Option<(&'static Provider, Ground)>,
    kind: Kind,
    evidence: &mut Vec<Evidence>,
) -> Option<&'static Provider> {
    // These are made by clients, for the server in their audience.
    let addressed = matches!(
        kind,
        Kind::ClientAssertion | Kind::ProviderToken | Kind::RequestObject | Kind::SecurityEvent
    );
    let (provider, ground) = recognised
        .or_else(|| {
            let provider = addressed.then(|| by_audience(view.claims)).flatten()?;
            Some((provider, Ground::Audience))
        })
        .or_else(|| Some((protocol(view)?, Ground::Claims)))?;
    let title = provider.title;
    let (claim, because) = match ground {
        Ground::Audience => ("aud", ["addressed to ", title].concat()),
        Ground::Claims => ("shape", ["likely of ", title, ": the claims have its form"].concat()),
        Ground::Issuer => ("iss", ["claims to be issued by ", title].concat()),
        Ground::Path => ("iss", ["claims an issuer with a path as ", title, " has"].concat()),
    };
    evidence.push(Evidence::fact(claim, because));
    Some(provider)
}

/// Why the text is no whole token, where it is none.
fn fragment(token: &Token) -> Option<&'static str> {
    if let Some(Damage::Elided { .. }) =
        token.damage.iter().find(|damage| matches!(damage, Damage::Elided { .. }))
    {
        return Some("the middle was left out of it");
    }
    if token.header.object().is_none() {
        return Some("its header can't be read");
    }
    if token.form == Form::JwsJson {
        return None;
    }
    match token.segments.len() {
        3 => {}
        0..=2 => return Some("the end is missing"),
        _ => return Some("it has more than three parts"),
    }
    match &token.claims {
        Part::Object(_) => None,
        Part::NotJson(..) | Part::NotObject(_) => Some("its payload is no JSON object"),
        Part::Absent | Part::Undecodable => Some("its payload can't be read"),
    }
}

/// The remains of a token: what they read as stays as evidence.
fn broken(mut found: Classification, reason: &'static str) -> Classification {
    if !matches!(found.kind, Kind::Unknown | Kind::NotAToken) {
        let because = "what is left of it reads so";
        found.evidence.push(Evidence::of(found.kind, "shape", because));
    }
    found.evidence.insert(0, Evidence::of(Kind::NotAToken, "shape", reason));
    found.kind = Kind::NotAToken;
    found.confidence = Confidence::Undecided;
    found.settle = vec!["the whole token, as it was issued".to_owned()];
    found
}
