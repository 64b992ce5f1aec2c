//! Frames that end with the same bytes. There is no escape: an encoder refuses a payload that contains them.

use memchr::memmem::Finder;

use crate::near::find;
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
/// - **Carries** everything but the delimiter; an empty payload is a delimiter alone.
/// - **Costs** the delimiter, and one search of every byte.
/// - **Oversize** frames are reported once more payload has come than the limit; bytes that may begin a delimiter do not
///   count yet. Nothing is malformed.
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
#[derive(Clone, Debug)]
pub struct Delimiter {
    whole: Vec<u8>,
    finder: Finder<'static>,
    /// At n: how many of the delimiter's first bytes the first n + 1 of them end with, themselves aside.
    borders: Vec<usize>,
}

impl Delimiter {
    /// Frames that end with these bytes; `None` if there are none.
    pub fn new(delimiter: impl Into<Vec<u8>>) -> Option<Self> {
        let whole = delimiter.into();
        if whole.is_empty() {
            return None;
        }
        let mut borders = vec![0];
        for &byte in &whole[1..] {
            borders.push(begun(&whole, &borders, borders[borders.len() - 1], byte));
        }
        Some(Self { finder: Finder::new(&whole).into_owned(), whole, borders })
    }

    #[inline(always)]
    fn frame(&self, payload: usize) -> Located {
        Located::Frame(Extent { header: 0, payload: payload as u64, len: (payload + self.whole.len()) as u64 })
    }

    fn search(&self, bytes: &[u8], DelimiterProgress { searched, begun, .. }: &mut DelimiterProgress) -> Located {
        let size = self.whole.len();
        if bytes.len() - *searched >= size {
            let passed = *searched - *begun;
            if let Some(at) = self.finder.find(&bytes[passed..]) {
                return self.frame(passed + at);
            }
            (*searched, *begun) = (bytes.len() + 1 - size, 0);
        }
        match self.walk(&bytes[*searched..], *begun) {
            Ok(came) => self.frame(*searched + came - size),
            Err(more) => {
                (*searched, *begun) = (bytes.len(), more);
                let passed = bytes.len() - more;
                Located::Open { payload: passed as u64, passed }
            }
        }
    }

    /// Counts the bytes up to the end of the first delimiter. Without one, the error is how many bytes of one they end with.
    fn walk<'a>(&self, bytes: impl IntoIterator<Item = &'a u8>, mut begun: usize) -> Result<usize, usize> {
        let (whole, borders) = (&self.whole[..], &self.borders[..self.whole.len()]);
        for (at, &byte) in bytes.into_iter().enumerate() {
            begun = self::begun(whole, borders, begun, byte);
            if begun == whole.len() {
                return Ok(at + 1);
            }
        }
        Err(begun)
    }
}

/// How many bytes of a delimiter have come after this byte, if `begun` had come before it (Knuth, Morris and Pratt 1977).
/// A byte costs two steps on average, however the reads cut the delimiter and however often it seems to begin.
#[inline]
fn begun(whole: &[u8], borders: &[usize], mut begun: usize, byte: u8) -> usize {
    while begun > 0 && whole[begun] != byte {
        begun = borders[begun - 1];
    }
    begun + usize::from(whole[begun] == byte)
}

/// How far a [`Delimiter`] has searched an unfinished frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct DelimiterProgress {
    /// Bytes that contain no delimiter.
    searched: usize,
    /// How many of them, at their end, a delimiter may begin with.
    begun: usize,
    /// How long the frame before was.
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
        Ok(self.search(bytes, progress))
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
    /// Also refuses a payload whose end forms a delimiter together with the delimiter that follows: the receiver of "a" and
    /// the delimiter "aa" finds it one byte early.
    fn head(&self, payload: &[u8]) -> Result<Head, EncodeError> {
        let whole = &self.whole;
        let end = payload.len().saturating_sub(whole.len() - 1);
        let across = || self.walk(payload[end..].iter().chain(whole), 0).ok().map(|len| end + len - whole.len());
        match self.finder.find(payload).or_else(across) {
            Some(at) if at < payload.len() => Err(EncodeError::DelimiterInside { at }),
            _ => Ok(Head::NONE),
        }
    }

    fn tail(&self) -> &[u8] {
        &self.whole
    }
}
