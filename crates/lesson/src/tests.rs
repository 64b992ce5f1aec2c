//! What the modules of this crate promise each other.

use crate::hint::hint_for;
use crate::in_time::before_a_delayed_ack;
use crate::steps::{PAGE_LINES, Steps};
use crate::units::{loss, rate, time_in};
use command_line::{patiently, whole};
use std::collections::BTreeSet;
use std::io;
use std::num::NonZeroU64;
use std::time::Duration;
use trace::Stream::{Back, Forward};
use trace::{Case, Event};

#[test]
fn what_is_no_number_and_what_is_out_of_range_are_told_apart() {
    let parse = whole::<u64>(1..=20, "7");
    assert_eq!((parse("1"), parse("+20")), (Ok(1), Ok(20)));
    for wrong in ["", "-", "x", "1MiB", "1.5", "1 ", "0x1", "--1"] {
        assert_eq!(parse(wrong), Err("that is not a whole number, as in 7".to_owned()), "{wrong}");
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

#[test]
fn pages_hold_whole_claims_and_lose_nothing() {
    let text = "\n".to_owned() + &"✓ a claim\n    its evidence\n    and more\n".repeat(12) + "12 claims\n";
    let pages = Steps { on: true }.pages(&text);
    assert_eq!(pages.concat(), text);
    assert!(pages.len() == 2 && pages.iter().all(|page| page.lines().count() <= PAGE_LINES), "{pages:#?}");
    assert!(pages[1].starts_with('✓'), "{pages:#?}");
    assert_eq!(Steps { on: false }.pages(&text), [text]);
}
