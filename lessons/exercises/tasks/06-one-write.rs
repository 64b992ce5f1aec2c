//! Send header and payload in one write.
//!
//! This server answers correctly, but an answer takes about 40 ms. It writes the header, and then the
//! payload. Its kernel holds the payload back until the client acknowledges the header (Nagle's
//! algorithm), and the client's kernel delays that acknowledgement. Change the marked lines, so that
//! header and payload leave in one write.
//! Lesson 05 explains it, and measures it.

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
        stream.read_exact(&mut payload)?;
        // CHANGE THESE two lines.
        stream.write_all(&header)?;
        stream.write_all(&payload)?;
    }
}
