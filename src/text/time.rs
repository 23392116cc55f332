//! Instants and durations as values. Nothing here reads a clock.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Nanoseconds in a second.
const SECOND: i128 = 1_000_000_000;

/// An instant: nanoseconds since 1970-01-01T00:00:00Z (RFC 7519 section 2,
/// `NumericDate`, with its fraction). Saturates far outside any calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i128);

/// Farthest instant that is held; anything beyond behaves as this.
const FAR: i128 = i128::MAX / 4;

impl Timestamp {
    /// An instant from whole seconds since the epoch.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Self {
        Self(i128::from(seconds) * SECOND)
    }

    /// An instant from seconds and nanoseconds since the epoch.
    #[must_use]
    pub fn from_parts(seconds: i64, nanos: u32) -> Self {
        Self(i128::from(seconds) * SECOND + i128::from(nanos))
    }

    /// An instant from the text of a JSON number. A part finer than a
    /// nanosecond is rounded up, which keeps "now is at or after it" exact
    /// for every clock that counts nanoseconds.
    #[must_use]
    pub fn from_number(text: &str) -> Option<Self> {
        // Nearly every time claim is a whole number of seconds.
        if !text.starts_with('+')
            && let Ok(seconds) = text.parse()
        {
            return Some(Self::from_seconds(seconds));
        }
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], exponent(&text[at + 1..])?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = || whole.bytes().chain(fraction.bytes());
        if !digits().all(|b| b.is_ascii_digit()) || whole.is_empty() {
            return None;
        }
        // The value is `digits` x 10^shift nanoseconds.
        let shift = exponent
            .saturating_add(9)
            .saturating_sub(i64::try_from(fraction.len()).unwrap_or(i64::MAX));
        let digits: Vec<u8> = digits().skip_while(|b| *b == b'0').map(|b| b - b'0').collect();
        Some(Self(scaled(&digits, shift, negative)))
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub fn seconds(self) -> i64 {
        let seconds = self.0.div_euclid(SECOND);
        i64::try_from(seconds).unwrap_or(if seconds < 0 { i64::MIN } else { i64::MAX })
    }

    /// This instant, `seconds` later (earlier when negative).
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self((self.0 + i128::from(seconds) * SECOND).clamp(-FAR, FAR))
    }

    /// Seconds from `earlier` to this instant, rounded towards zero.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        let seconds = (self.0 - earlier.0) / SECOND;
        i64::try_from(seconds).unwrap_or(if seconds < 0 { i64::MIN } else { i64::MAX })
    }

    /// "2026-11-20T10:30:00Z", or the bare seconds where no calendar reaches.
    #[must_use]
    pub fn utc(self) -> String {
        let mut text = String::with_capacity(24);
        self.add_utc(&mut text);
        text
    }

    /// Adds what [`Self::utc`] gives to a text.
    fn add_utc(self, text: &mut String) {
        let Ok(instant) = jiff::Timestamp::from_second(self.seconds()) else {
            text.push_str(itoa::Buffer::new().format(self.seconds()));
            return text.push_str(" s since 1970");
        };
        match written(Offset::UTC.to_datetime(instant)) {
            Some(written) => text.push_str(str::from_utf8(&written).unwrap_or_default()),
            None => text.push_str(&instant.to_string()),
        }
    }

    /// "in 7h 46m", "3h 2m ago", "now": this instant as seen at `now`.
    #[must_use]
    pub fn relative_to(self, now: Self) -> String {
        let mut text = String::with_capacity(16);
        self.add_relative(now, &mut text);
        text
    }

    fn add_relative(self, now: Self, text: &mut String) {
        match self.since(now) {
            0 => text.push_str("now"),
            s if s > 0 => {
                text.push_str("in ");
                Span(s).add_to(text);
            }
            s => {
                Span(s.saturating_neg()).add_to(text);
                text.push_str(" ago");
            }
        }
    }

    /// "ended 2026-11-20T10:30:00Z (3h 2m ago)": what happens at this instant,
    /// as seen at `now`.
    #[must_use]
    pub fn told(self, what: &str, now: Self) -> String {
        let mut text = String::with_capacity(what.len() + 48);
        text.push_str(what);
        text.push(' ');
        self.add_utc(&mut text);
        text.push_str(" (");
        self.add_relative(now, &mut text);
        text.push(')');
        text
    }
}

