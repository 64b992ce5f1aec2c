//! A custom framing whose header never ends: the decoder bounds it, however the stream is cut.

use framing::{
    Decoder, Delimiter, Extent, FrameError, Framing, LengthField, Located, Malformed, Order, Violation, Width,
};

use crate::support::{Event, events, fed, skipping};

/// Any bytes up to a colon are the header; one byte of payload follows.
#[derive(Clone, Copy)]
struct UpToColon<const MOST: usize>;

impl<const MOST: usize> Framing for UpToColon<MOST> {
    const ANNOUNCES: bool = true;
    const HEADER_MAX: Option<usize> = Some(MOST);
    type Progress = ();

    fn locate(&self, bytes: &[u8], (): &mut ()) -> Result<Located, Malformed> {
        match bytes {
            [b'!', ..] => Err(Malformed::Other("it begins with !")),
            _ => Ok(match bytes.iter().position(|&byte| byte == b':') {
                Some(at) => Located::Frame(Extent::of(at + 1, 1, 0)),
                None => Located::NO_HEADER_YET,
            }),
        }
    }
}

/// Its frames have so much payload at most, and their end never comes; skipped, it lets nothing pass.
#[derive(Clone, Copy)]
struct NeverEnds(u64);

impl Framing for NeverEnds {
    const ANNOUNCES: bool = false;
    type Progress = ();

    fn locate(&self, bytes: &[u8], (): &mut ()) -> Result<Located, Malformed> {
        Ok(Located::Open { payload: self.0.min(bytes.len() as u64), passed: 0 })
    }
}

/// One byte of payload, and this many bytes after it.
struct Trailer(usize);

impl Framing for Trailer {
    const ANNOUNCES: bool = true;
    type Progress = ();

    fn locate(&self, _: &[u8], (): &mut ()) -> Result<Located, Malformed> {
        Ok(Located::Frame(Extent::of(0, 1, self.0)))
    }
}

fn long_header(offset: u64, most: usize) -> FrameError {
    FrameError { offset, violation: Violation::Malformed(Malformed::LongHeader { most }) }
}

/// How much was fed until this failed, and the failure; what it holds stays within the limit.
fn fed_until_it_fails<F: Framing>(mut decoder: Decoder<F>, most: usize) -> (usize, FrameError) {
    for came in 1..=100_000 {
        decoder.feed(b"x");
        if let Err(error) = decoder.next_frame() {
            if error.is_final() {
                assert_eq!((decoder.finish(), decoder.capacity()), (Err(error), 0));
                return (came, error);
            }
        }
        assert!(decoder.waiting().len() <= most, "{came}");
    }
    panic!("it keeps {} bytes", decoder.waiting().len());
}

#[test]
fn a_header_that_never_ends_is_malformed_after_its_maximum() {
    assert_eq!(fed_until_it_fails(Decoder::new(NeverEnds(0), 1 << 20), 64), (65, long_header(0, 64)));
    let own = UpToColon::<1000>;
    assert_eq!(fed_until_it_fails(Decoder::new(own, 1 << 20), 1000), (1001, long_header(0, 1000)));
}

#[test]
fn a_header_may_have_its_maximum_and_no_byte_more() {
    let framing = UpToColon::<5>;
    for piece in 1..=16 {
        let whole = events(Decoder::new(framing, 10), b"abcd:x".chunks(piece));
        assert!(matches!(whole[..], [Event::Frame { .. }, Event::End(Ok(()))]), "{piece}: {whole:?}");
        let error = long_header(6, 5);
        for stream in [&b"abcd:xabcde:x"[..], b"abcd:xabcdefghijkl"] {
            let told = events(Decoder::new(framing, 10), stream.chunks(piece));
            assert_eq!(told[1..], [Event::Error(error), Event::End(Err(error))], "{piece}: {told:?}");
            assert_eq!(fed(framing, 10, stream).finish(), Err(error));
        }
    }
}

#[test]
fn what_is_no_payload_is_bounded_behind_the_header_too() {
    let limit = 100;
    assert_eq!(fed_until_it_fails(Decoder::new(NeverEnds(10), limit), 84), (85, long_header(0, 64)));
    assert_eq!(fed_until_it_fails(skipping(NeverEnds(u64::MAX), limit), 264), (265, long_header(0, 64)));
    assert_eq!(fed(Trailer(65), limit, b"xx").next_frame(), Ok(None));
    assert_eq!(fed(Trailer(66), limit, b"xx").next_frame(), Err(long_header(0, 64)));
}

#[test]
fn built_in_headers_and_delimiters_may_have_any_length() {
    let field = LengthField::new(Width::One, Order::Big).offset(1000);
    let frame = [&[0; 1000][..], b"\x01x"].concat();
    let delimiter = [b','; 1000];
    for told in [
        events(Decoder::new(field, 1), frame.chunks(1)),
        events(Decoder::new(Delimiter::new(delimiter).unwrap(), 1), delimiter.chunks(1)),
    ] {
        assert!(matches!(told[..], [Event::Frame { .. }, Event::End(Ok(()))]), "{told:?}");
    }
}

#[test]
fn what_a_framing_of_ones_own_finds_is_told_in_its_words() {
    let mut decoder = fed(UpToColon::<9>, 10, b"a:x!");
    assert!(decoder.next_frame().unwrap().is_some());
    let error = decoder.next_frame().unwrap_err();
    assert_eq!((error.to_string().as_str(), error.is_final()), ("frame at offset 3: it begins with !", true));
}

/// Bytes up to a full stop, with signs between them that are no payload.
#[derive(Clone, Copy)]
struct Padded;

impl Framing for Padded {
    const ANNOUNCES: bool = false;
    type Progress = ();

    fn locate(&self, bytes: &[u8], (): &mut ()) -> Result<Located, Malformed> {
        let end = bytes.iter().position(|&byte| byte == b'.');
        let inside = &bytes[..end.unwrap_or(bytes.len())];
        let payload = inside.iter().filter(|&&byte| byte != b'_').count() as u64;
        Ok(match end {
            Some(end) => Located::Frame(Extent { header: 0, payload, len: end as u64 + 1 }),
            None => Located::Open { payload, passed: inside.len() },
        })
    }

    fn open(&self, frame: &mut [u8], _: Extent) -> Result<std::ops::Range<usize>, Malformed> {
        if frame.starts_with(b"!") { Err(Malformed::Other("it begins with !")) } else { Ok(0..frame.len() - 1) }
    }
}

#[test]
fn oversize_wins_over_what_else_is_too_long_whatever_the_cuts() {
    let stream = [&b"abcdefghijk"[..], &[b'_'; 120], b".a."].concat();
    let whole = events(skipping(Padded, 10), [&stream[..]]);
    for size in 1..140 {
        assert_eq!(events(skipping(Padded, 10), stream.chunks(size)), whole, "pieces of {size}");
    }
    assert!(matches!(&whole[..], [Event::Error(_), Event::Frame { offset: 132, .. }, Event::End(Ok(()))]), "{whole:?}");
}

#[test]
fn own_framings_found_by_their_end_go_on_after_damage() {
    let came = events(Decoder::new(Padded, 10), [&b"!a.b."[..]]);
    let damaged = FrameError { offset: 0, violation: Violation::Damaged(Malformed::Other("it begins with !")) };
    assert_eq!(came[0], Event::Error(damaged));
    assert!(matches!(&came[1..], [Event::Frame { offset: 3, .. }, Event::End(Ok(()))]), "{came:?}");
}
