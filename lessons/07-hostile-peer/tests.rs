//! What would belie each claim of lesson 07.

use super::*;
use crate::alter::*;
use trace::*;

const FORWARD: Stream = Stream::Forward;

const ON_A_WORD: &str = "Naive: what the peer announces is reserved, as far as the lesson lets it, and nothing came";
const NOT_YET_USED: &str = "Reserved is not yet used: memory is resident where its bytes are set";
const REFUSED: &str = "A limit refuses the length before anything is reserved for it";
const BELOW: &str = "Naive: -1 is below every limit, and as a size it is more than any memory";
const NO_LENGTH: &str = "Ours reads the sign, and refuses a length of -1";
const LETTERS: &str = "Naive: HTTP is a length like any other";
const LETTERS_REFUSED: &str = "A limit refuses HTTP too, with next to nothing reserved";
const HALF: &str = "Naive: a reset is taken for an end, and half a frame for a whole one";
const TOLD: &str = "A reset is told as what it is, and half a frame is none";
const SILENT: &str = "Naive: a silent peer is waited for, and nothing ends it";
const SILENT_ENDED: &str = "A deadline ends the silence";
const MEMORY_WAITS: &str = "Naive: a frame that never comes is waited for, all its memory reserved";
const GROWS: &str = "Memory grows with what came, and a deadline ends the wait";
const EACH_IN_TIME: &str = "A time-out a read ends no peer that is slow: each read was in time, all together were not";
const TURN: &str = "A deadline for the turn ends it, though each read was in time";
const BOTH_WAIT: &str = "Naive: two that write and do not read wait for each other, and nothing ends it";
const BOTH_ENDED: &str = "A deadline for the write ends both";

pub(crate) const ALTERATIONS: &[Alteration] = &[
    (ON_A_WORD, |run| ran_as(run, HUGE_NAIVE, HUGE_OURS)),
    (ON_A_WORD, |run| came(case(run, HUGE_NAIVE), 300 << 20)),
    (NOT_YET_USED, |run| ran_as(run, HUGE_SET, HUGE_NAIVE)),
    (NOT_YET_USED, |run| {
        each(case(run, HUGE_NAIVE), |event| {
            if let Event::Memory { reserved, resident, .. } = event {
                *resident = Some(*reserved);
            }
        });
    }),
    (REFUSED, |run| ran_as(run, HUGE_OURS, HUGE_NAIVE)),
    (REFUSED, |run| reserved(case(run, HUGE_OURS), 1 << 20)),
    (BELOW, |run| ran_as(run, MINUS_ONE_NAIVE, MINUS_ONE_OURS)),
    (BELOW, |run| retaken(case(run, MINUS_ONE_NAIVE), Kind::Length, b"1")),
    (BELOW, |run| ended(case(run, MINUS_ONE_NAIVE), Ending::Refused)),
    (NO_LENGTH, |run| ran_as(run, MINUS_ONE_OURS, HUGE_NAIVE)),
    (NO_LENGTH, |run| ended(case(run, MINUS_ONE_OURS), Ending::NoMemory)),
    (NO_LENGTH, |run| reserved(case(run, MINUS_ONE_OURS), 1 << 20)),
    (LETTERS, |run| retaken(case(run, HTTP_NAIVE), Kind::Length, b"1347703880")), // the lowest byte first
    (LETTERS, |run| reserved(case(run, HTTP_NAIVE), 24)),
    (LETTERS_REFUSED, |run| ran_as(run, HTTP_OURS, HTTP_NAIVE)),
    (LETTERS_REFUSED, |run| reserved(case(run, HTTP_OURS), 1 << 20)),
    (HALF, |run| retaken(case(run, RESET_NAIVE), Kind::Frame, b"transfer 1000000")),
    (HALF, |run| ended(case(run, RESET_NAIVE), Ending::Reset)),
    (TOLD, |run| ran_as(run, RESET_OURS, RESET_NAIVE)),
    (TOLD, |run| came(case(run, RESET_OURS), 20)),
    (SILENT, |run| ran_as(run, SILENCE_NAIVE, SILENCE_OURS)),
    (SILENT_ENDED, |run| ran_as(run, SILENCE_OURS, SILENCE_NAIVE)),
    (SILENT_ENDED, |run| ran_as(run, SILENCE_OURS, NEVER_SENT_OURS)), // ended, and not silent
    (MEMORY_WAITS, |run| ended(case(run, NEVER_SENT_NAIVE), Ending::TimeOut)),
    (MEMORY_WAITS, |run| reserved(case(run, NEVER_SENT_NAIVE), 4096)),
    (MEMORY_WAITS, |run| came(case(run, NEVER_SENT_NAIVE), 2 << 20)),
    (GROWS, |run| ended(case(run, NEVER_SENT_OURS), Ending::Waiting)),
    (GROWS, |run| reserved(case(run, NEVER_SENT_OURS), 1 << 20)),
    (EACH_IN_TIME, |run| ended(case(run, DRIP_NAIVE), Ending::TimeOut)),
    (EACH_IN_TIME, |run| late_by(case(run, DRIP_NAIVE), 300_000)),
    (EACH_IN_TIME, |run| ended_after(case(run, DRIP_NAIVE), 199_999)),
    (TURN, |run| ran_as(run, DRIP_OURS, DRIP_NAIVE)),
    (TURN, |run| late_by(case(run, DRIP_OURS), 300_000)),
    (BOTH_WAIT, |run| ran_as(run, BOTH_WRITE_NAIVE, BOTH_WRITE_OURS)),
    (BOTH_WAIT, |run| without(case(run, BOTH_WRITE_NAIVE), of_the_server)),
    (BOTH_WAIT, all_was_accepted),
    (BOTH_WAIT, |run| came(case(run, BOTH_WRITE_NAIVE), 1)),
    (BOTH_ENDED, |run| ran_as(run, BOTH_WRITE_OURS, BOTH_WRITE_NAIVE)),
    (BOTH_ENDED, |run| without(case(run, BOTH_WRITE_OURS), of_the_server)),
];

