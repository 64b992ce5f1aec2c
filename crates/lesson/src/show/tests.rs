//! What a show tells of a case that this system, or this machine, cannot show.

use super::*;
use link::Missing;

/// What a show with one act tells of its case.
fn shown(act: impl FnMut(&mut TracedStream, &mut TracedStream) -> CaseResult) -> (Case, String) {
    let (settings, mut out) = (Settings::default(), Vec::new());
    let mut show = Show::new("01-test", &settings, &mut out, None).expect("loopback needs nothing");
    show.varied("test", "", SocketOptions::default(), act).expect("no failure");
    let case = show.run.cases[0].clone();
    (case, String::from_utf8(out).expect("text"))
}

#[test]
fn a_system_without_an_option_is_told_and_no_failure() {
    let (case, told) = shown(|_, _| Err(io::Error::from(Missing("TCP_CORK")).into()));
    assert_eq!(case.missing, ["TCP_CORK"]);
    assert!(told.contains("This system cannot set TCP_CORK"), "{told}");
}

#[test]
fn a_case_that_is_late_in_every_try_says_so() {
    let slow = |sender: &mut TracedStream, _: &mut TracedStream| {
        sender.write_all(b"one")?;
        std::thread::sleep(Duration::from_millis(25));
        Ok(sender.write_all(b"two")?)
    };
    let (case, told) = shown(slow);
    assert!((case.late, case.tries) == (true, TRIES), "{case:?}");
    assert!(told.contains("In all of 20 tries"), "{told}");
}
