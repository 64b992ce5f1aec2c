//! The calls of a conversation in their order, each write beside the reads that took its bytes: cause and effect in one
//! column, as packetdrill's scripts have it.

use crate::columns::{padded, width};
use crate::escape::escaped;
use crate::palette::Role;
use trace::{Case, Event, Stream, Timed};

/// The most calls listed.
const CALLS: usize = 24;

/// Columns for one side's call.
const SIDE: usize = 34;

/// Whether both sides write in turns, so that the order of the calls tells something: once each is no turns.
pub(crate) fn is_conversation(case: &Case) -> bool {
    let write = |event: &Event| match event {
        Event::Write { stream, .. } => Some(*stream),
        _ => None,
    };
    let mut turns: Vec<Stream> = case.events.iter().filter_map(|timed| write(&timed.event)).collect();
    turns.dedup();
    turns.len() > 2 && Stream::BOTH.iter().all(|&stream| case.messages(stream).len() > 1)
}

/// Client on the left, server on the right.
pub(crate) fn listing(case: &Case) -> String {
    let calls: Vec<&Timed> = case.events.iter().filter(|timed| is_call(&timed.event)).collect();
    let mut out = Role::Frame.paint(&format!("  {}     {}", padded("client", SIDE), "server")) + "\n";
    for timed in calls.iter().take(CALLS) {
        out += &line(&timed.event);
    }
    if calls.len() > CALLS {
        out += &format!("  … and {} more calls\n", calls.len() - CALLS);
    }
    out
}

fn is_call(event: &Event) -> bool {
    matches!(event, Event::Write { .. } | Event::Read { .. })
}

fn line(event: &Event) -> String {
    let (stream, call, arrow) = match event {
        Event::Write { stream, data, asked, .. } => (*stream, format!("write {}", shown(data, *asked)), true),
        Event::Read { stream, got: 0, .. } => (*stream, "read → 0 bytes: the end".to_owned(), false),
        Event::Read { stream, data, got, asked, .. } => {
            (*stream, format!("read({asked}) → {}", shown(data, *got)), false)
        }
        _ => return String::new(),
    };
    let client = arrow == (stream == Stream::Forward);
    let arrow = match (arrow, stream) {
        (true, Stream::Forward) => "──►",
        (true, Stream::Back) => "◄──",
        (false, _) => "   ",
    };
    let (left, right) = if client { (call.as_str(), "") } else { ("", call.as_str()) };
    format!("  {} {arrow} {right}", padded(left, SIDE)).trim_end().to_owned() + "\n"
}

/// The bytes of a call in quotes, or how many they are where they do not fit.
fn shown(data: &[u8], bytes: u64) -> String {
    let text = format!("\"{}\"", escaped(data));
    if data.len() as u64 == bytes && width(&text) <= SIDE - 14 { text } else { format!("{bytes} bytes") }
}
