//! Fuzzes lines that end with LF or CR LF.

#![no_main]

use framing::Line;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    framing_fuzz::check(input, |kind| if kind & 1 == 0 { Line::new() } else { Line::crlf() });
});
