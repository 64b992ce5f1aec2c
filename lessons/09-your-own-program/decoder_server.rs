//! `decoder-server NAME`: puts a decoder of lesson 08 behind a socket. It gives a connection's stream to the decoder, and sends
//! back each frame that the decoder found.

#[allow(dead_code, reason = "lesson 08 uses the rest")]
#[path = "../08-every-cut/decoders.rs"]
mod decoders;
#[path = "../08-every-cut/naive.rs"]
mod naive;

use command_line::{Failure, Stop, print_to};
use decoders::{DECODERS, Decode, decoded};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Duration;
use struct_header::{Order, encode};

/// The most bytes of a stream that are decoded.
const STREAM_MAX: u64 = 1 << 20;

/// How long a client may be silent.
const PATIENCE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    command_line::exit(serve())
}

fn serve() -> Result<u8, Stop> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let known = DECODERS.iter().find(|known| args == [known.code]).ok_or_else(|| {
        let names: Vec<&str> = DECODERS.iter().map(|known| known.code).collect();
        Failure::cannot(format!("which decoder? One of {}", names.join(", ")), "PORT=7001 decoder-server ours")
    })?;
    let port = std::env::var("PORT").unwrap_or_default();
    let listener = port.parse().map_err(io::Error::other).and_then(|port: u16| TcpListener::bind(("127.0.0.1", port)));
    let listener =
        listener.map_err(|error| Failure::cannot(format!("PORT '{port}': {error}"), "name a free port: PORT=7001"))?;
    print_to(&mut io::stdout(), format!("listening on 127.0.0.1:{port}\n"))?;
    for client in listener.incoming() {
        // A client that fails ends its own connection alone.
        if let Err(error) = client.and_then(|client| answer(&client, known.decode)) {
            print_to(&mut io::stdout(), format!("{}: {error}\n", known.name))?;
        }
    }
    Ok(0)
}

/// Decodes a stream to its end, and sends back what was found.
fn answer(mut client: &TcpStream, decode: Decode) -> io::Result<()> {
    client.set_read_timeout(Some(PATIENCE))?;
    client.set_write_timeout(Some(PATIENCE))?;
    let decoded = decoded(decode, &mut client.take(STREAM_MAX));
    let mut out = Vec::new();
    for frame in &decoded.frames {
        encode(frame, Order::Little, &mut out).map_err(io::Error::other)?;
    }
    client.write_all(&out)?;
    client.shutdown(Shutdown::Write)?;
    decoded.error.map_or(Ok(()), |error| Err(io::Error::other(error)))
}
