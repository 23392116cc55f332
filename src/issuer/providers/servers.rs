//! Software that runs on its user's own hosts: recognised by paths and claims.

use super::BLANK;
use super::identity::ID_ONLY;
use crate::issuer::Provider;
use crate::issuer::own::{OwnApi, OwnApiRecord, OwnAudience};
use crate::issuer::sign::{Test, any, has, lean, likely, sure, test};
use crate::issuer::site::Site;

pub(super) static DUENDE: Provider = Provider {
    id: "duende",
    title: "Duende IdentityServer",
    sites: &[Site::Host("demo.duendesoftware.com"), Site::Host("demo.identityserver.io")],
    shapes: &[
        has(&["client_id", "nbf"]).lacks(&["ext", "azp", "aut"]).test(&[Test::IsArray("scope")]),
        has(&["amr", "auth_time"]).test(&[Test::Is("idp", "local")]),
        test(&[Test::AudIsIssPlus("/resources")]),
    ],
    markers: &[
        likely(
            "access_token",
            "scope",
            "scope beside client_id",
            has(&["client_id", "scope"]).lacks(&ID_ONLY),
        ),
        likely(
            "id_token",
            "nonce",
            "nonce, a hash, idp or sid, and no scope",
            any(&["nonce", "at_hash", "c_hash", "s_hash", "idp", "sid"]).lacks(&[
                "scope",
                "client_id",
                "events",
            ]),
        ),
    ],
    ask_for_api: "define an API resource named {audience} with the scope, and request that scope \
                  (resource={audience} where the resource demands it)",
    own_apis: &[OwnApiRecord {
        audience: OwnAudience::IssuerPlus("/resources"),
        api: OwnApi::Default,
        title: "IdentityServer default audience",
    }],
    ..BLANK
};

pub(super) static SPRING: Provider = Provider {
    id: "spring",
    title: "Spring Authorization Server",
    ask_for_api: "set the audience in an OAuth2TokenCustomizer: by default it is the client id",
    ..BLANK
};

pub(super) static PING_AM: Provider = Provider {
    id: "ping_am",
    title: "PingAM (ForgeRock)",
    sites: &[Site::Path("/oauth2/realms/root/realms/"), Site::PathEnd("/oauth2/realms/root")],
    shapes: &[has(&["tokenName", "auditTrackingId"])],
    markers: &[
        sure(
            "access_token",
            "tokenName",
            "tokenName",
            test(&[Test::Is("tokenName", "access_token")]),
        ),
        sure("id_token", "tokenName", "tokenName", test(&[Test::Is("tokenName", "id_token")])),
        sure(
            "refresh_token",
            "tokenName",
            "tokenName",
            test(&[Test::Is("tokenName", "refresh_token")]),
        ),
    ],
    ask_for_api: "the audience is the client id: let the API check scope and client too, or set aud \
                  to {audience} in an access token modification script",
    ..BLANK
};

pub(super) static WSO2: Provider = Provider {
    id: "wso2",
    title: "WSO2 Identity Server",
    sites: &[Site::Under(".asgardeo.io"), Site::PathEnd("/oauth2/token")],
    shapes: &[test(&[Test::IsAny("aut", &["APPLICATION", "APPLICATION_USER"])])],
    markers: &[
        likely(
            "id_token",
            "at_hash",
            "nonce or a hash, and no scope",
            any(&ID_ONLY).lacks(&["scope"]),
        ),
        likely(
            "access_token",
            "aut",
            "aut beside scope or client_id; the audience may well be the client id",
            has(&["aut"]).any(&["scope", "client_id"]),
        ),
    ],
    ask_for_api: "add {audience} to the access token audiences of the application, or authorize \
                  the API resource and request its scopes",
    ..BLANK
};

pub(super) static ORY: Provider = Provider {
    id: "ory",
    title: "Ory",
    sites: &[Site::Under(".oryapis.com"), Site::Under(".ory.sh")],
    shapes: &[
        has(&["client_id", "ext", "scp"]),
        has(&["rat"]).any(&["sid", "at_hash"]).lacks(&["stt"]),
    ],
    markers: &[
        likely("access_token", "scp", "scp beside client_id", has(&["client_id", "scp"])),
        likely(
            "id_token",
            "rat",
            "the time of the login request (rat), and no scope",
            has(&["rat"]).lacks(&["scp", "scope", "events"]),
        ),
        likely("id_token", "at_hash", "nonce or a hash", any(&ID_ONLY).lacks(&["scp", "scope"])),
    ],
    ask_for_api: "pass audience={audience} in the authorize request (the client must be allowed \
                  it), with the access token strategy jwt",
    ..BLANK
};

