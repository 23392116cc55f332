//! What is told of it, and of what is no token.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::support::{run, run_in};
use super::{decode, jws, reports, signed};

#[test]
fn headers_and_requests_are_opened_by_decode_and_judged_as_sent_by_explain() {
    let a = &jws("a");
    for (name, input, form, slot, cause) in [
        ("a bearer text", format!("Bearer {a}"), "bearer", None, "no-verification-key"),
        (
            "a header line",
            format!("Authorization: Bearer {a}"),
            "header",
            Some("authorization"),
            "no-verification-key",
        ),
        (
            "a request",
            format!(
                "GET /orders HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer {a}\r\n\r\n"
            ),
            "http",
            Some("authorization"),
            "no-verification-key",
        ),
        (
            "Bearer twice",
            format!("Authorization: Bearer Bearer {a}"),
            "header",
            Some("authorization"),
            "bearer-prefix-wrong",
        ),
        (
            "no scheme",
            format!("Authorization: {a}"),
            "header",
            Some("authorization"),
            "bearer-prefix-wrong",
        ),
        (
            "in quotes",
            format!("Authorization: Bearer \"{a}\""),
            "header",
            Some("authorization"),
            "input-decorated",
        ),
    ] {
        let found = &reports(&decode(input.as_bytes()))[0];
        assert_eq!(found["source"]["form"], form, "{name}: {found}");
        assert_eq!(found["source"]["slot"].as_str(), slot, "{name}: {found}");
        assert_eq!(found["token"]["claims"]["sub"], "a", "{name}");
        let args = [
            "explain",
            "--no-config",
            "--json",
            "--issuer",
            "https://tenant.example/",
            "--offline",
            "-",
        ];
        let ran = run(&args, input.as_bytes());
        let told = reports(&ran);
        assert_eq!(told.len(), 1, "{name}: {} {}", ran.out, ran.err);
        let causes = told[0]["verdict"]["causes"].as_array().unwrap();
        let named = causes.iter().any(|c| c == cause) || cause == "no-verification-key";
        assert!(named, "{name}: {causes:?}");
        let decorated = causes.iter().any(|c| c == "bearer-prefix-wrong" || c == "input-decorated");
        assert_eq!(decorated, cause != "no-verification-key", "{name}: {causes:?}");
    }
}

