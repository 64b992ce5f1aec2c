//! What is said of a case's reads: who glued or split each, and by which numbers we know it.

use crate::columns::wrap;
use crate::endings;
use crate::escape::escaped;
use crate::palette::Role;
use crate::picture::counted;
use std::fmt::Write;
use trace::{By, Case, Cut, Event, JudgedRead, Kind, Segments, Stream, Timed, Value, Verdict};

/// The most sentences on the reads of one stream; the rest is counted.
const SENTENCES: usize = 3;

/// Everything that is to be said of a case.
pub(crate) fn verdicts(case: &Case) -> String {
    let mut out = String::new();
    for stream in Stream::BOTH.into_iter().filter(|&stream| case.uses(stream)) {
        let way = if case.uses(Stream::Back) { way(stream) } else { "" };
        out += &short_writes(case, stream);
        if case.endings(stream).is_empty() {
            out += &reads(case, stream, way); // else it is the turns that are judged, and not the reads
        }
        out += &endings::failures(case, stream);
        out += &held(case, stream, way);
        out += &understood(case, stream);
    }
    out += &endings::sentences(case);
    if case.captured() {
        out += &on_the_way(case);
    }
    if case.late {
        let late = format!(
            "In all of {} tries the machine made its calls too late for what they are to show: no claim is made on this case.",
            case.tries
        );
        out += &wrap(&late, "  ", 4);
    } else if case.tries > 1 {
        let tries = format!(
            "This is try {}: in those before, the machine made its calls too late for what they are to show.",
            case.tries
        );
        out += &wrap(&tries, "  ", 4);
    }
    if !case.missing.is_empty() {
        let missing =
            format!("This system cannot set {}: what depends on it was not observed.", case.missing.join(", "));
        out += &wrap(&missing, "  ", 2);
    }
    out
}

/// What a capture tells of the way: its round trip, and what was lost on it.
fn on_the_way(case: &Case) -> String {
    let opening = case.round_trip_us.map(|us| format!("  round trip of the connection's opening: {}\n", span(us)));
    let count = |wanted: fn(bool, bool, bool) -> bool| {
        let counts = |timed: &&Timed| match timed.event {
            Event::Segment { bytes, resent, arrived_us, .. } => wanted(bytes > 0, resent, arrived_us.is_none()),
            _ => false,
        };
        case.events.iter().filter(counts).count() as u64
    };
    let data = count(|data, _, lost| data && lost);
    let other = count(|data, _, lost| !data && lost);
    let again = count(|_, resent, _| resent);
    let lost = match (data + other, again) {
        (0, 0) => String::new(),
        (_, again) => {
            let lost = format!("lost on the way: {} with data, {other} without", counted(data, "segment"));
            format!("  {lost}; sent again: {again}\n")
        }
    };
    opening.unwrap_or_default() + &lost
}

fn way(stream: Stream) -> &'static str {
    match stream {
        Stream::Forward => "server's ",
        Stream::Back => "client's ",
    }
}

fn reads(case: &Case, stream: Stream, way: &str) -> String {
    let (reads, segments) = (case.reads(stream), case.segments(stream));
    let whole = reads.iter().filter(|read| read.verdict == Verdict::Whole).count() as u64;
    let plain = |read: &JudgedRead| matches!(read.verdict, Verdict::Whole | Verdict::End);
    let noted: Vec<(usize, &JudgedRead)> = reads.iter().enumerate().filter(|(_, read)| !plain(read)).collect();
    let mut out = String::new();
    for (nth, read) in noted.iter().take(SENTENCES) {
        let sentence = format!("{way}read {} {}", nth + 1, about(read, &reads[..*nth], &segments));
        out += &emphasised(&wrap(&sentence, "  ", 4));
    }
    if noted.len() > SENTENCES {
        let whose = if way.is_empty() { String::new() } else { format!(" of the {}", way.trim_end()) };
        let more = counted((noted.len() - SENTENCES) as u64, "read");
        out += &wrap(&format!("… and {more} more{whose}, glued, split or truncated"), "  ", 4);
    }
    if whole > 0 {
        let each = if whole == 1 { "" } else { " each" };
        out += &format!("  {way}{}: one whole message{each}\n", counted(whole, "read"));
    }
    if let Some(nth) = reads.iter().position(|read| read.verdict == Verdict::End) {
        out += &format!("  {way}read {} got 0 bytes: the end of the stream\n", nth + 1);
    }
    out
}

