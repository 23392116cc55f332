//! Floor 2: what is known about the software in front of an API, one data
//! record a server, and what follows for one API: its demands. Uses `text/`
//! and `api/`.

use crate::api::{ApiProfile, CheckId, ClientExpectations, RequiredClaim};

mod models;

pub use models::{ALL, NAMED};

/// On what a model rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The vendor's documentation: decision and status only.
    Documentation,
    /// The text of the specifications.
    Specification,
}

/// Why a request is turned away, as far as the answer depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A sender-constrained token without its proof (RFC 9449 section 7.1).
    DpopMissing,
    /// The token is good, and this is not allowed to whoever holds it.
    Forbidden,
    /// The token's scope does not suffice (RFC 6750 section 3.1).
    InsufficientScope,
    /// The request itself is malformed (RFC 6750 section 3.1).
    InvalidRequest,
    /// The token is no good (RFC 6750 section 3.1).
    InvalidToken,
    /// There are no credentials (RFC 6750 section 3).
    NoCredentials,
}

/// A predicted answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The `WWW-Authenticate` field.
    pub www_authenticate: Option<String>,
}

/// What is known about one server.
#[allow(clippy::struct_excessive_bools, reason = "each is one fact of a record")]
#[derive(Debug)]
pub struct ServerModel {
    /// Name in flags and configuration.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Version or documents that the record describes.
    pub version: &'static str,
    /// On what it rests.
    pub ground: Ground,
    /// When it was written down.
    pub date: &'static str,
    /// Clock tolerance in seconds where the API names none.
    pub leeway: i64,
    /// A `client_id` claim is taken where there is no `aud`.
    pub audience_from_client_id: bool,
    /// `iat` ahead of the clock is refused.
    pub refuses_future_iat: bool,
    /// `sub` has to be a string where it is there.
    pub refuses_odd_subject: bool,
    /// Claims that have to be there.
    pub required_claims: &'static [&'static str],
    /// Header `typ` values that are taken; none named: any.
    pub accepted_typ: &'static [&'static str],
    /// A wrong kind of token explains a refusal; not so where ID tokens are
    /// what the server is given by design.
    pub kind_explains: bool,
    /// Kinds named by the payload's `type` that are refused outright.
    pub refused_types: &'static [&'static str],
    /// Status for a token without the wanted audience.
    pub audience_status: u16,
    /// Checks in the order in which the server makes them.
    pub order: &'static [CheckId],
}

impl ServerModel {
    /// The model of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|model| model.name == name)
    }

    /// Whether the name may stand in a configuration: a model's, or that of a
    /// server which is judged as `generic` for want of one.
    #[must_use]
    pub fn is_known(name: &str) -> bool {
        Self::by_name(name).is_some() || NAMED.contains(&name)
    }

    /// Every name that may stand in a configuration.
    pub fn known() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|model| model.name).chain(NAMED.iter().copied())
    }

    /// What the server answers for its first reason to refuse.
    #[must_use]
    pub fn answer(&self, check: CheckId, refusal: Refusal, demands: &Demands) -> Answer {
        let challenge =
            |status, text: &str| Answer { status, www_authenticate: Some(text.to_owned()) };
        match refusal {
            Refusal::DpopMissing => challenge(401, "DPoP error=\"invalid_token\", algs=\"ES256\""),
            Refusal::Forbidden => Answer { status: 403, www_authenticate: None },
            Refusal::InsufficientScope => challenge(403, &insufficient_scope(demands)),
            Refusal::InvalidRequest => challenge(400, "Bearer error=\"invalid_request\""),
            Refusal::InvalidToken if check == CheckId::Audience && self.audience_status != 401 => {
                Answer { status: self.audience_status, www_authenticate: None }
            }
            Refusal::InvalidToken => challenge(401, "Bearer error=\"invalid_token\""),
            Refusal::NoCredentials => challenge(401, "Bearer"),
        }
    }
}

