//! The last walkthrough: what its README shows, the decoders of lesson 08 behind a socket, and the article's programs, searched for
//! the smallest cut that breaks them.

#![cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "elsewhere no cut can be proven"))]

mod article;
#[allow(dead_code, reason = "the tests of the lessons use the rest")]
#[path = "../../tests/programs/walkthroughs/blocks.rs"]
mod blocks;
mod console;
mod decoders;
#[path = "../../tests/witnesses/ignorable.rs"]
mod ignorable;
mod programs;
mod readme;
#[path = "../../tests/programs/walkthroughs/times.rs"]
mod times;

fn main() {
    ignorable::run(ignorable::tests![
        readme::{
            every_excerpt_is_the_source_and_every_anchor_is_quoted,
            it_has_the_sections_of_a_lesson_and_its_links_lead_somewhere,
            the_plain_program_is_short_needs_nothing_and_says_that_it_hopes,
        },
        console::{every_console_block_prints_what_is_shown},
        decoders::{
            a_search_finds_the_cut_that_every_cut_in_memory_finds,
            a_full_buffer_hides_a_bug_that_one_cut_shows,
            a_program_that_reads_late_is_not_judged,
        },
        article::{
            the_articles_pairs_have_a_smallest_cut_and_it_is_found_twice,
            our_struct_client_survives_every_cut_of_an_answer,
            a_length_without_an_end_mark_survives_no_cut,
            a_request_without_framing_survives_no_cut_whoever_serves,
        },
    ])
}
