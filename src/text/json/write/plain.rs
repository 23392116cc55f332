//! Copies text and sees, on the way, whether there is nothing to escape in it.

use crate::text::json::lanes::is_plain;

/// As many bytes as are looked at together.
const LANES: usize = 16;

/// Copies a text to room of the same length. Whether it is plain: ASCII, and
/// neither a control character nor `"` nor `\`. What is not plain may be
/// copied in part.
#[inline(always)]
pub(super) fn copied(from: &[u8], to: &mut [u8]) -> bool {
    let Some((_, last)) = ends(from, to) else { return copied_short(from, to) };
    let mut odd = [0; LANES];
    look(last, &mut odd);
    for (from, to) in from.as_chunks::<LANES>().0.iter().zip(to.as_chunks_mut::<LANES>().0) {
        let lanes = *from;
        *to = lanes;
        look(lanes, &mut odd);
    }
    odd.iter().fold(0, |seen, lane| seen | lane) == 0
}

/// Sets the lanes of bytes that are not plain. One more than a byte, with a
/// sign, is at most a space for control characters, DEL and what is no ASCII.
#[inline(always)]
fn look(bytes: [u8; LANES], odd: &mut [u8; LANES]) {
    for (lane, byte) in odd.iter_mut().zip(bytes) {
        let outside = byte.wrapping_add(1).cast_signed() <= 0x20;
        *lane |= if outside || byte == b'"' || byte == b'\\' { 0xff } else { 0 };
    }
}

/// Fewer than [`LANES`] bytes, as one or two numbers.
#[inline(always)]
fn copied_short(from: &[u8], to: &mut [u8]) -> bool {
    if let Some((first, last)) = ends(from, to) {
        return is_plain(u64::from_le_bytes(first)) && is_plain(u64::from_le_bytes(last));
    }
    if let Some((first, last)) = ends(from, to) {
        let (first, last) = (u32::from_le_bytes(first), u32::from_le_bytes(last));
        return is_plain(u64::from(first) | u64::from(last) << 32);
    }
    let few = match (from, to) {
        ([a], [to]) => {
            *to = *a;
            [*a, b' ', b' ', b' ']
        }
        ([a, b], [to, then]) => {
            (*to, *then) = (*a, *b);
            [*a, *b, b' ', b' ']
        }
        ([a, b, c], [to, then, last]) => {
            (*to, *then, *last) = (*a, *b, *c);
            [*a, *b, *c, b' ']
        }
        _ => return true,
    };
    is_plain(u64::from(u32::from_le_bytes(few)) | 0x2020_2020 << 32)
}

/// Copies the first and the last bytes of a text, which may overlap.
#[inline(always)]
fn ends<const N: usize>(from: &[u8], to: &mut [u8]) -> Option<([u8; N], [u8; N])> {
    let (first, last) = (*from.first_chunk()?, *from.last_chunk()?);
    *to.first_chunk_mut()? = first;
    *to.last_chunk_mut()? = last;
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_seen_wherever_it_stands() {
        let mut to = [0; 100];
        for length in 0..to.len() {
            let to = &mut to[..length];
            assert!(copied(&vec![b'a'; length], to));
            for at in 0..length {
                for byte in 0..=255_u8 {
                    let mut text = vec![b'a'; length];
                    text[at] = byte;
                    let plain = (0x20..0x7f).contains(&byte) && !b"\"\\".contains(&byte);
                    assert_eq!(copied(&text, to), plain, "{byte} at {at} of {length}");
                    assert!(!plain || text == to, "{byte} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn every_byte_is_copied() {
        let text: Vec<u8> = (b'0'..=b'9').chain(b'A'..=b'Z').chain(b'a'..=b'z').collect();
        for from in 0..text.len() {
            for to in from..=text.len() {
                let mut room = vec![0; to - from];
                assert!(copied(&text[from..to], &mut room));
                assert_eq!(room, text[from..to]);
            }
        }
    }
}
