//! Level 2: claims that only one kind of token has.

use crate::issuer::sign::{Sign, Test, View, When, any, has, lean, likely, sure, test};
use crate::issuer::{Names, Site};

/// The first sign that holds.
pub(super) fn find(view: &View<'_>) -> Option<&'static Sign> {
    SIGNS.iter().find(|sign| sign.when.holds(view))
}

/// Claims of requests and grants: who has them is no assertion of identity.
const NO_ASSERTION: [&str; 13] = [
    "scope",
    "scp",
    "nonce",
    "at_hash",
    "c_hash",
    "jwks",
    "events",
    "roles",
    "permissions",
    "client_id",
    "email",
    "vct",
    "sub_jwk",
];

/// Names of claims by which software of many makers tells its tokens apart.
const fn says(claim: &'static str, values: &'static [&'static str]) -> Test {
    Test::IsAny(claim, values)
}

const ACCESS: &[&str] = &["access", "access_token", "access-token", "accesstoken", "bearer", "at"];
const ID: &[&str] = &["id", "id_token", "id-token", "idtoken"];
const REFRESH: &[&str] =
    &["refresh", "refresh_token", "refresh-token", "refreshtoken", "offline", "rt"];

const SAYS_ACCESS: &[Test] = &[Test::AnyOf(&[
    says("token_use", ACCESS),
    says("token_type", ACCESS),
    says("tokenType", ACCESS),
    says("tokenName", ACCESS),
    says("tok_type", ACCESS),
    says("type", ACCESS),
    says("typ", ACCESS),
])];
const SAYS_ID: &[Test] = &[Test::AnyOf(&[
    says("token_use", ID),
    says("token_type", ID),
    says("tokenType", ID),
    says("tokenName", ID),
    says("tok_type", &["IT"]),
    says("typ", ID),
])];
const SAYS_REFRESH: &[Test] = &[Test::AnyOf(&[
    says("token_use", REFRESH),
    says("token_type", REFRESH),
    says("tokenType", REFRESH),
    says("tokenName", REFRESH),
    says("type", REFRESH),
    says("typ", REFRESH),
])];
const SAYS: When =
    any(&["token_use", "token_type", "tokenType", "tokenName", "tok_type", "type", "typ"]);

const VAPID_CLAIMS: Test = Test::Only(Names::of(&["aud", "exp", "sub", "iat", "jti", "nbf"]));

/// What an authorization response may hold (JARM section 2.1). A code beside
/// claims of somebody's own is no sign of one.
const OF_A_RESPONSE: Test = Test::Only(Names::of(&[
    "iss",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "code",
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "id_token",
    "session_state",
    "error",
    "error_description",
    "error_uri",
]));

const PUSH_SERVICES: Test = Test::AnyOf(&[
    Test::Aud("https://fcm.googleapis.com"),
    Test::Aud("https://updates.push.services.mozilla.com"),
    Test::Aud("https://web.push.apple.com"),
    Test::AudAt(Site::Under(".notify.windows.com")),
]);

/// In the order in which they are asked: a logout token reads as an ID token
/// otherwise, and a JARM response may contain an access token.
static SIGNS: &[Sign] = &[
    sure(
        "logout_token",
        "events",
        "the back-channel logout event (Back-Channel Logout section 2.4)",
        test(&[Test::Member("events", "http://schemas.openid.net/event/backchannel-logout")]),
    ),
    sure(
        "security_event",
        "events",
        "security events (RFC 8417 section 2.2)",
        test(&[Test::MemberUri("events")]),
    ),
    likely(
        "security_event",
        "events",
        "events as a string, as Apple sends them",
        has(&["events", "iss"]).test(&[Test::Begins("events", "{")]),
    ),
    sure(
        "introspection_response",
        "token_introspection",
        "token_introspection (RFC 9701 section 5)",
        test(&[Test::IsObject("token_introspection")]),
    ),
    likely(
        "dpop_proof",
        "htm",
        "htm and htu: the request that is proved (RFC 9449 section 4.2)",
        has(&["htm", "htu"]),
    ),
    sure(
        "key_binding",
        "sd_hash",
        "the hash of an SD-JWT (key binding)",
        has(&["sd_hash", "nonce"]),
    ),
    likely(
        "key_binding",
        "_sd_hash",
        "the hash of an SD-JWT (key binding)",
        any(&["sd_hash", "_sd_hash"]),
    ),
    likely(
        "key_binding",
        "typ",
        "the payload's typ is kb+jwt, as an early draft had it",
        test(&[Test::Is("typ", "kb+jwt")]),
    ),
    sure("sd_jwt", "_sd", "digests of disclosures (SD-JWT)", has(&["_sd", "_sd_alg"])),
    likely("sd_jwt", "_sd", "digests of disclosures (SD-JWT)", any(&["_sd", "_sd_alg"])),
    likely("sd_jwt", "vct", "the type of an SD-JWT credential", has(&["vct"])),
    sure(
        "verifiable_credential",
        "vc",
        "a credential or presentation (VC data model 1.1)",
        test(&[Test::AnyOf(&[
            Test::MemberSays("vc", "type", "Verifiable"),
            Test::MemberSays("vp", "type", "Verifiable"),
            Test::Member("vc", "credentialSubject"),
            Test::Member("vp", "verifiableCredential"),
        ])]),
    ),
    likely(
        "verifiable_credential",
        "vc",
        "what may be a credential or presentation, in no known vocabulary",
        test(&[Test::AnyOf(&[Test::Member("vc", "@context"), Test::Member("vp", "@context")])]),
    ),
    sure(
        "verifiable_credential",
        "@context",
        "a credential or presentation (VC data model 2.0)",
        has(&["@context"]).any(&["credentialSubject", "verifiableCredential"]),
    ),
    likely(
        "verifiable_credential",
        "@context",
        "linked data with an issuer or holder",
        has(&["@context", "type"]).any(&["holder", "issuer", "validFrom", "issuanceDate"]),
    ),
    sure(
        "entity_statement",
        "metadata",
        "metadata and keys of an entity (OpenID Federation)",
        test(&[Test::IsObject("metadata"), Test::IsObject("jwks")]),
    ),
    sure(
        "entity_statement",
        "jwks",
        "keys of an entity and its place in a federation (OpenID Federation)",
        any(&["authority_hints", "constraints", "metadata_policy", "trust_marks"])
            .test(&[Test::IsObject("jwks")]),
    ),
    likely(
        "entity_statement",
        "jwks",
        "an issuer states the keys of a subject (OpenID Federation)",
        has(&["iss", "sub"]).test(&[Test::IsObject("jwks")]),
    ),
    likely(
        "entity_statement",
        "trust_mark_type",
        "a trust mark (OpenID Federation)",
        has(&["iss", "sub"]).any(&["trust_mark_type", "trust_mark_id"]),
    ),
    sure(
        "request_object",
        "response_type",
        "parameters of an authorization request (RFC 9101)",
        has(&["response_type"]).any(&["client_id", "redirect_uri", "response_uri"]).lacks(&["sub"]),
    ),
    likely(
        "request_object",
        "response_type",
        "parameters of an authorization request (RFC 9101), beside a sub that it needs not",
        has(&["response_type", "redirect_uri"]),
    ),
    likely(
        "request_object",
        "binding_message",
        "parameters of a backchannel authentication request (CIBA)",
        has(&["scope"])
            .any(&[
                "binding_message",
                "client_notification_token",
                "id_token_hint",
                "login_hint",
                "login_hint_token",
                "requested_expiry",
                "user_code",
            ])
            .lacks(&["sub"]),
    ),
    likely(
        "request_object",
        "redirect_uri",
        "parameters of an authorization request (RFC 9101)",
        has(&["client_id", "redirect_uri"]).any(&["state", "nonce"]).lacks(&["sub", "context"]),
    ),
    lean(
        "unknown",
        "code_challenge",
        "parameters of a request, without response_type: an authorization code in the form of a \
         JWT, or part of a request",
        has(&["code_challenge", "client_id"]),
    ),
    sure(
        "jarm_response",
        "state",
        "parameters of an authorization response (JARM)",
        has(&["state", "iss", "aud"])
            .any(&["code", "access_token", "id_token", "error", "vp_token"])
            .lacks(&["sub"]),
    ),
    likely(
        "jarm_response",
        "code",
        "parameters of an authorization response (JARM)",
        has(&["iss", "aud", "exp"])
            .any(&["code", "access_token", "error"])
            .lacks(&["sub"])
            .test(&[OF_A_RESPONSE]),
    ),
    sure(
        "workload_token",
        "kubernetes.io",
        "a Kubernetes service account",
        any(&["kubernetes.io", "kubernetes.io/*"])
            .test(&[Test::Begins("sub", "system:serviceaccount:")]),
    ),
    likely(
        "workload_token",
        "kubernetes.io",
        "a Kubernetes service account",
        test(&[Test::AnyOf(&[
            Test::IsObject("kubernetes.io"),
            Test::Begins("sub", "system:serviceaccount:"),
        ])]),
    ),
    sure(
        "workload_token",
        "sub",
        "a SPIFFE id (JWT-SVID)",
        has(&["aud"]).lacks(&["scope", "nonce"]).test(&[Test::Begins("sub", "spiffe://")]),
    ),
    likely(
        "provider_token",
        "nats",
        "claims of NATS, signed with its own keys",
        test(&[Test::AnyOf(&[Test::IsObject("nats"), Test::Alg("ed25519-nkey")])]),
    ),
    likely(
        "provider_token",
        "orig",
        "caller and callee (PASSporT, RFC 8225)",
        has(&["orig", "dest"]),
    ),
    likely(
        "provider_token",
        "aud",
        "an application server's token for a push service (VAPID, RFC 8292 section 2)",
        has(&["aud", "sub", "exp"]).test(&[
            VAPID_CLAIMS,
            Test::AudBareOrigin,
            Test::BeginsAny("sub", &["mailto:", "https://"]),
        ]),
    ),
    likely(
        "provider_token",
        "aud",
        "an application server's token for a push service (VAPID, RFC 8292 section 2)",
        has(&["aud", "exp"]).test(&[VAPID_CLAIMS, PUSH_SERVICES]),
    ),
    likely(
        "access_token",
        "access",
        "actions on repositories: the token of a container registry (CNCF Distribution)",
        has(&["access", "aud", "iss"]).lacks(&["nonce"]).test(&[Test::IsArray("access")]),
    ),
    likely(
        "introspection_response",
        "active",
        "active beside the members of an introspection response (RFC 7662 section 2.2)",
        any(&["scope", "client_id", "token_type", "username", "sub"])
            .test(&[Test::IsBool("active")])
            .lacks(&["email", "nonce", "at_hash"]),
    ),
    lean(
        "unknown",
        "header.url",
        "url and nonce in the header: a signed ACME request (RFC 8555 section 6.2)",
        test(&[Test::Header("url"), Test::Header("nonce")]),
    ),
    likely(
        "id_token",
        "sub_jwk",
        "the user's own key: a self-issued ID token",
        has(&["sub_jwk", "iss", "aud"]),
    ),
    likely(
        "client_assertion",
        "iss",
        "iss and sub are the same party, which addresses a server (RFC 7523 section 3)",
        has(&["aud", "exp"]).lacks(&NO_ASSERTION).test(&[Test::IssIsSub, Test::AudUrl]),
    ),
    likely(
        "client_assertion",
        "iss",
        "iss and sub are the same party, and the token has an id (RFC 7523 section 3)",
        has(&["aud", "jti"]).lacks(&NO_ASSERTION).test(&[Test::IssIsSub]),
    ),
    lean(
        "unknown",
        "aud",
        "the audience is a token endpoint: a JWT authorization grant, or the assertion of a \
         client (RFC 7523)",
        has(&["iss", "sub"]).lacks(&NO_ASSERTION).test(&[Test::AudTokenEndpoint]),
    ),
    likely(
        "refresh_token",
        "ati",
        "ati: the id of the access token that was issued with it (Spring Security OAuth)",
        has(&["ati", "jti"]).lacks(&["nonce", "at_hash", "c_hash", "sub"]),
    ),
    likely("refresh_token", "typ", "it calls itself a refresh token", SAYS.test(SAYS_REFRESH)),
    likely("id_token", "typ", "it calls itself an ID token", SAYS.test(SAYS_ID)),
    likely("access_token", "typ", "it calls itself an access token", SAYS.test(SAYS_ACCESS)),
    lean(
        "userinfo_response",
        "exp",
        "claims about a user and no expiry: a UserInfo response need not have one \
         (OpenID Connect Core section 5.3.2)",
        has(&["iss", "aud", "sub"])
            .any(&["name", "given_name", "family_name", "email", "picture", "preferred_username"])
            .lacks(&["exp", "nonce", "at_hash", "c_hash", "auth_time", "scope", "scp"])
            .test(&[Test::BeginsAny("iss", &["https://", "http://"])]),
    ),
];
