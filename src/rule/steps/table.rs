//! The table: one row a cause and provider. The first row of a cause and a
//! provider whose condition holds counts, so exceptions stand before the rule.
//! `{...}` are the values of `steps.rs`.

use super::{Row, at};
use crate::issuer::Site;
use crate::issuer::sign::{Test, test};

const AUTH0: &[&str] = &["auth0"];
const COGNITO: &[&str] = &["cognito"];
const ENTRA: &[&str] = &["entra", "entra_b2c"];
const FIREBASE: &[&str] = &["firebase"];
const GITHUB: &[&str] = &["github"];
const GOOGLE: &[&str] = &["google"];
const KEYCLOAK: &[&str] = &["keycloak"];
const KUBERNETES: &[&str] = &["kubernetes"];
const OKTA: &[&str] = &["okta"];
const SUPABASE: &[&str] = &["supabase"];
/// They sign people in and issue no tokens for the APIs of others.
const SIGN_IN: &[&str] =
    &["apple", "amazon", "facebook", "kakao", "line", "linkedin", "slack", "twitch", "yahoo"];

/// Tokens of a client that acts for itself, at Auth0.
const AUTH0_MACHINE: &[Test] = &[Test::Is("gty", "client-credentials")];
/// The same at Entra ID, as far as it says so.
const APP_ONLY: &[Test] = &[Test::Is("idtyp", "app")];

