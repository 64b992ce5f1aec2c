//! One connection of a lesson: its options, what happened on it, and the cuts that follow from that.

use crate::cuts::{Message, Segments};
use crate::verdict::{Context, JudgedRead};
use crate::{About, EarlyEnds, Event, Kind, Stream, Timed, Transport, Trial, Value};
use std::ops::Range;
use std::panic::Location;

/// A connection and everything that was observed on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name, which no other case of the lesson has.
    pub name: String,
    /// What carries its bytes.
    pub transport: Transport,
    /// The options that it ran with.
    pub options: Vec<(String, Value)>,
    /// Options that this system refused: what depends on them was not observed.
    pub missing: Vec<String>,
    /// The local ports of the first and the second end.
    pub ports: [u16; 2],
    /// How many attempts it took: more than one if the machine was too busy at first to show what the case is about.
    pub tries: u64,
    /// Whether even the last attempt was too slow to show what the case is about: no claim is made on it then.
    pub late: bool,
    /// Data segments that the kernel counted on each stream, retransmissions included; `None` if it does not count.
    pub counted: [Option<u64>; 2],
    /// The round trip as the sender's kernel measured it when the connection was opened, in microseconds; `None` if it
    /// does not report one.
    pub round_trip_us: Option<u64>,
    /// How many segments the sender's congestion window allowed when the connection was opened; `None` if it is not reported.
    pub congestion_window: Option<u64>,
    /// The most that a segment of the sender could carry when the connection was opened, in bytes; `None` if it is not
    /// reported.
    pub segment_bytes_max: Option<u64>,
    /// The sender's retransmission timeout when the connection was opened, in microseconds; `None` if it is not reported.
    pub retransmission_timeout_us: Option<u64>,
    /// What it is about.
    pub about: About,
    /// What happened, in order.
    pub events: Vec<Timed>,
}

/// A call that writes, once it has returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Write<'a> {
    /// When it returned, in microseconds since the run began.
    pub t_us: u64,
    /// The number of the message, from 1; a short write's continuation has the same.
    pub message: u64,
    /// Where in the stream its bytes begin.
    pub offset: u64,
    /// How many bytes the program handed over.
    pub asked: u64,
    /// How many of them the kernel accepted.
    pub accepted: u64,
    /// The bytes, as far as they are kept.
    pub data: &'a [u8],
}

