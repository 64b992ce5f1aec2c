//! Names the four one-way trips by what they carry.

use std::fmt;

/// One of the four one-way trips, named by what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trip {
    /// Client to server: the command to run.
    Command,
    /// Server to client: the length of the output.
    Length,
    /// Client to server: the length has been read.
    Ok,
    /// Server to client: the output.
    Body,
}

impl fmt::Display for Trip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Command => "the command",
            Self::Length => "the length",
            Self::Ok => "the OK",
            Self::Body => "the body",
        })
    }
}
