//! The end inside a frame is not the end between frames.
//!
//! A client may end its stream after a whole frame. If the stream ends inside a frame, the rest of that
//! frame will never come, and the server must close the connection without answering it. This server
//! takes what it has for the whole frame. In both marked places, compare the number that `read_up_to`
//! returns with the number of bytes that you need.
//! Lesson 07 shows what the mistake costs: `transfer 1000` in place of `transfer 1000000`. Lesson 08
//! has more of them.

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
            return Ok(()); // the end between two frames
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
