//! The seven examples that Netty documents for its LengthFieldBasedFrameDecoder; and HTTP/2, TLS and Kafka.

use framing::{LengthField, Order, Width};

use crate::support::fed;

const HELLO: &[u8] = b"HELLO, WORLD";

/// What comes out of a stream of this one frame, twice.
fn decoded(framing: LengthField, frame: &[u8]) -> Vec<u8> {
    let mut decoder = fed(framing, HELLO.len() + 2, &frame.repeat(2));
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
fn the_seven_examples_come_out_as_netty_documents_them() {
    let (two, three) = (field(Width::Two), field(Width::Three));
    // The header that comes before HELLO, the length field in it, and how many bytes of it come out.
    let examples: [(&[u8], LengthField, usize); 14] = [
        (b"\0\x0C", two.offset(0).adjust(0).strip(0), 2), // 2 bytes at offset 0, nothing stripped
        (b"\0\x0C", two.strip(2), 0),                     // stripped
        (b"\0\x0C", two, 0),                              // as it is by default
        (b"\0\x0E", two.adjust(-2).strip(0), 2),          // 2 bytes that count the whole message
        (b"\0\x0E", two.counts_itself().strip(0), 2),
        (b"\0\x0E", two.counts_itself(), 0),
        (b"\xCA\xFE\0\0\x0C", three.offset(2).strip(0), 5), // 3 bytes at the end of a header of 5
        (b"\xCA\xFE\0\0\x0C", three.offset(2), 0),
        (b"\0\0\x0C\xCA\xFE", three.adjust(2).strip(0), 5), // 3 bytes at the beginning of a header of 5
        (b"\0\0\x0C\xCA\xFE", three.adjust(2).strip(5), 0),
        (b"\xCA\0\x0C\xFE", two.offset(1).adjust(1).strip(3), 1), // 2 bytes in the middle of a header of 4
        (b"\xCA\0\x0C\xFE", two.offset(1).adjust(1), 1),
        (b"\xCA\0\x10\xFE", two.offset(1).adjust(-3).strip(3), 1), // and they count the whole message
        (b"\xCA\0\x10\xFE", two.offset(1).adjust(-1).counts_itself(), 1),
    ];
    for (header, field, kept) in examples {
        let expected = [&header[header.len() - kept..], HELLO].concat();
        assert_eq!(decoded(field, &[header, HELLO].concat()), expected, "{header:x?}: {field:?}");
    }
}

#[test]
fn http_2_tls_and_kafka_frames_are_length_fields() {
    let http2 = b"\0\0\x08\x06\0\0\0\0\0pingpong";
    assert_eq!(decoded(field(Width::Three).adjust(6).strip(9), http2), b"pingpong");
    let tls = b"\x15\x03\x03\0\x02\x01\x00";
    assert_eq!(decoded(field(Width::Two).offset(3), tls), [1, 0]);
    let kafka = b"\0\0\0\x0A\0\x12\0\0\0\0\0\x01\xFF\xFF";
    assert_eq!(decoded(field(Width::Four).signed(), kafka), kafka[4..]);
}

#[test]
fn a_limit_is_about_the_payload_whatever_is_stripped() {
    for strip in [0, 1, 2, 3, 14] {
        for limit in [11, 12, 13] {
            let mut decoder = fed(field(Width::Two).strip(strip), limit, b"\0\x0CHELLO, WORLD");
            assert_eq!(decoder.next_frame().is_ok(), limit >= 12, "strip {strip}, limit {limit}");
        }
    }
}
