//! Read until the header is whole.
//!
//! This server sends every message back. A message travels as a frame: a header of 4 bytes, which holds
//! the length with the most significant byte first, and then the message itself, the payload. A client
//! may send a frame in any pieces, and a read returns as soon as one byte is there. Change the marked
//! lines, so that the server has all 4 bytes before it uses them.
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
        // CHANGE THESE four lines: `count` can be 1, 2 or 3.
        let count = stream.read(&mut header)?;
        if count == 0 {
            return Ok(()); // the client has ended its stream
        }
        let mut payload = vec![0; u32::from_be_bytes(header) as usize];
        stream.read_exact(&mut payload)?;
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}
