//! Shows what breaks a program: the cut, the bytes round it, what the program did, and the command that does it again.

use crate::cut::search::Options;
use clap::ArgMatches;
use clap::parser::ValueSource;
use cutter::Direction;
use cutter::search::{Finding, Recut, Report, Stream};
use program::Command;
use render::{JsonFields, Part, dump, escaped, escaped_text, wrap};
use std::ffi::OsString;

/// How many bytes are shown before and after a cut.
const ROUND: u64 = 16;

/// A stream in words.
pub(crate) fn way((connection, direction): Stream) -> String {
    let ends = match direction {
        Direction::Up => "client → server",
        Direction::Down => "server → client",
    };
    format!("connection {connection} {:<4} ({ends})", direction.name())
}

/// A cut in a few words.
pub(crate) fn name(recut: &Recut) -> String {
    match recut {
        Recut::Uncut => "uncut".to_owned(),
        Recut::Glued(ways) => format!("glued {}", names(ways)),
        Recut::ByteByByte(ways) => format!("byte by byte {}", names(ways)),
        Recut::At((connection, direction), offsets) => {
            let offsets: Vec<String> = offsets.iter().map(u64::to_string).collect();
            format!("connection {connection} {} at {}", direction.name(), offsets.join(", "))
        }
    }
}

fn names(ways: &[Direction]) -> String {
    ways.iter().map(|way| way.name()).collect::<Vec<_>>().join(" and ")
}

pub(crate) fn text(found: &Finding, report: &Report, matches: &ArgMatches, options: &Options) -> String {
    let Finding { recut, attempt } = found;
    let what = match recut {
        Recut::At(_, offsets) if offsets.len() == 1 => "The smallest cut that breaks it",
        Recut::At(..) => "Cuts that break it, of which none can be left out",
        _ => "This breaks it",
    };
    let mut out = format!("\n{}", wrap(&format!("{what}: {}{}", name(recut), places(recut, report, options)), "", 2));
    if let Recut::At(stream, offsets) = recut {
        let bytes = attempt.streams.get(stream).map_or(&[][..], |passed| &passed.bytes);
        out += &bytes_round(offsets, bytes);
        let reader = if stream.1 == Direction::Up { "server" } else { "client" };
        let proof = if attempt.proven {
            format!("The {reader} had read up to the cut, as the kernel says, before it got the rest.")
        } else {
            format!("It is not proven that the {reader} had read up to the cut before it got the rest.")
        };
        out += &wrap(&proof, "", 0);
    }
    let did = attempt.failed.as_deref().unwrap_or("failed");
    out += &wrap(&format!("The command {did}."), "", 0);
    for line in attempt.output.lines() {
        let (name, said) = line.split_at(line.find(": ").map_or(0, |colon| colon + 2));
        let (text, indent) = (said.trim_start(), said.len() - said.trim_start().len());
        let label = format!("  {name}{}", " ".repeat(indent.min(20)));
        out += &wrap(&escaped_text(text.as_bytes()), &label, label.len());
    }
    // On one line, to be copied.
    out + &format!("Again:\n  {}\n", again(recut, matches))
}

/// Where the cuts are, if the framing is known.
fn places(recut: &Recut, report: &Report, options: &Options) -> String {
    let (Recut::At(stream, offsets), Some(mut follow)) = (recut, (options.full)()) else { return String::new() };
    let bytes = report.uncut.streams.get(stream).map_or(&[][..], |passed| &passed.bytes);
    let mut at = 0;
    let mut out = String::new();
    for &offset in offsets {
        let end = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        follow.feed(&bytes[at..end]);
        at = end;
        out += &format!(", {}", follow.here());
    }
    out
}

/// The bytes round each cut, as the pieces that were read.
fn bytes_round(offsets: &[u64], bytes: &[u8]) -> String {
    let (Some(&first), Some(&last)) = (offsets.first(), offsets.last()) else { return String::new() };
    let len = bytes.len() as u64;
    let begin = first.saturating_sub(ROUND).min(len);
    let end = (last + ROUND).min(len).min(begin + 16 * ROUND);
    let inside = offsets.iter().copied().filter(|offset| (begin..end).contains(offset));
    let edges: Vec<u64> = std::iter::once(begin).chain(inside).chain([end]).collect();
    let part = |(nth, edges): (usize, &[u64])| Part {
        frame: nth as u64 + 1,
        what: "piece",
        bytes: (edges[1] - edges[0]) as usize,
    };
    let parts: Vec<Part<'_>> = edges.windows(2).enumerate().map(part).collect();
    dump(begin, &bytes[begin as usize..end as usize], &parts)
}

/// The command that tries this cut again.
fn again(recut: &Recut, matches: &ArgMatches) -> String {
    let mut words: Vec<OsString> = ["sticky", "cut", "--search"].map(Into::into).into();
    let mut add = |more: &[&str]| words.extend(more.iter().map(Into::into));
    match recut {
        Recut::Uncut => {}
        Recut::Glued(_) => add(&["--glue"]),
        Recut::ByteByByte(_) => add(&["--each", "1"]),
        Recut::At((connection, direction), offsets) => {
            let offsets = offsets.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
            add(&["--at", &offsets, &format!("--{}", direction.name())]);
            if *connection > 1 {
                add(&["--only", &connection.to_string()]);
            }
        }
    }
    if let Recut::Glued(ways) | Recut::ByteByByte(ways) = recut {
        if let [only] = ways[..] {
            add(&[&format!("--{}", only.name())]);
        }
    }
    for option in ["to", "serve"] {
        if let Some(value) = matches.get_one::<String>(option) {
            add(&[&format!("--{option}"), value]);
        }
    }
    for option in ["hold", "patience", "pause", "limit"] {
        if let (Some(value), Some(ValueSource::CommandLine)) =
            (matches.get_one::<u64>(option), matches.value_source(option))
        {
            add(&[&format!("--{option}"), &value.to_string()]);
        }
    }
    words.push("--".into());
    words.extend(matches.get_many::<OsString>("command").unwrap_or_default().cloned());
    Command::new(words).map_or_else(|error| error.to_string(), |command| command.to_string())
}

/// A finding for a program.
pub(crate) fn fields(found: &Finding) -> JsonFields {
    let Finding { recut, attempt } = found;
    let mut fields: JsonFields = vec![("cut", name(recut).into())];
    if let Recut::At((connection, direction), offsets) = recut {
        fields.extend([
            ("connection", (*connection).into()),
            ("direction", direction.name().into()),
            ("offsets", offsets.clone().into()),
            ("proven", attempt.proven.into()),
        ]);
    }
    fields.extend([("failed", attempt.failed.as_ref().into()), ("output", escaped(attempt.output.as_bytes()).into())]);
    fields
}
