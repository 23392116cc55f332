//! The keys of each table, as data. A key is added here and nowhere else.

use super::entry::{Entry, meant};
use super::error::ConfigError;
use super::section::Key;
use super::{Api, Client, Tenant};
use crate::api::RequiredClaim;
use crate::key::{Algorithm, SecretEncoding};
use crate::server::ServerModel;

/// Keys of `[tenants.NAME]`.
pub(super) const TENANT: [Key<Tenant>; 1] =
    [key("issuer", |tenant, value| set(&mut tenant.issuer, value.text()))];

/// Keys of `[clients.NAME]`.
pub(super) const CLIENT: [Key<Client>; 2] = [
    key("client_id", |client, value| set(&mut client.client_id, value.text())),
    key("tenant", |client, value| set(&mut client.tenant, value.text())),
];

/// Keys of `[apis.NAME]`, in the order of the manual.
pub(super) const API: [Key<Api>; 24] = [
    key("tenant", |api, value| set(&mut api.tenant, value.text())),
    key("issuer", |api, value| set(&mut api.profile.issuer, value.text())),
    key("jwks", |api, value| set(&mut api.keys.jwks, jwks(value))),
    key("key", |api, value| set(&mut api.keys.key, value.file())),
    key("secret", |api, value| set(&mut api.keys.secret, secret(value))),
    key("secret_encoding", |api, value| set(&mut api.keys.secret_encoding, encoding(value))),
    key("audience", |api, value| set(&mut api.profile.audience, value.list())),
    key("algorithms", |api, value| set(&mut api.profile.algorithms, algorithms(value))),
    key("scopes", |api, value| set(&mut api.profile.scopes, value.words())),
    key("permissions", |api, value| set(&mut api.profile.permissions, value.list())),
    key("scope_claims", |api, value| set(&mut api.profile.scope_claims, value.list())),
    key("required_claims", |api, value| set(&mut api.profile.required_claims, claims(value))),
    key("accepted_typ", |api, value| set(&mut api.profile.accepted_typ, value.list())),
    key("leeway", |api, value| set(&mut api.profile.leeway, value.seconds())),
    key("client_id", |api, value| set(&mut api.profile.client_id, value.text())),
    key("authorized_parties", |api, value| set(&mut api.profile.authorized_parties, value.list())),
    key("requires_user", |api, value| set(&mut api.profile.requires_user, value.flag())),
    key("org_id", |api, value| set(&mut api.profile.org_id, value.text())),
    key("subject", |api, value| set(&mut api.profile.subject, value.list())),
    key("token_use", |api, value| set(&mut api.profile.token_use, value.text())),
    key("sender_constrained", |api, value| set(&mut api.profile.sender_constrained, value.flag())),
    key("max_header_bytes", |api, value| set(&mut api.profile.max_header_bytes, value.count())),
    key("server", |api, value| set(&mut api.profile.server, server(value))),
    key("options", options),
];

const fn key<T>(name: &'static str, set: fn(&mut T, &Entry) -> Result<(), ConfigError>) -> Key<T> {
    Key { name, set }
}

/// Assigns what was read, to an optional field as to a plain one.
fn set<V: Into<T>, T>(field: &mut T, value: Result<V, ConfigError>) -> Result<(), ConfigError> {
    *field = value?.into();
    Ok(())
}

/// What holds `://` is a URL, as in `--jwks`.
fn jwks(entry: &Entry) -> Result<String, ConfigError> {
    let text = entry.text()?;
    match text.split_once("://") {
        None => entry.file_text(&text),
        Some((scheme, _)) if ["http", "https"].iter().any(|s| scheme.eq_ignore_ascii_case(s)) => {
            Ok(text)
        }
        Some(_) => Err(entry.error("has to be a file or an https URL")),
    }
}

/// Whatever is neither of the two could be the secret, and is not repeated.
fn secret(entry: &Entry) -> Result<String, ConfigError> {
    let text = entry.text()?;
    if let Some(file) = text.strip_prefix('@').filter(|file| !file.is_empty()) {
        return Ok(format!("@{}", entry.file_text(file)?));
    }
    let variable = text.strip_prefix("env:").unwrap_or_default();
    if variable.is_empty() || variable.contains(['=', '\0']) {
        return Err(entry.error(
            "has to be \"@FILE\" or \"env:NAME\": the secret itself does not belong in this file",
        ));
    }
    Ok(text)
}

fn encoding(entry: &Entry) -> Result<SecretEncoding, ConfigError> {
    SecretEncoding::from_name(&entry.text()?).ok_or_else(|| {
        let names = SecretEncoding::ALL.map(SecretEncoding::name).join(", ");
        entry.error(&format!("has to be one of {names}"))
    })
}

fn server(entry: &Entry) -> Result<String, ConfigError> {
    let name = entry.text()?;
    if ServerModel::is_known(&name) {
        return Ok(name);
    }
    Err(match meant(&name, ServerModel::known()) {
        Some(meant) => entry.slip(&name, meant),
        None => entry.error("is no server that is known: `tokcheck servers` lists them"),
    })
}

/// A slip in a name would refuse every token. What is near none is left alone:
/// an API may take what is not known here.
fn algorithms(entry: &Entry) -> Result<Vec<String>, ConfigError> {
    let list = entry.list()?;
    let slip = list.iter().find_map(|name| Algorithm::meant(name).map(|meant| (name, meant)));
    slip.map_or(Ok(()), |(name, meant)| Err(entry.slip(name, meant))).map(|()| list)
}

fn claims(entry: &Entry) -> Result<Vec<RequiredClaim>, ConfigError> {
    let items = entry.list()?;
    let read = items.iter().map(|item| required_claim(item));
    read.collect::<Option<_>>()
        .ok_or_else(|| entry.error("has to hold \"CLAIM\" or \"CLAIM=VALUE\""))
}

/// Settings that only the server knows, so their names are not looked at.
fn options(api: &mut Api, entry: &Entry) -> Result<(), ConfigError> {
    for option in entry.members("a table of options")? {
        api.profile.options.insert(option.name.to_owned(), option.any_text()?);
    }
    Ok(())
}

/// Reads `CLAIM` or `CLAIM=VALUE`; `None` where no claim is named.
///
/// It is split at the first `=`, since values hold one more often than names
/// do (`groups=CN=admins,DC=acme`, base64). Only a name that is a URL with a
/// query ends at the last one.
#[must_use]
pub fn required_claim(text: &str) -> Option<RequiredClaim> {
    let (name, value) = match text.split_once('=') {
        None => (text, None),
        Some((name, _)) if name.contains("://") && name.contains('?') => {
            text.rsplit_once('=').map(|(name, value)| (name, Some(value)))?
        }
        Some((name, value)) => (name, Some(value)),
    };
    let required = RequiredClaim { name: name.to_owned(), value: value.map(str::to_owned) };
    (!name.is_empty()).then_some(required)
}
