//! What would belie each claim of lesson 02.

use super::*;
use crate::alter::*;
use calls::ALONE;
use trace::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[
    ("A read that asks for less", |run| set!(case(run, ONE_THEN_SEVEN), Queued.bytes = 1)),
    ("The next read returns the rest", |run| last_read_got(case(run, ONE_THEN_SEVEN), 3)), // 'm and no more
    ("A read returns what is there", |run| {
        each(case(run, TEN_TWO_TWENTY), |event| {
            if let Event::Read { asked, got, .. } = event {
                *asked = *got;
            }
        });
    }),
    ("A read returns what is there", |run| last_read_got(case(run, TEN_TWO_TWENTY), 8)),
    ("A read that returns less", |run| {
        let mut reads = 0;
        without_reads(case(run, LARGE_BUFFER), |got| {
            reads += u64::from(got > 0);
            got > 0 && reads > 1
        });
    }),
    ("A read that returns less", |run| without_reads(case(run, LARGE_BUFFER), |got| got == 0)),
    ("A read into a Vec", |run| set!(case(run, CAPACITY), Read.asked = 1024)), // then it were the end
    ("A read into a Vec", |run| set!(case(run, CAPACITY), Queued.bytes = 0)),
    ("Segment boundaries", |run| set!(case(run, MANY_SEGMENTS), Segments.count = 1)),
    ("Segment boundaries", |run| last_read_got(case(run, MANY_SEGMENTS), 524)), // a segment's worth
    ("A write can accept less", |run| {
        each(case(run, SHORT_WRITES), |event| {
            if let Event::Write { accepted, .. } = event {
                *accepted = 0; // no room at all
            }
        });
    }),
    ("A write can accept less", |run| last_read_got(case(run, SHORT_WRITES), 1)),
    ("A long message at a distance", |run| {
        let far = case(run, LONG_FAR);
        let first = far.events.iter().position(|timed| matches!(timed.event, Event::Segment { bytes: 1.., .. }));
        far.events.remove(first.expect("a segment"));
    }),
    ("It worked on localhost", |run| ran_as(run, LONG_FAR, LONG_NEAR)),
    ("Decoding each read", |run| {
        retake(case(run, CUT_CHARACTER), Kind::Text, |how, data| {
            if how == ALONE {
                *data = "粘包".into();
            }
        });
    }),
    ("Decoding each read", |run| {
        retake(case(run, CUT_CHARACTER), Kind::Text, |_, data| *data = "粘\u{FFFD}".into());
    }),
];

fn without_reads(case: &mut Case, mut unwanted: impl FnMut(u64) -> bool) {
    case.events.retain(|timed| !matches!(timed.event, Event::Read { got, .. } if unwanted(got)));
}