/// RFC 6750 section 3: `scope` may hold only %x21, %x23-5B, %x5D-7E and spaces.
fn insufficient_scope(demands: &Demands) -> String {
    let wanted: Vec<&str> = demands
        .scopes
        .iter()
        .map(String::as_str)
        .filter(|s| s.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E)))
        .collect();
    if wanted.is_empty() {
        "Bearer error=\"insufficient_scope\"".to_owned()
    } else {
        format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", wanted.join(" "))
    }
}

/// Which kind of token the caller wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WantedKind {
    /// One for an API; any kind that passes the checks is taken.
    #[default]
    ForApi,
    /// RFC 9068 section 4.
    AccessToken,
    /// OpenID Connect Core section 3.1.3.7.
    IdToken,
    /// OpenID Connect Back-Channel Logout section 2.6.
    LogoutToken,
}

/// All that is demanded of a token: the API's profile over its server's
/// defaults. The checks read nothing else.
#[allow(clippy::struct_excessive_bools, reason = "each is one demand of its own")]
#[derive(Clone, Debug)]
pub struct Demands {
    /// Expected `iss`.
    pub issuer: Option<String>,
    /// It was taken from the token itself.
    pub issuer_from_token: bool,
    /// Accepted `aud` values; empty: not checked.
    pub audience: Vec<String>,
    /// `client_id` is taken where there is no `aud`.
    pub audience_from_client_id: bool,
    /// Accepted `alg` values; `None`: whatever the key can do.
    pub algorithms: Option<Vec<String>>,
    /// Needed scopes.
    pub scopes: Vec<String>,
    /// Claims read for scopes.
    pub scope_claims: Vec<String>,
    /// Needed permissions.
    pub permissions: Vec<String>,
    /// Needed claims.
    pub required_claims: Vec<RequiredClaim>,
    /// Accepted `typ` values; `None`: any.
    pub accepted_typ: Option<Vec<String>>,
    /// Clock tolerance in seconds.
    pub leeway: i64,
    /// `iat` ahead is refused.
    pub refuses_future_iat: bool,
    /// `sub` must be a string where it is there.
    pub refuses_odd_subject: bool,
    /// The login client.
    pub client_id: Option<String>,
    /// Clients whose tokens are taken; empty: any.
    pub authorized_parties: Vec<String>,
    /// A user is needed.
    pub requires_user: bool,
    /// Wanted organization.
    pub org_id: Option<String>,
    /// Patterns for `sub`; empty: any.
    pub subject: Vec<String>,
    /// Wanted `token_use`.
    pub token_use: Option<String>,
    /// `cnf` is enforced.
    pub sender_constrained: bool,
    /// Most header bytes.
    pub max_header_bytes: Option<usize>,
    /// The kind that is wanted.
    pub kind: WantedKind,
    /// A wrong kind explains a refusal.
    pub kind_explains: bool,
    /// Payload `type` values that are refused.
    pub refused_types: Vec<String>,
    /// A known provider's deviations count as failures.
    pub strict: bool,
    /// What a client asks of its ID token.
    pub client: ClientExpectations,
}

/// Claims that RFC 9068 section 2.2 requires.
const RFC9068_CLAIMS: [&str; 7] = ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"];
/// Claims that OpenID Connect Core section 2 requires.
const ID_TOKEN_CLAIMS: [&str; 5] = ["iss", "sub", "aud", "exp", "iat"];
/// Claims that Back-Channel Logout section 2.4 requires.
const LOGOUT_TOKEN_CLAIMS: [&str; 5] = ["iss", "aud", "iat", "jti", "events"];

