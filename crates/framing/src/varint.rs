//! Frames with a length in as few bytes as it needs: LEB128. A padded length is malformed.

use crate::{Encode, EncodeError, Extent, Framing, Head, Located, Malformed};

/// How many bytes the longest varint has: 64 bits, 7 in each.
const LONGEST: usize = 10;
const MORE: u8 = 0x80;

/// The length as an unsigned LEB128 varint, 7 bits in each byte, the lowest first, and then the payload. There may be more header
/// before it: [`offset`](Self::offset).
///
/// ```text
///   300 = 0b10_0101100
///  |<----- the length ----->|<--- 300 bytes of payload --->|
///  +-----------+------------+-----+-----+-----+--  --+-----+
///  | 1 0101100 | 0 00000010 |     |     |     |  ... |     |
///  +-----------+------------+-----+-----+-----+--  --+-----+
///    ^           ^
///    1: more     0: this is the last byte
/// ```
///
/// - **Carries** any bytes. An empty payload is the byte 00.
/// - **Costs** 1 byte up to 127 bytes of payload, 2 up to 16,383, 3 up to 2,097,151.
/// - **Oversize** frames are reported once the length has arrived.
/// - **Malformed** is a length of more than 64 bits, reported at its tenth byte, and a padded one (`80 00` for 0).
///   Protocol Buffers' own readers accept padding; few writers produce it.
/// - **Used by** delimited streams of Protocol Buffers messages (`writeDelimitedTo`). LEB128 is in DWARF 5, section 7.6.
///   MQTT has the packet type before the length: offset 1 (version 5.0, section 2.1.4).
///
/// ```
/// use framing::{Decoder, Encode, Varint};
///
/// let mut stream = Vec::new();
/// Varint::new().encode(&[7; 300], &mut stream)?;
/// assert_eq!(stream[..3], [0b1010_1100, 0b0000_0010, 7]);
///
/// let mut decoder = Decoder::new(Varint::new(), 1024);
/// decoder.feed(&stream);
/// assert_eq!(decoder.next_frame()?.unwrap().payload, [7; 300]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Varint {
    offset: usize,
}

impl Varint {
    /// A length at the start of the frame.
    pub const fn new() -> Self {
        Self { offset: 0 }
    }

    /// Sets how many bytes of header come before the length. They count towards memory, but not towards the limit.
    /// [`encode`](Encode::encode) writes zeros for them, up to [`Head::MOST`] bytes together with the length;
    /// [`encode_behind`](Self::encode_behind) writes any header.
    #[must_use]
    pub const fn offset(self, bytes: usize) -> Self {
        Self { offset: bytes }
    }

    /// Appends one frame with this header before its length.
    ///
    /// ```
    /// let mqtt = framing::Varint::new().offset(1);
    /// let mut out = Vec::new();
    /// mqtt.encode_behind(&[0x30], b"\0\x01ahi", &mut out)?; // PUBLISH "hi" to the topic "a"
    /// assert_eq!(out, b"\x30\x05\0\x01ahi");
    /// # Ok::<(), framing::EncodeError>(())
    /// ```
    ///
    /// # Errors
    /// [`EncodeError::WrongHeader`] if the header is not as long as the offset; `out` is then unchanged.
    pub fn encode_behind(&self, header: &[u8], payload: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if header.len() != self.offset {
            return Err(EncodeError::WrongHeader { len: header.len(), offset: self.offset });
        }
        out.extend_from_slice(header);
        Self::new().encode(payload, out)
    }
}

impl Framing for Varint {
    const ANNOUNCES: bool = true;
    const HEADER_MAX: Option<usize> = None;
    type Progress = ();

    #[inline]
    fn locate(&self, bytes: &[u8], (): &mut ()) -> Result<Located, Malformed> {
        let mut length = 0_u64;
        for (at, &byte) in bytes.get(self.offset..).unwrap_or_default().iter().enumerate() {
            if at == LONGEST - 1 && byte > 1 {
                return Err(Malformed::LongVarint);
            }
            length |= u64::from(byte & !MORE) << (7 * at);
            if byte & MORE == 0 {
                let padded = at > 0 && byte == 0;
                let extent = Extent::of(self.offset + at + 1, length, 0);
                return if padded { Err(Malformed::PaddedVarint) } else { Ok(Located::Frame(extent)) };
            }
        }
        Ok(Located::NO_HEADER_YET)
    }
}

impl Encode for Varint {
    #[inline]
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError> {
        let len = self.offset.saturating_add(LONGEST);
        if len > Head::MOST {
            return Err(EncodeError::LongHeader { len });
        }
        let (mut head, mut rest) = (Head::new(&[0; Head::MOST][..self.offset]), payload.len() as u64);
        while rest >= u64::from(MORE) {
            head.push(&[rest as u8 | MORE]);
            rest >>= 7;
        }
        head.push(&[rest as u8]);
        Ok(head)
    }
}
