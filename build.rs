//! Links the released binary at a fixed address where the system's loader would
//! otherwise have to relocate every table of it at each start: most of what a
//! short command costs (`bench/NOTES.md` has the figures).

#![allow(clippy::disallowed_methods, reason = "what is built is told by variables")]

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let gnu = of("CARGO_CFG_TARGET_OS") == "linux" && of("CARGO_CFG_TARGET_ENV") == "gnu";
    if gnu && of("PROFILE") == "release" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
