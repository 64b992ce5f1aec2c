//! What would belie each claim of lesson 07.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("Naive: what the peer announces", |run| ran_as(run, HUGE_NAIVE, HUGE_OURS)),
    ("Naive: what the peer announces", |run| came(case(run, HUGE_NAIVE), 300 << 20)),
    ("Reserved is not yet used", |run| ran_as(run, HUGE_SET, HUGE_NAIVE)),
    ("Reserved is not yet used", |run| {
        each(case(run, HUGE_NAIVE), |event| {
            if let Event::Memory { reserved, resident, .. } = event {
                *resident = Some(*reserved);
            }
        });
    }),
    ("A limit refuses the length", |run| ran_as(run, HUGE_OURS, HUGE_NAIVE)),
    ("A limit refuses the length", |run| set!(case(run, HUGE_OURS), Memory.reserved = 1 << 20)),
    ("Naive: -1 is below", |run| ran_as(run, MINUS_ONE_NAIVE, MINUS_ONE_OURS)),
    ("Naive: -1 is below", |run| retake(case(run, MINUS_ONE_NAIVE), Kind::Length, |_, data| *data = b"1".to_vec())),
    ("Naive: -1 is below", |run| set!(case(run, MINUS_ONE_NAIVE), Ended.how = Ending::Refused)),
    ("Ours reads the sign", |run| ran_as(run, MINUS_ONE_OURS, HUGE_NAIVE)),
    ("Ours reads the sign", |run| set!(case(run, MINUS_ONE_OURS), Ended.how = Ending::NoMemory)),
    ("Ours reads the sign", |run| set!(case(run, MINUS_ONE_OURS), Memory.reserved = 1 << 20)),
    ("Naive: HTTP is a length", |run| {
        let lowest_byte_first = b"1347703880".to_vec();
        retake(case(run, HTTP_NAIVE), Kind::Length, |_, data| data.clone_from(&lowest_byte_first));
    }),
    ("Naive: HTTP is a length", |run| set!(case(run, HTTP_NAIVE), Memory.reserved = 24)),
    ("A limit refuses HTTP too", |run| ran_as(run, HTTP_OURS, HTTP_NAIVE)),
    ("A limit refuses HTTP too", |run| set!(case(run, HTTP_OURS), Memory.reserved = 1 << 20)),
    ("Naive: a reset is taken for an end", |run| {
        retake(case(run, RESET_NAIVE), Kind::Frame, |_, data| *data = b"transfer 1000000".to_vec());
    }),
    ("Naive: a reset is taken for an end", |run| set!(case(run, RESET_NAIVE), Ended.how = Ending::Reset)),
    ("A reset is told as what it is", |run| ran_as(run, RESET_OURS, RESET_NAIVE)),
    ("A reset is told as what it is", |run| came(case(run, RESET_OURS), 20)),
    ("Naive: a silent peer", |run| ran_as(run, SILENCE_NAIVE, SILENCE_OURS)),
    ("A deadline ends the silence", |run| ran_as(run, SILENCE_OURS, SILENCE_NAIVE)),
    ("A deadline ends the silence", |run| ran_as(run, SILENCE_OURS, NEVER_SENT_OURS)), // ended, and not silent
    ("Naive: a frame that never comes", |run| set!(case(run, NEVER_SENT_NAIVE), Ended.how = Ending::TimeOut)),
    ("Naive: a frame that never comes", |run| set!(case(run, NEVER_SENT_NAIVE), Memory.reserved = 4096)),
    ("Naive: a frame that never comes", |run| came(case(run, NEVER_SENT_NAIVE), 2 << 20)),
    ("Memory grows with what came", |run| set!(case(run, NEVER_SENT_OURS), Ended.how = Ending::Waiting)),
    ("Memory grows with what came", |run| set!(case(run, NEVER_SENT_OURS), Memory.reserved = 1 << 20)),
    ("A time-out a read", |run| set!(case(run, DRIP_NAIVE), Ended.how = Ending::TimeOut)),
    ("A time-out a read", |run| late_by(case(run, DRIP_NAIVE), 300_000)),
    ("A time-out a read", |run| set!(case(run, DRIP_NAIVE), Ended.after_us = 199_999)),
    ("A deadline for the turn", |run| ran_as(run, DRIP_OURS, DRIP_NAIVE)),
    ("A deadline for the turn", |run| late_by(case(run, DRIP_OURS), 300_000)),
    ("Naive: two that write", |run| ran_as(run, BOTH_WRITE_NAIVE, BOTH_WRITE_OURS)),
    ("Naive: two that write", |run| without(case(run, BOTH_WRITE_NAIVE), of_the_server)),
    ("Naive: two that write", |run| {
        each(case(run, BOTH_WRITE_NAIVE), |event| {
            if let Event::Write { asked, accepted, .. } = event {
                *accepted = *asked;
            }
        });
    }),
    ("Naive: two that write", |run| came(case(run, BOTH_WRITE_NAIVE), 1)),
    ("A deadline for the write", |run| ran_as(run, BOTH_WRITE_OURS, BOTH_WRITE_NAIVE)),
    ("A deadline for the write", |run| without(case(run, BOTH_WRITE_OURS), of_the_server)),
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

/// All that came after the first read came so much later.
fn late_by(case: &mut Case, us: u64) {
    let first = case.events.iter().position(|timed| is_read(&timed.event)).expect("a read");
    case.events.iter_mut().skip(first + 1).for_each(|timed| timed.t_us += us);
}

fn of_the_server(event: &Event) -> bool {
    matches!(event, Event::Ended { stream: BACK, .. })
}
