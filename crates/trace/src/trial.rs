//! One decoder and one stream, cut in many ways: how many of the cuts broke the decoder, and the smallest of these.

/// What a decoder made of one cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The payloads that it returned, in order.
    pub frames: Vec<Vec<u8>>,
    /// The error with which it gave up, if it did.
    pub error: Option<String>,
}

/// A decoder, and what many cuts of one stream did to it. A cut is a list of offsets, in bytes of the stream, at which a
/// read ends although the stream goes on; without any offset, the stream comes in one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// What the decoder is called.
    pub decoder: String,
    /// What its author would say that it does.
    pub description: String,
    /// The payloads that the stream carries.
    pub expected: Vec<Vec<u8>>,
    /// How many cuts it was given.
    pub tried: u64,
    /// How many of them made it return anything other than what was expected.
    pub failed: u64,
    /// The smallest cut that broke it, and what it made of that: the one with the fewest offsets, and of these the earliest.
    pub smallest: Option<(Vec<u64>, Decoded)>,
    /// Whether it survived the stream in one piece; `None` if that was not tried.
    pub one_piece: Option<bool>,
    /// Whether it survived the stream byte by byte; `None` if that was not tried.
    pub byte_by_byte: Option<bool>,
}

impl Trial {
    /// A decoder that nothing has been tried on yet.
    pub fn new(decoder: impl Into<String>, description: impl Into<String>, expected: Vec<Vec<u8>>) -> Self {
        Self {
            decoder: decoder.into(),
            description: description.into(),
            expected,
            tried: 0,
            failed: 0,
            smallest: None,
            one_piece: None,
            byte_by_byte: None,
        }
    }

    /// Notes what the decoder made of a stream of `bytes` bytes cut at these offsets.
    pub fn note(&mut self, cut: &[usize], bytes: usize, decoded: Decoded) {
        let survived = decoded.error.is_none() && decoded.frames == self.expected;
        self.tried += 1;
        if cut.is_empty() {
            self.one_piece = Some(survived);
        }
        if cut.len() + 1 == bytes {
            self.byte_by_byte = Some(survived);
        }
        if survived {
            return;
        }
        self.failed += 1;
        let cut = || cut.iter().map(|&at| at as u64);
        let smaller = |(known, _): &(Vec<u64>, _)| cut().len().cmp(&known.len()).then(cut().cmp(known.iter().copied()));
        if self.smallest.as_ref().is_none_or(|known| smaller(known).is_lt()) {
            self.smallest = Some((cut().collect(), decoded));
        }
    }
}
