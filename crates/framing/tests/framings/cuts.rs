//! The same frames come out, however the stream is cut.

use framing::Decoder;

use crate::samples::{frames_at, stream_of};
use crate::support::{Event, all_cuts, cut, events};

for_every_framing! {
    fn every_cut_of_a_short_stream_gives_the_same_frames(framing, frames) {
        let stream = stream_of(frames);
        assert!(stream.len() <= 15, "{framing:?}: 2^{} cuts", stream.len());
        let expected = [frames_at(0, frames), vec![Event::End(Ok(()))]].concat();
        for cuts in all_cuts(&stream) {
            let decoder = Decoder::new(framing.clone(), 1024);
            assert_eq!(events(decoder, cut(&stream, cuts)), expected, "{framing:?}, cuts {cuts:b}");
        }
    }
}

#[test]
fn the_cutter_makes_every_cut_once() {
    let stream: Vec<u8> = (0..6).collect();
    let all: std::collections::HashSet<Vec<&[u8]>> =
        all_cuts(&stream).map(|cuts| cut(&stream, cuts).collect()).collect();
    assert_eq!(all.len(), 32);
    assert!(all.iter().all(|pieces| pieces.concat() == stream));
}

for_every_framing! {
    fn a_read_of_nothing_between_any_two_bytes_changes_nothing(framing, frames) {
        let stream = stream_of(frames);
        let pieces = stream.chunks(1).flat_map(|byte| [byte, &[][..]]);
        let expected = [frames_at(0, frames), vec![Event::End(Ok(()))]].concat();
        assert_eq!(events(Decoder::new(framing.clone(), 1024), pieces), expected, "{framing:?}");
    }
}

for_every_framing! {
    fn an_encoder_writes_what_a_person_would_behind_what_is_there(framing, frames) {
        let mut out = b"before".to_vec();
        for (_, _, payload) in frames {
            framing.encode(payload, &mut out).unwrap();
        }
        assert_eq!(out, [b"before", &stream_of(frames)[..]].concat(), "{framing:?}");
    }
}
