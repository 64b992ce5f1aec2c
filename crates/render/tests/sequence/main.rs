//! The sequence picture as it comes out, for captures told by hand: letter by letter in the terminal, arrow by arrow as a
//! drawing.

mod captures;
mod drawing;
mod terminal;
