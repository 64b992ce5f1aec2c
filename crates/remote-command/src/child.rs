//! A child process and the two threads that read what it prints, together. Cannot be forgotten:
//! dropped, it is killed and reaped. Decides nothing about limits but how long its last bytes take.

use crate::collected::{Collected, Full, Stream};
use crate::deadline;
use std::io::{self, ErrorKind, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long the last bytes of a killed child may take from its pipes to us, on a busy machine.
const LAST_BYTES: Duration = Duration::from_secs(2);
const PIECE_BYTES: usize = 16 * 1024;
const READER_STACK_BYTES: usize = 128 * 1024;

#[derive(Debug, PartialEq)]
pub(crate) enum ChildEnd {
    /// Nobody holds the writing ends of its pipes any more.
    Closed,
    TimeUp,
    Full(Full),
}

type Piece = (Stream, Vec<u8>);

pub(crate) struct Running {
    child: Child,
    /// `None` once nothing more is wanted.
    pieces: Option<Receiver<Piece>>,
    readers: Vec<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn start(name: &str, arguments: &[String]) -> io::Result<Self> {
        let mut command = Command::new(name);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = Self { child: spawn(&mut command)?, pieces: None, readers: Vec::new() };
        // Two waiting pieces at most: a child that prints faster than we collect waits in its write.
        let (sender, receiver) = sync_channel(2);
        running.pieces = Some(receiver);
        if let Some(pipe) = running.child.stdout.take() {
            running.readers.push(reader("stdout", pipe, Stream::Stdout, sender.clone())?);
        }
        if let Some(pipe) = running.child.stderr.take() {
            running.readers.push(reader("stderr", pipe, Stream::Stderr, sender)?);
        }
        Ok(running)
    }

    pub(crate) fn fill(&self, collected: &mut Collected<'_>, until: Instant) -> ChildEnd {
        let Some(pieces) = &self.pieces else { return ChildEnd::Closed };
        loop {
            // An endless printer always has a piece ready: without this its time would never be up.
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return ChildEnd::TimeUp;
            }
            match pieces.recv_timeout(left) {
                Ok((stream, piece)) => match collected.push(stream, &piece) {
                    Ok(()) => {}
                    Err(full) => return ChildEnd::Full(full),
                },
                Err(RecvTimeoutError::Timeout) => return ChildEnd::TimeUp,
                Err(RecvTimeoutError::Disconnected) => return ChildEnd::Closed,
            }
        }
    }

    pub(crate) fn kill(&mut self) {
        // Both fail only where the child has ended and been reaped, which is what is wanted.
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// What a killed child had printed may still be in its pipes.
    pub(crate) fn last_bytes(&self, collected: &mut Collected<'_>) -> ChildEnd {
        self.fill(collected, deadline(LAST_BYTES))
    }

    /// Joins the readers, or leaves them if a process that is not our child still holds a pipe.
    fn join_readers(&mut self, until: Instant) {
        let Some(pieces) = self.pieces.take() else { return };
        loop {
            match pieces.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(_) if Instant::now() < until => {}
                Ok(_) | Err(RecvTimeoutError::Timeout) => return self.readers.clear(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        for reader in self.readers.drain(..) {
            drop(reader.join());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
        self.join_readers(deadline(LAST_BYTES));
    }
}

fn spawn(command: &mut Command) -> io::Result<Child> {
    // Systems without pipe2(2), macOS among them, mark a pipe close-on-exec only after making it:
    // a command started between the two inherits it, and keeps this one's output open while it runs.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    command.spawn()
}

/// A thread for each pipe: whoever reads one to its end first leaves the child blocked on the
/// other, once that is full (pipe(7): 64 KiB).
fn reader(
    name: &str,
    mut pipe: impl Read + Send + 'static,
    stream: Stream,
    pieces: SyncSender<Piece>,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).stack_size(READER_STACK_BYTES).spawn(move || {
        let mut buffer = vec![0; PIECE_BYTES];
        loop {
            match pipe.read(&mut buffer) {
                Ok(0) => return,
                Ok(got) => {
                    if pieces.send((stream, buffer[..got].to_vec())).is_err() {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    })
}
