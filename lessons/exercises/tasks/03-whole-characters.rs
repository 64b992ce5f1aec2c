//! Do not decode half a character.
//!
//! This server takes each payload for a text in UTF-8, and sends the text back. It decodes the text
//! read by read. But a character such as é or 粘 has several bytes, and a read may return only some of
//! them. Change `read_text`, so that every character survives, wherever the reads end.
//! Lesson 02 explains it under "Characters are bytes".

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
    let (mut text, mut missing, mut buffer) = (String::new(), length, [0; 1024]);
    while missing > 0 {
        let most = missing.min(buffer.len());
        let count = stream.read(&mut buffer[..most])?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        text += &String::from_utf8_lossy(&buffer[..count]); // CHANGE THIS: each read is decoded on its own
        missing -= count;
    }
    Ok(text)
}
