//! What a server reports to its log: one line for each event.

use std::fmt::{self, Display};
use std::io;
use std::net::SocketAddr;

/// What happened at a [`Server`](crate::Server); its `Display` is one line for a log.
#[derive(Clone, Copy)]
#[non_exhaustive]
#[expect(missing_docs, reason = "peer is the client's address, error and message are its reason")]
pub enum ServerEvent<'a> {
    /// A connection was accepted.
    Connected { peer: SocketAddr },
    /// Its conversation is over, and it is closed.
    Ended { peer: SocketAddr },
    /// Its conversation failed, and it is closed.
    Failed { peer: SocketAddr, error: &'a dyn Display },
    /// Its conversation panicked, a fault in this program, and it is closed.
    Panicked { peer: SocketAddr, message: &'a str },
    /// It was closed for another one: all places were taken, and it had been idle longest.
    GaveWay { peer: SocketAddr },
    /// It was closed at once: the system has no thread for it.
    NoThread { peer: SocketAddr, error: &'a io::Error },
    /// Nothing can be accepted for now; the server pauses, and tries again.
    AcceptFailed { error: &'a io::Error },
}

impl ServerEvent<'_> {
    /// What several of these are called, for a log that counts them.
    pub fn plural(&self) -> &'static str {
        match self {
            Self::Connected { .. } => "connections accepted",
            Self::Ended { .. } => "connections ended",
            Self::Failed { .. } => "connections failed",
            Self::Panicked { .. } => "conversations panicked",
            Self::GaveWay { .. } => "connections closed for others",
            Self::NoThread { .. } => "connections without a thread",
            Self::AcceptFailed { .. } => "accepts failed",
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
                write!(f, "{peer}: closed: its conversation panicked, please report it: {message}")
            }
            Self::GaveWay { peer } => write!(f, "{peer}: closed: idle longest, and another one needed its place"),
            Self::NoThread { peer, error } => {
                write!(f, "{peer}: closed unheard: no thread, others must end: {error}")
            }
            Self::AcceptFailed { error } => write!(f, "cannot accept, will try again: {error}"),
        }
    }
}
