//! What the sender showed beside the token: a DPoP proof (RFC 9449), a client
//! certificate (RFC 8705).

use super::credential::Scheme;
use super::{Checks, Facts, Measured, Outcome, Seen, found, quoted};
use crate::api::CheckId;
use crate::key::dpop::{self, Proof, RECENT, Request};
use crate::server::{Refusal, WantedKind};
use crate::text::json::{Json, Object};
use crate::token::RawToken;

const DPOP_KEY: &str = "a DPoP key";
const CERTIFICATE: &str = "a client certificate";

/// Whether the sender holds what the token is bound to.
enum Held {
    /// It does, by this key, and the token was not sent as one that is bound.
    AsBearer(String),
    /// Another certificate, or none is called for: why.
    BadCertificate(String),
    /// The proof is no good: why.
    BadProof(String),
    /// It does: by what.
    Good(String),
    /// It holds this, and the token is bound to the other too, which was not shown.
    Half(String, &'static str),
}

/// `None` where nothing was shown.
fn held(facts: &Facts<'_>) -> Option<Held> {
    let shown = &facts.demands.client.possession;
    let cnf = facts.claims().get("cnf").and_then(Json::as_object);
    let bound = |name| cnf.and_then(|cnf: &Object| cnf.str(name));
    let is_named = |name| cnf.is_some_and(|cnf: &Object| cnf.has(name));
    let certificate = shown.certificate.as_deref().map(|is| match bound("x5t#S256") {
        Some(wanted) if wanted == is => Held::Good(format!("the certificate {is}")),
        Some(wanted) => Held::BadCertificate(format!(
            "the token is bound to the certificate {} (cnf x5t#S256), and {is} was shown",
            quoted(wanted)
        )),
        None => Held::BadCertificate(
            "the token names no certificate (cnf x5t#S256), so that one proves nothing".to_owned(),
        ),
    });
    let sent = facts.credential;
    // A proof that nobody looks at, or beside a token without a key, is idle. One
    // that is given by itself is there to be looked at.
    let looks = sent.scheme == Some(Scheme::Dpop)
        || facts.demands.sender_constrained
        || facts.demands.behaviour.minds_binding;
    let beside = if looks && bound("jkt").is_some() { sent.proofs.as_slice() } else { &[] };
    let given = shown.dpop.as_deref();
    if given.is_none() && beside.len() > 1 {
        let count = beside.len();
        return Some(Held::BadProof(format!("the request has {count} DPoP fields, not one")));
    }
    // Where the request line was shown, all fields of the request were.
    let whole = sent.scheme == Some(Scheme::Dpop) && sent.method.is_some();
    if given.is_none() && sent.proofs.is_empty() && whole && bound("jkt").is_some() {
        return Some(Held::BadProof("the request has no DPoP field with a proof".to_owned()));
    }
    let proof = given.or(beside.first().map(RawToken::expose)).map(|proof| {
        let request = Request {
            method: shown.method.as_deref().or(sent.method.as_deref()),
            url: shown.url.as_deref().or(sent.url.as_deref()),
            access_token: Some(facts.token.raw().expose()),
            bound_to: bound("jkt"),
            now: facts.now,
            recent: RECENT.saturating_add(facts.demands.leeway),
        };
        match dpop::check(proof, &request) {
            Proof::Bad(why) => Held::BadProof(why),
            Proof::Good(_) if request.bound_to.is_none() => Held::BadProof(
                "the token is bound to no key (cnf jkt), so that a proof proves nothing".to_owned(),
            ),
            Proof::Good(key) if sent.scheme == Some(Scheme::Bearer) => Held::AsBearer(key),
            Proof::Good(key) => Held::Good(format!("the key {key}{}", left_out(&request))),
        }
    });
    match (proof, certificate) {
        (Some(Held::Good(_)), Some(other)) => Some(other),
        // One that nobody can read is not held either.
        (Some(Held::Good(key)), None) if is_named("x5t#S256") => {
            Some(Held::Half(key, "the client certificate"))
        }
        (None, Some(Held::Good(certificate))) if is_named("jkt") => {
            Some(Held::Half(certificate, "a proof of the DPoP key"))
        }
        (proof, certificate) => proof.or(certificate),
    }
}

/// What of a good proof was not compared, since nothing was given for it.
fn left_out(request: &Request<'_>) -> &'static str {
    match (request.method, request.url) {
        (Some(_), Some(_)) => "",
        (None, Some(_)) => "; the method of the proof was not compared (--method)",
        (Some(_), None) => "; the URL of the proof was not compared (--url)",
        (None, None) => "; method and URL of the proof were not compared (--method, --url)",
    }
}

/// The row, where something was shown.
fn measure(facts: &Facts<'_>) -> Option<Measured> {
    let cnf = found(facts.claims(), "cnf");
    let wanted = "the key or certificate that the token is bound to";
    Some(match held(facts)? {
        Held::Good(what) => Measured::pass(wanted, cnf, format!("the sender holds {what}")),
        Held::AsBearer(key) => Measured::fail(
            wanted,
            cnf,
            format!("the sender holds the key {key}, and sent the token with the scheme Bearer"),
        ),
        Held::BadCertificate(why) | Held::BadProof(why) => Measured::fail(wanted, cnf, why),
        Held::Half(what, other) => {
            let what = format!(
                "the sender holds {what}; {other} was not shown, and the token is bound to both"
            );
            Measured::unknown(wanted, cnf, what)
        }
    })
}

/// Whether something was shown that is good or bad whatever the scheme.
fn is_shown(facts: &Facts<'_>) -> bool {
    held(facts).is_some_and(|held| !matches!(held, Held::AsBearer(_) | Held::Half(..)))
}

/// What the token is bound to besides what was shown.
fn other_half(facts: &Facts<'_>) -> Option<&'static str> {
    held(facts).and_then(|held| if let Held::Half(_, other) = held { Some(other) } else { None })
}

pub(super) fn dpop_proof_invalid(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let why = match held(facts) {
        Some(Held::BadProof(why)) => why,
        None if checks.outcome(CheckId::SenderConstraint) == Outcome::Unknown => {
            return Some(
                Seen::error(
                    "The token was sent with the scheme DPoP, and the proof that goes beside it \
                     was not given, so whether the sender holds the token's key can't be told.",
                )
                .fix("give the proof and the request: --dpop PROOF --method METHOD --url URL"),
            );
        }
        _ => return None,
    };
    Some(
        Seen::error(format!(
            "The DPoP proof does not fit the request or the token: {why}. The proof is a small \
             token that the sender signs for this one request with the key to which the access \
             token is bound."
        ))
        .fix("make a new proof for every request, with its method, its URL without query, and ath, the hash of this access token")
        .fix("keep key and token together: a token fetched under another key needs a new login"),
    )
}

pub(super) fn certificate_mismatch(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let Held::BadCertificate(why) = held(facts)? else { return None };
    Some(
        Seen::error(format!(
            "The client certificate is not the token's: {why}. The API has to compare the \
             certificate of the TLS connection with the digest in the token."
        ))
        .fix("use the certificate with which the token was fetched, or fetch a token with this one")
        .fix("where a proxy ends TLS: let it hand on the client's certificate, not its own"),
    )
}

pub(super) fn sender_constraint(facts: &Facts<'_>) -> Measured {
    if let Some(measured) = measure(facts) {
        return measured;
    }
    let cnf = found(facts.claims(), "cnf");
    let bound = binding(facts);
    let constrained = facts.demands.sender_constrained;
    let minded = facts.demands.behaviour.minds_binding && bound == Some(DPOP_KEY);
    match bound {
        None if constrained => {
            Measured::fail("a cnf claim", cnf, "the token is not bound to a key or certificate")
        }
        None => Measured::skip(cnf, "not asked for"),
        Some(what) if facts.credential.scheme == Some(Scheme::Dpop) => Measured::unknown(
            format!("proof of {what}"),
            cnf,
            "the DPoP proof was not given, so the binding can't be told",
        ),
        Some(what) if constrained || minded => Measured::fail(
            format!("proof of {what}"),
            cnf,
            format!("bound to {what}, and sent as a plain bearer token"),
        ),
        Some(what) => Measured::skip(cnf, format!("bound to {what}; this API does not look")),
    }
}

/// What `cnf` binds the token to, in words (RFC 9449 section 6.1, RFC 8705 section 3.1).
fn binding(facts: &Facts<'_>) -> Option<&'static str> {
    let cnf = facts.claims().get("cnf")?.as_object()?;
    if cnf.has("jkt") {
        Some(DPOP_KEY)
    } else if cnf.has("x5t#S256") {
        Some(CERTIFICATE)
    } else {
        Some("a key")
    }
}

pub(super) fn sender_constrained(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if facts.credential.problem.is_some() || is_shown(facts) {
        return None;
    }
    let failed = checks.failed(CheckId::SenderConstraint);
    if checks.outcome(CheckId::SenderConstraint) == Outcome::Unknown {
        let other = other_half(facts)?;
        return Some(
            Seen::error(format!(
                "The token is bound to a DPoP key and to a client certificate, and {other} was \
                 not shown, so whether the sender holds both can't be told."
            ))
            .fix("show both: --dpop PROOF --method METHOD --url URL --cert FILE"),
        );
    }
    let Some(what) = binding(facts) else {
        return failed.then(|| {
            Seen::error(
                "The API takes sender-constrained tokens only (DPoP or a client certificate), and \
                 this token carries no cnf claim: it is a plain bearer token.",
            )
            .fix("let the client prove possession when it asks for the token: a DPoP header, or a client certificate, at the token endpoint")
        });
    };
    let proof = match what {
        CERTIFICATE => {
            "that it holds its key: by the client certificate of a mutual TLS connection"
        }
        DPOP_KEY => "that it holds the key: by a signed proof beside it",
        _ => {
            "that it holds the key: with DPoP by a signed proof beside it, with mutual TLS by the client certificate"
        }
    };
    let message = format!(
        "The token is bound to {what} (claim cnf) and was sent as a plain bearer token. Whoever \
         sends it has to prove {proof}."
    );
    if failed {
        return Some(refused(facts, what, message));
    }
    let skipped = checks.outcome(CheckId::SenderConstraint) == Outcome::Skip;
    (skipped && facts.demands.kind == WantedKind::ForApi && !checks.any_failed()).then(|| {
        Seen::warning(format!("{message} This API does not look at it, so a stolen token works."))
            .fix("let the API enforce cnf")
    })
}

/// The API wants a proof, and none is there.
fn refused(facts: &Facts<'_>, what: &str, message: String) -> Seen {
    let seen = Seen::error(message);
    let seen = if what == CERTIFICATE {
        // DPoP would be of no use to it (RFC 8705 section 3).
        seen.answered(Refusal::InvalidToken)
            .fix("call the API over mutual TLS with the certificate that the token was fetched with (--cert FILE compares one)")
            .fix("where a proxy ends TLS: let it hand on the client's certificate, and the API read it")
    } else {
        seen.fix("send Authorization: DPoP <access_token>, and a DPoP header with a fresh proof for this method and URL")
            .fix("where cnf holds x5t#S256: call the API over mutual TLS with that certificate")
    };
    let last = ["or ask for a token without binding, if the API does not need it"];
    seen.fix_at(facts, "sender-constrained-as-bearer", last)
}
