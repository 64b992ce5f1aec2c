//! Other systems: there is no wire.

use crate::{CableOptions, Segment, Unavailable};
use link::{Endpoint, Network, Socket};
use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::time::{Instant, SystemTime};

/// Two hosts and a cable; on this system there are none.
#[derive(Debug)]
pub struct Wire(Infallible);

impl Wire {
    /// Says that there is none.
    ///
    /// # Errors
    /// Always [`Unavailable::NotLinux`].
    pub fn lay(_: &CableOptions) -> Result<Self, Unavailable> {
        Err(Unavailable::NotLinux)
    }

    /// Never called: there is no wire.
    pub fn laid(&self) -> Instant {
        match self.0 {}
    }

    /// Never called: there is no wire.
    pub fn laid_at(&self) -> SystemTime {
        match self.0 {}
    }

    /// Never called: there is no wire.
    pub fn number_connections(&self, _: u32) {
        match self.0 {}
    }

    /// Never called: there is no wire.
    pub fn over(&self, _: [u16; 2]) -> bool {
        match self.0 {}
    }

    /// Never called: there is no wire.
    pub fn segments(&self, _: [u16; 2]) -> Vec<Segment> {
        match self.0 {}
    }
}

impl Network for Wire {
    fn address(&self, _: Endpoint) -> Ipv4Addr {
        match self.0 {}
    }

    fn socket(&self, _: Endpoint) -> io::Result<Socket> {
        match self.0 {}
    }
}
