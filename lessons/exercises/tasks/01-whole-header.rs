//! Read until the header is whole.
//!
//! This server sends each message back. A message begins with a header: 4 bytes that hold the length of the rest, the payload,
//! with the most significant byte first. The client may send them in any pieces, and a read returns as soon as a
//! single byte has come. Change the marked line, so that the server always has all 4 bytes before it uses them.
//! Lesson 02 explains what a read can return.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    let port = std::env::var("PORT").expect("the runner sets PORT: cargo run -p exercises");
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))?;
    for stream in listener.incoming() {
        let _ = serve(stream?); // an error ends this connection, not the server
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    loop {
        let mut header = [0; 4];
        let count = stream.read(&mut header)?; // CHANGE THIS: it can be 1, 2 or 3
        if count == 0 {
            return Ok(()); // the client has ended its stream
        }
        let mut payload = vec![0; u32::from_be_bytes(header) as usize];
        stream.read_exact(&mut payload)?;
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}
