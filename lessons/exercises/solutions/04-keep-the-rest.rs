//! Keep what is left over: take every whole frame out of the buffer, and nothing else.

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
        while let Some(frame) = first_frame(&waiting) {
            stream.write_all(frame)?;
            let length = frame.len();
            waiting.drain(..length);
        }
    }
}

/// The frame that `bytes` begin with, header included; `None` if it is not whole yet.
fn first_frame(bytes: &[u8]) -> Option<&[u8]> {
    let header = bytes.first_chunk::<4>()?;
    bytes.get(..4 + u32::from_be_bytes(*header) as usize)
}
