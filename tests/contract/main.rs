//! The contract, through the binary: exit codes, input, JSON, configuration
//! and decisions. Nothing but loopback is asked.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test reads and says what it wants, and stops where it can't"
)]

#[path = "../support/mod.rs"]
mod support;

mod advice;
mod codes;
mod configuration;
mod decisions;
mod decode;
mod followed;
mod input;
mod json;
mod keys;
mod kinds;
mod lines;
mod slots;
mod streams;
