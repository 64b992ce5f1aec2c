//! Streams that end inside a frame, at every place.

use super::LYON;
use crate::check::{Checked, Verdict};
use crate::server::Server;

pub(crate) fn end_inside(server: &Server<'_>) -> Checked {
    let (first, second) = (server.encode(LYON)?, server.encode("粘包".as_bytes())?);
    for len in 1..second.len() {
        let when = format!("with {len} of {} bytes of the second frame, and then the end", second.len());
        let wire = [&first, &second[..len]].concat();
        let mut conversation = server.connect()?;
        conversation.send(&wire)?;
        conversation.end();
        conversation.expect(&server.protocol().decode(&wire)).map_err(|fault| fault.when(&when))?;
        conversation.expect_end("after the end").map_err(|fault| fault.when(&when))?;
    }
    server.serves().map_err(|fault| fault.when("the next client"))?;
    Ok(Verdict::Passed(render::counted(second.len() as u64 - 1, "place")))
}
