//! Streams that end inside a frame, at every place.

use super::{LYON, place::place};
use crate::check::{Checked, Verdict};
use crate::fault::Fault;
use crate::server::Server;

pub(crate) fn end_inside(server: &Server<'_>) -> Checked {
    let (first, second) = (server.encode(LYON)?, server.encode("粘包".as_bytes())?);
    let wire = [&first[..], &second].concat();
    let parts = server.protocol().parts(&wire);
    let mut ends = server.judge.cuts.clone().unwrap_or_else(|| (first.len() + 1..wire.len()).collect());
    ends.retain(|&end| end < wire.len());
    if ends.is_empty() {
        return Ok(Verdict::NotObserved(format!("this check's stream has only {} bytes", wire.len())));
    }
    for &end in &ends {
        let when = format!("when the stream ended after {end} bytes, {}", place(end, &parts));
        ends_after(server, &wire[..end]).map_err(|fault| fault.when(when).cut(&[end]))?;
    }
    Ok(Verdict::Passed(render::counted(ends.len() as u64, "place")))
}

fn ends_after(server: &Server<'_>, wire: &[u8]) -> Result<(), Fault> {
    let mut conversation = server.connect()?;
    conversation.send(wire)?;
    conversation.end();
    conversation.expect(&server.protocol().decode(wire))?;
    conversation.expect_end()?;
    server.serves().map_err(|fault| conversation.caused(fault, "with another client afterwards"))
}
