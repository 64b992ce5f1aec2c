//! Carries the bytes of one direction, cut as asked. It reads no more than it can write, so memory does not grow.

use crate::cuts::{NextCut, Treatment};
use crate::event::{Direction, Event, NotObserved, Proof};
use crate::witness::{Taken, Witness};
use std::cell::RefCell;
use std::io::{self, ErrorKind};
use std::net::{Shutdown, SocketAddr};
use std::num::NonZeroUsize;
use std::thread;
use std::time::{Duration, Instant};
use tokio::io::Interest;
use tokio::net::TcpStream;
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

/// The most bytes of one read.
const READ: usize = 16 * 1024;

/// How long the kernel is asked again at once. After that come pauses, each twice as long as the last.
const EAGER: Duration = Duration::from_millis(2);

/// The longest of these pauses.
const LONGEST_PAUSE: Duration = Duration::from_millis(16);

/// How all connections learn what a program has read.
pub(crate) struct Watch {
    /// Why nobody can be asked on this system, where that is so.
    pub(crate) witness: Result<RefCell<Witness>, String>,
    /// How long to wait for a program to read a piece.
    pub(crate) patience: Duration,
    /// How long to wait where nobody can be asked.
    pub(crate) pause: Duration,
}

/// Carries one direction of a connection.
pub(crate) struct Carrier<'a> {
    pub(crate) direction: Direction,
    pub(crate) from: &'a TcpStream,
    pub(crate) to: &'a TcpStream,
    /// The addresses of `to`, and of the socket of the program behind it.
    pub(crate) ours: SocketAddr,
    pub(crate) theirs: SocketAddr,
    pub(crate) treatment: &'a Treatment,
    pub(crate) next_cut: NextCut,
    pub(crate) watch: &'a Watch,
    pub(crate) report: &'a dyn Fn(Event<'_>),
    /// Bytes written so far.
    pub(crate) offset: u64,
    /// Whether the program's socket was seen on this machine.
    pub(crate) seen: bool,
}

/// Which of its two connections has ended the carrying.
enum Broken {
    From(io::Error),
    To(io::Error),
}

impl Carrier<'_> {
    /// Carries bytes until one program ends its stream, or the other takes no more: then the result is the error that says so,
    /// and the other direction may still have bytes to carry.
    ///
    /// # Errors
    /// If the program at the beginning resets its connection.
    pub(crate) async fn carry(mut self) -> io::Result<Option<io::Error>> {
        loop {
            let mut bytes = Vec::new();
            let more = self.gather(&mut bytes).await?;
            let mut rest = &bytes[..];
            while !rest.is_empty() {
                let (piece, after) = rest.split_at(self.piece_of(rest.len()));
                match self.send(piece).await {
                    Ok(()) => rest = after,
                    Err(Broken::To(error)) => return Ok(Some(error)),
                    Err(Broken::From(error)) => return Err(error),
                }
            }
            if !more {
                // The other program may have gone by now; then this is said by the other direction.
                let _ = socket2::SockRef::from(self.to).shutdown(Shutdown::Write);
                (self.report)(Event::Ended { direction: self.direction, bytes: self.offset });
                return Ok(None);
            }
        }
    }

    /// Reads what there is; to glue, until there is enough or the writer is quiet. Returns `false` at the stream's end.
    async fn gather(&self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let Some(enough) = self.treatment.glue.map(NonZeroUsize::get) else {
            return read(self.from, bytes, READ).await;
        };
        if !read(self.from, bytes, READ.min(enough)).await? {
            return Ok(false);
        }
        while bytes.len() < enough {
            let most = READ.min(enough - bytes.len());
            match timeout(self.treatment.hold, read(self.from, bytes, most)).await {
                Ok(Ok(true)) => {}
                Ok(ended) => return ended,
                Err(_quiet) => break,
            }
        }
        Ok(true)
    }

    /// How many of the next `len` bytes belong to the next piece.
    fn piece_of(&mut self, len: usize) -> usize {
        let left = self.next_cut.after(self.offset).map_or(u64::MAX, |cut| cut - self.offset);
        len.min(usize::try_from(left).unwrap_or(usize::MAX))
    }

    async fn send(&mut self, piece: &[u8]) -> Result<(), Broken> {
        if self.treatment.glue.is_none() && !self.treatment.hold.is_zero() {
            sleep(self.treatment.hold).await;
        }
        if !self.seen && !self.treatment.is_plain() {
            self.seen = matches!(self.ask(), Ok(Taken::All | Taken::NotYet));
        }
        self.write(piece).await?;
        let offset = self.offset;
        self.offset += piece.len() as u64;
        let proof = self.proof().await;
        (self.report)(Event::Piece { direction: self.direction, offset, bytes: piece, proof });
        Ok(())
    }

    async fn write(&self, mut bytes: &[u8]) -> Result<(), Broken> {
        while !bytes.is_empty() {
            match self.to.try_write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                // While the program takes no more, nobody reads from the other, whose reset would not be seen.
                Err(error) if error.kind() == ErrorKind::WouldBlock => tokio::select! {
                    writable = self.to.writable() => writable.map_err(Broken::To)?,
                    error = reset(self.from) => return Err(Broken::From(error)),
                },
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Broken::To(error)),
            }
        }
        Ok(())
    }

    /// Waits until the program has read everything that was written, if the kernel says when that is.
    async fn proof(&self) -> Proof {
        if self.treatment.is_plain() {
            return Proof::NotObserved(NotObserved::NotAsked);
        }
        let began = Instant::now();
        let mut pause = Duration::from_millis(1);
        let nobody_knows = loop {
            match self.ask() {
                Ok(Taken::AllThenClosed) if !self.seen => break NotObserved::Elsewhere,
                Ok(Taken::All | Taken::AllThenClosed) => return Proof::Taken,
                Ok(Taken::Reset) => return Proof::NotObserved(NotObserved::Closed),
                Ok(Taken::NotHere) => break NotObserved::Elsewhere,
                Err(error) => break NotObserved::NoWitness(error.to_string()),
                Ok(Taken::NotYet) if began.elapsed() >= self.watch.patience => {
                    return Proof::NotObserved(NotObserved::NotRead(self.watch.patience));
                }
                Ok(Taken::NotYet) => {}
            }
            if began.elapsed() < EAGER {
                thread::yield_now(); // the program may need this core to read
                yield_now().await;
            } else {
                sleep(pause).await;
                pause = LONGEST_PAUSE.min(2 * pause);
            }
        };
        sleep(self.watch.pause).await;
        Proof::NotObserved(nobody_knows)
    }

    fn ask(&self) -> io::Result<Taken> {
        let witness = self.watch.witness.as_ref().map_err(|why| io::Error::other(why.as_str()))?;
        witness.borrow_mut().taken(self.ours, self.theirs, self.offset)
    }
}

/// Adds at most `most` bytes. Returns `false` at the stream's end.
async fn read(from: &TcpStream, bytes: &mut Vec<u8>, most: usize) -> io::Result<bool> {
    loop {
        from.readable().await?;
        // Reserved only now: a connection that is silent holds no buffer.
        let before = bytes.len();
        bytes.resize(before + most, 0);
        let result = from.try_read(&mut bytes[before..]);
        bytes.truncate(before + result.as_ref().copied().unwrap_or(0));
        match result {
            Ok(read) => return Ok(read > 0),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Waits for an error of the socket: a reset, or a peer that is gone.
async fn reset(socket: &TcpStream) -> io::Error {
    if socket.ready(Interest::ERROR).await.is_ok() {
        if let Ok(Some(error)) = socket.take_error() {
            return error;
        }
    }
    std::future::pending().await
}
