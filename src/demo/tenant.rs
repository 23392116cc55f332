//! A throw-away tenant on loopback: an issuer with fresh keys that publishes
//! them as OIDC Discovery says and logs everybody in as Pat by the
//! implicit flow (OIDC Core section 3.2). It issues tokens as Auth0
//! does. Uses `text/` and `key/`.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::http::{Port, Request, Response, Server};
use super::query::{Query, written};
use crate::key::half_hash;
use crate::key::mint::{self, MintError, SigningKey};
use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;

/// The client id of the one app that the tenant knows.
pub const CLIENT_ID: &str = "kH3vQpLr8TnYw2ZsXe5JmB7cDf9GaU1o";
/// The identifier of the one API that the tenant knows.
pub const API: &str = "https://orders.example.com";
/// Where the app is called back.
pub const CALLBACK: &str = "https://app.example.com/callback";
/// What the app asks for.
pub const SCOPE: &str = "openid profile email read:orders";

/// How long a token lives, in seconds.
const LIFETIME: i64 = 3600;
const DISCOVERY: &str = "/.well-known/openid-configuration";
const JWKS: &str = "/.well-known/jwks.json";
const AUTHORIZE: &str = "/authorize";

/// Why there is no tenant.
#[derive(Debug)]
pub enum TenantError {
    /// The library made no key or no token.
    Mint(MintError),
    /// Loopback could not be served.
    Serve(io::Error),
}

impl fmt::Display for TenantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mint(error) => write!(f, "no demo token could be made: {error}"),
            Self::Serve(error) => write!(f, "the demo tenant can't listen on 127.0.0.1: {error}"),
        }
    }
}

impl std::error::Error for TenantError {}

impl From<MintError> for TenantError {
    fn from(error: MintError) -> Self {
        Self::Mint(error)
    }
}

/// A tenant that is up until it is dropped.
pub struct Tenant {
    issuer: Arc<Issuer>,
    server: Server,
}

/// What an app asks of the authorize endpoint.
pub struct Login<'a> {
    /// Where the answer goes.
    pub redirect_uri: &'a str,
    /// The value that ties the ID token to this login.
    pub nonce: &'a str,
    /// The API that the access token shall be for.
    pub audience: Option<&'a str>,
    /// Scopes, separated by spaces.
    pub scope: &'a str,
    /// Echoed to the app.
    pub state: Option<&'a str>,
}

/// What a login brings.
pub struct Tokens {
    /// The ID token.
    pub id_token: String,
    /// The access token: a JWT for an API, encrypted without one.
    pub access_token: String,
    /// The redirect that hands both to the app.
    pub redirect_url: String,
}

impl Tenant {
    /// Makes the keys and serves them; `now` is when the tenant's clock starts.
    ///
    /// # Errors
    /// When no key can be made or no port of loopback be had.
    pub fn start(now: Timestamp) -> Result<Self, TenantError> {
        let key = SigningKey::rsa(random(21))?;
        // Tenants publish the next key ahead of its use.
        let next = SigningKey::rsa(random(21))?;
        let published: Vec<Json> = [&key, &next]
            .into_iter()
            .filter_map(SigningKey::public_jwk)
            .map(Json::Object)
            .collect();
        let port = Port::open().map_err(TenantError::Serve)?;
        let issuer = Arc::new(Issuer {
            name: format!("http://{}/", port.address()),
            key,
            jwks: object([("keys", published.into())]),
            clock: Clock { start: now, running: started() },
            may_keep: AtomicBool::new(false),
        });
        let answering = Arc::clone(&issuer);
        let server =
            port.serve(move |asked| answering.answer(asked)).map_err(TenantError::Serve)?;
        Ok(Self { issuer, server })
    }

    /// Lets clients keep what is published, so that their caches can be tried.
    /// Who keeps it longer than the tenant lives asks anew for another `kid`.
    pub fn let_keep(&self) {
        self.issuer.may_keep.store(true, Ordering::Relaxed);
    }

