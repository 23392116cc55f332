//! `decode`: parts alone, one line a token.

use serde_json::{Value, json};

use crate::support::kit::{Kit, header};

#[test]
fn parts_alone() {
    let kit = Kit::new();
    let token = kit.claims(
        "{\"sub\":\"a\\u001bb\",\"n\":1.10,\"o\":{\"b\":[1,\"x\\u202e\"]},\"t\":true,\"z\":null}",
    );
    let printed = |args: &[&str]| {
        let ran = kit.run(&[&["decode"], args].concat(), &token);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        ran.out
    };
    assert_eq!(printed(&["--header"]), header("at+jwt") + "\n");
    assert_eq!(printed(&["--claim", "sub"]), "a\\u{001b}b\n");
    assert_eq!(printed(&["--claim", "n"]), "1.10\n");
    assert_eq!(printed(&["--claim", "o"]), "{\"b\":[1,\"x\\u202e\"]}\n");
    assert_eq!(printed(&["--claim", "t"]), "true\n");
    assert_eq!(printed(&["--claim", "z"]), "null\n");
    assert!(printed(&["--claims"]).starts_with("{\"sub\":\"a\\u001bb\","));
}

#[test]
fn a_name_is_literal() {
    let kit = Kit::new();
    let token =
        kit.claims("{\"https://a.example/b.c\":\"yes\",\"b\":{\"c\":\"no\"},\"a b\":2,\"\":3}");
    let claim = |name: &str| kit.run(&["decode", "--claim", name], &token);
    assert_eq!(claim("https://a.example/b.c").out, "yes\n");
    assert_eq!(claim("a b").out, "2\n");
    assert_eq!(claim("").out, "3\n");
    for absent in ["b.c", "B", "c"] {
        let ran = claim(absent);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{absent}");
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
}

#[test]
fn an_absent_claim() {
    let kit = Kit::new();
    let (with, without) = (kit.good(), kit.id());
    let args = ["decode", "--claim", "scope"];
    let ran = kit.run(&args, format!("{with}\n{without}\n{with}"));
    assert_eq!((ran.code, ran.out.as_str()), (1, "read:a\nread:a\n"), "{}", ran.err);
    let ran = kit.run(&[&args[..], &["--exit-zero"]].concat(), without);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

#[test]
fn a_token_of_which_little_can_be_read() {
    let kit = Kit::new();
    let good = kit.good();
    // The end is missing: what is whole is shown.
    let cut = &good[..good.len() - 100];
    let ran = kit.run(&["decode", "--json"], cut);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.json()["token"]["header"]["alg"], "ES256");
    assert_eq!(
        kit.run(&["decode", "--claim", "iss"], &good[..good.len() - 90]).out,
        "https://issuer.example/\n"
    );
    // An opaque and an encrypted token are known forms with an answer.
    for text in [
        "v1.abcDEF0123456789abcDEF0123456789",
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA",
    ] {
        let ran = kit.run(&["decode"], text);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.out.is_empty());
    }
}

#[test]
fn it_says_that_nothing_was_verified() {
    let kit = Kit::new();
    for token in [kit.good(), kit.id()] {
        let ran = kit.run(&["decode"], token);
        assert!(ran.words().contains("not checked"), "{}", ran.out);
    }
}

/// A part of a payload is no whole one.
#[test]
fn what_is_missing_behind_damage_is_told() {
    let kit = Kit::new();
    let cut = kit.sign(&header("JWT"), r#"{"iss":"x","sub":"y","exp":17"#);
    for (args, code, out, err) in [
        (&["--claims"][..], 0, "{\"iss\":\"x\",\"sub\":\"y\"}\n", "members behind the damage"),
        (&["--claim", "sub"], 0, "y\n", "members behind the damage"),
        (&["--claim", "exp"], 1, "", "what is whole of the damaged payload has no claim 'exp'"),
        (&["-q", "--claim", "sub"], 0, "", ""),
        (&["--claim", "sub"], 0, "user-1\n", ""),
    ] {
        let whole = out.starts_with("user");
        let ran =
            kit.run(&[&["decode"], args].concat(), if whole { kit.good() } else { cut.clone() });
        assert_eq!((ran.code, ran.out.as_str()), (code, out), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(err) && ran.err.is_empty() == err.is_empty(), "{}", ran.err);
    }
    let ran = kit.run(&["decode", "--header"], &cut);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn quiet_prints_nothing() {
    let kit = Kit::new();
    let good = kit.good();
    for args in [
        &["decode", "-q"][..],
        &["decode", "-q", "--json"],
        &["decode", "-q", "--claims"],
        &["decode", "-q", "--claim", "sub"],
        &["classify", "-q"],
    ] {
        let ran = kit.run(args, &good);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "{args:?}");
    }
    let ran = kit.run(&["decode", "-q", "--claim", "absent"], &good);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (1, "", ""), "the code tells");
    for (more, input) in [
        (&[][..], ""),
        (&[], "undefined"),
        (&["--lines"], "some words\n"),
        (&["--claims"], "hello"),
    ] {
        let ran = kit.run(&[&["decode", "-q"], more].concat(), input);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (3, "", ""), "{input}");
    }
    let ran = kit.run(&["decode", "-q", "@absent"], "");
    assert!(ran.code == 2 && !ran.err.is_empty(), "an error is told");
    for command in ["verify", "explain"] {
        for (token, code) in [(kit.good(), 0), (kit.expired(), 1)] {
            let ran = kit.judge(command, &["-q"], &token);
            assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (code, "", ""), "{command}");
        }
        let text = json!({"access_token": kit.good(), "id_token": kit.id()}).to_string();
        let ran = kit.judge(command, &["-q"], &text);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "{command}");
    }
    let ran = kit.judge("explain", &["-q", "--as", "envoy"], &good);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn redact_masks_a_person() {
    let kit = Kit::new();
    let ran = kit.run(&["decode", "--redact", "--json"], kit.id());
    let claims: &Value = &ran.json()["token"]["claims"];
    assert_eq!((&claims["sub"], &claims["email"]), (&json!("\u{2026}"), &json!("\u{2026}")));
    assert_eq!(claims["aud"], "app-1");
    for part in ["--claims", "--claim=email"] {
        let ran = kit.run(&["decode", "--redact", part], kit.id());
        assert!(!ran.out.contains("u@example.com"), "{part}: {}", ran.out);
    }
    // Nested, behind a namespace, in other words, and repeated.
    let token = kit.access(&json!({
        "act": {"sub": "jo@a.example"}, "https://a.example/email": "jo@b.example",
        "user_metadata": {"fullName": "Jo Doe"}, "emails": ["jo@c.example"],
        "identities": [{"email": "jo@d.example"}], "client_id": "jo@b.example",
        "note": "sent by jo@d.example", "roles": [{"name": "admin"}], "plan": "admin",
    }));
    for command in ["decode", "classify", "verify", "explain"] {
        let flags = ["--redact", "--json"];
        let ran = match command {
            "verify" | "explain" => kit.judge(command, &flags, &token),
            _ => kit.run(&[&[command], &flags[..]].concat(), &token),
        };
        for hidden in ["jo@", "Jo Doe"] {
            assert!(!ran.out.contains(hidden) && !ran.err.contains(hidden), "{}", ran.out);
        }
        assert!(ran.out.contains("\"plan\":\"admin\""), "{}", ran.out);
    }
}
