//! Compares lengths whose width and order are fixed at build time with the same ones chosen at run time.

#![no_main]

use framing::{BigEndian, LittleEndian, Prefix};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    match input.first().map(|kind| kind >> 5) {
        Some(0) => framing_fuzz::check(input, |_| Prefix::<1>::new()),
        Some(1) => framing_fuzz::check(input, |_| Prefix::<2, BigEndian>::new()),
        Some(2) => framing_fuzz::check(input, |_| Prefix::<2, LittleEndian>::new()),
        Some(3) => framing_fuzz::check(input, |_| Prefix::<3, BigEndian>::new()),
        Some(4) => framing_fuzz::check(input, |_| Prefix::<4, BigEndian>::new()),
        Some(5) => framing_fuzz::check(input, |_| Prefix::<4, LittleEndian>::new()),
        Some(6) => framing_fuzz::check(input, |_| Prefix::<8, BigEndian>::new()),
        _ => framing_fuzz::check(input, |_| Prefix::<8, LittleEndian>::new()),
    }
});
