//! The chart of what decoders move: readable at any size, each decoder in its colour and by its name.

use render::{Format, Growth, choose_color, growth_svg};
use unicode_width::UnicodeWidthStr;

fn of(called: &'static str, frames: u64, moved_a_frame: u64) -> Growth {
    let does = "does what it does";
    Growth {
        decoder: called,
        called,
        does,
        frames,
        frame_bytes: 20,
        moved: frames * moved_a_frame,
        nanos: 1000 * frames,
    }
}

/// One test, for colours are the whole process's.
#[test]
fn a_chart_of_any_size_fits_has_one_unit_up_to_1024_bytes_and_tells_decoders_apart() {
    let moved = [0, 9, 1023, 1024, 2550, 10_180, 10_240, 655_360, 1 << 30];
    let all: Vec<Growth> =
        moved.into_iter().flat_map(|moved| [of("drains", 65_536, moved), of("ours", 65_536, 0)]).collect();
    choose_color(false);
    let plain = Format::Text.growth(&all);
    assert!(plain.lines().all(|line| line.width() <= 80), "{plain}");
    let units: Vec<&str> = plain
        .lines()
        .filter(|line| line.contains(" drains "))
        .filter_map(|line| line.trim_end_matches("1.00 µs").trim_end().rsplit("  ").next().map(str::trim))
        .collect();
    assert_eq!(units[..8], ["0 B", "9 B", "1023 B", "1.0 KiB", "2.5 KiB", "9.9 KiB", "10 KiB", "640 KiB"], "{plain}");
    assert!(plain.contains("drains does what it does; ours does what it does.") && plain.contains("logarithmic"));

    choose_color(true);
    let coloured = Format::Text.growth(&[of("drains", 4, 1), of("ours", 4, 1)]);
    let bars = coloured.split("\x1b[").filter(|part| part.contains("█"));
    let colours: Vec<&str> = bars.filter_map(|part| part.split_once('m')).map(|(codes, _)| codes).collect();
    assert!(colours.len() == 2 && colours[0] != colours[1], "{coloured}");
    choose_color(false);

    let svg = growth_svg(&all);
    assert!(svg.contains("ours (does what it does)") && svg.contains("Logarithmic"), "{svg}");
}
