//! Connects two hosts by a cable, in one process and without root. Each host has a TCP stack of its own in the kernel. The cable is
//! a thread of the program, so it can capture, delay and lose every segment. If a wire is impossible it says why, and never falls
//! back to loopback.
//!
//! ```text
//!   sender's host                                            receiver's host
//!   10.9.0.1  kernel TCP ─ TUN device ─ cable ─ TUN device ─ kernel TCP  10.9.0.2
//!                                         │
//!                                      capture
//! ```
//!
//! A host is a network namespace (network_namespaces(7)). A TUN device hands over each packet as it is, and neither joins nor
//! splits segments (Linux: Documentation/networking/tuntap). All of it disappears with the process.
//!
//! A wire needs Linux, and a user who may make user namespaces and open `/dev/net/tun`. [`Unavailable`] says what is missing.
//!
//! ```
//! use std::io::{Read, Write};
//! use std::time::Duration;
//! use wire::{CableOptions, Wire};
//!
//! let options = CableOptions { round_trip: Duration::from_millis(2), ..CableOptions::default() };
//! let Ok(wire) = Wire::lay(&options) else { return Ok(()) }; // not on this machine
//! let mut pair = wire.tcp_pair(&link::SocketOptions::default())?;
//! let ports = [pair.sender.local_addr()?.port(), pair.receiver.local_addr()?.port()];
//! pair.sender.write_all(b"I'm Lyon")?;
//! pair.receiver.read_exact(&mut [0; 8])?;
//! drop(pair);
//! wire.wait_until_closed(ports); // now all that passed has been noted
//!
//! let data = wire.segments(ports).into_iter().find(|segment| segment.bytes > 0).expect("it carries the message");
//! assert_eq!((data.seq, data.bytes), (1, 8));
//! assert!(data.arrived().expect("it was read") - data.sent >= options.round_trip / 2);
//! # std::io::Result::Ok(())
//! ```

#![cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "without a cable, nothing is captured"))]

#[cfg(target_os = "linux")]
mod cable;
mod capture;
mod connection;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
mod header;
#[cfg(target_os = "linux")]
mod host;
mod options;
mod pcap;
mod record;
mod segment;
#[cfg(target_os = "linux")]
mod sys;
mod unavailable;
mod wire;

pub use options::CableOptions;
pub use pcap::write_pcap;
pub use segment::{Direction, Fate, Segment};
pub use unavailable::Unavailable;
pub use wire::Wire;

#[cfg(not(target_os = "linux"))]
use elsewhere::{Cable, Host};
#[cfg(target_os = "linux")]
use {cable::Cable, host::Host};
