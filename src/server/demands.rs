//! What one API demands of a token: its profile over its server's record.

use super::{Behaviour, ServerModel};
use crate::api::{ApiProfile, ClientExpectations, RequiredClaim};

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

impl WantedKind {
    /// The claims that every token of the kind has to hold, and where that
    /// stands; none for a token that may be of any kind.
    #[must_use]
    pub fn mandatory(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::ForApi => (&[], ""),
            Self::AccessToken => {
                (&["iss", "exp", "aud", "sub", "client_id", "iat", "jti"], "RFC 9068 section 2.2")
            }
            Self::IdToken => {
                (&["iss", "sub", "aud", "exp", "iat"], "OpenID Connect Core section 2")
            }
            Self::LogoutToken => {
                (&["iss", "aud", "iat", "jti", "events"], "Back-Channel Logout section 2.4")
            }
        }
    }
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
    /// Clock tolerance in seconds, for `exp` and whatever else has none of its own.
    pub leeway: i64,
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
    /// A known provider's deviations count as failures.
    pub strict: bool,
    /// What is demanded only because RFC 9068 does.
    pub by_profile: Vec<String>,
    /// What of it the provider leaves by design, and so is not demanded.
    pub left: Vec<&'static str>,
    /// What a client asks of its ID token.
    pub client: ClientExpectations,
    /// What the server does, with the API's leeway and options in it.
    pub behaviour: Behaviour,
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

/// The server's record with the API's leeway and options in it.
fn behaviour_of(profile: &ApiProfile, model: &ServerModel) -> Behaviour {
    let mut does = model.does;
    for setting in model.settings {
        let said = profile.options.get(setting.name).map(String::as_str);
        if said.is_some_and(|said| said != if setting.default { "true" } else { "false" }) {
            (setting.turn)(&mut does);
        }
    }
    if let Some(leeway) = profile.leeway {
        for rule in [&mut does.exp, &mut does.nbf, &mut does.iat] {
            rule.leeway = leeway;
        }
    }
    does
}

impl Demands {
    /// What this API demands behind this server.
    #[must_use]
    pub fn of(profile: &ApiProfile, model: &ServerModel) -> Self {
        let behaviour = behaviour_of(profile, model);
        let named = |list: &[&str]| (!list.is_empty()).then(|| strings(list));
        let mut demands = Self {
            issuer: profile.issuer.clone(),
            issuer_from_token: profile.issuer_from_token,
            audience: profile.audience.clone().unwrap_or_default(),
            algorithms: match &profile.algorithms {
                None => named(behaviour.algorithms),
                Some(list) => Some(possible(list, &behaviour)).filter(|list| !list.is_empty()),
            },
            scopes: profile.scopes.clone(),
            scope_claims: profile
                .scope_claims
                .clone()
                .unwrap_or_else(|| strings(behaviour.scope.claims)),
            permissions: profile.permissions.clone(),
            required_claims: profile.required_claims.clone(),
            accepted_typ: profile.accepted_typ.clone().or_else(|| named(behaviour.typ.accepted)),
            leeway: behaviour.exp.leeway,
            client_id: profile.client_id.clone(),
            authorized_parties: profile.authorized_parties.clone(),
            requires_user: profile.requires_user,
            org_id: profile.org_id.clone(),
            subject: profile.subject.clone(),
            token_use: profile.token_use.clone(),
            sender_constrained: profile.sender_constrained.unwrap_or(false),
            max_header_bytes: profile.max_header_bytes.or(behaviour.header_limit),
            kind: WantedKind::ForApi,
            strict: false,
            by_profile: Vec::new(),
            left: Vec::new(),
            client: ClientExpectations::default(),
            behaviour,
        };
        demands.require(behaviour.required);
        if profile.required_claims.is_empty() {
            demands.require(behaviour.required_by_default);
        }
        demands
    }

    /// The same, for a token that is to be of one kind.
    #[must_use]
    pub fn for_kind(mut self, kind: WantedKind, strict: bool, client: ClientExpectations) -> Self {
        self.kind = kind;
        self.strict = strict;
        self.client = client;
        let before = self.required_claims.len();
        self.require(kind.mandatory().0);
        match kind {
            WantedKind::AccessToken => {
                let added = self.required_claims[before..].iter();
                self.by_profile.extend(added.map(|claim| claim.name.clone()));
                if self.accepted_typ.is_none() {
                    self.accepted_typ = Some(vec!["at+jwt".to_owned()]);
                    self.by_profile.push("typ".to_owned());
                }
            }
            WantedKind::ForApi => {}
            WantedKind::IdToken | WantedKind::LogoutToken => self.audience_is_the_client(),
        }
        self
    }

    /// The same, for a provider whose tokens leave RFC 9068 by design: what only
    /// that profile demands and they are known to lack is no failure, unless
    /// every deviation counts.
    #[must_use]
    pub fn for_provider(mut self, leaves: &[&'static str]) -> Self {
        if self.strict {
            return self;
        }
        self.left =
            leaves.iter().copied().filter(|n| self.by_profile.iter().any(|p| p == n)).collect();
        let left = &self.left;
        self.required_claims.retain(|claim| !left.contains(&claim.name.as_str()));
        if left.contains(&"typ") {
            self.accepted_typ = None;
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

/// Of the algorithms that the API names those that this server can take; where
/// that is none, those of the API: what it says outright is never left out.
fn possible(named: &[String], behaviour: &Behaviour) -> Vec<String> {
    let able = |alg: &&String| behaviour.can_take(alg);
    let both: Vec<String> = named.iter().filter(able).cloned().collect();
    if both.is_empty() { named.to_vec() } else { both }
}
