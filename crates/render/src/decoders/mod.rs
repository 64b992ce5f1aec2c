//! Decoders that were given one stream again and again, cut in many ways or ended early: which of them broke, and how.

mod cells;
pub(crate) mod cuts;
pub(crate) mod early_ends;
mod steps;
mod stream;

pub use steps::{Step, one_by_one};
