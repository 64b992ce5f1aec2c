//! The lessons, for the tour and for the tests: each is a program of its own, in a folder of its own, and a module here.

pub mod opener;

/// Declares a module for each lesson's `main.rs`, and the list of all.
macro_rules! lessons {
    ($($module:ident in $path:literal,)*) => {
        $(
            #[path = $path]
            pub mod $module;
        )*

        /// Every lesson, in order.
        pub const LESSONS: &[&lesson::Lesson] = &[$(&$module::LESSON),*];

        /// What would belie the claims of each lesson.
        #[cfg(test)]
        const ALTERATIONS: &[(&lesson::Lesson, &[alter::Alteration])] =
            &[(&opener::LESSON, opener::ALTERATIONS), $((&$module::LESSON, $module::tests::ALTERATIONS)),*];
    };
}

lessons! {
    stream_not_messages in "00-stream-not-messages/main.rs",
    sender_nagle in "01-sender-nagle/main.rs",
    receiver_short_reads in "02-receiver-short-reads/main.rs",
    ack_handshake in "03-ack-handshake/main.rs",
    struct_header in "04-struct-header/main.rs",
    header_in_two_writes in "05-header-in-two-writes/main.rs",
    many_framings in "06-many-framings/main.rs",
    hostile_peer in "07-hostile-peer/main.rs",
    every_cut in "08-every-cut/main.rs",
}

#[cfg(test)]
#[path = "tests/claims/alter.rs"]
mod alter;
#[cfg(test)]
#[path = "tests/claims/tests.rs"]
mod tests;
