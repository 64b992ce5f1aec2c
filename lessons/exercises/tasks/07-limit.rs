//! Refuse a large length before you make room for it.
//!
//! A length is a number from a stranger. This server has a limit, but it checks it too late: it has
//! already made room for the payload, and waited for it. So a client that sends 4 bytes can make the
//! server take gigabytes of memory. Move the check to where it belongs.
//! Lesson 07 explains it under "A length is a number from a stranger".

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

/// The longest payload that this server takes, in bytes.
const LIMIT: usize = 16 * 1024 * 1024;

fn main() -> io::Result<()> {
    let port = std::env::var("PORT").expect("the runner sets PORT: cargo run -p exercises");
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))?;
    for stream in listener.incoming() {
        let _ = serve(stream?); // an error ends this connection, not the server
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut payload = Vec::new(); // one buffer for all messages
    loop {
        let mut header = [0; 4];
        stream.read_exact(&mut header)?;
        let length = u32::from_be_bytes(header) as usize;
        payload.resize(length, 0); // this takes the memory
        stream.read_exact(&mut payload)?;
        // MOVE THIS: here it comes too late.
        if length > LIMIT {
            return Err(io::ErrorKind::InvalidData.into()); // the connection is closed
        }
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}
