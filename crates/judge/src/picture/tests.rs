//! Pictures of records: what is known is drawn, and what is not is not.

use super::Picture;
use crate::fault::{Record, WrongAnswer};
use crate::protocol::Protocol;
use framing::{LengthField, Order, Width};

/// Two frames.
const WIRE: &[u8] = b"\0\0\0\x04I'm \0\0\0\x04Lyon";

/// They were sent in pieces of these lengths, and the kernel has shown the end of those that are `read`.
fn record(pieces: &[usize], read: bool) -> Record {
    let (mut record, mut rest) = (Record::default(), WIRE);
    record.means(WIRE);
    for &len in pieces {
        let (piece, after) = rest.split_at(len);
        record.sent(piece);
        if read && !after.is_empty() {
            record.was_read();
        }
        rest = after;
    }
    record
}

fn picture(record: &Record) -> String {
    render::choose_color(false);
    Picture::new(record, &Protocol::new(LengthField::new(Width::Four, Order::Big))).text()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has_row(text: &str, name: &str) -> bool {
    text.lines().any(|line| line.starts_with(&format!("  {name:<9}│")))
}

#[test]
fn a_read_is_drawn_only_if_the_kernel_has_shown_its_end() {
    let [seen, unseen] = [true, false].map(|read| picture(&record(&[5, 11], read)));
    assert!(has_row(&seen, "reads") && flat(&seen).contains("The read that ended after byte 5 is SHORT"), "{seen}");
    assert!(!has_row(&unseen, "reads") && flat(&unseen).contains("Whether one did was not observed."), "{unseen}");
    assert!(unseen.contains("SHORT") && unseen.contains("49│27"), "the cut is shown all the same: {unseen}");
}

#[test]
fn the_read_is_the_one_after_which_the_wrong_answer_ends() {
    let bytes = record(&[1; 16], true);
    let wrong = |number, begins_right| {
        let wrong = Some(WrongAnswer { number, begins_right });
        flat(&picture(&Record { wrong, ..bytes.clone() }))
    };
    assert!(wrong(1, None).contains("Read 1 is SHORT: when it returned, 1 of the 4 bytes of frame 1's header"));
    assert!(wrong(2, None).contains("Read 9 is SHORT: when it returned, 1 of the 4 bytes of frame 2's header"));
    assert!(wrong(2, Some(3)).contains("Read 15 is SHORT: when it returned, 3 of the 4 bytes of frame 2's payload"));
}

#[test]
fn frames_in_one_piece_can_be_glued_and_a_frame_alone_cannot() {
    let wrong = Some(WrongAnswer { number: 2, begins_right: None });
    let [together, apart] =
        [&[16][..], &[8, 8]].map(|pieces| picture(&Record { wrong: wrong.clone(), ..record(pieces, true) }));
    assert!(together.contains("Frames 1 and 2 left in one piece: a read can return them GLUED."), "{together}");
    assert!(!apart.contains("GLUED") && !apart.contains("SHORT"), "{apart}");
}

#[test]
fn what_is_cut_off_goes_on() {
    let mut half = Record { ended: Some("then the end"), ..Record::default() };
    half.sent(&WIRE[..6]);
    let text = picture(&half);
    let frames = text.lines().find(|line| line.starts_with("  frames")).expect("the header says where it ends");
    assert!(frames.contains("header") && frames.contains('⋯') && text.contains("then the end"), "{text}");
}

#[test]
fn a_long_conversation_stays_short() {
    let mut long = Record::default();
    for byte in WIRE.iter().cycle().take(100_000) {
        long.sent(&[*byte]);
        long.was_read();
        long.got(&[*byte]);
    }
    let answers = [(20, "SHORT"), (6000, "The judge sent 100000 bytes, and 100000 bytes came.")];
    for (number, says) in answers {
        let text = picture(&Record { wrong: Some(WrongAnswer { number, begins_right: None }), ..long.clone() });
        assert!(text.contains(says) && text.lines().count() < 24, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}

#[test]
fn an_answer_is_shown_beside_what_was_expected_unless_it_is_that() {
    let mut record = record(&[16], false);
    record.wants(&[b"I'm ".to_vec(), b"Lyon".to_vec()]);
    record.got(&WIRE[..8]);
    assert!(has_row(&picture(&record), "expected") && has_row(&picture(&record), "came"));
    record.got(&WIRE[8..]);
    assert!(!has_row(&picture(&record), "expected") && has_row(&picture(&record), "came"));
}
