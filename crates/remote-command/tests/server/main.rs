//! Running commands and serving clients, from the bytes of a command to the bytes of its output. The list of allowed
//! programs is that of Unix; where there is no Unix, only what starts no program is checked.

#![allow(clippy::unwrap_used, reason = "in a test it says enough")]

#[cfg(unix)]
mod children;
mod conversations;
#[cfg(target_os = "linux")]
mod crowd;
#[cfg(target_os = "linux")]
mod descriptors;
mod harmless;
#[cfg(unix)]
mod limits;
#[cfg(unix)]
mod outputs;
mod refusals;
mod support;
