//! What decoders move as more frames wait: relations between counts, which are the same in every run.

use super::run;
use serde_json::Value;
use std::fs;
use unicode_width::UnicodeWidthStr;

/// Frames, bytes of each, and bytes moved for each, of one decoder.
fn measured(decoder: &str) -> Vec<(u64, u64, f64)> {
    let output = run("growth --format json --most 12", b"");
    assert_eq!(output.status.code(), Some(0));
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let all = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let of = |line: &Value| {
        assert_eq!(line["event"], "growth");
        assert!(line["nanos"].is_u64());
        let number = |name: &str| line[name].as_u64().expect("a number");
        let moved = number("moved") as f64 / number("frames") as f64;
        (number("frames"), number("frame_bytes"), moved)
    };
    all.filter(|line| line["decoder"] == decoder).map(|line| of(&line)).collect()
}

#[test]
fn four_times_as_many_frames_make_draining_move_about_four_times_as_much_for_each() {
    let drains = measured("drains");
    assert_eq!(drains.iter().map(|(frames, ..)| *frames).collect::<Vec<_>>(), [16, 64, 256, 1024, 4096]);
    for two in drains.windows(2) {
        let growth = two[1].2 / two[0].2;
        assert!((3.9..4.3).contains(&growth), "{two:?}");
    }
}

#[test]
fn the_kits_decoder_never_moves_more_than_twice_what_a_frame_has() {
    for (frames, bytes, moved) in measured("kit") {
        assert!(moved <= 2.0 * bytes as f64, "{frames} frames: {moved} bytes moved for each");
    }
}

#[test]
fn the_counts_are_the_same_in_every_run() {
    assert_eq!(measured("drains"), measured("drains"));
    assert_eq!(measured("kit"), measured("kit"));
}

#[test]
fn the_chart_fits_80_columns_and_the_drawing_needs_nothing_from_elsewhere() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("growth.svg");
    let output = run(&format!("growth --most 6 --svg {}", path.display()), b"");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.lines().all(|line| line.width() <= 80), "{text}");
    let svg = fs::read_to_string(&path).expect("it was written");
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    assert_eq!(svg.matches("<circle").count(), 4, "two decoders, 16 and 64 frames");
    assert!(!svg.contains("href") && !svg.contains("<script") && !svg.contains("url("), "{svg}");
}

#[test]
fn a_drawing_that_cannot_be_written_and_too_many_frames_make_the_exit_status_2() {
    for flags in ["growth --svg /no/such/folder/a.svg --most 4", "growth --most 3", "growth --most 17"] {
        let output = run(flags, b"");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{flags}: {told}");
        assert!(told.starts_with("error: "), "{flags}: {told}");
    }
}
