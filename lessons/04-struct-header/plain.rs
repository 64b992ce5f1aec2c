//! Puts four bytes of length before each message. One reader finds them all; another loses its place.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(10); // no call waits longer

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?; // port 0: the system picks a free one
    let mut sender = TcpStream::connect(listener.local_addr()?)?;
    let (mut receiver, _) = listener.accept()?;
    sender.set_write_timeout(Some(PATIENCE))?;
    receiver.set_read_timeout(Some(PATIENCE))?;

    for message in ["I'm ", "", "Lyon"] {
        write_frame(&mut sender, message.as_bytes())?;
    }
    for _ in 0..3 {
        println!("One reader: {:?}", String::from_utf8_lossy(&read_frame(&mut receiver)?));
    }
    let long: String = (1..=1000).map(|number| format!("{number}\n")).collect();
    write_frame(&mut sender, long.as_bytes())?;
    write_frame(&mut sender, b"hi\n")?;
    let (all, start) = (4 + long.len() + 4 + 3, Instant::now());
    while receiver.peek(&mut [0; 4096])? < all && start.elapsed() < PATIENCE {} // peek takes nothing
    let length = read_length(&mut receiver)?;
    let message = read_in_parts(&mut receiver, length)?;
    println!("The other: expects {length} bytes, takes {}", message.len());
    println!("The other: reads {} as the next length", read_length(&mut receiver)?);
    Ok(())
}

/// Sends the length, lowest byte first, and the message, in one write.
pub fn write_frame(sender: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = (message.len() as u32).to_le_bytes();
    sender.write_all(&[&length[..], message].concat())
}

pub fn read_length(receiver: &mut impl Read) -> io::Result<usize> {
    let mut header = [0; 4];
    receiver.read_exact(&mut header)?; // exactly four bytes, in as many reads as that takes
    Ok(u32::from_le_bytes(header) as usize)
}

pub fn read_frame(receiver: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut message = vec![0; read_length(receiver)?];
    receiver.read_exact(&mut message)?; // exactly as many as the header said
    Ok(message)
}

pub fn read_in_parts(receiver: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let (mut message, mut received, mut part) = (Vec::new(), 0, [0; 1024]);
    while received < length {
        let count = receiver.read(&mut part)?;
        message.extend_from_slice(&part[..count]);
        received += message.len();
    }
    Ok(message)
}
