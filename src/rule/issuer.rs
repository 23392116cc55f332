//! `iss`: exact, octet for octet, and the usual ways to miss it.

use super::steps::NONE;
use super::{CheckSpec, Checks, Facts, Group, Outcome, Rule, Seen, quoted, rule};
use crate::api::CheckId;
use crate::issuer::{self, Provider};
use crate::server::Refusal;
use crate::token::{Claim, Form};

mod measure;

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

/// How the two issuers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Difference {
    CustomDomain,
    InternalHostname,
    Other,
    Path,
    TrailingSlash,
    Version,
    WrongTenant,
}

/// The two sides of a failed check: what is expected, what the token says, how they differ.
struct Sides<'a> {
    wanted: &'a str,
    is: &'a str,
    difference: Difference,
}

fn sides<'a>(facts: &Facts<'a>, checks: &Checks) -> Option<Sides<'a>> {
    if !checks.failed(CheckId::Issuer) {
        return None;
    }
    let wanted = facts.demands.issuer.as_deref()?;
    let is = facts.claims().string_claim("iss").present()?;
    let genuine = checks.outcome(CheckId::Signature) == Outcome::Pass;
    Some(Sides { wanted, is, difference: difference(wanted, is, genuine) })
}

fn difference(wanted: &str, is: &str, genuine: bool) -> Difference {
    let bare = |text: &str| text.trim_end_matches('/').to_owned();
    if bare(wanted) == bare(is) {
        return Difference::TrailingSlash;
    }
    // Without a scheme it is a name, such as a client's, and no place to compare.
    if spelling(wanted) == spelling(is) || wanted.contains("://") != is.contains("://") {
        return Difference::Other;
    }
    let (Some(a), Some(b)) = (Location::read(wanted), Location::read(is)) else {
        return Difference::Other;
    };
    let (ours, theirs) = (issuer::by_issuer(wanted), issuer::by_issuer(is));
    let own = |p: Option<&'static Provider>, host: &str| p.is_some_and(|p| p.default_host(host));
    let (own_a, own_b) = (own(ours, a.host), own(theirs, b.host));
    let same = ours.zip(theirs).filter(|(x, y)| x.id == y.id).map(|(x, _)| x);
    if let Some(provider) = same.filter(|_| own_a && own_b) {
        return same_provider(provider, &a, &b);
    }
    if a.host == b.host && a.port == b.port && a.path != b.path {
        return Difference::Path;
    }
    // A provider's own hosts are public: nobody's container reaches them by a second name.
    if a.path == b.path && !own_a && !own_b && (is_internal(a.host) || is_internal(b.host)) {
        return Difference::InternalHostname;
    }
    if own_a != own_b && genuine {
        return Difference::CustomDomain;
    }
    Difference::Other
}

/// An issuer without what people take for the same: scheme, letter case of the
/// host, a default port, white space around it.
fn spelling(issuer: &str) -> String {
    let issuer = issuer.trim().trim_matches('\0');
    let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let host = host.strip_suffix(":443").or(host.strip_suffix(":80")).unwrap_or(host);
    format!("{}{}", host.to_ascii_lowercase(), path.strip_suffix('/').unwrap_or(path))
}

/// Two issuers on the own hosts of one provider.
fn same_provider(provider: &Provider, a: &Location<'_>, b: &Location<'_>) -> Difference {
    // Entra ID names the directory in the path of both its versions.
    let directory = |l: &Location<'_>| l.path.split('/').nth(1).unwrap_or_default().to_owned();
    if provider.tenant_in_path {
        return match (a.host == b.host, is_v1(a.host) != is_v1(b.host)) {
            _ if directory(a) != directory(b) => Difference::WrongTenant,
            (true, _) => Difference::Path,
            (false, true) => Difference::Version,
            // Another cloud or region, another service of the same project.
            (false, false) => Difference::Other,
        };
    }
    // Okta's console lives on a host of the same name with "-admin" behind it.
    if a.host == b.host || a.host.replace("-admin.", ".") == b.host.replace("-admin.", ".") {
        return Difference::Path;
    }
    Difference::WrongTenant
}

/// Whether it is the host that Entra ID's tokens of version 1 name.
fn is_v1(host: &str) -> bool {
    host == "sts.windows.net" || host == "sts.chinacloudapi.cn"
}

/// Where an issuer points. Not a URL parser: issuers are compared as they are.
struct Location<'a> {
    host: &'a str,
    port: &'a str,
    path: &'a str,
}

impl<'a> Location<'a> {
    fn read(issuer: &'a str) -> Option<Self> {
        let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
        let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, port),
            _ => (authority, ""),
        };
        let path = path.strip_suffix('/').unwrap_or(path);
        (!host.is_empty() && !host.contains(char::is_whitespace)).then_some(Self {
            host,
            port,
            path,
        })
    }
}

