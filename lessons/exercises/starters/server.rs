//! An echo server: each message is a 4-byte length, big-endian, and then that many bytes.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut header = [0; 4];
    while stream.read_exact(&mut header).is_ok() {
        let length = u32::from_be_bytes(header);
        let mut frame = vec![0; 4 + length as usize];
        frame[..4].copy_from_slice(&header);
        stream.read_exact(&mut frame[4..])?;
        stream.write_all(&frame)?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let port = env::var("PORT").expect("PORT is not set");
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))?;
    for stream in listener.incoming() {
        if let Err(error) = serve(stream?) {
            eprintln!("client: {error}");
        }
    }
    Ok(())
}
