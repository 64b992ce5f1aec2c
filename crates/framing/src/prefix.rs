//! Frames with a binary length before every payload: a [`LengthField`] whose width and order are fixed at build time.

use std::marker::PhantomData;

use crate::{BigEndian, ByteOrder, Encode, EncodeError, Framing, Head, LengthField, Located, Malformed, Width};

/// An unsigned length of `WIDTH` bytes (1, 2, 3, 4 or 8), which counts only the payload, and then the payload.
///
/// ```text
///             WIDTH = 4                  as many bytes as the length says
///  |<------ the length ------->|<--------- the payload ---------->|
///  +------+------+------+------+------+------+------+------+------+
///  |  00  |  00  |  00  |  05  |  'h' |  'e' |  'l' |  'l' |  'o' |   BigEndian
///  |  05  |  00  |  00  |  00  |  'h' |  'e' |  'l' |  'l' |  'o' |   LittleEndian
///  +------+------+------+------+------+------+------+------+------+
/// ```
///
/// - **Carries** any bytes, up to 2^(8 × `WIDTH`) - 1 of them; an empty payload is a length of 0.
/// - **Costs** `WIDTH` bytes a frame.
/// - **Oversize** frames are reported once the length has arrived. Nothing is malformed.
/// - **Used by** DNS over TCP, 2 bytes, big-endian (RFC 1035, section 4.2.2). Java's `writeInt` and Python's
///   `struct.pack("!I", n)` make 4 bytes, big-endian.
///
/// ```
/// use framing::{BigEndian, Decoder, Encode, Prefix};
///
/// let framing = Prefix::<4, BigEndian>::new();
/// let mut stream = Vec::new();
/// framing.encode(b"hello", &mut stream)?;
/// assert_eq!(stream, b"\0\0\0\x05hello");
///
/// let mut decoder = Decoder::new(framing, 1024);
/// decoder.feed(&stream);
/// assert_eq!(decoder.next_frame()?.unwrap().payload, b"hello");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A width that no protocol uses does not compile:
///
/// ```compile_fail
/// let framing = framing::Prefix::<5>::new();
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefix<const WIDTH: usize, O = BigEndian>(PhantomData<O>);

impl<const WIDTH: usize, O: ByteOrder> Prefix<WIDTH, O> {
    const FIELD: LengthField = match Width::of(WIDTH) {
        Some(width) => LengthField::new(width, O::ORDER),
        None => panic!("a length must have 1, 2, 3, 4 or 8 bytes"),
    };

    /// The framing, which has no settings at run time.
    pub const fn new() -> Self {
        let _ = Self::FIELD;
        Self(PhantomData)
    }
}

impl<const WIDTH: usize, O: ByteOrder> Framing for Prefix<WIDTH, O> {
    const ANNOUNCES: bool = true;
    const HEADER_MAX: Option<usize> = None;
    type Progress = ();

    fn locate(&self, bytes: &[u8], (): &mut ()) -> Result<Located, Malformed> {
        Self::FIELD.locate(bytes, &mut ())
    }
}

impl<const WIDTH: usize, O: ByteOrder> Encode for Prefix<WIDTH, O> {
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError> {
        Self::FIELD.head(payload)
    }

    fn encode(&self, payload: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        Self::FIELD.encode(payload, out)
    }
}
