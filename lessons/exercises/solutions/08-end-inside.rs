//! The end inside a frame is not the end between frames: fewer bytes than announced are an error.

use std::io::{self, ErrorKind, Read, Write};
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
        match read_up_to(&mut stream, &mut header)? {
            0 => return Ok(()), // the end between two frames
            4 => {}
            _ => return Err(ErrorKind::UnexpectedEof.into()),
        }
        let mut payload = vec![0; u32::from_be_bytes(header) as usize];
        if read_up_to(&mut stream, &mut payload)? < payload.len() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}

/// Reads until `buffer` is full or the stream has ended; returns how many bytes came.
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
