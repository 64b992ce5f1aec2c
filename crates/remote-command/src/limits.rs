//! What clients may take, and what their commands may take.

use std::time::Duration;

/// What commands may take.
#[derive(Debug, Clone, Copy)]
pub struct RunLimits {
    /// Bytes in a command. 1,023: a read of 1,024 that came full may be a command cut short.
    pub command_bytes_max: usize,
    /// Bytes in an output, the server's own notice included. 16 MiB.
    pub output_bytes_max: usize,
    /// How long a command may run before the server ends it. 10 s.
    pub time: Duration,
    /// Commands that run at once. 8.
    pub at_once_max: usize,
    /// How long a command waits until it is one of them. 10 s.
    pub slot_wait: Duration,
    /// Outputs over 64 KiB that exist at once, those not delivered yet included. 16.
    pub large_outputs_max: usize,
    /// How long a command whose output grows over 64 KiB waits until it is one of them. 1 s.
    pub large_wait: Duration,
}

impl Default for RunLimits {
    fn default() -> Self {
        Self {
            command_bytes_max: 1023,
            output_bytes_max: 16 * 1024 * 1024,
            time: Duration::from_secs(10),
            at_once_max: 8,
            slot_wait: Duration::from_secs(10),
            large_outputs_max: 16,
            large_wait: Duration::from_secs(1),
        }
    }
}

/// What clients may take.
///
/// The server applies the first two. A conversation gives `turn` and `delivery`, and `idle` again before each command, to
/// the `turn` of its [`Connection`](crate::Connection).
#[derive(Debug, Clone, Copy)]
pub struct ServeLimits {
    /// Connections at once; the server closes one more as soon as it has accepted it. 256.
    pub connections_max: usize,
    /// The time in which a whole command has to come; the first turn of every connection. 10 min.
    pub idle: Duration,
    /// The time for one short step of a protocol, such as an `OK`. 10 s.
    pub turn: Duration,
    /// The time in which the peer has to take an answer. 60 s.
    pub delivery: Duration,
}

impl Default for ServeLimits {
    fn default() -> Self {
        Self {
            connections_max: 256,
            idle: Duration::from_secs(600),
            turn: Duration::from_secs(10),
            delivery: Duration::from_secs(60),
        }
    }
}
