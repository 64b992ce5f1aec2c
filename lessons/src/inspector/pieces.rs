//! A stream in the pieces that were asked for: as it comes, cut at offsets, or cut by lot. A piece of more than 64 KiB is
//! given in parts of that, so that no stream needs more memory than another.

use super::cannot_read;
use clap::{Arg, ArgMatches};
use lesson::command_line::whole;
use lesson::{Failure, Stop};
use std::io::{self, ErrorKind, Read};

/// The longest piece, in bytes.
const MOST: usize = 64 * 1024;

/// The longest piece of those that are drawn by lot, in bytes.
const LONGEST_BY_LOT: usize = 9;

/// A command whose standard input can be read.
const EXAMPLE: &str = "decode --framing line < stream.bin";

enum Cut {
    AsItComes,
    At(Vec<u64>),
    ByLot(u64),
}

/// A stream and how it is cut.
pub(super) struct Pieces<R> {
    input: R,
    cut: Cut,
    buffer: Vec<u8>,
    /// Where in the stream the next piece begins.
    offset: u64,
    ended: bool,
}

pub(super) fn args() -> [Arg; 2] {
    let number = |name: &'static str, example: &str| {
        let arg = Arg::new(name).long(name).value_parser(whole::<u64>(0..=u64::MAX.into(), example));
        arg.allow_negative_numbers(true) // told as out of range
    };
    let (cuts, seed) = (number("cuts", "5").value_name("OFFSETS"), number("cut-seed", "7").value_name("N"));
    [
        cuts.value_delimiter(',').help("Feeds it in pieces cut there, as in 1,5,9"),
        seed.conflicts_with("cuts").help("Feeds it in pieces of 1 to 9 bytes, by lot"),
    ]
}

impl<R: Read> Pieces<R> {
    /// # Errors
    /// Where offsets were asked for that are no cuts, or not in their order.
    pub(super) fn new(input: R, matches: &ArgMatches) -> Result<Self, Failure> {
        let cut = match (matches.get_many::<u64>("cuts"), matches.get_one::<u64>("cut-seed")) {
            (Some(offsets), _) => Cut::At(in_order(offsets.copied().collect())?),
            (None, Some(&seed)) => Cut::ByLot(seed),
            (None, None) => Cut::AsItComes,
        };
        Ok(Self { input, cut, buffer: vec![0; MOST], offset: 0, ended: false })
    }

    /// The cuts that a stream which has ended was too short for, and how many bytes it had.
    pub(super) fn not_reached(&self) -> Option<(Vec<u64>, u64)> {
        let Cut::At(offsets) = &self.cut else { return None };
        let behind: Vec<u64> = offsets.iter().copied().filter(|&offset| offset >= self.offset).collect();
        (self.ended && !behind.is_empty()).then_some((behind, self.offset))
    }

    /// Reads on, and gives the pieces to `piece` until that says `false`; `Ok(false)` then, and at the end of the stream.
    pub(super) fn next(&mut self, mut piece: impl FnMut(&[u8]) -> Result<bool, Stop>) -> Result<bool, Stop> {
        let wanted = match &self.cut {
            Cut::AsItComes => 1,
            Cut::ByLot(_) => MOST,
            Cut::At(offsets) => {
                let next = offsets.iter().find(|&&offset| offset > self.offset);
                next.map_or(1, |next| usize::try_from(next - self.offset).map_or(MOST, |len| len.min(MOST)))
            }
        };
        let as_it_comes = match &self.cut {
            Cut::AsItComes => true,
            Cut::At(offsets) => offsets.last().is_none_or(|&last| last <= self.offset),
            Cut::ByLot(_) => false,
        };
        let most = if as_it_comes { MOST } else { wanted };
        let came =
            fill(&mut self.input, &mut self.buffer[..most], wanted).map_err(|error| cannot_read(&error, EXAMPLE))?;
        (self.offset, self.ended) = (self.offset + came as u64, came < wanted);
        let bytes = &self.buffer[..came];
        if came == 0 {
            return Ok(false);
        }
        let Cut::ByLot(seed) = &mut self.cut else { return piece(bytes) };
        for bytes in sender_nagle::random_chunks(bytes, LONGEST_BY_LOT, *seed) {
            if !piece(bytes)? {
                return Ok(false);
            }
        }
        *seed = seed.wrapping_add(1); // other cuts in the next part of a long stream
        Ok(true)
    }
}

/// Offsets that grow from one to the next, none of them where the stream begins.
fn in_order(offsets: Vec<u64>) -> Result<Vec<u64>, Failure> {
    let hint = "each cut stands behind the one before, as in --cuts 1,5,9";
    if offsets.first() == Some(&0) {
        return Err(Failure::cannot("--cuts: at 0 the stream begins, and nothing can be cut", hint));
    }
    match offsets.windows(2).find(|two| two[0] >= two[1]) {
        Some(two) => Err(Failure::cannot(format!("--cuts: {} does not stand behind {}", two[1], two[0]), hint)),
        None => Ok(offsets),
    }
}

/// Reads until `least` bytes have come, or the stream has ended.
fn fill(input: &mut impl Read, buffer: &mut [u8], least: usize) -> io::Result<usize> {
    let mut came = 0;
    while came < least {
        match input.read(&mut buffer[came..]) {
            Ok(0) => break,
            Ok(bytes) => came += bytes,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(came)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(cut: Cut, stream: &[u8]) -> Vec<Vec<u8>> {
        let mut pieces = Pieces { input: stream, cut, buffer: vec![0; MOST], offset: 0, ended: false };
        let mut all = Vec::new();
        let mut take = |piece: &[u8]| {
            all.push(piece.to_vec());
            Ok(true)
        };
        while pieces.next(&mut take).expect("a slice can be read") {}
        all
    }

    #[test]
    fn a_stream_is_cut_where_it_was_asked_to_be_and_behind_that_as_it_comes() {
        let lengths = |offsets: &[u64], len: usize| {
            pieces(Cut::At(offsets.to_vec()), &vec![7; len]).iter().map(Vec::len).collect::<Vec<_>>()
        };
        assert_eq!(lengths(&[1, 5, 9], 20), [1, 4, 4, 11]);
        assert_eq!(lengths(&[5, 30], 20), [5, 15]);
        assert_eq!(lengths(&[3], MOST + 10), [3, MOST, 7]);
    }

    #[test]
    fn cuts_by_lot_lose_nothing_and_differ_by_their_seed() {
        let stream: Vec<u8> = (0..=255).cycle().take(MOST + 1000).collect();
        let of = |seed| pieces(Cut::ByLot(seed), &stream);
        assert!(of(1).iter().all(|piece| (1..=LONGEST_BY_LOT).contains(&piece.len())));
        assert!(of(1).concat() == stream && of(1) == of(1) && of(1) != of(2));
    }
}
