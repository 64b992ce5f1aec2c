//! The seven examples that Netty documents for its LengthFieldBasedFrameDecoder, with the parameters and the bytes given
//! there; and HTTP/2, TLS and Kafka.

use framing::{Decoder, LengthField, Order, Width};

const HELLO: &[u8] = b"HELLO, WORLD";

/// What comes out of a stream of this one frame, twice.
fn decoded(framing: LengthField, before: &[&[u8]]) -> Vec<u8> {
    let frame = before.concat();
    let mut decoder = Decoder::new(framing, HELLO.len() + 2);
    decoder.feed(&frame);
    decoder.feed(&frame);
    let first = decoder.next_frame().unwrap().unwrap().payload.to_vec();
    let second = decoder.next_frame().unwrap().unwrap();
    assert_eq!((second.payload, second.offset, second.len), (&first[..], frame.len() as u64, frame.len()));
    assert_eq!(decoder.next_frame(), Ok(None));
    first
}

fn field(width: Width) -> LengthField {
    LengthField::new(width, Order::Big)
}

#[test]
fn two_bytes_at_offset_0_nothing_stripped() {
    let before = [b"\0\x0C", HELLO];
    assert_eq!(decoded(field(Width::Two).offset(0).adjust(0).strip(0), &before), before.concat());
}

#[test]
fn two_bytes_at_offset_0_header_stripped_as_it_is_unless_told() {
    let before = [b"\0\x0C", HELLO];
    assert_eq!(decoded(field(Width::Two).strip(2), &before), HELLO);
    assert_eq!(decoded(field(Width::Two), &before), HELLO);
}

#[test]
fn two_bytes_that_count_the_whole_message() {
    let before = [b"\0\x0E", HELLO];
    assert_eq!(decoded(field(Width::Two).adjust(-2).strip(0), &before), before.concat());
    assert_eq!(decoded(field(Width::Two).counts_itself().strip(0), &before), before.concat());
    assert_eq!(decoded(field(Width::Two).counts_itself(), &before), HELLO);
}

#[test]
fn three_bytes_at_the_end_of_a_five_byte_header() {
    let before = [b"\xCA\xFE", &b"\0\0\x0C"[..], HELLO];
    assert_eq!(decoded(field(Width::Three).offset(2).strip(0), &before), before.concat());
    assert_eq!(decoded(field(Width::Three).offset(2), &before), HELLO);
}

#[test]
fn three_bytes_at_the_beginning_of_a_five_byte_header() {
    let before = [b"\0\0\x0C", &b"\xCA\xFE"[..], HELLO];
    assert_eq!(decoded(field(Width::Three).adjust(2).strip(0), &before), before.concat());
    assert_eq!(decoded(field(Width::Three).adjust(2).strip(5), &before), HELLO);
}

#[test]
fn two_bytes_in_the_middle_of_a_four_byte_header() {
    let before = [b"\xCA", &b"\0\x0C"[..], b"\xFE", HELLO];
    assert_eq!(decoded(field(Width::Two).offset(1).adjust(1).strip(3), &before), [b"\xFE", HELLO].concat());
    assert_eq!(decoded(field(Width::Two).offset(1).adjust(1), &before), [b"\xFE", HELLO].concat());
}

#[test]
fn two_bytes_in_the_middle_that_count_the_whole_message() {
    let before = [b"\xCA", &b"\0\x10"[..], b"\xFE", HELLO];
    assert_eq!(decoded(field(Width::Two).offset(1).adjust(-3).strip(3), &before), [b"\xFE", HELLO].concat());
    assert_eq!(decoded(field(Width::Two).offset(1).adjust(-1).counts_itself(), &before), [b"\xFE", HELLO].concat());
}

#[test]
fn http_2_tls_and_kafka_frames_are_length_fields() {
    let http2 = b"\0\0\x08\x06\0\0\0\0\0pingpong";
    assert_eq!(decoded(field(Width::Three).adjust(6).strip(9), &[http2]), b"pingpong");
    let tls = b"\x15\x03\x03\0\x02\x01\x00";
    assert_eq!(decoded(field(Width::Two).offset(3), &[tls]), [1, 0]);
    let kafka = b"\0\0\0\x0A\0\x12\0\0\0\0\0\x01\xFF\xFF";
    assert_eq!(decoded(field(Width::Four).signed(), &[kafka]), kafka[4..]);
}

#[test]
fn a_limit_is_about_the_payload_whatever_is_stripped() {
    for strip in [0, 1, 2, 3, 14] {
        for limit in [11, 12, 13] {
            let mut decoder = Decoder::new(field(Width::Two).strip(strip), limit);
            decoder.feed(b"\0\x0CHELLO, WORLD");
            assert_eq!(decoder.next_frame().is_ok(), limit >= 12, "strip {strip}, limit {limit}");
        }
    }
}
