//! What an attacker, a broken tool or a tired person feeds: nothing of it may
//! crash the run, steer a terminal or a CI system, or come back as a secret.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test reads and says what it wants, and stops where it can't"
)]

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;
use support::kit::{API, AT, Kit, assert_safe, header};
use support::{feed, tokcheck};

const FORMATS: [&str; 6] = ["human", "json", "github", "markdown", "junit", "sarif"];

/// ESC, C1, DEL, bidi, zero-width, line ends with a workflow command, and what
/// means something in Markdown, XML and shells.
const HOSTILE: &str = "a\u{1b}[31m\u{1b}]0;t\u{7}\u{9b}2J\u{7f}\u{202e}\u{200b}\u{feff}\u{2028}\r\n::error::pwned\r\n\
     ##[error]x\n`code` | pipe | <b>&amp; ]]> $(x) %0A::error::y \u{e0041}";

fn hostile_json() -> String {
    serde_json::to_string(HOSTILE).unwrap()
}

/// No line of CI output that we did not begin ourselves is a command.
#[track_caller]
fn assert_no_command(out: &str, what: &str) {
    for line in out.lines() {
        let foreign = line.trim_start().starts_with("::error::pwned")
            || line.trim_start().starts_with("##[error]x")
            || line.trim_start().starts_with("::error::y");
        assert!(!foreign, "{what}: {line}");
    }
}

/// Runs all four commands in every format over a file with this text.
#[track_caller]
fn everywhere(kit: &Kit, text: impl AsRef<[u8]>, what: &str) {
    in_formats(kit, text, what, &FORMATS);
}

/// The same in a few formats: what crashes a reader crashes it in any.
#[track_caller]
fn in_formats(kit: &Kit, text: impl AsRef<[u8]>, what: &str, formats: &[&str]) {
    kit.write("in.txt", text);
    for command in ["decode", "classify", "verify", "explain"] {
        for format in formats {
            let more = if *format == "human" { &["--lines", "-v"][..] } else { &["--whole"] };
            let args = [&["--format", format, "@in.txt"], more].concat();
            let ran = kit.ask(command, &args, "");
            let what = format!("{what}, {command} {format}");
            assert_safe(&ran, &what);
            assert_ne!(ran.code, 2, "{what}: {}", ran.err);
            assert_no_command(&ran.out, &what);
            assert_no_command(&ran.err, &what);
        }
    }
}

#[test]
fn hostile_claims() {
    let kit = Kit::new();
    let h = hostile_json();
    let claims = format!(
        "{{\"iss\":{h},\"sub\":{h},\"aud\":[{h},{h}],\"scope\":{h},\"azp\":{h},\"typ\":{h},{h}:{h},\
         \"exp\":{h},\"iat\":{h},\"nbf\":{h},\"permissions\":[{h}],\"client_id\":{h},\"jti\":{h},\
         \"nonce\":{h},\"org_id\":{h},\"cnf\":{h},\"email\":{h}}}"
    );
    everywhere(&kit, kit.claims(&claims), "claims");
    let head = format!(
        "{{\"alg\":\"ES256\",\"kid\":{h},\"typ\":{h},\"cty\":{h},\"crit\":[{h}],\"jku\":{h}}}"
    );
    everywhere(&kit, kit.sign(&head, "{}"), "header");
    let head = format!("{{\"alg\":{h},\"kid\":{h},\"enc\":{h}}}");
    let head = URL_SAFE_NO_PAD.encode(head);
    everywhere(&kit, format!("{head}.e30.AAAA"), "alg");
    everywhere(&kit, format!("{head}..AAAA.AAAA.AAAA"), "jwe");
}

#[test]
fn hostile_parts_alone() {
    let kit = Kit::new();
    let token = kit.claims(&format!("{{\"a\":{0},\"b\":[{0}],{0}:1}}", hostile_json()));
    for args in [
        &["--claims"][..],
        &["--header"],
        &["--claim", "a"],
        &["--claim", "b"],
        &["--claim", HOSTILE],
        &["--claim", "\u{1b}[2J\n::error::pwned"],
    ] {
        let ran = kit.run(&[&["decode"], args].concat(), &token);
        assert_safe(&ran, "part");
        assert_eq!((ran.out + &ran.err).lines().count(), 1, "{args:?}");
    }
}

