//! The remote command program with length, OK, body. Its requests have no framing: one read is one command.

use ack_handshake::{client, server};
use lesson::remote::{ANSWER_MAX, Conversation};
use lesson::{CaseResult, Fallible};
use remote_command::Connection;

// ANCHOR: serve
/// The server's side of a connection, until the client ends it.
pub(crate) fn serve(connection: &mut Connection, with: &Conversation<'_>) -> CaseResult {
    loop {
        connection.turn(with.limits.idle);
        let Some(command) = server::read_command(connection)? else { return Ok(()) };
        let output = with.run(connection, &command);
        connection.turn(with.limits.turn);
        let length = output.as_bytes().len();
        server::send_length(connection, length)?;
        with.say(connection, &format!("sent \"{length}\", wait for OK"));
        server::read_ok(connection)?;
        with.say(connection, &format!("got OK, send {length} bytes"));
        connection.turn(with.limits.delivery);
        server::send_body(connection, output.as_bytes())?;
    }
}
// ANCHOR_END: serve

/// The client's side of one command.
pub(crate) fn ask(connection: &mut Connection, command: &[u8], _: struct_header::Order) -> Fallible<Vec<u8>> {
    Ok(client::ask(connection, command, ANSWER_MAX)?)
}
