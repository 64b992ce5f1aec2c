//! The calls of a conversation in their order, cause and effect in one column, as packetdrill's scripts have it.

use crate::columns::{line_width, padded, width};
use crate::escape::shown;
use crate::palette::Role;
use trace::{Case, Event, Stream};

const CALLS: usize = 24; // the most calls listed

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
    let mut out = Role::Frame.paint(&format!("  {}     server", padded("client", side()))) + "\n";
    out.extend(calls.iter().take(CALLS).cloned());
    if calls.len() > CALLS {
        out += &format!("  … and {} more calls\n", calls.len() - CALLS);
    }
    out
}

/// Columns for one side's call: an arrow stands between two of them.
fn side() -> usize {
    (line_width() - 12) / 2
}

/// A call on its side; `None` for any other event.
fn line(event: &Event) -> Option<String> {
    let forward = event.stream() == Stream::Forward;
    let (call, by_client, arrow) = match event {
        Event::Write { data, asked, .. } => {
            (format!("write {}", quoted(data, *asked)), forward, if forward { "──►" } else { "◄──" })
        }
        Event::Read { got: 0, .. } => ("read → 0 bytes: the end".to_owned(), !forward, "   "),
        Event::Read { data, got, asked, .. } => (format!("read({asked}) → {}", quoted(data, *got)), !forward, "   "),
        _ => return None,
    };
    let (left, right) = if by_client { (call.as_str(), "") } else { ("", call.as_str()) };
    Some(format!("  {} {arrow} {right}", padded(left, side())).trim_end().to_owned() + "\n")
}

/// The bytes of a call in quotes, or how many they are where they do not fit.
fn quoted(data: &[u8], bytes: u64) -> String {
    let text = format!("\"{}\"", shown(data));
    if data.len() as u64 == bytes && width(&text) <= side() - 14 { text } else { format!("{bytes} bytes") }
}