#[test]
fn hostile_slots_and_containers() {
    let kit = Kit::new();
    let good = kit.good();
    let h = hostile_json();
    everywhere(&kit, format!("{{{h}:\"{good}\",\"access_token\":\"{good}\"}}"), "slot");
    everywhere(&kit, format!("Cookie: \u{1b}[2J={good}; \u{202e}x={good}\n"), "cookie");
    everywhere(&kit, format!("{HOSTILE} {good} {HOSTILE}"), "text");
    everywhere(
        &kit,
        format!("Authorization: \u{1b}[31mBearer\u{202e} {good}\r\nX: {HOSTILE}\r\n"),
        "header",
    );
    everywhere(&kit, HOSTILE, "only hostile text");
    let slot = ["--slot", "\u{1b}[2J\r\n::error::pwned"];
    for format in FORMATS {
        kit.write("in.txt", format!("{{\"id_token\":\"{good}\"}}"));
        let ran = kit.judge("verify", &[&["--format", format, "in.txt"][..], &slot].concat(), "");
        assert_safe(&ran, "slot flag");
        assert_no_command(&ran.out, "slot flag");
    }
}

#[cfg(unix)]
#[test]
fn hostile_names() {
    let kit = Kit::new();
    let name = "t\u{1b}[31m\u{202e}\r\n::error::pwned`|<x>&.txt";
    kit.write(name, kit.expired());
    kit.write("bad\u{1b}[2J\n::error::pwned.json", "<html>");
    for format in FORMATS {
        for command in ["decode", "verify", "explain"] {
            let ran = kit.ask(command, &["--format", format, name], "");
            let what = format!("{command} {format}");
            assert_safe(&ran, &what);
            assert_no_command(&ran.out, &what);
        }
    }
    for args in [
        &["decode", "@absent\u{1b}[2J\n::error::pwned"][..],
        &["decode", "--env", "A\u{1b}[2J\n::error::pwned"],
        &["verify", "--jwks", "bad\u{1b}[2J\n::error::pwned.json"],
        &["verify", "--jwks", "absent\u{1b}[2J\n::error::pwned"],
        &["verify", "--key", "absent\u{1b}[2J\n::error::pwned"],
        &["verify", "--secret", "@absent\u{1b}[2J\n::error::pwned"],
        &["verify", "--jwks", "https://x\u{1b}[2J\n::error::pwned"],
        &["verify", "--issuer", "https://x\u{1b}[2J\n::error::pwned"],
        &["verify", "--issuer", "x\u{202e}"],
        &["verify", "--tenant", "x\u{1b}[2J\n::error::pwned"],
        &["verify", "--tenant", "auth0:x\u{1b}[2J\n::error::pwned"],
        &["verify", "--api", "x\u{1b}[2J\n::error::pwned"],
        &["verify", "--config", "x\u{1b}[2J\n::error::pwned"],
        &["verify", "--cacert", "x\u{1b}[2J\n::error::pwned", "--jwks", "https://127.0.0.1:9/"],
        &["verify", "--leeway", "x\u{1b}[2J\n::error::pwned"],
        &["verify", "--at", "x\u{1b}[2J\n::error::pwned"],
        &["verify", "--format", "x\u{1b}[2J\n::error::pwned"],
        &["verify", "--option", "x\u{1b}[2J\n::error::pwned"],
        &["verify", "--require", "=\u{1b}[2J\n::error::pwned"],
        &["explain", "--as", "x\u{1b}[2J\n::error::pwned", "--audience", "a"],
        &["classify", "--expect", "x\u{1b}[2J\n::error::pwned"],
        &["rule", "x\u{1b}[2J\n::error::pwned"],
        &["servers", "x\u{1b}[2J\n::error::pwned"],
        &["completions", "x\u{1b}[2J\n::error::pwned"],
        &["--\u{1b}[2J\n::error::pwned"],
        &["x\u{1b}[2J\n::error::pwned", "y"],
    ] {
        let ran = kit.run(args, "");
        assert_safe(&ran, &format!("{args:?}"));
        assert_no_command(&ran.err, &format!("{args:?}"));
    }
}

#[test]
fn hostile_expectations() {
    let kit = Kit::new();
    for format in FORMATS {
        kit.write("in.txt", kit.expired());
        for flag in [
            "--audience",
            "--scope",
            "--permission",
            "--alg",
            "--typ",
            "--org-id",
            "--subject",
            "--client-id",
            "--authorized-party",
            "--require",
            "--token-use",
            "--scope-claim",
        ] {
            for value in [HOSTILE.to_owned(), format!("x={HOSTILE}")] {
                let ran =
                    kit.judge("explain", &["--format", format, "-v", flag, &value, "in.txt"], "");
                assert_safe(&ran, flag);
                assert_no_command(&ran.out, flag);
            }
        }
    }
}

