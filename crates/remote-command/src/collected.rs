//! What a command printed, within its limits. It keeps bytes as they came, and never decodes them.

use crate::RunLimits;
use crate::permits::{Permit, Permits};
use link::deadline_after;

/// As much as a pipe holds on Linux, pipe(7). Every command may keep this much without a permit.
const SMALL_OUTPUT_BYTES: usize = 64 * 1024;

/// What a command printed: all of its standard output, then all of its standard error, then the server's notice if the
/// server ended it.
///
/// An output over 64 KiB holds one of [`RunLimits::large_outputs_max`] permits until it is dropped: drop it as soon as it is
/// delivered.
#[derive(Debug)]
pub struct Output {
    bytes: Vec<u8>,
    _large: Option<Permit>,
}

impl Output {
    /// The bytes to send: perhaps none, perhaps not text.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn refused(why: &str) -> Self {
        Self { bytes: format!("refused: {why}\n").into_bytes(), _large: None }
    }
}

/// Where a command prints.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StandardStream {
    Output,
    Error,
}

/// Why nothing more is kept.
#[derive(Debug, PartialEq)]
pub(crate) enum Overflow {
    /// The output is as long as it may be, and more came.
    Limit,
    /// It grew large while too many large ones were kept.
    NoPermit,
}

pub(crate) struct Collected<'a> {
    /// What came from each [`StandardStream`].
    printed: [Vec<u8>; 2],
    large: Option<Permit>,
    permits: &'a Permits,
    limits: &'a RunLimits,
}

impl<'a> Collected<'a> {
    pub(crate) fn new(permits: &'a Permits, limits: &'a RunLimits) -> Self {
        Self { printed: Default::default(), large: None, permits, limits }
    }

    pub(crate) fn push(&mut self, stream: StandardStream, piece: &[u8]) -> Result<(), Overflow> {
        let length = self.printed.iter().map(Vec::len).sum::<usize>();
        if length + piece.len() > SMALL_OUTPUT_BYTES && self.large.is_none() {
            let permit = self.permits.take(deadline_after(self.limits.large_wait));
            self.large = Some(permit.ok_or(Overflow::NoPermit)?);
        }
        let room = self.limits.output_bytes_max.saturating_sub(length);
        self.printed[stream as usize].extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room { Err(Overflow::Limit) } else { Ok(()) }
    }

    /// The notice is part of the output, and within its limit.
    pub(crate) fn finish(self, notice: Option<String>) -> Output {
        let Self { printed: [mut bytes, stderr], large, limits, .. } = self;
        bytes.reserve_exact(stderr.len());
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
        bytes.shrink_to_fit();
        Output { bytes, _large: large }
    }
}
