//! Framings that mark the end of a frame: what they cannot carry, what almost looks like an end, and COBS, which carries anything.

use std::num::NonZeroUsize;

use framing::{Cobs, Decoder, Delimiter, Encode, EncodeError, Fixed, Framing, Line};

use crate::support::{Event, all_cuts, cut, events, skipping};

fn refused(framing: &impl Encode, payload: &[u8]) -> EncodeError {
    let mut out = b"before".to_vec();
    let error = framing.encode(payload, &mut out).unwrap_err();
    assert_eq!(out, b"before", "as it was");
    error
}

fn written(framing: &impl Encode, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    framing.encode(payload, &mut out).unwrap();
    out
}

fn payloads(framing: impl Framing, stream: &[u8]) -> Vec<Vec<u8>> {
    let frames = events(Decoder::new(framing, 1024), [stream]).into_iter();
    frames.filter_map(|event| if let Event::Frame { payload, .. } = event { Some(payload) } else { None }).collect()
}

#[test]
fn a_delimiter_has_a_byte_and_inside_a_payload_it_is_refused_where_it_begins() {
    assert_eq!(Delimiter::new(""), None);
    let framing = Delimiter::new("\r\n").unwrap();
    assert_eq!(refused(&framing, b"ab\r\ncd"), EncodeError::DelimiterInside { at: 2 });
    assert_eq!(refused(&framing, b"\r\n"), EncodeError::DelimiterInside { at: 0 });
    assert_eq!(written(&framing, b"a\rb\nc\r"), b"a\rb\nc\r\r\n");
    assert_eq!(payloads(framing, b"a\rb\nc\r\r\n"), [b"a\rb\nc\r"]);
}

#[test]
fn a_payload_that_completes_a_delimiter_early_is_refused() {
    let framing = Delimiter::new("aa").unwrap();
    assert_eq!(refused(&framing, b"ba"), EncodeError::DelimiterInside { at: 1 });
    assert_eq!(payloads(framing, b"baaa"), [b"b"]); // what would have come out
    let framing = Delimiter::new("abab").unwrap();
    assert_eq!(refused(&framing, b"xab"), EncodeError::DelimiterInside { at: 1 });
    let three = Delimiter::new("aaa").unwrap();
    assert_eq!(refused(&three, b"baa"), EncodeError::DelimiterInside { at: 1 }); // the first of two
    assert_eq!(written(&framing, b"xaba"), b"xabaabab");
    assert_eq!(payloads(framing, b"xabaabab"), [b"xaba"]);
}

#[test]
fn a_line_that_contains_an_end_is_refused() {
    assert_eq!(refused(&Line::new(), b"a\nb"), EncodeError::DelimiterInside { at: 1 });
    assert_eq!(refused(&Line::crlf(), b"a\n"), EncodeError::DelimiterInside { at: 1 });
    assert_eq!(refused(&Line::new(), b"a\r"), EncodeError::CarriageReturnLast);
    assert_eq!(written(&Line::crlf(), b"a\r"), b"a\r\r\n");
}

#[test]
fn both_ends_of_a_line_are_taken_in_one_stream() {
    assert_eq!(payloads(Line::new(), b"a\nb\r\n\n\r\n\r\r\nc\rd\n"), [&b"a"[..], b"b", b"", b"", b"\r", b"c\rd"]);
}

#[test]
fn a_line_ends_wherever_it_ends_whatever_the_length_of_the_line_before() {
    let lines: Vec<Vec<u8>> = (0..1263).map(|at| vec![b'\x0B'; at * 283 % 421]).collect(); // one more than LF
    assert_eq!(payloads(Line::new(), &[lines.join(&b'\n'), b"\n".to_vec()].concat()), lines);
}

fn assert_oversize(framing: &(impl Framing + Clone), limit: usize, cases: [(&[u8], bool); 4]) {
    for (stream, oversize) in cases {
        for cuts in all_cuts(stream) {
            let came = events(Decoder::new(framing.clone(), limit), cut(stream, cuts));
            assert_eq!(matches!(came[0], Event::Error(_)), oversize, "{stream:?}, cuts {cuts:b}");
        }
    }
}

#[test]
fn a_cr_or_half_a_delimiter_at_the_limit_is_no_payload_until_more_comes() {
    let lines: [(&[u8], bool); 4] =
        [(b"12345\r", false), (b"12345\r\n", false), (b"12345\rx", true), (b"123456", true)];
    assert_oversize(&Line::new(), 5, lines);
    let delimited = [(&b"12--en"[..], false), (b"12--end", false), (b"12--ex", true), (b"1-----", true)];
    assert_oversize(&Delimiter::new("--end").unwrap(), 2, delimited);
}

