//! Keep what is left over.
//!
//! A server that takes whatever has arrived may get several frames in one read: they are glued. This
//! one collects what it reads in `waiting`, and answers as soon as it has a whole frame. Then it throws
//! everything away, even what has already arrived of the next frame. Change the marked lines, so that
//! it answers every whole frame and keeps the rest.
//! Lesson 04 explains it under "Why", where it shows a decoder.

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
    let (mut waiting, mut buffer) = (Vec::new(), [0; 1024]);
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(()); // the client has ended its stream
        }
        waiting.extend_from_slice(&buffer[..count]);
        // CHANGE THESE four lines.
        if let Some(frame) = first_frame(&waiting) {
            stream.write_all(frame)?;
            waiting.clear();
        }
    }
}

/// The frame that `bytes` begin with, header included; `None` if it is not whole yet. This function is right.
fn first_frame(bytes: &[u8]) -> Option<&[u8]> {
    let header = bytes.first_chunk::<4>()?;
    bytes.get(..4 + u32::from_be_bytes(*header) as usize)
}
