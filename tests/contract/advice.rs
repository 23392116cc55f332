//! What the fix says: in the words of the token's own provider and of no
//! other, and of where in the token the grant stands.

use serde_json::{Value, json};

use crate::support::kit::{API, AT, CLIENT, Kit, NOW, header, verdict};

/// Names by which a step gives away for whom it was written.
const VENDORS: [(&str, &[&str]); 8] = [
    ("auth0", &["Auth0", "setCustomClaim"]),
    ("okta", &["Okta", "/oauth2/default"]),
    ("entra", &["Entra", "App registration", "requestedAccessTokenVersion", "on-behalf-of"]),
    ("cognito", &["Cognito", "resource server", "cognito:"]),
    ("keycloak", &["Keycloak", "KC_HOSTNAME", "realm_access", "mapper"]),
    ("github", &["GitHub", "repo:OWNER"]),
    ("aws", &["AWS", "StringLike"]),
    ("supabase", &["Supabase", "supabase."]),
];

struct Case {
    provider: &'static str,
    issuer: &'static str,
    claims: Value,
}

fn cases() -> Vec<Case> {
    let guid = "2f7c6a1e-3d55-4b8a-9c1f-0a1b2c3d4e5f";
    vec![
        Case {
            provider: "auth0",
            issuer: "https://acme.us.auth0.com/",
            claims: json!({"azp": "c", "sub": "auth0|1", "aud": "https://other.example", "scope": "openid"}),
        },
        Case {
            provider: "okta",
            issuer: "https://acme.okta.com/oauth2/default",
            claims: json!({"cid": "0oa1", "ver": 1, "jti": "AT.1", "aud": "api://other", "scp": ["openid"]}),
        },
        Case {
            provider: "entra",
            issuer: "https://login.microsoftonline.com/9b1d2c3e-0f4a-4b5c-8d6e-7f8091a2b3c4/v2.0",
            claims: json!({"azp": "app", "azpacr": "0", "ver": "2.0", "tid": "t", "aud": guid, "scp": "other"}),
        },
        Case {
            provider: "cognito",
            issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
            claims: json!({"client_id": "4lk87f3jd02k1", "token_use": "access", "aud": null, "scope": "openid"}),
        },
        Case {
            provider: "keycloak",
            issuer: "https://sso.example/realms/shop",
            claims: json!({"typ": "Bearer", "azp": "spa", "aud": "account", "scope": "openid"}),
        },
        Case {
            provider: "github",
            issuer: "https://token.actions.githubusercontent.com",
            claims: json!({"aud": "other", "repository": "o/r", "sub": "repo:o/r:environment:x"}),
        },
        Case {
            provider: "supabase",
            issuer: "https://abc.supabase.co/auth/v1",
            claims: json!({"aud": "authenticated", "role": "authenticated", "session_id": "s"}),
        },
    ]
}

/// The report on a token of these claims, under this expected issuer.
fn explained(kit: &Kit, issuer: &str, claims: &Value, more: &[&str]) -> Value {
    let base = json!({"iss": issuer, "sub": "u", "aud": API, "iat": NOW - 60, "exp": NOW + 3600});
    let mut all = base.as_object().unwrap().clone();
    for (name, value) in claims.as_object().unwrap() {
        if value.is_null() {
            all.remove(name)
        } else {
            all.insert(name.clone(), value.clone())
        };
    }
    let token = kit.sign(&header("JWT"), Value::from(all).to_string());
    let mut args = vec!["explain", "--json", "--jwks", "jwks.json", "--issuer", issuer, "--at", AT];
    args.extend(more);
    kit.run(&args, token).json()
}

fn finding<'a>(report: &'a Value, rule: &str) -> &'a Value {
    let found = report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == rule);
    found.unwrap_or_else(|| panic!("no {rule}: {}", report["findings"]))
}

