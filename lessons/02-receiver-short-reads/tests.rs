//! What would belie each claim of lesson 02.

use super::*;
use crate::alter::*;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("A read that asks for less", |run| set!(case(run, ONE_THEN_SEVEN), Queued.bytes = 1)),
    ("The next read glues", |run| last_read_got(case(run, ONE_THEN_SEVEN), 3)), // 'm and no more
    ("A read returns what is there", |run| {
        each(case(run, TEN_TWO_TWENTY), |event| {
            if let Event::Read { asked, got, .. } = event {
                *asked = *got;
            }
        });
    }),
    ("A read returns what is there", |run| last_read_got(case(run, TEN_TWO_TWENTY), 8)),
    ("A message cut into segments", |run| set!(case(run, MANY_SEGMENTS), Segments.count = 1)),
    ("A message cut into segments", |run| last_read_got(case(run, MANY_SEGMENTS), 524)), // a segment's worth
    ("A write can accept less", |run| {
        each(case(run, SHORT_WRITES), |event| {
            if let Event::Write { accepted, .. } = event {
                *accepted = 0; // no room at all
            }
        });
    }),
    ("A write can accept less", |run| last_read_got(case(run, SHORT_WRITES), 1)),
    ("Text decoded read by read", |run| {
        retake(case(run, CUT_CHARACTER), Kind::Text, |how, data| {
            if how == ALONE {
                *data = "粘包".into();
            }
        });
    }),
    ("Text decoded read by read", |run| {
        retake(case(run, CUT_CHARACTER), Kind::Text, |_, data| *data = "粘\u{FFFD}".into());
    }),
    ("A long message leaves in rounds", |run| ran_as(run, FIRST_WINDOW, MANY_SEGMENTS)),
];
