//! What is said of decoders and early ends, held against the bytes of the stream: which ends lie inside a frame, what is right
//! at each, and for three bugs, at how many ends each shows. None of it is taken from the lesson's code.

use super::checker::{Checked, ensure};
use super::fields::{number, text};
use serde_json::Value;
use std::ops::Range;

/// Checks one line.
pub(crate) fn check(line: &Value, stream: &[u8], frames: &[Range<usize>]) -> Checked<()> {
    let (tried, failed, missed) = (number(line, "tried")?, number(line, "failed")?, number(line, "missed")?);
    let inside = |end: usize| end != 0 && frames.iter().all(|frame| frame.end != end);
    let inside_all = (0..=stream.len()).filter(|&end| inside(end)).count() as u64;
    ensure(tried == stream.len() as u64 + 1, || format!("{} bytes end in one place more", stream.len()))?;
    ensure(missed <= failed && failed <= tried && missed <= inside_all, || "more than there are".into())?;
    let survived = line["one_piece"] == true && line["byte_by_byte"] == true;
    ensure(survived == (failed == 0), || "it failed in neither way, or was said to".into())?;
    let Some(earliest) = line["earliest"].as_u64().map(|end| end as usize) else {
        let nothing = ["cut", "expected", "error_expected", "got", "error"].iter().all(|field| line[field].is_null());
        return ensure(failed == 0 && nothing, || "it failed, but nowhere".into());
    };
    let later = (stream.len() + 1).saturating_sub(earliest) as u64;
    ensure(0 < failed && failed <= later, || format!("only {later} ends are as late"))?;
    let one_piece = line["cut"] == "one piece";
    let way = if one_piece { "one_piece" } else { "byte_by_byte" };
    ensure(line[way] == false, || format!("it survived every end {way}"))?;
    right(line, stream, frames, earliest, inside(earliest))?;
    known(line, frames, stream.len(), failed, missed, inside_all)
}

/// What was expected at the earliest end is what had come whole, and it was not what was taken.
fn right(line: &Value, stream: &[u8], frames: &[Range<usize>], earliest: usize, inside: bool) -> Checked<()> {
    let whole = frames.iter().filter(|frame| frame.end <= earliest);
    let whole: Vec<_> = whole.map(|frame| String::from_utf8_lossy(&stream[frame.start + 4..frame.end])).collect();
    ensure(line["expected"] == serde_json::json!(whole), || format!("{whole:?} are whole"))?;
    ensure(line["error_expected"] == inside, || format!("{earliest} lies inside a frame: {inside}"))?;
    let wrong = line["got"] != line["expected"] || line["error"].is_string() != inside;
    ensure(wrong, || "it took what is right".into())
}

/// For three bugs a sentence tells where they show.
fn known(line: &Value, frames: &[Range<usize>], bytes: usize, failed: u64, missed: u64, inside: u64) -> Checked<()> {
    let first = frames[0].clone();
    let (earliest, ends) = match text(line, "decoder")? {
        // It reads nothing: right is only a stream of nothing.
        "reserves a buffer" => {
            ensure(missed == inside, || "it sees no error, ever".into())?;
            (1, bytes)
        }
        // The second byte of the first payload of three counts for two: from there on all is wrong.
        "adds up its buffer" => (first.start + 6, bytes - (first.start + 5)),
        // Byte by byte it is right; in one piece all behind the first frame is lost.
        "reads through a buffer" => (first.end + 1, bytes - first.end),
        _ => return Ok(()),
    };
    ensure(line["earliest"] == earliest && failed == ends as u64, || format!("{earliest} and {ends} are right"))
}
