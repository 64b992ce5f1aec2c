//! Frames with a binary length anywhere in a header, described at run time: width, order, sign, offset, adjustment, bytes to strip.

use std::ops::Range;

use crate::{Encode, EncodeError, Extent, Framing, Head, Located, Malformed, Order, Width};

/// A length of 1, 2, 3, 4 or 8 bytes at an offset, and then as many bytes as it says, after an adjustment.
///
/// ```text
///  |<- offset ->|<-- width -->|<--- length + adjustment bytes: the payload --->|
///  +------------+-------------+--------------------+---------------------------+
///  |   header   | the length  |    more header     |          content          |
///  +------------+-------------+--------------------+---------------------------+
///  |<--------- strip ---------------->|<------------ what comes out ---------->|
/// ```
///
/// The options mean what Netty documents for `LengthFieldBasedFrameDecoder`: [`offset`](Self::offset) is its
/// `lengthFieldOffset`, [`adjust`](Self::adjust) its `lengthAdjustment`, [`strip`](Self::strip) its
/// `initialBytesToStrip`. There are two differences. By default only the payload comes out, everything after the length, where
/// Netty strips nothing. The limit bounds the payload, whatever is stripped, where Netty's bounds the whole frame.
///
/// - **Carries** any bytes. A signed length of n bytes can express half as many as an unsigned one.
/// - **Costs** the offset plus the width, for each frame.
/// - **Oversize** frames are reported once the length has arrived, even if length plus adjustment does not fit into 64 bits.
/// - **Malformed** is a negative signed length, a length that the adjustment makes negative, and a frame with fewer bytes
///   than are stripped. The last is reported when the frame is whole, the others once the length has arrived.
/// - **Used by** TLS records, offset 3, 2 bytes (RFC 8446, section 5.1); HTTP/2, 3 bytes, adjusted by 6 (RFC 9113,
///   section 4.1); PostgreSQL, offset 1, 4 bytes, which count themselves; Kafka, 4 bytes, signed.
///
/// ```
/// use framing::{Decoder, Encode, LengthField, Order, Width};
///
/// // PostgreSQL: a type, then a length that counts itself but not the type, then the content.
/// let framing = LengthField::new(Width::Four, Order::Big).offset(1).counts_itself();
/// let mut stream = Vec::new();
/// framing.encode_behind(b"Q", b"SELECT 1\0", &mut stream)?;
/// assert_eq!(stream, b"Q\0\0\0\x0dSELECT 1\0");
///
/// let mut decoder = Decoder::new(framing.strip(0), 1024); // keep the type, so strip nothing
/// decoder.feed(&stream);
/// let frame = decoder.next_frame()?.unwrap();
/// assert_eq!((frame.payload, frame.header, frame.len), (&stream[..], 5, 14));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthField {
    width: Width,
    order: Order,
    signed: bool,
    offset: usize,
    adjustment: i64,
    strip: Option<usize>,
}

impl LengthField {
    /// An unsigned length at the start of the frame, which counts what follows it.
    pub const fn new(width: Width, order: Order) -> Self {
        Self { width, order, signed: false, offset: 0, adjustment: 0, strip: None }
    }

    /// Makes the length signed (two's complement): a negative one is malformed.
    #[must_use]
    pub const fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// Sets how many bytes come before the length. They are kept until the length arrives, so they count towards memory, but not
    /// towards the limit.
    #[must_use]
    pub const fn offset(self, bytes: usize) -> Self {
        Self { offset: bytes, ..self }
    }

    /// Adds a number to the length: positive if more follows than it counts, such as a second header; negative if it also counts
    /// bytes before its own end. Called twice, it adds both numbers.
    #[must_use]
    pub const fn adjust(self, bytes: i64) -> Self {
        Self { adjustment: self.adjustment.saturating_add(bytes), ..self }
    }

    /// Says that the length counts its own bytes: an adjustment by `-width`. If it also counts the bytes before it, adjust by
    /// `-offset` as well.
    #[must_use]
    pub const fn counts_itself(self) -> Self {
        self.adjust(-(self.width as i64))
    }

    /// Sets how many bytes are removed from the front of each frame: 0 for none.
    #[must_use]
    pub const fn strip(self, bytes: usize) -> Self {
        Self { strip: Some(bytes), ..self }
    }

    /// How many bytes there are up to the end of the length.
    #[inline]
    fn header(&self) -> usize {
        self.offset.saturating_add(self.width.bytes())
    }

