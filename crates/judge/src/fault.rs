//! What a program did wrong, and the evidence: what was sent and what came back, step by step.

/// How many bytes of a conversation are kept, in each direction.
const KEPT: usize = 4096;

/// How many of the first steps are kept, and how many of the last.
pub(crate) const STEPS: usize = 8;

/// One step of a conversation, as far as its bytes are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// We wrote so many bytes in one write.
    Sent { bytes: Vec<u8>, len: usize },
    /// The program has read all that was sent so far, as its kernel says; or we only waited a moment.
    Waited { proven: bool },
    /// One of our reads returned so many bytes.
    Got { bytes: Vec<u8>, len: usize },
    /// We ended our stream.
    Ended,
    /// We reset the connection.
    Reset,
}

/// A conversation, as far as it is kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub(crate) steps: Vec<Step>,
    /// How many steps came after the first ones and are not kept.
    pub(crate) left_out: u64,
    /// The first bytes that were sent.
    pub(crate) sent: Vec<u8>,
    got: usize,
}

impl Record {
    pub(crate) fn sent(&mut self, piece: &[u8]) {
        let kept = piece.len().min(KEPT.saturating_sub(self.sent.len()));
        self.sent.extend_from_slice(&piece[..kept]);
        self.step(Step::Sent { bytes: piece[..kept].to_vec(), len: piece.len() });
    }

    pub(crate) fn got(&mut self, bytes: &[u8]) {
        let kept = bytes.len().min(KEPT.saturating_sub(self.got));
        self.got += kept;
        self.step(Step::Got { bytes: bytes[..kept].to_vec(), len: bytes.len() });
    }

    pub(crate) fn step(&mut self, step: Step) {
        self.steps.push(step);
        if self.steps.len() > 2 * STEPS {
            self.steps.remove(STEPS);
            self.left_out += 1;
        }
    }
}

/// What a program did wrong.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What happened, as a sentence whose first letter is small.
    pub what: String,
    /// The offsets at which the stream was cut, if it is for those that the program failed.
    pub cuts: Option<Vec<usize>>,
    pub(crate) record: Option<Record>,
}

impl Fault {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), cuts: None, record: None }
    }

    pub(crate) fn with(self, record: Record) -> Self {
        Self { record: Some(record), ..self }
    }

    pub(crate) fn cut(self, cuts: &[usize]) -> Self {
        Self { cuts: Some(cuts.to_vec()), ..self }
    }

    /// Says when it happened, before what happened.
    pub(crate) fn when(self, when: impl AsRef<str>) -> Self {
        Self { what: format!("{}, {}", when.as_ref(), self.what), ..self }
    }
}
