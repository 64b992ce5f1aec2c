//! What hostile peers do. Each does so little that anybody could by mistake; none does more than the case needs.

use lessons::Act;
use link::reset_when_closed;
use probe::Watched;
use std::io::Write;
use std::thread;
use std::time::Duration;
use trace::Kind;

/// What a client gets that has connected to a web server by mistake.
const HTTP: &[u8] = b"HTTP/1.1 400 Bad Request\r\n\r\n";

/// What the peer of the reset means to say.
const WHOLE: &[u8] = b"transfer 1000000";

// ANCHOR: lies
pub(crate) fn announces(peer: &mut Watched, length: u32) -> Act {
    peer.meant(Kind::Length, length.to_string().as_bytes());
    peer.write_all(&length.to_be_bytes())?;
    Ok(peer.end()?) // so that nobody waits for what will not come
}

pub(crate) fn announces_minus_one(peer: &mut Watched) -> Act {
    peer.meant(Kind::Length, b"-1");
    peer.write_all(&(-1_i32).to_be_bytes())?; // ff ff ff ff: what 4 GiB less a byte is, too
    Ok(peer.end()?)
}

pub(crate) fn speaks_http(peer: &mut Watched) -> Act {
    peer.meant(Kind::Text, HTTP);
    peer.write_all(HTTP)?;
    Ok(peer.end()?)
}
// ANCHOR_END: lies

// ANCHOR: stalls
pub(crate) fn sends_a_beginning(peer: &mut Watched, length: u32) -> Act {
    peer.meant(Kind::Length, length.to_string().as_bytes());
    Ok(peer.write_all(&[&length.to_be_bytes(), b"more later".as_slice()].concat())?)
}

pub(crate) fn drips(peer: &mut Watched, bytes: u32, pause: Duration, over: &dyn Fn() -> bool) -> Act {
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

pub(crate) fn resets(peer: &mut Watched) -> Act {
    let length = WHOLE.len() as u32;
    peer.meant(Kind::Length, length.to_string().as_bytes());
    peer.meant(Kind::Frame, WHOLE);
    peer.write_all(&[&length.to_be_bytes(), &WHOLE[..WHOLE.len() - 3]].concat())?;
    peer.was_read()?; // some systems drop what waits when a reset comes
    reset_when_closed(peer.get_ref())?;
    peer.close();
    Ok(())
}
// ANCHOR_END: stalls
