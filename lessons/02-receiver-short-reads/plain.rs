//! Asks for 1 byte, then for 7; then writes 16,384 bytes into small buffers that nobody empties.

use socket2::SockRef;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(10); // no call waits longer

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?; // port 0: the system picks a free one
    SockRef::from(&listener).set_recv_buffer_size(2_048)?; // its connections inherit this
    let mut sender = TcpStream::connect(listener.local_addr()?)?;
    let (mut receiver, _) = listener.accept()?;
    SockRef::from(&sender).set_send_buffer_size(2_048)?;
    receiver.set_read_timeout(Some(PATIENCE))?;

    sender.write_all(b"I'm ")?;
    println!("After \"I'm \": a read of up to 1 byte  returns {:?}", read_up_to(&mut receiver, 1)?);
    sender.write_all(b"Lyon")?;
    let start = Instant::now();
    while receiver.peek(&mut [0; 7])? < 7 && start.elapsed() < PATIENCE {} // peek takes nothing
    println!("After \"Lyon\": a read of up to 7 bytes returns {:?}", read_up_to(&mut receiver, 7)?);

    println!("16384 bytes to write, small buffers, and nobody reads:");
    sender.set_nonblocking(true)?; // a write that finds no room fails; otherwise it would wait
    let accepted = write_until_full(&mut sender, &[b'x'; 16_384])?;
    println!("  the writes accept {accepted:?}: {} in all", accepted.iter().sum::<usize>());
    let count = read_up_to(&mut receiver, 16_384)?.len();
    println!("  then a read of up to 16384 bytes returns {count}");
    Ok(())
}

/// Reads once: at least 1 byte, unless the stream has ended.
fn read_up_to(receiver: &mut impl Read, count: usize) -> io::Result<String> {
    let mut buffer = vec![0; count];
    let got = receiver.read(&mut buffer)?;
    Ok(String::from_utf8_lossy(&buffer[..got]).into_owned())
}

/// Writes until there is no room, or nothing left; returns what each write accepted.
fn write_until_full(sender: &mut impl Write, mut rest: &[u8]) -> io::Result<Vec<usize>> {
    let mut accepted = Vec::new();
    while !rest.is_empty() {
        match sender.write(rest) {
            Ok(count) => {
                accepted.push(count);
                rest = &rest[count..];
            }
            Err(full) if full.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error),
        }
    }
    Ok(accepted)
}