#[test]
fn hostile_configuration() {
    let kit = Kit::new();
    let h = "\"a\\u001b[31m\\u202e\\r\\n::error::pwned`|<x>\"";
    kit.write("in.txt", kit.expired());
    for text in [
        format!(
            "[apis.{h}]\naudience = [{h}]\nissuer = {h}\njwks = \"jwks.json\"\nscopes = [{h}]\n"
        ),
        format!("[apis.a]\naudience = [{h}]\nissuer = {h}\njwks = \"jwks.json\"\n"),
        format!("[apis.a]\n{h} = 1\n"),
        format!("[{h}]\n"),
        format!("[apis.a]\nserver = {h}\n"),
        format!("[apis.a]\njwks = {h}\n"),
        format!("[apis.a]\ntenant = {h}\n"),
        format!("[tenants.{h}]\nissuer = {h}\n[apis.a]\ntenant = {h}\n"),
        "[apis.a]\naudience = \u{1b}[31m\n".to_owned(),
        "\u{202e}\u{1b}[2J".to_owned(),
    ] {
        kit.write("tokcheck.toml", &text);
        for format in FORMATS {
            for api in ["a", "a\u{1b}[31m\u{202e}\r\n::error::pwned`|<x>"] {
                let args = ["explain", "--api", api, "--format", format, "--offline", "in.txt"];
                let ran = kit.run(&args, "");
                assert_safe(&ran, &text);
                assert_no_command(&ran.out, &text);
                assert_no_command(&ran.err, &text);
            }
        }
    }
}

#[test]
fn hostile_key_sets() {
    let kit = Kit::new();
    let jwks = kit.jwks().replace("\"k1\"", &hostile_json());
    kit.write("hostile.json", &jwks);
    kit.write("in.txt", kit.good());
    for format in FORMATS {
        let args = [
            "verify",
            "--jwks",
            "hostile.json",
            "--audience",
            API,
            "-v",
            "--format",
            format,
            "in.txt",
        ];
        let ran = kit.run(&args, "");
        assert_safe(&ran, format);
        assert_no_command(&ran.out, format);
    }
    let h = hostile_json();
    for text in [
        format!("{{{h}:{h}}}"),
        format!("{{\"keys\":{h}}}"),
        format!("{{\"keys\":[{h}]}}"),
        format!("{{\"keys\":[{{\"kty\":{h},\"kid\":{h},\"alg\":{h},\"use\":{h}}}]}}"),
        HOSTILE.to_owned(),
    ] {
        kit.write("hostile.json", &text);
        for flag in ["--jwks", "--key"] {
            let ran =
                kit.run(&["verify", flag, "hostile.json", "-v", "--audience", API], kit.good());
            assert_safe(&ran, &text);
            assert_no_command(&ran.err, &text);
        }
    }
}

#[test]
fn odd_tokens() {
    let kit = Kit::new();
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let deep_object = "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000);
    for (what, text) in [
        ("deep payload", kit.claims(&format!("{{\"a\":{deep}}}"))),
        (
            "deep header",
            format!("{}.e30.AAAA", part(&format!("{{\"alg\":\"ES256\",\"a\":{deep}}}"))),
        ),
        ("deep object", kit.claims(&deep_object)),
        ("deep json", deep.clone()),
        ("deep json object", deep_object.clone()),
        ("array", kit.claims("[1,2]")),
        ("string", kit.claims("\"x\"")),
        ("null", kit.claims("null")),
        ("number", kit.claims("5")),
        ("empty payload", kit.claims("")),
        ("not json", kit.claims("{\"a\":1,}")),
        ("number kid", kit.sign("{\"alg\":\"ES256\",\"kid\":5}", "{}")),
        ("object kid", kit.sign("{\"alg\":\"ES256\",\"kid\":{}}", "{}")),
        ("array alg", format!("{}.e30.AAAA", part("{\"alg\":[\"ES256\"]}"))),
        ("null alg", format!("{}.e30.AAAA", part("{\"alg\":null}"))),
        ("no alg", format!("{}.e30.AAAA", part("{}"))),
        ("empty alg", format!("{}.e30.AAAA", part("{\"alg\":\"\"}"))),
        ("NoNe alg", format!("{}.e30.", part("{\"alg\":\"NoNe\"}"))),
        ("ES256K alg", format!("{}.e30.AAAA", part("{\"alg\":\"ES256K\"}"))),
        (
            "long alg",
            format!("{}.e30.AAAA", part(&format!("{{\"alg\":\"{}\"}}", "x".repeat(100_000)))),
        ),
        ("two algs", format!("{}.e30.AAAA", part("{\"alg\":\"none\",\"alg\":\"ES256\"}"))),
        ("dots", "....".into()),
        ("many dots", ".".repeat(100_000)),
        ("many parts", "eyJhbGciOiJub25lIn0.".repeat(5_000)),
        ("many tildes", format!("{}{}", kit.good(), "~".repeat(100_000))),
        (
            "huge exp",
            kit.claims("{\"exp\":1e400,\"iat\":-1e400,\"nbf\":99999999999999999999999999}"),
        ),
        (
            "odd exp",
            kit.claims("{\"exp\":\"soon\",\"iat\":[],\"nbf\":{},\"aud\":5,\"iss\":[],\"scope\":7}"),
        ),
        (
            "html",
            "<!DOCTYPE html><html><head><title>Log in</title></head><body>x</body></html>".into(),
        ),
        ("xml bomb", "<!ENTITY a \"&b;&b;\">".repeat(1000)),
        ("percent", "%".repeat(10_000)),
        ("quotes", "\"".repeat(10_000)),
        ("braces", "{".repeat(100_000)),
        ("backslashes", "\"\\".repeat(50_000)),
        ("nul", "\0\0\0".into()),
        ("words", "Bearer ".repeat(10_000)),
        ("flags", "--help".into()),
    ] {
        in_formats(&kit, &text, what, &["human", "json"]);
    }
}

