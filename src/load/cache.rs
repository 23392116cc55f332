//! The cache between the key sources and the network: one file for each URL
//! and set of trust settings, in the user's cache folder. It goes by the real
//! clock, whatever instant a token is judged for, and holds what tenants
//! publish, never a token or a secret.

use std::io;
use std::path::PathBuf;

use url::Url;

use crate::key::{Freshness, KeySet, Provenance, sha256_hex};
use crate::load::clock;
use crate::load::http::{Answer, Body, Fetch, FetchError, Http, HttpOptions, shown};
use crate::text::json::Json;

mod entry;
mod store;

use entry::Entry;
use store::Store;

/// What the user said about the cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// As `Cache-Control` has it.
    #[default]
    Normal,
    /// Nothing is fetched.
    Offline,
    /// Nothing kept is used, unless the server is down.
    Refresh,
}

/// Fetches through the cache.
#[derive(Debug)]
pub struct Cache {
    http: Http,
    mode: Mode,
    store: Option<Store>,
    /// What is trusted is part of each name.
    trust: String,
}

/// One answer that is kept, for `cache list`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The URL without what could be a credential.
    pub url: String,
    /// When it came, in epoch seconds.
    pub fetched_at: i64,
    /// Until when it is used unasked.
    pub expires_at: i64,
    /// Size of its file.
    pub bytes: u64,
}

impl Cache {
    /// The cache in the user's folder. Nothing is read or made yet.
    #[must_use]
    pub fn new(options: HttpOptions, mode: Mode) -> Self {
        Self::within(store::folder(), options, mode)
    }

    fn within(folder: Option<PathBuf>, options: HttpOptions, mode: Mode) -> Self {
        // Authorities are told apart by content: the same name may hold others.
        let authorities = match &options.cacert {
            None => String::new(),
            Some(path) => sha256_hex(&std::fs::read(path).unwrap_or_default()),
        };
        let trust = format!(
            "{authorities} {} {} {}",
            options.allow_http, options.https_only, options.public_only
        );
        let (http, store) = (Http::new(options), folder.map(Store::new));
        Self { http, mode, store, trust }
    }

    fn name(&self, url: &str) -> String {
        sha256_hex(format!("{url}\n{}", self.trust).as_bytes())[..32].to_owned()
    }

    fn get(&self, text: &str, is_good: fn(&str) -> bool, asks: bool) -> Result<Body, FetchError> {
        let url = self.http.permitted(text)?;
        let Some(store) = self.store.as_ref() else { return self.without(&url, text) };
        let name = self.name(text);
        let entry = store.read(&name);
        match (self.mode, entry) {
            (Mode::Offline, Some(entry)) => {
                // Too old to stand in for a tenant that is down: still used, and told.
                let old = entry.is_past_use(now());
                let freshness = if old { Freshness::Stale } else { Freshness::Offline };
                return Ok(entry.into_body(freshness));
            }
            (Mode::Offline, None) => return self.without(&url, text),
            (Mode::Normal, Some(entry)) => {
                if let Some(freshness) = usable(&entry, asks) {
                    return Ok(entry.into_body(freshness));
                }
            }
            _ => {}
        }
        let options = self.http.options();
        let patience = options.connect_timeout + options.timeout;
        let lock = store.lock(&name, patience);
        // Whoever had the lock before may have brought it.
        let entry = store.read(&name);
        if let (Some(entry), true) = (&entry, lock.as_ref().is_some_and(|lock| lock.waited))
            && let Some(freshness) = usable(entry, asks)
        {
            return Ok(entry.clone().into_body(freshness));
        }
        Asking { cache: self, store, url: &url, text, name: &name, is_good, asks }.run(entry)
    }

    /// There is no cache.
    fn without(&self, url: &Url, text: &str) -> Result<Body, FetchError> {
        if self.mode == Mode::Offline {
            let url = shown(url);
            return Err(FetchError::Missing(format!(
                "{url} is not in the cache, and --offline forbids to fetch it; run once without it"
            )));
        }
        self.http.fetch(text)
    }
}

fn now() -> i64 {
    clock::now().seconds()
}

/// Whether an answer may be used unasked, and as what.
fn usable(entry: &Entry, asks: bool) -> Option<Freshness> {
    if asks {
        return entry.was_missed(now());
    }
    entry.is_young(now()).then_some(Freshness::Cached)
}

/// One question to the server.
struct Asking<'a> {
    cache: &'a Cache,
    store: &'a Store,
    url: &'a Url,
    text: &'a str,
    name: &'a str,
    is_good: fn(&str) -> bool,
    /// It is asked since a key was missed.
    asks: bool,
}

