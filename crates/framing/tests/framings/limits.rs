//! The limit applies to the payload, to the byte; after an oversize frame the decoder does what was chosen.

use framing::{Decoder, FrameError, Framing, OnOversize, Violation};

use crate::samples::{Wire, frames_at, stream_of};
use crate::support::{Event, all_cuts, cut, events};

/// What a stream of these frames is under a limit.
fn expected<F: Framing>(frames: &[Wire], limit: usize, on_oversize: OnOversize) -> Vec<Event> {
    let (mut offset, mut expected) = (0, Vec::new());
    for frame in frames {
        let payload = frame.2.len();
        if payload <= limit {
            expected.extend(frames_at(offset, &[*frame]));
        } else {
            let (announced, skipped) = (F::ANNOUNCES.then_some(payload as u64), on_oversize == OnOversize::Skip);
            let error = FrameError { offset, violation: Violation::Oversize { announced, limit, skipped } };
            expected.push(Event::Error(error));
            if !skipped {
                expected.push(Event::End(Err(error)));
                return expected;
            }
        }
        offset += frame.0.len() as u64;
    }
    expected.push(Event::End(Ok(())));
    expected
}

/// The limits around every payload's size.
fn edges(frames: &[Wire]) -> Vec<usize> {
    let near = |(_, _, payload): &Wire| [payload.len().saturating_sub(1), payload.len(), payload.len() + 1];
    let mut edges: Vec<usize> = frames.iter().flat_map(near).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

for_every_framing! {
    fn every_cut_skips_an_oversize_frame_or_fails_at_its_first_byte_over_the_limit(framing, frames) {
        let stream = stream_of(frames);
        for limit in edges(frames) {
            for on_oversize in [OnOversize::Fail, OnOversize::Skip] {
                let expected = expected::<F>(frames, limit, on_oversize);
                for cuts in all_cuts(&stream) {
                    let decoder = Decoder::new(framing.clone(), limit).on_oversize(on_oversize);
                    let came = events(decoder, cut(&stream, cuts));
                    assert_eq!(came, expected, "{framing:?}, limit {limit}, {on_oversize:?}, cuts {cuts:b}");
                }
            }
        }
    }
}
