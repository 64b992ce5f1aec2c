//! Decodes frames from bytes, for every framing and however the bytes are cut. It reserves no memory because a peer announces a
//! length.

use std::io::{self, ErrorKind, Read};
use std::ops::Range;

use crate::buffer::Buffer;
use crate::classify::{Status, classify, drop_from};
use crate::{Extent, FrameError, Framing, Malformed, Violation};

/// How many bytes of space to lend to a read, unless [`Decoder::with_space`] says otherwise.
const SPACE: usize = 64 * 1024;

/// What a decoder does with a frame whose payload is longer than its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnOversize {
    /// Fails, and ignores the rest of the stream.
    #[default]
    Fail,
    /// Reports the frame, drops its bytes as they arrive, and continues with the next frame.
    Skip,
}

/// A whole frame, and its position in the stream. Its payload is borrowed from the decoder's buffer until you call the decoder
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The offset in the stream at which the frame begins, header included.
    pub offset: u64,
    /// Bytes before the payload, on the wire.
    pub header: usize,
    /// All bytes of the frame on the wire: header, payload and trailer.
    pub len: usize,
    /// The payload.
    pub payload: &'a [u8],
}

/// What the next byte of the stream belongs to.
#[derive(Clone, Copy, Debug)]
enum State {
    /// A frame to return.
    Reading,
    /// An oversize frame, which began at `offset`. It has `left` more bytes; `None` if that is not known.
    Skipping { offset: u64, left: Option<u64> },
    /// Nothing known: where the next frame begins is unknown.
    Failed(FrameError),
}

/// An incremental decoder: bytes go in as they arrive, and whole frames come out, borrowed from its buffer.
///
/// Take every frame before you bring more bytes. The size of the buffer is then at most 4 times the unfinished frame plus 2
/// times the space lent to a read (or 4 times that space, if that is more). It never grows because bytes were announced, and it
/// never shrinks, so the longest frame so far counts.
///
/// ```
/// use framing::{BigEndian, Decoder, Prefix};
///
/// let mut decoder = Decoder::new(Prefix::<2, BigEndian>::new(), 1024);
/// decoder.feed(b"\x00\x04I'm \x00\x04Ly"); // one read: a frame and a half
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

    /// Takes the bytes that one read returned, however they are cut. After a failure it ignores them.
    pub fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !matches!(self.state, State::Failed(_)) {
            let skipping = matches!(self.state, State::Skipping { .. });
            let len = if skipping { bytes.len().min(self.space) } else { bytes.len() };
            self.buffer.room(len, self.space.saturating_mul(4)).copy_from_slice(&bytes[..len]);
            self.buffer.filled(len);
            bytes = &bytes[len..];
            if skipping {
                let _ = self.resume(); // the next call returns a failure again
            }
        }
    }

    /// Lends space for the next read. Fill it from the front, then call [`filled`](Self::filled).
    pub fn space(&mut self) -> &mut [u8] {
        self.buffer.room(self.space, self.space.saturating_mul(4))
    }

    /// Says that a read has put `len` bytes into the [`space`](Self::space).
    ///
    /// # Panics
    /// If there was less space than that.
    pub fn filled(&mut self, len: usize) {
        self.buffer.filled(len);
        if matches!(self.state, State::Failed(_)) {
            self.buffer.leave(len);
        }
    }

    /// Reads once from `reader` into the buffer, and returns how many bytes arrived: 0 at the end of the stream.
    ///
    /// # Errors
    /// The reader's own, including a timeout. Bytes that arrived earlier are kept. `Interrupted` is retried.
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

    /// The next whole frame, borrowed until the next call. `Ok(None)` means that it has not arrived yet: bring more bytes, or
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

    /// Checks that the stream may end here, which it may only between two frames. Whole frames that were not taken yet remain.
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

    /// The decoder's offset in the stream: how many bytes were taken, skipped or idle.
    pub fn offset(&self) -> u64 {
        self.buffer.offset()
    }

    /// The bytes that have arrived and were not taken; empty after a failure. If a connection changes its protocol, feed them to
    /// the decoder of the next one. For example, the first frame of a WebSocket may arrive in the same read as the end of its
    /// HTTP request (RFC 6455, section 4.1).
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

    /// How many bytes of memory the buffer holds, used or not.
    pub fn capacity(&self) -> usize {
        self.buffer.capacity()
    }

    /// How many bytes were moved inside the buffer, or into a longer one, since the stream began.
    pub fn moved(&self) -> u64 {
        self.buffer.moved
    }

    /// Takes the next whole frame; the range is where its payload is in it.
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

    /// Drops the waiting bytes of a frame that is skipped. Returns whether the frame is over.
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

    /// How many of these bytes belong to the skipped frame, if all of it has arrived.
    fn end_of_skipped(&self, bytes: &[u8], offset: u64, left: Option<u64>) -> Result<usize, FrameError> {
        match drop_from(&self.framing, left, self.limit, bytes, &mut F::Progress::default()) {
            Ok((dropped, Some(0))) => Ok(dropped),
            Ok((_, missing)) => Err(self.truncated(offset, missing)),
            Err(malformed) => Err(malformed.at(offset)),
        }
    }

    /// The length of the frame at the start of these bytes, if the frame is whole.
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

    /// Stops decoding if the error is final.
    #[cold]
    fn fail(&mut self, error: FrameError) -> FrameError {
        if error.is_final() {
            self.state = State::Failed(error);
            self.buffer.clear();
        }
        error
    }
}
