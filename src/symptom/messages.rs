//! The messages, by software. Values that differ from case to case stand
//! between the fragments and are left out.

use super::{GENERAL, Symptom};

/// Nothing that a JWT reader can read.
const SHAPE: &[&str] = &[
    "opaque-token",
    "encrypted-token",
    "missing-token",
    "input-decorated",
    "token-truncated",
    "token-malformed",
    "bearer-prefix-wrong",
];
/// Another audience than the expected one.
const AUDIENCE: &[&str] = &[
    "id-token-as-access-token",
    "audience-mismatch",
    "audience-trailing-slash",
    "audience-form-mismatch",
    "audience-default-only",
    "audience-missing",
    "audience-in-client-id",
    "management-api-token",
    "userinfo-only-token",
    "foreign-api-token",
];
/// The same, where the audience is known to be there.
const PLAIN_AUDIENCE: &[&str] = &[
    "audience-mismatch",
    "id-token-as-access-token",
    "audience-trailing-slash",
    "audience-form-mismatch",
    "audience-default-only",
];
/// No audience at all.
const NO_AUDIENCE: &[&str] = &["audience-missing", "audience-in-client-id"];
/// Another issuer than the expected one.
const ISSUER: &[&str] = &[
    "issuer-trailing-slash",
    "issuer-custom-domain",
    "issuer-version",
    "issuer-wrong-tenant",
    "issuer-internal-hostname",
    "issuer-path-mismatch",
    "issuer-mismatch",
];
/// The key is not to be found.
const KEY: &[&str] =
    &["key-not-found", "issuer-wrong-tenant", "foreign-api-token", "jwks-stale", "key-unfit"];
/// The signature does not fit.
const SIGNATURE: &[&str] = &[
    "signature-invalid",
    "hmac-secret-encoding",
    "foreign-api-token",
    "signature-encoding",
    "algorithm-confusion",
    "token-truncated",
    "key-material-format",
];
const ALGORITHM: &[&str] = &["algorithm-not-allowed", "algorithm-none", "algorithm-confusion"];
const SCOPE: &[&str] = &["insufficient-scope", "scope-claim-name", "permissions-missing"];
const NO_TOKEN: &[&str] =
    &["missing-token", "bearer-prefix-wrong", "transport-header-lost", "cors-preflight"];
/// The keys can't be got.
const KEYS_AWAY: &[&str] = &["keys-unavailable", "issuer-mismatch", "issuer-internal-hostname"];
/// Another issuer, mostly one server under two names.
const INSIDE: &[&str] = &[
    "issuer-internal-hostname",
    "issuer-path-mismatch",
    "issuer-trailing-slash",
    "issuer-wrong-tenant",
    "issuer-mismatch",
];
const EXPIRED: &[&str] = &["expired"];
const EARLY: &[&str] = &["not-yet-valid", "timestamp-in-milliseconds", "issued-in-future"];
const AHEAD: &[&str] = &["issued-in-future", "not-yet-valid", "timestamp-in-milliseconds"];

const fn says(
    software: &'static str,
    says: &'static [&'static str],
    suspects: &'static [&'static str],
) -> Symptom {
    Symptom { says, software, suspects }
}

const NODE: &str = "jsonwebtoken (npm)";
const EXPRESS: &str = "express-jwt (npm)";
const AUTH0: &str = "express-oauth2-jwt-bearer (npm)";
const JWKS_RSA: &str = "jwks-rsa (npm)";
const JOSE: &str = "jose (npm)";
const FAST: &str = "fast-jwt, @fastify/jwt (npm)";
const AWS: &str = "aws-jwt-verify (npm)";
const OKTA: &str = "Okta verifiers";
const PYJWT: &str = "PyJWT";
const PYTHON_JOSE: &str = "python-jose";
const FASTAPI: &str = "auth0-fastapi-api";
const MICROSOFT: &str = "Microsoft IdentityModel, Microsoft.Identity.Web";
const ASPNET: &str = "ASP.NET Core JwtBearer";
const SPRING: &str = "Spring Security, Nimbus";
const ENVOY: &str = "Envoy, Istio";
const GO_OIDC: &str = "go-oidc, kube-apiserver";
const POSTGREST: &str = "PostgREST, Hasura";
const PHP: &str = "firebase/php-jwt";
const GOOGLE: &str = "Google's libraries";
const AUTH0_SDK: &str = "Auth0 SDKs";
const ENTRA: &str = "Microsoft Entra ID";
const RUST: &str = "jsonwebtoken (Rust)";
const APIGW: &str = "AWS API Gateway";

