//! Writes what the benchmarks read into a folder: `bench_inputs DIR COUNT NOW`.
//!
//! A stream of COUNT tokens for each algorithm, a mixed one, one token of each
//! size from 1 kB to 1 MB, the keys as `jwks.json` and the secret of HS256.

#![allow(clippy::disallowed_methods, reason = "writes the files of the benchmarks")]

use std::env;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tokcheck::key::mint::SigningKey;

use tokens::{ALGORITHMS, Signers, USUAL, expired, token};

mod tokens;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, count, now] = arguments.as_slice() else {
        return Err(io::Error::other("wanted: DIR COUNT NOW"));
    };
    let number = |text: &str| text.parse::<u32>().map_err(io::Error::other);
    let (folder, count, now) = (Path::new(folder), number(count)?, i64::from(number(now)?));
    fs::create_dir_all(folder)?;
    let signers = Signers::new();
    fs::write(folder.join("jwks.json"), signers.jwks())?;
    fs::write(folder.join("secret.txt"), signers.secret())?;
    for (alg, _) in ALGORITHMS {
        let key = signers.signer(alg);
        let name = format!("{}.txt", alg.to_ascii_lowercase());
        write(&folder.join(name), count, |number| token(&key, number, now, USUAL))?;
    }
    let keys = ALGORITHMS.map(|(alg, _)| signers.signer(alg));
    // Those with public keys: one key set judges the whole of it.
    write(&folder.join("mixed.txt"), count, |number| mixed(&keys[..3], number, now))?;
    for thousands in (0..=10).map(|power| 1 << power) {
        let name = format!("size-{thousands}.txt");
        write(&folder.join(name), 1, |_| token(&keys[3], 0, now, thousands * 1000))?;
    }
    Ok(())
}

fn write(path: &Path, count: u32, line: impl Fn(usize) -> String) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for number in 0..count as usize {
        writeln!(file, "{}", line(number))?;
    }
    file.flush()
}

/// A line as logs have them: of twenty, twelve good tokens, three that ended,
/// two damaged ones, one opaque, one without any, and one that is blank.
fn mixed(keys: &[SigningKey], number: usize, now: i64) -> String {
    let key = &keys[number / 20 % keys.len()];
    let good = || token(key, number, now, USUAL);
    match number % 20 {
        0..=8 => good(),
        9..=11 => format!("GET /orders/{number} HTTP/1.1 Authorization: Bearer {}", good()),
        12..=14 => expired(key, number, now),
        15 => good()[..500].to_owned(),
        16 => good().replace('.', "..="),
        17 => format!("{:064x}", number * 2_654_435_761),
        18 => format!("2027-01-15T08:00:00Z order {number} was shipped"),
        _ => String::new(),
    }
}
