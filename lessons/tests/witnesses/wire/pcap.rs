//! A capture file read by somebody else: tshark, where it is installed.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A segment as both tell it: way, sequence number, acknowledgement, bytes, flags.
pub(crate) type Told = (String, u64, u64, u64, String);

/// The segments of a lesson's JSON lines.
pub(crate) fn of_json(lines: &[Value]) -> Vec<Told> {
    let text = |line: &Value, field: &str| line[field].as_str().expect("a text").to_owned();
    let number = |line: &Value, field: &str| line[field].as_u64().expect("a number");
    let told = |line: &Value| {
        let [seq, ack, bytes] = ["seq", "ack", "bytes"].map(|field| number(line, field));
        (text(line, "dir"), seq, ack, bytes, text(line, "flags"))
    };
    lines.iter().filter(|line| line["event"] == "segment").map(told).collect()
}

/// The segments of a capture file as tshark tells them; `None` without tshark.
pub(crate) fn of_tshark(file: &Path) -> Option<Vec<Told>> {
    let fields = ["ip.src", "tcp.seq", "tcp.ack", "tcp.len", "tcp.flags"].map(|field| ["-e", field]);
    let read = Command::new("tshark").arg("-r").arg(file).args(["-T", "fields"]).args(fields.concat()).output().ok()?;
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    Some(String::from_utf8(read.stdout).expect("text").lines().map(segment).collect())
}

fn segment(line: &str) -> Told {
    let fields: Vec<&str> = line.split('\t').collect();
    let way = if fields[0] == "10.9.0.1" { ">" } else { "<" };
    let [seq, ack, bytes] = [1, 2, 3].map(|nth| fields[nth].parse().expect("a number"));
    let bits = u32::from_str_radix(fields[4].trim_start_matches("0x"), 16).expect("flags");
    let letters = [(1, 'F'), (2, 'S'), (4, 'R'), (8, 'P'), (16, '.')];
    let flags = letters.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, letter)| *letter).collect();
    (way.to_owned(), seq, ack, bytes, flags)
}
