//! Finds a byte that is probably near: about as far away as the last one was. For greater distances memchr is faster.

use memchr::memchr;

/// If the previous frame was longer than this, memchr searches from the start.
const NEAR: usize = 384;
/// Up to this length, small blocks are faster: searching the block that contains the byte costs more than the blocks before it.
const SHORT: usize = 32;
/// A 1, and the highest bit, in each of eight bytes.
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// Finds the first `byte` in `bytes`. The previous frame had `usual` bytes.
#[inline(always)]
pub(crate) fn find(byte: u8, bytes: &[u8], usual: usize) -> Option<usize> {
    let near = match bytes.first_chunk() {
        Some(near) if usual <= SHORT => find_near::<16>(byte, near),
        Some(near) if usual <= NEAR => find_near::<32>(byte, near),
        _ => None,
    };
    near.or_else(|| memchr(byte, bytes))
}

/// Compares `BLOCK` bytes at a time: the compiler turns the comparisons into vector instructions.
#[inline(always)]
fn find_near<const BLOCK: usize>(byte: u8, near: &[u8; NEAR]) -> Option<usize> {
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
