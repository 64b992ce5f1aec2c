//! Lengths at the limits of what they can express.

use framing::{
    Decoder, Encode, EncodeError, FrameError, Framing, LengthField, LittleEndian, Malformed, Netstring, Order, Prefix,
    Varint, Violation, Width,
};

use crate::support::{Event, events, fed, skipping};

#[test]
fn widths_are_1_2_3_4_and_8_bytes_and_no_others() {
    let known: Vec<usize> = (0..20).filter(|&bytes| Width::of(bytes).is_some()).collect();
    assert_eq!(known, [1, 2, 3, 4, 8]);
    assert!(known.iter().all(|&bytes| Width::of(bytes).unwrap().bytes() == bytes));
}

#[test]
fn the_longest_payload_of_a_width_is_written_and_no_longer_one() {
    for (width, most) in [(Width::One, 0xFF_usize), (Width::Two, 0xFFFF), (Width::Three, 0xFF_FFFF)] {
        for (field, most) in [
            (LengthField::new(width, Order::Big), most),
            (LengthField::new(width, Order::Little).signed(), most / 2),
            (LengthField::new(width, Order::Big).counts_itself(), most - width.bytes()),
            (LengthField::new(width, Order::Big).adjust(3), most + 3),
        ] {
            assert_refused_above(field, most);
        }
    }
    assert_refused_above(Prefix::<1>::new(), 0xFF);
    assert_refused_above(Prefix::<2, LittleEndian>::new(), 0xFFFF);
    assert_refused_above(Prefix::<3>::new(), 0xFF_FFFF);
}

fn assert_refused_above(framing: impl Framing + Encode + Copy, most: usize) {
    let payload = vec![7; most + 1];
    let mut out = b"before".to_vec();
    let capacity = out.capacity();
    let refused = framing.encode(&payload, &mut out);
    assert_eq!(refused, Err(EncodeError::TooLong { len: most + 1, most: most as u64 }));
    assert_eq!((&out[..], out.capacity()), (&b"before"[..], capacity), "as it was");

    let mut stream = Vec::new();
    framing.encode(&payload[1..], &mut stream).unwrap();
    assert_eq!(fed(framing, most, &stream).next_frame().unwrap().unwrap().payload, &payload[1..]);
}

#[test]
fn a_payload_whose_length_would_be_negative_is_refused() {
    let field = LengthField::new(Width::Two, Order::Big).adjust(4);
    let mut out = Vec::new();
    assert_eq!(field.encode(b"abc", &mut out), Err(EncodeError::TooShort { len: 3, adjustment: 4 }));
    assert_eq!(out, b"");
    field.encode(b"abcd", &mut out).unwrap();
    assert_eq!(out, b"\0\0abcd");
}

#[test]
fn a_header_before_the_length_must_be_as_long_as_the_offset() {
    let field = LengthField::new(Width::Two, Order::Big).offset(3);
    let mut out = Vec::new();
    for header in [&b""[..], b"\x16\x03", b"\x16\x03\x03\0"] {
        let refused = field.encode_behind(header, b"ab", &mut out);
        assert_eq!(refused, Err(EncodeError::WrongHeader { len: header.len(), offset: 3 }));
    }
    assert_eq!(out, b"");
    field.encode_behind(b"\x16\x03\x03", b"ab", &mut out).unwrap();
    assert_eq!(out, b"\x16\x03\x03\0\x02ab");
}

#[test]
fn a_long_header_is_encoded_but_does_not_fit_beside_a_payload() {
    let field = LengthField::new(Width::Four, Order::Big).offset(29);
    assert_eq!(field.head(b"ab"), Err(EncodeError::LongHeader { len: 33 }));
    let mut out = Vec::new();
    field.encode(b"ab", &mut out).unwrap();
    assert_eq!(out, [&[0; 32][..], b"\x02ab"].concat());
    assert_eq!(field.offset(28).head(b"ab").unwrap().as_slice().len(), 32);
    let len = isize::MAX as usize - 20; // with the frames that are there, more than a Vec may have
    assert_eq!(field.offset(len - 4).encode(b"ab", &mut out), Err(EncodeError::LongHeader { len }));
    let len = usize::MAX;
    assert_eq!(field.offset(len).encode(b"ab", &mut out), Err(EncodeError::LongHeader { len }));
    assert_eq!(out.len(), 35);
}

/// What a decoder says of these bytes.
fn violation(framing: impl Framing, stream: &[u8]) -> Violation {
    fed(framing, 1024, stream).next_frame().unwrap_err().violation
}

