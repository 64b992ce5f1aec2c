//! The checks of a client: what it sends, how it finds the answers, what it prints.

use super::hostile::{ANNOUNCED, HTTP, grown, too_narrow};
use super::sizes::{LARGE, SLOW, payload};
use super::{LYON, THREE, cut, cuts::characters, no_length, not_utf8 as not_utf8_in, place::place, writes};
use crate::check::{Checked, Verdict};
use crate::client::Client;
use crate::fault::Fault;
use std::thread;
use std::time::{Duration, Instant};

/// Characters of several bytes.
const TEXT: &[u8] = "粘é😀".as_bytes();

/// How many frames it sends for the counting of segments: the first ACKs of a connection are not delayed.
const FRAMES: u64 = 10;

pub(crate) fn one_frame(client: &mut Client<'_>) -> Checked {
    client.exchanges(LYON, &[])?;
    Ok(Verdict::passed())
}

pub(crate) fn end_of_stream(client: &mut Client<'_>) -> Checked {
    client.exchanges(LYON, &[])?;
    client.succeeds()?;
    Ok(Verdict::passed())
}

pub(crate) fn empty_frame(client: &mut Client<'_>) -> Checked {
    if client.protocol().encode(b"").is_err() {
        return Ok(Verdict::NotApplicable("this framing has no empty frame".to_owned()));
    }
    client.exchanges(b"", &[])?;
    client.exchanges(LYON, &[])?;
    Ok(Verdict::passed())
}

pub(crate) fn glued(client: &mut Client<'_>) -> Checked {
    let lines = THREE.iter().map(|payload| client.line(payload)).collect::<Result<Vec<_>, Fault>>()?;
    lines.iter().for_each(|(line, _)| client.types(line));
    let answers: Vec<u8> = lines.iter().flat_map(|(_, wire)| wire.clone()).collect();
    client.conversation.expect(&client.judge.protocol.decode(&lines[0].1))?;
    client.conversation.send(&answers)?;
    for (line, wire) in &lines {
        client.prints(line)?;
        if (line, wire) != (&lines[0].0, &lines[0].1) {
            client.conversation.expect(&client.judge.protocol.decode(wire))?;
        }
    }
    Ok(Verdict::passed())
}

/// Makes each of these cuts of the answer to a line of its own.
fn one_by_one(client: &mut Client<'_>, payload: &[u8], cuts: &[usize]) -> Checked {
    if let Some(cuts) = client.judge.cuts.clone() {
        client.exchanges(payload, &cuts).map_err(|fault| fault.when("when the answer was cut as asked").cut(&cuts))?;
        return Ok(cut(cuts.len(), client.conversation.unproven.take()));
    }
    let (_, wire) = client.line(payload)?;
    let parts = client.protocol().parts(&wire);
    for &at in cuts {
        let when = || format!("when the answer was cut after byte {at} of {}, {}", wire.len(), place(at, &parts));
        client.exchanges(payload, &[at]).map_err(|fault| fault.when(when()).cut(&[at]))?;
    }
    Ok(cut(cuts.len(), client.conversation.unproven.take()))
}

pub(crate) fn every_cut(client: &mut Client<'_>) -> Checked {
    let (_, wire) = client.line(LYON)?;
    one_by_one(client, LYON, &(1..wire.len()).collect::<Vec<_>>())
}

pub(crate) fn cut_characters(client: &mut Client<'_>) -> Checked {
    let (_, wire) = client.line(TEXT)?;
    one_by_one(client, TEXT, &characters(&wire))
}

pub(crate) fn byte_by_byte(client: &mut Client<'_>) -> Checked {
    let mut count = 0;
    for payload in THREE {
        let (_, wire) = client.line(payload)?;
        let cuts: Vec<usize> = (1..wire.len()).collect();
        client.exchanges(payload, &cuts).map_err(|fault| fault.when("when the answer came byte by byte"))?;
        count += cuts.len();
    }
    Ok(cut(count, client.conversation.unproven.take()))
}