pub(super) static DEX: Provider = Provider {
    id: "dex",
    title: "Dex",
    sites: &[Site::PathEnd("/dex")],
    shapes: &[has(&["federated_claims"]), test(&[Test::DexSub])],
    markers: &[
        likely("id_token", "at_hash", "nonce or a hash", any(&ID_ONLY)),
        lean(
            "id_token",
            "aud",
            "Dex's access tokens have the same form as its ID tokens",
            has(&["aud", "exp"]).lacks(&["events"]),
        ),
    ],
    ask_for_api: "request the scope audience:server:client_id:{audience} (Dex has no APIs: the \
                  audience is another client that trusts yours)",
    ..BLANK
};

pub(super) static AUTHENTIK: Provider = Provider {
    id: "authentik",
    title: "authentik",
    sites: &[Site::Path("/application/o/")],
    shapes: &[test(&[Test::Begins("acr", "goauthentik.io/")])],
    markers: &[
        likely("id_token", "at_hash", "nonce or a hash", any(&ID_ONLY).lacks(&["events"])),
        lean(
            "access_token",
            "scope",
            "no nonce and no hash; authentik's two tokens are else alike",
            has(&["aud", "exp"]).any(&["scope", "azp", "uid"]).lacks(&ID_ONLY),
        ),
    ],
    ask_for_api: "the audience is the client id: let the API accept the client id of the app, or \
                  add {audience} with a scope mapping",
    ..BLANK
};

pub(super) static AUTHELIA: Provider = Provider {
    id: "authelia",
    title: "Authelia",
    sites: &[Site::Exact("Authelia")],
    markers: &[likely(
        "unknown",
        "action",
        "a token by which Authelia confirms an action by e-mail",
        has(&["action", "username"]),
    )],
    ask_for_api: "list {audience} in the client's audience setting and pass audience={audience} \
                  in the authorize request",
    ..BLANK
};

pub(super) static FUSIONAUTH: Provider = Provider {
    id: "fusionauth",
    title: "FusionAuth",
    sites: &[Site::Under(".fusionauth.io")],
    shapes: &[
        has(&["applicationId", "authenticationType"]),
        has(&["applicationId", "roles"]),
        has(&["authenticationType"]).test(&[Test::Header("gty")]),
    ],
    markers: &[
        likely("id_token", "at_hash", "nonce or a hash", any(&ID_ONLY).lacks(&["events"])),
        lean(
            "access_token",
            "applicationId",
            "no nonce and no hash; FusionAuth's two tokens are else nearly alike",
            has(&["aud", "exp"]).lacks(&ID_ONLY),
        ),
    ],
    ask_for_api: "the audience is the application's id: let the API accept it, or set aud to \
                  {audience} in a JWT populate lambda",
    ..BLANK
};

pub(super) static SUPERTOKENS: Provider = Provider {
    id: "supertokens",
    title: "SuperTokens",
    shapes: &[has(&["stt"]), has(&["sessionHandle", "refreshTokenHash1"])],
    markers: &[
        sure("access_token", "stt", "stt is 1", test(&[Test::Number("stt", "1")])),
        sure("id_token", "stt", "stt is 2", test(&[Test::Number("stt", "2")])),
        likely(
            "access_token",
            "stt",
            "a session's access token, which the app's own backend is meant to take",
            any(&["sessionHandle", "stt"]).lacks(&ID_ONLY),
        ),
    ],
    ask_for_api: "pass audience={audience} in the authorize request",
    ..BLANK
};

pub(super) static DATAHUB: Provider = Provider {
    id: "datahub",
    title: "DataHub",
    sites: &[Site::Exact("datahub-metadata-service")],
    shapes: &[has(&["actorId", "actorType"])],
    markers: &[likely(
        "access_token",
        "actorType",
        "actorType and type: DataHub's own access tokens",
        has(&["actorType", "type"]),
    )],
    ..BLANK
};

