//! Protocols whose framing is more than one length or one delimiter, taken apart by hand: each part says where the next one
//! begins. It is no general parser: it knows what these samples use, and refuses everything else.

use super::BY_DECODER;
use lesson::{CaseName, CaseResult, Fallible};
use probe::TracedStream;
use receiver_short_reads::exactly;
use trace::Kind;

pub(crate) struct Annotated {
    pub(crate) name: CaseName,
    pub(crate) description: &'static str,
    /// The anchor of the code that takes a message apart.
    pub(crate) code: &'static str,
    messages: &'static [&'static [u8]],
    carries: &'static [&'static [u8]],
    take_message: fn(&mut Apart<'_>) -> CaseResult,
}

pub(crate) const HTTP: Annotated = Annotated {
    name: CaseName::new("HTTP/1.1"),
    description: "Lines up to an empty one; one of them says how many bytes of body follow.",
    code: "http",
    messages: &[b"POST /a HTTP/1.1\r\nHost: b\r\nContent-Length: 5\r\n\r\nhello", b"GET / HTTP/1.1\r\nHost: b\r\n\r\n"],
    carries: &[b"hello", b""],
    take_message: http,
};

pub(crate) const RESP: Annotated = Annotated {
    name: CaseName::new("RESP (Redis)"),
    description: "A line says how many words follow; each word is a line with its length, its bytes, and CR LF.",
    code: "resp",
    messages: &[b"*2\r\n$4\r\nECHO\r\n$5\r\nhi\r\n!\r\n", b"*1\r\n$4\r\nPING\r\n"],
    carries: &[b"ECHO", b"hi\r\n!", b"PING"],
    take_message: resp,
};

pub(crate) const WEBSOCKET: Annotated = Annotated {
    name: CaseName::new("WebSocket"),
    description: "Flags, 7 bits of length (126 and 127 announce 2 or 8 bytes more), and a mask if a client sends.",
    code: "websocket",
    messages: &[b"\x81\x05Hello", b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", b"\x01\x03Hel", b"\x80\x02lo"],
    carries: &[b"Hello", b"Hello", b"Hel", b"lo"],
    take_message: websocket,
};

pub(crate) fn annotate(
    sample: &Annotated,
    sender: &mut TracedStream,
    receiver: &mut TracedStream,
    seed: u64,
) -> CaseResult {
    sample.carries.iter().for_each(|payload| sender.note_sent(Kind::Frame, payload));
    let (bytes, mut begins) = (sample.messages.concat(), 0);
    for message in sample.messages {
        sender.note_frame(begins..begins + message.len());
        begins += message.len();
    }
    sender_nagle::write_random_chunks(sender, &bytes, 7, seed)?;
    let mut collected = Vec::new();
    for chunk in sender_nagle::random_chunks(&bytes, 9, seed.wrapping_add(1)) {
        receiver.wait_for_bytes(chunk.len() as u64)?;
        collected.extend(exactly(receiver, chunk.len())?);
    }
    let mut apart = Apart { receiver, rest: &collected, at: 0, message: 0, payloads: Vec::new() };
    while !apart.rest.is_empty() {
        apart.message += 1;
        (sample.take_message)(&mut apart)?;
    }
    apart.payloads.iter().for_each(|payload| receiver.note_decoded(Kind::Frame, payload, BY_DECODER));
    Ok(())
}

/// Bytes that are taken apart, from the front.
struct Apart<'a> {
    receiver: &'a TracedStream,
    rest: &'a [u8],
    /// Where in the stream the rest begins, and the number of the message that it begins with.
    at: u64,
    message: u64,
    payloads: Vec<Vec<u8>>,
}

impl<'a> Apart<'a> {
    fn take(&mut self, what: &'static str, len: usize) -> Fallible<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or("a message is longer than what came")?;
        let end = self.at + len as u64;
        self.receiver.note_part(self.message, what, self.at..end);
        (self.rest, self.at) = (rest, end);
        Ok(taken)
    }

    fn line(&mut self, what: &'static str) -> Fallible<&'a str> {
        let end = self.rest.windows(2).position(|two| two == b"\r\n").ok_or("a line does not end")?;
        Ok(std::str::from_utf8(&self.take(what, end + 2)?[..end])?)
    }

    fn payload(&mut self, what: &'static str, len: usize) -> CaseResult {
        let payload = self.take(what, len)?.to_vec();
        self.payloads.push(payload);
        Ok(())
    }
}

/// A request: lines up to an empty one, then the body that one of them announces (RFC 9112, section 6.3).
fn http(request: &mut Apart<'_>) -> CaseResult {
    // ANCHOR: http
    let mut body = 0;
    loop {
        match request.line("line")? {
            "" => break,
            line => body = content_length(line)?.unwrap_or(body),
        }
    }
    request.payload("body", body)
    // ANCHOR_END: http
}

fn content_length(line: &str) -> Fallible<Option<usize>> {
    match line.split_once(':') {
        Some((name, value)) if name.eq_ignore_ascii_case("content-length") => Ok(Some(value.trim().parse()?)),
        _ => Ok(None),
    }
}

/// A command: an array of bulk strings, as Redis clients send it (Redis serialization protocol).
fn resp(command: &mut Apart<'_>) -> CaseResult {
    // ANCHOR: resp
    let words = number_after('*', command.line("count")?)?;
    for _ in 0..words {
        let length = number_after('$', command.line("length")?)?;
        command.payload("payload", length)?;
        command.take("CR LF", 2)?;
    }
    Ok(())
    // ANCHOR_END: resp
}

fn number_after(mark: char, line: &str) -> Fallible<usize> {
    Ok(line.strip_prefix(mark).ok_or("a line begins with another mark")?.parse()?)
}

/// A frame (RFC 6455, section 5.2).
fn websocket(frame: &mut Apart<'_>) -> CaseResult {
    // ANCHOR: websocket
    frame.take("flags", 1)?;
    let second = frame.take("length", 1)?[0];
    let length = match second & 0x7f {
        126 => big_endian(frame.take("length", 2)?),
        127 => return Err("8 bytes of length are for longer messages".into()),
        length => usize::from(length),
    };
    let mask = match second & 0x80 {
        0 => &[0; 4],
        _ => frame.take("mask", 4)?,
    };
    let masked = frame.take("payload", length)?;
    frame.payloads.push(unmasked(masked, mask));
    // ANCHOR_END: websocket
    Ok(())
}

fn big_endian(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, &byte| number << 8 | usize::from(byte))
}

fn unmasked(masked: &[u8], mask: &[u8]) -> Vec<u8> {
    masked.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect()
}
