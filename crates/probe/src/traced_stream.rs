//! A TCP socket that reads and writes like any other, while what happens is noted around the calls.

use crate::log::{Log, Recorder};
use crate::sys::{counters, queued};
use crate::wait::until;
use link::Timeouts;
use std::io::{self, IoSlice, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Weak};
use std::time::Duration;
use trace::{Event, Kind, Stream};

/// One end of a watched connection.
#[derive(Debug)]
pub struct TracedStream {
    /// Until it is closed.
    socket: Option<Arc<TcpStream>>,
    /// The other end, for its counters alone; it can be closed all the same.
    peer: Weak<TcpStream>,
    outgoing: Stream,
    recorder: Recorder,
}

impl TracedStream {
    pub(crate) fn new(socket: &Arc<TcpStream>, peer: &Arc<TcpStream>, outgoing: Stream, recorder: Recorder) -> Self {
        Self { socket: Some(Arc::clone(socket)), peer: Arc::downgrade(peer), outgoing, recorder }
    }

    /// The socket itself, for its options.
    ///
    /// # Panics
    /// If it was [closed](Self::close).
    pub fn get_ref(&self) -> &TcpStream {
        self.socket.as_deref().expect("this end was closed, and is used")
    }

    /// Closes the socket, with an end or with a reset, as its option SO_LINGER says (socket(7)). Only what needs no socket
    /// can be called afterwards.
    pub fn close(&mut self) {
        self.recorder.log().push(Event::Closed { stream: self.outgoing });
        self.socket = None;
    }

    /// Waits until all that left the other end has arrived here and some of it waits to be read; gives how many bytes
    /// wait. What the other end's kernel still holds back is not waited for.
    ///
    /// # Errors
    /// `TimedOut` when that does not come about within 10 s, because nothing was written or the machine stands still.
    pub fn wait_for_arrival(&self) -> io::Result<u64> {
        self.wait_for_arrival_of(1)
    }

    /// Waits until all that left the other end has arrived here; gives how many bytes wait to be read, which may be none.
    /// Beside a capture the ends are apart, and what is under way is not waited for.
    ///
    /// # Errors
    /// `TimedOut` when that does not come about within 10 s.
    pub fn wait_for_in_flight(&self) -> io::Result<u64> {
        self.wait_for_arrival_of(0)
    }

    fn wait_for_arrival_of(&self, least: u64) -> io::Result<u64> {
        let stream = self.incoming();
        until("what was sent to arrive", || {
            let mut log = self.recorder.log();
            self.look_at_peer(&mut log)?;
            let waiting = queued(self.get_ref())?;
            let arrived = log.read_so_far(stream) + waiting >= log.sent(stream) || (least == 0 && log.is_captured());
            Ok((waiting >= least && arrived).then_some(waiting))
        })
    }

    /// Like [`TracedStream::wait_for_arrival`], but gives 0 where nothing is to be waited for any more: all that left the other end has been
    /// read and acknowledged, so that a write which found no room would find it now.
    ///
    /// # Errors
    /// `TimedOut` when neither comes about within 10 s.
    pub fn wait_for_arrival_or_ack(&self) -> io::Result<u64> {
        let stream = self.incoming();
        until("bytes to read, or room to write", || {
            let mut log = self.recorder.log();
            self.look_at_peer(&mut log)?;
            let waiting = queued(self.get_ref())?;
            let arrived = log.read_so_far(stream) + waiting >= log.sent(stream);
            let acknowledged = !self.peer_awaits()?;
            Ok((arrived && (waiting > 0 || acknowledged)).then_some(waiting))
        })
    }

    /// Waits until everything that either end has sent has been acknowledged, so that nothing will be sent again.
    ///
    /// # Errors
    /// `TimedOut` when that does not come about within 10 s.
    pub fn wait_for_acks(&self) -> io::Result<()> {
        until("everything to be acknowledged", || {
            let mut log = self.recorder.log();
            log.look(self.outgoing, self.get_ref())?;
            self.look_at_peer(&mut log)?;
            Ok((!awaits(self.get_ref())? && !self.peer_awaits()?).then_some(()))
        })
    }

    /// Notes how many bytes wait to be read, and gives that.
    ///
    /// # Errors
    /// Those of ioctl(2).
    pub fn queue(&self) -> io::Result<u64> {
        let bytes = queued(self.get_ref())?;
        self.recorder.log().push(Event::Queued { stream: self.incoming(), bytes });
        Ok(bytes)
    }

    /// Waits until at least `bytes` wait to be read.
    ///
    /// # Errors
    /// `TimedOut` when they do not come within 10 s.
    pub fn wait_for_bytes(&self, bytes: u64) -> io::Result<u64> {
        until("bytes to wait in the receive queue", || {
            self.look_at_peer(&mut self.recorder.log())?;
            let waiting = queued(self.get_ref())?;
            Ok((waiting >= bytes).then_some(waiting))
        })
    }

    /// What the other end has written that was not read here yet, in bytes, wherever it is.
    pub fn outstanding(&self) -> u64 {
        let (log, stream) = (self.recorder.log(), self.incoming());
        log.written(stream) - log.read_so_far(stream)
    }

    /// Waits until the other end has read all that was written here.
    ///
    /// # Errors
    /// `TimedOut` when it does not within 10 s.
    pub fn wait_until_read(&self) -> io::Result<()> {
        until("the other end to read", || {
            let log = self.recorder.log();
            // Another thread may have noted its read before this one notes its write.
            Ok((log.read_so_far(self.outgoing) >= log.written(self.outgoing)).then_some(()))
        })
    }

