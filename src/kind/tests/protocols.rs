//! What specifications settle.

use super::{Row, check};

#[rustfmt::skip]
const EXPLICIT_TYPES: &[Row] = &[
    (r#""typ":"at+jwt""#, r#"{"iss":"https://as.example","aud":"x","sub":"u"}"#, "access_token", "certain", ""),
    (r#""typ":"AT+JWT""#, r#"{"iss":"https://as.example","aud":"x","nonce":"n"}"#, "access_token", "certain", ""),
    (r#""typ":"application/at+jwt""#, r#"{"iss":"https://as.example"}"#, "access_token", "certain", ""),
    (r#""typ":"logout+jwt""#, r#"{"iss":"https://as.example","aud":"c","sid":"s","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#, "logout_token", "certain", ""),
    (r#""typ":"dpop+jwt","jwk":{}"#, r#"{"htm":"GET","htu":"https://a.example","jti":"1","iat":1}"#, "dpop_proof", "certain", ""),
    (r#""typ":"oauth-authz-req+jwt""#, r#"{"iss":"c","aud":"https://as.example","client_id":"c","response_type":"code"}"#, "request_object", "certain", ""),
    (r#""typ":"token-introspection+jwt""#, r#"{"iss":"https://as.example","aud":"a","token_introspection":{"active":false}}"#, "introspection_response", "certain", ""),
    (r#""typ":"secevent+jwt""#, r#"{"iss":"https://idp.example/","jti":"1","aud":"a","events":{"https://schemas.openid.net/secevent/caep/event-type/session-revoked":{}}}"#, "security_event", "certain", "sharedsignals"),
    // An early draft gave logout tokens this type.
    (r#""typ":"secevent+jwt""#, r#"{"iss":"https://idp.example/","aud":"a","sub":"u","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#, "logout_token", "certain", ""),
    (r#""typ":"dc+sd-jwt""#, r#"{"iss":"https://i.example","vct":"x"}"#, "sd_jwt", "certain", ""),
    (r#""typ":"example+sd-jwt""#, r#"{"_sd_alg":"sha-256"}"#, "sd_jwt", "certain", ""),
    (r#""typ":"kb+jwt""#, r#"{"nonce":"1","aud":"https://v.example","iat":1,"sd_hash":"x"}"#, "key_binding", "certain", ""),
    (r#""typ":"vc+jwt""#, r#"{"@context":[],"type":["VerifiableCredential"],"credentialSubject":{}}"#, "verifiable_credential", "certain", ""),
    (r#""typ":"vp+jwt""#, r#"{"@context":[],"holder":"did:x:1"}"#, "verifiable_credential", "certain", ""),
    (r#""typ":"entity-statement+jwt""#, r#"{"iss":"https://e.example","sub":"https://e.example","jwks":{"keys":[]}}"#, "entity_statement", "certain", "openid_federation"),
    (r#""typ":"trust-mark+jwt""#, r#"{"iss":"https://e.example","sub":"https://s.example","trust_mark_type":"https://x.example"}"#, "entity_statement", "certain", "openid_federation"),
    (r#""typ":"oauth-client-attestation+jwt""#, r#"{"iss":"https://w.example","sub":"c","cnf":{"jwk":{}}}"#, "client_assertion", "certain", ""),
    (r#""typ":"oauth-client-attestation-pop+jwt""#, r#"{"iss":"c","aud":"https://as.example","jti":"1"}"#, "client_assertion", "certain", ""),
    (r#""typ":"oauth-id-jag+jwt""#, r#"{"iss":"https://as.example","sub":"u","aud":"https://other.example","client_id":"c","scope":"x"}"#, "unknown", "likely", ""),
    (r#""typ":"openid4vci-proof+jwt","jwk":{}"#, r#"{"aud":"https://i.example","iat":1,"nonce":"n"}"#, "unknown", "likely", ""),
    (r#""typ":"wit+jwt""#, r#"{"sub":"spiffe://a.example/b","cnf":{"jwk":{}}}"#, "workload_token", "certain", "spiffe"),
    (r#""alg":"ES256","typ":"passport","ppt":"shaken""#, r#"{"attest":"A","orig":{},"dest":{},"iat":1}"#, "provider_token", "certain", "passport_stir"),
    // `JWT` and the like say nothing; a type that is no text says nothing.
    (r#""typ":"JOSE""#, r#"{"iss":"https://as.example"}"#, "unknown", "undecided", ""),
    (r#""typ":["at+jwt"]"#, r#"{"iss":"https://as.example"}"#, "unknown", "undecided", ""),
];

#[test]
fn explicit_types() {
    check(EXPLICIT_TYPES);
}

#[rustfmt::skip]
const STRUCTURAL_CLAIMS: &[Row] = &[
    // A logout token reads as an ID token but for its event.
    ("", r#"{"iss":"https://as.example","sub":"u","aud":"c","iat":1,"exp":2,"events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#, "logout_token", "certain", ""),
    ("", r#"{"iss":"https://as.example","aud":"c","iat":1,"jti":"1","events":{"https://example.com/event":{}}}"#, "security_event", "certain", ""),
    ("", r#"{"iss":"https://appleid.apple.com","aud":"com.example.app","iat":1,"jti":"1","events":"{\"type\":\"account-delete\"}"}"#, "security_event", "likely", "apple"),
    ("", r#"{"iss":"https://accounts.google.com/","aud":"1.apps.googleusercontent.com","jti":"1","iat":1,"events":{"https://schemas.openid.net/secevent/risc/event-type/account-disabled":{}}}"#, "security_event", "certain", "google"),
    ("", r#"{"iss":"https://as.example","aud":"a","iat":1,"token_introspection":{"active":true,"scope":"x"}}"#, "introspection_response", "certain", ""),
    ("", r#"{"active":true,"iss":"https://as.example","scope":"x","client_id":"c"}"#, "introspection_response", "likely", ""),
    ("", r#"{"htm":"POST","htu":"https://a.example","jti":"1","iat":1,"ath":"x"}"#, "dpop_proof", "likely", ""),
    ("", r#"{"aud":"https://v.example","nonce":"n","iat":1,"sd_hash":"x"}"#, "key_binding", "certain", ""),
    ("", r#"{"iss":"https://i.example","_sd":["x"],"_sd_alg":"sha-256"}"#, "sd_jwt", "certain", ""),
    ("", r#"{"iss":"did:x:1","sub":"did:x:2","nbf":1,"vc":{"type":["VerifiableCredential"]}}"#, "verifiable_credential", "certain", ""),
    ("", r#"{"iss":"did:x:1","sub":"did:x:2","nbf":1,"vp":{"type":"VerifiablePresentation"}}"#, "verifiable_credential", "certain", ""),
    ("", r#"{"iss":"did:x:1","sub":"did:x:2","nbf":1,"vc":{"@context":["https://a.example"]}}"#, "verifiable_credential", "likely", ""),
    ("", r#"{"iss":"https://a.example","aud":"https://api.example","exp":2,"scope":"read","client_id":"c","vc":{"branch":"main","type":"git"}}"#, "access_token", "likely", ""),
    ("", r#"{"iss":"did:x:1","aud":"did:x:2","nonce":"n","vp":{"verifiableCredential":[]}}"#, "verifiable_credential", "certain", ""),
    ("", r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"https://i.example","credentialSubject":{}}"#, "verifiable_credential", "certain", ""),
    ("", r#"{"iss":"https://e.example","sub":"https://e.example","iat":1,"exp":2,"metadata":{},"jwks":{"keys":[]}}"#, "entity_statement", "certain", "openid_federation"),
    ("", r#"{"iss":"c","aud":"https://as.example","client_id":"c","response_type":"code","redirect_uri":"https://c.example/cb","scope":"openid","nonce":"n"}"#, "request_object", "certain", ""),
    ("", r#"{"iss":"https://c.example","sub":"https://c.example","aud":"https://as.example","client_id":"https://c.example","response_type":"code","redirect_uri":"https://c.example/cb","code_challenge":"x","scope":"openid"}"#, "request_object", "likely", ""),
    ("", r#"{"iss":"c","aud":"https://as.example","exp":2,"scope":"openid","client_notification_token":"x","binding_message":"W4SCT","login_hint_token":"y"}"#, "request_object", "likely", ""),
    ("", r#"{"iss":"c","aud":"https://as.example","jti":"1","scope":"openid","login_hint":"u@a.example"}"#, "request_object", "likely", ""),
    ("", r#"{"iss":"https://as.example","aud":"c","exp":2,"code":"x","state":"s"}"#, "jarm_response", "certain", ""),
    ("", r#"{"iss":"https://as.example","aud":"c","exp":2,"error":"access_denied","error_description":"no","state":"s"}"#, "jarm_response", "certain", ""),
    ("", r#"{"iss":"https://as.example","aud":"c","exp":2,"access_token":"x","token_type":"Bearer","expires_in":60,"scope":"a","state":"s"}"#, "jarm_response", "certain", ""),
    ("", r#"{"iss":"https://as.example","aud":"c","exp":2,"code":"x"}"#, "jarm_response", "likely", ""),
    ("", r#"{"iss":"https://as.example","aud":"c","exp":2,"code":"x","uid":"u","ver":10}"#, "unknown", "undecided", ""),
    (r#""typ":"verifier-attestation+jwt""#, r#"{"iss":"https://v.example","sub":"c","exp":2,"cnf":{"jwk":{}}}"#, "unknown", "likely", ""),
    (r#""typ":"oi_reft+jwt""#, r#"{"iss":"https://as.example/","sub":"u","exp":2,"scope":"a"}"#, "refresh_token", "likely", ""),
    ("", r#"{"iss":"c","sub":"c","aud":"https://as.example/token","jti":"1","exp":2}"#, "client_assertion", "likely", ""),
    ("", r#"{"iss":"c","sub":"c","aud":["https://as.example"],"exp":2}"#, "client_assertion", "likely", ""),
    ("", r#"{"iss":"c","sub":"u@a.example","aud":"https://as.example/oauth2/token","exp":2}"#, "unknown", "undecided", ""),
    ("", r#"{"iss":"https://k.example","sub":"system:serviceaccount:ns:sa","aud":["x"],"kubernetes.io":{"namespace":"ns"}}"#, "workload_token", "certain", "kubernetes"),
    ("", r#"{"iss":"kubernetes/serviceaccount","sub":"system:serviceaccount:ns:sa","kubernetes.io/serviceaccount/namespace":"ns"}"#, "workload_token", "certain", "kubernetes"),
    ("", r#"{"sub":"spiffe://a.example/b","aud":["spiffe://a.example/c"],"exp":2}"#, "workload_token", "certain", "spiffe"),
    (r#""alg":"ES256""#, r#"{"aud":"https://push.example.net","sub":"mailto:ops@a.example","exp":2}"#, "provider_token", "likely", "vapid"),
    (r#""alg":"ed25519-nkey""#, r#"{"jti":"A","iat":1,"iss":"O","sub":"U","nats":{"type":"user"}}"#, "provider_token", "likely", "nats"),
    ("", r#"{"iss":"https://as.example","aud":"c","sub":"u","name":"Jo","email":"jo@a.example"}"#, "userinfo_response", "undecided", ""),
    ("", r#"{"token_type":"refresh","user_id":7,"jti":"1","exp":2}"#, "refresh_token", "likely", ""),
    ("", r#"{"token_type":"access","user_id":7,"jti":"1","exp":2}"#, "access_token", "likely", ""),
    ("", r#"{"type":"access","fresh":false,"sub":"u","jti":"1","exp":2}"#, "access_token", "likely", ""),
];

#[test]
fn structural_claims() {
    check(STRUCTURAL_CLAIMS);
}

#[rustfmt::skip]
const SCORES: &[Row] = &[
    ("", r#"{"iss":"https://identity.oraclecloud.com/","tok_type":"AT","sub":"u","aud":"https://api.example","client_id":"c","scope":"x","exp":2}"#, "access_token", "likely", ""),
    ("", r#"{"iss":"https://identity.oraclecloud.com/","tok_type":"IT","sub":"u","aud":["c","https://identity.oraclecloud.com/"],"exp":2}"#, "id_token", "likely", ""),
    ("", r#"{"iss":"https://a.example","aud":"c","sub":"u","nonce":"n","at_hash":"x","ati":"1","jti":"2","exp":2}"#, "id_token", "likely", ""),
    (r#""alg":"HS256""#, r#"{"exp":2,"iss":"APIMmxiL8","sub":"me","nbf":1,"video":{"room":"r","roomJoin":true}}"#, "provider_token", "likely", "livekit"),
    (r#""alg":"HS256""#, r#"{"exp":2,"iss":"https://a.example","sub":"me","video":true}"#, "unknown", "undecided", ""),
    ("", r#"{"user_name":"jo","scope":["read"],"ati":"a1","exp":2,"authorities":["USER"],"jti":"r1","client_id":"c"}"#, "refresh_token", "likely", ""),
    ("", r#"{"iss":"https://as.example","sub":"u","aud":"https://api.example","scope":"a b","exp":2}"#, "access_token", "likely", ""),
    ("", r#"{"iss":"https://as.example","sub":"u","aud":"orders","scp":["a"],"client_id":"c","exp":2}"#, "access_token", "likely", ""),
    ("", r#"{"iss":"https://as.example","sub":"u","aud":"c","nonce":"n","exp":2,"iat":1}"#, "id_token", "likely", ""),
    ("", r#"{"iss":"https://as.example","sub":"u","aud":"c","at_hash":"h","name":"Jo","exp":2}"#, "id_token", "likely", ""),
    ("", r#"{"iss":"https://as.example","sub":"u","aud":["c"],"name":"Jo","email":"jo@a.example","exp":2,"iat":1}"#, "id_token", "likely", ""),
    // An ID token with a scope, as FusionAuth's.
    ("", r#"{"iss":"https://as.example","sub":"u","aud":"c","at_hash":"h","nonce":"n","scope":"openid","exp":2}"#, "id_token", "likely", ""),
    // Laravel Passport's.
    ("", r#"{"aud":"1","jti":"j","iat":1,"nbf":1,"exp":2,"sub":"1","scopes":["read"]}"#, "access_token", "likely", ""),
    // A bound token without scope.
    ("", r#"{"iss":"https://as.example","sub":"u","exp":2,"cnf":{"x5t#S256":"x"}}"#, "access_token", "likely", ""),
    // Nothing but registered claims.
    ("", r#"{"iss":"https://as.example","sub":"u","aud":"orders","iat":1,"exp":2}"#, "unknown", "undecided", ""),
    (r#""alg":"HS256""#, r#"{"sub":"u","roles":["admin"],"iat":1,"exp":2}"#, "unknown", "undecided", ""),
    (r#""alg":"HS256""#, r#"{"sub":"1","name":"Jo","iat":1}"#, "unknown", "undecided", ""),
    ("", "{}", "unknown", "undecided", ""),
];

#[test]
fn scores() {
    check(SCORES);
}
