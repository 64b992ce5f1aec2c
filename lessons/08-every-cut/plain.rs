//! Gives a decoder one short stream, cut in every possible way; then the same decoder with one line more.

use std::io::{self, ErrorKind, Read};

/// Three messages, each after its length in four bytes: "粘", "", "a".
const STREAM: &[u8; 16] = b"\x03\0\0\0\xE7\xB2\x98\0\0\0\0\x01\0\0\0a";

fn main() -> io::Result<()> {
    let mut cuts = every_cut(STREAM);
    cuts.sort_by_key(Vec::len); // the fewest pieces first
    println!("There are {} ways to cut {} bytes.", cuts.len(), STREAM.len());
    for (name, exact) in [("one read for the header", false), ("exact reads for the header", true)] {
        let right = |cut: &[&[u8]]| match decode(&mut in_pieces(cut), exact) {
            Ok(messages) => messages == ["粘".as_bytes(), b"", b"a"],
            Err(_) => false,
        };
        let broken = cuts.iter().filter(|cut| !right(cut)).count();
        println!("{name}: {broken} ways break the decoder");
        if let Some(cut) = cuts.iter().find(|cut| !right(cut)) {
            println!("  first {cut:02X?}");
        }
    }
    Ok(())
}

/// Takes the messages out of a stream that ends.
pub fn decode(from: &mut impl Read, exact: bool) -> io::Result<Vec<Vec<u8>>> {
    let mut messages = Vec::new();
    loop {
        let mut header = [0; 4];
        let count = from.read(&mut header)?;
        if count == 0 {
            return Ok(messages);
        }
        if exact {
            from.read_exact(&mut header[count..])?; // the rest of the four bytes
        }
        let length = u32::from_le_bytes(header) as usize;
        if length > 1024 {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut message = vec![0; length];
        from.read_exact(&mut message)?;
        messages.push(message);
    }
}

fn every_cut(stream: &[u8]) -> Vec<Vec<&[u8]>> {
    let mut cuts = vec![vec![stream]];
    for first in 1..stream.len() {
        let (piece, rest) = stream.split_at(first);
        cuts.extend(every_cut(rest).into_iter().map(|cut| [vec![piece], cut].concat()));
    }
    cuts
}

/// A reader whose reads never return bytes of two pieces.
fn in_pieces<'a>(cut: &[&'a [u8]]) -> Box<dyn Read + 'a> {
    cut.iter().fold(Box::new(io::empty()), |before, piece| Box::new(before.chain(*piece)))
}
