//! Our end of a connection with the program: it sends pieces, each when the last has been read, and finds the answers.

use crate::fault::{Fault, Record, WrongAnswer};
use crate::protocol::{Frames, Protocol};
use cutter::{Taken, Witness};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// All answers that are expected may take so many times as long as one.
const ALL_ANSWERS: u32 = 12;

/// The pause between pieces if the kernel does not say that they were read.
const PAUSE: Duration = Duration::from_millis(20);

/// What came from the program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// The payload of a frame.
    Frame(Vec<u8>),
    /// The end of the stream, after a whole frame.
    End,
    /// The end of the stream, inside a frame.
    EndInside,
    /// A reset: the program has closed its socket before it read everything.
    Reset,
    /// Nothing within the timeout.
    Nothing,
    /// Bytes that are no frame, for this reason.
    NoFrame(String),
}

/// One connection.
pub(crate) struct Conversation {
    /// `None` once we have vanished.
    stream: Option<TcpStream>,
    ours: SocketAddr,
    theirs: SocketAddr,
    witness: Option<Witness>,
    timeout: Duration,
    frames: Box<dyn Frames>,
    /// Bytes sent so far.
    sent: u64,
    /// Right answers since the record began.
    answered: u64,
    /// Why it is not known that a cut was a cut for the program too; `None` as long as all were proven.
    pub(crate) unproven: Option<String>,
    record: Record,
}

impl Conversation {
    pub(crate) fn new(stream: TcpStream, protocol: &Protocol, timeout: Duration) -> io::Result<Self> {
        stream.set_nodelay(true)?; // each piece leaves at once
        stream.set_write_timeout(Some(timeout))?;
        Ok(Self {
            ours: stream.local_addr()?,
            theirs: stream.peer_addr()?,
            witness: Witness::open().ok(),
            timeout,
            frames: protocol.frames(),
            sent: 0,
            answered: 0,
            unproven: None,
            record: Record::default(),
            stream: Some(stream),
        })
    }

    /// The socket.
    pub(crate) fn stream(&self) -> &TcpStream {
        self.stream.as_ref().expect("nothing is sent or read after we have vanished")
    }

    /// A fault of the program's, with this conversation as its evidence.
    pub(crate) fn fault(&self, what: impl Into<String>) -> Fault {
        Fault::new(what).with(self.record.clone())
    }

    /// A fault that shows elsewhere, which this conversation has caused.
    pub(crate) fn caused(&self, fault: Fault, when: &str) -> Fault {
        fault.when(when).with(self.record.clone())
    }

    /// Sends bytes in one write.
    pub(crate) fn send(&mut self, piece: &[u8]) -> Result<(), Fault> {
        let offset = self.sent;
        self.note_sent(piece);
        self.stream().write_all(piece).map_err(|error| self.fault(not_sent(&error, offset, self.timeout)))
    }

    /// Sends bytes cut at these offsets: each piece goes when the program has read the last.
    pub(crate) fn send_cut(&mut self, wire: &[u8], cuts: &[usize]) -> Result<(), Fault> {
        if !cuts.is_empty() {
            (self.record, self.answered) = (Record::default(), 0); // the cuts are offsets from here on
        }
        self.record.means(wire);
        let mut from = 0;
        for &cut in cuts.iter().filter(|&&cut| cut < wire.len()) {
            self.send(&wire[from..cut])?;
            self.wait_until_read();
            from = cut;
        }
        self.send(&wire[from..])
    }

    /// Waits until the program has read all that was sent; if that cannot be seen, for a moment, and notes why.
    pub(crate) fn wait_until_read(&mut self) {
        // It may wait for a whole frame without reading any of it: then that is not waited for again.
        let patience = if self.unproven.is_some() { PAUSE } else { self.timeout };
        let deadline = Instant::now() + patience;
        let mut looks = 0_u32;
        let unproven = loop {
            let Some(witness) = &mut self.witness else {
                break "this system does not show other programs' sockets".to_owned();
            };
            match witness.taken(self.ours, self.theirs, self.sent) {
                Ok(Taken::All | Taken::AllThenClosed) => return self.record.was_read(),
                Ok(Taken::Reset) => return, // it has closed its socket, and will read no more
                Ok(Taken::NotHere) => break "the program's socket is not on this machine".to_owned(),
                Ok(Taken::NotYet) if Instant::now() > deadline => {
                    break format!("it had not read the first {} bytes within {patience:?}", self.sent);
                }
                Ok(Taken::NotYet) => rest(&mut looks),
                Err(error) => break format!("the kernel did not say: {error}"),
            }
        };
        self.unproven.get_or_insert(unproven);
        thread::sleep(deadline.saturating_duration_since(Instant::now()).min(PAUSE));
    }

    /// Says that we send no more.
    pub(crate) fn end(&mut self) {
        self.record.ended = Some("then the end");
        let _ = self.stream().shutdown(Shutdown::Write); // a connection that is gone shows in the next read
    }

    /// Vanishes: discards what was not read, and sends a reset instead of an end.
    pub(crate) fn vanish(&mut self) -> io::Result<()> {
        self.record.ended = Some("then a reset");
        self.stream.take().map_or(Ok(()), |stream| link::reset_when_closed(&stream))
    }

