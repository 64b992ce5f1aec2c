//! Frames that end with the same bytes. Nothing escapes those: a payload that contains them is refused.

use crate::search::find;
use crate::{Encode, EncodeError, Extent, Framing, Head, Located, Malformed};

/// A payload, and then a delimiter of one or more bytes, which it must not contain.
///
/// ```text
///  |<------ payload ------>|<- delimiter ->|<--- payload --->|<- delimiter ->|
///  +-----+-----+-----+-----+-------+-------+-----+-----+-----+-------+-------+
///  | 'I' | ''' | 'm' | ' ' |  0D   |  0A   | 'L' | ... | 'n' |  0D   |  0A   |
///  +-----+-----+-----+-----+-------+-------+-----+-----+-----+-------+-------+
/// ```
///
/// - **Carries** all but the delimiter; an empty payload is a delimiter alone.
/// - **Costs** the delimiter, and a look at every byte, once.
/// - **Oversize** is told when more payload has come than the limit; bytes that may be the beginning of a delimiter do
///   not count yet. Nothing can be malformed.
/// - **Used by** C strings in a stream, 00; SMTP, CR LF (RFC 5321, section 2.3.8), and CR LF `.` CR LF around a mail.
///
/// ```
/// use framing::{Decoder, Delimiter, Encode, EncodeError};
///
/// let framing = Delimiter::new("\r\n").unwrap();
/// let mut stream = Vec::new();
/// framing.encode(b"I'm ", &mut stream)?;
/// assert_eq!(framing.encode(b"Ly\r\non", &mut stream), Err(EncodeError::DelimiterInside { at: 2 }));
/// assert_eq!(stream, b"I'm \r\n");
///
/// let mut decoder = Decoder::new(framing, 1024);
/// decoder.feed(&stream);
/// assert_eq!(decoder.next_frame()?.unwrap().payload, b"I'm ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delimiter {
    first: u8,
    whole: Vec<u8>,
}

impl Delimiter {
    /// Frames that end with these bytes; `None` if there are none.
    pub fn new(delimiter: impl Into<Vec<u8>>) -> Option<Self> {
        let whole = delimiter.into();
        whole.first().copied().map(|first| Self { first, whole })
    }

    /// Where the delimiter stands first in `bytes`, at `from` or later.
    fn find(&self, bytes: &[u8], mut from: usize) -> Option<usize> {
        loop {
            from += find(self.first, bytes.get(from..)?)?;
            if bytes[from..].starts_with(&self.whole) {
                return Some(from);
            }
            from += 1;
        }
    }

    /// Where a delimiter begins that the payload's last bytes make together with the delimiter's own first: "aa" behind
    /// "a" is found one byte early.
    fn across(&self, payload: &[u8]) -> Option<usize> {
        let (whole, size) = (&self.whole, self.whole.len());
        let early = |len: &usize| payload.ends_with(&whole[..*len]) && whole[*len..] == whole[..size - len];
        (1..size).rev().find(early).map(|len| payload.len() - len)
    }

    /// How many bytes at the end of `bytes` a delimiter may begin with.
    fn begun(&self, bytes: &[u8]) -> usize {
        let most = bytes.len().min(self.whole.len() - 1);
        (1..=most).rev().find(|&len| bytes.ends_with(&self.whole[..len])).unwrap_or(0)
    }
}

impl Framing for Delimiter {
    const ANNOUNCES: bool = false;
    /// Bytes at which no delimiter begins.
    type Progress = usize;

    fn locate(&self, bytes: &[u8], searched: &mut usize) -> Result<Located, Malformed> {
        if let Some(at) = self.find(bytes, *searched) {
            return Ok(Located::Frame(Extent::of(0, at as u64, self.whole.len())));
        }
        let passed = bytes.len() - self.begun(bytes);
        *searched = passed;
        Ok(Located::Open { payload: passed as u64, passed })
    }

    #[inline]
    fn longest_header(&self) -> Option<usize> {
        None
    }
}

impl Encode for Delimiter {
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError> {
        match self.find(payload, 0).or_else(|| self.across(payload)) {
            Some(at) => Err(EncodeError::DelimiterInside { at }),
            None => Ok(Head::NONE),
        }
    }

    fn tail(&self) -> &[u8] {
        &self.whole
    }
}
