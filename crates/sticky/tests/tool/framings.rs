//! Every framing and every option: the frames that a person would find.

use super::{decoded, each_is_decoded, frame, given, run, stderr, sticky};

#[test]
fn every_framing_finds_the_frames_that_a_person_finds() {
    // What stands before each of three payloads, and after it.
    type Sample<'a> = (&'a str, [&'a [u8]; 3], &'a [u8]);
    let samples: &[Sample<'_>] = &[
        ("length", [b"\0\0\0\x04", b"\0\0\0\0", b"\0\0\0\x06"], b""),
        ("length --width 1", [b"\x04", b"\0", b"\x06"], b""),
        ("length --width 2 --order little", [b"\x04\0", b"\0\0", b"\x06\0"], b""),
        ("length --width 3", [b"\0\0\x04", b"\0\0\0", b"\0\0\x06"], b""),
        ("length --width 8 --signed", [b"\0\0\0\0\0\0\0\x04", b"\0\0\0\0\0\0\0\0", b"\0\0\0\0\0\0\0\x06"], b""),
        (r"delimiter --delimiter \r\n", [b""; 3], b"\r\n"),
        (r"delimiter --delimiter \0", [b""; 3], b"\0"),
        (r"delimiter --delimiter \xFE\x00\\", [b""; 3], b"\xfe\0\\"),
        (r"delimiter --delimiter \t包", [b""; 3], "\t包".as_bytes()),
        ("line", [b""; 3], b"\r\n"),
        ("line", [b""; 3], b"\n"),
        ("netstring", [b"4:", b"0:", b"6:"], b","),
        ("varint", [b"\x04", b"\0", b"\x06"], b""),
        ("varint --offset 1", [b"\x30\x04", b"\xc0\0", b"\x82\x06"], b""),
        ("cobs", [b"\x05", b"\x01", b"\x07"], b"\0"),
    ];
    for (options, before, after) in samples {
        let (mut stream, mut frames) = (Vec::new(), Vec::new());
        for (before, payload) in before.iter().zip(["I'm ", "", "粘包"]) {
            frames.push(frame(stream.len(), payload.as_bytes()));
            stream.extend([before, payload.as_bytes(), after].concat());
        }
        assert_eq!(decoded(options, &stream), frames.join(", ") + "; 0", "{options}");
    }
    each_is_decoded(&[("fixed --size 3", b"abc\0\r\nxyz", r#"0 "abc", 3 "\x00\r\n", 6 "xyz"; 0"#)]);
}

/// The seven examples that the documentation of `LengthFieldBasedFrameDecoder` gives, each stream twice.
#[test]
fn offset_adjust_and_strip_do_what_netty_documents() {
    let text = b"HELLO, WORLD";
    let with = |before: &[u8]| [before, text].concat();
    let examples: &[(&str, &[u8], Vec<u8>)] = &[
        ("--width 2 --strip 0", b"\0\x0c", with(b"\0\x0c")),
        ("--width 2 --strip 2", b"\0\x0c", with(b"")),
        ("--width 2 --adjust -2 --strip 0", b"\0\x0e", with(b"\0\x0e")),
        ("--offset 2 --width 3 --strip 0", b"\xca\xfe\0\0\x0c", with(b"\xca\xfe\0\0\x0c")),
        ("--width 3 --adjust 2 --strip 0", b"\0\0\x0c\xca\xfe", with(b"\0\0\x0c\xca\xfe")),
        ("--offset 1 --width 2 --adjust 1 --strip 3", b"\xca\0\x0c\xfe", with(b"\xfe")),
        ("--offset 1 --width 2 --adjust -3 --strip 3", b"\xca\0\x10\xfe", with(b"\xfe")),
        ("--offset 1 --width 2 --adjust 1", b"\xca\0\x0c\xfe", with(b"\xfe")), // ours: the payload alone
    ];
    for (options, header, out) in examples {
        let wire = with(header);
        let expected = format!("{}, {}; 0", frame(0, out), frame(wire.len(), out));
        assert_eq!(decoded(&format!("length {options}"), &[&wire[..], &wire].concat()), expected, "{options}");
    }
}

#[test]
fn a_length_that_counts_itself_is_one_adjusted_by_its_width() {
    let stream = b"Q\0\0\0\x0dSELECT 1\0X\0\0\0\x04";
    for options in ["--counts-itself", "--adjust -4", "--adjust=-4", "--counts-itself --adjust 0"] {
        let events = decoded(&format!("length --offset 1 {options}"), stream);
        assert_eq!(events, r#"0 "SELECT 1\x00", 14 ""; 0"#, "{options}");
    }
}

#[test]
fn the_limit_is_about_the_payload_whatever_is_stripped() {
    let stream = b"\0\0\0\x05hello";
    for strip in ["", " --strip 0", " --strip 9"] {
        assert!(decoded(&format!("length --max 5{strip}"), stream).ends_with("; 0"), "{strip}");
        assert_eq!(decoded(&format!("length --max 4{strip}"), stream), "0 oversize; 1", "{strip}");
    }
}

#[test]
fn the_limit_is_a_mebibyte_by_default() {
    let of = |len: u32| [&len.to_be_bytes()[..], &vec![b'x'; len as usize]].concat();
    assert!(decoded("length", &of(1 << 20)).ends_with("; 0"));
    assert_eq!(decoded("length", &of((1 << 20) + 1)), "0 oversize; 1");
    assert!(decoded("length --max 1048577", &of((1 << 20) + 1)).ends_with("; 0"));
}

#[test]
fn every_line_becomes_a_frame_or_is_reported_and_left_out() {
    let lines = b"I'm \n\nLy,on\r\nlast";
    let made: &[(&str, &[u8], i32)] = &[
        ("length", b"\0\0\0\x04I'm \0\0\0\0\0\0\0\x05Ly,on\0\0\0\x04last", 0),
        ("length --width 2 --order little --offset 1", b"\0\x04\0I'm \0\0\0\0\x05\0Ly,on\0\x04\0last", 0),
        ("length --width 2 --counts-itself", b"\0\x06I'm \0\x02\0\x07Ly,on\0\x06last", 0),
        ("length --width 1 --adjust 2", b"\x02I'm \x03Ly,on\x02last", 1),
        ("fixed --size 4", b"I'm last", 1),
        ("delimiter --delimiter ,", b"I'm ,,last,", 1),
        ("line", b"I'm \n\nLy,on\nlast\n", 0),
        ("netstring", b"4:I'm ,0:,5:Ly,on,4:last,", 0),
        ("varint", b"\x04I'm \0\x05Ly,on\x04last", 0),
        ("varint --offset 2", b"\0\0\x04I'm \0\0\0\0\0\x05Ly,on\0\0\x04last", 0),
        ("cobs", b"\x05I'm \0\x01\0\x06Ly,on\0\x05last\0", 0),
        ("netstring --max 4", b"4:I'm ,0:,4:last,", 1),
    ];
    for (options, expected, status) in made {
        let output = run(&format!("encode --framing {options}"), lines);
        assert_eq!(output.stdout, *expected, "{options}: {}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(output.status.code(), Some(*status), "{options}");
        let error = stderr(&output);
        assert_eq!(error.is_empty(), *status == 0, "{options}: {error}");
        assert!(error.is_empty() || error.starts_with("error: line "), "{options}: {error}");
    }
}

#[test]
fn a_line_longer_than_the_limit_is_left_out_however_long_it_is() {
    let input = [&b"a\n"[..], &vec![b'x'; 300_000], b"\nb\n", &vec![b'y'; 1000]].concat();
    let output = run("encode --framing netstring --max 10", &input);
    assert_eq!(output.stdout, b"1:a,1:b,");
    let error = stderr(&output);
    assert!(error.contains("line 2:") && error.contains("line 4:") && error.lines().count() == 2, "{error}");
}

#[test]
fn only_the_end_of_a_line_is_no_part_of_its_payload() {
    let encoded = |options: &str, input: &[u8]| run(&format!("encode --framing netstring {options}"), input).stdout;
    assert_eq!(encoded("--max 9", b"a\r\nb\r\r\nc\r"), b"1:a,2:b\r,2:c\r,"); // the last CR ends no line
    assert_eq!(encoded("--max 3", b"aaaa\nbb\n"), b"2:bb,");
    assert_eq!(encoded("--max 3", b"abc\r\nbb\n"), b"3:abc,2:bb,");
}

#[test]
fn decode_finds_what_encode_made() {
    let lines: Vec<u8> = (0..200).flat_map(|n| format!("{}\n", "x,".repeat(n)).into_bytes()).collect();
    for options in [
        "length --width 2 --order little",
        "length --width 4 --signed --offset 3 --adjust -7",
        "delimiter --delimiter \\0\\0",
        "line",
        "netstring",
        "varint",
        "cobs",
    ] {
        let wire = run(&format!("encode --framing {options}"), &lines);
        assert_eq!(wire.status.code(), Some(0), "{options}");
        let events = decoded(&format!("{options} --cut-seed 3"), &wire.stdout);
        let frames = events.strip_suffix("; 0").expect("no error").split(", ");
        let payloads = frames.map(|frame| frame.split_once(' ').expect("an offset").1);
        assert!(payloads.eq((0..200).map(|n| format!("\"{}\"", "x,".repeat(n)))), "{options}");
    }
}

#[test]
fn a_delimiter_is_text_with_blanks_and_escapes() {
    let mut blanks = sticky("decode --framing delimiter --delimiter");
    blanks.arg(" and ");
    let output = given(blanks, b"a and b and ");
    assert!(output.stdout.ends_with(b"2 frames, 12 bytes\n"));
    for wrong in ["\\", r"\q", r"\x", r"\x1", r"\xg0", r"\x+1", r"\x1é"] {
        let output = run(&format!("decode --framing delimiter --delimiter {wrong}"), b"");
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}
