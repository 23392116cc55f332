//! The system's clock, read once a run; everything else takes the instant as a value.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::text::time::Timestamp;

/// The present instant; a clock set before 1970 reads as 1970.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_parts(seconds, since.subsec_nanos())
}
