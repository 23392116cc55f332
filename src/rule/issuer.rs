//! `iss`: exact, octet for octet, and the usual ways to miss it.

use super::steps::NONE;
use super::{CheckSpec, Checks, Facts, Group, Outcome, Rule, Seen, quoted, rule};
use crate::api::CheckId;
use crate::issuer;
use crate::server::Refusal;
use crate::token::{Claim, Form};

mod difference;
mod measure;

use difference::{Difference, NoIssuer, Sides, difference, is_one_server, no_issuer, spelling};
use measure::check;

pub(super) static GROUP: Group = Group { checks: &CHECKS, rules: &RULES };

static CHECKS: [CheckSpec; 1] =
    [CheckSpec { id: CheckId::Issuer, spec: "RFC 7519 section 4.1.1", measure: check }];

static RULES: [Rule; 8] = [
    rule!(
        "issuer-from-token",
        Some(CheckId::Issuer),
        Refusal::InvalidToken,
        "RFC 8725 section 3.8",
        from_token
    ),
    rule!(
        "issuer-mismatch",
        Some(CheckId::Issuer),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.1",
        mismatch
    ),
    rule!(
        "issuer-trailing-slash",
        Some(CheckId::Issuer),
        Refusal::InvalidToken,
        "RFC 8414 section 4",
        trailing_slash
    ),
    rule!(
        "issuer-custom-domain",
        Some(CheckId::Issuer),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.1",
        custom_domain
    ),
    rule!(
        "issuer-version",
        Some(CheckId::Issuer),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.1",
        version
    ),
    rule!(
        "issuer-wrong-tenant",
        Some(CheckId::Issuer),
        Refusal::InvalidToken,
        "RFC 8725 section 3.8",
        wrong_tenant
    ),
    rule!(
        "issuer-internal-hostname",
        Some(CheckId::Issuer),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.1",
        internal_hostname
    ),
    rule!(
        "issuer-path-mismatch",
        Some(CheckId::Issuer),
        Refusal::InvalidToken,
        "RFC 8414 section 3",
        path_mismatch
    ),
];

fn sides<'a>(facts: &Facts<'a>, checks: &Checks) -> Option<Sides<'a>> {
    if !checks.failed(CheckId::Issuer) {
        return None;
    }
    let wanted = facts.demands.issuer.as_deref()?;
    let is = facts.claims().string_claim("iss").present()?;
    let genuine = checks.outcome(CheckId::Signature) == Outcome::Pass;
    Some(Sides { wanted, is, difference: difference(wanted, is, genuine) })
}

/// The expected issuer and the token's, where these are two issuers and not
/// two names of one: keys of the one say nothing of the other's tokens.
pub(super) fn strangers<'a>(facts: &Facts<'a>, checks: &Checks) -> Option<(&'a str, &'a str)> {
    let sides = sides(facts, checks)?;
    let apart = match sides.difference {
        Difference::WrongTenant => true,
        Difference::Path => !is_one_server(&sides),
        Difference::Other => spelling(sides.wanted) != spelling(sides.is),
        Difference::CustomDomain
        | Difference::InternalHostname
        | Difference::NoIssuer
        | Difference::TrailingSlash
        | Difference::Version => false,
    };
    apart.then_some((sides.wanted, sides.is))
}

/// A setting that is no issuer.
fn misnamed(sides: &Sides<'_>, what: NoIssuer<'_>) -> Seen {
    let why = match what {
        NoIssuer::Braces => "its braces are a place for the tenant's own id".to_owned(),
        NoIssuer::Document => "it is the address of a document about the issuer".to_owned(),
        NoIssuer::Name(name) => format!(
            "{} is a name to log in by, and tokens have the tenant's id there",
            quoted(name)
        ),
    };
    let seen = Seen::error(format!(
        "What the API is set to is no issuer, and no token has it as its iss: {why}. In this case {}.",
        both(sides)
    ));
    let set = format!("set the API's issuer to {}, exactly as the token has it", quoted(sides.is));
    if what == NoIssuer::Document {
        return seen.fix(set).fix("give that address where a metadata or discovery address is asked for, not as the issuer");
    }
    // Whose tenant the token names is not known: it is not to be trusted for being named.
    let seen = seen.fix(format!("one tenant: {set}, if that is your own tenant"));
    let by_id = issuer::by_issuer(sides.wanted).is_some_and(|provider| provider.tenant_is_guid);
    let many = if by_id {
        "let the API put the token's own tid into the issuer's template, and list"
    } else {
        "list"
    };
    seen.fix(format!("many tenants: {many} the tenants that the API takes; never switch the check of the issuer off"))
}

