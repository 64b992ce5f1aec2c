//! The same reader in every case of a lesson. It never reads early and never waits for what the sender's kernel still
//! holds back: it reads once the writes have returned and everything that left has arrived.

use probe::TracedStream;
use std::io::{self, Read};

/// Reads until everything written has been read, at most `read_size` bytes at a time.
///
/// # Errors
/// Those of the socket; `TimedOut` if the bytes that were written do not arrive.
#[track_caller]
pub fn read_all(receiver: &mut TracedStream, read_size: usize) -> io::Result<()> {
    let mut buffer = vec![0; read_size];
    while receiver.outstanding() > 0 {
        receiver.wait_for_arrival()?;
        let _ = receiver.read(&mut buffer)?;
    }
    Ok(())
}

/// Reads what has left and arrived by now, which may be nothing.
///
/// # Errors
/// Those of the socket.
#[track_caller]
pub fn read_arrived(receiver: &mut TracedStream, read_size: usize) -> io::Result<()> {
    let mut buffer = vec![0; read_size];
    while receiver.wait_for_in_flight()? > 0 {
        let _ = receiver.read(&mut buffer)?;
    }
    Ok(())
}
