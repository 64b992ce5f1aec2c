//! Plays a cut on a real pair of sockets, for any decoder: it writes each piece when all before it has been read, so that the
//! reads are those of the script. It notes what the decoder returned, and judges nothing.

use super::cuts::Framed;
use super::decoders::{Known, decoded};
use lesson::CaseResult;
use probe::TracedStream;
use std::io::{self, Read, Write};
use trace::{Decoded, Kind};

/// A stream on its way through sockets: a read returns what has come, never bytes of two pieces.
struct InPieces<'a> {
    sender: &'a mut TracedStream,
    receiver: &'a mut TracedStream,
    pieces: std::vec::IntoIter<&'a [u8]>,
    ended: bool,
    /// Where the sockets fail, and not the decoder.
    failed: Option<io::Error>,
}

impl InPieces<'_> {
    fn next_piece(&mut self) -> io::Result<()> {
        match self.pieces.next() {
            Some(piece) => {
                self.sender.write_all(piece)?;
                self.receiver.wait_for_arrival()?;
            }
            None if self.ended => {}
            None => {
                self.ended = true;
                self.sender.shutdown_write()?;
            }
        }
        Ok(())
    }
}

impl Read for InPieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let all_read = self.receiver.outstanding() == 0;
        let came = if all_read { self.next_piece() } else { Ok(()) };
        came.and_then(|()| self.receiver.read(buffer)).map_err(|error| {
            let kind = error.kind();
            self.failed = Some(error);
            kind.into()
        })
    }
}

/// Lets a decoder read a stream with this cut, and notes what it returns.
pub(crate) fn play(
    sender: &mut TracedStream,
    receiver: &mut TracedStream,
    known: &Known,
    stream: &Framed,
    cut: &[usize],
) -> CaseResult {
    stream.payloads.iter().for_each(|payload| sender.note_sent(Kind::Frame, payload));
    stream.frames.iter().for_each(|frame| sender.note_frame(frame.clone()));
    let pieces = stream.pieces(cut).into_iter();
    let mut reader = InPieces { sender: &mut *sender, receiver: &mut *receiver, pieces, ended: false, failed: None };
    let Decoded { frames, error } = decoded(known.decode, &mut reader);
    if let Some(error) = reader.failed {
        return Err(error.into());
    }
    for unread in reader.pieces {
        reader.sender.write_all(unread)?; // the decoder has ended, and the sender does not know
    }
    frames.iter().for_each(|frame| receiver.note_decoded(Kind::Frame, frame, known.name));
    if let Some(error) = error {
        receiver.note_decoded(Kind::Error, error.as_bytes(), known.name);
    }
    Ok(())
}
