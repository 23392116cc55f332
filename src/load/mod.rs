//! Floor 6: everything from outside: files, variables, HTTP, the clock. The
//! only home of reqwest; may use every lower floor but `render/`.

#![allow(clippy::disallowed_methods, reason = "this is where the outside comes in")]

mod address;
pub mod cache;
pub mod clock;
pub mod config;
pub mod discovery;
pub mod http;
pub mod input;
pub mod keys;
#[cfg(test)]
mod loopback;
pub mod ring;
mod source;
pub mod survey;
