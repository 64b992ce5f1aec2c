//! The lessons beside witnesses from outside: what the documents show, every segment on a wire, tcpdump, tshark, a terminal,
//! and the article's own programs. What this machine does not have makes a test ignored, with the reason.

#![cfg_attr(not(unix), allow(dead_code, unused_imports, reason = "they need Unix"))]

mod article;
#[allow(dead_code, reason = "the tests of the walkthroughs use the rest")]
#[path = "../programs/walkthroughs/blocks.rs"]
mod blocks;
mod capture;
mod console;
mod ignorable;
mod screens;
#[allow(dead_code, reason = "the tests of the remote command program use the rest")]
#[path = "../remote/server.rs"]
mod server;
#[allow(dead_code, reason = "the tests of the programs use the rest")]
#[path = "../programs/support.rs"]
mod support;
mod terminal;
#[path = "../programs/walkthroughs/times.rs"]
mod times;
mod wire;

fn main() {
    let mut tests = ignorable::tests![
        wire::{
            claims_hold_on_a_wire_and_counters_agree_with_the_capture,
            the_second_segment_leaves_a_round_trip_after_the_first,
            what_is_lost_is_sent_again_and_the_same_seed_loses_the_same,
            tshark_reads_the_segments_that_the_lesson_reports,
            a_folder_gets_a_slide_for_each_case_of_the_lesson,
            a_file_takes_one_case_and_more_are_refused,
            whatever_the_flags_no_claim_is_contradicted_on_a_wire,
            ask_brings_its_server_and_says_how_often_data_crossed,
            a_file_that_cannot_be_written_is_told_before_anything_runs,
            forbidden_namespaces_are_an_error_with_a_hint_and_no_file,
            malformed_flags_of_the_wire_are_misuse,
        },
        capture::{
            the_segments_of_lesson_01_are_those_that_tcpdump_captures,
            a_segment_too_many_or_cut_elsewhere_is_a_difference,
        },
        terminal::{
            a_terminal_gets_colors_unless_it_is_dumb_or_no_color_is_set,
            on_a_terminal_what_would_move_its_cursor_is_spelt_out,
            on_a_terminal_ask_prompts_and_its_output_stays_the_answers,
        },
        screens::{
            every_screen_fits_its_terminal_and_the_short_route_has_few,
            a_class_can_go_back_repeat_jump_and_leave,
            what_was_typed_ahead_starts_nothing,
        },
        article::{
            their_handshake_client_gets_every_answer_of_our_server,
            their_struct_client_gets_short_and_empty_answers_of_ours,
            their_struct_client_counts_wrongly_whichever_server_sent,
            our_client_loses_nothing_of_either_of_their_servers,
            our_struct_client_survives_an_empty_output_of_theirs,
            ours_go_on_with_ours_after_an_empty_output_in_both_protocols,
        },
    ];
    tests.extend(console::tests());
    ignorable::run(tests)
}
