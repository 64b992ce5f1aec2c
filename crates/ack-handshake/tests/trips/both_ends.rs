//! Both ends: trip by trip in one thread, over two queues that never cut; and over a socket.

use ack_handshake::{client, server};
use std::collections::VecDeque;
use std::net::{TcpListener, TcpStream};
use std::thread;

#[test]
fn four_trips_bring_any_output_back_and_leave_nothing() {
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
fn without_the_wait_length_and_body_are_glued_into_a_length() {
    let mut back = VecDeque::new();
    server::send_length(&mut back, 2).unwrap();
    server::send_body(&mut back, b"42").unwrap();
    assert_eq!(client::read_length(&mut back, 1024).unwrap(), 242);
}

#[test]
fn after_an_empty_output_the_ok_and_a_command_may_be_glued() {
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

#[test]
fn asking_again_and_again_gives_each_answer() {
    const OUTPUTS: [&[u8]; 4] = [b"hello", b"7", b"", b"OK"];
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    thread::scope(|scope| {
        scope.spawn(move || {
            let (mut server, _) = listener.accept().unwrap();
            for output in OUTPUTS {
                assert_eq!(server::read_command(&mut server).unwrap().unwrap(), b"show it");
                server::answer(&mut server, output).unwrap();
            }
        });
        for output in OUTPUTS {
            assert_eq!(client::ask(&mut client, b"show it", 1024).unwrap(), output);
        }
    });
}
