//! What a good token may do here: who, for which client, with which scope,
//! and the claims that a client compares in its ID token.

use super::{CheckSpec, Checks, Facts, Group, Rule, Seen, found, listed, possession, quoted, rule};
use crate::api::{CheckId, RequiredClaim};
use crate::kind::{Confidence, Kind};
use crate::server::{Fault, Refusal, WantedKind};
use crate::text::json::Json;
use crate::text::time::Timestamp;

mod grants;
mod login;
mod needed;
pub(super) mod parties;
mod places;

use needed::{lack, lacking, required_claims, required_missing};

pub(super) static GROUP: Group = Group { checks: &CHECKS, rules: &RULES };

static CHECKS: [CheckSpec; 10] = [
    CheckSpec { id: CheckId::Subject, spec: "RFC 7519 section 4.1.2", measure: parties::subject },
    CheckSpec {
        id: CheckId::AuthorizedParty,
        spec: "OpenID Connect Core section 2",
        measure: parties::authorized_party,
    },
    CheckSpec {
        id: CheckId::Nonce,
        spec: "OpenID Connect Core section 3.1.3.7",
        measure: login::nonce,
    },
    CheckSpec {
        id: CheckId::AccessTokenHash,
        spec: "OpenID Connect Core section 3.2.2.9",
        measure: login::access_token_hash,
    },
    CheckSpec {
        id: CheckId::CodeHash,
        spec: "OpenID Connect Core section 3.3.2.10",
        measure: login::code_hash,
    },
    CheckSpec {
        id: CheckId::Acr,
        spec: "OpenID Connect Core section 3.1.3.7",
        measure: login::acr,
    },
    CheckSpec { id: CheckId::Scope, spec: "RFC 6750 section 3.1", measure: grants::scope },
    CheckSpec {
        id: CheckId::Permissions,
        spec: "RFC 9068 section 2.2.3",
        measure: grants::permissions,
    },
    CheckSpec {
        id: CheckId::Organization,
        spec: "RFC 7519 section 4.3",
        measure: parties::organization,
    },
    CheckSpec { id: CheckId::RequiredClaims, spec: "RFC 7519 section 4", measure: required_claims },
];

static RULES: [Rule; 17] = [
    rule!(
        "nonce-mismatch",
        Some(CheckId::Nonce),
        Refusal::InvalidToken,
        "OpenID Connect Core section 3.1.3.7",
        login::nonce_mismatch
    ),
    rule!(
        "token-hash-mismatch",
        Some(CheckId::AccessTokenHash),
        Refusal::InvalidToken,
        "OpenID Connect Core section 3.2.2.9",
        login::token_hash_mismatch
    ),
    rule!(
        "code-hash-mismatch",
        Some(CheckId::CodeHash),
        Refusal::InvalidToken,
        "OpenID Connect Core section 3.3.2.10",
        login::code_hash_mismatch
    ),
    rule!(
        "acr-mismatch",
        Some(CheckId::Acr),
        Refusal::InvalidToken,
        "OpenID Connect Core section 3.1.3.7",
        login::acr_mismatch
    ),
    rule!(
        "dpop-proof-invalid",
        Some(CheckId::SenderConstraint),
        Refusal::InvalidProof,
        "RFC 9449 section 4.3",
        possession::dpop_proof_invalid
    ),
    rule!(
        "certificate-mismatch",
        Some(CheckId::SenderConstraint),
        Refusal::InvalidToken,
        "RFC 8705 section 3",
        possession::certificate_mismatch
    ),
    rule!("claim-type-invalid", None, Refusal::InvalidToken, "RFC 7519 section 4.1", claim_type),
    rule!(
        "required-claim-missing",
        Some(CheckId::RequiredClaims),
        Refusal::InvalidToken,
        "RFC 7519 section 4",
        required_missing
    ),
    rule!(
        "custom-claim-missing",
        Some(CheckId::RequiredClaims),
        Refusal::Forbidden,
        "RFC 7519 section 4.2",
        custom_missing
    ),
    rule!(
        "insufficient-scope",
        Some(CheckId::Scope),
        Refusal::InsufficientScope,
        "RFC 6750 section 3.1",
        grants::insufficient_scope
    ),
    rule!(
        "scope-claim-name",
        Some(CheckId::Scope),
        Refusal::InsufficientScope,
        "RFC 8693 section 4.2",
        grants::scope_claim_name
    ),
    rule!(
        "permissions-missing",
        Some(CheckId::Permissions),
        Refusal::InsufficientScope,
        "RFC 6750 section 3.1",
        grants::permissions_missing
    ),
    rule!(
        "machine-token-no-user",
        Some(CheckId::Subject),
        Refusal::Forbidden,
        "RFC 6749 section 4.4",
        parties::machine_token
    ),
    rule!(
        "authorized-party-mismatch",
        Some(CheckId::AuthorizedParty),
        Refusal::InvalidToken,
        "OpenID Connect Core section 2",
        parties::authorized_party_mismatch
    ),
    rule!(
        "organization-mismatch",
        Some(CheckId::Organization),
        Refusal::Forbidden,
        "RFC 7519 section 4.3",
        parties::organization_mismatch
    ),
    rule!(
        "subject-mismatch",
        Some(CheckId::Subject),
        Refusal::Forbidden,
        "RFC 7519 section 4.1.2",
        parties::subject_mismatch
    ),
    rule!("personal-data", None, Refusal::InvalidToken, "RFC 9068 section 6", personal_data),
];

