//! Who the token speaks of and to whom it was issued: `sub`, `azp`, `org_id`.

use super::{Seen, listed, quoted, sent};
use crate::api::{CheckId, fits_pattern};
use crate::rule::steps::NONE;
use crate::rule::steps::{CLIENT_CLAIMS, client};
use crate::rule::{Checks, Facts, Measured};
use crate::server::{Fault, WantedKind};
use crate::text::json::{Json, Object};
use crate::token::Claim;

/// How a claim shows that no user stands behind the token.
enum Sign {
    BeginsWith(&'static str),
    EndsWith(&'static str),
    Is(&'static str),
    /// `sub` is the client itself (RFC 9068 section 2.2).
    IsTheClient,
    /// It is the subject, and nothing was delegated: the object of an app at
    /// Entra ID, which writes `idtyp` only where that is asked for.
    IsTheSubject,
}

/// What providers write into tokens of the client credentials grant.
static MACHINE_SIGNS: [(&str, Sign); 6] = [
    ("gty", Sign::Is("client-credentials")),
    ("gty", Sign::Is("client_credentials")),
    ("sub", Sign::EndsWith("@clients")),
    ("idtyp", Sign::Is("app")),
    ("preferred_username", Sign::BeginsWith("service-account-")),
    ("sub", Sign::IsTheClient),
];

/// Signs that advice may go by, and a decision may not.
static MACHINE_HINTS: [(&str, Sign); 1] = [("oid", Sign::IsTheSubject)];

/// The claim that shows it, with its value.
fn machine_sign(claims: &Object) -> Option<(&'static str, &str)> {
    sign_among(&MACHINE_SIGNS, claims)
}

/// The same, where a wrong guess costs no more than a step of advice.
pub(in crate::rule) fn machine_hint(claims: &Object) -> Option<(&'static str, &str)> {
    machine_sign(claims).or_else(|| sign_among(&MACHINE_HINTS, claims))
}

fn sign_among<'a>(
    signs: &'static [(&'static str, Sign)],
    claims: &'a Object,
) -> Option<(&'static str, &'a str)> {
    signs.iter().find_map(|(name, sign)| {
        let value = claims.str(name)?;
        let fits = match sign {
            Sign::BeginsWith(text) => value.starts_with(text),
            Sign::EndsWith(text) => value.ends_with(text),
            Sign::Is(text) => value == *text,
            Sign::IsTheClient => CLIENT_CLAIMS.iter().any(|c| claims.str(c) == Some(value)),
            Sign::IsTheSubject => claims.str("sub") == Some(value) && !claims.has("scp"),
        };
        fits.then_some((*name, value))
    })
}

pub(super) fn subject(facts: &Facts<'_>) -> Measured {
    let is = sent(facts, "sub");
    let demands = facts.demands;
    if !crate::rule::has_claims(facts) {
        return Measured::skip(is, "there are no claims to read");
    }
    let claim = facts.claims().string_claim("sub");
    if let (Claim::Malformed(json), true) = (claim, demands.behaviour.typed.contains(&"sub")) {
        let what = format!("sub is {}, not a string", json.type_name());
        return Measured::fail("a string", is, what).by(Fault::Type);
    }
    if demands.requires_user {
        if let Some((name, value)) = machine_sign(facts.claims()) {
            let what = format!("a client, not a user: {name} is {}", quoted(value));
            return Measured::fail("a user", is, what);
        }
        if claim == Claim::Absent {
            return Measured::fail("a user", is, "there is no sub claim");
        }
    }
    if demands.subject.is_empty() {
        return if demands.requires_user {
            Measured::pass("a user", is, "nothing says that it is a client")
        } else {
            Measured::skip(is, "no subject was asked for")
        };
    }
    let wanted = Json::from(demands.subject.clone());
    match claim {
        Claim::Present(sub) if demands.subject.iter().any(|p| fits_pattern(sub, p)) => {
            Measured::pass(wanted, is, "it fits")
        }
        Claim::Present(_) => Measured::fail(wanted, is, "it fits no pattern"),
        Claim::Absent => Measured::fail(wanted, is, "there is no sub claim"),
        Claim::Malformed(json) => {
            let what = format!("sub is {}, not a string", json.type_name());
            Measured::fail(wanted, is, what).by(Fault::Type)
        }
    }
}

pub(super) fn authorized_party(facts: &Facts<'_>) -> Measured {
    let claims = facts.claims();
    let demands = facts.demands;
    let name = CLIENT_CLAIMS.into_iter().find(|name| claims.has(name));
    let is = name.map_or(Json::Null, |name| sent(facts, name));
    let client = name.and_then(|name| claims.str(name));
    let mut wanted = demands.authorized_parties.clone();
    // OpenID Connect Core section 3.1.3.7, step 5.
    if wanted.is_empty() && demands.kind == WantedKind::IdToken && claims.has("azp") {
        wanted.extend(demands.client_id.clone());
    }
    if wanted.is_empty() {
        return Measured::skip(is, "any client's token is taken");
    }
    if !crate::rule::has_claims(facts) {
        return Measured::skip(is, "there are no claims to read");
    }
    match client {
        Some(client) if wanted.iter().any(|w| w == client) => {
            Measured::pass(wanted, is, "issued to a client that is taken")
        }
        Some(_) => Measured::fail(wanted, is, "issued to another client"),
        None => Measured::fail(wanted, is, "no claim says to which client it was issued"),
    }
}

