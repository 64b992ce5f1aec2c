//! An empty message is a message: `None` is the end of the stream, and an empty payload is an empty payload.

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
    while let Some(payload) = read_payload(&mut stream)? {
        let length = payload.len() as u32;
        stream.write_all(&[&length.to_be_bytes()[..], &payload].concat())?;
    }
    Ok(())
}

/// Reads one frame, and returns its payload; `None` if the client has ended its stream.
fn read_payload(stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; 4];
    if stream.read(&mut header[..1])? == 0 {
        return Ok(None);
    }
    stream.read_exact(&mut header[1..])?;
    let mut payload = vec![0; u32::from_be_bytes(header) as usize];
    stream.read_exact(&mut payload)?;
    Ok(Some(payload))
}
