//! Stage 1: writes messages to a socket in several ways, which differ only in their calls. A lesson shows what Nagle's algorithm
//! does to each.
//!
//! Nagle's algorithm (RFC 9293, section 3.7.4; first described in RFC 896, now historic): while the sender waits for an ACK, it
//! holds back anything smaller than a full segment, and joins it with what the program writes meanwhile. With `TCP_NODELAY` every
//! write leaves at once, with one exception on Linux: while a segment waits in the device's queue, `tcp_autocorking` (on by
//! default) may join the writes that follow it (Linux: Documentation/networking/ip-sysctl).
//!
//! | way | calls | with Nagle, before the ACK has come | with `TCP_NODELAY` |
//! |---|---|---|---|
//! | [`burst`] | one for each message | held, joined | a segment each |
//! | [`one_write`] | one in all | one segment, or full ones and a rest that is held | one segment, or full ones and the rest |
//! | [`vectored`] | one in all, without copying | like one write | like one write |
//! | [`corked`] | one for each message, between cork and uncork | held until uncorked | held until uncorked |
//! | [`more_to_come`] | one for each message, all but the last with `MSG_MORE` | held until the last | held until the last |
//! | [`write_random_chunks`] | one for each random chunk | held, joined | a segment for each chunk |
//!
//! ```
//! let mut stream = Vec::new(); // or a socket
//! sender_nagle::burst(&mut stream, &["I'm ", "Lyon"])?; // two calls
//! sender_nagle::one_write(&mut stream, &["I'm ", "Lyon"])?; // one call
//! assert_eq!(stream, b"I'm LyonI'm Lyon", "the stream is the same");
//! # std::io::Result::Ok(())
//! ```

use rand::RngExt;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::io::{self, IoSlice, Write};

/// Writes each message with a call of its own, without pauses.
///
/// # Errors
/// Those of the writer.
#[track_caller]
pub fn burst(writer: &mut impl Write, messages: &[impl AsRef<[u8]>]) -> io::Result<()> {
    for message in messages {
        writer.write_all(message.as_ref())?;
    }
    Ok(())
}

/// Joins all messages in memory, and writes them in one call.
///
/// # Errors
/// Those of the writer.
#[track_caller]
pub fn one_write(writer: &mut impl Write, messages: &[impl AsRef<[u8]>]) -> io::Result<()> {
    let joined: Vec<u8> = messages.iter().flat_map(AsRef::as_ref).copied().collect();
    writer.write_all(&joined)
}

/// Writes all messages in one call without copying them: writev(2). If the call accepts only some of the bytes, further calls
/// write the rest.
///
/// # Errors
/// Those of the writer; `WriteZero` if it accepts no more.
#[track_caller]
pub fn vectored(writer: &mut impl Write, messages: &[impl AsRef<[u8]>]) -> io::Result<()> {
    let mut slices: Vec<IoSlice<'_>> = messages.iter().map(|message| IoSlice::new(message.as_ref())).collect();
    let mut rest = &mut slices[..];
    IoSlice::advance_slices(&mut rest, 0); // drops empty ones: a call with nothing to write returns 0, as if it were stuck
    while !rest.is_empty() {
        match writer.write_vectored(rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(taken) => IoSlice::advance_slices(&mut rest, taken),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Writes each message with a call of its own, between `cork(writer, true)` and `cork(writer, false)`. On Linux this is `TCP_CORK`:
/// only full segments leave until the cork is removed or one retransmission timeout (at least 200 ms) has passed. tcp(7).
///
/// # Errors
/// Those of the writer and of `cork`. The cork is removed even then.
#[track_caller]
pub fn corked<W: Write>(
    writer: &mut W,
    messages: &[impl AsRef<[u8]>],
    cork: impl Fn(&W, bool) -> io::Result<()>,
) -> io::Result<()> {
    cork(writer, true)?;
    let written = burst(writer, messages);
    cork(writer, false)?;
    written
}

/// Writes each message with a call of its own: all but the last with `more`. On Linux this is send(2) with `MSG_MORE`, a cork until
/// the next write, until a retransmission timeout (at least 200 ms) has passed, or until the ACK of an earlier segment comes.
///
/// # Errors
/// Those of the writer and of `more`; `WriteZero` if `more` accepts nothing.
#[track_caller]
pub fn more_to_come<W: Write>(
    writer: &mut W,
    messages: &[impl AsRef<[u8]>],
    more: impl Fn(&mut W, &[u8]) -> io::Result<usize>,
) -> io::Result<()> {
    let Some((last, first)) = messages.split_last() else { return Ok(()) };
    for message in first {
        let mut rest = message.as_ref();
        while !rest.is_empty() {
            match more(writer, rest)? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                taken => rest = &rest[taken..],
            }
        }
    }
    writer.write_all(last.as_ref())
}

/// Writes `bytes` in chunks of a random length, from 1 to `longest` bytes. The same `seed` gives the same chunks on every
/// machine.
///
/// # Errors
/// Those of the writer.
#[track_caller]
pub fn write_random_chunks(writer: &mut impl Write, bytes: &[u8], longest: usize, seed: u64) -> io::Result<()> {
    for piece in random_chunks(bytes, longest, seed) {
        writer.write_all(piece)?;
    }
    Ok(())
}

/// The chunks that [`write_random_chunks`] writes, in order. Together they are `bytes`. They can also give the sizes of reads.
pub fn random_chunks(bytes: &[u8], longest: usize, seed: u64) -> impl Iterator<Item = &[u8]> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, left) = rest.split_at(random.random_range(1..=longest.max(1).min(rest.len())));
        rest = left;
        Some(piece)
    })
}