    /// The issuer, with its final slash: the `iss` of every token.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer.name
    }

    /// The published keys.
    #[must_use]
    pub fn jwks(&self) -> String {
        Json::Object(self.issuer.jwks.clone()).to_string()
    }

    /// Where the keys are published.
    #[must_use]
    pub fn jwks_url(&self) -> String {
        self.issuer.url(JWKS)
    }

    /// A URL that logs in, with or without an audience.
    #[must_use]
    pub fn authorize_url(&self, audience: Option<&str>) -> String {
        let query = written(&[
            ("response_type", Some("token id_token")),
            ("client_id", Some(CLIENT_ID)),
            ("redirect_uri", Some(CALLBACK)),
            ("scope", Some(SCOPE)),
            ("nonce", Some("n-1")),
            ("audience", audience),
        ]);
        format!("{}?{query}", self.issuer.url(AUTHORIZE))
    }

    /// Logs in, as the authorize endpoint does, at `now`.
    ///
    /// # Errors
    /// When a token can't be made.
    pub fn log_in(&self, login: &Login<'_>, now: Timestamp) -> Result<Tokens, MintError> {
        self.issuer.log_in(login, now)
    }

    /// Serves until the process is ended.
    pub fn wait(self) {
        self.server.wait();
    }
}

/// Random letters. They need to differ, not to be secret.
pub(super) fn random(length: usize) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefgh";
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let bytes = RandomState::new().build_hasher().finish().to_le_bytes();
        let letters = bytes.map(|byte| char::from(ALPHABET[usize::from(byte & 31)]));
        text.extend(letters.iter().take(length - text.len()));
    }
    text
}

/// The time of day from a start that was given and a stopwatch, so that a
/// tenant that is left running does not issue expired tokens.
struct Clock {
    start: Timestamp,
    running: Instant,
}

impl Clock {
    fn now(&self) -> Timestamp {
        let seconds = self.running.elapsed().as_secs();
        self.start.plus(i64::try_from(seconds).unwrap_or(i64::MAX))
    }
}

#[allow(clippy::disallowed_methods, reason = "a stopwatch: it tells no time of day")]
fn started() -> Instant {
    Instant::now()
}

struct Issuer {
    name: String,
    key: SigningKey,
    jwks: Object,
    clock: Clock,
    /// What is published may be kept.
    may_keep: AtomicBool,
}

