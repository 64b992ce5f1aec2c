//! Sentences on reads and on short writes: who glued or split each read, and by which numbers that is known.

use super::{reader, sentence, writer};
use crate::units::{counted, numbered};
use trace::{By, Case, Cut, JudgedRead, Segments, Stream, Verdict, Write};

/// The most sentences of one kind on one stream; the rest is counted.
const SENTENCES: usize = 3;

/// The reads that are not one whole message each, the first of them in a sentence each; and how many are.
pub(super) fn reads(case: &Case, stream: Stream) -> String {
    let whose = reader(case, stream);
    let (reads, segments) = (case.reads(stream), case.segments(stream));
    let whole = reads.iter().filter(|read| read.verdict == Verdict::Whole).count() as u64;
    let noted = |(nth, read): (usize, &JudgedRead)| {
        let about = about(read, &reads[..nth], &segments)?;
        Some(sentence(&format!("{whose}read {} {about}", nth + 1)))
    };
    let noted: Vec<String> = reads.iter().enumerate().filter_map(noted).collect();
    let mut out = noted[..noted.len().min(SENTENCES)].concat();
    if noted.len() > SENTENCES {
        let of_whom = if whose.is_empty() { String::new() } else { format!(" of the {}", whose.trim_end()) };
        let more = counted((noted.len() - SENTENCES) as u64, "read");
        out += &sentence(&format!("… and {more} more{of_whom}, glued, split or truncated"));
    }
    if whole > 0 {
        let each = if whole == 1 { "" } else { " each" };
        out += &format!("  {whose}{}: one whole message{each}\n", counted(whole, "read"));
    }
    if let Some(nth) = reads.iter().position(|read| read.verdict == Verdict::End) {
        out += &format!("  {whose}read {} got 0 bytes: the end of the stream\n", nth + 1);
    }
    out
}

/// Writes that accepted less than they were given.
pub(super) fn short_writes(case: &Case, stream: Stream) -> String {
    let whose = writer(case, stream);
    let writes = (1..).zip(case.writes(stream));
    let (short, full): (Vec<_>, Vec<_>) =
        writes.filter(|(_, write)| write.accepted < write.asked).partition(|(_, write)| write.accepted > 0);
    let mut out = String::new();
    for (nth, Write { accepted, asked, .. }) in short.iter().take(SENTENCES) {
        out += &sentence(&format!("{whose}write {nth} is SHORT: it accepted {accepted} of {asked} bytes."));
    }
    if short.len() > SENTENCES {
        out += &format!("  … and {} more\n", counted((short.len() - SENTENCES) as u64, "short write"));
    }
    if !full.is_empty() {
        let full = counted(full.len() as u64, "write");
        out += &sentence(&format!("{full} found no room at all, and would have had to wait"));
    }
    out
}

/// What is to be said of a read; `None` where it is one whole message, or the end.
fn about(read: &JudgedRead, before: &[JudgedRead], segments: &[Segments]) -> Option<String> {
    let (first, last) = read.messages.unwrap_or_default();
    let messages = numbered("message", first, last, "");
    let (glue, ends) = (|| glue(read, segments), || ends(read, before));
    match read.verdict {
        Verdict::Truncated => {
            let kept = counted(read.got(), "byte");
            Some(format!("is TRUNCATED: it kept {kept} of {messages}, the rest is lost for good."))
        }
        Verdict::Split => Some(format!("is SPLIT, part of {messages}.{}", ends())),
        Verdict::GluedSplit => Some(format!("is GLUED and SPLIT, {messages}.{}{}", glue(), ends())),
        Verdict::Glued => Some(format!("is GLUED, {messages}.{}", glue())),
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
    let waited = queued.map_or(String::new(), |queued| format!(", {queued} bytes in the queue"));
    match read.by {
        Some(By::Sender) => " By the sender: they share a segment.".to_owned(),
        Some(By::Receiver) => format!(" By the receiver: bytes of {count} segments waited together{waited}."),
        Some(By::Both) => " By both: some share a segment, others waited together.".to_owned(),
        None if segments.is_empty() => " By whom: not observed, segments are not counted here.".to_owned(),
        None => " By whom: not observed, several segments left between two looks.".to_owned(),
    }
}

/// Why a read begins or ends inside a message.
fn ends(read: &JudgedRead, before: &[JudgedRead]) -> String {
    let goes_on = before.last().is_some_and(|last| last.messages.map(|m| m.1) == read.messages.map(|m| m.0));
    let begins = if goes_on { format!(" It begins where read {} left off.", before.len()) } else { String::new() };
    let ends = match (read.cut, read.queued) {
        (Some(Cut::Asked), Some(queued)) => format!(" It asked for {} of the {queued} bytes that waited.", read.asked),
        (Some(Cut::Arrived), _) if read.asked > read.got() => {
            format!(" It asked for {}, and no more than {} had come.", read.asked, read.got())
        }
        _ => String::new(),
    };
    begins + &ends
}
