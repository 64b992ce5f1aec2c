//! The verdict on each read: whole, glued, split, and by whom. A function of the events alone.

use crate::cuts::{Edge, Message, Segments, edge_among};
use crate::{Event, Timed, Transport};
use std::ops::Range;

/// What a read returned, measured against the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Exactly one message.
    Whole,
    /// An edge between messages lies inside it (粘包).
    Glued,
    /// It begins or ends inside a message (半包, 拆包).
    Split,
    /// Both.
    GluedSplit,
    /// A datagram longer than the buffer: its tail is lost for good.
    Truncated,
    /// The end of the stream.
    End,
}

impl Verdict {
    /// The name in the trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Glued => "glued",
            Self::Split => "split",
            Self::GluedSplit => "glued+split",
            Self::Truncated => "truncated",
            Self::End => "end",
        }
    }

    /// Whether messages were glued in it.
    pub fn glued(self) -> bool {
        matches!(self, Self::Glued | Self::GluedSplit)
    }

    /// Whether a message was split by it.
    pub fn split(self) -> bool {
        matches!(self, Self::Split | Self::GluedSplit)
    }
}

/// Who glued a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Every inner edge lies inside a segment.
    Sender,
    /// Every inner edge is a segment's end: they came apart and waited together.
    Receiver,
    /// Some of each.
    Both,
}

impl By {
    /// The name in the trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Receiver => "receiver",
            Self::Both => "both",
        }
    }
}

/// Why a read ended where it did, though inside a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The reader asked for less than was waiting.
    Asked,
    /// No more was waiting.
    Arrived,
}

impl Cut {
    /// The name in the trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Arrived => "arrived",
        }
    }
}

/// A read and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedRead {
    /// Microseconds since the run began.
    pub t_us: u64,
    /// The bytes of the stream that it returned.
    pub range: Range<u64>,
    /// The most that it asked for, in bytes.
    pub asked: u64,
    /// What waited in the receive queue just before it, in bytes, if that was looked at.
    pub queued: Option<u64>,
    /// What it returned, as far as it is kept.
    pub data: Vec<u8>,
    /// The first and the last message of which it returned bytes; `None` at the end.
    pub messages: Option<(u64, u64)>,
    /// Whole, glued, split.
    pub verdict: Verdict,
    /// Who glued it; `None` where it is not glued or the segments were not seen.
    pub by: Option<By>,
    /// Why it was split; `None` where it was not.
    pub cut: Option<Cut>,
}

impl JudgedRead {
    /// How many bytes the read returned.
    pub fn got(&self) -> u64 {
        self.range.end - self.range.start
    }
}

/// What a read is judged by.
pub(crate) struct Context<'a> {
    pub(crate) transport: Transport,
    pub(crate) messages: &'a [Message],
    pub(crate) segments: &'a [Segments],
}

impl Context<'_> {
    /// Judges one read; `queued` is what waited just before it, in bytes. `nth` counts the reads from 0: on UDP the
    /// n-th receive takes the n-th datagram.
    pub(crate) fn judge(&self, timed: &Timed, queued: Option<u64>, nth: usize) -> Option<JudgedRead> {
        let Event::Read { offset, asked, got, ref data, .. } = timed.event else { return None };
        let range = offset..offset + got;
        let (messages, verdict) = match self.transport {
            Transport::Udp => self.datagram(got, nth),
            Transport::Tcp | Transport::Script => self.stretch(&range),
        };
        let cut = verdict.split().then(|| if queued > Some(got) { Cut::Asked } else { Cut::Arrived });
        let by = if verdict.glued() { self.glued_by(&range) } else { None };
        Some(JudgedRead { t_us: timed.t_us, range, asked, queued, data: data.clone(), messages, verdict, by, cut })
    }

    fn datagram(&self, got: u64, nth: usize) -> (Option<(u64, u64)>, Verdict) {
        match self.messages.get(nth) {
            Some(message) if got < message.range.end - message.range.start => {
                (Some((message.number, message.number)), Verdict::Truncated)
            }
            Some(message) => (Some((message.number, message.number)), Verdict::Whole),
            None => (None, Verdict::End),
        }
    }

    fn stretch(&self, range: &Range<u64>) -> (Option<(u64, u64)>, Verdict) {
        let overlaps = |m: &&Message| m.range.start < range.end && range.start < m.range.end;
        let inside: Vec<&Message> = self.messages.iter().filter(overlaps).collect();
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else { return (None, Verdict::End) };
        let glued = inside.len() > 1;
        let split = first.range.start < range.start || range.end < last.range.end;
        let verdict = match (glued, split) {
            (true, true) => Verdict::GluedSplit,
            (true, false) => Verdict::Glued,
            (false, true) => Verdict::Split,
            (false, false) => Verdict::Whole,
        };
        (Some((first.number, last.number)), verdict)
    }

    fn glued_by(&self, range: &Range<u64>) -> Option<By> {
        let ends = self.messages.iter().filter(|m| !m.range.is_empty()).map(|m| m.range.end);
        let inner = ends.filter(|&end| range.start < end && end < range.end);
        let edges: Vec<Edge> = inner.map(|edge| edge_among(self.segments, edge)).collect();
        let all = |wanted| edges.iter().all(|&edge| edge == wanted);
        match () {
            () if edges.contains(&Edge::Unknown) => None,
            () if all(Edge::InsideSegment) => Some(By::Sender),
            () if all(Edge::BetweenSegments) => Some(By::Receiver),
            () => Some(By::Both),
        }
    }
}
