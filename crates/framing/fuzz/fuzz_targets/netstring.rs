//! Fuzzes netstrings.

#![no_main]

use framing::Netstring;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| framing_fuzz::check(input, |_| Netstring));
