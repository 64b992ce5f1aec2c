//! Nothing is allocated for a frame, by counting. The allocator that counts is this file's only unsafe code.

#![expect(unsafe_code, reason = "a global allocator is unsafe to implement; this one adds a count to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::num::NonZeroUsize;

use framing::{
    Cobs, Decoder, Delimiter, Encode, Fixed, Framing, LengthField, Line, Netstring, Order, Prefix, Varint, Width,
    read_frame, write_frame,
};

struct Counting;

thread_local! {
    /// Of this thread: tests run beside each other.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all is left to the system's allocator; the count lies in memory that is never allocated.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: what the caller promises is what the system's allocator asks for.
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

const FRAMES: usize = 10_000;

/// Encodes, decodes and reads many frames, after some that make the buffers as long as they become.
fn assert_none<F: Framing + Encode + Clone>(name: &str, framing: &F, payload: &[u8]) {
    let mut stream = Vec::new();
    for _ in 0..FRAMES {
        framing.encode(payload, &mut stream).unwrap();
    }
    let mut again = Vec::with_capacity(stream.len() + 8);
    let encoding = allocations(|| (0..FRAMES).for_each(|_| framing.encode(payload, &mut again).unwrap()));
    assert_eq!((encoding, again == stream), (0, true), "{name}: encoding");

    let mut decoder = Decoder::new(framing.clone(), payload.len()).with_space(1000);
    decode(&mut decoder, &stream);
    assert_eq!(allocations(|| decode(&mut decoder, &stream)), 0, "{name}: decoding");

    let mut reader = &stream[..];
    let reading = allocations(|| while read_frame(&mut reader, &mut decoder).unwrap().is_some() {});
    assert_eq!(reading, 0, "{name}: reading");
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
fn no_frame_costs_an_allocation_in_any_framing() {
    let payload = [b'x'; 60];
    assert_none("static length", &Prefix::<4>::new(), &payload);
    assert_none("length", &LengthField::new(Width::Three, Order::Little).offset(2).adjust(-5), &payload);
    assert_none("fixed", &Fixed::new(NonZeroUsize::new(60).unwrap()), &payload);
    assert_none("delimiter", &Delimiter::new("\r\n.\r\n").unwrap(), &payload);
    assert_none("line", &Line::crlf(), &payload);
    assert_none("netstring", &Netstring, &payload);
    assert_none("varint", &Varint::new(), &[b'x'; 200]);
    assert_none("cobs", &Cobs, b"cobs\0moves\0its\0bytes\0in\0place");
}

#[test]
fn a_frame_is_written_without_an_allocation() {
    let mut sent = Vec::with_capacity(100);
    let writing = allocations(|| {
        write_frame(&mut sent, &Prefix::<4>::new(), b"hello").unwrap();
        write_frame(&mut sent, &Netstring, b"hello").unwrap();
        write_frame(&mut sent, &Line::crlf(), b"hello").unwrap();
    });
    assert_eq!((writing, &sent[..]), (0, &b"\0\0\0\x05hello5:hello,hello\r\n"[..]));
}

#[test]
fn a_violation_costs_no_allocation() {
    let mut decoder = Decoder::new(Netstring, 10).with_space(100);
    decoder.feed(b"999999:");
    assert_eq!(allocations(|| assert!(decoder.next_frame().is_err())), 0);
}
