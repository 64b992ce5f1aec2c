//! Keeps every segment that entered the cable, in that order, with sequence numbers that count from the start of each side. It has
//! a limit: later segments pass, but are not kept.

use crate::connection::{Identity, TrackedConnection};
use crate::header::{flag, flags_text, parse};
use crate::{Direction, Fate, Segment};
use std::collections::HashMap;
use std::io;
use std::time::{Duration, Instant};

/// The most segments that are kept.
const SEGMENTS_MAX: usize = 100_000;

/// The most bytes of packets that are kept whole. Of later packets, only the headers are kept.
const WHOLE_MAX: usize = 32 * 1024 * 1024;

/// The longest IPv4 and TCP headers together (RFC 791, RFC 9293): 60 bytes each.
const HEADERS: usize = 120;

/// The cable's record.
#[derive(Debug, Default)]
pub(crate) struct Capture {
    segments: Vec<Segment>,
    connections: HashMap<[u16; 2], TrackedConnection>,
    /// The number of the connections that are opened from now on.
    number: u32,
    whole: usize,
    /// The longest delay of the cable since `number_connections` was called.
    delay: Duration,
    /// When the cable should run next.
    beat: Option<Instant>,
    /// Why the cable has stopped, if it has.
    failure: Option<String>,
}

impl Capture {
    /// Gives `number` to all connections opened from now on.
    pub(crate) fn number_connections(&mut self, number: u32) {
        self.number = number;
        self.delay = Duration::ZERO;
    }

    /// Records that the cable is running, and when it should run next.
    pub(crate) fn next_beat(&mut self, beat: Instant) {
        self.delay = self.delay();
        self.beat = Some(beat);
    }

    /// The cable's longest delay, including one that is not over.
    pub(crate) fn delay(&self) -> Duration {
        self.delay.max(self.beat.map_or(Duration::ZERO, |beat| beat.elapsed()))
    }

    /// Records why the cable has stopped.
    pub(crate) fn fail(&mut self, why: &io::Error) {
        self.failure = Some(why.to_string());
    }

    pub(crate) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Records a packet that enters the cable. Returns its index, if it is kept, and the identity that decides whether it is lost.
    /// `None` if it is not a segment.
    pub(crate) fn enter(
        &mut self,
        direction: Direction,
        packet: &[u8],
        sent: Duration,
    ) -> Option<(Option<usize>, Identity)> {
        let header = parse(packet)?;
        let ports = if direction == Direction::Forward { header.ports } else { [header.ports[1], header.ports[0]] };
        if header.flags & (flag::SYN | flag::ACK) == flag::SYN {
            let number = self.number;
            let opened = self.connections.entry(ports).or_insert_with(|| TrackedConnection::new(number));
            if opened.is_over() {
                *opened = TrackedConnection::new(number); // the same ports, used again
            }
        }
        let placed = self.connections.entry(ports).or_default().note(direction, &header);
        if self.segments.len() >= SEGMENTS_MAX {
            return Some((None, placed.identity));
        }
        let kept = if self.whole < WHOLE_MAX { packet.len() } else { packet.len().min(HEADERS) };
        self.whole += kept;
        self.segments.push(Segment {
            direction,
            ports,
            seq: placed.identity.seq,
            ack: placed.ack,
            bytes: header.bytes,
            flags: flags_text(header.flags),
            window: header.window,
            resent: placed.resent,
            sent,
            fate: Fate::InFlight,
            packet: (packet[..kept].to_vec(), packet.len()),
        });
        Some((Some(self.segments.len() - 1), placed.identity))
    }

    /// Records what became of the segment at `index`.
    pub(crate) fn leave(&mut self, index: usize, fate: Fate) {
        let Some(segment) = self.segments.get_mut(index) else { return };
        segment.fate = fate;
        if let (Fate::Arrived(_), Some(connection)) = (fate, self.connections.get_mut(&segment.ports)) {
            connection.arrived(segment.direction, segment.ack, segment.flags.contains('R'));
        }
    }

    /// The segments so far of the connection with these ports.
    pub(crate) fn segments_of(&self, ports: [u16; 2]) -> Vec<Segment> {
        self.segments.iter().filter(|segment| segment.ports == ports).cloned().collect()
    }

    /// Whether the connection with these ports is over, with nothing in flight.
    pub(crate) fn is_over(&self, ports: [u16; 2]) -> bool {
        let in_flight = |segment: &Segment| segment.ports == ports && segment.fate == Fate::InFlight;
        self.connections.get(&ports).is_some_and(TrackedConnection::is_over) && !self.segments.iter().any(in_flight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cable_is_late_by_now_and_by_the_most_that_it_was_for_a_connection() {
        let ms = Duration::from_millis;
        let (mut capture, now) = (Capture::default(), Instant::now());
        assert_eq!(capture.delay(), Duration::ZERO, "nothing is due yet");
        capture.next_beat(now.checked_sub(ms(40)).expect("the clock began long ago"));
        assert!(capture.delay() >= ms(40), "it is late, whether it has noticed or not");
        capture.next_beat(now + ms(60_000));
        assert!(capture.delay() >= ms(40), "it was late");
        capture.number_connections(1);
        assert_eq!(capture.delay(), Duration::ZERO, "another connection");
    }
}
