//! Sentences on reads and on short writes: who glued or split each read, and which numbers show that.

use super::values::decoded_as_sent;
use super::{call, calls, reader, sentence, writer};
use crate::columns::wrap;
use crate::palette::{Role, emphasized};
use crate::units::{counted, numbered};
use trace::{By, Case, Cut, JudgedRead, Segments, Stream, Verdict, Write};

/// The most sentences of one kind on one stream; further reads or writes are only counted.
const SENTENCES: usize = 3;

/// A sentence for each of the first reads that are not one whole message, and how many reads are.
pub(super) fn reads(case: &Case, stream: Stream) -> String {
    let (whose, noun) = (reader(case, stream), noun(case, stream));
    let (reads, segments) = (case.reads(stream), case.segments(stream));
    let whole = reads.iter().filter(|read| read.verdict == Verdict::Whole).count();
    let role = if is_harmless(case, stream) { Role::Heading } else { Role::Bad };
    let noted = |(nth, read): (usize, &JudgedRead)| {
        let about = about(read, &reads[..nth], &segments, noun)?;
        let text = format!("{} {about}", call(whose, "read", nth as u64 + 1));
        Some(emphasized(&wrap(&text, "  ", 4), role))
    };
    let noted: Vec<String> = reads.iter().enumerate().filter_map(noted).collect();
    let mut out = noted[..noted.len().min(SENTENCES)].concat();
    if let Some(more @ 1..) = noted.len().checked_sub(SENTENCES) {
        let verb = if more == 1 { "is" } else { "are" };
        out += &sentence(&format!("{} {verb} glued, split or truncated.", calls(whose, "more read", more)));
    }
    if whole > 0 {
        let each = if whole == 1 { "" } else { " each" };
        out += &sentence(&format!("{} returned one whole {noun}{each}.", calls(whose, "read", whole)));
    }
    if let Some(nth) = reads.iter().position(|read| read.verdict == Verdict::End) {
        out += &sentence(&format!("{} got 0 bytes: the end of the stream.", call(whose, "read", nth as u64 + 1)));
    }
    out
}

/// What a read is measured against.
fn noun(case: &Case, stream: Stream) -> &'static str {
    if case.is_framed(stream) { "frame" } else { "message" }
}

/// Whether glued or split reads do no harm: the reader decoded everything that was sent, or it has framing.
fn is_harmless(case: &Case, stream: Stream) -> bool {
    decoded_as_sent(case, stream).unwrap_or(case.is_framed(stream))
}

/// Writes that accepted less than they were given.
pub(super) fn short_writes(case: &Case, stream: Stream) -> String {
    let whose = writer(case, stream);
    let writes = (1..).zip(case.writes(stream));
    let (short, full): (Vec<_>, Vec<_>) =
        writes.filter(|(_, write)| write.accepted < write.asked).partition(|(_, write)| write.accepted > 0);
    let mut out = String::new();
    for &(nth, Write { accepted, asked, .. }) in short.iter().take(SENTENCES) {
        let write = call(whose, "write", nth);
        out += &sentence(&format!("{write} was SHORT: the kernel accepted {accepted} of {asked} bytes."));
    }
    if let Some(more @ 1..) = short.len().checked_sub(SENTENCES) {
        let given = if more == 1 { "it was" } else { "they were" };
        out += &sentence(&format!("{} accepted less than {given} given.", calls(whose, "more write", more)));
    }
    if !full.is_empty() {
        let full = calls(whose, "write", full.len());
        out += &sentence(&format!("The kernel accepted nothing of {full}: a blocking socket would have waited."));
    }
    out
}

/// What to say about a read; `None` if it is one whole message, or the end.
fn about(read: &JudgedRead, before: &[JudgedRead], segments: &[Segments], noun: &str) -> Option<String> {
    let (first, last) = read.messages.unwrap_or_default();
    let messages = numbered(noun, first, last, "");
    let (glue, ends) = (|| glue(read, segments), || ends(read, before));
    match read.verdict {
        Verdict::Truncated => {
            let kept = counted(read.got(), "byte");
            Some(format!("is TRUNCATED: it kept {kept} of {messages}. The rest is lost for good."))
        }
        Verdict::Split => Some(format!("is SPLIT: part of {messages}.{}", ends())),
        Verdict::GluedSplit => Some(format!("is GLUED and SPLIT: {messages}.{}{}", glue(), ends())),
        Verdict::Glued => Some(format!("is GLUED: {messages}.{}", glue())),
        Verdict::Nothing => {
            let waited =
                read.queued.map_or(String::new(), |queued| format!(" while {} waited", counted(queued, "byte")));
            Some(format!("asked for 0 bytes and got 0{waited}: that is not the end."))
        }
        Verdict::Whole | Verdict::End => None,
    }
}

/// Who glued a read, and how that is known.
fn glue(read: &JudgedRead, segments: &[Segments]) -> String {
    let within = |s: &&Segments| s.range.start < read.range.end && read.range.start < s.range.end;
    let count: u64 = segments.iter().filter(within).map(|s| s.count).sum();
    let queued = read.queued.filter(|&queued| queued >= read.got());
    let waited = queued.map_or(String::new(), |queued| format!(", {queued} bytes in all"));
    match read.by {
        Some(By::Sender) => " The sender glued them: they share a segment.".to_owned(),
        Some(By::Receiver) => {
            format!(" The receiver glued them: bytes of {count} segments waited together in its buffer{waited}.")
        }
        Some(By::Both) => {
            " Both glued them: some share a segment, others waited together in the receiver's buffer.".to_owned()
        }
        None if segments.is_empty() => {
            " Who glued them was not observed: this system does not count segments.".to_owned()
        }
        None => " Who glued them was not observed: several segments left between two looks.".to_owned(),
    }
}

/// Why a read begins or ends inside a message.
fn ends(read: &JudgedRead, before: &[JudgedRead]) -> String {
    let goes_on = before.last().is_some_and(|last| last.messages.map(|m| m.1) == read.messages.map(|m| m.0));
    let begins = if goes_on { format!(" It begins where read {} ended.", before.len()) } else { String::new() };
    let ends = match (read.cut, read.queued) {
        (Some(Cut::Asked), Some(queued)) => format!(" It asked for {} of the {queued} bytes that waited.", read.asked),
        (Some(Cut::Arrived), _) if read.asked > read.got() => {
            format!(" It asked for {}, but only {} had arrived.", counted(read.asked, "byte"), read.got())
        }
        _ => String::new(),
    };
    begins + &ends
}
