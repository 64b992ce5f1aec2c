//! Asks the kernel whether another program has read what was sent to it. Linux answers any user about every TCP socket of
//! the same network namespace (sock_diag(7)); other systems do not, and there it is never known.

use std::io;
use std::net::SocketAddr;

/// What the kernel says about the bytes that were sent to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The program's reads have returned every byte.
    All,
    /// The program has closed its socket, and had read every byte before; if its socket was ever seen here.
    AllThenClosed,
    /// Bytes are on their way, or wait in the receive queue of the program's socket.
    NotYet,
    /// The program has closed its socket and left bytes unread, so the kernel has reset the connection.
    Reset,
    /// The kernel knows no such socket: it belongs to another machine, container or network namespace.
    NotHere,
}

/// One program's socket, as another program sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    /// A TCP state, numbered as in the kernel's `net/tcp_states.h`.
    state: u8,
    /// Bytes that the program has not read.
    unread: u32,
    /// Bytes that were written and not acknowledged.
    unacknowledged: u32,
    /// Bytes that have arrived; absent before Linux 4.1, and once the socket is closed.
    received: Option<u64>,
}

// States of `net/tcp_states.h`.
const SYN_RECV: u8 = 3;
const FIN_WAIT2: u8 = 5;
const TIME_WAIT: u8 = 6;
const CLOSE: u8 = 7;
const CLOSE_WAIT: u8 = 8;
const LAST_ACK: u8 = 9;
const NEW_SYN_RECV: u8 = 12;

/// A line to the kernel's socket diagnostics.
#[derive(Debug)]
pub struct Witness {
    diagnostics: sock_diag::Diagnostics,
    /// The connection and the bytes of which the last look has said that they have arrived.
    arrived: Option<(SocketAddr, SocketAddr, u64)>,
}

impl Witness {
    /// Opens the line.
    ///
    /// # Errors
    /// `Unsupported` where the system has no such diagnostics; otherwise why they cannot be opened.
    pub fn open() -> io::Result<Self> {
        Ok(Self { diagnostics: sock_diag::Diagnostics::open()?, arrived: None })
    }

    /// Whether the program at the other end has read all of the `sent` bytes. `ours` is the address of the socket that
    /// wrote them, `theirs` the address of the program's own.
    ///
    /// [`Taken::All`] also means that the program is in no read call that could still return bytes sent from now on: the
    /// kernel answers when it has the socket's lock, which a read holds until it returns or waits. Only a read that waits
    /// for more than there is can (`MSG_WAITALL`, `SO_RCVLOWAT`). Ask before the stream is ended: the end counts as a byte.
    ///
    /// # Errors
    /// If the kernel does not answer, or too briefly to tell.
    pub fn taken(&mut self, ours: SocketAddr, theirs: SocketAddr, sent: u64) -> io::Result<Taken> {
        match self.diagnostics.look(theirs, ours)? {
            None | Some(Seen { state: TIME_WAIT | CLOSE, .. } | Seen { state: FIN_WAIT2, received: None, .. }) => {
                self.closed(ours, theirs)
            }
            Some(Seen { state: SYN_RECV | NEW_SYN_RECV, .. }) => Ok(Taken::NotYet),
            Some(Seen { received: Some(received), unread, .. }) if received >= sent => {
                // The kernel takes the queue's length first, and then waits for the lock to count the bytes. Those that came
                // in between are counted and not queued, so only a queue that is looked at later counts.
                let arrived = Some((ours, theirs, sent));
                let is_later = std::mem::replace(&mut self.arrived, arrived) == arrived;
                let is_empty = |seen: Seen| seen.unread == 0;
                let all = unread == 0 && (is_later || self.diagnostics.look(theirs, ours)?.is_some_and(is_empty));
                Ok(if all { Taken::All } else { Taken::NotYet })
            }
            Some(Seen { received: Some(_), .. }) => Ok(Taken::NotYet),
            Some(Seen { received: None, .. }) => {
                Err(io::Error::new(io::ErrorKind::Unsupported, "this kernel does not count the bytes that arrive"))
            }
        }
    }

    /// A program that closes with bytes unread resets the connection (RFC 9293, section 3.6.1; RFC 1122, 4.2.2.13). If our
    /// socket got a FIN instead, and every byte is acknowledged, all were read.
    fn closed(&mut self, ours: SocketAddr, theirs: SocketAddr) -> io::Result<Taken> {
        Ok(match self.diagnostics.look(ours, theirs)? {
            Some(own) if matches!(own.state, CLOSE_WAIT | LAST_ACK | TIME_WAIT) && own.unacknowledged == 0 => {
                Taken::AllThenClosed
            }
            Some(own) if own.state != CLOSE => Taken::NotHere,
            _ => Taken::Reset,
        })
    }
}

