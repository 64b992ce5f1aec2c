//! What a sequence picture shows, extracted from a case before anything is drawn. Nothing is guessed: an arrow is a segment
//! that passed, a call is a call that returned.

use trace::{Case, Event, JudgedRead, Message, Stream, Timed, Write};

/// A host's line: the first one's is the left.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

impl Side {
    pub(super) fn sending(stream: Stream) -> Self {
        if stream == Stream::Forward { Self::Left } else { Self::Right }
    }

    pub(super) fn receiving(stream: Stream) -> Self {
        Self::sending(Stream::BOTH[1 - stream as usize])
    }
}

/// What a segment is there for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Data,
    /// It carries an ACK and nothing else.
    Ack,
    /// It opens or closes the connection, or is the ACK of that.
    OpenClose,
}

/// One segment on its way. Times are in microseconds from the first write.
pub(super) struct Arrow<'a> {
    pub(super) stream: Stream,
    pub(super) what: What,
    pub(super) sent_us: i64,
    /// `None` if it was lost.
    pub(super) arrived_us: Option<i64>,
    /// The numbers of the messages of which it carries bytes.
    pub(super) messages: Vec<u64>,
    /// Where in its stream its first byte is.
    pub(super) offset: u64,
    pub(super) bytes: u64,
    pub(super) ack: u64,
    pub(super) flags: &'a str,
    pub(super) again: bool,
}

impl Arrow<'_> {
    /// What segments that are drawn as one have in common.
    pub(super) fn kind(&self) -> (Stream, What, bool, bool) {
        (self.stream, self.what, self.again, self.arrived_us.is_some())
    }
}

/// A call that returned.
pub(super) enum Done<'a> {
    Write(Write<'a>),
    /// A read, and its number on its stream.
    Read(u64, JudgedRead),
    Shutdown,
}

pub(super) struct Call<'a> {
    pub(super) side: Side,
    pub(super) t_us: i64,
    pub(super) done: Done<'a>,
}

pub(super) struct Sequence<'a> {
    pub(super) arrows: Vec<Arrow<'a>>,
    pub(super) calls: Vec<Call<'a>>,
    /// How long a segment is on its way, in microseconds: the median.
    pub(super) trip_us: i64,
    /// Who stands at the left and at the right line.
    pub(super) hosts: [&'static str; 2],
}

impl<'a> Sequence<'a> {
    /// What was captured; `None` if nothing was.
    pub(super) fn of(case: &'a Case) -> Option<Self> {
        let mut arrows = arrows(case);
        let first_us = arrows.first()?.sent_us;
        let mut calls = calls(case, &arrows);
        let is_write = |call: &&Call<'_>| matches!(call.done, Done::Write(_));
        let origin = calls.iter().find(is_write).map_or(first_us, |call| call.t_us);
        for arrow in &mut arrows {
            arrow.sent_us -= origin;
            arrow.arrived_us = arrow.arrived_us.map(|t_us| t_us - origin);
        }
        calls.iter_mut().for_each(|call| call.t_us -= origin);
        let mut trips: Vec<i64> = arrows.iter().filter_map(|arrow| Some(arrow.arrived_us? - arrow.sent_us)).collect();
        trips.sort_unstable();
        let trip_us = trips.get(trips.len() / 2).map_or(1_000, |&trip_us| trip_us.max(20));
        let hosts = if case.uses(Stream::Back) { ["client", "server"] } else { ["sender", "receiver"] };
        Some(Self { arrows, calls, trip_us, hosts })
    }
}