/// What each of the events yields that match the pattern, in order.
macro_rules! pick {
    ($events:expr, $pattern:pat $(if $wanted:expr)? => $value:expr) => {
        $events.filter_map(|timed| match timed.event {
            $pattern $(if $wanted)? => Some($value),
            _ => None,
        })
    };
}
pub(crate) use pick;

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
            congestion_window: None,
            segment_bytes_max: None,
            retransmission_timeout_us: None,
            about: About::default(),
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
        self.events.push(Timed { t_us, event, caller: None });
    }

    /// Adds a call that a line of the program made, and that returned `t_us` microseconds after the run began.
    pub fn push_call(&mut self, t_us: u64, event: Event, caller: &'static Location<'static>) {
        self.events.push(Timed { t_us, event, caller: Some(caller) });
    }

    /// The events of one stream, in order.
    pub fn on(&self, stream: Stream) -> impl DoubleEndedIterator<Item = &Timed> {
        self.events.iter().filter(move |timed| timed.event.stream() == stream)
    }

    /// Whether anything was written or read on `stream`.
    pub fn uses(&self, stream: Stream) -> bool {
        self.on(stream).any(|timed| matches!(timed.event, Event::Write { .. } | Event::Read { .. }))
    }

    /// When the first event was seen, in microseconds since the run began.
    pub fn begins_us(&self) -> u64 {
        self.events.first().map_or(0, |timed| timed.t_us)
    }

    /// The calls that wrote to `stream`, in order.
    pub fn writes(&self, stream: Stream) -> impl Iterator<Item = Write<'_>> {
        self.on(stream).filter_map(|&Timed { t_us, ref event, .. }| match *event {
            Event::Write { message, offset, asked, accepted, ref data, .. } => {
                Some(Write { t_us, message, offset, asked, accepted, data })
            }
            _ => None,
        })
    }

    /// The messages that were written to `stream`, one a write, in order, empty ones included.
    pub fn messages(&self, stream: Stream) -> Vec<Message> {
        let mut messages: Vec<Message> = self
            .writes(stream)
            .map(|write| Message { number: write.message, range: write.offset..write.offset + write.asked })
            .collect();
        messages.dedup_by_key(|message| message.number); // of a message that took several writes the first asked for all
        messages
    }

    /// The data segments of `stream` as they were seen to leave.
    pub fn segments(&self, stream: Stream) -> Vec<Segments> {
        let segments = self.on(stream).filter_map(|timed| match timed.event {
            Event::Segments { count, offset, bytes, mss, .. } => {
                Some(Segments { t_us: timed.t_us, count, range: offset..offset + bytes, mss })
            }
            _ => None,
        });
        segments.collect()
    }

    /// Where the frames of `stream` lie, as its sender reported.
    pub fn frames(&self, stream: Stream) -> Vec<Range<u64>> {
        pick!(self.on(stream), Event::Framed { offset, bytes, .. } => offset..offset + bytes).collect()
    }

    /// Whether the sender of `stream` reported a frame for everything that it wrote.
    pub fn is_framed(&self, stream: Stream) -> bool {
        let (frames, written) = (self.frames(stream), self.messages(stream));
        let (Some(first), Some(last)) = (frames.first(), frames.last()) else { return false };
        let covers = |message: &Message| first.start <= message.range.start && message.range.end <= last.end;
        frames.windows(2).all(|pair| pair[0].end == pair[1].start) && written.iter().all(covers)
    }

    /// The application's messages, which need not be its writes: the frames of `stream`, from 1, if
    /// [`Case::is_framed`]; otherwise each write is a message.
    pub fn application_messages(&self, stream: Stream) -> Vec<Message> {
        if !self.is_framed(stream) {
            return self.messages(stream);
        }
        (1..).zip(self.frames(stream)).map(|(number, range)| Message { number, range }).collect()
    }

    /// The reads of `stream`, each with its verdict. They are measured against the application's messages.
    pub fn reads(&self, stream: Stream) -> Vec<JudgedRead> {
        let (messages, segments) = (self.application_messages(stream), self.segments(stream));
        let context = Context { transport: self.transport, messages: &messages, segments: &segments };
        let (mut queued, mut reads) = (None, Vec::new());
        for timed in self.on(stream) {
            match timed.event {
                Event::Queued { bytes, .. } => queued = Some(bytes),
                Event::Read { .. } => reads.extend(context.judge(timed, queued.take(), reads.len())),
                _ => {}
            }
        }
        reads
    }

    /// What the sending program sent, in order, of one kind.
    pub fn sent_values(&self, stream: Stream, wanted: Kind) -> Vec<&[u8]> {
        pick!(self.on(stream), Event::SentValue { kind, ref data, .. } if kind == wanted => data.as_slice()).collect()
    }

    /// What the receiving program decoded, in order, of one kind, by the method named `wanted_how`.
    pub fn decoded_values(&self, stream: Stream, wanted: Kind, wanted_how: &str) -> Vec<&[u8]> {
        let values = pick!(
            self.on(stream),
            Event::DecodedValue { kind, how, ref data, .. } if (kind, how) == (wanted, wanted_how) => data.as_slice()
        );
        values.collect()
    }

    /// What the receiving program decoded, in order, of one kind, by whatever method.
    pub fn decoded(&self, stream: Stream, wanted: Kind) -> Vec<&[u8]> {
        pick!(self.on(stream), Event::DecodedValue { kind, ref data, .. } if kind == wanted => data.as_slice())
            .collect()
    }

    /// What many cuts of one stream did to each decoder, in the order of the events.
    pub fn trials(&self) -> Vec<&Trial> {
        pick!(self.events.iter(), Event::Cuts { ref trial, .. } => trial).collect()
    }

    /// What each decoder did when the stream ended early, in the order of the events.
    pub fn early_ends(&self) -> Vec<&EarlyEnds> {
        pick!(self.events.iter(), Event::EarlyEnds { ref ends, .. } => ends).collect()
    }
}