impl Asking<'_> {
    fn run(&self, entry: Option<Entry>) -> Result<Body, FetchError> {
        // --refresh does not trust the server's memory either.
        let known = entry.as_ref().filter(|_| self.cache.mode == Mode::Normal);
        let etag = known.and_then(|entry| entry.etag.clone());
        match (self.cache.http.get(self.text, etag.as_deref()), entry) {
            (Ok(Answer::Unchanged(control)), Some(entry)) => {
                Ok(self.renewed(entry, control.as_deref()))
            }
            (Ok(Answer::Body(body)), entry) => Ok(self.came(body, entry)),
            (Err(FetchError::Failed(_)), Some(entry)) if entry.may_stand_in(now()) => {
                Ok(self.stands_in(entry))
            }
            (Err(error), _) => Err(error),
            // Nothing was said to be known.
            (Ok(Answer::Unchanged(_)), None) => self.cache.http.fetch(self.text),
        }
    }

    fn renewed(&self, mut entry: Entry, cache_control: Option<&str>) -> Body {
        if entry.renew(cache_control, now(), self.asks) {
            self.store.write(self.name, &entry);
        } else {
            self.store.remove(self.name);
        }
        entry.into_body(Freshness::Fresh)
    }

    /// Only what can be used is kept: an error page must not push out a good answer.
    fn came(&self, mut body: Body, old: Option<Entry>) -> Body {
        let text = std::str::from_utf8(&body.bytes).ok().filter(|text| (self.is_good)(text));
        let Some(text) = text else {
            return match old {
                Some(entry) if entry.may_stand_in(now()) => self.stands_in(entry),
                _ => body,
            };
        };
        let Some(mut entry) = Entry::new(shown(self.url), text, &body, now()) else {
            self.store.remove(self.name);
            body.earlier = old.map(|old| old.body);
            return body;
        };
        if let Some(old) = &old {
            entry.succeed(old, self.asks);
        }
        self.store.write(self.name, &entry);
        entry.into_body(Freshness::Fresh)
    }

    fn stands_in(&self, mut entry: Entry) -> Body {
        if self.asks {
            entry.missed(now());
            self.store.write(self.name, &entry);
        }
        entry.into_body(Freshness::Stale)
    }
}

fn is_key_set(text: &str) -> bool {
    KeySet::from_jwks(text, "", Provenance::Published).is_ok()
}

fn is_document(text: &str) -> bool {
    let Ok(Json::Object(object)) = Json::parse(text.as_bytes()) else { return false };
    object.str("issuer").is_some()
}

impl Fetch for Cache {
    fn fetch(&self, url: &str) -> Result<Body, FetchError> {
        self.get(url, is_document, false)
    }

    fn fetch_keys(&self, url: &str) -> Result<Body, FetchError> {
        self.get(url, is_key_set, false)
    }

    fn forget(&self, url: &str) {
        if let (Some(store), true) = (&self.store, self.mode != Mode::Offline) {
            store.remove(&self.name(url));
        }
    }

    fn holds(&self, url: &str) -> bool {
        self.store.as_ref().is_some_and(|store| store.read(&self.name(url)).is_some())
    }
}

/// The cache for whoever misses a key: key sets are asked for, however young
/// they are.
#[derive(Debug)]
pub struct Insisting<'a>(pub &'a Cache);

impl Fetch for Insisting<'_> {
    fn fetch(&self, url: &str) -> Result<Body, FetchError> {
        self.0.fetch(url)
    }

    fn fetch_keys(&self, url: &str) -> Result<Body, FetchError> {
        self.0.get(url, is_key_set, true)
    }

    fn forget(&self, url: &str) {
        self.0.forget(url);
    }

    fn holds(&self, url: &str) -> bool {
        self.0.holds(url)
    }
}

/// Where the cache is; `None` where the environment names no place for it.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    store::folder()
}

/// What is kept.
#[must_use]
pub fn list() -> Vec<Kept> {
    let entries = store::folder().map(|folder| Store::new(folder).entries()).unwrap_or_default();
    let kept = |(entry, bytes): (Entry, u64)| Kept {
        fetched_at: entry.fetched_at,
        expires_at: entry.expires_at(),
        bytes,
        url: entry.url,
    };
    entries.into_iter().map(kept).collect()
}

/// Removes all that is kept; how many answers that were.
///
/// # Errors
/// When a file can't be removed.
pub fn clear() -> io::Result<usize> {
    store::folder().map_or(Ok(0), |folder| Store::new(folder).clear())
}

#[cfg(test)]
mod tests;
