//! A whole frame, whose payload lies in the decoder's buffer.

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
