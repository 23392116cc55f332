//! Searches for a byte, many bytes at a time. `memchr` asks the processor first
//! what else it can do; a virtual machine answers each such question in some ten
//! microseconds, which a run over one token would notice. What every processor
//! of the architecture can do needs no question, and is hardly slower.

#[cfg(target_arch = "x86_64")]
use memchr::arch::x86_64::sse2::memchr::One;

/// Where the byte stands first.
#[must_use]
#[inline]
pub fn find(byte: u8, text: &[u8]) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    if let Some(one) = One::new(byte) {
        return one.find(text);
    }
    memchr::memchr(byte, text)
}

/// Every place where the byte stands, in order.
pub fn find_all(byte: u8, text: &[u8]) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + find(byte, &text[from..])?;
        from = at + 1;
        Some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_wherever_they_stand() {
        for length in 0..100 {
            let mut text = vec![b'a'; length];
            assert_eq!(find(b'.', &text), None);
            for first in 0..length {
                for last in [first, usize::midpoint(first, length), length - 1] {
                    (text[first], text[last]) = (b'.', b'.');
                    assert_eq!(find(b'.', &text), Some(first));
                    let mut all = vec![first, last];
                    all.dedup();
                    assert_eq!(find_all(b'.', &text).collect::<Vec<_>>(), all);
                    (text[first], text[last]) = (b'a', b'a');
                }
            }
        }
    }
}
