//! Turns bytes in any cut into frames, for every framing. It reserves no memory because a peer announces a length.

use std::io::{self, ErrorKind, Read};
use std::ops::Range;

use crate::buffer::Buffer;
use crate::classify::{Status, classify, drop_from};
use crate::{Extent, FrameError, Framing, Malformed, Violation};

/// Bytes that are lent to one read, unless [`Decoder::with_space`] says otherwise.
const SPACE: usize = 64 * 1024;

/// What a decoder does with a frame whose payload is longer than its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnOversize {
    /// It fails and ignores the rest of the stream.
    #[default]
    Fail,
    /// It reports the frame, drops its bytes as they come, and continues with the next one.
    Skip,
}

/// A whole frame, and where in the stream it lies. Its payload is borrowed from the decoder's one buffer until the decoder
/// is called again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Where in the stream the frame begins, its header included: bytes from 0.
    pub offset: u64,
    /// Bytes before the payload, on the wire.
    pub header: usize,
    /// All bytes of the frame on the wire: header, payload and what ends it.
    pub len: usize,
    /// What the frame carries.
    pub payload: &'a [u8],
}

/// What the next byte of the stream belongs to.
#[derive(Clone, Copy, Debug)]
enum State {
    /// A frame to hand over.
    Reading,
    /// An oversize frame, which began at `offset`. So many bytes of it are left; `None` if nobody knows.
    Skipping { offset: u64, left: Option<u64> },
    /// Nothing that matters: nobody knows where the next frame begins.
    Failed(FrameError),
}

/// An incremental decoder: bytes go in as they come, and whole frames come out, borrowed from its one buffer.
///
/// Take every frame before you bring more bytes. The buffer then has at most 4 times the unfinished frame and 2 times the
/// space lent to a read (or 4 times that space, if it is more). It never grows because bytes were announced. It does not
/// shrink, so the longest frame so far counts.
///
/// ```
/// use framing::{BigEndian, Decoder, Prefix};
///
/// let mut decoder = Decoder::new(Prefix::<2, BigEndian>::new(), 1024);
/// decoder.feed(b"\x00\x04I'm \x00\x04Ly"); // one read: a frame, and a half
/// assert_eq!(decoder.next_frame()?.map(|frame| frame.payload), Some(&b"I'm "[..]));
/// assert_eq!(decoder.next_frame()?, None); // not yet
///
/// decoder.feed(b"on");
/// let frame = decoder.next_frame()?.unwrap();
/// assert_eq!((frame.payload, frame.offset, frame.header, frame.len), (&b"Lyon"[..], 6, 2, 6));
/// assert_eq!(decoder.next_frame()?, None);
/// decoder.finish()?; // the stream may end here: it is between two frames
/// # Ok::<(), framing::FrameError>(())
/// ```
#[derive(Debug)]
pub struct Decoder<F: Framing> {
    framing: F,
    limit: usize,
    on_oversize: OnOversize,
    space: usize,
    buffer: Buffer,
    progress: F::Progress,
    state: State,
}

impl<F: Framing> Decoder<F> {
    /// A decoder at the start of a stream. It accepts payloads of up to `limit` bytes and fails at a longer one.
    pub fn new(framing: F, limit: usize) -> Self {
        let (buffer, progress) = (Buffer::default(), F::Progress::default());
        Self { framing, limit, on_oversize: OnOversize::Fail, space: SPACE, buffer, progress, state: State::Reading }
    }

    /// Sets what happens to a payload that is longer than the limit.
    #[must_use]
    pub fn on_oversize(self, on_oversize: OnOversize) -> Self {
        Self { on_oversize, ..self }
    }

    /// Sets how many bytes each read is lent, at least 1 [default: 64 KiB]. Memory is at least that.
    #[must_use]
    pub fn with_space(self, bytes: usize) -> Self {
        Self { space: bytes.max(1), ..self }
    }

