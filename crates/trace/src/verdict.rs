//! The verdict on each read: whole, glued or split, and who glued it. It follows from the events alone.

use crate::cuts::{Edge, Message, Segments, edge_among};
use crate::named::named;
use crate::{Event, Timed, Transport};
use std::ops::Range;

named! {
    /// What a read returned, measured against the application's messages: its frames if the sender reported them,
    /// otherwise its writes.
    pub enum Verdict {
        /// Exactly one message.
        Whole = "whole",
        /// A boundary between messages lies inside it (粘包).
        Glued = "glued",
        /// It begins or ends inside a message (半包, 拆包).
        Split = "split",
        /// Both.
        GluedSplit = "glued+split",
        /// A datagram longer than the buffer: its tail is lost for good.
        Truncated = "truncated",
        /// The end of the stream.
        End = "end",
        /// Nothing: the read asked for no bytes, and says nothing of the stream.
        Nothing = "nothing",
    }
}

impl Verdict {
    /// Whether messages were glued in it.
    pub fn glued(self) -> bool {
        matches!(self, Self::Glued | Self::GluedSplit)
    }

    /// Whether a message was split by it.
    pub fn split(self) -> bool {
        matches!(self, Self::Split | Self::GluedSplit)
    }
}

named! {
    /// Who glued a read.
    pub enum By {
        /// Every boundary in it lies inside a segment.
        Sender = "sender",
        /// Every boundary in it is the end of a segment: the messages came apart and waited together.
        Receiver = "receiver",
        /// Some of each.
        Both = "both",
    }
}

named! {
    /// Why a read ended inside a message.
    pub enum Cut {
        /// The reader asked for less than was waiting.
        Asked = "asked",
        /// No more was waiting.
        Arrived = "arrived",
    }
}

/// A read and the verdict on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedRead {
    /// Microseconds since the run began.
    pub t_us: u64,
    /// The bytes of the stream that it returned.
    pub range: Range<u64>,
    /// The most that it asked for, in bytes.
    pub asked: u64,
    /// How many bytes waited in the receive queue just before it, if anyone looked.
    pub queued: Option<u64>,
    /// The bytes that it returned, as far as they are kept.
    pub data: Vec<u8>,
    /// The first and the last message, or frame, of which it returned bytes; `None` at the end.
    pub messages: Option<(u64, u64)>,
    /// Whole, glued, split.
    pub verdict: Verdict,
    /// Who glued it; `None` if it is not glued, or if its segments were not seen.
    pub by: Option<By>,
    /// Why it was split; `None` if it was not.
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
            _ if asked == 0 => (None, Verdict::Nothing),
            Transport::Tcp | Transport::Script => self.stretch(&range),
        };
        let cut = verdict.split().then(|| if queued > Some(got) { Cut::Asked } else { Cut::Arrived });
        let by = if verdict.glued() { self.glued_by(&range) } else { None };
        Some(JudgedRead { t_us: timed.t_us, range, asked, queued, data: data.clone(), messages, verdict, by, cut })
    }

    fn datagram(&self, got: u64, nth: usize) -> (Option<(u64, u64)>, Verdict) {
        match self.messages.get(nth) {
            Some(Message { number, range }) => {
                let all = got >= range.end - range.start;
                (Some((*number, *number)), if all { Verdict::Whole } else { Verdict::Truncated })
            }
            None => (None, Verdict::End),
        }
    }

    fn stretch(&self, range: &Range<u64>) -> (Option<(u64, u64)>, Verdict) {
        if range.is_empty() {
            return (None, Verdict::End); // inside a frame, too
        }
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
