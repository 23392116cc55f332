//! Floor 0: plain text matters that know nothing of tokens. Lossless JSON,
//! escaping of hostile text, instants and durations. Uses no other floor.

mod digits;
pub mod escape;
pub mod json;
pub mod nearest;
pub mod time;
