//! Tokens of a kind that no API takes and that no rule of its own names: a
//! warning where no check stops them, the root cause where one does.

use super::{is_kind, signs};
use crate::kind::{Confidence, Kind, with_article};
use crate::rule::{Checks, Facts, Seen, listed, quoted};
use crate::server::WantedKind;
use crate::token::Form;

/// Claims that access tokens have and ID tokens lack, one or the other.
const GRANTS: [&str; 15] = [
    "appid",
    "authorization_details",
    "azpacr",
    "cid",
    "client_id",
    "cnf",
    "gty",
    "permissions",
    "realm_access",
    "resource_access",
    "roles",
    "scope",
    "scopes",
    "scp",
    "token_use",
];

/// A token that passes and has signs of an ID token, though its audience speaks
/// for an access token: a warning, since it can't be told.
pub(super) fn like_id_token(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let claims = facts.claims();
    if !may_be_id_token(facts)
        || checks.any_failed()
        || facts.demands.kind != WantedKind::ForApi
        || !facts.demands.behaviour.kind_explains
    {
        return None;
    }
    let audience = claims.strings_claim("aud").present().unwrap_or_default();
    let wanted = |aud: &&&str| facts.demands.audience.iter().any(|w| w == **aud);
    let client = facts.demands.client_id.as_deref().or_else(|| claims.str("azp"));
    let beside = client.filter(|c| audience.contains(c) && audience.iter().any(|a| a != c));
    let sign = match (beside, marks_of_login(facts).as_slice()) {
        (Some(client), _) => {
            format!("its aud holds the client {} beside the API", quoted(client))
        }
        (None, []) => return None,
        (None, marks) => format!("it has {}", listed(marks)),
    };
    let passes = if audience.iter().any(|aud| wanted(&aud)) {
        " It passes because its aud holds the API."
    } else {
        ""
    };
    Some(
        Seen::warning(format!(
            "The token looks like an ID token: {sign}, and no scope or other grant.{passes} An ID \
             token tells the app who signed in; an API takes access tokens."
        ))
        .fix("look at where the app takes the token from: access_token, not id_token, of the response")
        .fix("let the API check more than aud: a scope, or typ at+jwt where the issuer writes it"),
    )
}

/// Whether a token without any grant could be an ID token.
fn may_be_id_token(facts: &Facts<'_>) -> bool {
    let read = facts.token.form == Form::Jws && facts.token.damage.is_empty();
    read && matches!(facts.kind.kind, Kind::AccessToken | Kind::IdToken | Kind::Unknown)
        && facts.kind.confidence < Confidence::Certain
        && !GRANTS.iter().any(|name| facts.claims().has(name))
}

/// What the typ or the place in a response says, and claims of a login.
fn marks_of_login<'f>(facts: &'f Facts<'_>) -> Vec<&'f str> {
    let said = facts.kind.evidence.iter().filter(|e| {
        e.speaks_for == Some(Kind::IdToken) && ["header.typ", "slot"].contains(&e.claim.as_ref())
    });
    let mut marks: Vec<&str> = said.map(|e| e.because.as_ref()).collect();
    let claims = ["nonce", "at_hash", "c_hash", "s_hash"];
    marks.extend(claims.into_iter().filter(|name| facts.claims().has(name)));
    marks
}

/// What to send in place of a token that looks like an ID token and was refused
/// for its typ: an API is not to be opened to those.
pub(super) fn instead_of_login(facts: &Facts<'_>) -> Option<String> {
    let marks = marks_of_login(facts);
    (may_be_id_token(facts) && !marks.is_empty()).then(|| {
        format!(
            "send the access token of the login: this one looks like its ID token, since it has {} \
             and no scope or other grant",
            listed(&marks)
        )
    })
}

/// Kinds that say of themselves that they are nothing an API takes.
const NEVER_FOR_APIS: [Kind; 10] = [
    Kind::DpopProof,
    Kind::EntityStatement,
    Kind::IntrospectionResponse,
    Kind::JarmResponse,
    Kind::KeyBinding,
    Kind::LogoutToken,
    Kind::RequestObject,
    Kind::SecurityEvent,
    Kind::UserinfoResponse,
    Kind::VerifiableCredential,
];

/// Whether the token is of a kind that no API takes.
pub(super) fn is_never_for_apis(facts: &Facts<'_>) -> bool {
    let kind = facts.kind.kind;
    NEVER_FOR_APIS.contains(&kind) && is_kind(facts, kind)
}

/// A token that has the claims of one kind and the typ of another.
fn typed_otherwise(facts: &Facts<'_>) -> Option<Seen> {
    if facts.demands.accepted_typ.is_some() {
        return None;
    }
    let other = |kind: Kind| !matches!(kind, Kind::AccessToken | Kind::Unknown);
    let said = facts.kind.evidence.iter().find(|sign| {
        sign.claim == "header.typ"
            && sign.speaks_for.is_some_and(|kind| other(kind) && kind != facts.kind.kind)
    })?;
    Some(
        Seen::warning(format!(
            "The header names another kind of token: {}. The claims are those of {}, and it passes \
             here all the same, since no check looks at typ.",
            said.because,
            with_article(facts.kind.kind.title())
        ))
        .fix("find out who makes it, and for what; then let the API refuse every other typ: --typ (RFC 8725 section 3.11)"),
    )
}

/// A token of another kind. Where it is refused, its kind explains what it
/// lacks, as long as there is no doubt about it.
pub(super) fn other_kind(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let kind = facts.kind.kind;
    if facts.demands.kind != WantedKind::ForApi {
        return None;
    }
    let never = is_never_for_apis(facts);
    if checks.any_failed() {
        let sure = facts.kind.confidence == Confidence::Certain;
        return (never && sure && facts.demands.behaviour.kind_explains).then(|| sent(facts));
    }
    if !never {
        return typed_otherwise(facts);
    }
    Some(
        Seen::warning(format!(
            "This is no access token but {}{}, and it passes here all the same, since no check \
             stops it. Whoever gets hold of one for another purpose can call the API with it.",
            with_article(kind.title()),
            signs(facts)
        ))
        .fix(facts.kind.advice)
        .fix("let the API refuse it: accepted_typ, or --typ (RFC 8725 section 3.11)"),
    )
}

/// One that a check stops, whichever check that is.
fn sent(facts: &Facts<'_>) -> Seen {
    let kind = with_article(facts.kind.kind.title());
    let takes = match facts.demands.audience.as_slice() {
        [] => "An API takes access tokens that were made for it.".to_owned(),
        wanted => format!("This API takes access tokens made for it, audience {}.", listed(wanted)),
    };
    Seen::error(format!(
        "This is no access token but {kind}{}: it was made for another purpose, and what else is \
         missing in it follows from that. {takes}",
        signs(facts)
    ))
    .fix("send Authorization: Bearer <access_token>")
    .fix(facts.kind.advice)
}
