//! Ways to hand a header and its body to the kernel.

use lesson::CaseResult;
use link::{send_more, set_cork};
use probe::TracedStream;
use std::io::Write;
use struct_header::{Order, header};

/// Sends a body after its header.
pub(crate) type Way = fn(&mut TracedStream, &[u8]) -> CaseResult;

pub(crate) fn two_writes(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    // ANCHOR: two_writes
    end.write_all(&header(body.len(), Order::Little)?)?;
    Ok(end.write_all(body)?)
    // ANCHOR_END: two_writes
}

// ANCHOR: one_write
pub(crate) fn one_write(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    let header = header(body.len(), Order::Little)?;
    Ok(end.write_all(&[&header[..], body].concat())?) // copies both
}

pub(crate) fn one_writev(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    let header = header(body.len(), Order::Little)?;
    Ok(sender_nagle::vectored(end, &[&header[..], body])?) // writev
}
// ANCHOR_END: one_write

pub(crate) fn more_to_come(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    // ANCHOR: more_to_come
    let header = header(body.len(), Order::Little)?;
    end.write_by(&header, send_more)?; // send(2) with MSG_MORE
    Ok(end.write_all(body)?)
    // ANCHOR_END: more_to_come
}

pub(crate) fn corked(end: &mut TracedStream, body: &[u8]) -> CaseResult {
    // ANCHOR: corked
    set_cork(end.get_ref(), true)?; // setsockopt(2), TCP_CORK
    let written = two_writes(end, body);
    set_cork(end.get_ref(), false)?; // also where a write failed
    written
    // ANCHOR_END: corked
}
