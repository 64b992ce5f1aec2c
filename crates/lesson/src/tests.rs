//! What the modules of this crate promise each other.

use crate::hint::hint_for;
use crate::in_time::{before_a_delayed_ack, tried};
use crate::output_file::{OutputFile, OutputFolder};
use crate::units::{loss, rate, time_in};
use command_line::{Failure, patiently, whole};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::num::NonZeroU64;
use std::time::Duration;
use std::{fs, io};
use trace::Stream::{Back, Forward};
use trace::{Case, Event};

#[test]
fn what_is_no_number_and_what_is_out_of_range_are_told_apart() {
    let parse = whole::<u64>(1..=20, "7");
    assert_eq!((parse("1"), parse("+20")), (Ok(1), Ok(20)));
    for wrong in ["", "-", "x", "1MiB", "1.5", "1 ", "0x1", "--1"] {
        assert_eq!(parse(wrong), Err("that is not a whole number, such as 7".to_owned()), "{wrong}");
    }
    for wrong in ["0", "21", "-1", "99999999999999999999999999999999999999999999"] {
        assert_eq!(parse(wrong), Err("it must be from 1 to 20".to_owned()), "{wrong}");
    }
}

#[test]
fn a_time_has_a_unit_and_limits() {
    let ms = Duration::from_millis;
    let deadline = |text| time_in(text, "a deadline", ms(50)..=ms(1_000));
    assert_eq!(deadline("50ms"), Ok(ms(50)));
    assert_eq!(deadline("0.5s"), Ok(ms(500)));
    assert_eq!(deadline("200000us"), Ok(ms(200)));
    for wrong in ["50", "-50ms", "ms", "", "49ms", "1.1s", "1e3ms", "50 ms", "1.2.3ms", "soon"] {
        assert!(deadline(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_rate_has_a_unit_and_is_not_nothing() {
    assert_eq!(rate("10mbit").map(NonZeroU64::get), Ok(10_000_000));
    for wrong in ["0mbit", "10", "mbit", "-1mbit", "99999999gbit"] {
        assert!(rate(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_loss_lies_between_nothing_and_everything() {
    assert_eq!(loss("0.05"), Ok(0.05));
    for wrong in ["2", "-0.1", "NaN", "inf", "", "5%"] {
        assert!(loss(wrong).is_err(), "{wrong}");
    }
}

/// A case in which these streams were written to, at these times in milliseconds.
fn written(writes: &[(trace::Stream, u64)]) -> Case {
    let mut case = Case::tcp("");
    for (stream, ms) in writes {
        let event = Event::Write { stream: *stream, message: 1, offset: 0, asked: 1, accepted: 1, data: vec![] };
        case.push(ms * 1_000, event);
    }
    case
}

#[test]
fn writes_that_an_ack_could_come_between_are_not_in_time() {
    assert!(before_a_delayed_ack(&written(&[(Forward, 0), (Forward, 5), (Forward, 10)]), 0));
    assert!(!before_a_delayed_ack(&written(&[(Forward, 0), (Forward, 50)]), 0));
    assert!(!before_a_delayed_ack(&written(&[(Forward, 30)]), 0), "the first itself came late");
    assert!(!before_a_delayed_ack(&written(&[(Forward, 0), (Back, 1), (Back, 50)]), 0));
}

#[test]
fn a_first_read_that_an_ack_could_come_before_is_not_in_time() {
    let mut case = written(&[(Forward, 0)]);
    case.push(15_000, Event::Read { stream: Forward, offset: 0, asked: 9, got: 1, data: vec![] });
    case.push(55_000, Event::Read { stream: Forward, offset: 1, asked: 9, got: 1, data: vec![] });
    assert!(before_a_delayed_ack(&case, 0), "the second read may wait for an ACK");
    case.events[1].t_us = 25_000;
    assert!(!before_a_delayed_ack(&case, 0));
}

/// What becomes of a case, and how often it was tried, where the wire was delayed by so many milliseconds at each try, and the
/// try failed.
fn tried_on_a_wire(tries: &[(u64, bool)]) -> Result<(u64, bool), usize> {
    let made = Cell::new(0);
    let delay = || Duration::from_millis(tries[made.get() - 1].0);
    let attempt = || {
        made.set(made.get() + 1);
        let fails = tries[made.get() - 1].1;
        if fails { Err(Failure::cannot("timed out", "")) } else { Ok((Case::tcp(""), 0)) }
    };
    tried(&|_, _| true, delay, attempt).map(|case| (case.tries, case.late)).map_err(|_| made.get())
}

#[test]
fn a_case_is_tried_again_where_the_wire_stood_still_whatever_came_of_it() {
    assert_eq!(tried_on_a_wire(&[(0, false)]), Ok((1, false)));
    assert_eq!(tried_on_a_wire(&[(30, true), (30, false), (10, false)]), Ok((3, false)));
    assert_eq!(tried_on_a_wire(&[(30, false); 20]), Ok((20, true)));
    assert_eq!(tried_on_a_wire(&[(30, true); 20]), Err(20));
    assert_eq!(tried_on_a_wire(&[(10, true)]), Err(1), "that was not the wire's fault");
}

#[test]
fn a_file_is_whole_or_as_it_was() {
    let folder = std::env::temp_dir().join(format!("whole-or-not-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for tests");
    let (path, entries) = (folder.join("picture.svg"), || fs::read_dir(&folder).expect("it is there").count());
    let file = OutputFile::find(&path).expect("it can be written");
    assert_eq!(entries(), 0, "nothing is there before there is something to write");
    file.write(b"whole").expect("it can be written");
    let again = OutputFile::find(&path).expect("it can be written");
    assert_eq!(fs::read(&path).expect("it is there"), b"whole", "still");
    again.write(b"another").expect("it can be written");
    assert_eq!((fs::read(&path).expect("it is there"), entries()), (b"another".to_vec(), 1));
    assert!(OutputFile::find(&folder.join("nowhere").join("picture.svg")).is_err());
    fs::remove_dir_all(folder).expect("it was made here");
}

#[test]
fn a_folder_is_made_when_there_is_a_file_for_it() {
    let parent = std::env::temp_dir().join(format!("folder-or-not-{}", std::process::id()));
    fs::create_dir_all(&parent).expect("a folder for tests");
    let path = parent.join("slides");
    let folder = OutputFolder::find(&path).expect("it can be made");
    assert_eq!(
        fs::read_dir(&parent).expect("it is there").count(),
        0,
        "nothing is there before there is something to write"
    );
    folder.file("one.svg").and_then(|file| file.write(b"one")).expect("it can be written");
    let again = OutputFolder::find(&path).expect("it is there");
    again.file("two.svg").and_then(|file| file.write(b"two")).expect("it can be written");
    assert_eq!(fs::read(path.join("one.svg")).expect("it is there"), b"one", "still");
    assert!(OutputFolder::find(&path.join("one.svg")).is_err(), "a file");
    assert!(OutputFolder::find(&parent.join("nowhere").join("slides")).is_err());
    fs::remove_dir_all(parent).expect("it was made here");
}

#[test]
fn what_comes_after_the_third_write_of_a_row_does_not_matter() {
    assert!(before_a_delayed_ack(&written(&[(Forward, 0), (Forward, 5), (Forward, 10), (Forward, 90)]), 0));
    assert!(before_a_delayed_ack(&written(&[(Forward, 0), (Back, 15), (Forward, 30)]), 0));
}

#[test]
fn what_a_machine_lacks_has_a_hint_of_its_own() {
    let kinds = [io::ErrorKind::NetworkUnreachable, io::ErrorKind::AddrNotAvailable, io::ErrorKind::OutOfMemory];
    let hints: BTreeSet<_> = kinds.iter().filter_map(|&kind| hint_for(&kind.into())).collect();
    assert_eq!(hints.len(), kinds.len());
    assert_eq!(hint_for(&io::ErrorKind::ConnectionReset.into()), None);
}

#[test]
fn what_is_not_ready_is_waited_for_and_other_errors_are_not() {
    let mut answers = [io::ErrorKind::WouldBlock, io::ErrorKind::Interrupted, io::ErrorKind::WouldBlock].into_iter();
    assert_eq!(patiently(|| answers.next().map_or(Ok(7), |kind| Err(kind.into()))).ok(), Some(7));
    let error = patiently(|| Err::<(), _>(io::ErrorKind::BrokenPipe.into())).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
}
