//! Whose calls they are, if both sides make some.

use trace::{Case, Stream};

/// Whose writes go into `stream`; empty where only one side writes.
pub(super) fn writer(case: &Case, stream: Stream) -> &'static str {
    match stream {
        _ if !case.uses(Stream::Back) => "",
        Stream::Forward => "client's ",
        Stream::Back => "server's ",
    }
}

/// Whose reads take from `stream`; empty where only one side reads.
pub(super) fn reader(case: &Case, stream: Stream) -> &'static str {
    match stream {
        _ if !case.uses(Stream::Back) => "",
        Stream::Forward => "server's ",
        Stream::Back => "client's ",
    }
}
