//! How two issuers differ, by their texts and by what is known of providers.

use crate::issuer::{self, Provider, Site};
use crate::text::escape::is_hostile;

/// How the two issuers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    CustomDomain,
    InternalHostname,
    NoIssuer,
    Other,
    Path,
    TrailingSlash,
    Version,
    WrongTenant,
}

/// The two sides of a failed check: what is expected, what the token says, how they differ.
pub(super) struct Sides<'a> {
    pub wanted: &'a str,
    pub is: &'a str,
    pub difference: Difference,
}

impl Sides<'_> {
    /// Whether the token is of version 1, where the versions differ.
    pub(super) fn is_of_v1(&self) -> bool {
        Location::read(self.is).is_some_and(|is| is_v1(is.host))
    }
}

pub(super) fn difference(wanted: &str, is: &str, genuine: bool) -> Difference {
    let bare = |text: &str| text.trim_end_matches('/').to_owned();
    if bare(wanted) == bare(is) {
        return Difference::TrailingSlash;
    }
    if no_issuer(wanted, is).is_some() {
        return Difference::NoIssuer;
    }
    // An address of metadata means the issuer that they are about.
    let about = described(wanted);
    let wanted = about.as_deref().unwrap_or(wanted);
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
/// host, a default port, white space and what can't be seen.
pub(super) fn spelling(issuer: &str) -> String {
    let issuer: String = issuer.chars().filter(|c| !c.is_whitespace() && !is_hostile(*c)).collect();
    let issuer = issuer.as_str();
    let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let host = host.strip_suffix(":443").or(host.strip_suffix(":80")).unwrap_or(host);
    format!("{}{}", host.to_ascii_lowercase(), path.strip_suffix('/').unwrap_or(path))
}

/// Two issuers on the own hosts of one provider.
fn same_provider(provider: &Provider, a: &Location<'_>, b: &Location<'_>) -> Difference {
    // Entra ID names the directory in the path of both its versions.
    if provider.tenant_in_path {
        return match (a.host == b.host, is_v1(a.host) != is_v1(b.host)) {
            _ if a.tenant() != b.tenant() => Difference::WrongTenant,
            (true, _) => Difference::Path,
            (false, true) => Difference::Version,
            // One service in another cloud or region, or another service.
            (false, false) if a.service() == b.service() => Difference::WrongTenant,
            (false, false) => Difference::Other,
        };
    }
    // Okta's console lives on a host of the same name with "-admin" behind it.
    if a.host == b.host || a.host.replace("-admin.", ".") == b.host.replace("-admin.", ".") {
        return Difference::Path;
    }
    // Hosts that are listed one by one are services, not tenants.
    let fixed = |l: &Location<'_>| {
        let is_it = |site: &Site| matches!(site, Site::Host(_) | Site::HostPath(..));
        provider.sites.iter().any(|site| is_it(site) && site.holds_host(l.host))
    };
    if fixed(a) && fixed(b) { Difference::Other } else { Difference::WrongTenant }
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

    /// The tenant, where the path begins with it. Azure AD B2C may put the word
    /// "tfp" (trust framework policy) before it.
    fn tenant(&self) -> &'a str {
        let mut parts = self.path.split('/').skip(1);
        parts.find(|part| *part != "tfp").unwrap_or_default()
    }

    /// What the host begins with: the service that a provider runs there.
    fn service(&self) -> &'a str {
        self.host.split('.').next().unwrap_or_default()
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

/// Why what the API expects stands in no token at all: it is the API's own
/// setting that has to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoIssuer<'a> {
    /// Braces stand for the tenant.
    Braces,
    /// A name to log in by stands for the tenant; tokens have its id there.
    Name(&'a str),
    /// It is the address of a document about the token's own issuer.
    Document,
}

/// Whether what the API expects is no issuer, and the token's may be what was meant.
pub(super) fn no_issuer<'a>(wanted: &'a str, is: &str) -> Option<NoIssuer<'a>> {
    let described = described(wanted);
    if described.as_deref().is_some_and(|base| spelling(base) == spelling(is)) {
        return Some(NoIssuer::Document);
    }
    let (here, there) = (Location::read(wanted)?, Location::read(is)?);
    let provider = issuer::by_issuer(wanted);
    let same = provider.zip(issuer::by_issuer(is)).is_some_and(|(a, b)| a.id == b.id);
    if !same && here.host != there.host {
        return None;
    }
    if wanted.contains(['{', '}']) {
        return Some(NoIssuer::Braces);
    }
    let name = here.tenant();
    (provider?.tenant_is_guid && !issuer::is_guid(name)).then_some(NoIssuer::Name(name))
}