    /// The length before the adjustment, from bytes that contain all of it.
    #[inline]
    fn length(&self, bytes: &[u8]) -> Result<u64, Malformed> {
        let (field, width) = (&bytes[self.offset..], self.width.bytes());
        let eight = field.first_chunk().copied().unwrap_or_else(|| {
            let mut eight = [0; 8];
            eight[..width].copy_from_slice(&field[..width]);
            eight
        });
        let unused = 64 - 8 * width as u32;
        let length = match self.order {
            Order::Big => u64::from_be_bytes(eight) >> unused,
            Order::Little => u64::from_le_bytes(eight) << unused >> unused,
        };
        if self.signed {
            let signed = (length << unused) as i64 >> unused;
            return u64::try_from(signed).map_err(|_| Malformed::NegativeLength(signed));
        }
        Ok(length)
    }

    /// Appends one frame with this header before its length. [`encode`](Encode::encode) writes zeros there.
    ///
    /// # Errors
    /// [`EncodeError::WrongHeader`] if the header is not as long as the offset; and what `encode` refuses. `out` is then
    /// unchanged.
    pub fn encode_behind(&self, header: &[u8], payload: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if header.len() != self.offset {
            return Err(EncodeError::WrongHeader { len: header.len(), offset: self.offset });
        }
        self.write(|out| out.extend_from_slice(header), payload, out)
    }

    #[inline]
    fn write(&self, header: impl FnOnce(&mut Vec<u8>), payload: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let (field, len) = (self.field(payload)?, self.header());
        let most = (isize::MAX as usize).saturating_sub(out.len()); // no Vec can be longer
        let room = len.checked_add(payload.len() + 8).filter(|&room| room <= most);
        out.reserve(room.ok_or(EncodeError::LongHeader { len })?);
        header(out);
        // Writing eight bytes is one store; writing `width` bytes, unknown at build time, would be a call of memcpy.
        out.extend_from_slice(&field);
        out.truncate(out.len() - 8 + self.width.bytes());
        out.extend_from_slice(payload);
        Ok(())
    }

    /// The length field for this payload, in the first of eight bytes.
    #[inline]
    fn field(&self, payload: &[u8]) -> Result<[u8; 8], EncodeError> {
        let (len, adjustment) = (payload.len(), self.adjustment);
        let length = match u64::try_from(adjustment) {
            Ok(more) => (len as u64).checked_sub(more).ok_or(EncodeError::TooShort { len, adjustment })?,
            Err(_) => len as u64 + adjustment.unsigned_abs(), // no slice has more than 2^63 - 1 bytes
        };
        let unused = 64 - 8 * self.width as u32;
        let most = u64::MAX >> (unused + u32::from(self.signed));
        if length > most {
            return Err(EncodeError::TooLong { len, most: most.saturating_add_signed(adjustment) });
        }
        Ok(match self.order {
            Order::Big => (length << unused).to_be_bytes(),
            Order::Little => length.to_le_bytes(),
        })
    }
}

impl Framing for LengthField {
    const ANNOUNCES: bool = true;
    const HEADER_MAX: Option<usize> = None;
    type Progress = ();

    #[inline]
    fn locate(&self, bytes: &[u8], (): &mut ()) -> Result<Located, Malformed> {
        let header = self.header();
        if bytes.len() < header {
            return Ok(Located::NO_HEADER_YET);
        }
        let (length, adjustment) = (self.length(bytes)?, self.adjustment);
        let payload = match length.checked_add_signed(adjustment) {
            Some(payload) => payload,
            None if adjustment < 0 => return Err(Malformed::ShortLength { length, adjustment }),
            None => u64::MAX,
        };
        Ok(Located::Frame(Extent::of(header, payload, 0)))
    }

    #[inline]
    fn open(&self, frame: &mut [u8], extent: Extent) -> Result<Range<usize>, Malformed> {
        let (len, strip) = (frame.len(), self.strip.unwrap_or(extent.header));
        if strip > len { Err(Malformed::ShortFrame { len: len as u64, strip }) } else { Ok(strip..len) }
    }
}

/// Writes the whole frame, whatever its receiver strips, with zeros before the length.
impl Encode for LengthField {
    #[inline]
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError> {
        let len = self.header();
        if len > Head::MOST {
            return Err(EncodeError::LongHeader { len });
        }
        let field = self.field(payload)?;
        let mut head = Head::new(&[0; Head::MOST][..self.offset]);
        head.push(&field[..self.width.bytes()]);
        Ok(head)
    }

    #[inline]
    fn encode(&self, payload: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.write(|out| out.resize(out.len() + self.offset, 0), payload, out)
    }
}
