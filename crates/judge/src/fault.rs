//! What a program did wrong, and the evidence: what was sent in which pieces, what came back, and what should have come.

/// How many bytes of a conversation are kept, in each direction.
pub(crate) const KEPT: usize = 4096;

/// Bytes that we wrote at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it ends, in bytes of what was sent.
    pub(crate) end: u64,
    /// Whether the kernel has shown that a read of the program ended there: it had read all, and nothing more was sent yet.
    pub(crate) read: bool,
}

/// The answer that was not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrongAnswer {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// How long its payload was, if it had the first bytes of the right one, and not all.
    pub(crate) begins_right: Option<usize>,
}

/// A conversation, as far as it is kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// The first bytes that were sent.
    pub(crate) sent: Vec<u8>,
    /// Those, and what was to follow.
    pub(crate) meant: Vec<u8>,
    /// How many bytes were sent in all.
    pub(crate) sent_len: u64,
    /// The pieces to which the first bytes belong.
    pub(crate) pieces: Vec<Piece>,
    /// Our end of the stream, in a few words: "then the end".
    pub(crate) ended: Option<&'static str>,
    /// The program's end of the stream, in the same words.
    pub(crate) closed: Option<&'static str>,
    /// The first bytes that came.
    pub(crate) got: Vec<u8>,
    /// How many bytes came in all.
    pub(crate) got_len: u64,
    /// Where each of our reads ended that returned some of the first bytes.
    pub(crate) reads: Vec<u64>,
    /// The payloads of the first answers that should have come.
    pub(crate) wanted: Vec<Vec<u8>>,
    /// The answer that was not right.
    pub(crate) wrong: Option<WrongAnswer>,
}

/// Adds what there is still room for.
fn keep(kept: &mut Vec<u8>, bytes: &[u8]) {
    let room = KEPT.saturating_sub(kept.len());
    kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
}

impl Record {
    /// All of this is to be sent, piece by piece.
    pub(crate) fn means(&mut self, wire: &[u8]) {
        keep(&mut self.meant, wire);
    }

    pub(crate) fn sent(&mut self, piece: &[u8]) {
        if self.sent_len < KEPT as u64 && !piece.is_empty() {
            self.pieces.push(Piece { end: self.sent_len + piece.len() as u64, read: false });
        }
        self.sent_len += piece.len() as u64;
        keep(&mut self.sent, piece);
        if self.meant.len() < self.sent.len() {
            self.meant.clone_from(&self.sent);
        }
    }

    /// The program has read everything that was sent.
    pub(crate) fn was_read(&mut self) {
        let end = self.sent_len;
        if let Some(last) = self.pieces.last_mut().filter(|piece| piece.end == end) {
            last.read = true;
        }
    }

    pub(crate) fn got(&mut self, bytes: &[u8]) {
        if self.got_len < KEPT as u64 && !bytes.is_empty() {
            self.reads.push(self.got_len + bytes.len() as u64);
        }
        if bytes.is_empty() {
            self.closed = Some("then the end");
        }
        self.got_len += bytes.len() as u64;
        keep(&mut self.got, bytes);
    }

    /// These should come next.
    pub(crate) fn wants(&mut self, payloads: &[Vec<u8>]) {
        let taken = |payload: &Vec<u8>| payload.len() + 1; // an empty one, too
        let mut room = KEPT.saturating_sub(self.wanted.iter().map(taken).sum());
        for payload in payloads {
            if room == 0 {
                return;
            }
            room = room.saturating_sub(taken(payload));
            self.wanted.push(payload.clone());
        }
    }
}

/// What a program did wrong.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What happened, as a sentence whose first letter is small; the program is "it".
    pub what: String,
    /// The offsets at which the stream was cut, if it is for those that the program failed.
    pub cuts: Option<Vec<usize>>,
    pub(crate) record: Option<Box<Record>>,
}

impl Fault {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), cuts: None, record: None }
    }

    pub(crate) fn with(self, record: Record) -> Self {
        Self { record: Some(Box::new(record)), ..self }
    }

    pub(crate) fn cut(self, cuts: &[usize]) -> Self {
        Self { cuts: Some(cuts.to_vec()), ..self }
    }

    /// Says when it happened, after what happened.
    pub(crate) fn when(self, when: impl AsRef<str>) -> Self {
        let comma = if self.what.ends_with('"') { "," } else { "" };
        Self { what: format!("{}{comma} {}", self.what, when.as_ref()), ..self }
    }
}
