//! What would contradict each claim of lesson 07.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("A trusted length: ", |run| ran_as(run, HUGE_TRUSTING, HUGE_CAREFUL)),
    ("A trusted length: ", |run| came(case(run, HUGE_TRUSTING), 300 << 20)),
    ("A trusted length, and every byte written", |run| ran_as(run, HUGE_SET, HUGE_TRUSTING)),
    ("A trusted length, and every byte written", |run| came(case(run, HUGE_SET), 64 << 20)),
    ("Memory that is reserved", |run| {
        each(case(run, HUGE_TRUSTING), |event| {
            if let Event::Memory { reserved, resident, .. } = event {
                *resident = Some(*reserved);
            }
        });
    }),
    ("A limit: ", |run| ran_as(run, HUGE_CAREFUL, HUGE_TRUSTING)),
    ("A limit: ", |run| set!(case(run, HUGE_CAREFUL), Memory.reserved = 1 << 20)),
    ("-1 and a signed limit", |run| ran_as(run, MINUS_ONE_TRUSTING, MINUS_ONE_CAREFUL)),
    ("-1 and a signed limit", |run| {
        retake(case(run, MINUS_ONE_TRUSTING), Kind::Length, |_, data| *data = b"1".to_vec())
    }),
    ("-1 and a signed limit", |run| set!(case(run, MINUS_ONE_TRUSTING), Ended.how = Ending::Refused)),
    ("-1 and a reader", |run| ran_as(run, MINUS_ONE_CAREFUL, HUGE_TRUSTING)),
    ("-1 and a reader", |run| set!(case(run, MINUS_ONE_CAREFUL), Ended.how = Ending::NoMemory)),
    ("-1 and a reader", |run| set!(case(run, MINUS_ONE_CAREFUL), Memory.reserved = 1 << 20)),
    ("\"HTTP\" as a length", |run| {
        let lowest_byte_first = b"1347703880".to_vec();
        retake(case(run, HTTP_TRUSTING), Kind::Length, |_, data| data.clone_from(&lowest_byte_first));
    }),
    ("\"HTTP\" as a length", |run| set!(case(run, HTTP_TRUSTING), Memory.reserved = 24)),
    ("\"HTTP\" and a limit", |run| ran_as(run, HTTP_CAREFUL, HTTP_TRUSTING)),
    ("\"HTTP\" and a limit", |run| set!(case(run, HTTP_CAREFUL), Memory.reserved = 1 << 20)),
    ("A reset taken for the end", |run| {
        retake(case(run, RESET_TRUSTING), Kind::Frame, |_, data| *data = b"transfer 1000000".to_vec());
    }),
    ("A reset taken for the end", |run| set!(case(run, RESET_TRUSTING), Ended.how = Ending::Reset)),
    ("A reset reported", |run| ran_as(run, RESET_CAREFUL, RESET_TRUSTING)),
    ("A reset reported", |run| came(case(run, RESET_CAREFUL), 20)),
    ("A silent peer and no deadline", |run| ran_as(run, SILENCE_TRUSTING, SILENCE_CAREFUL)),
    ("A silent peer and a deadline", |run| ran_as(run, SILENCE_CAREFUL, SILENCE_TRUSTING)),
    ("A silent peer and a deadline", |run| ran_as(run, SILENCE_CAREFUL, NEVER_SENT_CAREFUL)), // ended, and not silent
    ("A frame that never comes: ", |run| set!(case(run, NEVER_SENT_TRUSTING), Ended.how = Ending::TimeOut)),
    ("A frame that never comes: ", |run| set!(case(run, NEVER_SENT_TRUSTING), Memory.reserved = 4096)),
    ("A frame that never comes: ", |run| came(case(run, NEVER_SENT_TRUSTING), 2 << 20)),
    ("A frame that never comes, read with care", |run| {
        set!(case(run, NEVER_SENT_CAREFUL), Ended.how = Ending::Waiting)
    }),
    ("A frame that never comes, read with care", |run| set!(case(run, NEVER_SENT_CAREFUL), Memory.reserved = 1 << 20)),
    ("A timeout for each read", |run| set!(case(run, DRIP_TRUSTING), Ended.how = Ending::TimeOut)),
    ("A timeout for each read", |run| late_by(case(run, DRIP_TRUSTING), 300_000)),
    ("A timeout for each read", |run| set!(case(run, DRIP_TRUSTING), Ended.after_us = 199_999)),
    ("A deadline for all reads", |run| ran_as(run, DRIP_CAREFUL, DRIP_TRUSTING)),
    ("A deadline for all reads", |run| late_by(case(run, DRIP_CAREFUL), 300_000)),
    ("Two programs that write first", |run| ran_as(run, BOTH_WRITE_TRUSTING, BOTH_WRITE_CAREFUL)),
    ("Two programs that write first", |run| without(case(run, BOTH_WRITE_TRUSTING), of_the_server)),
    ("Two programs that write first", |run| {
        each(case(run, BOTH_WRITE_TRUSTING), |event| {
            if let Event::Write { asked, accepted, .. } = event {
                *accepted = *asked;
            }
        });
    }),
    ("Two programs that write first", |run| came(case(run, BOTH_WRITE_TRUSTING), 1)),
    ("A deadline for each write", |run| ran_as(run, BOTH_WRITE_CAREFUL, BOTH_WRITE_TRUSTING)),
    ("A deadline for each write", |run| without(case(run, BOTH_WRITE_CAREFUL), of_the_server)),
];

/// More was read than was, by so many bytes, after all else.
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
