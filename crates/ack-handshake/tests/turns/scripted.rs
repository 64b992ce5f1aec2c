//! One end of a connection whose every read is written down beforehand, and whose every write is
//! kept. It has no peer: it never waits.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};

/// Behind the last scripted read the stream has ended.
#[derive(Default)]
pub(crate) struct End {
    reads: VecDeque<Result<Vec<u8>, ErrorKind>>,
    /// Bytes that each read asked for.
    pub(crate) asked: Vec<usize>,
    /// What each write call was given.
    pub(crate) writes: Vec<Vec<u8>>,
}

impl End {
    /// An end whose peer's bytes come in these pieces.
    pub(crate) fn pieces<P: AsRef<[u8]>>(pieces: impl IntoIterator<Item = P>) -> Self {
        let reads = pieces.into_iter().map(|piece| Ok(piece.as_ref().to_vec()));
        Self { reads: reads.collect(), ..Self::default() }
    }

    pub(crate) fn then(mut self, error: ErrorKind) -> Self {
        self.reads.push_back(Err(error));
        self
    }

    pub(crate) fn then_piece(mut self, piece: &[u8]) -> Self {
        self.reads.push_back(Ok(piece.to_vec()));
        self
    }

    /// What has come and was not read.
    pub(crate) fn unread(&self) -> Vec<u8> {
        self.reads.iter().flatten().flatten().copied().collect()
    }
}

impl Read for End {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.asked.push(buf.len());
        match self.reads.pop_front() {
            None => Ok(0),
            Some(Err(kind)) => Err(kind.into()),
            Some(Ok(mut piece)) => {
                let n = piece.len().min(buf.len());
                buf[..n].copy_from_slice(&piece[..n]);
                let rest = piece.split_off(n);
                if !rest.is_empty() {
                    self.reads.push_front(Ok(rest));
                }
                Ok(n)
            }
        }
    }
}

impl Write for End {
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
