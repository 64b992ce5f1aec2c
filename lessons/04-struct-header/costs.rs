//! One command and its answer, sent in three ways, for what each costs.

use lesson::CaseResult;
use lesson::remote::ANSWER_MAX;
use probe::TracedStream;
use receiver_short_reads::up_to;
use std::io::Write;
use struct_header::{Order, header, read_frame, write_frame};

const BODY: &[u8] = b"twenty bytes of body";

// ANCHOR: two_writes
pub(crate) fn two_writes(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    command(client, server)?;
    server.write_all(&header(BODY.len(), Order::Little)?)?;
    server.write_all(BODY)?; // Nagle: not before the header's ACK has come
    receive(client)
}
// ANCHOR_END: two_writes

pub(crate) fn one_write(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    command(client, server)?;
    write_frame(server, BODY, Order::Little)?;
    receive(client)
}

pub(crate) fn handshake(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
    command(client, server)?;
    ack_handshake::server::send_length(server, BODY.len())?;
    client.wait_for_arrival()?;
    let length = ack_handshake::client::read_length(client, ANSWER_MAX)?;
    ack_handshake::client::send_ok(client)?;
    server.wait_for_arrival()?;
    ack_handshake::server::read_ok(server)?;
    ack_handshake::server::send_body(server, BODY)?;
    client.wait_for_arrival()?;
    ack_handshake::client::read_body(client, length)?;
    Ok(())
}

fn command(client: &mut TracedStream, server: &mut TracedStream) -> CaseResult {
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
