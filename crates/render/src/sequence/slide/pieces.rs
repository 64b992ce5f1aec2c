//! What the bytes of a stream are, in words: parts of frames where the trace knows them, else frames, else messages.

use crate::palette::ground;
use std::ops::Range;
use trace::{Case, Event, Stream};

/// Bytes of a stream that are one thing.
#[derive(Clone)]
struct Piece {
    range: Range<u64>,
    number: u64,
    /// What part of a frame they are, such as "header".
    what: Option<&'static str>,
}

/// Some bytes as they are shown: a word and a colour.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Chip {
    pub(super) long: String,
    pub(super) short: String,
    pub(super) fill: String,
    pub(super) letters: String,
}

/// What both streams of a case carry.
pub(super) struct Pieces {
    streams: [Vec<Piece>; 2],
    /// Whether the programs speak of frames, so that a write is no message.
    framed: [bool; 2],
    /// Whether there are answers, which are told apart from requests.
    answers: bool,
}

impl Pieces {
    pub(super) fn of(case: &Case) -> Self {
        Self {
            streams: Stream::BOTH.map(|stream| pieces(case, stream)),
            framed: Stream::BOTH.map(|stream| {
                case.command_count().value > Some(0) || case.on(stream).any(|timed| tells_of_frames(&timed.event))
            }),
            answers: case.uses(Stream::Back),
        }
    }

    /// Whether any of it is known to be a part of a frame.
    pub(super) fn names_parts(&self) -> bool {
        self.streams.iter().flatten().any(|piece| piece.what.is_some())
    }

    /// Whether the programs send frames on `stream`, so that a write is no message.
    pub(super) fn frames(&self, stream: Stream) -> bool {
        self.framed[stream as usize]
    }

    /// What these bytes of `stream` are.
    pub(super) fn chips(&self, stream: Stream, range: &Range<u64>) -> Vec<Chip> {
        let pieces = &self.streams[stream as usize];
        let first = pieces.partition_point(|piece| piece.range.end <= range.start);
        let inside = pieces[first..].iter().take_while(|piece| piece.range.start < range.end);
        inside.map(|piece| self.chip(stream, piece)).collect()
    }

    fn chip(&self, stream: Stream, &Piece { number, what, .. }: &Piece) -> Chip {
        let (who, shift) = match (self.answers, stream) {
            (false, _) => ("", 0),
            (true, Stream::Forward) => ("request ", 0),
            // Colours as far from those of the requests as there are.
            (true, Stream::Back) => ("answer ", 3),
        };
        let color = ground(number + shift);
        let (fill, letters) = match what {
            None | Some("payload" | "body") => (color, "#ffffff".to_owned()),
            Some(_) => ("#ffffff".to_owned(), color),
        };
        let what = what.map_or(String::new(), |what| format!("{what} "));
        Chip { long: format!("{what}{who}{number}"), short: format!("{what}{number}"), fill, letters }
    }
}

/// Whether what happened shows that the program sends frames, or values of its own.
fn tells_of_frames(event: &Event) -> bool {
    matches!(event, Event::Part { .. } | Event::Framed { .. } | Event::SentValue { .. } | Event::DecodedValue { .. })
}

fn pieces(case: &Case, stream: Stream) -> Vec<Piece> {
    let parts = case.frame_parts(stream).into_iter();
    let mut pieces: Vec<Piece> =
        parts.map(|part| Piece { range: part.range, number: part.frame, what: Some(part.what) }).collect();
    if pieces.is_empty() {
        let frames = (1..).zip(case.frames(stream));
        pieces = frames.map(|(number, range)| Piece { range, number, what: None }).collect();
    }
    if pieces.is_empty() {
        let messages = case.messages(stream).into_iter();
        pieces = messages.map(|message| Piece { range: message.range, number: message.number, what: None }).collect();
    }
    pieces.retain(|piece| !piece.range.is_empty());
    pieces.sort_by_key(|piece| (piece.range.start, piece.range.end));
    // Of parts that lie over each other the first is shown.
    let mut end = 0;
    pieces.retain(|piece| {
        let apart = piece.range.start >= end;
        end = end.max(piece.range.end);
        apart
    });
    pieces
}
