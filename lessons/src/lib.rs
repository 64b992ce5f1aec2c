//! The lessons, and what they share: flags, the run, exit codes. Each lesson is a program of its own and a module here,
//! so that the tour and the tests run the very same code in their own process.
//!
//! A lesson's `main.rs` holds the socket calls that it teaches; its claims stand in [`claims`], a function of the trace
//! alone, so that a test can alter what happened and see them contradicted.

// The lessons' own files name this crate, whether they are compiled here or as programs.
extern crate self as lessons;

#[path = "../03-ack-handshake/main.rs"]
pub mod ack_handshake_lesson;
#[path = "../08-every-cut/main.rs"]
pub mod every_cut_lesson;
#[path = "../05-header-in-two-writes/main.rs"]
pub mod header_in_two_writes_lesson;
#[path = "../07-hostile-peer/main.rs"]
pub mod hostile_peer_lesson;
#[path = "../06-many-framings/main.rs"]
pub mod many_framings_lesson;
#[path = "../02-receiver-short-reads/main.rs"]
pub mod receiver_short_reads_lesson;
#[path = "../01-sender-nagle/main.rs"]
pub mod sender_nagle_lesson;
#[path = "../00-stream-not-messages/main.rs"]
pub mod stream_not_messages;
#[path = "../04-struct-header/main.rs"]
pub mod struct_header_lesson;

pub mod claims;

use lesson::Lesson;

/// Every lesson, in order.
pub const LESSONS: [&Lesson; 9] = [
    &stream_not_messages::LESSON,
    &sender_nagle_lesson::LESSON,
    &receiver_short_reads_lesson::LESSON,
    &ack_handshake_lesson::LESSON,
    &struct_header_lesson::LESSON,
    &header_in_two_writes_lesson::LESSON,
    &many_framings_lesson::LESSON,
    &hostile_peer_lesson::LESSON,
    &every_cut_lesson::LESSON,
];
