//! Read until the payload is whole: each read goes on where the last one stopped.

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
        let mut filled = 0;
        while filled < payload.len() {
            let count = stream.read(&mut payload[filled..])?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into()); // no more will come
            }
            filled += count; // the bytes of this read only
        }
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}
