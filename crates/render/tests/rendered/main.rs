//! What comes out for cases written by hand: letter by letter for a person, field by field for a program, arrow by arrow as a
//! drawing.

mod captures;
mod contract;
mod decoders;
mod drawing;
mod dump;
mod pictures;
mod terminal;
mod text;
