//! Clients announce more than they send: to a server that trusts them, and to a careful one.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

const LIMIT: usize = 1_048_576; // the longest message that the careful server takes
const DEADLINE: Duration = Duration::from_millis(300); // for the whole message, not for one read

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?; // port 0: the system picks a free one
    for (name, announced) in [("trusting", u32::MAX), ("careful", u32::MAX), ("careful", 20)] {
        println!("A client announces {announced} bytes, sends 10, and falls silent.");
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        send_a_beginning(&mut client, announced)?;
        let start = Instant::now();
        let mut server = WithDeadline(listener.accept()?.0, start + DEADLINE);
        let result = if name == "trusting" { read_trusting(&mut server) } else { read_carefully(&mut server) };
        let refuses = result.is_err_and(|error| error.kind() == ErrorKind::InvalidData);
        let what = if refuses { "refuses it" } else { "gives up waiting" };
        println!("  The {name} server {what} after {} ms.", start.elapsed().as_millis());
    }
    Ok(())
}

pub fn send_a_beginning(client: &mut impl Write, announced: u32) -> io::Result<()> {
    client.write_all(&announced.to_be_bytes())?;
    client.write_all(b"more later")
}

pub fn read_length(server: &mut impl Read) -> io::Result<usize> {
    let mut header = [0; 4];
    server.read_exact(&mut header)?;
    Ok(u32::from_be_bytes(header) as usize)
}

fn read_trusting(server: &mut impl Read) -> io::Result<()> {
    let length = read_length(server)?.min(67_108_864); // spares your own memory
    println!("  The trusting server reserves {length} bytes.");
    server.read_exact(&mut vec![0; length])
}

fn read_carefully(server: &mut impl Read) -> io::Result<()> {
    let length = read_length(server)?;
    if length > LIMIT {
        return Err(ErrorKind::InvalidData.into());
    }
    server.read_exact(&mut vec![0; length])
}

/// A socket with one deadline for all its reads.
struct WithDeadline(TcpStream, Instant);

impl Read for WithDeadline {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.1.saturating_duration_since(Instant::now());
        self.0.set_read_timeout(Some(left))?; // an error when nothing is left
        self.0.read(buffer)
    }
}
