//! Where to cut one direction of a connection. Offsets count from the first byte of that direction.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use std::num::{NonZeroU64, NonZeroUsize};
use std::time::Duration;

/// The places at which one direction is cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cuts {
    /// Nowhere: bytes are passed on as they arrive.
    #[default]
    Nowhere,
    /// After every so many bytes.
    Every(NonZeroU64),
    /// At these offsets.
    At(Vec<u64>),
    /// At random, so that pieces have 1 to `longest` bytes. The same seed, connection and direction give the same cuts.
    Random {
        /// The seed.
        seed: u64,
        /// The most bytes of a piece.
        longest: NonZeroU64,
    },
}

/// What is done to one direction of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Treatment {
    /// Where it is cut.
    pub cuts: Cuts,
    /// How many bytes to collect into one write. Fewer are written when the writer has been quiet for as long as `hold`.
    pub glue: Option<NonZeroUsize>,
    /// How long to wait before each write; with `glue`, how long a writer must be quiet.
    pub hold: Duration,
}

impl Treatment {
    /// Cuts, and no more.
    pub fn cut(cuts: Cuts) -> Self {
        Self { cuts, ..Self::default() }
    }

    /// Whether bytes are passed on as they arrive.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// The cuts of one direction of one connection, in the order in which its bytes meet them.
#[derive(Debug)]
pub(crate) struct NextCut {
    cuts: Cuts,
    random: Xoshiro256PlusPlus,
    /// The end of the current random piece.
    end: u64,
}

impl NextCut {
    /// `stream` tells apart the directions and connections that are cut at random with one seed.
    pub(crate) fn new(cuts: &Cuts, stream: u64) -> Self {
        let seed = if let Cuts::Random { seed, .. } = cuts { *seed } else { 0 };
        // An odd factor keeps different streams different (SplitMix64's, Steele and others 2014).
        let random = Xoshiro256PlusPlus::seed_from_u64(seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut cuts = cuts.clone();
        if let Cuts::At(offsets) = &mut cuts {
            offsets.sort_unstable();
        }
        Self { cuts, random, end: 0 }
    }

    /// The first cut after `offset`, which never goes back.
    pub(crate) fn after(&mut self, offset: u64) -> Option<u64> {
        match &self.cuts {
            Cuts::Nowhere => None,
            Cuts::Every(bytes) => Some((offset / *bytes + 1).saturating_mul(bytes.get())),
            Cuts::At(offsets) => offsets.get(offsets.partition_point(|&cut| cut <= offset)).copied(),
            Cuts::Random { longest, .. } => {
                while self.end <= offset {
                    self.end += self.random.random_range(1..=longest.get());
                }
                Some(self.end)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_cuts(cuts: &Cuts, stream: u64) -> Vec<u64> {
        let mut next_cut = NextCut::new(cuts, stream);
        let next = |offset: &u64| next_cut.after(*offset);
        std::iter::successors(Some(0), next).skip(1).take(100).collect()
    }

    fn bytes(bytes: u64) -> NonZeroU64 {
        NonZeroU64::new(bytes).expect("more than none")
    }

    #[test]
    fn cuts_come_where_they_are_asked_for() {
        assert_eq!(first_cuts(&Cuts::Nowhere, 0), []);
        assert_eq!(first_cuts(&Cuts::Every(bytes(3)), 0)[..3], [3, 6, 9]);
        assert_eq!(first_cuts(&Cuts::At(vec![4, 9]), 0), [4, 9]);
        assert_eq!(NextCut::new(&Cuts::Every(bytes(3)), 0).after(4), Some(6));
    }

    #[test]
    fn random_cuts_follow_from_seed_and_stream_alone() {
        let random = |seed, stream| first_cuts(&Cuts::Random { seed, longest: bytes(9) }, stream);
        assert_eq!(random(1, 2), random(1, 2));
        assert!(random(1, 2) != random(2, 2) && random(1, 2) != random(1, 3));
        let cuts = random(7, 0);
        assert!(cuts.windows(2).all(|two| (1..=9).contains(&(two[1] - two[0]))));
        let mut coarse = NextCut::new(&Cuts::Random { seed: 7, longest: bytes(9) }, 0);
        assert_eq!(coarse.after(50), cuts.iter().copied().find(|&cut| cut > 50), "however the stream arrived");
    }
}
