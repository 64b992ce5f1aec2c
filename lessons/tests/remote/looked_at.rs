//! What Linux tells of a server's process in /proc.

use crate::server::{PATIENCE, Server};
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;

fn folder(server: &Server, name: &str) -> PathBuf {
    ["/proc", &server.id().to_string(), name].iter().collect()
}

/// Its threads but for the log's, which stays until the next sum is due.
pub(crate) fn threads(server: &Server) -> usize {
    let names = fs::read_dir(folder(server, "task")).expect("it runs").filter_map(Result::ok);
    names
        .filter_map(|thread| fs::read_to_string(thread.path().join("comm")).ok())
        .filter(|name| name != "log\n")
        .count()
}

pub(crate) fn descriptors(server: &Server) -> usize {
    fs::read_dir(folder(server, "fd")).expect("it runs").count()
}

/// Processes that the server's first thread started and that are still there, those that nobody has waited for included.
pub(crate) fn children(server: &Server) -> String {
    let threads = fs::read_dir(folder(server, "task")).expect("it runs").filter_map(Result::ok);
    threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok()).collect()
}

/// The most memory that was in use, in bytes: `VmHWM`, proc_pid_status(5).
pub(crate) fn peak(server: &Server) -> u64 {
    let status = fs::read_to_string(folder(server, "status")).expect("it runs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    1024 * peak.and_then(|kib| kib.parse::<u64>().ok()).expect("a number of KiB")
}

pub(crate) fn wait_for<T: PartialEq + std::fmt::Debug>(what: &str, expected: T, state: impl Fn() -> T) {
    let until = Instant::now() + PATIENCE;
    while state() != expected {
        assert!(Instant::now() < until, "waited {PATIENCE:?} for {what}: {:?}, not {expected:?}", state());
        thread::yield_now();
    }
}
