//! What can be counted in a case: writes, segments, reads and bytes, each under the name with which a claim shows it.

use crate::case::pick;
use crate::{Case, Event, JudgedRead, Kind, Measure, Stream};

/// What a kernel held back at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// How many bytes.
    pub bytes: u64,
    /// How many segments were waiting for their ACK.
    pub in_flight_segments: u64,
    /// The offset of the first of these bytes.
    pub first: u64,
}

impl Case {
    /// How many messages of `stream` were written.
    pub fn written(&self, stream: Stream) -> Measure {
        Measure::new("writes", self.messages(stream).len() as u64)
    }

    /// How many of them had bytes.
    pub fn written_with_bytes(&self, stream: Stream) -> Measure {
        let filled = self.messages(stream).iter().filter(|message| !message.range.is_empty()).count();
        Measure::new("writes with bytes", filled as u64)
    }

    /// How many calls it took to hand them over: more than there are messages if writes were short.
    pub fn write_calls(&self, stream: Stream) -> u64 {
        self.writes(stream).filter(|write| write.accepted > 0 || write.asked == 0).count() as u64
    }

    /// How many data segments left; not observed if the kernel does not count them.
    pub fn segment_count(&self, stream: Stream) -> Measure {
        let counts = pick!(self.on(stream), Event::Segments { count, .. } => count);
        Measure::new("segments", counts.reduce(|all, one| all + one))
    }

    /// The most writes of `stream` that were made while one and the same ACK was outstanding; not observed if the
    /// kernel does not report that.
    pub fn writes_awaiting_one_ack(&self, stream: Stream) -> Measure {
        let mut acked: Vec<u64> = pick!(self.on(stream), Event::Awaiting { acked, .. } => acked).collect();
        acked.sort_unstable();
        let most = acked.chunk_by(|one, other| one == other).map(<[u64]>::len).max().unwrap_or(0) as u64;
        Measure::new("writes made while one ACK was outstanding", self.counts_segments(stream).then_some(most))
    }

    /// How many writes of `stream` were made while an ACK was outstanding; not observed if the kernel does not report
    /// that.
    pub fn writes_awaiting_acks(&self, stream: Stream) -> Measure {
        let count = pick!(self.on(stream), Event::Awaiting { .. } => ()).count() as u64;
        Measure::new("writes made while an ACK was outstanding", self.counts_segments(stream).then_some(count))
    }

    /// How many writes of `stream` were made while no ACK was outstanding; not observed if the kernel does not report
    /// that.
    pub fn writes_awaiting_no_ack(&self, stream: Stream) -> Measure {
        let awaiting = self.writes_awaiting_acks(stream).value;
        let none = awaiting.map(|awaiting| self.write_calls(stream).saturating_sub(awaiting));
        Measure::new("writes made while no ACK was outstanding", none)
    }

    /// How many bytes of `stream` waited in the receiver's queue when it first read.
    pub fn waiting_at_first(&self, stream: Stream) -> Measure {
        Measure::new("bytes waiting at the first read", self.reads(stream).first().and_then(|read| read.queued))
    }

    /// How many segments the sender's congestion window allowed at first.
    pub fn first_congestion_window(&self) -> Measure {
        Measure::new("segments that the congestion window allows", self.congestion_window)
    }

    /// The most that a segment of the sender could carry.
    pub fn longest_segment(&self) -> Measure {
        Measure::new("bytes that a segment can carry", self.segment_bytes_max)
    }

    /// How many reads returned bytes.
    pub fn read_count(&self, stream: Stream) -> Measure {
        self.read_measure(stream, "reads", |read| read.got() > 0)
    }

    /// How many reads of `stream` are as `wanted`, under `name`.
    pub fn read_measure(&self, stream: Stream, name: &str, wanted: impl Fn(&JudgedRead) -> bool) -> Measure {
        let count = self.reads(stream).iter().filter(|read| wanted(read)).count();
        Measure::new(name, count as u64)
    }