fn both(sides: &Sides<'_>) -> String {
    let is_document =
        sides.wanted.contains("/.well-known/") && sides.difference != Difference::NoIssuer;
    let what = if is_document {
        " (the address of a document, which no token has as its iss)"
    } else {
        ""
    };
    format!("the API expects {}{what}, the token has {}", quoted(sides.wanted), quoted(sides.is))
}

fn seen(
    facts: &Facts<'_>,
    checks: &Checks,
    difference: Difference,
    words: impl Fn(&Sides<'_>) -> Seen,
) -> Option<Seen> {
    sides(facts, checks).filter(|s| s.difference == difference).map(|s| words(&s))
}

fn from_token(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    (facts.demands.issuer_from_token && facts.token.form == Form::Jws).then(|| {
        Seen::warning(
            "The issuer and its keys were taken from the token itself, so the token agrees with \
             itself and no more: anybody can set up an issuer and sign with its keys.",
        )
        .fix("say which issuer you trust: --issuer URL or --tenant NAME")
    })
}

fn mismatch(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Issuer) {
        return None;
    }
    let wanted = facts.demands.issuer.as_deref()?;
    match facts.claims().string_claim("iss") {
        Claim::Absent => Some(
            Seen::error(format!(
                "The token has no iss claim, and the API takes tokens of the issuer {} only.",
                quoted(wanted)
            ))
            .fix("let the issuer set iss, or send a token of the expected issuer"),
        ),
        Claim::Malformed(_) => None,
        Claim::Present(_) => {
            let sides = sides(facts, checks)?;
            let no_issuer = no_issuer(sides.wanted, sides.is);
            let named = no_issuer.filter(|_| sides.difference == Difference::NoIssuer);
            named.map(|what| misnamed(&sides, what)).or_else(|| another(facts, checks))
        }
    }
}

/// The token is of another issuer, or the same is written otherwise.
fn another(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    seen(facts, checks, Difference::Other, |s| {
        if spelling(s.wanted) == spelling(s.is) {
            return spelled(facts, s);
        }
        let other = facts.kind.provider.map_or("another login service", |p| p.title);
        Seen::error(format!(
                "The token comes from another issuer than the API trusts: {}. Issuers are \
                 compared letter by letter, scheme and port included.",
                both(s)
            ))
            .fix(format!("log in at the expected issuer, and send its access token: a token of {other} has to be traded for one there first"))
            .fix(format!("or set the API's issuer to {}, if that one is meant to be trusted", quoted(s.is)))
    })
}

/// The same issuer, but for what `spelling` passes over.
fn spelled(facts: &Facts<'_>, s: &Sides<'_>) -> Seen {
    let seen = Seen::error(format!(
        "The issuer is written in two ways: {}. They differ in scheme, port, letter case, white \
         space or characters that can't be seen, and issuers are compared letter by letter.",
        both(s)
    ));
    let set = format!("set the API's issuer to {}, exactly as the token has it", quoted(s.is));
    if s.is.starts_with("http://") && s.wanted.starts_with("https://") {
        return seen
            .fix("let the login server write its public https address into tokens: behind a proxy it has to be told of scheme and host (X-Forwarded-Proto, X-Forwarded-Host)")
            .fix_at(facts, "issuer-mismatch", NONE);
    }
    seen.fix(set)
}

