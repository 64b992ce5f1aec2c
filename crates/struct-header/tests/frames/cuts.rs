//! A decoder returns the same frames however the stream is cut. No socket, no clock.

use struct_header::{Decoder, HEADER, Order};

use crate::{Lot, stream_of};

const ORDERS: [Order; 2] = [Order::Little, Order::Big];

/// Whether a stream of these frames, cut like this, is decoded to these frames, each of them as
/// soon as its last byte has come.
fn assert_decodes<'a>(payloads: &[&[u8]], order: Order, pieces: impl Iterator<Item = &'a [u8]>) {
    let mut decoder = Decoder::new(order, 1024);
    let mut frames = payloads.iter().peekable();
    let (mut fed, mut frame_end) = (0, 0);
    for piece in pieces {
        decoder.feed(piece);
        fed += piece.len();
        while let Some(frame) = decoder.next_frame().expect("no violation") {
            assert_eq!(frame, *frames.next().expect("no frame too many"));
            frame_end += HEADER + frame.len();
        }
        if let Some(next) = frames.peek() {
            assert!(fed < frame_end + HEADER + next.len(), "a whole frame waits");
        }
    }
    assert_eq!(frames.next(), None);
    assert_eq!(decoder.finish(), Ok(()));
}

/// Bit i of `cuts` is set: cut after byte i.
fn cut(stream: &[u8], cuts: u32) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    (1..=stream.len())
        .filter(move |&end| end == stream.len() || cuts >> (end - 1) & 1 == 1)
        .map(move |end| &stream[std::mem::replace(&mut start, end)..end])
}

#[test]
fn every_cut_of_a_short_stream_gives_the_same_frames() {
    let streams: [&[&[u8]]; 4] = [&[b"a", b"", b"bcd"], &[b"", b"ab", b""], &[b"", b"", b""], &[b"I'm ", b"Lyon"]];
    for payloads in streams {
        for order in ORDERS {
            let stream = stream_of(payloads, order);
            for cuts in 0..1 << (stream.len() - 1) {
                assert_decodes(payloads, order, cut(&stream, cuts));
            }
        }
    }
}

#[test]
fn the_cutter_makes_every_cut_once() {
    let stream: Vec<u8> = (0..6).collect();
    let all: std::collections::HashSet<Vec<&[u8]>> = (0..1 << 5).map(|cuts| cut(&stream, cuts).collect()).collect();
    assert_eq!(all.len(), 32);
    assert!(all.iter().all(|pieces| pieces.concat() == stream));
}

#[test]
fn random_cuts_of_long_streams_and_reads_of_nothing_give_the_same_frames() {
    for seed in 0..200 {
        let mut lot = Lot(seed);
        let order = ORDERS[lot.up_to(1)];
        let frame_max = [0, 3, 40, 1000][lot.up_to(3)];
        let read_max = [1, 7, 64, 5000][lot.up_to(3)];
        let payloads: Vec<_> = (0..200).map(|_| lot.payload(frame_max)).collect();
        let stream = stream_of(&payloads, order);

        let mut rest = &stream[..];
        let pieces = std::iter::from_fn(|| {
            let (piece, behind) = rest.split_at(lot.up_to(read_max).min(rest.len()));
            rest = behind;
            (!piece.is_empty() || !rest.is_empty()).then_some(piece)
        });
        let payloads: Vec<_> = payloads.iter().map(Vec::as_slice).collect();
        assert_decodes(&payloads, order, pieces);
    }
}

#[test]
fn frames_of_one_read_are_borrowed_in_place() {
    let payloads = vec![[7; 16]; 10_000];
    let mut decoder = Decoder::new(Order::Little, 16);
    decoder.feed(&stream_of(&payloads, Order::Little));

    let mut addresses = Vec::new();
    while let Some(frame) = decoder.next_frame().unwrap() {
        addresses.push(frame.as_ptr().addr());
    }
    assert_eq!(addresses.len(), payloads.len());
    assert!(addresses.windows(2).all(|two| two[1] - two[0] == HEADER + 16));
}

#[test]
fn a_long_stream_does_not_grow_the_buffer() {
    const READ: usize = 100;
    const LIMIT: usize = 40;
    let mut lot = Lot(1);
    let mut decoder = Decoder::new(Order::Big, LIMIT);
    for _ in 0..1000 {
        let payloads: Vec<_> = (0..20).map(|_| lot.payload(LIMIT)).collect();
        for read in stream_of(&payloads, Order::Big).chunks(READ) {
            decoder.feed(read);
            while decoder.next_frame().unwrap().is_some() {}
        }
        // One unfinished frame, as many bytes already taken, and one read; and a Vec may double that.
        assert!(decoder.capacity() <= 2 * (2 * (HEADER + LIMIT) + READ));
    }
}
