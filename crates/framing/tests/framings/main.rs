//! What holds for every framing, and what for each: cuts, ends, limits, violations, memory. No socket, no clock.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod cuts;
mod ends;
mod limits;
mod samples;
mod support;
