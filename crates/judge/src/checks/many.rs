//! Many clients at once, and clients that vanish.

use super::LYON;
use crate::check::{Checked, Verdict};
use crate::conversation::Conversation;
use crate::fault::Fault;
use crate::server::Server;

/// How many clients there are at once.
const CLIENTS: usize = 50;

/// How many clients vanish.
const VANISHING: usize = 5;

/// How many frames each of them has sent.
const UNREAD: usize = 200;

pub(crate) fn fifty_clients(server: &Server<'_>) -> Checked {
    let wire = server.encode(LYON)?;
    let wanted = server.protocol().decode(&wire);
    let (half, rest) = wire.split_at(wire.len() / 2);
    let mut stalled = server.connect()?;
    stalled.send(half)?;
    stalled.wait_until_read();
    let others = (1..CLIENTS).map(|_| server.connect()).collect::<Result<Vec<Conversation>, Fault>>();
    let mut others = others.map_err(|fault| fault.when("while one client stalls"))?;
    others.iter_mut().try_for_each(|other| other.send(&wire))?;
    for (nth, other) in others.iter_mut().enumerate() {
        let when = format!("with client {} while client 1 stalls inside a frame", nth + 2);
        other.expect(&wanted).map_err(|fault| fault.when(when))?;
    }
    stalled.send(rest)?;
    stalled.expect(&wanted).map_err(|fault| fault.when("with client 1, which had stalled"))?;
    Ok(Verdict::passed())
}

pub(crate) fn vanished_client(server: &Server<'_>) -> Checked {
    let wire = server.encode(LYON)?;
    for nth in 0..VANISHING {
        let mut conversation = server.connect()?;
        conversation.send(&wire)?;
        conversation.expect(&server.protocol().decode(&wire))?;
        // It has many frames to answer, and nobody to answer to.
        conversation.send(&[&wire.repeat(UNREAD)[..], &wire[..wire.len() / 2]].concat())?;
        conversation.vanish().map_err(|error| Fault::new(error.to_string()))?;
        let when = format!("with the next client after {} had vanished", render::counted(nth as u64 + 1, "client"));
        server.serves().map_err(|fault| conversation.caused(fault, &when))?;
    }
    Ok(Verdict::passed())
}
