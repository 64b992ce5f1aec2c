//! Violations, ends, and what lies between: which error, where, and with which exit status.

use super::{decoded, error, frame, run};
use crate::support::program;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

#[test]
fn a_stream_that_ends_inside_a_frame_is_truncated_where_that_frame_begins() {
    let streams: &[(&str, &[u8], u64)] = &[
        ("length", b"\0\0\0\x01a\0\0", 5),
        ("length", b"\0\0\0\x01a\0\0\0\x02b", 5),
        ("fixed --size 2", b"abc", 2),
        ("delimiter --delimiter \\r\\n", b"a\r\nb\r", 3),
        ("line", b"a\nb", 2),
        ("netstring", b"1:a,1:b", 4),
        ("varint", b"\x01a\x80", 2),
        ("cobs", b"\x02a\0\x02", 3),
    ];
    for (flags, stream, at) in streams {
        let (told, status) = decoded(&format!("--framing {flags}"), stream);
        assert_eq!((told.last(), status), (Some(&error(*at, "truncated")), Some(1)), "{flags}");
        assert_eq!(told.len(), 2, "{flags}: {told:?}");
    }
}

#[test]
fn bytes_that_are_no_frame_are_malformed_and_nothing_follows() {
    let streams: &[(&str, &[u8])] = &[
        ("length --signed", b"\xff\xff\xff\xff"),
        ("length --signed --width 1", b"\x80"),
        ("length --adjust -3", b"\0\0\0\x02ab"),
        ("length --counts-itself", b"\0\0\0\x03"),
        ("length --strip 7", b"\0\0\0\x02ab"),
        ("netstring", b"x:"),
        ("netstring", b"01:a,"),
        ("netstring", b"1:a;"),
        ("netstring", b":"),
        ("varint", b"\x80\x00"),
        ("varint", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
    ];
    for (flags, stream) in streams {
        let behind = [stream, &b"and more of it"[..]].concat();
        let told = decoded(&format!("--framing {flags} --on-oversize skip"), &behind);
        assert_eq!(told, (vec![error(0, "malformed")], Some(1)), "{flags} {stream:?}");
    }
}

#[test]
fn behind_a_malformed_frame_of_cobs_comes_the_next_one() {
    let told = decoded("--framing cobs", b"\x03b\x02c\0\x05next\0\0\x01\0");
    let frames = [error(0, "malformed"), frame(5, b"next"), error(11, "malformed"), frame(12, b"")];
    assert_eq!(told, (frames.to_vec(), Some(1)));
}

#[test]
fn an_oversize_frame_ends_it_or_is_skipped_as_chosen_and_makes_the_exit_status_1() {
    let stream = b"\0\0\0\x01a\0\0\0\x05hello\0\0\0\x02hi";
    let fails = decoded("--framing length --max 4", stream);
    assert_eq!(fails, (vec![frame(0, b"a"), error(5, "oversize")], Some(1)));
    let skips = decoded("--framing length --max 4 --on-oversize skip", stream);
    assert_eq!(skips, (vec![frame(0, b"a"), error(5, "oversize"), frame(14, b"hi")], Some(1)));
    let same = decoded("--framing length --max 4 --on-oversize fail", stream);
    assert_eq!(same, fails);
}

#[test]
fn a_skipped_frame_that_never_ends_is_oversize_and_truncated() {
    let told = decoded("--framing length --max 4 --on-oversize skip", b"\0\0\0\x05hel");
    assert_eq!(told, (vec![error(0, "oversize"), error(0, "truncated")], Some(1)));
}

#[test]
fn an_empty_stream_has_no_frame_and_no_fault() {
    for framing in ["length", "fixed --size 1", "delimiter --delimiter ,", "line", "netstring", "varint", "cobs"] {
        assert_eq!(decoded(&format!("--framing {framing}"), b""), (vec![], Some(0)), "{framing}");
        let encoded = run(&format!("encode --framing {framing}"), b"");
        assert_eq!((encoded.stdout.len(), encoded.status.code()), (0, Some(0)), "{framing}");
    }
}

/// Writes each part when the line that the one before it makes has been told.
fn told_as_it_comes(flags: &str, parts: &[(&[u8], &str)]) {
    let mut command = Command::new(program("06-many-framings"));
    command.arg("decode").args(flags.split(' ')).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = Ended(command.spawn().expect("it starts"));
    let (mut stdin, stdout) = (child.0.stdin.take().expect("piped"), child.0.stdout.take().expect("piped"));
    let (tell, lines) = mpsc::channel();
    std::thread::spawn(move || {
        BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| tell.send(line))
    });
    let next = || lines.recv_timeout(Duration::from_secs(20)).expect("it tells what it knows");
    for (part, told) in parts {
        stdin.write_all(part).expect("it reads");
        let mut line = next();
        while line.starts_with(' ') {
            line = next(); // bytes of the frame before
        }
        assert!(line.contains(told), "{flags}: {line}");
    }
}

