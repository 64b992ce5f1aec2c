//! What a command prints, kept within its limits as bytes: they are never decoded.

use crate::places::{Place, Places};
use crate::{RunLimits, WatchedSocket};
use link::deadline_after;
use std::mem;
use std::thread;
use std::time::Duration;

/// Every command may print this much without a place among the large outputs.
const SMALL_OUTPUT_BYTES: usize = 64 * 1024;

/// What a command printed: all of its standard output, then all of its standard error, then the server's notice if the
/// server ended it.
///
/// An output over 64 KiB holds one of [`RunLimits::large_outputs_max`] places until it is dropped: drop it as soon as it is
/// delivered.
#[derive(Debug)]
pub struct Output {
    bytes: Vec<u8>,
    large: Option<Place>,
}

/// A large output's buffer is used again: an allocator may keep several that are given back, and memory would have no bound.
impl Drop for Output {
    fn drop(&mut self) {
        if let Some(place) = &mut self.large {
            place.buffer = mem::take(&mut self.bytes);
        }
    }
}

impl Output {
    /// The bytes to send: perhaps none, perhaps not text.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn refused(why: &str) -> Self {
        Self { bytes: format!("refused: {why}\n").into_bytes(), large: None }
    }
}

/// Where a command prints.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StandardStream {
    Output,
    Error,
}

/// Why a command went no further.
#[derive(Debug)]
pub(crate) enum Ended {
    /// It does not take these arguments. It has printed nothing.
    Usage,
    /// There is no place for a large output, so nothing is kept.
    NoPlace,
    /// The server ended it, for this reason. What it printed is kept.
    ByServer(String),
}

/// Takes what a command prints, and lets it wait.
pub(crate) struct Printer<'a> {
    /// What came to each [`StandardStream`].
    printed: [Vec<u8>; 2],
    large: Option<Place>,
    places: &'a Places,
    limits: &'a RunLimits,
    client: Option<&'a WatchedSocket>,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(places: &'a Places, limits: &'a RunLimits, client: Option<&'a WatchedSocket>) -> Self {
        Self { printed: Default::default(), large: None, places, limits, client }
    }

    pub(crate) fn print(&mut self, stream: StandardStream, piece: &[u8]) -> Result<(), Ended> {
        let length = self.printed.iter().map(Vec::len).sum::<usize>();
        if length + piece.len() > SMALL_OUTPUT_BYTES && self.large.is_none() {
            self.grow_large()?;
        }
        let room = self.limits.output_bytes_max.saturating_sub(length);
        self.printed[stream as usize].extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() <= room {
            return Ok(());
        }
        let most = self.limits.output_bytes_max;
        Err(Ended::ByServer(format!("an output has at most {most} bytes, and this one has more. Ask for less")))
    }

    /// Takes a place among the large outputs.
    fn grow_large(&mut self) -> Result<(), Ended> {
        let place = self.places.take(self.client, deadline_after(self.limits.large_wait));
        let mut place = place.ok_or(Ended::NoPlace)?;
        let output = &mut self.printed[StandardStream::Output as usize];
        let mut buffer = mem::take(&mut place.buffer);
        buffer.reserve_exact(self.limits.output_bytes_max);
        buffer.append(output);
        *output = buffer;
        self.large = Some(place);
        Ok(())
    }

    /// Sleeps, no longer than a command may run and no longer than its client stays.
    pub(crate) fn sleep(&mut self, time: Duration) -> Result<(), Ended> {
        let most = self.limits.time;
        match self.client {
            Some(client) if client.closes_within(time.min(most)) => {
                return Err(Ended::ByServer("its client has closed the connection. Wait for the answer".to_owned()));
            }
            Some(_) => {}
            None => thread::sleep(time.min(most)),
        }
        if time <= most {
            return Ok(());
        }
        Err(Ended::ByServer(format!("a command has at most {most:?}. Ask for less")))
    }

    /// The notice is part of the output, and within its limit.
    pub(crate) fn finish(self, notice: Option<String>) -> Output {
        let Self { printed: [mut bytes, stderr], large, limits, .. } = self;
        bytes.extend_from_slice(&stderr);
        if let Some(notice) = notice {
            let notice = format!("ended: {notice}\n");
            bytes.truncate(limits.output_bytes_max.saturating_sub(notice.len() + 1));
            if bytes.last().is_some_and(|&last| last != b'\n') {
                bytes.push(b'\n');
            }
            bytes.extend_from_slice(notice.as_bytes());
            bytes.truncate(limits.output_bytes_max);
        }
        Output { bytes, large }
    }
}
