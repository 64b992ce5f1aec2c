//! The fields that the contract names for each event, and what each may hold.

use super::checker::Checked;
use serde_json::Value;

type Field = (&'static str, fn(&Value) -> bool);

pub(crate) const FIELDS: &[(&str, &[Field])] = &[
    (
        "run",
        &[
            ("lesson", Value::is_string),
            ("net", |net| net == "loopback" || net == "wire"),
            ("os", Value::is_string),
            ("kernel", |kernel| kernel.is_string() || kernel.is_null()),
            ("seed", Value::is_u64),
            ("options", Value::is_object),
        ],
    ),
    (
        "case",
        &[
            ("name", Value::is_string),
            ("transport", |carried| among(carried, &["tcp", "udp", "script"])),
            ("options", Value::is_object),
            ("congestion_window", |segments| segments.is_u64() || segments.is_null()),
            ("segment_bytes_max", |bytes| bytes.is_u64() || bytes.is_null()),
        ],
    ),
    ("awaiting", &[("stream", is_stream), ("unacked", |number| number.as_u64() > Some(0)), ("acked", Value::is_u64)]),
    (
        "write",
        &[
            ("stream", is_stream),
            ("message", |number| number.as_u64() > Some(0)),
            ("offset", Value::is_u64),
            ("asked", Value::is_u64),
            ("accepted", Value::is_u64),
        ],
    ),
    (
        "segments",
        &[
            ("stream", is_stream),
            ("side", |side| side == "sender"),
            ("count", |count| count.as_u64() > Some(0)),
            ("offset", Value::is_u64),
            ("bytes", |bytes| bytes.as_u64() > Some(0)),
            ("source", |source| source == "tcp_info" || source == "capture"),
        ],
    ),
    (
        "segment",
        &[
            ("dir", |dir| dir == ">" || dir == "<"),
            ("seq", Value::is_u64),
            ("ack", Value::is_u64),
            ("bytes", Value::is_u64),
            ("flags", |flags| ["S", "S.", ".", "P.", "F.", "FP.", "R", "R."].iter().any(|known| flags == known)),
            ("window", Value::is_u64),
            ("sent_us", Value::is_u64),
            ("arrived_us", |us| us.is_u64() || us.is_null()),
        ],
    ),
    ("command", &[("stream", is_stream), ("number", |number| number.as_u64() > Some(0))]),
    (
        "cost",
        &[
            ("case", Value::is_string),
            ("commands", |number| number.as_u64() > Some(0)),
            ("trips", |number| number.is_u64() || number.is_null()),
            ("held", |number| number.is_u64() || number.is_null()),
            ("median_us", Value::is_u64),
        ],
    ),
    ("scripted", &[("stream", is_stream), ("bytes", Value::is_u64), ("hex", Value::is_string)]),
    (
        "cuts",
        &[
            ("stream", is_stream),
            ("decoder", Value::is_string),
            ("does", Value::is_string),
            ("tried", |number| number.as_u64() > Some(0)),
            ("failed", Value::is_u64),
            ("smallest", |places| {
                places.is_null() || places.as_array().is_some_and(|all| all.iter().all(Value::is_u64))
            }),
            ("expected", is_texts),
            ("got", |frames| frames.is_null() || is_texts(frames)),
            ("error", |error| error.is_null() || error.is_string()),
            ("one_piece", |survived| survived.is_null() || survived.is_boolean()),
            ("byte_by_byte", |survived| survived.is_null() || survived.is_boolean()),
        ],
    ),
    (
        "early_ends",
        &[
            ("stream", is_stream),
            ("decoder", Value::is_string),
            ("tried", |number| number.as_u64() > Some(0)),
            ("failed", Value::is_u64),
            ("missed", Value::is_u64),
            ("earliest", |bytes| bytes.is_u64() || bytes.is_null()),
            ("cut", |cut| cut.is_null() || among(cut, &["one piece", "byte by byte"])),
            ("expected", |frames| frames.is_null() || is_texts(frames)),
            ("error_expected", |due| due.is_null() || due.is_boolean()),
            ("got", |frames| frames.is_null() || is_texts(frames)),
            ("error", |error| error.is_null() || error.is_string()),
            ("one_piece", Value::is_boolean),
            ("byte_by_byte", Value::is_boolean),
        ],
    ),
    (
        "encoded",
        &[
            ("stream", is_stream),
            ("bytes", Value::is_u64),
            ("wire", |wire| wire.is_u64() || wire.is_null()),
            ("refused", |why| why.is_string() || why.is_null()),
        ],
    ),
    (
        "overhead",
        &[("stream", is_stream), ("payload", Value::is_u64), ("added", |added| added.is_u64() || added.is_null())],
    ),
    (
        "part",
        &[
            ("stream", is_stream),
            ("frame", |number| number.as_u64() > Some(0)),
            ("what", Value::is_string),
            ("offset", Value::is_u64),
            ("bytes", Value::is_u64),
        ],
    ),
    ("closed", &[("stream", is_stream)]),
    ("failed", &[("stream", is_stream), ("call", Value::is_string), ("text", Value::is_string)]),
    (
        "memory",
        &[
            ("stream", is_stream),
            ("reserved", Value::is_u64),
            ("resident", |bytes| bytes.is_u64() || (bytes.is_null() && !cfg!(target_os = "linux"))),
        ],
    ),
    ("ended", &[("stream", is_stream), ("how", is_ending), ("after_us", Value::is_u64), ("text", Value::is_string)]),
    ("queued", &[("stream", is_stream), ("bytes", Value::is_u64)]),
    (
        "read",
        &[
            ("stream", is_stream),
            ("offset", Value::is_u64),
            ("asked", Value::is_u64),
            ("got", Value::is_u64),
            ("messages", |numbers| numbers.is_null() || is_pair(numbers)),
            ("verdict", |verdict| among(verdict, &["whole", "glued", "split", "glued+split", "truncated", "end"])),
            ("by", |by| by.is_null() || among(by, &["sender", "receiver", "both"])),
            ("cut", |cut| cut.is_null() || among(cut, &["asked", "arrived"])),
        ],
    ),
    (
        "claim",
        &[
            ("text", Value::is_string),
            ("verdict", |verdict| among(verdict, &["held", "contradicted", "not-observed"])),
            ("evidence", |numbers| {
                let counted = |numbers: &serde_json::Map<_, Value>| numbers.values().all(|n| n.is_u64() || n.is_null());
                numbers.as_object().is_some_and(|numbers| !numbers.is_empty() && counted(numbers))
            }),
        ],
    ),
    (
        "end",
        &[
            ("claims", Value::is_u64),
            ("held", Value::is_u64),
            ("contradicted", Value::is_u64),
            ("not_observed", Value::is_u64),
        ],
    ),
];

fn is_stream(stream: &Value) -> bool {
    among(stream, &["forward", "back"])
}

fn is_ending(how: &Value) -> bool {
    let plain = ["whole", "refused", "no-memory", "deadline", "time-out", "reset", "truncated", "waiting", "failed"];
    among(how, &plain)
}

fn among(value: &Value, names: &[&str]) -> bool {
    value.as_str().is_some_and(|value| names.contains(&value))
}

fn is_texts(texts: &Value) -> bool {
    texts.as_array().is_some_and(|texts| texts.iter().all(Value::is_string))
}

fn is_pair(numbers: &Value) -> bool {
    let pair = numbers.as_array().map(|numbers| numbers.iter().filter_map(Value::as_u64).collect::<Vec<_>>());
    matches!(pair.as_deref(), Some([first, last]) if 1 <= *first && first <= last)
}

pub(crate) fn number(line: &Value, field: &str) -> Checked<u64> {
    line[field].as_u64().ok_or_else(|| format!("'{field}' is no number in {line}"))
}

pub(crate) fn text<'a>(line: &'a Value, field: &str) -> Checked<&'a str> {
    line[field].as_str().ok_or_else(|| format!("'{field}' is no text in {line}"))
}
