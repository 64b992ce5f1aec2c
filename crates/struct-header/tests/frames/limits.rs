//! What a header may announce, and what is refused before memory is reserved for it. No I/O.

use struct_header::{Decoder, HEADER, HeaderError, Order, encode, header, length};

use crate::stream_of;

const MEBIBYTES_16: usize = 16 * 1024 * 1024;

#[test]
fn the_order_decides_which_byte_of_the_length_goes_first() {
    assert_eq!(header(0x0102_0304, Order::Little), Ok([4, 3, 2, 1]));
    assert_eq!(header(0x0102_0304, Order::Big), Ok([1, 2, 3, 4]));
    for order in [Order::Little, Order::Big] {
        for len in [0, 1, 255, 256, 65_535, 65_536, MEBIBYTES_16, i32::MAX as usize] {
            assert_eq!(length(header(len, order).unwrap(), order, usize::MAX), Ok(len));
        }
    }
}

#[test]
fn a_frame_is_its_header_and_its_payload_and_nothing_else() {
    let mut out = b"before".to_vec();
    encode(b"hello", Order::Little, &mut out).unwrap();
    encode(b"", Order::Big, &mut out).unwrap();
    assert_eq!(out, b"before\x05\0\0\0hello\0\0\0\0");
}

#[test]
fn a_length_too_long_for_an_i32_is_refused_and_never_wraps() {
    let most = i32::MAX as usize;
    assert_eq!(header(most, Order::Big), Ok([0x7F, 0xFF, 0xFF, 0xFF]));
    for len in [most + 1, u32::MAX as usize, usize::MAX] {
        assert_eq!(header(len, Order::Little), Err(HeaderError::TooLong { len }));
    }
}

#[test]
#[ignore = "maps 2 GiB of zeros, though it touches none of them"]
fn encode_refuses_a_long_payload_and_leaves_the_output_alone() {
    let payload = vec![0; i32::MAX as usize + 1];
    let mut out = b"before".to_vec();
    let capacity = out.capacity();
    let refused = encode(&payload, Order::Little, &mut out);
    assert_eq!(refused, Err(HeaderError::TooLong { len: payload.len() }));
    assert_eq!((&out[..], out.capacity()), (&b"before"[..], capacity));
}

#[test]
fn a_payload_is_taken_up_to_the_limit_and_refused_one_above() {
    for limit in [0, 10] {
        for len in limit..=limit + 1 {
            let mut decoder = Decoder::new(Order::Little, limit);
            decoder.feed(&stream_of(&[vec![b'x'; len]], Order::Little));
            let refused = HeaderError::OverLimit { announced: limit + 1, limit };
            let taken = if len > limit { Err(refused) } else { Ok(Some(len)) };
            assert_eq!(decoder.next_frame().map(|frame| frame.map(<[u8]>::len)), taken);
            assert_eq!(decoder.finish().is_err(), len > limit);
        }
    }
}

#[test]
fn an_announced_length_reserves_nothing_until_its_bytes_come() {
    for limit in [1024, MEBIBYTES_16] {
        let mut decoder = Decoder::new(Order::Little, limit);
        decoder.feed(&header(MEBIBYTES_16, Order::Little).unwrap());
        assert_eq!(decoder.next_frame().is_err(), limit < MEBIBYTES_16);
        for came in 0..=10_000 {
            // A Vec doubles, starting at 8 bytes.
            let least = if limit < MEBIBYTES_16 { 0 } else { came };
            assert!((least..=2 * (HEADER + came) + 8).contains(&decoder.capacity()));
            decoder.feed(b"x");
            assert_eq!(decoder.next_frame().is_err(), limit < MEBIBYTES_16);
        }
    }
}

#[test]
fn a_negative_length_is_a_violation_whatever_the_limit() {
    for signed in [-1, -5, i32::MIN] {
        let (little, big) = (signed.to_le_bytes(), signed.to_be_bytes());
        let negative = Err(HeaderError::Negative(signed));
        assert_eq!(length(little, Order::Little, usize::MAX), negative);
        assert_eq!(length(big, Order::Big, usize::MAX), negative);
    }
}

#[test]
fn text_or_the_other_order_read_as_a_header_is_a_gigabyte_or_negative() {
    for (order, announced) in [(Order::Little, 0x5054_5448), (Order::Big, 0x4854_5450)] {
        let mut decoder = Decoder::new(order, MEBIBYTES_16);
        decoder.feed(b"HTTP/1.1 400 Bad Request\r\n");
        let refused = HeaderError::OverLimit { announced, limit: MEBIBYTES_16 };
        assert_eq!(decoder.next_frame(), Err(refused));
        assert!(announced > 1_000_000_000);
    }
    let chinese = *"粘包".as_bytes().first_chunk().unwrap();
    assert!(matches!(length(chinese, Order::Big, usize::MAX), Err(HeaderError::Negative(_))));
    let five = header(5, Order::Big).unwrap();
    let refused = HeaderError::OverLimit { announced: 5 << 24, limit: MEBIBYTES_16 };
    assert_eq!(length(five, Order::Little, MEBIBYTES_16), Err(refused));
}

#[test]
fn a_violation_stays_and_nothing_more_is_taken_in() {
    let stream = [&stream_of(&[b"good"], Order::Little)[..], &[0xFF; HEADER], b"never"].concat();

    let mut decoder = Decoder::new(Order::Little, 1024);
    decoder.feed(&stream);
    let violation = HeaderError::Negative(-1);
    assert_eq!(decoder.finish(), Err(violation));
    assert_eq!(decoder.next_frame(), Ok(Some(&b"good"[..])));
    for _ in 0..3 {
        assert_eq!(decoder.next_frame(), Err(violation));
        assert_eq!(decoder.finish(), Err(violation));
        decoder.feed(&stream);
        assert_eq!(decoder.capacity(), 0);
    }
}

#[test]
fn an_error_says_what_happened_and_what_to_do() {
    let text = HeaderError::OverLimit { announced: 0x4854_5450, limit: 1024 }.to_string();
    for part in ["1213486160 bytes", "0x48545450", "limit is 1024", "Close"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(HeaderError::Negative(-1).to_string().contains("-1 bytes (0xffffffff)"));
    assert!(HeaderError::EndInHeader { got: 3 }.to_string().contains("3 of its 4 bytes"));
    let inside = HeaderError::EndInPayload { got: 0, announced: 7 };
    assert!(inside.to_string().contains("0 of its 7 bytes"));
    assert!(HeaderError::TooLong { len: usize::MAX }.to_string().contains("2147483647"));
}
