//! The keys of one run: loaded at its start, asked for once more when a token
//! names a key that an older set lacks, and looked up again while a stream goes
//! on; or found through the issuer that a token names where the user said so
//! (`--discover`).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::key::{Freshness, Keys};
use crate::load::cache::{Cache, Insisting};
use crate::load::discovery::Discovery;
use crate::load::http::Fetch;
use crate::load::keys::{KeySources, LoadError, Loaded, load};
use crate::token::Token;

/// Most issuers that the tokens of one run may lead to.
const MAX_ISSUERS: usize = 16;

/// How old a set is at least that a missing key is worth a fetch, where it was
/// fetched by this run.
const YOUNG: Duration = Duration::from_secs(10);

/// How long keys that could not be got are not asked for again.
const PAUSE: Duration = Duration::from_secs(60);

/// How long a run goes by its keys: whoever follows a log for days has to see
/// that they were rotated or withdrawn. What the cache has is young enough or
/// not, as for a new run.
const LASTS: Duration = Duration::from_secs(600);

/// The keys for one token.
#[derive(Clone, Debug)]
pub struct Found {
    /// The keys.
    pub keys: Arc<Keys>,
    /// The `iss` to expect, where it depends on the token.
    pub issuer: Option<String>,
}

/// The keys of one API.
#[derive(Debug)]
pub struct KeyRing {
    sources: KeySources,
    stdin: Option<Vec<u8>>,
    cache: Arc<Cache>,
    /// The issuer of a document that speaks for many tenants, `{tenantid}` in it.
    template: Option<String>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    keys: Arc<Keys>,
    /// When they were looked up.
    since: Instant,
    /// When they were last asked for a key that was missing.
    asked: Option<Instant>,
}

impl State {
    /// Whether a fetch could bring the key that the token names.
    fn misses(&self, token: &Token) -> bool {
        let Keys::Set(set) = &*self.keys else { return false };
        self.asked.is_none_or(|asked| asked.elapsed() >= LASTS)
            && (set.freshness == Freshness::Cached || self.since.elapsed() >= YOUNG)
            && set.lacks_key_of(token)
    }

    /// Whether the keys are to be looked up again, whatever the token.
    fn is_old(&self) -> bool {
        match &*self.keys {
            Keys::NotAsked => false,
            Keys::Set(_) => self.since.elapsed() >= LASTS,
            Keys::Unavailable(_) => self.since.elapsed() >= PAUSE,
        }
    }
}

impl KeyRing {
    /// Loads the keys; with them comes the issuer that discovery found.
    ///
    /// # Errors
    /// When something that the user gave can't be used.
    pub fn load(
        sources: KeySources,
        stdin: Option<Vec<u8>>,
        cache: Arc<Cache>,
    ) -> Result<(Self, Option<String>), LoadError> {
        let Loaded { keys, issuer, template, .. } = load(&sources, stdin.as_deref(), &*cache)?;
        let state = State { keys: Arc::new(keys), since: Instant::now(), asked: None };
        let state = Mutex::new(state);
        Ok((Self { sources, stdin, cache, template, state }, issuer))
    }

    /// The keys for a token. One fetch is spent on a key that is missing; in a
    /// run that goes on, one in ten minutes.
    #[must_use]
    pub fn of(&self, token: &Token) -> Found {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let misses = state.misses(token);
        if misses || state.is_old() {
            let insisting = Insisting(&self.cache);
            let from: &dyn Fetch = if misses { &insisting } else { &*self.cache };
            // A file that can't be read twice leaves the keys as they are.
            if let Ok(loaded) = load(&self.sources, self.stdin.as_deref(), from)
                && matches!(loaded.keys, Keys::Set(_))
            {
                state.keys = Arc::new(loaded.keys);
            }
            // It may have taken as long as the network lets it.
            let now = Instant::now();
            state.since = now;
            state.asked = if misses { Some(now) } else { state.asked };
        }
        let issuer = self.template.as_deref().and_then(|template| own_issuer(template, token));
        Found { keys: Arc::clone(&state.keys), issuer }
    }
}

/// The issuer of the token's own tenant, by Microsoft's template.
fn own_issuer(template: &str, token: &Token) -> Option<String> {
    let tenant = token.claims.members().str("tid")?;
    let is_id = tenant.len() == 36 && tenant.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    is_id.then(|| template.replace("{tenantid}", tenant))
}

/// Finds keys through the issuer that each token names.
#[derive(Debug)]
pub struct Discoverer {
    cache: Arc<Cache>,
    allow_http: bool,
    rings: Mutex<BTreeMap<String, Result<Arc<KeyRing>, String>>>,
}

