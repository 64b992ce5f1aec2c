//! Reads no counters: other systems than Linux, macOS and Windows.

use super::Counters;
use std::io;

/// Reports nothing.
///
/// # Errors
/// None.
pub fn counters<T>(_: &T) -> io::Result<Counters> {
    Ok(Counters::default())
}

/// Bytes in a socket's receive queue: not known here.
///
/// # Errors
/// Always `Unsupported`.
pub fn queued<T>(_: &T) -> io::Result<u64> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "the length of the receive queue cannot be read on this system"))
}
