//! What is said beside the output: why a flag is refused, in words that help; notes where something looks like a mistake.

use super::{run, run_with};
use unicode_width::UnicodeWidthStr;

fn stderr(flags: &str, input: &[u8]) -> String {
    String::from_utf8(run(flags, input).stderr).expect("UTF-8")
}

#[test]
fn what_is_refused_says_what_is_wanted() {
    let wanted: &[(&str, &str)] = &[
        ("fixed --size 0", "a frame has 1 byte at least"),
        ("fixed --size -4", "a frame has 1 byte at least"),
        ("line --max 1MiB", "that is not a whole number, as in 1048576"),
        ("length --adjust x", "that is not a whole number, as in -3"),
        ("length --offset -1", "it must be from 0 to 65535"),
        ("length --strip 1k", "that is not a whole number, as in 4"),
        ("line --cuts 1,a", "that is not a whole number, as in 5"),
        ("line --cuts 5,1,9", "--cuts: 1 does not stand behind 5"),
        ("line --cuts 3,3", "--cuts: 3 does not stand behind 3"),
        ("line --cuts 0", "at 0 the stream begins"),
        ("delimiter", r"needs --delimiter TEXT, as in '\r\n'"),
        ("line README.md", "standard input: < README.md"),
    ];
    for (flags, words) in wanted {
        let told = stderr(&format!("decode --framing {flags}"), b"");
        assert!(told.starts_with("error: ") && told.contains(words), "{flags}: {told}");
    }
    let told = stderr("encode README.md --framing line", b"");
    assert!(told.contains("standard input: < README.md"), "{told}");
}

#[test]
fn cuts_at_the_end_or_behind_it_are_noted_and_change_nothing() {
    let output = run("decode --framing line --format json --cuts 1,4,999999", b"a\nb\n");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(told, "note: nothing was cut at 4, 999999: the stream has 4 bytes\n");
    assert_eq!((output.stdout.iter().filter(|&&byte| byte == b'\n').count(), output.status.code()), (2, Some(0)));
    assert_eq!(stderr("decode --framing line --cuts 1,3", b"a\nb\n"), "");
}

#[test]
fn a_capture_file_is_noted_as_one_and_decoded_all_the_same() {
    let captures =
        [b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d", b"\x0a\x0d\x0d\x0a"];
    for magic in captures {
        for cuts in ["", " --cuts 1,2,3,5"] {
            let output = run(&format!("decode --framing fixed --size 8{cuts}"), &[&magic[..], b"more"].concat());
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(told.matches("note: this looks like a capture file").count(), 1, "{magic:?}{cuts}: {told}");
            assert!(told.lines().all(|line| line.width() <= 80) && told.contains("Raw"), "{told}");
            assert!(output.stdout.ends_with(b"1 frame, 8 bytes\n") && output.status.code() == Some(0));
        }
    }
    for other in [&b"\xd4\xc3\xb2"[..], b"x\xd4\xc3\xb2\xa1", b"\n\r\r\r"] {
        assert_eq!(stderr("decode --framing fixed --size 1", other), "");
    }
}

#[test]
fn the_help_of_both_ends_shows_commands_that_fit_80_columns() {
    for tool in ["decode", "encode"] {
        let help = String::from_utf8(run_with(&[tool, "--help"], b"").stdout).expect("UTF-8");
        let (_, examples) = help.split_once("\nExamples:\n").expect("examples");
        let line = format!("cargo run -q -- 6 {tool} --framing ");
        assert!(examples.lines().count() > 1 && examples.lines().all(|shown| shown.contains(&line)), "{examples}");
        assert!(help.lines().all(|shown| shown.width() <= 80), "{help}");
    }
}
