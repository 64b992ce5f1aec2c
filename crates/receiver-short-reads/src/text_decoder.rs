//! Decodes text from reads that may end inside a character: it keeps an incomplete character until the next read.

/// The length of the longest UTF-8 character, in bytes: RFC 3629, section 3.
const LONGEST: usize = 4;

/// Decodes UTF-8 that arrives in pieces.
///
/// ```
/// let bytes = "粘包".as_bytes();
/// let mut text = receiver_short_reads::TextDecoder::default();
/// assert_eq!(text.push(&bytes[..4]), "粘", "包 is incomplete so far");
/// assert_eq!(text.push(&bytes[4..]), "包");
/// assert_eq!(text.finish(), "");
/// ```
#[derive(Debug, Default)]
pub struct TextDecoder {
    /// The first bytes of an incomplete character: at most 3.
    begun: Vec<u8>,
}

impl TextDecoder {
    /// Takes the bytes of one read, and returns the complete characters. Bytes that can never become a character become U+FFFD.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.begun.extend_from_slice(bytes);
        let complete = self.begun.len() - unfinished(&self.begun);
        let text = String::from_utf8_lossy(&self.begun[..complete]).into_owned();
        self.begun.drain(..complete);
        text
    }

    /// Ends the stream. An incomplete character becomes U+FFFD.
    pub fn finish(self) -> String {
        String::from_utf8_lossy(&self.begun).into_owned()
    }
}

/// How many bytes at the end of `bytes` are the start of a character that more bytes could complete.
fn unfinished(bytes: &[u8]) -> usize {
    let could_be = |&n: &usize| {
        let tail = &bytes[bytes.len() - n..];
        std::str::from_utf8(tail).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (1..LONGEST.min(bytes.len() + 1)).find(could_be).unwrap_or(0)
}
