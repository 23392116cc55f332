//! What to do with a token of a kind, in one line. One row a case; the first
//! that holds is given, so exceptions of providers stand before the rule.

use std::cell::LazyCell;

use crate::issuer::sign::{ALWAYS, Test, View, When, test};
use crate::issuer::{Ground, OwnApi, Provider, Site, own_api_of};
use crate::kind::{Classification, Confidence, Kind};

/// A case and what to do in it.
struct Row {
    kind: Kind,
    /// The provider's id; empty: any.
    provider: &'static str,
    /// The API of the provider that it is for.
    own: Option<OwnApi>,
    when: When,
    advice: &'static str,
}

impl Row {
    const fn of(self, provider: &'static str) -> Self {
        Self { provider, ..self }
    }

    const fn own(self, own: OwnApi) -> Self {
        Self { own: Some(own), ..self }
    }

    const fn when(self, tests: &'static [Test]) -> Self {
        Self { when: test(tests), ..self }
    }
}

const fn row(kind: Kind, advice: &'static str) -> Row {
    Row { kind, provider: "", own: None, when: ALWAYS, advice }
}

/// What to do with this token.
pub(super) fn advice(
    view: &View<'_>,
    recognised: Option<(&'static Provider, Ground)>,
    found: &Classification,
) -> &'static str {
    if found.confidence == Confidence::Undecided && found.kind != Kind::NotAToken {
        return UNDECIDED;
    }
    let provider = found.provider.map_or("", |p| p.id);
    // Few rows ask for it, and it takes a look at every audience.
    let own = LazyCell::new(|| match found.kind {
        Kind::AccessToken => own_api_of(recognised, view.claims).map(|(_, record)| record.api),
        _ => None,
    });
    let holds = |row: &&Row| {
        row.kind == found.kind
            && (row.provider.is_empty() || row.provider == provider)
            && (row.own.is_none() || row.own == *own)
            && row.when.holds(view)
    };
    ROWS.iter().find(holds).map_or(UNDECIDED, |row| row.advice)
}

const UNDECIDED: &str =
    "settle which kind it is before it is sent anywhere: an API takes access tokens alone";

const IAP: &[Test] = &[Test::IssAt(Site::Exact("https://cloud.google.com/iap"))];
const BEHIND_IAP: &str = "for the app behind Google's proxy, which reads it from the header \
                          x-goog-iap-jwt-assertion and checks it; it is right there";
const SESSION: &str =
    "a session token for the app's own backend, which checks it; no other API takes it";

