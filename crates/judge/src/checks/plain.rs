//! Frames as they usually come, and payloads that are easily forgotten.

use super::LYON;
use crate::check::{Checked, Verdict};
use crate::fault::Fault;
use crate::server::Server;

fn comes_back(server: &Server<'_>, wire: &[u8]) -> Result<(), Fault> {
    let mut conversation = server.connect()?;
    conversation.send(wire)?;
    conversation.expect(&server.protocol().decode(wire))
}

pub(crate) fn one_frame(server: &Server<'_>) -> Checked {
    comes_back(server, &server.encode(LYON)?)?;
    Ok(Verdict::passed())
}

pub(crate) fn next_client(server: &Server<'_>) -> Checked {
    let wire = server.encode(LYON)?;
    for client in ["with the first client", "with the second client"] {
        let mut conversation = server.connect().map_err(|fault| fault.when(client))?;
        conversation.send(&wire)?;
        conversation.expect(&server.protocol().decode(&wire)).map_err(|fault| fault.when(client))?;
    }
    Ok(Verdict::passed())
}

pub(crate) fn end_of_stream(server: &Server<'_>) -> Checked {
    let wire = server.encode(LYON)?;
    let mut conversation = server.connect()?;
    conversation.send(&wire)?;
    conversation.end();
    conversation.expect(&server.protocol().decode(&wire))?;
    conversation.expect_end().map_err(|fault| fault.when("after the end of the stream"))?;
    Ok(Verdict::passed())
}

pub(crate) fn empty_frame(server: &Server<'_>) -> Checked {
    let Ok(empty) = server.protocol().encode(b"") else {
        return Ok(Verdict::NotApplicable("this framing has no empty frame".to_owned()));
    };
    let mut conversation = server.connect()?;
    // The second frame shows whether the server has stopped at the first. Glued frames have a check of their own.
    for wire in [empty, server.encode(LYON)?] {
        conversation.send(&wire)?;
        conversation.expect(&server.protocol().decode(&wire))?;
    }
    Ok(Verdict::passed())
}

pub(crate) fn not_utf8(server: &Server<'_>) -> Checked {
    let Some(wire) = super::not_utf8(server.protocol()) else {
        return Ok(Verdict::NotApplicable("this framing cannot carry such bytes".to_owned()));
    };
    comes_back(server, &wire)?;
    Ok(Verdict::passed())
}
