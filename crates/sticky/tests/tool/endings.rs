//! Violations, ends, and what lies between: which error, where, and with which exit status.

use super::{decoded, error, frame, run};

#[test]
fn a_stream_that_ends_inside_a_frame_is_truncated() {
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
    for (options, stream, at) in streams {
        let (events, status) = decoded(&format!("--framing {options}"), stream);
        assert_eq!((events.last(), status), (Some(&error(*at, "truncated")), Some(1)), "{options}");
        assert_eq!(events.len(), 2, "{options}: {events:?}");
    }
}

#[test]
fn json_reports_the_bytes_and_counts_of_a_truncated_frame() {
    let output = super::stdout(run("decode --framing netstring --format json", b"1:a,5:hel"));
    assert!(output.ends_with("\"got\":5,\"needed\":8,\"bytes\":\"353a68656c\"}\n"), "{output}");
    let output = super::stdout(run("decode --framing line --format json", b"a\nb\xff"));
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
        let events = decoded(&format!("--framing {options} --on-oversize skip"), &followed);
        assert_eq!(events, (vec![error(0, "malformed")], Some(1)), "{options} {stream:?}");
    }
}

#[test]
fn zeros_on_both_sides_of_cobs_frames_are_no_frames() {
    let events = decoded("--framing cobs", b"\0\x03ab\0\0\x02c\0\0\0\x01\0\0");
    assert_eq!(events, (vec![frame(1, b"ab"), frame(6, b"c"), frame(11, b"")], Some(0)));
}

#[test]
fn after_a_malformed_cobs_frame_comes_the_next_one() {
    let events = decoded("--framing cobs", b"\x03b\x02c\0\x05next\0\0\x03\0\x01\0");
    let frames = [error(0, "malformed"), frame(5, b"next"), error(12, "malformed"), frame(14, b"")];
    assert_eq!(events, (frames.to_vec(), Some(1)));
}

#[test]
fn an_oversize_frame_ends_the_stream_or_is_skipped() {
    let stream = b"\0\0\0\x01a\0\0\0\x05hello\0\0\0\x02hi";
    let fails = (vec![frame(0, b"a"), error(5, "oversize")], Some(1));
    for fail in ["", " --on-oversize fail"] {
        assert_eq!(decoded(&format!("--framing length --max 4{fail}"), stream), fails, "{fail}");
    }
    let skips = decoded("--framing length --max 4 --on-oversize skip", stream);
    assert_eq!(skips, (vec![frame(0, b"a"), error(5, "oversize"), frame(14, b"hi")], Some(1)));
    let cut_off = decoded("--framing length --max 4 --on-oversize skip", b"\0\0\0\x05hel");
    assert_eq!(cut_off, (vec![error(0, "oversize"), error(0, "truncated")], Some(1)));
}

#[test]
fn an_empty_stream_has_no_frame_and_no_error() {
    for framing in ["length", "fixed --size 1", "delimiter --delimiter ,", "line", "netstring", "varint", "cobs"] {
        assert_eq!(decoded(&format!("--framing {framing}"), b""), (vec![], Some(0)), "{framing}");
        let encoded = run(&format!("encode --framing {framing}"), b"");
        assert_eq!((encoded.stdout.len(), encoded.status.code()), (0, Some(0)), "{framing}");
    }
}
