//! The lessons on a wire: two hosts with a distance between them. Where there can be none, they say why and exit with 2,
//! and what needs one is skipped.

#![cfg(target_os = "linux")]
#![allow(clippy::print_stderr, reason = "a test says what it skips")]

mod support;

use serde_json::Value;
use support::{LESSONS, run};

/// What a lesson prints on a wire, as JSON lines; `None`, told on stderr, where there is no wire here.
fn on_a_wire(lesson: &str, flags: &[&str]) -> Option<Vec<Value>> {
    let output = run(lesson, &[&["--format", "json"], flags].concat());
    let (printed, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.code() == Some(2) && told.contains("no wire here") {
        assert!(told.contains("\nhint: "), "{told}");
        eprintln!("skipped: {}", told.trim_end());
        return None;
    }
    assert_eq!(output.status.code(), Some(0), "{lesson} {flags:?}: {told}{printed}");
    Some(printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

/// The lines of the case with that name.
fn case<'a>(lines: &'a [Value], name: &str) -> Vec<&'a Value> {
    let of_case = lines.iter().skip_while(|line| line["name"] != name).skip(1);
    of_case.take_while(|line| line["event"] != "case").collect()
}

/// The segments with data that the sender's host sent for the first time: when each left, and with how many bytes.
fn data(case: &[&Value]) -> Vec<(u64, u64)> {
    let sent = |line: &&&Value| line["event"] == "segment" && line["dir"] == ">" && line["resent"] == false;
    let number = |line: &Value, field: &str| line[field].as_u64().expect("a number");
    let segments = case.iter().filter(sent).map(|line| (number(line, "sent_us"), number(line, "bytes")));
    segments.filter(|&(_, bytes)| bytes > 0).collect()
}

#[test]
fn every_tcp_lesson_holds_its_claims_on_a_wire_and_the_counters_agree_with_the_capture() {
    for lesson in &LESSONS[1..] {
        let Some(lines) = on_a_wire(lesson, &["--wire", "5ms"]) else { return };
        let last = lines.last().expect("an end");
        assert_eq!((&last["contradicted"], &last["not_observed"]), (&Value::from(0), &Value::from(0)), "{lesson}");
        let agree = |line: &&Value| line["text"] == "The kernel's counters agree with what passed on the wire";
        assert_eq!(lines.iter().filter(agree).count(), 1, "{lesson}");
        assert_eq!(lines[0]["net"], "wire");
    }
}

#[test]
fn the_second_segment_leaves_a_round_trip_after_the_first_and_not_before() {
    let Some(lines) = on_a_wire("01-sender-nagle", &["--wire", "30ms"]) else { return };
    let data = data(&case(&lines, "burst: Nagle, quick ACKs"));
    assert_eq!(data.iter().map(|&(_, bytes)| bytes).collect::<Vec<_>>(), [4, 36]);
    assert!(data[1].0 - data[0].0 >= 30_000, "{data:?}");
}

#[test]
fn what_is_lost_is_sent_again_and_the_same_seed_loses_the_same() {
    let flags = ["--wire", "2ms", "--loss", "0.05", "--seed", "4"];
    let lost = |lines: &[Value]| -> Vec<(String, u64)> {
        let lost = lines.iter().filter(|line| line["event"] == "segment" && line["arrived_us"].is_null());
        let data = lost.filter(|line| line["bytes"].as_u64() > Some(0) && line["resent"] == false);
        data.map(|line| (line["dir"].to_string(), line["seq"].as_u64().expect("a number"))).collect()
    };
    let Some(first) = on_a_wire("04-struct-header", &flags) else { return };
    let second = on_a_wire("04-struct-header", &flags).expect("it ran before");
    assert!(!lost(&first).is_empty());
    assert_eq!(lost(&first), lost(&second));
    assert!(first.iter().any(|line| line["resent"] == true), "nothing was sent again");
}

#[test]
fn malformed_flags_of_the_wire_are_misuse() {
    let wrong: [&[&str]; 7] = [
        &["--wire", "-5ms"],
        &["--wire", "50"],
        &["--wire", "5ms", "--loss", "2"],
        &["--wire", "5ms", "--mtu", "20"],
        &["--wire", "5ms", "--rate", "fast"],
        &["--loss", "0.5"],
        &["--wire"],
    ];
    for flags in wrong {
        let output = run("01-sender-nagle", flags);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{flags:?}: {told}");
        assert!(told.starts_with("error: "), "{flags:?}: {told}");
    }
}
