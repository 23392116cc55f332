//! Sectors and protocols that put claims of their own into tokens, whoever
//! issues them.

use super::BLANK;
use super::identity::ID_ONLY;
use crate::issuer::Provider;
use crate::issuer::sign::{Test, any, has, lean, likely, test};
use crate::issuer::site::Site;

const SMART_CONTEXT: Test = Test::AnyOf(&[
    Test::Member("context", "need_patient_banner"),
    Test::Member("context", "smart_style_url"),
    Test::Member("context", "patient"),
]);

pub(super) static SMART: Provider = Provider {
    id: "smart",
    title: "SMART on FHIR",
    shapes: &[
        has(&["fhirUser"]),
        has(&["smart_style_url"]),
        has(&["need_patient_banner"]),
        has(&["context"]).test(&[SMART_CONTEXT]),
        any(&["scope", "scp"]).test(&[Test::AnyOf(&[
            Test::Scope("patient/"),
            Test::Scope("launch/"),
            Test::Scope("system/"),
            Test::Scope("user/"),
        ])]),
    ],
    markers: &[
        likely(
            "unknown",
            "code_challenge",
            "an authorization code in the form of a JWT",
            has(&["code_challenge"]).lacks(&["response_type"]),
        ),
        lean(
            "refresh_token",
            "scope",
            "a launch context with offline_access",
            has(&["context", "client_id"]).test(&[Test::Scope("offline_access")]),
        ),
        likely(
            "access_token",
            "scope",
            "scopes for FHIR resources",
            has(&["scope"]).lacks(&["nonce", "at_hash", "context", "response_type"]),
        ),
        likely(
            "id_token",
            "fhirUser",
            "fhirUser names the user's record, and there is no scope",
            has(&["fhirUser"]).lacks(&["scope"]),
        ),
    ],
    ask_for_api: "pass aud={audience} (the FHIR base URL) in the authorize request",
    ..BLANK
};

const LTI_MESSAGE: &str = "https://purl.imsglobal.org/spec/lti/claim/message_type";

pub(super) static LTI: Provider = Provider {
    id: "lti",
    title: "IMS LTI",
    sites: &[Site::Host("www.imsglobal.org"), Site::Host("canvas.instructure.com")],
    shapes: &[any(&["https://purl.imsglobal.org/*", LTI_MESSAGE])],
    markers: &[
        lean(
            "provider_token",
            LTI_MESSAGE,
            "a deep-linking response: the tool's answer to the platform",
            test(&[Test::Is(LTI_MESSAGE, "LtiDeepLinkingResponse")]),
        ),
        likely(
            "id_token",
            "https://purl.imsglobal.org/spec/lti/claim/",
            "an LTI launch is an ID token of the platform for the tool",
            any(&["https://purl.imsglobal.org/*", LTI_MESSAGE]).lacks(&["scope"]),
        ),
    ],
    ..BLANK
};

pub(super) static NHS: Provider = Provider {
    id: "nhs",
    title: "NHS login",
    sites: &[Site::Under(".signin.nhs.uk"), Site::Under(".login.nhs.uk")],
    shapes: &[has(&["vot", "vtm"])],
    markers: &[
        likely(
            "id_token",
            "vot",
            "vectors of trust, and no scope",
            any(&["vot", "vtm", "nonce", "at_hash"]).lacks(&[
                "scope",
                "scp",
                "client_id",
                "events",
            ]),
        ),
        likely(
            "access_token",
            "scope",
            "scope or client_id, and no nonce",
            any(&["scope", "client_id"]).lacks(&ID_ONLY),
        ),
    ],
    ..BLANK
};

pub(super) static FEDERATION: Provider = Provider {
    id: "openid_federation",
    title: "OpenID Federation",
    shapes: &[
        test(&[Test::AnyOf(&[
            Test::Typ("entity-statement+jwt"),
            Test::Typ("trust-mark+jwt"),
            Test::Typ("trust-mark-delegation+jwt"),
            Test::Typ("explicit-registration-response+jwt"),
            Test::Typ("resolve-response+jwt"),
            Test::Typ("signed-jwk-set+jwt"),
        ])]),
        has(&["metadata", "jwks"]),
        has(&["authority_hints", "jwks"]),
    ],
    ..BLANK
};

pub(super) static SHARED_SIGNALS: Provider = Provider {
    id: "sharedsignals",
    title: "OpenID Shared Signals",
    shapes: &[test(&[Test::MemberBegins("events", "https://schemas.openid.net/secevent/")])],
    ..BLANK
};

pub(super) static PASSPORT: Provider = Provider {
    id: "passport_stir",
    title: "STIR/SHAKEN",
    shapes: &[test(&[Test::Typ("passport")]), has(&["attest", "orig", "dest"])],
    ..BLANK
};

pub(super) static VAPID: Provider = Provider {
    id: "vapid",
    title: "Web Push (VAPID)",
    shapes: &[
        has(&["aud", "sub", "exp"]).lacks(&["iss"]).test(&[
            Test::AudBareOrigin,
            Test::Alg("ES256"),
            Test::BeginsAny("sub", &["mailto:", "https://"]),
        ]),
        has(&["aud", "exp"]).lacks(&["iss"]).test(&[
            Test::Alg("ES256"),
            Test::AnyOf(&[
                Test::Aud("https://fcm.googleapis.com"),
                Test::Aud("https://updates.push.services.mozilla.com"),
                Test::Aud("https://web.push.apple.com"),
                Test::AudAt(Site::Under(".notify.windows.com")),
            ]),
        ]),
    ],
    ..BLANK
};

pub(super) static NATS: Provider = Provider {
    id: "nats",
    title: "NATS",
    shapes: &[test(&[Test::IsObject("nats")]), test(&[Test::Alg("ed25519-nkey")])],
    ..BLANK
};
