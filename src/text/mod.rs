//! Floor 0: plain text matters that know nothing of tokens. Lossless JSON,
//! encodings, escaping of hostile text, instants and durations. Uses no other floor.

pub mod bytes;
pub mod encoded;
pub mod escape;
pub mod json;
pub mod nearest;
pub mod time;
pub mod unit;
