//! Chooses a port for a program, and sees when it listens there, without connecting to it where the system tells.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The first port that is considered: those below belong to services.
const FIRST: u16 = 10_000;

/// How many ports are tried.
const TRIES: usize = 200;

/// A port on which nobody listens. It is outside the range that the kernel takes for outgoing connections, where there is room,
/// so that none of those takes it before the program does.
///
/// # Errors
/// If no port is free.
pub fn free_port() -> io::Result<u16> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let ports = outside_ephemeral();
    // Programs that judge at the same time begin at different places.
    let begin = *BEGIN.get_or_init(|| RandomState::new().hash_one(std::process::id()) as usize);
    for _ in 0..TRIES {
        let nth = begin.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = ports[nth % ports.len()];
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}

static BEGIN: std::sync::OnceLock<usize> = std::sync::OnceLock::new();

fn outside_ephemeral() -> Vec<u16> {
    let range = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
    let mut bounds = range.split_whitespace().filter_map(|bound| bound.parse::<u16>().ok());
    // The range of IANA, if the system does not say: RFC 6335, section 6.
    let (low, high) = (bounds.next().unwrap_or(49_152), bounds.next().unwrap_or(65_535));
    let outside: Vec<u16> = (FIRST..=u16::MAX).filter(|port| !(low..=high).contains(port)).collect();
    if outside.len() < 100 { (FIRST..=u16::MAX).collect() } else { outside }
}

/// Whether somebody listens on this port of the machine. Where the system does not tell, it connects to 127.0.0.1 to see.
pub fn is_listening(port: u16) -> bool {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(|table| fs::read_to_string(table).ok());
    if tables.iter().all(Option::is_none) {
        let address = (Ipv4Addr::LOCALHOST, port).into();
        return TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok();
    }
    tables.iter().flatten().flat_map(|table| table.lines()).any(|line| listens(line, port))
}

/// Whether a line of `/proc/net/tcp` is a socket that listens on the port: proc(5).
fn listens(line: &str, port: u16) -> bool {
    let mut fields = line.split_whitespace().skip(1);
    let (local, state) = (fields.next(), fields.nth(1));
    let suffix = format!(":{port:04X}");
    state == Some("0A") && local.is_some_and(|local| local.ends_with(&suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_free_until_somebody_listens() {
        let port = free_port().expect("a port is free");
        assert!(!is_listening(port));
        let _listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("it is free");
        assert!(is_listening(port));
        assert_ne!(free_port().expect("another is free"), port);
    }
}
