//! The wrong kind of token: it explains the audience, scope and key failures
//! that follow, so it leads them.

use super::steps::ask;
use super::{
    CheckSpec, Checks, Facts, Group, Outcome, Rule, Seen, listed, possession, quoted, rule,
};
use crate::api::CheckId;
use crate::issuer::{self, OwnApi};
use crate::kind::{Confidence, Kind};
use crate::server::{Refusal, WantedKind};
use crate::token::Form;

mod measure;
mod other;

use measure::kind_and_typ;
use other::{like_id_token, other_kind};

pub(super) static GROUP: Group = Group { checks: &CHECKS, rules: &RULES };

static CHECKS: [CheckSpec; 2] = [
    CheckSpec { id: CheckId::Type, spec: "RFC 8725 section 3.11", measure: kind_and_typ },
    CheckSpec {
        id: CheckId::SenderConstraint,
        spec: "RFC 9449 section 7.1, RFC 8705 section 3",
        measure: possession::sender_constraint,
    },
];

static RULES: [Rule; 8] = [
    rule!(
        "id-token-as-access-token",
        Some(CheckId::Type),
        Refusal::InvalidToken,
        "OpenID Connect Core section 2",
        id_token
    ),
    rule!(
        "refresh-token-as-access-token",
        Some(CheckId::Type),
        Refusal::InvalidToken,
        "RFC 6749 section 1.5",
        refresh_token
    ),
    rule!(
        "management-api-token",
        None,
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.3",
        management
    ),
    rule!(
        "userinfo-only-token",
        None,
        Refusal::InvalidToken,
        "OpenID Connect Core section 5.3",
        userinfo
    ),
    rule!("foreign-api-token", None, Refusal::InvalidToken, "RFC 7519 section 4.1.3", foreign),
    rule!(
        "assertion-as-access-token",
        None,
        Refusal::InvalidToken,
        "RFC 7523 section 2",
        assertion
    ),
    rule!(
        "token-type-header",
        Some(CheckId::Type),
        Refusal::InvalidToken,
        "RFC 8725 section 3.11, RFC 9068 section 4",
        type_header
    ),
    rule!(
        "sender-constrained-as-bearer",
        Some(CheckId::SenderConstraint),
        Refusal::DpopMissing,
        "RFC 9449 section 7.1, RFC 8705 section 3",
        possession::sender_constrained
    ),
];

/// A wrong kind leads when it explains a failure, warns when the token passes
/// all the same, and says nothing while other things can't be told.
fn graded(facts: &Facts<'_>, checks: &Checks, error: Seen) -> Option<Seen> {
    let passes = "It passes here all the same, since no check stops it.";
    let message = format!("{} {passes}", error.message);
    graded_as(facts, checks, error, message)
}

/// The same, with a warning in words of its own.
fn graded_as(facts: &Facts<'_>, checks: &Checks, error: Seen, warning: String) -> Option<Seen> {
    if facts.demands.kind != WantedKind::ForApi && !checks.failed(CheckId::Type) {
        return None;
    }
    if !facts.demands.behaviour.kind_explains && !checks.failed(CheckId::Type) {
        return None;
    }
    if checks.any_failed() {
        return Some(error);
    }
    Some(Seen { severity: super::Severity::Warning, message: warning, ..error })
}

/// The kind, where the signs speak for it and the token is one that can be read.
fn is_kind(facts: &Facts<'_>, kind: Kind) -> bool {
    facts.kind.kind == kind
        && facts.kind.confidence > Confidence::Undecided
        && matches!(facts.token.form, Form::Jws | Form::SdJwt)
        && facts.credential.problem.is_none()
        && facts.token.damage.is_empty()
}

/// The strongest signs for the kind, in brackets.
fn signs(facts: &Facts<'_>) -> String {
    let mut signs: Vec<&str> = facts
        .kind
        .evidence
        .iter()
        .filter(|e| e.speaks_for == Some(facts.kind.kind))
        .map(|e| e.claim.as_ref())
        .collect();
    signs.dedup();
    signs.truncate(3);
    if signs.is_empty() { String::new() } else { format!(" (see {})", listed(&signs)) }
}

