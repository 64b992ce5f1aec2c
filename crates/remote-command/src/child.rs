//! A child process and the two threads that read what it prints. When it is dropped, the child is killed and reaped, so that
//! no child outlives its command.

use crate::collected::{Collected, Overflow, StandardStream};
use std::io::{self, ErrorKind, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

const PIECE_BYTES: usize = 16 * 1024;
const READER_STACK_BYTES: usize = 128 * 1024;

#[derive(Debug, PartialEq)]
pub(crate) enum ChildEnd {
    /// Nobody holds the writing ends of its pipes any more.
    Closed,
    TimeUp,
    Overflow(Overflow),
}

type Piece = (StandardStream, Vec<u8>);

pub(crate) struct RunningChild {
    child: Child,
    pieces: Receiver<Piece>,
}

impl RunningChild {
    pub(crate) fn start(name: &str, arguments: &[String]) -> io::Result<Self> {
        let mut command = Command::new(name);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Two waiting pieces at most: a child that prints faster than we collect waits in its write.
        let (sender, pieces) = sync_channel(2);
        let mut running = Self { child: spawn(&mut command)?, pieces };
        if let Some(pipe) = running.child.stdout.take() {
            start_reader("stdout", pipe, StandardStream::Output, sender.clone())?;
        }
        if let Some(pipe) = running.child.stderr.take() {
            start_reader("stderr", pipe, StandardStream::Error, sender)?;
        }
        Ok(running)
    }

    /// Collects what the child prints, until it ends, `until` comes or there is too much.
    pub(crate) fn fill(&self, collected: &mut Collected<'_>, until: Instant) -> ChildEnd {
        loop {
            // An endless printer always has a piece ready: without this its time would never be up.
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return ChildEnd::TimeUp;
            }
            match self.pieces.recv_timeout(left) {
                Ok((stream, piece)) => match collected.push(stream, &piece) {
                    Ok(()) => {}
                    Err(overflow) => return ChildEnd::Overflow(overflow),
                },
                Err(RecvTimeoutError::Timeout) => return ChildEnd::TimeUp,
                Err(RecvTimeoutError::Disconnected) => return ChildEnd::Closed,
            }
        }
    }

    pub(crate) fn kill(&mut self) {
        // Both fail only where the child has ended and been reaped, which is what we want.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The readers end by themselves, since nobody takes their pieces any more and the child's ends of the pipes are closed. Only
/// a process that is not our child, and still holds a pipe, keeps its reader.
impl Drop for RunningChild {
    fn drop(&mut self) {
        self.kill();
    }
}

fn spawn(command: &mut Command) -> io::Result<Child> {
    // Systems without pipe2(2), macOS among them, mark a pipe close-on-exec only after they have made it: a command that
    // starts between the two inherits it, and keeps this one's output open while it runs.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    command.spawn()
}

/// A thread for each pipe: a single reader that read one pipe to its end first would leave the child blocked on the other,
/// once that is full (pipe(7): 64 KiB).
fn start_reader(
    name: &str,
    mut pipe: impl Read + Send + 'static,
    stream: StandardStream,
    pieces: SyncSender<Piece>,
) -> io::Result<()> {
    let read = move || {
        let mut buffer = vec![0; PIECE_BYTES];
        loop {
            match pipe.read(&mut buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Ok(got @ 1..) if pieces.send((stream, buffer[..got].to_vec())).is_ok() => {}
                _ => return,
            }
        }
    };
    thread::Builder::new().name(name.to_owned()).stack_size(READER_STACK_BYTES).spawn(read).map(drop)
}
