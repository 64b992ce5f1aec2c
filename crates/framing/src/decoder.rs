//! Turns bytes in any cut into frames, for every framing. It reserves no memory because a peer announces a length.

use std::io::{self, ErrorKind, Read};

use crate::buffer::Buffer;
use crate::classify::{Left, Status, bounded, classify, drop_from};
use crate::{Extent, Frame, FrameError, Framing, Located, Violation};

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

/// What the next byte of the stream belongs to.
#[derive(Clone, Copy, Debug)]
enum State {
    /// A frame to hand over.
    Reading,
    /// An oversize frame, which began at `offset`.
    Skipping { offset: u64, left: Left },
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
        while matches!(self.state, State::Skipping { .. }) && !bytes.is_empty() {
            let (some, behind) = bytes.split_at(bytes.len().min(self.space));
            self.store(some);
            self.skip();
            bytes = behind;
        }
        if !matches!(self.state, State::Failed(_)) {
            self.store(bytes);
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
            self.buffer.take(len);
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
    #[inline]
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, FrameError> {
        match self.advance()? {
            None => Ok(None),
            Some(extent) => self.take(extent).map(Some),
        }
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
            State::Skipping { offset, left } => self.end_of_skipped(offset, left)?,
        };
        loop {
            at += self.framing.idle(&waiting[at..]);
            if at == waiting.len() {
                return Ok(());
            }
            at += self.whole(&waiting[at..], self.buffer.offset() + at as u64)?;
        }
    }

    /// Where in the stream the decoder stands: the bytes that have left it, in frames, skipped or idle.
    pub fn offset(&self) -> u64 {
        self.buffer.offset()
    }

