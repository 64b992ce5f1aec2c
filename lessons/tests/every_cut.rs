//! How to test a decoder of one's own with every cut: the lines that lesson 08 shows, on the decoder of lesson 04. It needs no
//! socket, since the decoder opens none.

use struct_header::{Decoder, Order};

// ANCHOR: ten_lines
#[test]
fn every_cut_of_the_stream_gives_the_same_frames() {
    let stream = "\x03\0\0\0粘\0\0\0\0\x01\0\0\0a".as_bytes();
    for cuts in 0..1u32 << (stream.len() - 1) {
        let (mut decoder, mut frames, mut from) = (Decoder::new(Order::Little, 1024), Vec::new(), 0);
        for to in 1..=stream.len() {
            if to == stream.len() || cuts >> (to - 1) & 1 == 1 {
                decoder.feed(&stream[from..to]); // what one read returned
                while let Some(frame) = decoder.next_frame().expect("no violation") {
                    frames.push(frame.to_vec());
                }
                from = to;
            }
        }
        assert_eq!(frames, ["粘".as_bytes(), b"", b"a"], "cut as in {cuts:015b}");
        assert_eq!(decoder.finish(), Ok(()), "cut as in {cuts:015b}");
    }
}
// ANCHOR_END: ten_lines
