//! The records, one a provider. To add one: write a static in the file of its
//! family and name it in [`ALL`] (or [`PROTOCOLS`]).

use crate::issuer::Provider;

mod consumer;
mod identity;
mod microsoft;
mod own_key;
mod secrets;
mod sector;
mod servers;
mod sessions;
mod workload;

/// How a client asks for a token for an API where the provider has no way of
/// its own (RFC 8707 section 2).
pub(crate) const ASK_RESOURCE: &str = "ask for it in the authorize request: resource={audience} (RFC 8707), or \
     audience={audience} where the issuer goes by that";

/// A record that says nothing, to be filled in.
const BLANK: Provider = Provider {
    id: "",
    title: "",
    sites: &[],
    shapes: &[],
    markers: &[],
    ask_for_api: ASK_RESOURCE,
    own_apis: &[],
    tenant_in_path: false,
    tenant_is_guid: false,
    leaves_rfc9068: &[],
    id_tokens_for_the_api: &[],
};

/// Products and services. Where claim shapes overlap, the first one wins.
pub(super) static ALL: &[&Provider] = &[
    &identity::AUTH0,
    &identity::OKTA,
    &microsoft::ENTRA_B2C,
    &microsoft::ENTRA,
    &identity::COGNITO,
    &servers::PING_AM,
    &servers::KEYCLOAK,
    &consumer::FIREBASE,
    &consumer::GOOGLE,
    &consumer::APPLE,
    &workload::GITHUB,
    &workload::GITLAB,
    &workload::KUBERNETES,
    &workload::CIRCLECI,
    &workload::BUILDKITE,
    &workload::CODEFRESH,
    &workload::CONFIDENTIAL_SPACE,
    &workload::BITBUCKET,
    &workload::TERRAFORM,
    &workload::AZURE_DEVOPS,
    &workload::FLY,
    &workload::SPACELIFT,
    &workload::SEMAPHORE,
    &workload::AWS,
    &workload::NOMAD,
    &workload::VERCEL,
    &workload::VAULT,
    &sessions::SUPABASE,
    &sessions::CLERK,
    &sessions::WORKOS,
    &sessions::STYTCH,
    &sessions::DESCOPE,
    &sessions::CLOUDFLARE,
    &identity::PING,
    &identity::ONELOGIN,
    &identity::SALESFORCE,
    &identity::KINDE,
    &identity::LOGTO,
    &identity::JUMPCLOUD,
    &identity::DOCUSIGN,
    &servers::ZITADEL,
    &consumer::LINE,
    &consumer::TWITCH,
    &consumer::SLACK,
    &consumer::FACEBOOK,
    &consumer::LINKEDIN,
    &consumer::KAKAO,
    &consumer::YAHOO,
    &consumer::AMAZON,
    &consumer::SIOP,
    &sector::LTI,
    &sector::NHS,
    &microsoft::ADFS,
    &servers::AUTHENTIK,
    &servers::FUSIONAUTH,
    &servers::SUPERTOKENS,
    &servers::DATAHUB,
    &servers::SMALLSTEP,
    &servers::AUTHELIA,
    &servers::WSO2,
    &servers::ORY,
    &servers::DEX,
    &servers::DUENDE,
    &servers::SPRING,
    &sector::SMART,
    &sessions::SHOPIFY,
    &sessions::HASURA,
    &sessions::DIRECTUS,
    &sessions::POCKETBASE,
    &own_key::ATLASSIAN_CONNECT,
    &own_key::COINBASE,
    &own_key::GHOST,
    &own_key::JITSI,
    &own_key::LIVEKIT,
    &own_key::METABASE,
    &own_key::TABLEAU,
    &own_key::TWILIO,
    &own_key::VONAGE,
    &own_key::ZOOM,
];

/// Protocols and ecosystems, asked only where no product is recognised.
pub(super) static PROTOCOLS: &[&Provider] = &[
    &sector::FEDERATION,
    &sector::SHARED_SIGNALS,
    &sector::PASSPORT,
    &sector::VAPID,
    &sector::NATS,
    &workload::SPIFFE,
];

/// Services known for their prefixes alone.
pub(super) static SECRETS: &[&Provider] = secrets::ALL;
