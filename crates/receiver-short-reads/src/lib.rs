//! Stage 2: reads bytes from a socket in several ways, which differ in what they can return. None of them can see where a message
//! ends: that is not in the stream.
//!
//! | way | returns | when it waits |
//! |---|---|---|
//! | [`up_to`] | 1 to n bytes, whatever has arrived; 0 at the end | until something arrives |
//! | [`exactly`] | n bytes; an error if the stream ends earlier | until n have arrived |
//! | [`byte_at_a_time`] | n bytes, in n calls | until n have arrived |
//! | [`TextDecoder`] | the characters that are complete | never: it only decodes |
//!
//! ```
//! use receiver_short_reads::{exactly, up_to};
//!
//! let mut stream = &b"I'm Lyon"[..]; // or a socket
//! assert_eq!(exactly(&mut stream, 4)?, b"I'm ");
//! assert_eq!(up_to(&mut stream, 1024)?, b"Lyon", "fewer than 1024 bytes are left");
//! assert_eq!(up_to(&mut stream, 1024)?, b"", "the end");
//! # std::io::Result::Ok(())
//! ```

mod text_decoder;

pub use text_decoder::TextDecoder;

use std::io::{self, Read};

/// Reads once: whatever has arrived, at most `most` bytes. An empty result means only one thing, the end of the stream: read(2).
///
/// # Errors
/// Those of the reader. A call that a signal interrupted is repeated.
#[track_caller]
pub fn up_to(reader: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    // The buffer needs a length, not only a capacity: a read into `Vec::with_capacity(n)` asks for 0 bytes and returns 0.
    let mut buffer = vec![0; most];
    let got = loop {
        match reader.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => break result?,
        }
    };
    buffer.truncate(got);
    Ok(buffer)
}

/// Reads as often as it takes to get exactly `bytes` bytes. Its memory grows with the bytes that arrive, not with those asked for.
///
/// # Errors
/// `UnexpectedEof`, with the number of bytes that arrived, if the stream ends earlier; those of the reader.
pub fn exactly(reader: &mut impl Read, bytes: usize) -> io::Result<Vec<u8>> {
    let mut got = Vec::new();
    reader.by_ref().take(bytes as u64).read_to_end(&mut got)?;
    if got.len() < bytes { Err(ended_early(got.len(), bytes)) } else { Ok(got) }
}

/// Reads one byte, `bytes` times. It never reads into the next message, but makes a system call for every byte.
///
/// # Errors
/// `UnexpectedEof`, with the number of bytes that arrived, if the stream ends earlier; those of the reader.
#[track_caller]
pub fn byte_at_a_time(reader: &mut impl Read, bytes: usize) -> io::Result<Vec<u8>> {
    let mut got = Vec::new();
    while got.len() < bytes {
        match up_to(reader, 1)?.as_slice() {
            [] => return Err(ended_early(got.len(), bytes)),
            byte => got.extend_from_slice(byte),
        }
    }
    Ok(got)
}

fn ended_early(got: usize, bytes: usize) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, format!("the stream ended after {got} of {bytes} bytes"))
}
