//! A stream may end between two frames, and nowhere else.

use framing::{Decoder, FrameError, Framing, LengthField, Order, Prefix, Violation, Width};

use crate::samples::{Wire, frames_at, stream_of};
use crate::support::{Event, events, fed, skipping};

/// The whole frames of a stream that ends after byte `end`, and how it ends. Computed only from the samples.
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

for_every_framing! {
    fn a_stream_may_end_between_frames_and_is_truncated_elsewhere_taken_or_not(framing, frames) {
        let stream = stream_of(frames);
        for end in 0..=stream.len() {
            let (whole, finish) = expected::<F>(frames, end);
            let expected = [frames_at(0, &frames[..whole]), vec![Event::End(finish)]].concat();
            for cut in 0..=end {
                let pieces = [&stream[..cut], &stream[cut..end]];
                let decoder = Decoder::new(framing.clone(), 1024);
                assert_eq!(events(decoder, pieces), expected, "{framing:?}, cut {cut}, end {end}");
            }
            let mut decoder = fed(framing.clone(), 1024, &stream[..end]);
            for (_, _, payload) in &frames[..whole] {
                assert_eq!(decoder.finish(), finish, "{framing:?}, end {end}");
                assert_eq!(decoder.next_frame().unwrap().unwrap().payload, *payload);
            }
        }
    }
}

#[test]
fn the_end_tells_a_whole_skipped_frame_from_a_cut_off_one() {
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
fn a_frame_longer_than_64_bits_is_truncated_by_unknown_bytes() {
    let mut decoder = skipping(LengthField::new(Width::Eight, Order::Big), 2);
    decoder.feed(&[0xFF; 9]);
    assert_eq!(decoder.next_frame().unwrap_err().violation.kind(), "oversize");
    let truncated = Violation::Truncated { got: 9, needed: None };
    assert_eq!(decoder.finish(), Err(FrameError { offset: 0, violation: truncated }));
}