    /// How many reads of `stream` were glued.
    pub fn glued(&self, stream: Stream) -> Measure {
        self.read_measure(stream, "glued reads", |read| read.verdict.glued())
    }

    /// How many reads of `stream` were split.
    pub fn split(&self, stream: Stream) -> Measure {
        self.read_measure(stream, "split reads", |read| read.verdict.split())
    }

    /// All bytes that the reads of `stream` returned.
    pub fn bytes_read(&self, stream: Stream) -> Measure {
        Measure::new("bytes read", pick!(self.on(stream), Event::Read { got, .. } => got).sum::<u64>())
    }

    /// All bytes that the writes of `stream` handed over.
    pub fn bytes_written(&self, stream: Stream) -> Measure {
        Measure::new("bytes written", self.writes(stream).map(|write| write.accepted).sum::<u64>())
    }

    /// How many values of `kind` were decoded, by the method named `how`, into exactly what was sent, and how many were sent.
    pub fn decoded_as_sent(&self, stream: Stream, kind: Kind, how: &str) -> (Measure, Measure) {
        let (sent, decoded) = (self.sent_values(stream, kind), self.decoded_values(stream, kind, how));
        let same = sent.iter().zip(&decoded).filter(|(sent, decoded)| sent == decoded).count() as u64;
        let name = kind.name();
        (Measure::new(format!("{name} as sent"), same), Measure::new(format!("{name} sent"), sent.len() as u64))
    }

    /// The most that the kernel held back at any look, in bytes; not observed if it does not report that.
    pub fn held_most(&self, stream: Stream) -> Measure {
        let most = pick!(self.on(stream), Event::Held { bytes, .. } => bytes).max().unwrap_or(0);
        Measure::new("bytes held back", self.counts_segments(stream).then_some(most))
    }

    /// The most bytes of `stream` that the kernel was seen to hold back at once; `None` if it never was.
    pub fn most_held(&self, stream: Stream) -> Option<Held> {
        let (mut written, mut most) = (0, None);
        for timed in self.on(stream) {
            match timed.event {
                Event::Write { accepted, .. } => written += accepted,
                Event::Held { bytes, in_flight_segments, .. } if bytes > most.map_or(0, |held: Held| held.bytes) => {
                    most = Some(Held { bytes, in_flight_segments, first: written.saturating_sub(bytes) });
                }
                _ => {}
            }
        }
        most
    }

    /// At how many looks the kernel held bytes back although no segment was waiting for its ACK.
    pub fn held_without_awaiting(&self, stream: Stream) -> Measure {
        let count = pick!(self.on(stream), Event::Held { bytes: 1.., in_flight_segments: 0, .. } => ()).count() as u64;
        Measure::new("held with no ACK outstanding", self.counts_segments(stream).then_some(count))
    }

    /// Whether the kernel counts segments; one that does also reports what it holds back.
    fn counts_segments(&self, stream: Stream) -> bool {
        self.segment_count(stream).value.is_some()
    }

    /// One-way trips of data: 1 for the first segment that left, and 1 for every segment that left in the other direction
    /// than the one before it. Not observed if the kernel does not count segments.
    pub fn trips(&self) -> Measure {
        let mut ways: Vec<Stream> = pick!(self.events.iter(), Event::Segments { stream, .. } => stream).collect();
        ways.dedup();
        Measure::new("one-way trips", (!ways.is_empty()).then_some(ways.len() as u64))
    }

    /// From the first write to the last read, in microseconds.
    pub fn took_us(&self) -> u64 {
        let first = self.events.iter().find(|timed| matches!(timed.event, Event::Write { .. }));
        let last = self.events.iter().rev().find(|timed| matches!(timed.event, Event::Read { .. }));
        first.zip(last).map_or(0, |(first, last)| last.t_us.saturating_sub(first.t_us))
    }
}
