//! The remote command program with a 4-byte header before every answer. Its requests have no framing.

use lesson::remote::{ANSWER_MAX, Conversation};
use lesson::{CaseResult, Fallible};
use receiver_short_reads::up_to;
use remote_command::Connection;
use std::io::Write;
use struct_header::{Order, header, read_frame};

// ANCHOR: serve
/// The server's side of a connection, until the client ends it.
pub(crate) fn serve(connection: &mut Connection, with: &Conversation<'_>) -> CaseResult {
    loop {
        connection.turn(with.limits.idle);
        let command = up_to(connection, 1024)?; // requests have no header in this protocol either
        if command.is_empty() {
            return Ok(());
        }
        let output = with.run(connection, &command);
        connection.turn(with.limits.delivery);
        let header = header(output.as_bytes().len(), with.order)?;
        with.say(connection, &format!("send {header:02x?} and {} bytes", output.as_bytes().len()));
        sender_nagle::vectored(connection, &[&header[..], output.as_bytes()])?; // one write, nothing copied
    }
}
// ANCHOR_END: serve

/// The client's side of one command.
pub(crate) fn ask(connection: &mut Connection, command: &[u8], order: Order) -> Fallible<Vec<u8>> {
    connection.write_all(command)?;
    let body = read_frame(connection, order, ANSWER_MAX)?;
    body.ok_or_else(|| "the server closed the connection without an answer".into())
}
