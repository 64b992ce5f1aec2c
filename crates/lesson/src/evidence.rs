//! What the ends of a connection saw of a segment before the cable's thread noticed it: the kernels do not wait for that thread.

use std::ops::Range;
use trace::{Case, Event, Stream, Timed};

/// By when so many bytes of a stream were seen to be written, sent, and there. Times are in microseconds since the run began.
pub(crate) struct Evidence {
    sent: Vec<(u64, u64)>,
    arrived: Vec<(u64, u64)>,
}

impl Evidence {
    /// What `case` saw of a stream, by its own calls and by the kernels' counters.
    pub(crate) fn of(case: &Case, stream: Stream) -> Self {
        let (mut written, mut read, mut held, mut released) = (0, 0, 0, false);
        let (mut sent, mut arrived) = (Vec::new(), Vec::new());
        for Timed { t_us, event, .. } in case.on(stream) {
            match *event {
                Event::Write { offset, accepted, .. } => written = offset + accepted,
                // Of what an ACK has released the capture knows when, and by which ACK.
                Event::Held { bytes, .. } if bytes < held => released = true,
                Event::Held { bytes, .. } if !released => {
                    held = bytes;
                    sent.push((*t_us, written.saturating_sub(bytes)));
                }
                Event::Awaiting { acked: 0, .. } if !released => sent.push((*t_us, 1)),
                Event::Queued { bytes, .. } => arrived.push((*t_us, read + bytes)),
                Event::Read { offset, got, .. } => {
                    read = offset + got;
                    arrived.push((*t_us, read));
                }
                _ => {}
            }
        }
        Self { sent, arrived }
    }

    /// When a segment left whose first byte has this offset: as the cable saw it, or just before somebody saw that it had left.
    pub(crate) fn sent_us(&self, offset: u64, seen_us: u64) -> u64 {
        before_first(&self.sent, offset).map_or(seen_us, |t_us| t_us.min(seen_us))
    }

    /// When such a segment arrived.
    pub(crate) fn arrived_us(&self, offset: u64, seen_us: u64) -> u64 {
        before_first(&self.arrived, offset).map_or(seen_us, |t_us| t_us.min(seen_us))
    }
}

/// Just before the first time at which the byte at `offset` was among those seen.
fn before_first(seen: &[(u64, u64)], offset: u64) -> Option<u64> {
    seen.iter().find(|(_, bytes)| *bytes > offset).map(|(t_us, _)| t_us.saturating_sub(1))
}

/// Puts each write before the first segment that carries its bytes, since a write returns after they may have left. Puts a look that
/// saw fewer bytes held back behind the segment that took them.
pub(crate) fn put_in_order(case: &mut Case) {
    let segments = Stream::BOTH.map(|stream| sent(case, stream));
    let (mut written, mut held) = ([0; 2], [0; 2]);
    for timed in &mut case.events {
        let carrier = |stream: Stream, offset: u64| {
            let mut carriers = segments[stream as usize].iter().filter(|(range, _)| range.contains(&offset));
            carriers.next().map(|(_, sent_us)| *sent_us)
        };
        match timed.event {
            Event::Write { stream, offset, accepted, .. } => {
                written[stream as usize] = offset + accepted;
                timed.t_us =
                    carrier(stream, offset).filter(|_| accepted > 0).map_or(timed.t_us, |t_us| t_us.min(timed.t_us));
            }
            Event::Held { stream, bytes, .. } => {
                let before = std::mem::replace(&mut held[stream as usize], bytes);
                let released = carrier(stream, written[stream as usize] - before.min(written[stream as usize]));
                timed.t_us = released.filter(|_| bytes < before).map_or(timed.t_us, |t_us| timed.t_us.max(t_us + 1));
            }
            _ => {}
        }
    }
}

/// The first segments of a stream's bytes, and when each left.
fn sent(case: &Case, stream: Stream) -> Vec<(Range<u64>, u64)> {
    let of = |timed: &Timed| match timed.event {
        Event::Segment { seq, bytes: bytes @ 1.., resent: false, sent_us, .. } => {
            let offset = seq.saturating_sub(1);
            Some((offset..offset + bytes, sent_us))
        }
        _ => None,
    };
    case.on(stream).filter_map(of).collect()
}
