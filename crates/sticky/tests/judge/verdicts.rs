//! What is printed about a program that can be judged: a server in Python.

use crate::ignorable::ignore;
use crate::{judge, said};
use serde_json::Value;
use std::process::{Command, Stdio};

/// Lines come back, however they are cut.
const RIGHT: &str = r#"
import os, socketserver
class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line.endswith(b"\n"): self.wfile.write(line)
socketserver.ThreadingTCPServer.daemon_threads = True
socketserver.ThreadingTCPServer(("127.0.0.1", int(os.environ["PORT"])), Echo).serve_forever()
"#;

/// One read is taken for one line; whatever has no end is printed, and not answered.
const WRONG: &str = r#"
import os, socketserver, sys
class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            if not data.endswith(b"\n"):
                sys.stdout.write("no line: \x1b[31m\x07" + repr(data) + "\n"); sys.stdout.flush()
                break
            self.request.sendall(data)
socketserver.ThreadingTCPServer.daemon_threads = True
socketserver.ThreadingTCPServer(("127.0.0.1", int(os.environ["PORT"])), Echo).serve_forever()
"#;

/// What all of these tests need; the judge waits longer than usual, for machines that are busy.
fn judged(options: &[&str], source: &str) -> (Option<i32>, String, String) {
    let version = Command::new("python3").arg("--version").stdin(Stdio::null()).output();
    if !version.is_ok_and(|output| output.status.success()) {
        ignore("python3 is not installed");
    }
    let common = ["--framing", "line", "--timeout", "20", "--start", "60"];
    said(&judge(&[&common, options, &["--", "python3", "-c", source]].concat()))
}

pub(crate) fn a_right_server_exits_with_0_and_a_summary() {
    let (status, stdout, stderr) = judged(&["--only", "one-frame,glued,byte-by-byte,length-negative"], RIGHT);
    assert_eq!((status, stderr.as_str()), (Some(0), ""), "{stdout}");
    let flat = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("✓ one-frame") && flat.contains("Not applicable: no frame announces its length."),
        "{stdout}"
    );
    assert!(stdout.ends_with("4 checks: 3 passed, 1 not applicable\n"), "{stdout}");
    if cfg!(target_os = "linux") {
        assert!(flat.contains("the kernel proves that a read ended at each"), "{stdout}");
    }
}

pub(crate) fn a_wrong_server_exits_with_1_and_the_command_fails_again() {
    let (status, stdout, _) = judged(&["--only", "one-frame,every-cut"], WRONG);
    assert_eq!(status, Some(1), "{stdout}");
    assert!(stdout.contains("2 checks: 1 passed, 1 failed\nFailed: every-cut\nStart with the first:"), "{stdout}");
    assert!(
        stdout.contains("inside the payload of frame 1") && stdout.contains("--only every-cut --cuts 1 -- python3")
    );
    let (status, stdout, _) = judged(&["--only", "every-cut", "--cuts", "1"], WRONG);
    assert!(status == Some(1) && stdout.contains("1 failed"), "{stdout}");
}

pub(crate) fn json_lines_have_the_fields_of_their_events() {
    let (status, stdout, _) = judged(&["--only", "glued,every-cut", "--format", "json"], WRONG);
    let lines: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let [passed, failed, end] = &lines[..] else { panic!("{stdout}") };
    assert_eq!((status, passed["name"].as_str(), passed["verdict"].as_str()), (Some(1), Some("glued"), Some("passed")));
    assert_eq!((failed["verdict"].as_str(), failed["cuts"].as_str()), (Some("failed"), Some("1")));
    assert!(failed["sent"].as_str().is_some_and(|hex| hex.starts_with("4927")), "{failed}");
    assert!(failed["again"].as_str().is_some_and(|again| again.contains("--only every-cut --cuts 1 -- ")), "{failed}");
    let counts = ["checks", "passed", "failed", "not_observed", "not_applicable"].map(|name| end[name].as_u64());
    assert_eq!(counts, [2, 1, 1, 0, 0].map(Some));
}

pub(crate) fn what_the_program_prints_is_escaped() {
    let (_, stdout, _) = judged(&["--only", "every-cut"], WRONG);
    assert!(stdout.contains(r"| no line: \x1B[31m\x07b'I'"), "{stdout}");
    assert!(!stdout.contains('\x07'));
}
