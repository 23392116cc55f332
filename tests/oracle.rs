//! The server models against what real servers answered: as recorded in
//! `live_oracle/` by the live oracle, in `oracle/` for a server that it does
//! not run, and, where it is there, in `$TOKCHECK_SHARED/oracle` or
//! `../shared/oracle`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that reads, reports counts, and stops where it can't"
)]

mod support;

use std::path::{Path, PathBuf};

use support::oracle::{OWED, Recording};

fn ours(file: &str) -> Recording {
    Recording::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file))
}

#[test]
fn the_models_agree_with_the_live_oracle() {
    // What the models are known to say wrong: it may become less, and not more.
    const KNOWN: [usize; 3] = [10, 16, 9];
    let wrong = ours("live_oracle/recording.json").judge().wrong();
    assert!(wrong.iter().zip(KNOWN).all(|(wrong, known)| *wrong <= known), "{wrong:?}");
}

#[test]
fn the_models_agree_with_the_frozen_sample() {
    assert_eq!(ours("oracle/sample.json").judge().wrong(), [0; 3]);
}

#[test]
fn the_models_agree_with_the_real_servers() {
    // Another recording of the same form can be named.
    let named = std::env::var_os("TOKCHECK_ORACLE").map(PathBuf::from);
    let Some(file) = named.or_else(|| support::shared("oracle/matrix_dev.json")) else { return };
    Recording::read(file).judge().assert_at_least(OWED);
}
