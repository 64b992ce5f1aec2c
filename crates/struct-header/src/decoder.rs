//! Decodes frames from bytes, however they are cut. It does no I/O: the caller reads, and feeds it.

use crate::{HEADER, HeaderError, Order, length};

/// What the next byte of the stream belongs to.
#[derive(Clone, Copy, Debug)]
enum State {
    /// A header.
    Header,
    /// The payload that a header announced.
    Payload { announced: usize },
    /// Nothing known: a header was wrong, and nothing says where the next one begins.
    Failed(HeaderError),
}

/// An incremental decoder: bytes go in as they arrive, and whole frames come out.
///
/// Take every frame before feeding again. Memory then holds the bytes fed last and the unfinished
/// frame (at most [`HEADER`] + `limit` bytes), and less than as much again of bytes already taken.
/// It never grows because bytes were announced.
#[derive(Debug)]
pub struct Decoder {
    order: Order,
    limit: usize,
    buffer: Vec<u8>,
    /// How many bytes at the front of the buffer were taken.
    taken: usize,
    state: State,
}

impl Decoder {
    /// A decoder at the start of a stream. It refuses payloads over `limit` bytes.
    pub fn new(order: Order, limit: usize) -> Self {
        Self { order, limit, buffer: Vec::new(), taken: 0, state: State::Header }
    }

    /// Takes the bytes that one read returned, however they are cut. After a violation it ignores them.
    pub fn feed(&mut self, bytes: &[u8]) {
        if matches!(self.state, State::Failed(_)) {
            return;
        }
        self.compact();
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole payload, borrowed from the decoder's buffer until the next call. `Ok(None)` means
    /// that it has not arrived yet: feed more, or [`finish`](Self::finish).
    ///
    /// # Errors
    /// [`HeaderError::Negative`] or [`HeaderError::OverLimit`], as soon as the header is whole. Every
    /// later call returns the same error.
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

    /// Checks that the stream may end after the bytes fed so far, which it may only between two frames.
    /// Whole frames that were not taken yet remain.
    ///
    /// # Errors
    /// [`HeaderError::EndInHeader`] or [`HeaderError::EndInPayload`], with the bytes that arrived; or the
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

    /// How many bytes of memory the decoder holds, used or not: what a peer can make it reserve.
    pub fn capacity(&self) -> usize {
        self.buffer.capacity()
    }

    fn waiting(&self) -> &[u8] {
        &self.buffer[self.taken..]
    }

    /// Moves the waiting bytes to the front, but only if there are no more of them than bytes already
    /// taken. So a stream of n bytes costs at most n moves. Moving after every frame would move the
    /// whole buffer for each.
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
