//! Short streams of several frames for every framing, written by hand, without the encoders.

use std::fmt::Debug;
use std::num::NonZeroUsize;

use framing::{
    BigEndian, Cobs, Delimiter, Encode, Fixed, Framing, LengthField, Line, LittleEndian, Netstring, Order, Prefix,
    Varint, Width,
};

use crate::support::Event;

/// One frame: how it looks on the wire, how much of that is header, what it carries.
pub(crate) type Wire = (&'static [u8], usize, &'static [u8]);

/// What is done with every framing and its samples.
pub(crate) trait Check {
    fn check<F: Framing + Encode + Clone + Debug>(&self, framing: &F, frames: &[Wire]);
}

/// A test for every framing and its samples.
macro_rules! for_every_framing {
    ($(#[$about:meta])* fn $name:ident($framing:ident, $frames:pat_param) $check:block) => {
        $(#[$about])*
        #[test]
        fn $name() {
            struct Each;
            impl crate::samples::Check for Each {
                fn check<F>(&self, $framing: &F, $frames: &[crate::samples::Wire])
                where
                    F: framing::Framing + framing::Encode + Clone + std::fmt::Debug,
                $check
            }
            crate::samples::every_framing(&Each);
        }
    };
}

pub(crate) fn stream_of(frames: &[Wire]) -> Vec<u8> {
    frames.iter().flat_map(|(wire, ..)| wire.to_vec()).collect()
}

/// These frames one after the other, starting at an offset.
pub(crate) fn frames_at(mut offset: u64, frames: &[Wire]) -> Vec<Event> {
    let event = |&(wire, header, payload): &Wire| {
        let event = Event::Frame { offset, header, len: wire.len(), payload: payload.to_vec() };
        offset += wire.len() as u64;
        event
    };
    frames.iter().map(event).collect()
}

const fn fixed(size: usize) -> Fixed {
    Fixed::new(NonZeroUsize::new(size).expect("some size"))
}

fn delimiter(bytes: &str) -> Delimiter {
    Delimiter::new(bytes).expect("some bytes")
}

pub(crate) fn every_framing(check: &impl Check) {
    prefixes(check);
    length_fields(check);
    by_their_end(check);
    check.check(&fixed(1), &[(b"a", 0, b"a"), (b"\0", 0, b"\0"), (b"b", 0, b"b")]);
    check.check(&fixed(5), &[(b"hello", 0, b"hello"), (b"\r\n\0,:", 0, b"\r\n\0,:"), (b"Lyon ", 0, b"Lyon ")]);
    check.check(&Netstring, &[(b"3:a,:,", 2, b"a,:"), (b"0:,", 2, b""), (b"1:1,", 2, b"1")]);
    check.check(&Netstring, &[(b"10:0123456789,", 3, b"0123456789")]);
    check.check(&Varint::new(), &[(b"\x03abc", 1, b"abc"), (b"\0", 1, b""), (b"\x02\x80\x80", 1, b"\x80\x80")]);
    let behind = [(&b"\0\0\x02ab"[..], 3, &b"ab"[..]), (b"\0\0\0", 3, b""), (b"\0\0\x01c", 3, b"c")];
    check.check(&Varint::new().offset(2), &behind);
}

fn prefixes(check: &impl Check) {
    check.check(&Prefix::<1>::new(), &[(b"\x03abc", 1, b"abc"), (b"\0", 1, b""), (b"\x02\x01\x01", 1, b"\x01\x01")]);
    let big: [Wire; 3] = [(b"\0\x01a", 2, b"a"), (b"\0\0", 2, b""), (b"\0\x03bcd", 2, b"bcd")];
    check.check(&Prefix::<2, BigEndian>::new(), &big);
    check.check(&LengthField::new(Width::Two, Order::Big), &big);
    let little: [Wire; 3] = [(b"\x01\0\0a", 3, b"a"), (b"\0\0\0", 3, b""), (b"\x02\0\0bc", 3, b"bc")];
    check.check(&Prefix::<3, LittleEndian>::new(), &little);
    check.check(&LengthField::new(Width::Three, Order::Little), &little);
    let four: [Wire; 2] = [(b"\0\0\0\x02ab", 4, b"ab"), (b"\0\0\0\x01c", 4, b"c")];
    check.check(&Prefix::<4, BigEndian>::new(), &four);
    check.check(&LengthField::new(Width::Four, Order::Big).signed(), &four);
    let eight: [Wire; 1] = [(b"\x05\0\0\0\0\0\0\0hello", 8, b"hello")];
    check.check(&Prefix::<8, LittleEndian>::new(), &eight);
    check.check(&LengthField::new(Width::Eight, Order::Little), &eight);
}

fn length_fields(check: &impl Check) {
    let field = LengthField::new(Width::One, Order::Big);
    check.check(&field.offset(2), &[(b"\0\0\x02ab", 3, b"ab"), (b"\0\0\0", 3, b""), (b"\0\0\x01c", 3, b"c")]);
    check.check(&field.counts_itself(), &[(b"\x03ab", 1, b"ab"), (b"\x01", 1, b""), (b"\x02c", 1, b"c")]);
    check.check(&field.adjust(2), &[(b"\x01abc", 1, b"abc"), (b"\0de", 1, b"de"), (b"\x02fghi", 1, b"fghi")]);
    let itself = LengthField::new(Width::Two, Order::Little).signed().offset(1).counts_itself();
    check.check(&itself, &[(b"\0\x05\0abc", 3, b"abc"), (b"\0\x02\0", 3, b""), (b"\0\x03\0d", 3, b"d")]);
}

fn by_their_end(check: &impl Check) {
    check.check(&delimiter("\0"), &[(b"ab\0", 0, b"ab"), (b"\0", 0, b""), (b"cde\0", 0, b"cde")]);
    check.check(
        &delimiter("\r\n"),
        &[(b"a\r\n", 0, b"a"), (b"\r\n", 0, b""), (b"\r\n", 0, b""), (b"\rb\r\n", 0, b"\rb")],
    );
    check.check(&delimiter("aab"), &[(b"aaab", 0, b"a"), (b"aab", 0, b""), (b"abaab", 0, b"ab")]);
    check.check(&Line::new(), &[(b"ab\n", 0, b"ab"), (b"\n", 0, b""), (b"\rc\n", 0, b"\rc"), (b"d\n", 0, b"d")]);
    check.check(&Line::crlf(), &[(b"ab\r\n", 0, b"ab"), (b"\r\n", 0, b""), (b"c\r\r\n", 0, b"c\r")]);
    check.check(&Cobs, &[(b"\x03ab\x02c\0", 1, b"ab\0c"), (b"\x01\0", 1, b""), (b"\x01\x01\0", 1, b"\0")]);
    check.check(&Cobs, &[(b"\x02\x01\0", 1, b"\x01"), (b"\x01\x02a\x01\0", 1, b"\0a\0"), (b"\x02b\0", 1, b"b")]);
}
