//! The line that tells a person at a terminal how far a long run is.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::render::summary::grouped;

/// Nobody is told anything before: most runs are over by then.
const FIRST: Duration = Duration::from_secs(1);
/// How often the line changes.
const EVERY: Duration = Duration::from_millis(250);

/// Counts what is done, and shows it now and then.
pub(super) struct Progress {
    since: Instant,
    told: Option<Instant>,
    tokens: usize,
    rejected: usize,
}

impl Progress {
    pub(super) fn start() -> Self {
        Self { since: Instant::now(), told: None, tokens: 0, rejected: 0 }
    }

    /// Counts more tokens, and writes the line if it is time to.
    pub(super) fn tell(
        &mut self,
        tokens: usize,
        rejected: usize,
        err: &mut dyn Write,
    ) -> io::Result<()> {
        self.tokens += tokens;
        self.rejected += rejected;
        let elapsed = self.since.elapsed();
        if elapsed < FIRST || self.told.is_some_and(|told| told.elapsed() < EVERY) {
            return Ok(());
        }
        self.told = Some(Instant::now());
        write!(err, "\r{}\x1b[K", line(self.tokens, self.rejected, elapsed))?;
        err.flush()
    }

    /// Takes the line away, where it stands.
    pub(super) fn clear(&mut self, err: &mut dyn Write) -> io::Result<()> {
        match self.told.take() {
            Some(_) => {
                write!(err, "\r\x1b[K")?;
                err.flush()
            }
            None => Ok(()),
        }
    }
}

fn line(tokens: usize, rejected: usize, elapsed: Duration) -> String {
    let rate = tokens as u128 * 1000 / elapsed.as_millis().max(1);
    let rejected = match rejected {
        0 => String::new(),
        many => format!(", {} rejected", grouped(many as u128)),
    };
    format!("{} tokens, {}/s{rejected}", grouped(tokens as u128), grouped(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line() {
        assert_eq!(line(1_234_567, 0, Duration::from_secs(2)), "1,234,567 tokens, 617,283/s");
        assert_eq!(line(12, 1000, Duration::ZERO), "12 tokens, 12,000/s, 1,000 rejected");
    }

    #[test]
    fn it_comes_late_seldom_and_goes_away() {
        let mut progress = Progress::start();
        let mut err = Vec::new();
        progress.tell(5, 1, &mut err).unwrap();
        progress.clear(&mut err).unwrap();
        assert!(err.is_empty());
        progress.since = Instant::now().checked_sub(Duration::from_secs(10)).unwrap();
        for _ in 0..3 {
            progress.tell(5, 0, &mut err).unwrap();
        }
        assert_eq!(err, b"\r10 tokens, 1/s, 1 rejected\x1b[K");
        progress.clear(&mut err).unwrap();
        progress.clear(&mut err).unwrap();
        assert!(err.ends_with(b"rejected\x1b[K\r\x1b[K"));
    }
}
