//! Links the released binary for a short start (`bench/NOTES.md` has the
//! figures): at a fixed address, where the system's loader would otherwise have
//! to relocate every table of it; with one library less to find and to map;
//! with what every run needs side by side; and without asking for the bounds of
//! a stack.

#![allow(clippy::disallowed_methods, reason = "what is built is told by variables")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=link");
    let gnu = said("CARGO_CFG_TARGET_OS") == "linux" && said("CARGO_CFG_TARGET_ENV") == "gnu";
    if !gnu || said("PROFILE") != "release" {
        return;
    }
    let mut passed = Vec::new();
    pass(&mut passed, &["-no-pie".to_owned()]);
    // The compiler's unwinder, out of an archive that not every system has.
    if links(&passed, &["-lstatic:-bundle=gcc_eh".to_owned()]) {
        println!("cargo:rustc-link-lib=static:-bundle=gcc_eh");
    }
    // Names of functions that this build does not have match nothing.
    let script = Path::new(&said("CARGO_MANIFEST_DIR")).join("link/start.ld");
    pass(&mut passed, &[format!("-Wl,-T,{}", script.display())]);
    if let Ok(objects) = cc::Build::new().file("link/stack.c").try_compile_intermediates() {
        let wrap = "-Wl,--wrap=pthread_getattr_np".to_owned();
        let objects = objects.iter().map(|path| path.display().to_string());
        pass(&mut passed, &objects.chain([wrap]).collect::<Vec<_>>());
    }
}

/// Passes arguments on to the linker that understands them, beside those that
/// were passed on before.
fn pass(passed: &mut Vec<String>, arguments: &[String]) {
    let options: Vec<_> = arguments.iter().map(|each| format!("-Clink-arg={each}")).collect();
    if links(passed, &options) {
        for argument in arguments {
            println!("cargo:rustc-link-arg-bins={argument}");
        }
        passed.extend(options);
    }
}

fn said(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// Whether an empty program can be linked so, with the linker of this build:
/// what one can't do is left away.
fn links(passed: &[String], options: &[String]) -> bool {
    let folder = said("OUT_DIR");
    let source = Path::new(&folder).join("empty.rs");
    if fs::write(&source, "fn main() {}").is_err() {
        return false;
    }
    let mut rustc = Command::new(said("RUSTC"));
    rustc.args(["--target", &said("TARGET"), "--out-dir", &folder, "-Cpanic=abort"]);
    rustc.args(passed).args(options);
    rustc.args(said("CARGO_ENCODED_RUSTFLAGS").split('\x1f').filter(|flag| !flag.is_empty()));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.arg(format!("-Clinker={linker}"));
    }
    let done = rustc.arg(&source).stdout(Stdio::null()).stderr(Stdio::null()).status();
    done.is_ok_and(|done| done.success())
}