#[test]
fn what_is_no_token_is_named() {
    let saml = STANDARD.encode("<samlp:Response ID=\"x\">");
    for (input, says) in [
        ("", "empty"),
        ("undefined", "undefined"),
        ("null", "null"),
        ("[object Object]", "object"),
        ("Bearer undefined", "undefined"),
        ("Authorization: Bearer null", "null"),
        ("Bearer", "bearer"),
        (r#"{"kty":"EC","crv":"P-256","x":"a","y":"b"}"#, "json web key"),
        (r#"{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]}"#, "json web key set"),
        ("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n", "pem public key"),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "pem certificate"),
        (saml.as_str(), "saml"),
        ("https://app.example/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=x", "authorization code"),
        ("Authorization: Basic dXNlcjpwYXNz", "basic"),
        ("curl -H \"Authorization: Bearer $TOKEN\" https://x.example", "placeholder"),
        ("https://app.example/cb?error=access_denied&state=x", "error answer"),
        (r#"{"iss":"https://t.example/","sub":"a","aud":"b"}"#, "claims of a token"),
    ] {
        let ran = decode(input.as_bytes());
        assert_eq!(ran.code, 3, "{input}: {}", ran.out);
        assert!(ran.out.is_empty() && ran.words().contains(says), "{input}: {}", ran.err);
        assert!(!ran.err.contains("dXNl"), "{}", ran.err);
    }
}

#[test]
fn damage_is_named_with_its_place_and_what_is_whole_is_shown() {
    let a = &jws("a");
    let (head, body) = (a.split('.').next().unwrap(), a.split('.').nth(1).unwrap());
    let sign = a.rsplit('.').next().unwrap();
    for (name, input, says) in [
        ("cut in the header", a[..30].to_owned(), "cut in the header: 22 bytes"),
        ("cut in the payload", format!("{head}.{}", &body[..60]), "cut in the payload: 45 bytes"),
        ("cut before the signature", format!("{head}.{body}"), "no signature"),
        ("cut in the signature", a[..a.len() - 10].to_owned(), "24 of 32 bytes of the signature"),
        ("elided", format!("{}...{}", &a[..70], &a[a.len() - 20..]), "ellipsis at character 71"),
        (
            "elided with one character",
            format!("{}\u{2026}{sign}", &a[..70]),
            "ellipsis at character 71",
        ),
        ("glued", format!("{a}expires"), "37 bytes where HS256 makes 32"),
        ("run together", format!("{a}{a}"), "two tokens run together"),
        ("standard base64", a.replacen('0', "+", 1).replace("MDAwMD", "/DAwMD"), "standard base64"),
        ("padded", format!("{a}="), "padding"),
        ("an illegal character", format!("{head}.{}$.{sign}", &body[..20]), "illegal character"),
        ("one part too many", format!("{a}.x"), "4 parts"),
        ("detached", format!("{head}..{sign}"), "detached"),
    ] {
        let ran = decode(input.as_bytes());
        let found = &reports(&ran)[0];
        let damage = found["token"]["damage"].to_string();
        assert!(damage.contains(says), "{name}: {damage}");
        assert_eq!(ran.code, 0, "{name}");
        assert!(!ran.out.contains(sign), "{name}");
        let human = run(&["decode", "-"], input.as_bytes());
        assert!(human.words().contains("damage"), "{name}: {}", human.out);
    }
    let cut = &reports(&decode(format!("{head}.{}", &body[..60]).as_bytes()))[0];
    assert_eq!(cut["token"]["readable"]["iss"], "https://tenant.example/");
    assert_eq!(cut["token"]["claims"], Value::Null);
    let only =
        run(&["decode", "--claim", "iss", "-"], format!("{head}.{}", &body[..60]).as_bytes());
    assert_eq!(only.out, "https://tenant.example/\n");
    // A plus that a form decoder made a space.
    let spaced = format!("{head}.{body}.{} {}", &sign[..20], &sign[21..]);
    let found = &reports(&decode(spaced.as_bytes()))[0];
    assert_eq!(found["token"]["claims"]["sub"], "a", "{found}");
    let told = format!("{}{}", found["source"]["repairs"], found["token"]["damage"]);
    assert!(told.contains("space"), "{told}");
}

#[test]
fn opaque_families_tell_where_their_state_is_asked() {
    let text = "glpat-xxxxxxxxxxxxxxxxxxxx";
    let ran = run(&["classify", "--no-config", "--json", text], b"");
    let family = &ran.json()["kind"]["family"];
    assert!(family["state"].as_str().unwrap().contains("personal_access_tokens/self"), "{family}");
    assert_eq!(family["secret"], true);
    let human = run(&["decode", text], b"");
    assert!(human.words().contains("revoke it if it was shared"), "{}", human.out);
    assert!(!human.out.contains(text));
}

#[test]
fn parties_are_named_from_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[tenants.acme]\nissuer = \"https://acme.us.auth0.com/\"\n\
                  [clients.spa]\ntenant = \"acme\"\nclient_id = \"kH3v\"\n\
                  [apis.orders]\ntenant = \"acme\"\naudience = [\"https://orders.example.com\"]\n";
    std::fs::write(folder.path().join("tokcheck.toml"), config).unwrap();
    let head = r#"{"alg":"RS256"}"#;
    let id =
        r#"{"iss":"https://acme.us.auth0.com/","sub":"auth0|1","aud":"kH3v","nonce":"n","exp":1}"#;
    let access = r#"{"iss":"https://acme.us.auth0.com/","sub":"auth0|1","aud":"https://orders.example.com","azp":"kH3v","scope":"read:orders","exp":1}"#;
    for command in ["decode", "classify"] {
        let args = [command, "--config", "tokcheck.toml", "-"];
        let told = run_in(folder.path(), &args, signed(head, id, &[0; 256]).as_bytes());
        let says = "ID token of client `spa`, claims to be issued by tenant `acme`";
        assert!(told.out.contains(says), "{}", told.out);
        let args = [command, "--config", "tokcheck.toml", "--json", "-"];
        let told = run_in(folder.path(), &args, signed(head, access, &[0; 256]).as_bytes());
        let roles = serde_json::json!({"client": "spa", "api": "orders", "tenant": "acme"});
        assert_eq!(told.json()["kind"]["roles"], roles);
        assert!(told.json()["kind"]["advice"].as_str().unwrap().contains("for the API"));
    }
}

#[test]
fn claims_are_explained() {
    let ver = run(&["claim", "ver"], b"");
    assert!(ver.code == 0 && ver.out.contains("Okta") && ver.out.contains("Entra"), "{}", ver.out);
    let all = run(&["claim"], b"");
    assert!(all.out.lines().count() >= 150 && all.code == 0);
    let unknown = run(&["claim", "cognito:usernam"], b"");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean 'cognito:username'?"), "{}", unknown.err);
    let hostile = run(&["claim", "\u{1b}[2J"], b"");
    assert!(hostile.code == 2 && !hostile.err.contains('\u{1b}'));
}

#[test]
fn a_mixed_log_of_ten_thousand_lines_keeps_order_and_labels() {
    let count = 10_000;
    let mut log = Vec::new();
    for n in 0..count {
        if n % 100 == 7 {
            // Of words that hold no token, nothing is said.
            log.extend_from_slice(b"2026-01-01T00:00:00Z INFO bytes that are no text: \xff\xfe\n");
        }
        let token = jws(&format!("user-{n}"));
        let line = match n % 5 {
            0 => format!("{token}\n"),
            1 => format!("{{\"id_token\":\"{token}\",\"n\":{n}}}\n"),
            2 => format!("2026-01-01T00:00:00Z INFO Authorization: Bearer {token} from {n}\n"),
            3 => format!("access_token={token}\n"),
            _ => format!("eyJhbGciOiJIUzI1NiJ9.{n}\n"),
        };
        log.extend_from_slice(line.as_bytes());
    }
    let ran = run(&["classify", "--no-config", "--json", "-"], &log);
    let told = reports(&ran);
    assert_eq!(told.len(), count, "{}", ran.err);
    for (n, report) in told.iter().enumerate() {
        let slot =
            [None, Some("id_token"), Some("authorization"), Some("access_token"), None][n % 5];
        assert_eq!(report["source"]["index"], n);
        assert_eq!(report["source"]["slot"].as_str(), slot, "{n}: {report}");
        if n % 5 == 4 {
            assert_eq!(report["kind"]["name"], "not_a_token", "{n}: {report}");
        } else {
            assert_eq!(report["token"]["claims"]["sub"], format!("user-{n}"));
        }
    }
}
