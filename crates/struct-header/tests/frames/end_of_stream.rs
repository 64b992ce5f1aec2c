//! A stream may end between two frames, and nowhere else. No socket.

use struct_header::{Decoder, HEADER, HeaderError, Order, ReadError, read_frame};

use crate::stream_of;

const PAYLOADS: [&[u8]; 4] = [b"ab", b"", b"hello", b""];

/// What a stream that ends behind its byte `end` is: whole frames, and how it ends. Told from the
/// payloads alone.
fn expected(mut end: usize) -> (usize, Result<(), HeaderError>) {
    for (whole, payload) in PAYLOADS.iter().enumerate() {
        let announced = payload.len();
        match end {
            0 => return (whole, Ok(())),
            got if got < HEADER => return (whole, Err(HeaderError::EndInHeader { got })),
            got if got < HEADER + announced => {
                let got = got - HEADER;
                return (whole, Err(HeaderError::EndInPayload { got, announced }));
            }
            _ => end -= HEADER + announced,
        }
    }
    (PAYLOADS.len(), Ok(()))
}

#[test]
fn a_decoder_says_after_each_byte_whether_the_stream_may_end_whatever_the_cut() {
    let stream = stream_of(&PAYLOADS, Order::Little);
    for end in 0..=stream.len() {
        let (whole, finish) = expected(end);
        for cut in 0..=end {
            let mut decoder = Decoder::new(Order::Little, 1024);
            decoder.feed(&stream[..cut]);
            let mut taken = 0;
            while decoder.next_frame().unwrap().is_some() {
                taken += 1;
            }
            decoder.feed(&stream[cut..end]);
            for payload in &PAYLOADS[taken..whole] {
                assert_eq!(decoder.finish(), finish, "between the frames, cut behind {cut}, ended behind {end}");
                assert_eq!(decoder.next_frame(), Ok(Some(*payload)));
            }
            assert_eq!(decoder.next_frame(), Ok(None));
            assert_eq!(decoder.finish(), finish, "after the frames, cut behind {cut}, ended behind {end}");
        }
    }
}

#[test]
fn a_reader_says_after_each_byte_whether_the_stream_may_end() {
    let stream = stream_of(&PAYLOADS, Order::Little);
    for end in 0..=stream.len() {
        let mut reader = &stream[..end];
        let (whole, finish) = expected(end);
        for payload in &PAYLOADS[..whole] {
            let frame = read_frame(&mut reader, Order::Little, 1024).unwrap();
            assert_eq!(frame.as_deref(), Some(*payload));
        }
        match (read_frame(&mut reader, Order::Little, 1024), finish) {
            (Ok(None), Ok(())) => {}
            (Err(ReadError::Frame(error)), Err(expected)) => assert_eq!(error, expected),
            (other, _) => panic!("{other:?} where the stream ends behind byte {end}"),
        }
    }
}