#[test]
fn odd_bytes() {
    let kit = Kit::new();
    let garbage: Vec<u8> =
        (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(HOSTILE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (what, bytes) in [
        ("garbage", garbage),
        ("utf-16", utf16),
        ("odd utf-16", b"\xff\xfea".to_vec()),
        ("bom", b"\xef\xbb\xbf".to_vec()),
        ("invalid", b"\xc3\x28\xa0\xff".to_vec()),
        ("latin-1", kit.sign(&header("JWT"), b"{\"a\":\"\xe9\x9b2J\"}").into_bytes()),
        ("carriage returns", b"\r\r\r".to_vec()),
    ] {
        in_formats(&kit, bytes, what, &["human", "json"]);
    }
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    for args in [
        &[&b"decode"[..], b"\xff\xfe"][..],
        &[b"verify", b"--api", b"\xff"],
        &[b"\xff"],
        &[b"decode", b"@\xff"],
        &[b"verify", b"--jwks", b"\xff"],
    ] {
        let mut command = tokcheck();
        command.args(args.iter().map(|a| OsStr::from_bytes(a)));
        let ran = feed(command, b"");
        assert_safe(&ran, &format!("{args:?}"));
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
    }
    let mut command = tokcheck();
    command.args(["decode", "--env", "TOKEN"]).env("TOKEN", OsStr::from_bytes(b"\xff"));
    assert_eq!(feed(command, b"").code, 2);
    let mut command = tokcheck();
    command
        .args(["decode", "eyJhbGciOiJub25lIn0.e30."])
        .env("TOKCHECK_FORMAT", OsStr::from_bytes(b"\xff"));
    let ran = feed(command, b"");
    assert_eq!(ran.code, 2, "{}", ran.err);
}

/// Memory of a child may not grow beyond this, in KiB of address space.
fn limited(kib: u32, args: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {kib}; exec \"$0\" {args}")]).arg(support::binary());
    command.env("RUST_BACKTRACE", "1");
    command
}

#[test]
fn a_token_of_10_megabytes() {
    let kit = Kit::new();
    let token = kit.access(&json!({"big": "x".repeat(7_500_000)}));
    for (command, format) in [("decode", "json"), ("verify", "human")] {
        let ran = kit.ask(command, &["--format", format], &token);
        assert_safe(&ran, command);
        assert_eq!(ran.code, 0, "{command}: {}", ran.err);
    }
}

#[test]
fn a_token_beyond_the_limit() {
    let kit = Kit::new();
    let line = "x".repeat(17 << 20);
    let ran = kit.run(&["decode", "--json", "--lines"], &line);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (3, "", 1), "{}", ran.err);
    for (command, cut) in [("verify", "--whole"), ("explain", "--lines")] {
        let ran = kit.judge(command, &["--json", cut], &line);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert_eq!(ran.json()["verdict"]["root_cause"], "token-too-large");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_stream_in_constant_memory() {
    let kit = Kit::new();
    let good = kit.good();
    // More than 100 MB of lines, one of them of 100 MB, in 200 MB of address space.
    let mut command = limited(200_000, "decode --lines --claim jti");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let line = good.clone() + "\n";
    let writer = std::thread::spawn(move || {
        let chunk = vec![b'x'; 1 << 20];
        stdin.write_all(line.as_bytes())?;
        for _ in 0..100 {
            stdin.write_all(&chunk)?;
        }
        stdin.write_all(b"\n")?;
        let mut words = "some words in a log line ".repeat(1 << 12).into_bytes();
        words.push(b'\n');
        for _ in 0..20 {
            stdin.write_all(&words)?;
        }
        stdin.write_all(line.as_bytes())
    });
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    writer.join().unwrap().unwrap_or_else(|e| panic!("{e}: {said}"));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "j-1\nj-1\n", "{said}");
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("104857600 bytes"), "{said}");
}

