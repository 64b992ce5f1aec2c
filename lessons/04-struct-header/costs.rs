//! One command and its answer, sent in three ways, to compare what each costs.

use lesson::CaseResult;
use lesson::remote::ANSWER_MAX;
use probe::TracedStream;
use receiver_short_reads::{exactly, up_to};
use std::io::Write;
use struct_header::{HEADER, Order, header, read_frame};

const BODY: &[u8] = b"twenty bytes of body";

pub(crate) fn two_writes(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    // ANCHOR: two_writes
    ask(client, server)?;
    server.note_next_frame(HEADER + BODY.len());
    server.write_all(&header(BODY.len(), Order::Little)?)?;
    server.write_all(BODY)?;
    receive(client)
    // ANCHOR_END: two_writes
}

pub(crate) fn one_write(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    // ANCHOR: one_write
    ask(client, server)?;
    server.note_next_frame(HEADER + BODY.len());
    let header = header(BODY.len(), Order::Little)?;
    server.write_all(&[&header[..], BODY].concat())?;
    receive(client)
    // ANCHOR_END: one_write
}

pub(crate) fn handshake(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    // ANCHOR: handshake
    ask(client, server)?;
    server.write_all(b"20")?; // the length, in digits
    client.wait_for_arrival()?;
    up_to(client, 64)?;
    client.write_all(b"OK")?;
    server.wait_for_arrival()?;
    exactly(server, 2)?;
    server.write_all(BODY)?;
    client.wait_for_arrival()?;
    exactly(client, BODY.len())?;
    Ok(())
    // ANCHOR_END: handshake
}

/// The client's command reaches the server.
fn ask(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    client.write_all(b"twenty")?;
    server.wait_for_arrival()?;
    up_to(server, 1024)?;
    Ok(())
}

fn receive(client: &mut TracedStream) -> CaseResult {
    client.wait_for_arrival()?;
    read_frame(client, Order::Little, ANSWER_MAX)?;
    Ok(())
}