#[test]
fn the_largest_lengths_are_oversize_and_no_sum_overflows() {
    let field = LengthField::new(Width::Eight, Order::Big);
    let oversize = |announced| Violation::Oversize { announced: Some(announced), limit: 1024, skipped: false };
    for framing in [field, field.adjust(5), field.adjust(i64::MAX), field.offset(0).strip(usize::MAX - 1)] {
        assert_eq!(violation(framing, &[0xFF; 8]), oversize(u64::MAX));
    }
    assert_eq!(violation(Varint::new(), b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"), oversize(u64::MAX));
    assert_eq!(violation(field.adjust(i64::MIN), &[0xFF; 8]), oversize(i64::MAX as u64));
    let short = Violation::Malformed(Malformed::ShortLength { length: 5, adjustment: i64::MIN });
    assert_eq!(violation(field.adjust(i64::MIN).adjust(-7), &5_u64.to_be_bytes()), short);
    let negative = Violation::Malformed(Malformed::NegativeLength(i64::MIN));
    assert_eq!(violation(field, &(1_u64 << 63).to_be_bytes()), oversize(1 << 63));
    assert_eq!(violation(field.signed(), &(1_u64 << 63).to_be_bytes()), negative);
    assert_eq!(fed(field.offset(usize::MAX), 1024, &[0xFF; 100]).next_frame(), Ok(None));
}

#[test]
fn a_text_length_of_more_digits_than_64_bits_need_is_oversize() {
    for digits in ["18446744073709551615:", "18446744073709551616:", "123456789012345678901"] {
        for end in 20..=digits.len() {
            let violation = Violation::Oversize { announced: Some(u64::MAX), limit: 1 << 20, skipped: false };
            let expected = if end > 20 { Err(FrameError { offset: 0, violation }) } else { Ok(None) };
            let mut decoder = fed(Netstring, 1 << 20, &digits.as_bytes()[..end]);
            assert_eq!(decoder.next_frame(), expected, "{digits}, {end}");
        }
    }
}

#[test]
fn a_varint_has_a_byte_more_from_every_seventh_bit_on() {
    let mut out = Vec::new();
    for (len, bytes) in [(0, 1), (127, 1), (128, 2), (16_383, 2), (16_384, 3), (2_097_151, 3), (2_097_152, 4)] {
        out.clear();
        Varint::new().encode(&vec![0; len], &mut out).unwrap();
        assert_eq!(out.len() - len, bytes, "{len}");
        assert_eq!(fed(Varint::new(), len, &out).next_frame().unwrap().unwrap().header, bytes, "{len}");
    }
}

#[test]
fn a_varint_comes_after_as_many_bytes_as_its_offset_says() {
    let mqtt = Varint::new().offset(1);
    let mut stream = Vec::new();
    mqtt.encode_behind(b"\x30", &[b'x'; 200], &mut stream).unwrap();
    mqtt.encode_behind(b"\xC0", b"", &mut stream).unwrap();
    assert_eq!((&stream[..4], &stream[203..]), (&b"\x30\xC8\x01x"[..], &b"\xC0\0"[..]));
    for piece in [1, 2, 3, 1000] {
        let came = events(Decoder::new(mqtt, 200), stream.chunks(piece));
        assert!(matches!(came[0], Event::Frame { offset: 0, header: 3, len: 203, .. }), "{came:?}");
        assert!(matches!(came[1..], [Event::Frame { offset: 203, header: 2, len: 2, .. }, Event::End(Ok(()))]));
        let came = events(skipping(mqtt, 199), stream.chunks(piece));
        assert!(matches!(came[..], [Event::Error(_), Event::Frame { offset: 203, .. }, Event::End(Ok(()))]));
    }
}

#[test]
fn a_header_before_a_varint_is_as_long_as_the_offset() {
    let mut out = Vec::new();
    let wrong = EncodeError::WrongHeader { len: 2, offset: 1 };
    assert_eq!(Varint::new().offset(1).encode_behind(b"ab", b"", &mut out), Err(wrong));
    assert_eq!(Varint::new().offset(22).head(b"").map(|head| head.as_slice().len()), Ok(23));
    for (offset, len) in [(23, 33), (usize::MAX, usize::MAX)] {
        assert_eq!(Varint::new().offset(offset).encode(b"", &mut out), Err(EncodeError::LongHeader { len }));
    }
    assert_eq!(out, b"");
    assert_eq!(fed(Varint::new().offset(usize::MAX), 10, &[0xFF; 100]).next_frame(), Ok(None));
}
