//! The fields that the contract names for each event, and what each may hold.

use super::checker::Checked;
use serde_json::Value;

/// For each event its fields, each with its kind: see [`is`].
pub(crate) const FIELDS: &[(&str, &str)] = &[
    (
        "run",
        "lesson: text, net: loopback|wire, os: text, kernel: text?, seed: number, options: object, question: text, \
         version: count",
    ),
    (
        "case",
        "name: text, transport: tcp|udp|script, options: object, congestion_window: number?, segment_bytes_max: number?, \
         retransmission_timeout_us: number?, description: text",
    ),
    ("code", "file: text, first: count, text: text"),
    ("question", "text: text, words: texts, answer: text?, explanation: text"),
    ("guess", "case: text, question: text, guess: text?, answer: text?, right: truth?, text: text"),
    ("awaiting", "stream: forward|back, unacked: count, acked: number"),
    ("write", "stream: forward|back, message: count, offset: number, asked: number, accepted: number"),
    (
        "segments",
        "stream: forward|back, side: sender, count: count, offset: number, bytes: count, source: tcp_info|capture",
    ),
    (
        "segment",
        "dir: >|<, seq: number, ack: number, bytes: number, flags: S|S.|.|P.|F.|FP.|R|R., window: number, \
         sent_us: number, arrived_us: number?",
    ),
    ("command", "stream: forward|back, number: count"),
    ("cost", "case: text, commands: count, trips: number?, held: number?, median_us: number"),
    ("scripted", "stream: forward|back, bytes: number, hex: text"),
    (
        "cuts",
        "stream: forward|back, decoder: text, does: text, tried: count, failed: number, smallest: numbers?, \
         expected: texts, got: texts?, error: text?, one_piece: truth?, byte_by_byte: truth?",
    ),
    (
        "early_ends",
        "stream: forward|back, decoder: text, tried: count, failed: number, missed: number, earliest: number?, \
         cut: one piece|byte by byte?, expected: texts?, error_expected: truth?, got: texts?, error: text?, \
         one_piece: truth, byte_by_byte: truth",
    ),
    ("encoded", "stream: forward|back, bytes: number, wire: number?, refused: text?"),
    ("overhead", "stream: forward|back, payload: number, added: number?"),
    ("part", "stream: forward|back, frame: count, what: text, offset: number, bytes: number"),
    ("closed", "stream: forward|back"),
    ("failed", "stream: forward|back, call: text, text: text"),
    ("memory", "stream: forward|back, reserved: number, resident: number on Linux"),
    (
        "ended",
        "stream: forward|back, after_us: number, text: text, \
         how: whole|refused|no-memory|deadline|time-out|reset|truncated|waiting|failed",
    ),
    ("queued", "stream: forward|back, bytes: number"),
    (
        "read",
        "stream: forward|back, offset: number, asked: number, got: number, messages: first and last?, \
         verdict: whole|glued|split|glued+split|truncated|end|nothing, by: sender|receiver|both?, cut: asked|arrived?",
    ),
    (
        "claim",
        "text: text, verdict: held|contradicted|not-observed, evidence: named numbers, shown: text, cases: texts",
    ),
    ("end", "claims: number, held: number, contradicted: number, not_observed: number"),
];

/// Whether `value` is of this kind: one that is named here, or one of several texts. After a `?` it may be null.
pub(crate) fn is(kind: &str, value: &Value) -> bool {
    let all = |is: fn(&Value) -> bool| value.as_array().is_some_and(|values| values.iter().all(is));
    match kind {
        "text" => value.is_string(),
        "texts" => all(Value::is_string),
        "number" => value.is_u64(),
        "number on Linux" => value.is_u64() || value.is_null() && !cfg!(target_os = "linux"),
        "numbers" => all(Value::is_u64),
        "count" => value.as_u64() > Some(0),
        "truth" => value.is_boolean(),
        "object" => value.is_object(),
        "first and last" => {
            let pair = |first: Option<u64>, last| first > Some(0) && first <= last;
            value.as_array().is_some_and(|two| two.len() == 2 && pair(two[0].as_u64(), two[1].as_u64()))
        }
        "named numbers" => {
            let counted = |(_, number): (&String, &Value)| number.is_u64() || number.is_null();
            value.as_object().is_some_and(|numbers| !numbers.is_empty() && numbers.iter().all(counted))
        }
        names => match names.strip_suffix('?') {
            Some(kind) => value.is_null() || is(kind, value),
            None => value.as_str().is_some_and(|value| names.split('|').any(|name| name == value)),
        },
    }
}

pub(crate) fn number(line: &Value, field: &str) -> Checked<u64> {
    line[field].as_u64().ok_or_else(|| format!("'{field}' is no number in {line}"))
}

pub(crate) fn text<'a>(line: &'a Value, field: &str) -> Checked<&'a str> {
    line[field].as_str().ok_or_else(|| format!("'{field}' is no text in {line}"))
}
