//! What a capture adds: every segment with its times, which give the order of cause and effect between segments.

use crate::case::pick;
use crate::{Case, Event, Measure, Stream};

/// A segment that could make another one wait.
struct Passed {
    stream: Stream,
    seq: u64,
    bytes: u64,
    resent: bool,
    sent_us: u64,
    arrived_us: Option<u64>,
}

/// What a segment acknowledges that acknowledges the SYN alone; the first byte is acknowledged with 2.
const SYN_ACKED: u64 = 1;

impl Case {
    /// Whether every segment was captured.
    pub fn captured(&self) -> bool {
        self.events.iter().any(|timed| matches!(timed.event, Event::Segment { .. }))
    }

    /// How many data segments of `stream` had left when the first ACK of data came back; not observed without a capture.
    pub fn left_before_first_ack(&self, stream: Stream) -> Measure {
        let back = self.events.iter().filter(|timed| timed.event.stream() != stream);
        let acks = pick!(back, Event::Segment { ack, arrived_us, .. } if ack > SYN_ACKED => arrived_us?);
        let data = pick!(self.on(stream), Event::Segment { bytes: 1.., sent_us, .. } => sent_us);
        let left = acks.min().map(|ack_us| data.filter(|&sent_us| sent_us < ack_us).count() as u64);
        Measure::new("segments before the first ACK", left)
    }

    /// How many data segments the kernel counted on both streams, retransmissions included.
    pub fn counted_segments(&self) -> Measure {
        Measure::new("data segments counted", self.counted[0].zip(self.counted[1]).map(|(there, back)| there + back))
    }

    /// How many data segments were captured on both streams, retransmissions included; not observed without a capture.
    pub fn captured_segments(&self) -> Measure {
        let data = pick!(self.events.iter(), Event::Segment { bytes, .. } => u64::from(bytes > 0));
        Measure::new("data segments captured", data.reduce(|all, one| all + one))
    }

    /// One-way trips, one after another; an ACK that data waited for is one too.
    ///
    /// With a capture: the longest chain of segments, ending in one with data, in which each segment left after the one
    /// before had arrived from the other side. Without: the turns of the data, as [`Case::trips`] counts them, and two for
    /// each time that the kernel began to hold bytes back while an ACK was outstanding: the ACK, and what waited for it. Not
    /// observed if segments are not counted.
    pub fn trips_with_acks(&self) -> Measure {
        let passed = self.passed();
        let turns = || self.trips().value.map(|turns| turns + 2 * self.waits());
        let trips = if passed.is_empty() { turns() } else { longest_chain(&passed) };
        Measure::new("trips with ACKs", trips)
    }

    /// The segments of the capture that carry data or acknowledge some, in the order in which they left. A retransmission
    /// is no trip of its own: it is the late arrival of what was lost.
    fn passed(&self) -> Vec<Passed> {
        let all = self.events.iter().filter_map(|timed| passed(&timed.event));
        let (again, mut first): (Vec<Passed>, Vec<Passed>) = all.partition(|segment| segment.resent);
        for segment in &mut first {
            let same = |other: &&Passed| (other.stream, other.seq) == (segment.stream, segment.seq);
            let came = again.iter().filter(same).filter_map(|other| other.arrived_us).min();
            segment.arrived_us = segment.arrived_us.or(came);
        }
        first.sort_by_key(|segment| segment.sent_us);
        first
    }

    /// How often a kernel began to hold bytes back while an ACK was outstanding.
    fn waits(&self) -> u64 {
        let (mut held, mut waits) = ([0; 2], 0);
        for timed in &self.events {
            if let Event::Held { stream, bytes, in_flight_segments } = timed.event {
                let before = std::mem::replace(&mut held[stream as usize], bytes);
                waits += u64::from(before == 0 && bytes > 0 && in_flight_segments > 0);
            }
        }
        waits
    }
}

fn passed(event: &Event) -> Option<Passed> {
    let &Event::Segment { stream, seq, ack, bytes, ref flags, resent, sent_us, arrived_us, .. } = event else {
        return None;
    };
    let carries = bytes > 0 || ack > SYN_ACKED;
    let plain = !flags.contains(['S', 'F', 'R']);
    (carries && plain).then_some(Passed { stream, seq, bytes, resent, sent_us, arrived_us })
}

fn longest_chain(passed: &[Passed]) -> Option<u64> {
    let mut depths: Vec<u64> = Vec::with_capacity(passed.len());
    for segment in passed {
        let came = |other: &Passed| {
            other.stream != segment.stream && other.arrived_us.is_some_and(|arrived| arrived <= segment.sent_us)
        };
        let before = passed.iter().zip(&depths).filter(|(other, _)| came(other)).map(|(_, &depth)| depth).max();
        depths.push(1 + before.unwrap_or(0));
    }
    let with_data = passed.iter().zip(&depths).filter(|(segment, _)| segment.bytes > 0);
    with_data.map(|(_, &depth)| depth).max()
}
