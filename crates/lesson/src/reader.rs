//! The same reader in every case of a lesson. It never reads early and never waits for what the sender's kernel still
//! holds back: it reads when the writes have returned and all that left has arrived.

use probe::TracedStream;
use std::io::{self, Read};

/// Reads until everything written has been read, `read_size` bytes a read at most.
///
/// # Errors
/// Those of the socket; `TimedOut` where what was written does not come.
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
pub fn read_arrived(receiver: &mut TracedStream, read_size: usize) -> io::Result<()> {
    let mut buffer = vec![0; read_size];
    while receiver.wait_for_in_flight()? > 0 {
        let _ = receiver.read(&mut buffer)?;
    }
    Ok(())
}