#[rustfmt::skip]
pub(super) static MESSAGES: &[Symptom] = &[
    says(NODE, &["jwt malformed"], SHAPE),
    says(NODE, &["jwt must be provided"], NO_TOKEN),
    says(NODE, &["jsonwebtokenerror: invalid token"], SHAPE),
    says(NODE, &["jsonwebtokenerror: invalid algorithm"], ALGORITHM),
    says(NODE, &["invalid algorithm"], ALGORITHM),
    says(NODE, &["invalid signature"], SIGNATURE),
    says(NODE, &["jwt signature is required"], &["algorithm-none", "token-truncated"]),
    says(NODE, &["jwt audience invalid"], AUDIENCE),
    says(NODE, &["jwt issuer invalid"], ISSUER),
    says(NODE, &["jwt subject invalid"], &["subject-mismatch"]),
    says(NODE, &["jwt expired"], EXPIRED),
    says(NODE, &["jwt not active"], EARLY),
    says(NODE, &["must be an asymmetric key"], &["key-material-format", "algorithm-not-allowed"]),
    says(NODE, &["secretorpublickey must be provided"], &["key-material-format", "no-verification-key"]),
    says(NODE, &["secret or public key must be provided"], &["key-not-found", "key-material-format", "no-verification-key"]),
    says(EXPRESS, &["no authorization token was found"], NO_TOKEN),
    says(EXPRESS, &["credentials_required"], NO_TOKEN),
    says(EXPRESS, &["credentials_bad_format"], &["bearer-prefix-wrong", "input-decorated"]),
    says(EXPRESS, &["credentials_bad_scheme"], &["bearer-prefix-wrong"]),
    says(EXPRESS, &["format is authorization: bearer [token]"], &["bearer-prefix-wrong", "input-decorated", "missing-token"]),
    says(AUTH0, &["unexpected 'iss' value"], ISSUER),
    says(AUTH0, &["unexpected 'aud' value"], AUDIENCE),
    says(AUTH0, &["unexpected 'alg' value"], ALGORITHM),
    says(AUTH0, &["unexpected 'typ' value"], &["token-type-header"]),
    says(AUTH0, &["unexpected 'exp' value"], &["expired", "required-claim-missing", "claim-type-invalid"]),
    says(AUTH0, &["missing 'scope' claim"], &["scope-claim-name", "insufficient-scope", "permissions-missing"]),
    says(AUTH0, &["insufficient scope"], SCOPE),
    says(JWKS_RSA, &["unable to find a signing key that matches"], KEY),
    says(JWKS_RSA, &["signingkeynotfounderror"], KEY),
    says(JWKS_RSA, &["too many requests to the jwks endpoint"], KEY),
    says(JOSE, &["no applicable key found in the json web key set"], KEY),
    says(JOSE, &["multiple matching keys found"], &["key-not-found"]),
    says(JOSE, &["unexpected 'aud' claim value"], AUDIENCE),
    says(JOSE, &["unexpected 'iss' claim value"], ISSUER),
    says(JOSE, &["unexpected 'typ' jwt header value"], &["token-type-header"]),
    says(JOSE, &["'exp' claim timestamp check failed"], EXPIRED),
    says(JOSE, &["'nbf' claim timestamp check failed"], EARLY),
    says(JOSE, &["missing required 'aud' claim"], NO_AUDIENCE),
    says(JOSE, &["signature verification failed"], SIGNATURE),
    says(JOSE, &["invalid compact jws"], SHAPE),
    says(JOSE, &["extension header parameter", "is not recognized"], &["critical-unsupported"]),
    says(FAST, &["fst_jwt_no_authorization_in_header"], NO_TOKEN),
    says(FAST, &["fst_jwt_authorization_token_expired"], EXPIRED),
    says(FAST, &["fst_jwt_authorization_token_invalid"], &["signature-invalid", "audience-mismatch", "issuer-mismatch", "token-malformed"]),
    says(FAST, &["domain_not_allowed"], ISSUER),
    says(FAST, &["the aud claim value is not allowed"], AUDIENCE),
    says(FAST, &["the iss claim value is not allowed"], ISSUER),
    says(FAST, &["the token has expired at"], EXPIRED),
    says(AWS, &["client id not allowed"], &["audience-in-client-id", "audience-mismatch", "id-token-as-access-token"]),
    says(AWS, &["token use not allowed"], &["id-token-as-access-token", "token-type-header"]),
    says(AWS, &["audience not allowed"], AUDIENCE),
    says(AWS, &["issuer not allowed"], ISSUER),
    says(AWS, &["token expired at"], EXPIRED),
    says(AWS, &["jwk for kid", "not found"], KEY),
    says(OKTA, &["error while resolving signing key for kid"], KEY),
    says(OKTA, &["audience claim", "does not match expected audience"], AUDIENCE),
    says(OKTA, &["issuer", "does not match expected issuer"], ISSUER),
    says(OKTA, &["jwt is expired"], EXPIRED),
    says(PYJWT, &["audience doesn't match"], AUDIENCE),
    says(PYJWT, &["invalidaudienceerror"], AUDIENCE),
    says(PYJWT, &["token is missing the 'aud' claim"], NO_AUDIENCE),
    says(PYJWT, &["token is missing the '"], &["required-claim-missing"]),
    says(PYJWT, &["invalidissuererror"], ISSUER),
    says(PYJWT, &["signature has expired"], EXPIRED),
    says(PYJWT, &["the token is not yet valid (iat)"], AHEAD),
    says(PYJWT, &["the token is not yet valid (nbf)"], EARLY),
    says(PYJWT, &["not enough segments"], SHAPE),
    says(PYJWT, &["the specified alg value is not allowed"], ALGORITHM),
    says(PYJWT, &["subject must be a string"], &["claim-type-invalid"]),
    says(PYJWT, &["unable to find a signing key that matches: "], KEY),
    says(PYJWT, &["could not deserialize key data"], &["key-material-format"]),
    says(PYTHON_JOSE, &["jwtclaimserror", "invalid audience"], AUDIENCE),
    says(PYTHON_JOSE, &["invalid audience"], AUDIENCE),
    says(PYTHON_JOSE, &["invalid issuer"], ISSUER),
    says(PYTHON_JOSE, &["signature verification failed."], SIGNATURE),
    says(PYTHON_JOSE, &["invalid crypto padding"], &["token-truncated", "token-malformed"]),
    says(FASTAPI, &["token is expired"], EXPIRED),
    says(FASTAPI, &["no matching key found in jwks"], KEY),
    says(FASTAPI, &["token header missing 'kid' claim"], &["key-not-found"]),
    says(FASTAPI, &["issuer mismatch"], ISSUER),
    says(FASTAPI, &["audience mismatch"], AUDIENCE),
    says(ASPNET, &["the audience 'empty' is invalid"], NO_AUDIENCE),
    says(ASPNET, &["the audience '(null)' is invalid"], NO_AUDIENCE),
    says(ASPNET, &["the audience '", "' is invalid"], AUDIENCE),
    says(ASPNET, &["the audiences '", "' are invalid"], AUDIENCE),
    says(ASPNET, &["the issuer '", "' is invalid"], ISSUER),
    says(ASPNET, &["the token expired at '"], EXPIRED),
    says(ASPNET, &["the token is not valid before '"], EARLY),
    says(ASPNET, &["the token lifetime is invalid"], &["expired", "not-yet-valid", "timestamp-in-milliseconds"]),
    says(ASPNET, &["the token has no expiration"], &["required-claim-missing"]),
    says(ASPNET, &["the signature key was not found"], KEY),
    says(ASPNET, &["the signature is invalid"], SIGNATURE),
    says(MICROSOFT, &["idx10214"], AUDIENCE),
    says(MICROSOFT, &["idx10206"], NO_AUDIENCE),
    says(MICROSOFT, &["idx10205"], &["issuer-version", "issuer-wrong-tenant", "issuer-trailing-slash", "issuer-mismatch"]),
    says(MICROSOFT, &["idx10223"], EXPIRED),
    says(MICROSOFT, &["idx10222"], EARLY),
    says(MICROSOFT, &["idx10501"], &["key-not-found", "foreign-api-token", "issuer-wrong-tenant"]),
    says(MICROSOFT, &["idx10503"], &["key-not-found", "foreign-api-token", "signature-invalid"]),
    says(MICROSOFT, &["idx10511"], &["foreign-api-token", "signature-invalid"]),
    says(MICROSOFT, &["idx10516"], &["algorithm-not-allowed", "signature-invalid"]),
    says(MICROSOFT, &["idx14100"], &["opaque-token", "token-malformed", "missing-token"]),
    says(MICROSOFT, &["idx12741"], &["opaque-token", "encrypted-token", "token-malformed"]),
    says(MICROSOFT, &["idx12709"], &["opaque-token", "token-malformed", "input-decorated"]),
    says(MICROSOFT, &["idw10201"], &["scope-claim-name", "insufficient-scope", "machine-token-no-user"]),
    says(SPRING, &["another algorithm expected, or no matching key(s) found"], &["algorithm-not-allowed", "key-not-found", "issuer-wrong-tenant"]),
    says(SPRING, &["the iss claim is not valid"], ISSUER),
    says(SPRING, &["the aud claim is not valid"], AUDIENCE),
    says(SPRING, &["jwt expired at"], EXPIRED),
    says(SPRING, &["jwt used before"], EARLY),
    says(SPRING, &["header 'typ' (type)", "not allowed"], &["token-type-header"]),
    says(SPRING, &["the given typ value needs to be one of"], &["token-type-header"]),
    says(SPRING, &["an error occurred while attempting to decode the jwt: malformed token"], SHAPE),
    says(SPRING, &["higher privileges than provided by the access token"], SCOPE),
    says(ENVOY, &["jwt is missing"], NO_TOKEN),
    says(ENVOY, &["jwt is not in the form of header.payload.signature"], SHAPE),
    says(ENVOY, &["jwt issuer is not configured"], ISSUER),
    says(ENVOY, &["audiences in jwt are not allowed"], AUDIENCE),
    says(ENVOY, &["jwt verification fails"], SIGNATURE),
    says(ENVOY, &["jwks doesn't have key to match kid or alg from jwt"], KEY),
    says(ENVOY, &["jwt is expired"], EXPIRED),
    says(ENVOY, &["jwt not yet valid"], EARLY),
    says(ENVOY, &["rbac: access denied"], &["missing-token", "insufficient-scope", "custom-claim-missing"]),
    says(GO_OIDC, &["oidc: expected audience"], PLAIN_AUDIENCE),
    says(GO_OIDC, &["oidc: id token issued by a different provider"], ISSUER),
    says(GO_OIDC, &["oidc: token is expired"], EXPIRED),
    says(GO_OIDC, &["oidc: email not verified"], &["custom-claim-missing"]),
    says(GO_OIDC, &["failed to verify signature"], &["key-not-found", "signature-invalid", "issuer-wrong-tenant"]),
    says(POSTGREST, &["jwsinvalidsignature"], SIGNATURE),
    says(POSTGREST, &["jwtnotinaudience"], AUDIENCE),
    says(POSTGREST, &["jwtissuedatfuture"], AHEAD),
    says(POSTGREST, &["jwtexpired"], EXPIRED),
    says(POSTGREST, &["claims key: '", "not found"], &["custom-claim-missing", "id-token-as-access-token"]),
    says("Kong jwt plugin", &["no credentials found for given 'iss'"], &["issuer-trailing-slash", "issuer-mismatch"]),
    says("AWS STS", &["not authorized to perform sts:assumerolewithwebidentity"], &["subject-mismatch", "audience-mismatch"]),
    says("AWS STS", &["incorrect token audience"], &["audience-mismatch"]),
    says(APIGW, &["the token does not have a valid audience"], &["audience-mismatch", "audience-in-client-id", "id-token-as-access-token"]),
    says("flask-jwt-extended", &["non-refresh tokens are allowed"], &["refresh-token-as-access-token"]),
    says("flask-jwt-extended", &["only access tokens are allowed"], &["refresh-token-as-access-token"]),
    says("jjwt", &["jwt signature does not match locally computed signature"], SIGNATURE),
    says("golang-jwt", &["token is unverifiable"], &["key-not-found", "algorithm-not-allowed", "no-verification-key"]),
    says("golang-jwt", &["token used before issued"], AHEAD),
    says("golang-jwt", &["token has invalid audience"], AUDIENCE),
    says("golang-jwt", &["token is expired by"], EXPIRED),
    says("Firebase Admin", &["has no 'kid' claim"], &["assertion-as-access-token", "key-not-found"]),
    says("Firebase Admin", &["incorrect 'aud' (audience) claim"], &["assertion-as-access-token", "issuer-wrong-tenant", "audience-mismatch"]),
    says(AUTH0_SDK, &["organization id (org_id) claim", "mismatch"], &["organization-mismatch"]),
    says(AUTH0_SDK, &["is not supported. (expected algs"], &["algorithm-not-allowed"]),
    says(RUST, &["invalidaudience"], AUDIENCE),
    says(RUST, &["invalidissuer"], ISSUER),
    says(RUST, &["expiredsignature"], EXPIRED),
    says(RUST, &["immaturesignature"], EARLY),
    says(RUST, &["missingrequiredclaim"], &["required-claim-missing", "claim-type-invalid"]),
    says(RUST, &["invalidsignature"], SIGNATURE),
    says(NODE, &["invalid. expected: undefined"], &["issuer-mismatch", "audience-mismatch"]),
    says(NODE, &["hpe_header_overflow"], &["token-too-large"]),
    says("OpenSSL", &["no start line"], &["key-material-format"]),
    says("OpenSSL", &["decoder routines::unsupported"], &["key-material-format"]),
    says(JOSE, &["'alg' (algorithm) header parameter value not allowed"], ALGORITHM),
    says(JOSE, &["err_jwks_no_matching_key"], KEY),
    says(JOSE, &["err_jwks_timeout"], KEYS_AWAY),
    says(JOSE, &["err_jwt_expired"], EXPIRED),
    says(JOSE, &["err_jws_signature_verification_failed"], SIGNATURE),
    says("jose4j", &["unexpected character", "at position 0"], SHAPE),
    says("Trino", &["no matching jwk"], KEY),
    says(PHP, &["expired token"], EXPIRED),
    says(PHP, &["cannot handle token", "prior to"], EARLY),
    says(PHP, &["cannot handle token with iat prior to"], AHEAD),
    says(PHP, &["wrong number of segments"], SHAPE),
    says(PHP, &["'kid' empty, unable to lookup correct key"], &["key-not-found"]),
    says(PHP, &["'kid' invalid, unable to lookup correct key"], KEY),
    says(PHP, &["incorrect key for this algorithm"], ALGORITHM),
    says(GOOGLE, &["token used too early"], EARLY),
    says(GOOGLE, &["used too early"], EARLY),
    says(GOOGLE, &["expired id token"], EXPIRED),
    says(GOOGLE, &["token has wrong audience"], PLAIN_AUDIENCE),
    says(GOOGLE, &["wrong recipient, payload audience"], PLAIN_AUDIENCE),
    says(GOOGLE, &["no pem found for envelope"], KEY),
    says(AUTH0_SDK, &["audience (aud) claim mismatch in the id token"], PLAIN_AUDIENCE),
    says(AUTH0_SDK, &["issuer (iss) claim mismatch in the id token"], ISSUER),
    says(AUTH0_SDK, &["nonce (nonce) claim mismatch"], &["nonce-mismatch"]),
    says(AUTH0_SDK, &["expiration time (exp) claim error"], EXPIRED),
    says(AUTH0_SDK, &["authorized party (azp) claim mismatch"], &["authorized-party-mismatch"]),
    says(AUTH0_SDK, &["authentication time (auth_time) claim", "too much time has passed"], &["authentication-too-old"]),
    says("Auth0 Management API", &["bad audience"], &["audience-mismatch", "userinfo-only-token", "id-token-as-access-token"]),
    says(AWS, &["token was not issued for this audience"], &["audience-in-client-id", "audience-mismatch", "id-token-as-access-token"]),
    says(MICROSOFT, &["idx10214", "account'"], &["audience-default-only", "audience-mismatch"]),
    says(MICROSOFT, &["idx10208"], &["audience-mismatch", "audience-unchecked"]),
    says(MICROSOFT, &["idx10204"], &["issuer-mismatch"]),
    says(MICROSOFT, &["idx10500"], &["no-verification-key", "keys-unavailable", "key-not-found"]),
    says(MICROSOFT, &["idx10517"], &["key-not-found", "foreign-api-token", "signature-invalid"]),
    says(MICROSOFT, &["idx20803"], KEYS_AWAY),
    says(MICROSOFT, &["idx20804"], KEYS_AWAY),
    says(ENTRA, &["aadsts500131"], &["audience-form-mismatch", "audience-mismatch"]),
    says(ENTRA, &["aadsts500133"], EXPIRED),
    says(ENTRA, &["aadsts50013:"], &["foreign-api-token", "audience-mismatch", "signature-invalid"]),
    says(ENTRA, &["aadsts65001"], SCOPE),
    says(ENTRA, &["aadsts700016"], &["issuer-wrong-tenant"]),
    says("Microsoft Graph", &["invalidauthenticationtoken"], &["audience-mismatch", "opaque-token", "expired"]),
    says(SPRING, &["failed to authenticate since the jwt was invalid"], &["token-type-header", "issuer-mismatch", "expired", "audience-mismatch"]),
    says(SPRING, &["couldn't retrieve remote jwk set"], KEYS_AWAY),
    says(GO_OIDC, &["oidc: expected audience", "got ['account'"], &["audience-default-only", "audience-mismatch"]),
    says(GO_OIDC, &["oidc: expected audience", "got []"], NO_AUDIENCE),
    says(GO_OIDC, &["invalid bearer token"], &["expired", "audience-mismatch", "issuer-mismatch", "custom-claim-missing", "key-not-found"]),
    says(GO_OIDC, &["is invalid for the target audiences"], PLAIN_AUDIENCE),
    says(GO_OIDC, &["invalid header field value for 'authorization'"], &["input-decorated"]),
    says("Go net/http", &["invalid header field value"], &["input-decorated"]),
    says("Keycloak adapters", &["invalid token issuer. expected"], INSIDE),
    says("Keycloak adapters", &["wrong iss"], INSIDE),
    says("Keycloak adapters", &["no key matching kid or alg"], KEY),
    says("Keycloak adapters", &["invalid token (expired)"], EXPIRED),
    says(POSTGREST, &["no suitable key was found to decode the jwt"], KEY),
    says(POSTGREST, &["malformed authorization header"], &["bearer-prefix-wrong", "input-decorated"]),
    says("Kong jwt plugin", &["unrecognizable token"], SHAPE),
    says(APIGW, &["the incoming token has expired"], EXPIRED),
    says(APIGW, &["oidc discovery endpoint communication error"], KEYS_AWAY),
    says("atproto", &["bad token scope"], &["sender-constrained-as-bearer", "insufficient-scope"]),
    says("Supabase Auth", &["unable to parse or verify signature"], &["algorithm-not-allowed", "signature-invalid", "key-not-found"]),
    says("golang-jwt", &["token contains an invalid number of segments"], SHAPE),
    says("golang-jwt", &["signing method", "is invalid"], ALGORITHM),
    says("golang-jwt", &["signature is invalid"], SIGNATURE),
    says("Firebase Admin", &["firebase id token has expired"], EXPIRED),
    says("Firebase Admin", &["firebase id token has invalid signature"], SIGNATURE),
    says("Firebase Admin", &["decoding firebase", "failed"], SHAPE),
    says("jjwt", &["expiredjwtexception"], EXPIRED),
    says("jjwt", &["malformedjwtexception"], SHAPE),
    says("jjwt", &["weakkeyexception"], &["key-too-weak"]),
    says("jjwt", &["unsupportedjwtexception"], &["algorithm-none", "encrypted-token", "algorithm-not-allowed"]),
    says("Node SDKs", &["the header kid is missing"], &["key-not-found"]),
    says("browsers", &["blocked by cors policy"], &["cors-preflight"]),
    says("nginx", &["request header or cookie too large"], &["token-too-large"]),
    says(RUST, &["invalidalgorithm"], ALGORITHM),
    says(RUST, &["invalidkeyformat"], &["key-material-format"]),
    says(GENERAL, &["invalid token"], SHAPE),
    says(GENERAL, &["insufficient_scope"], SCOPE),
    says(GENERAL, &["invalid_token"], &["expired", "id-token-as-access-token", "audience-mismatch", "issuer-mismatch", "signature-invalid", "key-not-found", "opaque-token"]),
    says(GENERAL, &["invalid_dpop_proof"], &["dpop-proof-invalid"]),
    says(GENERAL, &["use_dpop_nonce"], &["dpop-proof-invalid"]),
    says(GENERAL, &["insufficient_user_authentication"], &["authentication-too-old", "acr-mismatch"]),
    says(GENERAL, &["431 request header fields too large"], &["token-too-large"]),
];
