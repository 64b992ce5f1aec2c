//! A proxy that runs, as its owner sees it.

use crate::event::{Direction, Proof};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// How long open connections may go on when the proxy is to finish.
const GRACE: Duration = Duration::from_secs(10);

/// A piece that went to a program in one write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The number of its connection, from 1.
    pub connection: u64,
    /// Where it went.
    pub direction: Direction,
    /// The offset of its first byte in that direction.
    pub offset: u64,
    /// How many bytes it has.
    pub bytes: usize,
    /// What is known of the cut at its end.
    pub proof: Proof,
}

/// A proxy that runs. It ends when it is dropped, and resets the connections that are open.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    stop: Option<oneshot::Sender<Duration>>,
    thread: Option<JoinHandle<io::Result<()>>>,
    pub(crate) pieces: Arc<Mutex<Vec<Piece>>>,
}

impl Proxy {
    pub(crate) fn new(
        address: SocketAddr,
        stop: oneshot::Sender<Duration>,
        thread: JoinHandle<io::Result<()>>,
    ) -> Self {
        Self { address, stop: Some(stop), thread: Some(thread), pieces: Arc::default() }
    }

    /// Where clients connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Accepts no more clients, waits at most 10 seconds for open connections to end, and returns the pieces, the first
    /// 1,048,576 of them, in the order in which they were taken.
    ///
    /// # Errors
    /// If the proxy could not run.
    pub fn finish(self) -> io::Result<Vec<Piece>> {
        self.finish_within(GRACE)
    }

    /// Like [`finish`](Self::finish), but waits at most so long; what is open then is reset.
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    pub fn finish_within(mut self, grace: Duration) -> io::Result<Vec<Piece>> {
        self.end(grace)?;
        let mut pieces = self.pieces.lock().map_err(|_poisoned| io::Error::other("the record of pieces is lost"))?;
        Ok(std::mem::take(&mut *pieces))
    }

    fn end(&mut self, grace: Duration) -> io::Result<()> {
        if let Some(stop) = self.stop.take() {
            // The thread may have ended by an error, which is returned below.
            let _ = stop.send(grace);
        }
        let ended = self.thread.take().map(JoinHandle::join);
        ended.unwrap_or(Ok(Ok(()))).unwrap_or_else(|_panicked| Err(io::Error::other("the proxy's thread has panicked")))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.end(Duration::ZERO);
    }
}
