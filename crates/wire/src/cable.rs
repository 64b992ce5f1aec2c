//! The cable: one thread that takes each packet out of one host, holds it for as long as it is under way, and hands it to the
//! other. It looks into packets, and never changes one.

use crate::connection::Identity;
use crate::header::is_ipv4;
use crate::record::Record;
use crate::{CableOptions, Fate, Way, sys};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The most bytes under way in one direction; what comes on top is lost, as in a router whose memory is full.
const UNDER_WAY_MAX: usize = 32 * 1024 * 1024;

/// The longest packet, in bytes.
const PACKET_MAX: usize = 65_536;

pub(crate) struct Cable {
    pub(crate) options: CableOptions,
    /// The sender's host, then the receiver's.
    pub(crate) hosts: [File; 2],
    pub(crate) record: Arc<Record>,
    /// Can be read once the wire is to be taken down.
    pub(crate) down: UnixStream,
}

/// What is under way in one direction.
#[derive(Default)]
struct Direction {
    packets: VecDeque<Packet>,
    bytes: usize,
    /// When the last packet has been put on the cable, as fast as its rate lets it.
    free: Option<Instant>,
}

struct Packet {
    due: Instant,
    /// Its place in the capture.
    place: Option<usize>,
    bytes: Vec<u8>,
}

impl Cable {
    /// Carries packets until the wire is taken down.
    pub(crate) fn run(mut self) -> io::Result<()> {
        let mut directions = [Direction::default(), Direction::default()];
        let mut buffer = vec![0; PACKET_MAX];
        loop {
            let next = self.deliver(&mut directions)?;
            let limit = next.map(|due| due.saturating_duration_since(Instant::now()));
            let [there, back, down] =
                sys::readable([self.hosts[0].as_fd(), self.hosts[1].as_fd(), self.down.as_fd()], limit)?;
            if down {
                return Ok(());
            }
            for (way, ready) in [(Way::There, there), (Way::Back, back)] {
                if ready {
                    self.take_in(way, &mut directions[way as usize], &mut buffer)?;
                }
            }
        }
    }

    /// Takes in what a host has sent.
    fn take_in(&mut self, way: Way, direction: &mut Direction, buffer: &mut [u8]) -> io::Result<()> {
        loop {
            let got = match self.hosts[way as usize].read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                result => result?,
            };
            let packet = &buffer[..got];
            if is_ipv4(packet) {
                self.enter(way, direction, packet);
            }
        }
    }

    fn enter(&mut self, way: Way, direction: &mut Direction, packet: &[u8]) {
        let now = Instant::now();
        let entered = self.record.capture().enter(way, packet, now - self.record.laid);
        let place = entered.and_then(|(place, _)| place);
        let lost = entered.is_some_and(|(_, identity)| self.lot_falls_on(identity));
        if lost || direction.bytes + packet.len() > UNDER_WAY_MAX {
            return self.record.leave(place, Fate::Lost);
        }
        let sending = self
            .options
            .rate
            .map_or(Duration::ZERO, |rate| Duration::from_secs_f64(packet.len() as f64 * 8.0 / rate.get() as f64));
        let on_cable = direction.free.map_or(now, |free| free.max(now)) + sending;
        direction.free = Some(on_cable);
        direction.bytes += packet.len();
        direction.packets.push_back(Packet { due: on_cable + self.options.one_way(), place, bytes: packet.to_vec() });
    }

    /// Hands over what is due; gives when the next is.
    fn deliver(&mut self, directions: &mut [Direction; 2]) -> io::Result<Option<Instant>> {
        for way in [Way::There, Way::Back] {
            let direction = &mut directions[way as usize];
            while direction.packets.front().is_some_and(|packet| packet.due <= Instant::now()) {
                let Some(packet) = direction.packets.pop_front() else { break };
                direction.bytes -= packet.bytes.len();
                // A device takes a packet or drops it, as a network card does.
                let taken = self.hosts[1 - way as usize].write(&packet.bytes).is_ok();
                let fate = if taken { Fate::Arrived(self.record.laid.elapsed()) } else { Fate::Lost };
                self.record.leave(packet.place, fate);
            }
        }
        Ok(directions.iter().filter_map(|direction| direction.packets.front()).map(|packet| packet.due).min())
    }

    /// Whether this segment is lost. The same seed loses the same ones, whenever they come.
    fn lot_falls_on(&self, identity: Identity) -> bool {
        let Identity { connection, way, seq, pure_ack, times } = identity;
        let pure_ack = pure_ack.map_or(u64::MAX, u64::from);
        let words = [u64::from(connection), way as u64, u64::from(seq), pure_ack, u64::from(times)];
        let drawn = words.into_iter().fold(self.options.seed, |state, word| mixed(state ^ mixed(word)));
        // The upper 53 bits as a number from 0 to 1.
        ((drawn >> 11) as f64) / ((1u64 << 53) as f64) < self.options.loss
    }
}

/// The finalizer of SplitMix64 (Steele, Lea, Flood, 2014): every bit of the input changes half of the output's.
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}
