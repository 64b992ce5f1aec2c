//! Times ten requests whose answers have header and body in two writes, and ten with one write.

use socket2::SockRef;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(10); // no call waits longer

fn main() -> io::Result<()> {
    println!("Ten requests of 20 bytes; each answer is a header of 4 and a body of 20.");
    ten_turns("header and body in two writes", false, answer_in_two_writes)?;
    ten_turns("the same with TCP_NODELAY", true, answer_in_two_writes)?;
    ten_turns("header and body in one write", false, answer_in_one_write)
}

pub fn answer_in_two_writes(server: &mut impl Write, body: &[u8]) -> io::Result<()> {
    server.write_all(&(body.len() as u32).to_le_bytes())?;
    server.write_all(body)
}

pub fn answer_in_one_write(server: &mut impl Write, body: &[u8]) -> io::Result<()> {
    let mut frame = (body.len() as u32).to_le_bytes().to_vec();
    frame.extend(body);
    server.write_all(&frame)
}

type Answer = fn(&mut TcpStream, &[u8]) -> io::Result<()>;

/// Plays client and server in turns, and prints how long ten turns take.
fn ten_turns(name: &str, nodelay: bool, answer: Answer) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?; // port 0: the system picks a free one
    let mut client = TcpStream::connect(listener.local_addr()?)?;
    let (mut server, _) = listener.accept()?;
    for end in [&client, &server] {
        SockRef::from(end).set_tcp_nodelay(nodelay)?; // true: Nagle's algorithm off
        end.set_read_timeout(Some(PATIENCE))?;
        end.set_write_timeout(Some(PATIENCE))?;
    }
    let start = Instant::now();
    for _ in 0..10 {
        client.write_all(b"twenty bytes command")?;
        server.read_exact(&mut [0; 20])?;
        #[cfg(target_os = "linux")] // lets the client delay its ACK; elsewhere the system decides
        SockRef::from(&client).set_tcp_quickack(false)?;
        answer(&mut server, b"twenty bytes of body")?;
        client.read_exact(&mut [0; 24])?;
    }
    println!("  {name:<30} {:6.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    Ok(())
}
