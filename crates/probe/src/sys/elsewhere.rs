//! Other systems: no counter is read.

use super::Counters;
use std::io;

/// Reports nothing.
///
/// # Errors
/// None.
pub fn counters<T>(_: &T) -> io::Result<Counters> {
    Ok(Counters::default())
}

/// Bytes that wait in a socket's receive queue: not known here.
///
/// # Errors
/// Always `Unsupported`.
pub fn queued<T>(_: &T) -> io::Result<u64> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "this system's receive queue cannot be asked"))
}
