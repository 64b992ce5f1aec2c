//! Collects what a command prints, within its limits. It never decodes the bytes.

use crate::places::{Place, Places};
use crate::{RunLimits, WatchedSocket};
use link::deadline_after;
use std::mem;
use std::thread;
use std::time::Duration;

/// How much every command may print without a place among the large outputs.
const SMALL_OUTPUT_BYTES: usize = 64 * 1024;

/// What a command printed: its standard output, then its standard error, then a notice if the server stopped it.
///
/// An output over 64 KiB holds one of [`RunLimits::large_outputs_max`] places until you drop it, so drop it as soon as it is
/// delivered.
#[derive(Debug)]
pub struct Output {
    bytes: Vec<u8>,
    large: Option<Place>,
}

/// Keeps a large output's buffer for reuse: an allocator may keep several freed buffers, and memory would have no bound.
impl Drop for Output {
    fn drop(&mut self) {
        if let Some(place) = &mut self.large {
            place.buffer = mem::take(&mut self.bytes);
        }
    }
}

impl Output {
    /// The bytes to send. There may be none, and they may not be text.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn refused(why: &str) -> Self {
        Self { bytes: format!("refused: {why}\n").into_bytes(), large: None }
    }
}

/// Where a command prints to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StandardStream {
    Output,
    Error,
}

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Ended {
    /// It does not accept these arguments, and has printed nothing.
    Usage,
    /// No place for a large output became free, so its output is dropped.
    NoPlace,
    /// The server stopped it, for this reason. What it printed is kept.
    ByServer(String),
}

/// Collects what a command prints, and lets it sleep.
pub(crate) struct Printer<'a> {
    /// What was printed to each [`StandardStream`].
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
        Err(Ended::ByServer(format!("the output is longer than {most} bytes, the limit. Ask for less")))
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

    /// Sleeps, but no longer than a command may run, and only while its client stays.
    pub(crate) fn sleep(&mut self, time: Duration) -> Result<(), Ended> {
        let most = self.limits.time;
        match self.client {
            Some(client) if client.closes_within(time.min(most)) => {
                return Err(Ended::ByServer("the client closed the connection. Wait for the answer".to_owned()));
            }
            Some(_) => {}
            None => thread::sleep(time.min(most)),
        }
        if time <= most {
            return Ok(());
        }
        Err(Ended::ByServer(format!("a command may take {most:?} at most. Ask for less")))
    }

    /// Appends the notice to the output, within the limit.
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
