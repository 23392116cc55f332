//! Sign-in of the large platforms.

use super::BLANK;
use crate::issuer::Provider;
use crate::issuer::names::Names;
use crate::issuer::own::{OwnApi, OwnApiRecord, OwnAudience};
use crate::issuer::sign::{Sign, Test, any, has, lean, likely, sure, test};
use crate::issuer::site::Site;

/// For providers all of whose JWTs to clients are ID tokens.
const ISSUER_ALONE: &[Sign] = &[sure(
    "id_token",
    "iss",
    "this issuer's JWTs to clients are ID tokens; its access tokens are opaque",
    has(&["iss", "aud"]).lacks(&["events", "scope", "scp", "client_id"]),
)];

const ASK_OWN_SERVER: &str = "this provider issues no tokens for the APIs of others: let your own \
                              backend check the ID token once and issue a token for {audience}";

const IDENTITY_TOOLKIT: &str =
    "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit";

const SESSION_COOKIE: Test = Test::IssAt(Site::Host("session.firebase.google.com"));

const FIREBASE_SITES: &[Site] =
    &[Site::Host("securetoken.google.com"), Site::Host("session.firebase.google.com")];

const APP_CHECK: Site = Site::Host("firebaseappcheck.googleapis.com");

pub(super) static FIREBASE: Provider = Provider {
    id: "firebase",
    title: "Firebase Authentication",
    sites: &[FIREBASE_SITES[0], FIREBASE_SITES[1], APP_CHECK],
    shapes: &[test(&[Test::Aud(IDENTITY_TOOLKIT)]), test(&[Test::IsObject("firebase")])],
    markers: &[
        sure(
            "provider_token",
            "aud",
            "a custom token: to be exchanged for an ID token at Firebase",
            test(&[Test::Aud(IDENTITY_TOOLKIT)]),
        ),
        sure(
            "provider_token",
            "iss",
            "an App Check token: it vouches for the app, not for a user, and comes in the header \
             X-Firebase-AppCheck",
            test(&[Test::IssAt(APP_CHECK)]),
        ),
        likely(
            "unknown",
            "iss",
            "a Firebase session cookie, which only the app's own backend takes",
            test(&[SESSION_COOKIE]),
        ),
        sure(
            "id_token",
            "iss",
            "Firebase's ID token, which the app's own backend is meant to take",
            test(&[Test::IssAt(Site::Host("securetoken.google.com"))]),
        ),
    ],
    ask_for_api: "send the Firebase ID token (getIdToken()): the app's own backend takes it; \
                  its audience is the project id",
    own_apis: &[OwnApiRecord {
        audience: OwnAudience::Exact(IDENTITY_TOOLKIT),
        api: OwnApi::Foreign,
        title: "Firebase sign-in (custom token)",
    }],
    tenant_in_path: true,
    tenant_is_guid: false,
    id_tokens_for_the_api: FIREBASE_SITES,
    leaves_rfc9068: &[],
};

const SERVICE_ACCOUNT_ISS: Test = Test::Ends("iss", ".gserviceaccount.com");
const IAP: Site = Site::HostPath("cloud.google.com", "/iap");
const GOOGLE_TOKEN_ENDPOINT: Test = Test::AnyOf(&[
    Test::Aud("https://oauth2.googleapis.com/token"),
    Test::Aud("https://www.googleapis.com/oauth2/v4/token"),
    Test::Aud("https://accounts.google.com/o/oauth2/token"),
]);

pub(super) static GOOGLE: Provider = Provider {
    id: "google",
    title: "Google",
    sites: &[Site::Host("accounts.google.com"), IAP],
    id_tokens_for_the_api: &[IAP],
    shapes: &[test(&[SERVICE_ACCOUNT_ISS])],
    markers: &[
        sure(
            "provider_token",
            "aud",
            "a service account's assertion for Google's token endpoint",
            test(&[SERVICE_ACCOUNT_ISS, GOOGLE_TOKEN_ENDPOINT]),
        ),
        sure(
            "provider_token",
            "target_audience",
            "a service account's assertion that asks for an ID token",
            has(&["target_audience"]).test(&[SERVICE_ACCOUNT_ISS]),
        ),
        likely(
            "workload_token",
            "iss",
            "signed by one of Google's own services",
            test(&[Test::Ends("iss", "@system.gserviceaccount.com")]),
        ),
        likely(
            "provider_token",
            "iss",
            "signed by a Google service account with its own key",
            test(&[SERVICE_ACCOUNT_ISS]),
        ),
        likely(
            "id_token",
            "iss",
            "an Identity-Aware Proxy assertion for the app behind the proxy; it comes in the \
             header x-goog-iap-jwt-assertion",
            test(&[Test::IssAt(IAP)]),
        ),
        sure(
            "workload_token",
            "google",
            "google.compute_engine: the identity of a virtual machine",
            test(&[Test::Member("google", "compute_engine")]),
        ),
        likely(
            "workload_token",
            "email",
            "the identity of a service account, for an audience of its choice",
            test(&[
                Test::Ends("email", ".gserviceaccount.com"),
                Test::Not(&Test::AudEnds(".apps.googleusercontent.com")),
            ])
            .lacks(&["nonce", "at_hash"]),
        ),
        sure(
            "id_token",
            "aud",
            "issued by Google to a client of its own: its access tokens are opaque",
            test(&[Test::AudEnds(".apps.googleusercontent.com")]).lacks(&["events"]),
        ),
        likely(
            "id_token",
            "iss",
            "every JWT that Google issues to clients is an ID token; its access tokens are opaque",
            has(&["aud"]).lacks(&["events"]),
        ),
    ],
    ask_for_api: "Google issues no access tokens for the APIs of others: send the ID token whose \
                  audience the API expects, or let your own backend issue a token for {audience}",
    own_apis: &[OwnApiRecord {
        audience: OwnAudience::Under(".googleapis.com", "/"),
        api: OwnApi::Foreign,
        title: "Google APIs",
    }],
    ..BLANK
};

