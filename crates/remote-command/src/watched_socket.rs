//! Wraps a connected socket and remembers when it was last active, so that a server can tell which clients are idle.

use link::{Timeouts, deadline_after};
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a write may wait. A write to a slow peer returns at least this often, so that its progress counts as activity.
const WRITE_TIME_MAX: Duration = Duration::from_millis(100);

/// How often to check for a reset while unread bytes hide the end of the stream.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A connected socket that remembers when it last carried a byte. Clones share the socket, which closes with the last of them.
#[derive(Debug, Clone)]
pub struct WatchedSocket(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    stream: TcpStream,
    peer: Option<SocketAddr>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    last_active: Instant,
    running: bool,
    gave_way: bool,
}

impl WatchedSocket {
    /// Watches `stream`, and counts it as active now.
    pub fn new(stream: TcpStream) -> Self {
        let peer = stream.peer_addr().ok();
        let state = State { last_active: Instant::now(), running: false, gave_way: false };
        Self(Arc::new(Shared { stream, peer, state: Mutex::new(state) }))
    }

    /// The peer's address, even after the peer has gone.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.0.peer
    }

    /// Waits until the connection ends, for `limit` at most; returns whether it did: because the peer closed or reset it, or
    /// because it was closed here. A peer that only shut down its sending looks as if it had closed. On Windows, unread bytes
    /// hide a reset.
    pub(crate) fn closes_within(&self, limit: Duration) -> bool {
        let until = deadline_after(limit);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            if self.0.stream.set_read_timeout(Some(left)).is_err() {
                return true;
            }
            match self.0.stream.peek(&mut [0]) {
                Ok(0) => return true,
                Ok(_) if self.gave_way() || !matches!(self.0.stream.take_error(), Ok(None)) => return true,
                Ok(_) => thread::sleep(left.min(LOOK_AGAIN)),
                Err(error) if is_no_end(&error) => {}
                Err(_) => return true,
            }
        }
    }

    /// Runs a command for the peer. Until it returns, `is_running` is true.
    pub(crate) fn while_running<T>(&self, command: impl FnOnce() -> T) -> T {
        self.state().running = true;
        let done = command();
        self.state().running = false;
        self.note_activity();
        done
    }

    pub(crate) fn is_running(&self) -> bool {
        self.state().running
    }

    pub(crate) fn last_active(&self) -> Instant {
        self.state().last_active
    }

    pub(crate) fn note_activity(&self) {
        self.state().last_active = Instant::now();
    }

    /// Closes the connection to make room for another.
    pub(crate) fn give_way(&self) {
        self.state().gave_way = true;
        self.close();
    }

    pub(crate) fn gave_way(&self) -> bool {
        self.state().gave_way
    }

    /// Ends the connection: reads find the end of the stream, and writes fail.
    pub(crate) fn close(&self) {
        // This fails if the peer has gone, which is just as good.
        drop(self.0.stream.shutdown(Shutdown::Both));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn noted(&self, transferred: io::Result<usize>) -> io::Result<usize> {
        if matches!(transferred, Ok(1..)) {
            self.note_activity();
        }
        transferred
    }
}

fn is_no_end(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

impl Read for WatchedSocket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.noted((&self.0.stream).read(buffer))
    }
}

impl Write for WatchedSocket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.noted((&self.0.stream).write(bytes))
    }

    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        self.noted((&self.0.stream).write_vectored(parts))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Timeouts for WatchedSocket {
    fn set_timeouts(&self, limit: Duration) -> io::Result<()> {
        self.0.stream.set_read_timeout(Some(limit))?;
        self.0.stream.set_write_timeout(Some(limit.min(WRITE_TIME_MAX)))
    }
}
