//! The claims that rules ask for, as bits: a token's claims are looked up once,
//! and every rule is then a few machine words.

/// Words of bits.
const WORDS: usize = 4;

/// A set of claim names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names([u64; WORDS]);

impl Names {
    /// No name.
    pub const NONE: Self = Self([0; WORDS]);

    /// The set of these names; each must be in the vocabulary, which the
    /// compiler checks for the tables.
    #[must_use]
    pub const fn of(names: &[&str]) -> Self {
        let mut set = Self::NONE;
        let mut at = 0;
        while at < names.len() {
            let index = const_index(names[at]);
            set.0[index / 64] |= 1 << (index % 64);
            at += 1;
        }
        set
    }

    /// The names of both sets.
    #[must_use]
    pub(crate) const fn and(mut self, other: Self) -> Self {
        let mut at = 0;
        while at < WORDS {
            self.0[at] |= other.0[at];
            at += 1;
        }
        self
    }

    /// The set with one more name.
    #[must_use]
    pub(crate) const fn with(mut self, index: usize) -> Self {
        self.0[index / 64] |= 1 << (index % 64);
        self
    }

    /// Whether there is no name.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Whether all names of the other set are here.
    #[must_use]
    pub fn has_all(self, other: Self) -> bool {
        self.0.iter().zip(other.0).all(|(have, want)| have & want == want)
    }

    /// Whether a name of the other set is here.
    #[must_use]
    pub fn has_any(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(have, want)| have & want != 0)
    }
}

/// The place of a name in the vocabulary; names under a [`FAMILIES`] prefix
/// share one.
#[must_use]
pub(crate) fn index(name: &str) -> Option<usize> {
    look_up(name).or_else(|| {
        let (_, family) = FAMILIES.iter().find(|(prefix, _)| name.starts_with(prefix))?;
        look_up(family)
    })
}

fn look_up(name: &str) -> Option<usize> {
    let mut slot = hash(name.as_bytes());
    while SLOTS[slot] != FREE {
        let at = usize::from(SLOTS[slot]);
        if VOCABULARY[at] == name {
            return Some(at);
        }
        slot = (slot + 1) % SLOTS.len();
    }
    None
}

/// Mark of a free slot.
const FREE: u8 = u8::MAX;

/// Where each name of the vocabulary stands: every claim of every token is
/// looked up, so this is no search.
static SLOTS: [u8; 1024] = slots();

#[expect(clippy::cast_possible_truncation, reason = "the vocabulary has fewer than 255 names")]
const fn slots() -> [u8; 1024] {
    let mut slots = [FREE; 1024];
    let mut at = 0;
    assert!(VOCABULARY.len() < FREE as usize && VOCABULARY.len() <= WORDS * 64);
    while at < VOCABULARY.len() {
        let mut slot = hash(VOCABULARY[at].as_bytes());
        while slots[slot] != FREE {
            slot = (slot + 1) % slots.len();
        }
        slots[slot] = at as u8;
        at += 1;
    }
    slots
}

/// Length, ends and middle: enough to keep apart a few hundred short names.
const fn hash(name: &[u8]) -> usize {
    if name.is_empty() {
        return 0;
    }
    let middle = name[name.len() / 2] as usize;
    let (first, last) = (name[0] as usize, name[name.len() - 1] as usize);
    (name.len() * 131 + first * 37 + middle * 17 + last * 7) % 1024
}

