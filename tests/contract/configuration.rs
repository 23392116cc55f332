//! `tokcheck.toml`, the environment, and which wins.

use serde_json::Value;

use crate::support::kit::{API, AT, ISSUER, Kit, NOW, outcome, verdict};

fn profile(more: &str) -> String {
    format!(
        "[apis.orders]\nissuer = \"{ISSUER}\"\naudience = [\"{API}\"]\njwks = \"jwks.json\"\n{more}\n"
    )
}

fn judged(kit: &Kit, variables: &[(&str, &str)], more: &[&str], token: &str) -> Value {
    let args = [&["verify", "--json", "--at", AT], more].concat();
    let ran = kit.run_with(variables, &args, token);
    assert_ne!(ran.code, 2, "{more:?}: {}", ran.err);
    ran.json()
}

#[test]
fn a_profile_by_name() {
    let kit = Kit::new();
    kit.write("tokcheck.toml", profile("scopes = [\"read:a\"]"));
    for command in ["verify", "explain"] {
        let ran = kit.run(&[command, "--api", "orders", "--json", "--at", AT], kit.good());
        assert_eq!((ran.code, verdict(&ran.json())), (0, ("accept", "ok")), "{}", ran.err);
        assert_eq!(ran.json()["verdict"]["api"], "orders");
        let ran = kit.run(&[command, "--api", "orders", "--at", AT], kit.good());
        assert!(ran.out.contains("tokcheck.toml:1"), "the report names it: {}", ran.out);
    }
    // Found from a folder below, and relative files are taken from beside it.
    std::fs::create_dir_all(kit.folder().join("a/b")).unwrap();
    let ran = crate::support::run_in(
        &kit.folder().join("a/b"),
        &["verify", "--api", "orders", "--at", AT],
        kit.good().as_bytes(),
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let all = kit.run(&["explain", "--all-apis", "--json", "--at", AT], kit.good());
    assert_eq!(all.code, 0, "{}", all.err);
}

#[test]
fn no_profile_is_chosen_by_itself() {
    let kit = Kit::new();
    kit.write("tokcheck.toml", profile(""));
    assert_eq!(kit.run(&["verify", "--at", AT], kit.good()).code, 4, "no key was asked for");
    assert_eq!(kit.run(&["explain", "--at", AT], kit.good()).code, 2);
}

#[test]
fn the_search_ends_at_the_repository() {
    let kit = Kit::new();
    kit.write("tokcheck.toml", profile(""));
    std::fs::create_dir_all(kit.folder().join("repo/.git")).unwrap();
    let ran =
        crate::support::run_in(&kit.folder().join("repo"), &["verify", "--api", "orders"], b"");
    assert_eq!(ran.code, 2, "{}", ran.out);
}

#[test]
fn a_flag_replaces_what_the_profile_says() {
    let kit = Kit::new();
    kit.write("tokcheck.toml", profile("leeway = \"1m\"\nscopes = [\"write:a\"]"));
    let expired = kit.access(&serde_json::json!({"exp": NOW - 30, "scope": "read:a"}));
    let report = judged(&kit, &[], &["--api", "orders"], &expired);
    assert_eq!((outcome(&report, "expires"), outcome(&report, "scope")), ("pass", "fail"));
    let report =
        judged(&kit, &[], &["--api", "orders", "--leeway", "0", "--scope", "read:a"], &expired);
    assert_eq!((outcome(&report, "expires"), outcome(&report, "scope")), ("fail", "pass"));
}

#[test]
fn flag_over_environment_over_file() {
    let kit = Kit::new();
    kit.write("tokcheck.toml", profile(""));
    let good = kit.good();
    let audience = |variables: &[(&str, &str)], more: &[&str]| {
        let report = judged(&kit, variables, &[&["--api", "orders"], more].concat(), &good);
        outcome(&report, "audience") == "pass"
    };
    let wrong = ("TOKCHECK_AUDIENCE", "https://wrong.example");
    assert!(audience(&[], &[]));
    assert!(!audience(&[wrong], &[]), "the environment wins over the file");
    assert!(audience(&[wrong], &["--audience", API]), "the flag wins over the environment");
    let both = format!("https://wrong.example,{API}");
    assert!(audience(&[("TOKCHECK_AUDIENCE", &both)], &[]), "lists by commas");
    assert!(audience(&[("TOKCHECK_AUDIENCE", "")], &[]), "empty is absent");
}

#[test]
fn every_flag_has_a_variable() {
    let kit = Kit::new();
    kit.write("tokcheck.toml", profile(""));
    kit.write("other.toml", profile("").replace("orders", "other"));
    let good = kit.good();
    let run = |variables: &[(&str, &str)]| {
        let all = [&[("TOKCHECK_AT", AT), ("TOKCHECK_API", "orders")], variables].concat();
        kit.run_with(&all, &["verify"], &good)
    };
    assert_eq!(run(&[]).code, 0);
    assert_eq!(run(&[("TOKCHECK_FORMAT", "json")]).json()["judged_at"], NOW);
    assert_eq!(run(&[("TOKCHECK_JSON", "1")]).json()["judged_at"], NOW);
    assert_eq!(run(&[("TOKCHECK_SCOPE", "read:a,write:a")]).code, 1);
    assert_eq!(run(&[("TOKCHECK_SCOPE", "write:a"), ("TOKCHECK_EXIT_ZERO", "true")]).code, 0);
    assert_eq!(run(&[("TOKCHECK_EXIT_ZERO", "perhaps")]).code, 2);
    assert_eq!(run(&[("TOKCHECK_REQUIRE", "absent")]).code, 1);
    assert_eq!(run(&[("TOKCHECK_LEEWAY", "2d")]).code, 2);
    assert_eq!(run(&[("TOKCHECK_CONFIG", "other.toml")]).code, 2, "it has no 'orders'");
    assert_eq!(run(&[("TOKCHECK_CONFIG", "other.toml"), ("TOKCHECK_API", "other")]).code, 0);
    assert_eq!(run(&[("TOKCHECK_NO_CONFIG", "1")]).code, 2);
    assert_eq!(run(&[("TOKCHECK_QUIET", "1")]).out, "");
    let secret = run(&[("TOKCHECK_LEEWAY", "s3cret-in-the-wrong-place")]);
    assert_eq!(secret.code, 2);
    let explained = kit.run_with(
        &[("TOKCHECK_AS", "generic,rfc9068"), ("TOKCHECK_JSON", "yes"), ("TOKCHECK_AT", AT)],
        &["explain", "--api", "orders"],
        &good,
    );
    assert_eq!(explained.out.lines().count(), 2, "{}", explained.err);
}

#[test]
fn errors_name_the_line_and_the_nearest_name() {
    let kit = Kit::new();
    for (text, line, hint) in [
        ("[apis.a]\naudiences = [\"x\"]\n", 2, "audience"),
        ("[api.a]\naudience = [\"x\"]\n", 1, "apis"),
        ("\n\n[apis.a]\nserver = \"expres-jwt\"\n", 4, "express-jwt"),
        ("[apis.a]\nserver = \"qqqqqqqqqq\"\n", 2, "tokcheck servers"),
        ("[apis.a]\nleeway = \"25h\"\n", 2, "24h"),
        ("[apis.a]\nleeway = true\n", 2, "leeway"),
        ("[apis.a]\naudience = 5\n", 2, "audience"),
        ("[apis.a]\naudience = [\n", 2, ""),
        ("[tenants.t]\nisuer = \"x\"\n", 2, "issuer"),
        ("[clients.c]\ntenant = \"x.example\"\n", 1, "client_id"),
        ("[tenants.google]\nissuer = \"https://x.example/\"\n", 1, "google"),
        (
            "[tenants.acme]\nissuer = \"https://x.example/\"\n[apis.a]\ntenant = \"acne\"\n",
            4,
            "acme",
        ),
        ("apis = 5\n", 1, "apis"),
    ] {
        kit.write("tokcheck.toml", text);
        for command in ["verify", "explain", "classify"] {
            let ran = kit.run(&[command], kit.good());
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{command} {text}");
            assert_eq!(ran.err.lines().count(), 1, "{text}: {}", ran.err);
            assert!(ran.err.contains(&format!("tokcheck.toml:{line}")), "{text}: {}", ran.err);
            assert!(ran.err.contains(hint), "{text}: {}", ran.err);
        }
        assert_eq!(kit.run(&["classify", "--no-config"], kit.good()).code, 0, "{text}");
        assert_eq!(kit.run(&["decode"], kit.good()).code, 0, "decode asks no configuration");
    }
}

#[test]
fn names_that_are_not_there() {
    let kit = Kit::new();
    kit.write(
        "tokcheck.toml",
        profile("") + "[tenants.acme]\nissuer = \"https://acme.example/\"\n",
    );
    for (args, hint) in [
        (&["verify", "--api", "order"][..], "orders"),
        (&["verify", "--tenant", "acne"], "acme"),
        (&["explain", "--api", "orders", "--as", "genric"], "generic"),
        (&["explain", "--api", "orders", "--as", "expresjwt"], "express-jwt"),
        (&["rule", "audience-mismach"], "audience-mismatch"),
        (&["verify", "--audiense", "x"], "--audience"),
        (&["verfy"], "verify"),
        (&["verify", "--format", "jsn"], "json"),
    ] {
        let ran = kit.run(args, kit.good());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(hint), "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_server_without_a_model_is_judged_as_generic() {
    let kit = Kit::new();
    kit.write("tokcheck.toml", profile("server = \"envoy\""));
    let note = "note: there is no model of envoy yet; judged as generic\n";
    for args in [
        &["explain", "--api", "orders"][..],
        &["verify", "--api", "orders"],
        &["explain", "--jwks", "jwks.json", "--audience", API, "--as", "envoy"],
    ] {
        let ran = kit.run(&[args, &["--json", "--at", AT]].concat(), kit.good());
        if !ran.err.is_empty() {
            assert_eq!(ran.err, note, "{args:?}");
            assert_eq!(ran.json()["verdict"]["server"], "generic", "{args:?}");
        }
        assert_eq!(ran.code, 0, "{args:?}");
    }
    for name in tokcheck::server::ServerModel::known() {
        kit.write("tokcheck.toml", profile(&format!("server = \"{name}\"")));
        let ran = kit.run(&["explain", "--api", "orders", "--json", "--at", AT], kit.good());
        assert_ne!(ran.code, 2, "{name}: {}", ran.err);
    }
}

#[test]
fn files_that_are_named() {
    let kit = Kit::new();
    kit.write("mine.toml", profile(""));
    let args = ["verify", "--config", "mine.toml", "--api", "orders", "--at", AT];
    assert_eq!(kit.run(&args, kit.good()).code, 0);
    for absent in ["absent.toml", "."] {
        let ran = kit.run(&["verify", "--config", absent], kit.good());
        assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{}", ran.err);
    }
    let both = kit.run(&["verify", "--config", "mine.toml", "--no-config"], kit.good());
    assert_eq!(both.code, 2);
    kit.write("mine.toml", profile("").replace("jwks.json", "absent.json"));
    let ran = kit.run(&args, kit.good());
    assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{}", ran.err);
}
