//! Checks what every target must satisfy: the same frames and violations however the stream is cut, at the right offsets, in
//! bounded memory; and what was encoded is decoded again. `scripts/fuzz.sh` runs the targets.

use framing::{Decoder, Encode, FrameError, Framing, OnOversize};

/// How many bytes each read is lent: so few that the buffer must grow and move.
const SPACE: usize = 32;

/// The result: a frame's offset, its length on the wire and its payload, or a violation.
type Outcome = Result<(u64, usize, Vec<u8>), FrameError>;

/// Splits an input into options and a stream, and checks everything that must hold.
pub fn check<F: Framing + Encode + Clone>(input: &[u8], framing: impl FnOnce(u8) -> F) {
    let Some((&[kind, limit, cuts], stream)) = input.split_first_chunk() else {
        return;
    };
    let framing = framing(kind >> 1);
    let on_oversize = if kind & 1 == 0 { OnOversize::Fail } else { OnOversize::Skip };
    let decoder = || Decoder::new(framing.clone(), limit.into()).on_oversize(on_oversize).with_space(SPACE);

    let at_once = fed(decoder(), &[stream], limit);
    let pieces = pieces(stream, cuts);
    assert_eq!(fed(decoder(), &pieces, limit), at_once, "fed in pieces");
    assert_eq!(read(decoder(), &pieces), at_once, "read in pieces");
    assert_in_order(&at_once.0, limit.into(), stream.len());
    assert_round_trip(framing, stream);
}

fn fed<F: Framing>(mut decoder: Decoder<F>, pieces: &[&[u8]], limit: u8) -> (Vec<Outcome>, Result<(), FrameError>) {
    let mut outcomes = Vec::new();
    for piece in pieces {
        decoder.feed(piece);
        // An unfinished frame has at most the limit, a header of 20 digits or an offset, and its trailer.
        let most = (4 * (usize::from(limit) + 64) + 2 * piece.len()).max(4 * SPACE) + 1024;
        assert!(decoder.capacity() <= most, "{} bytes of memory", decoder.capacity());
        drain(&mut decoder, &mut outcomes);
    }
    (outcomes, decoder.finish())
}

fn read<F: Framing>(mut decoder: Decoder<F>, pieces: &[&[u8]]) -> (Vec<Outcome>, Result<(), FrameError>) {
    let mut outcomes = Vec::new();
    for piece in pieces.iter().flat_map(|piece| piece.chunks(SPACE)) {
        decoder.space()[..piece.len()].copy_from_slice(piece);
        decoder.filled(piece.len());
        drain(&mut decoder, &mut outcomes);
    }
    (outcomes, decoder.finish())
}

fn drain<F: Framing>(decoder: &mut Decoder<F>, outcomes: &mut Vec<Outcome>) {
    loop {
        let outcome = match decoder.next_frame() {
            Ok(None) => return,
            Ok(Some(frame)) => Ok((frame.offset, frame.len, frame.payload.to_vec())),
            Err(error) => Err(error),
        };
        let last = outcome.as_ref().is_err_and(FrameError::is_final);
        if !last || outcomes.last() != Some(&outcome) {
            outcomes.push(outcome);
        }
        if last {
            return;
        }
    }
}

/// Chunks of 1 to 16 bytes, chosen at random from `seed`.
fn pieces(mut rest: &[u8], seed: u8) -> Vec<&[u8]> {
    let (mut lot, mut pieces) = (u32::from(seed), Vec::new());
    while !rest.is_empty() {
        lot = lot.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (piece, behind) = rest.split_at((1 + (lot >> 28) as usize).min(rest.len()));
        pieces.push(piece);
        rest = behind;
    }
    pieces
}

/// Checks that frames follow each other, that none is over the limit and none outside the stream.
fn assert_in_order(outcomes: &[Outcome], limit: usize, stream: usize) {
    let mut at = 0;
    for outcome in outcomes {
        match outcome {
            Ok((offset, len, payload)) => {
                assert!(payload.len() <= limit, "{} bytes of payload", payload.len());
                assert!(*offset >= at && *len > 0, "a frame at {offset}, and one ends at {at}");
                at = offset + *len as u64;
            }
            Err(error) => assert!(error.offset >= at, "{error}, and a frame ends at {at}"),
        }
    }
    assert!(at <= stream as u64);
}

fn assert_round_trip<F: Framing + Encode>(framing: F, payload: &[u8]) {
    let mut out = b"before".to_vec();
    if framing.encode(payload, &mut out).is_err() {
        assert_eq!(out, b"before");
        return;
    }
    let mut decoder = Decoder::new(framing, payload.len());
    decoder.feed(&out[6..]);
    assert_eq!(decoder.next_frame().map(|frame| frame.map(|frame| frame.payload)), Ok(Some(payload)));
    assert_eq!(decoder.finish(), Ok(()));
}
