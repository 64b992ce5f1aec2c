//! Do not decode half a character: collect bytes, and decode when all of them are there.

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
        let text = read_text(&mut stream, u32::from_be_bytes(header) as usize)?;
        let length = text.len() as u32; // in bytes, not in characters
        stream.write_all(&[&length.to_be_bytes()[..], text.as_bytes()].concat())?;
    }
}

/// Reads a text of so many bytes.
fn read_text(stream: &mut TcpStream, length: usize) -> io::Result<String> {
    let (mut bytes, mut missing, mut buffer) = (Vec::new(), length, [0; 1024]);
    while missing > 0 {
        let most = missing.min(buffer.len());
        let count = stream.read(&mut buffer[..most])?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&buffer[..count]);
        missing -= count;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
