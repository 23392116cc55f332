//! Floor 6: a [`Report`](crate::verdict::report::Report) becomes bytes. Pure
//! functions: nothing here prints, reads the environment or asks the time.
//!
//! Every string of a report may have been written by whoever made the token.
//! Each format therefore escapes all of them, ours included, in one place:
//! `layout::Page` for people, [`json::safe_json`] for programs, and one
//! function at the top of each other file. May use the floors below and never
//! `load/` or `cli/`.

pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod keys;
mod layout;
pub mod markdown;
pub mod paint;
#[cfg(test)]
mod samples;
pub mod sarif;
pub mod summary;
mod value;
mod words;
