//! Standard streams that a shell or a parent process has left non-blocking: a stream that is not ready is waited for,
//! and never taken for an error or an end. std has no poll, so a call is made again after a pause.

use std::io::{self, ErrorKind, Read, Write};
use std::thread;
use std::time::Duration;

/// The longest pause before a call is made again.
const LONGEST_PAUSE: Duration = Duration::from_millis(16);

/// A file that is waited for while it is not ready.
#[derive(Debug)]
pub struct Patient<T>(pub T);

/// Makes `call` until it neither had to wait nor was interrupted.
///
/// # Errors
/// Those of `call`, except for these two.
pub fn patiently<R>(mut call: impl FnMut() -> io::Result<R>) -> io::Result<R> {
    let mut pause = Duration::from_millis(1);
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                thread::sleep(pause);
                pause = LONGEST_PAUSE.min(2 * pause);
            }
            result => return result,
        }
    }
}

impl<T: Read> Read for Patient<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        patiently(|| self.0.read(buffer))
    }
}

impl<T: Write> Write for Patient<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        patiently(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        patiently(|| self.0.flush())
    }
}
