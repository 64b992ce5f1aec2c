//! A limit is about the payload, at its edge, and what comes after an oversize frame is as chosen.

use framing::{Decoder, FrameError, Framing, Violation};

use crate::samples::{Wire, frames_at, stream_of};
use crate::support::{Event, all_cuts, cut, events, skipping};

fn oversize<F: Framing>(offset: usize, payload: &[u8], limit: usize, skipped: bool) -> Event {
    let announced = F::ANNOUNCES.then_some(payload.len() as u64);
    Event::Error(FrameError { offset: offset as u64, violation: Violation::Oversize { announced, limit, skipped } })
}

/// What a stream of these frames is under a limit, for a decoder that skips.
fn skipped<F: Framing>(frames: &[Wire], limit: usize) -> Vec<Event> {
    let mut offset = 0;
    let mut expected = Vec::new();
    for frame in frames {
        if frame.2.len() > limit {
            expected.push(oversize::<F>(offset, frame.2, limit, true));
        } else {
            expected.extend(frames_at(offset as u64, &[*frame]));
        }
        offset += frame.0.len();
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
    fn every_cut_skips_an_oversize_frame_and_reads_the_next(framing, frames) {
        let stream = stream_of(frames);
        for limit in edges(frames) {
            let expected = skipped::<F>(frames, limit);
            for cuts in all_cuts(&stream) {
                let came = events(skipping(framing.clone(), limit), cut(&stream, cuts));
                assert_eq!(came, expected, "{framing:?}, limit {limit}, cuts {cuts:b}");
            }
        }
    }
}

for_every_framing! {
    fn every_cut_fails_at_the_first_byte_over_the_limit(framing, frames) {
        let stream = stream_of(frames);
        for limit in edges(frames) {
            let good = frames.iter().take_while(|frame| frame.2.len() <= limit).count();
            let mut expected = frames_at(0, &frames[..good]);
            match frames.get(good) {
                None => expected.push(Event::End(Ok(()))),
                Some(frame) => {
                    let offset = stream_of(&frames[..good]).len();
                    let error = oversize::<F>(offset, frame.2, limit, false);
                    let Event::Error(end) = error else { unreachable!() };
                    expected.extend([error, Event::End(Err(end))]);
                }
            }
            for cuts in all_cuts(&stream) {
                let came = events(Decoder::new(framing.clone(), limit), cut(&stream, cuts));
                assert_eq!(came, expected, "{framing:?}, limit {limit}, cuts {cuts:b}");
            }
        }
    }
}