pub(super) fn organization(facts: &Facts<'_>) -> Measured {
    let Some(wanted) = &facts.demands.org_id else {
        return Measured::skip(sent(facts, "org_id"), "no organization was asked for");
    };
    if !crate::rule::has_claims(facts) {
        return Measured::skip(Json::Null, "there are no claims to read");
    }
    // Auth0: an id begins with org_ and is compared exactly, a name in any case.
    let claims = facts.claims();
    let by_name = !wanted.starts_with("org_")
        && claims.str("org_id") != Some(wanted)
        && (claims.has("org_name") || !claims.has("org_id"));
    let name = if by_name { "org_name" } else { "org_id" };
    let is = sent(facts, name);
    match facts.claims().str(name) {
        Some(org) if org == wanted || by_name && org.eq_ignore_ascii_case(wanted) => {
            Measured::pass(Json::text(wanted), is, "this organization")
        }
        Some(_) => Measured::fail(Json::text(wanted), is, "another organization"),
        None => Measured::fail(Json::text(wanted), is, format!("there is no {name} claim")),
    }
}

pub(super) fn machine_token(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !facts.demands.requires_user || !checks.failed(CheckId::Subject) {
        return None;
    }
    let how = match machine_sign(facts.claims()) {
        Some((name, value)) => format!("its {name} is {}", quoted(value)),
        None if facts.claims().string_claim("sub") == Claim::Absent => "it has no sub".to_owned(),
        None => return None,
    };
    Some(
        Seen::error(format!(
            "The token speaks for a client, not for a user: {how}. It comes from the client \
             credentials grant, in which nobody logs in, and this API needs a user."
        ))
        .fix_at(
            facts,
            "machine-token-no-user",
            [
                "let the user log in (authorization code flow with PKCE), and send that access token",
                "where one service calls another for a user: hand the user's token on, or exchange it (RFC 8693)",
            ],
        ),
    )
}

pub(super) fn authorized_party_mismatch(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::AuthorizedParty) {
        return other_client(facts);
    }
    let claims = facts.claims();
    let named = client(claims);
    let wanted = if facts.demands.authorized_parties.is_empty() {
        facts.demands.client_id.iter().cloned().collect()
    } else {
        facts.demands.authorized_parties.clone()
    };
    let is = named.map_or_else(
        || "no claim (azp, appid, cid, client_id) says to which".to_owned(),
        |(name, value)| format!("its {name} is {}", quoted(value)),
    );
    let by_case = |w: &String| named.is_some_and(|(_, value)| w.eq_ignore_ascii_case(value));
    let nearly = if wanted.iter().any(by_case) {
        " They differ in upper and lower case only, and are compared letter by letter."
    } else {
        ""
    };
    Some(
        Seen::error(format!(
            "The token was issued to a client that is not taken: {is}, and only {} may call \
             (authorized party, azp).{nearly}",
            listed(&wanted)
        ))
        .fix("add the client to the API's list, if it is meant to call it")
        .fix("or call the API from the client that is on the list")
        .fix_at(facts, "authorized-party-mismatch", NONE),
    )
}

/// The client that the API's profile names is a hint for the kind of token, and
/// nothing that an access token is held against.
fn other_client(facts: &Facts<'_>) -> Option<Seen> {
    let demands = facts.demands;
    let ours = demands.client_id.as_deref()?;
    let (name, is) = client(facts.claims())?;
    let for_api = matches!(demands.kind, WantedKind::AccessToken | WantedKind::ForApi);
    let asked = !for_api || !demands.authorized_parties.is_empty();
    if asked || is == ours || demands.audience.iter().any(|aud| aud == is) {
        return None;
    }
    Some(
        Seen::note(format!(
            "The token was issued to the client {} ({name}), not to client_id {}. That is not \
             checked: client_id only tells ID tokens of the app from tokens for the API.",
            quoted(is),
            quoted(ours)
        ))
        .fix("to take tokens of named clients only: authorized_parties, or --authorized-party"),
    )
}

pub(super) fn organization_mismatch(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Organization) {
        return None;
    }
    let wanted = quoted(facts.demands.org_id.as_deref()?);
    let claims = facts.claims();
    let is = claims.str("org_id").or_else(|| claims.str("org_name"));
    Some(match is {
        Some(is) => Seen::error(format!(
            "The token is of another organization: the API wants {wanted}, and its org_id (or \
             org_name) is {}.",
            quoted(is)
        ))
        .fix(format!("log in with organization={wanted}")),
        None => Seen::error(format!(
            "The token is of no organization: the API wants {wanted}, and there is no org_id in \
             it. The user logged in without naming an organization."
        ))
        .fix_at(
            facts,
            "organization-mismatch",
            [format!("send organization={wanted} in the authorize request")],
        ),
    })
}

pub(super) fn subject_mismatch(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Subject) || facts.demands.subject.is_empty() {
        return None;
    }
    let sub = match facts.claims().string_claim("sub") {
        Claim::Present(sub) => sub,
        Claim::Absent => "absent",
        Claim::Malformed(_) => return None,
    };
    if sub != "absent" && facts.demands.subject.iter().any(|p| fits_pattern(sub, p)) {
        return None;
    }
    let same_case =
        facts.demands.subject.iter().any(|p| fits_pattern(&sub.to_lowercase(), &p.to_lowercase()));
    let hint = if same_case { " They differ in upper and lower case only." } else { "" };
    Some(
        Seen::error(format!(
            "The subject does not fit: sub is {}, and the policy takes {}. It is compared letter \
             by letter.{hint}",
            quoted(sub),
            listed(&facts.demands.subject)
        ))
        .fix_at(
            facts,
            "subject-mismatch",
            [
                format!("change the policy's pattern to fit {}, as narrow as can be", quoted(sub)),
                "or send a token that speaks for the subject which the policy names".to_owned(),
            ],
        ),
    )
}
