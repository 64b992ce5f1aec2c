//! Writes "I'm " and "Lyon" and reads once, without TCP_NODELAY and with it; then ten messages.

use socket2::SockRef;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(10); // no call waits longer

fn main() -> io::Result<()> {
    println!("Two writes, and a read when both messages have arrived:");
    for nodelay in [false, true] {
        let (mut sender, mut receiver) = connected_pair(nodelay)?;
        write_two(&mut sender)?;
        let (mut buffer, start) = ([0; 1024], Instant::now());
        while receiver.peek(&mut buffer)? < 8 && start.elapsed() < PATIENCE {} // peek takes nothing
        let count = receiver.read(&mut buffer)?;
        let text = String::from_utf8_lossy(&buffer[..count]);
        println!("  TCP_NODELAY {nodelay:<5}  one read of {count} bytes: {text:?}");
    }
    println!("Ten writes of 4 bytes, and reads until all have arrived:");
    for nodelay in [false, true] {
        let (mut sender, mut receiver) = connected_pair(nodelay)?;
        #[cfg(target_os = "linux")] // lets the receiver delay its ACKs; elsewhere the system decides
        SockRef::from(&receiver).set_tcp_quickack(false)?;
        let (mut total, start) = (0, Instant::now());
        write_ten(&mut sender)?;
        while total < 40 {
            let count = receiver.read(&mut [0; 1024])?;
            let ms = start.elapsed().as_millis();
            println!("  TCP_NODELAY {nodelay:<5}  a read of {count} bytes, after {ms} ms");
            total += count;
        }
    }
    Ok(())
}

/// Two messages, a write for each.
fn write_two(sender: &mut impl Write) -> io::Result<()> {
    sender.write_all(b"I'm ")?;
    sender.write_all(b"Lyon")
}

/// Ten messages of four bytes, a write for each.
fn write_ten(sender: &mut impl Write) -> io::Result<()> {
    (b'a'..=b'j').try_for_each(|letter| sender.write_all(&[letter; 4]))
}

fn connected_pair(nodelay: bool) -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?; // port 0: the system picks a free one
    let sender = TcpStream::connect(listener.local_addr()?)?;
    let (receiver, _) = listener.accept()?;
    SockRef::from(&sender).set_tcp_nodelay(nodelay)?; // true: Nagle's algorithm off
    sender.set_write_timeout(Some(PATIENCE))?;
    receiver.set_read_timeout(Some(PATIENCE))?;
    Ok((sender, receiver))
}
