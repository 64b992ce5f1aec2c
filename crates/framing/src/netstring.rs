//! Netstrings: frames with a length in decimal digits, without a sign, a space or a leading zero.

use std::ops::Range;

use crate::{Encode, EncodeError, Extent, Framing, Head, Located, Malformed};

/// How many digits the largest 64-bit length has.
const DIGITS: usize = 20;

/// The length in decimal digits, a colon, the payload, a comma.
///
/// ```text
///  |<- length->|     |<------------ payload ------------>|
///  +-----+-----+-----+-----+-----+-----+-- --+-----+-----+-----+
///  | '1' | '2' | ':' | 'h' | 'e' | 'l' | ... | 'd' | '!' | ',' |
///  +-----+-----+-----+-----+-----+-----+-- --+-----+-----+-----+
/// ```
///
/// - **Carries** any bytes. An empty payload is `0:,`.
/// - **Costs** the digits and two bytes. People can type and read it.
/// - **Oversize** frames are reported once the colon has arrived, or more digits than 64 bits can need.
/// - **Malformed** is a byte other than a digit before the colon, a missing length, a leading zero, and another byte
///   instead of the comma. The last is reported when the frame is whole.
/// - **Defined by** D. J. Bernstein, "Netstrings" (1997). Used by SCGI and QMTP.
///
/// ```
/// use framing::{Decoder, Encode, Netstring};
///
/// let mut stream = Vec::new();
/// Netstring.encode(b"hello world!", &mut stream)?;
/// assert_eq!(stream, b"12:hello world!,");
///
/// let mut decoder = Decoder::new(Netstring, 1024);
/// decoder.feed(&stream);
/// let frame = decoder.next_frame()?.unwrap();
/// assert_eq!((frame.payload, frame.header, frame.len), (&b"hello world!"[..], 3, 16));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Netstring;

impl Framing for Netstring {
    const ANNOUNCES: bool = true;
    const HEADER_MAX: Option<usize> = None;
    type Progress = ();

    fn locate(&self, bytes: &[u8], (): &mut ()) -> Result<Located, Malformed> {
        let mut length = 0_u64;
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b':' if at > 0 => return Ok(Located::Frame(Extent::of(at + 1, length, 1))),
                b'0'..=b'9' if at > 0 && bytes[0] == b'0' => return Err(Malformed::LeadingZero),
                // More digits only make it longer, and it is already longer than any limit.
                b'0'..=b'9' if at == DIGITS => return Ok(Located::Frame(Extent::of(at + 1, u64::MAX, 1))),
                b'0'..=b'9' => length = length.saturating_mul(10).saturating_add(u64::from(byte - b'0')),
                _ => return Err(Malformed::NotADigit(byte)),
            }
        }
        Ok(Located::NO_HEADER_YET)
    }

    fn open(&self, frame: &mut [u8], extent: Extent) -> Result<Range<usize>, Malformed> {
        let comma = frame.len() - 1;
        if frame[comma] == b',' { Ok(extent.header..comma) } else { Err(Malformed::NoComma(frame[comma])) }
    }
}

impl Encode for Netstring {
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError> {
        let mut digits = [b':'; DIGITS + 1];
        let (mut at, mut rest) = (DIGITS, payload.len());
        while at == DIGITS || rest > 0 {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        Ok(Head::new(&digits[at..]))
    }

    fn tail(&self) -> &[u8] {
        b","
    }
}
