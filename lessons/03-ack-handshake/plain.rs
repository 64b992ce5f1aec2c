//! A server sends a length, waits for an OK, and sends the body. Then each side fails to wait once.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(10); // no call waits longer

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?; // port 0: the system picks a free one
    let mut client = TcpStream::connect(listener.local_addr()?)?;
    let (mut server, _) = listener.accept()?;
    for end in [&client, &server] {
        end.set_read_timeout(Some(PATIENCE))?;
        end.set_write_timeout(Some(PATIENCE))?;
    }

    println!("The server waits for the OK:");
    send_length(&mut server, "hi\n")?;
    println!("  the client reads {:?}, the length", read_once(&mut client, 1)?);
    client.write_all(b"OK")?;
    println!("  the server reads {:?}", read_once(&mut server, 2)?);
    server.write_all(b"hi\n")?;
    println!("  the client reads {:?}, the body", read_once(&mut client, 3)?);

    println!("The server does not wait, and the body is \"5\":");
    send_length_and_body(&mut server, "5")?;
    println!("  the client reads {:?}: is that the length?", read_once(&mut client, 2)?);

    println!("The body is empty, and the client's next command follows its OK at once:");
    send_length(&mut server, "")?;
    println!("  the client reads {:?}, the length", read_once(&mut client, 1)?);
    send_ok_and_command(&mut client, "echo hi")?;
    println!("  the server reads {:?}: is that an OK?", read_once(&mut server, 9)?);
    Ok(())
}

pub fn send_length(server: &mut impl Write, body: &str) -> io::Result<()> {
    server.write_all(body.len().to_string().as_bytes())
}

pub fn send_length_and_body(server: &mut impl Write, body: &str) -> io::Result<()> {
    send_length(server, body)?;
    server.write_all(body.as_bytes())
}

pub fn send_ok_and_command(client: &mut impl Write, command: &str) -> io::Result<()> {
    client.write_all(b"OK")?;
    client.write_all(command.as_bytes())
}

/// Reads once, when `count` bytes have arrived.
fn read_once(receiver: &mut TcpStream, count: usize) -> io::Result<String> {
    let (mut buffer, start) = ([0; 1024], Instant::now());
    while receiver.peek(&mut buffer)? < count && start.elapsed() < PATIENCE {} // peek takes nothing
    let got = receiver.read(&mut buffer)?;
    Ok(String::from_utf8_lossy(&buffer[..got]).into_owned())
}
