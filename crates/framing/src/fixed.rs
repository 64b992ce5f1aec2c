//! Frames of one fixed size, with nothing on the wire to mark them.

use std::num::NonZeroUsize;

use crate::{Encode, EncodeError, Extent, Framing, Head, Located, Malformed};

/// As many bytes as both ends have agreed on, and then the next frame.
///
/// ```text
///  |<--- size --->|<--- size --->|<--- size --->|
///  +----+----+----+----+----+----+----+----+----+
///  | 'L'| 'y'| 'o'| 'n'| ' '| ' '| 'a'| 'b'| 'c'|     Fixed, 3 bytes
///  +----+----+----+----+----+----+----+----+----+
/// ```
///
/// - **Carries** any bytes, but exactly that many. Shorter messages need padding that a receiver can recognize.
/// - **Costs** nothing.
/// - **Oversize** is every frame if the size is over the limit. Nothing is malformed: a lost byte shifts all later frames.
/// - **Used by** MPEG transport streams, 188 bytes (ITU-T H.222.0), and many older file formats.
///
/// ```
/// use std::num::NonZeroUsize;
/// use framing::{Decoder, Encode, EncodeError, Fixed};
///
/// let framing = Fixed::new(NonZeroUsize::new(4).unwrap());
/// let mut stream = Vec::new();
/// framing.encode(b"Lyon", &mut stream)?;
/// assert_eq!(framing.encode(b"I'm", &mut stream), Err(EncodeError::WrongSize { len: 3, size: 4 }));
///
/// let mut decoder = Decoder::new(framing, 4);
/// decoder.feed(&stream);
/// assert_eq!(decoder.next_frame()?.unwrap().payload, b"Lyon");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    size: NonZeroUsize,
}

impl Fixed {
    /// Frames of `size` bytes.
    pub const fn new(size: NonZeroUsize) -> Self {
        Self { size }
    }
}

impl Framing for Fixed {
    const ANNOUNCES: bool = true;
    const HEADER_MAX: Option<usize> = None;
    type Progress = ();

    #[inline]
    fn locate(&self, _bytes: &[u8], (): &mut ()) -> Result<Located, Malformed> {
        Ok(Located::Frame(Extent::of(0, self.size.get() as u64, 0)))
    }
}

impl Encode for Fixed {
    #[inline]
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError> {
        let (len, size) = (payload.len(), self.size.get());
        if len == size { Ok(Head::NONE) } else { Err(EncodeError::WrongSize { len, size }) }
    }
}
