//! A framing chosen at run time, and what the judge sends in it: payloads that it can carry, and headers that lie.

use framing::{Decoder, Encode, EncodeError, Extent, FrameError, Framing, Located};
use std::sync::Arc;

/// The longest payload that a program must accept, in bytes.
pub(crate) const LIMIT: usize = 16 * 1024 * 1024;

/// Stands in for `dyn Framing`, which is not possible.
trait AnyFraming: Encode + Send + Sync {
    fn frames(&self) -> Box<dyn Frames>;
    fn parts(&self, wire: &[u8]) -> Vec<(u64, &'static str, usize)>;
}

impl<F: Framing<Progress: Send> + Encode + Clone + Send + Sync + 'static> AnyFraming for F {
    fn frames(&self) -> Box<dyn Frames> {
        Box::new(Decoder::new(self.clone(), LIMIT))
    }

    fn parts(&self, wire: &[u8]) -> Vec<(u64, &'static str, usize)> {
        let mut decoder = Decoder::new(self.clone(), LIMIT);
        decoder.feed(wire);
        let mut parts = Vec::new();
        let mut add = |number, header: usize, payload: usize, len: usize| {
            let trailer = len - header - payload;
            parts.extend([(number, "header", header), (number, "payload", payload), (number, "trailer", trailer)]);
        };
        for number in 1.. {
            match decoder.next_frame() {
                Ok(Some(frame)) => {
                    let payload = frame.payload.len().min(frame.len - frame.header);
                    add(number, frame.header, payload, frame.len);
                }
                Ok(None) => {
                    let located = self.locate(decoder.waiting(), &mut F::Progress::default());
                    if let Ok(Located::Frame(Extent { header, payload, len })) = located {
                        add(number, header, payload as usize, len as usize); // the limit bounds them
                    }
                    break;
                }
                Err(_) => break,
            }
        }
        parts
    }
}

/// A decoder of some framing.
pub(crate) trait Frames: Send {
    fn feed(&mut self, bytes: &[u8]);
    fn next(&mut self) -> Result<Option<Vec<u8>>, FrameError>;
    /// Whether the stream may end here.
    fn is_between_frames(&mut self) -> bool;
}

impl<F: Framing<Progress: Send> + Send> Frames for Decoder<F> {
    fn feed(&mut self, bytes: &[u8]) {
        Decoder::feed(self, bytes);
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>, FrameError> {
        Ok(self.next_frame()?.map(|frame| frame.payload.to_vec()))
    }

    fn is_between_frames(&mut self) -> bool {
        self.finish().is_ok()
    }
}

/// How a header announces the length of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    /// In as many bytes for every frame.
    Field,
    /// In decimal digits.
    Digits,
    /// As a varint, after as many bytes for every frame.
    Varint,
}

/// The framing that the program is to speak.
#[derive(Clone)]
pub struct Protocol {
    framing: Arc<dyn AnyFraming>,
    length: Option<Length>,
}

