//! Key sources -> [`Keys`]. What a user gave and can mend is a usage error;
//! what the network did is [`Keys::Unavailable`].

use std::path::Path;

use zeroize::Zeroizing;

use crate::key::cert::Certificate;
use crate::key::{KeyError, KeySet, Keys, Provenance, SecretEncoding};
use crate::load::discovery::{Discovery, discover, looks_like};
use crate::load::http::{Fetch, FetchError};
use crate::load::source::{read_file, shown};
use crate::text::escape::{escaped, shortened};

pub use crate::load::source::{JwksSource, KeySources, LoadError, SecretSource};

/// What came of the sources.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The keys.
    pub keys: Keys,
    /// The issuer that discovery found: the `iss` to expect. `None` where
    /// nothing was discovered, and for a document that speaks for many tenants.
    pub issuer: Option<String>,
    /// The issuer with `{tenantid}` in it, for a document that speaks for many tenants.
    pub template: Option<String>,
    /// Where the discovered keys stand.
    pub jwks_uri: Option<String>,
}

/// Loads all keys. `stdin` is what standard input held, where it is a source.
///
/// # Errors
/// When something that the user gave can't be used. The network failing is no
/// error but [`Keys::Unavailable`].
pub fn load(
    sources: &KeySources,
    stdin: Option<&[u8]>,
    fetch: &dyn Fetch,
) -> Result<Loaded, LoadError> {
    if !sources.are_given() {
        return match &sources.discovery {
            Some(wanted) => load_discovered(wanted, fetch),
            None => Ok(Loaded::default()),
        };
    }
    let mut all = KeySet::empty("");
    for (source, encoding) in &sources.secrets {
        all = all.merge(load_secret(source, *encoding, stdin)?);
    }
    for path in &sources.keys {
        let name = shown(path);
        let error = |what: String| LoadError { source: name.clone(), what };
        let bytes = Zeroizing::new(read_file(path).map_err(error)?);
        all = all.merge(KeySet::from_any(&bytes, name.as_str()).map_err(|e| error(e.to_string()))?);
    }
    let mut unavailable = None;
    for source in &sources.jwks {
        match load_jwks(source, stdin, fetch)? {
            Ok(set) => all = all.merge(set),
            Err(why) => unavailable = unavailable.or(Some(why)),
        }
    }
    let keys = unavailable.map_or(Keys::Set(all), Keys::Unavailable);
    Ok(Loaded { keys, ..Loaded::default() })
}

/// Reads a client certificate.
///
/// # Errors
/// When there is no file, or no certificate in it.
pub fn certificate(path: &Path) -> Result<Certificate, LoadError> {
    let error = |what: String| LoadError { source: shown(path), what };
    let bytes = Zeroizing::new(read_file(path).map_err(error)?);
    Certificate::read(&bytes).map_err(|why| error(why.to_string()))
}

/// Inner error: the network's fault, in words.
fn load_jwks(
    source: &JwksSource,
    stdin: Option<&[u8]>,
    fetch: &dyn Fetch,
) -> Result<Result<KeySet, String>, LoadError> {
    let (name, bytes) = match source {
        JwksSource::File(path) => {
            let name = shown(path);
            let bytes = read_file(path).map_err(|what| LoadError { source: name.clone(), what })?;
            (name, bytes)
        }
        JwksSource::Stdin => {
            let name = "standard input".to_owned();
            let bytes = stdin.ok_or_else(|| LoadError {
                source: name.clone(),
                what: "no key set was read from it".to_owned(),
            })?;
            (name, bytes.to_vec())
        }
        JwksSource::Url(url) => {
            return match fetch_jwks(url, fetch) {
                Ok(set) => Ok(Ok(set)),
                Err(FetchError::Refused(what)) => Err(LoadError { source: String::new(), what }),
                Err(FetchError::Failed(why) | FetchError::Missing(why)) => Ok(Err(why)),
            };
        }
    };
    // A certificate or a PEM behind --jwks is as welcome as behind --key.
    KeySet::from_any(&bytes, name.as_str())
        .map(Ok)
        .map_err(|error| LoadError { source: name, what: error.to_string() })
}

/// Fetches a published key set.
///
/// # Errors
/// When it can't be got, or is none.
pub fn fetch_jwks(url: &str, fetch: &dyn Fetch) -> Result<KeySet, FetchError> {
    fetch_set(url, fetch, Provenance::Published)
}

