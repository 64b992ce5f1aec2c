//! Frames out of bytes that come in any cut. It does no I/O: the caller reads, and feeds it.

use crate::{HEADER, HeaderError, Order, length};

/// What the next byte of the stream is.
#[derive(Clone, Copy, Debug)]
enum State {
    /// The first byte of a header, or one that completes it.
    Header,
    /// The payload of a header that has been taken.
    Payload { announced: usize },
    /// No matter: a header was wrong, and nothing says where the next one would be.
    Failed(HeaderError),
}

/// An incremental decoder: bytes in as they come, frames out when they are whole.
///
/// Take every frame before feeding again. Memory then holds the bytes that were fed last and the
/// unfinished frame (at most [`HEADER`] + `limit` bytes), and less than as much again of what has
/// left already; it never grows for bytes that were only announced.
#[derive(Debug)]
pub struct Decoder {
    order: Order,
    limit: usize,
    buffer: Vec<u8>,
    /// Bytes at the buffer's front that have left.
    taken: usize,
    state: State,
}

impl Decoder {
    /// A decoder at the start of a stream, which refuses payloads over `limit` bytes.
    pub fn new(order: Order, limit: usize) -> Self {
        Self { order, limit, buffer: Vec::new(), taken: 0, state: State::Header }
    }

    /// Takes in what one read returned, whatever its cut. After a violation it takes nothing more.
    pub fn feed(&mut self, bytes: &[u8]) {
        if matches!(self.state, State::Failed(_)) {
            return;
        }
        self.compact();
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole payload, borrowed from the decoder's one buffer until the next call;
    /// `Ok(None)` where it has not come yet: feed more, or [`finish`](Self::finish).
    ///
    /// # Errors
    /// [`HeaderError::Negative`] or [`HeaderError::OverLimit`], as soon as the header is whole. The
    /// error stays: every later call returns it again.
    pub fn next_frame(&mut self) -> Result<Option<&[u8]>, HeaderError> {
        let announced = match self.state {
            State::Failed(error) => return Err(error),
            State::Payload { announced } => announced,
            State::Header => {
                let Some(&header) = self.waiting().first_chunk() else {
                    return Ok(None);
                };
                let announced = length(header, self.order, self.limit).map_err(|error| self.fail(error))?;
                self.taken += HEADER;
                announced
            }
        };
        if self.waiting().len() < announced {
            self.state = State::Payload { announced };
            return Ok(None);
        }
        let payload = self.taken..self.taken + announced;
        self.taken = payload.end;
        self.state = State::Header;
        Ok(Some(&self.buffer[payload]))
    }

    /// May the stream end after the bytes fed so far? Yes where it stands between two frames; whole
    /// frames that nobody has taken yet do not matter, and stay.
    ///
    /// # Errors
    /// [`HeaderError::EndInHeader`] or [`HeaderError::EndInPayload`], with the bytes that came; or the
    /// violation that [`next_frame`](Self::next_frame) returned, or would return.
    pub fn finish(&self) -> Result<(), HeaderError> {
        let mut state = self.state;
        let mut rest = self.waiting();
        loop {
            let announced = match state {
                State::Failed(error) => return Err(error),
                State::Payload { announced } => announced,
                State::Header if rest.is_empty() => return Ok(()),
                State::Header => {
                    let Some((&header, behind)) = rest.split_first_chunk() else {
                        return Err(HeaderError::EndInHeader { got: rest.len() });
                    };
                    rest = behind;
                    length(header, self.order, self.limit)?
                }
            };
            let got = rest.len();
            rest = rest.get(announced..).ok_or(HeaderError::EndInPayload { got, announced })?;
            state = State::Header;
        }
    }

    /// Bytes of memory that the decoder holds, used or not: what a peer can make it reserve.
    pub fn capacity(&self) -> usize {
        self.buffer.capacity()
    }

    fn waiting(&self) -> &[u8] {
        &self.buffer[self.taken..]
    }

    /// Moves what waits to the front, but only where that is no more than what has left: a byte
    /// moved is paid for by one that left, so a stream of n bytes costs n moves at most. Moving
    /// after every frame costs the whole buffer for each.
    fn compact(&mut self) {
        if self.taken >= self.waiting().len() {
            self.buffer.drain(..self.taken);
            self.taken = 0;
        }
    }

    fn fail(&mut self, error: HeaderError) -> HeaderError {
        self.state = State::Failed(error);
        self.buffer = Vec::new();
        self.taken = 0;
        error
    }
}
