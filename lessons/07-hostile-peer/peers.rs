//! What hostile peers do. Each does so little that anybody could by mistake; none does more than the case needs.

use lesson::CaseResult;
use link::reset_when_closed;
use probe::TracedStream;
use std::io::Write;
use std::thread;
use std::time::Duration;
use trace::Kind;

/// What a client gets that has connected to a web server by mistake.
const HTTP: &[u8] = b"HTTP/1.1 400 Bad Request\r\n\r\n";

/// What the peer of the reset means to say.
const WHOLE: &[u8] = b"transfer 1000000";

// ANCHOR: lies
pub(crate) fn announces(peer: &mut TracedStream, length: u32) -> CaseResult {
    peer.note_sent(Kind::Length, length.to_string().as_bytes());
    peer.write_all(&length.to_be_bytes())?;
    Ok(peer.shutdown_write()?) // so that nobody waits for what will not come
}

pub(crate) fn announces_minus_one(peer: &mut TracedStream) -> CaseResult {
    peer.note_sent(Kind::Length, b"-1");
    peer.write_all(&(-1_i32).to_be_bytes())?; // ff ff ff ff: what 4 GiB less a byte is, too
    Ok(peer.shutdown_write()?)
}

pub(crate) fn speaks_http(peer: &mut TracedStream) -> CaseResult {
    peer.note_sent(Kind::Text, HTTP);
    peer.write_all(HTTP)?;
    Ok(peer.shutdown_write()?)
}
// ANCHOR_END: lies

// ANCHOR: stalls
pub(crate) fn sends_a_beginning(peer: &mut TracedStream, length: u32) -> CaseResult {
    peer.note_sent(Kind::Length, length.to_string().as_bytes());
    Ok(peer.write_all(&[&length.to_be_bytes(), b"more later".as_slice()].concat())?)
}

pub(crate) fn drips(peer: &mut TracedStream, bytes: u32, pause: Duration, over: &dyn Fn() -> bool) -> CaseResult {
    let frame = [&(bytes - 4).to_be_bytes(), vec![b'.'; bytes as usize - 4].as_slice()].concat();
    for byte in frame {
        thread::sleep(pause); // the pause is what is shown
        if over() {
            break;
        }
        peer.write_all(&[byte])?;
    }
    Ok(())
}

pub(crate) fn resets(peer: &mut TracedStream) -> CaseResult {
    let length = WHOLE.len() as u32;
    peer.note_sent(Kind::Length, length.to_string().as_bytes());
    peer.note_sent(Kind::Frame, WHOLE);
    peer.write_all(&[&length.to_be_bytes(), &WHOLE[..WHOLE.len() - 3]].concat())?;
    peer.wait_until_read()?; // some systems drop what waits when a reset comes
    reset_when_closed(peer.get_ref())?;
    peer.close();
    Ok(())
}
// ANCHOR_END: stalls
