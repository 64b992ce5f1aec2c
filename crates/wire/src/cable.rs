//! Carries packets between two hosts: a thread takes each packet from one host, keeps it while it is in flight, and hands it to the
//! other. It never changes a packet.

use crate::connection::Identity;
use crate::header::is_ipv4;
use crate::record::Record;
use crate::{CableOptions, Direction, Fate, sys};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The most bytes in flight in one direction. A packet that exceeds it is lost, as in a router whose memory is full.
const IN_FLIGHT_MAX: usize = 32 * 1024 * 1024;

/// The longest packet, in bytes.
const PACKET_MAX: usize = 65_536;

/// How often the cable looks at the clock while nothing is due, to notice that the process was stopped or starved.
const HEARTBEAT: Duration = Duration::from_millis(5);

/// A cable that carries packets until it is dropped.
pub(crate) struct Cable {
    /// Dropping this end ends the thread.
    up: Option<UnixStream>,
    thread: Option<JoinHandle<()>>,
}

impl Cable {
    /// Connects two devices. The first is on the sender's host.
    pub(crate) fn start(options: &CableOptions, devices: [File; 2], record: Arc<Record>) -> io::Result<Self> {
        let (up, down) = UnixStream::pair()?;
        let carrier = Carrier { options: *options, devices, in_flight: Default::default(), record, down };
        let thread = thread::Builder::new().name("cable".to_owned()).spawn(move || {
            let record = Arc::clone(&carrier.record);
            if let Err(error) = carrier.run() {
                record.capture().fail(&error);
            }
        })?;
        Ok(Self { up: Some(up), thread: Some(thread) })
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        drop(self.up.take());
        if let Some(thread) = self.thread.take() {
            // An error here means that it panicked, and the panic was printed.
            let _ = thread.join();
        }
    }
}

/// The state of the thread.
struct Carrier {
    options: CableOptions,
    devices: [File; 2],
    /// By [`Direction`].
    in_flight: [InFlight; 2],
    record: Arc<Record>,
    /// Can be read once the cable is dropped.
    down: UnixStream,
}

/// The packets in flight in one direction.
#[derive(Default)]
struct InFlight {
    packets: VecDeque<Packet>,
    bytes: usize,
    /// When the cable, at its rate, can take the next packet.
    free: Option<Instant>,
}

struct Packet {
    due: Instant,
    /// Its index in the capture.
    index: Option<usize>,
    bytes: Vec<u8>,
}

impl Carrier {
    fn run(mut self) -> io::Result<()> {
        let mut buffer = vec![0; PACKET_MAX];
        loop {
            let due = self.deliver();
            let now = Instant::now();
            let wake = due.map_or(now + HEARTBEAT, |due| due.min(now + HEARTBEAT));
            self.record.capture().next_beat(wake);
            let devices = [self.devices[0].as_fd(), self.devices[1].as_fd(), self.down.as_fd()];
            let [forward, back, down] = sys::readable(devices, wake.saturating_duration_since(now))?;
            if down {
                return Ok(());
            }
            for (direction, ready) in [(Direction::Forward, forward), (Direction::Back, back)] {
                if ready {
                    self.take_in(direction, &mut buffer)?;
                }
            }
        }
    }

    /// Takes the packets that a host has sent.
    fn take_in(&mut self, direction: Direction, buffer: &mut [u8]) -> io::Result<()> {
        loop {
            match self.devices[direction as usize].read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(got) if is_ipv4(&buffer[..got]) => self.enter(direction, &buffer[..got]),
                Ok(_) => {}
            }
        }
    }

    fn enter(&mut self, direction: Direction, packet: &[u8]) {
        let now = Instant::now();
        let entered = self.record.capture().enter(direction, packet, now - self.record.laid);
        let index = entered.and_then(|(index, _)| index);
        let lost = entered.is_some_and(|(_, identity)| is_lost(identity, &self.options));
        let in_flight = &mut self.in_flight[direction as usize];
        if lost || in_flight.bytes + packet.len() > IN_FLIGHT_MAX {
            return self.record.leave(index, Fate::Lost);
        }
        let seconds = self.options.rate.map_or(0.0, |rate| packet.len() as f64 * 8.0 / rate.get() as f64);
        let free = in_flight.free.map_or(now, |free| free.max(now)) + Duration::from_secs_f64(seconds);
        in_flight.free = Some(free);
        in_flight.bytes += packet.len();
        in_flight.packets.push_back(Packet { due: free + self.options.round_trip / 2, index, bytes: packet.to_vec() });
    }

    /// Delivers the packets that are due, and returns when the next one is due.
    fn deliver(&mut self) -> Option<Instant> {
        for (in_flight, device) in self.in_flight.iter_mut().zip(self.devices.iter_mut().rev()) {
            while in_flight.packets.front().is_some_and(|packet| packet.due <= Instant::now()) {
                let Some(packet) = in_flight.packets.pop_front() else { break };
                in_flight.bytes -= packet.bytes.len();
                // A device accepts a packet or drops it, as a network card does.
                let taken = device.write(&packet.bytes).is_ok();
                let fate = if taken { Fate::Arrived(self.record.laid.elapsed()) } else { Fate::Lost };
                self.record.leave(packet.index, fate);
            }
        }
        self.in_flight.iter().filter_map(|in_flight| in_flight.packets.front()).map(|packet| packet.due).min()
    }
}

/// Whether the cable loses this segment. The same seed loses the same segments, whenever they come.
fn is_lost(segment: Identity, options: &CableOptions) -> bool {
    let Identity { connection, direction, seq, pure_ack, times } = segment;
    let pure_ack = pure_ack.map_or(u64::MAX, u64::from);
    let parts = [connection.into(), direction as u64, seq.into(), pure_ack, times.into()];
    let random = Xoshiro256PlusPlus::seed_from_u64;
    let seed = parts.iter().fold(options.seed, |seed, part| random(seed).random::<u64>() ^ part);
    random(seed).random::<f64>() < options.loss
}
