//! A run for a program: one JSON object a line, fields in the order in which the design names them.

use crate::early_ends;
use crate::escape::escaped;
use crate::trials;
use json_writer::{JSONArrayWriter, JSONObjectWriter, JSONWriter, JSONWriterValue, NULL};
use trace::{Case, Claim, Ending, Event, JudgedRead, Run, Stream, Tally, Value};

pub(crate) fn opening(run: &Run, t_us: u64) -> String {
    let fields = vec![
        ("lesson", text(&run.lesson)),
        ("net", text(&run.net)),
        ("os", text(&run.os)),
        ("kernel", run.kernel.as_deref().map_or(Value::Null, text)),
        ("seed", run.seed.into()),
        ("options", Value::Object(run.options.clone())),
    ];
    line(t_us, "run", fields)
}

/// The case and its events; its reads with their verdicts.
pub(crate) fn case(case: &Case) -> String {
    let fields = vec![
        ("name", text(&case.name)),
        ("transport", text(case.transport.name())),
        ("options", Value::Object(case.options.clone())),
        ("tries", case.tries.into()),
        ("late", case.late.into()),
        ("round_trip_us", case.round_trip_us.into()),
        ("ports", Value::Numbers(case.ports.iter().map(|&port| u64::from(port)).collect())),
    ];
    let mut out = line(case.begins_us(), "case", fields);
    let mut reads = Stream::BOTH.map(|stream| case.reads(stream).into_iter());
    for timed in &case.events {
        let (name, fields) = match &timed.event {
            Event::Read { stream, .. } => match reads[*stream as usize].next() {
                Some(read) => ("read", judged(*stream, &read)),
                None => continue,
            },
            event => plain(event),
        };
        out += &line(timed.t_us, name, fields);
    }
    out
}

pub(crate) fn claims(claims: &[Claim], t_us: u64) -> String {
    let of = |claim: &Claim| {
        let fields = vec![
            ("text", text(&claim.text)),
            ("verdict", text(claim.outcome().name())),
            ("evidence", claim.evidence()),
        ];
        line(t_us, "claim", fields)
    };
    let tally = Tally::of(claims);
    let fields = vec![
        ("claims", tally.claims.into()),
        ("held", tally.held.into()),
        ("contradicted", tally.contradicted.into()),
        ("not_observed", tally.not_observed.into()),
    ];
    claims.iter().map(of).collect::<String>() + &line(t_us, "end", fields)
}

