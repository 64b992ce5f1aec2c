//! Finds a byte that is probably near: about as far away as the last one was. For greater distances memchr is faster.

use memchr::memchr;

/// If the previous frame was longer than this, memchr searches from the start.
const NEAR: usize = 128;
/// Bytes compared at once: the compiler turns the comparisons into one vector instruction.
const BLOCK: usize = 16;
/// A 1, and the highest bit, in each of eight bytes.
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// Finds the first `byte` in `bytes`. The previous frame had `usual` bytes.
#[inline(always)]
pub(crate) fn find(byte: u8, bytes: &[u8], usual: usize) -> Option<usize> {
    let near = if usual > NEAR { None } else { bytes.first_chunk::<NEAR>() };
    near.and_then(|near| find_near(byte, near)).or_else(|| memchr(byte, bytes))
}

#[inline(always)]
fn find_near(byte: u8, near: &[u8; NEAR]) -> Option<usize> {
    let mut blocks = near.chunks_exact(BLOCK);
    let at = BLOCK * blocks.position(|block| block.iter().fold(false, |found, &other| found | (other == byte)))?;
    find_in_words(byte, &near[at..][..BLOCK]).map(|inside| at + inside)
}

#[inline(always)]
fn find_in_words(byte: u8, bytes: &[u8]) -> Option<usize> {
    for (at, word) in bytes.chunks_exact(8).enumerate() {
        let word = word.first_chunk().map_or(0, |&word| u64::from_le_bytes(word));
        let zero = word ^ (u64::from(byte) * ONES);
        // The lowest set bit marks the first zero byte (Mycroft 1987). The bits above it may be wrong.
        let zeros = zero.wrapping_sub(ONES) & !zero & HIGHS;
        if zeros != 0 {
            return Some(8 * at + zeros.trailing_zeros() as usize / 8);
        }
    }
    None
}
