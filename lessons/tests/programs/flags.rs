//! With what to run each lesson, for what must hold whatever a learner asks.

use crate::support::lessons;

/// Flags that change what a lesson prints, by its number.
const FLAGS: &[(&str, &[&str])] = &[
    ("00", &["--read-size 1", "--read-size 3", "--read-size 4", "--read-size 65536", "--seed 7"]),
    ("01", &["--messages 200", "--messages 3 --size 13", "--messages 26 --size 1", "--read-size 1"]),
    ("01", &["--messages 3 --size 40000 --read-size 30000", "--messages 3 --size 65536 --read-size 100"]),
    ("01", &["--nodelay --read-size 6", "--quickack on --messages 1"]),
    ("01", &["--nagle --quickack off --size 1400", "--nagle --quickack off --read-size 7"]),
    ("02", &["--mss 88", "--mss 88 --size 20000", "--size 65536 --read-size 1000", "--size 65536 --read-size 65536"]),
    ("02", &["--size 1", "--size 300 --read-size 1", "--sndbuf 1048576 --rcvbuf 1048576"]),
    ("02", &["--sndbuf 4096 --rcvbuf 4096 --size 3000 --read-size 7"]),
    ("03", &["--seed 9"]),
    ("04", &["--seed 2", "--seed 3", "--nodelay", "--quickack on"]),
    ("05", &["--commands 1", "--commands 7", "--commands 20", "--nodelay", "--quickack on"]),
    ("06", &["--seed 0", "--seed 2", "--seed 3", "--seed 18446744073709551615"]),
    ("07", &["--announce 1 --deadline 50ms", "--announce 3 --deadline 50ms", "--announce 1048577 --deadline 60ms"]),
    ("07", &["--announce 70000000 --deadline 50ms"]),
];

/// Every lesson with no flag, and with each of its lines of flags; one that has none here, with other seeds.
pub(crate) fn runs() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    lessons().flat_map(|lesson| {
        let known = FLAGS.iter().filter(|(number, _)| lesson.starts_with(number)).flat_map(|(_, lines)| *lines);
        let mut lines: Vec<&str> = known.copied().chain([""]).collect();
        if lines == [""] {
            lines.extend(["--seed 0", "--seed 18446744073709551615"]);
        }
        lines.into_iter().map(move |line| (lesson, line.split_whitespace().collect()))
    })
}