/// Whether a host name means something inside one machine or network only.
fn is_internal(host: &str) -> bool {
    const SUFFIXES: [&str; 9] = [
        ".internal",
        ".local",
        ".localhost",
        ".lan",
        ".svc",
        ".cluster",
        ".intranet",
        ".corp",
        ".home.arpa",
    ];
    let lower = host.to_ascii_lowercase();
    if let Ok(address) = lower.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
        return match address {
            std::net::IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
            std::net::IpAddr::V6(v6) => v6.is_loopback(),
        };
    }
    !lower.contains('.') || SUFFIXES.iter().any(|suffix| lower.ends_with(suffix))
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
        | Difference::TrailingSlash
        | Difference::Version => false,
    };
    apart.then_some((sides.wanted, sides.is))
}

fn both(sides: &Sides<'_>) -> String {
    format!("the API expects {}, the token has {}", quoted(sides.wanted), quoted(sides.is))
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
        Claim::Present(_) => seen(facts, checks, Difference::Other, |s| {
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
        }),
    }
}

/// The same issuer, but for what `spelling` passes over.
fn spelled(facts: &Facts<'_>, s: &Sides<'_>) -> Seen {
    let seen = Seen::error(format!(
        "The issuer is written in two ways: {}. They differ in scheme, port, letter case or white \
         space, and issuers are compared letter by letter.",
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
        let of_v1 = Location::read(s.is).is_some_and(|is| is_v1(is.host));
        let (wanted, is) = if of_v1 { ("v2", "v1") } else { ("v1", "v2") };
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
             there: {}. Each has its own keys, audiences and scopes.",
            both(s)
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

/// Whether both paths seem to mean one server: one is the other under another
/// base path, or the API names the host of a console.
fn is_one_server(s: &Sides<'_>) -> bool {
    let (Some(a), Some(b)) = (Location::read(s.wanted), Location::read(s.is)) else {
        return false;
    };
    let under = |long: &str, short: &str| !short.is_empty() && long.ends_with(short);
    if a.host == b.host {
        return under(a.path, b.path) || under(b.path, a.path);
    }
    a.host.contains("-admin.") && a.path == b.path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_names() {
        use Difference as D;
        let tid = "9b1d2c3e-0f4a-4b5c-8d6e-7f8091a2b3c4";
        let v1 = format!("https://sts.windows.net/{tid}/");
        let v2 = format!("https://login.microsoftonline.com/{tid}/v2.0");
        let other = v2.replace("9b1d", "0000");
        for (wanted, is, name) in [
            ("https://a.us.auth0.com/", "https://a.us.auth0.com", D::TrailingSlash),
            ("https://a.us.auth0.com/", "https://a.eu.auth0.com/", D::WrongTenant),
            ("https://a.us.auth0.com/", "https://login.a.example/", D::CustomDomain),
            ("https://login.a.example/", "https://a.us.auth0.com/", D::CustomDomain),
            (&v1, &v2, D::Version),
            (&v2, &v1, D::Version),
            (&v2, &other, D::WrongTenant),
            (&v2, &v2.replace(".com", ".us"), D::Other),
            ("https://securetoken.google.com/a", "https://session.firebase.google.com/a", D::Other),
            (
                "https://sso.a.example/realms/x",
                "https://sso.a.example/realms/x//",
                D::TrailingSlash,
            ),
            ("http://localhost:8080/", "https://a.us.auth0.com/", D::CustomDomain),
            (
                "http://keycloak:8080/realms/x",
                "http://localhost:8080/realms/x",
                D::InternalHostname,
            ),
            ("http://10.0.0.5/realms/x", "https://sso.a.example/realms/x", D::InternalHostname),
            ("https://sso.a.example/realms/x", "https://sso.a.example/realms/y", D::Path),
            ("https://sso.a.example/realms/x", "https://sso.a.example/auth/realms/x", D::Path),
            ("https://d.okta.com/oauth2/default", "https://d.okta.com", D::Path),
            ("https://d.okta.com", "https://d-admin.okta.com", D::Path),
            (
                "https://a.okta.com/oauth2/default",
                "https://b.okta.com/oauth2/default",
                D::WrongTenant,
            ),
            ("https://a.us.auth0.com/", "https://accounts.google.com", D::Other),
            ("https://id.a.example", "http://id.a.example", D::Other),
            (
                "https://securetoken.google.com/a",
                "https://securetoken.google.com/b",
                D::WrongTenant,
            ),
        ] {
            assert_eq!(difference(wanted, is, true), name, "{wanted} {is}");
        }
        assert_eq!(
            difference("https://login.a.example/", "https://a.us.auth0.com/", false),
            D::Other,
            "a custom domain is proven by the key alone"
        );
    }
}
