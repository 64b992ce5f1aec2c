//! Finds one byte where it is likely to be: about as far away as last time. In a short frame the loop here is done before
//! a call to memchr would be; everything further away is left to memchr.

use memchr::memchr;

/// Frames up to this length are searched a word at a time.
const SHORT: usize = 32;
/// Bytes compared at once in longer frames: the compiler turns the comparisons into vector instructions.
const BLOCK: usize = 64;
/// In frames that are longer than this, memchr searches from the start.
const NEAR: usize = 512;
/// A 1, and the highest bit, in each of eight bytes.
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// Finds the first `byte` in `bytes`. The frame before had `usual` bytes.
#[inline(always)]
pub(crate) fn find(byte: u8, bytes: &[u8], usual: usize) -> Option<usize> {
    if usual <= SHORT {
        if let Some(at) = bytes.first_chunk::<SHORT>().and_then(|block| find_in_words(byte, block)) {
            return Some(at);
        }
    }
    find_further(byte, bytes, usual)
}

#[inline(never)]
fn find_further(byte: u8, bytes: &[u8], usual: usize) -> Option<usize> {
    let near = if usual > NEAR { 0 } else { bytes.len().min(NEAR) / BLOCK * BLOCK };
    for (at, block) in bytes[..near].chunks_exact(BLOCK).enumerate() {
        if block.iter().fold(false, |found, &other| found | (other == byte)) {
            return find_in_words(byte, block).map(|inside| at * BLOCK + inside);
        }
    }
    memchr(byte, &bytes[near..]).map(|at| near + at)
}

#[inline]
fn find_in_words(byte: u8, block: &[u8]) -> Option<usize> {
    for (at, word) in block.chunks_exact(8).enumerate() {
        let word = word.first_chunk().map_or(0, |&word| u64::from_le_bytes(word));
        let zero = word ^ (u64::from(byte) * ONES);
        // The lowest bit set marks the first byte that is zero (Mycroft 1987); the bits above it may be wrong.
        let zeros = zero.wrapping_sub(ONES) & !zero & HIGHS;
        if zeros != 0 {
            return Some(8 * at + zeros.trailing_zeros() as usize / 8);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, NEAR, find};

    #[test]
    fn the_first_of_several_is_found_wherever_it_stands() {
        for usual in [0, BLOCK, NEAR + 1] {
            for len in [0, 1, 7, 31, 32, 63, 64, 130, NEAR, NEAR + 100] {
                let mut bytes = vec![1; len]; // a 1 follows a 0: Mycroft's trick marks both
                assert_eq!(find(0, &bytes, usual), None);
                for at in (0..len).rev() {
                    bytes[at] = 0;
                    assert_eq!(find(0, &bytes, usual), Some(at), "{len} bytes, usually {usual}");
                }
            }
        }
    }
}
