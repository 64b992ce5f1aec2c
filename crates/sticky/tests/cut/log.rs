//! The proxy's log, its files, and its end.

use crate::{Trials, demand, sticky, text, wait_until};
use libtest_mimic::Failed;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command};

pub(crate) const TRIALS: Trials = &[
    ("each_piece_is_logged_with_its_place_among_the_frames", each_piece_is_logged),
    ("json_has_the_same_events", json_has_the_same_events),
    ("streams_are_saved_for_decode", streams_are_saved),
    ("a_cut_past_the_end_is_an_error", a_cut_past_the_end),
    ("only_one_connection_is_cut_if_asked", only_one_connection),
    ("a_log_that_nobody_reads_ends_it_quietly", a_log_that_nobody_reads),
];

/// The proxy, and where it listens.
struct Proxy {
    child: Child,
    lines: BufReader<ChildStdout>,
    address: String,
}

impl Proxy {
    /// Starts `sticky cut` in front of `server`.
    fn start(options: &str, server: &TcpListener) -> Result<Self, Failed> {
        let mut command: Command = sticky(&format!("--to {} {options}", server.local_addr()?));
        let mut child = command.spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut first = String::new();
        lines.read_line(&mut first)?;
        let address = first.split(['"', ' ', ';']).find(|word| word.starts_with("127.0.0.1:")).ok_or("no address")?;
        Ok(Self { address: address.to_owned(), child, lines })
    }

    /// The rest of its log, when it has ended by itself.
    fn log(mut self) -> Result<(Option<i32>, String), Failed> {
        let mut log = String::new();
        self.lines.read_to_string(&mut log)?;
        Ok((self.child.wait()?.code(), log))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Proxy {
    /// Sends `bytes` through the proxy to a server that answers nothing.
    fn send(&self, listener: &TcpListener, bytes: &[u8]) -> Result<(), Failed> {
        let mut client = TcpStream::connect(&self.address)?;
        client.write_all(bytes)?;
        client.shutdown(Shutdown::Write)?;
        let mut received = Vec::new();
        listener.accept()?.0.read_to_end(&mut received)?;
        if received == bytes { Ok(()) } else { Err("other bytes arrived".into()) }
    }
}

fn passed(options: &str, bytes: &[u8]) -> Result<(Option<i32>, String), Failed> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let proxy = Proxy::start(&format!("{options} --connections 1"), &server)?;
    proxy.send(&server, bytes)?;
    proxy.log()
}

fn each_piece_is_logged() -> Result<(), Failed> {
    let (status, log) = passed("--at 1,4 --framing length --width 2", b"\0\x04I'm \0\x04Lyon")?;
    assert_eq!(status, Some(0), "{log}");
    let known = if cfg!(target_os = "linux") { "read, " } else { "" };
    demand(&log, &format!("1 up 0 1 byte {known}"))?;
    demand(&log, "in the header of frame 1")?;
    demand(&log, "1 up 1 3 bytes")?;
    demand(&log, "in the payload of frame 1, after 2 of 4")?;
    demand(&log, "after frame 2")?;
    demand(&log, "1 up ended after 12 bytes")?;
    demand(&log, "1 closed")
}

fn json_has_the_same_events() -> Result<(), Failed> {
    let (_, log) = passed("--each 5 --up --format json", b"I'm Lyon")?;
    let events: Vec<serde_json::Value> = log.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let pieces: Vec<_> = events.iter().filter(|event| event["event"] == "piece").collect();
    let known = if cfg!(target_os = "linux") { "read" } else { "not-observed" };
    let wanted = [(0, 5), (5, 3)];
    assert_eq!(pieces.len(), wanted.len(), "{log}");
    for (piece, (offset, bytes)) in pieces.iter().zip(wanted) {
        assert!(piece["direction"] == "up" && piece["offset"] == offset && piece["bytes"] == bytes, "{piece}");
        assert_eq!(piece["known"], known);
    }
    Ok(())
}

fn streams_are_saved() -> Result<(), Failed> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("streams");
    let _ = std::fs::remove_dir_all(&folder);
    passed(&format!("--each 1 --save {}", folder.display()), b"\0\x04Lyon")?;
    assert_eq!(std::fs::read(folder.join("0001-up.bin"))?, b"\0\x04Lyon");
    Ok(())
}

fn a_cut_past_the_end() -> Result<(), Failed> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let mut proxy = Proxy::start("--at 2,8 --up --connections 1", &server)?;
    proxy.send(&server, b"I'm Lyon")?;
    let mut error = String::new();
    proxy.child.stderr.take().ok_or("no errors")?.read_to_string(&mut error)?;
    demand(&error, "a stream ended before one of its cuts")?;
    let (status, log) = proxy.log()?;
    assert_eq!(status, Some(2));
    demand(&log, "ended after 8 bytes: no cut at 8")
}

fn only_one_connection() -> Result<(), Failed> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let proxy = Proxy::start("--each 1 --only 2 --connections 2", &server)?;
    proxy.send(&server, b"Lyon")?;
    proxy.send(&server, b"Lyon")?;
    let (_, log) = proxy.log()?;
    demand(&log, "1 up 0 4 bytes not cut")?;
    demand(&log, "2 up 3 1 byte")
}

fn a_log_that_nobody_reads() -> Result<(), Failed> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let mut proxy = Proxy::start("", &server)?;
    let errors = proxy.child.stderr.take();
    let Proxy { lines, .. } = &mut proxy;
    drop(std::mem::replace(
        lines,
        BufReader::new(
            Command::new("true").stdout(std::process::Stdio::piped()).spawn()?.stdout.take().ok_or("no pipe")?,
        ),
    ));
    let client = TcpStream::connect(&proxy.address)?;
    let mut ended = None;
    wait_until("the proxy's end", || {
        ended = proxy.child.try_wait().ok().flatten();
        ended.is_some()
    })?;
    drop(client);
    assert_eq!(ended.and_then(|status| status.code()), Some(0));
    let mut said = String::new();
    errors.ok_or("no errors")?.read_to_string(&mut said)?;
    assert_eq!(text(said.as_bytes()), "");
    Ok(())
}
