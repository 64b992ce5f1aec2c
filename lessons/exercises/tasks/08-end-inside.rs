//! The end inside a message is not the end between messages.
//!
//! A client may end its stream after a whole message: all is well. If the stream ends inside a message, the rest will never come.
//! Then the server must close without an answer. This one takes what it has for a whole message. Use the number that
//! `read_up_to` returns, in both places.
//! Lesson 08 explains it under "Early ends", and lesson 07 shows what such a mistake can cost.

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
        if read_up_to(&mut stream, &mut header)? == 0 {
            return Ok(()); // the end between two messages
        }
        // CHANGE THIS: are all 4 bytes there?
        let mut payload = vec![0; u32::from_be_bytes(header) as usize];
        read_up_to(&mut stream, &mut payload)?; // CHANGE THIS: is all of the payload there?
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}

/// Reads until `buffer` is full or the stream has ended; returns how many bytes came. This function is right.
fn read_up_to(stream: &mut TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match stream.read(&mut buffer[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}
