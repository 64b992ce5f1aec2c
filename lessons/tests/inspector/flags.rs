//! Every framing and every flag: the frames that a person would find.

use super::{decoded, error, frame, run, run_with};

#[test]
fn every_framing_finds_the_frames_that_a_person_finds() {
    let (a, empty, b) = ("I'm ".as_bytes(), &b""[..], "粘包".as_bytes());
    let samples: &[(&str, Vec<u8>, [u64; 3])] = &[
        ("length", [b"\0\0\0\x04", a, b"\0\0\0\0", empty, b"\0\0\0\x06", b].concat(), [0, 8, 12]),
        ("length --width 1", [b"\x04", a, b"\0", empty, b"\x06", b].concat(), [0, 5, 6]),
        ("length --width 2 --order little", [b"\x04\0", a, b"\0\0", empty, b"\x06\0", b].concat(), [0, 6, 8]),
        ("length --width 3", [b"\0\0\x04", a, b"\0\0\0", empty, b"\0\0\x06", b].concat(), [0, 7, 10]),
        (
            "length --width 8 --order big --signed",
            [b"\0\0\0\0\0\0\0\x04", a, b"\0\0\0\0\0\0\0\0", empty, b"\0\0\0\0\0\0\0\x06", b].concat(),
            [0, 12, 20],
        ),
        ("delimiter --delimiter \\r\\n", [a, b"\r\n", empty, b"\r\n", b, b"\r\n"].concat(), [0, 6, 8]),
        ("delimiter --delimiter \\0", [a, b"\0", empty, b"\0", b, b"\0"].concat(), [0, 5, 6]),
        (
            "delimiter --delimiter \\xFE\\x00\\\\",
            [a, b"\xfe\0\\", empty, b"\xfe\0\\", b, b"\xfe\0\\"].concat(),
            [0, 7, 10],
        ),
        ("line", [a, b"\r\n", empty, b"\n", b, b"\n"].concat(), [0, 6, 7]),
        ("netstring", [b"4:", a, b",0:", empty, b",6:", b, b","].concat(), [0, 7, 10]),
        ("varint", [b"\x04", a, b"\0", empty, b"\x06", b].concat(), [0, 5, 6]),
        ("cobs", [b"\x05", a, b"\0\x01", empty, b"\0\x07", b, b"\0"].concat(), [0, 6, 8]),
    ];
    for (flags, stream, [first, second, third]) in samples {
        let expected = vec![frame(*first, a), frame(*second, empty), frame(*third, b)];
        assert_eq!(decoded(&format!("--framing {flags}"), stream), (expected, Some(0)), "{flags}");
    }
    let fixed = decoded("--framing fixed --size 3", b"abc\0\r\nxyz");
    assert_eq!(fixed, (vec![frame(0, b"abc"), frame(3, b"\0\r\n"), frame(6, b"xyz")], Some(0)));
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
    ];
    for (flags, header, out) in examples {
        let wire = with(header);
        let expected = vec![frame(0, out), frame(wire.len() as u64, out)];
        let flags = format!("--framing length {flags}");
        assert_eq!(decoded(&flags, &[&wire[..], &wire].concat()), (expected, Some(0)), "{flags}");
    }
}

#[test]
fn without_strip_the_payload_alone_comes_out() {
    let stream = b"\xca\0\x0c\xfeHELLO, WORLD";
    let (told, _) = decoded("--framing length --offset 1 --width 2 --adjust 1", stream);
    assert_eq!(told, [frame(0, b"\xfeHELLO, WORLD")]);
}

#[test]
fn a_length_that_counts_itself_is_one_adjusted_by_its_width() {
    let stream = b"Q\0\0\0\x0dSELECT 1\0X\0\0\0\x04";
    let expected = (vec![frame(0, b"SELECT 1\0"), frame(14, b"")], Some(0));
    for flags in ["--counts-itself", "--adjust -4", "--adjust=-4", "--counts-itself --adjust 0"] {
        assert_eq!(decoded(&format!("--framing length --offset 1 {flags}"), stream), expected, "{flags}");
    }
}

#[test]
fn the_limit_is_about_the_payload_whatever_is_stripped() {
    let stream = b"\0\0\0\x05hello";
    for strip in ["", " --strip 0", " --strip 9"] {
        let (_, at) = decoded(&format!("--framing length --max 5{strip}"), stream);
        assert_eq!(at, Some(0), "{strip}");
        let over = decoded(&format!("--framing length --max 4{strip}"), stream);
        assert_eq!(over, (vec![error(0, "oversize")], Some(1)), "{strip}");
    }
}

#[test]
fn the_limit_is_a_mebibyte_where_nobody_says_another() {
    let of = |len: u32| [&len.to_be_bytes()[..], &vec![b'x'; len as usize]].concat();
    assert_eq!(decoded("--framing length", &of(1 << 20)).1, Some(0));
    assert_eq!(decoded("--framing length", &of((1 << 20) + 1)), (vec![error(0, "oversize")], Some(1)));
    assert_eq!(decoded("--framing length --max 1048577", &of((1 << 20) + 1)).1, Some(0));
}