#[test]
fn a_delimiter_cut_anywhere_ends_a_skipped_frame() {
    let framing = Delimiter::new("-+-").unwrap();
    let stream = b"12345-+--+-a-+-";
    for cuts in all_cuts(stream) {
        let came = events(skipping(framing.clone(), 2), cut(stream, cuts));
        assert!(matches!(came[0], Event::Error(error) if error.offset == 0));
        let [_, Event::Frame { offset: 8, .. }, Event::Frame { offset: 11, .. }, Event::End(Ok(()))] = &came[..] else {
            panic!("{came:?}, cuts {cuts:b}")
        };
    }
}

#[test]
fn a_payload_of_the_wrong_size_is_refused_with_one_byte_in_the_singular() {
    let framing = Fixed::new(NonZeroUsize::new(3).unwrap());
    for (payload, told) in [(&b""[..], "a payload of 0 bytes "), (b"a", "a payload of 1 byte "), (b"abcd", " 4 bytes ")]
    {
        let refused = refused(&framing, payload);
        assert_eq!(refused, EncodeError::WrongSize { len: payload.len(), size: 3 });
        assert!(refused.to_string().contains(told), "{refused}");
    }
}

/// What each payload becomes under the paper's rules.
#[test]
fn cobs_puts_codes_in_the_place_of_zeros() {
    let long: Vec<u8> = (1..=254).collect();
    let longer: Vec<u8> = (1..=255).collect();
    let cases: [(&[u8], Vec<u8>); 10] = [
        (b"", b"\x01\0".to_vec()),
        (b"\0", b"\x01\x01\0".to_vec()),
        (b"\0\0", b"\x01\x01\x01\0".to_vec()),
        (b"\0a\0", b"\x01\x02a\x01\0".to_vec()),
        (b"ab\0c", b"\x03ab\x02c\0".to_vec()),
        (b"abcd", b"\x05abcd\0".to_vec()),
        (&long, [b"\xFF", &long[..], b"\0"].concat()),
        (&[&[0], &long[..]].concat(), [b"\x01\xFF", &long[..], b"\0"].concat()),
        (&[&long[..], &[0]].concat(), [b"\xFF", &long[..], b"\x01\x01\0"].concat()),
        (&longer, [b"\xFF", &longer[..254], b"\x02\xFF\0"].concat()),
    ];
    for (payload, wire) in cases {
        assert_eq!(written(&Cobs, payload), wire, "{payload:?}");
        assert_eq!(payloads(Cobs, &wire), [payload], "{payload:?}");
    }
}

#[test]
fn a_cobs_limit_is_about_the_payload_where_blocks_are_full() {
    for len in [252, 253, 254, 255, 256, 507, 508, 509, 510, 1016, 1017] {
        for fill in [0, b'x'] {
            let wire = written(&Cobs, &vec![fill; len]);
            for limit in [len - 1, len, len + 1] {
                for pieces in [1, 100, 5000] {
                    let came = events(Decoder::new(Cobs, limit), wire.chunks(pieces));
                    assert_eq!(matches!(came[0], Event::Frame { .. }), limit >= len, "{len} bytes, limit {limit}");
                }
            }
        }
    }
}

/// Frames of "ab" and of nothing, each between two zeros, and more zeros where the line is silent.
const SERIAL: &[u8] = b"\0\x03ab\0\0\0\0\x01\0\0";

#[test]
fn zeros_around_cobs_frames_are_idle_and_no_frames() {
    let frame =
        |offset, payload: &[u8]| Event::Frame { offset, header: 1, len: payload.len() + 2, payload: payload.to_vec() };
    for cuts in all_cuts(SERIAL) {
        let came = events(Decoder::new(Cobs, 1024), cut(SERIAL, cuts));
        assert_eq!(came, [frame(1, b"ab"), frame(8, b""), Event::End(Ok(()))], "cuts {cuts:b}");
    }
}

#[test]
fn the_zero_after_a_skipped_cobs_frame_is_its_end_and_not_idle() {
    for cuts in all_cuts(SERIAL) {
        let came = events(skipping(Cobs, 1), cut(SERIAL, cuts));
        assert!(
            matches!(came[..], [Event::Error(_), Event::Frame { offset: 8, .. }, Event::End(Ok(()))]),
            "cuts {cuts:b}"
        );
    }
}

#[test]
fn an_idle_cobs_line_may_end_and_keeps_no_memory() {
    let mut decoder = Decoder::new(Cobs, 4);
    for _ in 0..100 {
        decoder.feed(&[0; 10_000]);
        assert_eq!((decoder.finish(), decoder.next_frame()), (Ok(()), Ok(None)));
    }
    assert_eq!((decoder.offset(), decoder.waiting()), (1_000_000, &b""[..]));
    assert!(decoder.capacity() < 300_000, "{}", decoder.capacity());
    decoder.feed(b"\x02");
    assert_eq!(decoder.finish().unwrap_err().offset, 1_000_000);
}
