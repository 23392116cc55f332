//! Identity services for anyone's applications.

use super::{ASK_RESOURCE, BLANK};
use crate::issuer::Provider;
use crate::issuer::own::{OwnApi, OwnApiRecord, OwnAudience};
use crate::issuer::sign::{Test, When, any, has, lean, likely, sure, test};
use crate::issuer::site::Site;

/// Claims that only an ID token has (OIDC Core sections 2 and 3).
pub(super) const ID_ONLY: [&str; 4] = ["nonce", "at_hash", "c_hash", "s_hash"];

/// How `sub` of an Auth0 user begins: the connection's strategy and a bar.
const AUTH0_USERS: Test = Test::BeginsAny(
    "sub",
    &[
        "ad|",
        "adfs|",
        "apple|",
        "auth0|",
        "email|",
        "facebook|",
        "github|",
        "google-apps|",
        "google-oauth2|",
        "linkedin|",
        "oidc|",
        "okta|",
        "samlp|",
        "sms|",
        "twitter|",
        "waad|",
        "windowslive|",
    ],
);

pub(super) static AUTH0: Provider = Provider {
    id: "auth0",
    title: "Auth0",
    sites: &[Site::Under(".auth0.com")],
    shapes: &[
        test(&[AUTH0_USERS]),
        has(&["gty"]).any(&["azp", "client_id"]),
        test(&[Test::Ends("sub", "@clients")]).any(&["azp", "client_id"]),
    ],
    markers: &[
        sure(
            "access_token",
            "gty",
            "only Auth0 access tokens name the grant in gty",
            has(&["gty"]),
        ),
        sure(
            "access_token",
            "sub",
            "@clients: a machine-to-machine access token",
            test(&[Test::Ends("sub", "@clients")]).lacks(&ID_ONLY),
        ),
        sure(
            "access_token",
            "aud",
            "the audience is Auth0's Management API",
            test(&[Test::AudEnds("/api/v2/")]).any(&["scope", "azp", "client_id"]).lacks(&ID_ONLY),
        ),
        sure(
            "access_token",
            "aud",
            "the tenant's /userinfo is an audience",
            test(&[Test::AudEnds("/userinfo")]).lacks(&ID_ONLY),
        ),
        sure(
            "access_token",
            "scope",
            "scope beside the client's id: Auth0's access token profiles",
            has(&["scope"]).any(&["azp", "client_id"]).lacks(&ID_ONLY),
        ),
        likely(
            "access_token",
            "permissions",
            "Auth0 puts permissions into access tokens",
            has(&["permissions"]).lacks(&ID_ONLY),
        ),
        likely(
            "access_token",
            "client_id",
            "client_id and jti: Auth0's RFC 9068 profile",
            has(&["client_id", "jti"]).lacks(&ID_ONLY),
        ),
        sure(
            "id_token",
            "clientID",
            "clientID and identities: Auth0's legacy ID token",
            has(&["clientID", "identities"]).lacks(&["scope"]),
        ),
        likely(
            "id_token",
            "nonce",
            "nonce or a hash, and no scope",
            any(&ID_ONLY).lacks(&["scope", "permissions", "events"]),
        ),
        likely(
            "id_token",
            "aud",
            "the audience has the form of an Auth0 client id",
            test(&[Test::AudOneAlnum(32)]).lacks(&["scope", "permissions", "client_id", "events"]),
        ),
        likely(
            "id_token",
            "sid",
            "a session, and neither scope nor client",
            has(&["sid", "aud"]).lacks(&["scope", "azp", "client_id", "permissions", "events"]),
        ),
        lean(
            "id_token",
            "aud",
            "one bare audience, and neither scope nor client",
            has(&["exp"])
                .lacks(&[
                    "scope",
                    "azp",
                    "client_id",
                    "permissions",
                    "events",
                    "name",
                    "email",
                    "picture",
                ])
                .test(&[Test::AudOne, Test::Not(&Test::AudUrl)]),
        ),
    ],
    ask_for_api: "pass audience={audience} in the authorize request \
                  (SPA SDK: authorizationParams: { audience }, then \
                  getAccessTokenSilently())",
    own_apis: &[
        OwnApiRecord {
            audience: OwnAudience::IssuerPlus("api/v2/"),
            api: OwnApi::Management,
            title: "Auth0 Management API",
        },
        OwnApiRecord {
            audience: OwnAudience::Under(".auth0.com", "/api/v2/"),
            api: OwnApi::Management,
            title: "Auth0 Management API",
        },
        OwnApiRecord {
            audience: OwnAudience::IssuerPlus("me/"),
            api: OwnApi::Foreign,
            title: "Auth0 My Account API",
        },
        OwnApiRecord {
            audience: OwnAudience::IssuerPlus("mfa/"),
            api: OwnApi::Foreign,
            title: "Auth0 MFA API",
        },
        OwnApiRecord {
            audience: OwnAudience::IssuerPlus("userinfo"),
            api: OwnApi::UserInfo,
            title: "the tenant's userinfo endpoint",
        },
    ],
    leaves_rfc9068: &["typ", "client_id", "jti"],
    ..BLANK
};

