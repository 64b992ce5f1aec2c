//! The programs that are cut: servers that answer each frame with the same frame, right ones and brittle ones; and clients.
//! A frame is a length of 2 bytes, big-endian, and then as many bytes.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

const MESSAGES: [&[u8]; 3] = [b"I'm ", b"Lyon", b"!"];

/// Does what the first word says.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let done = match words[0].as_str() {
        "trusting" => serve(trusting),
        "whole" => serve(whole),
        "deaf" => silent(),
        "client" => client(false),
        "impatient" => client(true),
        "fails" => Err(io::Error::other("as ever")),
        "idle" => Ok(()),
        "sometimes" => sometimes(&words[1]),
        other => Err(io::Error::other(format!("what is {other}?"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stdout(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(answer: fn(&mut TcpStream) -> io::Result<bool>) -> io::Result<()> {
    let port = std::env::var("PORT").map_err(io::Error::other)?.parse().map_err(io::Error::other)?;
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    loop {
        let mut client = listener.accept()?.0;
        std::thread::spawn(move || while answer(&mut client).unwrap_or(false) {});
    }
}

/// Takes what a read returns for what it asked for.
fn trusting(client: &mut TcpStream) -> io::Result<bool> {
    let mut header = [0; 2];
    if client.read(&mut header)? == 0 {
        return Ok(false);
    }
    let mut payload = vec![0; u16::from_be_bytes(header).into()];
    let got = client.read(&mut payload)?;
    client.write_all(&frame(&payload[..got]))?;
    Ok(true)
}

/// Reads until it has what it asked for.
fn whole(client: &mut TcpStream) -> io::Result<bool> {
    let mut header = [0; 2];
    client.read_exact(&mut header)?;
    let mut payload = vec![0; u16::from_be_bytes(header).into()];
    client.read_exact(&mut payload)?;
    client.write_all(&frame(&payload))?;
    Ok(true)
}

/// Accepts, and never reads.
fn silent() -> io::Result<()> {
    serve(|_| {
        loop {
            std::thread::park();
        }
    })
}

fn frame(payload: &[u8]) -> Vec<u8> {
    [&(payload.len() as u16).to_be_bytes(), payload].concat()
}

/// Sends the messages, and wants each back; an impatient one wants each answer in one read.
fn client(impatient: bool) -> io::Result<()> {
    let mut server = TcpStream::connect(std::env::var("STICKY_ADDR").map_err(io::Error::other)?)?;
    server.set_read_timeout(Some(Duration::from_secs(20)))?;
    for message in MESSAGES {
        server.write_all(&frame(message))?;
        let mut answer = vec![0; 2 + message.len()];
        if impatient {
            let got = server.read(&mut answer)?;
            answer.truncate(got);
        } else {
            server.read_exact(&mut answer)?;
        }
        if answer != frame(message) {
            return Err(io::Error::other(format!("wrong answer: {}", answer.escape_ascii())));
        }
    }
    Ok(())
}

/// Fails in every second run: the file `mark` is there in each.
fn sometimes(mark: &str) -> io::Result<()> {
    client(false)?;
    if std::fs::remove_file(mark).is_ok() {
        return Err(io::Error::other("this time"));
    }
    std::fs::write(mark, "")
}