#[test]
fn a_line_becomes_a_frame_and_what_cannot_be_expressed_is_told_and_left_out() {
    let lines = b"I'm \n\nLy,on\r\nlast";
    let made: &[(&str, &[u8], i32)] = &[
        ("length", b"\0\0\0\x04I'm \0\0\0\0\0\0\0\x05Ly,on\0\0\0\x04last", 0),
        (
            "length --width 2 --order little --offset 1 --counts-itself",
            b"\0\x06\0I'm \0\x02\0\0\x07\0Ly,on\0\x06\0last",
            0,
        ),
        ("length --width 1 --adjust 2", b"\x02I'm \x03Ly,on\x02last", 1),
        ("fixed --size 4", b"I'm last", 1),
        ("delimiter --delimiter ,", b"I'm ,,last,", 1),
        ("line", b"I'm \n\nLy,on\nlast\n", 0),
        ("netstring", b"4:I'm ,0:,5:Ly,on,4:last,", 0),
        ("varint", b"\x04I'm \0\x05Ly,on\x04last", 0),
        ("cobs", b"\x05I'm \0\x01\0\x06Ly,on\0\x05last\0", 0),
        ("netstring --max 4", b"4:I'm ,0:,4:last,", 1),
    ];
    for (flags, expected, status) in made {
        let output = run(&format!("encode --framing {flags}"), lines);
        assert_eq!(output.stdout, *expected, "{flags}: {}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(output.status.code(), Some(*status), "{flags}");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(told.is_empty(), *status == 0, "{flags}: {told}");
        assert!(told.is_empty() || told.starts_with("error: line "), "{flags}: {told}");
    }
}

#[test]
fn a_line_longer_than_the_limit_is_left_out_however_long_it_is() {
    let input = [&b"a\n"[..], &vec![b'x'; 300_000], b"\nb\n", &vec![b'y'; 1000]].concat();
    let output = run("encode --framing netstring --max 10", &input);
    assert_eq!(output.stdout, b"1:a,1:b,");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("line 2:") && told.contains("line 4:") && told.lines().count() == 2, "{told}");
}

#[test]
fn only_a_lines_own_end_is_taken_off_and_none_swallows_the_next() {
    let encoded = |flags: &str, input: &[u8]| run(&format!("encode --framing netstring {flags}"), input).stdout;
    assert_eq!(encoded("--max 9", b"a\r\nb\r\r\nc\r"), b"1:a,2:b\r,2:c\r,"); // the last CR ends no line
    assert_eq!(encoded("--max 3", b"aaaa\nbb\n"), b"2:bb,");
    assert_eq!(encoded("--max 3", b"abc\r\nbb\n"), b"3:abc,2:bb,");
}

#[test]
fn encode_and_decode_are_each_others_mirror() {
    let lines: Vec<u8> = (0..200).flat_map(|n| format!("{}\n", "x,".repeat(n)).into_bytes()).collect();
    for flags in [
        "length --width 2 --order little",
        "length --width 4 --signed --offset 3 --adjust -7",
        "delimiter --delimiter \\0\\0",
        "line",
        "netstring",
        "varint",
        "cobs",
    ] {
        let wire = run(&format!("encode --framing {flags}"), &lines);
        assert_eq!(wire.status.code(), Some(0), "{flags}");
        let (told, status) = decoded(&format!("--framing {flags} --cut-seed 3"), &wire.stdout);
        let payloads = told.iter().map(|told| match told {
            super::Told::Frame(_, payload) => payload.clone(),
            super::Told::Error(..) => panic!("{flags}: {told:?}"),
        });
        let back: Vec<u8> = payloads.flat_map(|payload| [payload, b"\n".to_vec()].concat()).collect();
        assert!(back == lines && status == Some(0), "{flags}");
    }
}

#[test]
fn a_delimiter_of_several_words_is_one_argument() {
    let output =
        run_with(&["decode", "--framing", "delimiter", "--delimiter", " and ", "--format", "json"], b"a and b and ");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
}

#[test]
fn flags_that_mean_nothing_are_refused_with_a_hint_and_exit_status_2() {
    let wrong: &[&[&str]] = &[
        &["decode"],
        &["decode", "--framing", "json"],
        &["decode", "--framing", "fixed"],
        &["decode", "--framing", "fixed", "--size", "0"],
        &["decode", "--framing", "delimiter"],
        &["decode", "--framing", "delimiter", "--delimiter", ""],
        &["decode", "--framing", "delimiter", "--delimiter", r"\q"],
        &["decode", "--framing", "length", "--width", "5"],
        &["decode", "--framing", "length", "--order", "middle"],
        &["decode", "--framing", "length", "--offset", "-1"],
        &["decode", "--framing", "length", "--offset", "65536"],
        &["decode", "--framing", "length", "--strip", "-1"],
        &["decode", "--framing", "length", "--adjust", "many"],
        &["decode", "--framing", "length", "--max", "-1"],
        &["decode", "--framing", "length", "--size", "3"],
        &["decode", "--framing", "cobs", "--width", "4"],
        &["decode", "--framing", "netstring", "--signed"],
        &["decode", "--framing", "fixed", "--size", "3", "--adjust", "-3"],
        &["decode", "--framing", "line", "--delimiter", ","],
        &["decode", "--framing", "line", "--cuts", "1,x"],
        &["decode", "--framing", "line", "--cuts", "0"],
        &["decode", "--framing", "line", "--cuts", "5,1,9"],
        &["decode", "--framing", "line", "--cuts", "5,5"],
        &["decode", "--framing", "line", "--cuts", "-1"],
        &["decode", "README.md", "--framing", "line"],
        &["encode", "--framing", "line", "README.md"],
        &["decode", "--framing", "line", "--cuts", "1", "--cut-seed", "1"],
        &["decode", "--framing", "line", "--on-oversize", "cut"],
        &["decode", "--framing", "line", "--format", "xml"],
        &["encode", "--framing", "varint", "--counts-itself"],
        &["encode", "--framing", "line", "--cuts", "1"],
    ];
    for args in wrong {
        let output = run_with(args, b"a\n");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(output.stdout.is_empty() && told.starts_with("error: "), "{args:?}: {told}");
        assert!(told.contains("hint: ") || told.contains("try '--help'"), "{args:?}: {told}");
    }
}