const fn const_index(name: &str) -> usize {
    let mut at = 0;
    while at < VOCABULARY.len() {
        if same(VOCABULARY[at].as_bytes(), name.as_bytes()) {
            return at;
        }
        at += 1;
    }
    panic!("a claim that is not in the vocabulary")
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Prefixes whose names count as one.
const FAMILIES: [(&str, &str); 5] = [
    ("https://purl.imsglobal.org/", "https://purl.imsglobal.org/*"),
    ("https://stytch.com/", "https://stytch.com/*"),
    ("kubernetes.io/", "kubernetes.io/*"),
    ("oidc.circleci.com/", "oidc.circleci.com/*"),
    ("urn:zitadel:", "urn:zitadel:*"),
];

/// Sorted, so that a name is easily found by people.
const VOCABULARY: &[&str] = &[
    "@context",
    "_claim_names",
    "_sd",
    "_sd_alg",
    "_sd_hash",
    "aal",
    "access",
    "access_token",
    "acr",
    "act",
    "action",
    "active",
    "actorId",
    "actorType",
    "address",
    "admin_access",
    "amazon",
    "amr",
    "appKey",
    "app_access",
    "app_key",
    "app_metadata",
    "appid",
    "appidacr",
    "applicationId",
    "application_id",
    "apptype",
    "at_hash",
    "ati",
    "attest",
    "aud",
    "auditTrackingId",
    "aut",
    "auth_time",
    "authenticationType",
    "authority_hints",
    "authorization_details",
    "azp",
    "azpacr",
    "binding_message",
    "birthdate",
    "c_hash",
    "callerId",
    "cid",
    "clientID",
    "client_id",
    "client_notification_token",
    "cnf",
    "code",
    "code_challenge",
    "cognito:groups",
    "cognito:username",
    "collectionId",
    "common_name",
    "constraints",
    "context",
    "credentialSubject",
    "dest",
    "drn",
    "eat_nonce",
    "email",
    "email_verified",
    "error",
    "error_description",
    "error_uri",
    "events",
    "exp",
    "expires_in",
    "ext",
    "family_name",
    "federated_claims",
    "fhirUser",
    "firebase",
    "fva",
    "gender",
    "given_name",
    "google",
    "grants",
    "gty",
    "holder",
    "htm",
    "https://hasura.io/jwt/claims",
    "https://purl.imsglobal.org/*",
    "https://purl.imsglobal.org/spec/lti/claim/message_type",
    "https://sts.amazonaws.com/",
    "https://stytch.com/*",
    "htu",
    "hwmodel",
    "iat",
    "id",
    "id_token",
    "id_token_hint",
    "identities",
    "identity_nonce",
    "idp",
    "idtyp",
    "installation_id",
    "iss",
    "issuanceDate",
    "issuer",
    "job_id",
    "jti",
    "jwks",
    "kubernetes.io",
    "kubernetes.io/*",
    "locale",
    "login_hint",
    "login_hint_token",
    "metadata",
    "metadata_policy",
    "middle_name",
    "mn",
    "name",
    "namespace_path",
    "nats",
    "nbf",
    "need_patient_banner",
    "nickname",
    "nomad_job_id",
    "nomad_namespace",
    "nonce",
    "oidc.circleci.com/*",
    "organization_slug",
    "orig",
    "origin",
    "p1.region",
    "p1.rid",
    "params",
    "permissions",
    "phone_number",
    "pi.sri",
    "picture",
    "pipelineUuid",
    "pipeline_id",
    "pipeline_slug",
    "preferred_username",
    "profile",
    "project_id",
    "project_path",
    "qsh",
    "rat",
    "realm_access",
    "redirect_uri",
    "refreshTokenHash1",
    "repository",
    "requested_expiry",
    "resource",
    "resource_access",
    "response_type",
    "response_uri",
    "role",
    "roles",
    "room",
    "run_id",
    "s_hash",
    "sans",
    "scope",
    "scopes",
    "scp",
    "sd_hash",
    "sdkKey",
    "sessionHandle",
    "session_id",
    "session_state",
    "sha",
    "sid",
    "smart_style_url",
    "spaceId",
    "state",
    "step",
    "stepUuid",
    "sts",
    "stt",
    "sub",
    "sub_jwk",
    "swname",
    "target_audience",
    "terraform_workspace_id",
    "tfp",
    "tid",
    "tok_type",
    "tokenName",
    "tokenType",
    "token_introspection",
    "token_type",
    "token_use",
    "tpc",
    "trust_mark_id",
    "trust_mark_type",
    "trust_marks",
    "typ",
    "type",
    "uid",
    "unique_name",
    "updated_at",
    "upn",
    "uri",
    "uris",
    "urn:zitadel:*",
    "user",
    "user_code",
    "username",
    "validFrom",
    "vc",
    "vct",
    "ver",
    "verifiableCredential",
    "verified_claims",
    "video",
    "vot",
    "vp",
    "vp_token",
    "vtm",
    "workflow",
    "xms_mirid",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_sorted_and_fits() {
        assert!(VOCABULARY.is_sorted_by(|a, b| a < b));
        assert!(VOCABULARY.len() <= WORDS * 64);
        assert!(FAMILIES.iter().all(|(_, family)| VOCABULARY.contains(family)));
    }

    #[test]
    fn sets() {
        let set = Names::of(&["iss", "aud"]);
        assert!(set.has_all(Names::of(&["iss"])) && !set.has_all(Names::of(&["iss", "sub"])));
        assert!(set.has_any(Names::of(&["iss", "sub"])) && !set.has_any(Names::of(&["sub"])));
        assert_eq!(index("kubernetes.io/x"), index("kubernetes.io/*"));
        assert_eq!(index("never heard of"), None);
    }
}