#[cfg(target_os = "linux")]
mod sock_diag {
    //! The requests and answers of `linux/inet_diag.h` and `linux/netlink.h`. Fields are native, addresses and ports big-endian.

    use super::Seen;
    use socket2::{Domain, Protocol, Socket, Type};
    use std::io::{self, ErrorKind, Read, Write};
    use std::net::{IpAddr, SocketAddr};
    use std::ops::Range;
    use std::time::Duration;

    const AF_NETLINK: i32 = 16;
    const NETLINK_SOCK_DIAG: i32 = 4;
    const SOCK_DIAG_BY_FAMILY: u16 = 20;
    const NLMSG_ERROR: u16 = 2;
    const NLM_F_REQUEST: u16 = 1;
    const ENOENT: i32 = 2;
    const AF_INET: u8 = 2;
    const AF_INET6: u8 = 10;
    const IPPROTO_TCP: u8 = 6;
    /// The attribute that holds `struct tcp_info`.
    const INET_DIAG_INFO: u16 = 2;

    /// `struct nlmsghdr`, then `struct inet_diag_req_v2`.
    const HEADER: usize = 16;
    const REQUEST: usize = HEADER + 56;
    /// `struct inet_diag_msg`, and its fields.
    const ANSWER: usize = HEADER + 72;
    const STATE: usize = HEADER + 1;
    const PORTS: Range<usize> = HEADER + 4..HEADER + 8;
    const RECEIVE_QUEUE: Range<usize> = HEADER + 56..HEADER + 60;
    const SEND_QUEUE: Range<usize> = HEADER + 60..HEADER + 64;
    /// `tcpi_bytes_received` in `struct tcp_info`.
    const BYTES_RECEIVED: Range<usize> = 128..136;

    /// The kernel answers while it takes the request, so this is never waited for.
    const PATIENCE: Duration = Duration::from_secs(2);

    #[derive(Debug)]
    pub(super) struct Diagnostics {
        netlink: Socket,
        sequence: u32,
    }

    impl Diagnostics {
        pub(super) fn open() -> io::Result<Self> {
            let protocol = Some(Protocol::from(NETLINK_SOCK_DIAG));
            let netlink = Socket::new(Domain::from(AF_NETLINK), Type::DGRAM, protocol)?;
            netlink.set_read_timeout(Some(PATIENCE))?;
            Ok(Self { netlink, sequence: 0 })
        }

        /// The socket with this address and this peer.
        pub(super) fn look(&mut self, own: SocketAddr, peer: SocketAddr) -> io::Result<Option<Seen>> {
            self.sequence = self.sequence.wrapping_add(1);
            (&self.netlink).write_all(&request(self.sequence, own, peer))?;
            let mut answer = [0; 2048];
            loop {
                let len = (&self.netlink).read(&mut answer)?;
                // An answer to an earlier request, which was given up.
                if u32::from_ne_bytes(field(&answer[..len], 8..12)?) == self.sequence {
                    return seen(&answer[..len], own, peer);
                }
            }
        }
    }

