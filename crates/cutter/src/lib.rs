//! Cuts a connection's bytes where you say, on their way to a program, and proves from the kernel that the program read them so.

mod witness;

pub use witness::{Taken, Witness};
