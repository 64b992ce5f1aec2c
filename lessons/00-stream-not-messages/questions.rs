//! What lesson 00 asks before each case.

use lesson::Question;
use render::counted;
use trace::{Case, Event, Stream};

const FORWARD: Stream = Stream::Forward;

pub(crate) const RECEIVES: Question = Question::number(
    "How many receives does it take?",
    |case| Some(case.reads(FORWARD).len() as u64),
    |case| {
        let sizes: Vec<String> = case.reads(FORWARD).iter().map(|read| read.got().to_string()).collect();
        let sends = counted(case.messages(FORWARD).len() as u64, "send");
        let receives = counted(sizes.len() as u64, "receive");
        format!("after {sends}, {receives} returned {} bytes", sizes.join(", "))
    },
);

pub(crate) const RECEIVED: Question = Question::number(
    "How many of the 8 bytes does the program receive?",
    |case| case.bytes_read(FORWARD).value,
    |case| {
        let [got, sent] = [case.bytes_read(FORWARD), case.bytes_written(FORWARD)].map(|bytes| bytes.value.unwrap_or(0));
        let lost = counted(sent.saturating_sub(got), "byte");
        format!("it received {got} of {sent} bytes; the kernel discarded {lost} that did not fit into the buffer")
    },
);

pub(crate) const ALL_RECEIVED: Question = Question::word(
    "Every send succeeds. Are all ten messages received?",
    &["yes", "no"],
    |case| Some(if case.reads(FORWARD).len() < case.messages(FORWARD).len() { "no" } else { "yes" }),
    |case| {
        let (sent, received) = (case.messages(FORWARD).len() as u64, case.reads(FORWARD).len() as u64);
        format!("{} succeeded, and {} returned a message", counted(sent, "send"), counted(received, "receive"))
    },
);

pub(crate) const EMPTY_WRITE: Question =
    Question::number("How many packets does the empty write send?", packets_of_empty_writes, |case| {
        let packets = counted(packets_of_empty_writes(case).unwrap_or(0), "packet");
        format!("the kernel's counter says that {packets} left during that call")
    });

/// Not observed where the kernel does not count packets.
pub(crate) fn packets_of_empty_writes(case: &Case) -> Option<u64> {
    let packets = case.events.iter().filter_map(|timed| match timed.event {
        Event::EmptyWrite { packets, .. } => Some(packets),
        _ => None,
    });
    packets.reduce(std::ops::Add::add)
}
