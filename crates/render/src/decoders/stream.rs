//! A short stream drawn byte by byte: its frames, and bars where it is cut.

use crate::columns::padded;
use crate::escape::shown;
use crate::palette::Role;
use std::ops::Range;
use trace::{Case, Event, Stream};

const DRAWN: usize = 16; // the most bytes that are drawn one by one
const NAME: usize = 11; // columns before the bytes

/// The bytes that the script returns, if they are few enough to be drawn.
pub(super) fn short(case: &Case) -> Option<&[u8]> {
    case.events.iter().find_map(|timed| match &timed.event {
        Event::Scripted { data, .. } if data.len() <= DRAWN => Some(data.as_slice()),
        _ => None,
    })
}

/// What is counted under a stream, as "  places", and after how many bytes it begins; it ends as many before the end.
type Counted = (&'static str, usize);
pub(super) const PLACES: Counted = ("  places   ", 1);
pub(super) const ENDS: Counted = ("  ends  ", 0);

/// The bytes of a stream, its frames, and numbers under it; nothing if the stream is too long for that.
pub(super) fn drawn(case: &Case, (called, begin): Counted) -> String {
    let Some(stream) = short(case) else { return String::new() };
    let frames = case.frames(Stream::Forward);
    let boundaries: Vec<u64> = frames.iter().map(|frame| frame.end).filter(|&end| end < stream.len() as u64).collect();
    let in_cuts = case.trials().first().map(|trial| &trial.expected);
    let expected = in_cuts.or(case.early_ends().first().map(|ends| &ends.expected)).cloned().unwrap_or_default();
    let frame = |(nth, (frame, payload)): (u64, (&Range<u64>, &Vec<u8>))| {
        let room = 3 * (frame.end - frame.start) as usize - 1;
        Role::Message(nth).paint(&padded(&format!("{nth} \"{}\"", shown(payload)), room)) + "│"
    };
    let framed: String = (1..).zip(frames.iter().zip(&expected)).map(frame).collect();
    let counted: String = (begin..stream.len() + 1 - begin).map(|bytes| format!("{bytes:>3}")).collect();
    let name = |name| Role::Frame.paint(&padded(name, NAME));
    let above = name("  stream") + &bytes(stream, &frames, &boundaries);
    let below = Role::Frame.paint(called) + " " + &Role::Frame.paint(&counted);
    format!("{above}\n{}│{framed}\n{below}\n\n", name("  frames"))
}

/// The stream with a bar at every place of `cut`.
pub(super) fn cut_at(case: &Case, stream: &[u8], cut: &[u64]) -> String {
    format!("{}{}\n", padded("", NAME), bytes(stream, &case.frames(Stream::Forward), cut))
}

/// Two digits a byte, in the colour of its frame, and a bar at every place of `cut`.
fn bytes(stream: &[u8], frames: &[Range<u64>], cut: &[u64]) -> String {
    let frame = |at: u64| frames.iter().position(|frame| frame.contains(&at)).map_or(0, |nth| nth as u64 + 1);
    let mut out = "│".to_owned();
    for (at, byte) in (0..).zip(stream) {
        let (role, next) = (Role::Message(frame(at)), at + 1);
        out += &role.paint(&format!("{byte:02X}"));
        out += &match next == stream.len() as u64 || cut.contains(&next) {
            true => "│".to_owned(),
            false if frame(at) == frame(next) => role.paint(" "),
            false => " ".to_owned(),
        };
    }
    out
}
