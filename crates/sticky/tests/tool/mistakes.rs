//! What is refused, with a reason and a hint; notes about likely mistakes; and the help.

use super::{decoded, run, stderr, stdout};
use unicode_width::UnicodeWidthStr;

#[test]
fn a_wrong_option_is_refused_with_a_reason() {
    // Split at spaces, so a space at the end makes an empty argument.
    let wrong: &[(&str, &str)] = &[
        ("decode", "--framing <FRAMING>"),
        ("decode --framing json", "invalid value 'json'"),
        ("decode --framing --max", "invalid value '--max'"),
        ("decode --framing fixed", "needs --size BYTES"),
        ("decode --framing fixed --size 0", "a frame must have at least 1 byte"),
        ("decode --framing fixed --size -4", "a frame must have at least 1 byte"),
        ("decode --framing fixed --size big", "that is not a whole number, such as 16"),
        ("decode --framing fixed --size 3 --adjust -3", "--adjust has no effect with --framing fixed"),
        ("decode --framing delimiter", r"needs --delimiter TEXT, such as '\r\n'"),
        ("decode --framing delimiter --delimiter ", "a delimiter must have at least 1 byte"),
        (r"decode --framing delimiter --delimiter \q", r"unknown escape: use \n"),
        ("decode --framing length --width 5", "a length must have 1, 2, 3, 4 or 8 bytes"),
        ("decode --framing length --order middle", "invalid value 'middle'"),
        ("decode --framing length --offset -1", "it must be from 0 to 65535"),
        ("decode --framing length --offset 65536", "it must be from 0 to 65535"),
        ("decode --framing length --strip -1", "it must be from 0 to "),
        ("decode --framing length --strip 1k", "that is not a whole number, such as 4"),
        ("decode --framing length --adjust many", "that is not a whole number, such as -3"),
        ("decode --framing length --max -1", "it must be from 0 to "),
        ("decode --framing length --size 3", "--size has no effect with --framing length"),
        ("decode --framing cobs --width 4", "leave it out, or choose --framing length"),
        ("decode --framing netstring --signed", "--signed has no effect"),
        ("decode --framing line --delimiter ,", "choose --framing delimiter"),
        ("decode --framing line --max 1MiB", "that is not a whole number, such as 1048576"),
        ("decode --framing line --cuts 1,x", "that is not a whole number, such as 5"),
        ("decode --framing line --cuts 0", "the stream cannot be cut at 0, where it begins"),
        ("decode --framing line --cuts 5,1,9", "--cuts: 1 comes after 5"),
        ("decode --framing line --cuts 5,5", "--cuts: 5 comes after 5"),
        ("decode --framing line --cuts -1", "it must be from 0 to "),
        ("decode --framing line --cuts 1 --cut-seed 1", "cannot be used with"),
        ("decode --framing line --on-oversize cut", "invalid value 'cut'"),
        ("decode --framing line --format xml", "invalid value 'xml'"),
        ("encode --framing varint --counts-itself", "--counts-itself has no effect"),
        ("encode --framing line --cuts 1", "unexpected argument '--cuts'"),
        ("transcode", "unrecognized subcommand"),
    ];
    for (args, reason) in wrong {
        let output = run(args, b"a\n");
        let error = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
        assert!(output.stdout.is_empty() && error.starts_with("error: "), "{args:?}: {error}");
        assert!(error.contains("hint: ") || error.contains("try '--help'"), "{args:?}: {error}");
        assert!(error.contains(reason), "{args:?}: {error}");
    }
}

#[test]
fn a_value_may_begin_with_a_hyphen() {
    for delimiter in ["--b", "-", "--", "-1", "--max"] {
        let stream = format!("a{delimiter}");
        let events = decoded(&format!("delimiter --delimiter {delimiter}"), stream.as_bytes());
        assert_eq!(events, r#"0 "a"; 0"#, "{delimiter}");
    }
    // The tip of clap for what is no option, to put -- before it, names a file.
    assert!(stderr(&run("decode --framing line --lines.txt", b"")).contains("use '-- --lines.txt'"));
    assert!(stderr(&run("decode --framing line -- --lines.txt", b"")).contains("cannot open --lines.txt: "));
}

#[test]
fn a_cut_at_the_end_or_after_it_is_noted() {
    let output = run("decode --framing line --format json --cuts 1,4,999999", b"a\nb\n");
    assert_eq!(stderr(&output), "note: there was no cut at 4, 999999: the stream has 4 bytes\n");
    assert_eq!((output.status.code(), stdout(output).lines().count()), (Some(0), 2));
    assert_eq!(stderr(&run("decode --framing line --cuts 1,3", b"a\nb\n")), "");
}

#[test]
fn a_capture_file_is_noted_and_decoded_all_the_same() {
    let captures =
        [b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d", b"\x0a\x0d\x0d\x0a"];
    for magic in captures {
        for cuts in ["", " --cuts 1,2,3,5"] {
            let output = run(&format!("decode --framing fixed --size 8{cuts}"), &[&magic[..], b"more"].concat());
            let note = stderr(&output);
            assert_eq!(note.matches("note: this looks like a capture file").count(), 1, "{magic:?}{cuts}: {note}");
            assert!(note.lines().all(|line| line.width() <= 80) && note.contains("Raw"), "{note}");
            assert!(output.stdout.ends_with(b"1 frame, 8 bytes\n") && output.status.code() == Some(0));
        }
    }
    for other in [&b"\xd4\xc3\xb2"[..], b"x\xd4\xc3\xb2\xa1", b"\n\r\r\r"] {
        assert_eq!(stderr(&run("decode --framing fixed --size 1", other)), "");
    }
}

#[test]
fn help_has_examples_and_defaults_and_fits_80_columns() {
    for (args, example) in [
        ("--help", "sticky decode"),
        ("decode --help", "sticky decode --framing "),
        ("encode --help", "sticky encode "),
        ("cut --help", "sticky cut --"),
        ("judge --help", "sticky judge --"),
    ] {
        let help = stdout(run(args, b""));
        let (options, examples) = help.split_once("\nExamples:\n").expect("examples");
        assert!(examples.lines().filter(|line| line.contains(example)).count() > 1, "{examples}");
        assert!(help.lines().all(|line| line.width() <= 80), "{help}");
        assert!(args == "--help" || options.contains("[default: 1048576]"), "{help}");
    }
}
