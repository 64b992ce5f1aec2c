//! A TCP connection whose peer has a limited time for each turn. Sets no socket option but the two
//! time-outs.

use crate::deadline;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A [`TcpStream`] that reads and writes until its turn is over.
///
/// A time-out for each call is no defence: a peer that sends a byte whenever one is about to run
/// out holds a thread for ever. Here the calls of a turn share one deadline, and each is given what
/// remains of it (`SO_RCVTIMEO` and `SO_SNDTIMEO`, socket(7)). Linux counts that over the whole of
/// one write; a system that counts anew whenever a part fits lets a single long write overrun.
///
/// After the deadline every read and write fails with [`ErrorKind::TimedOut`], until the next
/// [`turn`](Self::turn).
#[derive(Debug)]
pub struct Connection {
    stream: Arc<TcpStream>,
    limit: Duration,
    until: Instant,
}

impl Connection {
    /// Wraps `stream`, which has to be blocking, with a first turn of `limit`.
    pub fn new(stream: impl Into<Arc<TcpStream>>, limit: Duration) -> Self {
        Self { stream: stream.into(), limit, until: deadline(limit) }
    }

    /// Begins a turn: all reads and writes up to the next one have to be done within `limit` from now.
    pub fn turn(&mut self, limit: Duration) {
        self.limit = limit;
        self.until = deadline(limit);
    }

    /// The socket, for its addresses and options. Calls made on it do not know the deadline.
    pub fn get_ref(&self) -> &TcpStream {
        &self.stream
    }

    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let text = format!("the peer had {:?} for its turn, and has not finished", self.limit);
            return Err(io::Error::new(ErrorKind::TimedOut, text));
        }
        Ok(left)
    }

    /// A timer may ring early, and [`left`](Self::left) says when it was the deadline. A call with a
    /// time-out is not restarted by Linux after Ctrl-Z and `fg`, or now and then with no signal to be
    /// seen (signal(7), `EINTR`); nothing was transferred then, so that it can be made again.
    fn retry<T>(&self, mut call: impl FnMut(&TcpStream, Duration) -> io::Result<T>) -> io::Result<T> {
        loop {
            match call(&self.stream, self.left()?) {
                Err(error) if is_time_out(&error) || error.kind() == ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }
}

/// Unix has `EAGAIN` for a time-out of ours and `ETIMEDOUT` for a connection that TCP gave up;
/// Windows has one code for both.
fn is_time_out(error: &io::Error) -> bool {
    error.kind() == ErrorKind::WouldBlock || cfg!(windows) && error.kind() == ErrorKind::TimedOut
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.retry(|mut stream, left| {
            stream.set_read_timeout(Some(left))?;
            stream.read(buffer)
        })
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.retry(|mut stream, left| {
            stream.set_write_timeout(Some(left))?;
            stream.write(bytes)
        })
    }

    /// One system call for all parts. [`Write`]'s own would write the first part alone, and a
    /// header would leave in a segment of its own.
    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        self.retry(|mut stream, left| {
            stream.set_write_timeout(Some(left))?;
            stream.write_vectored(parts)
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
