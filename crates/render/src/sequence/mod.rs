//! The sequence picture of a captured connection: in the terminal, or as a slide. What was not captured is not drawn.

mod canvas;
mod capture;
mod rows;
mod slide;
mod terminal;
mod timeline;
mod words;

pub use slide::sequence_svg;
pub use terminal::{sequence, sequence_key};
