//! What clients may take, and what their commands may take.

use std::time::Duration;

/// How long a connection keeps a place that others wait for. Whoever has been idle longest gives way first, then whoever runs
/// a command, then, where all others are active, whoever has had its place longest.
#[derive(Debug, Clone, Copy)]
pub struct Tenure {
    /// After its last byte. 250 ms: longer than most clients take to answer on a busy machine.
    pub idle: Duration,
    /// In all.
    pub active: Duration,
}

const IDLE: Duration = Duration::from_millis(250);

/// What commands may take.
#[derive(Debug, Clone, Copy)]
pub struct RunLimits {
    /// Bytes in a command. 1,023: a read of 1,024 that came full may be a command cut short.
    pub command_bytes_max: usize,
    /// Bytes in an output, the server's own notice included. 8 MiB.
    pub output_bytes_max: usize,
    /// How long a command may wait before the server ends it. 5 s.
    pub time: Duration,
    /// Outputs over 64 KiB that exist at once, those not delivered yet included. 8.
    pub large_outputs_max: usize,
    /// How long a command whose output grows over 64 KiB waits until it is one of them. 5 s.
    pub large_wait: Duration,
    /// How long a client keeps a large output when others wait for its place. 250 ms, and 10 s if it takes some all the time.
    pub large_tenure: Tenure,
}

impl Default for RunLimits {
    fn default() -> Self {
        Self {
            command_bytes_max: 1023,
            output_bytes_max: 8 * 1024 * 1024,
            time: Duration::from_secs(5),
            large_outputs_max: 8,
            large_wait: Duration::from_secs(5),
            large_tenure: Tenure { idle: IDLE, active: Duration::from_secs(10) },
        }
    }
}

/// What clients may take.
///
/// The server applies the first three. A conversation gives `turn` and `delivery`, and `idle` again before each command, to
/// the `turn` of its [`Connection`](crate::Connection).
#[derive(Debug, Clone, Copy)]
pub struct ServeLimits {
    /// Connections at once, and fewer where the system lets the process open fewer files. 256. For one more, another is closed.
    pub connections_max: usize,
    /// How long a connection keeps its place when others wait for one. 250 ms, and 2 s if it is active all the time.
    pub tenure: Tenure,
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
            tenure: Tenure { idle: IDLE, active: Duration::from_secs(2) },
            idle: Duration::from_secs(600),
            turn: Duration::from_secs(10),
            delivery: Duration::from_secs(60),
        }
    }
}

/// How many files, sockets included, this process may have open: `RLIMIT_NOFILE`, which proc_pid_limits(5) shows on Linux.
/// Elsewhere on Unix we take macOS's default for it; Windows has no such limit.
pub(crate) fn open_files_max() -> usize {
    const DEFAULT: usize = if cfg!(unix) { 256 } else { usize::MAX };
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    match line.and_then(|line| line.split_whitespace().next()) {
        Some("unlimited") => usize::MAX,
        soft => soft.and_then(|soft| soft.parse().ok()).unwrap_or(DEFAULT),
    }
}