pub(crate) type Fields = Vec<(&'static str, Value)>;

fn plain(event: &Event) -> (&'static str, Fields) {
    match event {
        Event::Write { stream, message, offset, asked, accepted, data } => {
            let (message, offset, asked, accepted) = (*message, *offset, *asked, *accepted);
            (
                "write",
                vec![
                    ("stream", text(stream.name())),
                    ("message", message.into()),
                    ("offset", offset.into()),
                    ("asked", asked.into()),
                    ("accepted", accepted.into()),
                    ("text", text(&escaped(data))),
                ],
            )
        }
        Event::Segments { stream, count, offset, bytes, mss, source } => (
            "segments",
            vec![
                ("stream", text(stream.name())),
                ("side", text("sender")),
                ("count", (*count).into()),
                ("offset", (*offset).into()),
                ("bytes", (*bytes).into()),
                ("mss", (*mss).into()),
                ("source", text(source.name())),
            ],
        ),
        Event::Held { stream, bytes, in_flight_segments } => (
            "held",
            vec![
                ("stream", text(stream.name())),
                ("bytes", (*bytes).into()),
                ("unacked", (*in_flight_segments).into()),
            ],
        ),
        Event::Queued { stream, bytes } => {
            ("queued", vec![("stream", text(stream.name())), ("bytes", (*bytes).into())])
        }
        Event::Segment { stream, seq, ack, bytes, flags, window, resent, sent_us, arrived_us } => (
            "segment",
            vec![
                ("dir", text(if *stream == Stream::Forward { ">" } else { "<" })),
                ("seq", (*seq).into()),
                ("ack", (*ack).into()),
                ("bytes", (*bytes).into()),
                ("flags", text(flags)),
                ("window", (*window).into()),
                ("resent", (*resent).into()),
                ("sent_us", (*sent_us).into()),
                ("arrived_us", (*arrived_us).into()),
            ],
        ),
        Event::Command { stream, number } => {
            ("command", vec![("stream", text(stream.name())), ("number", (*number).into())])
        }
        Event::EmptyWrite { stream, packets } => {
            ("empty_write", vec![("stream", text(stream.name())), ("packets", (*packets).into())])
        }
        Event::Shutdown { stream } => ("shutdown", vec![("stream", text(stream.name()))]),
        event => on_frames(event),
    }
}

/// What programs say of the bytes.
fn on_frames(event: &Event) -> (&'static str, Fields) {
    let of = |stream: &Stream, rest: Fields| [vec![("stream", text(stream.name()))], rest].concat();
    match event {
        Event::Framed { stream, offset, bytes } => {
            ("framed", of(stream, vec![("offset", (*offset).into()), ("bytes", (*bytes).into())]))
        }
        Event::Encoded { stream, data, wire } => {
            let mut fields = vec![("bytes", (data.len() as u64).into()), ("text", text(&escaped(start(data))))];
            fields.push(("wire", wire.as_ref().ok().copied().into()));
            fields.push(("refused", wire.as_ref().err().map(String::as_str).into()));
            ("encoded", of(stream, fields))
        }
        Event::Overhead { stream, payload, added } => {
            ("overhead", of(stream, vec![("payload", (*payload).into()), ("added", (*added).into())]))
        }
        Event::Part { stream, frame, what, offset, bytes } => {
            let mut fields = vec![("frame", (*frame).into()), ("what", text(what))];
            fields.extend([("offset", (*offset).into()), ("bytes", (*bytes).into())]);
            ("part", of(stream, fields))
        }
        Event::SentValue { stream, kind, data } => ("meant", understood(*stream, kind.name(), data)),
        Event::DecodedValue { stream, kind, data, how } => {
            let mut fields = understood(*stream, kind.name(), data);
            fields.push(("how", text(how)));
            ("taken", fields)
        }
        Event::Scripted { stream, data } => ("scripted", trials::scripted(*stream, data)),
        Event::Cuts { stream, trial } => ("cuts", trials::cuts(*stream, trial)),
        Event::Failed { stream, call, text: why } => {
            ("failed", of(stream, vec![("call", text(call)), ("text", text(why))]))
        }
        Event::EarlyEnds { stream, ends } => ("early_ends", early_ends::fields(*stream, ends)),
        Event::Closed { stream } => ("closed", vec![("stream", text(stream.name()))]),
        Event::Memory { stream, reserved, resident } => memory(*stream, *reserved, *resident),
        Event::Ended { stream, how, after_us, text: why } => ended(*stream, *how, *after_us, why),
        _ => unreachable!("a read is told with its verdict, and all others are told above"),
    }
}

/// As much of a value as is told.
fn start(data: &[u8]) -> &[u8] {
    &data[..data.len().min(64)]
}

fn memory(stream: Stream, reserved: u64, resident: Option<u64>) -> (&'static str, Fields) {
    let fields = vec![("stream", text(stream.name())), ("reserved", reserved.into()), ("resident", resident.into())];
    ("memory", fields)
}

fn ended(stream: Stream, how: Ending, after_us: u64, why: &str) -> (&'static str, Fields) {
    let fields = vec![
        ("stream", text(stream.name())),
        ("how", text(how.name())),
        ("after_us", after_us.into()),
        ("text", text(why)),
    ];
    ("ended", fields)
}

fn understood(stream: Stream, kind: &str, data: &[u8]) -> Fields {
    vec![
        ("stream", text(stream.name())),
        ("kind", text(kind)),
        ("bytes", (data.len() as u64).into()),
        ("text", text(&escaped(start(data)))),
    ]
}

fn judged(stream: Stream, read: &JudgedRead) -> Fields {
    vec![
        ("stream", text(stream.name())),
        ("offset", read.range.start.into()),
        ("asked", read.asked.into()),
        ("got", read.got().into()),
        ("messages", read.messages.map_or(Value::Null, |(first, last)| Value::Numbers(vec![first, last]))),
        ("verdict", text(read.verdict.name())),
        ("by", read.by.map_or(Value::Null, |by| text(by.name()))),
        ("cut", read.cut.map_or(Value::Null, |cut| text(cut.name()))),
        ("text", text(&escaped(&read.data))),
    ]
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(crate) fn line(t_us: u64, event: &str, fields: Fields) -> String {
    let mut out = String::new();
    let mut object = JSONObjectWriter::new(&mut out);
    object.value("t_us", t_us);
    object.value("event", event);
    for (name, value) in &fields {
        object.value(name, Ordered(value));
    }
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
            Value::Text(text) => text.as_str().write_json(writer),
            Value::Numbers(numbers) => {
                let mut array = JSONArrayWriter::new(writer);
                numbers.iter().for_each(|number| array.value(number));
            }
            Value::Texts(texts) => {
                let mut array = JSONArrayWriter::new(writer);
                texts.iter().for_each(|text| array.value(text.as_str()));
            }
            Value::Object(fields) => {
                let mut object = JSONObjectWriter::new(writer);
                fields.iter().for_each(|(name, value)| object.value(name, Ordered(value)));
            }
        }
    }
}
