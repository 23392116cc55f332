//! What providers document about their own tokens.

use super::{Row, check};

#[rustfmt::skip]
const IDENTITY_SERVICES: &[Row] = &[
    ("", r#"{"iss":"https://acme.eu.auth0.com/","sub":"auth0|1","aud":"aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0xR","iat":1,"exp":2}"#, "id_token", "likely", "auth0"),
    ("", r#"{"iss":"https://acme.eu.auth0.com/","sub":"auth0|1","aud":"aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0xR","sid":"s","nonce":"n","name":"Jo","exp":2}"#, "id_token", "likely", "auth0"),
    ("", r#"{"iss":"https://login.acme.example/","sub":"google-oauth2|1","aud":["https://api.acme.example","https://acme.eu.auth0.com/userinfo"],"azp":"c","scope":"openid","exp":2}"#, "access_token", "certain", "auth0"),
    ("", r#"{"iss":"https://acme.auth0.com/","sub":"c@clients","aud":"https://acme.auth0.com/api/v2/","azp":"c","scope":"read:users","gty":"client-credentials"}"#, "access_token", "certain", "auth0"),
    ("", r#"{"iss":"https://acme.auth0.com/","sub":"auth0|1","aud":"orders","azp":"c","permissions":["read:orders"],"exp":2}"#, "access_token", "likely", "auth0"),
    ("", r#"{"ver":1,"jti":"AT.x","iss":"https://login.acme.example/oauth2/aus1","aud":"api://default","cid":"0oa1","scp":["openid"],"sub":"u"}"#, "access_token", "certain", "okta"),
    ("", r#"{"ver":1,"jti":"ID.x","iss":"https://acme.okta.com","aud":"0oa1","sub":"00u1","email":"jo@a.example"}"#, "id_token", "certain", "okta"),
    ("", r#"{"jti":"IDAAG.x","ver":1,"iss":"https://acme.okta.com","aud":"https://as.example","sub":"u"}"#, "unknown", "likely", "okta"),
    ("", r#"{"ver":1,"jti":"AT.x","iss":"https://acme.okta.com","aud":"https://acme.okta.com","cid":"0oa1","uid":"00u1","scp":["openid"],"sub":"u","ATClaim":"jo@a.example"}"#, "access_token", "certain", "okta"),
    ("", r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x","token_use":"access","client_id":"c","scope":"a","username":"u"}"#, "access_token", "certain", "cognito"),
    ("", r#"{"iss":"https:\/\/cognito-idp.eu-west-1.amazonaws.com\/eu-west-1_x","token_use":"id","aud":"c","cognito:username":"u"}"#, "id_token", "certain", "cognito"),
    ("", r#"{"iss":"https://sso.example/realms/r","typ":"Bearer","azp":"c","aud":"account","scope":"profile"}"#, "access_token", "certain", "keycloak"),
    ("", r#"{"iss":"https://sso.example/realms/r","aud":"https://sso.example/realms/r","typ":"verify-email","sub":"u","asid":"x","eml":"jo@a.example","exp":2}"#, "unknown", "likely", "keycloak"),
    ("", r#"{"iss":"https://sso.example/realms/r","typ":"Serialized-ID","sub":"u","sid":"s","state_checker":"x","exp":2}"#, "unknown", "likely", "keycloak"),
    ("", r#"{"iss":"https://am.example/am/oauth2/realms/root/realms/alpha","tokenName":"access_token","aud":"app","sub":"u","scope":["write"],"realm":"/alpha","exp":2}"#, "access_token", "certain", "ping_am"),
    ("", r#"{"iss":"https://am.example/am/oauth2/realms/root/realms/alpha","tokenName":"id_token","aud":"app","azp":"app","sub":"u","at_hash":"h","realm":"/alpha","exp":2}"#, "id_token", "certain", "ping_am"),
    ("", r#"{"iss":"https://sso.example/auth/realms/r","typ":"ID","azp":"c","aud":"c","at_hash":"h"}"#, "id_token", "certain", "keycloak"),
    (r#""alg":"HS512""#, r#"{"iss":"https://sso.example/realms/r","typ":"Offline","aud":"https://sso.example/realms/r","azp":"c"}"#, "refresh_token", "certain", "keycloak"),
    ("", r#"{"iss":"https://sso.example/realms/r","typ":"Logout","aud":"c","sub":"u"}"#, "logout_token", "certain", "keycloak"),
    // A lightweight access token.
    ("", r#"{"iss":"https://sso.example/realms/r","typ":"Bearer","azp":"c","jti":"1","exp":2}"#, "access_token", "certain", "keycloak"),
    ("", r#"{"iss":"https://acme.onelogin.com/oidc/2","sub":"1","aud":"c","nonce":"n","exp":2,"iat":1}"#, "id_token", "likely", "onelogin"),
    ("", r#"{"iss":"https://auth.pingone.eu/e/as","client_id":"c","aud":["https://api.pingone.eu"],"scope":"p1:read:user","exp":2}"#, "access_token", "likely", "ping"),
];

#[test]
fn identity_services() {
    check(IDENTITY_SERVICES);
}

#[rustfmt::skip]
const MICROSOFT: &[Row] = &[
    ("", r#"{"iss":"https://login.microsoftonline.com/t/v2.0","aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","azp":"6e74172b-be56-4843-9ff4-e66a39bb12e3","azpacr":"0","scp":"a","name":"Jo","ver":"2.0"}"#, "access_token", "certain", "entra"),
    ("", r#"{"iss":"https://login.microsoftonline.com/t/v2.0","aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","nonce":"n","preferred_username":"jo","exp":2,"ver":"2.0"}"#, "id_token", "likely", "entra"),
    ("", r#"{"iss":"https://login.microsoftonline.com/t/v2.0","aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","roles":["x"],"name":"Jo","exp":2,"ver":"2.0"}"#, "id_token", "likely", "entra"),
    ("", r#"{"iss":"https://sts.windows.net/t/","aud":"api://x","appid":"c","appidacr":"1","roles":["x"],"idtyp":"app","ver":"1.0"}"#, "access_token", "certain", "entra"),
    ("", r#"{"iss":"https://sts.windows.net/t/","aud":"c","nonce":"n","unique_name":"jo","upn":"jo","exp":2,"ver":"1.0"}"#, "id_token", "likely", "entra"),
    (r#""nonce":"x""#, r#"{"iss":"https://sts.windows.net/t/","aud":"00000003-0000-0000-c000-000000000000","appid":"c","scp":"User.Read","ver":"1.0"}"#, "access_token", "certain", "entra"),
    ("", r#"{"iss":"https://acme.b2clogin.com/t/v2.0/","aud":"c","tfp":"B2C_1_x","nonce":"n","name":"Jo","exp":2,"ver":"1.0"}"#, "id_token", "likely", "entra_b2c"),
    ("", r#"{"iss":"https://acme.b2clogin.com/t/v2.0/","aud":"c","tfp":"B2C_1_x","nonce":"n","name":"Jo","scp":"read","azp":"d","ver":"1.0"}"#, "access_token", "certain", "entra_b2c"),
    ("", r#"{"iss":"http://sts.example.com/adfs/services/trust","aud":"microsoft:identityserver:x","appid":"x","apptype":"Public","scp":"openid"}"#, "access_token", "likely", "adfs"),
    ("", r#"{"iss":"https://sts.example.com/adfs","aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","nonce":"n","upn":"jo","unique_name":"jo","exp":2}"#, "id_token", "likely", "adfs"),
];

#[test]
fn microsoft() {
    check(MICROSOFT);
}

#[rustfmt::skip]
const SIGN_IN_OF_PLATFORMS: &[Row] = &[
    ("", r#"{"iss":"accounts.google.com","azp":"1.apps.googleusercontent.com","aud":"1.apps.googleusercontent.com","sub":"1","exp":2}"#, "id_token", "certain", "google"),
    ("", r#"{"iss":"https://accounts.google.com","azp":"1","aud":"https://run.example","sub":"1","email":"sa@p.iam.gserviceaccount.com","exp":2}"#, "workload_token", "likely", "google"),
    ("", r#"{"iss":"https://accounts.google.com","aud":"x","sub":"1","google":{"compute_engine":{}},"exp":2}"#, "workload_token", "certain", "google"),
    (r#""alg":"ES256""#, r#"{"iss":"https://cloud.google.com/iap","aud":"/projects/1/apps/p","sub":"x","email":"jo@a.example","exp":2}"#, "id_token", "likely", "google"),
    ("", r#"{"iss":"sa@p.iam.gserviceaccount.com","aud":"https://oauth2.googleapis.com/token","scope":"x","iat":1,"exp":2}"#, "provider_token", "certain", "google"),
    ("", r#"{"iss":"sa@p.iam.gserviceaccount.com","sub":"sa@p.iam.gserviceaccount.com","aud":"https://pubsub.googleapis.com/","iat":1,"exp":2}"#, "provider_token", "likely", "google"),
    ("", r#"{"iss":"sa@p.iam.gserviceaccount.com","sub":"sa@p.iam.gserviceaccount.com","aud":"https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit","uid":"u","iat":1,"exp":2}"#, "provider_token", "certain", "firebase"),
    ("", r#"{"iss":"https://securetoken.google.com/p","aud":"p","sub":"u","user_id":"u","firebase":{},"exp":2}"#, "id_token", "certain", "firebase"),
    ("", r#"{"iss":"https://session.firebase.google.com/p","aud":"p","sub":"u","firebase":{},"exp":2}"#, "unknown", "likely", "firebase"),
    ("", r#"{"iss":"https://appleid.apple.com","aud":"com.example.app","sub":"1","email_verified":"true","exp":2}"#, "id_token", "certain", "apple"),
    (r#""alg":"ES256","kid":"K""#, r#"{"iss":"AB12CD34EF","sub":"com.example.app","aud":"https://appleid.apple.com","iat":1,"exp":2}"#, "client_assertion", "certain", "apple"),
    (r#""alg":"ES256","kid":"K""#, r#"{"iss":"AB12CD34EF","iat":1}"#, "provider_token", "likely", "apple"),
    (r#""alg":"ES256","kid":"K""#, r#"{"iss":"57246542-96fe-1a63-e053-0824d011072a","iat":1,"exp":2,"aud":"appstoreconnect-v1"}"#, "provider_token", "certain", "apple"),
    (r#""alg":"HS256""#, r#"{"iss":"https://access.line.me","sub":"U1","aud":"1","exp":2}"#, "id_token", "certain", "line"),
    ("", r#"{"iss":"https://slack.com","sub":"U1","aud":"1.2","exp":2,"https://slack.com/team_id":"T"}"#, "id_token", "certain", "slack"),
    ("", r#"{"iss":"https://self-issued.me/v2","sub":"x","sub_jwk":{},"aud":"https://rp.example","nonce":"n","exp":2}"#, "id_token", "certain", "siop"),
];

#[test]
fn sign_in_of_platforms() {
    check(SIGN_IN_OF_PLATFORMS);
}

#[rustfmt::skip]
const WORKLOADS: &[Row] = &[
    ("", r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:o@1/r@2:ref:refs/heads/main","aud":"sts.amazonaws.com","repository":"o/r"}"#, "workload_token", "certain", "github"),
    ("", r#"{"iss":"https://token.actions.githubusercontent.com","scp":"Actions.Results:a:b","exp":2}"#, "access_token", "certain", "github"),
    ("", r#"{"iss":123456,"iat":1,"exp":2}"#, "provider_token", "likely", "github"),
    ("", r#"{"iss":"https://gitlab.com","sub":"project_path:a/b:ref_type:branch:ref:main","aud":"x","project_path":"a/b","namespace_path":"a"}"#, "workload_token", "certain", "gitlab"),
    ("", r#"{"iss":"https://git.example","sub":"project_path:a/b:ref_type:branch:ref:main","aud":"x","project_path":"a/b","namespace_path":"a"}"#, "workload_token", "certain", "gitlab"),
    ("", r#"{"iss":"https://gitlab.com","sub":"7","aud":"c","nonce":"n","exp":2,"groups_direct":["a"]}"#, "id_token", "likely", "gitlab"),
    ("", r#"{"iss":"https://oidc.circleci.com/org/1","aud":"1","sub":"org/1/project/2/user/3"}"#, "workload_token", "certain", "circleci"),
    ("", r#"{"iss":"https://agent.buildkite.com","aud":"x","sub":"organization:o:pipeline:p"}"#, "workload_token", "certain", "buildkite"),
    ("", r#"{"iss":"https://oidc.codefresh.io","aud":"x","sub":"account:1:pipeline:2"}"#, "workload_token", "certain", "codefresh"),
    ("", r#"{"iss":"https://confidentialcomputing.googleapis.com","aud":"https://sts.googleapis.com","sub":"https://www.googleapis.com/compute/v1/projects/p/zones/z/instances/i","eat_nonce":["n"],"hwmodel":"GCP_AMD_SEV","swname":"CONFIDENTIAL_SPACE","exp":2}"#, "workload_token", "certain", "confidential_space"),
    ("", r#"{"iss":"https://firebaseappcheck.googleapis.com/123","aud":["projects/123","projects/p"],"sub":"1:123:web:a","exp":2,"iat":1,"jti":"j"}"#, "provider_token", "certain", "firebase"),
    ("", r#"{"iss":"https://oidc.vercel.com/acme","aud":"https://vercel.com/acme","sub":"owner:acme:project:p:environment:production"}"#, "workload_token", "certain", "vercel"),
];

#[test]
fn workloads() {
    check(WORKLOADS);
}

#[rustfmt::skip]
const SESSIONS_AND_SERVERS: &[Row] = &[
    (r#""alg":"HS256""#, r#"{"iss":"https://p.supabase.co/auth/v1","aud":"authenticated","role":"authenticated","aal":"aal1","session_id":"s","email":"jo@a.example","sub":"u"}"#, "access_token", "likely", "supabase"),
    (r#""alg":"HS256""#, r#"{"iss":"supabase","ref":"p","role":"service_role","iat":1,"exp":2}"#, "access_token", "undecided", "supabase"),
    ("", r#"{"iss":"https://clerk.acme.example","azp":"https://acme.example","sid":"sess_1","sub":"user_1","exp":2}"#, "access_token", "likely", "clerk"),
    ("", r#"{"iss":"https://acme.myshopify.com/admin","dest":"https://acme.myshopify.com","aud":"c","sub":"42","jti":"j","sid":"s","sig":"x","nbf":1,"iat":1,"exp":2}"#, "access_token", "likely", "shopify"),
    ("", r#"{"iss":"https://git.acme.example/_services/token","aud":"https://git.acme.example/org","sub":"repo:org/app:ref:refs/heads/main","repository":"org/app","exp":2}"#, "workload_token", "certain", "github"),
    ("", r#"{"iss":"https://api.workos.com","sub":"user_1","sid":"session_1","org_id":"org_1","exp":2}"#, "access_token", "likely", "workos"),
    ("", r#"{"iss":"stytch.com/project-live-1","aud":["project-live-1"],"sub":"user-1","https://stytch.com/session":{"id":"x"},"exp":2}"#, "access_token", "likely", "stytch"),
    ("", r#"{"iss":"P2abc","sub":"U1","drn":"DSR","exp":2}"#, "refresh_token", "likely", "descope"),
    ("", r#"{"iss":"https://acme.cloudflareaccess.com","aud":["x"],"type":"app","identity_nonce":"n","email":"jo@a.example"}"#, "access_token", "likely", "cloudflare"),
    ("", r#"{"iss":"https://a.example/auth","stt":1,"sub":"u","client_id":"c","scp":["a"]}"#, "access_token", "certain", "supertokens"),
    ("", r#"{"iss":"https://ids.example","nbf":1,"exp":2,"aud":["a"],"client_id":"c","scope":["x"]}"#, "access_token", "likely", "duende"),
    ("", r#"{"iss":"https://is.example/oauth2/token","aut":"APPLICATION","aud":"c","azp":"c","client_id":"c","scope":"x"}"#, "access_token", "likely", "wso2"),
    ("", r#"{"iss":"https://hydra.example/","aud":[],"client_id":"c","ext":{},"scp":["x"],"sub":"u"}"#, "access_token", "likely", "ory"),
    ("", r#"{"iss":"https://hydra.example/","aud":["c"],"rat":1,"sid":"s","sub":"u","exp":2}"#, "id_token", "likely", "ory"),
    ("", r#"{"iss":"https://id.example/dex","aud":"c","sub":"CgR1c2VyEgVsb2NhbA","exp":2,"iat":1}"#, "id_token", "undecided", "dex"),
    ("", r#"{"iss":"https://id.example","aud":"c","sub":"CgR1c2VyEgVsb2NhbA","at_hash":"h","exp":2}"#, "id_token", "likely", "dex"),
    ("", r#"{"iss":"https://a.example/application/o/app/","aud":"c","sub":"u","scope":"openid","exp":2}"#, "access_token", "undecided", "authentik"),
    ("", r#"{"iss":"acme.example","aud":"c","applicationId":"c","authenticationType":"PASSWORD","at_hash":"h","exp":2}"#, "id_token", "likely", "fusionauth"),
    ("", r#"{"iss":"https://ehr.example/fhir","aud":"app","sub":"u","fhirUser":"Practitioner/1","exp":2}"#, "id_token", "likely", "smart"),
    ("", r#"{"iss":"https://lms.example","aud":"c","sub":"u","nonce":"n","https://purl.imsglobal.org/spec/lti/claim/message_type":"LtiResourceLinkRequest"}"#, "id_token", "likely", "lti"),
    ("", r#"{"iss":"c","aud":"https://lms.example","nonce":"n","https://purl.imsglobal.org/spec/lti/claim/message_type":"LtiDeepLinkingResponse"}"#, "provider_token", "undecided", "lti"),
    ("", r#"{"iss":"c","sub":"c","aud":"https://acme.eu.auth0.com/","jti":"1","exp":2}"#, "client_assertion", "likely", "auth0"),
];

#[rustfmt::skip]
const OWN_KEYS: &[Row] = &[
    (r#""alg":"RS256""#, r#"{"aud":"jitsi","context":{"user":{"name":"n"}},"exp":2,"iss":"chat","room":"*","sub":"vpaas-magic-cookie-1"}"#, "provider_token", "likely", "jitsi"),
    (r#""alg":"HS256""#, r#"{"aud":"app","context":{"user":{"name":"n"}},"exp":2,"iss":"app","room":"r","sub":"meet.example"}"#, "provider_token", "likely", "jitsi"),
    (r#""alg":"HS256""#, r#"{"appKey":"a","sdkKey":"a","mn":123,"role":0,"iat":1,"exp":2,"tokenExp":2}"#, "provider_token", "likely", "zoom"),
    (r#""alg":"HS256""#, r#"{"app_key":"a","tpc":"topic","role_type":1,"version":1,"iat":1,"exp":2}"#, "provider_token", "likely", "zoom"),
    (r#""alg":"ES256","nonce":"n""#, r#"{"iss":"cdp","nbf":1,"exp":2,"sub":"organizations/x/apiKeys/y","uri":"GET api.example/x"}"#, "provider_token", "likely", "coinbase"),
    (r#""alg":"HS256","iss":"cid""#, r#"{"iss":"cid","exp":2,"jti":"j","aud":"tableau","sub":"jo","scp":["tableau:views:embed"]}"#, "provider_token", "likely", "tableau"),
    (r#""alg":"HS256""#, r#"{"iat":1,"exp":2,"aud":"/admin/"}"#, "provider_token", "likely", "ghost"),
    (r#""alg":"HS256""#, r#"{"resource":{"dashboard":1},"params":{},"exp":2}"#, "provider_token", "likely", "metabase"),
    (r#""alg":"RS256""#, r#"{"application_id":"a","iat":1,"jti":"j","exp":2,"sub":"alice","acl":{"paths":{}}}"#, "provider_token", "likely", "vonage"),
    (r#""alg":"HS256","cty":"twilio-fpa;v=1""#, r#"{"jti":"SK1-1","iss":"SK1","sub":"AC1","exp":2,"grants":{"identity":"jo"}}"#, "provider_token", "likely", "twilio"),
    (r#""alg":"HS256""#, r#"{"iss":"key","qsh":"abc","iat":1,"exp":2}"#, "provider_token", "likely", "atlassian_connect"),
    // The same names in tokens of another kind.
    ("", r#"{"iss":"https://as.example","aud":"https://api.example","sub":"u","scope":"a","room":"r","context":{},"exp":2}"#, "access_token", "likely", ""),
    (r#""alg":"HS256""#, r#"{"resource":"orders","params":{},"exp":2}"#, "unknown", "undecided", ""),
    // Sessions of a server for itself.
    (r#""alg":"HS256""#, r#"{"id":"u","role":"r","app_access":1,"admin_access":0,"iat":1,"exp":2,"iss":"directus"}"#, "access_token", "likely", "directus"),
    (r#""alg":"HS256""#, r#"{"collectionId":"_pb_users_auth_","exp":2,"id":"a","refreshable":true,"type":"auth"}"#, "access_token", "likely", "pocketbase"),
    (r#""alg":"HS256""#, r#"{"collectionId":"_pb_users_auth_","exp":2,"id":"a","type":"verification"}"#, "unknown", "undecided", "pocketbase"),
    // A container registry, and DocuSign's grant.
    ("", r#"{"iss":"auth.docker.com","sub":"jo","aud":"registry.docker.com","exp":2,"jti":"t","access":[{"type":"repository","name":"a/b","actions":["pull"]}]}"#, "access_token", "likely", ""),
    ("", r#"{"iss":"5c2b8d7e","sub":"464f7988","aud":"account-d.docusign.com","iat":1,"exp":2,"scope":"signature impersonation"}"#, "unknown", "likely", "docusign"),
    (r#""typ":"MT""#, r#"{"iss":"https://account-d.docusign.com/","sub":"u","aud":"c","nbf":1,"exp":2,"scp":["signature"]}"#, "access_token", "likely", "docusign"),
];

#[test]
fn tokens_made_with_a_key_of_ones_own() {
    check(OWN_KEYS);
}

#[test]
fn sessions_and_servers() {
    check(SESSIONS_AND_SERVERS);
}
