//! A captured connection as a sequence picture: what is extracted from a case, before anything is drawn. Nothing is guessed:
//! an arrow is a segment that passed, a call is a call that returned.

mod canvas;
mod ladder;
mod rows;
mod svg;
mod terminal;
mod timeline;
mod words;
mod xml;

pub use svg::sequence_svg;
pub use terminal::{sequence, sequence_key};

use trace::{Case, Event, JudgedRead, Message, Stream};

/// A host's line: the first one's is the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Side {
    fn sending(stream: Stream) -> Self {
        if stream == Stream::Forward { Self::Left } else { Self::Right }
    }

    fn receiving(stream: Stream) -> Self {
        if stream == Stream::Forward { Self::Right } else { Self::Left }
    }
}

/// What a segment is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Data,
    /// It carries an ACK and nothing else.
    Ack,
    /// It opens or closes the connection, or is the ACK of that.
    OpenClose,
}

/// One segment on its way. Times are in microseconds from the first write.
#[derive(Debug)]
struct Arrow {
    stream: Stream,
    what: What,
    sent_us: i64,
    /// `None` where it was lost.
    arrived_us: Option<i64>,
    /// The numbers of the messages of which it carries bytes.
    messages: Vec<u64>,
    bytes: u64,
    ack: u64,
    flags: String,
    /// Whether bytes of it were sent before.
    again: bool,
}

/// A call that returned.
#[derive(Debug)]
enum Done {
    Write {
        message: u64,
        asked: u64,
        accepted: u64,
        data: Vec<u8>,
    },
    /// The n-th read of its stream.
    Read {
        nth: usize,
        read: JudgedRead,
    },
    Shutdown,
}

#[derive(Debug)]
struct Call {
    side: Side,
    t_us: i64,
    done: Done,
}

/// A case as a sequence of segments and calls.
#[derive(Debug)]
struct Sequence {
    arrows: Vec<Arrow>,
    calls: Vec<Call>,
    /// How long a segment is on its way, in microseconds: the median.
    trip_us: i64,
    /// Who stands at the left and at the right line.
    hosts: [&'static str; 2],
}

impl Sequence {
    /// What was captured; `None` where nothing was.
    fn of(case: &Case) -> Option<Self> {
        let mut arrows = arrows(case);
        if arrows.is_empty() {
            return None;
        }
        let mut calls = calls(case, &arrows);
        let is_write = |call: &&Call| matches!(call.done, Done::Write { .. });
        let origin = calls.iter().find(is_write).map_or(arrows[0].sent_us, |call| call.t_us);
        for arrow in &mut arrows {
            arrow.sent_us -= origin;
            arrow.arrived_us = arrow.arrived_us.map(|t_us| t_us - origin);
        }
        for call in &mut calls {
            call.t_us -= origin;
        }
        let hosts = if case.uses(Stream::Back) { ["client", "server"] } else { ["sender", "receiver"] };
        Some(Self { trip_us: trip(&arrows), arrows, calls, hosts })
    }
}

/// The segments, in the order in which they left.
fn arrows(case: &Case) -> Vec<Arrow> {
    let messages = Stream::BOTH.map(|stream| case.messages(stream));
    let ends = Ends::of(case);
    let mut arrows: Vec<Arrow> = Vec::new();
    for timed in &case.events {
        let Event::Segment { stream, seq, ack, bytes, flags, resent, sent_us, arrived_us, .. } = &timed.event else {
            continue;
        };
        // The SYN is 0, so the stream's first byte is 1.
        let offset = seq.saturating_sub(1);
        arrows.push(Arrow {
            stream: *stream,
            what: ends.what(*stream, *ack, *bytes, flags, *sent_us),
            sent_us: *sent_us as i64,
            arrived_us: arrived_us.map(|t_us| t_us as i64),
            messages: carried(&messages[*stream as usize], offset, *bytes),
            bytes: *bytes,
            ack: *ack,
            flags: flags.clone(),
            again: *resent,
        });
    }
    arrows.sort_by_key(|arrow| arrow.sent_us);
    arrows
}

/// What tells segments that open or close the connection from others, for each stream.
struct Ends {
    /// When its first data came.
    data_us: [Option<u64>; 2],
    /// The ACK of its FIN, which takes a number of its own.
    fin_ack: [Option<u64>; 2],
}

impl Ends {
    fn of(case: &Case) -> Self {
        let mut ends = Self { data_us: [None; 2], fin_ack: [None; 2] };
        for timed in &case.events {
            let Event::Segment { stream, seq, bytes, flags, arrived_us, .. } = &timed.event else { continue };
            let nth = *stream as usize;
            if let (Some(t_us), 1..) = (*arrived_us, *bytes) {
                ends.data_us[nth] = Some(ends.data_us[nth].map_or(t_us, |first| first.min(t_us)));
            }
            if flags.contains('F') {
                ends.fin_ack[nth] = Some(seq + bytes + 1);
            }
        }
        ends
    }

