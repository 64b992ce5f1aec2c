//! What can happen on a connection, and the names under which each happening is reported. Knows nothing of how it was
//! observed.

use crate::{EarlyEnds, Ending, Trial};
use std::fmt;

/// One of the two byte streams of a connection; each has its own offsets and message numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stream {
    /// From the side that the lesson calls the sender, or the client.
    Forward,
    /// The answers.
    Back,
}

impl Stream {
    /// Both, in the order in which they are drawn.
    pub const BOTH: [Self; 2] = [Self::Forward, Self::Back];

    /// The name in the trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Back => "back",
        }
    }
}

/// What carries a case's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// A stream: no edges between messages.
    Tcp,
    /// Datagrams: each keeps its edges.
    Udp,
    /// No connection: a reader in memory gives out the pieces of a stream as it was told to cut it.
    Script,
}

impl Transport {
    /// The name in the trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Script => "script",
        }
    }
}

/// How a segment came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The kernel's own counters: `TCP_INFO` in tcp(7).
    TcpInfo,
    /// A capture of every packet.
    Capture,
}

impl Source {
    /// The name in the trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::TcpInfo => "tcp_info",
            Self::Capture => "capture",
        }
    }
}

/// What a program means some bytes to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A command to run.
    Command,
    /// The length of what follows.
    Length,
    /// The handshake's go-ahead.
    Ok,
    /// What a command printed.
    Body,
    /// The payload of a frame.
    Frame,
    /// Text for a person.
    Text,
    /// What a decoder says where it gives up.
    Error,
}

impl Kind {
    /// The name in the trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Length => "length",
            Self::Ok => "ok",
            Self::Body => "body",
            Self::Frame => "frame",
            Self::Text => "text",
            Self::Error => "error",
        }
    }
}

/// One thing that happened. Offsets and sizes are in bytes of the stream; messages count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's sentence tells its fields")]
pub enum Event {
    /// The program begins a command, counted from 1: what follows belongs to it, until the next begins.
    Command { stream: Stream, number: u64 },
    /// A call that writes returned. A short write's continuation carries the same message number.
    Write { stream: Stream, message: u64, offset: u64, asked: u64, accepted: u64, data: Vec<u8> },
    /// A write of no bytes returned, and so many packets of any kind had left meanwhile.
    EmptyWrite { stream: Stream, packets: u64 },
    /// Data segments were seen to have left the sender, those sent again taken off.
    Segments { stream: Stream, count: u64, offset: u64, bytes: u64, mss: Option<u64>, source: Source },
    /// A segment entered the cable, with data or without, whichever way. Sequence numbers count from each side's SYN, which
    /// is 0; the times are microseconds since the run began, and `arrived_us` is missing where it was lost.
    Segment {
        stream: Stream,
        seq: u64,
        ack: u64,
        bytes: u64,
        flags: String,
        window: u64,
        resent: bool,
        sent_us: u64,
        arrived_us: Option<u64>,
    },
    /// What the sender's kernel holds back, accepted from the program but not sent yet, and how many segments then
    /// await their ACK. Reported when it changes.
    Held { stream: Stream, bytes: u64, in_flight_segments: u64 },
    /// What waits in the receiver's queue just before a read.
    Queued { stream: Stream, bytes: u64 },
    /// A call that reads returned. `got` of 0 on TCP is the end of the stream.
    Read { stream: Stream, offset: u64, asked: u64, got: u64, data: Vec<u8> },
    /// The sending program says where one of its frames lies, header and payload.
    Framed { stream: Stream, offset: u64, bytes: u64 },
    /// An encoder was given a payload: how many bytes it made of it on the wire, or why it refuses it.
    Encoded { stream: Stream, data: Vec<u8>, wire: Result<u64, String> },
    /// What a framing adds to a payload of so many bytes, in bytes; `None` where it refuses it.
    Overhead { stream: Stream, payload: u64, added: Option<u64> },
    /// The receiving program says what some bytes of a frame are, as its header. Frames count from 1.
    Part { stream: Stream, frame: u64, what: &'static str, offset: u64, bytes: u64 },
    /// The sender said that it will write no more.
    Shutdown { stream: Stream },
    /// The sender closed its socket: no call can be made on it any more, in either direction.
    Closed { stream: Stream },
    /// A call, "read" or "write", failed, not because it would have had to wait; `text` is the system's word for it.
    Failed { stream: Stream, call: &'static str, text: String },
    /// What a reader of the stream has reserved for it, in bytes, and how many of these were in memory, and not only
    /// promised; `None` where the system does not tell.
    Memory { stream: Stream, reserved: u64, resident: Option<u64> },
    /// A program's turn at reading or writing the stream is over, so long after it began; `text` says more, in the words
    /// of whatever ended it.
    Ended { stream: Stream, how: Ending, after_us: u64, text: String },
    /// What the sending program meant.
    SentValue { stream: Stream, kind: Kind, data: Vec<u8> },
    /// What the receiving program took it for.
    DecodedValue { stream: Stream, kind: Kind, data: Vec<u8>, how: &'static str },
    /// The bytes that a reader in memory gives out, in one cut after the other.
    Scripted { stream: Stream, data: Vec<u8> },
    /// What these cuts did to a decoder.
    Cuts { stream: Stream, trial: Trial },
    /// What a decoder made of the stream where it ended early.
    EarlyEnds { stream: Stream, ends: EarlyEnds },
}

/// An event and when it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// Microseconds since the run began.
    pub t_us: u64,
    /// What happened.
    pub event: Event,
}

/// A value in the trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Not known, or not there.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A count, or a size in bytes.
    Number(u64),
    /// A name or a text.
    Text(String),
    /// A few numbers in order.
    Numbers(Vec<u64>),
    /// A few texts in order.
    Texts(Vec<String>),
    /// Names and their values, in order.
    Object(Vec<(String, Value)>),
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => write!(f, "-"),
            Self::Bool(true) => write!(f, "on"),
            Self::Bool(false) => write!(f, "off"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text}"),
            Self::Numbers(numbers) => write!(f, "{numbers:?}"),
            Self::Texts(texts) => write!(f, "{texts:?}"),
            Self::Object(fields) => {
                let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name} {value}")).collect();
                write!(f, "{}", fields.join(", "))
            }
        }
    }
}
