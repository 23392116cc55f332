//! tokcheck says what a token is, whether it is genuine, and why an API
//! accepts or rejects it. ARCHITECTURE.md is the map of the floors; the
//! library is no stable interface, the command line is.

pub mod api;
pub mod cli;
pub mod demo;
pub mod glossary;
pub mod issuer;
pub mod key;
pub mod kind;
pub mod load;
pub mod render;
pub mod rule;
pub mod server;
pub mod symptom;
pub mod text;
pub mod token;
pub mod verdict;
