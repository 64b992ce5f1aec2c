//! Where a stream may end: between two frames, and nowhere else.

use std::fmt::Debug;

use framing::{Decoder, Encode, FrameError, Framing, LengthField, Order, Prefix, Violation, Width};

use crate::samples::{Check, Wire, every_framing, frames_at, stream_of};
use crate::support::{Event, events, skipping};

/// The frames that are whole where a stream ends behind its byte `end`, and how it ends. Told from the samples alone.
fn expected<F: Framing>(frames: &[Wire], mut end: usize) -> (usize, Result<(), FrameError>) {
    let mut offset = 0;
    for (whole, (wire, header, _)) in frames.iter().enumerate() {
        if end == 0 {
            return (whole, Ok(()));
        }
        if end < wire.len() {
            let needed = (F::ANNOUNCES && end >= *header).then_some(wire.len() as u64);
            return (whole, Err(FrameError { offset, violation: Violation::Truncated { got: end as u64, needed } }));
        }
        offset += wire.len() as u64;
        end -= wire.len();
    }
    (frames.len(), Ok(()))
}

struct EveryEnd;

impl Check for EveryEnd {
    fn check<F: Framing + Encode + Clone + Debug>(&self, framing: &F, frames: &[Wire]) {
        let stream = stream_of(frames);
        for end in 0..=stream.len() {
            let (whole, finish) = expected::<F>(frames, end);
            let expected = [frames_at(0, &frames[..whole]), vec![Event::End(finish)]].concat();
            for cut in 0..=end {
                let pieces = [&stream[..cut], &stream[cut..end]];
                let decoder = Decoder::new(framing.clone(), 1024);
                assert_eq!(events(decoder, pieces), expected, "{framing:?}, cut {cut}, end {end}");
            }
        }
    }
}

#[test]
fn a_stream_may_end_between_two_frames_and_is_truncated_elsewhere_whatever_its_cuts() {
    every_framing(&EveryEnd);
}

struct FramesWait;

impl Check for FramesWait {
    fn check<F: Framing + Encode + Clone + Debug>(&self, framing: &F, frames: &[Wire]) {
        let stream = stream_of(frames);
        for end in 0..=stream.len() {
            let mut decoder = Decoder::new(framing.clone(), 1024);
            decoder.feed(&stream[..end]);
            let (whole, finish) = expected::<F>(frames, end);
            for (_, _, payload) in &frames[..whole] {
                assert_eq!(decoder.finish(), finish, "{framing:?}, end {end}");
                assert_eq!(decoder.next_frame().unwrap().unwrap().payload, *payload);
            }
            assert_eq!(decoder.finish(), finish, "{framing:?}, end {end}");
        }
    }
}

#[test]
fn frames_that_nobody_has_taken_do_not_change_how_a_stream_ends() {
    every_framing(&FramesWait);
}

#[test]
fn a_stream_of_nothing_ends_cleanly() {
    struct Nothing;
    impl Check for Nothing {
        fn check<F: Framing + Encode + Clone + Debug>(&self, framing: &F, _: &[Wire]) {
            assert_eq!(events(Decoder::new(framing.clone(), 0), []), [Event::End(Ok(()))]);
            assert_eq!(events(Decoder::new(framing.clone(), 0), [&b""[..]]), [Event::End(Ok(()))]);
        }
    }
    every_framing(&Nothing);
}

#[test]
fn a_skipped_frame_may_wait_whole_or_be_cut_off_and_the_end_knows() {
    let mut decoder = skipping(Prefix::<1>::new(), 2);
    decoder.feed(b"\x02hi\x03abc");
    assert_eq!(decoder.finish(), Ok(())); // whole, though too long
    assert!(decoder.next_frame().unwrap().is_some());
    decoder.feed(b"\x05abc");
    assert_eq!(decoder.next_frame().unwrap_err().violation.kind(), "oversize");
    assert_eq!(decoder.next_frame().unwrap_err().offset, 7);
    let truncated = Violation::Truncated { got: 4, needed: Some(6) };
    assert_eq!(decoder.finish(), Err(FrameError { offset: 7, violation: truncated }));
}

#[test]
fn of_a_length_that_is_more_than_64_bits_of_frame_it_is_not_told_how_many_are_missing() {
    let mut decoder = skipping(LengthField::new(Width::Eight, Order::Big), 2);
    decoder.feed(&[0xFF; 9]);
    assert_eq!(decoder.next_frame().unwrap_err().violation.kind(), "oversize");
    let truncated = Violation::Truncated { got: 9, needed: None };
    assert_eq!(decoder.finish(), Err(FrameError { offset: 0, violation: truncated }));
}
