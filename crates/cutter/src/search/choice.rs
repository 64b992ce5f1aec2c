//! Which cuts to try: all of a short stream; of a long one those where programs break, and others at random.

use super::{Passed, Recut, Stream};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

/// How many bytes at the begin of a message are its header, for want of better knowledge.
const HEADER: u64 = 8;

/// Buffers have such sizes; their edges are where a read ends.
const BUFFERS: [u64; 4] = [512, 1024, 4096, 8192];

/// Single cuts in the order of the streams, and how many there are in all.
pub(super) fn singles(streams: &BTreeMap<Stream, Passed>, most: usize, seed: u64) -> (Vec<Recut>, usize) {
    let places = |passed: &Passed| passed.len.saturating_sub(1);
    let all: u64 = streams.values().map(places).sum();
    let mut cuts = Vec::new();
    for (&stream, passed) in streams {
        // Each stream has its share of the tries.
        let share = u128::from(places(passed)) * most as u128 / u128::from(all.max(1));
        let offsets: BTreeSet<u64> = if all <= most as u64 {
            (1..passed.len).collect()
        } else {
            chosen(passed, usize::try_from(share).unwrap_or(most).max(1), seed)
        };
        cuts.extend(offsets.into_iter().map(|offset| Recut::At(stream, vec![offset])));
    }
    (cuts, usize::try_from(all).unwrap_or(usize::MAX))
}

/// At most `most` offsets: round the begins of messages, at the edges of buffers, then at random.
fn chosen(passed: &Passed, most: usize, seed: u64) -> BTreeSet<u64> {
    let inside = |offset: &u64| (1..passed.len).contains(offset);
    let begins = passed.begins.iter().flat_map(|&begin| begin.saturating_sub(2)..begin + HEADER);
    let edges = BUFFERS.into_iter().flat_map(|size| [size - 1, size, size + 1]);
    let end = passed.len.saturating_sub(4)..passed.len;
    let mut offsets = BTreeSet::new();
    for offset in (1..=HEADER).chain(end).chain(edges).chain(begins).filter(inside) {
        if offsets.len() < most {
            offsets.insert(offset);
        }
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    while offsets.len() < most.min(usize::try_from(passed.len - 1).unwrap_or(most)) {
        offsets.insert(random.random_range(1..passed.len));
    }
    offsets
}

/// Pairs of cuts within the first bytes of each message, at most `most`, and how many pairs there are anywhere.
pub(super) fn pairs(streams: &BTreeMap<Stream, Passed>, most: usize) -> (Vec<Recut>, usize) {
    let mut cuts = Vec::new();
    for (&stream, passed) in streams {
        let mut seen = BTreeSet::new();
        for &begin in &passed.begins {
            let end = (begin + HEADER + 1).min(passed.len);
            for first in begin + 1..end {
                let new = (first + 1..end).filter(|&second| seen.insert((first, second)));
                cuts.extend(new.map(|second| Recut::At(stream, vec![first, second])));
            }
        }
    }
    let places = streams.values().map(|passed| passed.len.saturating_sub(1));
    let of: u64 = places.map(|places| places.saturating_mul(places.saturating_sub(1)) / 2).fold(0, u64::saturating_add);
    cuts.truncate(most);
    (cuts, usize::try_from(of).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Direction;

    fn stream(len: u64, begins: &[u64]) -> BTreeMap<Stream, Passed> {
        BTreeMap::from([((1, Direction::Up), Passed { bytes: Vec::new(), len, begins: begins.to_vec() })])
    }

    fn offsets(cuts: &[Recut]) -> Vec<u64> {
        let offset = |cut: &Recut| if let Recut::At(_, offsets) = cut { offsets[0] } else { 0 };
        cuts.iter().map(offset).collect()
    }

    #[test]
    fn a_short_stream_is_cut_everywhere() {
        let (cuts, of) = singles(&stream(5, &[0]), 100, 1);
        assert_eq!((offsets(&cuts), of), (vec![1, 2, 3, 4], 4));
    }

    #[test]
    fn a_long_stream_is_cut_where_programs_break_and_then_at_random() {
        let (cuts, of) = singles(&stream(100_000, &[0, 777]), 200, 1);
        assert_eq!((cuts.len(), of), (200, 99_999));
        let offsets = offsets(&cuts);
        for wanted in [1, 4, 777, 778, 784, 1023, 1024, 1025, 4096, 99_999] {
            assert!(offsets.contains(&wanted), "no cut at {wanted}");
        }
        assert!(offsets.is_sorted() && offsets.iter().any(|&offset| offset > 20_000 && offset < 90_000));
        assert_eq!(singles(&stream(100_000, &[0, 777]), 200, 1).0, cuts);
    }

    #[test]
    fn pairs_are_within_a_header() {
        let (cuts, of) = pairs(&stream(12, &[0, 9]), 100);
        assert_eq!((cuts.len(), of), (28 + 1, 55)); // 8 over 2, and 10 with 11; of 11 over 2
        assert_eq!(cuts.last(), Some(&Recut::At((1, Direction::Up), vec![10, 11])));
    }
}
