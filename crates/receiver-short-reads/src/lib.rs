//! Stage 2: ways to take bytes off a socket, and what each can return. None can see where a message ends: that is not in
//! the stream.
//!
//! | way | returns | when it waits |
//! |---|---|---|
//! | [`up_to`] | 1 to n bytes, whatever is there; 0 at the end | while nothing is there |
//! | [`exactly`] | n bytes; an error if the end comes before | until n are there |
//! | [`byte_at_a_time`] | n bytes, in n calls | until n are there |
//! | [`Text`] | the characters that are complete | it only decodes |

mod text;

pub use text::Text;

use std::io::{self, Read};

/// One read: what is there, at most `most` bytes. An empty answer is the end of the stream, and nothing else: read(2).
///
/// # Errors
/// Those of the reader, but for an interrupted call, which is made again.
pub fn up_to(reader: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    // The buffer must have its length, not only room: a read into `Vec::with_capacity(n)` asks for 0 bytes.
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

/// As many reads as it takes to have exactly `bytes`. It allocates as bytes come, not as they are asked for.
///
/// # Errors
/// `UnexpectedEof`, telling how many came, when the stream ends before; those of the reader.
pub fn exactly(reader: &mut impl Read, bytes: usize) -> io::Result<Vec<u8>> {
    let mut got = Vec::new();
    reader.by_ref().take(bytes as u64).read_to_end(&mut got)?;
    if got.len() < bytes {
        let text = format!("the stream ended after {} of {bytes} bytes", got.len());
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, text));
    }
    Ok(got)
}

/// `bytes` reads of one byte: never glued with what follows, and a system call for each.
///
/// # Errors
/// `UnexpectedEof`, telling how many came, when the stream ends before; those of the reader.
pub fn byte_at_a_time(reader: &mut impl Read, bytes: usize) -> io::Result<Vec<u8>> {
    let mut got = Vec::new();
    while got.len() < bytes {
        match up_to(reader, 1)?.as_slice() {
            [] => {
                let text = format!("the stream ended after {} of {bytes} bytes", got.len());
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, text));
            }
            byte => got.extend_from_slice(byte),
        }
    }
    Ok(got)
}
