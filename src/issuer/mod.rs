//! Floor 2: what is known about providers, as tables. One record a provider;
//! adding one touches one file. Uses `text/` and `token/`.

use crate::text::json::Object;

mod family;
mod form;
mod names;
mod own;
mod prefix;
mod providers;
mod shorthand;
pub mod sign;
mod site;
mod view;

pub use family::{ANY as ANY_FAMILY, Family};
pub use names::Names;
pub use own::{OwnApi, OwnApiRecord, OwnAudience, own_api, own_api_of};
pub use prefix::{Prefix, Sort, by_prefix};
pub use shorthand::shorthand;
pub use site::{Place, Site};

pub(crate) use form::is_guid;
pub(crate) use providers::ASK_RESOURCE;
use sign::{Sign, View, When};

/// What is known about one provider of tokens.
#[derive(Debug)]
pub struct Provider {
    /// Stable name in output: `auth0`, `okta`, `entra`, ...
    pub id: &'static str,
    /// Name for people: "Auth0".
    pub title: &'static str,
    /// Where its issuers live.
    pub sites: &'static [Site],
    /// Claims by which its tokens are known behind anyone's domain; they make
    /// it likely and no more.
    pub shapes: &'static [When],
    /// Its own markers of kinds, the most telling first.
    pub markers: &'static [Sign],
    /// How a client asks for a token for an API, in the provider's own words;
    /// `{audience}` stands for the API's identifier, `{scope}` for a scope of
    /// the API with that before it.
    pub ask_for_api: &'static str,
    /// Its own APIs, whose tokens are not meant for the developer's API.
    pub own_apis: &'static [OwnApiRecord],
    /// Tenants share a host and are told apart by the issuer's path.
    pub tenant_in_path: bool,
    /// Issuers name the tenant by a GUID that begins the path; other names of
    /// it are for logging in.
    pub tenant_is_guid: bool,
    /// Where its access tokens leave RFC 9068 by documented design: `typ`, or
    /// the claims of section 2.2 that they lack.
    pub leaves_rfc9068: &'static [&'static str],
    /// Issuers whose ID tokens an app's own backend is meant to be given
    /// (Firebase, Google IAP).
    pub id_tokens_for_the_api: &'static [Site],
}

impl Provider {
    /// Whether a host is the provider's own domain, not a tenant's custom one.
    #[must_use]
    pub fn default_host(&self, host: &str) -> bool {
        self.sites.iter().any(|site| site.holds_host(host))
    }

    /// Whether an app's own backend is meant to be given this issuer's ID tokens.
    #[must_use]
    pub fn sends_id_tokens_to_apis(&self, iss: &str) -> bool {
        let place = Place::parse(iss);
        self.id_tokens_for_the_api.iter().any(|site| site.holds(&place))
    }

    /// How to ask for a token for the API of this identifier, with this scope.
    #[must_use]
    pub fn ask(&self, audience: &str, scope: Option<&str>) -> String {
        let scope = match scope.unwrap_or("SCOPE") {
            full if full.contains('/') => full.to_owned(),
            short => format!("{audience}/{short}"),
        };
        self.ask_for_api.replace("{audience}", audience).replace("{scope}", &scope)
    }
}

/// How to ask for a token for an API where the provider is not known.
#[must_use]
pub fn ask_any(audience: &str) -> String {
    providers::ASK_RESOURCE.replace("{audience}", audience)
}

/// By what a provider was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The token is addressed to it.
    Audience,
    /// The claims have its form; the domain is another's.
    Claims,
    /// The issuer's host or whole text.
    Issuer,
    /// The issuer's path: its software on another's host.
    Path,
}

/// All providers.
pub fn all() -> impl Iterator<Item = &'static Provider> {
    providers::ALL.iter().chain(providers::PROTOCOLS).chain(providers::SECRETS).copied()
}

/// The provider with that id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Provider> {
    all().find(|provider| provider.id == id)
}

/// The provider whose issuer this is.
#[must_use]
pub fn by_issuer(iss: &str) -> Option<&'static Provider> {
    by_site(iss).map(|(provider, _)| provider)
}

fn by_site(iss: &str) -> Option<(&'static Provider, Ground)> {
    if iss.is_empty() {
        return None;
    }
    let place = Place::parse(iss);
    let mut by_path = None;
    for provider in providers::ALL {
        for site in provider.sites.iter().filter(|site| site.holds(&place)) {
            if !site.is_path() {
                return Some((provider, Ground::Issuer));
            }
            by_path = by_path.or(Some((*provider, Ground::Path)));
        }
    }
    // A host outranks a path: anyone may have a path named as another's.
    by_path
}