#[rustfmt::skip]
pub(super) static ROWS: &[Row] = &[
    // Size and form.
    at(ENTRA, "token-too-large", &["in the registration, Token configuration > groups claim: emit only the groups assigned to the application, or use app roles instead"]),
    at(KEYCLOAK, "token-too-large", &["switch 'Full scope allowed' off for the client, and take role and group mappers that the API does not read out of its client scopes"]),
    at(AUTH0, "token-too-large", &["set fewer or shorter custom claims in the Action: an id instead of a list that the API can look up"]),
    at(COGNITO, "token-too-large", &["suppress groups or claims in the pre token generation trigger"]),
    at(OKTA, "token-too-large", &["filter the groups claim (Security > API > the server > Claims): only groups whose name begins with what the API reads"]),
    at(AUTH0, "opaque-token", &["{ask}", "or set it for all logins: Settings > General > API Authorization Settings > Default Audience", "then log in again: the new access token is a JWT with three parts"]),
    at(GOOGLE, "opaque-token", &["{ask}", "do not log in again for it: Google's access tokens are never JWTs"]),
    at(GITHUB, "opaque-token", &["in a job of GitHub Actions: {ask}", "elsewhere GitHub issues no tokens for the APIs of others: let people log in at your own authorization server, with GitHub behind it"]),
    at(&["gitlab"], "opaque-token", &["in a job of GitLab CI: {ask}", "elsewhere let the API take GitLab's ID token as a login, and issue a token of its own"]),
    at(SIGN_IN, "opaque-token", &["{ask}", "do not log in again for it: access tokens of this provider are never JWTs, only its own APIs take them"]),
    at(AUTH0, "encrypted-token", &["{ask}", "or set it for all logins: Settings > General > API Authorization Settings > Default Audience", "then log in again: the new access token is a JWT with three parts", "do not try to decrypt it: the key never leaves Auth0"]),
    at(COGNITO, "encrypted-token", &["send the access_token of the response: at Cognito the encrypted one is the refresh token"]),

    // Kind.
    at(GOOGLE, "id-token-as-access-token", &["where the API is the backend of this very app: let it expect the client id ({aud}) as audience, and check signature, iss and exp; that is Google's own way", "for any other API let your own authorization server log in with Google, and issue a token of its own", "do not accept the client ids of apps that are not yours"]),
    at(SIGN_IN, "id-token-as-access-token", &["{ask}", "send that token, not this one", "do not add the client id to the audiences of an API that is not this app's own backend"]),
    at(COGNITO, "id-token-as-access-token", &["send Authorization: Bearer <access_token>, not <id_token>: at Cognito the one with token_use = access", "{ask}", "at an API Gateway REST API: put the custom scope into the method's OAuth Scopes, and it takes access tokens"]),
    at(AUTH0, "management-api-token", &["create an API of your own: Applications > APIs > Create API; its Identifier is the audience", "{ask}; a machine names it in the client credentials request"]),
    at(AUTH0, "userinfo-only-token", &["register the API under Applications > APIs, if it is not there; its Identifier is the audience", "{ask}", "log in again: the audience list of the new token holds the API, and userinfo beside it"]),
    at(ENTRA, "foreign-api-token", &["register the API: Expose an API > Add a scope, and grant it to the client under API permissions", "{ask}; one request gets a token for one API, so ask without scopes of Graph", "an API that calls Graph itself exchanges its token: the on-behalf-of flow"]),
    at(OKTA, "foreign-api-token", &["{ask}; /oauth2/default is there in most organizations", "let a rule of that server's access policy admit the client (Security > API > the server > Access Policies)", "a token of the org server can be introspected, but nobody else can verify it"]),
    at(FIREBASE, "assertion-as-access-token", &["exchange it first: signInWithCustomToken(auth, customToken), then getIdToken()", "send the ID token that the exchange returns: at Firebase the app's own backend takes it"]),
    at(GOOGLE, "assertion-as-access-token", &["exchange it first: post it as assertion to https://oauth2.googleapis.com/token, or let a Google library do so", "to call an API of your own: ask there for an ID token by target_audience={audience}"]),
    at(AUTH0, "token-type-header", &["or change the profile: Applications > APIs > your API > Settings > JSON Web Token (JWT) Profile; RFC 9068 writes typ at+jwt, Auth0's own writes JWT"]),
    at(KEYCLOAK, "token-type-header", &["or change it: Clients > the client > Advanced > 'Use \"at+jwt\" as access token header type'"]),
    at(&["okta", "entra", "entra_b2c", "cognito", "supabase", "firebase", "google"], "token-type-header", &["do not look for a switch at the provider: it does not let you choose the typ of its access tokens"]),
    at(AUTH0, "sender-constrained-as-bearer", &["or ask for a token without binding: Applications > APIs > your API > Settings, sender constraining"]),
    at(KEYCLOAK, "sender-constrained-as-bearer", &["or ask for a token without binding: the client's 'Require DPoP bound tokens' and 'OAuth 2.0 Mutual TLS Certificate Bound Access Tokens Enabled'"]),

    // Algorithm and key.
    at(AUTH0, "algorithm-not-allowed", &["set the issuer to {alg}: Applications > APIs > your API > Settings > Signing Algorithm (for ID tokens: Applications > the app > Advanced Settings > OAuth)"]),
    at(KEYCLOAK, "algorithm-not-allowed", &["set the issuer to {alg}: Clients > the client > Advanced > Access token signature algorithm, or for all Realm settings > Tokens > Default Signature Algorithm"]),
    at(SUPABASE, "algorithm-not-allowed", &["create and rotate to an asymmetric key under Project Settings > JWT Keys (ES256 or RS256), and verify with the project's /auth/v1/.well-known/jwks.json", "projects on the legacy JWT secret sign HS256: there the API needs that secret, or asks supabase.auth.getUser()"]),
    at(&["cognito", "entra", "entra_b2c", "okta", "google", "firebase"], "algorithm-not-allowed", &["let the API take RS256 and nothing else: this provider signs with no other algorithm, and its keys are published"]),
    at(COGNITO, "key-not-found", &["a pool signs ID tokens and access tokens with two keys: take both from {iss}/.well-known/jwks.json"]),
    at(ENTRA, "key-not-found", &["take the keys from jwks_uri in the discovery document of the token's own directory and version", "where the app has a signing key of its own (claims mapping): add ?appid=APP-ID to the discovery URL"]),
    at(OKTA, "key-not-found", &["the org server (no /oauth2/ in the issuer) signs access tokens with a key that is published nowhere: use a custom authorization server, or introspection"]).when(test(&[Test::Not(&Test::IssAt(Site::Path("/oauth2/")))])),
    at(OKTA, "key-not-found", &["take the keys of the token's own authorization server: {iss}/v1/keys"]),
    at(SUPABASE, "key-not-found", &["after a key rotation log in again, and give the API's cached key set some minutes: Supabase's edge keeps it for ten"]),
    at(SUPABASE, "no-verification-key", &["give the project's legacy JWT secret (Project Settings > JWT Keys): --secret env:NAME or --secret @FILE", "or move the project to an asymmetric signing key: then its key set verifies new tokens"]),

    // Issuer.
    at(KEYCLOAK, "issuer-internal-hostname", &["give Keycloak one public hostname: KC_HOSTNAME=https://..., with KC_HOSTNAME_BACKCHANNEL_DYNAMIC=true for calls from inside", "behind a proxy: KC_PROXY_HEADERS=xforwarded, so that scheme and port are right"]),
    at(KEYCLOAK, "issuer-path-mismatch", &["every realm is an issuer of its own: use the one of the realm's discovery document (Realm settings > Endpoints) on both sides", "versions from 17 on have no /auth in the path, unless started with --http-relative-path=/auth"]),
    at(OKTA, "issuer-path-mismatch", &["tokens of the org server (no /oauth2/ in the issuer) are for Okta's own APIs: use a custom authorization server such as /oauth2/default"]).when(test(&[Test::Not(&Test::IssAt(Site::Path("/oauth2/")))])),
    at(OKTA, "issuer-path-mismatch", &["every authorization server is an issuer of its own: use the one that Security > API > Authorization Servers shows on both sides; the console's -admin host is none"]),
    at(ENTRA, "issuer-wrong-tenant", &["where the app serves several directories on purpose: let the API check iss and tid against its list of them"]),
    at(KEYCLOAK, "issuer-mismatch", &["Keycloak: KC_HOSTNAME=https://..., and KC_PROXY_HEADERS=xforwarded behind a proxy"]),
    at(&["entra_b2c"], "issuer-path-mismatch", &["use the discovery document of the same user flow on both sides, or change the flow's Token compatibility settings > Issuer (iss) claim"]),
    at(ENTRA, "issuer-path-mismatch", &["use one version on both sides: the API's registration decides it (requestedAccessTokenVersion in its manifest)"]),
    at(AUTH0, "issuer-trailing-slash", &["keep the slash in the API's issuer: Auth0 writes it into every token, so it was not Auth0 that wrote {iss}", "find out what made this token (a test, a mock, a server of your own), and let it write the slash"]),
    at(OKTA, "issuer-custom-domain", &["the server's Settings > Issuer decides what tokens say: Okta URL, Custom URL or Dynamic (as asked)"]),
    at(AUTH0, "issuer-custom-domain", &["give the custom domain to every SDK as its domain: Auth0 writes the domain of the request into iss"]),

    // Audience.
    at(ENTRA, "audience-mismatch", &["if {aud} is the API itself (its App registration: Overview > Application ID, or Expose an API > Application ID URI): let the API expect exactly that; a v2.0 token carries the id alone, a v1.0 token the URI", "if it is another API: {ask}", "do not add the id of the client app ({client}) to the API's audiences: then tokens for that app open the API"]).when(test(&[Test::Is("ver", "1.0")])),
    at(ENTRA, "audience-mismatch", &["if {aud} is the API's own Application (client) ID (its App registration > Overview): let the API expect exactly that; a v2.0 token never carries the api:// URI", "if it is another app's id: {ask}", "do not add the id of the client app ({client}) to the API's audiences: then tokens for that app open the API"]).when(test(&[Test::AudOneGuid])),
    at(KEYCLOAK, "audience-mismatch", &["{ask}", "see the result under Client scopes > Evaluate, and log in again", "do not let the API accept another client's name, or azp, in place of its own"]),
    at(SUPABASE, "audience-mismatch", &["let the API expect the audience that Supabase writes ('authenticated' for signed-in users), and compare iss with the project's", "or write an aud of your own in a Custom Access Token Hook"]),
    at(FIREBASE, "audience-mismatch", &["let the API expect the project id as audience: Firebase writes no other", "check that app and backend use the same Firebase project"]),
    at(COGNITO, "audience-missing", &["let the API check client_id (is it {client}?) and token_use = access in place of aud (tokcheck: --authorized-party {client} --token-use access, and no --audience; in a profile authorized_parties and token_use, and no audience)", "with aws-jwt-verify: CognitoJwtVerifier with clientId and tokenUse, which compares client_id; a JwtVerifier with audience wants an aud", "to tell several APIs of one pool apart: a resource server {audience} with scopes, of which the API checks its own", "or send resource={audience} in the authorize request (managed login, Essentials or Plus plan): the access token then has it as aud", "do not send the ID token because it has an aud: it is for the app"]),
    at(KEYCLOAK, "audience-missing", &["{ask}", "Keycloak leaves aud out where the user has no role of another client: the mapper adds it in any case"]),
    at(COGNITO, "audience-in-client-id", &["let the API compare client_id instead of aud for access tokens, and check token_use = access (tokcheck: --authorized-party {client} --token-use access, and no --audience; in a profile authorized_parties and token_use, and no audience)", "with aws-jwt-verify: CognitoJwtVerifier with clientId and tokenUse, which compares client_id; a JwtVerifier with audience wants an aud", "do not send the ID token because its aud fits: it is not for an API", "or send resource=<API identifier> in the authorize request (managed login, Essentials or Plus plan): the access token then has it as aud"]),
    at(ENTRA, "audience-form-mismatch", &["this is a v1.0 token, which carries the App ID URI as it was asked for; to get the bare id, set requestedAccessTokenVersion (older name: accessTokenAcceptedVersion) to 2 in the API's manifest", "the API may expect both while you move: both are names of the API itself; the client app's id is none"]).when(test(&[Test::Is("ver", "1.0")])),
    at(ENTRA, "audience-form-mismatch", &["v2.0 tokens carry the API's Application (client) ID, v1.0 tokens its App ID URI: the API's manifest decides which (requestedAccessTokenVersion)", "the API may expect both while you move: both are names of the API itself; the client app's id is none"]),
    at(KEYCLOAK, "audience-default-only", &["Client scopes > your scope > Mappers > Add mapper > Audience: included client audience {audience} (or custom audience), add to access token on", "add that client scope to the app's client as a default scope, then log in again", "do not let the API accept 'account': every client of the realm has it"]),

    // Time.
    at(GITHUB, "expired", &["ask for the token in the very step that uses it: a job's OIDC token lives for minutes and has no refresh", "do not hand it from job to job"]),
    at(KUBERNETES, "expired", &["read the token file again before each use: the kubelet renews it in good time", "kubectl create token --duration gives a longer one for tests"]),
    at(FIREBASE, "expired", &["call getIdToken() before each request: the SDK renews the token when it needs to", "do not store the ID token: store nothing, or make a session cookie in the backend"]),
    at(SUPABASE, "expired", &["call supabase.auth.getSession() before each request, with autoRefreshToken on: the SDK renews the session", "on a server make the client per request: a session kept in memory grows old"]),

    at(SUPABASE, "long-lived-token", &["an anon or service_role key of the project is no user's token: send session.access_token, and keep service_role on servers"]),
    at(KUBERNETES, "long-lived-token", &["take a projected token or kubectl create token in place of the one in a Secret; both end within hours"]),
    at(AUTH0, "long-lived-token", &["shorten it: APIs > your API > Settings > Access Token Settings"]),
    at(KEYCLOAK, "long-lived-token", &["shorten it: Realm settings > Tokens > Access Token Lifespan, or the client's Advanced settings"]),

    // Claims.
    at(AUTH0, "custom-claim-missing", &["set it in a post-login Action, for machines in one for client credentials: api.accessToken.setCustomClaim('{claim}', ...)", "give it a namespace, a URL of yours: reserved names and those of auth0.com are dropped without a word"]),
    at(OKTA, "custom-claim-missing", &["Security > API > the authorization server > Claims > Add Claim {claim}, token type Access Token; for groups choose the value type Groups with a filter"]),
    at(ENTRA, "custom-claim-missing", &["add {claim} to the API's registration, not the client's: Token configuration > Add optional claim > Access, or app roles", "claims of other names need a claims mapping policy or a custom claims provider"]),
    at(COGNITO, "custom-claim-missing", &["add {claim} in a pre token generation trigger of event version V2_0 (V3_0 for client credentials; Essentials or Plus plan): V1_0 changes ID tokens alone"]),
    at(KEYCLOAK, "custom-claim-missing", &["add a mapper with the token claim name {claim} to a client scope of the app, 'Add to access token' on"]),
    at(SUPABASE, "custom-claim-missing", &["add {claim} in a Custom Access Token Hook (Authentication > Hooks), or read it from app_metadata"]),
    at(FIREBASE, "custom-claim-missing", &["set it with setCustomUserClaims in the Admin SDK, then call getIdToken(true): older tokens lack it"]),
    at(GOOGLE, "custom-claim-missing", &["Google's tokens take no claims of your own: look {claim} up by sub in your own data, or issue a token of your own"]),
    at(AUTH0, "required-claim-missing", &["or choose the RFC 9068 profile: Applications > APIs > your API > Settings > JSON Web Token (JWT) Profile; it adds jti and client_id"]),
    at(KEYCLOAK, "required-claim-missing", &["give the client the scope 'basic' (sub, auth_time), and switch lightweight access tokens off for it"]),

    // Scope and permissions.
    at(COGNITO, "insufficient-scope", &["log in at the authorize endpoint (managed login) and ask for the scope there: tokens of the SDK's own sign-in hold aws.cognito.signin.user.admin alone", "define the scope in a resource server and allow it for the app client; its full name is RESOURCE-SERVER/SCOPE"]).when(test(&[Test::Is("scope", "aws.cognito.signin.user.admin")])),
    at(COGNITO, "insufficient-scope", &["define the scope in a resource server, and allow it for the app client (Login pages > Custom scopes)", "ask for it by its full name, and let the API compare that: RESOURCE-SERVER/SCOPE, never the last part alone"]),
    at(ENTRA, "insufficient-scope", &["an app-only token has no scp: define an app role at the API, assign it to the client (API permissions > Application permissions, admin consent), and let the API read roles", "ask for scope={audience}/.default with the client credentials grant"]).when(test(APP_ONLY)),
    at(ENTRA, "insufficient-scope", &["define the scope at the API (Expose an API), add it to the client (API permissions) and grant consent", "ask for scope={audience}/{scope}; the token then has {scope} alone in scp, without the URI"]),
    at(AUTH0, "insufficient-scope", &["a machine (client credentials): define {scope} under Applications > APIs > your API > Permissions, and grant it to the client in the API's Machine to Machine Applications tab"]).when(test(AUTH0_MACHINE)),
    at(AUTH0, "insufficient-scope", &["ask for scope={scope} in the login, beside the audience (SPA SDK: authorizationParams: { audience: '{audience}', scope: 'openid profile email {scope}' })", "define it under Applications > APIs > your API > Permissions; where RBAC is on there, give the user a role that holds it"]),
    at(OKTA, "insufficient-scope", &["define {scope} at the authorization server (Security > API > the server > Scopes), and let a rule of its access policy grant it to this client", "ask for scope={scope} in the login"]),
    at(KEYCLOAK, "insufficient-scope", &["create a client scope named {scope} with 'Include in token scope' on, and add it to the app's client as default, or as optional and ask for scope={scope}", "roles of the user never appear in scope: where roles decide, let the API read realm_access.roles or resource_access"]),
    at(SUPABASE, "insufficient-scope", &["Supabase's session tokens carry no scopes: add a claim in a Custom Access Token Hook, and let the API read that, or check role and app_metadata"]),
    at(FIREBASE, "insufficient-scope", &["Firebase's tokens carry no scopes: set a custom claim (setCustomUserClaims), and let the API read that"]),
    at(GOOGLE, "insufficient-scope", &["Google grants scopes for its own APIs alone: keep what a user may do at your API in your own data, by sub"]),
    at(ENTRA, "scope-claim-name", &["scp holds what a user delegated to the app, roles what an app or a user was given; app-only tokens have roles alone", "let the API take both on purpose: .NET [RequiredScopeOrAppPermission]"]),
    at(AUTH0, "scope-claim-name", &["scope holds what the app asked for, permissions what RBAC grants; enforce one of them"]),
    at(OKTA, "scope-claim-name", &["Okta writes scopes as a list into scp, and groups into a claim that you name"]),
    at(KEYCLOAK, "scope-claim-name", &["realm roles stand in realm_access.roles, roles of a client in resource_access.CLIENT.roles: read them there, or add a mapper (User Realm Role, User Client Role) that writes them into the claim that the API reads"]),
    at(COGNITO, "scope-claim-name", &["Cognito writes scopes into scope, and the user's groups into cognito:groups: read the one that you mean"]),
    at(AUTH0, "permissions-missing", &["APIs > your API > Settings > RBAC Settings: switch on 'Enable RBAC' and 'Add Permissions in the Access Token'", "give the user a role that holds {permission} (a machine: the API's Machine to Machine Applications tab), then log in again", "a scope of the same name does not stand in for it: scope is what the app asked for"]),
    at(ENTRA, "permissions-missing", &["Entra ID writes no permissions claim: define app roles at the API, assign them to users or apps, and let the API read roles"]),
    at(OKTA, "permissions-missing", &["Okta writes no permissions claim: add a claim of that name to the authorization server (Claims > Add Claim), or let the API read groups or scp"]),
    at(COGNITO, "permissions-missing", &["Cognito writes no permissions claim: use groups (cognito:groups) or custom scopes, and let the API read those"]),
    at(KEYCLOAK, "permissions-missing", &["Keycloak writes no permissions claim: give the user a role of the API's client, and let the API read resource_access.CLIENT.roles, or add a mapper with the token claim name permissions"]),
    at(SUPABASE, "permissions-missing", &["Supabase writes no permissions claim: add it in a Custom Access Token Hook"]),
    at(FIREBASE, "permissions-missing", &["Firebase writes no permissions claim: set one with setCustomUserClaims, then call getIdToken(true)"]),

    // Who.
    at(ENTRA, "machine-token-no-user", &["let the user log in and ask for a delegated scope: the token then has scp, and no idtyp app", "where one API calls another for a user: the on-behalf-of flow"]),
    at(AUTH0, "organization-mismatch", &["send organization={org} in the login; the application's Organizations tab decides whether users must name one", "a machine names it in the client credentials request, where its grant allows organizations"]),
    at(GITHUB, "subject-mismatch", &["change the policy's pattern to fit {sub}, as narrow as the job allows", "a job with an environment has sub repo:OWNER/REPO:environment:NAME, without a ref; a pull request has repo:OWNER/REPO:pull_request", "AWS: a * counts with StringLike alone; StringEquals takes it for a letter"]).when(test(&[Test::Aud("sts.amazonaws.com")])),
    at(GITHUB, "subject-mismatch", &["change the policy's pattern to fit {sub}, as narrow as the job allows", "a job with an environment has sub repo:OWNER/REPO:environment:NAME, without a ref; a pull request has repo:OWNER/REPO:pull_request"]),
    at(&["gitlab"], "subject-mismatch", &["change the policy's pattern to fit {sub}, as narrow as the job allows", "sub is project_path:GROUP/PROJECT:ref_type:branch:ref:NAME; for a tag ref_type is tag, and a merge request runs on its branch"]),
    at(KUBERNETES, "subject-mismatch", &["change the policy's pattern to fit {sub}", "sub is system:serviceaccount:NAMESPACE:NAME: look at the pod's namespace and serviceAccountName ('default' where none is named)"]),
    at(&["terraform"], "subject-mismatch", &["change the policy's pattern to fit {sub}", "sub is organization:ORG:project:PROJECT:workspace:NAME:run_phase:PHASE; plan and apply differ in the phase"]),
    at(COGNITO, "authorized-party-mismatch", &["an access token names the app client in client_id, an ID token in aud: list every app client that may call"]),
    at(ENTRA, "authorized-party-mismatch", &["a v2.0 token names the client in azp, a v1.0 token in appid", "better than a list in code: Expose an API > Authorized client applications, or app roles that are assigned to clients"]),
    at(OKTA, "authorized-party-mismatch", &["Okta names the client in cid; which clients get a token at all is decided by the server's access policies"]),
    at(KEYCLOAK, "authorized-party-mismatch", &["Keycloak names the client in azp: which clients get the API's audience is decided by their client scopes"]),
    at(AUTH0, "authorized-party-mismatch", &["Auth0 names the client in azp, in the RFC 9068 profile in client_id; which clients get a token is decided by the API's application access settings"]),
];
