//! Times that count something else than seconds.

use crate::text::time::Timestamp;

/// A unit of time that programs count in where tokens have seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// "milliseconds".
    pub name: &'static str,
    /// How many of it are a second.
    pub in_a_second: i64,
}

const FINER: [Unit; 3] = [
    Unit { name: "milliseconds", in_a_second: 1_000 },
    Unit { name: "microseconds", in_a_second: 1_000_000 },
    Unit { name: "nanoseconds", in_a_second: 1_000_000_000 },
];

impl Unit {
    /// The unit that a number can only be meant in where it is too large for
    /// seconds: read as seconds it lies beyond the year 5138, read so it does not.
    #[must_use]
    pub fn finer(number: Timestamp) -> Option<Self> {
        let fits = |unit: &&Self| {
            let least = 100_000_000 * unit.in_a_second;
            (least..least.saturating_mul(1_000)).contains(&number.seconds())
        };
        FINER.iter().find(fits).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finer_units_are_seen() {
        let unit = |number: &str| Unit::finer(Timestamp::from_number(number).unwrap());
        assert_eq!(unit("1795172400"), None);
        assert_eq!(unit("1795172400000").unwrap().name, "milliseconds");
        assert_eq!(unit("1795172400000000").unwrap().name, "microseconds");
        assert_eq!(unit("1795172400000000000").unwrap().name, "nanoseconds");
        assert_eq!(unit("1e300"), None);
    }
}
