//! A case as the bytes on its wire: what each is, where calls cut them, what they cost, what could not be sent. And what
//! framings cost side by side.

use crate::columns::{WIDTH, padded, width, wrap};
use crate::dump::{Part, dump};
use crate::escape::escaped;
use crate::palette::Role;
use crate::picture::counted;
use crate::sentences;
use std::ops::Range;
use trace::{Case, Event, Kind, Run, Stream};

/// The bytes of each stream that the case used, and what each is.
pub(crate) fn bytes(case: &Case) -> String {
    let used = Stream::BOTH.into_iter().filter(|&stream| case.uses(stream));
    used.map(|stream| stream_bytes(case, stream)).collect()
}

fn stream_bytes(case: &Case, stream: Stream) -> String {
    let written = case.events.iter().filter_map(|timed| match &timed.event {
        Event::Write { stream: s, data, .. } if *s == stream => Some(data.as_slice()),
        _ => None,
    });
    let bytes: Vec<u8> = written.flatten().copied().collect();
    let found = case.parts(stream);
    let parts: Vec<Part<'_>> = found
        .iter()
        .map(|part| Part { frame: part.frame, what: part.what, bytes: (part.range.end - part.range.start) as usize })
        .collect();
    dump(0, &bytes, &parts)
}

/// What is to be said of the bytes.
pub(crate) fn facts(case: &Case) -> String {
    let used = Stream::BOTH.into_iter().filter(|&stream| case.uses(stream));
    used.map(|stream| stream_facts(case, stream)).collect()
}

fn stream_facts(case: &Case, stream: Stream) -> String {
    cuts(case, stream) + &cost(case, stream) + &refusals(case, stream) + &taken(case, stream)
}

/// Where calls cut the bytes, or how often, where that is too much for a line.
fn cuts(case: &Case, stream: Stream) -> String {
    let writes: Vec<_> = case.messages(stream).into_iter().map(|message| message.range).collect();
    let reads: Vec<_> = case.reads(stream).into_iter().map(|read| read.range).collect();
    let line = format!("  cut behind byte: by writes {}; by reads {}\n", ends(&writes), ends(&reads));
    if width(&line) <= WIDTH {
        return line;
    }
    let [writes, reads] = [(writes, "write"), (reads, "read")].map(|(all, noun)| counted(all.len() as u64, noun));
    format!("  cut by {writes} and {reads}\n")
}

/// What the receiver took for frames; in full where that is not what was meant.
fn taken(case: &Case, stream: Stream) -> String {
    let meant = case.sent_values(stream, Kind::Frame);
    let told = sentences::understood(case, stream);
    if meant.is_empty() || !told.starts_with(sentences::AS_MEANT) {
        return told;
    }
    format!("  {} taken as meant\n", counted(meant.len() as u64, "frame"))
}

/// Where stretches end, but for the last: that is the end of all.
fn ends(stretches: &[Range<u64>]) -> String {
    let inner = stretches.len().saturating_sub(1);
    let ends: Vec<String> = stretches[..inner].iter().map(|stretch| stretch.end.to_string()).collect();
    if ends.is_empty() { "none".to_owned() } else { ends.join(" ") }
}

fn cost(case: &Case, stream: Stream) -> String {
    let sent: Vec<(u64, u64)> = case
        .encodings(stream)
        .into_iter()
        .filter_map(|(payload, wire)| Some((payload.len() as u64, *wire.as_ref().ok()?)))
        .collect();
    if sent.is_empty() {
        return String::new();
    }
    let (payload, wire) = sent.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let frames = counted(sent.len() as u64, "frame");
    format!("  {frames}: {payload} bytes of payload, {wire} on the wire: {} added\n", wire.saturating_sub(payload))
}

fn refusals(case: &Case, stream: Stream) -> String {
    let refused = |(payload, wire): (&[u8], &Result<u64, String>)| {
        let why = wire.as_ref().err()?;
        let sentence = wrap(&format!("REFUSED \"{}\": {why}", escaped(payload)), "  ", 4);
        Some(sentence.replacen("REFUSED", &Role::Heading.paint("REFUSED"), 1)) // a refusal is nothing bad
    };
    case.encodings(stream).into_iter().filter_map(refused).collect()
}

/// Columns for a case's name in the table.
const NAME: usize = 34;

/// What each case's framing adds to messages of some lengths, side by side, and how many of its messages it carried.
pub(crate) fn overheads(run: &Run) -> String {
    let stream = Stream::Forward;
    let told: Vec<&Case> = run.cases.iter().filter(|case| !case.overheads(stream).is_empty()).collect();
    let Some(first) = told.first() else { return String::new() };
    let lengths: Vec<String> = first.overheads(stream).iter().map(|(payload, _)| payload.to_string()).collect();
    let heading = row("Bytes added to a message of", &lengths, "carried");
    let mut out = format!("\n{}\n", Role::Heading.paint(&heading));
    for case in told {
        let added = case.overheads(stream).into_iter().map(|(_, added)| added);
        let cells: Vec<String> = added.map(|added| added.map_or("-".to_owned(), |bytes| bytes.to_string())).collect();
        let all = case.encodings(stream);
        let carried = all.iter().filter(|(_, wire)| wire.is_ok()).count();
        out += &format!("{}\n", row(&case.name, &cells, &format!("{carried} of {}", all.len())));
    }
    out + "-: refused\n"
}

fn row(name: &str, cells: &[String], last: &str) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:>9}")).collect();
    format!("{}{cells}{last:>10}", padded(name, NAME))
}