fn id_token(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    // Some backends are meant to be given ID tokens: Firebase, Google IAP.
    let iss = facts.claims().str("iss").unwrap_or_default();
    let by_design = facts.kind.provider.is_some_and(|p| p.sends_id_tokens_to_apis(iss));
    if by_design || matches!(facts.demands.kind, WantedKind::IdToken | WantedKind::LogoutToken) {
        return None;
    }
    if !is_kind(facts, Kind::IdToken) {
        return like_id_token(facts, checks);
    }
    let claims = facts.claims();
    let audience = claims.strings_claim("aud").present().unwrap_or_default();
    let wanted = &facts.demands.audience;
    let (api, app): (Vec<&str>, Vec<&str>) =
        audience.iter().partition(|aud| wanted.iter().any(|w| w == *aud));
    let client = match (app.as_slice(), audience.as_slice()) {
        ([], []) => "the app".to_owned(),
        ([], all) => listed(all),
        (app, _) => listed(app),
    };
    let takes = match wanted.as_slice() {
        [] => "An API takes access tokens that were made for it.".to_owned(),
        _ if !app.is_empty() && !api.is_empty() => format!(
            "Its aud holds this API, {}, beside it, so an audience check lets it pass; an API \
             takes access tokens all the same.",
            listed(&api)
        ),
        wanted if wanted.iter().any(|w| audience.contains(&w.as_str())) => {
            "An API takes access tokens, even where it names the app as its audience.".to_owned()
        }
        wanted => {
            format!("This API takes only access tokens made for it, audience {}.", listed(wanted))
        }
    };
    let use_claim = if claims.has("token_use") { " (token_use is 'id')" } else { "" };
    let genuine = match (checks.outcome(CheckId::Signature), checks.outcome(CheckId::Expires)) {
        (Outcome::Pass, Outcome::Pass) => " The token itself is genuine and live.",
        (Outcome::Pass, _) => " The token itself is genuine.",
        _ => "",
    };
    if app.is_empty() && !api.is_empty() && !checks.any_failed() {
        let seen = by_its_own_app(&api, use_claim);
        let message = seen.message.clone();
        return graded_as(facts, checks, seen, message);
    }
    let error = Seen::error(format!(
        "You sent the ID token{use_claim}. It tells your app who signed in, so its audience is \
         the app, {client}. {takes}{genuine}"
    ));
    let error = at_the_issuer(facts, checks, error).fix_at(
        facts,
        "id-token-as-access-token",
        [
            ask(facts),
            "send Authorization: Bearer <access_token>, not <id_token>".to_owned(),
            "do not add the client id to the API's audiences: then every app's ID token opens the API"
                .to_owned(),
        ],
    );
    graded(facts, checks, error)
}

/// An ID token at an API whose audience is the app's own client id: right for
/// the app's own backend, wrong anywhere else, and the API has to know which.
fn by_its_own_app(api: &[&str], use_claim: &str) -> Seen {
    let client = listed(api);
    let seen = Seen::error(format!(
        "You sent the ID token{use_claim}, and it passes because the audience that this API \
         expects, {client}, is the app's client id. That is in order where the API is the backend \
         of this very app and wants to know who signed in; an API that other apps call takes \
         access tokens."
    ));
    seen.fix("the backend of this app: nothing to change, as long as it takes no client id but its own")
        .fix("any other API: let it expect an identifier of its own, and take access tokens that were made for that (tokcheck rule id-token-as-access-token says how, provider by provider)")
}

/// Where the token is of another issuer as well: which one to ask.
fn at_the_issuer(facts: &Facts<'_>, checks: &Checks, seen: Seen) -> Seen {
    match (facts.demands.issuer.as_deref(), facts.claims().str("iss")) {
        (Some(wanted), Some(is)) if checks.failed(CheckId::Issuer) => seen.fix(format!(
            "log in at the issuer that the API trusts, {}: this token is of {}",
            quoted(wanted),
            quoted(is)
        )),
        _ => seen,
    }
}

fn refresh_token(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !is_kind(facts, Kind::RefreshToken) {
        return None;
    }
    graded(facts, checks, refresh_token_sent(facts))
}

/// What a refresh token is for, whatever its form.
pub(super) fn refresh_token_sent(facts: &Facts<'_>) -> Seen {
    Seen::error(format!(
        "You sent the refresh token{}. It is for the token endpoint alone, where the app trades \
         it for a new access token. An API takes the access token.",
        signs(facts)
    ))
    .fix("send Authorization: Bearer <access_token>")
    .fix("when the access token ends: post grant_type=refresh_token to the token endpoint, then send the new access_token")
    .fix("treat this refresh token as leaked if the API is not yours: revoke it")
}

/// The token's audience, where it is nothing but an API of the provider's own.
fn own_api(facts: &Facts<'_>, checks: &Checks, wanted: OwnApi) -> Option<(&'static str, String)> {
    if facts.demands.kind != WantedKind::ForApi
        || facts.credential.problem.is_some()
        || checks.outcome(CheckId::Audience) == Outcome::Pass
    {
        return None;
    }
    // An assertion names the place of its exchange, which is such an API too.
    if is_kind(facts, Kind::ProviderToken) || is_kind(facts, Kind::ClientAssertion) {
        return None;
    }
    let (_, record) = issuer::own_api(facts.claims())?;
    let audience = facts.claims().strings_claim("aud").present().unwrap_or_default();
    (record.api == wanted).then(|| (record.title, listed(&audience)))
}

fn api_of(facts: &Facts<'_>) -> String {
    match facts.demands.audience.as_slice() {
        [] => "This API needs a token of its own".to_owned(),
        wanted => format!("This API wants the audience {}", listed(wanted)),
    }
}

