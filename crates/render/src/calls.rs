//! The calls of a conversation in their order, cause and effect in one column, as packetdrill's scripts have it.

use crate::columns::{padded, width};
use crate::escape::escaped;
use crate::palette::Role;
use trace::{Case, Event, Stream};

const CALLS: usize = 24; // the most calls listed
const SIDE: usize = 34; // columns for one side's call

/// Whether both sides write in turns, so that the order of the calls shows something: once each is no turns.
pub(crate) fn is_conversation(case: &Case) -> bool {
    let writes = case.events.iter().filter(|timed| matches!(timed.event, Event::Write { .. }));
    let mut turns: Vec<Stream> = writes.map(|timed| timed.event.stream()).collect();
    turns.dedup();
    turns.len() > 2 && Stream::BOTH.iter().all(|&stream| case.messages(stream).len() > 1)
}

/// Client on the left, server on the right.
pub(crate) fn listing(case: &Case) -> String {
    let calls: Vec<String> = case.events.iter().filter_map(|timed| line(&timed.event)).collect();
    let mut out = Role::Frame.paint(&format!("  {}     server", padded("client", SIDE))) + "\n";
    out.extend(calls.iter().take(CALLS).cloned());
    if calls.len() > CALLS {
        out += &format!("  … and {} more calls\n", calls.len() - CALLS);
    }
    out
}

/// A call on its side; `None` for any other event.
fn line(event: &Event) -> Option<String> {
    let forward = event.stream() == Stream::Forward;
    let (call, by_client, arrow) = match event {
        Event::Write { data, asked, .. } => {
            (format!("write {}", shown(data, *asked)), forward, if forward { "──►" } else { "◄──" })
        }
        Event::Read { got: 0, .. } => ("read → 0 bytes: the end".to_owned(), !forward, "   "),
        Event::Read { data, got, asked, .. } => (format!("read({asked}) → {}", shown(data, *got)), !forward, "   "),
        _ => return None,
    };
    let (left, right) = if by_client { (call.as_str(), "") } else { ("", call.as_str()) };
    Some(format!("  {} {arrow} {right}", padded(left, SIDE)).trim_end().to_owned() + "\n")
}

/// The bytes of a call in quotes, or how many they are where they do not fit.
fn shown(data: &[u8], bytes: u64) -> String {
    let text = format!("\"{}\"", escaped(data));
    if data.len() as u64 == bytes && width(&text) <= SIDE - 14 { text } else { format!("{bytes} bytes") }
}