    fn what(&self, stream: Stream, ack: u64, bytes: u64, flags: &str, sent_us: u64) -> What {
        let other = 1 - stream as usize;
        // An ACK of 1 is of the SYN, unless data has come: then it says that the first byte is missing.
        let opens = ack <= 1 && self.data_us[other].is_none_or(|data_us| sent_us < data_us);
        match () {
            () if bytes > 0 => What::Data,
            () if flags.contains(['S', 'F', 'R']) || opens => What::OpenClose,
            () if self.fin_ack[other] == Some(ack) => What::OpenClose,
            () => What::Ack,
        }
    }
}

/// The numbers of the messages of which bytes lie in `offset..offset + bytes`.
fn carried(messages: &[Message], offset: u64, bytes: u64) -> Vec<u64> {
    let first = messages.partition_point(|message| message.range.end <= offset);
    let inside = messages[first..].iter().take_while(|message| message.range.start < offset + bytes);
    inside.filter(|message| !message.range.is_empty()).map(|message| message.number).collect()
}

/// The calls, in the order in which they returned, or were seen to be under way.
fn calls(case: &Case, arrows: &[Arrow]) -> Vec<Call> {
    let mut reads = Stream::BOTH.map(|stream| case.reads(stream).into_iter().enumerate());
    let mut calls: Vec<Call> = Vec::new();
    for timed in &case.events {
        let mut t_us = timed.t_us as i64;
        let (side, done) = match &timed.event {
            Event::Write { stream, message, offset, asked, accepted, data } => {
                t_us = t_us.min(left_us(arrows, *stream, *offset, *accepted).unwrap_or(t_us));
                let (message, asked, accepted) = (*message, *asked, *accepted);
                (Side::sending(*stream), Done::Write { message, asked, accepted, data: data.clone() })
            }
            Event::Read { stream, .. } => match reads[*stream as usize].next() {
                Some((nth, read)) => (Side::receiving(*stream), Done::Read { nth: nth + 1, read }),
                None => continue,
            },
            Event::Shutdown { stream } => (Side::sending(*stream), Done::Shutdown),
            _ => continue,
        };
        calls.push(Call { side, t_us, done });
    }
    calls.sort_by_key(|call| call.t_us);
    calls
}

/// When the first of these bytes left. A segment may leave before the call that wrote it has returned.
fn left_us(arrows: &[Arrow], stream: Stream, offset: u64, bytes: u64) -> Option<i64> {
    let carries = |arrow: &&Arrow| arrow.stream == stream && arrow.what == What::Data && !arrow.again && bytes > 0;
    // What is not sent again leaves in the stream's order: as many bytes have left before as lie before.
    let mut left = 0;
    arrows.iter().filter(carries).find_map(|arrow| {
        left += arrow.bytes;
        (left > offset).then_some(arrow.sent_us)
    })
}

/// How long a segment is on its way: the median, in microseconds.
fn trip(arrows: &[Arrow]) -> i64 {
    let trip = |arrow: &Arrow| arrow.arrived_us.map(|arrived_us| arrived_us - arrow.sent_us);
    let mut trips: Vec<i64> = arrows.iter().filter_map(trip).collect();
    trips.sort_unstable();
    trips.get(trips.len() / 2).map_or(1, |&trip_us| trip_us.max(1))
}
