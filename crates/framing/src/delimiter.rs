//! Frames that end with a delimiter. There is no escaping: the encoder refuses a payload that contains the delimiter.

use memchr::memchr;

use crate::near::find;
use crate::{Encode, EncodeError, Extent, Framing, Head, Located, Malformed};

/// A payload, and then a delimiter of one or more bytes, which the payload must not contain.
///
/// ```text
///  |<------ payload ------>|<- delimiter ->|<--- payload --->|<- delimiter ->|
///  +-----+-----+-----+-----+-------+-------+-----+-----+-----+-------+-------+
///  | 'I' | ''' | 'm' | ' ' |  0D   |  0A   | 'L' | ... | 'n' |  0D   |  0A   |
///  +-----+-----+-----+-----+-------+-------+-----+-----+-----+-------+-------+
/// ```
///
/// - **Carries** everything except the delimiter. An empty payload is only a delimiter.
/// - **Costs** the delimiter, and one search of every byte.
/// - **Oversize** frames are reported once more payload has arrived than the limit. Bytes that may begin a delimiter do not
///   count yet. Nothing is malformed.
/// - **Used by** C strings in a stream, with 00; SMTP, with CR LF (RFC 5321, section 2.3.8), and with CR LF `.` CR LF after a
///   mail.
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
    whole: Vec<u8>,
    /// At index n: the length of the longest proper prefix of the delimiter's first n + 1 bytes that is also their suffix.
    borders: Vec<usize>,
}

impl Delimiter {
    /// Frames that end with these bytes; `None` for an empty delimiter.
    pub fn new(delimiter: impl Into<Vec<u8>>) -> Option<Self> {
        let whole = delimiter.into();
        if whole.is_empty() {
            return None;
        }
        let mut delimiter = Self { borders: vec![0], whole };
        for at in 1..delimiter.whole.len() {
            delimiter.borders.push(delimiter.begun(delimiter.borders[at - 1], delimiter.whole[at]));
        }
        Some(delimiter)
    }

    #[inline]
    fn frame(&self, payload: usize) -> Located {
        Located::Frame(Extent { header: 0, payload: payload as u64, len: (payload + self.whole.len()) as u64 })
    }

    /// How many bytes there are up to the end of the first delimiter. Without one, the error is how many bytes of a delimiter they
    /// end with.
    fn walk(&self, bytes: &[u8], mut begun: usize) -> Result<usize, usize> {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            begun = self.begun(begun, byte);
            at += 1;
            if begun == self.whole.len() {
                return Ok(at);
            }
            if begun == 0 {
                at += memchr(self.whole[0], &bytes[at..]).ok_or(0_usize)?;
            }
        }
        Err(begun)
    }

    /// How many bytes of a delimiter have arrived with this byte, if `begun` had arrived before it (Knuth, Morris and Pratt
    /// 1977). A byte costs at most two steps on average, however the delimiter is cut and however often one seems to begin.
    #[inline]
    fn begun(&self, mut begun: usize, byte: u8) -> usize {
        while begun > 0 && self.whole[begun] != byte {
            begun = self.borders[begun - 1];
        }
        begun + usize::from(self.whole[begun] == byte)
    }
}

/// How far a [`Delimiter`] has searched an unfinished frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct DelimiterProgress {
    /// Bytes that contain no delimiter.
    searched: usize,
    /// How many of them, at their end, may be the start of a delimiter.
    begun: usize,
    /// The length of the previous frame.
    usual: usize,
}

impl Framing for Delimiter {
    const ANNOUNCES: bool = false;
    const HEADER_MAX: Option<usize> = None;
    type Progress = DelimiterProgress;

    #[inline(always)]
    fn locate(&self, bytes: &[u8], progress: &mut DelimiterProgress) -> Result<Located, Malformed> {
        if progress.searched == 0 {
            match find(self.whole[0], bytes, progress.usual) {
                Some(at) if self.whole.len() == 1 || bytes[at..].starts_with(&self.whole) => {
                    return Ok(self.frame(at));
                }
                first => progress.searched = first.unwrap_or(bytes.len()),
            }
        }
        Ok(match self.walk(&bytes[progress.searched..], progress.begun) {
            Ok(came) => self.frame(progress.searched + came - self.whole.len()),
            Err(begun) => {
                (progress.searched, progress.begun) = (bytes.len(), begun);
                let passed = bytes.len() - begun;
                Located::Open { payload: passed as u64, passed }
            }
        })
    }

    #[inline(always)]
    fn consumed(&self, progress: &mut DelimiterProgress, len: usize) {
        progress.usual = len;
        if progress.searched > 0 {
            progress.searched = progress.searched.saturating_sub(len);
            progress.begun = progress.begun.min(progress.searched);
        }
    }
}

impl Encode for Delimiter {
    /// Also refuses a payload whose end and the delimiter after it form an earlier delimiter: after "a" and the delimiter "aa",
    /// the receiver finds "aa" one byte early.
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError> {
        let with_tail = |begun| self.walk(&self.whole, begun).map(|end| payload.len() + end);
        match self.walk(payload, 0).or_else(with_tail).map(|end| end - self.whole.len()) {
            Ok(at) if at < payload.len() => Err(EncodeError::DelimiterInside { at }),
            _ => Ok(Head::NONE),
        }
    }

    fn tail(&self) -> &[u8] {
        &self.whole
    }
}
