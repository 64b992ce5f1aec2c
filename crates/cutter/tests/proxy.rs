//! What the proxy passes on besides bytes: ends, resets, silence and back pressure; and what it says where nothing is proven.

use cutter::{Cuts, Cutter, Direction, Event, NotObserved, Proof, Proxy, Treatment};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::num::{NonZeroU64, NonZeroUsize};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

fn every(bytes: u64) -> Treatment {
    Treatment::cut(Cuts::Every(NonZeroU64::new(bytes).expect("at least 1")))
}

/// The three programs' sockets: client, proxy, server.
fn connect(change: impl FnOnce(Cutter) -> Cutter) -> io::Result<(TcpStream, Proxy, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let proxy = change(Cutter::to(listener.local_addr()?)?).start()?;
    let client = TcpStream::connect(proxy.address())?;
    let server = listener.accept()?.0;
    for socket in [&client, &server] {
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
    }
    Ok((client, proxy, server))
}

fn read_to_end(socket: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes).map(|_| bytes)
}

fn reset(socket: TcpStream) -> io::Result<()> {
    socket2::SockRef::from(&socket).set_linger(Some(Duration::ZERO))
}

#[test]
fn each_direction_ends_on_its_own() {
    let (mut client, proxy, mut server) = connect(|cutter| cutter.treat(Direction::Up, every(3))).unwrap();
    client.write_all(b"I'm Lyon").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read_to_end(&mut server).unwrap(), b"I'm Lyon");
    server.write_all(b"and I answer after your end").unwrap();
    drop(server);
    assert_eq!(read_to_end(&mut client).unwrap(), b"and I answer after your end");
    let pieces = proxy.finish().unwrap();
    let up = pieces.iter().filter(|piece| piece.direction == Direction::Up).map(|piece| piece.bytes);
    assert_eq!(up.collect::<Vec<_>>(), [3, 3, 2]);
}

#[test]
fn a_reset_is_passed_on_with_all_that_came_before_it() {
    let (mut client, _proxy, mut server) = connect(|cutter| cutter).unwrap();
    client.write_all(b"request").unwrap();
    server.read_exact(&mut [0; 7]).unwrap();
    reset(client).unwrap();
    assert_eq!(read_to_end(&mut server).unwrap_err().kind(), ErrorKind::ConnectionReset);

    let (mut client, _proxy, mut server) = connect(|cutter| cutter).unwrap();
    server.write_all(b"answer").unwrap();
    client.read_exact(&mut [0; 6]).unwrap();
    reset(server).unwrap();
    assert_eq!(read_to_end(&mut client).unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[test]
fn a_program_that_does_not_read_is_said_not_to_within_the_patience() {
    let patience = Duration::from_millis(200);
    let (mut client, proxy, mut server) =
        connect(|cutter| cutter.treat(Direction::Up, every(4)).patience(patience)).unwrap();
    client.write_all(b"I'm Lyon").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    // Both pieces arrive although nobody reads.
    let waiting = [0; 1024];
    let deadline = Instant::now() + PATIENCE;
    while server.peek(&mut { waiting }).unwrap() < 8 {
        assert!(Instant::now() < deadline, "the second piece did not come");
        thread::yield_now();
    }
    assert_eq!(read_to_end(&mut server).unwrap(), b"I'm Lyon");
    drop((client, server));
    let pieces = proxy.finish().unwrap();
    if cfg!(target_os = "linux") {
        assert_eq!(pieces[0].proof, Proof::NotObserved(NotObserved::NotRead(patience)));
    }
    assert_eq!(pieces.iter().map(|piece| piece.bytes).collect::<Vec<_>>(), [4, 4]);
}

#[test]
fn writes_are_glued_until_there_are_enough_bytes_or_the_writer_is_quiet() {
    let hold = Duration::from_secs(5);
    let (mut client, _proxy, mut server) = connect(|cutter| {
        cutter.treat(Direction::Up, Treatment { glue: NonZeroUsize::new(8), hold, ..Treatment::default() })
    })
    .unwrap();
    for message in [&b"I'm "[..], b"Lyon", b", "] {
        client.write_all(message).unwrap();
    }
    let mut buffer = [0; 1024];
    assert_eq!(server.read(&mut buffer).unwrap(), 8);
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read_to_end(&mut server).unwrap(), b", ");
}

#[test]
fn a_client_that_cannot_be_served_is_reset_and_its_error_reported() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let proxy = Cutter::to(nobody).unwrap().start_with(move |connection, event| {
        if let Event::Unreachable(error) = event {
            record.lock().expect("nobody panics").push((connection, error.kind()));
        }
    });
    let proxy = proxy.unwrap();
    let mut client = TcpStream::connect(proxy.address()).unwrap();
    client.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(client.read(&mut [0; 10]).unwrap_err().kind(), ErrorKind::ConnectionReset);
    drop(proxy);
    assert_eq!(*seen.lock().unwrap(), [(1, ErrorKind::ConnectionRefused)]);
}

/// Writes until all buffers on the way are full; how many bytes they took.
fn fill(client: &TcpStream) -> io::Result<usize> {
    let (mut written, chunk) = (0, vec![7; 1 << 20]);
    client.set_nonblocking(true)?;
    // Ten tries in a row without room: all buffers are full.
    let mut full = 0;
    while full < 10 {
        match (&mut { client }).write(&chunk) {
            Ok(len) => (written, full) = (written + len, 0),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                full += 1;
                thread::sleep(Duration::from_millis(20));
            }
            Err(error) => return Err(error),
        }
        assert!(written < 256 << 20, "{written} bytes were taken that nobody has read");
    }
    Ok(written)
}

#[test]
fn a_writer_is_held_back_when_the_reader_is_slow() {
    let (client, _proxy, mut server) = connect(|cutter| cutter).unwrap();
    let written = fill(&client).unwrap();
    drop(client);
    assert_eq!(read_to_end(&mut server).unwrap().len(), written);
}

#[test]
fn a_reset_is_passed_on_although_nobody_reads() {
    let (client, _proxy, server) = connect(|cutter| cutter).unwrap();
    fill(&client).unwrap();
    reset(client).unwrap();
    let deadline = Instant::now() + PATIENCE;
    let error = loop {
        match server.take_error().unwrap() {
            Some(error) => break error,
            None => assert!(Instant::now() < deadline, "no reset has come"),
        }
        thread::yield_now();
    };
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

/// Four files are needed for each connection, since all programs are this one.
#[test]
fn a_thousand_connections_are_open_at_once_or_as_many_as_files_allow() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let files = usize::try_from(program::raise_file_limit().unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    let count = 1000.min(files / 5);
    let proxy = Cutter::to(listener.local_addr().unwrap()).unwrap().treat(Direction::Up, every(2)).start().unwrap();
    let accepting = thread::spawn(move || (0..count).map(|_| Ok(listener.accept()?.0)).collect::<io::Result<Vec<_>>>());
    let address: SocketAddr = proxy.address();
    let clients: Vec<TcpStream> = (0..count).map(|_| TcpStream::connect(address).unwrap()).collect();
    let servers = accepting.join().unwrap().unwrap();
    for mut client in clients {
        client.write_all(b"Lyon").unwrap();
    }
    for mut server in servers {
        server.set_read_timeout(Some(PATIENCE)).unwrap();
        assert_eq!(read_to_end(&mut server).unwrap(), b"Lyon");
    }
    let pieces = proxy.finish().unwrap();
    assert_eq!(pieces.len(), 2 * count);
    // Servers read one after another, so some pieces waited too long.
    assert!(pieces.iter().all(|piece| piece.bytes == 2));
}