fn fix(report: &Value, rule: &str) -> String {
    let steps = finding(report, rule)["fix"].as_array().unwrap();
    steps.iter().map(|step| step.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn steps_speak_of_the_tokens_own_provider_and_of_no_other() {
    let kit = Kit::new();
    let asked: [&[&str]; 4] = [
        &["--audience", API],
        &["--scope", "read:a"],
        &["--permission", "read:a", "--require", "https://acme.example/tier"],
        &["--subject", "repo:o/r:ref:*", "--org-id", "org_1", "--authorized-party", "nobody"],
    ];
    for case in cases() {
        for more in asked {
            let report = explained(&kit, case.issuer, &case.claims, more);
            assert_eq!(report["verdict"]["decision"], "reject", "{} {more:?}", case.provider);
            let steps: Vec<&Value> = report["findings"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|finding| finding["fix"].as_array().unwrap())
                .collect();
            for (vendor, words) in VENDORS.iter().filter(|(vendor, _)| *vendor != case.provider) {
                for step in &steps {
                    let step = step.as_str().unwrap();
                    assert!(
                        !words.iter().any(|word| step.contains(word)),
                        "a token of {} is told of {vendor}: {step}",
                        case.provider
                    );
                }
            }
        }
    }
}

#[test]
fn an_unknown_issuer_gets_the_general_step_first_and_no_vendor() {
    let kit = Kit::new();
    for (more, rule, first) in [
        (
            &["--audience", "https://x.example"][..],
            "audience-mismatch",
            "resource=https://x.example",
        ),
        (&["--scope", "read:a"], "insufficient-scope", "scope=read:a"),
        (&["--subject", "x"], "subject-mismatch", "change the policy's pattern"),
        (&["--require", "https://acme.example/tier"], "custom-claim-missing", "let the issuer set"),
        (&["--alg", "RS256"], "algorithm-not-allowed", "let the API take"),
    ] {
        let report = explained(&kit, "https://as.example", &json!({}), more);
        let steps = fix(&report, rule);
        assert!(steps.lines().next().unwrap().contains(first), "{rule}\n{steps}");
        for (vendor, words) in VENDORS {
            assert!(!words.iter().any(|w| steps.contains(w)), "{rule} {vendor}\n{steps}");
        }
    }
}

#[test]
fn cognito_has_no_aud_and_is_told_what_to_check_instead() {
    let kit = Kit::new();
    let case = &cases()[3];
    let report = explained(&kit, case.issuer, &case.claims, &["--audience", API]);
    assert_eq!(verdict(&report), ("reject", "audience-missing"));
    let said = finding(&report, "audience-missing")["message"].as_str().unwrap();
    assert!(said.contains("4lk87f3jd02k1") && said.contains(API) && said.contains("by design"));
    let steps = fix(&report, "audience-missing");
    for text in [
        "client_id (is it 4lk87f3jd02k1?)",
        "token_use = access",
        &format!("resource={API}"),
        "do not send the ID token",
    ] {
        assert!(steps.contains(text), "{text}\n{steps}");
    }
    // And that works.
    let args = ["--authorized-party", "4lk87f3jd02k1", "--token-use", "access"];
    let report = explained(&kit, case.issuer, &case.claims, &args);
    assert_eq!(report["verdict"]["decision"], "accept", "{report}");
}

#[test]
fn entra_tells_the_apis_own_id_from_the_clients() {
    let kit = Kit::new();
    let case = &cases()[2];
    let report =
        explained(&kit, case.issuer, &case.claims, &["--audience", "api://orders.example"]);
    assert_eq!(verdict(&report), ("reject", "audience-mismatch"));
    let steps = fix(&report, "audience-mismatch");
    let first = steps.lines().next().unwrap();
    assert!(
        first.contains("2f7c6a1e-3d55") && first.contains("never carries the api:// URI"),
        "{steps}"
    );
    assert!(steps.contains("do not add the id of the client app (app)"), "{steps}");
    let v1 = json!({"ver": "1.0", "appid": "app", "appidacr": "0", "aud": "api://2f7c6a1e-3d55-4b8a-9c1f-0a1b2c3d4e5f", "scp": "a"});
    let tenant = "https://sts.windows.net/9b1d2c3e-0f4a-4b5c-8d6e-7f8091a2b3c4/";
    let guid = "2f7c6a1e-3d55-4b8a-9c1f-0a1b2c3d4e5f";
    let report = explained(&kit, tenant, &v1, &["--audience", guid]);
    assert_eq!(verdict(&report), ("reject", "audience-form-mismatch"));
    let steps = fix(&report, "audience-form-mismatch");
    assert!(
        steps.contains("requestedAccessTokenVersion") && steps.contains("v1.0 token"),
        "{steps}"
    );
}

#[test]
fn a_token_that_is_opaque_by_its_prefix_is_never_said_to_become_a_jwt() {
    let kit = Kit::new();
    for (token, endpoint) in [
        ("ya29.a0AfH6SMBxxxxxxxxxxxxxxxxxxxxxxxx", "tokeninfo"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "api.github.com/user"),
        ("xoxb-0000-0000-aaaaaaaaaaaaaaaa", "auth.test"),
    ] {
        let ran = kit.run(&["explain", "--json", "--audience", API, "--at", AT], token);
        let report = ran.json();
        assert_eq!(verdict(&report), ("reject", "opaque-token"), "{endpoint}");
        let steps = fix(&report, "opaque-token");
        assert!(steps.contains(endpoint), "{steps}");
        assert!(!steps.contains("the new access token is a JWT"), "{steps}");
        let said = report["verdict"]["summary"].as_str().unwrap();
        assert!(said.contains("never a JWT") && said.contains(API), "{said}");
    }
}

#[test]
fn a_grant_in_another_place_is_named_with_the_place() {
    let kit = Kit::new();
    let issuer = "https://sso.example/realms/shop";
    for (claims, place) in [
        (json!({"realm_access": {"roles": ["a", "write:x"]}}), "realm_access.roles"),
        (
            json!({"resource_access": {"orders": {"roles": ["write:x"]}}}),
            "resource_access.orders.roles",
        ),
        (json!({"roles": ["write:x"]}), "roles"),
        (json!({"permissions": ["write:x"]}), "permissions"),
        (json!({"cognito:groups": ["write:x"]}), "cognito:groups"),
        (json!({"groups": ["write:x"]}), "groups"),
        (json!({"https://acme.example/roles": ["write:x"]}), "https://acme.example/roles"),
    ] {
        let report = explained(&kit, issuer, &claims, &["--scope", "write:x", "--audience", API]);
        assert_eq!(verdict(&report), ("reject", "scope-claim-name"), "{claims}");
        let said = report["verdict"]["summary"].as_str().unwrap();
        assert!(said.contains(&format!("has write:x, but in {place}")), "{said}");
        assert_eq!(report["verdict"]["http"]["status"], 403);
        if place == "permissions" {
            continue;
        }
        let report =
            explained(&kit, issuer, &claims, &["--permission", "write:x", "--audience", API]);
        assert_eq!(verdict(&report), ("reject", "permissions-missing"), "{claims}");
        let said = report["verdict"]["summary"].as_str().unwrap();
        assert!(said.contains(&format!("but in {place}")), "{said}");
    }
    let elsewhere = json!({"scope": "https://orders.example/write:x"});
    let report = explained(&kit, issuer, &elsewhere, &["--scope", "write:x"]);
    assert_eq!(verdict(&report), ("reject", "insufficient-scope"));
    assert!(report["verdict"]["summary"].as_str().unwrap().contains("another spelling"));
    let wanted = ["--require", "roles=admin"];
    let report = explained(&kit, issuer, &json!({"realm_access": {"roles": ["admin"]}}), &wanted);
    assert!(report["verdict"]["summary"].as_str().unwrap().contains("but in realm_access.roles"));
}

#[test]
fn an_ended_token_of_a_client_is_not_renewed_by_a_login() {
    let kit = Kit::new();
    let ended = |more: Value| {
        let mut claims = json!({"exp": NOW - 10, "iat": NOW - 100});
        claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        explained(&kit, "https://as.example", &claims, &["--audience", API])
    };
    for claims in [
        json!({"gty": "client-credentials", "azp": "c"}),
        json!({"sub": "c@clients", "azp": "c"}),
        json!({"idtyp": "app"}),
        json!({"sub": "c", "azp": "c"}),
        json!({"sub": "c", "client_id": "c"}),
        json!({"preferred_username": "service-account-c"}),
        json!({"oid": "o", "sub": "o", "roles": ["a"]}),
    ] {
        let report = ended(claims.clone());
        assert_eq!(verdict(&report), ("reject", "expired"));
        let steps = fix(&report, "expired");
        assert!(steps.contains("client credentials grant"), "{claims}\n{steps}");
        assert!(
            !steps.contains("logging in") && !steps.contains("with the refresh token"),
            "{steps}"
        );
    }
    let steps = fix(&ended(json!({"sub": "u", "azp": "c", "scope": "a"})), "expired");
    assert!(steps.contains("refresh token") && !steps.contains("client credentials"), "{steps}");
}

#[test]
fn the_client_id_of_a_profile_is_said_not_to_be_checked() {
    let kit = Kit::new();
    let token = kit.access(&json!({"client_id": "other"}));
    let report = kit.judge("explain", &["--json", "--client-id", CLIENT], &token).json();
    assert_eq!(report["verdict"]["decision"], "accept");
    let note = finding(&report, "authorized-party-mismatch");
    assert_eq!(note["severity"], "note");
    let said = note["message"].as_str().unwrap();
    assert!(
        said.contains("other") && said.contains(CLIENT) && said.contains("not checked"),
        "{said}"
    );
    let asked = ["--json", "--client-id", CLIENT, "--authorized-party", CLIENT];
    let report = kit.judge("explain", &asked, &token).json();
    assert_eq!(verdict(&report), ("reject", "authorized-party-mismatch"));
}

fn warned(kit: &Kit, typ: &str, claims: &Value, more: &[&str]) -> Value {
    let base = json!({"iss": "https://as.example", "sub": "u", "aud": API, "iat": NOW - 60, "exp": NOW + 600});
    let mut all = base.as_object().unwrap().clone();
    all.extend(claims.as_object().unwrap().clone());
    let token = kit.sign(&header(typ), Value::from(all).to_string());
    let args = ["explain", "--json", "--jwks", "jwks.json", "--audience", API, "--at", AT];
    kit.run(&[&args, more].concat(), token).json()
}

#[test]
fn what_passes_though_it_is_no_access_token_is_a_warning() {
    let kit = Kit::new();
    let both = json!([CLIENT, API]);
    for (typ, claims, more, rule, says) in [
        ("logout+jwt", json!({"events": {}}), &[][..], "token-type-header", "logout token"),
        ("dpop+jwt", json!({"jti": "a"}), &[], "token-type-header", "DPoP proof"),
        ("kb+jwt", json!({"nonce": "a"}), &[], "token-type-header", "key-binding"),
        ("JWT", json!({"aud": both, "nonce": "n"}), &[], "id-token-as-access-token", "aud"),
        (
            "JWT",
            json!({"aud": both}),
            &["--client-id", CLIENT],
            "id-token-as-access-token",
            "aud holds",
        ),
        ("JWT", json!({"aud": both, "azp": CLIENT}), &[], "id-token-as-access-token", "aud holds"),
        ("JWT", json!({"at_hash": "x", "nonce": "n"}), &[], "id-token-as-access-token", "at_hash"),
        (
            "id_token+jwt",
            json!({"email": "a@b.example"}),
            &[],
            "id-token-as-access-token",
            "ID token",
        ),
        ("JWT", json!({"scope": "a", "exp": NOW + 315_360_000}), &[], "long-lived-token", "years"),
        (
            "JWT",
            json!({"scope": "a", "exp": (NOW + 600) * 1000}),
            &[],
            "timestamp-in-milliseconds",
            "milliseconds",
        ),
    ] {
        let report = warned(&kit, typ, &claims, more);
        assert_eq!(verdict(&report), ("accept", rule), "{typ} {claims} {}", report["findings"]);
        assert_eq!(report["verdict"]["causes"].as_array().unwrap().last().unwrap(), "ok");
        let found = finding(&report, rule);
        assert_eq!(found["severity"], "warning");
        assert!(found["message"].as_str().unwrap().contains(says), "{found}");
    }
}

#[test]
fn an_access_token_with_a_mail_address_is_no_more_than_noted() {
    let kit = Kit::new();
    let report = warned(&kit, "at+jwt", &json!({"scope": "a", "email": "a@b.example"}), &[]);
    assert_eq!(verdict(&report), ("accept", "ok"));
    let note = finding(&report, "personal-data");
    assert_eq!(note["severity"], "note");
    let said = note["message"].as_str().unwrap();
    assert!(said.contains("email") && !said.contains("a@b.example"), "{said}");
    for claims in [json!({"scope": "a"}), json!({"scope": "a", "nonce": "n", "azp": CLIENT})] {
        assert_eq!(verdict(&warned(&kit, "JWT", &claims, &[])), ("accept", "ok"), "{claims}");
    }
}

#[test]
fn a_prediction_names_the_section_that_it_rests_on() {
    let kit = Kit::new();
    let ground = |more: &[&str], token: &str| {
        let report = kit.judge("explain", &[&["--json"], more].concat(), token).json();
        let http = &report["verdict"]["http"];
        (http["status"].as_u64().unwrap(), http["ground"].as_str().unwrap().to_owned())
    };
    for (more, status, section) in [
        (&["--scope", "write"][..], 403, "RFC 6750, section 3.1"),
        (&["--require", "https://acme.example/tier"], 403, "RFC 9110, section 15.5.4"),
        (&["--org-id", "org_1"], 403, "RFC 9110, section 15.5.4"),
        (&["--alg", "RS256"], 401, "RFC 6750, section 3.1"),
        // Code behind a library that was measured: not what was measured.
        (&["--as", "pyjwt", "--require", "https://acme.example/tier=gold"], 403, "RFC 9110"),
    ] {
        let (code, said) = ground(more, &kit.good());
        assert_eq!(code, status, "{more:?} {said}");
        assert!(said.contains(section), "{more:?} {said}");
    }
    kit.write(
        "small.toml",
        format!("[apis.it]\njwks = \"jwks.json\"\naudience = [\"{API}\"]\nmax_header_bytes = 64\n"),
    );
    let args = ["explain", "--json", "--config", "small.toml", "--api", "it", "--at", AT];
    let report = kit.run(&args, kit.good()).json();
    assert_eq!(verdict(&report), ("reject", "token-too-large"));
    let http = &report["verdict"]["http"];
    assert_eq!(
        (http["status"].as_u64(), http["ground"].as_str()),
        (Some(431), Some("RFC 6585, section 5"))
    );
}

#[test]
fn why_the_keys_are_missing_is_said_beside_another_cause() {
    let kit = Kit::new();
    let issuer = "http://127.0.0.1:9/";
    let token = kit.access(&json!({"iss": issuer, "exp": NOW - 10}));
    let ran = kit.run(&["explain", "--issuer", issuer, "--audience", API, "--at", AT], &token);
    let text = ran.words().replace("\n ", " ");
    assert!(
        text.contains("expired") && text.contains("keys: ") && text.contains("127.0.0.1:9"),
        "{text}"
    );
}

/// Token, API, cause, what the fix says and what it must not say.
const ISSUERS: [(&str, &str, &str, &str, &str); 7] = [
    (
        "https://acme.us.auth0.com/",
        "acme.us.auth0.com",
        "issuer-mismatch",
        "set the API's issuer to https://acme.us.auth0.com/",
        "traded",
    ),
    (
        "http://sso.example.com/realms/shop",
        "https://sso.example.com/realms/shop",
        "issuer-mismatch",
        "KC_PROXY_HEADERS",
        "traded",
    ),
    (
        "https://acme.okta.com/oauth2/default",
        "https://acme-admin.okta.com/oauth2/default",
        "issuer-path-mismatch",
        "set the API's issuer to https://acme.okta.com/oauth2/default",
        "log in at https://acme-admin",
    ),
    (
        "https://sso.example.com/realms/shop",
        "https://sso.example.com/auth/realms/shop",
        "issuer-path-mismatch",
        "set the API's issuer to https://sso.example.com/realms/shop",
        "Okta",
    ),
    (
        "https://acme.okta.com",
        "https://acme.okta.com/oauth2/default",
        "issuer-path-mismatch",
        "let the app log in at https://acme.okta.com/oauth2/default",
        "Keycloak",
    ),
    (
        "https://accounts.google.com",
        "https://acme.us.auth0.com/",
        "issuer-mismatch",
        "a token of Google has to be traded",
        "set up",
    ),
    // A client's name is no host name.
    (
        "client-7",
        "https://as.example/",
        "issuer-mismatch",
        "log in at the expected issuer",
        "host name",
    ),
];

#[test]
fn an_issuer_that_differs_in_spelling_or_base_path_is_mended_where_it_is_wrong() {
    let kit = Kit::new();
    for (is, wanted, cause, says, never) in ISSUERS {
        let base = json!({"iss": is, "sub": "u", "aud": API, "scope": "a", "exp": NOW + 60});
        let token = kit.sign(&header("JWT"), base.to_string());
        let args = ["explain", "--json", "--jwks", "jwks.json", "--issuer", wanted, "--at", AT];
        let report = kit.run(&args, token).json();
        let steps = fix(&report, cause);
        assert!(steps.contains(says) && !steps.contains(never), "{is} {wanted}\n{steps}");
        let said = finding(&report, cause)["message"].as_str().unwrap();
        assert!(said.contains(is) && said.contains(wanted), "{said}");
    }
}

#[test]
fn a_wrong_kid_is_told_from_an_old_or_foreign_key() {
    let (kit, other) = (Kit::new(), Kit::new());
    kit.write("other.json", other.jwks());
    let issuer = "https://tenant.example/";
    let claims = json!({"iss": issuer, "aud": API, "exp": NOW + 60}).to_string();
    let token = kit.sign(r#"{"alg":"ES256","kid":"wrong"}"#, claims);
    // The set, the expected issuer, what is said, and what is not.
    for (set, expected, said, unsaid) in [
        ("jwks.json", issuer, "fits another key", "rotated"),
        ("jwks.json", "https://b.example/", "fits another key", "another issuer"),
        ("other.json", issuer, "the keys were rotated", "fits another key"),
        ("other.json", "https://b.example/", "another issuer", "fits another key"),
    ] {
        let args = ["verify", "--json", "--jwks", set, "--issuer", expected, "--at", AT];
        let report: Value = serde_json::from_str(&kit.run(&args, &token).out).unwrap();
        assert_eq!(verdict(&report), ("reject", "key-not-found"), "{set} {expected}");
        let text = report["verdict"].to_string();
        assert!(text.contains(said), "{set} {expected}: {text}");
        assert!(!text.contains(unsaid), "{set} {expected}: {text}");
        let fix = text.contains("put into the header the kid");
        assert_eq!(fix, set == "jwks.json", "{text}");
    }
}

#[test]
fn what_has_no_look_of_a_token_is_not_explained_by_a_login() {
    let kit = Kit::new();
    for (text, look) in [("at.tx", false), ("a@b.example", false), ("Zm9vYmFyMTIzNDU2Nzg5", true)] {
        let report = kit.judge("verify", &["--json"], text).json();
        assert_eq!(verdict(&report), ("reject", "opaque-token"), "{text}");
        let told = report["verdict"].to_string();
        assert_eq!(told.contains("the login did not ask"), look, "{told}");
        assert_eq!(told.contains("does not look like a token"), !look, "{told}");
        assert!(!told.contains("This is an opaque token"), "it is a guess: {told}");
    }
}