    /// Takes the bytes that one read returned, whatever the cut. After a failure it ignores them.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !matches!(self.state, State::Failed(_)) {
            let skipping = matches!(self.state, State::Skipping { .. });
            let len = if skipping { bytes.len().min(self.space) } else { bytes.len() };
            self.buffer.room(len, self.space.saturating_mul(4)).copy_from_slice(&bytes[..len]);
            self.buffer.filled(len);
            bytes = &bytes[len..];
            if skipping {
                let _ = self.resume(); // a failure stays, and the next call returns it
            }
        }
    }

    /// Lends room for the next read. Fill it from its front, then call [`filled`](Self::filled).
    pub fn space(&mut self) -> &mut [u8] {
        self.buffer.room(self.space, self.space.saturating_mul(4))
    }

    /// A read has put `len` bytes into the [`space`](Self::space) lent to it.
    ///
    /// # Panics
    /// If there was less room than that.
    pub fn filled(&mut self, len: usize) {
        self.buffer.filled(len);
        if matches!(self.state, State::Failed(_)) {
            self.buffer.leave(len);
        }
    }

    /// Reads once from `reader` into the buffer and returns how many bytes came: 0 at the end of the stream.
    ///
    /// # Errors
    /// The reader's own, a timeout among them; what had come before stays. `Interrupted` is retried.
    pub fn read_from(&mut self, reader: &mut impl Read) -> io::Result<usize> {
        loop {
            match reader.read(self.space()) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(came) => {
                    self.filled(came);
                    return Ok(came);
                }
            }
        }
    }

    /// The next whole frame, borrowed until the next call. `Ok(None)` means that it has not come yet: bring more bytes, or
    /// [`finish`](Self::finish).
    ///
    /// # Errors
    /// [`Violation::Oversize`] as soon as that is certain, [`Violation::Malformed`], [`Violation::Damaged`]. Every later call
    /// returns a [final](FrameError::is_final) error again; after any other the next call continues.
    #[inline(always)]
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, FrameError> {
        let taken = self.advance()?;
        Ok(taken.map(|(extent, payload)| self.frame(extent, payload)))
    }

    /// May the stream end after the bytes that came so far? Yes, between two frames. Whole frames that nobody has taken stay.
    ///
    /// # Errors
    /// [`Violation::Truncated`], or the violation that [`next_frame`](Self::next_frame) returned or would return.
    pub fn finish(&self) -> Result<(), FrameError> {
        let waiting = self.buffer.waiting();
        let mut at = match self.state {
            State::Failed(error) => return Err(error),
            State::Reading => 0,
            State::Skipping { offset, left } => self.end_of_skipped(waiting, offset, left)?,
        };
        loop {
            at += self.framing.idle(&waiting[at..]);
            if at == waiting.len() {
                return Ok(());
            }
            at += self.end_of_frame(&waiting[at..], self.buffer.offset() + at as u64)?;
        }
    }

    /// Where in the stream the decoder stands: the bytes that have left it, in frames, skipped or idle.
    pub fn offset(&self) -> u64 {
        self.buffer.offset()
    }

    /// The bytes that have come and were not taken; empty after a failure. Where a connection changes its protocol, feed them
    /// to the decoder of the next one: a WebSocket's first frame may come in the same read as the end of its HTTP request
    /// (RFC 6455, section 4.1).
    ///
    /// ```
    /// let mut lines = framing::Decoder::new(framing::Line::new(), 100);
    /// lines.feed(b"UPGRADE\n\0\x02hi");
    /// assert_eq!(lines.next_frame()?.map(|frame| frame.payload), Some(&b"UPGRADE"[..]));
    /// assert_eq!(lines.waiting(), b"\0\x02hi");
    /// # Ok::<(), framing::FrameError>(())
    /// ```
    pub fn waiting(&self) -> &[u8] {
        self.buffer.waiting()
    }

    /// Bytes of memory that the buffer holds, used or not.
    pub fn capacity(&self) -> usize {
        self.buffer.capacity()
    }

    /// Bytes that were moved inside the buffer, or into a longer one, since the stream began.
    pub fn moved(&self) -> u64 {
        self.buffer.moved
    }

    /// Takes the next whole frame, whose payload lies in this range of it.
    #[inline(always)]
    pub(crate) fn advance(&mut self) -> Result<Option<(Extent, Range<usize>)>, FrameError> {
        if !matches!(self.state, State::Reading) && !self.resume()? {
            return Ok(None);
        }
        self.buffer.leave(self.framing.idle(self.buffer.waiting()));
        let waiting = self.buffer.waiting_mut();
        if waiting.is_empty() {
            return Ok(None);
        }
        let located = self.framing.locate(waiting, &mut self.progress);
        match classify::<F>(located, self.limit, waiting.len()) {
            Ok(Status::Whole(extent)) => {
                let len = extent.len as usize;
                let opened = self.framing.open(&mut waiting[..len], extent);
                self.framing.consumed(&mut self.progress, len);
                self.buffer.leave(len);
                opened.map(|payload| Some((extent, payload))).map_err(|damage| self.fail(self.damaged(damage, extent)))
            }
            Ok(Status::Unfinished { .. }) => Ok(None),
            Ok(Status::Oversize { announced, left }) => {
                let offset = self.buffer.offset();
                self.state = State::Skipping { offset, left };
                Err(self.fail(self.oversize(offset, announced)))
            }
            Err(malformed) => Err(self.fail(malformed.at(self.buffer.offset()))),
        }
    }

    /// The frame that [`advance`](Self::advance) has just taken.
    #[inline(always)]
    pub(crate) fn frame(&self, extent: Extent, payload: Range<usize>) -> Frame<'_> {
        let len = extent.len as usize;
        let offset = self.buffer.offset() - extent.len;
        Frame { offset, header: extent.header, len, payload: self.buffer.left_last(len, payload) }
    }

    /// Drops what waits of a frame that is skipped. Does the next byte belong to a frame to hand over?
    #[cold]
    fn resume(&mut self) -> Result<bool, FrameError> {
        let (offset, left) = match self.state {
            State::Reading => return Ok(true),
            State::Failed(error) => return Err(error),
            State::Skipping { offset, left } => (offset, left),
        };
        let dropped = drop_from(&self.framing, left, self.limit, self.buffer.waiting(), &mut self.progress);
        let (dropped, left) = dropped.map_err(|malformed| self.fail(malformed.at(offset)))?;
        self.buffer.leave(dropped);
        self.framing.consumed(&mut self.progress, dropped);
        self.state = if left == Some(0) { State::Reading } else { State::Skipping { offset, left } };
        Ok(left == Some(0))
    }

    /// How many of these bytes belong to the frame that is skipped, if all of it has come.
    fn end_of_skipped(&self, bytes: &[u8], offset: u64, left: Option<u64>) -> Result<usize, FrameError> {
        match drop_from(&self.framing, left, self.limit, bytes, &mut F::Progress::default()) {
            Ok((dropped, Some(0))) => Ok(dropped),
            Ok((_, missing)) => Err(self.truncated(offset, missing)),
            Err(malformed) => Err(malformed.at(offset)),
        }
    }

    /// How long the frame is that these bytes begin with, if the stream may end behind it.
    fn end_of_frame(&self, bytes: &[u8], offset: u64) -> Result<usize, FrameError> {
        let located = self.framing.locate(bytes, &mut F::Progress::default());
        match classify::<F>(located, self.limit, bytes.len()) {
            Ok(Status::Whole(extent)) => Ok(extent.len as usize),
            Ok(Status::Unfinished { missing }) => Err(self.truncated(offset, missing)),
            Ok(Status::Oversize { announced, .. }) if self.on_oversize == OnOversize::Fail => {
                Err(self.oversize(offset, announced))
            }
            Ok(Status::Oversize { left, .. }) => self.end_of_skipped(bytes, offset, left),
            Err(malformed) => Err(malformed.at(offset)),
        }
    }

    fn truncated(&self, offset: u64, missing: Option<u64>) -> FrameError {
        let got = self.buffer.offset() + self.buffer.waiting().len() as u64 - offset;
        let needed = missing.and_then(|missing| got.checked_add(missing)).filter(|&needed| needed < u64::MAX);
        FrameError { offset, violation: Violation::Truncated { got, needed } }
    }

    fn damaged(&self, damage: Malformed, extent: Extent) -> FrameError {
        let violation = if F::ANNOUNCES { Violation::Malformed(damage) } else { Violation::Damaged(damage) };
        FrameError { offset: self.buffer.offset() - extent.len, violation }
    }

    fn oversize(&self, offset: u64, announced: Option<u64>) -> FrameError {
        let (limit, skipped) = (self.limit, self.on_oversize == OnOversize::Skip);
        FrameError { offset, violation: Violation::Oversize { announced, limit, skipped } }
    }

    /// After a final error nothing is taken any more.
    #[cold]
    fn fail(&mut self, error: FrameError) -> FrameError {
        if error.is_final() {
            self.state = State::Failed(error);
            self.buffer.clear();
        }
        error
    }
}