/// A process that is ended where the test ends, however that is.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended by itself
        let _ = self.0.wait();
    }
}

#[test]
fn a_frame_or_a_violation_is_told_before_the_next_byte_has_come() {
    let lines: &[(&[u8], &str)] = &[(b"a\n", "frame"), (b"b\n", "frame")];
    for flags in ["--framing line --format json", "--framing line", "--framing line --format json --cuts 1"] {
        told_as_it_comes(flags, lines);
    }
    let long: &[(&[u8], &str)] = &[(b"\0\x01a", "frame 1"), (b"\xff\xff", "OVERSIZE, offset 3: 65535")];
    told_as_it_comes("--framing length --width 2 --max 9", long);
    told_as_it_comes("--framing length --width 2 --max 9 --on-oversize skip", long);
    let damaged: &[(&[u8], &str)] = &[(b"\x03b\0", "MALFORMED, offset 0"), (b"\x01\0", "frame 1, offset 3")];
    told_as_it_comes("--framing cobs", damaged);
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let stream = b"x\n".repeat(200_000);
    for (tool, flags) in [("decode", "--framing line"), ("encode", "--framing netstring")] {
        let mut command = Command::new(program("06-many-framings"));
        command.arg(tool).args(flags.split(' ')).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().expect("piped");
        let _ = stdin.write_all(&stream); // it may be gone before all is written
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((String::from_utf8_lossy(&output.stderr).as_ref(), output.status.code()), ("", Some(0)), "{tool}");
    }
}

#[test]
fn a_folder_for_standard_input_is_told_and_makes_the_exit_status_2() {
    if !cfg!(unix) {
        return; // a folder cannot be opened as a file elsewhere
    }
    for tool in ["decode", "encode"] {
        let mut command = Command::new(program("06-many-framings"));
        let folder = std::fs::File::open(env!("CARGO_MANIFEST_DIR")).expect("a folder opens");
        let output = command.args([tool, "--framing", "line"]).stdin(folder).output().expect("it runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{tool}: {told}");
        let hint = format!("hint: give it a file or a pipe, as in: {tool} --framing ");
        assert!(told.starts_with("error: ") && told.contains(&hint), "{tool}: {told}");
    }
}

/// The most memory that a process has had resident so far, in KiB.
#[cfg(target_os = "linux")]
fn resident_most(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("Linux tells it");
    line.split_whitespace().nth(1).expect("a number").parse().expect("a number")
}

/// 24 MiB in frames of 64 KiB, as JSON and as text, and 24 MiB of one frame that is skipped: none is ever held.
#[test]
#[cfg(target_os = "linux")]
fn a_long_stream_takes_no_more_memory_than_a_frame_and_a_read() {
    let frames = [&65_536_u32.to_be_bytes()[..], &[7; 65_536]].concat();
    let one = (u32::MAX).to_be_bytes();
    let kinds = [("--format json", &frames[..]), ("--format text", &frames[..]), ("--on-oversize skip", &one)];
    for (flags, first) in kinds {
        let mut command = Command::new(program("06-many-framings"));
        command.args(["decode", "--framing", "length", "--max", "65536"]).args(flags.split(' '));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("piped");
        stdin.write_all(first).expect("it reads");
        for _ in 0..384 {
            stdin.write_all(&frames).expect("it reads");
        }
        let most = resident_most(child.id());
        drop(stdin);
        child.wait().expect("it ends");
        assert!(most < 16 * 1024, "{flags}: {most} KiB");
    }
}
