//! A hostile peer and a reader on one connection, each in its own thread, and two writers. It notes what each reserved and
//! what ended it; what nothing ends, it ends itself.

use framing::{ReadError, Violation};
use lesson::CaseResult;
use link::DeadlinePassed;
use probe::TracedStream;
use std::io::{self, ErrorKind};
use std::net::Shutdown;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use trace::{Ending, Event, Stream};

/// What a reader decodes of what its peer sends.
pub(crate) type Decoded = Result<Vec<u8>, ReadError>;

/// What a reader had reserved at most, in bytes, and how many of these were in memory. It is measured around the reader, which
/// decides nothing by it.
#[derive(Default)]
pub(crate) struct Seen(Option<(u64, Option<u64>)>);

impl Seen {
    /// The reader has `reserved` bytes now, and uses these.
    pub(crate) fn reserved(&mut self, reserved: usize, used: &[u8]) {
        self.0 = self.0.max(Some((reserved as u64, probe::resident(used))));
    }
}

/// Lets `peer` misbehave towards `reader`. Where a `patience` is given, the reader is looked at once, when that has passed
/// after all that the peer does; one that still waits then is told the end of the stream. The peer can ask whether the
/// reader has ended.
pub(crate) fn attack(
    peer_end: &mut TracedStream,
    reader_end: &mut TracedStream,
    patience: Option<Duration>,
    peer: impl FnOnce(&mut TracedStream, &dyn Fn() -> bool) -> CaseResult,
    reader: impl FnOnce(&mut TracedStream, &mut Seen) -> Decoded + Send,
) -> CaseResult {
    thread::scope(|scope| {
        let (tell, told) = channel();
        let began = Instant::now();
        let thread = scope.spawn(move || {
            let mut seen = Seen::default();
            let taken = reader(reader_end, &mut seen);
            if let Some((reserved, resident)) = seen.0 {
                reader_end.note(Event::Memory { stream: Stream::Forward, reserved, resident });
            }
            let _ = tell.send((taken.map(drop), began.elapsed())); // nobody listens to one that was given up
        });
        peer(peer_end, &|| thread.is_finished())?;
        let (taken, after) =
            heard(&told, patience).map_or((None, began.elapsed()), |(taken, after)| (Some(taken), after));
        note(peer_end, Stream::Forward, taken.as_ref(), after);
        if taken.is_none() {
            peer_end.shutdown_write()?;
        }
        Ok(())
    })
}

/// What comes, or within the patience.
fn heard<T>(told: &Receiver<T>, patience: Option<Duration>) -> Option<T> {
    match patience {
        Some(patience) => told.recv_timeout(patience).ok(),
        None => told.recv().ok(), // every socket has a time limit
    }
}

/// Lets both ends write at once, and neither read; with a `patience` as [`attack`] has.
pub(crate) fn both_write(
    ends: [&mut TracedStream; 2],
    patience: Option<Duration>,
    write: impl Fn(&mut TracedStream) -> io::Result<()> + Sync,
) -> CaseResult {
    let sockets = [ends[0].get_ref().try_clone()?, ends[1].get_ref().try_clone()?];
    let (write, given_up, began) = (&write, &AtomicBool::new(false), Instant::now());
    thread::scope(|scope| {
        let (tell, told) = channel();
        for (end, stream) in ends.into_iter().zip(Stream::BOTH) {
            let tell = tell.clone();
            scope.spawn(move || {
                let written = write(end).map_err(ReadError::Io);
                let in_time = !given_up.load(Ordering::SeqCst);
                note(end, stream, Some(&written).filter(|_| in_time), began.elapsed());
                let _ = tell.send(());
            });
        }
        if (0..2).any(|_| heard(&told, patience).is_none()) {
            given_up.store(true, Ordering::SeqCst);
            // Nothing less wakes a thread out of a write; on Windows not even this does, but the timeout of the write.
            if !cfg!(windows) {
                sockets.iter().try_for_each(|socket| socket.shutdown(Shutdown::Both))?;
            }
        }
        Ok(())
    })
}

/// Notes what ended a reader or a writer: without a result, nothing did.
fn note(end: &TracedStream, stream: Stream, result: Option<&Result<(), ReadError>>, after: Duration) {
    let (how, text) = match result {
        None => (Ending::Waiting, String::new()),
        Some(Ok(())) => (Ending::Completed, String::new()),
        Some(Err(error)) => ending(error),
    };
    end.note(Event::Ended { stream, how, after_us: u64::try_from(after.as_micros()).unwrap_or(u64::MAX), text });
}

/// What ended a turn that ended in an error, and what the error says of it. A turn has one deadline for all its calls
/// ([`link::DeadlineStream`]), or a timeout for each of them.
fn ending(error: &ReadError) -> (Ending, String) {
    let error = match error {
        ReadError::Frame(error) if matches!(error.violation, Violation::Truncated { .. }) => {
            return (Ending::Truncated, error.to_string());
        }
        ReadError::Frame(error) => return (Ending::Refused, error.to_string()),
        ReadError::Io(error) if DeadlinePassed::caused(error) => {
            return (Ending::Deadline, "the time for the whole turn is over".to_owned());
        }
        ReadError::Io(error) => error,
    };
    let how = match error.kind() {
        // SO_RCVTIMEO and SO_SNDTIMEO end a call with the first on Unix, and with the second on Windows.
        ErrorKind::WouldBlock | ErrorKind::TimedOut => Ending::TimeOut,
        ErrorKind::InvalidData => Ending::Refused,
        ErrorKind::OutOfMemory => Ending::NoMemory,
        ErrorKind::UnexpectedEof => Ending::Truncated,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => Ending::Reset,
        _ => Ending::Failed,
    };
    (how, error.to_string())
}
