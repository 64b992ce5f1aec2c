//! Fuzzes delimiters of one to seven bytes, some of which overlap themselves.

#![no_main]

use framing::Delimiter;
use libfuzzer_sys::fuzz_target;

const DELIMITERS: [&str; 8] = ["\0", "\r\n", "aa", "aab", "abab", "\r\n.\r\n", "--end--", "aaaa"];

fuzz_target!(|input: &[u8]| {
    framing_fuzz::check(input, |kind| {
        Delimiter::new(DELIMITERS[usize::from(kind) % DELIMITERS.len()]).expect("none of them is empty")
    });
});
