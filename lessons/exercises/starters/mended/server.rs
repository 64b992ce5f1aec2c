//! An echo server: each message is a 4-byte length, big-endian, and then that many bytes.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

const LONGEST: u32 = 16 * 1024 * 1024;

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut header = [0; 4];
    while stream.read_exact(&mut header).is_ok() {
        let length = u32::from_be_bytes(header);
        if length > LONGEST {
            return Err(io::Error::other(format!("announced {length} bytes; at most {LONGEST} are accepted")));
        }
        // The vector grows with what arrives, not with what the header announces.
        let mut frame = header.to_vec();
        if (&stream).take(length.into()).read_to_end(&mut frame)? < length as usize {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        stream.write_all(&frame)?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let port = env::var("PORT").expect("PORT is not set");
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))?;
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || {
            if let Err(error) = serve(stream) {
                eprintln!("client: {error}");
            }
        });
    }
    Ok(())
}
