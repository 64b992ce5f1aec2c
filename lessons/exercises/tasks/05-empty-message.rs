//! An empty message is a message.
//!
//! A length of 0 is a length like any other: the frame is its header alone, and the server must send it
//! back. But this server takes an empty message for a sign that the client has ended its stream, and
//! closes the connection. Give the end of the stream a value of its own. You may change what
//! `read_payload` returns.
//! Lesson 04 sends empty messages, and lesson 00 shows that an end is something else.

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
        let payload = read_payload(&mut stream)?;
        if payload.is_empty() {
            return Ok(()); // CHANGE THIS: was it the end, or an empty message?
        }
        let length = payload.len() as u32;
        stream.write_all(&[&length.to_be_bytes()[..], &payload].concat())?;
    }
}

/// Reads one frame, and returns its payload.
fn read_payload(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut header = [0; 4];
    if stream.read(&mut header[..1])? == 0 {
        return Ok(Vec::new()); // CHANGE THIS: the client has ended its stream
    }
    stream.read_exact(&mut header[1..])?;
    let mut payload = vec![0; u32::from_be_bytes(header) as usize];
    stream.read_exact(&mut payload)?;
    Ok(payload)
}
