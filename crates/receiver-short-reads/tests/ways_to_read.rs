//! What each way of reading returns for every way in which the same bytes can arrive.

use receiver_short_reads::{TextDecoder, byte_at_a_time, exactly, up_to};
use std::io::{self, Read};

/// Gives `bytes` in pieces that end at the cuts whose bit is set in `mask`.
struct Pieces<'a> {
    bytes: &'a [u8],
    at: usize,
    mask: u32,
}

impl<'a> Pieces<'a> {
    fn new(bytes: &'a [u8], mask: u32) -> Self {
        Self { bytes, at: 0, mask }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let is_cut = |at: &usize| self.mask & 1 << (at - 1) != 0;
        let end = (self.at + 1..self.bytes.len()).find(is_cut).unwrap_or(self.bytes.len());
        let got = (&self.bytes[self.at..end]).read(buffer)?;
        self.at += got;
        Ok(got)
    }
}

const GREETING: &[u8] = b"I'm Lyon";

#[test]
fn up_to_n_returns_what_is_there_and_not_what_was_asked_for() {
    let mut reader = Pieces::new(GREETING, 1 << 3);
    assert_eq!(up_to(&mut reader, 1024).unwrap(), b"I'm ");
    assert_eq!(up_to(&mut reader, 1).unwrap(), b"L");
    assert_eq!(up_to(&mut reader, 1024).unwrap(), b"yon");
    assert_eq!(up_to(&mut reader, 1024).unwrap(), b"", "the end");
}

#[test]
fn exactly_n_and_a_byte_at_a_time_agree_whatever_the_cuts() {
    for mask in 0..1 << (GREETING.len() - 1) {
        let mut reader = Pieces::new(GREETING, mask);
        assert_eq!(exactly(&mut reader, 4).unwrap(), b"I'm ", "{mask:b}");
        assert_eq!(byte_at_a_time(&mut reader, 4).unwrap(), b"Lyon", "{mask:b}");
    }
}

#[test]
fn an_early_end_says_how_many_bytes_came() {
    let read = || Pieces::new(GREETING, 0);
    for result in [exactly(&mut read(), 9), byte_at_a_time(&mut read(), 9)] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        assert!(error.to_string().contains("8 of 9"), "{error}");
    }
}

#[test]
fn exactly_n_does_not_reserve_what_has_not_come() {
    assert!(exactly(&mut Pieces::new(GREETING, 0), usize::MAX / 2).is_err(), "and no memory was asked for");
}

#[test]
fn no_cut_breaks_a_character() {
    let sent = "粘包é🦀!";
    let bytes = sent.as_bytes();
    for mask in 0..1u32 << (bytes.len() - 1) {
        let (mut reader, mut text, mut read) = (Pieces::new(bytes, mask), TextDecoder::default(), String::new());
        loop {
            match up_to(&mut reader, 1024).unwrap().as_slice() {
                [] => break,
                piece => read += &text.push(piece),
            }
        }
        read += &text.finish();
        assert_eq!(read, sent, "{mask:b}");
    }
}

#[test]
fn bytes_that_are_no_character_do_not_wait_for_ever() {
    let mut text = TextDecoder::default();
    assert_eq!(text.push(b"a\xFFb"), "a\u{FFFD}b");
    assert_eq!(text.push(b"\xE7\xB2"), "", "the beginning of a character waits");
    assert_eq!(text.push(b"c"), "\u{FFFD}c", "and is given up when it cannot be one");
    assert_eq!(text.push(b"\xE7"), "");
    assert_eq!(text.finish(), "\u{FFFD}");
}
