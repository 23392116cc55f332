//! A second opinion: random tokens, whole and damaged in every way that has
//! ever fooled a verifier, judged by tokcheck and by an independent program
//! (`second_opinion/judge.py`, on the package cryptography). No token may be
//! judged differently.
//!
//! `TOKCHECK_TOKENS` says how many, `TOKCHECK_SEED` repeats a run,
//! `TOKCHECK_PYTHON` names the interpreter, `TOKCHECK_SECOND_OPINION=1` makes
//! its absence a failure.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test makes what it needs, and stops where it can't"
)]

use std::env;
use std::fmt::Write as _;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokcheck::key::Curve;
use tokcheck::key::mint::SigningKey;
use tokcheck::text::json::{Json, Object};

mod support;
use support::{feed, tokcheck};

const JUDGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/second_opinion/judge.py");
const NEEDED: [&str; 6] = ["encoding", "header", "algorithm", "critical", "key", "signature"];

/// xorshift64*: small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap() % sides
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.roll(of.len())]
    }
}

struct Signer {
    key: SigningKey,
    algs: &'static [&'static str],
    jwk: String,
}

const RSA: &[&str] = &["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];
const HMAC: &[&str] = &["HS256", "HS384", "HS512"];

/// The public key with other things said about it.
fn jwk(key: &SigningKey, more: &str) -> String {
    let public = key.public_jwk().unwrap();
    let bare: Object = public
        .iter()
        .filter(|(name, _)| !matches!(*name, "use" | "alg"))
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    let text = Json::Object(bare).to_string();
    format!("{},{more}", &text[..text.len() - 1]).trim_end_matches(',').to_owned() + "}"
}

fn signers() -> Vec<Signer> {
    let mut all = Vec::new();
    let mut add = |key: SigningKey, algs: &'static [&'static str], more: &str| {
        let jwk = jwk(&key, more);
        all.push(Signer { key, algs, jwk });
    };
    add(SigningKey::rsa("rsa-any").unwrap(), RSA, "");
    add(SigningKey::rsa("rsa-256").unwrap(), RSA, r#""alg":"RS256","use":"sig""#);
    add(SigningKey::p256("p256").unwrap(), &["ES256"], r#""alg":"ES256""#);
    add(SigningKey::p256("p256-enc").unwrap(), &["ES256"], r#""use":"enc""#);
    add(SigningKey::ec(Curve::P384, "p384").unwrap(), &["ES384"], r#""key_ops":["verify"]"#);
    add(SigningKey::ec(Curve::P521, "p521").unwrap(), &["ES512"], "");
    add(SigningKey::ec(Curve::Secp256k1, "k1").unwrap(), &["ES256K"], r#""key_ops":["sign"]"#);
    add(SigningKey::ec(Curve::Secp256k1, "k2").unwrap(), &["ES256K"], "");
    add(SigningKey::ed25519("ed").unwrap(), &["EdDSA", "Ed25519"], r#""alg":"Ed25519""#);
    for (kid, secret) in [
        ("hs32", &b"0123456789abcdef0123456789abcdef"[..]),
        ("hs64", b"fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"),
        ("hs20", b"01234567890123456789"),
    ] {
        let k = URL_SAFE_NO_PAD.encode(secret);
        all.push(Signer {
            key: SigningKey::hmac(secret, Some(kid.to_owned())),
            algs: HMAC,
            jwk: format!(r#"{{"kty":"oct","kid":"{kid}","k":"{k}"}}"#),
        });
    }
    all
}

fn payload(dice: &mut Dice) -> Vec<u8> {
    match dice.roll(12) {
        0 => b"not JSON".to_vec(),
        1 => b"[]".to_vec(),
        2 => vec![b'x'; dice.roll(3000) + 1],
        _ => {
            let mut text = format!(r#"{{"sub":"{}","exp":{}"#, dice.roll(1_000_000), dice.roll(9));
            for n in 0..dice.roll(6) {
                write!(text, r#","c{n}":"{}""#, "é".repeat(dice.roll(20))).unwrap();
            }
            (text + "}").into_bytes()
        }
    }
}

/// A header that is signed as it stands.
fn header(dice: &mut Dice, alg: &str, kid: &str) -> String {
    let plain = format!(r#"{{"alg":"{alg}","kid":"{kid}","typ":"JWT"}}"#);
    match dice.roll(40) {
        0 => format!(r#"{{"alg":"{alg}","kid":"{kid}","crit":["exp"],"exp":1}}"#),
        1 => format!(r#"{{"alg":"{alg}","kid":"{kid}","crit":[]}}"#),
        2 => format!(r#"{{"alg":"{alg}","kid":"{kid}","b64":false,"crit":["b64"]}}"#),
        3 => format!(r#"{{"alg":"none","kid":"{kid}","alg":"{alg}"}}"#),
        4 => format!(r#"{{"alg":"{alg}"}}"#),
        5 => format!(r#"{{"alg":"{alg}","kid":"elsewhere"}}"#),
        6 => format!("[{plain}]"),
        7 => format!("{plain} "),
        8 => format!("{plain}x"),
        9 => format!("\u{feff}{plain}"),
        10 => format!(r#"{{"alg":"{}","kid":"{kid}"}}"#, alg.to_lowercase()),
        11 => format!(r#"{{"alg":["{alg}"],"kid":"{kid}"}}"#),
        12 => format!(r#"{{"kid":"{kid}"}}"#),
        13 => format!(r#"{{"alg":"{alg}","kid":7}}"#),
        14 => format!(r#"{{"\u0061lg":"{alg}","kid":"{kid}"}}"#),
        15 => format!(r#"{{"alg":"{alg}","kid":"{kid}","jwk":{{"kty":"oct","k":"AA"}}}}"#),
        _ => plain,
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Changes a token after it was signed.
fn damaged(dice: &mut Dice, token: String, others: &[Signer]) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    let [head, body, signature] = parts[..] else { panic!() };
    let bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let with = |bytes: &[u8]| format!("{head}.{body}.{}", URL_SAFE_NO_PAD.encode(bytes));
    match dice.roll(24) {
        0..4 => {
            let mut text = token.clone().into_bytes();
            let at = dice.roll(text.len());
            if text[at] != b'.' {
                text[at] = DIGITS[dice.roll(64)];
            }
            String::from_utf8(text).unwrap()
        }
        4 => with(&bytes[..dice.roll(bytes.len())]),
        5 => with(&[&bytes[..], &[0]].concat()),
        6 => with(&[&[0], &bytes[..]].concat()),
        7 => with(&vec![0; bytes.len()]),
        8 => with(&[]),
        9 => format!("{token}{}", ["=", "==", "."][dice.roll(3)]),
        10 => with(&bytes.iter().rev().copied().collect::<Vec<_>>()),
        11 => {
            // The unused bits of the last character.
            let mut text = token.clone().into_bytes();
            let last = text.len() - 1;
            let value = DIGITS.iter().position(|digit| *digit == text[last]).unwrap();
            text[last] = DIGITS[value ^ 1];
            String::from_utf8(text).unwrap()
        }
        12 => {
            // Another's signature over the same bytes.
            let other = &others[dice.roll(others.len())];
            let alg = other.algs[dice.roll(other.algs.len())];
            with(&other.key.sign_bytes(alg, format!("{head}.{body}").as_bytes()).unwrap())
        }
        13 => {
            let alg = dice.one(&["none", "HS256", "RS256", "ES256", "EdDSA", "nOnE"]);
            let head = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{alg}","kid":"rsa-any"}}"#));
            format!("{head}.{body}.{signature}")
        }
        14 => {
            // The public key as an HMAC secret.
            let other = &others[dice.roll(others.len())];
            let kid = other.key.kid().unwrap();
            let forger = SigningKey::hmac(other.jwk.as_bytes(), None);
            let head = format!(r#"{{"alg":"HS256","kid":"{kid}"}}"#);
            forger.sign_text("HS256", &head, b"{}").unwrap()
        }
        15 => format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode("{}")),
        16 => format!("{body}.{head}.{signature}"),
        _ => token,
    }
}

fn tokens(dice: &mut Dice, count: usize, signers: &[Signer]) -> Vec<String> {
    (0..count)
        .map(|_| {
            let signer = &signers[dice.roll(signers.len())];
            let alg = dice.one(signer.algs);
            let head = header(dice, alg, signer.key.kid().unwrap());
            let payload = payload(dice);
            let token = signer.key.sign_text(alg, &head, &payload).unwrap();
            if dice.roll(2) == 0 { token } else { damaged(dice, token, signers) }
        })
        .collect()
}

/// What tokcheck says of each token, in order.
fn first_opinion(set: &str, lines: &str) -> Vec<bool> {
    let mut command = tokcheck();
    command.args(["verify", "--jwks", set, "--json", "--lines", "--audience", "x", "-"]);
    let ran = feed(command, lines.as_bytes());
    ran.out
        .lines()
        .map(|line| {
            let report: serde_json::Value = serde_json::from_str(line).unwrap();
            let passes = |id: &&str| -> bool {
                let checks = report["checks"].as_array().unwrap();
                checks.iter().any(|check| check["id"] == **id && check["outcome"] == "pass")
            };
            NEEDED.iter().all(passes)
        })
        .collect()
}

/// `None` where the other program can't be had.
fn second_opinion(set: &str, lines: &str) -> Option<Vec<String>> {
    let python = env::var("TOKCHECK_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut probe = Command::new(&python);
    probe.args(["-c", "import cryptography"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !probe.status().is_ok_and(|status| status.success()) {
        let needed = env::var("TOKCHECK_SECOND_OPINION").is_ok_and(|value| value == "1");
        assert!(!needed, "{python} has no package cryptography");
        println!("skipped: no second opinion, for want of Python's package cryptography");
        return None;
    }
    let mut command = Command::new(python);
    command.args([JUDGE, set]);
    let ran = feed(command, lines.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    Some(ran.out.lines().map(str::to_owned).collect())
}

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).ok().map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
fn both_agree() {
    let clock = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let seed = number("TOKCHECK_SEED", clock);
    let count = usize::try_from(number("TOKCHECK_TOKENS", 1000)).unwrap();
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let signers = signers();
    let tokens = tokens(&mut dice, count, &signers);
    let keys: Vec<&str> = signers.iter().map(|signer| signer.jwk.as_str()).collect();
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set.json");
    std::fs::write(&set, format!(r#"{{"keys":[{}]}}"#, keys.join(","))).unwrap();
    let (set, lines) = (set.to_str().unwrap(), tokens.join("\n") + "\n");
    let Some(second) = second_opinion(set, &lines) else { return };
    let first = first_opinion(set, &lines);
    assert_eq!((first.len(), second.len()), (count, count), "seed {seed}");
    let mut different = Vec::new();
    for ((token, first), second) in tokens.iter().zip(&first).zip(&second) {
        if *first != (second == "good") {
            different.push(format!("tokcheck: {first}, the other: {second}\n{token}"));
        }
    }
    let good = first.iter().filter(|good| **good).count();
    println!(
        "second opinion: {count} tokens, seed {seed}: {good} good, {} differ",
        different.len()
    );
    assert!(different.is_empty(), "seed {seed}:\n{}", different.join("\n"));
    assert!(good > count / 8 && good < count * 3 / 4, "{good} of {count} are good");
}
