//! How to test a decoder of one's own with every cut and every end: the lines that lesson 08 names, on the decoder of lesson
//! 04; and why it takes the ends. It needs no socket, since the decoder opens none.

use struct_header::{Decoder, Order};

#[test]
fn every_end_in_every_cut_gives_the_whole_frames() {
    let stream = "\x03\0\0\0粘\0\0\0\0\x01\0\0\0a".as_bytes();
    let frames = [(7, "粘"), (11, ""), (16, "a")]; // where each ends
    for end in 0..=stream.len() {
        for cuts in 0..1u32 << end.saturating_sub(1) {
            let (mut decoder, mut taken, mut from) = (Decoder::new(Order::Little, 1024), Vec::new(), 0);
            for to in 1..=end {
                if to == end || cuts >> (to - 1) & 1 == 1 {
                    decoder.feed(&stream[from..to]); // what one read returned
                    while let Some(frame) = decoder.next_frame().expect("no violation") {
                        taken.push(frame.to_vec());
                    }
                    from = to;
                }
            }
            let whole = frames.iter().filter(|(ends, _)| *ends <= end).map(|(_, text)| text.as_bytes());
            assert!(whole.eq(taken), "ended after {end}, cut as in {cuts:015b}");
            assert_eq!(decoder.finish().is_ok(), [0, 7, 11, 16].contains(&end), "ended after {end}");
        }
    }
}

/// Two faults that no cut shows.
#[derive(Default)]
struct BlindToEnds {
    waiting: Vec<u8>,
}

impl BlindToEnds {
    fn feed(&mut self, read: &[u8], taken: &mut Vec<Vec<u8>>) {
        self.waiting.extend(read);
        while self.waiting.len() > 4 {
            let length = u32::from_le_bytes([0, 1, 2, 3].map(|at| self.waiting[at])) as usize;
            let Some(payload) = self.waiting.get(4..4 + length) else { return };
            taken.push(payload.to_vec());
            self.waiting.drain(..4 + length);
        }
    }

    fn finish(&self) -> Result<(), String> {
        Ok(())
    }
}

/// What it makes of the first `end` bytes, cut so.
fn blind(end: usize, cuts: u32) -> (Vec<Vec<u8>>, bool) {
    let stream = "\x03\0\0\0粘\0\0\0\0\x01\0\0\0a".as_bytes();
    let (mut decoder, mut taken, mut from) = (BlindToEnds::default(), Vec::new(), 0);
    for to in (1..=end).filter(|to| *to == end || cuts >> (to - 1) & 1 == 1) {
        decoder.feed(&stream[from..to], &mut taken);
        from = to;
    }
    (taken, decoder.finish().is_ok())
}

#[test]
fn a_decoder_can_survive_every_cut_and_be_blind_to_ends() {
    let whole: Vec<Vec<u8>> = ["粘", "", "a"].map(|text| text.as_bytes().to_vec()).to_vec();
    for cuts in 0..1 << 15 {
        assert_eq!(blind(16, cuts), (whole.clone(), true), "cut as in {cuts:015b}");
    }
    assert_eq!(blind(11, 0), (whole[..1].to_vec(), true), "the empty frame at the end is lost");
    assert_eq!(blind(13, 0), (whole[..2].to_vec(), true), "the end inside a header goes unseen");
}
