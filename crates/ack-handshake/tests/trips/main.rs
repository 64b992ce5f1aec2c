//! Every trip of both ends, with peers that follow a script.

mod both_ends;
mod client;
mod failures;
mod scripted;
mod server;