fn trailing_slash(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    seen(facts, checks, Difference::TrailingSlash, |s| {
        let seen = Seen::error(format!(
            "The issuer differs by the final slash only: {}. Issuers are compared letter by \
             letter, and the slash counts.",
            both(s)
        ));
        let set = format!("set the API's issuer to {}, exactly as the token has it", quoted(s.is));
        let seen = if s.is.ends_with('/') {
            seen.fix(set)
        } else {
            seen.fix_at(facts, "issuer-trailing-slash", [set])
        };
        seen.fix("do not strip or add the slash in code: other parts compare it too")
    })
}

fn custom_domain(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    seen(facts, checks, Difference::CustomDomain, |s| {
        Seen::error(format!(
            "One side uses the provider's own domain, the other the tenant's custom domain: {}. \
             The tenant is the same, since its key fits; the issuer in a token is the domain \
             through which it was asked for.",
            both(s)
        ))
        .fix(format!(
            "set the API's issuer to {}, and use that domain in every client",
            quoted(s.is)
        ))
        .fix("or let the clients log in through the domain that the API expects")
        .fix_at(facts, "issuer-custom-domain", NONE)
    })
}

fn version(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    seen(facts, checks, Difference::Version, |s| {
        let (wanted, is) = if s.is_of_v1() { ("v2", "v1") } else { ("v1", "v2") };
        Seen::error(format!(
            "The token is of version {is} and the API expects version {wanted} of the same \
             directory: {}. At Entra ID the API's registration decides the version, not the \
             endpoint that the app asks.",
            both(s)
        ))
        .fix(if wanted == "v2" {
            "in the API's app registration, Manifest: set requestedAccessTokenVersion to 2 (older name: accessTokenAcceptedVersion), then get a new token"
        } else {
            "let the API use the v2.0 authority: https://login.microsoftonline.com/TENANT/v2.0"
        })
        .fix("mind that v1 and v2 spell the audience differently too (api:// URI against client id)")
    })
}

fn wrong_tenant(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    seen(facts, checks, Difference::WrongTenant, |s| {
        let provider = issuer::by_issuer(s.is).map_or("the provider", |p| p.title);
        Seen::error(format!(
            "The token comes from another tenant of {provider} than the API trusts: {} as the \
             issuer. Development and production, regions and directories are separate tenants.",
            both(s)
        ))
        .fix(format!("let the app log in at the tenant of the API, {}", quoted(s.wanted)))
        .fix("or point the API at the tenant of the app: issuer and key set together")
        .fix_at(facts, "issuer-wrong-tenant", NONE)
    })
}

fn internal_hostname(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    seen(facts, checks, Difference::InternalHostname, |s| {
        Seen::error(format!(
            "The same server goes by two host names: {}. The issuer in a token is the hostname \
             under which the browser reached the server; inside containers it has another one.",
            both(s)
        ))
        .fix_at(facts, "issuer-internal-hostname", ["give the login server one public hostname, which it writes into tokens however it is reached"])
        .fix(format!("or set the API's issuer to {} and fetch the keys from the inside address apart from it (jwks URL)", quoted(s.is)))
    })
}

fn path_mismatch(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    seen(facts, checks, Difference::Path, |s| {
        Seen::error(format!(
            "The token comes from the same host, but from another authorization server or realm \
             there: {}. {}",
            both(s),
            if s.wanted.eq_ignore_ascii_case(s.is) {
                "They differ in upper and lower case only, and the path of an issuer is compared \
                 letter by letter."
            } else {
                "Each has its own keys, audiences and scopes."
            }
        ))
        .fix(if is_one_server(s) {
            format!(
                "set the API's issuer to {}, as the server's discovery document has it",
                quoted(s.is)
            )
        } else {
            format!("let the app log in at {}", quoted(s.wanted))
        })
        .fix_at(
            facts,
            "issuer-path-mismatch",
            [format!(
                "or set the API's issuer to {}, if that one is meant to be trusted",
                quoted(s.is)
            )],
        )
    })
}
