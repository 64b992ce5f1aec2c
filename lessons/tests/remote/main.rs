//! The remote command program of the lessons that have one, from outside: its users, peers that lie, a crowd, and the
//! article's programs.
#![cfg(unix)]

#[cfg(target_os = "linux")]
mod crowd;
mod failures;
#[cfg(target_os = "linux")]
mod hostile;
#[cfg(target_os = "linux")]
mod looked_at;
mod program;
mod server;
#[allow(dead_code, unused_imports, reason = "the tests of the programs use the rest")]
#[path = "../programs/support.rs"]
mod support;
