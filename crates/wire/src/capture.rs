//! Every segment that entered the cable, in that order, with sequence numbers counted from each side's beginning. Keeps the
//! headers and the first bytes of each, and no more segments than a lesson can use.

use crate::header::{Header, flag, flags_text, parse};
use crate::{Segment, Way};
use std::collections::HashMap;
use std::time::Duration;

/// The most segments that are kept; what comes after them passes unseen.
const SEGMENTS_MAX: usize = 100_000;

/// Bytes of each packet that are kept for a capture file: all headers, and the first of the payload.
const SNAP: usize = 256;

/// What tells a segment for the lot: not when it came, but what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    /// Connections count from 0, in the order of their first SYN.
    pub(crate) connection: u32,
    pub(crate) way: Way,
    pub(crate) seq: u32,
    /// Whether it carries data, or SYN or FIN: what is acknowledged.
    pub(crate) counts: bool,
}

/// The cable's record.
#[derive(Debug, Default)]
pub(crate) struct Capture {
    segments: Vec<Segment>,
    connections: HashMap<[u16; 2], Connection>,
    times_sent: HashMap<Identity, u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Connection {
    number: u32,
    /// Each side's initial sequence number, once its SYN has passed.
    initial: [u32; 2],
}

impl Capture {
    /// Notes a packet that enters the cable; gives its place in the record, what it is, and how often that was sent before.
    pub(crate) fn enter(&mut self, way: Way, packet: &[u8], sent: Duration) -> Option<(usize, Identity, u32)> {
        let header = parse(packet)?;
        let ports = if way == Way::There { header.ports } else { [header.ports[1], header.ports[0]] };
        let connection = self.connection(ports, way, &header);
        let seq = header.sequence.wrapping_sub(connection.initial[way as usize]);
        let counts = header.bytes > 0 || header.flags & (flag::SYN | flag::FIN) != 0;
        let identity = Identity { connection: connection.number, way, seq, counts };
        let times = self.times_sent.entry(identity).or_default();
        let resent = std::mem::replace(times, *times + 1);
        if self.segments.len() < SEGMENTS_MAX {
            let awaits = header.acknowledgement.wrapping_sub(connection.initial[1 - way as usize]);
            self.segments.push(Segment {
                way,
                ports,
                seq,
                ack: if header.flags & flag::ACK != 0 { awaits } else { 0 },
                bytes: header.bytes,
                flags: flags_text(header.flags),
                window: header.window,
                resent: if counts { resent } else { 0 },
                sent,
                arrived: None,
                packet: (packet[..packet.len().min(SNAP)].to_vec(), packet.len()),
            });
        }
        Some((self.segments.len() - 1, identity, resent))
    }

    /// Notes that the segment at `place` has left the cable.
    pub(crate) fn leave(&mut self, place: usize, arrived: Duration) {
        if let Some(segment) = self.segments.get_mut(place) {
            segment.arrived = Some(arrived);
        }
    }

    /// The segments so far of the connection with these ports.
    pub(crate) fn of(&self, ports: [u16; 2]) -> Vec<Segment> {
        self.segments.iter().filter(|segment| segment.ports == ports).cloned().collect()
    }

    fn connection(&mut self, ports: [u16; 2], way: Way, header: &Header) -> Connection {
        let number = u32::try_from(self.connections.len()).unwrap_or(u32::MAX);
        let connection = self.connections.entry(ports).or_insert(Connection { number, ..Connection::default() });
        if header.flags & flag::SYN != 0 {
            connection.initial[way as usize] = header.sequence;
        }
        *connection
    }
}
