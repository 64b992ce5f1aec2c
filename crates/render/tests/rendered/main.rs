//! What comes out for cases written by hand: for a person, for a program, and as a drawing.

mod captures;
mod contract;
mod decoders;
mod drawing;
mod dump;
mod pictures;
mod terminal;
mod text;

/// Compares line by line. What is expected stands after `>`, so that leading blanks are seen.
#[track_caller]
pub(crate) fn assert_lines(drawn: &str, expected: &str) {
    let expected: Vec<&str> = expected.lines().filter_map(|line| Some(line.split_once('>')?.1)).collect();
    assert_eq!(drawn.lines().collect::<Vec<_>>(), expected, "\n{drawn}");
}
