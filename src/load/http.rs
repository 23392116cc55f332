//! One GET over HTTPS, with every limit that a stranger's server calls for.
//! The client is built when the first URL has to be fetched and not before: it
//! reads the certificate store, which costs more than all offline work.

use std::error::Error;
use std::fmt;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use reqwest::blocking::{Client, Response};
use reqwest::header::{self, HeaderName};
use reqwest::{Certificate, StatusCode, redirect};
use url::Url;

use crate::key::Freshness;
use crate::load::address::{Guard, PRIVATE, permitted};
use crate::text::escape::{escaped, shortened};

/// Longest answer that is read, in bytes.
pub const MAX_BODY: u64 = 1024 * 1024;
/// Most redirects that are followed.
const MAX_REDIRECTS: usize = 3;

/// What to trust, and how long to wait.
#[derive(Clone, Debug)]
pub struct HttpOptions {
    /// Take http from any host, not only from this machine.
    pub allow_http: bool,
    /// PEM file with the only authorities to trust.
    pub cacert: Option<PathBuf>,
    /// Longest time until the connection stands.
    pub connect_timeout: Duration,
    /// Not even this machine over http: for an issuer that a token names.
    pub https_only: bool,
    /// Only hosts with public addresses: for an issuer that a token names.
    pub public_only: bool,
    /// Longest time until the answer is read.
    pub timeout: Duration,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            allow_http: false,
            cacert: None,
            connect_timeout: Duration::from_secs(5),
            https_only: false,
            public_only: false,
            timeout: Duration::from_secs(10),
        }
    }
}

/// What came back from a URL.
#[derive(Clone, Debug)]
pub struct Body {
    /// The bytes, at most [`MAX_BODY`].
    pub bytes: Vec<u8>,
    /// `Cache-Control`, as sent.
    pub cache_control: Option<String>,
    /// `ETag`, as sent.
    pub etag: Option<String>,
    /// [`Freshness::Fresh`] when it was just fetched.
    pub freshness: Freshness,
    /// What stood there before, as far as the cache remembers.
    pub earlier: Option<String>,
}

/// What a server said to a question that may name the state that is known.
pub(super) enum Answer {
    /// A body.
    Body(Body),
    /// The known state is the present one (RFC 9110 section 15.4.5), and how
    /// long that may be believed (`Cache-Control`).
    Unchanged(Option<String>),
}

/// Why nothing came back. Each is one line, safe to print, with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// It can't be got now: the network, the server, or what it answered.
    Failed(String),
    /// The server answered with this status: there is no such page.
    Missing(String),
    /// It must not be fetched, or the settings are wrong: a usage error.
    Refused(String),
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(why) | Self::Missing(why) | Self::Refused(why) => f.write_str(why),
        }
    }
}

impl Error for FetchError {}

/// The one way to get at a URL; a cache stands in between as another one.
pub trait Fetch {
    /// Gets what stands at a URL.
    ///
    /// # Errors
    /// When the URL must not be fetched, or can't be.
    fn fetch(&self, url: &str) -> Result<Body, FetchError>;

    /// Gets a key set, of which an old state may not do.
    ///
    /// # Errors
    /// As [`Self::fetch`].
    fn fetch_keys(&self, url: &str) -> Result<Body, FetchError> {
        self.fetch(url)
    }

    /// Drops what is kept of a URL: it turned out to be of no use.
    fn forget(&self, _url: &str) {}

    /// Whether something is kept of a URL.
    fn holds(&self, _url: &str) -> bool {
        false
    }
}

/// Fetches over the network.
#[derive(Debug)]
pub struct Http {
    guard: Arc<Guard>,
    options: HttpOptions,
    plain: OnceLock<Result<Client, FetchError>>,
    secure: OnceLock<Result<Client, FetchError>>,
}

impl Http {
    /// Nothing is read or built yet.
    #[must_use]
    pub fn new(options: HttpOptions) -> Self {
        Self { guard: Arc::default(), options, plain: OnceLock::new(), secure: OnceLock::new() }
    }

