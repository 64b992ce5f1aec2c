//! Makes a wire: two hosts, the cable between them, and the capture of what passes.

use crate::record::Record;
use crate::{Cable, CableOptions, Host, Segment, Unavailable};
use link::{Pair, SocketOptions};
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// The addresses of the hosts. They cannot clash with another machine's: nothing leaves these networks except over the cable.
const ADDRESSES: [Ipv4Addr; 2] = [Ipv4Addr::new(10, 9, 0, 1), Ipv4Addr::new(10, 9, 0, 2)];

/// How long closing a connection may take beyond its round trips, on a busy machine or after a retransmission.
const CLOSING: Duration = Duration::from_secs(2);

/// Two hosts and a cable. Dropping it removes the cable; a host disappears with the last of its sockets.
pub struct Wire {
    hosts: [Host; 2],
    round_trip: Duration,
    record: Arc<Record>,
    _cable: Cable,
}

impl Wire {
    /// Makes a wire. Without root this needs a user namespace, which only a process with a single thread can enter, so make the
    /// wire before you start a thread.
    ///
    /// # Errors
    /// Why a wire is impossible here. [`Unavailable::hint`] says what to do.
    pub fn lay(options: &CableOptions) -> Result<Self, Unavailable> {
        let [sender, receiver] = ADDRESSES;
        let (sender_host, sender_device) = Host::new(sender, receiver, options.mtu)?;
        let (receiver_host, receiver_device) = Host::new(receiver, sender, options.mtu)?;
        let record = Arc::new(Record::new());
        let cable = Cable::start(options, [sender_device, receiver_device], Arc::clone(&record));
        let cable = cable.map_err(Unavailable::Failed)?;
        Ok(Self { hosts: [sender_host, receiver_host], round_trip: options.round_trip, record, _cable: cable })
    }

    /// Connects a TCP socket on the sender's host to one on the receiver's, as [`link::connect_pair`] does.
    ///
    /// # Errors
    /// Those of socket(2) and of [`link::connect_pair`].
    pub fn tcp_pair(&self, options: &SocketOptions) -> io::Result<Pair> {
        let [sender, receiver] = &self.hosts;
        link::connect_pair(sender.socket()?, receiver.socket()?, ADDRESSES[1], options)
    }

    /// When it was made: the times of its segments count from then.
    pub fn laid(&self) -> Instant {
        self.record.laid
    }

    /// The same, as calendar time.
    pub fn laid_at(&self) -> SystemTime {
        self.record.laid_at
    }

    /// Gives `number` to all connections opened from now on. Which segments are lost depends on it, so a connection loses the same
    /// segments however many connections came before.
    pub fn number_connections(&self, number: u32) {
        self.record.capture().number_connections(number);
    }

    /// The cable's longest delay since [`Wire::number_connections`] was called: a busy machine or a stopped process may keep it from
    /// running. Segments may have arrived late by as much, and so may times in the capture.
    pub fn delay(&self) -> Duration {
        self.record.capture().delay()
    }

    /// Why the cable has stopped, if it has.
    pub fn failure(&self) -> Option<String> {
        self.record.capture().failure().map(str::to_owned)
    }

    /// The segments of one connection that have entered the cable so far, in that order. The ports of the sender and the receiver
    /// identify the connection.
    pub fn segments(&self, ports: [u16; 2]) -> Vec<Segment> {
        self.record.capture().segments_of(ports)
    }

    /// Waits until a connection is over, once the program has closed both its ends. Returns whether that happened within four round
    /// trips and two seconds; if closing segments are lost, it may not.
    pub fn wait_until_closed(&self, ports: [u16; 2]) -> bool {
        self.record.wait_until(self.round_trip * 4 + CLOSING, |capture| capture.is_over(ports))
    }
}
