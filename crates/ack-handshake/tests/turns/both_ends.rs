//! Both ends from one thread, turn by turn, over two queues of bytes. No socket, so no cut but those
//! that the turns themselves make.

use std::collections::VecDeque;
use std::io::{self, Read, Write};

use ack_handshake::{HandshakeError, client, server};

#[test]
fn four_turns_bring_any_output_back_and_leave_nothing_behind() {
    let (mut forward, mut back) = (VecDeque::new(), VecDeque::new());
    for output in [&b"hello"[..], b"", b"5", b"OK", &[0xFF; 100_000]] {
        client::send_command(&mut forward, b"show it").unwrap();
        assert_eq!(server::read_command(&mut forward).unwrap().unwrap(), b"show it");
        server::send_length(&mut back, output.len()).unwrap();
        let length = client::read_length(&mut back, 100_000).unwrap();
        client::send_ok(&mut forward).unwrap();
        server::read_ok(&mut forward).unwrap();
        server::send_body(&mut back, output).unwrap();
        assert_eq!(client::read_body(&mut back, length).unwrap(), output);
        assert!(forward.is_empty() && back.is_empty());
    }
    assert!(server::read_command(&mut forward).unwrap().is_none());
}

#[test]
fn without_waiting_for_the_ok_length_and_body_are_glued_into_another_length() {
    let mut back = VecDeque::new();
    server::send_length(&mut back, 2).unwrap();
    server::send_body(&mut back, b"42").unwrap();
    assert_eq!(client::read_length(&mut back, 1024).unwrap(), 242);
}

#[test]
fn after_an_empty_output_the_ok_and_the_next_command_may_be_glued() {
    let (mut forward, mut back) = (VecDeque::new(), VecDeque::new());
    server::send_length(&mut back, 0).unwrap();
    let length = client::read_length(&mut back, 1024).unwrap();
    client::send_ok(&mut forward).unwrap();
    assert_eq!(client::read_body(&mut back, length).unwrap(), b"");
    client::send_command(&mut forward, b"echo hi").unwrap();

    let glued = server::read_command(&mut forward.clone()).unwrap().unwrap();
    assert_eq!(glued, b"OKecho hi"); // all that a server sees which reads what is there
    server::read_ok(&mut forward).unwrap();
    assert_eq!(server::read_command(&mut forward).unwrap().unwrap(), b"echo hi");
}

/// A server of one thread with its client: it takes its turn when the client reads.
struct Loop {
    forward: VecDeque<u8>,
    back: VecDeque<u8>,
    output: &'static [u8],
    asked: bool,
}

impl Loop {
    fn turn(&mut self) -> Result<(), HandshakeError> {
        if self.asked {
            server::read_ok(&mut self.forward)?;
            server::send_body(&mut self.back, self.output)?;
        } else if server::read_command(&mut self.forward)?.is_some() {
            server::send_length(&mut self.back, self.output.len())?;
        }
        self.asked = !self.asked;
        Ok(())
    }
}

impl Read for Loop {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if !self.forward.is_empty() {
            self.turn().map_err(io::Error::other)?;
        }
        self.back.read(buf)
    }
}

impl Write for Loop {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.forward.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn asking_again_and_again_gives_each_answer() {
    let (forward, back) = (VecDeque::new(), VecDeque::new());
    let mut end = Loop { forward, back, output: b"", asked: false };
    for output in [&b"hello"[..], b"7", b"OK"] {
        end.output = output;
        assert_eq!(client::ask(&mut end, b"show it", 1024).unwrap(), output);
    }
}