pub(super) static OKTA: Provider = Provider {
    id: "okta",
    title: "Okta",
    sites: &[
        Site::Under(".okta.com"),
        Site::Under(".oktapreview.com"),
        Site::Under(".okta-emea.com"),
        Site::Under(".okta-gov.com"),
        Site::Under(".okta.mil"),
    ],
    shapes: &[
        test(&[Test::BeginsAny("jti", &["AT.", "ID.", "IDAAG."]), Test::Number("ver", "1")]),
        test(&[Test::Begins("jti", "AT.")]).any(&["cid", "uid"]),
        has(&["cid", "scp", "ver"]),
        has(&["cid", "uid"]),
    ],
    markers: &[
        sure("access_token", "jti", "jti begins with AT.", test(&[Test::Begins("jti", "AT.")])),
        sure("id_token", "jti", "jti begins with ID.", test(&[Test::Begins("jti", "ID.")])),
        likely(
            "unknown",
            "jti",
            "jti begins with IDAAG.: an identity assertion grant for another \
             authorization server (ID-JAG)",
            test(&[Test::Begins("jti", "IDAAG.")]),
        ),
        sure(
            "access_token",
            "cid",
            "cid and scp: only Okta's access tokens name the client in cid",
            has(&["cid", "scp"]),
        ),
        likely(
            "access_token",
            "cid",
            "only Okta's access tokens name the client in cid",
            has(&["cid"]),
        ),
        likely(
            "id_token",
            "nonce",
            "nonce or a hash, and no scp",
            any(&ID_ONLY).lacks(&["scp", "events"]),
        ),
        likely(
            "id_token",
            "aud",
            "the audience has the form of an Okta client id",
            test(&[Test::AudBegins("0oa")]).lacks(&["scp", "events"]),
        ),
    ],
    ask_for_api: "log in at a custom authorization server (issuer https://DOMAIN/oauth2/SERVER) \
                  whose audience is {audience}, and request one of its scopes",
    own_apis: &[OwnApiRecord {
        audience: OwnAudience::WebUnlessIssuer("/oauth2/"),
        api: OwnApi::Foreign,
        title: "Okta org API",
    }],
    leaves_rfc9068: &["typ", "client_id"],
    ..BLANK
};