    /// What comes next.
    pub(crate) fn next(&mut self) -> Came {
        let deadline = Instant::now() + self.timeout;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match self.frames.next() {
                Ok(Some(payload)) => return Came::Frame(payload),
                Err(error) => return Came::NoFrame(error.to_string()),
                Ok(None) => {}
            }
            match self.read(&mut buffer, deadline) {
                Ok(0) if self.frames.is_between_frames() => return Came::End,
                Ok(0) => return Came::EndInside,
                Ok(_) => {}
                Err(error) if is_reset(&error) && self.frames.is_between_frames() => return Came::Reset,
                Err(error) if is_reset(&error) => return Came::EndInside,
                Err(_) => return Came::Nothing,
            }
        }
    }

    /// Reads once, and gives the bytes to the decoder.
    pub(crate) fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> io::Result<usize> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            self.stream().set_read_timeout(Some(left))?;
            match self.stream().read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Ok(len) => {
                    self.record.got(&buffer[..len]);
                    self.frames.feed(&buffer[..len]);
                    return Ok(len);
                }
                Err(error) => {
                    if is_reset(&error) {
                        self.record.closed = Some("then a reset");
                    }
                    return Err(error);
                }
            }
        }
    }

    /// The next frames must be these, in this order.
    pub(crate) fn expect(&mut self, payloads: &[Vec<u8>]) -> Result<(), Fault> {
        self.record.wants(payloads);
        let limit = self.timeout * ALL_ANSWERS;
        let deadline = Instant::now() + limit;
        for (nth, wanted) in payloads.iter().enumerate() {
            if Instant::now() > deadline {
                return Err(self.fault(format!("it had sent {nth} of {} answers within {limit:?}", payloads.len())));
            }
            let came = self.next();
            if came != Came::Frame(wanted.clone()) {
                self.record.wrong =
                    Some(WrongAnswer { number: self.answered + 1, begins_right: begins_right(&came, wanted) });
                return Err(self.fault(instead(&came, wanted, (nth + 1, payloads.len()), self.timeout)));
            }
            self.answered += 1;
        }
        Ok(())
    }

    /// The program must close the connection now, and send nothing before that. It may reset the connection, as a program does
    /// that closes its socket without reading everything.
    pub(crate) fn expect_end(&mut self) -> Result<(), Fault> {
        match self.next() {
            Came::End | Came::Reset => Ok(()),
            Came::Nothing => Err(self.fault(format!("it did not close the connection within {:?}", self.timeout))),
            came => Err(self.fault(describe(&came, None, self.timeout))),
        }
    }

    /// Notes bytes that another thread sends.
    pub(crate) fn note_sent(&mut self, wire: &[u8]) {
        self.record.sent(wire);
        self.sent += wire.len() as u64;
    }
}

/// Sleeps a little longer with each look, up to 100 µs: most pieces are read within a few.
fn rest(looks: &mut u32) {
    *looks += 1;
    match *looks {
        ..50 => thread::yield_now(),
        _ => thread::sleep(Duration::from_micros(100)),
    }
}

fn is_reset(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe)
}

fn not_sent(error: &io::Error, offset: u64, timeout: Duration) -> String {
    if is_reset(error) {
        return format!("it closed the connection before byte {offset} could be sent");
    }
    format!("it stopped reading: bytes from {offset} on found no room within {timeout:?}")
}

/// What came instead of the answer with this number, of so many.
fn instead(came: &Came, wanted: &[u8], (number, all): (usize, usize), timeout: Duration) -> String {
    let answer = if all == 1 { "its answer".to_owned() } else { format!("answer {number} of {all}") };
    let what = describe(came, Some(wanted), timeout);
    match came {
        Came::Frame(_) | Came::NoFrame(_) if all == 1 => what,
        Came::Frame(_) | Came::NoFrame(_) => format!("{what}, as {answer}"),
        Came::Nothing => format!("it did not send {answer} in full within {timeout:?}"),
        Came::End | Came::EndInside | Came::Reset => format!("{what} instead of sending {answer}"),
    }
}

/// How long a payload is that has the first bytes of the right one, and not all.
fn begins_right(came: &Came, wanted: &[u8]) -> Option<usize> {
    let Came::Frame(payload) = came else { return None };
    (payload.len() < wanted.len() && wanted.starts_with(payload)).then_some(payload.len())
}

/// What came, as a sentence without a beginning; `wanted` is what should have come.
pub(crate) fn describe(came: &Came, wanted: Option<&[u8]>, timeout: Duration) -> String {
    match (came, wanted) {
        (Came::Frame(payload), Some(wanted)) => difference(payload, wanted),
        (Came::Frame(payload), None) => format!("it sent a frame: {}", render::quoted(&[payload])),
        (Came::End, _) => "it closed the connection".to_owned(),
        (Came::EndInside, _) => "it closed the connection inside a frame".to_owned(),
        (Came::Reset, _) => "it closed the connection with bytes unread (a reset)".to_owned(),
        (Came::Nothing, _) => format!("it sent nothing complete within {timeout:?}"),
        (Came::NoFrame(why), _) => format!("it sent bytes that are no frame ({why})"),
    }
}

/// How a payload differs from the one that was sent.
fn difference(payload: &[u8], wanted: &[u8]) -> String {
    let (got, expected) = (render::quoted(&[payload]), render::quoted(&[wanted]));
    if payload.len() != wanted.len() && payload.len().max(wanted.len()) > 24 {
        return format!("it sent a frame of {} bytes, not {}", payload.len(), wanted.len());
    }
    match payload.iter().zip(wanted).position(|(one, other)| one != other) {
        Some(at) if wanted.len() > 24 => {
            format!("it sent a frame whose byte {at} is {:#04x}, not {:#04x}", payload[at], wanted[at])
        }
        _ => format!("it sent {got}, not {expected}"),
    }
}
