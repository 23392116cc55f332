//! Microsoft's identity platforms.

use super::BLANK;
use super::identity::ID_ONLY;
use crate::issuer::Provider;
use crate::issuer::own::{OwnApi, OwnApiRecord, OwnAudience};
use crate::issuer::sign::{Test, any, has, lean, likely, sure, test};
use crate::issuer::site::Site;

const fn foreign(audience: &'static str, title: &'static str) -> OwnApiRecord {
    OwnApiRecord { audience: OwnAudience::Slashed(audience), api: OwnApi::Foreign, title }
}

/// Microsoft's own APIs, with or without a final slash.
const MICROSOFT_APIS: &[OwnApiRecord] = &[
    foreign("00000003-0000-0000-c000-000000000000", "Microsoft Graph"),
    foreign("https://graph.microsoft.com", "Microsoft Graph"),
    foreign("https://graph.microsoft.us", "Microsoft Graph"),
    foreign("https://microsoftgraph.chinacloudapi.cn", "Microsoft Graph"),
    foreign("00000002-0000-0000-c000-000000000000", "Azure AD Graph"),
    foreign("https://graph.windows.net", "Azure AD Graph"),
    foreign("797f4846-ba00-4fd7-ba43-dac1f8f63013", "Azure Resource Manager"),
    foreign("https://management.azure.com", "Azure Resource Manager"),
    foreign("https://management.core.windows.net", "Azure Resource Manager"),
    foreign("00000002-0000-0ff1-ce00-000000000000", "Exchange Online"),
    foreign("https://outlook.office.com", "Exchange Online"),
    foreign("https://outlook.office365.com", "Exchange Online"),
    foreign("00000003-0000-0ff1-ce00-000000000000", "SharePoint Online"),
    foreign("https://vault.azure.net", "Azure Key Vault"),
    foreign("cfa8b339-82a2-471a-a3c9-0fc0be7a4093", "Azure Key Vault"),
    foreign("https://storage.azure.com", "Azure Storage"),
    foreign("https://database.windows.net", "Azure SQL"),
    foreign("499b84ac-1321-427f-aa17-267ca6975798", "Azure DevOps"),
];

const GRAPH: Test = Test::AnyOf(&[
    Test::Aud("00000003-0000-0000-c000-000000000000"),
    Test::Aud("https://graph.microsoft.com"),
    Test::Aud("https://graph.microsoft.com/"),
    Test::Aud("00000002-0000-0000-c000-000000000000"),
    Test::Aud("https://graph.windows.net"),
    Test::Aud("https://graph.windows.net/"),
]);

pub(super) static ENTRA: Provider = Provider {
    id: "entra",
    title: "Microsoft Entra ID",
    sites: &[
        Site::Host("login.microsoftonline.com"),
        Site::Host("sts.windows.net"),
        Site::Host("login.microsoftonline.us"),
        Site::Host("login.partner.microsoftonline.cn"),
        Site::Host("login.chinacloudapi.cn"),
        Site::Host("sts.chinacloudapi.cn"),
        Site::Host("login.windows.net"),
        Site::Host("login.microsoft.com"),
        Site::Under(".ciamlogin.com"),
    ],
    shapes: &[has(&["azp", "azpacr", "tid"]), has(&["appid", "appidacr", "tid"])],
    markers: &[
        sure("access_token", "aud", "the audience is Microsoft Graph", test(&[GRAPH])),
        sure("access_token", "idtyp", "only access tokens have idtyp", has(&["idtyp"])),
        sure("access_token", "azpacr", "only v2.0 access tokens have azpacr", has(&["azpacr"])),
        sure(
            "access_token",
            "appidacr",
            "only v1.0 access tokens have appidacr",
            has(&["appidacr"]),
        ),
        sure("access_token", "scp", "only access tokens have scp", has(&["scp"])),
        likely(
            "access_token",
            "xms_mirid",
            "the access token of a managed identity",
            has(&["xms_mirid"]),
        ),
        likely(
            "access_token",
            "roles",
            "roles beside the client's id",
            has(&["roles"]).any(&["azp", "appid"]).lacks(&ID_ONLY),
        ),
        likely(
            "id_token",
            "nonce",
            "nonce or a hash, and neither scp nor the client's azpacr",
            any(&ID_ONLY).lacks(&["appid", "events"]),
        ),
        likely(
            "access_token",
            "appid",
            "the client's id in appid, and no nonce",
            has(&["appid"]).lacks(&ID_ONLY),
        ),
        likely(
            "id_token",
            "preferred_username",
            "the user's name, and neither scp nor the client's id",
            any(&["preferred_username", "name", "email", "login_hint", "upn", "unique_name"])
                .lacks(&["azp", "appid", "events"]),
        ),
        likely(
            "access_token",
            "aud",
            "the audience is an application URI",
            test(&[Test::AudUrl]).lacks(&["nonce", "at_hash", "c_hash", "events"]),
        ),
        lean(
            "id_token",
            "aud",
            "neither scp nor the client's id",
            test(&[Test::AudOneGuid]).lacks(&["azp", "appid", "roles", "events"]),
        ),
    ],
    ask_for_api: "request the scope {scope} of the API (scope={audience}/.default \
                  for all that are granted)",
    own_apis: MICROSOFT_APIS,
    tenant_in_path: true,
    tenant_is_guid: true,
    leaves_rfc9068: &["typ", "client_id", "jti"],
    ..BLANK
};