#[rustfmt::skip]
static ROWS: &[Row] = &[
    row(Kind::IdToken, BEHIND_IAP).of("google").when(IAP),
    row(Kind::IdToken, "for the app's own backend: at Firebase the ID token is what the backend is sent and checks").of("firebase"),
    row(Kind::IdToken, "for the client alone: it tells who signed in; do not send it to an API, send the access token"),
    row(Kind::AccessToken, BEHIND_IAP).of("google").when(IAP),
    row(Kind::AccessToken, "for Microsoft Graph and its like alone: nobody else can check it; ask for a scope of your own API (api://.../name)").of("entra").own(OwnApi::Foreign),
    row(Kind::AccessToken, "for Okta itself, which alone can check it: get one from a custom authorization server, or introspect it").of("okta").own(OwnApi::Foreign),
    row(Kind::AccessToken, "for Okta itself, which alone can check it: get one from a custom authorization server, or introspect it").of("okta").own(OwnApi::Default),
    row(Kind::AccessToken, "for the userinfo endpoint alone: ask for a token with your API's identifier as audience").own(OwnApi::UserInfo),
    row(Kind::AccessToken, "for the API that manages the tenant: keep it away from browsers and from your own API").own(OwnApi::Management),
    row(Kind::AccessToken, "for an API of its provider: your API needs one of its own").own(OwnApi::Foreign),
    row(Kind::AccessToken, "for the app behind Cloudflare Access, which reads it from the header Cf-Access-Jwt-Assertion and checks it").of("cloudflare"),
    row(Kind::AccessToken, SESSION).of("clerk"),
    row(Kind::AccessToken, SESSION).of("workos"),
    row(Kind::AccessToken, SESSION).of("stytch"),
    row(Kind::AccessToken, SESSION).of("descope"),
    row(Kind::AccessToken, "for the API in its audience, with the scheme DPoP and a proof made with the key of cnf.jkt: as Bearer it is worth nothing").when(&[Test::Member("cnf", "jkt")]),
    row(Kind::AccessToken, "for the API in its audience, over TLS with the client certificate of cnf.x5t#S256").when(&[Test::Member("cnf", "x5t#S256")]),
    row(Kind::AccessToken, "for your API, which compares client_id and scope: Cognito's access tokens have no aud").of("cognito"),
    row(Kind::AccessToken, "for the API in its audience: send it as Authorization: Bearer; the client need not read it"),
    row(Kind::RefreshToken, "for the token endpoint of its issuer alone, by the client that got it: keep it as a secret"),
    row(Kind::LogoutToken, "for the client's back-channel logout endpoint: end the sessions of its sub or sid"),
    row(Kind::DpopProof, "for one request alone: send it in the header DPoP, beside Authorization: DPoP and the access token"),
    row(Kind::ClientAssertion, "for the authorization server alone, as client_assertion, once: it takes the place of a client secret"),
    row(Kind::RequestObject, "for the authorization endpoint, as the parameter request: it asks for tokens and is none"),
    row(Kind::JarmResponse, "for the client alone, at its redirect URI: check it, then use the code in it"),
    row(Kind::UserinfoResponse, "for the client alone that asked for it: compare its sub with the ID token's"),
    row(Kind::IntrospectionResponse, "for the API alone that asked for it: it tells the state of another token"),
    row(Kind::SecurityEvent, "for the receiver's event endpoint: act on its events; it opens nothing"),
    row(Kind::SdJwt, "for a verifier: present it with no more disclosures than are asked for and, if it has cnf, with a key-binding JWT"),
    row(Kind::KeyBinding, "the end of one presentation of an SD-JWT: nothing by itself"),
    row(Kind::VerifiableCredential, "for a verifier, presented by its holder: no API takes it as a bearer token"),
    row(Kind::EntityStatement, "for whoever resolves trust in a federation: it states keys and policy and opens nothing"),
    row(Kind::WorkloadToken, "for the service in its audience, where the job exchanges it for credentials; it names a machine, not a user"),
    row(Kind::ProviderToken, "for the one service in its audience, made with a key of one's own: other APIs have no use for it"),
    row(Kind::EncryptedAccessToken, "for /userinfo alone, as no audience was asked for: ask for one with your API's identifier as audience").of("auth0").when(&[Test::HeaderIs("alg", "dir")]),
    row(Kind::EncryptedAccessToken, "for the API that holds the key: nobody else can read or check it"),
    row(Kind::Encrypted, "for whoever holds the key: only that party can say what it is"),
    row(Kind::Opaque, "for the service that issued it alone, which is asked for its state: treat it as a secret, and revoke it if it was shared"),
    row(Kind::NotAToken, "nothing to send: get the token as it was issued, whole"),
    row(Kind::Unknown, "for the authorization server in its audience: exchange it there for an access token").when(&[Test::Typ("oauth-id-jag+jwt")]),
    row(Kind::Unknown, "for the app's own backend, which checks it as its session cookie").of("firebase"),
    row(Kind::Unknown, UNDECIDED),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::tests::{jws, plain};

    fn given(header: &str, claims: &str) -> &'static str {
        plain(&jws(header, claims)).advice
    }

    #[test]
    fn every_kind_has_advice_in_one_line() {
        for name in Kind::names() {
            let kind = Kind::by_name(name).unwrap();
            let general = |r: &&Row| r.kind == kind && r.provider.is_empty() && r.own.is_none();
            assert!(ROWS.iter().any(|r| general(&r)), "{name}");
        }
        assert!(ROWS.iter().all(|r| r.advice.len() < 150 && r.advice.is_ascii()));
    }

    #[test]
    fn exceptions_are_told() {
        for (header, claims, says) in [
            (
                "",
                r#"{"iss":"https://a.auth0.com/","aud":"c","nonce":"n","exp":2}"#,
                "do not send it",
            ),
            (
                "",
                r#"{"iss":"https://securetoken.google.com/p","aud":"p","sub":"u","user_id":"u","firebase":{},"exp":2}"#,
                "app's own backend",
            ),
            (
                r#""alg":"ES256""#,
                r#"{"iss":"https://cloud.google.com/iap","aud":"/projects/1/apps/p","sub":"u","email":"jo@a.example","exp":2}"#,
                "behind Google's proxy",
            ),
            (
                r#""typ":"at+jwt""#,
                r#"{"iss":"https://as.example","aud":"https://api.example","cnf":{"jkt":"x"}}"#,
                "scheme DPoP",
            ),
            (
                r#""typ":"at+jwt""#,
                r#"{"iss":"https://as.example","aud":"https://api.example","cnf":{"x5t#S256":"x"}}"#,
                "client certificate",
            ),
            (
                "",
                r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/p","token_use":"access","client_id":"c"}"#,
                "compares client_id",
            ),
            (
                "",
                r#"{"iss":"https://acme.okta.com","jti":"AT.x","cid":"0oa","aud":"https://acme.okta.com","scp":["a"],"ver":1}"#,
                "Okta itself",
            ),
            (
                "",
                r#"{"iss":"https://a.auth0.com/","aud":"https://a.auth0.com/userinfo","azp":"c","scope":"openid"}"#,
                "userinfo endpoint alone",
            ),
            (
                r#""nonce":"n""#,
                r#"{"iss":"https://sts.windows.net/t/","aud":"https://graph.microsoft.com","appid":"a","appidacr":"1","scp":"User.Read","ver":"1.0"}"#,
                "Microsoft Graph",
            ),
            ("", r#"{"iss":"https://as.example","sub":"u","aud":"x"}"#, "settle which kind"),
            (
                r#""typ":"oauth-id-jag+jwt""#,
                r#"{"iss":"i","aud":"https://as.example"}"#,
                "exchange it",
            ),
        ] {
            let advice = given(header, claims);
            assert!(advice.contains(says), "{claims}\n{advice}");
        }
    }
}
