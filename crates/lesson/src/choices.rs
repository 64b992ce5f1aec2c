//! What the learner chose, put in a case's place and named for the trace.

use crate::flags::Settings;
use link::SocketOptions;
use trace::Value;

/// `own` with what the learner chose in its place.
pub(crate) fn replaced(own: SocketOptions, chosen: SocketOptions) -> SocketOptions {
    SocketOptions {
        nodelay: chosen.nodelay.or(own.nodelay),
        quickack: chosen.quickack.or(own.quickack),
        sndbuf: chosen.sndbuf.or(own.sndbuf),
        rcvbuf: chosen.rcvbuf.or(own.rcvbuf),
        mss: chosen.mss.or(own.mss),
    }
}

/// The options that lesson 01 varies, in words.
pub(crate) fn described(options: SocketOptions) -> String {
    let nagle = if options.nodelay == Some(true) { "TCP_NODELAY" } else { "Nagle" };
    let acks = match options.quickack {
        Some(true) => "quick ACKs",
        Some(false) => "delayed ACKs",
        None => "ACKs as the kernel likes",
    };
    format!("{nagle}, {acks}")
}

/// The options for the trace; null where this system refused one.
pub(crate) fn named(options: &SocketOptions, missing: &[&str]) -> Vec<(String, Value)> {
    let bytes = |value: Option<usize>| value.map(|bytes| Value::Number(bytes as u64));
    let values = [
        ("nodelay", options.nodelay.map(Value::Bool)),
        ("quickack", options.quickack.map(Value::Bool)),
        ("sndbuf", bytes(options.sndbuf)),
        ("rcvbuf", bytes(options.rcvbuf)),
        ("mss", options.mss.map(|bytes| Value::Number(bytes.into()))),
    ];
    let set = values.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    set.map(|(name, value)| (name.to_owned(), if missing.contains(&name) { Value::Null } else { value })).collect()
}

/// The learner's own choices for the trace.
pub(crate) fn chosen(settings: &Settings) -> Vec<(String, Value)> {
    let numbers = [
        ("messages", settings.messages),
        ("size", settings.size),
        ("read_size", settings.read_size),
        ("commands", settings.commands),
        ("announce", settings.announce),
        ("deadline_us", settings.deadline.map(|deadline| deadline.as_micros() as u64)),
    ];
    let wire = settings.wire.map(|wire| ("wire_us".to_owned(), Value::Number(wire.round_trip.as_micros() as u64)));
    let mtu = settings.wire.map(|wire| ("mtu".to_owned(), Value::Number(wire.mtu.into())));
    let loss = settings.wire.filter(|wire| wire.loss > 0.0);
    let loss = loss.map(|wire| ("loss_ppm".to_owned(), Value::Number((wire.loss * 1e6) as u64)));
    let numbers = numbers.into_iter().filter_map(|(name, n)| n.map(|n| (name.to_owned(), Value::Number(n))));
    let case = match settings.cases.as_slice() {
        [] => None,
        [text] => Some(Value::Text(text.clone())),
        texts => Some(Value::Texts(texts.to_vec())),
    };
    let case = case.map(|value| ("case".to_owned(), value));
    named(&settings.options, &[]).into_iter().chain(case).chain(numbers).chain(wire).chain(mtu).chain(loss).collect()
}
