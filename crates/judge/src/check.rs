//! The list of checks, from the simplest on: if one cause makes several fail, the first tells most.

use crate::checks::{clients, cuts, ends, hostile, many, plain, sizes, writes};
use crate::client::Client;
use crate::fault::Fault;
use crate::run::Role;
use crate::server::Server;

/// What a check found.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The program does it right; the text, if there is one, says how that was seen.
    Passed(String),
    /// It does not.
    Failed(Box<Fault>),
    /// Nothing was wrong, but this system cannot show what the check is about.
    NotObserved(String),
    /// The framing, or a client, has nothing of the kind.
    NotApplicable(String),
}

impl Verdict {
    pub(crate) fn passed() -> Self {
        Self::Passed(String::new())
    }

    /// Its name in the report.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Passed(_) => "passed",
            Self::Failed(_) => "failed",
            Self::NotObserved(_) => "not observed",
            Self::NotApplicable(_) => "not applicable",
        }
    }
}

/// What a check returns; a fault is its shortest way out.
pub(crate) type Checked = Result<Verdict, Fault>;

/// One thing that a program must survive.
pub struct Check {
    /// A short name.
    pub name: &'static str,
    /// What a server must do; `None` if the check is for clients only.
    pub of_server: Option<&'static str>,
    /// What a client must do; `None` if the check is for servers only.
    pub of_client: Option<&'static str>,
    pub(crate) server: fn(&Server<'_>) -> Checked,
    pub(crate) client: fn(&mut Client<'_>) -> Checked,
}

impl Check {
    /// What such a program must do; `None` if the check is for the other kind.
    pub fn sentence(&self, role: Role) -> Option<&'static str> {
        match role {
            Role::Server => self.of_server,
            Role::Client => self.of_client,
        }
    }
}

fn only_client(_: &Server<'_>) -> Checked {
    Ok(Verdict::NotApplicable("it is for clients".to_owned()))
}

fn only_server(_: &mut Client<'_>) -> Checked {
    Ok(Verdict::NotApplicable("it is for servers".to_owned()))
}

macro_rules! checks {
    ($($name:literal: $of_server:expr, $of_client:expr, $server:path, $client:path;)*) => {
        &[$(Check { name: $name, of_server: $of_server, of_client: $of_client, server: $server, client: $client }),*]
    };
}

const CHECKS: &[Check] = checks![
    "one-frame": Some("A frame comes back."), Some("A line is sent as a frame, and the answer printed."),
        plain::one_frame, clients::one_frame;
    "next-client": Some("After one client has left, the next is served."), None, plain::next_client, only_server;
    "end-of-stream": Some("When the client ends its stream, the server closes the connection."),
        Some("At the end of its input, the client exits with 0."), plain::end_of_stream, clients::end_of_stream;
    "empty-frame": Some("A frame without payload comes back."), Some("An empty line is a frame without payload."),
        plain::empty_frame, clients::empty_frame;
    "glued": Some("Three frames in one write are three frames."), Some("Three answers in one write are three answers."),
        cuts::glued, clients::glued;
    "every-cut": Some("Three frames come back wherever the stream is cut."),
        Some("An answer is found wherever the stream is cut."), cuts::every_cut, clients::every_cut;
    "byte-by-byte": Some("Three frames come back if every read returns one byte."),
        Some("Three answers are found if every read returns one byte."), cuts::byte_by_byte, clients::byte_by_byte;
    "cut-characters": Some("A cut inside a character changes nothing."), Some("A cut inside a character changes nothing."),
        cuts::cut_characters, clients::cut_characters;
    "not-utf8": Some("Bytes that are not UTF-8 come back unchanged."), Some("Bytes that are not UTF-8 are printed unchanged."),
        plain::not_utf8, clients::not_utf8;
    "end-inside": Some("A stream that ends inside a frame is closed, and that frame is not answered."),
        Some("If the stream ends inside an answer, nothing of it is printed, and the exit status is not 0."),
        ends::end_inside, clients::end_inside;
    "length-over-limit": Some("A length far over the limit is refused, and others are served."),
        Some("A length far over the limit ends the client with a status that is not 0."),
        hostile::over_limit, clients::over_limit;
    "length-negative": Some("A length of -1 is refused, and others are served."),
        Some("A length of -1 ends the client with a status that is not 0."), hostile::negative, clients::negative;
    "http": Some("The text HTTP in place of a length is refused, and others are served."),
        Some("The text HTTP in place of a length ends the client with a status that is not 0."),
        hostile::http, clients::http;
    "memory": Some("64 MiB that are announced and not sent take no memory."),
        Some("64 MiB that are announced and not sent take no memory."), hostile::memory, clients::memory;
    "large-frame": Some("A frame larger than any buffer comes back to a client that reads slowly."),
        Some("A line larger than any buffer is sent to a server that reads slowly, and printed."),
        sizes::large_frame, clients::large_frame;
    "writes-first": Some("A client that writes a lot before it reads loses nothing."), None,
        sizes::writes_first, only_server;
    "fifty-clients": Some("Of 50 clients one stalls inside a frame; the others are served."), None,
        many::fifty_clients, only_server;
    "vanished-client": Some("Clients that reset their connections harm no other."), None,
        many::vanished_client, only_server;
    "vanished-server": None, Some("If the server resets the connection, the exit status is not 0."),
        only_client, clients::vanished_server;
    "header-apart": Some("Header and payload of an answer leave in one write."),
        Some("Header and payload of a frame leave in one write."), writes::header_apart, clients::header_apart;
];

/// All checks, in the order in which they are made.
pub fn all() -> &'static [Check] {
    CHECKS
}
