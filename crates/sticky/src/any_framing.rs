//! A framing chosen at run time: the crate `framing` behind one type.

use framing::{Decoder, Encode, EncodeError, Frame, FrameError, Framing, OnOversize};
use render::Part;

/// One of the framings of the crate.
pub(crate) struct AnyFraming {
    name: &'static str,
    codec: Box<dyn Codec>,
}

/// What `dyn Framing` would be, if there could be one.
trait Codec: Encode {
    fn decoder(&self, limit: usize, on_oversize: OnOversize) -> Box<dyn AnyDecoder>;
}

impl<F: Framing + Encode + Clone + 'static> Codec for F {
    fn decoder(&self, limit: usize, on_oversize: OnOversize) -> Box<dyn AnyDecoder> {
        Box::new(Decoder::new(self.clone(), limit).on_oversize(on_oversize))
    }
}

/// A decoder of any framing.
pub(crate) trait AnyDecoder {
    fn feed(&mut self, bytes: &[u8]);
    fn next_frame(&mut self) -> Result<Option<Frame<'_>>, FrameError>;
    fn finish(&self) -> Result<(), FrameError>;
    fn offset(&self) -> u64;
    fn waiting(&self) -> &[u8];
}

impl<F: Framing> AnyDecoder for Decoder<F> {
    fn feed(&mut self, bytes: &[u8]) {
        Self::feed(self, bytes);
    }

    fn next_frame(&mut self) -> Result<Option<Frame<'_>>, FrameError> {
        Self::next_frame(self)
    }

    fn finish(&self) -> Result<(), FrameError> {
        Self::finish(self)
    }

    fn offset(&self) -> u64 {
        Self::offset(self)
    }

    fn waiting(&self) -> &[u8] {
        Self::waiting(self)
    }
}

impl AnyFraming {
    /// `name` is its name on the command line.
    pub(crate) fn new(name: &'static str, framing: impl Framing + Encode + Clone + 'static) -> Self {
        Self { name, codec: Box::new(framing) }
    }

    pub(crate) fn decoder(&self, limit: usize, on_oversize: OnOversize) -> Box<dyn AnyDecoder> {
        self.codec.decoder(limit, on_oversize)
    }

    /// Appends one frame to `out`.
    pub(crate) fn encode(&self, payload: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.codec.encode(payload, out)
    }

    /// The parts of a whole frame, `wire`: `header` bytes come first, and `payload` bytes were given out.
    pub(crate) fn parts(&self, wire: &[u8], header: usize, payload: usize, frame: u64) -> Vec<Part<'static>> {
        let part = |what, bytes| Part { frame, what, bytes };
        let trailer = match self.name {
            "cobs" => return cobs_parts(wire, frame),
            "length" => 0, // what was given out may begin in the header, or behind it
            _ => wire.len() - header - payload,
        };
        vec![part("header", header), part("payload", wire.len() - header - trailer), part("trailer", trailer)]
    }
}

/// A code takes the place of every 00 in the payload, and comes before each stretch of 254 bytes without one.
fn cobs_parts(wire: &[u8], frame: u64) -> Vec<Part<'static>> {
    let (mut parts, mut rest) = (Vec::new(), wire);
    while let [code @ (1..), after @ ..] = rest {
        let data = usize::from(*code) - 1;
        parts.extend([Part { frame, what: "code", bytes: 1 }, Part { frame, what: "payload", bytes: data }]);
        rest = after.get(data..).unwrap_or_default();
    }
    parts.push(Part { frame, what: "trailer", bytes: rest.len() });
    parts
}