/// Claims about a person (OpenID Connect Core section 5.1).
const PERSONAL: [&str; 10] = [
    "email",
    "phone_number",
    "phone",
    "name",
    "given_name",
    "family_name",
    "birthdate",
    "gender",
    "address",
    "picture",
];

/// Claims with the JSON type that RFC 7519 section 4.1 gives them.
const TYPES: [(&str, &str, Shape); 7] = [
    ("iss", "a string", Shape::Text),
    ("sub", "a string", Shape::Text),
    ("aud", "a string or a list of strings", Shape::Texts),
    ("exp", "a number of seconds", Shape::Time),
    ("nbf", "a number of seconds", Shape::Time),
    ("iat", "a number of seconds", Shape::Time),
    ("jti", "a string", Shape::Text),
];

#[derive(Clone, Copy)]
enum Shape {
    Text,
    Texts,
    Time,
}

impl Shape {
    fn fits(self, json: &Json) -> bool {
        let is_text = |json: &Json| json.as_str().is_some();
        match (self, json) {
            (Self::Text | Self::Texts, Json::String(_)) => true,
            (Self::Texts, Json::Array(items)) => items.iter().all(is_text),
            (Self::Time, Json::Number(number)) => Timestamp::from_number(number.text()).is_some(),
            _ => false,
        }
    }
}

fn claim_type(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let claims = facts.claims();
    let odd: Vec<_> = TYPES
        .iter()
        .filter_map(|(name, wanted, shape)| {
            let json = claims.get(name).filter(|json| !shape.fits(json))?;
            Some((*name, *wanted, json))
        })
        .collect();
    let minded = |name: &str| {
        let check = match name {
            "iss" => CheckId::Issuer,
            "sub" => CheckId::Subject,
            "aud" => CheckId::Audience,
            "exp" => CheckId::Expires,
            "nbf" => CheckId::NotBefore,
            "iat" => CheckId::IssuedAt,
            _ => CheckId::Payload,
        };
        checks.failed_by(check, Fault::Type)
    };
    let (name, wanted, json) = odd.iter().find(|(name, ..)| minded(name)).or(odd.first())?;
    let message = format!(
        "The claim {name} is {} ({}), and it has to be {wanted} (RFC 7519 section 4.1).",
        json.type_name(),
        quoted(&json.to_string())
    );
    let fix = match *wanted {
        "a number of seconds" => {
            format!("write {name} as a JSON number: seconds since 1970, without quotes")
        }
        _ => format!("write {name} as {wanted} where the token is made"),
    };
    Some(if minded(name) {
        Seen::error(format!("{message} A reader can't compare it, so it refuses the token."))
            .fix(fix)
    } else {
        Seen::warning(format!("{message} Some libraries refuse the token for it.")).fix(fix)
    })
}

