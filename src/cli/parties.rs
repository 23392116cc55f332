//! The parties that the configuration names, for telling who is who.

use crate::kind::{Parties, Party};
use crate::load::config::Config;

/// All clients, APIs and tenants of the configuration.
pub(super) fn parties(config: &Config) -> Parties {
    let party = |name: &str, id: &str, tenant: Option<&String>| Party {
        name: name.to_owned(),
        id: id.to_owned(),
        // What is no configured name can't be compared with one.
        tenant: tenant.filter(|t| config.tenants.contains_key(*t)).cloned(),
    };
    let clients =
        config.clients.iter().map(|(name, c)| party(name, &c.client_id, c.tenant.as_ref()));
    let apis = config.apis.iter().flat_map(|(name, api)| {
        let audiences = api.profile.audience.as_deref().unwrap_or_default();
        audiences.iter().map(move |aud| (name, aud, api.tenant.as_ref()))
    });
    Parties {
        clients: clients.collect(),
        apis: apis.map(|(name, aud, tenant)| party(name, aud, tenant)).collect(),
        tenants: config.tenants.iter().map(|(name, t)| party(name, &t.issuer, None)).collect(),
    }
}
