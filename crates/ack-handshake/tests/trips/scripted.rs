//! Plays one end of a connection from a script: its reads are prepared in advance, and its writes are kept. It has no peer, and
//! never waits.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};

/// After its last read the stream has ended.
#[derive(Default)]
pub(crate) struct ScriptedEnd {
    reads: VecDeque<Result<Vec<u8>, ErrorKind>>,
    /// How many bytes each read asked for.
    pub(crate) asked: Vec<usize>,
    /// The bytes of each write call.
    pub(crate) writes: Vec<Vec<u8>>,
}

impl ScriptedEnd {
    /// An end whose peer's bytes arrive in these pieces.
    pub(crate) fn pieces<P: AsRef<[u8]>>(pieces: impl IntoIterator<Item = P>) -> Self {
        pieces.into_iter().fold(Self::default(), |end, piece| end.then(Ok(piece.as_ref())))
    }

    /// The same, with one more piece or failure.
    pub(crate) fn then(mut self, read: Result<&[u8], ErrorKind>) -> Self {
        self.reads.push_back(read.map(<[u8]>::to_vec));
        self
    }

    /// What arrived and was not read.
    pub(crate) fn unread(&self) -> Vec<u8> {
        self.reads.iter().flatten().flatten().copied().collect()
    }
}

impl Read for ScriptedEnd {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.asked.push(buf.len());
        let Some(read) = self.reads.pop_front() else { return Ok(0) };
        let piece = read?;
        let got = (&piece[..]).read(buf)?;
        if got < piece.len() {
            self.reads.push_front(Ok(piece[got..].to_vec()));
        }
        Ok(got)
    }
}

impl Write for ScriptedEnd {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.writes.push(buf.to_vec());
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every way to cut `bytes` into pieces that are not empty.
pub(crate) fn every_cut(bytes: &[u8]) -> impl Iterator<Item = Vec<&[u8]>> {
    (0..1_u32 << (bytes.len() - 1)).map(move |cuts| {
        let mut start = 0;
        let ends = (1..=bytes.len()).filter(|&end| end == bytes.len() || cuts >> (end - 1) & 1 == 1);
        ends.map(|end| &bytes[std::mem::replace(&mut start, end)..end]).collect()
    })
}
