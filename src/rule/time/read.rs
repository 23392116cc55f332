//! How one server reads a time claim: of a value that is no plain number
//! some servers make one, some see no claim at all, some refuse the token.

use crate::rule::Facts;
use crate::server::behaviour::{Behaviour, Take, TimeReading, TimeRule};
use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;
use crate::text::unit::Unit;

/// What a server makes of a time claim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::rule) enum Time<'a> {
    /// There is none, or none that it sees.
    Absent,
    /// This instant.
    At(Timestamp),
    /// Something that it can't read.
    Odd(&'a Json),
}

/// The rule for a time claim of that name.
pub(in crate::rule) fn rule_of(facts: &Facts<'_>, name: &str) -> TimeRule {
    let does = &facts.demands.behaviour;
    match name {
        "exp" => does.exp,
        "nbf" => does.nbf,
        _ => does.iat,
    }
}

/// The time claims of one token as one server reads them.
#[derive(Debug)]
pub struct Times<'a> {
    exp: Time<'a>,
    nbf: Time<'a>,
    iat: Time<'a>,
    /// The names of those whose number can only be meant in a finer unit than
    /// seconds, and that unit.
    pub(in crate::rule) too_fine: Vec<(&'static str, Unit)>,
}

impl<'a> Times<'a> {
    /// Reads them once: half of the rules about time ask for `exp` alone.
    #[must_use]
    pub fn read(claims: &'a Object, does: &Behaviour) -> Self {
        let time = |name, rule: &TimeRule| {
            claims.get(name).map_or(Time::Absent, |json| read(json, rule.reading))
        };
        let far = |name| Some((name, claims.time_claim(name).present().and_then(Unit::finer)?));
        Self {
            exp: time("exp", &does.exp),
            nbf: time("nbf", &does.nbf),
            iat: time("iat", &does.iat),
            too_fine: ["exp", "nbf", "iat", "auth_time"].into_iter().filter_map(far).collect(),
        }
    }
}

impl Times<'_> {
    /// Whether this one is too large for seconds.
    pub(in crate::rule) fn is_too_fine(&self, name: &str) -> bool {
        self.too_fine.iter().any(|(claim, _)| *claim == name)
    }
}

/// A time claim as this server reads it.
pub(in crate::rule) fn time<'a>(facts: &Facts<'a>, name: &str) -> Time<'a> {
    match name {
        "exp" => facts.times.exp,
        "nbf" => facts.times.nbf,
        _ => facts.times.iat,
    }
}

fn read<'a>(json: &'a Json, by: &TimeReading) -> Time<'a> {
    let taken = |take: Take, number: Option<Timestamp>| match (take, number) {
        (Take::Number, Some(time)) => Time::At(time),
        (Take::Absent, _) => Time::Absent,
        (Take::Zero, _) => Time::At(Timestamp::from_seconds(0)),
        (Take::Number | Take::Refused, _) => Time::Odd(json),
    };
    match json {
        Json::Number(number) => match Timestamp::from_number(number.text()) {
            Some(time) => {
                let time = if by.whole { Timestamp::from_seconds(time.seconds()) } else { time };
                taken(class(number.text(), time, by), Some(time))
            }
            None => Time::Odd(json),
        },
        Json::String(text) => {
            let text = text.trim();
            match text.parse::<i64>() {
                Err(_) if text.is_empty() => taken(by.blank, None),
                Ok(seconds) => taken(by.digits, Some(Timestamp::from_seconds(seconds))),
                Err(_) => taken(by.words, None),
            }
        }
        Json::Bool(value) => taken(by.truth, Some(Timestamp::from_seconds(i64::from(*value)))),
        Json::Null => taken(by.null, None),
        Json::Array(_) | Json::Object(_) => taken(by.other, None),
    }
}

/// What becomes of a number.
fn class(text: &str, time: Timestamp, by: &TimeReading) -> Take {
    if text.starts_with('-') && time < Timestamp::from_seconds(0) {
        by.negative
    } else if time == Timestamp::from_seconds(0) {
        by.zero
    } else if by.exponent != Take::Number && text.bytes().any(|byte| matches!(byte, b'e' | b'E')) {
        by.exponent
    } else if time > Timestamp::from_seconds(by.most) {
        by.beyond
    } else if text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
        by.fraction
    } else {
        Take::Number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::behaviour::NUMBER;

    #[test]
    fn values_are_told_apart() {
        let json = |text: &str| Json::parse(text.as_bytes()).unwrap();
        let lenient = TimeReading {
            digits: Take::Number,
            words: Take::Absent,
            truth: Take::Number,
            negative: Take::Absent,
            fraction: Take::Zero,
            most: 9_000_000_000,
            beyond: Take::Absent,
            ..NUMBER
        };
        let at = |seconds| Time::At(Timestamp::from_seconds(seconds));
        for (text, strict, loose) in [
            ("12", at(12), at(12)),
            ("-1", at(-1), Time::Absent),
            ("\"12\"", Time::Odd(&json("\"12\"")), at(12)),
            ("\"x\"", Time::Odd(&json("\"x\"")), Time::Absent),
            ("true", Time::Odd(&json("true")), at(1)),
            ("12.5", Time::At(Timestamp::from_parts(12, 500_000_000)), at(0)),
            ("9000000001", at(9_000_000_001), Time::Absent),
        ] {
            assert_eq!(read(&json(text), &NUMBER), strict, "{text}");
            assert_eq!(read(&json(text), &lenient), loose, "{text}");
        }
    }
}
