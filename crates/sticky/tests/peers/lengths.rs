//! Lengths of 4 bytes, big-endian, as Python's `struct`, Node's `Buffer` and Java's `DataOutputStream` write them; and ours, as they
//! read them.

use super::{accept, against, said};
use framing::{BigEndian, Decoder, Prefix, read_frame, write_frame};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

/// What every client sends, and expects back turned round: an empty one, one with 00 and LF, one of many reads.
const LENGTHS: [usize; 4] = [0, 5, 6, 70_000];

/// Each sends messages of these lengths, its bytes 0, 1, 2 and so on, in pieces of 3 bytes where they are short, and compares
/// what comes back.
const PYTHON: &str = r#"
import socket, struct, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 60)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for n in (0, 5, 6, 70000):
    wire = struct.pack("!I", n) + bytes(i % 256 for i in range(n))
    for at in range(0, min(len(wire), 12), 3): s.sendall(wire[at:min(at + 3, 12)])
    s.sendall(wire[12:])
stream = s.makefile("rb")
for n in (0, 5, 6, 70000):
    (length,) = struct.unpack("!I", stream.read(4))
    assert stream.read(length) == bytes(i % 256 for i in range(n))[::-1]
print("4 messages came back")
"#;

const NODE: &str = r#"
const s = require("net").connect(Number(process.argv[2]), "127.0.0.1");
s.setNoDelay(true); s.setTimeout(60000, () => { console.log("nothing came"); process.exit(1); });
const lengths = [0, 5, 6, 70000], payload = n => Buffer.from(Array.from({ length: n }, (_, i) => i % 256));
for (const n of lengths) {
  const header = Buffer.alloc(4); header.writeUInt32BE(n);
  const wire = Buffer.concat([header, payload(n)]), piece = n > 100 ? 9999 : 3;
  for (let at = 0; at < wire.length; at += piece) s.write(wire.subarray(at, at + piece));
}
let got = Buffer.alloc(0), next = 0;
s.on("data", piece => {
  got = Buffer.concat([got, piece]);
  while (got.length >= 4 && got.length >= 4 + got.readUInt32BE()) {
    const end = 4 + got.readUInt32BE();
    if (!got.subarray(4, end).equals(payload(lengths[next]).reverse())) { console.log("not as sent"); process.exit(1); }
    got = got.subarray(end); next += 1;
  }
  if (next == lengths.length) { console.log("4 messages came back"); s.end(); }
});
"#;

const JAVA: &str = r#"
import java.io.*;
import java.net.*;
class Peer {
    public static void main(String[] args) throws Exception {
        Socket s = new Socket("127.0.0.1", Integer.parseInt(args[0]));
        s.setSoTimeout(60000); s.setTcpNoDelay(true);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(s.getOutputStream()));
        DataInputStream in = new DataInputStream(s.getInputStream());
        int[] lengths = {0, 5, 6, 70000};
        for (int n : lengths) { out.writeInt(n); for (int i = 0; i < n; i++) out.write(i); }
        out.flush();
        for (int n : lengths) {
            byte[] back = in.readNBytes(in.readInt());
            if (back.length != n) throw new IOException(back.length + " bytes of " + n);
            for (int i = 0; i < n; i++) if (back[i] != (byte) (n - 1 - i)) throw new IOException("not as sent");
        }
        s.close();
        System.out.println("4 messages came back");
    }
}
"#;

/// Takes four frames, whatever the cuts, then sends each back turned round.
fn turn_round(listener: TcpListener) -> Vec<Vec<u8>> {
    let framing = Prefix::<4, BigEndian>::new();
    let (mut stream, mut decoder) = (accept(&listener), Decoder::new(framing, 1 << 20));
    let mut taken = Vec::new();
    for _ in LENGTHS {
        let frame = read_frame(&mut stream, &mut decoder).expect("a frame").expect("not the end");
        taken.push(frame.payload.to_vec());
    }
    for payload in &taken {
        let back: Vec<u8> = payload.iter().rev().copied().collect();
        write_frame(&mut stream, &framing, &back).expect("the peer reads");
    }
    assert!(read_frame(&mut stream, &mut decoder).expect("a clean end").is_none());
    taken
}

/// Runs a script, if its interpreter is installed.
fn check((interpreter, asked): (&str, &str), file: &str, script: &str) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
    std::fs::write(&path, script).expect("a folder for tests");
    let client = |command: &mut Command, port: u16| {
        command.arg(path).arg(port.to_string());
    };
    let (output, taken) = against((interpreter, asked), client, turn_round);
    assert!(output.status.success() && said(&output).contains("4 messages came back"), "{file}: {}", said(&output));
    let expected = LENGTHS.map(|n| (0..n).map(|i| i as u8).collect::<Vec<u8>>());
    assert!(taken == expected, "{file}: {:?}", taken.iter().map(Vec::len).collect::<Vec<_>>());
}

pub(crate) fn pythons_struct_and_ours_read_each_others_lengths() {
    check(("python3", "--version"), "peer.py", PYTHON);
}

pub(crate) fn nodes_buffer_and_ours_read_each_others_lengths() {
    check(("node", "--version"), "peer.js", NODE);
}

pub(crate) fn javas_data_streams_and_ours_read_each_others_lengths() {
    check(("java", "--describe-module=jdk.compiler"), "Peer.java", JAVA);
}
