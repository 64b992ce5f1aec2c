//! Lists what a decoder makes of a stream in pieces, for comparison. It checks only that a frame comes out as soon as its last byte
//! is in.

use framing::{Decoder, FrameError, Framing, OnOversize};

/// What came out of a decoder, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Frame { offset: u64, header: usize, len: usize, payload: Vec<u8> },
    Error(FrameError),
    End(Result<(), FrameError>),
}

/// Everything that `decoder` makes of these pieces, and of the end of the stream after them.
pub(crate) fn events<'a, F: Framing>(
    mut decoder: Decoder<F>,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut fed = 0;
    for piece in pieces {
        decoder.feed(piece);
        let frames = drain(&mut decoder, &mut events);
        for event in &events[events.len() - frames..] {
            if let Event::Frame { offset, len, .. } = event {
                assert!(offset + *len as u64 > fed, "a whole frame waited: {event:?}");
            }
        }
        fed += piece.len() as u64;
    }
    events.push(Event::End(decoder.finish()));
    events
}

/// Takes all that is whole, and says how many events that were.
pub(crate) fn drain<F: Framing>(decoder: &mut Decoder<F>, events: &mut Vec<Event>) -> usize {
    let before = events.len();
    loop {
        let event = match decoder.next_frame() {
            Ok(None) => return events.len() - before,
            Ok(Some(frame)) => Event::Frame {
                offset: frame.offset,
                header: frame.header,
                len: frame.len,
                payload: frame.payload.to_vec(),
            },
            Err(error) => Event::Error(error),
        };
        let last = matches!(&event, Event::Error(error) if error.is_final());
        if last && events.contains(&event) {
            return events.len() - before; // a violation stays
        }
        events.push(event);
    }
}

/// A decoder that has these bytes.
pub(crate) fn fed<F: Framing>(framing: F, limit: usize, bytes: &[u8]) -> Decoder<F> {
    let mut decoder = Decoder::new(framing, limit);
    decoder.feed(bytes);
    decoder
}

pub(crate) fn skipping<F: Framing>(framing: F, limit: usize) -> Decoder<F> {
    Decoder::new(framing, limit).on_oversize(OnOversize::Skip)
}

/// The stream, cut after byte i if bit i of `cuts` is set.
pub(crate) fn cut(stream: &[u8], cuts: u32) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    (1..=stream.len())
        .filter(move |&end| end == stream.len() || cuts >> (end - 1) & 1 == 1)
        .map(move |end| &stream[std::mem::replace(&mut start, end)..end])
}

/// How many ways there are to cut it.
pub(crate) fn all_cuts(stream: &[u8]) -> std::ops::Range<u32> {
    0..1 << stream.len().saturating_sub(1)
}