    fn client(&self, url: &Url) -> Result<&Client, FetchError> {
        let secure = url.scheme() == "https";
        let slot = if secure { &self.secure } else { &self.plain };
        slot.get_or_init(|| self.build(secure)).as_ref().map_err(Clone::clone)
    }

    fn build(&self, secure: bool) -> Result<Client, FetchError> {
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(self.options.connect_timeout)
            .timeout(self.options.timeout)
            .referer(false)
            .user_agent(concat!("tokcheck/", env!("CARGO_PKG_VERSION")));
        if self.options.public_only {
            builder = builder.dns_resolver(Arc::clone(&self.guard));
        }
        if !secure {
            // Plain http needs no authorities, and works where none are installed.
            builder = builder.tls_certs_only([]);
        } else if let Some(path) = &self.options.cacert {
            builder = builder.tls_certs_only(authorities(path)?);
        }
        builder.build().map_err(|error| {
            let why = escaped(&deepest(&error));
            FetchError::Failed(format!(
                "no HTTPS client: {why}; install the package ca-certificates, set \
                 SSL_CERT_FILE, or give --cacert FILE"
            ))
        })
    }

    /// Gets what stands at a URL, unless it is the state that is known by `etag`.
    pub(super) fn get(&self, url: &str, etag: Option<&str>) -> Result<Answer, FetchError> {
        let url = self.permitted(url)?;
        if self.options.public_only {
            // Redirects stay on the origin, so that this is the only host.
            self.guard.watch(&url)?;
        }
        self.follow(url, etag)
    }

    /// A URL that these settings permit; a host's addresses are looked at later.
    pub(super) fn permitted(&self, text: &str) -> Result<Url, FetchError> {
        let url = permitted(text, self.options.allow_http)?;
        if self.options.https_only && !self.options.allow_http && url.scheme() != "https" {
            let shown = shown(&url);
            return Err(FetchError::Refused(format!(
                "{shown}: a token may lead to https only; --allow-http lifts this"
            )));
        }
        Ok(url)
    }

    pub(super) fn options(&self) -> &HttpOptions {
        &self.options
    }

    fn follow(&self, first: Url, etag: Option<&str>) -> Result<Answer, FetchError> {
        const ACCEPT: &str = "application/json, application/jwk-set+json;q=0.9, */*;q=0.1";
        let start = Instant::now();
        let client = self.client(&first)?;
        let mut url = first;
        for _ in 0..=MAX_REDIRECTS {
            let mut request = client.get(url.clone()).header(header::ACCEPT, ACCEPT);
            if let Some(etag) = etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            let response = request.send().map_err(|error| self.failure(&url, &error))?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED && etag.is_some() {
                return Ok(Answer::Unchanged(field(&response, header::CACHE_CONTROL)));
            }
            if status.is_redirection() {
                url = redirected(&url, &response)?;
                if start.elapsed() > self.options.timeout {
                    return Err(self.too_slow(&url));
                }
                continue;
            }
            if !status.is_success() {
                let why = format!("{} answered {}", shown(&url), status.as_u16());
                // Too slow, too early, too many: these pass.
                let passes = matches!(status.as_u16(), 408 | 425 | 429);
                return Err(if status.is_client_error() && !passes {
                    FetchError::Missing(format!("{why}; is this the right address?"))
                } else {
                    FetchError::Failed(format!("{why}; try again, or give --jwks FILE"))
                });
            }
            return self.read(&url, response, start).map(Answer::Body);
        }
        Err(FetchError::Failed(format!(
            "{} redirects more than {MAX_REDIRECTS} times; is this the right address?",
            shown(&url)
        )))
    }