/// Writes that took less than they were given.
fn short_writes(case: &Case, stream: Stream) -> String {
    let writes = case.events.iter().filter_map(|timed| match timed.event {
        Event::Write { stream: s, asked, accepted, .. } if s == stream => Some((asked, accepted)),
        _ => None,
    });
    let writes: Vec<_> = writes.enumerate().collect();
    let short: Vec<_> = writes.iter().filter(|(_, (asked, accepted))| 0 < *accepted && accepted < asked).collect();
    let refused = writes.iter().filter(|(_, (asked, accepted))| *accepted == 0 && *asked > 0).count() as u64;
    let mut out = String::new();
    let whose = match stream {
        _ if !case.uses(Stream::Back) => "",
        Stream::Forward => "client's ",
        Stream::Back => "server's ",
    };
    for (nth, (asked, accepted)) in short.iter().take(SENTENCES) {
        let sentence = format!("{whose}write {} is SHORT: it accepted {accepted} of {asked} bytes.", nth + 1);
        out += &emphasised(&wrap(&sentence, "  ", 4));
    }
    if short.len() > SENTENCES {
        out += &format!("  … and {} more\n", counted((short.len() - SENTENCES) as u64, "short write"));
    }
    if refused > 0 {
        out += &format!("  {} found no room at all, and would have had to wait\n", counted(refused, "write"));
    }
    out
}

/// The verdict's word in colour; it is in capitals, for where there is none.
fn emphasised(sentence: &str) -> String {
    let words = ["GLUED and SPLIT", "GLUED", "SPLIT", "TRUNCATED", "SHORT"];
    match words.into_iter().find(|word| sentence.contains(word)) {
        Some(word) => sentence.replacen(word, &Role::Bad.paint(word), 1),
        None => sentence.to_owned(),
    }
}

fn about(read: &JudgedRead, before: &[JudgedRead], segments: &[Segments]) -> String {
    let (first, last) = read.messages.unwrap_or_default();
    let span = if first == last {
        format!("message {first}")
    } else {
        format!("messages {first} {} {last}", if last - first == 1 { "and" } else { "to" })
    };
    match read.verdict {
        Verdict::Truncated => {
            format!("is TRUNCATED: it kept {} of {span}, the rest is lost for good.", counted(read.got(), "byte"))
        }
        Verdict::Split => format!("is SPLIT, part of {span}{}", ends(read, before)),
        Verdict::GluedSplit => {
            format!("is GLUED and SPLIT, {span}.{}{}", glue(read, segments), also_ends(read, before))
        }
        Verdict::Glued => format!("is GLUED, {span}.{}", glue(read, segments)),
        _ => "is one whole message.".to_owned(),
    }
}

/// Who glued a read, and by what we know.
fn glue(read: &JudgedRead, segments: &[Segments]) -> String {
    let within = |s: &&Segments| s.range.start < read.range.end && read.range.start < s.range.end;
    let count: u64 = segments.iter().filter(within).map(|s| s.count).sum();
    let queued = read.queued.filter(|&queued| queued >= read.got());
    let waited = queued.map_or(String::new(), |queued| format!(", {queued} bytes in the queue"));
    match read.by {
        Some(By::Sender) => " By the sender: they share a segment.".to_owned(),
        Some(By::Receiver) => format!(" By the receiver: bytes of {count} segments waited together{waited}."),
        Some(By::Both) => " By both: some share a segment, others waited together.".to_owned(),
        None if segments.is_empty() => " By whom: not observed, segments are not counted here.".to_owned(),
        None => " By whom: not observed, several segments left between two looks.".to_owned(),
    }
}

fn ends(read: &JudgedRead, before: &[JudgedRead]) -> String {
    format!(".{}", also_ends(read, before))
}

/// Why a read begins or ends inside a message.
fn also_ends(read: &JudgedRead, before: &[JudgedRead]) -> String {
    let mut out = String::new();
    if before.last().is_some_and(|last| last.messages.map(|m| m.1) == read.messages.map(|m| m.0)) {
        // Writing into a String cannot fail.
        let _ = write!(out, " It begins where read {} left off.", before.len());
    }
    match (read.cut, read.queued) {
        (Some(Cut::Asked), Some(queued)) => {
            let _ = write!(out, " It asked for {} of the {queued} bytes that waited.", read.asked);
        }
        (Some(Cut::Arrived), _) if read.asked > read.got() => {
            let _ = write!(out, " It asked for {}, and no more than {} had come.", read.asked, read.got());
        }
        _ => {}
    }
    out
}

