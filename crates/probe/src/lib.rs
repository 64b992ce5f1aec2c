//! Records sockets: every call that writes or reads becomes an event, together with the kernel's counters and queue lengths. It
//! does not change what it records: it makes no writes or reads of its own, and sets no options.
//!
//! You read and write a [`TracedStream`] like any other socket. Before each read and after each write it asks the kernel what
//! was sent ([`Counters`]) and what waits in the receive queue ([`queued`]). So the trace shows which writes shared a segment,
//! and which were glued only because they waited together.
//!
//! ```
//! use std::io::{Read, Write};
//! use trace::{Case, Stream, Verdict};
//!
//! let pair = link::tcp_pair(&link::SocketOptions::default())?;
//! let recorder = probe::Recorder::new(Case::tcp("two writes"), std::time::Instant::now());
//! let (mut sender, mut receiver) = recorder.watch(pair.sender, pair.receiver)?;
//!
//! sender.write_all(b"I'm ")?;
//! receiver.wait_for_arrival()?;
//! assert_eq!(receiver.read(&mut [0; 1024])?, 4);
//!
//! let case = recorder.finish();
//! assert_eq!(case.reads(Stream::Forward)[0].verdict, Verdict::Whole);
//! # std::io::Result::Ok(())
//! ```

mod log;
mod sys;
mod traced_datagrams;
mod traced_stream;
mod wait;

pub use log::Recorder;
pub use sys::{Counters, counters, discard_typed_ahead, queued, resident, terminal_size};
pub use traced_datagrams::TracedDatagrams;
pub use traced_stream::TracedStream;
pub use wait::until;

/// The kernel's version, such as `6.18.1`; `None` on systems without `/proc`.
pub fn kernel_version() -> Option<String> {
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").ok()?;
    Some(release.trim().to_owned())
}