/// An `error` and its `error_description` (RFC 6749 section 4.2.2.1).
type Refusal = (&'static str, String);

impl Issuer {
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.name.trim_end_matches('/'))
    }

    fn answer(&self, asked: &Request) -> Response {
        let published = |object: Object| {
            let response = Response::json(Json::Object(object).to_string());
            if self.may_keep.load(Ordering::Relaxed) { response.kept() } else { response }
        };
        match asked.path.as_str() {
            AUTHORIZE => self.authorize(&asked.query),
            DISCOVERY => published(self.metadata()),
            JWKS => published(self.jwks.clone()),
            _ => Response::text(
                "404 Not Found",
                "This is the tenant of `tokcheck demo`. It serves\n  \
                 /.well-known/openid-configuration\n  /.well-known/jwks.json\n  /authorize",
            ),
        }
    }

    /// OIDC Discovery section 3.
    fn metadata(&self) -> Object {
        object([
            ("issuer", Json::text(&self.name)),
            ("authorization_endpoint", self.url(AUTHORIZE).into()),
            ("jwks_uri", self.url(JWKS).into()),
            ("response_types_supported", vec!["id_token token"].into()),
            ("response_modes_supported", vec!["fragment"].into()),
            ("grant_types_supported", vec!["implicit"].into()),
            ("subject_types_supported", vec!["public"].into()),
            ("id_token_signing_alg_values_supported", vec![self.key.alg()].into()),
            ("scopes_supported", SCOPE.split(' ').collect::<Vec<_>>().into()),
        ])
    }

    /// To a wrong client or redirect URI nothing is sent (RFC 6749 section
    /// 3.1.2.4); any other answer goes to the app.
    fn authorize(&self, query: &str) -> Response {
        let refused = |why: &str| Response::text("400 Bad Request", why);
        let Some(asked) = Query::parse(query) else {
            return refused("a parameter stands twice, or an escape is broken");
        };
        if asked.value("client_id") != Some(CLIENT_ID) {
            return refused(&format!("unknown client_id: the app here is {CLIENT_ID}"));
        }
        let Some(redirect_uri) = asked.value("redirect_uri").filter(|uri| is_callback(uri)) else {
            return refused(&format!(
                "the redirect_uri must be {CALLBACK}, or of http://localhost or http://127.0.0.1"
            ));
        };
        Response::redirect(self.granted(&asked, redirect_uri).unwrap_or_else(|(error, why)| {
            let answer = [
                ("error", Some(error)),
                ("error_description", Some(why.as_str())),
                ("state", asked.value("state")),
            ];
            format!("{redirect_uri}#{}", written(&answer))
        }))
    }

    fn granted(&self, asked: &Query, redirect_uri: &str) -> Result<String, Refusal> {
        let mut types: Vec<&str> =
            asked.value("response_type").unwrap_or_default().split(' ').collect();
        types.sort_unstable();
        if types != ["id_token", "token"] {
            let why = "ask for response_type=token id_token";
            return Err(("unsupported_response_type", why.to_owned()));
        }
        // Required in this flow (OIDC Core section 3.2.2.1).
        let Some(nonce) = asked.value("nonce") else {
            return Err(("invalid_request", "the nonce is missing".to_owned()));
        };
        let audience = asked.value("audience");
        if let Some(unknown) = audience.filter(|audience| *audience != API) {
            return Err(("access_denied", format!("Service not found: {unknown}")));
        }
        let known = |scope: &&str| SCOPE.split(' ').any(|known| known == *scope);
        let scopes: Vec<&str> =
            asked.value("scope").unwrap_or(SCOPE).split(' ').filter(known).collect();
        if !scopes.contains(&"openid") {
            return Err(("invalid_scope", "an ID token needs the scope openid".to_owned()));
        }
        let scope = scopes.join(" ");
        let state = asked.value("state");
        let login = Login { redirect_uri, nonce, audience, scope: &scope, state };
        self.log_in(&login, self.clock.now())
            .map(|tokens| tokens.redirect_url)
            .map_err(|error| ("server_error", error.to_string()))
    }

    fn log_in(&self, login: &Login<'_>, now: Timestamp) -> Result<Tokens, MintError> {
        let access_token = self.access_token(login, now)?;
        let id_token = self.id_token(login, &access_token, now)?;
        let answer = written(&[
            ("access_token", Some(&access_token)),
            ("id_token", Some(&id_token)),
            ("scope", Some(login.scope)),
            ("expires_in", Some(&LIFETIME.to_string())),
            ("token_type", Some("Bearer")),
            ("state", login.state),
        ]);
        let redirect_url = format!("{}#{answer}", login.redirect_uri);
        Ok(Tokens { id_token, access_token, redirect_url })
    }

    /// OIDC Core sections 2 and 3.2.2.10.
    fn id_token(
        &self,
        login: &Login<'_>,
        access_token: &str,
        now: Timestamp,
    ) -> Result<String, MintError> {
        let mut claims = object([
            ("name", "Pat Doe".into()),
            ("email", "pat@example.com".into()),
            ("iss", Json::text(&self.name)),
            ("aud", CLIENT_ID.into()),
            ("iat", now.seconds().into()),
            ("exp", now.plus(LIFETIME).seconds().into()),
            ("sub", "demo|pat".into()),
            ("sid", random(24).into()),
            ("nonce", Json::text(login.nonce)),
        ]);
        if let Some(hash) = half_hash(self.key.alg(), access_token) {
            claims.push("at_hash", hash);
        }
        self.key.sign(&object([("typ", "JWT".into())]), &claims)
    }

    /// A JWT for the API that the login named; where it named none, one that
    /// only the tenant could read.
    fn access_token(&self, login: &Login<'_>, now: Timestamp) -> Result<String, MintError> {
        let userinfo = self.url("/userinfo");
        let mut claims = Object::empty();
        if login.audience.is_some() {
            claims.push(format!("{API}/plan"), "pro");
        }
        let audience = login.audience.into_iter().chain([userinfo.as_str()]);
        let audience: Vec<Json> = audience.map(Json::text).collect();
        claims.push("iss", Json::text(&self.name));
        claims.push("sub", "demo|pat");
        claims.push("aud", audience);
        claims.push("iat", now.seconds());
        claims.push("exp", now.plus(LIFETIME).seconds());
        claims.push("scope", Json::text(login.scope));
        claims.push("azp", CLIENT_ID);
        if login.audience.is_some() {
            self.key.sign(&object([("typ", "JWT".into())]), &claims)
        } else {
            mint::encrypted(&object([("iss", Json::text(&self.name))]), &claims)
        }
    }
}

/// The registered redirect URI, or one of the caller's own machine.
fn is_callback(uri: &str) -> bool {
    let Some(rest) = uri.strip_prefix("http://") else { return uri == CALLBACK };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "0"));
    matches!(host, "127.0.0.1" | "localhost")
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && uri.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#')
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Object {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