fn management(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let (title, audience) = own_api(facts, checks, OwnApi::Management)?;
    let error = Seen::error(format!(
        "This is an access token for the {title}: its audience is {audience}. {}; a token is good for the API it was asked for and for no other.",
        api_of(facts)
    ))
    .fix_at(
        facts,
        "management-api-token",
        [
            "create an API of your own at the provider, and use its identifier as the audience"
                .to_owned(),
            ask(facts),
        ],
    )
    .fix("do not take the Management API's audience into your API: such tokens rule the tenant");
    graded(facts, checks, error)
}

fn userinfo(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let (_, audience) = own_api(facts, checks, OwnApi::UserInfo)?;
    let error = Seen::error(format!(
        "This access token is good for the userinfo endpoint only: its audience is {audience}. \
         {}; the login did not ask for it.",
        api_of(facts)
    ))
    .fix_at(
        facts,
        "userinfo-only-token",
        [ask(facts), "log in again: the audience list of the new token holds the API".to_owned()],
    );
    graded(facts, checks, error)
}

fn foreign(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let (title, audience) = own_api(facts, checks, OwnApi::Foreign)?;
    let hashed = facts.token.header.members().has("nonce");
    let sealed = if hashed {
        " It carries a nonce in its header, and its signature covers a hash of it: nobody but \
         that API can verify it, so 'invalid signature' says nothing about it."
    } else {
        ""
    };
    let issuers = match (&facts.demands.issuer, facts.claims().str("iss")) {
        (Some(wanted), Some(is)) if checks.failed(CheckId::Issuer) => {
            format!(" The API expects the issuer {}, the token has {}.", quoted(wanted), quoted(is))
        }
        _ => String::new(),
    };
    let error = Seen::error(format!(
        "This access token is for another API, {title}: its audience is {audience}. \
         {}.{issuers}{sealed}",
        api_of(facts)
    ))
    .fix_at(facts, "foreign-api-token", [ask(facts)])
    .fix(format!("keep this token for calls to {title}, and get a second one for your API"));
    graded(facts, checks, error)
}

fn assertion(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let custom = is_kind(facts, Kind::ProviderToken);
    if !custom && !is_kind(facts, Kind::ClientAssertion) {
        return None;
    }
    let audience = facts.claims().strings_claim("aud").present().unwrap_or_default();
    let what = if custom { "a self-signed token (custom token)" } else { "a client assertion" };
    let error = Seen::error(format!(
        "This is {what}: it is addressed to {}, where its owner has to exchange it for the token \
         that an API takes. {}.",
        listed(&audience),
        api_of(facts)
    ))
    .fix_at(
        facts,
        "assertion-as-access-token",
        [
            "exchange it first: post it to the token endpoint that it is addressed to",
            "send the token that the exchange returns",
        ],
    );
    graded(facts, checks, error)
}

fn type_header(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    // As an ID token that an API was sent; a logout token has no rule of its own for that.
    let id_token = is_kind(facts, Kind::IdToken) && facts.demands.kind != WantedKind::LogoutToken;
    let explained = id_token || is_kind(facts, Kind::RefreshToken);
    if explained || facts.credential.problem.is_some() {
        return None;
    }
    if !checks.failed(CheckId::Type) {
        return other_kind(facts, checks);
    }
    let demands = facts.demands;
    let is = checks.message(CheckId::Type);
    let typ = facts.token.typ();
    let accepted = demands.accepted_typ.as_deref().unwrap_or_default();
    if accepted.is_empty() {
        let wanted = demands.token_use.as_deref().map_or_else(
            || "another kind of token was asked for".to_owned(),
            |wanted| format!("token_use {} is wanted", quoted(wanted)),
        );
        return Some(
            Seen::error(format!("The token is not of the type that is taken: {is}, and {wanted}."))
                .fix("send the token of the kind that is asked for"),
        );
    }
    let sent = typ.as_deref().map_or_else(|| "no typ".to_owned(), |t| format!("typ {}", quoted(t)));
    let seen = Seen::error(format!(
        "The header says {sent}, and the API takes typ {} only. The typ names the kind of \
         JWT (RFC 9068 uses at+jwt for access tokens); an API that checks it refuses any \
         other, however good the token.",
        listed(accepted)
    ));
    // The API is right: it is not to be opened to such tokens.
    let for_api = matches!(demands.kind, WantedKind::ForApi | WantedKind::AccessToken);
    if for_api && other::is_never_for_apis(facts) {
        return Some(seen.fix(format!(
            "send the access token of the login: this is {}, which no API takes",
            crate::kind::with_article(facts.kind.kind.title())
        )));
    }
    if let Some(fix) = other::instead_of_login(facts).filter(|_| for_api) {
        return Some(seen.fix(fix));
    }
    Some(
        seen.fix(if typ.is_none() {
            "let the API take tokens without typ too, if the issuer writes none (Spring: JwtTypeValidator.setAllowEmpty; Nimbus: null among the types of its verifier)".to_owned()
        } else {
            format!("let the API accept it: add {sent} to the accepted types (Spring: a JwtTypeValidator on the decoder)")
        })
        .fix_at(facts, "token-type-header", ["or let the issuer write the typ that the API takes"]),
    )
}
