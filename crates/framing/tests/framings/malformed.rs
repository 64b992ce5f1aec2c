//! Bytes that are not a frame: which error is reported, where, and that nothing follows it.

use framing::{Cobs, Decoder, FrameError, Framing, LengthField, Malformed, Netstring, Order, Varint, Violation, Width};

use crate::support::{Event, all_cuts, cut, events, fed, skipping};

/// After `good` bytes of whole frames comes this violation, for every cut of the stream; and it stays.
fn assert_malformed<F: Framing + Clone>(framing: F, stream: &[u8], good: u64, malformed: Malformed) {
    let error = FrameError { offset: good, violation: Violation::Malformed(malformed) };
    for cuts in all_cuts(stream) {
        let came = events(Decoder::new(framing.clone(), 1024), cut(stream, cuts));
        let whole: u64 =
            came.iter().map(|event| if let Event::Frame { len, .. } = event { *len as u64 } else { 0 }).sum();
        assert_eq!(whole, good, "cuts {cuts:b}");
        assert_eq!(came[came.len() - 2..], [Event::Error(error), Event::End(Err(error))], "cuts {cuts:b}");
    }
}

#[test]
fn a_negative_length_is_malformed_in_every_width_and_order_as_chinese_text_has_it() {
    for (width, bytes) in [(Width::One, 1), (Width::Two, 2), (Width::Three, 3), (Width::Four, 4), (Width::Eight, 8)] {
        for order in [Order::Big, Order::Little] {
            let field = LengthField::new(width, order).signed();
            assert_malformed(field, &vec![0xFF; bytes], 0, Malformed::NegativeLength(-1));
        }
    }
    let four = LengthField::new(Width::Four, Order::Big).signed();
    assert_malformed(
        four,
        "粘包".as_bytes(),
        0,
        Malformed::NegativeLength(i32::from_be_bytes([0xE7, 0xB2, 0x98, 0xE5]).into()),
    );
    let field = LengthField::new(Width::Two, Order::Big).signed();
    assert_malformed(field, b"\0\x01a\x80\0behind", 3, Malformed::NegativeLength(-32768));
    assert_malformed(field.offset(1).adjust(-1), b"x\xFF\xFEbehind", 0, Malformed::NegativeLength(-2));
}

#[test]
fn a_length_that_its_adjustment_makes_negative_is_malformed() {
    let field = LengthField::new(Width::Two, Order::Big).counts_itself();
    assert_malformed(field, b"\0\x01x", 0, Malformed::ShortLength { length: 1, adjustment: -2 });
    assert_malformed(field, b"\0\x02\0\0x", 2, Malformed::ShortLength { length: 0, adjustment: -2 });
}

#[test]
fn a_frame_with_fewer_bytes_than_are_stripped_is_malformed() {
    let field = LengthField::new(Width::One, Order::Big).strip(4);
    assert_malformed(field, b"\x03abc\x02de", 4, Malformed::ShortFrame { len: 3, strip: 4 });
    let mut decoder = skipping(field.strip(100), 10);
    decoder.feed(b"\x32");
    assert_eq!(decoder.next_frame().unwrap_err().violation.kind(), "oversize"); // as Netty has it
}

#[test]
fn a_text_length_is_malformed_at_the_first_non_digit() {
    for (stream, byte) in [(&b":x,"[..], b':'), (b"-1:x,", b'-'), (b"+1:x,", b'+'), (b" 1:x,", b' '), (b"1x:", b'x')] {
        assert_malformed(Netstring, stream, 0, Malformed::NotADigit(byte));
    }
    assert_malformed(Netstring, b"1:a,1 :b,", 4, Malformed::NotADigit(b' '));
}

#[test]
fn a_leading_zero_and_another_byte_in_the_commas_place_are_malformed() {
    assert_malformed(Netstring, b"0:,01:a,", 3, Malformed::LeadingZero);
    assert_malformed(Netstring, b"00:,", 0, Malformed::LeadingZero);
    assert_malformed(Netstring, b"1:a,3:abcd", 4, Malformed::NoComma(b'd'));
    assert_malformed(Netstring, b"0:\n", 0, Malformed::NoComma(b'\n'));
}

