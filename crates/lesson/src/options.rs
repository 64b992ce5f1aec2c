//! Socket options by name, as the cases of a lesson use them.

use link::SocketOptions;
use trace::Value;

/// Every option as the system sets it.
pub const AS_THE_SYSTEM: SocketOptions =
    SocketOptions { nodelay: None, quickack: None, sndbuf: None, rcvbuf: None, mss: None };

/// Nagle's algorithm on; the kernel chooses when to send ACKs.
pub const NAGLE: SocketOptions = SocketOptions { nodelay: Some(false), ..AS_THE_SYSTEM };

/// Nagle's algorithm on; ACKs come about 40 ms late (Linux).
pub const NAGLE_DELAYED_ACKS: SocketOptions = SocketOptions { quickack: Some(false), ..NAGLE };

/// Nagle's algorithm on; every segment is acknowledged as it comes (Linux).
pub const NAGLE_QUICK_ACKS: SocketOptions = SocketOptions { quickack: Some(true), ..NAGLE };

/// Nagle's algorithm off; the kernel chooses when to send ACKs.
pub const NODELAY: SocketOptions = SocketOptions { nodelay: Some(true), ..AS_THE_SYSTEM };

/// Nagle's algorithm off; ACKs come about 40 ms late (Linux).
pub const NODELAY_DELAYED_ACKS: SocketOptions = SocketOptions { quickack: Some(false), ..NODELAY };

/// Nagle's algorithm off and quick ACKs: every write leaves at once, in a segment of its own.
pub const NODELAY_QUICK_ACKS: SocketOptions = SocketOptions { quickack: Some(true), ..NODELAY };

/// `own`, with the learner's choices replacing its values.
pub(crate) fn replaced(own: SocketOptions, chosen: SocketOptions) -> SocketOptions {
    SocketOptions {
        nodelay: chosen.nodelay.or(own.nodelay),
        quickack: chosen.quickack.or(own.quickack),
        sndbuf: chosen.sndbuf.or(own.sndbuf),
        rcvbuf: chosen.rcvbuf.or(own.rcvbuf),
        mss: chosen.mss.or(own.mss),
    }
}

/// Nagle's algorithm and the ACKs, in words.
pub(crate) fn described(options: SocketOptions) -> String {
    let nagle = if options.nodelay == Some(true) { "TCP_NODELAY" } else { "Nagle" };
    let acks = match options.quickack {
        Some(true) => "quick ACKs",
        Some(false) => "delayed ACKs",
        None => "ACKs left to the kernel",
    };
    format!("{nagle}, {acks}")
}

/// The options for the trace; an option that this system refused is null.
pub(crate) fn recorded(options: &SocketOptions, missing: &[&str]) -> Vec<(String, Value)> {
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