/// The provider of a token, and by what it was recognised.
#[must_use]
pub fn recognise(view: &View<'_>) -> Option<(&'static Provider, Ground)> {
    let by_shape = |list: &'static [&'static Provider]| {
        list.iter()
            .find(|provider| provider.shapes.iter().any(|shape| shape.holds(view)))
            .map(|provider| (*provider, Ground::Claims))
    };
    view.iss().and_then(by_site).or_else(|| by_shape(providers::ALL))
}

/// The protocol of a token that no product was recognised for.
#[must_use]
pub fn protocol(view: &View<'_>) -> Option<&'static Provider> {
    providers::PROTOCOLS
        .iter()
        .find(|provider| provider.shapes.iter().any(|shape| shape.holds(view)))
        .copied()
}

/// The provider to which a token is addressed.
#[must_use]
pub fn by_audience(claims: &Object) -> Option<&'static Provider> {
    view::strings(claims.get("aud")).find_map(by_issuer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_slugs() {
        let mut seen = std::collections::HashSet::new();
        for provider in all() {
            assert!(seen.insert(provider.id), "{}", provider.id);
            let slug = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
            assert!(provider.id.bytes().all(slug) && !provider.id.is_empty(), "{}", provider.id);
            assert!(!provider.title.is_empty() && !provider.ask_for_api.is_empty());
            assert_eq!(by_id(provider.id).map(|p| p.id), Some(provider.id));
        }
    }

    #[test]
    fn issuers_are_recognised() {
        for (iss, id) in [
            ("https://acme.eu.auth0.com/", "auth0"),
            ("https://acme.okta.com/oauth2/default", "okta"),
            ("https://acme.oktapreview.com", "okta"),
            ("https://login.microsoftonline.com/t/v2.0", "entra"),
            ("https://sts.windows.net/t/", "entra"),
            ("https://acme.ciamlogin.com/t/v2.0", "entra"),
            ("https://acme.b2clogin.com/t/v2.0/", "entra_b2c"),
            ("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x", "cognito"),
            ("https://login.example.com/auth/realms/r", "keycloak"),
            ("accounts.google.com", "google"),
            ("https://cloud.google.com/iap", "google"),
            ("https://securetoken.google.com/p", "firebase"),
            ("https://token.actions.githubusercontent.com", "github"),
            ("https://token.actions.acme.ghe.com", "github"),
            ("https://gitlab.com", "gitlab"),
            ("kubernetes/serviceaccount", "kubernetes"),
            ("https://oidc.eks.eu-west-1.amazonaws.com/id/A", "kubernetes"),
            ("https://p.supabase.co/auth/v1", "supabase"),
            ("http://sts.example.com/adfs/services/trust", "adfs"),
            ("stytch.com/project-x", "stytch"),
        ] {
            assert_eq!(by_issuer(iss).map(|p| p.id), Some(id), "{iss}");
        }
        for iss in [
            "https://acme.auth0.com.evil.example/",
            "https://acme.auth0.com@evil.example/",
            "https://accounts.google.com.evil.example",
            "https://evil.example/accounts.google.com",
            "https://login.microsoftonline.com.evil.example/t/v2.0",
            "https://evilgitlab.com",
            "joe",
            "",
        ] {
            assert_eq!(by_issuer(iss).map(|p| p.id), None, "{iss}");
        }
    }

    #[test]
    fn own_hosts_are_told_from_custom_domains() {
        let auth0 = by_id("auth0").unwrap();
        assert!(auth0.default_host("acme.us.auth0.com"));
        assert!(!auth0.default_host("login.acme.example"));
        assert!(!by_id("keycloak").unwrap().default_host("login.acme.example"));
    }

    #[test]
    fn advice_names_the_audience() {
        let text = by_id("auth0").unwrap().ask("https://api.example", None);
        assert!(text.contains("audience=https://api.example"), "{text}");
        let entra = by_id("entra").unwrap();
        assert!(entra.ask("api://a", Some("Read")).contains("the scope api://a/Read of"));
        assert!(entra.ask("a", Some("api://b/Read")).contains("the scope api://b/Read of"));
        assert!(ask_any("x").contains("resource=x"));
    }
}
