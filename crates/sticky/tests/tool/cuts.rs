//! Cuts change nothing, neither JSON lines nor text, whatever the stream.

use super::{run, stderr, stdout};

/// A framing, and a stream in which it finds frames and a violation.
const STREAMS: &[(&str, &[u8])] = &[
    ("length --width 2", b"\0\x03one\0\0\0\x03two\0\x05thr"),
    ("length --width 2 --max 3 --on-oversize skip", b"\0\x04four\0\x03two\0\x1cis longer than what is shown\0\x01a"),
    ("length --width 2 --max 3", b"\0\x03one\0\x04four and more than sixteen bytes"),
    ("length --width 4 --signed", b"\0\0\0\x01a\xff\xff\xff\xff and what is behind it"),
    ("length --offset 1 --width 2 --adjust -3 --strip 3", b"\xca\0\x06\xfeab\xca\0\x02"),
    ("fixed --size 4", b"abcdefghij"),
    ("fixed --size 4 --max 3 --on-oversize skip", b"abcdefghij"),
    ("delimiter --delimiter aab", b"xaaabaabyy"),
    ("delimiter --delimiter \\r\\n --max 2 --on-oversize skip", b"ab\r\nabc\r\n\r\nxyzw\r\na\r"),
    ("line --max 3 --on-oversize skip", b"abc\r\nabcd\nx\n\n12345678901234567890\ny\nz"),
    ("netstring", b"3:one,0:,3:two;4:four,"),
    ("netstring --max 3 --on-oversize skip", b"4:four,3:one,5:fivee;1:a,"),
    ("varint", b"\x03one\0\x80\0"),
    ("varint --offset 2", b"ab\x03onecd\0e"),
    ("cobs", b"\x03ab\x02c\0\x01\0\x05ab\0"),
    ("cobs", b"\0\0\x03b\0\0\0\0\x03ab\0\0\x02a\x09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x02a\0\0"),
    ("cobs --max 2 --on-oversize skip", b"\0\x04abc\0\0\0\x02a\0\0\x05abcd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x09"),
    ("cobs --max 2 --on-oversize skip", b"\x03ab\0\x04abc\0\x02a\0\x09"),
];

fn output(options: &str, stream: &[u8]) -> (String, Option<i32>) {
    let output = run(options, stream);
    assert_eq!(stderr(&output), "", "{options}");
    let status = output.status.code();
    (stdout(output), status)
}

#[test]
fn neither_chosen_nor_random_cuts_change_what_is_printed() {
    for (framing, stream) in STREAMS {
        for format in ["text", "json"] {
            let options = format!("decode --format {format} --framing {framing}");
            let whole = output(&options, stream);
            assert!(!whole.0.is_empty() && whole.1.is_some(), "{framing}");
            let every =
                |step| (step..stream.len()).step_by(step).map(|at| at.to_string()).collect::<Vec<_>>().join(",");
            let cuts = [format!("--cuts {}", every(1)), format!("--cuts {}", every(3)), "--cuts 1,5".to_owned()];
            let seeds = ["--cut-seed 1", "--cut-seed 18446744073709551615"].map(str::to_owned);
            for cut in cuts.into_iter().chain(seeds) {
                assert_eq!(output(&format!("{options} {cut}"), stream), whole, "{framing} {format} {cut}");
            }
        }
    }
}

#[test]
fn a_stream_of_many_reads_has_the_same_frames_for_every_seed() {
    let mut stream = Vec::new();
    for n in 0..3_000_u32 {
        let payload = vec![n as u8; (n % 200) as usize];
        stream.extend(format!("{}:", payload.len()).bytes());
        stream.extend(payload);
        stream.push(b',');
    }
    let whole = output("decode --framing netstring --format json", &stream);
    assert_eq!(whole.0.lines().count(), 3_000);
    for cuts in ["--cut-seed 5", "--cuts 70000,140001"] {
        assert_eq!(output(&format!("decode --framing netstring --format json {cuts}"), &stream), whole, "{cuts}");
    }
}
