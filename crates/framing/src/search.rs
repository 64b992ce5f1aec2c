//! One byte among many, found a block at a time. It finds nothing longer.

/// Bytes that are compared at once: the compiler makes vector instructions of it.
const BLOCK: usize = 32;

/// Where `byte` stands first in `bytes`.
#[inline]
pub(crate) fn find(byte: u8, bytes: &[u8]) -> Option<usize> {
    let clean = bytes.chunks_exact(BLOCK).take_while(|block| !has(byte, block)).count() * BLOCK;
    bytes[clean..].iter().position(|&other| other == byte).map(|at| clean + at)
}

/// Looks at the whole block without a branch for each byte.
#[inline]
fn has(byte: u8, block: &[u8]) -> bool {
    block.iter().fold(false, |found, &other| found | (other == byte))
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, find};

    #[test]
    fn the_first_of_several_is_found_wherever_it_stands() {
        for len in 0..3 * BLOCK {
            let mut bytes = vec![7; len];
            assert_eq!(find(0, &bytes), None);
            for at in (0..len).rev() {
                bytes[at] = 0;
                assert_eq!(find(0, &bytes), Some(at));
            }
        }
    }
}
