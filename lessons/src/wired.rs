//! What a capture adds to a case: every segment that passed, and which bytes each carried, without inference.

use crate::Failure;
use std::time::Instant;
use trace::{Case, Claim, Event, Measure, Run, Source, Stream, Timed};
use wire::{Options, Segment, Way, Wire};

/// Lays the wire that was asked for.
pub(crate) fn lay(options: &Options) -> Result<Wire, Failure> {
    Wire::lay(options).map_err(|why| Failure::cannot(why.to_string(), why.hint()))
}

/// `case` with the segments that passed; `offset_us` is when the wire was laid, in microseconds since the run began.
pub(crate) fn with_segments(mut case: Case, segments: &[Segment], offset_us: u64) -> Case {
    for segment in segments {
        let us = |time: std::time::Duration| offset_us + u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let stream = if segment.way == Way::There { Stream::Forward } else { Stream::Back };
        let (t_us, bytes) = (us(segment.sent), u64::from(segment.bytes));
        let event = Event::Segment {
            stream,
            seq: segment.seq.into(),
            ack: segment.ack.into(),
            bytes,
            flags: segment.flags.clone(),
            window: segment.window.into(),
            resent: segment.resent > 0,
            sent_us: t_us,
            arrived_us: segment.arrived.map(us),
        };
        case.events.push(Timed { t_us, event });
        if bytes > 0 && segment.resent == 0 {
            // The SYN is 0, so the stream's first byte is 1.
            let offset = u64::from(segment.seq).saturating_sub(1);
            let event = Event::Segments { stream, count: 1, offset, bytes, mss: None, source: Source::Capture };
            case.events.push(Timed { t_us, event });
        }
    }
    case.events.sort_by_key(|timed| timed.t_us);
    case
}

/// When the wire was laid, in microseconds since `began`.
pub(crate) fn laid_us(wire: &Wire, began: Instant) -> u64 {
    u64::try_from(wire.laid().saturating_duration_since(began).as_micros()).unwrap_or(u64::MAX)
}

/// On a wire: the kernel counted just the segments that passed.
pub(crate) fn claims(run: &Run) -> Option<Claim> {
    if run.net != "wire" || run.cases.is_empty() {
        return None;
    }
    let sum = |of: fn(&Case) -> Measure| -> Measure {
        let measures: Vec<Measure> = run.cases.iter().map(of).collect();
        let value = measures.iter().map(|measure| measure.value).sum::<Option<u64>>();
        Measure { value, ..measures[0].clone() }
    };
    let claim = Claim::new("The kernel's counters agree with what passed on the wire");
    Some(claim.equal(sum(Case::counted_segments), sum(Case::captured_segments)))
}
