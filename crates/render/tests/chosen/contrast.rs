//! Every colour can be read: WCAG 2.1 wants a contrast of 4.5 (success criterion 1.4.3). The terminal's own letters on its own
//! ground are its owner's choice; whatever we colour must be readable on dark and on light grounds.

use crate::samples::samples;
use render::choose_color;

/// Black, dark grey, white and light grey, as terminals and projectors have them.
const GROUNDS: [[u8; 3]; 4] = [[0; 3], [0x1e; 3], [0xff; 3], [0xf0; 3]];

pub(crate) fn every_colour_can_be_read() {
    choose_color(true);
    let shown: String = samples().into_iter().map(|(_, text)| text).collect();
    choose_color(false);
    let mut pairs = 0;
    for sequence in shown.split("\u{1b}[").skip(1) {
        let (codes, _) = sequence.split_once('m').expect("a colour ends with m");
        let codes: Vec<u8> = codes.split(';').map(|code| code.parse().expect("a number")).collect();
        let [letters, ground] = [38, 48].map(|which| color(&codes, which));
        assert!(codes.iter().all(|code| *code != 2), "what is dimmed cannot be read: {codes:?}");
        let Some(letters) = letters else { continue };
        pairs += 1;
        for ground in ground.map_or(GROUNDS.to_vec(), |ground| vec![ground]) {
            let contrast = contrast(letters, ground);
            assert!(contrast >= 4.5, "{contrast:.2}: {letters:?} on {ground:?}, in {codes:?}");
        }
    }
    assert!(pairs > 100, "{pairs} colours are few");
}

/// The colour that is set by `which`, 38 for letters and 48 for their ground.
fn color(codes: &[u8], which: u8) -> Option<[u8; 3]> {
    let at = codes.windows(3).find(|three| three[0] == which && three[1] == 5)?;
    assert!(at[2] >= 16, "the first 16 colours are whatever the terminal makes of them");
    let (grey, at) = (at[2] >= 232, at[2] - 16);
    let level = |digit: u8| if digit == 0 { 0 } else { 55 + 40 * digit };
    Some(if grey { [8 + 10 * (at - 216); 3] } else { [at / 36, at / 6 % 6, at % 6].map(level) })
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let [one, other] = [one, other].map(luminance);
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The relative luminance of WCAG 2.1.
fn luminance(color: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    color.iter().zip([0.2126, 0.7152, 0.0722]).map(|(&part, weight)| weight * linear(part)).sum()
}
