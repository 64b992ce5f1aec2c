//! Consistent Overhead Byte Stuffing: 00 ends a frame, and codes replace each 00 in the payload. There is no checksum.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

use crate::{Encode, EncodeError, Extent, Framing, Head, Located, Malformed};

const DELIMITER: u8 = 0;
/// The code of a block that is not followed by a 00 of the payload, because it has the maximum length.
const FULL: u8 = 0xFF;
const FULL_DATA: usize = FULL as usize - 1;

/// The payload in blocks that contain no 00, each with a code before it, and then a 00.
///
/// ```text
///   the payload          11  22  00  33
///
///  | code |<-- 2 -->| code |  1  | end |
///  +------+----+----+------+-----+-----+
///  |  03  | 11 | 22 |  02  | 33  | 00  |
///  +------+----+----+------+-----+-----+
///     |                ^
///     +-- 3 bytes on --+  the next code: it stands where the payload's 00 was
/// ```
///
/// A code c says that c - 1 bytes of payload follow, and then a 00 that is not sent. After FF, or the last block, there is no 00.
///
/// - **Carries** any bytes. An empty payload is `01 00`.
/// - **Costs** 2 bytes, at most 1 more for every 254, and one search and one move of every byte.
/// - **Oversize** frames are reported once more payload has arrived than the limit.
/// - **Idle** is every 00 at the start of a frame: the decoder skips it. Senders on serial lines also put a 00 before each
///   frame, to end noise, and send more of them to keep a silent link alive.
/// - **Malformed** is a 00 inside a block. The decoder reports it and continues after it, so a stream that lost bytes is in
///   step again after one bad frame, or after two that became one.
/// - **Defined by** S. Cheshire and M. Baker, "Consistent Overhead Byte Stuffing", IEEE/ACM Transactions on Networking
///   7(2), 1999.
///
/// ```
/// use framing::{Cobs, Decoder, Encode};
///
/// let mut stream = Vec::new();
/// Cobs.encode(&[0x11, 0x22, 0x00, 0x33], &mut stream)?;
/// assert_eq!(stream, [0x03, 0x11, 0x22, 0x02, 0x33, 0x00]);
///
/// let mut decoder = Decoder::new(Cobs, 1024);
/// decoder.feed(&stream);
/// assert_eq!(decoder.next_frame()?.unwrap().payload, [0x11, 0x22, 0x00, 0x33]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cobs;

/// How far an unfinished [`Cobs`] frame was searched.
#[derive(Clone, Copy, Debug, Default)]
pub struct CobsProgress {
    /// Bytes that contain no delimiter.
    searched: usize,
    /// The position of the last block's code.
    block: usize,
    /// Full blocks before that one: the code of each stands for no byte of the payload.
    full: usize,
}

impl CobsProgress {
    /// How many bytes of payload these bytes of a frame contain, however it continues.
    fn payload(&mut self, bytes: &[u8]) -> u64 {
        while let Some(&code) = bytes.get(self.block) {
            let next = self.block + usize::from(code);
            if next >= bytes.len() {
                break;
            }
            (self.block, self.full) = (next, self.full + usize::from(code == FULL));
        }
        (bytes.len().saturating_sub(1) - self.full) as u64
    }
}

impl Framing for Cobs {
    const ANNOUNCES: bool = false;
    const HEADER_MAX: Option<usize> = None;
    type Progress = CobsProgress;

    fn locate(&self, bytes: &[u8], progress: &mut CobsProgress) -> Result<Located, Malformed> {
        let end = memchr(DELIMITER, &bytes[progress.searched..]).map(|at| progress.searched + at);
        let blocks = &bytes[..end.unwrap_or(bytes.len())];
        progress.searched = blocks.len();
        let payload = progress.payload(blocks);
        Ok(match end {
            Some(end) => Located::Frame(Extent { header: end.min(1), payload, len: end as u64 + 1 }),
            None => Located::Open { payload, passed: blocks.len() },
        })
    }

    #[inline]
    fn idle(&self, bytes: &[u8]) -> usize {
        bytes.iter().take_while(|&&byte| byte == DELIMITER).count()
    }

    /// Moves each byte towards the front, by the number of codes before it that stand for no 00.
    fn open(&self, frame: &mut [u8], _extent: Extent) -> Result<Range<usize>, Malformed> {
        let end = frame.len() - 1;
        let (mut from, mut to) = (0, 0);
        while from < end {
            let (code, data) = (frame[from], from + 1..from + usize::from(frame[from]));
            if data.end > end {
                return Err(Malformed::CutBlock);
            }
            from = data.end;
            let len = data.len();
            frame.copy_within(data, to);
            to += len;
            if code != FULL && from < end {
                frame[to] = 0;
                to += 1;
            }
        }
        Ok(0..to)
    }
}

/// There is no head: the codes are in the body, among the payload's bytes, so the body is a copy.
impl Encode for Cobs {
    fn head(&self, _payload: &[u8]) -> Result<Head, EncodeError> {
        Ok(Head::NONE)
    }

    fn body<'a>(&self, payload: &'a [u8]) -> Cow<'a, [u8]> {
        let mut blocks = Vec::new();
        push_blocks(payload, &mut blocks);
        Cow::Owned(blocks)
    }

    fn tail(&self) -> &[u8] {
        &[DELIMITER]
    }

    fn encode(&self, payload: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        push_blocks(payload, out);
        out.push(DELIMITER);
        Ok(())
    }
}

fn push_blocks(mut rest: &[u8], out: &mut Vec<u8>) {
    out.reserve(rest.len() + rest.len() / FULL_DATA + 2);
    loop {
        let most = &rest[..rest.len().min(FULL_DATA)];
        let data = &most[..memchr(0, most).unwrap_or(most.len())];
        out.push(data.len() as u8 + 1);
        out.extend_from_slice(data);
        match rest[data.len()..] {
            [] => return,
            [0, ref behind @ ..] if data.len() < FULL_DATA => rest = behind,
            ref behind => rest = behind,
        }
    }
}
