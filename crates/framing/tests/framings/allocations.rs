//! Counts allocations: decoding a frame makes none. The counting allocator is this file's only unsafe code.

#![expect(unsafe_code, reason = "a global allocator is unsafe to implement; this one adds a count to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::borrow::Cow;
use std::cell::Cell;

use framing::{Decoder, Framing, Netstring, read_frame, write_frame};

use crate::support::fed;

struct Counting;

thread_local! {
    /// For this thread, since tests run in parallel.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all is left to the system's allocator; the count lies in memory that is never allocated.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promises are those that the system's allocator needs.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(vec![0_u8; 100]))), 1);
    assert_eq!(allocations(|| drop(std::hint::black_box(vec![0_u8; 0]))), 0);
}

const FRAMES: usize = 1000;

for_every_framing! {
    /// After some frames that bring the buffers to their full length.
    fn no_frame_costs_an_allocation_in_any_framing(framing, frames) {
        let payload = frames[0].2;
        let mut stream = Vec::new();
        (0..FRAMES).for_each(|_| framing.encode(payload, &mut stream).unwrap());
        let mut again = Vec::with_capacity(stream.len() + 8);
        let encoding = allocations(|| (0..FRAMES).for_each(|_| framing.encode(payload, &mut again).unwrap()));
        assert_eq!((encoding, again == stream), (0, true), "{framing:?}: encoding");

        let mut decoder = Decoder::new(framing.clone(), payload.len()).with_space(1000);
        decode(&mut decoder, &stream);
        assert_eq!(allocations(|| decode(&mut decoder, &stream)), 0, "{framing:?}: decoding");
        let mut reader = &stream[..];
        let reading = allocations(|| while read_frame(&mut reader, &mut decoder).unwrap().is_some() {});
        assert_eq!(reading, 0, "{framing:?}: reading");

        again.clear();
        let writing = allocations(|| write_frame(&mut again, framing, payload).unwrap());
        let copies = matches!(framing.body(payload), Cow::Owned(_)); // as COBS does
        assert_eq!((writing, &again[..]), (usize::from(copies), frames[0].0), "{framing:?}: writing");
    }
}

fn decode<F: Framing>(decoder: &mut Decoder<F>, stream: &[u8]) {
    let mut frames = 0;
    for read in stream.chunks(1000) {
        decoder.space()[..read.len()].copy_from_slice(read);
        decoder.filled(read.len());
        while decoder.next_frame().unwrap().is_some() {
            frames += 1;
        }
    }
    assert_eq!(frames, FRAMES);
}

#[test]
fn a_violation_costs_no_allocation() {
    let mut decoder = fed(Netstring, 10, b"999999:");
    assert_eq!(allocations(|| assert!(decoder.next_frame().is_err())), 0);
}
