//! Links the released binary for a short start (`bench/NOTES.md` has the
//! figures): at a fixed address, with the C library inside, so that no loader
//! has to find, map and relocate anything; with what every run needs side by
//! side; and without asking for the bounds of a stack.

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
    let fixed = pass(&mut passed, &["-no-pie".to_owned()]);
    // The compiler's unwinder, and then all of the C library.
    if let Some(folder) = archives("unwinder", &[("gcc_s", &["gcc_eh"])]) {
        pass(&mut passed, &[folder]);
    }
    if fixed && env::var_os("CARGO_FEATURE_STATIC").is_some() {
        let libraries: [(_, &[_]); 6] = [
            ("c", &["c", "gcc", "gcc_eh"]),
            ("m", &["m"]),
            ("pthread", &["pthread"]),
            ("dl", &["dl"]),
            ("rt", &["rt"]),
            ("util", &["util"]),
        ];
        let folder = archives("libc", &libraries);
        if let (Some(folder), Some(resolver)) = (folder, wrapped("getaddrinfo", "link/resolve.c")) {
            pass(&mut passed, &[vec![folder, "-static".to_owned()], resolver].concat());
        }
    }
    // Names of functions that this build does not have match nothing.
    let script = Path::new(&said("CARGO_MANIFEST_DIR")).join("link/start.ld");
    pass(&mut passed, &[format!("-Wl,-T,{}", script.display())]);
    if let Some(stack) = wrapped("pthread_getattr_np", "link/stack.c") {
        pass(&mut passed, &stack);
    }
}

/// A folder in which the linker finds archives in place of shared libraries:
/// the name of each library, and those of its archives.
fn archives(name: &str, libraries: &[(&str, &[&str])]) -> Option<String> {
    let folder = Path::new(&said("OUT_DIR")).join(name);
    fs::create_dir_all(&folder).ok()?;
    let compiler = cc::Build::new().try_get_compiler().ok()?;
    let find = |archive: &&str| {
        let asked = format!("-print-file-name=lib{archive}.a");
        let told = compiler.to_command().arg(asked).output().ok()?;
        let path = String::from_utf8(told.stdout).ok()?;
        // What is not there is told by its name alone.
        path.contains('/').then(|| format!("\"{}\"", path.trim()))
    };
    for (library, parts) in libraries {
        let found = parts.iter().map(find).collect::<Option<Vec<_>>>()?;
        let script = format!("GROUP({})\n", found.join(" "));
        fs::write(folder.join(format!("lib{library}.a")), script).ok()?;
    }
    Some(format!("-L{}", folder.display()))
}

/// What makes calls of a function of the C library go to the file's instead.
fn wrapped(function: &str, file: &str) -> Option<Vec<String>> {
    let objects = cc::Build::new().file(file).try_compile_intermediates().ok()?;
    let objects = objects.iter().map(|path| path.display().to_string());
    // GNU ld takes out of an archive what was asked for before.
    Some(objects.chain([format!("-Wl,--wrap={function}"), "-lc".to_owned()]).collect())
}

/// Passes arguments on to the linker that understands them, beside those that
/// were passed on before; whether it does.
fn pass(passed: &mut Vec<String>, arguments: &[String]) -> bool {
    let options: Vec<_> = arguments.iter().map(|each| format!("-Clink-arg={each}")).collect();
    let links = links(passed, &options);
    if links {
        for argument in arguments {
            println!("cargo:rustc-link-arg-bins={argument}");
        }
        passed.extend(options);
    }
    links
}

fn said(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// A program with calls of the libraries that the real one needs, and nothing to do.
const EMPTY: &str = r#"
fn main() {
    if std::env::args().count() > 9 {
        let found = std::net::ToSocketAddrs::to_socket_addrs("localhost:0").is_ok();
        println!("{found} {}", (std::env::args().count() as f64).sin());
    }
}"#;

/// Whether that program can be linked so, with the linker of this build, and runs
/// where it can be tried: what can't be done is left away.
fn links(passed: &[String], options: &[String]) -> bool {
    let folder = said("OUT_DIR");
    let source = Path::new(&folder).join("empty.rs");
    if fs::write(&source, EMPTY).is_err() {
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
    let built = done.is_ok_and(|done| done.success());
    let runs = || Command::new(Path::new(&folder).join("empty")).status();
    built && (said("HOST") != said("TARGET") || runs().is_ok_and(|done| done.success()))
}
