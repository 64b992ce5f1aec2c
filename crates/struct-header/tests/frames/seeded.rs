//! Numbers drawn by lot, the same for the same seed, for tests that must fail twice in the same
//! way. It is no good source of chance.

/// SplitMix64 (Steele, Lea and Flood 2014): one addition and a mixer.
pub(crate) struct Lot(pub(crate) u64);

impl Lot {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `most`, both included.
    pub(crate) fn up_to(&mut self, most: usize) -> usize {
        (self.draw() % (most as u64 + 1)) as usize
    }

    /// A payload of 0 to `most` bytes, of any value: some of them look like headers.
    pub(crate) fn payload(&mut self, most: usize) -> Vec<u8> {
        let len = self.up_to(most);
        (0..len).map(|_| self.draw() as u8).collect()
    }
}
