//! Who is who: the parties of a token by their names in the configuration.

use crate::token::Token;

/// A party that the configuration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its name there.
    pub name: String,
    /// Its client id, audience or issuer, as tokens have it.
    pub id: String,
    /// The tenant where it is registered, where that is a configured name.
    pub tenant: Option<String>,
}

/// The parties that the configuration names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// `[clients]`.
    pub clients: Vec<Party>,
    /// `[apis]`, one entry for each audience.
    pub apis: Vec<Party>,
    /// `[tenants]`.
    pub tenants: Vec<Party>,
}

/// The parties of one token, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// The client that it was issued to.
    pub client: Option<String>,
    /// The API that it is for.
    pub api: Option<String>,
    /// The tenant that it claims to be issued by.
    pub tenant: Option<String>,
}

/// Claims that name the client, the most telling first.
const CLIENTS: [&str; 4] = ["azp", "client_id", "cid", "appid"];

impl Parties {
    /// The roles in a token; `None` where the configuration names none of them.
    #[must_use]
    pub fn roles(&self, token: &Token) -> Option<Roles> {
        if let Some(inside) = &token.inside {
            return self.roles(inside);
        }
        if self.clients.is_empty() && self.apis.is_empty() && self.tenants.is_empty() {
            return None;
        }
        let claims = token.claims.members();
        // Auth0 names the tenant in the header of a token that it sealed.
        let iss = claims.str("iss").or_else(|| token.header.members().str("iss"));
        let tenant = self.tenants.iter().find(|t| Some(t.id.as_str()) == iss);
        let tenant = tenant.map(|t| t.name.as_str());
        let audiences = claims.strings_claim("aud").present().unwrap_or_default();
        let known = |party: &&Party| {
            tenant.is_none() || party.tenant.is_none() || party.tenant.as_deref() == tenant
        };
        let client = CLIENTS
            .iter()
            .filter_map(|name| claims.str(name))
            .chain(audiences.iter().copied())
            .find_map(|id| self.clients.iter().filter(known).find(|c| c.id == id));
        let api = audiences
            .iter()
            .find_map(|aud| self.apis.iter().filter(known).find(|api| api.id == *aud));
        let roles = Roles {
            client: client.map(|c| c.name.clone()),
            api: api.map(|a| a.name.clone()),
            tenant: tenant.map(str::to_owned),
        };
        (roles != Roles::default()).then_some(roles)
    }

    /// The client ids and the audiences, as hints for the classifier.
    #[must_use]
    pub fn ids(&self) -> (Vec<String>, Vec<String>) {
        let ids = |parties: &[Party]| parties.iter().map(|p| p.id.clone()).collect();
        (ids(&self.clients), ids(&self.apis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::tests::{jws, read};

    fn party(name: &str, id: &str, tenant: Option<&str>) -> Party {
        Party { name: name.to_owned(), id: id.to_owned(), tenant: tenant.map(str::to_owned) }
    }

    fn parties() -> Parties {
        Parties {
            clients: vec![
                party("spa", "c-1", Some("acme")),
                party("other", "c-1", Some("globex")),
                party("web", "c-2", None),
            ],
            apis: vec![party("orders", "https://orders.example", Some("acme"))],
            tenants: vec![
                party("acme", "https://acme.example/", None),
                party("globex", "https://globex.example/", None),
            ],
        }
    }

    fn roles(claims: &str) -> (String, String, String) {
        let found = parties().roles(&read(&jws("", claims))).unwrap_or_default();
        let text = |o: Option<String>| o.unwrap_or_default();
        (text(found.client), text(found.api), text(found.tenant))
    }

    #[test]
    fn parties_are_named() {
        for (claims, client, api, tenant) in [
            (r#"{"iss":"https://acme.example/","aud":"c-1"}"#, "spa", "", "acme"),
            (r#"{"iss":"https://globex.example/","aud":"c-1"}"#, "other", "", "globex"),
            (
                r#"{"iss":"https://acme.example/","aud":["https://orders.example","x"],"azp":"c-1"}"#,
                "spa",
                "orders",
                "acme",
            ),
            (r#"{"iss":"https://acme.example","aud":"x","client_id":"c-2"}"#, "web", "", ""),
            (
                r#"{"iss":"https://globex.example/","aud":"https://orders.example"}"#,
                "",
                "",
                "globex",
            ),
            (r#"{"iss":7,"aud":{}}"#, "", "", ""),
        ] {
            let wanted = (client.to_owned(), api.to_owned(), tenant.to_owned());
            assert_eq!(roles(claims), wanted, "{claims}");
        }
        assert_eq!(parties().roles(&read("opaque")), None);
    }
}
