//! What the caller knows besides the token: it outranks weak signs.

use crate::issuer::sign::{View, any};
use crate::kind::{Evidence, Hints, Kind};

/// What the hints say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    /// Tenths of log-odds of an access token over an ID token.
    pub(super) tenths: i32,
    /// The kind that the slot names.
    pub(super) slot: Option<Kind>,
}

/// Member names of responses and requests that name a kind.
const SLOTS: [(&str, Kind); 17] = [
    ("access_token", Kind::AccessToken),
    ("client_assertion", Kind::ClientAssertion),
    ("dpop", Kind::DpopProof),
    ("id_token", Kind::IdToken),
    ("id_token_hint", Kind::IdToken),
    ("logout_token", Kind::LogoutToken),
    ("refresh_token", Kind::RefreshToken),
    ("request", Kind::RequestObject),
    ("response", Kind::JarmResponse),
    ("accesstoken", Kind::AccessToken),
    ("clientassertion", Kind::ClientAssertion),
    ("idtoken", Kind::IdToken),
    ("idtokenhint", Kind::IdToken),
    ("logouttoken", Kind::LogoutToken),
    ("refreshtoken", Kind::RefreshToken),
    ("oauth-client-attestation", Kind::ClientAssertion),
    ("oauth-client-attestation-pop", Kind::ClientAssertion),
];

/// The kind that a slot names.
pub(super) fn slot(hints: &Hints<'_>) -> Option<Kind> {
    let name = hints.slot?;
    SLOTS.iter().find(|(slot, _)| slot.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind)
}

/// Weighs the hints and tells them as evidence.
pub(super) fn weigh(view: &View<'_>, hints: &Hints<'_>, evidence: &mut Vec<Evidence>) -> Said {
    let mut said = Said { tenths: 0, slot: slot(hints) };
    match said.slot {
        Some(Kind::AccessToken) => said.tenths += 30,
        Some(Kind::IdToken) => said.tenths -= 30,
        _ => {}
    }
    if let Some(kind) = said.slot {
        evidence.push(Evidence::of(kind, "slot", "the member in which it stood"));
    }
    if hints.client_ids.is_empty() && hints.audiences.is_empty() {
        return said;
    }
    let in_aud = |given: &[String]| view.audiences().any(|aud| given.iter().any(|id| id == aud));
    match (in_aud(hints.client_ids), in_aud(hints.audiences)) {
        (true, true) => evidence.push(Evidence::fact(
            "aud",
            "the audience is a client id and an API identifier of yours at once: they collide",
        )),
        (true, false) if any(&["scope", "scp", "client_id", "cid", "appid"]).holds(view) => {
            evidence.push(Evidence::fact(
                "aud",
                "the audience is your client id, beside scopes or a client: this server puts the \
                 client id into access tokens too",
            ));
        }
        (true, false) => {
            said.tenths -= 40;
            evidence.push(Evidence::of(Kind::IdToken, "aud", "the audience is your client id"));
        }
        (false, true) => {
            said.tenths += 40;
            evidence.push(Evidence::of(
                Kind::AccessToken,
                "aud",
                "the audience is the identifier of your API",
            ));
        }
        (false, false) => {}
    }
    said
}

/// What would settle ID token or access token, where it was not given.
pub(super) fn settle(hints: &Hints<'_>) -> Vec<String> {
    let mut ways = Vec::new();
    if hints.client_ids.is_empty() {
        ways.push("--client-id ID: the id of the app that logs in".to_owned());
    }
    if hints.audiences.is_empty() {
        ways.push("--audience ID: the identifier of the API".to_owned());
    }
    if hints.client_ids.is_empty() && hints.audiences.is_empty() {
        ways.push("[clients] and [apis] in tokcheck.toml, which name both for good".to_owned());
    }
    if hints.slot.is_none() {
        ways.push(
            "the whole token response: its members access_token and id_token tell".to_owned(),
        );
    }
    if ways.is_empty() {
        ways.push("what the issuer documents about its tokens".to_owned());
    }
    ways
}
