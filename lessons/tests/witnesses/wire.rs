//! The lessons on a wire: two hosts with a distance between them. Where there can be none, they say why and exit with 2,
//! and what needs one is ignored.

mod pcap;

use crate::ignorable::ignore;
use crate::support::{program, run, side_by_side};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// How a lesson ends on a wire, what it prints, and what it tells on stderr. Without a wire, the test is ignored.
fn ran_on_a_wire(lesson: &str, args: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = run(lesson, args);
    let [printed, told] = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    if status.code() == Some(2) && told.contains("no wire here") {
        assert!(told.contains("\nhint: "), "{told}");
        ignore(told.trim_end());
    }
    (status.code(), printed, told)
}

/// What a lesson prints on a wire, as JSON lines.
fn on_a_wire(lesson: &str, flags: &[&str]) -> Vec<Value> {
    let (status, printed, told) = ran_on_a_wire(lesson, &[&["--format", "json"], flags].concat());
    assert_eq!(status, Some(0), "{lesson} {flags:?}: {told}{printed}");
    printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
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

/// The lessons that can run on one.
fn with_a_wire() -> impl Iterator<Item = &'static str> {
    let with = lessons::LESSONS.iter().filter(|lesson| lesson.on_a_wire);
    with.map(|lesson| lesson.id)
}

pub(crate) fn claims_hold_on_a_wire_and_counters_agree_with_the_capture() {
    side_by_side(with_a_wire(), |lesson| {
        let lines = on_a_wire(lesson, &["--wire", "5ms"]);
        let last = lines.last().expect("an end");
        assert_eq!((&last["contradicted"], &last["not_observed"]), (&Value::from(0), &Value::from(0)), "{lesson}");
        let agree = |line: &&Value| line["text"] == "The kernel's counters agree with what passed on the wire";
        assert_eq!(lines.iter().filter(agree).count(), 1, "{lesson}");
        assert_eq!(lines[0]["net"], "wire");
    });
}

pub(crate) fn the_second_segment_leaves_a_round_trip_after_the_first() {
    let lines = on_a_wire("01-sender-nagle", &["--wire", "30ms"]);
    let data = data(&case(&lines, "burst: Nagle, quick ACKs"));
    assert_eq!(data.iter().map(|&(_, bytes)| bytes).collect::<Vec<_>>(), [4, 36]);
    assert!(data[1].0 - data[0].0 >= 30_000, "{data:?}");
}

pub(crate) fn what_is_lost_is_sent_again_and_the_same_seed_loses_the_same() {
    let flags = ["--wire", "2ms", "--loss", "0.05", "--seed", "4"];
    let lost = |lines: &[Value]| -> Vec<(String, u64)> {
        let lost = lines.iter().filter(|line| line["event"] == "segment" && line["arrived_us"].is_null());
        let data = lost.filter(|line| line["bytes"].as_u64() > Some(0) && line["resent"] == false);
        data.map(|line| (line["dir"].to_string(), line["seq"].as_u64().expect("a number"))).collect()
    };
    let first = on_a_wire("04-struct-header", &flags);
    let second = on_a_wire("04-struct-header", &flags);
    assert!(!lost(&first).is_empty());
    assert_eq!(lost(&first), lost(&second));
    assert!(first.iter().any(|line| line["resent"] == true), "nothing was sent again");
    let text = run("04-struct-header", &flags);
    assert!(String::from_utf8_lossy(&text.stdout).contains("The wire lost 1 segment with data"));
}

/// A place for a file of this test process.
fn file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("{}-{name}", std::process::id()))
}