    /// Says that no more will be written: the other end reads what is left, then 0 bytes, the end.
    ///
    /// # Errors
    /// When the connection is gone.
    pub fn shutdown_write(&self) -> io::Result<()> {
        self.get_ref().shutdown(Shutdown::Write)?;
        self.recorder.log().push(Event::Shutdown { stream: self.outgoing });
        Ok(())
    }

    /// Writes by a call of the caller's own, as send(2) with flags; it is noted as any write is.
    ///
    /// # Errors
    /// Those of `call`.
    pub fn write_by(
        &mut self,
        data: &[u8],
        mut call: impl FnMut(&TcpStream, &[u8]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        let result = uninterrupted(|| call(self.get_ref(), data));
        self.note_write(&mut self.recorder.log(), &result, &[data])?;
        result
    }

    /// Notes that this end begins its command of that number: what follows belongs to it, until the next begins.
    pub fn note_command(&self, number: u64) {
        self.recorder.log().push(Event::Command { stream: self.outgoing, number });
    }

    /// Notes what this end means by what it writes.
    pub fn note_sent(&self, kind: Kind, data: &[u8]) {
        self.recorder.log().push(Event::SentValue { stream: self.outgoing, kind, data: data.to_vec() });
    }

    /// Notes where a frame lies in what this end writes, in bytes of the stream, header included.
    pub fn note_frame(&self, range: std::ops::Range<usize>) {
        let (offset, bytes) = (range.start as u64, range.len() as u64);
        self.recorder.log().push(Event::Framed { stream: self.outgoing, offset, bytes });
    }

    /// Notes what this end takes the bytes for that it read, and by which way of reading.
    pub fn note_decoded(&self, kind: Kind, data: &[u8], how: &'static str) {
        self.recorder.log().push(Event::DecodedValue { stream: self.incoming(), kind, data: data.to_vec(), how });
    }

    /// Notes what an encoder made of a payload that this end means to send: bytes on the wire, or why it refuses.
    pub fn note_encoded(&self, payload: &[u8], wire: Result<u64, String>) {
        self.recorder.log().push(Event::Encoded { stream: self.outgoing, data: payload.to_vec(), wire });
    }

    /// Notes what this end's framing adds to a payload of so many bytes; `None` where it refuses it.
    pub fn note_overhead(&self, payload: u64, added: Option<u64>) {
        self.recorder.log().push(Event::Overhead { stream: self.outgoing, payload, added });
    }

    /// Notes what this end found bytes of a frame to be, where they lie in the stream that it reads; frames count from 1.
    pub fn note_part(&self, frame: u64, what: &'static str, range: std::ops::Range<u64>) {
        let (offset, bytes) = (range.start, range.end - range.start);
        self.recorder.log().push(Event::Part { stream: self.incoming(), frame, what, offset, bytes });
    }

    /// Notes something that no call on the socket tells.
    pub fn note(&self, event: Event) {
        self.recorder.log().push(event);
    }

    fn incoming(&self) -> Stream {
        match self.outgoing {
            Stream::Forward => Stream::Back,
            Stream::Back => Stream::Forward,
        }
    }

    /// Notes what has left the other end, unless that is closed.
    fn look_at_peer(&self, log: &mut Log) -> io::Result<()> {
        self.peer.upgrade().map_or(Ok(()), |peer| log.look(self.incoming(), &peer))
    }

    /// Whether the other end's kernel awaits an ACK.
    fn peer_awaits(&self) -> io::Result<bool> {
        self.peer.upgrade().map_or(Ok(false), |peer| awaits(&peer))
    }

    /// Notes a write that returned, then what left with it.
    fn note_write(&self, log: &mut Log, result: &io::Result<usize>, data: &[&[u8]]) -> io::Result<()> {
        let joined = data.concat();
        let accepted = match result {
            Ok(accepted) => *accepted,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
            Err(error) => {
                log.failed(self.outgoing, "write", error);
                return Ok(()); // the caller is told
            }
        };
        log.wrote(self.outgoing, joined.len() as u64, accepted as u64, &joined[..accepted]);
        log.look(self.outgoing, self.get_ref())
    }
}

fn awaits(end: &TcpStream) -> io::Result<bool> {
    Ok(counters(end)?.in_flight_segments.unwrap_or(0) > 0)
}

/// Makes a call again that a signal interrupted: with a time limit set, Linux does not do so by itself (signal(7)), and
/// stopping and continuing the process is enough.
fn uninterrupted(mut call: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

impl Write for TracedStream {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let before = counters(self.get_ref())?.packets;
        let result = uninterrupted(|| self.get_ref().write(data));
        let mut log = self.recorder.log();
        self.note_write(&mut log, &result, &[data])?;
        if let (true, Some(before), Some(after)) = (data.is_empty(), before, counters(self.get_ref())?.packets) {
            log.push(Event::EmptyWrite { stream: self.outgoing, packets: after - before });
        }
        result
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let result = uninterrupted(|| self.get_ref().write_vectored(slices));
        let data: Vec<&[u8]> = slices.iter().map(|slice| &**slice).collect();
        self.note_write(&mut self.recorder.log(), &result, &data)?;
        result
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for TracedStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let stream = self.incoming();
        {
            let mut log = self.recorder.log();
            self.look_at_peer(&mut log)?;
            log.push(Event::Queued { stream, bytes: queued(self.get_ref())? });
        }
        let result = uninterrupted(|| self.get_ref().read(buffer));
        let mut log = self.recorder.log();
        let got = result.inspect_err(|error| log.failed(stream, "read", error))?;
        self.look_at_peer(&mut log)?;
        log.read(stream, buffer.len() as u64, &buffer[..got]);
        Ok(got)
    }
}

/// So that a [`link::DeadlineStream`] can be put around a traced stream.
impl Timeouts for TracedStream {
    fn set_timeouts(&self, limit: Duration) -> io::Result<()> {
        self.get_ref().set_timeouts(limit)
    }
}
