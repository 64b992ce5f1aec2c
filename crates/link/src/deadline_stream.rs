//! A stream whose reads and writes share one deadline, so that a peer cannot stretch its turn byte by byte.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A blocking stream whose calls can be given a timeout, as `SO_RCVTIMEO` and `SO_SNDTIMEO` do for a socket: socket(7).
///
/// A call that times out fails with `WouldBlock` on Unix and with `TimedOut` on Windows.
pub trait Timeouts {
    /// Limits how long each read and each write from now on may wait.
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

/// A blocking stream that can be read and written until a deadline.
///
/// A timeout for each call is no defence: the kernel starts it anew for every call, so a peer that sends one byte just
/// before each timeout holds its reader for ever. Here all calls of a turn share one deadline, and each call gets the time
/// that is left of the turn as its timeout (`SO_RCVTIMEO` and `SO_SNDTIMEO`, socket(7)). Linux applies that timeout to
/// the whole of one write; a system that starts it anew whenever a part fits lets a single long write overrun.
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

    /// Begins a turn: all reads and writes until the next one must be done within `limit` from now.
    pub fn turn(&mut self, limit: Duration) {
        self.limit = limit;
        self.until = deadline_after(limit);
    }

    /// The stream itself, for its addresses and options. Calls made on it do not know the deadline.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    // ANCHOR: deadline
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
    // ANCHOR_END: deadline
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

    /// One system call for all parts: the default would write only the first part, so that a header left in a segment of
    /// its own.
    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        self.call(|stream| stream.write_vectored(parts))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// macOS sets no option of a socket whose both ways are shut, after a reset for example, and says EINVAL (XNU: sosetoptlock). No
/// call waits on that one: the next tells why.
fn unless_shut(error: io::Error) -> io::Result<()> {
    if error.kind() == ErrorKind::InvalidInput { Ok(()) } else { Err(error) }
}

/// Whether the system says that a call waited as long as it may, which is not at all on a non-blocking socket. Unix has `EAGAIN`
/// for both, and `ETIMEDOUT` for a connection that TCP gave up; Windows has `WSAETIMEDOUT` for a timeout and for that.
pub fn is_timeout(error: &io::Error) -> bool {
    let windows_timeout = || cfg!(windows) && error.kind() == ErrorKind::TimedOut && error.raw_os_error().is_some();
    error.kind() == ErrorKind::WouldBlock || windows_timeout()
}

/// The deadline of a turn has passed: what an error of [`DeadlineStream`] holds inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeadlinePassed {
    /// How long the turn was allowed to take.
    pub limit: Duration,
}

impl DeadlinePassed {
    /// Whether a call failed because its turn's deadline had passed, and not because of a timeout of that one call.
    pub fn caused(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|inner| inner.is::<Self>())
    }
}

impl fmt::Display for DeadlinePassed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the peer had {:?} for its turn, and has not finished", self.limit)
    }
}

impl Error for DeadlinePassed {}

/// The instant `limit` from now, or in a year where `limit` is longer: `Instant + Duration` panics on overflow, and
/// `Duration::MAX` stands for "no limit".
pub fn deadline_after(limit: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now() + limit.min(YEAR)
}
