//! Fuzzes varint lengths.

#![no_main]

use framing::Varint;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| framing_fuzz::check(input, |offset| Varint::new().offset((offset % 4).into())));