#[test]
fn a_backtrace_changes_nothing() {
    let kit = Kit::new();
    for args in [
        &["verify", "--jwks", "absent"][..],
        &["verify", "--api", "x"],
        &["decode", "@absent"],
        &["decode"],
    ] {
        let plain = kit.run(args, "");
        for value in ["1", "full"] {
            let traced =
                kit.run_with(&[("RUST_BACKTRACE", value), ("RUST_LIB_BACKTRACE", value)], args, "");
            assert_eq!(
                (traced.code, &traced.err, &traced.out),
                (plain.code, &plain.err, &plain.out)
            );
        }
        assert_eq!(plain.err.lines().count(), 1, "{args:?}: {}", plain.err);
    }
}

#[test]
fn no_output_can_be_replayed() {
    let kit = Kit::new();
    let good = kit.expired();
    let signature = good.rsplit('.').next().unwrap();
    let opaque = "ghp_a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2a1B2";
    kit.write("in.txt", format!("{{\"access_token\":\"{good}\",\"refresh_token\":\"{opaque}\"}}"));
    for command in ["decode", "classify", "verify", "explain"] {
        for format in FORMATS {
            let mut args = vec!["--format", format, "-v", "in.txt"];
            if matches!(command, "verify" | "explain") {
                args.extend(["--slot", "all"]);
            }
            let ran = kit.ask(command, &args, "");
            let both = ran.out + &ran.err;
            assert!(!both.is_empty(), "{command} {format}");
            assert!(
                !both.contains(signature) && !both.contains(opaque),
                "{command} {format}: {both}"
            );
        }
    }
}

/// A token inside a claim stays unusable, however it was wrapped or packed.
#[test]
fn no_claim_shows_a_packed_token() {
    let kit = Kit::new();
    let whole = kit.expired();
    let signature = whole.rsplit('.').next().unwrap();
    let start = &signature[..16];
    let lines = whole.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap());
    let claims = json!({
        "dots": whole.replace('.', ".\n"),
        "lines": lines.collect::<Vec<_>>().join("\n"),
        "packed": STANDARD.encode(&whole),
        "twice": STANDARD.encode(STANDARD.encode(json!({"token": whole}).to_string())),
        "list": [whole.replace('.', "%2E"), whole.replace('.', " . ")],
    });
    let outer = format!("eyJhbGciOiJIUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let packed = [STANDARD.encode(signature), STANDARD.encode(&whole)];
    let hidden = packed.iter().map(|text| &text[text.len() - 24..]).chain([start]);
    let hidden: Vec<&str> = hidden.collect();
    for format in FORMATS {
        let ran = kit.ask("decode", &["--format", format, "-v"], &outer);
        let both = ran.out + &ran.err;
        assert!(!both.is_empty(), "{format}");
        for part in &hidden {
            assert!(!both.contains(part), "{format}: {both}");
        }
    }
}

/// A private JWK in a header stays private, in whichever of the two it stands.
#[test]
fn no_header_shows_a_private_key() {
    let kit = Kit::new();
    let jwk = r#"{"alg":"HS256","jwk":{"kty":"oct","k":"czNjcmV0LWtleQ"}}"#;
    let protected = URL_SAFE_NO_PAD.encode(jwk);
    for token in [
        format!("{protected}.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLXNlY3JldA"),
        format!(r#"{{"payload":"eyJzdWIiOiJhIn0","signature":"c2lnbmF0dXJl","header":{jwk}}}"#),
        format!(r#"{{"payload":"eyJzdWIiOiJhIn0","signature":"c2ln","protected":"{protected}"}}"#),
    ] {
        for format in FORMATS {
            let ran = kit.ask("decode", &["--format", format], &token);
            let both = ran.out + &ran.err;
            assert!(!both.is_empty() && !both.contains("czNjcmV0"), "{format}: {both}");
        }
    }
}

#[test]
fn a_full_disk_is_an_error() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let kit = Kit::new();
    let mut command = tokcheck();
    command.args(["decode", &kit.good(), "--at", AT]).stdout(full).stderr(Stdio::piped());
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), said.lines().count()), (Some(2), 1), "{said}");
}