    fn read(&self, url: &Url, mut response: Response, start: Instant) -> Result<Body, FetchError> {
        let too_long = || {
            let most = MAX_BODY / 1024;
            let url = shown(url);
            FetchError::Failed(format!(
                "{url} answered with more than {most} KiB, which no key set needs; is this the \
                 right address?"
            ))
        };
        if response.content_length().is_some_and(|length| length > MAX_BODY) {
            return Err(too_long());
        }
        let cache_control = field(&response, header::CACHE_CONTROL);
        let etag = field(&response, header::ETAG);
        let mut bytes = Vec::new();
        let mut chunk = [0; 16 * 1024];
        loop {
            let count = response.read(&mut chunk).map_err(|error| {
                let why = escaped(&deepest(&error));
                let url = shown(url);
                FetchError::Failed(format!(
                    "{url} broke off: {why}; try again, or give --jwks FILE"
                ))
            })?;
            if count == 0 {
                break;
            }
            bytes.extend_from_slice(&chunk[..count]);
            if bytes.len() as u64 > MAX_BODY {
                return Err(too_long());
            }
            // A server that drips must not hold the run for longer.
            if start.elapsed() > self.options.timeout {
                return Err(self.too_slow(url));
            }
        }
        Ok(Body { bytes, cache_control, etag, freshness: Freshness::Fresh, earlier: None })
    }

    fn too_slow(&self, url: &Url) -> FetchError {
        let limit = self.options.timeout;
        FetchError::Failed(format!(
            "{}: no whole answer within {limit:?}; try again, wait longer with --timeout, or give \
             --jwks FILE",
            shown(url)
        ))
    }

    fn failure(&self, url: &Url, error: &reqwest::Error) -> FetchError {
        if error.is_timeout() && !error.is_connect() {
            return self.too_slow(url);
        }
        let why = escaped(&shortened(&deepest(error), 200));
        let host = escaped(url.host_str().unwrap_or_default());
        let advice = if error.is_timeout() {
            "no connection in time; is a proxy needed (HTTPS_PROXY)?"
        } else if why.contains("certificate") {
            "its certificate is not trusted here; give its authority with --cacert FILE"
        } else if why == PRIVATE {
            "--allow-private lifts this"
        } else if error.is_dns() {
            "check the name, or give --jwks FILE"
        } else {
            "is it reachable from here? else give --jwks FILE"
        };
        FetchError::Failed(format!("{host}: {why}; {advice}"))
    }
}

impl Fetch for Http {
    fn fetch(&self, url: &str) -> Result<Body, FetchError> {
        match self.get(url, None)? {
            Answer::Body(body) => Ok(body),
            // Nothing was said to be known.
            Answer::Unchanged(_) => Err(FetchError::Failed("it answered 304 unasked".to_owned())),
        }
    }
}

fn field(response: &Response, name: HeaderName) -> Option<String> {
    response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn redirected(from: &Url, response: &Response) -> Result<Url, FetchError> {
    let failed = |why: String| Err(FetchError::Failed(format!("{} {why}", shown(from))));
    let target = response
        .headers()
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| from.join(text).ok());
    match target {
        Some(to) if to.origin() == from.origin() => Ok(to),
        Some(to) => failed(format!(
            "redirects to another place, {}, which is not followed; name that address if you \
                 trust it",
            shown(&to)
        )),
        None => failed("redirects to nowhere; is this the right address?".to_owned()),
    }
}

fn authorities(path: &PathBuf) -> Result<Vec<Certificate>, FetchError> {
    let name = escaped(&path.display().to_string());
    let refused = |why: &str| FetchError::Refused(format!("--cacert {name}: {why}"));
    let pem = std::fs::read(path).map_err(|error| refused(&error.to_string()))?;
    let found = Certificate::from_pem_bundle(&pem).map_err(|_| refused("no PEM certificates"))?;
    if found.is_empty() {
        return Err(refused("no PEM certificates"));
    }
    Ok(found)
}

/// The URL without what could be a credential.
pub(super) fn shown(url: &Url) -> String {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    // Only a URL that can't have them refuses.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    escaped(&shortened(bare.as_str(), 200))
}

/// The innermost cause says most.
fn deepest(error: &dyn Error) -> String {
    let mut error = error;
    while let Some(inner) = error.source() {
        error = inner;
    }
    error.to_string()
}

#[cfg(test)]
mod tests;