#[test]
fn a_varint_of_more_than_64_bits_or_a_padded_one_is_malformed() {
    assert_malformed(Varint::new(), b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02", 0, Malformed::LongVarint);
    assert_malformed(Varint::new(), b"\x01a\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 2, Malformed::LongVarint);
    assert_malformed(Varint::new(), &[0xFF; 12], 0, Malformed::LongVarint);
    assert_malformed(Varint::new(), b"\x01a\x81\0b", 2, Malformed::PaddedVarint);
    assert_malformed(Varint::new(), b"\x80\0", 0, Malformed::PaddedVarint);
    assert_malformed(Varint::new(), b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\0", 0, Malformed::PaddedVarint);
}

/// The frame at offset 2, after an empty one, is malformed. The stream continues with the next one.
#[test]
fn a_zero_inside_a_cobs_block_damages_that_frame_alone() {
    let damaged = FrameError { offset: 2, violation: Violation::Damaged(Malformed::CutBlock) };
    assert!(!damaged.is_final());
    for bad in [&b"\x03a\0"[..], b"\x02\0", b"\x02a\x03b\0"] {
        let stream = [b"\x01\0", bad, b"\x05Lyon\0"].concat();
        let end = 2 + bad.len() as u64;
        let next = Event::Frame { offset: end, header: 1, len: 6, payload: b"Lyon".to_vec() };
        for cuts in all_cuts(&stream) {
            let came = events(Decoder::new(Cobs, 1024), cut(&stream, cuts));
            assert_eq!(came[1..], [Event::Error(damaged), next.clone(), Event::End(Ok(()))], "cuts {cuts:b}");
        }
    }
}

#[test]
fn after_a_violation_nothing_is_taken_in_and_no_memory_is_kept() {
    let mut decoder = fed(Netstring, 1024, b"1:a,x");
    assert!(decoder.next_frame().unwrap().is_some());
    let error = decoder.next_frame().unwrap_err();
    for _ in 0..3 {
        decoder.feed(b"1:a,1:a,1:a,");
        assert_eq!(decoder.capacity(), 0);
        assert_eq!(decoder.next_frame(), Err(error));
        assert_eq!(decoder.finish(), Err(error));
    }
    for _ in 0..100 {
        let lent = decoder.space().len();
        decoder.filled(lent);
        assert_eq!(decoder.waiting(), b"");
        assert_eq!(decoder.next_frame(), Err(error));
        assert!(decoder.capacity() < 10 * lent, "{}", decoder.capacity());
    }
}

#[test]
fn a_violation_says_where_and_what() {
    let field = LengthField::new(Width::Four, Order::Big);
    let mut decoder = fed(field, 1024, b"\0\0\0\x01aHTTP/1.1 400 Bad Request\r\n");
    assert!(decoder.next_frame().unwrap().is_some());
    let error = decoder.next_frame().unwrap_err();
    let told = "frame at offset 5: it announces 1213486160 bytes (0x48545450), but the limit is 1024";
    assert_eq!(error.to_string(), told);
    let oversize = |announced| Violation::Oversize { announced, limit: 10, skipped: false };
    let truncated = |got, needed| Violation::Truncated { got, needed };
    for (violation, kind, told) in [
        (oversize(Some(1)), "oversize", "it announces 1 byte (0x00000001), but the limit is 10"),
        (oversize(Some(11)), "oversize", "it announces 11 bytes (0x0000000b), but the limit is 10"),
        (
            oversize(Some(u64::MAX)),
            "oversize",
            &format!("it announces {} bytes or more, but the limit is 10", u64::MAX),
        ),
        (truncated(3, Some(9)), "truncated", "the stream ended inside the frame: 3 of its 9 bytes arrived"),
        (truncated(1, None), "truncated", "the stream ended inside the frame: 1 byte of it arrived, without its end"),
        (truncated(2, None), "truncated", "the stream ended inside the frame: 2 bytes of it arrived, without its end"),
        (Violation::Malformed(Malformed::CutBlock), "malformed", "a 00 interrupts a block"),
    ] {
        assert_eq!((violation.to_string().as_str(), violation.kind()), (told, kind));
        assert_eq!(FrameError { offset: 7, violation }.to_string(), format!("frame at offset 7: {told}"));
    }
}