pub(crate) fn tshark_reads_the_segments_that_the_lesson_reports() {
    let path = file("passed.pcap");
    let pcap = path.to_str().expect("UTF-8");
    for flags in [["--wire", "5ms", "--seed", "1"].as_slice(), &["--wire", "2ms", "--loss", "0.05", "--seed", "4"]] {
        let lines = on_a_wire("04-struct-header", &[flags, &["--pcap", pcap]].concat());
        let seen = pcap::of_tshark(&path);
        fs::remove_file(&path).expect("it was written");
        let Some(seen) = seen else { ignore("there is no tshark here") };
        let told = pcap::of_json(&lines);
        assert!(
            told.iter().any(|(.., flags)| flags == "S") && told.iter().any(|(.., flags)| flags == "F."),
            "{told:?}"
        );
        assert_eq!(seen, told);
    }
}

pub(crate) fn a_folder_gets_a_slide_for_each_case_of_the_lesson() {
    let folder = file("slides");
    fs::create_dir_all(&folder).expect("a folder for tests");
    fs::write(folder.join("mine.txt"), "mine").expect("it can be written");
    let flags = ["--wire", "5ms", "--svg", folder.to_str().expect("UTF-8")];
    let lines = on_a_wire("01-sender-nagle", &flags);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).expect("it is there").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let (mine, slides) = files.split_last().expect("files");
    assert_eq!(fs::read_to_string(mine).expect("it is there"), "mine");
    let cases: Vec<_> = lines.iter().filter(|line| line["event"] == "case").collect();
    assert_eq!(slides.len(), cases.len());
    for (slide, case) in slides.iter().zip(&cases) {
        let name = case["name"].as_str().expect("a text").replace('\'', "&#39;");
        assert!(fs::read_to_string(slide).expect("it was written").contains(&name), "{name}: {slide:?}");
    }
    assert!(slides[4].ends_with("05-burst-nagle-delayed-acks.svg"), "{slides:?}");
    fs::remove_dir_all(&folder).expect("it was made here");
    assert!(run("01-sender-nagle", &[&flags[..], &["--short"]].concat()).status.success());
    let drawn = fs::read_dir(&folder).expect("it is there").count();
    let short = lessons::LESSONS.iter().find(|lesson| lesson.id == "01-sender-nagle").expect("it is there").short;
    assert_eq!(drawn, short.len(), "the short route has a slide for each of its cases");
    fs::remove_dir_all(folder).expect("it was made by the lesson");
    let text = run("01-sender-nagle", &["--wire", "5ms", "--view", "sequence"]);
    let text = String::from_utf8(text.stdout).expect("text");
    let pictures = text.lines().filter(|line| line.trim_start().starts_with("ms ")).count();
    assert_eq!(pictures, cases.len(), "{text}");
    assert!(!text.contains("  messages │"), "{text}");
}

pub(crate) fn a_file_takes_one_case_and_more_are_refused() {
    let path = file("drawn.svg");
    let svg = path.to_str().expect("UTF-8");
    let case = |name| ["--wire", "5ms", "--case", name, "--svg", svg];
    let (status, printed, told) = ran_on_a_wire("01-sender-nagle", &case("burst: Nagle"));
    assert_eq!((status, printed.as_str()), (Some(2), ""), "{told}: before anything runs");
    assert!(told.contains("this run has 2 cases") && told.contains("\nhint: type --svg "), "{told}");
    assert!(!path.exists());
    let (status, _, told) = ran_on_a_wire("01-sender-nagle", &case("burst: Nagle, quick"));
    assert_eq!(status, Some(0), "{told}");
    assert!(fs::read_to_string(&path).expect("it was written").starts_with("<svg "));
    fs::remove_file(&path).expect("it was written");
    fs::write(&path, "").expect("it can be written");
    let inside = path.join("slides");
    let (status, printed, told) =
        ran_on_a_wire("01-sender-nagle", &["--wire", "5ms", "--svg", inside.to_str().expect("UTF-8")]);
    assert_eq!((status, printed.as_str()), (Some(2), ""), "{told}");
    fs::remove_file(path).expect("it was written");
}

