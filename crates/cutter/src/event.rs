//! What a cutting proxy has done, as it does it.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

/// A direction of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// From the client to the server.
    Up,
    /// From the server to the client.
    Down,
}

impl Direction {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Up, Self::Down];

    /// `up` or `down`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// Whether the program had read everything up to the end of a piece before the proxy sent more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It had: its socket had received them, and its receive queue was empty.
    Taken,
    /// It is not known, for this reason.
    NotObserved(NotObserved),
}

/// Why nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotObserved {
    /// This direction is not cut, so the kernel was not asked.
    NotAsked,
    /// This system does not report on other programs' sockets; the text says more.
    NoWitness(String),
    /// The program's socket is on another machine, or in another network namespace.
    Elsewhere,
    /// The program did not read the bytes within this time.
    NotRead(Duration),
    /// The program closed its socket before it had read them.
    Closed,
}

impl std::fmt::Display for NotObserved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAsked => f.write_str("this direction is not cut"),
            Self::NoWitness(why) => f.write_str(why),
            Self::Elsewhere => f.write_str("the program's socket is not on this machine"),
            Self::NotRead(patience) => write!(f, "the program did not read it within {patience:?}"),
            Self::Closed => f.write_str("the program closed its socket without reading it"),
        }
    }
}

/// What happened on a connection.
#[derive(Debug)]
pub enum Event<'a> {
    /// A client has connected; its address.
    Opened(SocketAddr),
    /// A piece was written to the program at the end of this direction, in one write.
    Piece {
        /// Where the bytes go.
        direction: Direction,
        /// The offset of its first byte in this direction.
        offset: u64,
        /// Its bytes.
        bytes: &'a [u8],
        /// Whether the cut at its end is proven.
        proof: Proof,
    },
    /// A program has ended its stream, after so many bytes in all.
    Ended {
        /// Where the bytes went.
        direction: Direction,
        /// How many there were.
        bytes: u64,
    },
    /// Both streams have ended.
    Closed,
    /// The connection was reset, and the reset passed on.
    Reset(io::Error),
    /// The server cannot be reached, so the client's connection was reset.
    Unreachable(io::Error),
    /// Too many connections are open, so this client's was reset.
    Full,
    /// A client could not be accepted, after this connection.
    NotAccepted(io::Error),
}
