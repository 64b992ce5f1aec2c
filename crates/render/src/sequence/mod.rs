//! The sequence picture of a captured connection: in the terminal, or as a drawing. What was not captured is not drawn.

mod canvas;
mod capture;
mod ladder;
mod rows;
mod svg;
mod terminal;
mod timeline;
mod words;

pub use svg::sequence_svg;
pub use terminal::{sequence, sequence_key};
