//! The keys of one run: loaded once, asked for once more when a token names a
//! key that the cached set lacks, or found through the issuer that a token
//! names where the user said so (`--discover`).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::key::Keys;
use crate::load::cache::Cache;
use crate::load::discovery::Discovery;
use crate::load::keys::{KeySources, LoadError, Loaded, load};
use crate::token::Token;

/// Most issuers that the tokens of one run may lead to.
const MAX_ISSUERS: usize = 16;

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
    asked: bool,
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
        let state = Mutex::new(State { keys: Arc::new(keys), asked: false });
        Ok((Self { sources, stdin, cache, template, state }, issuer))
    }

    /// The keys for a token. One fetch a run is spent on a key that is missing.
    #[must_use]
    pub fn of(&self, token: &Token) -> Found {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let (false, Keys::Set(set)) = (state.asked, &*state.keys)
            && set.may_have_aged(token)
        {
            state.asked = true;
            self.cache.ask();
            // A file that can't be read twice leaves the keys as they are.
            if let Ok(loaded) = load(&self.sources, self.stdin.as_deref(), &*self.cache)
                && matches!(loaded.keys, Keys::Set(_))
            {
                state.keys = Arc::new(loaded.keys);
            }
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
    use crate::token::RawToken;

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
