//! Read until the payload is whole.
//!
//! As before, this server sends every message back, and a message travels as a frame: 4 bytes of
//! length, then the payload. Now the header is whole, but the payload is read only once. Change the
//! marked line into a loop that reads until the buffer is full. `read_exact` contains such a loop;
//! write it yourself this once, because many languages have no `read_exact`.
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
        stream.read_exact(&mut header)?;
        let mut payload = vec![0; u32::from_be_bytes(header) as usize];
        stream.read(&mut payload)?; // CHANGE THIS: it may fill only part of the buffer
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}