    fn request(sequence: u32, own: SocketAddr, peer: SocketAddr) -> [u8; REQUEST] {
        let (own_ip, peer_ip) = (own.ip().to_canonical(), peer.ip().to_canonical());
        let scope = if let SocketAddr::V6(own) = own { own.scope_id() } else { 0 };
        let mut request = [0; REQUEST];
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            request[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        put(&(REQUEST as u32).to_ne_bytes());
        put(&SOCK_DIAG_BY_FAMILY.to_ne_bytes());
        put(&NLM_F_REQUEST.to_ne_bytes());
        put(&sequence.to_ne_bytes());
        put(&[0; 4]); // from whom: the kernel knows
        put(&[if own_ip.is_ipv4() { AF_INET } else { AF_INET6 }, IPPROTO_TCP, 1 << (INET_DIAG_INFO - 1), 0]);
        put(&u32::MAX.to_ne_bytes()); // in any state
        put(&own.port().to_be_bytes());
        put(&peer.port().to_be_bytes());
        put(&padded(own_ip));
        put(&padded(peer_ip));
        put(&scope.to_ne_bytes());
        put(&[0xff; 8]); // no cookie
        request
    }

    fn padded(ip: IpAddr) -> [u8; 16] {
        match ip {
            IpAddr::V6(ip) => ip.octets(),
            IpAddr::V4(ip) => {
                let mut padded = [0; 16];
                padded[..4].copy_from_slice(&ip.octets());
                padded
            }
        }
    }

    fn seen(answer: &[u8], own: SocketAddr, peer: SocketAddr) -> io::Result<Option<Seen>> {
        if u16::from_ne_bytes(field(answer, 4..6)?) == NLMSG_ERROR {
            return match i32::from_ne_bytes(field(answer, HEADER..HEADER + 4)?).wrapping_neg() {
                ENOENT => Ok(None),
                errno => Err(io::Error::from_raw_os_error(errno)),
            };
        }
        let ports: [u8; 4] = field(answer, PORTS)?;
        // Without such a connection, the kernel names the socket that listens there.
        if ports[..2] != own.port().to_be_bytes() || ports[2..] != peer.port().to_be_bytes() {
            return Ok(None);
        }
        Ok(Some(Seen {
            state: field::<1>(answer, STATE..STATE + 1)?[0],
            unread: u32::from_ne_bytes(field(answer, RECEIVE_QUEUE)?),
            unacknowledged: u32::from_ne_bytes(field(answer, SEND_QUEUE)?),
            received: bytes_received(answer.get(ANSWER..).unwrap_or_default()),
        }))
    }

    /// Looks for `tcpi_bytes_received` in the attributes: each has a length, a kind and a value, padded to 4 bytes.
    fn bytes_received(mut attributes: &[u8]) -> Option<u64> {
        loop {
            let len = usize::from(u16::from_ne_bytes(field(attributes, 0..2).ok()?));
            let value = attributes.get(4..len)?;
            if u16::from_ne_bytes(field(attributes, 2..4).ok()?) == INET_DIAG_INFO {
                return field(value, BYTES_RECEIVED).ok().map(u64::from_ne_bytes);
            }
            attributes = attributes.get(len.next_multiple_of(4)..)?;
        }
    }

    fn field<const N: usize>(bytes: &[u8], range: Range<usize>) -> io::Result<[u8; N]> {
        let field = bytes.get(range).and_then(|field| field.try_into().ok());
        field.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "the kernel's answer about a socket is too short"))
    }
}

#[cfg(not(target_os = "linux"))]
mod sock_diag {
    use super::Seen;
    use std::io;
    use std::net::SocketAddr;

    #[derive(Debug)]
    pub(super) enum Diagnostics {}

    impl Diagnostics {
        pub(super) fn open() -> io::Result<Self> {
            let text = "this system does not show the sockets of other programs";
            Err(io::Error::new(io::ErrorKind::Unsupported, text))
        }

        pub(super) fn look(&mut self, _own: SocketAddr, _peer: SocketAddr) -> io::Result<Option<Seen>> {
            match *self {}
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::{Shutdown, TcpListener, TcpStream};
    use std::time::{Duration, Instant};

    /// Two ends of a connection, and a question about what the second has taken.
    fn ask(host: &str) -> io::Result<(TcpStream, TcpStream, impl FnMut(u64) -> Taken)> {
        let listener = TcpListener::bind((host, 0))?;
        let ours = TcpStream::connect(listener.local_addr()?)?;
        let (theirs, from) = listener.accept()?;
        let (to, mut witness) = (ours.peer_addr()?, Witness::open()?);
        let question = move |sent| witness.taken(from, to, sent).expect("the kernel answers");
        Ok((ours, theirs, question))
    }

    fn wait_for(mut ask: impl FnMut(u64) -> Taken, sent: u64, wanted: Taken) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while ask(sent) != wanted {
            assert!(Instant::now() < deadline, "{:?} instead of {wanted:?}", ask(sent));
        }
    }

    #[test]
    fn bytes_are_taken_when_the_program_has_read_the_last_of_them() {
        for host in ["127.0.0.1", "::1"] {
            let (mut ours, mut theirs, mut ask) = ask(host).unwrap();
            assert_eq!(ask(0), Taken::All);
            assert_eq!(ask(1), Taken::NotYet, "one byte more than was written");
            ours.write_all(b"Lyon").unwrap();
            assert_eq!(ask(4), Taken::NotYet);
            theirs.read_exact(&mut [0; 3]).unwrap();
            assert_eq!(ask(4), Taken::NotYet);
            theirs.read_exact(&mut [0; 1]).unwrap();
            assert_eq!(ask(4), Taken::All);
        }
    }

    #[test]
    fn a_program_that_closes_had_read_all_or_resets_the_connection() {
        let (mut ours, mut theirs, mut seen) = ask("127.0.0.1").unwrap();
        ours.write_all(b"Lyon").unwrap();
        theirs.read_exact(&mut [0; 4]).unwrap();
        theirs.shutdown(Shutdown::Write).unwrap();
        assert_eq!(seen(4), Taken::All);
        drop(theirs);
        wait_for(seen, 4, Taken::AllThenClosed);

        let (mut ours, theirs, seen) = ask("127.0.0.1").unwrap();
        ours.write_all(b"Lyon").unwrap();
        drop(theirs);
        wait_for(seen, 4, Taken::Reset);
    }
}
