//! Exit codes, in one place.

use crate::verdict::report::Decision;

/// How a run ended; the order of the variants is that of the contract's table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exit {
    /// Done; accepted; the expectation is met.
    #[default]
    Done = 0,
    /// Rejected; the expectation is not met.
    Rejected = 1,
    /// Usage or configuration error, an absent or unusable file.
    Usage = 2,
    /// There was no token to read.
    NoToken = 3,
    /// No asked check fails, and at least one can't be decided.
    Undecided = 4,
}

impl Exit {
    /// The number for the shell.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Of several tokens the gravest counts: 2, then 1, 4, 3, 0.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let rank = |exit: Self| match exit {
            Self::Usage => 4,
            Self::Rejected => 3,
            Self::Undecided => 2,
            Self::NoToken => 1,
            Self::Done => 0,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

impl From<Decision> for Exit {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Accept => Self::Done,
            Decision::Reject => Self::Rejected,
            Decision::Undecided => Self::Undecided,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_counts() {
        let order = [Exit::Usage, Exit::Rejected, Exit::Undecided, Exit::NoToken, Exit::Done];
        for (at, grave) in order.iter().enumerate() {
            for light in &order[at..] {
                assert_eq!(grave.and(*light), *grave);
                assert_eq!(light.and(*grave), *grave);
            }
        }
    }
}
