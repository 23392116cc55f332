//! Eight bytes of text at once, each in its own lane of a number.

const ONES: u64 = 0x0101_0101_0101_0101;
/// The high bit of every lane.
const HIGH: u64 = 0x80 * ONES;

/// Marks what ends a run of plain text in a JSON string (RFC 8259 section 7):
/// the high bit of each lane that holds a quote, a backslash or a control
/// character. Lanes above the first mark may be marked wrongly.
#[inline]
pub(super) fn ends(word: u64) -> u64 {
    // This swaps `"` and a space: all below `!` is refused then.
    let below_or_quote = (word ^ (2 * ONES)).wrapping_sub(0x21 * ONES);
    let slash = (word ^ (u64::from(b'\\') * ONES)).wrapping_sub(ONES);
    // What is no ASCII ends nothing.
    (below_or_quote | slash) & !word & HIGH
}

/// Whether there is nothing to escape in any output: what [`ends`] marks, DEL,
/// or what is no ASCII.
#[inline]
pub(super) fn is_plain(word: u64) -> bool {
    let delete = word.wrapping_add(ONES);
    (ends(word) | (delete | word) & HIGH) == 0
}
