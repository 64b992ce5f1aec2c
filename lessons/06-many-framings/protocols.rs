//! Real protocols by their framing alone: bytes as their specifications have them, and the options with which the
//! decoder of `framing` finds their messages. It understands nothing inside a message.

use super::carried::over_random_cuts;
use framing::Width::{Four, Two};
use framing::{LengthField, Netstring, Order, Width};
use lesson::{CaseName, CaseResult};
use probe::TracedStream;
use trace::Kind;

const fn length(width: Width) -> LengthField {
    LengthField::new(width, Order::Big)
}

// ANCHOR: protocol
const TLS_FRAMES: LengthField = length(Two).offset(3);
const KAFKA_FRAMES: LengthField = length(Four).signed();
const DNS_FRAMES: LengthField = length(Two);
const POSTGRES_FIRST_FRAMES: LengthField = length(Four).counts_itself();
const POSTGRES_FRAMES: LengthField = length(Four).offset(1).counts_itself();
const SCGI_FRAMES: Netstring = Netstring;
// ANCHOR_END: protocol

pub(crate) enum Marks {
    Length(LengthField),
    Digits,
}

pub(crate) struct Protocol {
    pub(crate) name: CaseName,
    pub(crate) description: &'static str,
    marks: Marks,
    /// Each complete, as it is sent, and how many of its bytes come before the payload and after it.
    messages: &'static [(&'static [u8], usize, usize)],
}

pub(crate) const TLS: Protocol = Protocol {
    name: CaseName::new("TLS records"),
    description: "A type in 1 byte, a version in 2, a length in 2: --width 2 --offset 3",
    marks: Marks::Length(TLS_FRAMES),
    messages: &[
        (CLIENT_HELLO, 5, 0),
        (b"\x14\x03\x03\0\x01\x01", 5, 0),   // change cipher spec
        (b"\x15\x03\x03\0\x02\x01\0", 5, 0), // alert: close notify
    ],
};

pub(crate) const KAFKA: Protocol = Protocol {
    name: CaseName::new("Kafka"),
    description: "A signed length in 4 bytes: --width 4 --signed",
    marks: Marks::Length(KAFKA_FRAMES),
    messages: &[
        (b"\0\0\0\x0e\0\x12\0\0\0\0\0\x01\0\x04Lyon", 4, 0), // ApiVersions (key 18), version 0, client "Lyon"
        (b"\0\0\0\x12\0\x03\0\0\0\0\0\x02\0\x04Lyon\0\0\0\0", 4, 0), // Metadata (key 3) of all topics
    ],
};

pub(crate) const DNS: Protocol = Protocol {
    name: CaseName::new("DNS over TCP"),
    description: "A length in 2 bytes: --width 2",
    marks: Marks::Length(DNS_FRAMES),
    messages: &[
        (b"\0\x1d\0\x01\x01\0\0\x01\0\0\0\0\0\0\x07example\x03com\0\0\x01\0\x01", 2, 0), // A
        (b"\0\x1d\0\x02\x01\0\0\x01\0\0\0\0\0\0\x07example\x03com\0\0\x1c\0\x01", 2, 0), // AAAA
    ],
};

pub(crate) const POSTGRESQL_FIRST: Protocol = Protocol {
    name: CaseName::new("PostgreSQL: what a client sends first"),
    description: "A length in 4 bytes that counts itself, and no type yet: --width 4 --counts-itself",
    marks: Marks::Length(POSTGRES_FIRST_FRAMES),
    messages: &[
        (b"\0\0\0\x08\x04\xd2\x16\x2f", 4, 0),         // SSLRequest
        (b"\0\0\0\x13\0\x03\0\0user\0lyon\0\0", 4, 0), // StartupMessage, protocol 3.0
    ],
};

pub(crate) const POSTGRESQL: Protocol = Protocol {
    name: CaseName::new("PostgreSQL: from then on"),
    description: "A type in 1 byte before the same length: --width 4 --offset 1 --counts-itself",
    marks: Marks::Length(POSTGRES_FRAMES),
    messages: &[
        (b"Q\0\0\0\x0dSELECT 1\0", 5, 0), // Query
        (b"S\0\0\0\x04", 5, 0),           // Sync
        (b"X\0\0\0\x04", 5, 0),           // Terminate
    ],
};

pub(crate) const SCGI: Protocol = Protocol {
    name: CaseName::new("netstring: SCGI"),
    description: "A web server's request to a program, as one netstring of headers: --framing netstring",
    marks: Marks::Digits,
    messages: &[(b"38:CONTENT_LENGTH\x000\0SCGI\x001\0REQUEST_URI\0/\0,", 3, 1)],
};

/// The shortest ClientHello that TLS 1.2 knows: one cipher suite, no compression, no extension.
const CLIENT_HELLO: &[u8] = b"\x16\x03\x01\0\x2d\x01\0\0\x29\x03\x03\
    32 bytes that are random, really\0\0\x02\xc0\x2f\x01\0";

pub(crate) fn recognise(
    protocol: &Protocol,
    sender: &mut TracedStream,
    receiver: &mut TracedStream,
    seed: u64,
) -> CaseResult {
    let mut stream = Vec::new();
    for (message, before, after) in protocol.messages {
        sender.note_sent(Kind::Frame, &message[*before..message.len() - after]);
        sender.note_frame(stream.len()..stream.len() + message.len());
        stream.extend_from_slice(message);
    }
    let ends = [sender, receiver];
    match protocol.marks {
        Marks::Length(framing) => over_random_cuts(ends, &stream, seed, framing),
        Marks::Digits => over_random_cuts(ends, &stream, seed, SCGI_FRAMES),
    }
}
