//! A framing that is chosen at run time. It is the kit's own behind one shape, and adds nothing to it.

use framing::{
    Cobs, Decoder, Delimiter, Encode, Fixed, Frame, FrameError, Framing, LengthField, Line, Netstring, OnOversize,
    Varint,
};
use render::Part;

/// One of the kit's framings.
#[derive(Debug)]
pub(super) enum Any {
    Fixed(Fixed),
    Delimiter(Delimiter),
    Line,
    Netstring,
    Length(LengthField),
    Varint,
    Cobs,
}

/// A decoder of whatever framing.
pub(super) trait AnyDecoder {
    fn feed(&mut self, bytes: &[u8]);
    fn next_frame(&mut self) -> Result<Option<Frame<'_>>, FrameError>;
    fn finish(&self) -> Result<(), FrameError>;
    fn offset(&self) -> u64;
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
}

impl Any {
    pub(super) fn decoder(&self, limit: usize, on_oversize: OnOversize) -> Box<dyn AnyDecoder> {
        fn boxed<F: Framing + 'static>(framing: F, limit: usize, on_oversize: OnOversize) -> Box<dyn AnyDecoder> {
            Box::new(Decoder::new(framing, limit).on_oversize(on_oversize))
        }
        match self {
            Self::Fixed(fixed) => boxed(*fixed, limit, on_oversize),
            Self::Delimiter(delimiter) => boxed(delimiter.clone(), limit, on_oversize),
            Self::Line => boxed(Line::new(), limit, on_oversize),
            Self::Netstring => boxed(Netstring, limit, on_oversize),
            Self::Length(length) => boxed(*length, limit, on_oversize),
            Self::Varint => boxed(Varint, limit, on_oversize),
            Self::Cobs => boxed(Cobs, limit, on_oversize),
        }
    }

    pub(super) fn encoder(&self) -> Box<dyn Encode> {
        match self {
            Self::Fixed(fixed) => Box::new(*fixed),
            Self::Delimiter(delimiter) => Box::new(delimiter.clone()),
            Self::Line => Box::new(Line::new()),
            Self::Netstring => Box::new(Netstring),
            Self::Length(length) => Box::new(*length),
            Self::Varint => Box::new(Varint),
            Self::Cobs => Box::new(Cobs),
        }
    }

    /// What the bytes of a whole frame are, which begins with so many bytes of header.
    pub(super) fn parts(&self, wire: &[u8], header: usize, payload: usize, frame: u64) -> Vec<Part<'static>> {
        let part = |what, bytes| Part { frame, what, bytes };
        let trailer = match self {
            Self::Cobs => return cobs_parts(wire, frame),
            Self::Fixed(_) | Self::Length(_) | Self::Varint => 0,
            Self::Netstring => 1,
            Self::Delimiter(_) | Self::Line => wire.len() - payload,
        };
        vec![part("header", header), part("payload", wire.len() - header - trailer), part("trailer", trailer)]
    }
}

/// A code stands wherever a 00 of the payload stood, and before each stretch of 254 bytes without one.
fn cobs_parts(wire: &[u8], frame: u64) -> Vec<Part<'static>> {
    let (mut parts, mut rest) = (Vec::new(), wire);
    while let [code @ (1..), behind @ ..] = rest {
        let data = usize::from(*code) - 1;
        parts.extend([Part { frame, what: "code", bytes: 1 }, Part { frame, what: "payload", bytes: data }]);
        rest = behind.get(data..).unwrap_or_default();
    }
    parts.push(Part { frame, what: "trailer", bytes: rest.len() });
    parts
}
