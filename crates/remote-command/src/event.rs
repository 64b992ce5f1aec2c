//! Describes the events that a server reports to its log, one line each.

use std::fmt::{self, Display};
use std::io;
use std::net::SocketAddr;

/// What happened at a [`Server`](crate::Server); its `Display` is one line for a log.
#[derive(Clone, Copy)]
#[non_exhaustive]
#[expect(missing_docs, reason = "peer is the client's address; error and message are the cause")]
pub enum ServerEvent<'a> {
    /// A connection was accepted.
    Connected { peer: SocketAddr },
    /// A conversation ended, and its connection was closed.
    Ended { peer: SocketAddr },
    /// A conversation failed, and its connection was closed.
    Failed { peer: SocketAddr, error: &'a dyn Display },
    /// A conversation panicked, which is a bug in this program, and its connection was closed.
    Panicked { peer: SocketAddr, message: &'a str },
    /// A connection was closed to make room for another: all places were taken, and it had been idle longest.
    GaveWay { peer: SocketAddr },
    /// A connection was closed at once because the system could not start a thread for it.
    NoThread { peer: SocketAddr, error: &'a io::Error },
    /// No connection could be accepted; the server pauses and tries again.
    AcceptFailed { error: &'a io::Error },
}

impl ServerEvent<'_> {
    /// A description of several such events, for a log that counts them.
    pub fn plural(&self) -> &'static str {
        match self {
            Self::Connected { .. } => "connections accepted",
            Self::Ended { .. } => "connections ended",
            Self::Failed { .. } => "connections failed",
            Self::Panicked { .. } => "conversations panicked",
            Self::GaveWay { .. } => "connections closed to make room",
            Self::NoThread { .. } => "connections closed for lack of a thread",
            Self::AcceptFailed { .. } => "failed attempts to accept",
        }
    }
}

impl Display for ServerEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected { peer } => write!(f, "{peer}: connected"),
            Self::Ended { peer } => write!(f, "{peer}: ended"),
            Self::Failed { peer, error } => write!(f, "{peer}: closed: {error}"),
            Self::Panicked { peer, message } => {
                write!(f, "{peer}: closed: its conversation panicked ({message}); please report this bug")
            }
            Self::GaveWay { peer } => {
                write!(f, "{peer}: closed: it was idle longest, and another connection needed its place")
            }
            Self::NoThread { peer, error } => {
                write!(f, "{peer}: closed: no thread could be started for it until others end: {error}")
            }
            Self::AcceptFailed { error } => write!(f, "cannot accept connections, will try again: {error}"),
        }
    }
}
