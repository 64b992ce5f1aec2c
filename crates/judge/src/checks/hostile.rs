//! Headers that lie about what follows.

use super::{LYON, no_length};
use crate::check::{Checked, Verdict};
use crate::fault::Fault;
use crate::server::Server;

/// How much is announced and not sent, in bytes.
pub(crate) const ANNOUNCED: usize = 64 * 1024 * 1024;

/// How much a program may grow meanwhile, in bytes.
pub(crate) const GROWTH: u64 = ANNOUNCED as u64 / 2;

/// What a web server answers if it takes a header for a request; its first bytes in place of a length are huge.
pub(crate) const HTTP: &[u8] = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

/// Sends bytes that no whole frame begins with, and ends the stream: the server closes, answers nothing but whole frames, and
/// serves others.
fn refuses(server: &Server<'_>, wire: &[u8]) -> Result<(), Fault> {
    let mut conversation = server.connect()?;
    conversation.send(wire)?;
    conversation.end();
    conversation.expect(&server.protocol().decode(wire))?;
    conversation.expect_end().map_err(|fault| fault.when("after these bytes and the end of the stream"))?;
    server.serves().map_err(|fault| conversation.caused(fault, "with another client afterwards"))
}

pub(crate) fn over_limit(server: &Server<'_>) -> Checked {
    let Some(header) = server.protocol().announce_too_much() else {
        return Ok(too_narrow(server.protocol().announces()));
    };
    refuses(server, &[&header[..], LYON].concat())?;
    Ok(Verdict::passed())
}

pub(crate) fn too_narrow(announces: bool) -> Verdict {
    if announces { Verdict::NotApplicable("its length cannot express as much".to_owned()) } else { no_length() }
}

pub(crate) fn negative(server: &Server<'_>) -> Checked {
    let Some(header) = server.protocol().announce_negative() else { return Ok(no_length()) };
    refuses(server, &[&header[..], LYON].concat())?;
    Ok(Verdict::passed())
}

pub(crate) fn http(server: &Server<'_>) -> Checked {
    if !server.protocol().announces() {
        return Ok(no_length());
    }
    refuses(server, HTTP)?;
    Ok(Verdict::passed())
}

pub(crate) fn memory(server: &Server<'_>) -> Checked {
    let Some(header) = server.protocol().announce(ANNOUNCED) else {
        return Ok(too_narrow(server.protocol().announces()));
    };
    server.serves()?; // whatever it needs for its first client it has then
    let Some(before) = server.program.memory() else {
        server.serves()?; // or it has ended
        return Ok(Verdict::NotObserved("this system does not show how much memory a program has".to_owned()));
    };
    let mut conversation = server.connect()?;
    conversation.send(&header)?;
    // To read the second piece it must have made room for the first; a program that refuses has closed by then.
    for _ in 0..3 {
        conversation.wait_until_read();
        if conversation.send(&[0; 1000]).is_err() {
            break;
        }
    }
    conversation.wait_until_read();
    let after = server.program.memory().unwrap_or(before);
    conversation.end(); // a server that has one client at a time can serve the next
    server.serves().map_err(|fault| conversation.caused(fault, "afterwards, with another client"))?;
    grown(before, after).map_err(|what| conversation.fault(what))
}

/// Judges how much a program has grown.
pub(crate) fn grown(before: u64, after: u64) -> Result<Verdict, String> {
    let growth = after.saturating_sub(before);
    let said = format!("it grew from {} to {}", render::bytes(before), render::bytes(after));
    if growth <= GROWTH {
        return Ok(Verdict::Passed(said));
    }
    Err(format!("{said} when 64 MiB were announced and almost nothing was sent"))
}
