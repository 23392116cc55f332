//! Links the released binary for a short start: at a fixed address, where the
//! system's loader would otherwise have to relocate every table of it, and with
//! one library less to load (`bench/NOTES.md` has the figures).

#![allow(clippy::disallowed_methods, reason = "what is built is told by variables")]

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let gnu = said("CARGO_CFG_TARGET_OS") == "linux" && said("CARGO_CFG_TARGET_ENV") == "gnu";
    if !gnu || said("PROFILE") != "release" {
        return;
    }
    println!("cargo:rustc-link-arg-bins=-no-pie");
    if let Some(folder) = unwinder() {
        println!("cargo:rustc-link-search=native={}", folder.display());
        println!("cargo:rustc-link-lib=static:-bundle=gcc_eh");
    }
}

fn said(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// The folder of the compiler's unwinder as an archive. Linked in, it spares
/// the loader `libgcc_s.so.1`; where there is none, that is loaded as ever.
fn unwinder() -> Option<PathBuf> {
    // Another machine's compiler would be another one.
    if said("HOST") != said("TARGET") {
        return None;
    }
    let asked = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output().ok()?;
    let path = PathBuf::from(String::from_utf8(asked.stdout).ok()?.trim());
    // A name that is not found comes back as it was.
    let found = path.is_absolute() && path.is_file();
    found.then(|| path.parent().map(Path::to_owned))?
}
