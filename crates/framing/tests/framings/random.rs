//! Long streams of random messages, and random bytes that are not messages, with random cuts. A failure prints its seed.

use std::fmt::Debug;

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use framing::{Decoder, Encode, Framing, OnOversize, Violation};

use crate::support::{Event, events};

/// Bytes that mean something to some framing are as frequent as all others together.
fn byte(u: &mut Unstructured<'_>) -> Result<u8> {
    if u.arbitrary()? { u.arbitrary() } else { u.choose(b"\0\0\x01\x02\xFF\x80\r\n\nab:,0123").copied() }
}

/// Up to `most` bytes; half of the time one and the same.
fn bytes(u: &mut Unstructured<'_>, most: usize) -> Result<Vec<u8>> {
    let len = u.int_in_range(0..=most)?;
    if u.arbitrary()? {
        return Ok(vec![byte(u)?; len]);
    }
    (0..len).map(|_| byte(u)).collect()
}

fn pieces<'a>(u: &mut Unstructured<'_>, mut rest: &'a [u8]) -> Result<Vec<&'a [u8]>> {
    let most = *u.choose(&[1, 3, 20, 300, 5000])?;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(u.int_in_range(0..=most)?.clamp(1, rest.len()));
        pieces.push(piece);
        rest = behind;
    }
    Ok(pieces)
}

/// Messages of up to 700 bytes, or of the size that a fixed framing has: what is encoded comes out, at the offsets where
/// it was put, but for what is over the limit.
fn round_trip<F: Framing + Encode + Clone + Debug>(u: &mut Unstructured<'_>, framing: &F, fixed: usize) -> Result<()> {
    let limit = u.int_in_range(0..=700)?;
    let (mut stream, mut expected) = (Vec::new(), Vec::new());
    for _ in 0..u.int_in_range(0..=60)? {
        let mut payload = bytes(u, 700)?;
        let offset = stream.len();
        if framing.encode(&payload, &mut stream).is_err() {
            assert_eq!(stream.len(), offset, "{framing:?} wrote something and refused");
            payload = vec![b'x'; fixed];
            framing.encode(&payload, &mut stream).unwrap();
        }
        expected.push((offset as u64, stream.len() - offset, payload));
    }
    let decoder = Decoder::new(framing.clone(), limit).on_oversize(OnOversize::Skip);
    let came = events(decoder, pieces(u, &stream)?);
    assert_eq!(came.len(), expected.len() + 1, "{framing:?}");
    assert_eq!(came.last(), Some(&Event::End(Ok(()))), "{framing:?}");
    for (came, (at, size, message)) in came.iter().zip(expected) {
        match came {
            Event::Frame { offset, len, payload, .. } => {
                assert_eq!((*offset, *len, payload), (at, size, &message), "{framing:?}");
                assert!(message.len() <= limit);
            }
            Event::Error(error) => {
                assert!(matches!(error.violation, Violation::Oversize { .. }), "{framing:?}: {error}");
                assert!(error.offset == at && message.len() > limit, "{framing:?}: {error}");
            }
            Event::End(end) => panic!("{framing:?}: {end:?} before the end"),
        }
    }
    Ok(())
}

for_every_framing! {
    fn random_cuts_of_random_messages_give_the_same_messages(framing, frames) {
        arbtest(|u| round_trip(u, framing, frames[0].2.len())).budget_ms(60);
    }
}

for_every_framing! {
    fn random_cuts_of_random_bytes_give_the_same_results(framing, frames) {
        arbtest(|u| {
            let mut stream = bytes(u, 300)?;
            if u.arbitrary()? {
                // A frame, and then something that may not be one.
                stream.splice(0..0, frames[0].0.iter().copied());
            }
            let limit = u.int_in_range(0..=40)?;
            let on_oversize = *u.choose(&[OnOversize::Fail, OnOversize::Skip])?;
            let decoder = || Decoder::new(framing.clone(), limit).on_oversize(on_oversize);
            let at_once = events(decoder(), [&stream[..]]);
            assert_eq!(events(decoder(), pieces(u, &stream)?), at_once, "{framing:?}: {stream:?}");
            Ok(())
        })
        .budget_ms(60);
    }
}
