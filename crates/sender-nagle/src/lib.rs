//! Stage 1: ways to hand messages to a socket. They differ only in their calls; what the kernel then does with the bytes, a
//! lesson watches.
//!
//! Nagle's algorithm (RFC 9293, section 3.7.4; first described in RFC 896, which is Historic since RFC 7805): while the sender
//! waits for an ACK, it holds back less than a full segment, and whatever the program writes meanwhile joins it. With
//! `TCP_NODELAY` every write leaves at once, with one exception on Linux: while a segment still waits in the device's queue,
//! `tcp_autocorking` (on by default) may merge the writes that follow (Linux: Documentation/networking/ip-sysctl).
//!
//! | way | calls | with Nagle, before the ACK has come | with `TCP_NODELAY` |
//! |---|---|---|---|
//! | [`burst`] | one a message | held, joined | a segment each |
//! | [`one_write`] | one in all | one segment, or full ones and a held rest | one segment, or full ones and the rest |
//! | [`vectored`] | one in all, nothing copied | as one write | as one write |
//! | [`corked`] | one a message, between cork and uncork | held until uncorked | held until uncorked |
//! | [`more_to_come`] | one a message, all but the last saying that more will follow | held until the last | held until the last |
//! | [`write_random_chunks`] | one for each random piece | held, joined | a segment for each piece |
//!
//! ```
//! let mut stream = Vec::new(); // or a socket
//! sender_nagle::burst(&mut stream, &["I'm ", "Lyon"])?; // two calls
//! sender_nagle::one_write(&mut stream, &["I'm ", "Lyon"])?; // one call
//! assert_eq!(stream, b"I'm LyonI'm Lyon", "the stream shows no difference");
//! # std::io::Result::Ok(())
//! ```

use rand::RngExt;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::io::{self, IoSlice, Write};

/// One write a message, with nothing between.
///
/// # Errors
/// Those of the writer.
pub fn burst(writer: &mut impl Write, messages: &[impl AsRef<[u8]>]) -> io::Result<()> {
    messages.iter().try_for_each(|message| writer.write_all(message.as_ref()))
}

/// All messages joined in memory, then one write.
///
/// # Errors
/// Those of the writer.
pub fn one_write(writer: &mut impl Write, messages: &[impl AsRef<[u8]>]) -> io::Result<()> {
    let joined: Vec<u8> = messages.iter().flat_map(AsRef::as_ref).copied().collect();
    writer.write_all(&joined)
}

/// All messages in one call that takes them from where they lie: writev(2). What a short write leaves over follows in further
/// calls.
///
/// # Errors
/// Those of the writer; `WriteZero` when it takes no more.
pub fn vectored(writer: &mut impl Write, messages: &[impl AsRef<[u8]>]) -> io::Result<()> {
    let mut slices: Vec<IoSlice<'_>> = messages.iter().map(|message| IoSlice::new(message.as_ref())).collect();
    let mut rest = &mut slices[..];
    IoSlice::advance_slices(&mut rest, 0); // drops empty ones: a call with nothing to write would say 0 and look stuck
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

/// One write a message, between `cork(writer, true)` and `cork(writer, false)`: on Linux, `TCP_CORK`, which lets only full
/// segments leave until it is cleared. tcp(7) limits that to 200 ms; Linux waits for one retransmission timeout, and 200 ms is
/// the least that it can be.
///
/// # Errors
/// Those of the writer and of `cork`. The cork is pulled even then.
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

/// One write a message, all but the last by `more`: on Linux, send(2) with `MSG_MORE`, a cork until the next write comes. It
/// ends by itself as `TCP_CORK` does, or earlier, when the ACK of an earlier segment comes.
///
/// # Errors
/// Those of the writer and of `more`; `WriteZero` when that takes no more.
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

/// Writes `bytes` in pieces of a random length from 1 to `longest` bytes. The same `seed` gives the same pieces on every
/// machine.
///
/// # Errors
/// Those of the writer.
pub fn write_random_chunks(writer: &mut impl Write, bytes: &[u8], longest: usize, seed: u64) -> io::Result<()> {
    random_chunks(bytes, longest, seed).try_for_each(|piece| writer.write_all(piece))
}

/// The pieces that [`write_random_chunks`] writes, in order; together they are `bytes`. A reader may draw the sizes of its
/// reads from them, too.
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
