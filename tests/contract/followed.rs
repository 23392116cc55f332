//! Advice that is followed leads somewhere: what a fix says to set can be set,
//! and what is said of a token is true of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::Ran;
use crate::support::kit::{API, AT, CLIENT, ISSUER, Kit, NOW, header, verdict};

const AUTH0: &str = "https://acme.us.auth0.com/";
const COGNITO: &str = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123";
const KEYCLOAK: &str = "https://sso.example/realms/shop";
const GOOGLE: &str = "https://accounts.google.com";
const APP: &str = "1h57kf5cpq17m0eml12EXAMPLE";

/// A token of this issuer.
fn token(kit: &Kit, issuer: &str, claims: &Value) -> String {
    let mut all = json!({"iss": issuer, "sub": "u", "iat": NOW - 60, "exp": NOW + 3600});
    all.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
    kit.sign(&header("JWT"), all.to_string())
}

fn run(kit: &Kit, command: &str, issuer: &str, more: &[&str], token: &str) -> Ran {
    let args = [command, "--jwks", "jwks.json", "--issuer", issuer, "--at", AT];
    kit.run(&[&args, more].concat(), token)
}

fn explained(kit: &Kit, issuer: &str, claims: &Value, more: &[&str]) -> Value {
    let more = [more, &["--json"]].concat();
    run(kit, "explain", issuer, &more, &token(kit, issuer, claims)).json()
}

fn finding<'a>(report: &'a Value, rule: &str) -> &'a Value {
    let found = report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == rule);
    found.unwrap_or_else(|| panic!("no {rule}: {}", report["findings"]))
}

fn said<'a>(report: &'a Value, rule: &str) -> &'a str {
    finding(report, rule)["message"].as_str().unwrap()
}

