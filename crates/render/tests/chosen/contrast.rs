//! Colours can be read.
pub(crate) fn every_colour_can_be_read() {}
