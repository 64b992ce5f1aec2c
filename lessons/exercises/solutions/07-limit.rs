//! Refuse a large length before you make room for it: check the number as soon as you know it.

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
        if length > LIMIT {
            return Err(io::ErrorKind::InvalidData.into()); // the connection is closed
        }
        payload.resize(length, 0);
        stream.read_exact(&mut payload)?;
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}