pub(super) static COGNITO: Provider = Provider {
    id: "cognito",
    title: "Amazon Cognito",
    sites: &[
        Site::Between("cognito-idp.", ".amazonaws.com"),
        Site::Between("cognito-idp.", ".amazonaws.com.cn"),
        Site::Between("cognito-idp-fips.", ".amazonaws.com"),
        Site::Between("issuer-cognito-idp.", ".amazonaws.com"),
    ],
    shapes: &[has(&["cognito:username", "token_use"]), has(&["cognito:groups", "token_use"])],
    markers: &[
        sure("id_token", "token_use", "token_use is id", test(&[Test::Is("token_use", "id")])),
        sure(
            "access_token",
            "token_use",
            "token_use is access",
            test(&[Test::Is("token_use", "access")]),
        ),
        likely(
            "id_token",
            "cognito:username",
            "ID tokens name the user in cognito:username, access tokens in username",
            has(&["cognito:username"]),
        ),
    ],
    ask_for_api: "define a resource server with the identifier {audience} and request one of its \
                  scopes (scope={scope}); Cognito's access tokens carry no aud, so the \
                  API checks client_id and scope",
    tenant_in_path: true,
    leaves_rfc9068: &["typ", "aud"],
    ..BLANK
};

pub(super) static PING: Provider = Provider {
    id: "ping",
    title: "PingOne",
    sites: &[
        Site::Host("auth.pingone.com"),
        Site::Host("auth.pingone.eu"),
        Site::Host("auth.pingone.ca"),
        Site::Host("auth.pingone.asia"),
        Site::Host("auth.pingone.com.au"),
        Site::Host("auth.pingone.sg"),
    ],
    shapes: &[has(&["p1.region"]), has(&["p1.rid"]), has(&["pi.sri"])],
    markers: &[
        likely("id_token", "at_hash", "nonce or a hash", any(&ID_ONLY).lacks(&["events", "scope"])),
        likely(
            "access_token",
            "client_id",
            "client_id or scope, as PingOne's access tokens have",
            any(&["client_id", "scope"]).lacks(&ID_ONLY),
        ),
    ],
    ask_for_api: "request a scope of the custom resource whose audience is {audience}",
    own_apis: &[OwnApiRecord {
        audience: OwnAudience::Exact("https://api.pingone.com"),
        api: OwnApi::Management,
        title: "PingOne API",
    }],
    ..BLANK
};

pub(super) static ONELOGIN: Provider =
    Provider { id: "onelogin", title: "OneLogin", sites: &[Site::Under(".onelogin.com")], ..BLANK };

pub(super) static SALESFORCE: Provider = Provider {
    id: "salesforce",
    title: "Salesforce",
    sites: &[
        Site::Host("login.salesforce.com"),
        Site::Host("test.salesforce.com"),
        Site::Under(".my.salesforce.com"),
    ],
    markers: &[
        likely("id_token", "at_hash", "nonce or a hash, and no scp", any(&ID_ONLY).lacks(&["scp"])),
        likely("access_token", "scp", "scopes, which its ID tokens lack", has(&["scp"])),
    ],
    ask_for_api: ASK_RESOURCE,
    ..BLANK
};

pub(super) static KINDE: Provider = Provider {
    id: "kinde",
    title: "Kinde",
    sites: &[Site::Under(".kinde.com")],
    ask_for_api: "pass audience={audience} in the authorize request",
    ..BLANK
};

pub(super) static LOGTO: Provider =
    Provider { id: "logto", title: "Logto", sites: &[Site::Under(".logto.app")], ..BLANK };

pub(super) static JUMPCLOUD: Provider = Provider {
    id: "jumpcloud",
    title: "JumpCloud",
    sites: &[Site::Host("oauth.id.jumpcloud.com")],
    ..BLANK
};

pub(super) static DOCUSIGN: Provider = Provider {
    id: "docusign",
    title: "DocuSign",
    sites: &[Site::Host("account.docusign.com"), Site::Host("account-d.docusign.com")],
    shapes: &[DOCUSIGN_GRANT],
    markers: &[likely(
        "unknown",
        "aud",
        "addressed to DocuSign's authorization server: a JWT authorization grant (RFC 7523)",
        DOCUSIGN_GRANT,
    )],
    ..BLANK
};

const DOCUSIGN_GRANT: When = has(&["iss", "sub"]).test(&[
    Test::Scope("impersonation"),
    Test::AnyOf(&[Test::Aud("account.docusign.com"), Test::Aud("account-d.docusign.com")]),
]);
