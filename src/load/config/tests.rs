//! Good and bad configurations, as tables.

use std::fs;
use std::path::{Path, PathBuf, absolute};

use super::{Api, Config, KeySettings, required_claim};
use crate::api::{ApiProfile, RequiredClaim};
use crate::key::SecretEncoding;

mod hostile;

const EXAMPLE: &str = r#"[tenants.acme]
issuer = "https://acme.us.auth0.com/"
[clients.spa]
tenant = "acme"
client_id = "kH3vQpLr8TnYw2ZsXe5JmB7cDf9GaU1o"
[apis.orders]
tenant = "acme"
audience = ["https://orders.example.com"]
algorithms = ["RS256"]
scopes = ["read:orders"]
leeway = "5s"
server = "rfc9068"
"#;

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(text, Path::new("tokcheck.toml")).map_err(|error| error.to_string())
}

/// The API of a text that holds the body of one.
fn api(body: &str) -> Result<Api, String> {
    parse(&format!("[apis.a]\n{body}")).map(|mut config| config.apis.remove("a").unwrap())
}

fn strings(items: &[&str]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}

#[test]
fn the_example_of_the_manual() {
    let config = parse(EXAMPLE).unwrap();
    assert_eq!(config.path, Some(PathBuf::from("tokcheck.toml")));
    assert_eq!(config.tenants["acme"].issuer, "https://acme.us.auth0.com/");
    assert_eq!(config.tenants["acme"].line, 1);
    assert_eq!(config.clients["spa"].tenant.as_deref(), Some("acme"));
    assert_eq!(config.clients["spa"].client_id, "kH3vQpLr8TnYw2ZsXe5JmB7cDf9GaU1o");
    assert_eq!(config.clients["spa"].line, 3);
    let wanted = Api {
        profile: ApiProfile {
            name: Some("orders".into()),
            origin: Some("tokcheck.toml:6".into()),
            issuer: Some("https://acme.us.auth0.com/".into()),
            audience: Some(strings(&["https://orders.example.com"])),
            algorithms: Some(strings(&["RS256"])),
            scopes: strings(&["read:orders"]),
            leeway: Some(5),
            server: Some("rfc9068".into()),
            ..ApiProfile::default()
        },
        keys: KeySettings::default(),
        tenant: Some("acme".into()),
    };
    assert_eq!(config.apis["orders"], wanted);
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of every key")]
fn every_key_is_read() {
    let body = r#"
issuer = "https://issuer.example"
jwks = "https://issuer.example/keys"
key = "/keys/public.pem"
secret = "env:API_SECRET"
secret_encoding = "base64-decoded"
audience = []
algorithms = "ES256"
scopes = ["a b", "c"]
permissions = ["p"]
scope_claims = ["https://example.com/scope"]
required_claims = ["tier", "groups=CN=admins,DC=acme"]
accepted_typ = ["at+jwt", "JWT"]
leeway = 0x10
client_id = "app"
authorized_parties = ["app", "other"]
requires_user = true
org_id = "org_1"
subject = "repo:o/r:*"
token_use = "access"
sender_constrained = false
max_header_bytes = 8_192
server = "generic"
[apis.a.options]
strict = true
clock = -5
mode = ""
"#;
    let text = |text: &str| Some(text.to_owned());
    let claim = |name: &str, value| RequiredClaim { name: name.to_owned(), value };
    let wanted = Api {
        profile: ApiProfile {
            name: text("a"),
            origin: text("tokcheck.toml:1"),
            issuer: text("https://issuer.example"),
            issuer_from_token: false,
            audience: Some(Vec::new()),
            algorithms: Some(strings(&["ES256"])),
            scopes: strings(&["a", "b", "c"]),
            permissions: strings(&["p"]),
            scope_claims: Some(strings(&["https://example.com/scope"])),
            required_claims: vec![claim("tier", None), claim("groups", text("CN=admins,DC=acme"))],
            accepted_typ: Some(strings(&["at+jwt", "JWT"])),
            leeway: Some(16),
            client_id: text("app"),
            authorized_parties: strings(&["app", "other"]),
            requires_user: true,
            org_id: text("org_1"),
            subject: strings(&["repo:o/r:*"]),
            token_use: text("access"),
            sender_constrained: Some(false),
            max_header_bytes: Some(8_192),
            server: text("generic"),
            options: [("strict", "true"), ("clock", "-5"), ("mode", "")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        },
        keys: KeySettings {
            jwks: text("https://issuer.example/keys"),
            key: Some("/keys/public.pem".into()),
            secret: text("env:API_SECRET"),
            secret_encoding: Some(SecretEncoding::Base64),
        },
        tenant: None,
    };
    assert_eq!(api(body), Ok(wanted));
    for key in &super::keys::API {
        let named = body.contains(&format!("\n{} = ", key.name)) || key.name == "options";
        assert!(named || key.name == "tenant", "{} is not tested", key.name);
    }
}

#[test]
fn tables_may_be_written_in_any_way_and_order() {
    for (text, line) in [
        ("", 0),
        ("# nothing\n", 0),
        ("\u{feff}[apis.a]", 1),
        ("\r\n[apis.a]\r\naudience = \"x\"\r\n", 2),
        ("\napis.a.audience = 'x'", 2),
        ("\n\napis = { a = { audience = 'x' } }", 3),
        ("[apis.a.options]\nstrict = true\n[apis.a]\n", 3),
        ("[apis]\na.audience = 'x'", 2),
        ("[apis.a]\ntenant = 't'\n[tenants.t]\nissuer = 'i'", 1),
        ("[apis]\n[tenants]\n[clients]\n", 0),
    ] {
        let config = parse(text).unwrap();
        let origin = config.apis.get("a").and_then(|api| api.profile.origin.clone());
        let wanted = (line > 0).then(|| format!("tokcheck.toml:{line}"));
        assert_eq!(origin, wanted, "{text}");
    }
}

#[test]
fn relative_files_are_relative_to_the_configuration() {
    let text = "[apis.a]\njwks = 'keys.json'\nkey = '../p.pem'\nsecret = '@s.txt'";
    let config = Config::parse(text, Path::new("conf/staging.toml")).unwrap();
    let folder = absolute("conf").unwrap();
    let api = &config.apis["a"];
    assert_eq!(api.profile.origin.as_deref(), Some("conf/staging.toml:1"));
    assert_eq!(api.keys.jwks.as_deref(), folder.join("keys.json").to_str());
    assert_eq!(api.keys.key, Some(folder.join("../p.pem")));
    let secret = format!("@{}", folder.join("s.txt").display());
    assert_eq!(api.keys.secret, Some(secret));
    let path = absolute("conf/staging.toml").unwrap();
    let config = Config::parse(text, &path).unwrap();
    assert_eq!(config.apis["a"].profile.origin.as_deref(), Some("staging.toml:1"));
    assert_eq!(config.apis["a"].keys, api.keys);
}

#[test]
fn tenants_are_names_or_left_to_be_resolved() {
    let with = |tenant: &str, issuer: &str| {
        parse(&format!(
            "[tenants.acme]\nissuer = 'https://i/'\n[apis.a]\ntenant = '{tenant}'\n{issuer}"
        ))
        .map(|config| config.apis["a"].profile.issuer.clone())
    };
    let acme = Ok(Some("https://i/".to_owned()));
    assert_eq!(with("acme", ""), acme);
    assert_eq!(with("acme", "issuer = 'https://i/'"), acme);
    assert_eq!(
        with("acme", "issuer = 'https://i'"),
        Err("tokcheck.toml:5: 'issuer' in [apis.a] is not that of its 'tenant' (line 1): \
             leave one of the two out"
            .to_owned())
    );
    for open in ["auth0:acme.us", "google", "acme.example", "https://acme", "somewhere"] {
        assert_eq!(with(open, ""), Ok(None), "{open}");
        assert_eq!(with(open, "issuer = 'x'"), Ok(Some("x".to_owned())), "{open}");
    }
    assert_eq!(
        with("acmee", ""),
        Err("tokcheck.toml:4: 'tenant' in [apis.a] is 'acmee', which is unknown: \
             did you mean 'acme'?"
            .to_owned())
    );
}

#[test]
fn required_claims_split_at_the_first_sign() {
    for (text, name, value) in [
        ("tier", "tier", None),
        ("tier=gold", "tier", Some("gold")),
        ("tier=", "tier", Some("")),
        ("hash=YWI=", "hash", Some("YWI=")),
        ("https://example.com/roles", "https://example.com/roles", None),
        ("https://example.com/roles=a=b", "https://example.com/roles", Some("a=b")),
        ("https://example.com/c?v=2=admin", "https://example.com/c?v=2", Some("admin")),
        ("url=https://example.com/?a=b", "url", Some("https://example.com/?a=b")),
    ] {
        let wanted = RequiredClaim { name: name.into(), value: value.map(str::to_owned) };
        assert_eq!(required_claim(text), Some(wanted), "{text}");
    }
    assert_eq!(required_claim("=x"), None);
    assert_eq!(required_claim(""), None);
}

#[test]
fn wrong_structure_is_told_with_its_line() {
    for (text, error) in [
        ("\n[api.orders]\n", "tokcheck.toml:2: unknown table [api]: did you mean [apis]?"),
        (
            "[settings]\n",
            "tokcheck.toml:1: unknown table [settings]: there are [tenants], [clients], [apis]",
        ),
        (
            "audience = 'x'\n",
            "tokcheck.toml:1: 'audience' stands outside of any table: it belongs in [apis.NAME]",
        ),
        ("colour = true", "tokcheck.toml:1: unknown key 'colour' outside of any table"),
        (
            "\napis = 5",
            "tokcheck.toml:2: 'apis' has to be a table, as in [apis.NAME], not a number",
        ),
        ("[[apis]]\n", "tokcheck.toml:1: 'apis' has to be a table, as in [apis.NAME], not a list"),
        (
            "[apis]\naudience = 'x'\n",
            "tokcheck.toml:2: 'audience' in [apis] has to be a table, not a string",
        ),
        ("[[apis.a]]\n", "tokcheck.toml:1: 'a' in [apis] has to be a table, not a list"),
        ("[apis.'']\n", "tokcheck.toml:1: a table in [apis] has no name"),
        ("\n[tenants.t]\n", "tokcheck.toml:2: [tenants.t] has no 'issuer'"),
        ("[clients.c]\n", "tokcheck.toml:1: [clients.c] has no 'client_id'"),
        (
            "[tenants.t]\nissuer = ''",
            "tokcheck.toml:2: 'issuer' in [tenants.t] holds an empty string",
        ),
        (
            "[tenants.google]\nissuer = 'i'",
            "tokcheck.toml:1: [tenants.google] is a name that always means the provider: \
             choose another",
        ),
        (
            "[clients.c]\nclientid = 'x'",
            "tokcheck.toml:2: unknown key 'clientid' in [clients.c]: did you mean 'client_id'?",
        ),
        ("[apis.a]\n[apis.a]\n", "tokcheck.toml:2: not TOML: duplicate key"),
        ("[apis.a]\nleeway=1\nleeway=1\n", "tokcheck.toml:3: not TOML: duplicate key"),
    ] {
        assert_eq!(parse(text).unwrap_err(), error, "{text}");
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of files and their errors")]
fn wrong_values_are_told_with_their_line_and_what_was_wanted() {
    for (body, line, error) in [
        ("\naudiences = 'x'", 3, "unknown key 'audiences' in [apis.a]: did you mean 'audience'?"),
        ("zebra = 'x'", 2, "unknown key 'zebra' in [apis.a]"),
        ("issuer = ''", 2, "'issuer' in [apis.a] holds an empty string"),
        ("issuer = 5", 2, "'issuer' in [apis.a] has to be a string, not a number"),
        ("audience = 5", 2, "'audience' in [apis.a] has to be a list of strings, not a number"),
        ("audience = [\n'x',\n''\n]", 4, "'audience' in [apis.a] holds an empty string"),
        (
            "scopes = [\n'x',\n1.5]",
            4,
            "'scopes' in [apis.a] has to be a list of strings, not a number with a fraction",
        ),
        ("subject = [['x']]", 2, "'subject' in [apis.a] has to be a list of strings, not a list"),
        (
            "requires_user = 'yes'",
            2,
            "'requires_user' in [apis.a] has to be true or false, not a string",
        ),
        (
            "max_header_bytes = 0",
            2,
            "'max_header_bytes' in [apis.a] has to be a whole number above zero",
        ),
        (
            "max_header_bytes = 99999999999999999999",
            2,
            "'max_header_bytes' in [apis.a] has to be a whole number above zero",
        ),
        (
            "max_header_bytes = true",
            2,
            "'max_header_bytes' in [apis.a] has to be a whole number above zero, \
             not true or false",
        ),
        (
            "server = 'rfc9086'",
            2,
            "'server' in [apis.a] is 'rfc9086', which is unknown: did you mean 'rfc9068'?",
        ),
        (
            "server = 'hunter2'",
            2,
            "'server' in [apis.a] is no server that is known: `tokcheck servers` lists them",
        ),
        (
            "secret_encoding = 'rot13'",
            2,
            "'secret_encoding' in [apis.a] has to be one of utf8, base64, base64url, hex",
        ),
        ("jwks = 'ftp://x/y'", 2, "'jwks' in [apis.a] has to be a file or an https URL"),
        (
            "required_claims = ['x', '=y']",
            2,
            "'required_claims' in [apis.a] has to hold \"CLAIM\" or \"CLAIM=VALUE\"",
        ),
        (
            "options = true",
            2,
            "'options' in [apis.a] has to be a table of options, not true or false",
        ),
        (
            "[apis.a.options]\nx = 1979-05-27",
            3,
            "'x' in [apis.a.options] has to be a string, true, false or a whole number, not a date",
        ),
        ("options.x = 99999999999999999999", 2, "'x' in [apis.a.options] is too large a number"),
        ("leeway = ", 2, "not TOML: string values must be quoted, expected literal string"),
    ] {
        let wanted = format!("tokcheck.toml:{line}: {error}");
        assert_eq!(api(body).unwrap_err(), wanted, "{body}");
    }
}

#[test]
fn leeway_is_seconds_or_a_duration_of_at_most_a_day() {
    for (value, seconds) in
        [("5", 5), ("'5'", 5), ("'2m'", 120), ("'24h'", 86_400), ("'1d'", 86_400), ("0", 0)]
    {
        let api = api(&format!("leeway = {value}")).unwrap();
        assert_eq!(api.profile.leeway, Some(seconds), "{value}");
    }
    for bad in ["-1", "86401", "'25h'", "'soon'", "''", "'-5s'", "99999999999999999999"] {
        let error = api(&format!("leeway = {bad}")).unwrap_err();
        assert!(error.contains("at most 24h") && !error.contains("soon"), "{error}");
    }
    assert!(api("leeway = 1.5").unwrap_err().ends_with("not a number with a fraction"));
}

#[test]
fn files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokcheck.toml");
    let read = || Config::read(&path).map_err(|error| error.to_string());
    let full = path.display();
    assert_eq!(read(), Err(format!("{full}: there is no such file")));
    fs::write(&path, EXAMPLE).unwrap();
    assert_eq!(read().unwrap().path.as_deref(), Some(&*path));
    fs::write(&path, b"[apis.a]\n\nissuer = '\xff'").unwrap();
    assert_eq!(read(), Err("tokcheck.toml:3: this is not UTF-8".to_owned()));
    fs::write(&path, "#".repeat((4 << 20) + 1)).unwrap();
    assert_eq!(read(), Err(format!("{full}: it is larger than 4 MiB")));
    fs::write(&path, "#".repeat(4 << 20)).unwrap();
    assert!(read().is_ok());
    let error = Config::read(folder.path()).unwrap_err().to_string();
    assert!(error.starts_with(&format!("{}: it can't be read", folder.path().display())));
}
