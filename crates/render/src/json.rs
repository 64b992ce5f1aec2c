//! A run for a program: one JSON object a line, its fields in the order of the contract.
//!
//! [`event`] matches without a wildcard and names every field: what the trace gains does not compile until it is written.

use crate::Guess;
use crate::escape::{escaped, hex};
use json_writer::{JSONObjectWriter, JSONWriter, JSONWriterValue, NULL};
use std::path::Path;
use trace::{
    About, Asked, Case, Claim, Code, Cost, EarlyEnds, Event, JudgedRead, Run, Stream, Tally, Timed, Trial, Value,
};

/// Names and their values, in order.
pub type Fields = Vec<(&'static str, Value)>;

/// Fields by name: `stream` alone is the value of that name, `text: escaped(data)` is another value.
macro_rules! fields {
    (@ $name:ident) => { ::trace::Value::from($name) };
    (@ $name:ident $value:expr) => { ::trace::Value::from($value) };
    ($($name:ident $(: $value:expr)?),* $(,)?) => {
        vec![$((stringify!($name), $crate::json::fields!(@ $name $($value)?))),*]
    };
}
pub(crate) use fields;

/// The version of the lines; it changes when a reader of older ones could not read them any more.
const VERSION: u64 = 1;

/// All lines of a run, as they are printed one after the other.
pub fn lines(run: &Run, claims: &[Claim]) -> String {
    let ends_us = run.cases.iter().flat_map(|case| &case.events).map(|timed| timed.t_us).max().unwrap_or(0);
    opening(run, 0) + &run.cases.iter().map(case).collect::<String>() + &self::claims(claims, ends_us)
}

pub(crate) fn opening(run: &Run, t_us: u64) -> String {
    let Run { lesson, question, net, os, kernel, seed, options, cases: _ } = run;
    let (kernel, options) = (kernel.as_ref(), options.clone());
    line(t_us, "run", fields! { lesson, net, os, kernel, seed: *seed, options, question, version: VERSION })
}

/// The case, and then its events.
pub(crate) fn case(case: &Case) -> String {
    let &Case { ref name, transport, tries, late, round_trip_us, congestion_window, segment_bytes_max, .. } = case;
    let About { description, code, questions } = &case.about;
    let (options, ports) = (case.options.clone(), case.ports.map(u64::from).to_vec());
    let retransmission_timeout_us = case.retransmission_timeout_us;
    let mut out = line(
        case.begins_us(),
        "case",
        fields! {
            name, transport, options, tries, late, round_trip_us, congestion_window, segment_bytes_max,
            retransmission_timeout_us, ports, description,
        },
    );
    for Code { file, line: first, text } in code {
        out += &line(case.begins_us(), "code", fields! { file, first: *first, text });
    }
    for Asked { text, words, answer, explanation } in questions {
        let words = words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        let answer = answer.as_ref();
        out += &line(case.begins_us(), "question", fields! { text: *text, words, answer, explanation });
    }
    let mut reads = Stream::BOTH.map(|stream| case.reads(stream).into_iter());
    for Timed { t_us, event: happened, caller } in &case.events {
        let (name, mut fields) = event(happened, &mut reads);
        let caller = caller.filter(|caller| !is_elsewhere(caller.file()));
        fields
            .extend(caller.map(|caller| ("at", Value::from(format!("{}:{}", slashed(caller.file()), caller.line())))));
        out += &line(*t_us, name, fields);
    }
    out
}

/// A line for each claim, and the line that ends a lesson.
pub(crate) fn claims(claims: &[Claim], t_us: u64) -> String {
    let claim = |claim: &Claim| {
        let (text, verdict, evidence) = (&claim.text, claim.outcome(), claim.evidence());
        let (shown, cases) = (claim.shown(), claim.cases.clone());
        line(t_us, "claim", fields! { text, verdict, evidence, shown, cases })
    };
    let Tally { claims: all, held, contradicted, not_observed } = Tally::of(claims);
    let end = line(t_us, "end", fields! { claims: all, held, contradicted, not_observed });
    claims.iter().map(claim).collect::<String>() + &end
}

/// A line for the costs of each case that has commands.
pub(crate) fn costs(run: &Run, t_us: u64) -> String {
    let costs = run.cases.iter().filter_map(|case| Some((&case.name, case.cost()?)));
    let line = |(case, Cost { commands, trips, held, median_us }): (&String, Cost)| {
        line(t_us, "cost", fields! { case, commands, trips, held, median_us })
    };
    costs.map(line).collect()
}

/// Whether a source file is not of this workspace: one of std, for example.
fn is_elsewhere(file: &str) -> bool {
    file.starts_with("/rustc/") || Path::new(file).is_absolute()
}

/// A path as every system shows it here.
fn slashed(path: &str) -> String {
    path.replace('\\', "/")
}

/// The name and the fields of an event's line. `reads` are the verdicts on the reads that are still to come, by stream.
fn event(event: &Event, reads: &mut [impl Iterator<Item = JudgedRead>; 2]) -> (&'static str, Fields) {
    match *event {
        Event::Command { stream, number } => ("command", fields! { stream, number }),
        Event::Write { stream, message, offset, asked, accepted, ref data } => {
            ("write", fields! { stream, message, offset, asked, accepted, text: escaped(data) })
        }
        Event::Awaiting { stream, in_flight_segments, acked } => {
            ("awaiting", fields! { stream, unacked: in_flight_segments, acked })
        }
        Event::EmptyWrite { stream, packets } => ("empty_write", fields! { stream, packets }),
        Event::Segments { stream, count, offset, bytes, mss, source } => {
            ("segments", fields! { stream, side: "sender", count, offset, bytes, mss, source })
        }
        Event::Segment { stream, seq, ack, bytes, ref flags, window, resent, sent_us, arrived_us } => {
            let dir = if stream == Stream::Forward { ">" } else { "<" };
            ("segment", fields! { dir, seq, ack, bytes, flags, window, resent, sent_us, arrived_us })
        }
        Event::Held { stream, bytes, in_flight_segments } => {
            ("held", fields! { stream, bytes, unacked: in_flight_segments })
        }
        Event::Queued { stream, bytes } => ("queued", fields! { stream, bytes }),
        Event::Read { stream, offset, asked, got, ref data } => {
            let [messages, verdict, by, cut] = judgement(reads[stream as usize].next());
            ("read", fields! { stream, offset, asked, got, messages, verdict, by, cut, text: escaped(data) })
        }
        Event::Framed { stream, offset, bytes } => ("framed", fields! { stream, offset, bytes }),
        Event::Encoded { stream, ref data, ref wire } => {
            let (wire, refused) = (wire.as_ref().ok().copied(), wire.as_ref().err());
            ("encoded", fields! { stream, bytes: data.len(), text: start(data), wire, refused })
        }
        Event::Overhead { stream, payload, added } => ("overhead", fields! { stream, payload, added }),
        Event::Part { stream, frame, what, offset, bytes } => ("part", fields! { stream, frame, what, offset, bytes }),
        Event::Shutdown { stream } => ("shutdown", fields! { stream }),
        Event::Closed { stream } => ("closed", fields! { stream }),
        Event::Failed { stream, call, ref text } => ("failed", fields! { stream, call, text }),
        Event::Memory { stream, reserved, resident } => ("memory", fields! { stream, reserved, resident }),
        Event::Ended { stream, how, after_us, ref text } => ("ended", fields! { stream, how, after_us, text }),
        Event::SentValue { stream, kind, ref data } => {
            ("meant", fields! { stream, kind, bytes: data.len(), text: start(data) })
        }
        Event::DecodedValue { stream, kind, ref data, how } => {
            ("taken", fields! { stream, kind, bytes: data.len(), text: start(data), how })
        }
        Event::Scripted { stream, ref data } => ("scripted", fields! { stream, bytes: data.len(), hex: hex(data) }),
        Event::Cuts { stream, ref trial } => ("cuts", cuts(stream, trial)),
        Event::EarlyEnds { stream, ref ends } => ("early_ends", early_ends(stream, ends)),
    }
}

/// A guess and the answer; `t_us` is when they were compared.
pub(crate) fn guess(guess: &Guess<'_>, t_us: u64) -> String {
    let Guess { case, question, said, ref answer, right, text } = *guess;
    line(t_us, "guess", fields! { case, question, guess: said, answer: answer.as_deref(), right, text })
}

/// The first and the last message of a read, its verdict, who glued it, and why it was split.
fn judgement(read: Option<JudgedRead>) -> [Value; 4] {
    let Some(JudgedRead { messages, verdict, by, cut, .. }) = read else { return [const { Value::Null }; 4] };
    [messages.map(|(first, last)| vec![first, last]).into(), verdict.into(), by.into(), cut.into()]
}

/// As much of a value as a line has of it.
fn start(data: &[u8]) -> String {
    escaped(&data[..data.len().min(64)])
}

fn cuts(stream: Stream, trial: &Trial) -> Fields {
    let Trial { decoder, description, expected, tried, failed, smallest, one_piece, byte_by_byte } = trial;
    let (places, got) = smallest.as_ref().map(|(cut, got)| (cut.clone(), got)).unzip();
    fields! {
        stream, decoder, does: description, tried: *tried, failed: *failed, smallest: places, expected: texts(expected),
        got: got.map(|got| texts(&got.frames)), error: got.and_then(|got| got.error.as_ref()),
        one_piece: *one_piece, byte_by_byte: *byte_by_byte,
    }
}

fn early_ends(stream: Stream, ends: &EarlyEnds) -> Fields {
    let EarlyEnds { decoder, expected: _, tried, failed, missed, earliest, one_piece, byte_by_byte } = ends;
    let wrong = earliest.as_ref();
    let way = |byte_by_byte| if byte_by_byte { "byte by byte" } else { "one piece" };
    fields! {
        stream, decoder, tried: *tried, failed: *failed, missed: *missed, earliest: wrong.map(|wrong| wrong.end.bytes),
        cut: wrong.map(|wrong| way(wrong.byte_by_byte)), expected: wrong.map(|wrong| texts(ends.expected_at(wrong.end))),
        error_expected: wrong.map(|wrong| wrong.end.inside), got: wrong.map(|wrong| texts(&wrong.got.frames)),
        error: wrong.and_then(|wrong| wrong.got.error.as_ref()), one_piece: *one_piece, byte_by_byte: *byte_by_byte,
    }
}

fn texts(frames: &[Vec<u8>]) -> Vec<String> {
    frames.iter().map(|frame| escaped(frame)).collect()
}

/// An event of a tool's own as a JSON line. `t_us` is its time, in microseconds since the run began.
pub fn line(t_us: u64, event: &str, fields: Fields) -> String {
    object(fields! { t_us, event }.into_iter().chain(fields))
}

/// One JSON object and the end of its line.
pub(crate) fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> String {
    let mut out = String::new();
    let mut object = JSONObjectWriter::new(&mut out);
    fields.into_iter().for_each(|(name, value)| object.value(name, Ordered(&value)));
    object.end();
    out + "\n"
}

/// A value on its way into JSON: an object keeps the order of its fields.
struct Ordered<'a>(&'a Value);

impl JSONWriterValue for Ordered<'_> {
    fn write_json<W: JSONWriter>(self, writer: &mut W) {
        match self.0 {
            Value::Null => NULL.write_json(writer),
            Value::Bool(yes) => yes.write_json(writer),
            Value::Number(number) => number.write_json(writer),
            Value::Text(text) => text.write_json(writer),
            Value::Numbers(numbers) => numbers.write_json(writer),
            Value::Texts(texts) => texts.write_json(writer),
            Value::Object(fields) => {
                let mut object = JSONObjectWriter::new(writer);
                fields.iter().for_each(|(name, value)| object.value(name, Ordered(value)));
            }
        }
    }
}
