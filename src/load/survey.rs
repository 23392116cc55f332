//! What a tenant, a URL or a file publishes, fetched to be looked at and not
//! to check a token with: secrets in a public set are kept, to be told.

use std::path::PathBuf;

use crate::key::{Freshness, KeySet, Provenance};
use crate::load::discovery::{self, Discovery};
use crate::load::http::{Fetch, FetchError};
use crate::load::keys::{LoadError, fetch_set};
use crate::load::source::{read_file, shown};
use crate::text::json::{Json, Object};

/// What to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A key file or a key set.
    File(PathBuf),
    /// What was read from standard input.
    Stdin(Vec<u8>),
    /// Whose keys are to be discovered.
    Tenant(Discovery),
    /// A discovery document, a key set, or an issuer.
    Url(String),
}

/// What came of it.
#[derive(Debug)]
pub struct Gathered {
    /// The issuers that were asked for, in each spelling that would do.
    pub issuers: Vec<String>,
    /// The discovery document and where it stands.
    pub document: Option<(String, Object)>,
    /// The keys, or why they are out of reach.
    pub keys: Result<KeySet, String>,
    /// Everybody can read it.
    pub published: bool,
}

impl Gathered {
    fn unreachable(issuers: Vec<String>, why: &FetchError) -> Self {
        Self { issuers, document: None, keys: Err(why.to_string()), published: true }
    }
}

const DISCOVERY: [&str; 2] =
    ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];

/// Gets at it.
///
/// # Errors
/// When something that the user gave can't be used.
pub fn gather(subject: &Subject, fetch: &dyn Fetch) -> Result<Gathered, LoadError> {
    match subject {
        Subject::File(path) => {
            let name = shown(path);
            let bytes = read_file(path).map_err(|what| LoadError { source: name.clone(), what })?;
            given(&bytes, &name)
        }
        Subject::Stdin(bytes) => given(bytes, "standard input"),
        Subject::Tenant(Discovery::Issuer(issuer)) => tenant(issuer, vec![issuer.clone()], fetch),
        Subject::Tenant(Discovery::Domain(domain)) => {
            let asked = format!("https://{domain}");
            tenant(&asked, vec![format!("{asked}/"), asked.clone()], fetch)
        }
        Subject::Url(url) => at_url(url, fetch),
    }
}

fn given(bytes: &[u8], name: &str) -> Result<Gathered, LoadError> {
    let set = KeySet::from_any(bytes, name)
        .map_err(|error| LoadError { source: name.to_owned(), what: error.to_string() })?;
    // An array of keys is made to be published, a single one may be a secret.
    let is_set = matches!(Json::parse(bytes), Ok(Json::Object(object)) if object.has("keys"));
    Ok(Gathered { issuers: Vec::new(), document: None, keys: Ok(set), published: is_set })
}

fn tenant(asked: &str, issuers: Vec<String>, fetch: &dyn Fetch) -> Result<Gathered, LoadError> {
    match discovery::find(fetch, asked) {
        Ok((address, document)) => Ok(documented(address, document, issuers, fetch)),
        Err(error) => unreachable(issuers, error),
    }
}

fn documented(
    address: String,
    document: Object,
    issuers: Vec<String>,
    fetch: &dyn Fetch,
) -> Gathered {
    let keys = match document.str("jwks_uri") {
        Some(url) => fetch_set(url, fetch, Provenance::Local).map_err(|error| error.to_string()),
        // The document's own finding says that there are none.
        None => Ok(KeySet::empty("")),
    };
    Gathered { issuers, document: Some((address, document)), keys, published: true }
}

fn unreachable(issuers: Vec<String>, error: FetchError) -> Result<Gathered, LoadError> {
    match error {
        FetchError::Refused(what) => Err(LoadError { source: String::new(), what }),
        error => Ok(Gathered::unreachable(issuers, &error)),
    }
}

/// A URL may be a discovery document, a key set or an issuer; its form says
/// which is likely, its content which it is.
fn at_url(url: &str, fetch: &dyn Fetch) -> Result<Gathered, LoadError> {
    if let Some(place) = DISCOVERY.iter().find(|place| url.contains(**place)) {
        let issuer = url.replacen(place, "", 1);
        let issuers = vec![issuer.clone(), format!("{issuer}/")];
        return match discovery::document(fetch, url) {
            Ok(document) => Ok(documented(url.to_owned(), document, issuers, fetch)),
            Err(error) => unreachable(issuers, error),
        };
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_set = path.contains("/.well-known/")
        || last.contains('.')
        || ["jwks", "keys", "certs", "jwk"].contains(&last);
    if !is_set || url.matches('/').count() < 3 {
        let found = discovery::find(fetch, url);
        match found {
            Ok((address, document)) => {
                return Ok(documented(address, document, vec![url.to_owned()], fetch));
            }
            Err(FetchError::Failed(why)) if why.contains(discovery::NOTHING) => {}
            Err(error) => return unreachable(vec![url.to_owned()], error),
        }
    }
    match fetch_set(url, fetch, Provenance::Local) {
        Ok(set) => {
            Ok(Gathered { issuers: Vec::new(), document: None, keys: Ok(set), published: true })
        }
        Err(error) => unreachable(Vec::new(), error),
    }
}

/// How fresh a set is, as output names it.
#[must_use]
pub fn freshness(set: &KeySet) -> &'static str {
    match set.freshness {
        Freshness::Cached => "cached",
        Freshness::Fresh => "fresh",
        Freshness::Offline => "offline",
        Freshness::Stale => "stale",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::survey::lint;
    use crate::load::http::{Http, HttpOptions};
    use crate::load::loopback::{Answer, Server};

    fn look(subject: &Subject) -> Gathered {
        gather(subject, &Http::new(HttpOptions::default())).unwrap()
    }

    /// The document names an issuer with a slash too many.
    fn server() -> Server {
        let own = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
        let known = std::sync::Arc::clone(&own);
        let server = Server::start(move |path| {
            let url = known.get().map_or("", String::as_str);
            match path {
                "/.well-known/openid-configuration" => {
                    Answer::json(&format!(r#"{{"issuer":"{url}/","jwks_uri":"{url}/keys"}}"#))
                }
                "/keys" | "/other" => Answer::json(r#"{"keys":[{"kty":"oct","k":"AAAA"}]}"#),
                _ => Answer::status(404),
            }
        });
        own.set(server.url()).unwrap();
        server
    }

    #[test]
    fn a_url_is_told_by_what_stands_there() {
        let server = server();
        let url = |path: &str| look(&Subject::Url(format!("{}{path}", server.url())));
        for path in ["", "/.well-known/openid-configuration"] {
            let found = url(path);
            assert_eq!(found.keys.as_ref().unwrap().keys.len(), 1, "{path}: {found:?}");
            assert!(found.document.is_some());
        }
        for path in ["/keys", "/other"] {
            let found = url(path);
            assert_eq!(found.keys.as_ref().unwrap().keys.len(), 1, "{path}");
            assert!(found.document.is_none() && found.published);
        }
        assert!(url("/nothing").keys.is_err());
    }

    #[test]
    fn a_wrong_issuer_is_told_and_the_keys_are_shown() {
        let server = server();
        let found = look(&Subject::Tenant(Discovery::Issuer(server.url())));
        let (_, document) = found.document.as_ref().unwrap();
        assert_eq!(lint(document, &found.issuers)[0].rule, "issuer-mismatch");
        assert!(found.keys.is_ok());
        let unusable = Subject::Tenant(Discovery::Issuer("ftp://a".to_owned()));
        assert!(gather(&unusable, &Http::new(HttpOptions::default())).is_err());
    }
}
