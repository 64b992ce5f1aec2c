//! Wraps a TCP socket and records each call on it.

use crate::log::{Caller, Log, Recorder, opposite};
use crate::sys::{counters, queued};
use crate::wait::{Quiet, uninterrupted, until};
use link::Timeouts;
use std::io::{self, IoSlice, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::panic::Location;
use std::sync::{Arc, Weak};
use std::time::Duration;
use trace::{Event, Kind, Stream};

/// One end of a recorded connection.
#[derive(Debug)]
pub struct TracedStream {
    /// `None` once it is closed.
    socket: Option<Arc<TcpStream>>,
    /// The other end, only for its counters. This does not keep it open.
    peer: Weak<TcpStream>,
    outgoing: Stream,
    recorder: Recorder,
}

impl Recorder {
    /// Records both ends of a TCP connection. What `sender` writes is the forward stream.
    ///
    /// # Errors
    /// If a socket has no address, or its counters cannot be read.
    pub fn watch(&self, sender: TcpStream, receiver: TcpStream) -> io::Result<(TracedStream, TracedStream)> {
        let mut log = self.log();
        log.case.ports = [sender.local_addr()?.port(), receiver.local_addr()?.port()];
        log.begin(Stream::Forward, &sender)?;
        log.begin(Stream::Back, &receiver)?;
        let (sender, receiver) = (Arc::new(sender), Arc::new(receiver));
        let traced = |socket: &Arc<_>, peer, outgoing| TracedStream {
            socket: Some(Arc::clone(socket)),
            peer: Arc::downgrade(peer),
            outgoing,
            recorder: self.clone(),
        };
        Ok((traced(&sender, &receiver, Stream::Forward), traced(&receiver, &sender, Stream::Back)))
    }
}

impl TracedStream {
    /// The socket itself, for its options.
    ///
    /// # Panics
    /// If it was [closed](Self::close).
    pub fn get_ref(&self) -> &TcpStream {
        self.socket.as_deref().expect("this end was closed, and is used")
    }

    /// The largest payload of a segment when the connection was opened, in bytes; `None` if the system does not report it.
    pub fn segment_bytes_max(&self) -> Option<u64> {
        self.recorder.log().case.segment_bytes_max
    }

    /// Closes the socket, with a FIN or a reset, as its option `SO_LINGER` says (socket(7)). After this, call only methods that
    /// need no socket.
    #[track_caller]
    pub fn close(&mut self) {
        self.recorder.log().push_call(Event::Closed { stream: self.outgoing }, Location::caller());
        self.socket = None;
    }

    /// Waits until everything that the other end sent has arrived here, and some of it can be read. Returns how many bytes can be
    /// read. It does not wait for bytes that the other end's kernel holds back.
    ///
    /// # Errors
    /// `TimedOut` if that does not happen within 10 s: nothing was written, or the machine is overloaded.
    pub fn wait_for_arrival(&self) -> io::Result<u64> {
        self.wait_for("what was sent to arrive", |_, seen| Ok((seen.waiting > 0 && seen.all).then_some(seen.waiting)))
    }

    /// Waits until everything that the other end sent has arrived here. Returns how many bytes can be read, perhaps none. On a
    /// wire, where a capture sees every segment, it does not wait for what is in flight.
    ///
    /// # Errors
    /// `TimedOut` if that does not happen within 10 s.
    pub fn wait_for_in_flight(&self) -> io::Result<u64> {
        self.wait_for(
            "what was sent to arrive",
            |log, seen| Ok((log.is_captured() || seen.all).then_some(seen.waiting)),
        )
    }

    /// Like [`TracedStream::wait_for_arrival`], but returns 0 if nothing more will arrive: everything that the other end sent has
    /// been read and acknowledged, so a write that found no room would find room now.
    ///
    /// # Errors
    /// `TimedOut` if neither happens within 10 s.
    pub fn wait_for_arrival_or_ack(&self) -> io::Result<u64> {
        self.wait_for("bytes to read, or room to write", |_, seen| {
            let done = seen.waiting > 0 || !self.peer_expects_ack()?;
            Ok((done && seen.all).then_some(seen.waiting))
        })
    }

    /// Waits until everything that either end has sent is acknowledged, so that nothing will be retransmitted.
    ///
    /// # Errors
    /// `TimedOut` if that does not happen within 10 s.
    pub fn wait_for_acks(&self) -> io::Result<()> {
        self.wait_for("everything to be acknowledged", |log, _| {
            log.look(self.outgoing, self.get_ref())?;
            Ok((!expects_ack(self.get_ref())? && !self.peer_expects_ack()?).then_some(()))
        })
    }

    /// Waits until at least `bytes` bytes can be read.
    ///
    /// # Errors
    /// `TimedOut` if they do not arrive within 10 s.
    pub fn wait_for_bytes(&self, bytes: u64) -> io::Result<u64> {
        let enough = |seen: Arrived| (seen.waiting >= bytes).then_some(seen.waiting);
        self.wait_for("bytes to wait in the receive queue", |_, seen| Ok(enough(seen)))
    }

    /// Waits until the other end has read everything that was written here.
    ///
    /// # Errors
    /// `TimedOut` if it does not within 10 s.
    pub fn wait_until_read(&self) -> io::Result<()> {
        until("the other end to read", || {
            let log = self.recorder.log();
            // Another thread may have recorded its read before this one records its write.
            Ok((log.read_so_far(self.outgoing) >= log.written(self.outgoing)).then_some(()))
        })
    }

    /// Records what the other end has sent, and calls `done` with what has arrived here, until `done` returns a value.
    fn wait_for<T>(&self, awaited: &str, done: impl Fn(&mut Log, Arrived) -> io::Result<Option<T>>) -> io::Result<T> {
        let mut quiet = Quiet::default();
        until(awaited, || {
            let mut log = self.recorder.log();
            self.look_at_peer(&mut log)?;
            let waiting = queued(self.get_ref())?;
            let come = log.read_so_far(self.incoming()) + waiting;
            let all = match log.sent(self.incoming()) {
                Some(sent) => come >= sent,
                None => quiet.for_long(waiting) || come >= log.written(self.incoming()),
            };
            done(&mut log, Arrived { waiting, all })
        })
    }

    /// Records and returns how many bytes can be read.
    ///
    /// # Errors
    /// Those of ioctl(2).
    pub fn queue(&self) -> io::Result<u64> {
        let bytes = queued(self.get_ref())?;
        self.recorder.log().push(Event::Queued { stream: self.incoming(), bytes });
        Ok(bytes)
    }

    /// How many bytes the other end has written that were not read here yet, wherever they are.
    pub fn outstanding(&self) -> u64 {
        let (log, stream) = (self.recorder.log(), self.incoming());
        log.written(stream) - log.read_so_far(stream)
    }

    /// Ends this end's stream: the other end can read the rest, and then gets 0 bytes, the end of the stream.
    ///
    /// # Errors
    /// If the connection is gone.
    #[track_caller]
    pub fn shutdown_write(&self) -> io::Result<()> {
        self.get_ref().shutdown(Shutdown::Write)?;
        self.recorder.log().push_call(Event::Shutdown { stream: self.outgoing }, Location::caller());
        Ok(())
    }

    /// Writes with `call`, such as send(2) with flags, and records it like any other write.
    ///
    /// # Errors
    /// Those of `call`.
    #[track_caller]
    pub fn write_by(
        &mut self,
        data: &[u8],
        mut call: impl FnMut(&TcpStream, &[u8]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        self.noted_write(&[data], || call(self.get_ref(), data), Location::caller())
    }

    /// Records that this end begins command `number`. What follows belongs to it, until the next one begins.
    pub fn note_command(&self, number: u64) {
        self.recorder.log().push(Event::Command { stream: self.outgoing, number });
    }

    /// Records the value that this end sends, before it is encoded into bytes.
    pub fn note_sent(&self, kind: Kind, data: &[u8]) {
        self.recorder.log().push(Event::SentValue { stream: self.outgoing, kind, data: data.to_vec() });
    }

    /// Records where a frame lies in the stream that this end writes, header included.
    pub fn note_frame(&self, range: std::ops::Range<usize>) {
        let (offset, bytes) = (range.start as u64, range.len() as u64);
        self.recorder.log().push(Event::Framed { stream: self.outgoing, offset, bytes });
    }

    /// Records that the next `bytes` bytes that this end writes are one frame, header included.
    pub fn note_next_frame(&self, bytes: usize) {
        let mut log = self.recorder.log();
        let offset = log.written(self.outgoing);
        log.push(Event::Framed { stream: self.outgoing, offset, bytes: bytes as u64 });
    }

    /// Records what this end decoded from the bytes that it read, and by which way of reading.
    pub fn note_decoded(&self, kind: Kind, data: &[u8], how: &'static str) {
        self.recorder.log().push(Event::DecodedValue { stream: self.incoming(), kind, data: data.to_vec(), how });
    }

    /// Records how many bytes on the wire an encoder made of a payload, or why it refused.
    pub fn note_encoded(&self, payload: &[u8], wire: Result<u64, String>) {
        self.recorder.log().push(Event::Encoded { stream: self.outgoing, data: payload.to_vec(), wire });
    }

    /// Records how many bytes this end's framing adds to a payload of `payload` bytes; `None` if it refuses that.
    pub fn note_overhead(&self, payload: u64, added: Option<u64>) {
        self.recorder.log().push(Event::Overhead { stream: self.outgoing, payload, added });
    }

    /// Records which part of a frame this range of the incoming stream is. Frames count from 1.
    pub fn note_part(&self, frame: u64, what: &'static str, range: std::ops::Range<u64>) {
        let (offset, bytes) = (range.start, range.end - range.start);
        self.recorder.log().push(Event::Part { stream: self.incoming(), frame, what, offset, bytes });
    }

    /// Records something that no call on the socket shows.
    pub fn note(&self, event: Event) {
        self.recorder.log().push(event);
    }

    fn incoming(&self) -> Stream {
        opposite(self.outgoing)
    }

    /// Records what the other end has sent, unless it is closed.
    fn look_at_peer(&self, log: &mut Log) -> io::Result<()> {
        self.peer.upgrade().map_or(Ok(()), |peer| log.look(self.incoming(), &peer))
    }

    /// Whether the other end has sent data that is not acknowledged.
    fn peer_expects_ack(&self) -> io::Result<bool> {
        self.peer.upgrade().map_or(Ok(false), |peer| expects_ack(&peer))
    }

    /// Makes a call that writes. Records the counters before it, the call, and what was sent.
    fn noted_write(
        &self,
        data: &[&[u8]],
        call: impl FnMut() -> io::Result<usize>,
        caller: Caller,
    ) -> io::Result<usize> {
        let before = counters(self.get_ref())?;
        let result = uninterrupted(call);
        let mut log = self.recorder.log();
        let accepted = match &result {
            Ok(accepted) => *accepted,
            Err(error) if link::is_timeout(error) => 0,
            Err(error) => {
                log.failed(self.outgoing, "write", error, caller);
                return result;
            }
        };
        let joined = data.concat();
        if accepted > 0 || joined.is_empty() || !log.full_already(self.outgoing) {
            log.writes_after(self.outgoing, &before);
            log.wrote(self.outgoing, joined.len() as u64, accepted as u64, &joined[..accepted], caller);
        }
        log.look(self.outgoing, self.get_ref())?;
        if let (true, Some(before), Some(after)) = (joined.is_empty(), before.packets, log.packets(self.outgoing)) {
            log.push(Event::EmptyWrite { stream: self.outgoing, packets: after - before });
        }
        result
    }
}

/// What has arrived at one end of a connection.
struct Arrived {
    /// How many bytes can be read.
    waiting: u64,
    /// Whether that is everything that the other end sent and this end has not read, as far as the kernel reports it.
    all: bool,
}

fn expects_ack(end: &TcpStream) -> io::Result<bool> {
    Ok(counters(end)?.in_flight_segments.unwrap_or(0) > 0)
}

impl Write for TracedStream {
    #[track_caller]
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.noted_write(&[data], || self.get_ref().write(data), Location::caller())
    }

    /// As the one of std, which would hide the caller.
    #[track_caller]
    fn write_all(&mut self, mut data: &[u8]) -> io::Result<()> {
        while !data.is_empty() {
            match self.write(data)? {
                0 => return Err(io::Error::new(io::ErrorKind::WriteZero, "failed to write whole buffer")),
                accepted => data = &data[accepted..],
            }
        }
        Ok(())
    }

    #[track_caller]
    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let data: Vec<&[u8]> = slices.iter().map(|slice| &**slice).collect();
        self.noted_write(&data, || self.get_ref().write_vectored(slices), Location::caller())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for TracedStream {
    #[track_caller]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (stream, caller) = (self.incoming(), Location::caller());
        {
            let mut log = self.recorder.log();
            self.look_at_peer(&mut log)?;
            log.push(Event::Queued { stream, bytes: queued(self.get_ref())? });
        }
        let result = uninterrupted(|| self.get_ref().read(buffer));
        let mut log = self.recorder.log();
        let got = result.inspect_err(|error| log.failed(stream, "read", error, caller))?;
        self.look_at_peer(&mut log)?;
        log.read(stream, buffer.len() as u64, &buffer[..got], caller);
        Ok(got)
    }

    /// As the one of std, which would hide the caller.
    #[track_caller]
    fn read_exact(&mut self, mut buffer: &mut [u8]) -> io::Result<()> {
        while !buffer.is_empty() {
            match self.read(buffer)? {
                0 => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "failed to fill whole buffer")),
                got => buffer = &mut buffer[got..],
            }
        }
        Ok(())
    }
}

/// Lets a [`link::DeadlineStream`] wrap a traced stream.
impl Timeouts for TracedStream {
    fn set_timeouts(&self, limit: Duration) -> io::Result<()> {
        self.get_ref().set_timeouts(limit)
    }
}
