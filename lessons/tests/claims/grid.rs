//! Whatever flags a learner gives, no claim is contradicted: one whose options they take away is left out. A part of the
//! grid that runs in seconds; all of it with `LESSONS_GRID=full`.

use super::performed;
use super::side_by_side::side_by_side;
use crate::LESSONS;
use lesson::flags::{MESSAGES, READ_SIZE, SIZE, varied};
use lesson::{Extent, Flag, Lesson, Settings};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use trace::Outcome;

/// Far beyond what a lesson needs on a machine that is not standing still.
const LONG: Duration = Duration::from_secs(300);

/// Values at which claims were once contradicted, or at which something changes, by the flag's name: those of the part, and
/// those that the full grid adds. A flag that is not here is a switch, or is on or off.
const VALUES: &[(&str, &[u64], &[u64])] = &[
    ("seed", &[2, 356_502, u64::MAX], &[0, 3, 4, 5, 6, 7, 8, 9]),
    ("sndbuf", &[2048, 65_536], &[4096, 1_048_576]),
    ("rcvbuf", &[2048, 65_536], &[4096, 1_048_576]),
    ("mss", &[88, 32_767], &[536, 1460]),
    ("messages", &[1, 2, 3, 11], &[9, 10, 16, 17, 20, 50, 200]),
    ("size", &[1, 1400, 20_000], &[3, 4, 100, 65_536]),
    ("commands", &[1, 2, 20], &[3, 40]),
    ("announce", &[1, 1 << 20, 1 << 26], &[4, (1 << 20) + 1, u32::MAX as u64]),
    ("deadline", &[50_000], &[100_000, 1_000_000]),
    ("read-size", &[7, 65_536], &[1, 3, 4, 8, 1024]),
];

/// What the part of the grid adds to single flags: messages, their size, and that of a read.
const TOGETHER: [(u64, u64, u64); 5] =
    [(10, 20_000, 1024), (3, 65_536, 65_536), (2, 16_001, 65_536), (16, 4, 7), (10, 4, 8)];

/// The settings that one use of `flag` can make of `settings`.
fn variations(flag: &Flag, settings: &Settings, full: bool) -> Vec<Settings> {
    let known = VALUES.iter().find(|(name, ..)| *name == flag.name);
    let numbers = known.map(|(_, part, more)| [*part, if full { more } else { &[] }].concat());
    let with_word = |word: &&str| {
        let mut settings = settings.clone();
        flag.set(word, &mut settings).is_ok().then_some(settings)
    };
    let mut all: Vec<Settings> = match numbers {
        Some(numbers) => numbers.iter().map(|number| settings.clone().with(flag, *number)).collect(),
        None => ["on", "off"].iter().filter_map(with_word).collect(),
    };
    all.dedup(); // a switch takes any word
    assert!(!all.is_empty(), "no value of --{} is known here", flag.name);
    all
}

/// Whether anything in the lesson is random: a file of its folder asks for the seed.
fn is_random(lesson: &Lesson) -> bool {
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(lesson.id)).expect("a lesson is a folder");
    let mut sources =
        files.map(|file| file.expect("it is listed").path()).filter(|path| path.extension() == Some("rs".as_ref()));
    sources.any(|path| fs::read_to_string(path).expect("it is text").contains("settings().seed"))
}

/// The lesson's own flags, and those of all; a seed from which it draws nothing would only run it again.
fn flags(lesson: &'static Lesson) -> Vec<&'static Flag> {
    let of_all = varied().filter(|flag| flag.name != "seed" || is_random(lesson));
    of_all.chain(lesson.flags).collect()
}

/// Every single flag with every value; in the full grid every pair too.
fn combinations(lesson: &'static Lesson, full: bool) -> Vec<Settings> {
    let flags = flags(lesson);
    let mut all = Vec::new();
    for (nth, first) in flags.iter().enumerate() {
        for settings in variations(first, &Settings::default(), full) {
            let seconds = flags.iter().skip(nth + 1).filter(|_| full);
            all.extend(seconds.flat_map(|second| variations(second, &settings, full)));
            all.push(settings);
        }
    }
    if lesson.flags.iter().any(|flag| flag.name == MESSAGES.name) {
        all.extend(TOGETHER.map(|(messages, size, read_size)| {
            Settings::default().with(&MESSAGES, messages).with(&SIZE, size).with(&READ_SIZE, read_size)
        }));
    }
    all.retain(fits);
    all
}

/// Whether the lesson can run so: it reads only when all is written, so the kernel's buffers must hold it all.
fn fits(settings: &Settings) -> bool {
    let [messages, size, read_size] =
        [(MESSAGES, 10), (SIZE, 4), (READ_SIZE, 1024)].map(|(flag, usual)| settings.chosen(&flag).unwrap_or(usual));
    let room = settings.options.rcvbuf.is_none_or(|bytes| bytes > 4096) || size < 65_536;
    settings.fits(messages * size, read_size).is_ok() && room
}

fn no_claim_is_contradicted(lesson: &Lesson, settings: &Settings) {
    let began = Instant::now();
    let (_, claims) = performed(lesson, settings, Extent::Whole).unwrap_or_else(|stop| panic!("{stop}"));
    assert!(began.elapsed() < LONG, "{} {settings:?} took {:?}", lesson.id, began.elapsed());
    let contradicted: Vec<_> = claims.iter().filter(|claim| claim.outcome() == Outcome::Contradicted).collect();
    assert!(contradicted.is_empty(), "{} {settings:?}: {contradicted:#?}", lesson.id);
}

#[test]
fn a_claim_whose_options_a_flag_takes_away_is_left_out() {
    let full = std::env::var_os("LESSONS_GRID").is_some_and(|grid| grid == "full");
    // The last lessons wait longest, so they begin.
    let all = LESSONS
        .iter()
        .rev()
        .flat_map(|lesson| combinations(lesson, full).into_iter().map(move |settings| (lesson, settings)));
    side_by_side(all, |(lesson, settings)| no_claim_is_contradicted(lesson, &settings));
}

#[test]
fn every_value_of_the_grid_is_for_a_flag_that_there_is() {
    let known: Vec<&str> =
        varied().chain(LESSONS.iter().flat_map(|lesson| lesson.flags)).map(|flag| flag.name).collect();
    for (name, ..) in VALUES {
        assert!(known.contains(name), "VALUES names the flag '{name}', and there is none: the flags are {known:?}");
    }
}