pub(super) static SMALLSTEP: Provider = Provider {
    id: "smallstep",
    title: "smallstep step-ca",
    sites: &[Site::Exact("ec2.amazonaws.com")],
    shapes: &[
        has(&["sans"]).any(&["sha", "step", "amazon", "nonce"]),
        test(&[Test::Member("amazon", "document")]),
        has(&["sha", "step"]),
    ],
    markers: &[lean(
        "provider_token",
        "sans",
        "a one-time token for a certificate authority",
        any(&["sans", "sha", "step", "amazon"]),
    )],
    ..BLANK
};

pub(super) static ZITADEL: Provider = Provider {
    id: "zitadel",
    title: "Zitadel",
    sites: &[Site::Under(".zitadel.cloud")],
    shapes: &[has(&["urn:zitadel:*"])],
    markers: &[
        likely("id_token", "at_hash", "nonce or a hash", any(&ID_ONLY).lacks(&["scope", "events"])),
        lean(
            "access_token",
            "aud",
            "no nonce and no hash; Zitadel's two tokens are else nearly alike",
            has(&["aud", "jti"]).lacks(&["nonce", "at_hash", "c_hash", "s_hash", "amr", "azp"]),
        ),
    ],
    ask_for_api: "request the scope urn:zitadel:iam:org:project:id:PROJECT:aud of the API's project",
    ..BLANK
};

/// What Keycloak's mails ask a user to do.
const ACTIONS: &[&str] = &[
    "execute-actions",
    "idp-verify-account-via-email",
    "reset-credentials",
    "update-email",
    "verify-email",
];

pub(super) static KEYCLOAK: Provider = Provider {
    id: "keycloak",
    title: "Keycloak",
    sites: &[Site::Path("/realms/")],
    shapes: &[
        has(&["typ"])
            .any(&["realm_access", "resource_access", "session_state"])
            .test(&[Test::IsAny("typ", &["Bearer", "ID", "Refresh", "Offline", "Logout", "DPoP"])]),
        has(&["realm_access", "resource_access"]),
    ],
    markers: &[
        sure("id_token", "typ", "the payload's typ is ID", test(&[Test::Is("typ", "ID")])),
        sure(
            "access_token",
            "typ",
            "the payload's typ is Bearer",
            test(&[Test::IsAny("typ", &["Bearer", "DPoP"])]),
        ),
        sure(
            "refresh_token",
            "typ",
            "the payload's typ is Refresh or Offline",
            test(&[Test::IsAny("typ", &["Refresh", "Offline"])]),
        ),
        sure(
            "logout_token",
            "typ",
            "the payload's typ is Logout",
            test(&[Test::Is("typ", "Logout")]),
        ),
        likely(
            "access_token",
            "typ",
            "an access token for client registration",
            test(&[Test::IsAny("typ", &["InitialAccessToken", "RegistrationAccessToken"])]),
        ),
        likely(
            "unknown",
            "typ",
            "an action token: a link in a mail, which Keycloak alone takes",
            test(&[Test::IsAny("typ", ACTIONS)]),
        ),
        likely(
            "unknown",
            "typ",
            "Keycloak's own cookie, which tells it who is logged in",
            test(&[Test::Is("typ", "Serialized-ID")]),
        ),
        likely(
            "access_token",
            "realm_access",
            "roles of the realm, and no typ of another kind",
            any(&["realm_access", "resource_access"])
                .lacks(&["typ", "nonce", "at_hash", "c_hash", "s_hash"]),
        ),
    ],
    ask_for_api: "add an audience mapper (client scope, mapper type Audience) that puts \
                  {audience} into the access token, and request that client scope",
    own_apis: &[
        OwnApiRecord {
            audience: OwnAudience::Exact("realm-management"),
            api: OwnApi::Default,
            title: "Keycloak realm management",
        },
        OwnApiRecord {
            audience: OwnAudience::Exact("master-realm"),
            api: OwnApi::Default,
            title: "Keycloak realm management",
        },
        OwnApiRecord {
            audience: OwnAudience::Exact("account"),
            api: OwnApi::Default,
            title: "Keycloak account console (the default audience)",
        },
        OwnApiRecord {
            audience: OwnAudience::Exact("broker"),
            api: OwnApi::Default,
            title: "Keycloak broker",
        },
    ],
    leaves_rfc9068: &["typ", "client_id"],
    ..BLANK
};
