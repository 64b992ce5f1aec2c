//! A case as the bytes on its wire: what each byte is, where calls cut the stream, what the framing costs, what was
//! refused.

use crate::columns::{line_width, width, wrap};
use crate::dump::{Part, dump};
use crate::escape::shown;
use crate::palette::Role;
use crate::sentences::{AS_SENT, values};
use crate::units::counted;
use std::ops::Range;
use trace::{Case, FramePart, Kind, Stream};

/// The bytes of each stream that the case used, and what each is.
pub(crate) fn bytes(case: &Case) -> String {
    let part = |FramePart { frame, what, range }| Part { frame, what, bytes: (range.end - range.start) as usize };
    let dumped = |stream| {
        let bytes: Vec<u8> = case.writes(stream).flat_map(|write| write.data).copied().collect();
        dump(0, &bytes, &case.parts(stream).into_iter().map(part).collect::<Vec<_>>())
    };
    Stream::BOTH.into_iter().filter(|&stream| case.uses(stream)).map(dumped).collect()
}

pub(crate) fn facts(case: &Case) -> String {
    let said = |stream| cuts(case, stream) + &cost(case, stream) + &refusals(case, stream) + &decoded(case, stream);
    Stream::BOTH.into_iter().filter(|&stream| case.uses(stream)).map(said).collect()
}

/// Where calls cut the bytes, or only how often, if the places are too many for a line.
fn cuts(case: &Case, stream: Stream) -> String {
    let writes: Vec<_> = case.messages(stream).into_iter().map(|message| message.range).collect();
    let reads: Vec<_> = case.reads(stream).into_iter().map(|read| read.range).collect();
    let line = match (ends(&writes), ends(&reads)) {
        (None, None) => "  Neither the writes nor the reads cut the stream.\n".to_owned(),
        (Some(writes), None) => format!("  Only the writes cut the stream, {writes}.\n"),
        (None, Some(reads)) => format!("  Only the reads cut the stream, {reads}.\n"),
        (Some(writes), Some(reads)) => format!("  The writes cut the stream {writes}; the reads {reads}.\n"),
    };
    if width(&line) <= line_width() {
        return line;
    }
    let [writes, reads] = [(writes, "write"), (reads, "read")].map(|(all, noun)| counted(all.len() as u64, noun));
    format!("  {writes} and {reads} cut the stream.\n")
}

/// What the receiver decoded as frames; in full if that is not what was sent.
fn decoded(case: &Case, stream: Stream) -> String {
    let sent = case.sent_values(stream, Kind::Frame);
    let sentences = values(case, stream);
    if sent.is_empty() || !sentences.starts_with(AS_SENT) {
        return sentences;
    }
    let verb = if sent.len() == 1 { "was" } else { "were" };
    format!("  {} {verb} decoded as sent.\n", counted(sent.len() as u64, "frame"))
}

/// Where stretches cut the stream: at their ends, except for the last one, which is the end of the stream; `None` if
/// nowhere.
fn ends(stretches: &[Range<u64>]) -> Option<String> {
    let inner = stretches.len().saturating_sub(1);
    let ends: Vec<String> = stretches[..inner].iter().map(|stretch| stretch.end.to_string()).collect();
    match ends.as_slice() {
        [] => None,
        [end] => Some(format!("after byte {end}")),
        ends => Some(format!("after bytes {}", ends.join(", "))),
    }
}

fn cost(case: &Case, stream: Stream) -> String {
    let (mut frames, mut payload, mut wire) = (0, 0, 0);
    for (data, bytes) in case.encodings(stream) {
        if let Ok(bytes) = bytes {
            frames += 1;
            payload += data.len() as u64;
            wire += bytes;
        }
    }
    if frames == 0 {
        return String::new();
    }
    let (verb, added) = (if frames == 1 { "carries" } else { "carry" }, wire.saturating_sub(payload));
    let frames = counted(frames, "frame");
    wrap(&format!("{frames} {verb} {payload} bytes of payload in {wire}: the framing adds {added}."), "  ", 4)
}

fn refusals(case: &Case, stream: Stream) -> String {
    let refused = |(payload, wire): (&[u8], &Result<u64, String>)| {
        let why = wire.as_ref().err()?;
        let sentence = wrap(&format!("REFUSED \"{}\": {why}", shown(payload)), "  ", 4);
        Some(sentence.replacen("REFUSED", &Role::Heading.paint("REFUSED"), 1)) // a refusal is not a fault
    };
    case.encodings(stream).into_iter().filter_map(refused).collect()
}
