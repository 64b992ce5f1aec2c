//! Sends three messages, one of them empty, over UDP and over TCP; prints what each receive returns.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

const MESSAGES: [&str; 3] = ["I'm ", "", "Lyon"];
const PATIENCE: Duration = Duration::from_secs(10); // no call waits longer

fn main() -> io::Result<()> {
    println!("UDP, after three sends:");
    let sender = UdpSocket::bind("127.0.0.1:0")?; // port 0: the system picks a free one
    let receiver = UdpSocket::bind("127.0.0.1:0")?;
    sender.connect(receiver.local_addr()?)?;
    receiver.set_read_timeout(Some(PATIENCE))?;
    for message in MESSAGES {
        sender.send(message.as_bytes())?;
    }
    let mut buffer = [0; 1024];
    for number in 1..=3 {
        let count = receiver.recv(&mut buffer)?;
        let text = String::from_utf8_lossy(&buffer[..count]);
        println!("  receive {number} returns {count} bytes: {text:?}");
    }

    println!("TCP, after three writes:");
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut sender = TcpStream::connect(listener.local_addr()?)?;
    let (mut receiver, _) = listener.accept()?;
    sender.set_write_timeout(Some(PATIENCE))?;
    receiver.set_read_timeout(Some(PATIENCE))?;
    write_three(&mut sender)?;
    sender.shutdown(Shutdown::Write)?; // the sender ends its stream
    let start = Instant::now();
    while receiver.peek(&mut buffer)? < 8 && start.elapsed() < PATIENCE {} // peek takes nothing
    for number in 1..=2 {
        let count = receiver.read(&mut buffer)?;
        let text = String::from_utf8_lossy(&buffer[..count]);
        println!("  read {number} returns {count} bytes: {text:?}");
    }
    println!("  0 bytes: that is the end of the stream, not the empty message");
    Ok(())
}

/// Three messages, a write for each.
fn write_three(sender: &mut impl Write) -> io::Result<()> {
    for message in MESSAGES {
        let _ = sender.write(message.as_bytes())?; // write_all would make no call for the empty one
    }
    Ok(())
}