/// The same, where `oct` keys are to be seen as well.
pub(super) fn fetch_set(
    url: &str,
    fetch: &dyn Fetch,
    provenance: Provenance,
) -> Result<KeySet, FetchError> {
    let body = fetch.fetch_keys(url)?;
    let name = escaped(&shortened(url.split(['?', '#']).next().unwrap_or_default(), 200));
    let failed = |what: &str| {
        FetchError::Failed(format!("{name} answered with {what}; is this the right address?"))
    };
    let text = std::str::from_utf8(&body.bytes).map_err(|_| failed("bytes that are no text"))?;
    let mut set =
        KeySet::from_jwks(text, name.as_str(), provenance).map_err(|error| match error {
            KeyError::Empty | KeyError::Json(_) => failed(looks_like(&body.bytes)),
            other => failed(&other.to_string()),
        })?;
    set.freshness = body.freshness;
    let earlier = body.earlier.as_deref().unwrap_or_default();
    Ok(match KeySet::from_jwks(earlier, "", Provenance::Published) {
        Ok(earlier) => set.after(earlier),
        Err(_) => set,
    })
}

fn load_discovered(wanted: &Discovery, fetch: &dyn Fetch) -> Result<Loaded, LoadError> {
    let unavailable = |why| Loaded { keys: Keys::Unavailable(why), ..Loaded::default() };
    let found = match discover(fetch, wanted) {
        Ok(found) => found,
        Err(FetchError::Refused(what)) => {
            return Err(LoadError { source: String::new(), what });
        }
        Err(FetchError::Failed(why) | FetchError::Missing(why)) => return Ok(unavailable(why)),
    };
    // The address stands in the tenant's document: nothing the user could mend.
    let keys = match fetch_jwks(&found.jwks_uri, fetch) {
        Ok(set) => Keys::Set(set),
        Err(error) => Keys::Unavailable(error.to_string()),
    };
    let issuer = found.template.is_none().then_some(found.issuer);
    Ok(Loaded { keys, issuer, template: found.template, jwks_uri: Some(found.jwks_uri) })
}

