//! Floor 3: which kind of token it is, with evidence for and against.

use std::borrow::Cow;

use crate::issuer::sign::View;
use crate::issuer::{Prefix, Provider, by_prefix, recognise};
use crate::token::{Form, Token};

mod advice;
mod hint;
mod jws;
mod roles;
mod score;
mod shape;
mod structure;
mod typ;

#[cfg(test)]
mod tests;

pub use roles::{Parties, Party, Roles};
pub use score::{Feature, features};

/// Kinds of tokens; the names are stable in output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A bearer or sender-bound token for an API (RFC 6749 section 1.4).
    AccessToken,
    /// A JWT by which a client authenticates itself (RFC 7523).
    ClientAssertion,
    /// A `DPoP` proof (RFC 9449).
    DpopProof,
    /// A JWE of no known purpose.
    Encrypted,
    /// A JWE that is an access token which the API can't read.
    EncryptedAccessToken,
    /// An entity statement (`OpenID` Federation).
    EntityStatement,
    /// An ID token (OIDC Core section 2).
    IdToken,
    /// An introspection response (RFC 9701).
    IntrospectionResponse,
    /// A signed authorization response (JARM).
    JarmResponse,
    /// A key-binding JWT (SD-JWT).
    KeyBinding,
    /// A back-channel logout token.
    LogoutToken,
    /// Nothing that is a token.
    NotAToken,
    /// A token that only its issuer can read.
    Opaque,
    /// A JWT minted with one's own key for one service.
    ProviderToken,
    /// A refresh token.
    RefreshToken,
    /// A signed authorization request (RFC 9101).
    RequestObject,
    /// An SD-JWT or SD-JWT VC.
    SdJwt,
    /// A security event token (RFC 8417).
    SecurityEvent,
    /// A JWT that nothing tells the kind of.
    Unknown,
    /// A signed `UserInfo` response (OIDC Core section 5.3.2).
    UserinfoResponse,
    /// A verifiable credential or presentation.
    VerifiableCredential,
    /// The identity of a job, pod or machine, for a third party.
    WorkloadToken,
}

impl Kind {
    /// Every kind with its name in output and its name for people.
    const NAMES: [(Self, &'static str, &'static str); 22] = [
        (Self::IdToken, "id_token", "ID token"),
        (Self::AccessToken, "access_token", "access token"),
        (Self::RefreshToken, "refresh_token", "refresh token"),
        (Self::LogoutToken, "logout_token", "logout token"),
        (Self::DpopProof, "dpop_proof", "DPoP proof"),
        (Self::ClientAssertion, "client_assertion", "client assertion"),
        (Self::RequestObject, "request_object", "request object"),
        (Self::JarmResponse, "jarm_response", "signed authorization response (JARM)"),
        (Self::UserinfoResponse, "userinfo_response", "signed UserInfo response"),
        (Self::IntrospectionResponse, "introspection_response", "signed introspection response"),
        (Self::SecurityEvent, "security_event", "security event token"),
        (Self::SdJwt, "sd_jwt", "SD-JWT"),
        (Self::KeyBinding, "key_binding", "key-binding JWT"),
        (Self::VerifiableCredential, "verifiable_credential", "verifiable credential"),
        (Self::EntityStatement, "entity_statement", "federation entity statement"),
        (Self::WorkloadToken, "workload_token", "workload identity token"),
        (Self::ProviderToken, "provider_token", "self-issued provider token"),
        (Self::EncryptedAccessToken, "encrypted_access_token", "encrypted access token"),
        (Self::Encrypted, "encrypted", "encrypted token"),
        (Self::Opaque, "opaque", "opaque token"),
        (Self::NotAToken, "not_a_token", "no token"),
        (Self::Unknown, "unknown", "JWT of unknown kind"),
    ];

