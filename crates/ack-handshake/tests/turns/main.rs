//! Every turn of both ends, against ends whose every read is written down. No socket, no clock.

mod both_ends;
mod client;
mod failures;
mod scripted;
mod server;
