//! Protocols whose framing is more than one length or one delimiter, taken apart by hand: what says where the next byte of
//! what begins. It is no parser: it knows the samples' own ways alone, and refuses all else.

use super::BY_DECODER;
use super::carried::LIMIT;
use framing::{Decoder, Line};
use lesson::{CaseName, CaseResult, Fallible};
use probe::TracedStream;
use receiver_short_reads::exactly;
use trace::Kind;

/// A part of a message: the message's number, what it is, how many bytes it has.
type Part = (u64, &'static str, usize);

/// A protocol and some of its messages.
pub(crate) struct Annotated {
    pub(crate) name: CaseName,
    pub(crate) description: &'static str,
    bytes: &'static [u8],
    /// What the messages carry.
    carries: &'static [&'static [u8]],
    takes_apart: fn(&[u8]) -> Fallible<Apart<'_>>,
}

pub(crate) const HTTP: Annotated = Annotated {
    name: CaseName::new("HTTP/1.1"),
    description: "Lines up to an empty one; one of them says how many bytes of body follow.",
    bytes: b"POST /a HTTP/1.1\r\nHost: b\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: b\r\n\r\n",
    carries: &[b"hello", b""],
    takes_apart: http,
};

pub(crate) const RESP: Annotated = Annotated {
    name: CaseName::new("RESP (Redis)"),
    description: "A line with a count, then as many times a line with a length and a payload with CR LF.",
    bytes: b"*2\r\n$4\r\nECHO\r\n$5\r\nhi\r\n!\r\n*1\r\n$4\r\nPING\r\n",
    carries: &[b"ECHO", b"hi\r\n!", b"PING"],
    takes_apart: resp,
};

pub(crate) const WEBSOCKET: Annotated = Annotated {
    name: CaseName::new("WebSocket"),
    description: "Flags, 7 bits of length (126 and 127: 2 or 8 bytes more), from a client a mask.",
    bytes: b"\x81\x05Hello\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\x01\x03Hel\x80\x02lo",
    carries: &[b"Hello", b"Hello", b"Hel", b"lo"],
    takes_apart: websocket,
};

pub(crate) fn annotate(
    sample: &Annotated,
    sender: &mut TracedStream,
    receiver: &mut TracedStream,
    seed: u64,
) -> CaseResult {
    sample.carries.iter().for_each(|payload| sender.note_sent(Kind::Frame, payload));
    sender_nagle::write_random_chunks(sender, sample.bytes, 7, seed)?;
    let mut collected = Vec::new();
    for piece in sender_nagle::random_chunks(sample.bytes, 9, seed.wrapping_add(1)) {
        receiver.wait_for_bytes(piece.len() as u64)?;
        collected.extend(exactly(receiver, piece.len())?);
    }
    let (apart, mut at) = ((sample.takes_apart)(&collected)?, 0);
    for (message, what, bytes) in apart.parts {
        receiver.note_part(message, what, at..at + bytes as u64);
        at += bytes as u64;
    }
    apart.payloads.iter().for_each(|payload| receiver.note_decoded(Kind::Frame, payload, BY_DECODER));
    Ok(())
}

/// Bytes that are taken apart, from the front.
struct Apart<'a> {
    bytes: &'a [u8],
    parts: Vec<Part>,
    payloads: Vec<Vec<u8>>,
}

impl<'a> Apart<'a> {
    fn take(&mut self, message: u64, what: &'static str, len: usize) -> Fallible<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(len).ok_or("a message is longer than what came")?;
        self.bytes = rest;
        self.parts.push((message, what, len));
        Ok(taken)
    }

    fn line(&mut self, message: u64, what: &'static str) -> Fallible<String> {
        let mut decoder = Decoder::new(Line::crlf(), LIMIT);
        decoder.feed(self.bytes);
        let line = decoder.next_frame()?.ok_or("a line does not end")?;
        let text = String::from_utf8(line.payload.to_vec())?;
        self.take(message, what, line.len)?;
        Ok(text)
    }

    /// Takes what the message carries.
    fn payload(&mut self, message: u64, what: &'static str, len: usize) -> CaseResult {
        let payload = self.take(message, what, len)?.to_vec();
        self.payloads.push(payload);
        Ok(())
    }

    /// All messages, each taken apart by `one`.
    fn all(bytes: &'a [u8], one: fn(&mut Self, u64) -> CaseResult) -> Fallible<Self> {
        let mut apart = Self { bytes, parts: Vec::new(), payloads: Vec::new() };
        let mut message = 0;
        while !apart.bytes.is_empty() {
            message += 1;
            one(&mut apart, message)?;
        }
        Ok(apart)
    }
}

// ANCHOR: http
/// A request: lines up to an empty one, then the body that one of them announces (RFC 9112, section 6.3).
fn http(bytes: &[u8]) -> Fallible<Apart<'_>> {
    Apart::all(bytes, |apart, message| {
        let mut body = 0;
        loop {
            let line = apart.line(message, "line")?;
            match line.split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => body = value.trim().parse()?,
                _ if line.is_empty() => break,
                _ => {}
            }
        }
        apart.payload(message, "body", body)
    })
}
// ANCHOR_END: http

/// A command: an array of bulk strings, as Redis clients send it (Redis serialization protocol).
fn resp(bytes: &[u8]) -> Fallible<Apart<'_>> {
    Apart::all(bytes, |apart, message| {
        let words: usize = apart.line(message, "count")?.strip_prefix('*').ok_or("no array")?.parse()?;
        for _ in 0..words {
            let length = apart.line(message, "length")?.strip_prefix('$').ok_or("no bulk string")?.parse()?;
            apart.payload(message, "payload", length)?;
            apart.take(message, "CR LF", 2)?;
        }
        Ok(())
    })
}

/// A frame (RFC 6455, section 5.2).
fn websocket(bytes: &[u8]) -> Fallible<Apart<'_>> {
    Apart::all(bytes, |apart, message| {
        apart.take(message, "flags", 1)?;
        let second = apart.take(message, "length", 1)?[0];
        let length = match second & 0x7f {
            126 => apart.take(message, "length", 2)?.iter().fold(0, |length, &byte| length << 8 | usize::from(byte)),
            127 => return Err("8 bytes of length are for longer messages than these".into()),
            length => usize::from(length),
        };
        let mask = if second & 0x80 == 0 { &[0; 4] } else { apart.take(message, "mask", 4)? };
        let masked = apart.take(message, "payload", length)?;
        apart.payloads.push(masked.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect());
        Ok(())
    })
}
