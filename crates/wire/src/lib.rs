//! Two hosts and a cable, in one process and without root: each host has a kernel TCP of its own, and the cable is a
//! program, so every segment passes through our hands and can be seen, delayed and lost. Refuses to stand in for itself:
//! where it cannot be had it says why, and never falls back to loopback.
//!
//! ```text
//!   sender's host                                            receiver's host
//!   10.9.0.1  kernel TCP ─ TUN device ─ cable ─ TUN device ─ kernel TCP  10.9.0.2
//!                                         │
//!                                      capture
//! ```
//!
//! A host is a thread in a network namespace (network_namespaces(7)); a TUN device hands over each packet as it is, with no
//! segments joined or split on the way (Linux: Documentation/networking/tuntap). All of it goes away with the process.
//!
//! Linux only, and there only where user namespaces and `/dev/net/tun` are open to the user: [`Unavailable`] tells.

#[cfg(target_os = "linux")]
mod cable;
#[cfg(target_os = "linux")]
mod capture;
#[cfg(target_os = "linux")]
mod connection;
#[cfg(target_os = "linux")]
mod header;
#[cfg(target_os = "linux")]
mod host;
mod options;
mod pcap;
#[cfg(target_os = "linux")]
mod record;
mod segment;
#[cfg(target_os = "linux")]
mod sys;
mod unavailable;
#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod wire;
#[cfg(not(target_os = "linux"))]
#[path = "elsewhere.rs"]
mod wire;

pub use options::CableOptions;
pub use pcap::write_pcap;
pub use segment::{Fate, Segment, Way};
pub use unavailable::Unavailable;
pub use wire::Wire;
