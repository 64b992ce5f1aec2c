//! One slow client must not stop the others.
//!
//! Every frame is now read and answered correctly, but the server serves one client at a time. If a
//! client sends half a frame and then nothing, the server waits for the other half, and all other
//! clients wait for the server. Change `main`, so that it serves all clients at once. `serve` is right
//! as it is.
//! Lesson 07 mentions a server that one silent client stops.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    let port = std::env::var("PORT").expect("the runner sets PORT: cargo run -p exercises");
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))?;
    for stream in listener.incoming() {
        let stream = stream?;
        let _ = serve(stream); // CHANGE THIS: the next client must wait until this one has ended
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    loop {
        let mut header = [0; 4];
        stream.read_exact(&mut header)?;
        let mut payload = vec![0; u32::from_be_bytes(header) as usize];
        stream.read_exact(&mut payload)?;
        stream.write_all(&[&header[..], &payload].concat())?;
    }
}
