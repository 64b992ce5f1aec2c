//! Stage 2: ways to read bytes from a socket, and what each can return. None can see where a message ends: that is not in the
//! stream.
//!
//! | way | returns | when it waits |
//! |---|---|---|
//! | [`up_to`] | 1 to n bytes, whatever is there; 0 at the end | while nothing is there |
//! | [`exactly`] | n bytes; an error if the end comes before | until n are there |
//! | [`byte_at_a_time`] | n bytes, in n calls | until n are there |
//! | [`TextDecoder`] | the characters that are complete | it only decodes |
//!
//! ```
//! use receiver_short_reads::{exactly, up_to};
//!
//! let mut stream = &b"I'm Lyon"[..]; // or a socket
//! assert_eq!(exactly(&mut stream, 4)?, b"I'm ");
//! assert_eq!(up_to(&mut stream, 1024)?, b"Lyon", "fewer than 1024 are there");
//! assert_eq!(up_to(&mut stream, 1024)?, b"", "the end");
//! # std::io::Result::Ok(())
//! ```

mod text_decoder;

pub use text_decoder::TextDecoder;

use std::io::{self, Read};

/// One read: what is there, at most `most` bytes. An empty result means the end of the stream, and nothing else: read(2).
///
/// # Errors
/// Those of the reader. A call that a signal interrupted is made again.
pub fn up_to(reader: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    // The buffer needs a length, not only a capacity: a read into `Vec::with_capacity(n)` asks for 0 bytes.
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

/// As many reads as it takes to get exactly `bytes` bytes. Its memory grows with the bytes that come, not with those asked for.
///
/// # Errors
/// `UnexpectedEof`, which says how many came, when the stream ends before; those of the reader.
pub fn exactly(reader: &mut impl Read, bytes: usize) -> io::Result<Vec<u8>> {
    let mut got = Vec::new();
    reader.by_ref().take(bytes as u64).read_to_end(&mut got)?;
    if got.len() < bytes { Err(ended_early(got.len(), bytes)) } else { Ok(got) }
}

/// `bytes` reads of one byte each: never glued with what follows, but a system call for every byte.
///
/// # Errors
/// `UnexpectedEof`, which says how many came, when the stream ends before; those of the reader.
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
