//! Whatever flags a learner gives, no claim is contradicted: one whose options they take away is left out. A part of the
//! grid that runs in seconds; all of it with `LESSONS_GRID=full`.

use super::performed;
use lesson::{Flag, Lesson, Settings};
use lessons::LESSONS;
use std::time::{Duration, Instant};
use trace::Outcome;

/// Far beyond what a lesson needs on a machine that is not standing still.
const LONG: Duration = Duration::from_secs(30);

type Choice = (Option<Flag>, fn(&mut Settings, u64), &'static [u64], &'static [u64]);

/// A flag, how it is set, its values in the part, and in the full grid.
const CHOICES: &[Choice] = &[
    (None, |settings, n| settings.seed = n, &[2, 356_502, u64::MAX], &[0, 2, 3, 4, 5, 6, 7, 8, 9, u64::MAX]),
    (Some(Flag::Nagle), |settings, n| settings.options.nodelay = Some(n == 1), &[0, 1], &[0, 1]),
    (Some(Flag::QuickAck), |settings, n| settings.options.quickack = Some(n == 1), &[0, 1], &[0, 1]),
    (Some(Flag::Sndbuf), |settings, n| settings.options.sndbuf = Some(n as usize), &[2048, 65_536], BUFFERS),
    (Some(Flag::Rcvbuf), |settings, n| settings.options.rcvbuf = Some(n as usize), &[2048, 65_536], BUFFERS),
    (Some(Flag::Mss), |settings, n| settings.options.mss = Some(n as u32), &[88, 32_767], &[88, 536, 1460, 32_767]),
    (
        Some(Flag::Messages),
        |settings, n| settings.messages = Some(n),
        &[1, 2, 3, 11],
        &[1, 2, 3, 9, 10, 11, 16, 17, 20, 50, 200],
    ),
    (
        Some(Flag::Size),
        |settings, n| settings.size = Some(n),
        &[1, 1400, 20_000],
        &[1, 3, 4, 100, 1400, 20_000, 65_536],
    ),
    (Some(Flag::Commands), |settings, n| settings.commands = Some(n), &[1, 2, 20], &[1, 2, 3, 20, 40]),
    (
        Some(Flag::Announce),
        |settings, n| settings.announce = Some(n),
        &[1, 1 << 20, 1 << 26],
        &[1, 4, 1 << 20, (1 << 20) + 1, 1 << 26, u32::MAX as u64],
    ),
    (Some(Flag::Deadline), |settings, n| settings.deadline = Some(Duration::from_millis(n)), &[50], &[50, 100, 1000]),
    (Some(Flag::ReadSize), |settings, n| settings.read_size = Some(n), &[7, 65_536], &[1, 3, 4, 7, 8, 1024, 65_536]),
];

const BUFFERS: &[u64] = &[2048, 4096, 65_536, 1_048_576];

/// Every single flag with every value; in the full grid every pair too.
fn combinations(lesson: &Lesson, full: bool) -> Vec<Settings> {
    let acts = |choice: &&Choice| choice.0.is_none_or(|flag| lesson.flags.contains(&flag));
    let choices: Vec<&Choice> = CHOICES.iter().filter(acts).collect();
    let values = |choice: &Choice| if full { choice.3 } else { choice.2 };
    let mut all = Vec::new();
    for (nth, first) in choices.iter().enumerate() {
        for &n in values(first) {
            let mut settings = Settings::default();
            first.1(&mut settings, n);
            all.push(settings.clone());
            for second in choices.iter().skip(nth + 1).filter(|_| full) {
                for &m in values(second) {
                    let mut settings = settings.clone();
                    second.1(&mut settings, m);
                    all.push(settings);
                }
            }
        }
    }
    all
}

/// What the part of the grid adds to single flags: pairs at which claims were once contradicted.
const PAIRS: [(u64, u64, u64); 5] =
    [(10, 20_000, 1024), (3, 65_536, 65_536), (2, 16_001, 65_536), (16, 4, 7), (10, 4, 8)];

/// Whether the lesson can run so: it reads only when all is written, so the kernel's buffers must hold it all.
fn fits(settings: &Settings) -> bool {
    let bytes = settings.messages.unwrap_or(10) * settings.size.unwrap_or(4);
    let room = settings.options.rcvbuf.is_none_or(|bytes| bytes > 4096) || settings.size.unwrap_or(4) < 65_536;
    settings.fits(bytes as usize, settings.read_size.unwrap_or(1024) as usize).is_ok() && room
}

#[test]
fn a_claim_whose_options_a_flag_takes_away_is_left_out_and_never_contradicted() {
    let full = std::env::var_os("LESSONS_GRID").is_some_and(|grid| grid == "full");
    for lesson in LESSONS {
        let mut all = combinations(lesson, full);
        if lesson.flags.contains(&Flag::Messages) {
            all.extend(PAIRS.map(|(messages, size, read_size)| Settings {
                messages: Some(messages),
                size: Some(size),
                read_size: Some(read_size),
                ..Settings::default()
            }));
        }
        for settings in all.iter().filter(|settings| fits(settings)) {
            let began = Instant::now();
            let (_, claims) = performed(lesson, settings);
            assert!(began.elapsed() < LONG, "{} {settings:?} took {:?}", lesson.id, began.elapsed());
            let contradicted: Vec<_> = claims.iter().filter(|claim| claim.outcome() == Outcome::Contradicted).collect();
            assert!(contradicted.is_empty(), "{} {settings:?}: {contradicted:#?}", lesson.id);
        }
    }
}