/// The last part of a claim's name: `roles` of `https://acme.example/roles`.
fn local_name(name: &str) -> &str {
    name.rsplit(['/', ':', '#', '|']).next().filter(|n| !n.is_empty()).unwrap_or(name)
}

/// A claim of the same local name, under another namespace or in other letters.
fn namesake<'a>(facts: &Facts<'a>, wanted: &str) -> Option<&'a str> {
    facts
        .claims()
        .iter()
        .map(|(name, _)| name)
        .find(|name| *name != wanted && local_name(name).eq_ignore_ascii_case(local_name(wanted)))
}

fn custom_missing(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::RequiredClaims) {
        return None;
    }
    let absent = lacking(facts, false);
    let first = absent.first()?;
    let there = facts.claims().get(&first.name).is_some_and(|json| *json != Json::Null);
    let names: Vec<&str> = absent.iter().map(|claim| claim.name.as_str()).collect();
    if there {
        return Some(
            Seen::error(format!(
                "A claim that the API needs has another value: {}.{}",
                lack(facts, first),
                values_elsewhere(facts, &absent)
            ))
            .fix("change what the user or client is given at the issuer, then log in again"),
        );
    }
    if let Some(other) = namesake(facts, &first.name) {
        return Some(
            Seen::error(format!(
                "The token has no claim {}; it has {} instead: the same name under another \
                 namespace. Claim names are compared letter by letter.",
                quoted(&first.name),
                quoted(other)
            ))
            .fix(format!(
                "use one name on both sides: read {} in the API, or set {} at the issuer",
                quoted(other),
                quoted(&first.name)
            )),
        );
    }
    if matches!(facts.demands.kind, WantedKind::IdToken | WantedKind::LogoutToken) {
        return Some(
            Seen::error(format!(
                "The token has no claim {}, which is asked for.{}",
                listed(&names),
                values_elsewhere(facts, &absent)
            ))
            .fix("let the issuer set the claim in tokens of this kind, then log in again"),
        );
    }
    Some(
        Seen::error(format!(
            "The access token has no claim {}, which the API needs. Claims that are added to the \
             ID token, or after the token was issued, are not in the access token.{}",
            listed(&names),
            values_elsewhere(facts, &absent)
        ))
        .fix_at(
            facts,
            "custom-claim-missing",
            [format!(
                "let the issuer set {} in the access token, under a name with a namespace (a URL \
                 of yours): bare names may be dropped",
                quoted(&first.name)
            )],
        )
        .fix("then log in again: tokens already issued don't change"),
    )
}

/// In which other claim the wanted values stand, where they stand anywhere.
fn values_elsewhere(facts: &Facts<'_>, absent: &[&RequiredClaim]) -> String {
    let values: Vec<&str> = absent.iter().filter_map(|claim| claim.value.as_deref()).collect();
    let read: Vec<&str> = absent.iter().map(|claim| claim.name.as_str()).collect();
    places::told(facts, &values, &read)
}

/// Not what an API refuses, and good to know of a token that passes.
fn personal_data(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let access = facts.kind.kind == Kind::AccessToken
        && facts.kind.confidence > Confidence::Undecided
        && matches!(facts.demands.kind, WantedKind::AccessToken | WantedKind::ForApi);
    if !access || checks.any_failed() {
        return None;
    }
    let told: Vec<&str> =
        PERSONAL.into_iter().filter(|name| facts.claims().get(name).is_some()).collect();
    (!told.is_empty()).then(|| {
        Seen::note(format!(
            "The access token says who the user is ({}). It is signed, not encrypted: every \
             client, proxy and log on its way can read that.",
            listed(&told)
        ))
        .fix("leave out what the API does not need, or let it look that up by sub")
    })
}

/// What a claim holds.
fn sent(facts: &Facts<'_>, name: &str) -> Json {
    found(facts.claims(), name)
}
