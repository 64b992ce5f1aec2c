//! Memory grows with the bytes that arrive, never with those announced. Cost is measured by counting the bytes moved.

use framing::{Decoder, Delimiter, Encode, Framing, LengthField, Line, Order, Prefix, Violation, Width};

use crate::support::{drain, fed, skipping};

const SPACE: usize = 64 * 1024;

/// What the buffer may have: some lines more than 4 times what waits and 2 times the room, or 4 times the room.
fn most(waiting: usize, room: usize) -> usize {
    (4 * waiting + 2 * room).max(4 * room) + 1024
}

#[test]
fn an_announced_length_reserves_nothing_until_its_bytes_come() {
    let mut decoder = fed(Prefix::<4>::new(), usize::MAX, &[0xFF; 4]).with_space(1024);
    for came in 4..10_000 {
        assert_eq!(decoder.next_frame(), Ok(None));
        assert!(decoder.capacity() <= most(came, 1024), "{} after {came}", decoder.capacity());
        decoder.feed(b"x");
    }
    for space in [1, 100, SPACE] {
        let field = LengthField::new(Width::Eight, Order::Big);
        let mut decoder = fed(field, usize::MAX, &(usize::MAX as u64 >> 4).to_be_bytes()).with_space(space);
        for reads in 0..50 {
            assert_eq!(decoder.space().len(), space);
            decoder.filled(space);
            assert_eq!(decoder.next_frame(), Ok(None));
            assert!(decoder.capacity() <= most(8 + reads * space, space));
        }
    }
}

#[test]
fn a_skipped_frame_longer_than_memory_costs_no_memory() {
    const LEN: u64 = 1 << 44; // 16 TiB
    let mut decoder = skipping(LengthField::new(Width::Eight, Order::Big), 1024).with_space(1 << 24);
    decoder.feed(&LEN.to_be_bytes());
    let error = decoder.next_frame().unwrap_err();
    assert_eq!(error.violation, Violation::Oversize { announced: Some(LEN), limit: 1024, skipped: true });
    let capacity = {
        decoder.space();
        decoder.capacity()
    };
    for _ in 0..LEN >> 24 {
        let lent = decoder.space().len();
        decoder.filled(lent);
        assert_eq!(decoder.next_frame(), Ok(None));
    }
    assert_eq!((decoder.offset(), decoder.finish()), (8 + LEN, Ok(())));
    decoder.feed(b"\0\0\0\0\0\0\0\x04Lyon");
    let frame = decoder.next_frame().unwrap().unwrap();
    assert_eq!((frame.payload, frame.offset), (&b"Lyon"[..], 8 + LEN));
    assert_eq!(decoder.capacity(), capacity);
}

/// Feeds `mebibytes` without an end, and then the end and a frame.
fn assert_skips_by_end<F: Framing>(mut decoder: Decoder<F>, mebibytes: usize, filler: u8, end: &[u8]) {
    let piece = vec![filler; 1 << 20];
    decoder.feed(&piece[..SPACE]);
    assert!(decoder.next_frame().is_err());
    for _ in 0..mebibytes {
        decoder.feed(&piece);
        assert_eq!(decoder.next_frame(), Ok(None));
        assert!(decoder.capacity() <= most(SPACE, SPACE), "{}", decoder.capacity());
    }
    assert_eq!(decoder.finish().unwrap_err().offset, 0);
    decoder.feed(&[end, b"Lyon", end].concat());
    let frame = decoder.next_frame().unwrap().unwrap();
    assert_eq!((frame.payload, frame.offset), (&b"Lyon"[..], (SPACE + (mebibytes << 20) + end.len()) as u64));
}

#[test]
fn a_skipped_frame_is_not_stored_before_its_end_comes() {
    assert_skips_by_end(skipping(Line::new(), 1024), 50, b'x', b"\n");
    assert_skips_by_end(skipping(Line::new(), 1024), 50, b'\r', b"\n");
    assert_skips_by_end(skipping(Delimiter::new("--end--").unwrap(), 1024), 2, b'-', b"--end--");
}

/// Bytes that were moved for each byte of a stream of some megabytes.
fn moved(payload: usize, space: usize) -> f64 {
    let mut stream = Vec::new();
    while stream.len() < 3_000_000 {
        Prefix::<4>::new().encode(&vec![b'x'; payload], &mut stream).unwrap();
    }
    let mut decoder = Decoder::new(Prefix::<4>::new(), payload).with_space(space);
    let mut frames = 0;
    for read in stream.chunks(space) {
        decoder.space()[..read.len()].copy_from_slice(read);
        decoder.filled(read.len());
        frames += drain(&mut decoder, &mut Vec::new());
        assert!(decoder.capacity() <= most(payload + 4, space), "{payload} in {space}: {}", decoder.capacity());
    }
    assert_eq!(frames, stream.len() / (payload + 4));
    decoder.moved() as f64 / stream.len() as f64
}

