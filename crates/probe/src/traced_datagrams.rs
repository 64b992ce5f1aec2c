//! Wraps a UDP socket and records each call on it.

use crate::log::{Recorder, opposite};
use crate::sys::queued;
use crate::wait::{uninterrupted, until};
use std::io;
use std::net::UdpSocket;
use std::panic::Location;
use trace::{Event, Stream};

/// One end of a recorded UDP conversation.
#[derive(Debug)]
pub struct TracedDatagrams {
    socket: UdpSocket,
    outgoing: Stream,
    recorder: Recorder,
}

impl Recorder {
    /// Records both ends of a UDP conversation. What `sender` sends is the forward stream.
    ///
    /// # Errors
    /// When a socket has no address.
    pub fn watch_datagrams(&self, [sender, receiver]: [UdpSocket; 2]) -> io::Result<[TracedDatagrams; 2]> {
        self.log().case.ports = [sender.local_addr()?.port(), receiver.local_addr()?.port()];
        let traced = |socket, outgoing| TracedDatagrams { socket, outgoing, recorder: self.clone() };
        Ok([traced(sender, Stream::Forward), traced(receiver, Stream::Back)])
    }
}

impl TracedDatagrams {
    /// Sends one datagram, empty or not.
    ///
    /// # Errors
    /// Those of send(2).
    #[track_caller]
    pub fn send(&self, data: &[u8]) -> io::Result<usize> {
        let sent = uninterrupted(|| self.socket.send(data))?;
        self.recorder.log().wrote(self.outgoing, data.len() as u64, sent as u64, data, Location::caller());
        Ok(sent)
    }

    /// Receives one datagram. Whatever does not fit into `buffer` is lost.
    ///
    /// # Errors
    /// Those of recv(2).
    #[track_caller]
    pub fn recv(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = match uninterrupted(|| self.socket.recv(buffer)) {
            // Windows fills the buffer, and then reports the lost rest as an error: WSAEMSGSIZE.
            Err(error) if error.raw_os_error() == Some(10040) => buffer.len(),
            result => result?,
        };
        let (stream, asked) = (opposite(self.outgoing), buffer.len() as u64);
        self.recorder.log().received(stream, asked, &buffer[..got], Location::caller());
        Ok(got)
    }

    /// The socket itself, for its options.
    pub fn get_ref(&self) -> &UdpSocket {
        &self.socket
    }

    /// Notes and returns how many bytes wait to be received: those of the first datagram on Linux, of all on other systems.
    ///
    /// # Errors
    /// Those of ioctl(2).
    pub fn queue(&self) -> io::Result<u64> {
        let bytes = queued(&self.socket)?;
        self.recorder.log().push(Event::Queued { stream: opposite(self.outgoing), bytes });
        Ok(bytes)
    }

    /// Waits until a datagram that is not empty can be received.
    ///
    /// # Errors
    /// `TimedOut` if none arrives within 10 s.
    pub fn wait_for_arrival(&self) -> io::Result<u64> {
        let bytes = until("a datagram to arrive", || {
            let waiting = queued(&self.socket)?;
            Ok((waiting > 0).then_some(waiting))
        })?;
        self.recorder.log().push(Event::Queued { stream: opposite(self.outgoing), bytes });
        Ok(bytes)
    }
}