impl Discoverer {
    /// The cache has to know that tokens choose the URLs: public addresses only.
    #[must_use]
    pub fn new(cache: Arc<Cache>, allow_http: bool) -> Self {
        Self { cache, allow_http, rings: Mutex::default() }
    }

    /// The keys of the issuer that the token names.
    #[must_use]
    pub fn of(&self, token: &Token) -> Found {
        let Some(issuer) = token.claims.members().str("iss") else {
            let why = "the token names no issuer (iss) that keys could be discovered for";
            return unavailable(None, why.to_owned());
        };
        match self.ring(issuer) {
            Ok(ring) => {
                let found = ring.of(token);
                let issuer = found.issuer.or_else(|| Some(issuer.to_owned()));
                Found { issuer, ..found }
            }
            Err(why) => unavailable(Some(issuer), why),
        }
    }

    fn ring(&self, issuer: &str) -> Result<Arc<KeyRing>, String> {
        let mut rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = rings.get(issuer) {
            return known.clone();
        }
        if rings.len() >= MAX_ISSUERS {
            return Err(format!(
                "the tokens name more than {MAX_ISSUERS} issuers, and no more are asked in one run"
            ));
        }
        let made = self.load(issuer);
        rings.insert(issuer.to_owned(), made.clone());
        made
    }

    fn load(&self, issuer: &str) -> Result<Arc<KeyRing>, String> {
        if !self.allow_http && !issuer.starts_with("https://") {
            return Err(
                "the issuer that the token names is no https URL, and a token may lead to \
                        no other; --allow-http lifts this"
                    .to_owned(),
            );
        }
        let discovery = Some(Discovery::Issuer(issuer.to_owned()));
        let sources = KeySources { discovery, ..KeySources::default() };
        let (ring, _) = KeyRing::load(sources, None, Arc::clone(&self.cache))
            .map_err(|error| error.to_string())?;
        Ok(Arc::new(ring))
    }
}

fn unavailable(issuer: Option<&str>, why: String) -> Found {
    Found { keys: Arc::new(Keys::Unavailable(why)), issuer: issuer.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::mint::SigningKey;
    use crate::load::cache::Mode;
    use crate::load::http::HttpOptions;
    use crate::load::source::JwksSource;
    use crate::text::json::Json;
    use crate::token::RawToken;

    #[test]
    fn a_run_that_goes_on_sees_that_keys_were_rotated() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jwks.json");
        let publish = |kid: &str| {
            let key = Json::Object(SigningKey::ed25519(kid).unwrap().public_jwk().unwrap());
            std::fs::write(&file, format!("{{\"keys\":[{key}]}}")).unwrap();
        };
        publish("a");
        let jwks = vec![JwksSource::File(file.clone())];
        let sources = KeySources { jwks, ..KeySources::default() };
        let cache = Cache::new(HttpOptions::default(), Mode::Offline);
        let (ring, _) = KeyRing::load(sources, None, Arc::new(cache)).unwrap();
        let knows = |kid: &str| {
            use base64::Engine;
            use base64::engine::general_purpose::URL_SAFE_NO_PAD;
            let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"EdDSA","kid":"{kid}"}}"#));
            let token = Token::parse(RawToken::new(format!("{header}.e30.AA")));
            match &*ring.of(&token).keys {
                Keys::Set(set) => !set.lacks_key_of(&token),
                other => panic!("{other:?}"),
            }
        };
        let pass = |time: Duration| {
            let mut state = ring.state.lock().unwrap();
            state.since = state.since.checked_sub(time).unwrap();
            state.asked = state.asked.and_then(|at| at.checked_sub(time));
        };
        assert!(knows("a"));
        publish("b");
        assert!(!knows("b"), "the set is young");
        pass(YOUNG);
        assert!(knows("b") && !knows("a"));
        publish("c");
        pass(YOUNG);
        assert!(!knows("c"), "it was asked for one already");
        pass(LASTS);
        assert!(knows("c"));
        publish("d");
        pass(LASTS);
        assert!(!knows("c"), "withdrawn, and no token named another");
    }

    #[test]
    fn a_tenant_is_put_into_the_template() {
        let template = "https://login.microsoftonline.com/{tenantid}/v2.0";
        let token = |tid: &str| {
            use base64::Engine;
            use base64::engine::general_purpose::URL_SAFE_NO_PAD;
            let claims = URL_SAFE_NO_PAD.encode(format!(r#"{{"tid":"{tid}"}}"#));
            Token::parse(RawToken::new(format!("eyJhbGciOiJSUzI1NiJ9.{claims}.AA")))
        };
        assert_eq!(
            own_issuer(template, &token("9188040d-6c67-4c5b-b112-36a304b66dad")).unwrap(),
            "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"
        );
        assert_eq!(own_issuer(template, &token("../../evil")), None);
    }
}
