//! Runs a hostile peer and a reader on one connection, or two writers, each in its own thread. It notes what each
//! reserved and what ended it; if nothing does, it ends the connection itself.

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

/// The most that a reader had reserved, in bytes, and how many of these were in memory. No reader decides anything by it.
#[derive(Default)]
pub(crate) struct Seen(Option<(u64, Option<u64>)>);

impl Seen {
    /// The reader has `reserved` bytes now, and uses these.
    pub(crate) fn reserved(&mut self, reserved: usize, used: &[u8]) {
        self.0 = self.0.max(Some((reserved as u64, probe::resident(used))));
    }
}

/// Lets `peer` misbehave towards `reader`. A reader that still waits `patience` after the peer's last call is stopped:
/// it gets the end of the stream. The peer can ask whether the reader has ended.
pub(crate) fn attack(
    peer_end: &mut TracedStream,
    reader_end: &mut TracedStream,
    patience: Option<Duration>,
    peer: impl FnOnce(&mut TracedStream, &dyn Fn() -> bool) -> CaseResult,
    reader: impl FnOnce(&mut TracedStream, &mut Seen) -> Decoded + Send,
) -> CaseResult {
    thread::scope(|scope| {
        let (report, reports) = channel();
        let began = Instant::now();
        let thread = scope.spawn(move || {
            let mut seen = Seen::default();
            let decoded = reader(reader_end, &mut seen);
            if let Some((reserved, resident)) = seen.0 {
                reader_end.note(Event::Memory { stream: Stream::Forward, reserved, resident });
            }
            let _ = report.send((decoded.map(drop), began.elapsed())); // nobody listens to one that was given up
        });
        peer(peer_end, &|| thread.is_finished())?;
        let reported = received_within(&reports, patience);
        let (result, after) = reported.map_or((None, began.elapsed()), |(result, after)| (Some(result), after));
        note(peer_end, Stream::Forward, result.as_ref(), after);
        if result.is_none() {
            peer_end.shutdown_write()?;
        }
        Ok(())
    })
}

/// The next report, if one comes within the patience; without a patience it waits for one.
fn received_within<T>(reports: &Receiver<T>, patience: Option<Duration>) -> Option<T> {
    match patience {
        Some(patience) => reports.recv_timeout(patience).ok(),
        None => reports.recv().ok(), // every socket has a time limit
    }
}

/// Lets both ends write at the same time, and neither read; `patience` is as in [`attack`].
pub(crate) fn both_write(
    ends: [&mut TracedStream; 2],
    patience: Option<Duration>,
    write: impl Fn(&mut TracedStream) -> io::Result<()> + Sync,
) -> CaseResult {
    let sockets = [ends[0].get_ref().try_clone()?, ends[1].get_ref().try_clone()?];
    let (write, given_up, began) = (&write, &AtomicBool::new(false), Instant::now());
    thread::scope(|scope| {
        let (report, reports) = channel();
        for (end, stream) in ends.into_iter().zip(Stream::BOTH) {
            let report = report.clone();
            scope.spawn(move || {
                let written = write(end).map_err(ReadError::Io);
                let in_time = !given_up.load(Ordering::SeqCst);
                note(end, stream, Some(&written).filter(|_| in_time), began.elapsed());
                let _ = report.send(());
            });
        }
        if (0..2).any(|_| received_within(&reports, patience).is_none()) {
            given_up.store(true, Ordering::SeqCst);
            // Nothing less interrupts a write that waits; on Windows not even this does, and the timeout of the write
            // has to.
            if !cfg!(windows) {
                sockets.iter().try_for_each(|socket| socket.shutdown(Shutdown::Both))?;
            }
        }
        Ok(())
    })
}

/// Notes what ended a reader or a writer; without a result, nothing did.
fn note(end: &TracedStream, stream: Stream, result: Option<&Result<(), ReadError>>, after: Duration) {
    let (how, text) = match result {
        None => (Ending::Waiting, String::new()),
        Some(Ok(())) => (Ending::Completed, String::new()),
        Some(Err(error)) => ending(error),
    };
    end.note(Event::Ended { stream, how, after_us: u64::try_from(after.as_micros()).unwrap_or(u64::MAX), text });
}

/// What ended a turn that ended in an error, and what the error says about it. A turn has one deadline for all its
/// calls ([`link::DeadlineStream`]), or a timeout for each of them.
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
