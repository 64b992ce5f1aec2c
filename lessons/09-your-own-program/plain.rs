//! A proxy that cuts what passes after every few bytes, and hopes that the program behind it reads the pieces one by one.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;
use std::{env, thread};

const PAUSE: Duration = Duration::from_millis(5); // the hope: by then the piece has been read
const PATIENCE: Duration = Duration::from_secs(60); // no call waits longer

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let usage = || io::Error::new(ErrorKind::InvalidInput, "usage: LISTEN-ADDRESS SERVER-ADDRESS BYTES");
    let [listen, server, bytes] = &args[..] else { return Err(usage()) };
    let each = bytes.parse().ok().filter(|&each: &usize| each > 0).ok_or_else(usage)?;

    let listener = TcpListener::bind(listen)?;
    println!("listening on {listen}: pieces of {each}, and {PAUSE:?} of hope after each");
    for client in listener.incoming() {
        let (client, server) = (client?, TcpStream::connect(server)?);
        let up = (client.try_clone()?, server.try_clone()?);
        for (from, to) in [up, (server, client)] {
            thread::spawn(move || {
                if let Err(error) = carry(from, to, each) {
                    println!("a connection ended early: {error}");
                }
            });
        }
    }
    Ok(())
}

/// Carries one direction of a connection, in pieces.
pub fn carry(mut from: TcpStream, mut to: TcpStream, each: usize) -> io::Result<()> {
    to.set_nodelay(true)?; // or Nagle's algorithm would put pieces together again
    from.set_read_timeout(Some(PATIENCE))?;
    to.set_write_timeout(Some(PATIENCE))?;
    let mut buffer = [0; 4096];
    loop {
        let got = from.read(&mut buffer)?;
        if got == 0 {
            return to.shutdown(Shutdown::Write); // the other direction may go on
        }
        for piece in buffer[..got].chunks(each) {
            to.write_all(piece)?; // the kernel took it; whether the program has read it, this call cannot know
            thread::sleep(PAUSE);
        }
    }
}
