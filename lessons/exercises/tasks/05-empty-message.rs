//! An empty message is a message.
//!
//! A length of 0 is as good as any other: the message is its header alone, and it must be answered. This server
//! uses the empty message as a sign that the client has ended its stream, and so it hangs up on a client that sends one.
//! Give the end of the stream a value of its own. You may change what `read_payload` returns.
//! Lesson 00 shows that an end is not an empty message; lesson 04 sends empty ones.

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
            return Ok(()); // CHANGE THIS: is it the end, or an empty message?
        }
        let length = payload.len() as u32;
        stream.write_all(&[&length.to_be_bytes()[..], &payload].concat())?;
    }
}

/// Reads one message, and returns its payload.
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