impl Protocol {
    /// Any framing, as its settings say.
    pub fn new<F: Framing<Progress: Send> + Encode + Clone + Send + Sync + 'static>(framing: F) -> Self {
        let length = if F::ANNOUNCES { length(&framing) } else { None };
        Self { framing: Arc::new(framing), length }
    }

    pub(crate) fn frames(&self) -> Box<dyn Frames> {
        self.framing.frames()
    }

    pub(crate) fn encode(&self, payload: &[u8]) -> Result<Vec<u8>, EncodeError> {
        let mut wire = Vec::new();
        self.framing.encode(payload, &mut wire)?;
        Ok(wire)
    }

    /// A payload like `wanted` that the framing can carry: of another size, if all must have one.
    pub(crate) fn fit(&self, wanted: &[u8]) -> Result<Vec<u8>, EncodeError> {
        match self.framing.head(wanted).map(|_| wanted.len()) {
            Err(EncodeError::WrongSize { size, .. }) => {
                let filled: Vec<u8> = wanted.iter().chain(std::iter::repeat(&b'.')).take(size).copied().collect();
                self.encode(&filled).map(|_| filled)
            }
            Err(EncodeError::TooLong { most, .. }) => {
                let shorter = &wanted[..wanted.len().min(usize::try_from(most).unwrap_or(usize::MAX))];
                self.encode(shorter).map(|_| shorter.to_vec())
            }
            // The length of a header is no part of this: only `encode` writes a long one.
            _ => self.encode(wanted).map(|_| wanted.to_vec()),
        }
    }

    /// Whether a frame announces its length.
    pub(crate) fn announces(&self) -> bool {
        self.length.is_some()
    }

    /// A header that announces so many bytes of payload; `None` if no header can.
    pub(crate) fn announce(&self, bytes: usize) -> Option<Vec<u8>> {
        self.length?;
        // Zeros take no memory until somebody reads them, and a header depends on their number alone.
        Some(self.framing.head(&vec![0; bytes]).ok()?.as_slice().to_vec())
    }

    /// The bytes before a length that is a varint.
    fn before_varint(&self) -> Vec<u8> {
        let mut head = self.announce(1).unwrap_or_default();
        head.pop();
        head
    }

    /// A header that announces far more than [`LIMIT`]; `None` if no header can.
    pub(crate) fn announce_too_much(&self) -> Option<Vec<u8>> {
        match self.length? {
            Length::Digits => Some(b"4294967295:".to_vec()),
            Length::Varint => Some([&self.before_varint()[..], &[0xff, 0xff, 0xff, 0xff, 0x0f]].concat()),
            Length::Field => {
                let (mut head, other) = (self.announce(0x0203_0405)?, self.announce(64)?);
                // The bytes that differ are the length; a signed one keeps its first bit.
                let differ = |at: usize| head[at] != other[at];
                let length: Vec<usize> = (0..head.len()).filter(|&at| differ(at)).collect();
                length.iter().for_each(|&at| head[at] = 0x7f);
                Some(head)
            }
        }
    }

    /// A header that announces -1, if it is read as a signed number; `None` if there is no length.
    pub(crate) fn announce_negative(&self) -> Option<Vec<u8>> {
        Some(match self.length? {
            Length::Digits => b"-1:".to_vec(),
            Length::Varint => [&self.before_varint()[..], &[0xff; 9], &[0x01]].concat(),
            Length::Field => vec![0xff; self.announce(64)?.len()],
        })
    }

    /// What these bytes are, as far as they are frames: the number of the frame, what of it, how many bytes. Of the last frame
    /// there may be more than came.
    pub(crate) fn parts(&self, wire: &[u8]) -> Vec<(u64, &'static str, usize)> {
        self.framing.parts(wire)
    }

    /// What a program must find in these bytes: whole frames, before the end or the first error.
    pub(crate) fn decode(&self, wire: &[u8]) -> Vec<Vec<u8>> {
        let mut frames = self.frames();
        frames.feed(wire);
        std::iter::from_fn(|| frames.next().ok().flatten()).collect()
    }
}

/// How this framing announces lengths, to be seen from the headers that it writes.
fn length(framing: &impl Encode) -> Option<Length> {
    let head = |bytes: usize| framing.head(&vec![0; bytes]).ok().map(|head| head.as_slice().to_vec());
    let short = head(64)?;
    match (short.is_empty(), short.ends_with(b":"), head(1000)) {
        (true, ..) => None,
        (_, true, _) => Some(Length::Digits),
        (.., Some(long)) if long.len() != short.len() => Some(Length::Varint),
        _ => Some(Length::Field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use framing::{Cobs, Fixed, LengthField, Line, Netstring, Order, Varint, Violation, Width};
    use std::num::NonZeroUsize;

    fn field(width: Width) -> Protocol {
        Protocol::new(LengthField::new(width, Order::Big))
    }

    fn violation(protocol: &Protocol, wire: &[u8]) -> Option<Violation> {
        let mut frames = protocol.frames();
        frames.feed(wire);
        frames.next().err().map(|error| error.violation)
    }

    #[test]
    fn headers_that_announce_too_much_are_refused_by_our_own_decoder() {
        let moved = Protocol::new(LengthField::new(Width::Four, Order::Little).offset(3).signed());
        let varint = Protocol::new(Varint::new().offset(2));
        let wide = field(Width::Eight);
        for protocol in [field(Width::Four), wide, moved, varint, Protocol::new(Netstring)] {
            let header = protocol.announce_too_much().expect("it has a length");
            let found = violation(&protocol, &header);
            assert!(matches!(found, Some(Violation::Oversize { announced: Some(1_000_000_000..), .. })), "{found:?}");
            let negative = protocol.announce_negative().expect("it has a length");
            assert!(violation(&protocol, &negative).is_some(), "{negative:x?}");
        }
        assert_eq!(field(Width::Two).announce_too_much(), None);
        assert_eq!(Protocol::new(Line::new()).announce_negative(), None);
        assert!(!Protocol::new(Cobs).announces());
    }

    #[test]
    fn a_payload_is_made_to_fit_or_refused() {
        let four = Protocol::new(Fixed::new(NonZeroUsize::new(4).expect("not 0")));
        assert_eq!(four.fit(b"I'm Lyon").expect("it is cut"), b"I'm ");
        assert_eq!(four.fit(b"ab").expect("it is filled"), b"ab..");
        assert_eq!(field(Width::One).fit(&[7; 1000]).expect("it is cut").len(), 255);
        assert!(Protocol::new(Line::new()).fit(b"a\nb").is_err());
    }
}
