//! One connection of a lesson: its options, its events, and what can be counted in them.

use crate::cuts::{Message, Segments};
use crate::verdict::{Context, JudgedRead};
use crate::{EarlyEnds, Event, Kind, Measure, Stream, Timed, Transport, Trial, Value};
use std::ops::Range;

/// A connection and all that was seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What tells it from the lesson's other cases.
    pub name: String,
    /// What carries its bytes.
    pub transport: Transport,
    /// The options that it ran with.
    pub options: Vec<(String, Value)>,
    /// Options that this system refused: what depends on them was not observed.
    pub missing: Vec<String>,
    /// The local ports of the first and the second end.
    pub ports: [u16; 2],
    /// How often it was tried: more than once where the machine was too busy for what it is to show.
    pub tries: u64,
    /// Whether it came too late for what it is to show in every try: no claim is made on it.
    pub late: bool,
    /// Data segments that the kernel counted on each stream, those sent again included; `None` where it does not count.
    pub counted: [Option<u64>; 2],
    /// The round trip as the sender's kernel measured it when the connection was opened, in microseconds; `None` where it
    /// does not tell.
    pub round_trip_us: Option<u64>,
    /// What happened, in order.
    pub events: Vec<Timed>,
}

impl Case {
    /// A TCP case with no event yet.
    pub fn tcp(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            transport: Transport::Tcp,
            options: Vec::new(),
            missing: Vec::new(),
            ports: [0; 2],
            tries: 1,
            late: false,
            counted: [None; 2],
            round_trip_us: None,
            events: Vec::new(),
        }
    }

    /// A UDP case with no event yet.
    pub fn udp(name: impl Into<String>) -> Self {
        Self { transport: Transport::Udp, ..Self::tcp(name) }
    }

    /// A case without a connection, and with no event yet.
    pub fn script(name: impl Into<String>) -> Self {
        Self { transport: Transport::Script, ..Self::tcp(name) }
    }

    /// Adds an event seen `t_us` microseconds after the run began.
    pub fn push(&mut self, t_us: u64, event: Event) {
        self.events.push(Timed { t_us, event });
    }

    /// Whether anything was written or read on `stream`.
    pub fn uses(&self, stream: Stream) -> bool {
        self.events.iter().any(|timed| match timed.event {
            Event::Write { stream: s, .. } | Event::Read { stream: s, .. } => s == stream,
            _ => false,
        })
    }

    /// When the first event was seen, in microseconds since the run began.
    pub fn begins_us(&self) -> u64 {
        self.events.first().map_or(0, |timed| timed.t_us)
    }

    /// The messages of `stream`, in order, empty ones included.
    pub fn messages(&self, stream: Stream) -> Vec<Message> {
        let mut messages: Vec<Message> = Vec::new();
        for timed in &self.events {
            if let Event::Write { stream: s, message, offset, asked, .. } = timed.event {
                let known = messages.last().is_some_and(|last| last.number == message);
                if s == stream && !known {
                    messages.push(Message { number: message, range: offset..offset + asked });
                }
            }
        }
        messages
    }

    /// The data segments of `stream` as they were seen to leave.
    pub fn segments(&self, stream: Stream) -> Vec<Segments> {
        let of_stream = |timed: &Timed| match timed.event {
            Event::Segments { stream: s, count, offset, bytes, mss, .. } if s == stream => {
                Some(Segments { t_us: timed.t_us, count, range: offset..offset + bytes, mss })
            }
            _ => None,
        };
        self.events.iter().filter_map(of_stream).collect()
    }

    /// Where the frames of `stream` lie, as its sender said.
    pub fn frames(&self, stream: Stream) -> Vec<Range<u64>> {
        let frame = |timed: &Timed| match timed.event {
            Event::Framed { stream: s, offset, bytes } if s == stream => Some(offset..offset + bytes),
            _ => None,
        };
        self.events.iter().filter_map(frame).collect()
    }

    /// The reads of `stream`, each with its verdict.
    pub fn reads(&self, stream: Stream) -> Vec<JudgedRead> {
        let (messages, segments) = (self.messages(stream), self.segments(stream));
        let context = Context { transport: self.transport, messages: &messages, segments: &segments };
        let (mut queued, mut reads) = (None, Vec::new());
        for timed in &self.events {
            match timed.event {
                Event::Queued { stream: s, bytes } if s == stream => queued = Some(bytes),
                Event::Read { stream: s, .. } if s == stream => {
                    reads.extend(context.judge(timed, queued.take(), reads.len()));
                }
                _ => {}
            }
        }
        reads
    }

    /// How many messages of `stream` were written.
    pub fn written(&self, stream: Stream) -> Measure {
        Measure::new("writes", self.messages(stream).len() as u64)
    }

    /// How many calls it took to hand them over: more than messages where writes were short.
    pub fn write_calls(&self, stream: Stream) -> u64 {
        let took = |timed: &&Timed| match timed.event {
            Event::Write { stream: s, asked, accepted, .. } => s == stream && (accepted > 0 || asked == 0),
            _ => false,
        };
        self.events.iter().filter(took).count() as u64
    }

    /// How many of them had bytes.
    pub fn written_with_bytes(&self, stream: Stream) -> Measure {
        let filled = self.messages(stream).iter().filter(|message| !message.range.is_empty()).count();
        Measure::new("writes with bytes", filled as u64)
    }

    /// How many data segments left, or not observed where the kernel does not count them.
    pub fn segment_count(&self, stream: Stream) -> Measure {
        let segments = self.segments(stream);
        Measure::new("segments", (!segments.is_empty()).then(|| segments.iter().map(|s| s.count).sum()))
    }

    /// How many reads returned bytes.
    pub fn read_count(&self, stream: Stream) -> Measure {
        let with_bytes = |read: &JudgedRead| read.got() > 0;
        self.read_measure(stream, "reads", with_bytes)
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
        Measure::new("bytes read", self.reads(stream).iter().map(JudgedRead::got).sum::<u64>())
    }

    /// All bytes that the writes of `stream` handed over.
    pub fn bytes_written(&self, stream: Stream) -> Measure {
        let accepted = |timed: &Timed| match timed.event {
            Event::Write { stream: s, accepted, .. } if s == stream => accepted,
            _ => 0,
        };
        Measure::new("bytes written", self.events.iter().map(accepted).sum::<u64>())
    }

    /// How many data segments of `stream` had left when the first ACK of data came back; not observed without a capture.
    pub fn left_before_first_ack(&self, stream: Stream) -> Measure {
        let segments = || {
            self.events.iter().filter_map(|timed| match timed.event {
                Event::Segment { stream, ack, bytes, sent_us, arrived_us, .. } => {
                    Some((stream, ack, bytes, sent_us, arrived_us))
                }
                _ => None,
            })
        };
        // The SYN is acknowledged with 1, the first byte with 2.
        let acks = segments().filter(|&(way, ack, ..)| way != stream && ack > 1);
        let first_ack = acks.filter_map(|(.., arrived_us)| arrived_us).min();
        let data = segments().filter(|&(way, _, bytes, ..)| way == stream && bytes > 0);
        let left = first_ack.map(|ack_us| data.filter(|&(.., sent_us, _)| sent_us < ack_us).count() as u64);
        Measure::new("segments before the first ACK", left)
    }

    /// Whether every segment was captured.
    pub fn captured(&self) -> bool {
        self.events.iter().any(|timed| matches!(timed.event, Event::Segment { .. }))
    }

    /// How many data segments the kernel counted on both streams, those sent again included.
    pub fn counted_segments(&self) -> Measure {
        Measure::new("data segments counted", self.counted[0].zip(self.counted[1]).map(|(there, back)| there + back))
    }

    /// How many data segments were captured on both streams, those sent again included; not observed without a capture.
    pub fn captured_segments(&self) -> Measure {
        let captured = |timed: &Timed| match timed.event {
            Event::Segment { bytes, .. } => Some(u64::from(bytes > 0)),
            _ => None,
        };
        let captured = self.events.iter().filter_map(captured).reduce(|all, one| all + one);
        Measure::new("data segments captured", captured)
    }

    /// The most that the kernel held back at any look, in bytes; not observed where it does not tell.
    pub fn held_most(&self, stream: Stream) -> Measure {
        let most = self.holds(stream).into_iter().map(|(bytes, _)| bytes).max().unwrap_or(0);
        Measure::new("bytes held back", self.tells_held(stream).then_some(most))
    }

    /// At how many looks the kernel held bytes back although it awaited no ACK.
    pub fn held_without_awaiting(&self, stream: Stream) -> Measure {
        let idle = |&(bytes, in_flight_segments): &(u64, u64)| bytes > 0 && in_flight_segments == 0;
        let count = self.holds(stream).iter().filter(|hold| idle(hold)).count() as u64;
        Measure::new("held with no ACK awaited", self.tells_held(stream).then_some(count))
    }

    /// What was held at each change, with the segments then unacknowledged.
    fn holds(&self, stream: Stream) -> Vec<(u64, u64)> {
        let hold = |timed: &Timed| match timed.event {
            Event::Held { stream: s, bytes, in_flight_segments } if s == stream => Some((bytes, in_flight_segments)),
            _ => None,
        };
        self.events.iter().filter_map(hold).collect()
    }

    /// A kernel that counts segments also tells what it holds.
    fn tells_held(&self, stream: Stream) -> bool {
        !self.segments(stream).is_empty()
    }

    /// What the sending program meant, in order, of one kind.
    pub fn sent_values(&self, stream: Stream, wanted: Kind) -> Vec<&[u8]> {
        let meant = |timed: &'_ Timed| match &timed.event {
            Event::SentValue { stream: s, kind, .. } => *s == stream && *kind == wanted,
            _ => false,
        };
        self.events.iter().filter(|timed| meant(timed)).filter_map(data).collect()
    }

    /// What the receiving program took it for, in order, of one kind, by the way named `how`.
    pub fn decoded_values(&self, stream: Stream, wanted: Kind, wanted_how: &str) -> Vec<&[u8]> {
        let taken = |timed: &'_ Timed| match &timed.event {
            Event::DecodedValue { stream: s, kind, how, .. } => *s == stream && *kind == wanted && *how == wanted_how,
            _ => false,
        };
        self.events.iter().filter(|timed| taken(timed)).filter_map(data).collect()
    }

    /// What many cuts of one stream did to decoders, in the order in which these were told.
    pub fn trials(&self) -> Vec<&Trial> {
        self.events.iter().filter_map(trial).collect()
    }

    /// What decoders made of one stream that ended early, in the order in which these were told.
    pub fn early_ends(&self) -> Vec<&EarlyEnds> {
        let ends = self.events.iter().map(|timed| match &timed.event {
            Event::EarlyEnds { ends, .. } => Some(ends),
            _ => None,
        });
        ends.flatten().collect()
    }

    /// One-way trips of data: how often the segments that left went the other way than the one before, and the first.
    /// Not observed where the kernel does not count segments.
    pub fn trips(&self) -> Measure {
        let ways = self.events.iter().filter_map(|timed| match timed.event {
            Event::Segments { stream, .. } => Some(stream),
            _ => None,
        });
        let mut ways: Vec<Stream> = ways.collect();
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

fn data(timed: &Timed) -> Option<&[u8]> {
    match &timed.event {
        Event::SentValue { data, .. } | Event::DecodedValue { data, .. } => Some(data),
        _ => None,
    }
}

fn trial(timed: &Timed) -> Option<&Trial> {
    match &timed.event {
        Event::Cuts { trial, .. } => Some(trial),
        _ => None,
    }
}