/// The segments, in the order in which they left.
fn arrows(case: &Case) -> Vec<Arrow<'_>> {
    let messages = Stream::BOTH.map(|stream| case.application_messages(stream));
    let ends = first_data_and_fin_ack(case);
    let mut arrows: Vec<Arrow<'_>> = Vec::new();
    for timed in &case.events {
        let Event::Segment { stream, seq, ack, bytes, ref flags, resent, sent_us, arrived_us, .. } = timed.event else {
            continue;
        };
        let (data_us, fin_ack) = ends[1 - stream as usize];
        // An ACK of 1 is of the SYN, unless data has come: then it says that the first byte is missing.
        let opens = ack <= 1 && data_us.is_none_or(|data_us| sent_us < data_us);
        let what = match bytes {
            1.. => What::Data,
            0 if flags.contains(['S', 'F', 'R']) || opens || fin_ack == Some(ack) => What::OpenClose,
            0 => What::Ack,
        };
        arrows.push(Arrow {
            stream,
            what,
            sent_us: sent_us as i64,
            arrived_us: arrived_us.map(|t_us| t_us as i64),
            // The SYN is 0, so the stream's first byte is 1.
            messages: carried(&messages[stream as usize], seq.saturating_sub(1), bytes),
            offset: seq.saturating_sub(1),
            bytes,
            ack,
            flags,
            again: resent,
        });
    }
    arrows.sort_by_key(|arrow| arrow.sent_us);
    arrows
}

/// For each stream, when its first data came, and the ACK of its FIN: these distinguish ACKs of SYN and FIN from others.
fn first_data_and_fin_ack(case: &Case) -> [(Option<u64>, Option<u64>); 2] {
    let mut ends = [(None, None); 2];
    for timed in &case.events {
        let Event::Segment { stream, seq, bytes, ref flags, arrived_us, .. } = timed.event else { continue };
        let (data_us, fin_ack) = &mut ends[stream as usize];
        if bytes > 0 {
            *data_us = data_us.iter().copied().chain(arrived_us).min();
        }
        if flags.contains('F') {
            *fin_ack = Some(seq + bytes + 1); // the FIN takes a number of its own
        }
    }
    ends
}

/// The numbers of the messages of which bytes lie in `offset..offset + bytes`.
fn carried(messages: &[Message], offset: u64, bytes: u64) -> Vec<u64> {
    let first = messages.partition_point(|message| message.range.end <= offset);
    let inside = messages[first..].iter().take_while(|message| message.range.start < offset + bytes);
    inside.filter(|message| !message.range.is_empty()).map(|message| message.number).collect()
}

/// The calls, in the order in which they returned, or were seen to be under way.
fn calls<'a>(case: &'a Case, arrows: &[Arrow<'_>]) -> Vec<Call<'a>> {
    let mut writes = Stream::BOTH.map(|stream| case.writes(stream));
    let mut reads = Stream::BOTH.map(|stream| (1..).zip(case.reads(stream)));
    let call = |timed: &Timed| {
        let (stream, mut t_us) = (timed.event.stream(), timed.t_us as i64);
        let (side, done) = match timed.event {
            Event::Write { .. } => {
                let write = writes[stream as usize].next()?;
                t_us = left_us(arrows, stream, write.offset, write.accepted).map_or(t_us, |left_us| left_us.min(t_us));
                (Side::sending(stream), Done::Write(write))
            }
            Event::Read { .. } => {
                let (nth, read) = reads[stream as usize].next()?;
                (Side::receiving(stream), Done::Read(nth, read))
            }
            Event::Shutdown { .. } => (Side::sending(stream), Done::Shutdown),
            _ => return None,
        };
        Some(Call { side, t_us, done })
    };
    let mut calls: Vec<Call<'a>> = case.events.iter().filter_map(call).collect();
    calls.sort_by_key(|call| call.t_us);
    calls
}

/// When the first of these bytes left. A segment may leave before the call that wrote it has returned.
fn left_us(arrows: &[Arrow<'_>], stream: Stream, offset: u64, bytes: u64) -> Option<i64> {
    let carries = |arrow: &&Arrow<'_>| arrow.stream == stream && arrow.what == What::Data && !arrow.again && bytes > 0;
    // What is not sent again leaves in the stream's order: as many bytes have left before as lie before.
    let mut left = 0;
    arrows.iter().filter(carries).find_map(|arrow| {
        left += arrow.bytes;
        (left > offset).then_some(arrow.sent_us)
    })
}
