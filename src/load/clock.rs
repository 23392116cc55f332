//! The system's clock; everything else takes the instant as a value.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::text::time::{TimeError, Timestamp, instant};

/// The clock to judge by.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// It stands still.
    At(Timestamp),
    /// The system's, moved by so many seconds: it goes on while a live stream
    /// is read, or the last token would be judged for the time of the first.
    System(i64),
}

impl Clock {
    /// What it shows.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Self::At(instant) => instant,
            Self::System(moved) => now().plus(moved),
        }
    }

    /// The clock as `--at` sets it: what is relative goes on.
    ///
    /// # Errors
    /// When the text is no time.
    pub fn set(self, text: &str) -> Result<Self, TimeError> {
        let now = self.now();
        let then = instant(text, now)?;
        Ok(match self {
            Self::System(moved) if text.trim_start().starts_with(['+', '-']) => {
                Self::System(moved.saturating_add(then.since(now)))
            }
            _ => Self::At(then),
        })
    }
}

/// The present instant; a clock set before 1970 reads as 1970.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_parts(seconds, since.subsec_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_set() {
        let still = Clock::At(Timestamp::from_seconds(1_000));
        assert_eq!(still.set("+2h").unwrap().now().seconds(), 8_200);
        assert_eq!(still.set("5").unwrap().now().seconds(), 5);
        assert!(matches!(Clock::System(0).set("5"), Ok(Clock::At(_))));
        assert!(matches!(Clock::System(7).set(" -1m"), Ok(Clock::System(-53))));
        let ahead = Clock::System(0).set("+1d").unwrap().now().since(now());
        assert!((86_399..86_460).contains(&ahead), "{ahead}");
        assert!(still.set("soon").is_err());
    }
}
