//! What each lesson claims: functions of the trace alone. A claim whose case did not run, or whose options the learner
//! took away, is left out.

pub mod ack_handshake;
pub mod every_cut;
pub mod header_in_two_writes;
pub mod hostile_peer;
pub mod many_framings;
pub mod receiver_short_reads;
pub mod sender_nagle;
pub mod stream_not_messages;
pub mod struct_header;

use trace::{Case, Kind, Measure, Stream};

/// How many values of `kind` were taken, by the way named `how`, for just what was meant, and how many were meant.
fn decoded_as_sent(case: &Case, stream: Stream, kind: Kind, how: &str) -> (Measure, Measure) {
    let (meant, taken) = (case.sent_values(stream, kind), case.decoded_values(stream, kind, how));
    let same = meant.iter().zip(&taken).filter(|(meant, taken)| meant == taken).count() as u64;
    let name = kind.name();
    (Measure::new(format!("{name} as meant"), same), Measure::new(format!("{name} meant"), meant.len() as u64))
}
