//! What can happen on a connection, and the names under which each event is reported. An event is plain data: it does not
//! say how it was observed.

use crate::named::named;
use crate::{EarlyEnds, Trial};
use std::panic::Location;

named! {
    /// One of the two byte streams of a connection; each has its own offsets and message numbers.
    pub enum Stream {
        /// From the side that the lesson calls the sender, or the client.
        Forward = "forward",
        /// The answers.
        Back = "back",
    }
}

impl Stream {
    /// Both, in the order in which they are drawn.
    pub const BOTH: [Self; 2] = [Self::Forward, Self::Back];
}

named! {
    /// What carries a case's bytes.
    pub enum Transport {
        /// A stream: it has no message boundaries.
        Tcp = "tcp",
        /// Datagrams: each keeps its boundaries.
        Udp = "udp",
        /// No connection: a reader in memory returns the pieces of a stream as a script cut it.
        Script = "script",
    }
}

named! {
    /// How a segment was observed.
    pub enum Source {
        /// The kernel's own counters: `TCP_INFO` in tcp(7).
        TcpInfo = "tcp_info",
        /// A capture of every packet.
        Capture = "capture",
    }
}

named! {
    /// What kind of value some bytes are to a program.
    pub enum Kind {
        /// A command to run.
        Command = "command",
        /// The length of what follows.
        Length = "length",
        /// The handshake's go-ahead.
        Ok = "ok",
        /// What a command printed.
        Body = "body",
        /// The payload of a frame.
        Frame = "frame",
        /// Text for a person.
        Text = "text",
        /// The message with which a decoder gives up.
        Error = "error",
    }
}

named! {
    /// What ended a program's turn at a stream.
    pub enum Ending {
        /// The program has read, or written, a complete message, as far as it can tell.
        Completed = "whole",
        /// It refused what came: too long, or no frame at all.
        Refused = "refused",
        /// It was given no memory.
        NoMemory = "no-memory",
        /// The deadline of the whole turn passed.
        Deadline = "deadline",
        /// The timeout of one call passed.
        TimeOut = "time-out",
        /// The peer reset the connection.
        Reset = "reset",
        /// The stream ended inside a message.
        Truncated = "truncated",
        /// Nothing: it was still waiting when the lesson looked, and the lesson ended it.
        Waiting = "waiting",
        /// Something else, which the event's text names.
        Failed = "failed",
    }
}

/// One thing that happened. Offsets and sizes are in bytes of the stream; messages count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's sentence explains its fields")]
pub enum Event {
    /// The program begins a command, counted from 1: what follows belongs to it, until the next begins.
    Command { stream: Stream, number: u64 },
    /// A call that writes returned. A short write's continuation carries the same message number.
    Write { stream: Stream, message: u64, offset: u64, asked: u64, accepted: u64, data: Vec<u8> },
    /// The program writes while the ACKs of some segments are outstanding; `acked` bytes of the stream have been
    /// acknowledged. It comes before the write's own event; there is none if no ACK is outstanding.
    Awaiting { stream: Stream, in_flight_segments: u64, acked: u64 },
    /// A write of no bytes returned, and this many packets of any kind had left meanwhile.
    EmptyWrite { stream: Stream, packets: u64 },
    /// Data segments were seen to have left the sender; retransmissions are not counted.
    Segments { stream: Stream, count: u64, offset: u64, bytes: u64, mss: Option<u64>, source: Source },
    /// A segment entered the cable, with or without data, in either direction. Sequence numbers count from each side's SYN,
    /// which is 0; the times are microseconds since the run began, and `arrived_us` is `None` if the segment was lost.
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
    /// How many bytes the sender's kernel holds back, accepted from the program but not sent yet, and how many segments
    /// were waiting for their ACK at that moment. Reported when it changes.
    Held { stream: Stream, bytes: u64, in_flight_segments: u64 },
    /// How many bytes wait in the receiver's queue just before a read.
    Queued { stream: Stream, bytes: u64 },
    /// A call that reads returned. `got` of 0 on TCP is the end of the stream.
    Read { stream: Stream, offset: u64, asked: u64, got: u64, data: Vec<u8> },
    /// The sending program says where one of its frames lies, header and payload. If it says so of everything that it
    /// writes, frames are the messages by which reads are judged.
    Framed { stream: Stream, offset: u64, bytes: u64 },
    /// An encoder was given a payload: how many bytes it takes on the wire, or why the encoder refuses it.
    Encoded { stream: Stream, data: Vec<u8>, wire: Result<u64, String> },
    /// How many bytes a framing adds to a payload of `payload` bytes; `None` if it refuses such a payload.
    Overhead { stream: Stream, payload: u64, added: Option<u64> },
    /// The receiving program says what some bytes of a frame are, such as "header". Frames count from 1.
    Part { stream: Stream, frame: u64, what: &'static str, offset: u64, bytes: u64 },
    /// The sender said that it will write no more.
    Shutdown { stream: Stream },
    /// The sender closed its socket: no call can be made on it any more, in either direction.
    Closed { stream: Stream },
    /// A call, "read" or "write", failed for another reason than having to wait; `text` is the system's word for it.
    Failed { stream: Stream, call: &'static str, text: String },
    /// How many bytes a reader of the stream has reserved, and how many of these are really in memory; `None` if the
    /// system does not report that.
    Memory { stream: Stream, reserved: u64, resident: Option<u64> },
    /// A program's turn at reading or writing the stream is over, `after_us` microseconds after it began; `text` says
    /// more, in the words of whatever ended it.
    Ended { stream: Stream, how: Ending, after_us: u64, text: String },
    /// A value that the sending program sent.
    SentValue { stream: Stream, kind: Kind, data: Vec<u8> },
    /// A value that the receiving program decoded, by the method named `how`.
    DecodedValue { stream: Stream, kind: Kind, data: Vec<u8>, how: &'static str },
    /// The bytes that a reader in memory returns, cut differently each time.
    Scripted { stream: Stream, data: Vec<u8> },
    /// What these cuts did to a decoder.
    Cuts { stream: Stream, trial: Trial },
    /// What a decoder did when the stream ended early.
    EarlyEnds { stream: Stream, ends: EarlyEnds },
}

impl Event {
    /// The stream on which it happened.
    pub fn stream(&self) -> Stream {
        match *self {
            Self::Command { stream, .. }
            | Self::Write { stream, .. }
            | Self::Awaiting { stream, .. }
            | Self::EmptyWrite { stream, .. }
            | Self::Segments { stream, .. }
            | Self::Segment { stream, .. }
            | Self::Held { stream, .. }
            | Self::Queued { stream, .. }
            | Self::Read { stream, .. }
            | Self::Framed { stream, .. }
            | Self::Encoded { stream, .. }
            | Self::Overhead { stream, .. }
            | Self::Part { stream, .. }
            | Self::Shutdown { stream }
            | Self::Closed { stream }
            | Self::Failed { stream, .. }
            | Self::Memory { stream, .. }
            | Self::Ended { stream, .. }
            | Self::SentValue { stream, .. }
            | Self::DecodedValue { stream, .. }
            | Self::Scripted { stream, .. }
            | Self::Cuts { stream, .. }
            | Self::EarlyEnds { stream, .. } => stream,
        }
    }
}

/// An event, when it was seen, and who caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// Microseconds since the run began.
    pub t_us: u64,
    /// What happened.
    pub event: Event,
    /// The line of the program that made the call; `None` if it was no call, or if that line is not known.
    pub caller: Option<&'static Location<'static>>,
}
