//! Splits the input into chunks: as it arrives, and also at the offsets that the command line gives, or at random ones. It holds
//! nothing back, so a stream that continues is decoded as it arrives.

use crate::streams::{Input, cannot_read};
use clap::{Arg, ArgMatches};
use command_line::{Failure, Stop, whole};
use std::io::Read;

/// The longest read, in bytes. Random cuts are chosen for this many bytes at a time.
const READ: usize = 64 * 1024;

/// The longest chunk between random cuts, in bytes.
const LONGEST_RANDOM: usize = 9;

pub(crate) fn args() -> [Arg; 2] {
    let number = |name: &'static str, value: &'static str, example: &str| {
        let arg = Arg::new(name).long(name).value_name(value).allow_hyphen_values(true);
        arg.value_parser(whole::<u64>(0..=u64::MAX.into(), example))
    };
    [
        number("cuts", "OFFSETS", "5").value_delimiter(',').help("Offsets at which to cut the stream: 1,5,9"),
        number("cut-seed", "N", "7").conflicts_with("cuts").help("Seed for random cuts, every 1 to 9 bytes"),
    ]
}

/// A stream and its cuts.
pub(crate) struct Chunks<R> {
    input: R,
    /// Offsets in the stream, in ascending order.
    cuts: Vec<u64>,
    /// The seed of the next random cuts, if there are any.
    seed: Option<u64>,
    buffer: Vec<u8>,
    /// The offset in the stream of the next chunk.
    offset: u64,
}

impl Chunks<Input> {
    /// # Errors
    /// If the offsets are not in ascending order, or one of them is 0.
    pub(crate) fn new(input: Input, matches: &ArgMatches) -> Result<Self, Failure> {
        let cuts = matches.get_many("cuts").map(|offsets| offsets.copied().collect());
        let seed = matches.get_one("cut-seed").copied();
        Ok(Self { input, cuts: ascending("--cuts", cuts.unwrap_or_default())?, seed, buffer: vec![0; READ], offset: 0 })
    }
}

impl<R: Read> Chunks<R> {
    /// The cuts that were requested but not made, and the length of the stream. Call it when the stream has ended.
    pub(crate) fn not_made(&self) -> Option<(&[u64], u64)> {
        let made = self.cuts.partition_point(|&cut| cut < self.offset);
        (self.seed.is_none() && made < self.cuts.len()).then_some((&self.cuts[made..], self.offset))
    }

    /// Reads once, and passes each chunk to `take` until that returns `false`. Returns `Ok(false)` then, and at the end of the
    /// stream.
    pub(crate) fn next(&mut self, mut take: impl FnMut(&[u8]) -> Result<bool, Stop>) -> Result<bool, Stop> {
        let len = self.input.read(&mut self.buffer).map_err(|error| cannot_read(&error))?;
        let mut from = 0;
        while from < len {
            let next = self.next_cut().map_or(u64::MAX, |cut| cut - self.offset);
            let to = len.min(from.saturating_add(usize::try_from(next).unwrap_or(READ)));
            self.offset += (to - from) as u64;
            if !take(&self.buffer[from..to])? {
                return Ok(false);
            }
            from = to;
        }
        Ok(len > 0)
    }

    /// The first cut after the current offset.
    fn next_cut(&mut self) -> Option<u64> {
        if let (Some(seed), true) = (&mut self.seed, self.cuts.last().is_none_or(|&last| last <= self.offset)) {
            let mut end = self.offset;
            self.cuts.clear();
            self.cuts.extend(sender_nagle::random_chunks(&[0; READ], LONGEST_RANDOM, *seed).map(|chunk| {
                end += chunk.len() as u64;
                end
            }));
            *seed = seed.wrapping_add(1);
        }
        let made = self.cuts.partition_point(|&cut| cut <= self.offset);
        self.cuts.get(made).copied()
    }
}

/// The offsets that `option` gives, if they are such that a stream can be cut there.
pub(crate) fn ascending(option: &str, cuts: Vec<u64>) -> Result<Vec<u64>, Failure> {
    let hint = format!("give offsets in ascending order, such as {option} 1,5,9");
    if cuts.first() == Some(&0) {
        return Err(Failure::cannot(format!("{option}: the stream cannot be cut at 0, where it begins"), hint));
    }
    match cuts.windows(2).find(|two| two[0] >= two[1]) {
        Some(two) => Err(Failure::cannot(format!("{option}: {} comes after {}", two[1], two[0]), hint)),
        None => Ok(cuts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(cuts: &[u64], seed: Option<u64>, stream: impl Read) -> Vec<Vec<u8>> {
        let mut chunks = Chunks { input: stream, cuts: cuts.to_vec(), seed, buffer: vec![0; READ], offset: 0 };
        let mut all = Vec::new();
        let mut take = |chunk: &[u8]| {
            all.push(chunk.to_vec());
            Ok(true)
        };
        while chunks.next(&mut take).expect("a slice can be read") {}
        all
    }

    #[test]
    fn a_stream_is_cut_where_asked_and_where_it_arrives() {
        let lengths =
            |cuts: &[u64], stream: &mut dyn Read| chunks(cuts, None, stream).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(lengths(&[1, 5, 9], &mut &[7; 20][..]), [1, 4, 4, 11]);
        assert_eq!(lengths(&[5, 30], &mut &[7; 20][..]), [5, 15]);
        assert_eq!(lengths(&[3], &mut &[7; READ + 10][..]), [3, READ - 3, 10]);
        assert_eq!(lengths(&[3, 6], &mut [7; 4].chain(&[7; 4][..])), [3, 1, 2, 2]);
    }

    #[test]
    fn random_cuts_depend_on_the_seed_and_not_on_what_arrives() {
        let stream: Vec<u8> = (0..=255).cycle().take(2 * READ + 1000).collect();
        let of = |seed| chunks(&[], Some(seed), &stream[..]);
        assert!(of(1).iter().all(|chunk| (1..=LONGEST_RANDOM).contains(&chunk.len())));
        assert!(of(1).concat() == stream && of(1) == of(1) && of(1) != of(2));
        let cuts = |chunks: Vec<Vec<u8>>| {
            let ends = chunks.iter().scan(0, |end, chunk| {
                *end += chunk.len();
                Some(*end)
            });
            ends.filter(|end| end % READ != 7).collect::<Vec<_>>()
        };
        assert_eq!(cuts(chunks(&[], Some(1), stream[..7].chain(&stream[7..]))), cuts(of(1)));
    }
}
