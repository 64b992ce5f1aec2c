//! Tests of all framings and of each one: cuts, ends, limits, violations, memory. They use no socket and no clock.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

#[macro_use]
mod samples;
mod allocations;
mod blocking;
mod by_end;
mod cuts;
mod ends;
mod lengths;
mod limits;
mod malformed;
mod memory;
mod netty;
mod own;
mod random;
mod support;
