//! Running commands and serving clients, from the bytes of a command to the bytes of its output.

#![allow(clippy::unwrap_used, reason = "in a test it says enough")]

mod conversations;
mod harmless;
mod limits;
mod refusals;
mod support;