pub(crate) fn whatever_the_flags_no_claim_is_contradicted_on_a_wire() {
    let flags: [(&str, &[&str]); 5] = [
        ("01-sender-nagle", &["--nodelay", "--nagle --mtu 576", "--quickack off --messages 12", "--rate 100kbit"]),
        ("01-sender-nagle", &["--messages 200 --size 100"]),
        (
            "02-receiver-short-reads",
            &["--mss 88", "--mtu 65535", "--rcvbuf 2048 --size 20000", "--sndbuf 2048 --read-size 50"],
        ),
        ("04-struct-header", &["--nodelay", "--quickack on --seed 9", "--mtu 576 --rate 1mbit"]),
        ("05-header-in-two-writes", &["--quickack off --commands 1", "--nagle --commands 4"]),
    ];
    let all = flags.iter().flat_map(|(lesson, lines)| lines.iter().map(move |line| (lesson, line)));
    side_by_side(all, |(lesson, line)| {
        let flags: Vec<&str> = line.split(' ').collect();
        on_a_wire(lesson, &[&["--wire", "2ms"], &flags[..]].concat()); // contradicted is an exit status of 1
    });
}

pub(crate) fn ask_brings_its_server_and_says_how_often_data_crossed() {
    for (lesson, trips) in [("03-ack-handshake", 4), ("04-struct-header", 2)] {
        let (status, printed, told) = ran_on_a_wire(lesson, &["ask", "--wire", "5ms", "echo hi"]);
        assert_eq!((status, printed.as_str()), (Some(0), "hi\n"), "{told}");
        assert!(told.contains(&format!("over the wire: {trips} one-way trips of data, ")), "{told}");
    }
    let both = run("03-ack-handshake", &["ask", "--wire", "5ms", "--connect", "127.0.0.1:1", "hi"]);
    assert_eq!(both.status.code(), Some(2));
}

pub(crate) fn a_file_that_cannot_be_written_is_told_before_anything_runs() {
    let flags = ["--wire", "5ms", "--case", "burst: Nagle, quick", "--svg", "/no/such/place.svg"];
    let (status, printed, told) = ran_on_a_wire("01-sender-nagle", &flags);
    assert_eq!((status, printed.as_str()), (Some(2), ""), "{told}");
    assert!(told.contains("/no/such/place.svg cannot be written"), "{told}");
}

pub(crate) fn forbidden_namespaces_are_an_error_with_a_hint_and_no_file() {
    let path = file("never.svg");
    // In a user namespace that maps nobody, a user may make no further one.
    let mut forbidden = Command::new("unshare");
    forbidden.arg("--user").arg(program("01-sender-nagle")).args(["--wire", "5ms", "--svg"]).arg(&path);
    let Ok(output) = forbidden.output() else { ignore("there is no unshare here") };
    let told = String::from_utf8_lossy(&output.stderr);
    if told.contains("unshare failed") {
        ignore(told);
    }
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{told}");
    assert!(told.starts_with("error: no wire here: ") && told.contains("\nhint: "), "{told}");
    assert!(!path.exists());
}

pub(crate) fn malformed_flags_of_the_wire_are_misuse() {
    let on_a_wire = ["--loss 2", "--mtu 20", "--rate fast", "--view side"].map(|flags| format!("--wire 5ms {flags}"));
    let wrong = ["--wire", "--wire -5ms", "--wire 50", "--wire 2s", "--loss 0.5", "--view sequence", "--case --step"];
    let lines = on_a_wire.iter().map(String::as_str).chain(wrong).map(|line| line.split(' ').collect::<Vec<_>>());
    for flags in
        lines.chain([vec!["--wire", "5ms", "--svg", ""], vec!["--wire", "5ms", "--svg", "one", "--pcap", "one"]])
    {
        let output = run("01-sender-nagle", &flags);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{flags:?}: {told}");
        assert!(told.starts_with("error: "), "{flags:?}: {told}");
    }
}
