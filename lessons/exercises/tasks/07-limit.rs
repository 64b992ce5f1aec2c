//! Refuse a length that is too large, before you make room for it.
//!
//! A length is a number that a stranger has written. This server has a limit, but it compares the length with it too late: by
//! then it has made room for the payload and waited for it. So a client that sends only 4 bytes can take as much of the
//! server's memory as it likes. Move the check to where it belongs.
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
        payload.resize(length, 0); // from here on, the memory is taken
        stream.read_exact(&mut payload)?;
        // MOVE THIS: it comes too late.
        if length > LIMIT {
            return Err(io::ErrorKind::InvalidData.into()); // the connection is closed
        }
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}