pub(crate) fn not_utf8(client: &mut Client<'_>) -> Checked {
    let Some(wire) = not_utf8_in(client.protocol()) else {
        return Ok(Verdict::NotApplicable("this framing cannot carry such bytes".to_owned()));
    };
    let line = client.protocol().decode(&wire).concat();
    client.sends(&line, &wire)?;
    client.conversation.send(&wire)?;
    client.prints(&line)?;
    Ok(Verdict::passed())
}

/// A line is sent; then these bytes come, and the end. The client must notice.
fn refuses(client: &mut Client<'_>, bytes: &[u8]) -> Checked {
    let (line, wire) = client.line(LYON)?;
    client.sends(&line, &wire)?;
    client.conversation.send(bytes)?;
    client.conversation.end();
    client.fails()?;
    Ok(Verdict::passed())
}

pub(crate) fn end_inside(client: &mut Client<'_>) -> Checked {
    client.exchanges(LYON, &[])?;
    let (_, wire) = client.line(LYON)?;
    refuses(client, &wire[..wire.len() - 1])
}

pub(crate) fn over_limit(client: &mut Client<'_>) -> Checked {
    let Some(header) = client.protocol().announce_too_much() else {
        return Ok(too_narrow(client.protocol().announces()));
    };
    refuses(client, &[&header[..], LYON].concat())
}

pub(crate) fn negative(client: &mut Client<'_>) -> Checked {
    let Some(header) = client.protocol().announce_negative() else { return Ok(no_length()) };
    refuses(client, &[&header[..], LYON].concat())
}

pub(crate) fn http(client: &mut Client<'_>) -> Checked {
    if !client.protocol().announces() {
        return Ok(no_length());
    }
    refuses(client, HTTP)
}

pub(crate) fn memory(client: &mut Client<'_>) -> Checked {
    let Some(header) = client.protocol().announce(ANNOUNCED) else {
        return Ok(too_narrow(client.protocol().announces()));
    };
    client.exchanges(LYON, &[])?;
    let (line, wire) = client.line(LYON)?;
    client.sends(&line, &wire)?;
    let Some(before) = client.program.memory() else {
        return Ok(Verdict::NotObserved("this system does not show how much memory a program has".to_owned()));
    };
    client.conversation.send(&header)?;
    // To read the second piece it must have made room for the first; a program that refuses has ended by then.
    for _ in 0..3 {
        client.conversation.wait_until_read();
        if client.conversation.send(&[0; 1000]).is_err() {
            break;
        }
    }
    client.conversation.wait_until_read();
    let after = client.program.memory().unwrap_or(before);
    grown(before, after).map_err(|what| client.conversation.fault(what))
}

pub(crate) fn large_frame(client: &mut Client<'_>) -> Checked {
    let (line, wire) = client.line(&payload(LARGE))?;
    client.types(&line);
    thread::sleep(SLOW); // this server is slow
    client.conversation.expect(&client.judge.protocol.decode(&wire))?;
    client.conversation.send(&wire)?;
    client.prints(&line)?;
    Ok(Verdict::Passed(render::bytes(wire.len() as u64)))
}

pub(crate) fn vanished_server(client: &mut Client<'_>) -> Checked {
    client.exchanges(LYON, &[])?;
    let (line, wire) = client.line(LYON)?;
    client.sends(&line, &wire)?;
    client.conversation.send(&wire[..wire.len() / 2])?;
    client.conversation.vanish().map_err(|error| Fault::new(error.to_string()))?;
    client.fails()?;
    Ok(Verdict::passed())
}

pub(crate) fn header_apart(client: &mut Client<'_>) -> Checked {
    let mut slowest = Duration::ZERO;
    let (line, wire) = client.line(LYON)?;
    for _ in 0..FRAMES {
        let begun = Instant::now();
        client.sends(&line, &wire)?;
        slowest = slowest.max(begun.elapsed());
        client.conversation.send(&wire)?;
        client.prints(&line)?;
    }
    writes::judge(&client.conversation, FRAMES, slowest, "frame")
}