    fn entry(self) -> &'static (Self, &'static str, &'static str) {
        Self::NAMES.iter().find(|(kind, ..)| *kind == self).unwrap_or(&Self::NAMES[21])
    }

    /// The name in output: `id_token`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// The name for people: "ID token".
    #[must_use]
    pub fn title(self) -> &'static str {
        self.entry().2
    }

    /// The kind of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n, _)| *n == name).map(|(kind, ..)| *kind)
    }

    /// The names of all kinds.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|(_, name, _)| *name)
    }
}

/// "an ID token": the S of SD-JWT is spoken as a vowel.
#[must_use]
pub fn with_article(title: &str) -> String {
    let vowel = title.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']);
    let article = if vowel || title.starts_with("SD-") { "an" } else { "a" };
    format!("{article} {title}")
}

/// How sure a classification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The string alone does not settle it.
    Undecided,
    /// The signs speak for it.
    Likely,
    /// The specification's or the vendor's own marker says so.
    Certain,
}

impl Confidence {
    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Undecided => "undecided",
        }
    }
}

/// One sign, for or against a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The kind that it speaks for.
    pub speaks_for: Option<Kind>,
    /// The kind that it speaks against.
    pub speaks_against: Option<Kind>,
    /// The claim, header member (`header.typ`) or place (`slot`, `shape`) it rests on.
    pub claim: Cow<'static, str>,
    /// Why, in a few words.
    pub because: Cow<'static, str>,
}

/// What kind of token it is and how that is known.
#[derive(Clone, Debug)]
pub struct Classification {
    /// The kind, or the leading candidate where undecided.
    pub kind: Kind,
    /// How sure.
    pub confidence: Confidence,
    /// Who it claims to be issued by, where that provider is known.
    pub provider: Option<&'static Provider>,
    /// The signs.
    pub evidence: Vec<Evidence>,
    /// What would settle it where undecided, one suggestion each.
    pub settle: Vec<String>,
    /// What to do with it, in one line.
    pub advice: &'static str,
    /// What is known of an opaque token by its prefix.
    pub prefix: Option<&'static Prefix>,
}

/// What the caller knows besides the token; it outranks weak signs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The slot in which the token stood: `access_token`, `id_token`, ...
    pub slot: Option<&'a str>,
    /// Client ids of the login client (`--client-id`, `[clients]`).
    pub client_ids: &'a [String],
    /// Identifiers of the API (`--audience`, `[apis]`).
    pub audiences: &'a [String],
}

/// Names the kind of a token.
#[must_use]
pub fn classify(token: &Token, hints: &Hints<'_>) -> Classification {
    let text = token.raw().expose();
    if let Some(inside) = &token.inside {
        // Of a nested JWT, the inside is what is used.
        return jws::nested(classify(inside, hints));
    }
    let view = View::new(token.header.members(), token.claims.members());
    let recognised = recognise(&view);
    let mut found = match token.form {
        Form::Jwe => shape::encrypted(token, hints),
        Form::Jws | Form::JwsJson | Form::SdJwt => jws::classify(token, &view, recognised, hints),
        Form::None | Form::Opaque => shape::opaque(text, hints),
    };
    found.advice = advice::advice(&view, recognised, &found);
    if token.form == Form::Opaque {
        found.prefix = by_prefix(text);
    }
    found
}

impl Evidence {
    /// A sign for a kind.
    fn of(
        kind: Kind,
        claim: impl Into<Cow<'static, str>>,
        because: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            speaks_for: Some(kind),
            speaks_against: None,
            claim: claim.into(),
            because: because.into(),
        }
    }

    /// A sign against a kind.
    fn against(
        kind: Kind,
        claim: impl Into<Cow<'static, str>>,
        because: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            speaks_for: None,
            speaks_against: Some(kind),
            claim: claim.into(),
            because: because.into(),
        }
    }

    /// A fact that speaks for no kind.
    fn fact(claim: impl Into<Cow<'static, str>>, because: impl Into<Cow<'static, str>>) -> Self {
        Self {
            speaks_for: None,
            speaks_against: None,
            claim: claim.into(),
            because: because.into(),
        }
    }
}