impl Demands {
    /// What this API demands behind this server.
    #[must_use]
    pub fn of(profile: &ApiProfile, model: &ServerModel) -> Self {
        let typ = model.accepted_typ.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut demands = Self {
            issuer: profile.issuer.clone(),
            issuer_from_token: profile.issuer_from_token,
            audience: profile.audience.clone().unwrap_or_default(),
            audience_from_client_id: model.audience_from_client_id,
            algorithms: profile.algorithms.clone().filter(|a| !a.is_empty()),
            scopes: profile.scopes.clone(),
            scope_claims: profile
                .scope_claims
                .clone()
                .unwrap_or_else(|| vec!["scope".to_owned(), "scp".to_owned()]),
            permissions: profile.permissions.clone(),
            required_claims: profile.required_claims.clone(),
            accepted_typ: profile.accepted_typ.clone().or((!typ.is_empty()).then_some(typ)),
            leeway: profile.leeway.unwrap_or(model.leeway),
            refuses_future_iat: model.refuses_future_iat,
            refuses_odd_subject: model.refuses_odd_subject,
            client_id: profile.client_id.clone(),
            authorized_parties: profile.authorized_parties.clone(),
            requires_user: profile.requires_user,
            org_id: profile.org_id.clone(),
            subject: profile.subject.clone(),
            token_use: profile.token_use.clone(),
            sender_constrained: profile.sender_constrained.unwrap_or(false),
            max_header_bytes: profile.max_header_bytes,
            kind: WantedKind::ForApi,
            kind_explains: model.kind_explains,
            refused_types: model.refused_types.iter().map(ToString::to_string).collect(),
            strict: false,
            client: ClientExpectations::default(),
        };
        demands.require(model.required_claims);
        demands
    }

    /// The same, for a token that is to be of one kind.
    #[must_use]
    pub fn for_kind(mut self, kind: WantedKind, strict: bool, client: ClientExpectations) -> Self {
        self.kind = kind;
        self.strict = strict;
        self.client = client;
        match kind {
            WantedKind::AccessToken if strict => {
                self.require(&RFC9068_CLAIMS);
                self.accepted_typ.get_or_insert_with(|| vec!["at+jwt".to_owned()]);
            }
            WantedKind::AccessToken | WantedKind::ForApi => {}
            WantedKind::IdToken => {
                self.require(&ID_TOKEN_CLAIMS);
                self.audience_is_the_client();
            }
            WantedKind::LogoutToken => {
                self.require(&LOGOUT_TOKEN_CLAIMS);
                self.audience_is_the_client();
            }
        }
        self
    }

    /// The audience of an ID token and of a logout token is the client
    /// (OpenID Connect Core section 3.1.3.7, step 3).
    fn audience_is_the_client(&mut self) {
        if self.audience.is_empty() {
            self.audience.extend(self.client_id.clone());
        }
    }

    fn require(&mut self, names: &[&str]) {
        for name in names {
            if !self.required_claims.iter().any(|claim| claim.name == *name) {
                self.required_claims.push(RequiredClaim { name: (*name).to_owned(), value: None });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_wins_over_the_server() {
        let model = ServerModel::by_name("rfc9068").unwrap();
        let demands = Demands::of(&ApiProfile::default(), model);
        assert_eq!(demands.accepted_typ.as_deref(), Some(&["at+jwt".to_owned()][..]));
        let profile =
            ApiProfile { accepted_typ: Some(vec!["JWT".into()]), ..ApiProfile::default() };
        assert_eq!(Demands::of(&profile, model).accepted_typ, profile.accepted_typ);
    }

    #[test]
    fn every_model_makes_every_check_once() {
        for model in ALL {
            let mut order = model.order.to_vec();
            order.sort_unstable();
            assert_eq!(order, CheckId::ALL, "{}", model.name);
        }
    }

    #[test]
    fn a_challenge_holds_no_quote_of_the_users() {
        let model = ServerModel::by_name("generic").unwrap();
        let profile = ApiProfile {
            scopes: vec!["read:a".into(), "b\"\r\nX: y".into()],
            ..ApiProfile::default()
        };
        let demands = Demands::of(&profile, model);
        let answer = model.answer(CheckId::Scope, Refusal::InsufficientScope, &demands);
        assert_eq!(
            answer.www_authenticate.as_deref(),
            Some("Bearer error=\"insufficient_scope\", scope=\"read:a\"")
        );
    }
}