fn load_secret(
    source: &SecretSource,
    encoding: SecretEncoding,
    stdin: Option<&[u8]>,
) -> Result<KeySet, LoadError> {
    let mut bytes = source.read(stdin)?;
    let origin = source.origin();
    let set = match (std::str::from_utf8(&bytes), encoding) {
        (Ok(text), _) => KeySet::from_secret(text, encoding, origin.as_str()),
        (Err(_), SecretEncoding::Utf8) => {
            KeySet::from_secret_bytes(std::mem::take(&mut *bytes), origin.as_str())
        }
        (Err(_), _) => Err(KeyError::Secret { encoding, fits: None }),
    };
    set.map_err(|error| LoadError { source: origin, what: error.to_string() })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::key::mint::SigningKey;
    use crate::load::http::{Http, HttpOptions};
    use crate::load::loopback::{Answer, Server};
    use crate::text::json::Json;

    fn jwks() -> String {
        let jwk = SigningKey::p256("a").unwrap().public_jwk().unwrap();
        format!(r#"{{"keys":[{}]}}"#, Json::Object(jwk))
    }

    /// A tenant on this machine: its discovery document and its keys.
    fn tenant(issuer: impl Fn(&str) -> String + Send + 'static) -> Server {
        let keys = jwks();
        let own = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
        let known = std::sync::Arc::clone(&own);
        let server = Server::start(move |path| {
            let url = known.get().map_or("", String::as_str);
            match path {
                "/t/.well-known/openid-configuration" => Answer::json(&format!(
                    r#"{{"issuer":"{}","jwks_uri":"{url}/keys"}}"#,
                    issuer(url)
                )),
                "/keys" => Answer::json(&keys),
                _ => Answer::status(404),
            }
        });
        own.set(server.url()).unwrap();
        server
    }

    fn ask(sources: &KeySources) -> Result<Loaded, LoadError> {
        load(sources, None, &Http::new(HttpOptions::default()))
    }

    fn discovered(issuer: String) -> Result<Loaded, LoadError> {
        let discovery = Some(Discovery::Issuer(issuer));
        ask(&KeySources { discovery, ..KeySources::default() })
    }

    fn from_url(url: String) -> Result<Loaded, LoadError> {
        ask(&KeySources { jwks: vec![JwksSource::Url(url)], ..KeySources::default() })
    }

    #[track_caller]
    fn unavailable(loaded: &Loaded, part: &str) {
        let Keys::Unavailable(why) = &loaded.keys else { panic!("{loaded:?}") };
        assert!(why.contains(part) && !why.contains('\n'), "{why}");
    }

    #[test]
    fn an_issuer_leads_to_its_keys() {
        let server = tenant(|url| format!("{url}/t"));
        let loaded = discovered(format!("{}/t", server.url())).unwrap();
        let Keys::Set(set) = &loaded.keys else { panic!("{loaded:?}") };
        assert_eq!((set.keys.len(), loaded.issuer), (1, Some(format!("{}/t", server.url()))));
        assert_eq!(set.origin, format!("{}/keys", server.url()));
    }

    #[test]
    fn a_wrong_issuer_gives_no_keys() {
        let server = tenant(|url| format!("{url}/t/"));
        let loaded = discovered(format!("{}/t", server.url())).unwrap();
        unavailable(&loaded, "only in the final slash");
        assert_eq!(loaded.issuer, None);
        unavailable(&discovered(format!("{}/u", server.url())).unwrap(), "no discovery document");
        let away =
            Server::start(|_| Answer::json(r#"{"issuer":"x","jwks_uri":"http://keys.example/"}"#));
        unavailable(&discovered(away.url()).unwrap(), "of issuer x");
        assert!(discovered("http://tenant.example/t".to_owned()).is_err());
    }

    #[test]
    fn what_a_key_set_url_does_wrong() {
        for (answer, part) in [
            (Answer::status(500), "answered 500"),
            (Answer::json("<html>log in</html>"), "an HTML page"),
            (Answer::json(r#"{"keys":["#), "broken JSON"),
            (Answer::json(r#"{"issuer":"a","jwks_uri":"b"}"#), "discovery document"),
            (Answer::json("[]"), "an array, not a key set"),
            (Answer::json(""), "nothing"),
        ] {
            let server = Server::start(move |_| answer.clone());
            unavailable(&from_url(server.url()).unwrap(), part);
        }
        let empty = Server::start(|_| Answer::json(r#"{"keys":[]}"#));
        let loaded = from_url(empty.url()).unwrap();
        assert!(matches!(loaded.keys, Keys::Set(set) if set.keys.is_empty()));
        assert!(from_url("http://keys.example/".to_owned()).is_err());
    }

    #[test]
    fn files_and_secrets_add_up() {
        let mut key = tempfile::NamedTempFile::new().unwrap();
        key.write_all(jwks().as_bytes()).unwrap();
        let mut secret = tempfile::NamedTempFile::new().unwrap();
        secret.write_all(b"0123456789abcdef0123456789abcdef\r\n").unwrap();
        let sources = KeySources {
            jwks: vec![JwksSource::from_arg(&key.path().display().to_string())],
            secrets: vec![
                (SecretSource::File(secret.path().into()), SecretEncoding::Hex),
                (SecretSource::Stdin, SecretEncoding::Utf8),
            ],
            // Given, so that nothing is discovered.
            discovery: Some(Discovery::Issuer("https://a.invalid".to_owned())),
            ..KeySources::default()
        };
        assert!(sources.want_stdin());
        let http = Http::new(HttpOptions::default());
        let loaded = load(&sources, Some(b"sec\xffret\n"), &http).unwrap();
        let Keys::Set(set) = loaded.keys else { panic!() };
        let words: Vec<_> = set.keys.iter().map(crate::key::Key::words).collect();
        assert_eq!(
            words,
            ["shared secret of 128 bits", "shared secret of 56 bits", "EC P-256, kid a"]
        );
    }

    #[test]
    fn what_the_user_can_mend_is_a_usage_error() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"{}").unwrap();
        let path = file.path().to_owned();
        let jwks = |source| KeySources { jwks: vec![source], ..KeySources::default() };
        let secret = |text: &str, encoding| KeySources {
            secrets: vec![(SecretSource::from_arg(text), encoding)],
            ..KeySources::default()
        };
        for (sources, part) in [
            (jwks(JwksSource::File(path.clone())), "not a key set"),
            (jwks(JwksSource::File("/no/such".into())), "no such file"),
            (jwks(JwksSource::File("/".into())), "directory"),
            (jwks(JwksSource::Stdin), "standard input"),
            (KeySources { keys: vec![path], ..KeySources::default() }, "not a key set"),
            (secret("env:TOKCHECK_NO_SUCH_VARIABLE", SecretEncoding::Utf8), "no such variable"),
            (secret("@/no/such", SecretEncoding::Utf8), "no such file"),
            (secret("hunter2!", SecretEncoding::Hex), "not hex"),
            (secret("-----BEGIN PUBLIC KEY-----\nhunter2", SecretEncoding::Utf8), "with --key"),
            (secret("\n-----BEGIN CERTIFICATE-----\nhunter2", SecretEncoding::Hex), "with --key"),
        ] {
            let error = ask(&sources).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
            assert!(!format!("{error}{sources:?}").contains("hunter2"), "{error}");
        }
        assert!(matches!(ask(&KeySources::default()).unwrap().keys, Keys::NotAsked));
    }
}