    /// The bytes that have come and were not taken. Where a connection changes its protocol, they belong to the next one:
    /// a WebSocket's first frame may come in the same read as the end of its HTTP request (RFC 6455, section 4.1). Empty
    /// after a failure.
    ///
    /// ```
    /// use framing::{BigEndian, Decoder, Line, Prefix};
    ///
    /// let mut lines = Decoder::new(Line::new(), 100);
    /// lines.feed(b"UPGRADE\n\0\x02hi");
    /// assert_eq!(lines.next_frame()?.map(|frame| frame.payload), Some(&b"UPGRADE"[..]));
    ///
    /// let mut frames = Decoder::new(Prefix::<2, BigEndian>::new(), 100);
    /// frames.feed(lines.waiting());
    /// assert_eq!(frames.next_frame()?.map(|frame| frame.payload), Some(&b"hi"[..]));
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
        self.buffer.moved()
    }

    /// Where the next frame that is to be given out lies, once it is whole.
    #[inline]
    pub(crate) fn advance(&mut self) -> Result<Option<Extent>, FrameError> {
        if let State::Reading = self.state {
            self.drop_idle();
            let waiting = self.buffer.waiting();
            if let Ok(Located::Frame(extent)) = self.framing.locate(waiting, &mut self.progress) {
                let is_whole = extent.payload <= self.limit as u64 && extent.len <= waiting.len() as u64;
                if is_whole && bounded::<F>(extent).is_ok() {
                    return Ok(Some(extent));
                }
            }
        }
        self.advance_otherwise()
    }

    #[inline]
    fn drop_idle(&mut self) {
        let idle = self.framing.idle(self.buffer.waiting());
        if idle > 0 {
            self.buffer.take(idle);
        }
    }

    #[inline]
    pub(crate) fn take(&mut self, extent: Extent) -> Result<Frame<'_>, FrameError> {
        let (offset, len) = (self.buffer.offset(), extent.len as usize);
        self.framing.consumed(&mut self.progress, len);
        let payload = match self.framing.open(self.buffer.take(len), extent) {
            Ok(payload) => payload,
            Err(malformed) if F::ANNOUNCES => return Err(self.fail(malformed.at(offset))),
            Err(damage) => return Err(FrameError { offset, violation: Violation::Damaged(damage) }),
        };
        Ok(Frame { offset, header: extent.header, len, payload: self.buffer.left_last(len, payload) })
    }

    /// Everything but a whole frame: a decoder comes here once a read, and when something is wrong.
    #[cold]
    fn advance_otherwise(&mut self) -> Result<Option<Extent>, FrameError> {
        self.skip();
        match self.state {
            State::Failed(error) => return Err(error),
            State::Skipping { .. } => return Ok(None),
            State::Reading => self.drop_idle(),
        }
        let offset = self.buffer.offset();
        match classify(&self.framing, self.limit, self.buffer.waiting(), &mut self.progress) {
            Ok(Status::Whole(extent)) => Ok(Some(extent)),
            Ok(Status::Unfinished { .. }) => Ok(None),
            Ok(Status::Oversize { announced, left }) if self.on_oversize == OnOversize::Skip => {
                self.state = State::Skipping { offset, left };
                Err(self.oversize(offset, announced))
            }
            Ok(Status::Oversize { announced, .. }) => Err(self.fail(self.oversize(offset, announced))),
            Err(malformed) => Err(self.fail(malformed.at(offset))),
        }
    }

    /// Drops what waits of a frame that is skipped.
    fn skip(&mut self) {
        while let State::Skipping { offset, left } = self.state {
            match drop_from(&self.framing, left, self.limit, self.buffer.waiting(), &mut self.progress) {
                Err(malformed) => {
                    self.fail(malformed.at(offset));
                }
                Ok((dropped, left)) => {
                    self.buffer.take(dropped);
                    self.framing.consumed(&mut self.progress, dropped);
                    self.state = left.map_or(State::Reading, |left| State::Skipping { offset, left });
                    if left.is_some() {
                        return;
                    }
                }
            }
        }
    }

    fn store(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.buffer.room(bytes.len(), self.space.saturating_mul(4)).copy_from_slice(bytes);
            self.buffer.filled(bytes.len());
        }
    }

    /// How many of the waiting bytes belong to the frame that is skipped, if all of it has come.
    fn end_of_skipped(&self, offset: u64, left: Left) -> Result<usize, FrameError> {
        match drop_from(&self.framing, left, self.limit, self.buffer.waiting(), &mut F::Progress::default()) {
            Ok((dropped, None)) => Ok(dropped),
            Ok((dropped, Some(Left::Bytes(missing)))) => {
                let came = self.buffer.offset() - offset + dropped as u64;
                Err(self.truncated(offset, Some(came.saturating_add(missing))))
            }
            Ok((_, Some(Left::UpToItsEnd))) => Err(self.truncated(offset, None)),
            Err(malformed) => Err(malformed.at(offset)),
        }
    }

    /// How long the frame is that `bytes` begin with, if the stream may end behind it.
    fn whole(&self, bytes: &[u8], offset: u64) -> Result<usize, FrameError> {
        match classify(&self.framing, self.limit, bytes, &mut F::Progress::default()) {
            Ok(Status::Whole(extent)) => Ok(extent.len as usize),
            Ok(Status::Unfinished { needed }) => Err(self.truncated(offset, needed)),
            Ok(Status::Oversize { announced, .. }) if self.on_oversize == OnOversize::Fail => {
                Err(self.oversize(offset, announced))
            }
            Ok(Status::Oversize { left: Left::Bytes(len), .. }) if len <= bytes.len() as u64 => Ok(len as usize),
            Ok(Status::Oversize { left: Left::Bytes(len), .. }) => Err(self.truncated(offset, Some(len))),
            Ok(Status::Oversize { left: Left::UpToItsEnd, .. }) => Err(self.truncated(offset, None)),
            Err(malformed) => Err(malformed.at(offset)),
        }
    }

    fn truncated(&self, offset: u64, needed: Option<u64>) -> FrameError {
        let needed = needed.filter(|&needed| needed < u64::MAX); // else it stands for even more
        let end = self.buffer.offset() + self.buffer.waiting().len() as u64;
        FrameError { offset, violation: Violation::Truncated { got: end - offset, needed } }
    }

    fn oversize(&self, offset: u64, announced: Option<u64>) -> FrameError {
        let (limit, skipped) = (self.limit, self.on_oversize == OnOversize::Skip);
        FrameError { offset, violation: Violation::Oversize { announced, limit, skipped } }
    }

    #[cold]
    fn fail(&mut self, error: FrameError) -> FrameError {
        self.state = State::Failed(error);
        self.buffer.clear();
        error
    }
}