/// Keys of Apple's developer teams sign ES256 and name the key.
const TEAM_KEY: &[Test] =
    &[Test::Alg("ES256"), Test::Header("kid"), Test::Capitals("iss", 10), TEAM_CLAIMS];
const TEAM_CLAIMS: Test = Test::Only(Names::of(&["iss", "iat", "exp", "origin", "sub"]));

pub(super) static APPLE: Provider = Provider {
    id: "apple",
    title: "Apple",
    sites: &[Site::Host("appleid.apple.com"), Site::Host("account.apple.com")],
    shapes: &[
        has(&["iss", "sub"]).test(&[Test::Aud("https://appleid.apple.com")]),
        test(&[Test::Aud("appstoreconnect-v1")]),
        has(&["iss", "iat"]).test(TEAM_KEY),
    ],
    markers: &[
        sure(
            "client_assertion",
            "aud",
            "Sign in with Apple's client secret: the team signs for its client in sub",
            has(&["iss", "sub"])
                .test(&[Test::Aud("https://appleid.apple.com"), Test::Alg("ES256")]),
        ),
        sure(
            "provider_token",
            "aud",
            "a token for the App Store Connect API",
            test(&[Test::Aud("appstoreconnect-v1")]),
        ),
        likely(
            "provider_token",
            "iss",
            "a team's token for an Apple service such as APNs: issuer and times, ES256, kid",
            has(&["iss", "iat"]).test(TEAM_KEY),
        ),
        sure(
            "id_token",
            "iss",
            "Apple's JWTs to clients are ID tokens; its access tokens are opaque",
            has(&["aud", "sub"])
                .lacks(&["events"])
                .test(&[Test::IssAt(Site::Host("appleid.apple.com"))]),
        ),
    ],
    ask_for_api: ASK_OWN_SERVER,
    ..BLANK
};

macro_rules! signs_in {
    ($name:ident, $id:literal, $title:literal, $($site:expr),+) => {
        pub(super) static $name: Provider = Provider {
            id: $id,
            title: $title,
            sites: &[$($site),+],
            markers: ISSUER_ALONE,
            ask_for_api: ASK_OWN_SERVER,
            ..BLANK
        };
    };
}

signs_in!(LINE, "line", "LINE", Site::Host("access.line.me"));
signs_in!(TWITCH, "twitch", "Twitch", Site::HostPath("id.twitch.tv", "/oauth2"));
signs_in!(SLACK, "slack", "Slack", Site::Host("slack.com"));
signs_in!(
    FACEBOOK,
    "facebook",
    "Facebook",
    Site::Host("www.facebook.com"),
    Site::Host("facebook.com"),
    Site::Host("limited.facebook.com")
);
signs_in!(LINKEDIN, "linkedin", "LinkedIn", Site::Host("www.linkedin.com"));
signs_in!(KAKAO, "kakao", "Kakao", Site::Host("kauth.kakao.com"));
signs_in!(YAHOO, "yahoo", "Yahoo", Site::Host("api.login.yahoo.com"));
signs_in!(AMAZON, "amazon", "Login with Amazon", Site::Host("www.amazon.com"));

pub(super) static SIOP: Provider = Provider {
    id: "siop",
    title: "a self-issued OpenID provider",
    sites: &[
        Site::Exact("https://self-issued.me"),
        Site::Exact("https://self-issued.me/"),
        Site::Exact("https://self-issued.me/v2"),
        Site::Exact("https://self-issued.me/v2/openid-vc"),
    ],
    shapes: &[has(&["sub_jwk"])],
    markers: &[
        sure(
            "id_token",
            "iss",
            "the issuer of self-issued ID tokens (OpenID Connect Core section 7)",
            has(&["aud"]).lacks(&["response_type"]),
        ),
        lean("id_token", "sub_jwk", "the user's own key", any(&["sub_jwk"])),
    ],
    ..BLANK
};
