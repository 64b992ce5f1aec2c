//! What would belie each claim of lesson 00.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("UDP, with room enough", |run| without(case(run, UDP), |event| matches!(event, Event::Read { got: 0, .. }))),
    ("UDP, with room enough", |run| ran_as(run, UDP, UDP_SMALL_BUFFER)),
    ("UDP, an empty message", |run| without(case(run, UDP), |event| matches!(event, Event::Read { got: 0, .. }))),
    ("UDP, an empty message", |run| {
        let udp = case(run, UDP);
        let last = udp.events.iter().rposition(|timed| is_read(&timed.event)).expect("three receives");
        udp.events.remove(last);
    }),
    ("UDP, a buffer that is too small", |run| ran_as(run, UDP_SMALL_BUFFER, UDP)),
    ("UDP, a full queue", |run| ran_as(run, UDP_SLOW, UDP)),
    ("TCP: a read returns several", |run| read_apart(case(run, TCP), FORWARD)),
    ("TCP: every byte arrives", |run| set!(case(run, TCP), Read.data = b"Lyon I'm".to_vec())),
    ("TCP: every byte arrives", |run| {
        let first = case(run, TCP).events.iter_mut().find(|timed| is_read(&timed.event));
        if let Event::Read { got, .. } = &mut first.expect("a read").event {
            *got -= 1;
        }
    }),
    ("TCP, an empty write", |run| set!(case(run, TCP), EmptyWrite.packets = 1)),
    ("TCP, an empty write", |run| set!(case(run, TCP), Queued.bytes = 1)),
    ("TCP, a read of 0 bytes", |run| without(case(run, TCP), |event| matches!(event, Event::Shutdown { .. }))),
    ("TCP, a read of 0 bytes", |run| {
        let end = case(run, TCP).events.iter_mut().find(|timed| matches!(timed.event, Event::Read { got: 0, .. }));
        end.expect("the end was read").t_us = 0;
    }),
];
