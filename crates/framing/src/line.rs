//! Lines: frames that end with LF. A CR before the LF is removed.

use memchr::memchr;

use crate::near::find;
use crate::{Encode, EncodeError, Extent, Framing, Head, Located, Malformed};

const LF: u8 = b'\n';
const CR: u8 = b'\r';

/// A payload, and then LF or CR LF. The decoder accepts both, and the encoder writes the one that you choose.
///
/// ```text
///  |<--------- payload --------->| end |<-payload->|<-- end -->|
///  +-----+-----+-----+-----+-----+-----+-----+-----+-----+-----+
///  | 'h' | 'e' | 'l' | 'l' | 'o' | 0A  | 'y' | 'o' | 0D  | 0A  |
///  +-----+-----+-----+-----+-----+-----+-----+-----+-----+-----+
/// ```
///
/// - **Carries** everything except LF, and except a CR at the end if the encoder writes only LF. The decoder removes only one
///   CR. A CR without an LF does not end a line.
/// - **Costs** one byte or two, and one search of every byte.
/// - **Oversize** frames are reported once more payload has arrived than the limit. A CR that may belong to the end does not
///   count yet. Nothing is malformed. A last line without LF is truncated: it may not be whole.
/// - **Used by** the headers of HTTP/1.1, where senders write CR LF and receivers may accept LF alone (RFC 9112, section 2.2),
///   and by newline-delimited JSON.
///
/// ```
/// use framing::{Decoder, Encode, EncodeError, Line};
///
/// let mut stream = Vec::new();
/// Line::new().encode(b"hello", &mut stream)?;
/// Line::crlf().encode(b"yo", &mut stream)?;
/// assert_eq!(stream, b"hello\nyo\r\n");
/// assert_eq!(Line::new().encode(b"yo\r", &mut stream), Err(EncodeError::CarriageReturnLast));
///
/// let mut decoder = Decoder::new(Line::new(), 1024);
/// decoder.feed(&stream);
/// assert_eq!(decoder.next_frame()?.unwrap().payload, b"hello");
/// assert_eq!(decoder.next_frame()?.unwrap().payload, b"yo");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    crlf: bool,
}

impl Line {
    /// Writes LF, as Unix programs do.
    pub const fn new() -> Self {
        Self { crlf: false }
    }

    /// Writes CR LF, as Internet protocols do.
    pub const fn crlf() -> Self {
        Self { crlf: true }
    }
}

impl Framing for Line {
    const ANNOUNCES: bool = false;
    const HEADER_MAX: Option<usize> = None;
    /// How many bytes contain no LF, and the length of the previous frame.
    type Progress = (usize, usize);

    #[inline(always)]
    fn locate(&self, bytes: &[u8], (searched, usual): &mut (usize, usize)) -> Result<Located, Malformed> {
        let lf = match *searched {
            0 => find(LF, bytes, *usual),
            searched => memchr(LF, &bytes[searched..]).map(|at| searched + at),
        };
        if let Some(lf) = lf {
            let payload = if bytes.get(lf.wrapping_sub(1)) == Some(&CR) { lf - 1 } else { lf };
            // `len` does not depend on the CR, so the processor can start on the next frame before it has compared that byte.
            return Ok(Located::Frame(Extent { header: 0, payload: payload as u64, len: lf as u64 + 1 }));
        }
        *searched = bytes.len();
        let passed = bytes.strip_suffix(&[CR]).unwrap_or(bytes).len();
        Ok(Located::Open { payload: passed as u64, passed })
    }

    #[inline]
    fn consumed(&self, progress: &mut (usize, usize), len: usize) {
        *progress = (0, len);
    }
}

impl Encode for Line {
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError> {
        match memchr(LF, payload) {
            Some(at) => Err(EncodeError::DelimiterInside { at }),
            None if !self.crlf && payload.ends_with(&[CR]) => Err(EncodeError::CarriageReturnLast),
            None => Ok(Head::NONE),
        }
    }

    fn tail(&self) -> &[u8] {
        if self.crlf { &[CR, LF] } else { &[LF] }
    }
}
