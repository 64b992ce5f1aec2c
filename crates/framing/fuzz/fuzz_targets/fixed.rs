//! Fuzzes frames of one size.

#![no_main]

use std::num::NonZeroUsize;

use framing::Fixed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    framing_fuzz::check(input, |kind| Fixed::new(NonZeroUsize::MIN.saturating_add(usize::from(kind))));
});