#[test]
fn many_frames_cost_no_memory_and_no_more_moves_than_they_have_bytes() {
    let frames_in_reads = [(1, 7), (16, 100), (100, 64), (1000, 1460), (5000, 4096), (70_000, SPACE), (300_000, 9000)];
    let as_long_as_reads = [(SPACE, SPACE, 0.5), (16 * 1024, SPACE, 0.1), (16, SPACE, 0.001)];
    let limits = frames_in_reads.map(|(payload, read)| (payload, read, 1.0)).into_iter().chain(as_long_as_reads);
    for (payload, read, most) in limits {
        assert!(moved(payload, read) <= most, "{payload} in {read}: {}", moved(payload, read));
    }
}

#[test]
fn no_stream_costs_more_moves_than_two_a_byte_growth_included() {
    let mut lot = 1_u32;
    let mut below = |most: usize| {
        lot = lot.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        1 + (lot >> 8) as usize % most
    };
    for _ in 0..300 {
        let (longest, read, space) = (below(5000), below(3000), below(3000));
        let mut decoder = Decoder::new(Prefix::<4>::new(), longest).with_space(space);
        let (mut stream, mut came) = (Vec::new(), 0);
        while stream.len() < 20_000 {
            Prefix::<4>::new().encode(&vec![b'x'; below(longest)], &mut stream).unwrap();
        }
        for piece in stream.chunks(read) {
            decoder.feed(piece);
            came += piece.len();
            drain(&mut decoder, &mut Vec::new());
            let most = 2 * came + 1024;
            assert!(decoder.moved() <= most as u64, "{} of {came}: {longest} {read} {space}", decoder.moved());
        }
    }
}

#[test]
fn a_decoder_lends_at_least_one_byte() {
    assert_eq!(Decoder::new(Line::new(), 10).with_space(0).space().len(), 1);
    let mut decoder = Decoder::new(Line::new(), 10).with_space(usize::MAX);
    decoder.feed(b"hi\n");
    assert_eq!(decoder.next_frame().unwrap().unwrap().payload, b"hi");
}

#[test]
fn frames_of_one_read_are_borrowed_in_place() {
    let mut decoder = fed(Prefix::<4>::new(), 16, &b"\0\0\0\x10sixteen bytes...".repeat(10_000));
    let mut addresses = Vec::new();
    while let Some(frame) = decoder.next_frame().unwrap() {
        addresses.push(frame.payload.as_ptr().addr());
    }
    assert_eq!((addresses.len(), decoder.moved()), (10_000, 0));
    assert!(addresses.windows(2).all(|two| two[1] - two[0] == 20));
}

#[test]
#[should_panic(expected = "do not fit into the room")]
fn more_than_was_lent_cannot_have_come() {
    let mut decoder = Decoder::new(Line::new(), 10).with_space(5);
    decoder.space();
    decoder.filled(100_000);
}

/// If every byte started the search again, half a MiB would take 10^11 comparisons, or more with a long delimiter.
fn assert_searched_once<F: Framing + Clone>(framing: F, filler: &[u8; 1], end: &[u8; 1], len: usize) {
    for mut decoder in [Decoder::new(framing.clone(), 1 << 20), skipping(framing, 10)] {
        let mut oversize = 0;
        for _ in 0..1 << 19 {
            decoder.feed(filler);
            oversize += usize::from(decoder.next_frame().is_err());
        }
        decoder.feed(end);
        let frame = decoder.next_frame().unwrap().map(|frame| frame.payload.len());
        assert_eq!((frame, oversize), if oversize == 0 { (Some((1 << 19) + 1 - len), 0) } else { (None, 1) });
        assert_eq!((decoder.offset(), decoder.finish()), ((1 << 19) + 1, Ok(())));
    }
}

#[test]
fn a_frame_that_comes_byte_by_byte_is_searched_once_even_where_its_end_seems_to_begin_everywhere() {
    assert_searched_once(Line::new(), b"x", b"\n", 1);
    assert_searched_once(Delimiter::new([&[b'a'; 999][..], b"b"].concat()).unwrap(), b"a", b"b", 1000);
}