pub(super) static ENTRA_B2C: Provider = Provider {
    id: "entra_b2c",
    title: "Azure AD B2C",
    sites: &[
        Site::Under(".b2clogin.com"),
        Site::Under(".b2clogin.cn"),
        Site::HostPath("login.microsoftonline.com", "/te"),
    ],
    shapes: &[
        test(&[Test::BeginsAny("tfp", &["B2C_1", "b2c_1"])]),
        test(&[Test::BeginsAny("acr", &["B2C_1", "b2c_1"])]),
    ],
    markers: &[
        sure(
            "access_token",
            "scp",
            "only access tokens have scp (nonce may be in both)",
            has(&["scp"]),
        ),
        likely(
            "id_token",
            "tfp",
            "the policy, and no scp",
            any(&["tfp", "acr", "nonce", "at_hash", "c_hash"]).lacks(&["azp", "events"]),
        ),
        lean(
            "access_token",
            "azp",
            "the client's id in azp, and no nonce",
            has(&["azp"]).lacks(&ID_ONLY),
        ),
        lean("id_token", "aud", "no scp", has(&["aud", "exp"]).lacks(&["events"])),
    ],
    ask_for_api: "request the scope https://TENANT.onmicrosoft.com/API/SCOPE of the API \
                  (audience {audience})",
    own_apis: MICROSOFT_APIS,
    tenant_in_path: true,
    leaves_rfc9068: &["typ", "client_id", "jti"],
    ..BLANK
};

pub(super) static ADFS: Provider = Provider {
    id: "adfs",
    title: "Active Directory Federation Services",
    sites: &[Site::PathEnd("/adfs"), Site::PathEnd("/adfs/services/trust")],
    shapes: &[has(&["appid", "apptype"])],
    markers: &[
        likely(
            "access_token",
            "aud",
            "the audience is AD FS's own default for access tokens",
            test(&[Test::AnyOf(&[
                Test::AudBegins("microsoft:identityserver:"),
                Test::Aud("urn:microsoft:userinfo"),
            ])]),
        ),
        likely(
            "id_token",
            "nonce",
            "nonce or a hash, and no scp",
            any(&ID_ONLY).lacks(&["scp", "scope", "events"]),
        ),
        likely(
            "access_token",
            "scp",
            "the client in appid, and scp",
            has(&["appid"]).any(&["scp", "scope"]),
        ),
        likely(
            "access_token",
            "appid",
            "the client in appid and apptype",
            has(&["appid", "apptype"]),
        ),
        lean(
            "id_token",
            "aud",
            "the audience has the form of a client id",
            has(&["exp"]).lacks(&["scp", "scope", "events"]).test(&[Test::AudOneGuid]),
        ),
    ],
    ask_for_api: "pass resource={audience} in the authorize request (a relying party or Web API \
                  of the application group), or scope={audience}/openid",
    own_apis: &[
        OwnApiRecord {
            audience: OwnAudience::Exact("urn:microsoft:userinfo"),
            api: OwnApi::UserInfo,
            title: "AD FS userinfo endpoint",
        },
        OwnApiRecord {
            audience: OwnAudience::Begins("microsoft:identityserver:"),
            api: OwnApi::Default,
            title: "AD FS default audience",
        },
    ],
    ..BLANK
};
