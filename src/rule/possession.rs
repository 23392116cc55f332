//! What the sender showed beside the token: a DPoP proof (RFC 9449), a client
//! certificate (RFC 8705).

use super::credential::Scheme;
use super::{Checks, Facts, Measured, Seen, quoted};
use crate::key::dpop::{self, Proof, RECENT, Request};
use crate::text::json::{Json, Object};
use crate::token::RawToken;

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
}

/// `None` where nothing was shown.
fn held(facts: &Facts<'_>) -> Option<Held> {
    let shown = &facts.demands.client.possession;
    let cnf = facts.claims().get("cnf").and_then(Json::as_object);
    let bound = |name| cnf.and_then(|cnf: &Object| cnf.str(name));
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
    let proof = given.or(beside.first().map(RawToken::expose)).map(|proof| {
        let request = Request {
            method: shown.method.as_deref().or(sent.method.as_deref()),
            url: shown.url.as_deref(),
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
pub(super) fn measure(facts: &Facts<'_>) -> Option<Measured> {
    let cnf = super::found(facts.claims(), "cnf");
    let wanted = "the key or certificate that the token is bound to";
    Some(match held(facts)? {
        Held::Good(what) => Measured::pass(wanted, cnf, format!("the sender holds {what}")),
        Held::AsBearer(key) => Measured::fail(
            wanted,
            cnf,
            format!("the sender holds the key {key}, and sent the token with the scheme Bearer"),
        ),
        Held::BadCertificate(why) | Held::BadProof(why) => Measured::fail(wanted, cnf, why),
    })
}

/// Whether something was shown that is good or bad whatever the scheme.
pub(super) fn is_shown(facts: &Facts<'_>) -> bool {
    held(facts).is_some_and(|held| !matches!(held, Held::AsBearer(_)))
}

pub(super) fn dpop_proof_invalid(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let Held::BadProof(why) = held(facts)? else { return None };
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