/// The issuer whose metadata stand at an address (OpenID Connect Discovery
/// section 4, RFC 8414 section 3.1); none where it is no such address.
fn described(address: &str) -> Option<String> {
    let (base, document) = address.split_once("/.well-known/")?;
    let (_, path) = document.split_once('/').unwrap_or((document, ""));
    Some(if path.is_empty() { base.to_owned() } else { format!("{base}/{path}") })
}

/// Whether both paths seem to mean one server: one is the other under another
/// base path, or the API names the host of a console.
pub(super) fn is_one_server(s: &Sides<'_>) -> bool {
    let (Some(a), Some(b)) = (Location::read(s.wanted), Location::read(s.is)) else {
        return false;
    };
    let under = |long: &str, short: &str| !short.is_empty() && long.ends_with(short);
    if a.host == b.host {
        let by_path = issuer::by_issuer(s.is).is_some_and(|p| p.tenant_in_path);
        return under(a.path, b.path)
            || under(b.path, a.path)
            || (by_path && a.tenant() == b.tenant());
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
            (&v2, &v2.replace(".com", ".us"), D::WrongTenant),
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

    #[test]
    fn regions_services_and_what_can_not_be_seen() {
        use Difference as D;
        for (wanted, is, name) in [
            (
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a",
                "https://cognito-idp.us-east-2.amazonaws.com/us-east-2_a",
                D::WrongTenant,
            ),
            (
                "https://vstoken.actions.githubusercontent.com",
                "https://token.actions.githubusercontent.com",
                D::Other,
            ),
            ("https://a.example/realms/x", "https://a.example/realms/x\u{200b}", D::Other),
            (
                "https://a.b2clogin.com/tfp/9b1d2c3e-0f4a-4b5c-8d6e-7f8091a2b3c4/p/v2.0/",
                "https://a.b2clogin.com/9b1d2c3e-0f4a-4b5c-8d6e-7f8091a2b3c4/v2.0/",
                D::Path,
            ),
        ] {
            assert_eq!(difference(wanted, is, true), name, "{wanted} {is}");
        }
    }

    #[test]
    fn some_settings_are_no_issuers() {
        let of = |tenant: &str| format!("https://login.microsoftonline.com/{tenant}/v2.0");
        let v2 = of("9b1d2c3e-0f4a-4b5c-8d6e-7f8091a2b3c4");
        let other = of("00002c3e-0f4a-4b5c-8d6e-7f8091a2b3c4");
        for (wanted, is_none) in [
            (of("common").as_str(), true),
            (&of("contoso.example"), true),
            ("https://sts.windows.net/common/", true),
            (&of("{tenantid}"), true),
            (&format!("{v2}/.well-known/openid-configuration"), true),
            (&other, false),
            (&format!("{other}/.well-known/openid-configuration"), false),
            ("https://a.us.auth0.com/.well-known/openid-configuration", false),
        ] {
            let found = difference(wanted, &v2, false);
            assert_eq!(found == Difference::NoIssuer, is_none, "{wanted} {found:?}");
        }
        // Nobody is told to trust another tenant for the address of his own.
        for (document, is, name) in [
            (
                "https://a.us.auth0.com/.well-known/openid-configuration",
                "https://a.us.auth0.com/",
                Difference::NoIssuer,
            ),
            (
                "https://a.us.auth0.com/.well-known/openid-configuration",
                "https://b.us.auth0.com/",
                Difference::WrongTenant,
            ),
            (
                "https://s.example/.well-known/oauth-authorization-server/t1",
                "https://s.example/t1",
                Difference::NoIssuer,
            ),
            (
                "https://s.example/.well-known/oauth-authorization-server/t1",
                "https://s.example/t2",
                Difference::Path,
            ),
        ] {
            assert_eq!(difference(document, is, true), name, "{document} {is}");
        }
    }
}
