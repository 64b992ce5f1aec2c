//! A stream of three frames, cut everywhere and nowhere.

use super::place::place;
use super::{cut, three};
use crate::check::{Checked, Verdict};
use crate::fault::Fault;
use crate::server::Server;

pub(crate) fn glued(server: &Server<'_>) -> Checked {
    let wire = three(server.protocol())?;
    let mut conversation = server.connect()?;
    conversation.send(&wire)?;
    conversation.expect(&server.protocol().decode(&wire))?;
    Ok(Verdict::passed())
}

/// Sends the stream with these cuts, and expects all frames back. `unproven` says why earlier cuts are not proven, if they are
/// not; the result says it of all.
fn comes_back(
    server: &Server<'_>,
    wire: &[u8],
    cuts: &[usize],
    unproven: Option<String>,
) -> Result<Option<String>, Fault> {
    let mut conversation = server.connect()?;
    conversation.unproven = unproven;
    conversation.send_cut(wire, cuts)?;
    conversation.expect(&server.protocol().decode(wire))?;
    Ok(conversation.unproven)
}

pub(crate) fn every_cut(server: &Server<'_>) -> Checked {
    let wire = three(server.protocol())?;
    one_by_one(server, &wire, 1..wire.len())
}

/// Makes each of these cuts alone, on a connection of its own; or those that were asked for, together.
fn one_by_one(server: &Server<'_>, wire: &[u8], cuts: impl Iterator<Item = usize>) -> Checked {
    if let Some(cuts) = &server.judge.cuts {
        let unproven = comes_back(server, wire, cuts, None)
            .map_err(|fault| fault.when("when the stream was cut as asked").cut(cuts))?;
        let made = cuts.iter().filter(|&&cut| (1..wire.len()).contains(&cut)).count();
        let none = || format!("none of these cuts is within the {} bytes of this check's stream", wire.len());
        return Ok(if made == 0 { Verdict::NotObserved(none()) } else { cut(made, unproven) });
    }
    let parts = server.protocol().parts(wire);
    let (mut unproven, mut count) = (None, 0);
    for at in cuts {
        let when = || format!("when the stream was cut after byte {at} of {}, {}", wire.len(), place(at, &parts));
        unproven = comes_back(server, wire, &[at], unproven).map_err(|fault| fault.when(when()).cut(&[at]))?;
        count += 1;
    }
    Ok(cut(count, unproven))
}

pub(crate) fn byte_by_byte(server: &Server<'_>) -> Checked {
    let wire = three(server.protocol())?;
    let cuts: Vec<usize> = (1..wire.len()).collect();
    let unproven =
        comes_back(server, &wire, &cuts, None).map_err(|fault| fault.when("when the stream was sent byte by byte"))?;
    Ok(cut(cuts.len(), unproven))
}

pub(crate) fn cut_characters(server: &Server<'_>) -> Checked {
    const TEXT: &str = "粘é😀";
    let wire = server.encode(TEXT.as_bytes())?;
    one_by_one(server, &wire, characters(&wire).into_iter())
}

/// Where a cut is inside a character of several bytes.
pub(crate) fn characters(wire: &[u8]) -> Vec<usize> {
    (1..wire.len()).filter(|&at| wire[at] & 0xc0 == 0x80 && wire[at - 1] >= 0x80).collect()
}
