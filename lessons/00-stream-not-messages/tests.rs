//! What would belie each claim of lesson 00.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("UDP keeps messages apart: a receive for every send, each of one whole message", |run| {
        without(case(run, UDP), |event| matches!(event, Event::Read { got: 0, .. }));
    }),
    ("UDP keeps messages apart: a receive for every send, each of one whole message", |run| {
        ran_as(run, UDP, UDP_SMALL_BUFFER);
    }),
    ("UDP: an empty message is a message; more can be received after it", |run| {
        without(case(run, UDP), |event| matches!(event, Event::Read { got: 0, .. }));
    }),
    ("UDP: an empty message is a message; more can be received after it", |run| {
        let udp = case(run, UDP);
        let last = udp.events.iter().rposition(|timed| is_read(&timed.event)).expect("three receives");
        udp.events.remove(last);
    }),
    ("UDP: what the buffer cannot hold of a datagram is gone; the next receive takes the next message", |run| {
        ran_as(run, UDP_SMALL_BUFFER, UDP)
    }),
    ("TCP does not: fewer reads than messages", |run| read_apart(case(run, TCP), FORWARD)),
    ("TCP: the empty write sends nothing, and leaves nothing to read", |run| {
        each(case(run, TCP), |event| {
            if let Event::EmptyWrite { packets, .. } = event {
                *packets = 1;
            }
        });
    }),
    ("TCP: the empty write sends nothing, and leaves nothing to read", |run| {
        each(case(run, TCP), |event| {
            if let Event::Queued { bytes, .. } = event {
                *bytes = 1;
            }
        });
    }),
    ("TCP: a read of 0 bytes is the end, and comes only after the sender has ended", |run| {
        without(case(run, TCP), |event| matches!(event, Event::Shutdown { .. }));
    }),
    ("TCP: a read of 0 bytes is the end, and comes only after the sender has ended", |run| {
        let end = case(run, TCP).events.iter_mut().find(|timed| matches!(timed.event, Event::Read { got: 0, .. }));
        end.expect("the end was read").t_us = 0;
    }),
];
