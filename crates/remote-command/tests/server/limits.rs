//! Commands that want too much output or time, or run beside too many others. Each is stopped, says so, and disturbs no other.

use crate::support::{patient, run};
use remote_command::{HARMLESS, RunLimits, Runner, WatchedSocket};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::time::Duration;

#[test]
fn an_endless_output_is_ended_at_8_mib_with_a_notice_in_them() {
    let output = run(patient(), "yes");
    let spare = 8 * 1024 * 1024 - output.len();
    assert!(spare <= 1, "one byte is spare where a line ended just before the notice, not {spare}");
    assert!(output.starts_with("y\ny\ny\n"));
    assert!(output.ends_with("\nended: the output is longer than 8388608 bytes, the limit. Ask for less\n"));
}

#[test]
fn an_output_of_the_limit_is_whole_and_a_byte_more_is_not() {
    let limits = RunLimits { output_bytes_max: 200, ..patient() };
    let fits = format!("{}\n", "x".repeat(199));
    assert_eq!(run(limits, format!("echo {fits}")), fits);
    let output = run(limits, format!("echo x{fits}"));
    assert!(output.starts_with("xxx") && output.contains("\nended: the output is longer than 200 bytes"), "{output}");
    assert!(output.len() <= 200, "{output}");
}

#[test]
fn both_streams_share_one_limit() {
    // Either alone would fit.
    let output = run(RunLimits { output_bytes_max: 60, ..patient() }, "both");
    assert!(output.starts_with("ended: the output is longer than 60 bytes"), "{output}");
}

#[test]
fn a_command_is_ended_after_its_time() {
    let limits = RunLimits { time: Duration::from_millis(5), ..patient() };
    assert_eq!(run(limits, "sleep 60"), "ended: a command may take 5ms at most. Ask for less\n");
}

/// A client and the server's end of its connection.
fn connected() -> (TcpStream, WatchedSocket) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (client, WatchedSocket::new(listener.accept().unwrap().0))
}

/// The commands would take longer than the test has patience.
#[test]
fn a_command_ends_with_its_client() {
    let runner = Runner::new(HARMLESS, patient());
    let endings: [fn(TcpStream); 4] = [
        drop,
        |client| client.shutdown(Shutdown::Write).unwrap(),
        |client| link::reset_when_closed(&client).unwrap(),
        |mut client| {
            client.write_all(b"too early").unwrap();
            link::reset_when_closed(&client).unwrap();
        },
    ];
    // Windows does not report a reset after unread bytes: there a command's own time limit ends it.
    let seen = if cfg!(windows) { 3 } else { 4 };
    for end in &endings[..seen] {
        let (client, server) = connected();
        let output = std::thread::scope(|scope| {
            let running = scope.spawn(|| runner.run_for(&server, b"sleep 60"));
            end(client);
            running.join().unwrap()
        });
        assert!(output.as_bytes().starts_with(b"ended: the client closed the connection"), "{output:?}");
    }
}

/// It may have ended its own sending alone: only a wait is cut short by that.
#[test]
fn a_client_that_has_ended_its_sending_gets_all_that_was_printed() {
    let (client, server) = connected();
    client.shutdown(Shutdown::Write).unwrap();
    let output = Runner::new(HARMLESS, patient()).run_for(&server, b"seq 1 50000");
    assert!(output.as_bytes().ends_with(b"\n50000\n"), "{} bytes", output.as_bytes().len());
}

#[test]
fn large_outputs_left_untaken_are_few_and_small_ones_go_on() {
    let limits = RunLimits { large_outputs_max: 2, large_wait: Duration::from_millis(20), ..patient() };
    let runner = Runner::new(HARMLESS, limits);
    let kept = [runner.run(b"seq 1 50000"), runner.run(b"seq 1 50000")];
    let refused = runner.run(b"seq 1 50000");
    assert!(refused.as_bytes().starts_with(b"refused: busy: too many large outputs are waiting to be read"));
    assert!(runner.run(b"seq 1 10000").as_bytes().ends_with(b"\n10000\n"));
    drop(kept);
    assert!(runner.run(b"seq 1 50000").as_bytes().ends_with(b"\n50000\n"));
}

#[test]
fn a_client_that_does_not_take_its_large_output_makes_way_for_another() {
    let runner = Runner::new(HARMLESS, RunLimits { large_outputs_max: 1, ..patient() });
    let (mut deaf, server) = connected();
    let kept = runner.run_for(&server, b"seq 1 50000");
    std::thread::scope(|scope| {
        let second = scope.spawn(|| runner.run(b"seq 1 50000"));
        assert_eq!(deaf.read(&mut [0]).unwrap(), 0, "closed");
        drop(kept);
        assert!(second.join().unwrap().as_bytes().ends_with(b"\n50000\n"));
    });
}

#[test]
fn an_output_of_64_kib_needs_no_place_and_more_does() {
    let limits = RunLimits { large_outputs_max: 0, large_wait: Duration::ZERO, ..patient() };
    // 9 × 2 + 90 × 3 + 900 × 4 + 9,000 × 5 bytes up to 9,999, then 6 a line: 65,532 at 12,773.
    assert_eq!(run(limits, "seq 1 12773").len(), 65_532);
    assert!(run(limits, "seq 1 12774").starts_with("refused: busy: too many large outputs"));
}
