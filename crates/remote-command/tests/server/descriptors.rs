//! A server without descriptors waits, does not spin, and serves again. In a process of its own: the limit is the process's.

use crate::support::{PATIENCE, Stop, in_its_own_process, server, wait_until};
use remote_command::{Connection, ServeLimits, Server};
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Instant;

#[test]
fn out_of_descriptors_a_server_pauses_and_serves_again() {
    let name = "descriptors::out_of_descriptors_a_server_pauses_and_serves_again";
    in_its_own_process(name, "ulimit -n 40", starve_and_recover);
}

fn greet_and_stay(connection: &mut Connection<'_>) -> io::Result<()> {
    connection.write_all(b"hello")?;
    connection.read_to_end(&mut Vec::new()).map(drop)
}

fn starve_and_recover() {
    let server = server(ServeLimits::default());
    let failures = AtomicU32::new(0);
    thread::scope(|scope| {
        let start = Instant::now();
        scope.spawn(|| {
            server.run(greet_and_stay, |event| {
                let failed = event.to_string().starts_with("cannot accept, will try again: ");
                failures.fetch_add(failed.into(), Ordering::Relaxed);
            });
        });
        let _stop = Stop(&server);
        let mut taken: Vec<_> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
        let mut client = connect_with_the_last(&mut taken, &server);
        wait_until("three attempts that failed", || failures.load(Ordering::Relaxed) >= 3);
        let (failures, elapsed) = (failures.load(Ordering::Relaxed), start.elapsed());
        assert!(u128::from(failures) <= elapsed.as_millis() / 100 + 1, "{failures} in {elapsed:?}: it spins");
        drop(taken);
        let mut greeting = [0; 5];
        client.read_exact(&mut greeting).unwrap();
        assert_eq!(&greeting, b"hello");
    });
}

/// On Linux accept(2) reserves its descriptor before it waits. So the server may take one that is given up here, and the
/// client may be accepted all the same: as it stays, the accept after that one finds none.
fn connect_with_the_last(taken: &mut Vec<File>, server: &Server) -> TcpStream {
    loop {
        taken.pop().unwrap();
        if let Ok(client) = TcpStream::connect(server.local_addr()) {
            client.set_read_timeout(Some(PATIENCE)).unwrap();
            return client;
        }
    }
}
