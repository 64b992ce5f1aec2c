//! Violations, ends of streams and incomplete frames: which error, where, and with which exit status.

use super::{decoded, each_is_decoded, run, stdout};

#[test]
fn a_stream_that_ends_inside_a_frame_is_truncated() {
    each_is_decoded(&[
        ("length", b"\0\0\0\x01a\0\0", r#"0 "a", 5 truncated; 1"#),
        ("length", b"\0\0\0\x01a\0\0\0\x02b", r#"0 "a", 5 truncated; 1"#),
        ("fixed --size 2", b"abc", r#"0 "ab", 2 truncated; 1"#),
        ("delimiter --delimiter \\r\\n", b"a\r\nb\r", r#"0 "a", 3 truncated; 1"#),
        ("line", b"a\nb", r#"0 "a", 2 truncated; 1"#),
        ("netstring", b"1:a,1:b", r#"0 "a", 4 truncated; 1"#),
        ("varint", b"\x01a\x80", r#"0 "a", 2 truncated; 1"#),
        ("cobs", b"\x02a\0\x02", r#"0 "a", 3 truncated; 1"#),
    ]);
}

#[test]
fn json_reports_the_bytes_and_counts_of_a_truncated_frame() {
    let output = stdout(run("decode --framing netstring --format json", b"1:a,5:hel"));
    assert!(output.ends_with("\"got\":5,\"needed\":8,\"bytes\":\"353a68656c\"}\n"), "{output}");
    let output = stdout(run("decode --framing line --format json", b"a\nb\xff"));
    assert!(output.ends_with("\"got\":2,\"needed\":null,\"bytes\":\"62ff\"}\n"), "{output}");
}

#[test]
fn a_malformed_frame_ends_the_stream() {
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
    for (options, stream) in streams {
        let followed = [stream, &b"and more of it"[..]].concat();
        let events = decoded(&format!("{options} --on-oversize skip"), &followed);
        assert_eq!(events, "0 malformed; 1", "{options} {stream:?}");
    }
}

#[test]
fn cobs_finds_the_next_frame_after_zeros_and_after_an_error() {
    each_is_decoded(&[
        ("cobs", b"\0\x03ab\0\0\x02c\0\0\0\x01\0\0", r#"1 "ab", 6 "c", 11 ""; 0"#),
        ("cobs", b"\x03b\x02c\0\x05next\0\0\x03\0\x01\0", r#"0 malformed, 5 "next", 12 malformed, 14 ""; 1"#),
    ]);
}

#[test]
fn an_oversize_frame_ends_the_stream_or_is_skipped() {
    let stream = b"\0\0\0\x01a\0\0\0\x05hello\0\0\0\x02hi";
    each_is_decoded(&[
        ("length --max 4", stream, r#"0 "a", 5 oversize; 1"#),
        ("length --max 4 --on-oversize fail", stream, r#"0 "a", 5 oversize; 1"#),
        ("length --max 4 --on-oversize skip", stream, r#"0 "a", 5 oversize, 14 "hi"; 1"#),
        ("length --max 4 --on-oversize skip", b"\0\0\0\x05hel", "0 oversize, 0 truncated; 1"),
    ]);
}

#[test]
fn an_empty_stream_has_no_frame_and_no_error() {
    for framing in ["length", "fixed --size 1", "delimiter --delimiter ,", "line", "netstring", "varint", "cobs"] {
        assert_eq!(decoded(framing, b""), "; 0", "{framing}");
        let encoded = run(&format!("encode --framing {framing}"), b"");
        assert_eq!((encoded.stdout.len(), encoded.status.code()), (0, Some(0)), "{framing}");
    }
}
