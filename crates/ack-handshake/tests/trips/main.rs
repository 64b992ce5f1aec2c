//! Every trip of both ends, against ends whose every read is written down.

mod both_ends;
mod client;
mod failures;
mod scripted;
mod server;