/// "2026-11-20T10:30:00Z", for years of four digits. Every token has two or
/// three times, and a general formatter costs more than all else about them.
fn written(at: DateTime) -> Option<[u8; 20]> {
    let year = u8::try_from(at.year() / 100).ok()?;
    let mut text = *b"0000-00-00T00:00:00Z";
    let places = [
        (0, i16::from(year)),
        (2, at.year() % 100),
        (5, at.month().into()),
        (8, at.day().into()),
        (11, at.hour().into()),
        (14, at.minute().into()),
        (17, at.second().into()),
    ];
    for (place, number) in places {
        let number = u8::try_from(number).ok()?;
        [text[place], text[place + 1]] = [b'0' + number / 10, b'0' + number % 10];
    }
    Some(text)
}

fn exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse::<i64>().unwrap_or(i64::MAX / 2);
    Some(if text.starts_with('-') { -size } else { size })
}

/// `digits` x 10^shift, rounded up, within `FAR`.
fn scaled(digits: &[u8], shift: i64, negative: bool) -> i128 {
    let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    if digits.is_empty() {
        return 0;
    }
    if length.saturating_add(shift) > 36 {
        return if negative { -FAR } else { FAR };
    }
    let kept = usize::try_from(length + shift.min(0)).unwrap_or(0);
    let mut value = digits[..kept].iter().fold(0i128, |v, d| v * 10 + i128::from(*d));
    for _ in 0..shift.max(0) {
        value *= 10;
    }
    let cut = digits[kept..].iter().any(|d| *d != 0);
    if negative { -value } else { value + i128::from(cut) }
}

/// A length of time in seconds, written with its two largest units.
#[derive(Clone, Copy, Debug)]
pub struct Span(pub i64);

