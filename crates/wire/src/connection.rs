//! Tracks one connection: where each side's sequence numbers start, what each side has already sent, and whether the connection is
//! over. It keeps nothing that has been acknowledged.

use crate::Direction;
use crate::header::{Header, flag};
use std::collections::BTreeMap;

/// What decides whether a segment is lost. It does not depend on when the segment was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The number that the lesson gave its connection.
    pub(crate) connection: u32,
    pub(crate) direction: Direction,
    pub(crate) seq: u32,
    /// What a pure ACK acknowledges; `None` for a segment that carries something to be acknowledged.
    pub(crate) pure_ack: Option<u32>,
    /// How often it was sent before.
    pub(crate) times: u32,
}

/// A segment's numbers, counted from the start of each side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) ack: u32,
    pub(crate) resent: bool,
    pub(crate) identity: Identity,
}

/// What is known about one connection.
#[derive(Debug, Default)]
pub(crate) struct TrackedConnection {
    number: u32,
    /// The sender's side, then the receiver's.
    sides: [Side; 2],
    reset: bool,
}

#[derive(Debug, Default)]
struct Side {
    /// Its initial sequence number, once its SYN has passed.
    initial: u32,
    /// The end of the data that it has sent so far.
    sent_to: u32,
    /// The end of the data that the other side has acknowledged, according to the ACKs that have arrived.
    acked_to: u32,
    /// The end of its FIN, once it has sent one.
    ends_at: Option<u32>,
    /// How often it has sent each segment that is not acknowledged yet, by sequence number.
    times: BTreeMap<u32, u32>,
    /// Its last pure ACK, and how often it has sent that.
    last_ack: (u32, u32),
}

impl TrackedConnection {
    pub(crate) fn new(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// Records a segment that enters the cable, and counts its numbers from the start of each side.
    pub(crate) fn note(&mut self, direction: Direction, header: &Header) -> Placed {
        let other_initial = self.sides[1 - direction as usize].initial;
        let side = &mut self.sides[direction as usize];
        let has = |flag| header.flags & flag != 0;
        if has(flag::SYN) {
            side.initial = header.sequence;
        }
        let seq = header.sequence.wrapping_sub(side.initial);
        let ack = if has(flag::ACK) { header.acknowledgement.wrapping_sub(other_initial) } else { 0 };
        let length = header.bytes + u32::from(has(flag::SYN)) + u32::from(has(flag::FIN));
        let end = seq.wrapping_add(length);
        let resent = length > 0 && end <= side.sent_to;
        side.sent_to = side.sent_to.max(end);
        if has(flag::FIN) {
            side.ends_at = Some(end);
        }
        let pure_ack = (length == 0).then_some(ack);
        let times = if length > 0 { side.sent_again(seq) } else { side.acked_again(ack) };
        Placed { ack, resent, identity: Identity { connection: self.number, direction, seq, pure_ack, times } }
    }

    /// Records that a segment with this acknowledgement arrived at the other host, and whether it was a reset.
    pub(crate) fn arrived(&mut self, direction: Direction, ack: u32, reset: bool) {
        self.reset |= reset;
        let side = &mut self.sides[1 - direction as usize];
        side.acked_to = side.acked_to.max(ack);
        side.times = side.times.split_off(&side.acked_to);
    }

    /// Whether the FINs of both sides are acknowledged, or one side has reset the connection.
    pub(crate) fn is_over(&self) -> bool {
        self.reset || self.sides.iter().all(|side| side.ends_at.is_some_and(|end| side.acked_to >= end))
    }
}

impl Side {
    /// Counts a segment that begins at `seq`; returns how often it was counted before.
    fn sent_again(&mut self, seq: u32) -> u32 {
        let times = self.times.entry(seq).or_default();
        *times += 1;
        *times - 1
    }

    fn acked_again(&mut self, ack: u32) -> u32 {
        let again = if self.last_ack.0 == ack { self.last_ack.1 } else { 0 };
        self.last_ack = (ack, again + 1);
        again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(sequence: u32, acknowledgement: u32, flags: u8, bytes: u32) -> Header {
        Header { ports: [1, 2], sequence, acknowledgement, flags, window: 0, bytes }
    }

    /// A connection that has been opened: the sender begins at 100, the receiver at 900.
    fn opened() -> TrackedConnection {
        let mut connection = TrackedConnection::new(7);
        connection.note(Direction::Forward, &header(100, 0, flag::SYN, 0));
        connection.note(Direction::Back, &header(900, 101, flag::SYN | flag::ACK, 0));
        connection
    }

    fn data(connection: &mut TrackedConnection, seq: u32, bytes: u32) -> Placed {
        connection.note(Direction::Forward, &header(100 + seq, 901, flag::ACK, bytes))
    }

    #[test]
    fn numbers_count_from_each_sides_syn() {
        let placed = data(&mut opened(), 1, 4);
        assert_eq!((placed.identity.seq, placed.ack), (1, 1));
    }

    #[test]
    fn a_segment_is_resent_where_all_its_bytes_were_sent_before() {
        let mut connection = opened();
        assert!(!data(&mut connection, 1, 4).resent);
        assert!(!data(&mut connection, 5, 4).resent);
        assert!(data(&mut connection, 1, 8).resent, "both in one");
        assert!(!data(&mut connection, 5, 8).resent, "four of these bytes are new");
    }

    #[test]
    fn a_segment_is_counted_until_it_is_acknowledged() {
        let mut connection = opened();
        assert_eq!(data(&mut connection, 1, 4).identity.times, 0);
        assert_eq!(data(&mut connection, 1, 4).identity.times, 1);
        connection.arrived(Direction::Back, 5, false);
        assert!(connection.sides[0].times.is_empty());
    }

    #[test]
    fn a_pure_ack_is_identified_by_what_it_acknowledges() {
        let mut connection = opened();
        let mut ack = |upto: u32| connection.note(Direction::Back, &header(901, 100 + upto, flag::ACK, 0)).identity;
        assert_eq!((ack(5).pure_ack, ack(5).times, ack(9).times), (Some(5), 1, 0));
    }

    #[test]
    fn a_connection_ends_by_two_acknowledged_fins_or_one_reset() {
        let mut connection = opened();
        connection.note(Direction::Forward, &header(101, 901, flag::FIN, 0));
        connection.note(Direction::Back, &header(901, 102, flag::FIN, 0));
        connection.arrived(Direction::Back, 2, false);
        assert!(!connection.is_over());
        connection.arrived(Direction::Forward, 2, false);
        assert!(connection.is_over());

        let mut reset = opened();
        reset.arrived(Direction::Back, 1, true);
        assert!(reset.is_over());
    }
}
