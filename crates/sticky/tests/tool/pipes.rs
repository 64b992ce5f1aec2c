//! Pipes that stay open, that nobody reads, that are not ready; and how much memory a stream takes.

use super::{Running, stderr, sticky};
use std::io::{BufRead, BufReader, Write};
#[cfg(unix)]
use std::os::{fd::OwnedFd, unix::net::UnixStream};
use std::sync::mpsc;
use std::time::Duration;

/// Writes each part when the line that the one before it makes has been printed.
fn printed_as_it_comes(options: &str, parts: &[(&[u8], &str)]) {
    let mut running = Running(sticky(&format!("decode {options}")).spawn().expect("it starts"));
    let (mut stdin, stdout) = (running.0.stdin.take().expect("piped"), running.0.stdout.take().expect("piped"));
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || {
        BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
    });
    let next = || lines.recv_timeout(Duration::from_secs(20)).expect("it prints what it knows");
    for (part, expected) in parts {
        stdin.write_all(part).expect("it reads");
        let mut line = next();
        while line.starts_with(' ') {
            line = next(); // bytes of the frame before
        }
        assert!(line.contains(expected), "{options}: {line}");
    }
}

#[test]
fn what_has_come_is_printed_before_the_next_byte_comes() {
    let lines: &[(&[u8], &str)] = &[(b"a\n", "frame"), (b"b\n", "frame")];
    for options in ["", " --format json", " --format json --cuts 1", " --cuts 70000", " --cut-seed 1"] {
        printed_as_it_comes(&format!("--framing line{options}"), lines);
    }
    let long: &[(&[u8], &str)] = &[(b"\0\x01a", "frame 1"), (b"\xff\xff", "OVERSIZE, offset 3: it announces 65535")];
    printed_as_it_comes("--framing length --width 2 --max 9", long);
    printed_as_it_comes("--framing length --width 2 --max 9 --on-oversize skip", long);
    let damaged: &[(&[u8], &str)] = &[(b"\x03b\0", "MALFORMED, offset 0"), (b"\x01\0", "frame 1, offset 3")];
    printed_as_it_comes("--framing cobs", damaged);
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    for args in ["decode --framing line", "encode --framing netstring"] {
        let mut child = sticky(args).spawn().expect("it starts");
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().expect("piped");
        let _ = stdin.write_all(&b"x\n".repeat(200_000)); // it may be gone before all is written
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((stderr(&output).as_str(), output.status.code()), ("", Some(0)), "{args:?}");
    }
}

/// The tool's end of a stream, non-blocking, and ours.
#[cfg(unix)]
fn non_blocking() -> (OwnedFd, UnixStream) {
    let (its, ours) = UnixStream::pair().expect("a pair of sockets");
    its.set_nonblocking(true).expect("a socket can be");
    (its.into(), ours)
}

#[test]
#[cfg(unix)]
fn input_and_output_that_are_not_ready_are_waited_for() {
    for (args, begin) in [("decode --framing line", "frame "), ("encode --framing line", "x")] {
        let ((stdin, mut input), (stdout, output)) = (non_blocking(), non_blocking());
        let mut running = Running(sticky(args).stdin(stdin).stdout(stdout).spawn().expect("it starts"));
        let writing = std::thread::spawn(move || {
            for _ in 0..4 {
                std::thread::sleep(Duration::from_millis(20)); // it finds nothing to read
                input.write_all(&b"x\n".repeat(50_000)).expect("it reads");
            }
        });
        std::thread::sleep(Duration::from_millis(200)); // it finds no room to write
        let printed = std::io::read_to_string(output).expect("UTF-8");
        writing.join().expect("it reads on");
        let stderr = std::io::read_to_string(running.0.stderr.take().expect("piped")).expect("UTF-8");
        assert_eq!((stderr.as_str(), running.0.wait().expect("it ends").code()), ("", Some(0)), "{args:?}");
        assert_eq!(printed.lines().filter(|line| line.starts_with(begin)).count(), 200_000, "{args:?}");
    }
}

#[test]
#[cfg(unix)] // elsewhere a folder cannot be opened
fn input_that_cannot_be_read_makes_the_exit_status_2() {
    for tool in ["decode", "encode"] {
        let folder = std::fs::File::open(env!("CARGO_MANIFEST_DIR")).expect("a folder opens");
        let output = sticky(&format!("{tool} --framing line")).stdin(folder).output().expect("it runs");
        let error = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{tool}: {error}");
        assert!(error.starts_with("error: cannot read the input: ") && error.contains("hint: "), "{tool}: {error}");
        let output = super::run(&format!("{tool} --framing line /no/such/file"), b"");
        assert!(stderr(&output).starts_with("error: cannot open /no/such/file: "), "{tool}");
        assert_eq!(output.status.code(), Some(2), "{tool}");
    }
}

/// The most memory that a process has had resident so far, in KiB.
#[cfg(target_os = "linux")]
fn resident_most(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("Linux tells it");
    line.split_whitespace().nth(1).expect("a number").parse().expect("a number")
}

/// 24 MiB in frames of 64 KiB, as JSON and as text; 24 MiB of one frame that is skipped.
#[test]
#[cfg(target_os = "linux")]
fn a_stream_takes_no_more_memory_than_a_frame_and_a_read() {
    let frames = [&65_536_u32.to_be_bytes()[..], &[7; 65_536]].concat();
    let huge = u32::MAX.to_be_bytes();
    for (options, first) in [("--format json", &frames[..]), ("--format text", &frames), ("--on-oversize skip", &huge)]
    {
        let args = format!("decode --framing length --max 65536 {options}");
        let mut running = Running(sticky(&args).stdout(std::process::Stdio::null()).spawn().expect("it starts"));
        let mut stdin = running.0.stdin.take().expect("piped");
        stdin.write_all(first).expect("it reads");
        for _ in 0..384 {
            stdin.write_all(&frames).expect("it reads");
        }
        let most = resident_most(running.0.id());
        assert!(most < 16 * 1024, "{options}: {most} KiB");
    }
}
