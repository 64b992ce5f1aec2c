//! Sends five messages by line, by NUL and by length, and prints what arrives.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

const MESSAGES: [&str; 5] = ["I'm ", "", "two\nlines", "a\0NUL", "Lyon"];

fn main() -> io::Result<()> {
    println!("sent       {MESSAGES:?}");
    for (name, delimiter) in [("by line", b'\n'), ("by NUL", b'\0')] {
        let (mut sender, receiver) = connected_pair()?;
        write_delimited(&mut sender, &MESSAGES, delimiter)?;
        drop(sender); // closes the socket, which ends the stream
        println!("{name:<9}  {:?}", read_delimited(receiver, delimiter)?);
    }
    let (mut sender, receiver) = connected_pair()?;
    write_with_lengths(&mut sender, &MESSAGES)?;
    drop(sender);
    println!("by length  {:?}", read_with_lengths(receiver)?);
    Ok(())
}

/// A delimiter after each message. Nobody looks into the messages.
pub fn write_delimited(sender: &mut impl Write, messages: &[&str], delimiter: u8) -> io::Result<()> {
    messages.iter().try_for_each(|message| sender.write_all(&[message.as_bytes(), &[delimiter]].concat()))
}

pub fn read_delimited(receiver: impl Read, delimiter: u8) -> io::Result<Vec<String>> {
    let messages = BufReader::new(receiver).split(delimiter);
    messages.map(|message| Ok(String::from_utf8_lossy(&message?).into_owned())).collect()
}

/// Two bytes of length before each message, the highest byte first.
pub fn write_with_lengths(sender: &mut impl Write, messages: &[&str]) -> io::Result<()> {
    for message in messages {
        let length = (message.len() as u16).to_be_bytes();
        sender.write_all(&[&length[..], message.as_bytes()].concat())?;
    }
    Ok(())
}

pub fn read_with_lengths(receiver: impl Read) -> io::Result<Vec<String>> {
    let (mut receiver, mut messages) = (BufReader::new(receiver), Vec::new());
    while !receiver.fill_buf()?.is_empty() {
        let mut length = [0; 2];
        receiver.read_exact(&mut length)?;
        let mut message = vec![0; u16::from_be_bytes(length).into()];
        receiver.read_exact(&mut message)?;
        messages.push(String::from_utf8_lossy(&message).into_owned());
    }
    Ok(messages)
}

fn connected_pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?; // port 0: the system picks a free one
    let (sender, receiver) = (TcpStream::connect(listener.local_addr()?)?, listener.accept()?.0);
    receiver.set_read_timeout(Some(Duration::from_secs(10)))?;
    Ok((sender, receiver))
}