fn fix(report: &Value, rule: &str) -> String {
    let steps = finding(report, rule)["fix"].as_array().unwrap();
    steps.iter().map(|step| step.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

fn has(text: &str, parts: &[&str], never: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in: {text}");
    }
    for part in never {
        assert!(!text.contains(part), "{part:?} in: {text}");
    }
}

#[test]
fn a_member_of_a_claim_is_read_for_scopes_as_the_fix_says() {
    let kit = Kit::new();
    let claims = json!({
        "aud": API, "scope": "openid", "realm_access": {"roles": ["read:a"]},
        "resource_access": {"my.api": {"roles": ["write:a"]}},
    });
    let asked = ["--audience", API, "--scope", "read:a"];
    let report = explained(&kit, KEYCLOAK, &claims, &asked);
    assert_eq!(verdict(&report), ("reject", "scope-claim-name"));
    has(&fix(&report, "scope-claim-name"), &["--scope-claim realm_access.roles"], &[]);
    for (path, scope, decision) in [
        ("realm_access.roles", "read:a", "accept"),
        ("resource_access.my.api.roles", "write:a", "accept"),
        ("realm_access.groups", "read:a", "reject"),
        ("realm_access", "read:a", "reject"),
        ("scope.roles", "read:a", "reject"),
        (".", "read:a", "reject"),
    ] {
        let asked = ["--audience", API, "--scope", scope, "--scope-claim", path];
        let report = explained(&kit, KEYCLOAK, &claims, &asked);
        assert_eq!(report["verdict"]["decision"], decision, "{path}");
    }
    // A claim of that very name wins, whatever dots it has.
    let literal = json!({
        "aud": API, "realm_access.roles": ["read:a"], "realm_access": {"roles": ["other"]},
        "https://x.example/roles": ["write:a"],
    });
    for (name, scope) in [("realm_access.roles", "read:a"), ("https://x.example/roles", "write:a")]
    {
        let asked = ["--audience", API, "--scope", scope, "--scope-claim", name];
        let report = explained(&kit, KEYCLOAK, &literal, &asked);
        assert_eq!(report["verdict"]["decision"], "accept", "{name}");
    }
}

fn cognito(kind: &str) -> Value {
    match kind {
        "id" => json!({"aud": APP, "token_use": "id", "cognito:username": "pat"}),
        _ => json!({"client_id": APP, "token_use": "access", "scope": "openid orders/read"}),
    }
}

#[test]
fn cognitos_advice_ends_where_it_is_followed() {
    let kit = Kit::new();
    let report = explained(&kit, COGNITO, &cognito("access"), &["--audience", APP]);
    assert_eq!(verdict(&report), ("reject", "audience-in-client-id"));
    let steps = fix(&report, "audience-in-client-id");
    let set = format!("--authorized-party {APP} --token-use access");
    has(&steps, &[&set, "authorized_parties and token_use", "CognitoJwtVerifier"], &[]);
    let followed = ["--authorized-party", APP, "--token-use", "access", "--scope", "orders/read"];
    let report = explained(&kit, COGNITO, &cognito("access"), &followed);
    assert_eq!(report["verdict"]["decision"], "accept", "{report}");
    let warned = said(&report, "audience-unchecked");
    has(warned, &["Tokens of other clients are stopped", APP], &["every token of this issuer"]);
    has(
        &fix(&report, "audience-unchecked"),
        &["name no audience"],
        &["--audience", "app in place"],
    );
    // What is left to be checked is named, and client_id alone is told to check nothing.
    let report = explained(&kit, COGNITO, &cognito("access"), &["--client-id", APP]);
    has(said(&report, "audience-unchecked"), &["client_id does not stop it"], &[]);
    let steps = fix(&report, "audience-unchecked");
    has(
        &steps,
        &["authorized_parties", "token_use", "scopes", "name no audience"],
        &["--audience"],
    );
}

#[test]
fn a_resource_server_is_named_by_its_scopes_and_never_by_the_client() {
    let kit = Kit::new();
    for kind in ["id", "access"] {
        let asked = ["--audience", APP, "--scope", "orders/write"];
        let report = explained(&kit, COGNITO, &cognito(kind), &asked);
        assert_eq!(report["verdict"]["decision"], "reject");
        let text = report["findings"].to_string();
        has(&text, &[], &[&format!("identifier {APP}"), &format!("scope={APP}")]);
        if kind == "id" {
            has(&text, &["identifier orders and", "scope=orders/write)"], &[]);
        }
    }
    let report = explained(&kit, COGNITO, &cognito("id"), &["--audience", APP, "--org-id", "o"]);
    has(&fix(&report, "id-token-as-access-token"), &["identifier <API identifier>"], &[]);
}

#[test]
fn a_list_that_a_server_reads_as_one_text_is_told_as_that() {
    let kit = Kit::new();
    let claims = json!({"aud": [API, "https://acme.us.auth0.com/userinfo"], "azp": "c"});
    let report =
        explained(&kit, AUTH0, &claims, &["--audience", API, "--as", "haproxy", "--alg", "ES256"]);
    assert_eq!(verdict(&report), ("reject", "audience-mismatch"));
    let text = said(&report, "audience-mismatch");
    has(text, &["compares aud with one text", "a list never fits", API], &["ID token"]);
}

#[test]
fn what_a_server_can_not_be_set_to_is_not_advised() {
    let kit = Kit::new();
    let claims = json!({"client_id": APP, "token_use": "access", "scope": "a/b"});
    let at_aws = |more: &[&str]| {
        explained(&kit, COGNITO, &claims, &[&["--as", "aws-apigw", "--audience"], more].concat())
    };
    // It takes RSA only, whatever the API names.
    let report = at_aws(&[APP, "--alg", "ES256"]);
    assert_eq!(verdict(&report), ("reject", "algorithm-not-allowed"));
    has(said(&report, "algorithm-not-allowed"), &["takes RS256, "], &["takes ES256"]);
    has(
        &fix(&report, "algorithm-not-allowed"),
        &["takes no other algorithm"],
        &["let the API take"],
    );
    // What the API says outright is not left out for that.
    let claims = json!({"iss": COGNITO, "aud": API, "scope": "a", "exp": NOW + 60});
    let rsa = kit.sign(&header("JWT").replace("ES256", "RS256"), claims.to_string());
    let named = ["--as", "aws-apigw", "--audience", API, "--alg", "ES256", "--json"];
    let report = run(&kit, "explain", COGNITO, &named, &rsa).json();
    has(said(&report, "algorithm-not-allowed"), &["signed with RS256", "takes ES256 only"], &[]);
    // It compares client_id where there is no aud.
    let report = at_aws(&["another-client", "--alg", "ES256"]);
    let causes = report["verdict"]["causes"].to_string();
    assert!(causes.contains("audience-mismatch") && !causes.contains("audience-missing"));
    has(said(&report, "audience-mismatch"), &["compares its client_id", APP], &[]);
}

#[test]
fn settings_that_no_token_fits_are_the_apis_to_change() {
    let kit = Kit::new();
    let tenant = "3c5e7f10-2a4b-4c6d-8e9f-0b1c2d3e4f50";
    let of = |tenant: &str| format!("https://login.microsoftonline.com/{tenant}/v2.0");
    let claims = json!({"aud": API, "tid": tenant, "ver": "2.0", "scp": "a"});
    let sent = token(&kit, &of(tenant), &claims);
    let document = format!("{}/.well-known/openid-configuration", of(tenant));
    for issuer in [of("common"), of("{tenantid}"), document] {
        let ran = run(&kit, "explain", &issuer, &["--audience", API, "--json"], &sent);
        let report = ran.json();
        assert_eq!(verdict(&report), ("reject", "issuer-mismatch"), "{issuer}");
        has(said(&report, "issuer-mismatch"), &["no token has it as its iss"], &[]);
        has(&fix(&report, "issuer-mismatch"), &["set the API's issuer to", tenant], &["log in at"]);
    }
    let unseen = format!("{API}\u{200b}");
    let report =
        explained(&kit, AUTH0, &json!({"aud": API, "scope": "a"}), &["--audience", &unseen]);
    assert_eq!(verdict(&report), ("reject", "audience-mismatch"));
    has(said(&report, "audience-mismatch"), &["can't be seen", API], &[]);
}

#[test]
fn no_api_is_opened_to_what_is_for_others() {
    let kit = Kit::new();
    let events = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    let claims = json!({"iss": AUTH0, "aud": API, "sub": "u", "jti": "j", "iat": NOW, "exp": NOW + 60, "events": events});
    let sent = kit.sign(&header("logout+jwt"), claims.to_string());
    let more = ["--audience", API, "--as", "rfc9068", "--json"];
    let report = run(&kit, "explain", AUTH0, &more, &sent).json();
    let steps = fix(&report, "token-type-header");
    has(&steps, &["send the access token", "which no API takes"], &["accept it", "write the typ"]);
    // Undecided, and with a nonce: it may be the ID token.
    let report =
        run(&kit, "explain", AUTH0, &more, &token(&kit, AUTH0, &json!({"aud": API, "nonce": "n"})))
            .json();
    let steps = fix(&report, "token-type-header");
    has(&steps, &["its ID token, since it has nonce"], &["accept it", "write the typ"]);
    let scoped = json!({"aud": API, "nonce": "n", "scope": "read"});
    let report = run(&kit, "explain", AUTH0, &more, &token(&kit, AUTH0, &scoped)).json();
    has(&fix(&report, "token-type-header"), &["let the API accept it"], &["ID token"]);
}

#[test]
fn a_login_of_unknown_age_is_not_called_old() {
    let kit = Kit::new();
    let more = ["--kind", "id_token", "--client-id", CLIENT, "--max-age", "60", "--json"];
    let report =
        run(&kit, "verify", AUTH0, &more, &token(&kit, AUTH0, &json!({"aud": CLIENT}))).json();
    has(said(&report, "authentication-too-old"), &["has no auth_time"], &["is too old"]);
}

#[test]
fn a_key_of_another_tenant_is_not_fetched_again() {
    let kit = Kit::new();
    let other = "https://acme-dev.us.auth0.com/";
    let claims = json!({"iss": other, "sub": "u", "aud": API, "exp": NOW + 60});
    let head = header("JWT").replace("k1", "k2");
    let sent = Kit::new().sign(&head, claims.to_string());
    let judge = |issuer| run(&kit, "explain", issuer, &["--audience", API, "--json"], &sent).json();
    let report = judge(AUTH0);
    assert_eq!(verdict(&report), ("reject", "key-not-found"));
    has(said(&report, "key-not-found"), &["another tenant of Auth0", AUTH0, other, "k2"], &[]);
    let steps = fix(&report, "key-not-found");
    has(&steps, &["log in where the API trusts", AUTH0, other], &["fetch it anew", "unknown kid"]);
    // The tenant's own token, or one that spells it otherwise, may have an old key.
    for issuer in [other, "https://acme-dev.us.auth0.com"] {
        has(&fix(&judge(issuer), "key-not-found"), &["unknown kid"], &["where the API trusts"]);
    }
}

#[test]
fn a_scope_that_lacks_is_asked_for_where_the_audience_is_there_already() {
    let kit = Kit::new();
    let asked = ["--audience", API, "--scope", "read:a"];
    let user =
        json!({"aud": [API, "https://acme.us.auth0.com/userinfo"], "azp": "c", "scope": "openid"});
    let steps = fix(&explained(&kit, AUTH0, &user, &asked), "insufficient-scope");
    let sdk = format!("audience: '{API}', scope: 'openid profile email read:a'");
    has(&steps, &[&sdk, "RBAC", "log in again"], &["pass audience="]);
    let machine = json!({"aud": API, "azp": "c", "gty": "client-credentials", "scope": "x"});
    let steps = fix(&explained(&kit, AUTH0, &machine, &asked), "insufficient-scope");
    has(&steps, &["Machine to Machine", "ask for a new token"], &["log in", "pass audience="]);
    let unknown = json!({"aud": API, "scope": "x"});
    let steps = fix(&explained(&kit, "https://as.example", &unknown, &asked), "insufficient-scope");
    has(&steps, &["scope=read:a in the login"], &["resource="]);
}

#[test]
fn another_providers_opaque_token_is_not_said_to_become_a_jwt() {
    let kit = Kit::new();
    let sent = "ya29.a0AfB_byCx7Yz3kLmN0pQrStUvWxYz1234567890AbCdEfGhIjKlMnOp";
    let report = run(&kit, "explain", AUTH0, &["--audience", API, "--json"], sent).json();
    assert_eq!(verdict(&report), ("reject", "opaque-token"));
    has(said(&report, "opaque-token"), &["Google's", AUTH0, "never a JWT"], &[]);
    let steps = fix(&report, "opaque-token");
    let own = format!("access token of your own tenant, {AUTH0}");
    has(&steps, &[&own, "getAccessTokenSilently"], &["is a JWT with three parts"]);
}

#[test]
fn an_id_token_that_its_api_expects_is_told_in_one_voice() {
    let kit = Kit::new();
    let app = "1234-abc.apps.googleusercontent.com";
    let claims = json!({"aud": app, "azp": app, "nonce": "n", "at_hash": "x", "name": "Pat"});
    let report = explained(&kit, GOOGLE, &claims, &["--audience", app]);
    assert_eq!(verdict(&report), ("accept", "id-token-as-access-token"));
    let text = said(&report, "id-token-as-access-token");
    has(text, &["backend of this very app", app], &["no check stops it", "even where"]);
    let steps = fix(&report, "id-token-as-access-token");
    has(&steps, &["nothing to change"], &[&format!("token for {app}"), "send Authorization"]);
}

#[test]
fn an_id_token_is_held_against_the_client_and_spoken_of_as_its() {
    let kit = Kit::new();
    let config = format!(
        "[tenants.t]\nissuer = \"{ISSUER}\"\n[clients.spa]\ntenant = \"t\"\nclient_id = \
         \"{CLIENT}\"\n[apis.orders]\ntenant = \"t\"\naudience = [\"{API}\"]\nscopes = [\"read:a\"]\njwks = \
         \"jwks.json\"\n"
    );
    kit.write("tokcheck.toml", config);
    let verify = |more: &[&str], token: &str| {
        let args = ["verify", "--config", "tokcheck.toml", "--api", "orders", "--at", AT];
        kit.run(&[&args[..], &["--kind", "id_token"][..], more].concat(), token)
    };
    let ran = verify(&[], &kit.id());
    assert_eq!(ran.code, 0, "{}", ran.out);
    has(&ran.words(), &["issued to this client"], &["meant for this API", "made for this API"]);
    let report = verify(&["--nonce", "another", "--json"], &kit.id()).json();
    assert_eq!(verdict(&report), ("reject", "nonce-mismatch"));
    assert!(!report["findings"].to_string().contains("another client"), "{report}");
    let beside = json!({"iss": ISSUER, "sub": "u", "aud": [CLIENT, API], "azp": CLIENT, "nonce": "n-1", "at_hash": "AAAAAAAAAAAAAAAAAAAAAA",
                        "iat": NOW, "exp": NOW + 60});
    let beside = kit.sign(&header("JWT"), beside.to_string());
    let report = verify(&["--json"], &beside).json();
    assert_eq!(verdict(&report), ("reject", "audience-mismatch"));
    assert_eq!(verify(&["--audience", CLIENT, "--audience", API], &beside).code, 0);
    // In the report of the API, the app is who it is.
    let args = ["explain", "--config", "tokcheck.toml", "--api", "orders", "--at", AT];
    has(&kit.run(&args, kit.id()).words(), &[&format!("client: {CLIENT}")], &[]);
}

#[test]
fn a_slash_is_set_right_on_the_side_that_lacks_it() {
    let kit = Kit::new();
    let judge = |is: &str, wanted: &str| {
        let sent = token(&kit, is, &json!({"aud": API, "scope": "a"}));
        let report = run(&kit, "explain", wanted, &["--audience", API, "--json"], &sent).json();
        assert_eq!(verdict(&report), ("reject", "issuer-trailing-slash"));
        fix(&report, "issuer-trailing-slash")
    };
    let bare = AUTH0.trim_end_matches('/');
    has(&judge(AUTH0, bare), &[&format!("set the API's issuer to {AUTH0},")], &["discovery"]);
    has(&judge(bare, AUTH0), &["keep the slash"], &["set the API's issuer", "discovery"]);
    let set = "set the API's issuer to https://as.example,";
    has(&judge("https://as.example", "https://as.example/"), &[set], &["discovery"]);
}

#[test]
fn an_error_is_told_without_the_causes_of_other_providers() {
    let kit = Kit::new();
    let text = "IDX10205: Issuer validation failed. Issuer: 'x'.";
    let asked = |issuer| kit.run(&["explain", "--error", text, "--issuer", issuer], "").out;
    has(&asked(AUTH0), &["issuer-wrong-tenant"], &["Entra", "issuer-version"]);
    has(&asked("https://sts.windows.net/t/"), &["issuer-version"], &[]);
}

#[test]
fn an_algorithm_that_is_none_is_a_slip() {
    let kit = Kit::new();
    let ran = kit.judge("verify", &["--alg", "RS257"], &kit.good());
    assert_eq!(ran.code, 2, "{}", ran.out);
    has(&ran.err, &["RS257", "did you mean 'RS256'?"], &[]);
    kit.write("tokcheck.toml", "[apis.x]\nissuer = \"https://a/\"\nalgorithms = [\"es256\"]\n");
    let ran = kit.run(&["verify", "--config", "tokcheck.toml", "--api", "x"], kit.good());
    assert_eq!(ran.code, 2);
    has(&ran.err, &["tokcheck.toml:3", "did you mean 'ES256'?"], &[]);
}

#[test]
fn every_finding_about_keys_can_be_looked_up() {
    let kit = Kit::new();
    kit.write("bad.json", r#"{"keys":[{"kty":"oct","k":"AAAA"},{"kty":"oct","k":"AAAB"}]}"#);
    let json = kit.run(&["keys", "bad.json", "--json"], "").json();
    let list = json["findings"].as_array().or(json["issues"].as_array()).expect("findings");
    assert!(!list.is_empty());
    for finding in list {
        let rule = finding["rule"].as_str().unwrap();
        let ran = kit.run(&["rule", rule], "");
        assert_eq!(ran.code, 0, "{rule}: {}", ran.err);
        has(&ran.out, &[rule, "## Fix"], &[]);
        assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    }
    has(&kit.run(&["rule"], "").out, &["endpoint-not-https"], &[]);
}

#[test]
fn what_an_id_token_lacks_is_not_said_of_an_access_token() {
    let kit = Kit::new();
    let more = ["--kind", "id_token", "--client-id", CLIENT, "--require", "plan", "--json"];
    let sent = token(&kit, AUTH0, &json!({"aud": CLIENT}));
    let report = run(&kit, "verify", AUTH0, &more, &sent).json();
    has(said(&report, "custom-claim-missing"), &["no claim", "plan"], &["access token"]);
    has(&fix(&report, "custom-claim-missing"), &["tokens of this kind"], &["access token"]);
}

#[test]
fn a_token_sent_in_base64_is_told_to_be_decoded() {
    let kit = Kit::new();
    let packed = STANDARD.encode(kit.good());
    let report = kit.judge("explain", &["--json"], &format!("Bearer {packed}")).json();
    assert_eq!(report["verdict"]["root_cause"], "input-decorated");
    has(&fix(&report, "input-decorated"), &["base64 -d"], &["quotes"]);
    let request = format!(":method: GET\n:path: /orders\ncookie: session={}\n", kit.good());
    let report = kit.judge("explain", &["--json"], &request).json();
    assert_eq!(report["verdict"]["root_cause"], "missing-token", "a cookie is no credential");
}

#[test]
fn steps_have_their_values_and_titles_no_echo() {
    let kit = Kit::new();
    let page = kit.run(&["rule", "id-token-as-access-token"], "").out;
    has(&page.split_whitespace().collect::<Vec<_>>().join(" "), &["the client id (its aud)"], &[]);
    let managed = json!({"aud": "https://acme.us.auth0.com/api/v2/", "azp": "c", "scope": "x"});
    let report = explained(&kit, AUTH0, &managed, &["--audience", API]);
    let text = said(&report, "management-api-token");
    has(text, &["the Auth0 Management API:"], &["(Management API)", "provider's Auth0"]);
    let entra = "https://login.microsoftonline.com/9b1d2c3e-0f4a-4b5c-8d6e-7f8091a2b3c4/v2.0";
    let id = json!({"aud": "app", "ver": "2.0", "tid": "t", "nonce": "n", "name": "Pat"});
    let asked = ["--audience", "api://orders", "--scope", "Orders.Read"];
    let report = explained(&kit, entra, &id, &asked);
    let steps = fix(&report, "id-token-as-access-token");
    has(&steps, &["the scope api://orders/Orders.Read of"], &["APP-ID"]);
}
