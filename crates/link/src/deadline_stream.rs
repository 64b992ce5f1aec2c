//! Gives all reads and writes of a turn one deadline, so that a peer cannot prolong its turn byte by byte.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A blocking stream whose calls can have a timeout, like a socket with `SO_RCVTIMEO` and `SO_SNDTIMEO`: socket(7).
///
/// A call that times out fails with `WouldBlock` on Unix and with `TimedOut` on Windows.
pub trait Timeouts {
    /// Limits how long each later read and write may wait.
    ///
    /// # Errors
    /// Those of setsockopt(2).
    fn set_timeouts(&self, limit: Duration) -> io::Result<()>;
}

impl Timeouts for TcpStream {
    fn set_timeouts(&self, limit: Duration) -> io::Result<()> {
        self.set_read_timeout(Some(limit))?;
        self.set_write_timeout(Some(limit))
    }
}

impl<S: Timeouts> Timeouts for &S {
    fn set_timeouts(&self, limit: Duration) -> io::Result<()> {
        (**self).set_timeouts(limit)
    }
}

impl<S: Timeouts> Timeouts for &mut S {
    fn set_timeouts(&self, limit: Duration) -> io::Result<()> {
        (**self).set_timeouts(limit)
    }
}

/// A blocking stream whose calls fail once a deadline has passed.
///
/// A timeout for each call does not stop a slow peer: the kernel restarts it for every call, so a peer that sends one byte just
/// before each timeout holds its reader forever. Here all calls of a turn share one deadline, and the timeout of each call is
/// the time left until then (`SO_RCVTIMEO` and `SO_SNDTIMEO`, socket(7)). Linux applies that timeout to the whole of one
/// write; on a system that restarts it whenever some bytes fit, a single long write can overrun the deadline.
///
/// After the deadline, every read and write fails with [`ErrorKind::TimedOut`] and a [`DeadlinePassed`] inside, until the
/// next [`turn`](Self::turn) begins.
///
/// ```
/// use link::{DeadlinePassed, DeadlineStream, SocketOptions, tcp_pair};
/// use std::io::Read;
/// use std::time::Duration;
///
/// let pair = tcp_pair(&SocketOptions::default())?;
/// let mut stream = DeadlineStream::new(&pair.receiver, Duration::from_millis(10)); // and the peer sends nothing
/// let error = stream.read(&mut [0; 1024]).expect_err("nothing came within 10 ms");
/// assert!(DeadlinePassed::caused(&error));
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct DeadlineStream<S> {
    stream: S,
    limit: Duration,
    until: Instant,
}

impl<S: Timeouts> DeadlineStream<S> {
    /// Wraps `stream`, whose first turn begins now and lasts for `limit`.
    pub fn new(stream: S, limit: Duration) -> Self {
        Self { stream, limit, until: deadline_after(limit) }
    }

    /// Begins a turn: its reads and writes must finish within `limit` from now.
    pub fn turn(&mut self, limit: Duration) {
        self.limit = limit;
        self.until = deadline_after(limit);
    }

    /// The stream itself, for its addresses and options. The deadline does not apply to calls on it.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// Makes a call with the time that is left, again where it ended before that: a timer may ring early, and a signal may
    /// interrupt a call that has a timeout (signal(7)). No bytes were transferred then.
    fn call<T>(&mut self, mut call: impl FnMut(&mut S) -> io::Result<T>) -> io::Result<T> {
        loop {
            let left = self.until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::Error::new(ErrorKind::TimedOut, DeadlinePassed { limit: self.limit }));
            }
            self.stream.set_timeouts(left).or_else(unless_shut)?; // what is left of the turn, not the whole limit again
            match call(&mut self.stream) {
                Err(error) if is_timeout(&error) || error.kind() == ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }
}

impl<S: Read + Timeouts> Read for DeadlineStream<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.call(|stream| stream.read(buffer))
    }
}

impl<S: Write + Timeouts> Write for DeadlineStream<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.call(|stream| stream.write(bytes))
    }

    /// Writes all parts in one system call. The default would write only the first part, and a header would leave in a
    /// segment of its own.
    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        self.call(|stream| stream.write_vectored(parts))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Ignores EINVAL: macOS returns it for any option of a socket that is shut in both directions, after a reset for example (XNU:
/// sosetoptlock). No call waits on such a socket, and the next one reports the cause.
fn unless_shut(error: io::Error) -> io::Result<()> {
    if error.kind() == ErrorKind::InvalidInput { Ok(()) } else { Err(error) }
}

/// Whether a call failed because its timeout ran out, or because it would block on a non-blocking socket. Unix reports `EAGAIN` for
/// both, and `ETIMEDOUT` only for a connection that TCP gave up; Windows reports `WSAETIMEDOUT` for a timeout and for that.
pub fn is_timeout(error: &io::Error) -> bool {
    let windows_timeout = || cfg!(windows) && error.kind() == ErrorKind::TimedOut && error.raw_os_error().is_some();
    error.kind() == ErrorKind::WouldBlock || windows_timeout()
}

/// The error inside a [`DeadlineStream`]'s error once the deadline of a turn has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeadlinePassed {
    /// How long the turn was allowed to take.
    pub limit: Duration,
}

impl DeadlinePassed {
    /// Whether a call failed because the deadline of its turn had passed, rather than for any other reason.
    pub fn caused(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|inner| inner.is::<Self>())
    }
}

impl fmt::Display for DeadlinePassed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the peer did not finish its turn within {:?}", self.limit)
    }
}

impl Error for DeadlinePassed {}

/// The instant `limit` from now, or a year from now if `limit` is longer: `Instant + Duration` panics on overflow, and
/// `Duration::MAX` means "no limit".
pub fn deadline_after(limit: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now() + limit.min(YEAR)
}
