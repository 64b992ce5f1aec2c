//! Compares COBS, which decodes in place, with a simple decoder.

#![no_main]

use framing::{Cobs, Decoder};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    framing_fuzz::check(input, |_| Cobs);
    compare(input);
});

/// Compares each frame with a decoder that pushes byte by byte. A 00 alone is idle.
fn compare(stream: &[u8]) {
    let mut decoder = Decoder::new(Cobs, stream.len());
    decoder.feed(stream);
    for frame in stream.split_inclusive(|&byte| byte == 0).filter(|frame| frame.ends_with(&[0]) && *frame != [0]) {
        let decoded = decoder.next_frame().map(|frame| frame.map(|frame| frame.payload.to_vec()));
        match plain(&frame[..frame.len() - 1]) {
            Some(payload) => assert_eq!(decoded, Ok(Some(payload))),
            None => return assert!(decoded.is_err()),
        }
    }
    assert_eq!(decoder.next_frame().map(|frame| frame.is_none()), Ok(true));
}

fn plain(mut blocks: &[u8]) -> Option<Vec<u8>> {
    let mut payload = Vec::new();
    loop {
        let (&code, behind) = blocks.split_first()?;
        let data = behind.get(..usize::from(code) - 1)?;
        payload.extend_from_slice(data);
        blocks = &behind[data.len()..];
        if blocks.is_empty() {
            return Some(payload);
        }
        if code < 0xFF {
            payload.push(0);
        }
    }
}
