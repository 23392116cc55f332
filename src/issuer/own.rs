//! The provider's own APIs: audiences that mark a token as not meant for the
//! developer's API.

use crate::issuer::form::is_web_url;
use crate::issuer::providers::ALL;
use crate::issuer::site::{Place, Site};
use crate::issuer::view::{View, strings};
use crate::issuer::{Ground, Provider, recognise};
use crate::text::json::Object;

/// What a provider's own audience means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnApi {
    /// The audience that a token gets where none was asked for.
    Default,
    /// Another API of the vendor.
    Foreign,
    /// The API that manages the tenant.
    Management,
    /// The userinfo endpoint.
    UserInfo,
}

impl OwnApi {
    /// Which of several audiences tells most: any API outranks the extras that
    /// every token may carry.
    fn rank(self) -> u8 {
        match self {
            Self::Management => 3,
            Self::Foreign => 2,
            Self::UserInfo => 1,
            Self::Default => 0,
        }
    }
}

/// How an own audience is recognised.
#[derive(Clone, Copy, Debug)]
pub enum OwnAudience {
    /// It begins so.
    Begins(&'static str),
    /// It is this.
    Exact(&'static str),
    /// It is the issuer with this behind it.
    IssuerPlus(&'static str),
    /// It is this, with or without a final slash, in any case.
    Slashed(&'static str),
    /// Its host is under this suffix and its path begins so.
    Under(&'static str, &'static str),
    /// It is a web URL, and the issuer's path lacks this: where servers without
    /// that path issue tokens for themselves alone.
    WebUnlessIssuer(&'static str),
}

impl OwnAudience {
    fn holds(self, aud: &str, iss: &str) -> bool {
        match self {
            Self::Begins(text) => aud.starts_with(text),
            Self::Exact(text) => aud == text,
            Self::IssuerPlus(end) => aud.strip_prefix(iss) == Some(end),
            Self::WebUnlessIssuer(part) => {
                is_web_url(aud) && !iss.is_empty() && !Place::parse(iss).path.contains(part)
            }
            Self::Slashed(text) => aud.strip_suffix('/').unwrap_or(aud).eq_ignore_ascii_case(text),
            Self::Under(suffix, path) => {
                let place = Place::parse(aud);
                Site::Under(suffix).holds_host(place.host)
                    && (place.path.starts_with(path) || place.path.is_empty() && path == "/")
            }
        }
    }
}

/// One of a provider's own APIs.
#[derive(Clone, Copy, Debug)]
pub struct OwnApiRecord {
    /// How its audience is recognised.
    pub audience: OwnAudience,
    /// What it means.
    pub api: OwnApi,
    /// The API's name for people.
    pub title: &'static str,
}

/// The provider's own API that a token is for, where every audience of the
/// token is one of the provider's own. A token for the developer's API that
/// also lists the userinfo endpoint is none such.
#[must_use]
pub fn own_api(claims: &Object) -> Option<(&'static Provider, &'static OwnApiRecord)> {
    let header = Object::empty();
    own_api_of(recognise(&View::new(&header, claims)), claims)
}

/// The same where it was asked already who issued the token.
#[must_use]
pub fn own_api_of(
    recognised: Option<(&'static Provider, Ground)>,
    claims: &Object,
) -> Option<(&'static Provider, &'static OwnApiRecord)> {
    let iss = claims.str("iss").unwrap_or_default();
    match recognised {
        Some((provider, _)) => Some((provider, all_own(provider, claims, iss)?)),
        // A custom domain: the audience itself gives the provider away.
        None => ALL.iter().find_map(|provider| {
            let record = all_own(provider, claims, iss)?;
            record.audience.tells().then_some((*provider, record))
        }),
    }
}

impl OwnAudience {
    /// Whether no other software uses such an audience.
    fn tells(self) -> bool {
        match self {
            Self::IssuerPlus(end) => end.ends_with("api/v2/") || end == "userinfo",
            Self::Slashed(_) | Self::Under(..) => true,
            Self::Begins(_) | Self::Exact(_) | Self::WebUnlessIssuer(_) => false,
        }
    }
}

fn all_own(provider: &Provider, claims: &Object, iss: &str) -> Option<&'static OwnApiRecord> {
    if provider.own_apis.is_empty() {
        return None;
    }
    let mut found: Option<&'static OwnApiRecord> = None;
    for aud in strings(claims.get("aud")) {
        let record = provider.own_apis.iter().find(|own| own.audience.holds(aud, iss))?;
        if found.is_none_or(|before| record.api.rank() > before.api.rank()) {
            found = Some(record);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::json::Json;

    #[rustfmt::skip]
    const OWN: &[(&str, &str, OwnApi)] = &[
        (r#"{"iss":"https://a.auth0.com/","aud":"https://a.auth0.com/api/v2/"}"#, "auth0", OwnApi::Management),
        (r#"{"iss":"https://login.a.example/","aud":"https://a.eu.auth0.com/api/v2/"}"#, "auth0", OwnApi::Management),
        (r#"{"iss":"https://a.auth0.com/","aud":["https://a.auth0.com/userinfo","https://a.auth0.com/api/v2/"]}"#, "auth0", OwnApi::Management),
        (r#"{"iss":"https://login.a.example/","aud":["https://login.a.example/userinfo"]}"#, "auth0", OwnApi::UserInfo),
        (r#"{"iss":"https://login.a.example/","sub":"auth0|1","aud":"https://login.a.example/me/"}"#, "auth0", OwnApi::Foreign),
        (r#"{"iss":"https://sts.windows.net/t/","aud":"00000003-0000-0000-c000-000000000000"}"#, "entra", OwnApi::Foreign),
        (r#"{"iss":"https://login.microsoftonline.com/t/v2.0","aud":"https://graph.microsoft.com/"}"#, "entra", OwnApi::Foreign),
        (r#"{"iss":"https://a.okta.com","aud":"https://a.okta.com"}"#, "okta", OwnApi::Foreign),
        (r#"{"iss":"https://login.a.example","jti":"AT.1","ver":1,"aud":"https://a.okta.com"}"#, "okta", OwnApi::Foreign),
        (r#"{"iss":"https://k.example/realms/r","aud":"account"}"#, "keycloak", OwnApi::Default),
        (r#"{"iss":"https://k.example/realms/r","aud":["account","realm-management"]}"#, "keycloak", OwnApi::Default),
        (r#"{"iss":"a@p.iam.gserviceaccount.com","aud":"https://pubsub.googleapis.com/"}"#, "google", OwnApi::Foreign),
    ];

    #[rustfmt::skip]
    const NOT_OWN: &[&str] = &[
        r#"{"iss":"https://a.auth0.com/","aud":["https://api.example","https://a.auth0.com/userinfo"]}"#,
        r#"{"iss":"https://a.auth0.com/"}"#,
        r#"{"iss":"https://a.auth0.com/","aud":[]}"#,
        r#"{"iss":"https://a.okta.com","aud":"0oa1"}"#,
        r#"{"iss":"https://a.okta.com/oauth2/default","aud":"https://a.okta.com/oauth2/default"}"#,
        r#"{"iss":"https://k.example/realms/r","aud":["account","orders"]}"#,
        r#"{"iss":"https://a.example","aud":"account"}"#,
        r#"{"iss":7,"aud":7}"#,
        "{}",
    ];

    #[test]
    fn only_where_all_audiences_are_the_providers_own() {
        for (claims, id, api) in OWN {
            let json = Json::parse(claims.as_bytes()).unwrap();
            let (provider, record) = own_api(json.as_object().unwrap()).expect(claims);
            assert_eq!((provider.id, record.api), (*id, *api), "{claims}");
        }
        for claims in NOT_OWN {
            let json = Json::parse(claims.as_bytes()).unwrap();
            assert!(own_api(json.as_object().unwrap()).is_none(), "{claims}");
        }
    }
}
