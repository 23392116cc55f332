//! The checks of the contract, by name and in order.

/// One check; the order of the variants is the order of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckId {
    /// Three strict base64url parts (RFC 7515 section 5.2, steps 1, 2, 7).
    Encoding,
    /// The JOSE header is one JSON object with usable members (step 3).
    Header,
    /// The payload is one JSON object without duplicates (RFC 7519 section 7.2).
    Payload,
    /// `alg` is one that the API takes (RFC 8725 section 3.1).
    Algorithm,
    /// `crit` names nothing that is not understood (RFC 7515 section 4.1.11).
    Critical,
    /// `typ` and kind are what the API takes (RFC 8725 section 3.11).
    Type,
    /// A key was found and fits the algorithm (RFC 7517 section 4).
    Key,
    /// The signature was made with it (RFC 7515 section 5.2, step 8).
    Signature,
    /// `iss` (RFC 7519 section 4.1.1).
    Issuer,
    /// `aud` (RFC 7519 section 4.1.3).
    Audience,
    /// `exp` (RFC 7519 section 4.1.4).
    Expires,
    /// `nbf` (RFC 7519 section 4.1.5).
    NotBefore,
    /// `iat` (RFC 7519 section 4.1.6).
    IssuedAt,
    /// `sub` (RFC 7519 section 4.1.2).
    Subject,
    /// `azp` and its relatives (OpenID Connect Core section 2).
    AuthorizedParty,
    /// `nonce` (OpenID Connect Core section 3.1.3.7, step 11).
    Nonce,
    /// `at_hash` (OpenID Connect Core section 3.2.2.9).
    AccessTokenHash,
    /// `c_hash` (OpenID Connect Core section 3.3.2.10).
    CodeHash,
    /// `auth_time` (OpenID Connect Core section 3.1.3.7, step 13).
    AuthTime,
    /// `acr` (OpenID Connect Core section 3.1.3.7, step 12).
    Acr,
    /// `scope` or `scp` (RFC 6750 section 3.1).
    Scope,
    /// `permissions`.
    Permissions,
    /// `org_id` or `org_name`.
    Organization,
    /// `cnf` (RFC 7800 section 3).
    SenderConstraint,
    /// Claims that the API needs.
    RequiredClaims,
}

impl CheckId {
    /// All checks, in the order of the contract.
    pub const ALL: [Self; 25] = [
        Self::Encoding,
        Self::Header,
        Self::Payload,
        Self::Algorithm,
        Self::Critical,
        Self::Type,
        Self::Key,
        Self::Signature,
        Self::Issuer,
        Self::Audience,
        Self::Expires,
        Self::NotBefore,
        Self::IssuedAt,
        Self::Subject,
        Self::AuthorizedParty,
        Self::Nonce,
        Self::AccessTokenHash,
        Self::CodeHash,
        Self::AuthTime,
        Self::Acr,
        Self::Scope,
        Self::Permissions,
        Self::Organization,
        Self::SenderConstraint,
        Self::RequiredClaims,
    ];

    /// The name in the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AccessTokenHash => "access_token_hash",
            Self::Acr => "acr",
            Self::Algorithm => "algorithm",
            Self::Audience => "audience",
            Self::AuthTime => "auth_time",
            Self::AuthorizedParty => "authorized_party",
            Self::CodeHash => "code_hash",
            Self::Critical => "critical",
            Self::Encoding => "encoding",
            Self::Expires => "expires",
            Self::Header => "header",
            Self::IssuedAt => "issued_at",
            Self::Issuer => "issuer",
            Self::Key => "key",
            Self::Nonce => "nonce",
            Self::NotBefore => "not_before",
            Self::Organization => "organization",
            Self::Payload => "payload",
            Self::Permissions => "permissions",
            Self::RequiredClaims => "required_claims",
            Self::Scope => "scope",
            Self::SenderConstraint => "sender_constraint",
            Self::Signature => "signature",
            Self::Subject => "subject",
            Self::Type => "type",
        }
    }
}
