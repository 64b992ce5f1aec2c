//! A UDP socket that sends and receives like any other, while what happens is noted around the calls.

use crate::log::Recorder;
use crate::sys::queued;
use crate::wait::until;
use std::io;
use std::net::UdpSocket;
use trace::{Event, Stream};

/// One end of a watched conversation in datagrams.
#[derive(Debug)]
pub struct TracedDatagrams {
    socket: UdpSocket,
    outgoing: Stream,
    recorder: Recorder,
}

impl TracedDatagrams {
    pub(crate) fn new(socket: UdpSocket, outgoing: Stream, recorder: Recorder) -> Self {
        Self { socket, outgoing, recorder }
    }

    /// Sends one datagram, empty or not.
    ///
    /// # Errors
    /// Those of send(2).
    pub fn send(&self, data: &[u8]) -> io::Result<usize> {
        let sent = self.socket.send(data)?;
        self.recorder.log().wrote(self.outgoing, data.len() as u64, sent as u64, data);
        Ok(sent)
    }

    /// Receives one datagram; what does not fit into `buffer` is lost.
    ///
    /// # Errors
    /// Those of recv(2).
    pub fn recv(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let stream = self.incoming();
        let got = match self.socket.recv(buffer) {
            // Windows fills the buffer and then calls the lost tail an error: WSAEMSGSIZE.
            Err(error) if error.raw_os_error() == Some(10040) => buffer.len(),
            result => result?,
        };
        self.recorder.log().received(stream, buffer.len() as u64, &buffer[..got]);
        Ok(got)
    }

    /// Waits until a datagram that has bytes waits to be received.
    ///
    /// # Errors
    /// `TimedOut` when none comes within 10 s.
    pub fn wait_for_arrival(&self) -> io::Result<u64> {
        let bytes = until("a datagram to arrive", || {
            let waiting = queued(&self.socket)?;
            Ok((waiting > 0).then_some(waiting))
        })?;
        self.recorder.log().push(Event::Queued { stream: self.incoming(), bytes });
        Ok(bytes)
    }

    fn incoming(&self) -> Stream {
        match self.outgoing {
            Stream::Forward => Stream::Back,
            Stream::Back => Stream::Forward,
        }
    }
}
