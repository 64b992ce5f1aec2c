//! Limits the resources that clients and their commands may use.

use std::time::Duration;

/// How long a connection keeps a place that others wait for. The connection that has been idle longest is closed first; then one
/// that runs a command; then, if all are active, the one that has had its place longest.
#[derive(Debug, Clone, Copy)]
pub struct Tenure {
    /// Time after its last byte. 250 ms: longer than most clients need to answer on a busy machine.
    pub idle: Duration,
    /// Time in all, even if it is active.
    pub active: Duration,
}

const IDLE: Duration = Duration::from_millis(250);

/// Limits for commands.
#[derive(Debug, Clone, Copy)]
pub struct RunLimits {
    /// Bytes in a command [default: 1,023]. A read that fills 1,024 bytes may have cut a longer command.
    pub command_bytes_max: usize,
    /// Bytes in an output, including the server's own notice [default: 8 MiB].
    pub output_bytes_max: usize,
    /// How long a command may wait before the server stops it [default: 5 s].
    pub time: Duration,
    /// How many outputs over 64 KiB may exist at once, including those not delivered yet [default: 8].
    pub large_outputs_max: usize,
    /// How long a command whose output exceeds 64 KiB waits for a place among them [default: 5 s].
    pub large_wait: Duration,
    /// How long a client keeps a large output if others wait for its place [default: 250 ms, or 10 s if it keeps reading].
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

/// Limits for clients.
///
/// The server applies the first three. A conversation passes `turn`, `delivery` and, before each command, `idle` to the method
/// `turn` of its [`Connection`](crate::Connection).
#[derive(Debug, Clone, Copy)]
pub struct ServeLimits {
    /// How many connections may be open at once [default: 256], or fewer if the process may open fewer files. One more closes another.
    pub connections_max: usize,
    /// How long a connection keeps its place if others wait for one [default: 250 ms, or 2 s if it is active].
    pub tenure: Tenure,
    /// The deadline for a whole command to arrive, which is the first turn of every connection [default: 10 min].
    pub idle: Duration,
    /// The deadline for a short step of a protocol, such as an `OK` [default: 10 s].
    pub turn: Duration,
    /// The deadline for the peer to receive an answer [default: 60 s].
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

/// How many files and sockets this process may have open: `RLIMIT_NOFILE`, from proc_pid_limits(5) on Linux. On other Unix
/// systems we assume the default of macOS; Windows has no such limit.
pub(crate) fn open_files_max() -> usize {
    const DEFAULT: usize = if cfg!(unix) { 256 } else { usize::MAX };
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    match line.and_then(|line| line.split_whitespace().next()) {
        Some("unlimited") => usize::MAX,
        soft => soft.and_then(|soft| soft.parse().ok()).unwrap_or(DEFAULT),
    }
}
