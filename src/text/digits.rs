//! Whole numbers as decimal digits, without the machinery of `fmt`, which
//! costs more than the digits where there are millions of them.

/// All pairs of digits, in order.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let (mut at, mut pair) = (0, [b'0'; 2]);
    while at < pairs.len() {
        pairs[at] = pair;
        at += 1;
        pair = if pair[1] < b'9' { [pair[0], pair[1] + 1] } else { [pair[0] + 1, b'0'] };
    }
    pairs
};

/// The digits of a number.
pub(super) struct Digits {
    /// At the end of it.
    buffer: [u8; Self::MOST],
    start: usize,
}

impl Digits {
    /// As many as the largest number has.
    const MOST: usize = 20;

    /// The digits of a number, without leading zeros.
    pub(super) fn of(mut number: u64) -> Self {
        let mut buffer = [b'0'; Self::MOST];
        let mut start = Self::MOST;
        for places in buffer.as_chunks_mut().0.iter_mut().rev() {
            *places = pair(number);
            start -= if number < 10 { 1 } else { 2 };
            number /= 100;
            if number == 0 {
                break;
            }
        }
        Self { buffer, start }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Adds them to a text.
    pub(super) fn add_to(&self, text: &mut String) {
        text.push_str(str::from_utf8(self.bytes()).unwrap_or_default());
    }
}

/// The last two digits of a number.
pub(super) fn pair(number: u64) -> [u8; 2] {
    PAIRS[usize::try_from(number % 100).unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_fmt() {
        let mut numbers = vec![0, u64::MAX, u64::MAX - 1];
        for power in 0..20 {
            let number = 10_u64.pow(power);
            numbers.extend([number - 1, number, number + 1, number.saturating_mul(9)]);
        }
        for number in numbers {
            let digits = Digits::of(number);
            assert_eq!(digits.bytes(), number.to_string().as_bytes());
            let mut text = "a".to_owned();
            digits.add_to(&mut text);
            assert_eq!(text, format!("a{number}"));
        }
    }
}
