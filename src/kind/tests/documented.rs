//! Tokens as documents and servers show them, whole, and those that no string
//! decides: what stands beside the telling claim must not mislead.

use super::{Row, check, jws, plain};

#[rustfmt::skip]
const AS_DOCUMENTED: &[Row] = &[
    ("", r#"{"iss":"https://my-domain.auth0.com/","sub":"auth0|123456","aud":["https://example.com/health-api","https://my-domain.auth0.com/userinfo"],"azp":"my_client_id","exp":1311281970,"iat":1311280970,"scope":"openid profile read:patients"}"#, "access_token", "certain", "auth0"),
    ("", r#"{"iss":"http://my-domain.auth0.com","sub":"auth0|123456","aud":"1234abcdef","exp":1311281970,"iat":1311280970,"name":"Jane Doe","given_name":"Jane","email":"janedoe@example.com"}"#, "id_token", "likely", "auth0"),
    ("", r#"{"nickname":"jo","name":"jo@a.example","picture":"x","updated_at":"2020-01-01","email":"jo@a.example","iss":"https://login.acme.example/","aud":"aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0xR","sub":"auth0|1","sid":"s","iat":1700000000,"exp":1700003600}"#, "id_token", "likely", "auth0"),
    ("", r#"{"https://acme.example/roles":["admin"],"iss":"https://login.acme.example/","sub":"auth0|1","aud":"https://api.acme.example","org_id":"org_1","permissions":[],"iat":1700000000,"exp":1700003600}"#, "access_token", "likely", "auth0"),
    (r#""typ":"at+jwt""#, r#"{"iss":"https://acme.eu.auth0.com/","sub":"auth0|1","aud":"https://api","client_id":"c","jti":"j","iat":1700000000,"exp":1700003600}"#, "access_token", "certain", "auth0"),
    ("", r#"{"ver":1,"jti":"AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE","iss":"https://x.okta.com/oauth2/0oacqf8qaJw56czJi0g4","aud":"https://api.you.example","sub":"00ujmkLgagxeRrAg20g3","cid":"nmdP1fcyvdVO11AL7ECm","uid":"00ujmkLgagxeRrAg20g3","scp":["openid"],"number":25,"exp":1467145394,"iat":1467141794}"#, "access_token", "certain", "okta"),
    ("", r#"{"ver":1,"sub":"00u","name":"n","locale":"en","email":"e@a.example","iss":"https://x.oktapreview.com","iat":1700000000,"exp":1700000000,"jti":"ID.4eAWJOCMB3SX8XewDfVR","aud":"0oa","amr":["mfa"],"idp":"00o","nonce":"x","preferred_username":"p","auth_time":1,"at_hash":"h"}"#, "id_token", "certain", "okta"),
    ("", r#"{"aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","iss":"https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0","iat":1537231048,"nbf":1537231048,"exp":1537234948,"aio":"A","azp":"6e74172b-be56-4843-9ff4-e66a39bb12e3","azpacr":"0","name":"Abe","oid":"690222be","preferred_username":"abeli@microsoft.com","rh":"I","scp":"access_as_user","sub":"HKZ","tid":"72f","uti":"f","ver":"2.0"}"#, "access_token", "certain", "entra"),
    ("", r#"{"ver":"2.0","iss":"https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0","sub":"AAA","aud":"6cb04018-a3f5-46a7-b995-940c78f5aef3","exp":1536361411,"iat":1536274711,"nbf":1536274711,"name":"Abe","preferred_username":"A","oid":"0","tid":"9","nonce":"123523","aio":"D"}"#, "id_token", "likely", "entra"),
    ("", r#"{"aud":"api://x","iss":"https://sts.windows.net/t/","iat":1,"exp":2,"appid":"a","appidacr":"1","idp":"https://sts.windows.net/t/","oid":"o","roles":["R"],"sub":"o","tid":"t","uti":"u","ver":"1.0"}"#, "access_token", "certain", "entra"),
    ("", r#"{"aud":"https://management.azure.com/","iss":"https://sts.windows.net/t/","appid":"a","appidacr":"0","scp":"user_impersonation","ver":"1.0","iat":1700000000,"exp":1700003600}"#, "access_token", "certain", "entra"),
    ("", r#"{"iss":"https://acme.ciamlogin.com/t/v2.0","aud":"g","scp":"read","azp":"c","name":"n","ver":"2.0","iat":1700000000,"exp":1700003600}"#, "access_token", "certain", "entra"),
    ("", r#"{"sub":"a","aud":"x","email_verified":true,"token_use":"id","auth_time":1,"iss":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_e","cognito:username":"j","iat":1700000000,"exp":1700003600}"#, "id_token", "certain", "cognito"),
    ("", r#"{"exp":2,"iat":1,"jti":"x","iss":"http://localhost:8080/realms/master","aud":"account","sub":"s","typ":"Bearer","azp":"admin-cli","session_state":"s","acr":"1","realm_access":{"roles":[]},"scope":"email profile"}"#, "access_token", "certain", "keycloak"),
    (r#""alg":"HS256""#, r#"{"exp":2,"iat":1,"jti":"x","iss":"http://localhost:8080/realms/master","aud":"http://localhost:8080/realms/master","sub":"s","typ":"Refresh","azp":"admin-cli","scope":"email"}"#, "refresh_token", "certain", "keycloak"),
    ("", r#"{"iss":"https://accounts.google.com","azp":"1234987819200.apps.googleusercontent.com","aud":"1234987819200.apps.googleusercontent.com","sub":"1","at_hash":"H","hd":"example.com","email":"j@e.com","email_verified":"true","iat":1,"exp":2,"nonce":"0"}"#, "id_token", "certain", "google"),
    (r#""alg":"ES256""#, r#"{"iss":"TEAM123456","iat":1700000000}"#, "unknown", "undecided", ""),
    (r#""alg":"ES256","kid":"ABC123""#, r#"{"iss":"ABCDE12345","iat":1700000000,"exp":1700000100,"aud":"https://appleid.apple.com","sub":"com.mytest.app"}"#, "client_assertion", "certain", "apple"),
    (r#""typ":"at+jwt""#, r#"{"iss":"https://demo.duendesoftware.com","nbf":1,"iat":1,"exp":2,"aud":"api","scope":["api"],"client_id":"m2m","jti":"x"}"#, "access_token", "certain", "duende"),
    ("", r#"{"iss":"https://demo.identityserver.io","nbf":1,"iat":1,"exp":2,"aud":"spa","amr":["pwd"],"nonce":"n","at_hash":"h","sid":"s","sub":"1","auth_time":1,"idp":"local"}"#, "id_token", "likely", "duende"),
    ("", r#"{"sub":"u","aud":"client","nbf":1,"scope":["openid","profile"],"iss":"http://auth-server:9000","exp":2,"iat":1,"jti":"x"}"#, "access_token", "likely", ""),
    ("", r#"{"sub":"u","aud":"client","azp":"client","auth_time":1,"iss":"http://auth-server:9000","exp":2,"iat":1,"jti":"x","sid":"s"}"#, "id_token", "undecided", ""),
    ("", r#"{"aud":[],"client_id":"c","exp":2,"ext":{},"iat":1,"iss":"https://hydra/","jti":"j","nbf":1,"scp":["foo"],"sub":"u"}"#, "access_token", "likely", "ory"),
    ("", r#"{"aud":["app","proj"],"exp":2,"iat":1,"iss":"https://x.zitadel.cloud","jti":"j","nbf":1,"sub":"1"}"#, "access_token", "undecided", "zitadel"),
    ("", r#"{"iss":"https://auth.example/application/o/app/","sub":"u","aud":"c","exp":2,"iat":1,"auth_time":1,"acr":"goauthentik.io/providers/oauth2/default","nonce":"n","at_hash":"h","email":"e"}"#, "id_token", "likely", "authentik"),
    ("", r#"{"aud":"c","exp":2,"iat":1,"iss":"acme.com","sub":"u","jti":"j","authenticationType":"PASSWORD","email":"e","email_verified":true,"applicationId":"c","roles":["a"],"tid":"t","scope":"openid"}"#, "access_token", "undecided", "fusionauth"),
    (r#""alg":"HS256""#, r#"{"aud":"authenticated","exp":2,"iat":1,"iss":"https://x.supabase.co/auth/v1","sub":"u","email":"e","phone":"","app_metadata":{},"user_metadata":{},"role":"authenticated","aal":"aal1","amr":[{}],"session_id":"s"}"#, "access_token", "likely", "supabase"),
    (r#""alg":"HS256""#, r#"{"iss":"supabase","ref":"r","role":"anon","iat":1,"exp":2}"#, "access_token", "undecided", "supabase"),
    ("", r#"{"azp":"http://localhost:3000","exp":2,"iat":1,"iss":"https://x.clerk.accounts.dev","nbf":1,"sid":"sess_1","sub":"user_1"}"#, "access_token", "likely", "clerk"),
    ("", r#"{"jti":"j","sub":"repo:octo-org/octo-repo:environment:prod","environment":"prod","aud":"https://github.com/octo-org","ref":"refs/heads/main","sha":"s","repository":"octo-org/octo-repo","iss":"https://token.actions.githubusercontent.com","iat":1700000000,"exp":1700003600}"#, "workload_token", "certain", "github"),
    ("", r#"{"iss":"https://gitlab.example.com","sub":"project_path:g/p:ref_type:branch:ref:main","aud":"https://vault","namespace_path":"g","project_path":"g/p","pipeline_id":"1","job_id":"2","iat":1700000000,"exp":1700003600}"#, "workload_token", "certain", "gitlab"),
    ("", r#"{"aud":["https://kubernetes.default.svc"],"iss":"https://kubernetes.default.svc.cluster.local","kubernetes.io":{"namespace":"d"},"sub":"system:serviceaccount:d:s","iat":1700000000,"exp":1700003600}"#, "workload_token", "certain", "kubernetes"),
    ("", r#"{"iss":"https://oidc.eks.us-east-1.amazonaws.com/id/X","aud":["sts.amazonaws.com"],"sub":"system:serviceaccount:d:s","iat":1700000000,"exp":1700003600}"#, "workload_token", "certain", "kubernetes"),
    ("", r#"{"iss":"s6BhdRkqt3","aud":"https://server.example.com","response_type":"code id_token","client_id":"s6BhdRkqt3","redirect_uri":"https://client.example.org/cb","scope":"openid","state":"a","nonce":"n","max_age":86400,"claims":{}}"#, "request_object", "certain", ""),
    ("", r#"{"iss":"https://accounts.example.com","aud":"s6","exp":1,"code":"Pyy","state":"S8"}"#, "jarm_response", "certain", ""),
    (r#""typ":"token-introspection+jwt""#, r#"{"iss":"https://as","aud":"https://rs","iat":1,"token_introspection":{"active":true,"iss":"x","aud":"y"}}"#, "introspection_response", "certain", ""),
    ("", r#"{"sub":"248","name":"Jane","iss":"https://server.example.com","aud":"s6B"}"#, "userinfo_response", "undecided", ""),
    ("", r#"{"jti":"myJWTId001","sub":"38","iss":"38","aud":"https://as/token","iat":1700000000,"exp":1700003600}"#, "client_assertion", "likely", ""),
    (r#""kid":"k""#, r#"{"iss":"https://idp","iat":1,"jti":"x","aud":"https://rp","sub_id":{"format":"email"},"events":{"https://schemas.openid.net/secevent/ssf/event-type/verification":{}}}"#, "security_event", "certain", "sharedsignals"),
    (r#""alg":"ES256""#, r#"{"iss":"did:example:1","nbf":1,"vp":{"type":["VerifiablePresentation"]},"aud":"x","nonce":"n"}"#, "verifiable_credential", "certain", ""),
    ("", r#"{"iss":"https://auth.example","sub":"u","aud":"myapp","iat":1700000000,"exp":1700003600}"#, "unknown", "undecided", ""),
    (r#""alg":"HS256""#, r#"{"sub":"1","roles":["x"],"exp":2}"#, "unknown", "undecided", ""),
    ("", r#"{"iss":"https://dex.example/dex","sub":"CgR1c2VyEgVsb2NhbA","aud":"kubelogin","iat":1700000000,"exp":1700003600}"#, "id_token", "undecided", "dex"),
    ("", r#"{"iss":"https://x.wso2.example/oauth2/token","sub":"a","aud":"c","azp":"c","iat":1700000000,"exp":1700003600}"#, "unknown", "undecided", "wso2"),
    ("", r#"{"iss":"https://idp.example","sub":"u","aud":"c","email":"e","name":"n","iat":1700000000,"exp":1700003600}"#, "id_token", "likely", ""),
    (r#""typ":"JWT""#, r#"{"iss":"https://as.example","sub":"c1","aud":"https://api","scope":"a","client_id":"c1","iat":1700000000,"exp":1700003600}"#, "access_token", "likely", ""),
    ("", r#"{"iss":"https://as.example","sub":"u","aud":"https://api","scope":"openid email","email":"e","nonce":"n","iat":1700000000,"exp":1700003600}"#, "access_token", "likely", ""),
    ("", r#"{"iss":"https://appleid.apple.com","aud":"com.x","exp":2,"iat":1,"sub":"1","nonce":"n","c_hash":"h","email":"e","email_verified":"true","is_private_email":"true","auth_time":1,"nonce_supported":true}"#, "id_token", "certain", "apple"),
    ("", r#"{"iss":"https://www.linkedin.com/oauth","aud":"c","sub":"1","name":"n","iat":1700000000,"exp":1700003600}"#, "id_token", "certain", "linkedin"),
    ("", r#"{"iss":"https://www.facebook.com","aud":"c","sub":"1","nonce":"n","at_hash":"h","iat":1700000000,"exp":1700003600}"#, "id_token", "certain", "facebook"),
    ("", r#"{"iss":"https://id.twitch.tv/oauth2","aud":"c","sub":"1","azp":"c","preferred_username":"n","iat":1700000000,"exp":1700003600}"#, "id_token", "certain", "twitch"),
    ("", r#"{"iss":"https://acme.my.salesforce.com","aud":"c","sub":"https://login.salesforce.com/id/1/2","at_hash":"h","iat":1700000000,"exp":1700003600}"#, "id_token", "likely", "salesforce"),
    ("", r#"{"at_hash":"x","aud":"https://team.cloudflareaccess.com","email":"e","iss":"https://team.cloudflareaccess.com","type":"app","sub":"u","identity_nonce":"n","country":"US","iat":1700000000,"exp":1700003600}"#, "id_token", "likely", "cloudflare"),
];

#[test]
fn as_documented() {
    check(AS_DOCUMENTED);
}

#[rustfmt::skip]
const MORE_OF_THE_TABLE: &[Row] = &[
    ("", r#"{"iss":"https://a.example/auth","stt":2,"sub":"u","aud":"c","exp":2}"#, "id_token", "certain", "supertokens"),
    ("", r#"{"iss":"P2abc","sub":"U1","drn":"DS","exp":2}"#, "access_token", "likely", "descope"),
    ("", r#"{"iss":"https://auth.sandpit.signin.nhs.uk","aud":"c","sub":"u","vot":"P9.Cp.Cd","vtm":"https://auth.sandpit.signin.nhs.uk/trustmark","exp":2}"#, "id_token", "likely", "nhs"),
    // Values of other types than documented.
    ("", r#"{"iss":"https://sts.windows.net/t/","aud":"a","appid":"a","appidacr":"1","scp":"x","exp":"253402300799","ver":"1.0"}"#, "access_token", "certain", "entra"),
    ("", r#"{"iss":"https://as.example","aud":["https://api.example"],"scope":["a"],"exp":9223372006096375}"#, "access_token", "likely", ""),
    ("", r#"{"iss":"https://as.example","sub":"u","aud":"c","nonce":"n","iat":"1472096557.74376","exp":"1472096559"}"#, "id_token", "likely", ""),
];

#[test]
fn more_of_the_table() {
    check(MORE_OF_THE_TABLE);
}

/// Servers that put the client id into the audience of
/// access tokens, and claims that every kind has.
#[test]
fn what_no_string_decides_is_undecided() {
    for claims in [
        r#"{"iss":"https://as.example","sub":"u","aud":"c","iat":1,"exp":2}"#,
        r#"{"iss":"https://as.example","sub":"u","aud":"c","azp":"c","iat":1,"exp":2}"#,
        r#"{"iss":"https://as.example","sub":"u","aud":["c"],"jti":"1","iat":1,"exp":2}"#,
        r#"{"iss":"https://is.example/oauth2/token","sub":"u","aud":"c","azp":"c","iat":1,"exp":2}"#,
        r#"{"iss":"https://id.example/dex","sub":"CgR1c2VyEgVsb2NhbA","aud":"c","iat":1,"exp":2}"#,
        r#"{"iss":"https://a.example/application/o/app/","sub":"u","aud":"c","iat":1,"exp":2}"#,
        r#"{"iss":"https://as.example","aud":"c","sub":"u","name":"Jo"}"#,
        r#"{"iss":"c","sub":"u","aud":"https://as.example/token","exp":2}"#,
        r#"{"sub":"u","roles":["admin"],"exp":2}"#,
        r#"{"iss":"https://as.example","aud":"c","sub":"u","scope":"openid","nonce":"n","exp":2}"#,
    ] {
        let found = plain(&jws("", claims));
        assert_eq!(found.confidence, crate::kind::Confidence::Undecided, "{claims}: {found:?}");
        assert!(!found.settle.is_empty());
    }
}
