//! Stands in for hosts and cables on systems other than Linux, which have no network namespaces.

use crate::record::Record;
use crate::{CableOptions, Unavailable};
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

pub(crate) enum Host {}

impl Host {
    pub(crate) fn new(_: Ipv4Addr, _: Ipv4Addr, _: u16) -> Result<(Self, ()), Unavailable> {
        Err(Unavailable::NotLinux)
    }

    pub(crate) fn socket(&self) -> io::Result<link::Socket> {
        match *self {}
    }
}

pub(crate) enum Cable {}

impl Cable {
    pub(crate) fn start(_: &CableOptions, _: [(); 2], _: Arc<Record>) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
