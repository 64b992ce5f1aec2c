//! What would belie each claim of lesson 02.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("A read that asks for less than waits splits a message", |run| {
        each(case(run, ONE_THEN_SEVEN), |event| {
            if let Event::Queued { bytes, .. } = event {
                *bytes = 1;
            }
        });
    }),
    ("The next read glues the rest to the next message", |run| {
        last_read_got(case(run, ONE_THEN_SEVEN), 3); // 'm and no more
    }),
    ("A read returns what is there, old bytes and new ones, not what it asked for", |run| {
        each(case(run, TEN_TWO_TWENTY), |event| {
            if let Event::Read { asked, got, .. } = event {
                *asked = *got;
            }
        });
    }),
    ("A read returns what is there, old bytes and new ones, not what it asked for", |run| {
        last_read_got(case(run, TEN_TWO_TWENTY), 8);
    }),
    ("A message cut into segments is read whole: segments are no edges either", |run| {
        each(case(run, MANY_SEGMENTS), |event| {
            if let Event::Segments { count, .. } = event {
                *count = 1;
            }
        });
    }),
    ("A message cut into segments is read whole: segments are no edges either", |run| {
        last_read_got(case(run, MANY_SEGMENTS), 524); // a segment's worth
    }),
    ("A write can accept less than it is given; written again, nothing is lost", |run| {
        each(case(run, SHORT_WRITES), |event| {
            if let Event::Write { accepted, .. } = event {
                *accepted = 0; // no room at all
            }
        });
    }),
    ("A write can accept less than it is given; written again, nothing is lost", |run| {
        last_read_got(case(run, SHORT_WRITES), 1);
    }),
    ("Text decoded read by read breaks a character; kept bytes make it whole", |run| {
        retake(case(run, CUT_CHARACTER), Kind::Text, |how, data| {
            if how == "each read decoded alone" {
                *data = "粘包".into();
            }
        });
    }),
    ("Text decoded read by read breaks a character; kept bytes make it whole", |run| {
        retake(case(run, CUT_CHARACTER), Kind::Text, |_, data| *data = "粘\u{FFFD}".into());
    }),
    ("A long message leaves in rounds: ten segments, and the rest when ACKs have come back", |run| {
        ran_as(run, FIRST_WINDOW, MANY_SEGMENTS);
    }),
];