impl Span {
    fn add_to(self, text: &mut String) {
        // Numbers that are known when compiled: to divide by them is cheap.
        let seconds = u64::try_from(self.0).unwrap_or(0);
        let (count, unit, rest, smaller) = match seconds {
            0..60 => (seconds, 's', 0, 's'),
            60..3_600 => (seconds / 60, 'm', seconds % 60, 's'),
            3_600..86_400 => (seconds / 3_600, 'h', seconds % 3_600 / 60, 'm'),
            86_400..31_557_600 => (seconds / 86_400, 'd', seconds % 86_400 / 3_600, 'h'),
            _ => (seconds / 31_557_600, 'y', seconds % 31_557_600 / 86_400, 'd'),
        };
        text.push_str(itoa::Buffer::new().format(count));
        text.push(unit);
        if rest > 0 {
            text.push(' ');
            text.push_str(itoa::Buffer::new().format(rest));
            text.push(smaller);
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(16);
        self.add_to(&mut text);
        f.write_str(&text)
    }
}

/// Why a time or duration of the user's could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeError(String);

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TimeError {}

/// Reads a duration: plain seconds, or a number with `s`, `m`, `h` or `d`,
/// as seconds.
///
/// # Errors
/// When the text is none, or exceeds a million days.
pub fn duration(text: &str) -> Result<i64, TimeError> {
    let wrong = || TimeError(format!("'{text}' is no duration: give seconds, or 90s, 5m, 1h, 2d"));
    let text = text.trim();
    let (number, unit) = match text.strip_suffix(['s', 'm', 'h', 'd']) {
        Some(number) => (number, text.as_bytes()[number.len()]),
        None => (text, b's'),
    };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let size = match unit {
        b'm' => 60,
        b'h' => 3_600,
        b'd' => 86_400,
        _ => 1,
    };
    number
        .parse::<i64>()
        .ok()
        .and_then(|n| n.checked_mul(size))
        .filter(|s| *s <= 86_400_000_000)
        .ok_or_else(wrong)
}

/// Reads an instant for `--at`: digits are epoch seconds, `+N` or `-N` with a
/// unit is relative to `now`, anything else RFC 3339 with a zone.
///
/// # Errors
/// When the text is none of these.
pub fn instant(text: &str, now: Timestamp) -> Result<Timestamp, TimeError> {
    let text = text.trim();
    let wrong = || {
        TimeError(format!(
            "'{text}' is no time: give epoch seconds, -90s or +2h, or 2026-11-20T10:30:00Z"
        ))
    };
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().map(Timestamp::from_seconds).map_err(|_| wrong());
    }
    if let Some(length) = text.strip_prefix(['+', '-']) {
        // A bare number might be meant as seconds or as an instant.
        if !length.is_empty() && length.bytes().all(|b| b.is_ascii_digit()) {
            return Err(TimeError(format!(
                "'{text}' has no unit: give {text}s, {text}m or {text}h"
            )));
        }
        let sign = if text.starts_with('-') { -1 } else { 1 };
        return duration(length).map(|s| now.plus(sign * s)).map_err(|_| wrong());
    }
    let read: jiff::Timestamp = text.parse().map_err(|_| wrong())?;
    Ok(Timestamp(read.as_nanosecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_fraction() {
        let at = |text| Timestamp::from_number(text).unwrap();
        assert_eq!(at("1795169400"), Timestamp::from_seconds(1_795_169_400));
        assert_eq!(at("1.795169400e9"), Timestamp::from_seconds(1_795_169_400));
        assert!(at("1795169400.0000000001") > Timestamp::from_seconds(1_795_169_400));
        assert_eq!(at("-1").seconds(), -1);
        assert_eq!(at("0.000"), Timestamp::from_seconds(0));
        assert_eq!(at("1e300"), at("1e999999999999999999999"));
        assert!(at("1e300") > at("9223372036854775807"));
        assert_eq!(at("1e-300").seconds(), 0);
        assert_eq!(Timestamp::from_number("x"), None);
    }

    #[test]
    fn far_instants_do_not_overflow() {
        let far = Timestamp::from_number("1e300").unwrap();
        assert!(far.plus(i64::MAX) >= far);
        assert_eq!(far.utc(), "9223372036854775807 s since 1970");
        assert_eq!(far.since(Timestamp::from_seconds(0)), i64::MAX);
    }

    #[test]
    fn words() {
        let now = Timestamp::from_seconds(1_795_169_400);
        assert_eq!(now.utc(), "2026-11-20T10:10:00Z");
        assert_eq!(now.plus(27_960).relative_to(now), "in 7h 46m");
        assert_eq!(now.plus(-20).relative_to(now), "20s ago");
        assert_eq!(now.plus(60).told("ends", now), "ends 2026-11-20T10:11:00Z (in 1m)");
        for (seconds, text) in [
            (i64::MIN, "0s"),
            (0, "0s"),
            (59, "59s"),
            (60, "1m"),
            (3_599, "59m 59s"),
            (3_600, "1h"),
            (86_399, "23h 59m"),
            (86_400, "1d"),
            (31_557_599, "365d 5h"),
            (31_557_600, "1y"),
            (i64::MAX, "292271023045y 114d"),
        ] {
            assert_eq!(Span(seconds).to_string(), text);
        }
    }

    #[test]
    fn instants_are_written_as_jiff_writes_them() {
        let (start, end) = (jiff::Timestamp::MIN.as_second(), jiff::Timestamp::MAX.as_second());
        let starts = (start..=end).step_by(86_400 * 29 - 1);
        // Around the leap days of years that have one, and of those that don't.
        let odd = [68_169_600, 951_782_400, 1_709_164_800, 4_107_542_400, 13_574_563_200];
        let odd = odd.into_iter().flat_map(|at| (-3..4).map(move |day| at + day * 86_400 - 1));
        for seconds in
            starts.chain(odd).chain([start, -62_167_219_201, -62_167_219_200, -1, 0, end])
        {
            let theirs = jiff::Timestamp::from_second(seconds).unwrap().to_string();
            assert_eq!(Timestamp::from_seconds(seconds).utc(), theirs, "{seconds}");
        }
    }

    #[test]
    fn durations_and_instants() {
        assert_eq!(duration("90"), Ok(90));
        assert_eq!(duration("2m"), Ok(120));
        for bad in ["", "s", "-5", "5x", "1.5h", "99999999999999999999"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
        let now = Timestamp::from_seconds(1_000);
        assert_eq!(instant("5", now).unwrap().seconds(), 5);
        assert_eq!(instant("+2h", now).unwrap().seconds(), 8_200);
        assert_eq!(instant("-90s", now).unwrap().seconds(), 910);
        assert_eq!(instant("1970-01-01T00:00:05+00:00", now).unwrap().seconds(), 5);
        for bad in ["", "2026-11-20T10:30:00", "yesterday", "+", "-x"] {
            assert!(instant(bad, now).is_err(), "{bad}");
        }
    }
}
