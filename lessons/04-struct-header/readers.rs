//! Readers that misread the bytes of a frame, as the article's client does or as a program on another machine would.

use super::{BY_EXACT_READS, BY_THIS_READER, note_frame};
use lesson::remote::ANSWER_MAX;
use lesson::{CaseResult, Fallible};
use probe::TracedStream;
use receiver_short_reads::{exactly, up_to};
use std::io::Write;
use struct_header::{HEADER, Order, read_frame, write_frame};
use trace::Kind;

/// A long frame and a short one.
pub(crate) fn two_frames(sender: &mut TracedStream) -> CaseResult {
    let long: String = (1..=1000).map(|n| format!("{n}\n")).collect();
    for body in [long.as_str(), "hi\n"] {
        sender.note_sent(Kind::Length, body.len().to_string().as_bytes());
        note_frame(sender, body.as_bytes());
        write_frame(sender, body.as_bytes(), Order::Little)?;
    }
    Ok(())
}

pub(crate) fn adds_up(receiver: &mut TracedStream) -> CaseResult {
    // ANCHOR: adds_up
    let length = read_length(receiver)?; // 4 bytes
    let (mut body, mut received) = (Vec::new(), 0);
    while received < length {
        body.extend(up_to(receiver, 1024)?);
        received += body.len() as i64;
    }
    receiver.note_decoded(Kind::Frame, &body, BY_THIS_READER);
    read_length(receiver).map(drop) // that of the next frame
    // ANCHOR_END: adds_up
}

/// Reads four bytes and believes them, as struct.unpack('i', four) does where 'i' is little-endian.
fn read_length(receiver: &mut TracedStream) -> Fallible<i64> {
    receiver.wait_for_arrival()?;
    let four = exactly(receiver, HEADER)?;
    let length = i32::from_le_bytes([four[0], four[1], four[2], four[3]]);
    receiver.note_decoded(Kind::Length, length.to_string().as_bytes(), BY_THIS_READER);
    Ok(length.into())
}

pub(crate) fn other_order(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    // ANCHOR: other_order
    sender.note_sent(Kind::Length, b"200");
    sender.note_next_frame(204);
    let header = 200_i32.to_be_bytes(); // 00 00 00 c8
    sender.write_all(&[&header[..], &[b'x'; 200]].concat())?;
    read_length(receiver).map(drop)
    // ANCHOR_END: other_order
}

pub(crate) fn long_length(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    // ANCHOR: long_length
    sender.note_sent(Kind::Frame, b"hi\n");
    sender.note_next_frame(11);
    let header = 3_i64.to_le_bytes(); // struct.pack('l', 3), 8 bytes
    sender.write_all(&[&header[..], b"hi\n"].concat())?;
    let length = read_length(receiver)?;
    let body = exactly(receiver, length as usize)?;
    receiver.note_decoded(Kind::Frame, &body, BY_THIS_READER);
    Ok(())
    // ANCHOR_END: long_length
}

pub(crate) fn gbk(server: &mut TracedStream, client: &mut TracedStream) -> CaseResult {
    // ANCHOR: gbk
    let text = b"\xd5\xb3\xb0\xfc"; // 粘包 in GBK
    server.note_sent(Kind::Text, "粘包".as_bytes());
    note_frame(server, text);
    write_frame(server, text, Order::Little)?;
    client.wait_for_arrival()?;
    let body = read_frame(client, Order::Little, ANSWER_MAX)?.unwrap_or_default();
    client.note_decoded(Kind::Frame, &body, BY_EXACT_READS);
    let text = String::from_utf8_lossy(&body); // marks what is not UTF-8
    client.note_decoded(Kind::Text, text.as_bytes(), BY_EXACT_READS);
    Ok(())
    // ANCHOR_END: gbk
}