/// What the sender's kernel held back, and what it awaited meanwhile. With Nagle's algorithm off it is the receiver's window
/// or the network that holds, and the counters do not tell which: nothing is said.
fn held(case: &Case, stream: Stream, way: &str) -> String {
    let sender = if way.is_empty() {
        "sender's "
    } else if stream == Stream::Forward {
        "client's "
    } else {
        "server's "
    };
    if case.options.iter().any(|(name, value)| name == "nodelay" && *value == Value::Bool(true)) {
        return String::new();
    }
    let (mut written, mut most): (u64, Option<(u64, u64, u64)>) = (0, None);
    for timed in &case.events {
        match timed.event {
            Event::Write { stream: s, accepted, .. } if s == stream => written += accepted,
            Event::Held { stream: s, bytes, in_flight_segments }
                if s == stream && Some(bytes) > most.map(|(bytes, ..)| bytes) =>
            {
                most = (bytes > 0).then_some((bytes, in_flight_segments, written - bytes));
            }
            _ => {}
        }
    }
    let Some((bytes, in_flight_segments, first)) = most else { return String::new() };
    let left_us = case.segments(stream).iter().find(|s| s.range.contains(&first)).map(|s| s.t_us);
    let written_us = case.events.iter().find_map(|timed| match timed.event {
        Event::Write { stream: s, offset, accepted, .. }
            if s == stream && (offset..offset + accepted).contains(&first) =>
        {
            Some(timed.t_us)
        }
        _ => None,
    });
    let awaited = match in_flight_segments {
        0 => "though it awaited no ACK".to_owned(),
        n => format!("while {} awaited {} ACK", counted(n, "segment"), if n == 1 { "its" } else { "their" }),
    };
    let until = left_us.zip(written_us).map_or(String::new(), |(left_us, written_us)| {
        format!("; they left {} after the first of them was written", span(left_us.saturating_sub(written_us)))
    });
    wrap(&format!("{sender}kernel: {bytes} bytes held back {awaited}{until}"), "  ", 4)
}

/// A span of time, in microseconds, for a person: `340 µs`, `50.3 ms`.
pub fn span(us: u64) -> String {
    if us < 1000 { format!("{us} µs") } else { format!("{}.{} ms", us / 1000, us % 1000 / 100) }
}

/// A value that was meant, or taken.
type Item<'a> = (Kind, &'a [u8]);

/// How the sentence begins, where all was taken as it was meant.
pub(crate) const AS_MEANT: &str = "  taken as meant: ";

/// What one side meant and the other took it for, where the trace tells.
pub(crate) fn understood(case: &Case, stream: Stream) -> String {
    let mut meant: Vec<Item<'_>> = Vec::new();
    let mut taken: Vec<(&str, Vec<Item<'_>>)> = Vec::new();
    for timed in &case.events {
        match &timed.event {
            Event::SentValue { stream: s, kind, data } if *s == stream => meant.push((*kind, data)),
            Event::DecodedValue { stream: s, kind, data, how } if *s == stream => {
                match taken.iter_mut().find(|(known, _)| known == how) {
                    Some((_, items)) => items.push((*kind, data)),
                    None => taken.push((how, vec![(*kind, data)])),
                }
            }
            _ => {}
        }
    }
    if meant.is_empty() {
        return String::new();
    }
    let all: Vec<_> = taken.iter().flat_map(|(_, items)| items.iter().copied()).collect();
    if same_of_each_kind(&meant, &all) {
        return wrap(&listed(&meant), AS_MEANT, 4);
    }
    let meant_told = wrap(&format!("meant: {}", listed(&meant)), "  ", 4);
    if taken.is_empty() {
        return meant_told + "  taken: nothing\n";
    }
    let taken = taken.iter().map(|(how, items)| {
        let told = wrap(&format!("taken ({how}): {}", listed(items)), "  ", 4);
        if wrong(&meant, items) { told.lines().map(|line| Role::Bad.paint(line) + "\n").collect() } else { told }
    });
    meant_told + &taken.collect::<String>()
}

/// Whether a value of any kind that was taken is not what was meant.
fn wrong(meant: &[Item<'_>], taken: &[Item<'_>]) -> bool {
    let kinds: Vec<Kind> = taken.iter().map(|(kind, _)| *kind).collect();
    let meant: Vec<Item<'_>> = meant.iter().filter(|(kind, _)| kinds.contains(kind)).copied().collect();
    !same_of_each_kind(&meant, taken)
}

/// Whether each kind's values are the same in both, in the same order.
fn same_of_each_kind(meant: &[Item<'_>], taken: &[Item<'_>]) -> bool {
    let of = |items: &[Item<'_>], wanted: Kind| -> Vec<Vec<u8>> {
        items.iter().filter(|(kind, _)| *kind == wanted).map(|(_, data)| data.to_vec()).collect()
    };
    meant.iter().chain(taken).all(|&(kind, _)| of(meant, kind) == of(taken, kind))
}

fn listed(items: &[Item<'_>]) -> String {
    let items: Vec<String> = items.iter().map(|(kind, data)| item(*kind, data)).collect();
    items.join(", ")
}

fn item(kind: Kind, data: &[u8]) -> String {
    let shown = if kind == Kind::Error { data.len() } else { 24 };
    let text = escaped(&data[..data.len().min(shown)]);
    let more = if data.len() > shown { format!("… {} bytes", data.len()) } else { String::new() };
    format!("{} \"{text}{more}\"", kind.name())
}
