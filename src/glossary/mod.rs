//! Floor 2: what the members of headers and payloads mean, in a few words and
//! with the source of each. Names that several specifications or vendors use
//! have one entry each. Data alone; uses nothing.

mod header;
mod registered;
mod values;
mod vendor;

pub use values::value;

/// Where a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the payload.
    Claim,
    /// In the JOSE header.
    Header,
}

impl Place {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Header => "header",
        }
    }
}

/// One meaning of a member.
#[derive(Debug)]
pub struct Entry {
    /// Its name; a final `*` stands for any end.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// The id of the provider whose tokens mean this; empty: anyone's.
    pub provider: &'static str,
    /// What it means, in a few words.
    pub meaning: &'static str,
    /// Who says so.
    pub source: &'static str,
}

impl Entry {
    fn is_of(&self, name: &str) -> bool {
        match self.name.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => self.name == name,
        }
    }
}

const fn claim(name: &'static str, source: &'static str, meaning: &'static str) -> Entry {
    Entry { name, place: Place::Claim, provider: "", meaning, source }
}

const fn header(name: &'static str, source: &'static str, meaning: &'static str) -> Entry {
    Entry { name, place: Place::Header, provider: "", meaning, source }
}

/// A claim as a provider uses it.
const fn vendor(
    provider: &'static str,
    source: &'static str,
    name: &'static str,
    meaning: &'static str,
) -> Entry {
    Entry { name, place: Place::Claim, provider, meaning, source }
}

/// All entries: registered claims, those of vendors, header members.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    [registered::CLAIMS, vendor::CLAIMS, header::MEMBERS].into_iter().flatten()
}

/// Every meaning of a member of that name.
pub fn meanings(name: &str) -> impl Iterator<Item = &'static Entry> {
    all().filter(move |entry| entry.is_of(name))
}

/// The meanings of a member in a token of this provider: the provider's own
/// if there is one, else what is registered, else what other vendors mean.
#[must_use]
pub fn explain(name: &str, place: Place, provider: Option<&str>) -> Vec<&'static Entry> {
    let found: Vec<&Entry> = meanings(name).filter(|entry| entry.place == place).collect();
    let of = |id: &str| -> Vec<&'static Entry> {
        found.iter().copied().filter(|entry| entry.provider == id).collect()
    };
    let own = provider.map(of).unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    let registered = of("");
    if registered.is_empty() { found } else { registered }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_short_and_once_each() {
        let mut seen = std::collections::HashSet::new();
        for entry in all() {
            let key = (entry.name, entry.place.name(), entry.provider, entry.source);
            assert!(seen.insert(key), "{key:?}");
            assert!(entry.meaning.len() <= 140, "{}: {}", entry.name, entry.meaning.len());
            assert!(!entry.meaning.is_empty() && !entry.source.is_empty(), "{}", entry.name);
            assert!(entry.meaning.is_ascii() && !entry.meaning.ends_with('.'), "{}", entry.name);
        }
        assert!(seen.len() >= 150, "{}", seen.len());
    }

    #[test]
    fn providers_are_known() {
        for entry in all().filter(|entry| !entry.provider.is_empty()) {
            assert!(crate::issuer::by_id(entry.provider).is_some(), "{}", entry.provider);
        }
    }

    #[test]
    fn the_registry_is_covered() {
        for name in [
            "iss",
            "sub",
            "aud",
            "exp",
            "nbf",
            "iat",
            "jti",
            "azp",
            "nonce",
            "auth_time",
            "at_hash",
            "c_hash",
            "acr",
            "amr",
            "sub_jwk",
            "cnf",
            "sid",
            "events",
            "toe",
            "txn",
            "scope",
            "client_id",
            "act",
            "may_act",
            "roles",
            "groups",
            "entitlements",
            "vot",
            "vtm",
            "authorization_details",
            "htm",
            "htu",
            "ath",
            "token_introspection",
            "vc",
            "vp",
            "_sd",
            "_sd_alg",
            "...",
            "sd_hash",
            "vct",
            "gty",
            "cid",
            "ver",
            "token_use",
            "scp",
            "appid",
            "azpacr",
            "tid",
            "oid",
            "cognito:username",
            "realm_access",
        ] {
            assert!(meanings(name).next().is_some(), "{name}");
        }
    }

    #[test]
    fn the_providers_own_meaning_wins() {
        let ver = explain("ver", Place::Claim, Some("okta"));
        assert!(ver.len() == 1 && ver[0].provider == "okta");
        assert!(explain("ver", Place::Claim, None).len() > 1);
        assert_eq!(explain("aud", Place::Claim, Some("okta"))[0].provider, "");
        let lti = "https://purl.imsglobal.org/spec/lti/claim/roles";
        assert_eq!(explain(lti, Place::Claim, None)[0].provider, "lti");
        assert!(explain("no-such-claim", Place::Claim, None).is_empty());
    }
}
