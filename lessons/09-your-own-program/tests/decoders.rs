//! The decoders of lesson 08 behind a socket: a search finds what trying every cut in memory finds.

#[allow(dead_code, reason = "lesson 08 uses the rest")]
#[path = "../../08-every-cut/cuts.rs"]
mod cuts;
#[allow(dead_code, reason = "lesson 08 uses the rest")]
#[path = "../../08-every-cut/decoders.rs"]
mod known;
#[path = "../../08-every-cut/naive.rs"]
mod naive;

use crate::programs::{Found, cut, search, search_twice};
use cuts::{Framed, Script, every_cut};
use known::{DECODERS, Known, decoded, is_ours};

/// The payloads that the client sends.
const PAYLOADS: [&str; 3] = ["粘", "", "a"];

/// The smallest cut that breaks a decoder, in memory.
fn smallest(known: &Known, stream: &Framed) -> Option<Vec<usize>> {
    every_cut(stream.bytes.len()).find(|cut| {
        let decoded = decoded(known.decode, &mut Script::new(&stream.bytes, cut));
        decoded.error.is_some() || decoded.frames != stream.payloads
    })
}

/// What a search says of a program for which the smallest cut is none at all.
fn fails_uncut() -> Found {
    Found::Unfit("it fails without any cut".to_owned())
}

pub(crate) fn a_search_finds_the_cut_that_every_cut_in_memory_finds() {
    let stream = Framed::of(PAYLOADS.map(|text| text.as_bytes().to_vec()).to_vec());
    let mut cuts = 0;
    for known in DECODERS {
        let found = search_twice(&format!("--serve 'decoder-server {}' -- client mended {{addr}}", known.code));
        match smallest(known, &stream) {
            None => assert!(is_ours(known.name) && found == Found::Nothing, "{}: {found:?}", known.name),
            Some(offsets) if offsets.is_empty() => assert_eq!(found, fails_uncut(), "{}", known.name),
            Some(offsets) => {
                let offsets: Vec<u64> = offsets.iter().map(|&offset| offset as u64).collect();
                assert_eq!(found, cut("up", &offsets), "{}", known.name);
                cuts += 1;
            }
        }
    }
    assert!(cuts > 0, "no decoder has a smallest cut");
}

/// A frame of 8,192 bytes fills the buffer of `BufReader`, so that it reads nothing of the next frame, and loses nothing.
pub(crate) fn a_full_buffer_hides_a_bug_that_one_cut_shows() {
    let args = |bytes: u32| format!("--serve 'decoder-server buffered' -- client mended {{addr}} {bytes}");
    assert_eq!(search_twice(&args(8192)), cut("up", &[1]));
    assert_eq!(search(&args(8191)), fails_uncut());
}

pub(crate) fn a_program_that_reads_late_is_not_judged() {
    let args = |way: &str| format!("--at 1 --down --serve 'decoder-server ours' -- client {way} {{addr}}");
    assert_eq!(search(&args("late")), Found::Unfit("no cut is known to have reached the program".to_owned()));
    assert_eq!(search(&args("naive")), cut("down", &[1]), "the same client, when it reads at once");
}