/// More was read than was, by so many bytes, behind all else.
fn came(case: &mut Case, bytes: u64) {
    let t_us = case.events.last().map_or(0, |timed| timed.t_us);
    let offset = case.bytes_read(FORWARD).value.unwrap_or(0);
    // A read is judged by the messages, so there must be one that it lies in.
    let write = Event::Write { stream: FORWARD, message: 9, offset, asked: bytes, accepted: bytes, data: vec![] };
    case.push(t_us, write);
    case.push(t_us, Event::Read { stream: FORWARD, offset, asked: bytes, got: bytes, data: vec![] });
}

fn reserved(case: &mut Case, bytes: u64) {
    each(case, |event| {
        if let Event::Memory { reserved, .. } = event {
            *reserved = bytes;
        }
    });
}

fn ended(case: &mut Case, by: Ending) {
    each(case, |event| {
        if let Event::Ended { how, .. } = event {
            *how = by;
        }
    });
}

fn ended_after(case: &mut Case, us: u64) {
    each(case, |event| {
        if let Event::Ended { after_us, .. } = event {
            *after_us = us;
        }
    });
}

fn retaken(case: &mut Case, wanted: Kind, as_this: &[u8]) {
    each(case, |event| match event {
        Event::DecodedValue { kind, data, .. } if *kind == wanted => *data = as_this.to_vec(),
        _ => {}
    });
}

/// All that came after the first read came so much later.
fn late_by(case: &mut Case, us: u64) {
    let first = case.events.iter().position(|timed| matches!(timed.event, Event::Read { .. })).expect("a read");
    case.events.iter_mut().skip(first + 1).for_each(|timed| timed.t_us += us);
}

fn of_the_server(event: &Event) -> bool {
    matches!(event, Event::Ended { stream: Stream::Back, .. })
}

fn all_was_accepted(run: &mut Run) {
    each(case(run, BOTH_WRITE_NAIVE), |event| {
        if let Event::Write { asked, accepted, .. } = event {
            *accepted = *asked;
        }
    });
}
