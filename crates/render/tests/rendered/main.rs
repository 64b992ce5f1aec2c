//! What comes out for cases written by hand: for a person, for a program, and as a drawing.

mod captures;
mod contract;
mod decoders;
mod drawing;
mod dump;
mod pictures;
mod terminal;
mod text;
